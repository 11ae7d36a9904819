"""The characters a PDF names itself come with their places, fonts and visibility; they are not believed here."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.raster import LayerCharacter, Scan
from ocr.source import open_source

INK = 128


def typed_pdf(commands: str, *, to_unicode: bytes = b"", **page_entries: object) -> bytes:
    """A page of 144 × 72 points with `commands` in its content; F1 is Helvetica, F2 Courier."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(144, 72))
    page = pdf.pages[0]
    fonts = pikepdf.Dictionary()
    for key, name in (("/F1", "Helvetica"), ("/F2", "Courier")):
        fonts[key] = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + name),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )  # fmt: skip
    if to_unicode:
        fonts["/F1"].ToUnicode = pikepdf.Stream(pdf, to_unicode)
    page.Resources = pikepdf.Dictionary(Font=fonts)
    page.Contents = pikepdf.Stream(pdf, commands.encode())
    for key, value in page_entries.items():
        page[f"/{key}"] = value
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def _only(data: bytes) -> Scan:
    (scan,) = open_source(data).scans()
    return scan


def _has_ink(scan: Scan, character: LayerCharacter) -> bool:
    pixels = scan.raster.pixels
    grey = pixels if pixels.ndim == 2 else pixels[:, :, 1]
    return bool((grey[character.box.grow(1).slices] < INK).any())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_characters_lie_on_their_ink_however_the_page_is_turned(turn: int) -> None:
    """Each character's box holds ink, and all ink lies in the boxes, on pages shown at any quarter turn."""
    scan = _only(typed_pdf("BT /F1 20 Tf 20 30 Td (AB 7) Tj ET", Rotate=turn))
    assert "".join(c.text for c in scan.text_layer) == "AB7"
    assert all(_has_ink(scan, character) for character in scan.text_layer)
    pixels = scan.raster.pixels.copy()
    for character in scan.text_layer:
        pixels[character.box.grow(2).slices] = 255
    assert (pixels >= INK).all()


def test_crop_box_moves_the_characters() -> None:
    """On a cropped page the boxes are measured from the corner of what is shown."""
    crop = pikepdf.Array([10, 10, 100, 60])
    scan = _only(typed_pdf("BT /F1 20 Tf 20 30 Td (A) Tj ET", CropBox=crop))
    assert scan.raster.width == 375
    assert _has_ink(scan, scan.text_layer[0])


def test_invisible_text_is_marked() -> None:
    """Text of render mode 3, which OCR programs lay under a scan, is told from text that is drawn."""
    scan = _only(typed_pdf("BT /F1 20 Tf 20 30 Td (A) Tj 3 Tr (B) Tj ET"))
    assert [(c.text, c.visible) for c in scan.text_layer] == [("A", True), ("B", False)]


def test_fonts_are_told_apart() -> None:
    """Characters of two fonts carry two numbers, those of one font the same, in the order they come."""
    scan = _only(typed_pdf("BT /F2 20 Tf 10 30 Td (A) Tj /F1 20 Tf (B) Tj /F2 20 Tf (C) Tj ET"))
    assert [(c.text, c.face, c.font) for c in scan.text_layer] == [("A", 0, 0), ("B", 1, 1), ("C", 0, 0)]


def test_what_the_file_says_is_kept_right_or_wrong() -> None:
    """A map of characters that lies is passed on as it is: judging it is the reader's part."""
    lie = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfchar <41> <E123> <42> <D842DFB7> endbfchar endcmap end end"""
    scan = _only(typed_pdf("BT /F1 20 Tf 20 30 Td (ABC) Tj ET", to_unicode=lie))
    assert [c.text for c in scan.text_layer] == ["\ue123", "\U00020bb7", "C"]


def test_image_files_and_bare_pages_have_no_layer() -> None:
    """A picture names no characters, nor does a PDF page without text."""
    stream = io.BytesIO()
    Image.fromarray(np.full((40, 40), 200, np.uint8)).save(stream, "PNG")
    assert _only(stream.getvalue()).text_layer == ()
    assert _only(typed_pdf("0 0 10 10 re f")).text_layer == ()
