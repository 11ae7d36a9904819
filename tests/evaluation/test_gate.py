"""The gate lets good figures through and names bad ones; the demo page is read as well as it was."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from benchmarks.gate import FLOORS, SET, shortfalls
from benchmarks.samples import PAGES
from ocr.evaluation import FIGURES, read_markdown, read_truth, score_told

SCANS = Path(__file__).parents[2] / "scans"
PDF_LIMIT = 1_500_000
PAGE_LIMIT = 500_000


def test_floors_name_figures() -> None:
    """Every floor is one of the figures; none is out of range."""
    tables = tomllib.loads(FLOORS.read_text("utf-8"))
    assert set(tables) == set(SET)
    for floors in tables.values():
        assert set(floors) <= set(FIGURES)
        assert all(0 < value <= 1 for value in floors.values())


def test_every_page_of_the_gate_lies_beside_it() -> None:
    """Each has its scan and its truth, small enough for the repository."""
    for table, pages in SET.items():
        for seed, _ in pages:
            for ending in ("jpg", "json.gz"):
                assert 0 < (PAGES / f"{table}-{seed:02d}.{ending}").stat().st_size < PAGE_LIMIT


def test_a_figure_worse_than_its_floor_is_named() -> None:
    """Shares may not fall, error rates may not rise."""
    floors = {"article": 0.8, "reading_cer": 0.05}
    assert shortfalls({"article": 0.8, "reading_cer": 0.05}, floors) == []
    assert len(shortfalls({"article": 0.79, "reading_cer": 0.06}, floors)) == 2


def test_the_demo_and_its_expected_text_agree_with_its_truth() -> None:
    """The scan is small enough for the repository; the recorded Markdown holds the truth's articles."""
    assert (SCANS / "demo.pdf").stat().st_size <= PDF_LIMIT
    truth = read_truth((SCANS / "demo.truth.json").read_text("utf-8"), "demo.truth.json")
    score = score_told("demo", truth, read_markdown((SCANS / "demo.md").read_text("utf-8")))
    assert score.article.share > 0.9


@pytest.mark.slow
def test_the_program_reads_the_demo_as_recorded() -> None:
    """Its Markdown is as good against the truth as the recorded one, and nearly the same text."""
    if not shutil.which("tesseract"):
        pytest.skip("Tesseract is not installed")
    from ocr.export.markdown import MarkdownWriter
    from ocr.pipeline import Pipeline
    from ocr.source import open_source

    page = Pipeline().digitize(next(iter(open_source(str(SCANS / "demo.pdf")).scans())), 1).page
    now = read_markdown(MarkdownWriter().write(page).decode("utf-8"))
    recorded = read_markdown((SCANS / "demo.md").read_text("utf-8"))
    assert score_told("demo", recorded, now).article.share > 0.95
