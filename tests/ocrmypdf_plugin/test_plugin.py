"""OCRmyPDF gets whole lines in our reading order, where they are printed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from ocr.geometry import Affine, Box
from ocr.model import Article, ArticleKind, Block, Direction, Glyph, Line, Page, Paragraph, Provenance, Role

pytest.importorskip("ocrmypdf", reason="OCRmyPDF is not installed: pip install 'banmian[ocrmypdf]'")

import ocrmypdf
from ocrmypdf._plugin_manager import get_plugin_manager
from ocrmypdf.pluginspec import OcrEngine

from ocr.ocrmypdf_plugin import BanmianEngine, page_element

SIZE = 40
PLUGIN = "ocr.ocrmypdf_plugin"


def _line(key: str, text: str, left: int, top: int, direction: Direction = Direction.HORIZONTAL) -> Line:
    down = direction is Direction.VERTICAL
    cells = [
        Box(left, top, left + SIZE, top + SIZE).shift(0 if down else i * SIZE, i * SIZE if down else 0)
        for i in range(len(text))
    ]
    glyphs = tuple(Glyph(char, cell, 0.9) for char, cell in zip(text, cells, strict=True))
    box = Box(left, top, cells[-1].right, cells[-1].bottom)
    return Line(key, box, direction, float(SIZE), text, text, glyphs)


def _page(to_scan: Affine = Affine()) -> Page:
    headline = _line("p01.b001.l01", "老街重开", 600, 100, Direction.VERTICAL)
    body = [_line("p01.b002.l01", "本报讯（记者", 100, 100), _line("p01.b002.l02", "文山）桥通车。", 100, 160)]
    blocks = (
        Block("p01.b001", Role.HEADLINE, (headline,)),
        Block("p01.b002", Role.BODY, (*body, _line("p01.b002.l03", " ", 100, 220))),
    )
    paragraphs = tuple(
        Paragraph(b.role, "".join(line.text for line in b.lines), tuple(line.id for line in b.lines)) for b in blocks
    )
    origin = Provenance("s.png", "ab" * 32, 0, 100.0, 800, 600, to_scan, "banmian", ("replay",), "cafe")
    article = Article("p01.a01", ArticleKind.ARTICLE, tuple(b.id for b in blocks), paragraphs)
    return Page(1, 800, 600, float(SIZE), (), (), (), blocks, (article,), origin)


def test_lines_come_whole_and_in_reading_order() -> None:
    """The tree has the blocks in reading order, a word a line, and nothing for blank lines."""
    tree = page_element(_page())
    assert [word.text for word in tree.words] == ["老街重开", "本报讯（记者", "文山）桥通车。"]
    assert [line.textangle for line in tree.lines] == [270.0, None, None]
    assert (tree.bbox.right, tree.bbox.bottom, tree.dpi) == (800, 600, 100.0)


def test_places_are_those_of_the_image_that_was_given() -> None:
    """A page that was turned upright tells its places on the image as it came."""
    word = page_element(_page(Affine(0, -1, 800, 1, 0, 0))).words[1]
    assert (word.bbox.left, word.bbox.top, word.bbox.right, word.bbox.bottom) == (660, 100, 700, 340)


def test_the_plugin_is_the_engine_unless_another_is_named() -> None:
    """Loaded with --plugin, this engine is chosen by default; one that is asked for by name is not replaced."""
    manager = get_plugin_manager([PLUGIN])
    assert isinstance(manager.get_ocr_engine(options=SimpleNamespace(ocr_engine="auto")), BanmianEngine)
    named = manager.get_ocr_engine(options=SimpleNamespace(ocr_engine="tesseract"))
    assert not isinstance(named, BanmianEngine)
    assert isinstance(BanmianEngine(), OcrEngine)


def test_ocrmypdf_writes_our_lines(tmp_path: Path) -> None:
    """A page that OCRmyPDF renders from our tree copies line by line, in reading order."""
    from ocrmypdf.font import MultiFontManager
    from ocrmypdf.fpdf_renderer import Fpdf2PdfRenderer

    target = tmp_path / "text.pdf"
    fonts = MultiFontManager(Path(ocrmypdf.__file__).parent / "data")
    Fpdf2PdfRenderer(page_element(_page()), dpi=100.0, multi_font_manager=fonts).render(target)
    with pdfium.PdfDocument(target) as pdf:
        copied = pdf[0].get_textpage().get_text_range().replace("\r\n", "\n").split("\n")
    assert [row.strip() for row in copied if row.strip()] == ["老街重开", "本报讯（记者", "文山）桥通车。"]


@pytest.mark.slow
def test_a_scan_becomes_searchable(tmp_path: Path) -> None:
    """OCRmyPDF runs from end to end with the plugin on an empty sheet and keeps its page."""
    stream = io.BytesIO()
    Image.fromarray(np.full((600, 400), 255, np.uint8)).save(stream, "PDF", resolution=100)
    (tmp_path / "in.pdf").write_bytes(stream.getvalue())
    ocrmypdf.ocr(tmp_path / "in.pdf", tmp_path / "out.pdf", plugins=[PLUGIN], output_type="pdf", progress_bar=False)
    with pdfium.PdfDocument(tmp_path / "out.pdf") as pdf:
        assert len(pdf) == 1


def test_a_page_without_lines_is_empty() -> None:
    """A blank page gives a tree without children."""
    assert page_element(replace(_page(), blocks=(), articles=())).children == []
