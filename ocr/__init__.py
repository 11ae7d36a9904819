"""Turns scanned pages of Chinese newspapers into articles, as structured text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.model import Document
    from ocr.settings import Settings

__all__ = ["__version__", "digitize"]

__version__ = "0.1.0"


def digitize(path: str | Path, *, pages: str | None = None, settings: Settings | None = None) -> Document:
    """The pages of the scan file `path`, read.

    Args:
        path: a PDF, TIFF or image file.
        pages: the wanted pages, such as ``1,3-5``; None for all.
        settings: of all stages; None for the defaults.

    Raises:
        BanmianError: when the file cannot be read, or a model is missing.
    """
    # the stages bring numpy and OpenCV with them: whoever only asks for the version need not wait
    from ocr.model import Document
    from ocr.pipeline import Pipeline
    from ocr.source import open_source

    pipeline = Pipeline(settings)
    source = open_source(path, pages=pages)
    return Document(tuple(pipeline.digitize(scan, scan.index + 1).page for scan in source.scans()))
