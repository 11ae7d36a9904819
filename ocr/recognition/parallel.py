"""Shares the lines of a page out to threads; the engines let go of the interpreter while they read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ocr.model import Glyph
from ocr.ports import LineImage, LineReader
from ocr.recognition.dashes import mend_dashes
from ocr.recognition.judging import Judge
from ocr.recognition.scaling import size_on_page

__all__ = ["ParallelReader", "chunks", "judged_alone"]

CHUNK = 24
"""Lines handed to a thread at once: small, so that all threads end at the same time, and enough for a batch."""


class ParallelReader:
    """One reader on several threads, its confidences calibrated and its dashes measured.

    Args:
        reader: whose `read` may be called from several threads at a time.
        threads: that work at the same time.
        judge: knows what the reader's confidences are worth.
    """

    def __init__(self, reader: LineReader, threads: int, judge: Judge | None = None) -> None:
        self._reader = reader
        self._threads = max(1, threads)
        self._judge = judge or Judge.load()

    @property
    def name(self) -> str:
        return self._reader.name

    @property
    def fingerprint(self) -> str:
        return f"{self._reader.fingerprint}; {self._judge.fingerprint}"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        parts = chunks(images, CHUNK)
        found: list[tuple[Glyph, ...]] = [()] * len(images)
        with ThreadPoolExecutor(self._threads, thread_name_prefix="reader") as pool:
            answers = pool.map(self._reader.read, ([images[i] for i in part] for part in parts))
            for part, lines in zip(parts, answers, strict=True):
                for index, glyphs in zip(part, lines, strict=True):
                    found[index] = judged_alone(self._judge, glyphs, self.name, images[index])
        return tuple(found)


def judged_alone(judge: Judge, glyphs: tuple[Glyph, ...], reader: str, image: LineImage) -> tuple[Glyph, ...]:
    """What one `reader` said of `image`, its confidences calibrated and its dashes measured."""
    return mend_dashes(judge.at(size_on_page(image)).alone(glyphs, reader), image)


def chunks(images: Sequence[LineImage], length: int) -> list[list[int]]:
    """Indexes of lines of like length together, the longest first, so that the last job is a short one."""
    order = sorted(range(len(images)), key=lambda i: (-max(images[i].pixels.shape) / max(images[i].size, 1.0), i))
    return [order[start : start + length] for start in range(0, len(order), length)]
