"""What a pre-flight finds in a folder of scans, from the first look at each page and the names of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from ocr.batch.issues import find_date_gaps, find_missing_pages, place_of
from ocr.batch.looking import PageLook

__all__ = ["Finding", "InspectSettings", "Kind", "judge_file_names", "judge_page", "judge_twins"]


class Kind(Enum):
    """What may be wrong with a scan; the first three are never a matter of taste."""

    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"
    BLANK = "blank"
    LOW_RESOLUTION = "low resolution"
    UNKNOWN_RESOLUTION = "unknown resolution"
    SKEW = "skew"
    SPREAD = "two pages"
    SIDEWAYS = "landscape"
    TWIN = "looks the same"
    MISSING_PAGE = "missing page"
    MISSING_ISSUE = "missing issue"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing worth a person's look; `page` from 1, 0 for the whole file or issue."""

    input: str
    page: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class InspectSettings:
    """From where on a scan is worth a look.

    Attributes:
        dpi: archives ask for 300; under 200 characters get lost.
        body: pixels of a body character, under which neither people nor readers tell dense characters apart.
        skew: degrees; up to this the program straightens without loss.
        twins: bits of 64 in which the looks of two scans of one page differ at most.
        listed: days or pages of a gap that are listed before it is cut short.
    """

    dpi: float = 200.0
    body: float = 20.0
    skew: float = 2.0
    twins: int = 1
    listed: int = 10


def judge_page(name: str, page: int, look: PageLook, settings: InspectSettings) -> list[Finding]:
    """What the look at one page tells."""
    found = []
    if not look.body_size:
        found.append(Finding(name, page, Kind.BLANK.value, "no text was found on this page"))
    if 0 < look.dpi < settings.dpi:
        found.append(Finding(name, page, Kind.LOW_RESOLUTION.value, f"{look.dpi:g} dpi; scan at 300"))
    elif 0 < look.body_size < settings.body:
        found.append(
            Finding(name, page, Kind.LOW_RESOLUTION.value, f"characters of {look.body_size:g} pixels; scan at 300 dpi")
        )
    if look.dpi == 0:
        found.append(Finding(name, page, Kind.UNKNOWN_RESOLUTION.value, "the file does not tell its resolution"))
    if abs(look.skew) > settings.skew:
        found.append(Finding(name, page, Kind.SKEW.value, f"turned by {look.skew:+.1f} degrees"))
    if look.is_landscape and look.has_gutter:
        found.append(Finding(name, page, Kind.SPREAD.value, "wider than high, with a gutter in the middle"))
    elif look.is_landscape:
        found.append(Finding(name, page, Kind.SIDEWAYS.value, "wider than high: on its side, or two pages"))
    return found


def judge_twins(
    files: Mapping[str, str], looks: Mapping[tuple[str, int], PageLook], settings: InspectSettings
) -> list[Finding]:
    """Files that are byte for byte the same, by their checksums, and pages that look the same."""
    found = []
    first: dict[str, str] = {}
    for name in sorted(files):
        twin = first.setdefault(files[name], name)
        if twin != name:
            found.append(Finding(name, 0, Kind.DUPLICATE.value, f"the same bytes as {twin}"))
    seen: dict[int, tuple[str, int]] = {}
    for (name, page), look in sorted(looks.items()):
        if first.get(files.get(name, ""), name) != name or not look.body_size:
            continue
        bits = int(look.looks, 16)
        twin_page = next((seen[other] for other in _near(bits, settings.twins) if other in seen), None)
        if twin_page is not None:
            found.append(
                Finding(name, page, Kind.TWIN.value, f"looks like {twin_page[0]}, page {twin_page[1]}; scanned twice?")
            )
        seen.setdefault(bits, (name, page))
    return found


def judge_file_names(names: Iterable[str], settings: InspectSettings) -> list[Finding]:
    """Missing pages and issues, by the dates and numbers in the names."""
    places = [place for place in map(place_of, names) if place is not None]
    found = []
    for title, day, section, numbers in find_missing_pages(places):
        pages = _listed([f"{section}{number}" for number in numbers], settings.listed)
        found.append(Finding(title, 0, Kind.MISSING_PAGE.value, f"{day.isoformat()}: no page {pages}"))
    for title, days in find_date_gaps(places):
        listed = _listed([day.isoformat() for day in days], settings.listed)
        found.append(Finding(title, 0, Kind.MISSING_ISSUE.value, f"{len(days)} without an issue: {listed}"))
    return found


def _near(bits: int, distance: int) -> Iterable[int]:
    """All 64-bit numbers that differ from `bits` in at most `distance` (0 or 1) bits."""
    yield bits
    if distance:
        yield from (bits ^ (1 << position) for position in range(64))


def _listed(values: list[str], most: int) -> str:
    shown = ", ".join(values[:most])
    return shown if len(values) <= most else f"{shown}, … ({len(values)} in all)"
