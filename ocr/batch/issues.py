"""Issues by the names of their files: which title, which day, which page; and what is missing."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Place", "find_date_gaps", "find_missing_pages", "place_of"]

_DATE = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_./年]?)(0[1-9]|1[0-2])(?:[-_./月]?)(0[1-9]|[12]\d|3[01])日?(?!\d)")
_RUN_ON = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d{2})(?!\d)")
"""Day and page in one number, as in 2022052401."""
_PAGE = re.compile(r"(?:第\s*)?([A-Z]?)0*(\d{1,3})\s*版?(?:面)?$", re.IGNORECASE)
_USUAL = 0.6
"""A weekday on which a paper appeared this share of the weeks is one on which it appears."""
_WEEK = 7
_FEW_WEEKS = 3
"""Below this many weeks, weekdays say nothing, and the most frequent step from issue to issue counts."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a scan belongs.

    Attributes:
        title: the rest of the name, which tells one paper from another.
        section: such as ``A``; mostly empty.
        number: of the page in the section; 0 when the name has none, so that the file is an issue.
    """

    title: str
    day: datetime.date
    section: str = ""
    number: int = 0


def place_of(name: str) -> Place | None:
    """The place that a name such as ``dtrb/2022/05/24/dtrb_20220524_0001.tif`` tells; None without a date."""
    stem = name.rpartition(".")[0] or name
    run_on = _RUN_ON.search(stem)
    if run_on is not None:
        stem = stem[: run_on.start(4)] + "_" + stem[run_on.start(4) :]
    found = list(_DATE.finditer(stem))
    for match in reversed(found):
        try:
            day = datetime.date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
        rest = stem[match.end() :].strip("_-. /年月日")
        page = _PAGE.fullmatch(rest)
        # what stands before the first date names the paper; folders below it repeat the date
        title = stem[: found[0].start()].strip("_-. /")
        if page is None:
            return Place(title, day) if not rest or "/" in stem[match.end() :] else Place(f"{title}|{rest}", day)
        return Place(title, day, page[1].upper(), int(page[2]))
    return None


def find_missing_pages(places: Iterable[Place]) -> list[tuple[str, datetime.date, str, list[int]]]:
    """For each issue and section with a hole: title, day, section and the missing numbers.

    Chinese papers have an even number of pages, except a single sheet: an odd last page means that one is missing.
    """
    issues: dict[tuple[str, datetime.date, str], set[int]] = {}
    for place in places:
        if place.number:
            issues.setdefault((place.title, place.day, place.section), set()).add(place.number)
    missing = []
    for (title, day, section), numbers in sorted(issues.items()):
        last = max(numbers)
        expected = range(1, last + (last % 2 if last > 1 else 0) + 1)
        absent = [number for number in expected if number not in numbers]
        if absent:
            missing.append((title, day, section, absent))
    return missing


def find_date_gaps(places: Iterable[Place]) -> list[tuple[str, list[datetime.date]]]:
    """For each title the days without an issue on which, by its habit, one should have appeared."""
    days: dict[str, set[datetime.date]] = {}
    for place in places:
        days.setdefault(place.title, set()).add(place.day)
    gaps = []
    for title, present in sorted(days.items()):
        absent = [day for day in _expected(sorted(present)) if day not in present]
        if absent:
            gaps.append((title, absent))
    return gaps


def _expected(days: list[datetime.date]) -> list[datetime.date]:
    first, last = days[0], days[-1]
    span = (last - first).days + 1
    every = [first + datetime.timedelta(step) for step in range(span)]
    weeks = span / _WEEK
    if weeks >= _FEW_WEEKS:
        counts = Counter(day.weekday() for day in days)
        usual = {weekday for weekday, count in counts.items() if count >= _USUAL * int(weeks)}
        return [day for day in every if day.weekday() in usual]
    steps = Counter((after - before).days for before, after in pairwise(days))
    if not steps:
        return []
    step = min(steps, key=lambda length: (-steps[length], length))
    return every[::step] if all((day - first).days % step == 0 for day in days) else []
