"""What the names of files tell about issues, and what is missing from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ocr.batch.findings import InspectSettings, judge_file_names, judge_page, judge_twins
from ocr.batch.issues import Place, find_date_gaps, find_missing_pages, place_of
from ocr.batch.looking import PageLook

LOOK = PageLook(4600, 6500, 300.0, 40.0, 0.3, 0.1, False, "0123456789abcdef")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("dtrb/2022/05/24/dtrb_20220524_0001.tif", Place("dtrb", date(2022, 5, 24), "", 1)),
        ("rmrb_1951-05-01_03.pdf", Place("rmrb", date(1951, 5, 1), "", 3)),
        ("rmrb-19510501.pdf", Place("rmrb", date(1951, 5, 1))),
        ("2022/05/24/01.jpg", Place("", date(2022, 5, 24), "", 1)),
        ("大同日报/2022年05月24日/第3版.png", Place("大同日报", date(2022, 5, 24), "", 3)),
        ("rb2022052404.tif", Place("rb", date(2022, 5, 24), "", 4)),
        ("rb_20220524_A02.tif", Place("rb", date(2022, 5, 24), "A", 2)),
        ("rb_20220230_01.tif", None),
        ("scan0001.tif", None),
    ],
)
def test_a_name_tells_title_day_and_page(name: str, place: Place | None) -> None:
    """In the forms that archives use; a name that tells no day is not guessed at."""
    assert place_of(name) == place


def test_a_missing_page_is_named() -> None:
    """Between two pages, before the first, and the back of the last sheet."""
    day = date(2022, 5, 24)
    assert find_missing_pages([Place("rb", day, "", n) for n in (2, 4)]) == [("rb", day, "", [1, 3])]
    assert find_missing_pages([Place("rb", day, "", n) for n in (1, 2, 3)]) == [("rb", day, "", [4])]
    assert find_missing_pages([Place("rb", day, "", n) for n in (1, 2, 3, 4)]) == []
    assert find_missing_pages([Place("rb", day, "", 1)]) == []
    assert find_missing_pages([Place("rb", day)]) == []


def test_a_gap_in_a_daily_is_named() -> None:
    """Both in a few days and in months."""
    first = date(2022, 5, 1)
    days = [first + timedelta(step) for step in range(40)]
    for present in (days[:8], days):
        assert find_date_gaps([Place("rb", day) for day in present]) == []
        gone = present[5]
        assert find_date_gaps([Place("rb", day) for day in present if day != gone]) == [("rb", [gone])]


def test_a_weekly_has_no_gaps_between_its_days() -> None:
    """What never appears on Sundays is not missed on Sundays."""
    monday = date(2022, 5, 2)
    weekly = [monday + timedelta(7 * step) for step in range(10)]
    assert find_date_gaps([Place("zb", day) for day in weekly]) == []
    assert find_date_gaps([Place("zb", day) for day in weekly if day != weekly[4]]) == [("zb", [weekly[4]])]
    workdays = [monday + timedelta(step) for step in range(60) if (monday + timedelta(step)).weekday() < 6]
    assert find_date_gaps([Place("rb", day) for day in workdays]) == []


def test_a_good_page_has_no_findings() -> None:
    """Nothing is reported for the sake of reporting."""
    assert judge_page("a.tif", 1, LOOK, InspectSettings()) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"dpi": 150.0}, "low resolution"),
        ({"dpi": 0.0}, "unknown resolution"),
        ({"body_size": 15.0}, "low resolution"),
        ({"body_size": 0.0}, "blank"),
        ({"skew": -3.0}, "skew"),
        ({"width": 9000, "has_gutter": True}, "two pages"),
        ({"width": 9000}, "landscape"),
    ],
)
def test_each_fault_has_its_finding(changes: dict[str, float], kind: str) -> None:
    """One finding, of the right kind."""
    look = PageLook(**{name: changes.get(name, getattr(LOOK, name)) for name in PageLook.__dataclass_fields__})
    assert [finding.kind for finding in judge_page("a.tif", 1, look, InspectSettings())] == [kind]


def test_twins_are_found() -> None:
    """The same bytes once, the same looks across files; different pages are not."""
    near = PageLook(**{**{n: getattr(LOOK, n) for n in PageLook.__dataclass_fields__}, "looks": "0123456789abcdee"})
    far = PageLook(**{**{n: getattr(LOOK, n) for n in PageLook.__dataclass_fields__}, "looks": "fedcba9876543210"})
    files = {"a.tif": "1", "b.tif": "1", "c.tif": "2", "d.tif": "3"}
    looks = {("a.tif", 1): LOOK, ("b.tif", 1): LOOK, ("c.tif", 1): near, ("d.tif", 1): far}
    found = judge_twins(files, looks, InspectSettings())
    assert [(finding.input, finding.kind) for finding in found] == [("b.tif", "duplicate"), ("c.tif", "looks the same")]


def test_a_long_gap_is_cut_short() -> None:
    """The count is told, the list stays readable."""
    names = [f"rb_{date(2022, 1, 1) + timedelta(day):%Y%m%d}.pdf" for day in range(120) if not 50 <= day < 80]
    (finding,) = judge_file_names(names, InspectSettings())
    assert finding.message.startswith("30 without an issue: 2022-02-20")
    assert finding.message.endswith("(30 in all)")
