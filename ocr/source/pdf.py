"""Scans in PDF files: the page image as it was scanned, or the page drawn when it was born digital.

PDFium is not thread-safe: every call into it happens under one lock.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from ocr.errors import EmptyInputError, EncryptedError, InputError
from ocr.raster import LayerCharacter, Raster, Scan
from ocr.source.limits import check_size
from ocr.source.origin import Origin
from ocr.source.pdf_text import read_text_layer
from ocr.source.ranges import PageRanges

__all__ = ["PdfSource"]

POINTS_PER_INCH = 72.0
COVER = 0.85
"""Images that cover this share of the page are the page: scanners and their software leave a margin at the most."""
SCAN_DPI = (50.0, 2400.0)
"""An image whose pixels would be coarser or finer than this on paper is no page image."""
ALIKE = 0.02
"""Strips and tiles of one scan have resolutions that differ by rounding only."""
FORM_DEPTH = 3
"""Page images are wrapped into form objects by some software, seldom deeper than this."""

NO_PAGES_WITHIN = 1 << 16
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]")
"""PDFium calls a PDF without pages damaged; such a file is short, and its page tree has no kids."""

SAMPLE = 16
"""A file of which none of so many pages, spread evenly, is there has no pages: its page tree is damaged or a trap that
claims a million of them."""

_PDFIUM = threading.RLock()


@dataclass(frozen=True, slots=True)
class _Drawing:
    """How a page is to be drawn: size in pixels, resolution, and whether there is any colour in it."""

    width: int
    height: int
    dpi: float
    coloured: bool


class PdfSource:
    """The pages of one PDF file."""

    def __init__(
        self, origin: Origin, ranges: PageRanges | None, dpi: float, password: str | None, max_megapixels: float
    ) -> None:
        self._origin, self._dpi, self._max_megapixels = origin, dpi, max_megapixels
        self._document = _open(origin, password)
        with _PDFIUM:
            count = len(self._document)
        if not count:
            raise EmptyInputError(f"{origin.name}: a PDF without pages", cure="export or scan it again")
        if not any(_is_there(self._document, index) for index in range(0, count, -(-count // SAMPLE))):
            raise InputError(
                f"{origin.name}: the PDF is damaged (it claims {count} pages and has none)",
                cure="export, scan or copy the file again",
            )
        self._indices = ranges.select(count, origin.name) if ranges else tuple(range(count))

    def __len__(self) -> int:
        return len(self._indices)

    def scans(self) -> Iterator[Scan]:
        """The pages one by one, each drawn when it is asked for.

        Raises:
            OversizeError: when a page has too many pixels; none has been drawn then.
            InputError: when a page is damaged.
        """
        for index in self._indices:
            raster, text_layer = self._look_at(index)
            yield Scan(raster, self._origin.name, self._origin.sha256, index, text_layer)

    def _look_at(self, index: int) -> tuple[Raster, tuple[LayerCharacter, ...]]:
        """The pixels of a page and the characters its text layer names."""
        place = self._origin.page(index)
        with _PDFIUM:
            try:
                page = self._document[index]
                try:
                    drawing = _plan(page, self._dpi)
                    check_size(drawing.width, drawing.height, self._max_megapixels, place)
                    raster = Raster(_draw(page, drawing), drawing.dpi)
                    return raster, read_text_layer(page, drawing.width, drawing.height)
                finally:
                    page.close()
            except (pdfium.PdfiumError, ValueError, MemoryError) as problem:
                raise InputError(
                    f"{place}: the page is damaged ({problem})", cure="export or scan the file again"
                ) from problem


def _open(origin: Origin, password: str | None) -> pdfium.PdfDocument:
    with _PDFIUM:
        try:
            return pdfium.PdfDocument(origin.data, password=password)
        except pdfium.PdfiumError as problem:
            # asked first: for such a file PDFium sets no code, and that of an earlier file would be taken for its own
            head = origin.head(NO_PAGES_WITHIN)
            if _NO_PAGES.search(head) and b"/Encrypt" not in head:
                raise EmptyInputError(
                    f"{origin.name}: a PDF without pages", cure="export or scan it again"
                ) from problem
            if getattr(problem, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(problem).lower():
                asked = "another password" if password else "a password"
                raise EncryptedError(
                    f"{origin.name}: the PDF asks for {asked}", cure="give it with --password, or save it without"
                ) from problem
            raise InputError(
                f"{origin.name}: the PDF is damaged ({problem})", cure="export, scan or copy the file again"
            ) from problem


def _is_there(document: pdfium.PdfDocument, index: int) -> bool:
    with _PDFIUM:
        try:
            document.get_page_size(index)
        except pdfium.PdfiumError:
            return False
    return True


def _plan(page: pdfium.PdfPage, dpi: float) -> _Drawing:
    """At which size the page is drawn: one pixel for one of its scan, or at `dpi` when it is no scan.

    Drawing at the scan's own size gives the very pixels of the scan, and honours rotation, crop box, masks, strips,
    tiles and colour spaces, which taking the image out of the file would not.
    """
    width, height = page.get_size()
    sideways = page.get_rotation() % 180 == 90
    images = _images(page)
    across = max((image.across for image in images), default=0.0)
    down = max((image.down for image in images), default=0.0)
    scanned = (
        bool(images)
        and sum(image.area for image in images) >= COVER * width * height
        and SCAN_DPI[0] <= min(across, down) * POINTS_PER_INCH
        and max(across, down) * POINTS_PER_INCH <= SCAN_DPI[1]
        and all(_alike(image.across, across) and _alike(image.down, down) for image in images)
        and not _shows_type(page)
    )
    if not scanned:
        across = down = dpi / POINTS_PER_INCH
    if sideways:
        across, down = down, across
    return _Drawing(
        max(1, round(width * across)),
        max(1, round(height * down)),
        round(max(across, down) * POINTS_PER_INCH, 2),
        not scanned or any(image.coloured for image in images),
    )


@dataclass(frozen=True, slots=True)
class _PageImage:
    """An image on a page: its pixels per point across and down (before rotation), its area in points, its colour."""

    across: float
    down: float
    area: float
    coloured: bool


def _images(page: pdfium.PdfPage) -> list[_PageImage]:
    found = []
    crop = page.get_cropbox()
    for thing in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=FORM_DEPTH):
        left, bottom, right, top = thing.get_bounds()
        visible = max(0.0, min(right, crop[2]) - max(left, crop[0])) * max(
            0.0, min(top, crop[3]) - max(bottom, crop[1])
        )
        columns, rows = thing.get_px_size()
        matrix = thing.get_matrix()
        if abs(matrix.b) + abs(matrix.c) > abs(matrix.a) + abs(matrix.d):
            columns, rows = rows, columns
        if visible <= 0 or right <= left or top <= bottom:
            continue
        metadata = thing.get_metadata()
        grey = metadata.colorspace in (pdfium_c.FPDF_COLORSPACE_DEVICEGRAY, pdfium_c.FPDF_COLORSPACE_CALGRAY)
        one_bit = metadata.bits_per_pixel == 1
        found.append(_PageImage(columns / (right - left), rows / (top - bottom), visible, not (grey or one_bit)))
    return found


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= ALIKE * max(one, other)


def _shows_type(page: pdfium.PdfPage) -> bool:
    """Whether visible text is drawn on the page; the hidden layer of a searchable scan is not."""
    return any(
        pdfium_c.FPDFTextObj_GetTextRenderMode(thing.raw) != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE
        for thing in page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_TEXT,), max_depth=FORM_DEPTH)
    )


def _draw(page: pdfium.PdfPage, drawing: _Drawing) -> NDArray[np.uint8]:
    """The pixels of the page on white, grey ``(H, W)`` or RGB ``(H, W, 3)``."""
    kind = pdfium_c.FPDFBitmap_BGR if drawing.coloured else pdfium_c.FPDFBitmap_Gray
    bitmap = pdfium.PdfBitmap.new_native(drawing.width, drawing.height, kind)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, drawing.width, drawing.height)
        flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_REVERSE_BYTE_ORDER if drawing.coloured else 0)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, drawing.width, drawing.height, 0, flags)
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        return np.ascontiguousarray(pixels[:, :, 0])
    if pixels.ndim == 3 and _is_grey(pixels):
        return np.ascontiguousarray(pixels[:, :, 1])
    return pixels


def _is_grey(pixels: NDArray[np.uint8]) -> bool:
    """Whether all three channels of ``(H, W, 3)`` are the same; looked at in strips, to make no copy of the page."""
    return all(
        bool((strip[:, :, 0] == strip[:, :, 1]).all() and (strip[:, :, 1] == strip[:, :, 2]).all())
        for strip in np.array_split(pixels, max(1, len(pixels) // 256))
    )
