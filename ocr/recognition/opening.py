"""Opens a reader by its name."""

from __future__ import annotations

import os

from ocr.errors import ArgumentError, DependencyError
from ocr.ports import LineReader
from ocr.recognition.consensus import ConsensusReader
from ocr.recognition.parallel import ParallelReader
from ocr.recognition.ppocr import PpocrReader
from ocr.recognition.system_tesseract import PytesseractReader
from ocr.recognition.tesseract import TesseractReader
from ocr.recognition.traineddata import find_model

__all__ = ["READERS", "open_reader"]

READERS = ("consensus", "tesseract", "ppocr", "pytesseract")


def open_reader(name: str = "consensus", model: str | None = None, threads: int | None = None) -> LineReader:
    """The reader called `name`.

    Args:
        name: one of `READERS`.
        model: Tesseract's model: a language such as ``chi_tra``, or the path of a ``.traineddata`` file;
            by default the best one for simplified Chinese that is found.
        threads: that read at the same time; by default as many as this process may use.

    Raises:
        ArgumentError: when there is no such reader.
        DependencyError: when its package or its model is missing.
    """
    count = threads or len(os.sched_getaffinity(0))
    match name:
        case "tesseract":
            return ParallelReader(_tesseract(model), count)
        case "pytesseract":
            return ParallelReader(PytesseractReader(find_model(model)), count)
        case "ppocr":
            return ParallelReader(PpocrReader(), count)
        case "consensus":
            return ConsensusReader(_tesseract(model), PpocrReader(), threads=count)
        case _:
            raise ArgumentError(f"there is no reader called {name}", cure=f"choose one of: {', '.join(READERS)}")


def _tesseract(model: str | None) -> LineReader:
    """Tesseract in this process, or the system's program where the package is missing."""
    found = find_model(model)
    try:
        return TesseractReader(found)
    except DependencyError:
        return PytesseractReader(found)
