"""The second reader: the PP-OCRv6 recognition network inside the `rapidocr` package, run by ONNX Runtime."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from ocr.errors import DependencyError, EngineError
from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.recognition.ctc import decode, extents
from ocr.recognition.glancing import Glance, surer
from ocr.recognition.placing import INK_LEVEL, Inked
from ocr.recognition.scaling import ScaledLine, scale_to_height, size_on_page
from ocr.recognition.turned import TurnedLine, both_ways

__all__ = ["PpocrReader", "PpocrSettings", "find_ppocr_model"]

MODEL = Path("models") / "PP-OCRv6_rec_small.onnx"
STRIDE = 8
"""Columns of the input in one time step of the output."""
HEIGHT = 48
"""Rows of the input; the network was trained on no other height."""
NARROWEST = 32
"""Columns of the input at the least: narrower images leave the network without a time step."""


@dataclass(frozen=True, slots=True)
class PpocrSettings:
    """How lines are fed to the network.

    Attributes:
        squeeze: of a line's width beside its height. The time goes down with the width, and Chinese is read no
            worse: measured on poor scans, 0.25 % wrong at 0.7 and 0.22 % at 0.55.
        close_squeeze: of a line that is looked at closely, because a character is unsure or because Latin letters
            and digits may have run together: they are half as wide, and the network cannot part 11 or 000 once two
            of them share a time step (11 % of the characters of lines full of figures wrong at 0.6, 0.2 % at 1).
        sure: a line is not looked at again when all its characters are at least so sure, and its letters and digits
            as many as the pieces of ink they stand on.
            Measured on 800 lines of twenty generated pages: 28 errors in 29.6 s of processor time; 29 in 39.9 s
            when all lines with letters or digits are read again.
        batch: lines at once; more of them are no faster, only padded more.
        spread: widest line of a batch as a multiple of its narrowest; the rest is padding, read for nothing.
    """

    squeeze: float = 0.6
    close_squeeze: float = 1.0
    sure: float = 0.9
    batch: int = 2
    spread: float = 1.15


def find_ppocr_model() -> Path:
    """The network's file inside the installed `rapidocr` package, which is not imported.

    Raises:
        DependencyError: when the package, or the file in it, is missing.
    """
    spec = find_spec("rapidocr")
    roots = list(spec.submodule_search_locations or ()) if spec else []
    for root in roots:
        if (path := Path(root) / MODEL).is_file():
            return path
    raise DependencyError(
        f"the recognition model {MODEL.name} of the rapidocr package is not installed",
        cure="install it with: pip install --no-deps 'rapidocr>=3.10'; or read with --reader tesseract",
    )


class PpocrReader:
    """Reads lines with PP-OCRv6; safe to call from several threads, each call works on one core."""

    name = "ppocr"

    def __init__(self, model: Path | None = None, settings: PpocrSettings | None = None) -> None:
        try:
            import onnxruntime
        except ImportError as problem:
            raise DependencyError(
                "the package onnxruntime is not installed",
                cure="install it with: pip install onnxruntime; or read with --reader tesseract",
            ) from problem
        path = model or find_ppocr_model()
        self._settings = settings or PpocrSettings()
        self.sure_enough = self._settings.sure
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Without the arena every layer's memory is given back to the system and fetched anew, page by page: a fifth
        # of the time. With small batches it keeps little; a pattern for each width would only cost memory.
        options.enable_cpu_mem_arena = True
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        try:
            data = path.read_bytes()
            self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            labels = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        except Exception as problem:  # ONNX Runtime's errors have no common base but Exception
            raise EngineError(
                f"{path}: ONNX Runtime cannot load the recognition model: {problem}",
                cure="reinstall it with: pip install --force-reinstall --no-deps rapidocr",
            ) from problem
        self._input = self._session.get_inputs()[0].name
        self._labels = ("", *(normalize("NFC", label) for label in labels), " ")
        self.fingerprint = (
            f"ppocr onnxruntime-{version('onnxruntime')} {path.name} sha256:{hashlib.sha256(data).hexdigest()[:16]}"
        )

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        seen = list(self.glance(images))
        again = [index for index, glance in enumerate(seen) if glance.sure < self.sure_enough]
        for index, closer in zip(again, self.look_closely([images[index] for index in again]), strict=True):
            seen[index] = surer(seen[index], closer)
        return tuple(glance.glyphs for glance in seen)

    def glance(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        return self._read_squeezed(images, self._settings.squeeze)

    def look_closely(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        return self._read_squeezed(images, self._settings.close_squeeze)

    def _read_squeezed(self, images: Sequence[LineImage], squeeze: float) -> tuple[Glance, ...]:
        columns = [index for index, image in enumerate(images) if image.direction is Direction.VERTICAL]
        turned = [TurnedLine.of(images[index]) for index in columns]
        seen = self._read_flat([scale_to_height(image, HEIGHT, squeeze) for image in (*images, *turned)])
        for index, aside in zip(columns, seen[len(images) :], strict=True):
            glyphs = both_ways(seen[index].glyphs, aside.glyphs, size_on_page(images[index]))
            seen[index] = Glance(glyphs, min(aside.sure, _least(glyphs)))
        return tuple(seen[: len(images)])

    def _read_flat(self, lines: list[ScaledLine]) -> list[Glance]:
        read = [Glance((), 1.0)] * len(lines)
        inked = [i for i, line in enumerate(lines) if (line.pixels < INK_LEVEL).any()]
        for batch in self._batches(inked, lines):
            for index, answer in zip(batch, self._read_batch([lines[i] for i in batch]), strict=True):
                read[index] = answer
        return read

    def _batches(self, indexes: list[int], lines: list[ScaledLine]) -> list[list[int]]:
        """Lines of nearly the same width together."""
        batches: list[list[int]] = []
        for index in sorted(indexes, key=lambda i: (lines[i].pixels.shape[1], i)):
            width = lines[index].pixels.shape[1]
            if batches and len(batches[-1]) < self._settings.batch:
                narrowest = max(NARROWEST, lines[batches[-1][0]].pixels.shape[1])
                if width <= narrowest * self._settings.spread:
                    batches[-1].append(index)
                    continue
            batches.append([index])
        return batches

    def _read_batch(self, lines: list[ScaledLine]) -> list[Glance]:
        width = max(NARROWEST, max(line.pixels.shape[1] for line in lines))
        width = -(-width // STRIDE) * STRIDE
        batch = np.ones((len(lines), 1, HEIGHT, width), np.float32)
        for row, line in zip(batch, lines, strict=True):
            row[0, :, : line.pixels.shape[1]] = line.pixels.astype(np.float32) / 127.5 - 1.0
        try:
            (output,) = self._session.run(None, {self._input: np.repeat(batch, 3, axis=1)})
        except Exception as problem:  # as above
            raise EngineError(f"ONNX Runtime failed on {len(lines)} lines of {width} columns: {problem}") from problem
        return [self._answer(row, line) for row, line in zip(np.asarray(output, np.float32), lines, strict=True)]

    def _answer(self, probabilities: NDArray[np.float32], line: ScaledLine) -> Glance:
        spikes = decode(probabilities)
        columns = line.pixels.shape[1]
        inked = Inked.of(line.pixels)
        per_em = line.size * line.scale_x / line.scale_y / STRIDE
        glyphs, spans = [], []
        for spike, (start, end) in zip(spikes, extents(spikes, per_em, len(probabilities)), strict=True):
            text = self._labels[spike.label]
            left, right = min(start * STRIDE, columns - 1), min(end * STRIDE, columns)
            place = Box(round(left), 0, max(round(left), round(right)), HEIGHT)
            if text.strip():
                place = inked.box(left, right)
            glyphs.append(Glyph(text, line.to_page(place), min(1.0, spike.probability)))
            spans.append((place.left / line.scale_x, place.right / line.scale_x))
        # letters or digits that ran together are read with confidence
        sure = 0.0 if _are_crowded(glyphs, spans, line.origin) else _least(glyphs)
        return Glance(tuple(glyphs), sure)


def _least(glyphs: Sequence[Glyph]) -> float:
    """The confidence of the least sure character, spaces aside; 1 when there is none."""
    return min((glyph.confidence for glyph in glyphs if glyph.text.strip()), default=1.0)


def _are_crowded(glyphs: list[Glyph], spans: list[tuple[float, float]], origin: LineImage) -> bool:
    """Whether in some row of letters or digits there are more or fewer of them than pieces of ink."""
    narrow = [index for index, glyph in enumerate(glyphs) if _is_narrow(glyph.text)]
    if not narrow:
        return False
    inked = Inked.of(origin.pixels)
    for _, group in groupby(enumerate(narrow), lambda place: place[1] - place[0]):
        run = [index for _, index in group]
        if inked.pieces(spans[run[0]][0], spans[run[-1]][1]) != len(run):
            return True
    return False


def _is_narrow(text: str) -> bool:
    """Whether a character is set half as wide as a Han character."""
    return text.isascii() and text.isalnum()
