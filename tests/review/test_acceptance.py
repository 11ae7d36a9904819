"""Acceptance: the sample, the figures, the signed files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ocr.errors import ArgumentError, SettingsError
from ocr.review.acceptance import Category, Item, Verdict, draw_sheet, judge, read_limits, upper_bound
from tests.review.desk import make_desk, small_print, write_run

LINES = [Item(f"p{n // 50}", f"p{n // 50}.l{n % 50}", "字" * 20) for n in range(400)]


def test_a_sheet_holds_at_least_its_share_and_only_as_much() -> None:
    """Five in a hundred characters, and the pages they stand on."""
    sheet = draw_sheet(LINES, 0.05, "1")
    assert sum(len(item.text) for item in sheet.items) == 400
    assert {i.page for i in sheet.items if not i.line} == {i.page for i in sheet.items if i.line}


def test_the_same_seed_draws_the_same_sheet_and_another_seed_another() -> None:
    """Anybody can repeat the draw."""
    assert draw_sheet(LINES, 0.05, "1") == draw_sheet(LINES, 0.05, "1")
    assert draw_sheet(LINES, 0.05, "1").items != draw_sheet(LINES, 0.05, "2").items


@pytest.mark.parametrize("share", [0.049, 1.01])
def test_less_than_five_in_a_hundred_is_refused(share: float) -> None:
    """The smallest share is not a matter of taste."""
    with pytest.raises(ArgumentError):
        draw_sheet(LINES, share, "1")


def test_the_rate_counts_character_errors_in_ten_thousand() -> None:
    """One wrong sign in 400 characters is 25 in 10,000; page errors have their own share."""
    sheet = draw_sheet(LINES, 0.05, "1")
    verdicts = [Verdict(item.key, "李四", "t", {}) for item in sheet.items]
    line = next(i for i in sheet.items if i.line)
    page = next(i for i in sheet.items if not i.line)
    limits = read_limits()
    assert judge(sheet, verdicts, limits).passed
    verdicts += [Verdict(line.key, "李四", "t", {Category.PUNCTUATION: 1})]
    verdicts += [Verdict(page.key, "李四", "t", {Category.PAGE_NUMBER: 1})]
    outcome = judge(sheet, verdicts, limits)
    assert outcome.rate == 25.0
    assert not outcome.passed
    assert len(outcome.failed) == 2
    assert outcome.clean_pages[Category.PAGE_NUMBER] == 1 - 1 / outcome.pages


def test_nothing_passes_before_everything_is_checked() -> None:
    """An empty sheet of verdicts is no acceptance."""
    sheet = draw_sheet(LINES, 0.05, "1")
    assert not judge(sheet, [], read_limits()).passed


@pytest.mark.parametrize(("errors", "bound"), [(0, 2.996), (1, 4.744), (10, 16.962)])
def test_the_upper_bound_is_that_of_poisson_tables(errors: int, bound: float) -> None:
    """95 % one-sided."""
    assert upper_bound(errors) == pytest.approx(bound, abs=0.001)


def test_limits_that_are_none_are_told(tmp_path: Path) -> None:
    """File and cure."""
    path = tmp_path / "limits.toml"
    path.write_text("name = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"limits\.toml"):
        read_limits(path)


def test_a_signed_result_is_written_as_json_csv_and_html(tmp_path: Path) -> None:
    """From drawing to signature over HTTP; it cannot be signed with items unchecked."""
    folder = write_run(tmp_path / "run", small_print())
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as client:
        sheet = client.post("/api/acceptance/draw", json={"seed": "a1", "share": 0.3}).json()
        assert client.post("/api/acceptance/sign", json={"seed": "a1", "author": "李四"}).status_code == 400
        for number, item in enumerate(sheet["items"]):
            errors = {"character": 2} if number == 1 else {}
            body = {"seed": "a1", "key": item["key"], "errors": errors, "author": "李四"}
            assert client.post("/api/acceptance/verdict", json=body).status_code == 200
        result = client.post("/api/acceptance/sign", json={"seed": "a1", "author": "李四"}).json()
        bad = {"seed": "a1", "key": item["key"], "errors": {"nonsense": 1}, "author": "李四"}
        assert client.post("/api/acceptance/verdict", json=bad).status_code == 400
    assert result["errors"]["character"] == 2
    assert not result["passed"]
    assert result["signed_by"] == "李四"
    written = folder / "acceptance"
    assert json.loads((written / "sheet-a1.result.json").read_text(encoding="utf-8")) == result
    rows = list(csv.DictReader((written / "sheet-a1.result.csv").open(encoding="utf-8-sig")))
    assert len(rows) == len(sheet["items"])
    assert rows[1]["character"] == "2"
    assert "不合格" in (written / "sheet-a1.result.html").read_text(encoding="utf-8")
