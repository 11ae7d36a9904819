"""The shipped model is whole, small, and writes what it promises to write."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.training.charset import Charset
from models.training.container import Component, Container
from models.training.network import LineNetwork
from models.training.signs import NEW_SIGNS, gb2312_hanzi

FOLDER = Path(__file__).resolve().parents[2] / "models"
MODEL = FOLDER / "chi_sim_newsprint.traineddata"
MOST_BYTES = 4_000_000


def _charset() -> Charset:
    parts = Container.read(MODEL).parts
    return Charset.parse(parts[Component.LSTM_UNICHARSET], parts[Component.LSTM_RECODER])


def test_the_files_are_those_that_were_measured() -> None:
    """Every checksum in the list is that of the file beside it."""
    entries = [line.split() for line in (FOLDER / "SHA256SUMS").read_text(encoding="ascii").splitlines()]
    assert "chi_sim_newsprint.traineddata" in [name for _, name in entries]
    for digest, name in entries:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest


def test_the_model_is_small_and_reads_lines_only() -> None:
    """At most 4 MB, integer weights, no parts of the old character classifier."""
    assert MODEL.stat().st_size <= MOST_BYTES
    parts = Container.read(MODEL).parts
    assert set(parts) <= {part.value for part in Component}
    assert LineNetwork.parse(parts[Component.LSTM]).header.training_flags & 1


def test_the_model_writes_gb_2312_and_full_width_signs() -> None:
    """All 6763 Hanzi, the signs that the stock models lack, and no two of them with one code."""
    spelling = _charset().spelling()
    wanted = [*gb2312_hanzi(), *NEW_SIGNS]
    assert not [character for character in wanted if character not in spelling]
    assert len({spelling[character] for character in wanted}) == len(wanted)


def test_every_code_has_an_output_row() -> None:
    """The network's outputs and the recoder's codes are the same number."""
    assert LineNetwork.parse(Container.read(MODEL).parts[Component.LSTM]).root.outputs == _charset().outputs


@pytest.mark.parametrize("squeeze", [1.0, 0.8])
def test_tesseract_reads_with_the_model(squeeze: float, capfd: pytest.CaptureFixture[str]) -> None:
    """The engine in the process reads figures, as wide as print has them and narrowed, without complaint."""
    tesserocr = pytest.importorskip("tesserocr")
    from PIL import Image, ImageDraw, ImageFont

    line = Image.new("L", (116, 48), 255)
    ImageDraw.Draw(line).text((8, 6), "37506", fill=0, font=ImageFont.load_default(34))
    with tesserocr.PyTessBaseAPI(
        path=str(FOLDER), lang=MODEL.stem, psm=tesserocr.PSM.RAW_LINE, oem=tesserocr.OEM.LSTM_ONLY
    ) as engine:
        engine.SetImage(line.resize((round(line.width * squeeze), line.height), Image.Resampling.BOX))
        assert engine.GetUTF8Text().strip() == "37506"
    assert capfd.readouterr().err == ""
