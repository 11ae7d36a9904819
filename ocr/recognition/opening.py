"""Opens a reader by its name."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ocr.cores import usable_cores
from ocr.errors import ArgumentError, DependencyError, EngineError
from ocr.model import Glyph
from ocr.ports import LineImage, LineReader
from ocr.recognition.consensus import ConsensusReader
from ocr.recognition.parallel import ParallelReader
from ocr.recognition.ppocr import PpocrReader
from ocr.recognition.system_tesseract import PytesseractReader
from ocr.recognition.tesseract import TesseractReader
from ocr.recognition.traineddata import find_model

__all__ = ["READERS", "AbsentReader", "open_reader"]

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
        DependencyError: when its package or its model is missing; for the consensus, when those of both readers are.
    """
    count = threads or usable_cores()
    match name:
        case "tesseract":
            return ParallelReader(_tesseract(model), count)
        case "pytesseract":
            return ParallelReader(PytesseractReader(find_model(model)), count)
        case "ppocr":
            return ParallelReader(PpocrReader(), count)
        case "consensus":
            return _open_consensus(model, count)
        case _:
            raise ArgumentError(f"there is no reader called {name}", cure=f"choose one of: {', '.join(READERS)}")


class AbsentReader:
    """Stands in for a reader that is not installed: it fails on every line, so the other's text counts, with doubt.

    Attributes:
        problem: what is missing, and the cure.
    """

    def __init__(self, name: str, problem: DependencyError) -> None:
        self.name = name
        self.fingerprint = f"{name} absent"
        self.problem = problem

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:  # noqa: ARG002 - fails on all
        raise EngineError(self.problem.problem, cure=self.problem.cure)


def _open_consensus(model: str | None, threads: int) -> ConsensusReader:
    """Both readers, or one and a stand-in for the other; a model asked for by name must be there."""
    # both load their models outside of the interpreter, side by side
    with ThreadPoolExecutor(2, thread_name_prefix="opening") as pool:
        tesseract, ppocr = pool.submit(_tesseract, model), pool.submit(PpocrReader)
    absent = 0
    first: LineReader
    second: LineReader
    try:
        first = tesseract.result()
    except DependencyError as problem:
        if model:
            raise
        first, absent = AbsentReader("tesseract", problem), absent + 1
    try:
        second = ppocr.result()
    except DependencyError as problem:
        if absent:
            raise
        second = AbsentReader("ppocr", problem)
    return ConsensusReader(first, second, threads=threads)


def _tesseract(model: str | None) -> LineReader:
    """Tesseract in this process, or the system's program where the package is missing."""
    found = find_model(model)
    try:
        return TesseractReader(found)
    except DependencyError:
        return PytesseractReader(found)
