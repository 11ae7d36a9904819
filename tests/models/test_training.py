"""The PyTorch network learns, resumes, and is the network that Tesseract runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is needed to train only")

from models.training.errors import MaterialError  # noqa: E402
from models.training.lstm import lstm  # noqa: E402
from models.training.reader import LineReader, greedy, make_batch, scale_pixels  # noqa: E402
from models.training.shards import Line, read_shard, write_shard  # noqa: E402
from models.training.state import read_state, write_state  # noqa: E402
from models.training.train import LinePool, Trainer, TrainSettings, averaged_weights, rate_share  # noqa: E402


def _weights() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2)
    shapes = {
        "ConvNL": (16, 26),
        "Lfys64": (16, 21),
        "Lfx128": (20, 10),
        "Lrx128": (24, 12),
        "Lfx384": (28, 14),
        "Output": (6, 8),
    }
    return {name: rng.normal(0, 0.3, shape) for name, shape in shapes.items()}


@dataclass(frozen=True)
class _Head:
    null_code: int = 5


@dataclass(frozen=True)
class _Network:
    header: _Head = field(default_factory=_Head)


@dataclass(frozen=True)
class _Base:
    """As much of a base model as training looks at."""

    weights: dict[str, np.ndarray]
    network: _Network = field(default_factory=_Network)

    @property
    def spelling(self) -> dict[str, tuple[int, ...]]:
        return {"甲": (1,), "乙": (2, 3)}


def test_the_lstm_has_the_gradient_of_its_own_forward_pass() -> None:
    """Numerical and analytic gradients agree for inputs and all weights."""
    torch.manual_seed(1)
    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.double)
    try:
        values = [torch.randn(shape).requires_grad_() for shape in ((4, 2, 3), (3, 8), (2, 8), (8,))]
        assert torch.autograd.gradcheck(lstm, values)
    finally:
        torch.set_default_dtype(default)


def test_weights_come_out_of_the_network_as_they_went_in() -> None:
    """Tesseract's matrices are rebuilt from the parameters."""
    weights = _weights()
    for name, matrix in LineReader(weights).matrices().items():
        assert np.allclose(matrix, weights[name], atol=1e-6)


def test_padding_does_not_change_what_a_line_says() -> None:
    """A short line reads the same alone and beside a longer one."""
    reader = LineReader(_weights())
    rng = np.random.default_rng(3)
    short, long = (rng.integers(0, 255, (24, width)).astype(np.uint8) for width in (30, 60))
    alone, both = make_batch([short], [[1]]), make_batch([short, long], [[1], [2]])
    with torch.no_grad():
        first = reader(alone.pixels, alone.steps)[:, 0]
        second = reader(both.pixels, both.steps)[:, 0]
    assert torch.allclose(first, second[: len(first)], atol=1e-5)


def test_greedy_reading_joins_codes_and_drops_blanks() -> None:
    """Code runs between blanks spell characters; what spells nothing is left out."""
    scores = torch.zeros(6, 1, 5)
    for step, code in enumerate((1, 1, 4, 2, 3, 0)):
        scores[step, 0, code] = 1
    assert greedy(scores, torch.tensor([5]), 4, {(1,): "甲", (2, 3): "乙", (0,): " "}) == ["甲乙"]


def test_pixels_are_scaled_by_the_middle_rows_extremes() -> None:
    """Ink becomes about -1 and paper about 1, whatever the scan's greys; nothing passes the integer limits."""
    row = np.array([200, 200, 60, 200, 210, 60, 200, 205, 190] * 4, np.uint8)
    scaled = scale_pixels(np.tile(row, (9, 1)))
    assert scaled.min() == pytest.approx(-127 / 128)
    assert scaled.max() <= 127 / 128
    assert scale_pixels(np.full((9, 9), 255, np.uint8)).max() <= 1


def test_shards_give_back_their_lines(tmp_path: Path) -> None:
    """Pixels, text and face survive, also of lines of different sizes, and of none."""
    lines = [Line(np.full((20, 30 + n), n, np.uint8), f"第{n}行", "Song") for n in range(3)]
    write_shard(tmp_path / "a.npz", lines)
    read = read_shard(tmp_path / "a.npz")
    assert [(line.text, line.face, line.pixels.shape) for line in read] == [
        (f"第{n}行", "Song", (20, 30 + n)) for n in range(3)
    ]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(lines, read, strict=True))
    write_shard(tmp_path / "none.npz", [])
    assert read_shard(tmp_path / "none.npz") == []


def test_weights_kept_at_half_precision_fit_their_model_only(tmp_path: Path) -> None:
    """The state comes back to three digits; a model of other sizes refuses it."""
    weights = _weights()
    write_state(tmp_path / "state.npz", weights)
    read = read_state(tmp_path / "state.npz", weights)
    assert all(np.allclose(read[name], matrix, rtol=1e-3, atol=1e-3) for name, matrix in weights.items())
    with pytest.raises(MaterialError, match="another model"):
        read_state(tmp_path / "state.npz", {**weights, "Output": weights["Output"][:-1]})


def test_training_resumes_where_it_stopped(tmp_path: Path) -> None:
    """A second run goes on from the checkpoint's steps, and the loss on a few lines falls."""
    rng = np.random.default_rng(4)
    lines = [
        Line(rng.integers(0, 255, (24, 60)).astype(np.uint8), text, "Song") for text in ("甲乙", "乙甲", "甲", "乙")
    ]
    write_shard(tmp_path / "lines-001-000.npz", lines)
    base = _Base(_weights())
    told: list[str] = []
    checkpoint = tmp_path / "state.pt"
    Trainer(base, tmp_path, TrainSettings(0.3, save_every=0.1), checkpoint).run(told.append)  # type: ignore[arg-type]
    first = Trainer(base, tmp_path, TrainSettings(0.6, save_every=0.1), checkpoint)  # type: ignore[arg-type]
    before = first.progress.steps
    assert before > 0
    assert first.progress.seconds >= 0.3
    first.run(told.append)
    assert first.progress.steps > before
    assert averaged_weights(checkpoint).keys() == _weights().keys()
    assert "loss a code" in told[0]


def test_the_learning_rate_rises_then_falls_to_its_floor() -> None:
    """A short warm-up, the peak, and the floor at the end and after it."""
    settings = TrainSettings(100.0)
    assert rate_share(0.0, settings) < rate_share(0.01, settings) < rate_share(0.02, settings) == pytest.approx(1.0)
    assert rate_share(1.0, settings) == pytest.approx(settings.rate_floor) == rate_share(1.5, settings)


def test_lines_are_narrowed_no_further_than_their_codes_need(tmp_path: Path) -> None:
    """A batch is as narrow as its draw says, but every line keeps steps for its codes and the blanks between them."""
    wide = [Line(np.full((48, 120), 200, np.uint8), "甲乙", "face") for _ in range(4)]
    tight = [Line(np.full((48, 18), 200, np.uint8), "甲甲", "face") for _ in range(4)]
    write_shard(tmp_path / "lines-001-000.npz", wide + tight)
    pool = LinePool(tmp_path, _Base({}).spelling, TrainSettings(1.0, batch=4, narrowest=0.5))
    drawn = [pool.draw(np.random.default_rng(seed)) for seed in range(20)]
    widths = [{line.pixels.shape[1] for line, _ in batch} for batch in drawn]
    assert all(len(batch) == 1 for batch in widths)
    found = {width for batch in widths for width in batch}
    assert min(width for width in found if width > 18) >= 60
    assert len(found) > 5
    assert min(found) >= 12
