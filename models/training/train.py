"""The training loop: resumes where it stopped, averages the weights, and stops when its time is used up."""

from __future__ import annotations

import itertools
import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .base import BaseModel
from .errors import MaterialError
from .network import FloatArray
from .reader import POOLING, LineReader, make_batch, matrices
from .shards import Line, narrowed, read_shard

_BLANK_ROOM = 1
"""Steps a line must have beyond its codes, for the blanks between equal ones."""


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How long and how fast.

    Attributes:
        seconds: training time in all, over all runs; the learning rate falls to nothing at its end.
        batch: lines a step.
        rate: the highest learning rate; a tenth of the usual 1e-2 for LSTMs from scratch, as the base can read already.
        warm_up: share of the time in which the rate rises.
        rate_floor: share of the highest rate kept at the end.
        second_beta: of Adam; 0.99 follows changes in so short a training.
        clip: greatest length of a step's gradient.
        averaging: share of the averaged weights kept a step.
        width_class: pixels; lines of one class are batched together.
        narrowest: share of a line's width that it may be made narrower to; each batch draws its own. The program
            hands its lines over at 0.8 of their width, which saves a fifth of the time.
        save_every: seconds between checkpoints.
        threads: of the processor.
        seed: of the order of lines.
    """

    seconds: float
    batch: int = 24
    rate: float = 1e-3
    warm_up: float = 0.02
    rate_floor: float = 0.02
    second_beta: float = 0.99
    clip: float = 5.0
    averaging: float = 0.99
    width_class: int = 48
    narrowest: float = 0.7
    save_every: float = 180.0
    threads: int = 1
    seed: int = 1


class LinePool:
    """All lines of the shards in a folder, by pooled height and width, drawn a batch at a time; new shards join in."""

    def __init__(self, folder: Path, spelling: Mapping[str, tuple[int, ...]], settings: TrainSettings) -> None:
        self._folder = folder
        self._spelling = spelling
        self._settings = settings
        self._read: set[Path] = set()
        self._classes: dict[tuple[int, int], list[tuple[Line, list[int]]]] = defaultdict(list)
        self.refresh()
        if not self._classes:
            raise MaterialError(f"no lines in {folder}", cure="Run `press` first.")

    def refresh(self) -> None:
        """Reads shards that have come since."""
        for path in sorted(self._folder.glob("lines-???-???.npz")):
            if path in self._read:
                continue
            self._read.add(path)
            for line in read_shard(path):
                codes = [code for character in line.text for code in self._spelling[character]]
                height, width = line.pixels.shape
                if width >= _least_width(codes):
                    key = height // POOLING, width // self._settings.width_class
                    self._classes[key].append((line, codes))

    def __len__(self) -> int:
        return sum(map(len, self._classes.values()))

    def draw(self, chance: np.random.Generator) -> list[tuple[Line, list[int]]]:
        """A batch of one class, all made narrower alike; every line is as likely as any other."""
        keys = sorted(self._classes)
        sizes = np.array([len(self._classes[key]) for key in keys], np.float64)
        lines = self._classes[keys[int(chance.choice(len(keys), p=sizes / sizes.sum()))]]
        places = chance.choice(len(lines), min(self._settings.batch, len(lines)), replace=False)
        share = chance.uniform(self._settings.narrowest, 1.0)
        return [_narrowed(*lines[int(place)], share) for place in places]


def _least_width(codes: Sequence[int]) -> int:
    """Pixels a line must have for its codes and the blanks between equal ones."""
    repeats = sum(a == b for a, b in itertools.pairwise(codes))
    return POOLING * (len(codes) + repeats + _BLANK_ROOM)


def _narrowed(line: Line, codes: list[int], share: float) -> tuple[Line, list[int]]:
    """A line at ``share`` of its width, or at the least that its codes need."""
    width = max(round(line.pixels.shape[1] * share), _least_width(codes))
    return Line(narrowed(line.pixels, width), line.text, line.face), codes


@dataclass(slots=True)
class _Progress:
    seconds: float = 0.0
    views: int = 0
    steps: int = 0
    losses: list[float] = field(default_factory=list)


class Trainer:
    """A network in training, its averaged twin, and the checkpoint they live in between runs."""

    def __init__(
        self,
        base: BaseModel,
        folder: Path,
        settings: TrainSettings,
        checkpoint: Path,
        start: dict[str, FloatArray] | None = None,
    ) -> None:
        """A trainer that goes on from the checkpoint if there is one, else from `start`, else from the base."""
        torch.set_num_threads(settings.threads)
        self._settings = settings
        self._checkpoint = checkpoint
        self._null = base.network.header.null_code
        self.reader = LineReader(start or base.weights)
        self._optimizer = torch.optim.Adam(self.reader.parameters(), settings.rate, betas=(0.9, settings.second_beta))
        self._average = {name: table.detach().clone() for name, table in self.reader.tables.items()}
        self.progress = _Progress()
        if checkpoint.exists():
            self._resume()
        self._pool = LinePool(folder, base.spelling, settings)

    @property
    def averaged(self) -> dict[str, FloatArray]:
        """The averaged weights as Tesseract stores them."""
        return matrices(self._average)

    def run(self, tell: Callable[[str], None]) -> None:
        """Trains until the time is used up, saving on the way; ``tell`` gets a line of figures now and then."""
        settings, progress = self._settings, self.progress
        saved = told = progress.seconds
        while progress.seconds < settings.seconds:
            start = time.monotonic()
            chance = np.random.default_rng((settings.seed, progress.steps))
            progress.losses.append(self._step(self._pool.draw(chance)))
            progress.seconds += time.monotonic() - start
            if progress.seconds - told > settings.save_every / 3:
                told = progress.seconds
                tell(self._report())
                progress.losses.clear()
            if progress.seconds - saved > settings.save_every:
                saved = progress.seconds
                self.save()
                self._pool.refresh()
        self.save()

    def save(self) -> None:
        """Writes the checkpoint, under another name first."""
        partial = self._checkpoint.with_suffix(".partial")
        progress = self.progress
        state = {
            "tables": dict(self.reader.tables.items()),
            "average": self._average,
            "optimizer": self._optimizer.state_dict(),
            "progress": (progress.seconds, progress.views, progress.steps),
        }
        torch.save(state, partial)
        partial.rename(self._checkpoint)

    def _resume(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        with torch.no_grad():
            for name, table in self.reader.tables.items():
                table.copy_(state["tables"][name])
        self._average = dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.progress = _Progress(*state["progress"])

    def _step(self, drawn: Sequence[tuple[Line, list[int]]]) -> float:
        settings = self._settings
        for group in self._optimizer.param_groups:
            group["lr"] = settings.rate * rate_share(self.progress.seconds / settings.seconds, settings)
        batch = make_batch([line.pixels for line, _ in drawn], [codes for _, codes in drawn])
        scores = self.reader(batch.pixels, batch.steps).log_softmax(2)
        losses: Tensor = functional.ctc_loss(
            scores, batch.codes, batch.steps, batch.lengths, blank=self._null, reduction="none", zero_infinity=True
        )
        loss = losses.sum() / batch.lengths.sum()
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), settings.clip)
        self._optimizer.step()
        kept = min(settings.averaging, (1 + self.progress.steps) / (10 + self.progress.steps))
        with torch.no_grad():
            for name, table in self.reader.tables.items():
                self._average[name].lerp_(table, 1 - kept)
        self.progress.steps += 1
        self.progress.views += len(drawn)
        return float(loss.detach())

    def _report(self) -> str:
        progress = self.progress
        mean = sum(progress.losses) / max(1, len(progress.losses))
        speed = progress.views / max(progress.seconds, 1e-9)
        return (
            f"{progress.seconds:.0f} s, {progress.steps} steps, {progress.views} lines of {len(self._pool)} "
            f"({speed:.1f} a second), loss a code {mean:.4f}"
        )


def averaged_weights(checkpoint: Path) -> dict[str, FloatArray]:
    """The averaged weights in a checkpoint."""
    return matrices(torch.load(checkpoint, weights_only=True)["average"])


def rate_share(done: float, settings: TrainSettings) -> float:
    """The share of the highest learning rate when ``done`` of the time is over: a short rise, then half a cosine."""
    if done < settings.warm_up:
        return max(0.05, done / settings.warm_up)
    fallen = 0.5 * (1 + math.cos(math.pi * min(1.0, (done - settings.warm_up) / (1 - settings.warm_up))))
    return settings.rate_floor + (1 - settings.rate_floor) * fallen
