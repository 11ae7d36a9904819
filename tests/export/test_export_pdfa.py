"""What PDF/A-2b asks is kept by what we write, and missed where it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.export.glyphless import EM
from ocr.export.pdf import write_searchable_pdf
from ocr.export.pdfa import check_archival
from ocr.export.validate import validate_file
from ocr.model import Page


def _written(page: Page, folder: Path, mode: str = "L", suffix: str = "png") -> Path:
    grey = np.random.default_rng(1).integers(0, 255, (1000, 800), np.uint8)
    Image.fromarray(grey).convert(mode).save(folder / f"scan.{suffix}")
    path = folder / "out.pdf"
    path.write_bytes(write_searchable_pdf([page], folder / f"scan.{suffix}"))
    return path


@pytest.mark.parametrize(
    ("mode", "suffix"), [("L", "png"), ("RGB", "jpg"), ("1", "tif"), ("P", "png"), ("CMYK", "jpg"), ("RGBA", "png")]
)
def test_scans_of_every_kind_become_archival(page: Page, tmp_path: Path, mode: str, suffix: str) -> None:
    """Whatever the colours of the scan, nothing is found against the file, which says PDF/A-2b."""
    path = _written(page, tmp_path, mode, suffix)
    with pikepdf.open(path) as pdf:
        assert check_archival(pdf) == []
    assert validate_file(path) == ()


def test_many_pages_become_archival(page: Page, tmp_path: Path) -> None:
    """A fax of two pages, the second without text, is as good as one."""
    frames = [Image.fromarray(np.full((1000, 800), shade, np.uint8)) for shade in (120, 240)]
    frames[0].save(tmp_path / "scan.tif", save_all=True, append_images=frames[1:])
    blank = replace(page, number=2, blocks=(), articles=(), provenance=replace(page.provenance, page_index=1))
    data = write_searchable_pdf([page, blank], tmp_path / "scan.tif")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
        assert check_archival(pdf) == []


def test_the_widths_told_are_those_of_the_font(page: Page, tmp_path: Path) -> None:
    """Every character of the text layer has a glyph, and the width in the PDF is the width in the font (6.2.11.5)."""
    fonts = pytest.importorskip("fontTools.ttLib", reason="an outside reader of fonts is needed: pip install fonttools")
    with pikepdf.open(_written(page, tmp_path)) as pdf:
        font = pdf.pages[0].Resources.Font["/BanmianText"].DescendantFonts[0]
        program = fonts.TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
        glyphs = font.CIDToGIDMap.read_bytes()
        widths = {int(font.W[i]): int(font.W[i + 1][0]) for i in range(0, len(font.W), 2)}
        names = program.getGlyphOrder()
        for cid in range(1, len(glyphs) // 2):
            glyph = int.from_bytes(glyphs[2 * cid : 2 * cid + 2])
            assert glyph > 0
            assert program["hmtx"][names[glyph]][0] == widths.get(cid, EM)


def _unembed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Resources.Font["/BanmianText"].DescendantFonts[0].FontDescriptor["/FontFile2"]


def _without_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def _with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.beep()"))


def _smoothed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.XObject["/Scan"].Interpolate = True


def _renamed(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "another"


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (_unembed, "6.2.11.4.1"),
        (_without_profile, "6.2.4.3"),
        (_with_script, "6.5.1"),
        (_smoothed, "6.2.8"),
        (_renamed, "6.6.3"),
    ],
)
def test_what_spoils_an_archival_file_is_told(
    page: Page, tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None], clause: str
) -> None:
    """A file that says PDF/A and is not fails the validation, with the clause."""
    with pikepdf.open(_written(page, tmp_path), allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "spoilt.pdf")
    (problem,) = validate_file(tmp_path / "spoilt.pdf")
    assert problem.startswith(f"spoilt.pdf: says PDF/A, but {clause}")
