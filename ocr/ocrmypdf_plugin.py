"""A plugin for OCRmyPDF: it keeps doing what it does with PDFs, the text and its reading order come from here.

    ocrmypdf --plugin ocr.ocrmypdf_plugin scan.pdf searchable.pdf

Loaded by OCRmyPDF only; `pip install 'banmian[ocrmypdf]'` brings it along.
"""

from __future__ import annotations

import functools
from collections.abc import Set
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.exceptions import InputFileError
from ocrmypdf.hocrtransform import BoundingBox, OcrClass, OcrElement
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence

from ocr.errors import BanmianError
from ocr.export.hocr import HocrWriter
from ocr.export.text import TextWriter
from ocr.geometry import Affine, Box
from ocr.model import Block, Direction, Line, Page
from ocr.pipeline import PROGRAM, Pipeline
from ocr.settings import Settings
from ocr.source import open_source

__all__ = ["BanmianEngine", "get_ocr_engine", "page_element"]

LANGUAGES = frozenset({"chi_sim", "chi_tra", "eng"})
"""`eng` is OCRmyPDF's default when no `--language` is given; Latin words are read in any case."""
DOWNWARDS = 270.0
"""The angle, counterclockwise, of a line that runs from top to bottom."""


class BanmianEngine:
    """An `OcrEngine` that answers with whole lines in reading order; OCRmyPDF runs one in each of its workers."""

    @staticmethod
    def version() -> str:
        return PROGRAM.split()[-1]

    @staticmethod
    def creator_tag(_options: Any) -> str:
        return PROGRAM

    def __str__(self) -> str:
        return PROGRAM

    @staticmethod
    def languages(_options: Any) -> Set[str]:
        return LANGUAGES

    @staticmethod
    def get_orientation(_input_file: Path, _options: Any) -> OrientationConfidence:
        """Upright, without being sure: pages are set upright when they are read, whichever way they lie."""
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def get_deskew(_input_file: Path, _options: Any) -> float:
        return 0.0

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: Any, page_number: int = 0) -> tuple[OcrElement, str]:
        """The page as OCRmyPDF's tree of elements, and its text.

        Raises:
            InputFileError: when the page cannot be read, with the cure.
        """
        page = _read(input_file, options, page_number)
        return page_element(page), TextWriter().write(page).decode()

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        page = _read(input_file, options, 0)
        output_hocr.write_bytes(HocrWriter().write(page))
        output_text.write_bytes(TextWriter().write(page))

    @staticmethod
    def generate_pdf(input_file: Path, _output_pdf: Path, _output_text: Path, _options: Any) -> None:
        raise NotImplementedError(f"{input_file.name}: {PROGRAM} gives elements, of which OCRmyPDF makes the PDF")


# not a subclass: without OCRmyPDF's types, a class of nothing known would be lost to the checks
OcrEngine.register(BanmianEngine)


def _choose_engine(options: Any) -> OcrEngine | None:
    """This engine, unless another was asked for by name."""
    chosen = getattr(options, "ocr_engine", "auto") if options is not None else "auto"
    engine: Any = BanmianEngine()
    return engine if chosen == "auto" else None


_choose_engine.__name__ = "get_ocr_engine"
get_ocr_engine = hookimpl(_choose_engine)


@functools.lru_cache(maxsize=2)
def _pipeline(model: str) -> Pipeline:
    """One a process and model; one thread, since OCRmyPDF reads several pages at a time."""
    return Pipeline(Settings(model=model), threads=1)


def _read(input_file: Path, options: Any, page_number: int) -> Page:
    model = "chi_tra" if "chi_tra" in (getattr(options, "languages", None) or ()) else ""
    try:
        scan = next(open_source(input_file).scans())
        return _pipeline(model).digitize(scan, page_number + 1).page
    except BanmianError as problem:
        raise InputFileError(str(problem)) from problem


def page_element(page: Page) -> OcrElement:
    """The page as OCRmyPDF's tree: a block a paragraph, a line one word, so that copying keeps it whole.

    Places are those of the scan.
    """
    origin = page.provenance
    return OcrElement(
        ocr_class=OcrClass.PAGE,
        bbox=BoundingBox(left=0, top=0, right=origin.scan_width, bottom=origin.scan_height),
        dpi=origin.dpi or None,
        page_number=page.number - 1,
        children=[_block_element(block, origin.to_scan) for block in page.blocks if any(_lines(block))],
    )


def _lines(block: Block) -> list[Line]:
    return [line for line in block.lines if line.text.strip()]


def _block_element(block: Block, to_scan: Affine) -> OcrElement:
    return OcrElement(
        ocr_class=OcrClass.PARAGRAPH,
        bbox=_bounds(block.box, to_scan),
        direction="ltr",
        children=[_line_element(line, to_scan) for line in _lines(block)],
    )


def _line_element(line: Line, to_scan: Affine) -> OcrElement:
    bounds = _bounds(line.box, to_scan)
    word = OcrElement(ocr_class=OcrClass.WORD, bbox=bounds, text=line.text.strip(), confidence=line.confidence)
    return OcrElement(
        ocr_class=OcrClass.LINE,
        bbox=bounds,
        direction="ltr",
        textangle=DOWNWARDS if line.direction is Direction.VERTICAL else None,
        children=[word],
    )


def _bounds(box: Box, to_scan: Affine) -> BoundingBox:
    placed = to_scan.bounds(box)
    return BoundingBox(left=placed.left, top=placed.top, right=placed.right, bottom=placed.bottom)
