"""From scan to page: the only file that knows all the stages."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2

from ocr import __version__
from ocr.cores import usable_cores
from ocr.imaging import prepare
from ocr.layout import GeometricSegmenter
from ocr.model import Layout, Page, Provenance, TextBlock
from ocr.ports import LineReader, Segmenter
from ocr.raster import Scan, Sheet
from ocr.recognition import is_doubtful, legibility, open_reader, recognise, sample_of, with_text_layer
from ocr.settings import Settings
from ocr.structure import compose

__all__ = ["PROGRAM", "Digitized", "Pipeline"]

PROGRAM = f"banmian {__version__}"
OPENCV_THREADS = 4
"""That OpenCV works with at the most; the pictures are too small for more."""


@dataclass(frozen=True, slots=True, eq=False)
class Digitized:
    """A finished page and the clean image that its boxes are measured on."""

    page: Page
    sheet: Sheet


class Pipeline:
    """Digitizes scans, one after the other; the reader's models are loaded once.

    Args:
        settings: of all stages.
        threads: of each stage, such as lines that are read at the same time; None for as many as this process may use.
        reader: instead of the one that `settings` names.
        segmenter: instead of the geometric one.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        threads: int | None = None,
        reader: LineReader | None = None,
        segmenter: Segmenter | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._threads = threads or usable_cores()
        self.reader = reader or open_reader(self.settings.reader, self.settings.model or None, self._threads)
        self._segmenter = segmenter or GeometricSegmenter(self.settings.layout)

    def digitize(self, scan: Scan, number: int, step: Callable[[str], None] = lambda _: None) -> Digitized:
        """The page on `scan`.

        Args:
            number: of the page in its document, from 1.
            step: is told the name of each stage before it starts.

        Raises:
            EngineError: when the reader fails.
        """
        sheet, layout, reader, blocks = self._read(scan, None, step)
        if is_doubtful(blocks, self.settings.trial):
            step("turning")
            turns = self._better_turn(scan, sheet, legibility(blocks))
            if turns is not None:
                sheet, layout, reader, blocks = self._read(scan, turns, step)
        step("structure")
        provenance = self._provenance(scan, sheet, reader)
        return Digitized(compose(layout, blocks, number, provenance, self.settings.structure), sheet)

    def _read(
        self, scan: Scan, turns: int | None, step: Callable[[str], None]
    ) -> tuple[Sheet, Layout, LineReader, tuple[TextBlock, ...]]:
        """The scan after `turns` quarter turns, or as its print says: sheet, layout, who read it, and what was read."""
        step("imaging")
        cv2.setNumThreads(min(self._threads, OPENCV_THREADS))
        sheet = prepare(scan, self.settings.imaging, turns)
        step("layout")
        layout = self._segmenter.segment(sheet)
        step("reading")
        # the readers' own threads take up the cores; OpenCV's would only fight with them
        cv2.setNumThreads(1)
        reader = with_text_layer(self.reader, scan.text_layer, sheet.to_scan, self.settings.text_layer)
        return sheet, layout, reader, recognise(sheet, layout, reader, self.settings.cutting)

    def _better_turn(self, scan: Scan, sheet: Sheet, before: float) -> int | None:
        """The quarter turns after which a sample of the page is far more legible than `before`; None: no turn helps."""
        trial, made = self.settings.trial, sheet.to_scan.quarter_turns
        wanted = max(trial.sure, before + trial.gain)
        for more in (2, 1, 3):
            turns = (made + more) % 4
            turned = prepare(scan, self.settings.imaging, turns)
            if self._legibility(turned, self._segmenter.segment(turned)) >= wanted:
                return turns
        return None

    def _legibility(self, sheet: Sheet, layout: Layout) -> float:
        """How surely a sample of the lines of `layout` is read; 0 when it has too few."""
        sample = sample_of(layout, self.settings.trial)
        if not sample.blocks:
            return 0.0
        return legibility(recognise(sheet, sample, self.reader, self.settings.cutting))

    def _provenance(self, scan: Scan, sheet: Sheet, reader: LineReader) -> Provenance:
        dpi = scan.raster.dpi
        return Provenance(
            source=scan.source,
            sha256=scan.sha256,
            page_index=scan.index,
            dpi=dpi if math.isfinite(dpi) else 0.0,
            scan_width=scan.raster.width,
            scan_height=scan.raster.height,
            to_scan=sheet.to_scan,
            program=PROGRAM,
            readers=tuple(reader.fingerprint.split(" + ")),
            settings=self.settings.fingerprint,
        )
