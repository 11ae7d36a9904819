"""The searchable PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from ocr.errors import InputError, OutputError
from ocr.export.glyphless import Charset, font_file
from ocr.export.pdf import write_searchable_pdf
from ocr.geometry import Affine
from ocr.model import Direction, Page


def _scan(folder: Path, name: str, size: tuple[int, int] = (800, 1000), **options: object) -> Path:
    noise = np.random.default_rng(1).integers(0, 255, (size[1], size[0]), np.uint8)
    path = folder / name
    Image.fromarray(noise).save(path, **options)  # type: ignore[arg-type]
    return path


def _text(data: bytes, index: int = 0) -> str:
    document = pypdfium2.PdfDocument(data)
    return str(document[index].get_textpage().get_text_range())


def _pixels(data: bytes, dpi: float) -> np.ndarray:  # type: ignore[type-arg]
    page = pypdfium2.PdfDocument(data)[0]
    scale = dpi / 72 * (1 - 1e-7)  # a page of 480.00001 points must not become 1001 rows
    return page.render(scale=scale, grayscale=True).to_numpy().squeeze().copy()


def test_copying_gives_whole_lines_in_reading_order(page: Page, tmp_path: Path) -> None:
    """Each line comes out as it reads, without spaces between Han; vertical headlines, too."""
    data = write_searchable_pdf([page], _scan(tmp_path, "scan.png"))
    copied = _text(data)
    assert all(line.text in copied for block in page.blocks for line in block.lines)
    across = [line for block in page.blocks for line in block.lines if line.direction is Direction.HORIZONTAL]
    places = [copied.index(line.text) for line in across]
    assert places == sorted(places)


def test_poppler_copies_the_same(page: Page, tmp_path: Path) -> None:
    """A second reader finds the dateline whole."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "out.pdf"
    path.write_bytes(write_searchable_pdf([page], _scan(tmp_path, "scan.png")))
    found = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert "本报讯（记者 文山）三座" in found
    assert "云州新修三座桥" in found


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("1", "png"), ("1", "tif"), ("L", "png"), ("RGB", "png"), ("RGBA", "png"), ("P", "png"), ("I;16", "tif")],
)
def test_every_kind_of_pixels_is_packed(page: Page, tmp_path: Path, mode: str, suffix: str) -> None:
    """Bilevel, grey, colour, palette, transparent and 16-bit scans all render as they look."""
    grey = np.random.default_rng(2).integers(0, 2, (1000, 800), np.uint8) * 255
    image = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(grey).convert(mode)
    path = tmp_path / f"scan.{suffix}"
    image.save(path)
    seen = _pixels(write_searchable_pdf([page], path), 150)
    seen = seen if seen.ndim == 2 else seen[..., 0]
    assert np.abs(seen.astype(int) - grey).max() <= 1


@pytest.mark.parametrize(("name", "options"), [("scan.png", {}), ("scan.jpg", {"quality": 80}), ("scan.tif", {})])
def test_the_scan_looks_the_same_to_the_pixel(page: Page, tmp_path: Path, name: str, options: dict[str, int]) -> None:
    """The rendered page equals the scan; nothing of the text is seen."""
    scan = _scan(tmp_path, name, **options)
    data = write_searchable_pdf([page], scan)
    assert np.array_equal(_pixels(data, 150), np.asarray(Image.open(scan).convert("L")))


def test_a_jpeg_keeps_its_bytes(page: Page, tmp_path: Path) -> None:
    """The file inside is the file that was scanned."""
    scan = _scan(tmp_path, "scan.jpg")
    with pikepdf.open(io.BytesIO(write_searchable_pdf([page], scan))) as pdf:
        assert pdf.pages[0].Resources.XObject["/Scan"].read_raw_bytes() == scan.read_bytes()


def test_the_text_lies_where_it_is_printed(page: Page, tmp_path: Path) -> None:
    """The first and last character of a line stand in its box, upright and on a skewed scan."""
    skewed = Affine(0.999, -0.02, 25.0, 0.02, 0.999, 5.0)
    for to_scan in (Affine(), skewed):
        sheet = replace(page, provenance=replace(page.provenance, to_scan=to_scan))
        data = write_searchable_pdf([sheet], _scan(tmp_path, "scan.png"))
        textpage = pypdfium2.PdfDocument(data)[0].get_textpage()
        index = textpage.get_text_range().replace("\r\n", "\n\n").index("三座桥")
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        line = page.blocks[3].lines[0]
        x, y = to_scan.apply(line.glyphs[4].box.center_x, line.glyphs[4].box.center_y)
        assert left <= x * 72 / 150 <= right
        assert bottom <= (1000 - y) * 72 / 150 <= top


def test_a_pdf_keeps_its_pages_and_loses_an_old_text_layer(page: Page, tmp_path: Path) -> None:
    """Written twice, the text is there once; pages that were not read stay; the same input gives the same bytes."""
    scan = _scan(tmp_path, "scan.png")
    first = write_searchable_pdf([page], scan)
    again = tmp_path / "again.pdf"
    again.write_bytes(first)
    second = write_searchable_pdf([page], again)
    assert _text(second) == _text(first)
    assert np.array_equal(_pixels(second, 150), _pixels(first, 150))
    assert write_searchable_pdf([page], scan) == first


def test_a_page_with_text_of_its_own_gets_no_second_one(page: Page, tmp_path: Path) -> None:
    """A PDF that was never a scan keeps its text; bookmarks are added all the same."""
    born = write_searchable_pdf([page], _scan(tmp_path, "scan.png"))
    with pikepdf.open(io.BytesIO(born)) as pdf:
        content = pdf.pages[0].Contents
        rows = b"\n".join(part.read_bytes() for part in content).replace(b"3 Tr", b"0 Tr")
        pdf.pages[0].Contents = pikepdf.Stream(pdf, rows)
        path = tmp_path / "born.pdf"
        pdf.save(path)
    again = write_searchable_pdf([page], path)
    assert _text(again) == _text(path.read_bytes())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_pdf_page_gets_its_text_upright(page: Page, tmp_path: Path, turn: int) -> None:
    """On a page that the viewer turns, the text follows what is seen."""
    with pikepdf.open(
        io.BytesIO(write_searchable_pdf([replace(page, blocks=(), articles=())], _scan(tmp_path, "s.png")))
    ) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        path = tmp_path / "turned.pdf"
        pdf.save(path)
    width, height = (1000, 800) if turn != 180 else (800, 1000)
    sheet = replace(page, provenance=replace(page.provenance, scan_width=width, scan_height=height))
    document = pypdfium2.PdfDocument(write_searchable_pdf([sheet], path))
    assert "本报讯（记者 文山）三座" in document[0].get_textpage().get_text_range()


def test_bookmarks_lead_to_pages_and_articles(page: Page, tmp_path: Path) -> None:
    """版 first, its headlines under it."""
    document = pypdfium2.PdfDocument(write_searchable_pdf([page], _scan(tmp_path, "scan.png")))
    titles = [(item.level, item.get_title()) for item in document.get_toc()]
    assert titles == [(0, "第1版"), (1, "云州新修三座桥"), (1, "老街纪事新篇"), (1, "夜市延长")]


def test_the_file_says_what_it_is(page: Page, tmp_path: Path) -> None:
    """Title, language and the parts of PDF/A-2b stand in it."""
    with pikepdf.open(io.BytesIO(write_searchable_pdf([page], _scan(tmp_path, "scan.png")))) as pdf:
        xmp = pdf.open_metadata()
        assert xmp["dc:title"] == "云州日报 2031-05-06"
        assert xmp.pdfa_status == "2B"
        assert str(pdf.Root.Lang) == "zh"
        assert not pdf.check_pdf_syntax()


def test_what_cannot_be_written_is_told(page: Page, tmp_path: Path) -> None:
    """No pages, another file, too few pages: each names the file and a cure."""
    scan = _scan(tmp_path, "scan.png")
    other = tmp_path / "note.txt"
    other.write_text("not a scan")
    with pytest.raises(OutputError):
        write_searchable_pdf([], scan)
    with pytest.raises(InputError, match=r"note\.txt"):
        write_searchable_pdf([page], other)
    with pytest.raises(InputError, match="1 pages"):
        write_searchable_pdf([replace(page, provenance=replace(page.provenance, page_index=3))], scan)


def test_the_font_is_a_font() -> None:
    """An outside library opens it and finds its glyphs."""
    from PIL import ImageFont

    assert ImageFont.truetype(io.BytesIO(font_file()), 20).getbbox("a") is not None
    charset = Charset.of(["乙甲a", "甲𠮷"])
    assert charset.characters == ("a", "乙", "甲", "𠮷")
    assert b"<0004> <D842DFB7>" in charset.to_unicode()


def test_a_png_that_says_how_it_was_held_is_turned(page: Page, tmp_path: Path) -> None:
    """The orientation of a PNG counts as that of a JPEG does; one that says nothing stands as it is."""
    sizes = []
    for orientation in (None, 6):
        exif = Image.Exif()
        if orientation:
            exif[0x0112] = orientation
        path = tmp_path / f"scan{orientation}.png"
        Image.fromarray(np.full((100, 60), 200, np.uint8)).save(path, exif=exif if orientation else None)
        origin = replace(page.provenance, scan_width=60, scan_height=100)
        with pikepdf.open(io.BytesIO(write_searchable_pdf([replace(page, provenance=origin)], path))) as pdf:
            left, bottom, right, top = (float(edge) for edge in pdf.pages[0].mediabox)
            sizes.append(right - left > top - bottom)
    assert sizes == [False, True]
