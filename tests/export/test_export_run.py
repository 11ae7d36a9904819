"""A whole run exported, checked and searched."""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.errors import ArgumentError, FileAccessError, InputError, OutputError, PartialFailureError
from ocr.export.command import (
    add_arguments,
    add_search_arguments,
    add_validate_arguments,
    run,
    run_search,
    run_validate,
)
from ocr.export.json import JsonWriter
from ocr.export.pictures import cut_pictures
from ocr.export.registry import FORMATS, ExportOptions, choose_formats, page_writer
from ocr.export.run import export_run, find_pages
from ocr.export.search import SearchIndex, highlight
from ocr.export.validate import validate_file
from ocr.geometry import Affine
from ocr.model import ArticleKind, Page, Role

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, page: Page, make: SimpleNamespace) -> Path:
    """The output of a run: a front page, and page 3 where its lead goes on."""
    rest = make.block("p02.b001", Role.BODY, ["（上接第一版）餘下的話。"], 40, 60)
    line = make.block("p02.b002", Role.FOLIO, ["2031年5月6日 第3版"], 40, 10)
    third = replace(
        make.blank_page(),
        number=2,
        blocks=(rest, line),
        articles=(
            make.article("p02.a01", ArticleKind.ARTICLE, [rest]),
            make.article("p02.a02", ArticleKind.FURNITURE, [line]),
        ),
    )
    out = tmp_path / "output"
    (out / "yz").mkdir(parents=True)
    (out / "yz" / "scan.p01.json").write_bytes(JsonWriter().write(page))
    (out / "yz" / "scan.p02.json").write_bytes(JsonWriter().write(third))
    (out / "report.json").write_text("{}")
    return out


def _parse(add, *words: str) -> argparse.Namespace:  # type: ignore[no-untyped-def]
    parser = argparse.ArgumentParser()
    add(parser)
    return parser.parse_args(list(words))


def test_every_format_is_written_and_valid(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All formats at once; each file is told on stdout; what can be checked is sound; a second run gives the same."""
    scans = tmp_path / "scans"
    scans.mkdir()
    Image.fromarray(np.full((1000, 800), 200, np.uint8)).save(scans / "scan.pdf", resolution=150)
    names = [name for name in FORMATS if name != "alto42"]
    args = _parse(
        add_arguments,
        str(folder),
        "--to",
        ",".join(names),
        "-o",
        str(tmp_path / "a"),
        "--code",
        "YZRB",
        "--scans",
        str(scans),
    )
    assert run(args) == 0
    told = capsys.readouterr().out.splitlines()
    assert str(tmp_path / "a/yzrb/2031/05/06/yzrb_20310506_0001.alto.xml") in told
    assert str(tmp_path / "a/yzrb/2031/05/06/yzrb_20310506.mets.xml") in told
    assert run_validate(_parse(add_validate_arguments, str(tmp_path / "a"))) == 0
    args.output = tmp_path / "b"
    run(args)
    first = {p.relative_to(tmp_path / "a"): p for p in (tmp_path / "a").rglob("*") if p.is_file()}
    assert {p.relative_to(tmp_path / "b") for p in (tmp_path / "b").rglob("*") if p.is_file()} == set(first)
    assert all(
        p.read_bytes() == (tmp_path / "b" / name).read_bytes() for name, p in first.items() if p.suffix != ".sqlite"
    )
    issue = (tmp_path / "a/yzrb/2031/05/06/yzrb_20310506.md").read_text()
    assert "1.渡口停航。\n\n餘下的話。" in issue


def test_a_pdf_needs_its_scan(folder: Path, tmp_path: Path) -> None:
    """Without the scan the failure names it and the cure; with it, one file a scan."""
    with pytest.raises(PartialFailureError):
        run(_parse(add_arguments, str(folder), "--to", "pdf"))
    done = export_run(folder, choose_formats("pdf"), tmp_path / "x")
    assert done.files == ()
    assert "scan.pdf" in done.failures[0]
    assert "--scans" in done.failures[0]


def test_pictures_cut_out_before_are_linked_from_wherever_the_markdown_goes(folder: Path, tmp_path: Path) -> None:
    """The corrected Markdown of a run shows its pictures, too; a page without cut pictures has no links."""
    pictures = folder / "yz" / "scan.p01.images"
    pictures.mkdir()
    (pictures / "p01.i01.jpg").write_bytes(b"picture")
    for target in (folder, tmp_path / "x"):
        first, second = export_run(folder, choose_formats("md"), target).files
        (link,) = re.findall(r"!\[\]\((.*?)\)", first.read_text("utf-8"))
        assert (first.parent / link).read_bytes() == b"picture"
        assert "![" not in second.read_text("utf-8")


def test_two_pages_that_call_themselves_the_same_are_both_written(folder: Path, page: Page, tmp_path: Path) -> None:
    """A number read wrong, or an edition in two states: neither is written over the other, and both are told."""
    (folder / "yz" / "scan.p03.json").write_bytes(JsonWriter().write(replace(page, number=3)))
    done = export_run(folder, choose_formats("txt,alto"), tmp_path / "x", options=ExportOptions(code="yz"))
    assert len(done.files) == len(set(done.files)) == 6
    assert tmp_path / "x/yz/2031/05/06/yz_20310506_0001_2.txt" in done.files
    assert any("scan.p03" in problem and "yz_20310506_0001_2" in problem for problem in done.problems)


def test_issues_of_one_day_and_scans_of_one_name_do_not_overwrite_each_other(
    tmp_path: Path, page: Page, make: SimpleNamespace
) -> None:
    """Two newspapers of a day in one folder have two issues; a PDF and a TIFF of one name have two PDFs."""
    folder, scans = tmp_path / "output", tmp_path / "scans"
    folder.mkdir()
    shades = {}
    for name, shade in (("a", 200), ("b", 180)):
        (scans / name).mkdir(parents=True)
        path = scans / name / "scan.png"
        Image.fromarray(np.full((1000, 800), shade, np.uint8)).save(path)
        shades[hashlib.sha256(path.read_bytes()).hexdigest()] = shade
    title = make.block("p01.b001", Role.MASTHEAD, ["云州晚报"], 40, 20)
    below = make.block("p01.b002", Role.MASTHEAD, ["CN31—0007", "2031年5月", "6星期二"], 300, 20)
    masthead = make.article("p01.a01", ArticleKind.MASTHEAD, [title, below])
    other = replace(page, blocks=(title, below, *page.blocks[2:]), articles=(masthead, *page.articles[1:]))
    for name, sheet, sha256 in zip("ab", (page, other), shades, strict=True):
        origin = replace(page.provenance, source="scan.png", sha256=sha256)
        (folder / f"{name}.json").write_bytes(JsonWriter().write(replace(sheet, provenance=origin)))
    done = export_run(folder, choose_formats("issue,pdf"), tmp_path / "x", scans=[scans])
    assert done.failures == ()
    names = sorted(path.name for path in done.files)
    assert names == ["a.pdf", "b.pdf", "issue_20310506.md", "issue_20310506_2.md"]
    for path, shade in zip(sorted((tmp_path / "x").glob("*.pdf")), shades.values(), strict=True):
        with pikepdf.open(path) as pdf:
            assert pikepdf.PdfImage(pdf.pages[0].get_images()["/Scan"]).as_pil_image().getpixel((0, 0)) == shade


def test_an_index_that_cannot_grow_is_told_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    """The error names the cure, and no half index stays under any name."""
    command = [sys.executable, "-m", "ocr.cli", "export", str(folder), "--to", "search", "-o", str(tmp_path / "x")]
    done = subprocess.run(["prlimit", "--fsize=4096", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert "space" in done.stderr
    assert not [path for path in (tmp_path / "x").iterdir() if path.is_file()]


def test_a_damaged_page_does_not_stop_the_others(folder: Path, tmp_path: Path) -> None:
    """The other pages are written, the failure is told."""
    bad = folder / "yz" / "scan.p02.json"
    bad.write_bytes(bad.read_bytes()[:200])
    done = export_run(folder, choose_formats("txt"), tmp_path / "x")
    assert [path.name for path in done.files] == ["scan.p01.txt"]
    assert "scan.p02.json" in done.failures[0]


def test_corrections_are_applied(folder: Path, tmp_path: Path) -> None:
    """What `amend` makes of a page is what is written."""
    done = export_run(
        folder,
        choose_formats("txt,alto"),
        tmp_path / "x",
        amend=lambda name, page: (replace(page, articles=page.articles[:1]), frozenset({page.blocks[0].lines[0].id})),
    )
    written = {path.name: path.read_text("utf-8") for path in done.files}
    assert not any("新修三座桥" in text for name, text in written.items() if name.endswith(".txt"))
    assert all(text.count('CS="true"') == 1 for name, text in written.items() if name.endswith(".alto.xml"))


def test_what_was_read_is_never_written_over(folder: Path) -> None:
    """JSON goes to another folder than the one it comes from, and not into it, where it would double the pages."""
    for target in (folder, folder / "archive"):
        with pytest.raises(ArgumentError, match="-o"):
            export_run(folder, choose_formats("json"), target)
    assert not (folder / "archive").exists()


def test_folders_without_pages_are_refused(tmp_path: Path) -> None:
    """No folder, or none of our pages in it."""
    with pytest.raises(FileAccessError):
        find_pages(tmp_path / "none")
    with pytest.raises(InputError):
        find_pages(tmp_path)


def test_formats_are_chosen_by_name() -> None:
    """Unknown names, nothing, and two that collide are refused with the names that exist."""
    assert [item.name for item in choose_formats("alto, pdf,alto")] == ["alto", "pdf"]
    for wrong in ("docx", "", "alto,alto42"):
        with pytest.raises(ArgumentError):
            choose_formats(wrong)
    with pytest.raises(ArgumentError):
        page_writer("mets")
    assert all(page_writer(name).suffix == item.suffix for name, item in FORMATS.items() if item.scope.value == "page")


def test_words_are_found_whatever_their_dress(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Simplified finds traditional, half width finds full width; excerpts show the place; no words, no hits."""
    run(_parse(add_arguments, str(folder), "--to", "search"))
    with SearchIndex(folder / "search.sqlite") as index:
        (hit,) = index.search("余下的话")
        assert (hit.label, hit.headline, hit.excerpt[hit.start : hit.end]) == ("1", "云州新修三座桥", "餘下的話")
        assert [h.headline for h in index.search("三座 渡口")] == ["云州新修三座桥"]
        assert len(index.search("１．５公里")) == 1
        assert len(index.search("桥")) == 1
        assert index.search("，") == ()
        assert index.search("没有的词") == ()
    capsys.readouterr()
    assert len(run_search(_parse(add_search_arguments, "--run", str(folder), "汛期"))) == 1
    assert "云州新修三座桥" in capsys.readouterr().out
    with pytest.raises(FileAccessError):
        run_search(_parse(add_search_arguments, "--run", str(folder / "yz"), "汛期"))


def test_a_foreign_file_is_not_an_index(tmp_path: Path) -> None:
    """Another file under that name is refused, not written over."""
    other = tmp_path / "search.sqlite"
    other.write_bytes(b"something else, long enough to be looked at" * 40)
    with pytest.raises(OutputError):
        SearchIndex(other)


def test_found_words_are_shown_in_print(page: Page) -> None:
    """A word that goes on over a line's end has two boxes, each in its line."""
    first, second = page.blocks[6].lines
    assert highlight(page, "三座桥将在") == (
        first.glyphs[-2].box.union(first.glyphs[-1].box),
        second.glyphs[0].box.union(second.glyphs[2].box),
    )


def test_pictures_are_cut_out(page: Page) -> None:
    """Each picture is a JPEG of its size under the name that the Markdown uses."""
    ((name, data),) = cut_pictures(page, np.zeros((1000, 800, 3), np.uint8))
    assert name == "p01.i01.jpg"
    assert Image.open(io.BytesIO(data)).size == (240, 170)


def test_pictures_keep_the_colours_of_the_scan_and_stand_upright(page: Page) -> None:
    """A scan that lies on its side gives its pictures upright, in colour, to the pixel."""
    ramp = np.add.outer(np.arange(1000) // 4, np.arange(800) // 8)
    upright = np.stack([ramp, 255 - ramp // 2, ramp // 2], axis=2).astype(np.uint8)
    lying = np.ascontiguousarray(np.rot90(upright))
    turned = replace(page, provenance=replace(page.provenance, to_scan=Affine(0, 1, 0, -1, 0, 800)))
    ((_, straight),) = cut_pictures(page, upright)
    ((_, stood_up),) = cut_pictures(turned, lying)
    assert straight == stood_up
    seen = np.asarray(Image.open(io.BytesIO(straight)).convert("RGB")).astype(int)
    assert np.abs(seen - upright[page.pictures[0].box.slices]).mean() < 3


def test_validation_tells_what_is_wrong(tmp_path: Path, page: Page) -> None:
    """A double id, a block outside the reading order, a file that is none of ours."""
    bad = tmp_path / "p01.json"
    bad.write_bytes(
        JsonWriter().write(replace(page, articles=page.articles[1:], blocks=(*page.blocks, page.blocks[-1])))
    )
    with pytest.raises(OutputError):
        run_validate(_parse(add_validate_arguments, str(bad)))
    problems = " ".join(validate_file(bad))
    assert "p01.b001 is not in the reading order" in problems
    assert "the id p01.b017 stands 2 times" in problems
    note = tmp_path / "note.xml"
    note.write_text("no xml")
    assert validate_file(note) == ("note.xml: not a format that can be checked",)
