"""The first reader: Tesseract's LSTM network in this process, through `tesserocr`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

from ocr.errors import DependencyError, EngineError
from ocr.model import Glyph
from ocr.ports import LineImage
from ocr.recognition.placing import Inked
from ocr.recognition.scaling import ScaledLine, scale_to_size
from ocr.recognition.traineddata import Model, find_model

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

__all__ = ["TesseractReader", "TesseractSettings"]

RESOLUTION = 300
"""Told to the engine so that it does not guess one from every line and warn about it."""


@dataclass(frozen=True, slots=True)
class TesseractSettings:
    """How lines are fed to the engine.

    Attributes:
        size: of the characters, in pixels; with the margin that makes 48 rows, what the network works on.
        blur: in character sizes: takes out the grain of a poor scan, which the network reads as dots and strokes.
            Measured with the stock model on poor scans: 18 % of the characters wrong without, 6 % with it.
    """

    size: float = 32.0
    blur: float = 0.03

    def fit(self, image: LineImage, model: Model) -> ScaledLine:
        """`image` as `model` is to read it."""
        return scale_to_size(image, self.size, self.blur, model.squeeze)


class TesseractReader:
    """Reads lines with a pool of engines: each call borrows one, so calls from several threads run side by side."""

    name = "tesseract"

    def __init__(self, model: Model | None = None, settings: TesseractSettings | None = None) -> None:
        # Tesseract splits one line over OpenMP threads that wait for each other: slower than one, and two
        # readers would oversubscribe the machine. Read by libgomp when tesserocr is loaded.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        try:
            import tesserocr
        except ImportError as problem:
            raise DependencyError(
                "the package tesserocr is not installed",
                cure="install it with: pip install tesserocr; or read with --reader pytesseract",
            ) from problem
        self._tesserocr = tesserocr
        self._model = model or find_model()
        self._settings = settings or TesseractSettings()
        self._idle: LifoQueue[PyTessBaseAPI] = LifoQueue()
        self._idle.put(self._open_engine())
        engine = tesserocr.tesseract_version().split("\n")[0].strip().replace(" ", "-")
        self.fingerprint = f"tesseract {engine} {self._model.language} sha256:{self._model.digest()}"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        with self._engine() as engine:
            return tuple(self._read_line(engine, self._settings.fit(image, self._model)) for image in images)

    @contextmanager
    def _engine(self) -> Iterator[PyTessBaseAPI]:
        try:
            engine = self._idle.get_nowait()
        except Empty:
            engine = self._open_engine()
        try:
            yield engine
        finally:
            self._idle.put(engine)

    def _open_engine(self) -> PyTessBaseAPI:
        try:
            engine = self._tesserocr.PyTessBaseAPI(
                path=str(self._model.folder),
                lang=self._model.language,
                psm=self._tesserocr.PSM.RAW_LINE,
                oem=self._tesserocr.OEM.LSTM_ONLY,
            )
        except RuntimeError as problem:
            raise EngineError(
                f"{self._model.path}: Tesseract cannot load this model",
                cure="it is damaged or holds no LSTM network; install it again",
            ) from problem
        # A line that was read badly would be read once more, white for black; all lines here are dark on light.
        engine.SetVariable("tessedit_do_invert", "0")
        return engine

    def _read_line(self, engine: PyTessBaseAPI, line: ScaledLine) -> tuple[Glyph, ...]:
        inked = Inked.of(line.pixels)
        if inked.blank:
            return ()
        height, width = line.pixels.shape
        # Not SetImage: it writes the picture as a BMP file in memory first, a tenth of the whole time.
        engine.SetImageBytes(np.ascontiguousarray(line.pixels).tobytes(), width, height, 1, width)
        engine.SetSourceResolution(RESOLUTION)
        if not engine.Recognize():
            raise EngineError(f"Tesseract failed on a line of {width} × {height} pixels")
        glyphs: list[Glyph] = []
        symbol = self._tesserocr.RIL.SYMBOL
        cursor = engine.GetIterator()
        if cursor is None:
            return ()
        for place in self._tesserocr.iterate_level(cursor, symbol):
            if place.Empty(symbol):
                continue
            text = normalize("NFC", place.GetUTF8Text(symbol) or "").strip()
            corners = place.BoundingBox(symbol)
            if not text or corners is None:
                continue
            box = line.to_page(inked.box(min(corners[0], corners[2]), max(corners[0], corners[2])))
            glyphs.append(Glyph(text, box, min(1.0, max(0.0, place.Confidence(symbol) / 100))))
        return tuple(glyphs)
