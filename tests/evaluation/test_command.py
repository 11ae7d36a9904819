"""The command measures files and folders, writes its report and minds its floors."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ocr.errors import ArgumentError, DependencyError, FileAccessError, QualityGateError
from ocr.evaluation import command, layout_of, score_page
from ocr.evaluation.blame import blame, line_errors
from ocr.evaluation.command import Doors
from ocr.export.json import JsonWriter, read_page
from ocr.geometry import Affine
from ocr.model import Page
from ocr.newsprint import PageSpec, typeset

TRUTH = {"articles": [{"title": "老渡口新生", "paragraphs": ["清晨，渡口热闹起来，船来船往。"], "kind": "article"}]}
GOOD = "## 老渡口新生\n\n清晨，渡口热闹起来，船来船往。\n"


def call(*words: str | Path) -> int:
    """The command's exit code."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]), Doors(read_page))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A run of one good page and its truth."""
    run, truth = tmp_path / "run", tmp_path / "truth"
    run.mkdir()
    truth.mkdir()
    (run / "a.md").write_text(GOOD, "utf-8")
    (truth / "a.truth.json").write_text(json.dumps(TRUTH), "utf-8")
    return run, truth


def test_folders_are_paired_by_name(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The figures go to the output as JSON."""
    assert call(*folders) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["article"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}


def test_the_report_is_one_file_that_loads_nothing(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """It shows the difference and refers to no other file."""
    (folders[0] / "a.md").write_text(GOOD.replace("渡口热闹", "渡日热闹"), "utf-8")
    assert call(*folders, "--html", tmp_path / "r.html", "--json", tmp_path / "r.json") == 0
    text = (tmp_path / "r.html").read_text("utf-8")
    assert "<del>口</del><ins>日</ins>" in text
    assert "http" not in text
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["pages"][0]["name"] == "a"


def test_an_error_leads_to_its_line_on_the_overlay_of_its_own_page(page: Page, tmp_path: Path) -> None:
    """Two pages with the same line ids have anchors of their own, and every link has an anchor to go to."""
    run, truth = tmp_path / "run", tmp_path / "truth"
    run.mkdir()
    truth.mkdir()
    wrong = page.articles[1].paragraphs[0]
    paragraphs = (replace(wrong, text="讹" + wrong.text[1:-1]), *page.articles[1].paragraphs[1:])
    articles = (page.articles[0], replace(page.articles[1], paragraphs=paragraphs), *page.articles[2:])
    for name in ("a", "b"):
        (run / f"{name}.json").write_bytes(JsonWriter().write(replace(page, articles=articles)))
        Image.new("RGB", (60, 80), "white").save(run / f"{name}.overlay.png")
        (truth / f"{name}.page.json").write_bytes(JsonWriter().write(page))
    assert call(run, truth, "--html", tmp_path / "r.html", "--json", tmp_path / "r.json") == 0
    text = (tmp_path / "r.html").read_text("utf-8")
    anchors, links = re.findall(r' id="([^"]+)"', text), re.findall(r'href="#([^"]+)"', text)
    assert len(set(anchors)) == len(anchors)
    assert set(links) <= set(anchors)
    assert {link.split(".")[0] for link in links if ".b" in link} == {"e1", "e2"}
    assert text.count("data:image/jpeg;base64,") == 2


def test_only_the_worst_pages_carry_their_overlay(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """Of two pages the worse one is shown with its image when one image is wanted, and none when none is."""
    for name in ("a", "b"):
        Image.new("RGB", (60, 80), "white").save(folders[0] / f"{name}.overlay.png")
    (folders[0] / "b.md").write_text("## 别的\n\n完全不同的文字。\n", "utf-8")
    (folders[1] / "b.truth.json").write_text(json.dumps(TRUTH), "utf-8")
    for count in (0, 1, 2):
        assert call(*folders, "--images", str(count), "--html", tmp_path / "r.html", "--json", tmp_path / "r.json") == 0
        text = (tmp_path / "r.html").read_text("utf-8")
        assert text.count("data:image/jpeg;base64,") == count
        assert count != 1 or text.index("<h2>b</h2>") < text.index("data:image") < text.index("<h2>a</h2>")


def test_an_overlay_that_is_no_image_is_named(folders: tuple[Path, Path]) -> None:
    """The message names the file."""
    (folders[0] / "a.overlay.png").write_bytes(b"no image")
    with pytest.raises(FileAccessError, match=r"a\.overlay\.png"):
        call(*folders, "--html", folders[0] / "r.html")


def test_a_figure_under_its_floor_fails(folders: tuple[Path, Path]) -> None:
    """Higher is better for shares, lower for error rates."""
    assert call(*folders, "--floor", "article=0.99", "--floor", "page_cer=0.01") == 0
    (folders[0] / "a.md").write_text("## 别的\n\n完全不同的文字。\n", "utf-8")
    with pytest.raises(QualityGateError, match="article"):
        call(*folders, "--floor", "article=0.9")
    with pytest.raises(QualityGateError, match="page_cer"):
        call(*folders, "--floor", "page_cer=0.1")


def test_what_cannot_be_measured_is_named(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """A missing path, folders without a common name, a floor that is none."""
    with pytest.raises(FileAccessError, match="nowhere"):
        call(tmp_path / "nowhere", folders[1])
    (folders[1] / "a.truth.json").rename(folders[1] / "b.truth.json")
    with pytest.raises(ArgumentError, match="same name"):
        call(*folders)
    with pytest.raises(ArgumentError, match="best"):
        call(*folders, "--floor", "best=1")


@pytest.fixture(scope="module")
def page() -> Page:
    """A small typeset page."""
    try:
        return typeset(3, PageSpec(width=150, height=200, dpi=90)).truth
    except DependencyError as missing:
        pytest.skip(str(missing))


def test_a_page_measured_against_itself_is_perfect_wherever_it_stands(page: Page, tmp_path: Path) -> None:
    """Places are found through the maps; nothing is missing, split, merged or too much; the file form agrees."""
    score = score_page("page", page, page)
    assert score.placement is not None
    faults = score.placement.faults
    assert [rate.count for rate in (faults.missing, faults.split, faults.merged, faults.needless)] == [0, 0, 0, 0]
    assert score.placement.mote.missing == score.placement.mote.excess == 0
    assert all(balance.f1 == 1 for balance in score.placement.roles.values())
    found, out = tmp_path / "p.json", tmp_path / "out.json"
    found.write_bytes(JsonWriter().write(page))
    assert call(found, found, "--json", out, "--html", tmp_path / "p.html") == 0
    assert json.loads(out.read_text("utf-8"))["figures"]["role_f1"]["value"] == 1


def test_the_true_layout_has_the_truths_lines_in_their_order(page: Page) -> None:
    """Mapped to twice the size, it is twice as large."""
    layout = layout_of(page, Affine(2.0, 0.0, 0.0, 0.0, 2.0, 0.0))
    assert layout.body_size == 2 * page.body_size
    assert [len(block.lines) for block in layout.blocks] == [len(block.lines) for block in page.blocks]
    assert layout.blocks[0].lines[0].box.width == 2 * page.blocks[0].lines[0].box.width


def test_one_misread_character_is_one_error_of_the_reader() -> None:
    """The blame keeps each station's loss apart."""
    errors = line_errors(["老渡口新生", "船来船往"], ["老渡日新生", "船来船往"])
    assert (errors.count, errors.total) == (1, 9)
    split = blame(errors, with_true_layout=0.9, with_found_layout=0.7)
    assert (round(split.structure, 6), round(split.layout, 6)) == (0.1, 0.2)
    with pytest.raises(ValueError, match="argument 2"):
        line_errors(["一"], [])
