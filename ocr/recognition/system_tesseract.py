"""The first reader over the system's `tesseract` program, through `pytesseract`."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import normalize

from PIL import Image

from ocr.errors import DependencyError, EngineError
from ocr.model import Glyph
from ocr.ports import LineImage
from ocr.recognition.placing import INK_LEVEL, Inked
from ocr.recognition.scaling import ScaledLine
from ocr.recognition.tesseract import RESOLUTION, TesseractSettings
from ocr.recognition.traineddata import Model, find_model

__all__ = ["PytesseractReader"]

SECONDS_PER_LINE = 10.0
"""Hundreds of times what a line takes; a program that is still at work then hangs."""
START_SECONDS = 60.0
"""For the program to start and load its model on a busy machine."""
RAW_LINE, LSTM_ONLY = 13, 1
"""Tesseract's numbers for its page segmentation and engine modes."""


class PytesseractReader:
    """Reads lines with the installed program, many lines a process: starting it costs more than a line does.

    Gives the same text as `TesseractReader` on the same model. Safe to call from several threads.
    """

    name = "pytesseract"

    def __init__(self, model: Model | None = None, settings: TesseractSettings | None = None) -> None:
        try:
            import pytesseract
        except ImportError as problem:
            raise DependencyError(
                "the package pytesseract is not installed", cure="install it with: pip install pytesseract"
            ) from problem
        self._pytesseract = pytesseract
        self._model = model or find_model()
        self._settings = settings or TesseractSettings()
        try:
            release = pytesseract.get_tesseract_version()
        except (pytesseract.TesseractNotFoundError, SystemExit) as problem:
            raise DependencyError(
                "the program tesseract is not installed",
                cure="install it with: apt-get install tesseract-ocr; or pip install tesserocr, which brings its own",
            ) from problem
        self.fingerprint = f"pytesseract tesseract-{release} {self._model.language} sha256:{self._model.digest()}"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        lines = [self._settings.fit(image, self._model) for image in images]
        inked = [i for i, line in enumerate(lines) if (line.pixels < INK_LEVEL).any()]
        read: list[tuple[Glyph, ...]] = [()] * len(lines)
        if inked:
            pages = self._run([lines[i] for i in inked])
            for index, page in zip(inked, pages, strict=True):
                read[index] = tuple(_glyphs(page, lines[index]))
        return tuple(read)

    def _run(self, lines: list[ScaledLine]) -> list[list[_Symbol]]:
        """The characters of each line, from one run of the program over a list of image files."""
        with tempfile.TemporaryDirectory(prefix="banmian-") as folder:
            names = []
            for number, line in enumerate(lines):
                path = Path(folder) / f"{number:05d}.png"
                Image.fromarray(line.pixels).save(path, compress_level=1)
                names.append(str(path))
            listing = Path(folder) / "lines.txt"
            listing.write_text("\n".join(names) + "\n", "utf-8")
            try:
                hocr = self._pytesseract.image_to_pdf_or_hocr(
                    str(listing),
                    lang=self._model.language,
                    config=self._options(),
                    extension="hocr",
                    timeout=START_SECONDS + SECONDS_PER_LINE * len(lines),
                )
            except (RuntimeError, OSError) as problem:  # pytesseract's TesseractError and its timeout are RuntimeErrors
                raise EngineError(f"the program tesseract failed on {len(lines)} lines: {problem}") from problem
        parser = _HocrParser()
        parser.feed(hocr.decode("utf-8") if isinstance(hocr, bytes) else hocr)
        if len(parser.pages) != len(lines):
            raise EngineError(f"the program tesseract answered for {len(parser.pages)} of {len(lines)} lines")
        return parser.pages

    def _options(self) -> str:
        return (
            f'--tessdata-dir "{self._model.folder}" --psm {RAW_LINE} --oem {LSTM_ONLY} --dpi {RESOLUTION}'
            " -c hocr_char_boxes=1"
        )


class _Symbol:
    """A character of the program's answer while it is being read: its box in the image, its confidence, its text."""

    def __init__(self, box: tuple[int, int, int, int], confidence: float) -> None:
        self.box = box
        self.confidence = confidence
        self.text = ""


class _HocrParser(HTMLParser):
    """Collects the characters (``ocrx_cinfo``) of every page of hOCR."""

    _PLACE = re.compile(r"x_bboxes (-?\d+) (-?\d+) (-?\d+) (-?\d+); x_conf (-?[\d.]+)")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[list[_Symbol]] = []
        self._open: _Symbol | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as below
        known = dict(attrs)
        if known.get("class") == "ocr_page":
            self.pages.append([])
        elif known.get("class") == "ocrx_cinfo" and (found := self._PLACE.search(known.get("title") or "")):
            left, top, right, bottom = (int(found[i]) for i in range(1, 5))
            self._open = _Symbol((left, top, right, bottom), float(found[5]) / 100)

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.text += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        if self._open is not None:
            self.pages[-1].append(self._open)
            self._open = None


def _glyphs(symbols: list[_Symbol], line: ScaledLine) -> list[Glyph]:
    glyphs = []
    inked = Inked.of(line.pixels)
    for symbol in symbols:
        text = normalize("NFC", symbol.text).strip()
        if text:
            left, _, right, _ = symbol.box
            box = line.to_page(inked.box(min(left, right), max(left, right)))
            glyphs.append(Glyph(text, box, min(1.0, max(0.0, symbol.confidence))))
    return glyphs
