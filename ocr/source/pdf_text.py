"""The characters that a PDF page names itself: its text layer, as it stands, not judged.

PDFium is not thread-safe: the caller holds the lock.
"""

from __future__ import annotations

import ctypes
from unicodedata import normalize

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.geometry import Affine, Box
from ocr.raster import LayerCharacter

__all__ = ["UNKNOWN", "read_text_layer"]

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
MOST_CHARACTERS = 100_000
"""A broadsheet page has some ten thousand characters; a layer with more is a mistake or an attack."""
FINE = 1 << 24
"""PDFium maps points to whole pixels; on a sheet this wide, its rounding does not matter."""
SPAN = 1000.0
"""Points between the places whose mapping is asked for: about a page, so that errors do not grow."""
LONGEST_NAME = 256
"""Bytes of a font's name; what is longer is cut off by PDFium."""
_UNSEEN = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


def read_text_layer(page: pdfium.PdfPage, width: int, height: int) -> tuple[LayerCharacter, ...]:
    """The characters of `page` in the order of the file; spaces and what PDFium itself puts in are left out.

    None of them when the page has no text, or so much that it cannot be a page's.

    Args:
        page: of an open document.
        width: of the drawn page in pixels, rotation and crop box honoured.
        height: likewise.
    """
    try:
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return ()  # the pixels are there: a layer that cannot be read is none
    try:
        count = text.count_chars()
        if not 0 < count <= MOST_CHARACTERS:
            return ()
        to_scan = _to_scan(page, width, height)
        looks = _Looks(text)
        found = []
        for index in range(count):
            if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
                continue
            character = _text_of(text, index)
            if not character.strip():
                continue
            boxes = _box(text, index, to_scan, loose=False), _box(text, index, to_scan, loose=True)
            if boxes[0] is None or boxes[1] is None:
                continue
            found.append(LayerCharacter(character, boxes[0], boxes[1], *looks.of(index)))
        return tuple(found)
    finally:
        text.close()


def _text_of(text: pdfium.PdfTextPage, index: int) -> str:
    """What the file says the character is; empty for the second half of a pair."""
    if pdfium_c.FPDFText_HasUnicodeMapError(text, index) == 1:
        return UNKNOWN
    code = pdfium_c.FPDFText_GetUnicode(text, index)
    if 0xDC00 <= code <= 0xDFFF:
        return ""
    if 0xD800 <= code <= 0xDBFF:
        low = pdfium_c.FPDFText_GetUnicode(text, index + 1)
        if not 0xDC00 <= low <= 0xDFFF:
            return UNKNOWN
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
    return normalize("NFC", chr(code)) if 0 < code <= 0x10FFFF else UNKNOWN


def _box(text: pdfium.PdfTextPage, index: int, to_scan: Affine, *, loose: bool) -> Box | None:
    """The box of a character in pixels of the scan: its cell when `loose`, else its ink; None when it has none."""
    if loose:
        rect = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDFText_GetLooseCharBox(text, index, rect):
            return None
        left, right, bottom, top = rect.left, rect.right, rect.bottom, rect.top
    else:
        sides = [ctypes.c_double() for _ in range(4)]
        if not pdfium_c.FPDFText_GetCharBox(text, index, *sides):
            return None
        left, right, bottom, top = (side.value for side in sides)
    corners = [to_scan.apply(x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    try:
        return Box(round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys)))
    except (ValueError, OverflowError):  # a broken font may give NaN or infinity
        return None


class _Looks:
    """The face, the font and the visibility of characters; all three belong to the piece of text they stand in.

    Faces and fonts are numbered as they come: the addresses PDFium knows them by differ from run to run.
    """

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._faces: dict[bytes, int] = {}
        self._fonts: dict[int, tuple[int, int]] = {}
        self._pieces: dict[int, tuple[int, int, bool]] = {}

    def of(self, index: int) -> tuple[int, int, bool]:
        """Of the character `index`: the number of its face and of its font, and whether it is drawn."""
        piece = pdfium_c.FPDFText_GetTextObject(self._text, index)
        address = ctypes.cast(piece, ctypes.c_void_p).value or 0
        if address not in self._pieces:
            face, font = self._font_of(pdfium_c.FPDFTextObj_GetFont(piece)) if address else (-1, -1)
            visible = not address or pdfium_c.FPDFTextObj_GetTextRenderMode(piece) not in _UNSEEN
            self._pieces[address] = face, font, visible
        return self._pieces[address]

    def _font_of(self, font: pdfium_c.FPDF_FONT) -> tuple[int, int]:
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._fonts:
            name = ctypes.create_string_buffer(LONGEST_NAME)
            if address:
                pdfium_c.FPDFFont_GetBaseFontName(font, name, LONGEST_NAME)
            face = self._faces.setdefault(name.value, len(self._faces))
            self._fonts[address] = face, len(self._fonts)
        return self._fonts[address]


def _to_scan(page: pdfium.PdfPage, width: int, height: int) -> Affine:
    """Maps points of the page onto pixels of the drawn page."""
    origin, right, up = (_device(page, x, y) for x, y in ((0.0, 0.0), (SPAN, 0.0), (0.0, SPAN)))
    across, down = width / FINE, height / FINE
    return Affine(
        (right[0] - origin[0]) / SPAN * across,
        (up[0] - origin[0]) / SPAN * across,
        origin[0] * across,
        (right[1] - origin[1]) / SPAN * down,
        (up[1] - origin[1]) / SPAN * down,
        origin[1] * down,
    )


def _device(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    """A point of the page on a sheet of `FINE` × `FINE` pixels."""
    column, row = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, column, row)
    return column.value, row.value
