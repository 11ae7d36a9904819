"""Acceptance by sample: a sheet drawn by a seed, verdicts by a person, and the figures that follow from them.

Categories are those of newspaper digitisation: errors in characters (多字 少字 符号 字形), in the layout of a page
(篇目 标题 栏目), and in what names the issue (版次 日期).
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from ocr.errors import ArgumentError, SettingsError

__all__ = [
    "SMALLEST_SHARE",
    "Category",
    "Item",
    "Limits",
    "Outcome",
    "Sheet",
    "Verdict",
    "draw_sheet",
    "judge",
    "read_limits",
    "upper_bound",
]

SMALLEST_SHARE: Final = 0.05  # what people check at least, by the practice of archives (DA/T 31)
PER: Final = 10_000
CERTAINTY: Final = 0.95  # of the upper bound that goes with the rate


class Category(Enum):
    """What can be wrong."""

    EXTRA = "extra"
    MISSING = "missing"
    PUNCTUATION = "punctuation"
    CHARACTER = "character"
    ARTICLE = "article"
    HEADLINE = "headline"
    SECTION = "section"
    PAGE_NUMBER = "page_number"
    DATE = "date"

    @property
    def chinese(self) -> str:
        return _CHINESE[self]

    @property
    def is_of_characters(self) -> bool:
        return self in (Category.EXTRA, Category.MISSING, Category.PUNCTUATION, Category.CHARACTER)


_CHINESE: Final = {
    Category.EXTRA: "多字",
    Category.MISSING: "少字",
    Category.PUNCTUATION: "符号",
    Category.CHARACTER: "字形",
    Category.ARTICLE: "篇目",
    Category.HEADLINE: "标题",
    Category.SECTION: "栏目",
    Category.PAGE_NUMBER: "版次",
    Category.DATE: "日期",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to check: a line with its text, or (`line` empty) a page as a whole."""

    page: str
    line: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.page}#{self.line}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be checked.

    Attributes:
        seed: the same seed on the same run draws the same sheet.
        share: of the run's characters, as asked for.
        characters: of the whole run.
        items: pages and lines, page by page.
    """

    seed: str
    share: float
    characters: int
    items: tuple[Item, ...]

    @property
    def digest(self) -> str:
        """Fingerprint of what is checked, texts included."""
        content = "\n".join([self.seed, *(f"{item.key}\t{item.text}" for item in self.items)])
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person found at one item: errors by category; none means it is right."""

    key: str
    author: str
    time: str
    errors: Mapping[Category, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an institution accepts."""

    name: str
    errors_per_10000: float
    pages: Mapping[Category, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of a sheet, each with its n.

    Attributes:
        lines, characters: checked so far; `open_items` are not.
        counts: errors by category.
        rate: errors in 10,000 characters checked.
        rate_bound: the rate lies below this with 95 % certainty.
        pages: checked as a whole.
        clean_pages: share of them without errors, by category.
        failed: the limits that are not met, in words.
        passed: whether everything is checked and no limit is missed.
    """

    lines: int
    characters: int
    open_items: int
    counts: Mapping[Category, int]
    rate: float
    rate_bound: float
    pages: int
    clean_pages: Mapping[Category, float]
    failed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failed and self.open_items == 0 and self.characters > 0


def draw_sheet(lines: Sequence[Item], share: float, seed: str) -> Sheet:
    """The sheet that holds at least `share` of all characters, and every page they stand on as a whole.

    Args:
        lines: every line of the run with text, in reading order.
        share: at least `SMALLEST_SHARE`, at most 1.
        seed: any text.

    Raises:
        ArgumentError: when the share is out of range or there is no line.
    """
    if not SMALLEST_SHARE <= share <= 1:
        raise ArgumentError(f"a sample of {share:.1%} is not allowed", cure=f"take {SMALLEST_SHARE:.0%} to 100 %")
    total = sum(len(line.text) for line in lines)
    if not total:
        raise ArgumentError("the run has no text to sample", cure="read pages first")
    drawn: set[str] = set()
    taken = 0
    for line in sorted(lines, key=lambda item: hashlib.sha256(f"{seed}\0{item.key}".encode()).digest()):
        if taken >= share * total:
            break
        drawn.add(line.key)
        taken += len(line.text)
    items: list[Item] = []
    for line in lines:
        if line.key in drawn:
            if not items or items[-1].page != line.page:
                items.append(Item(line.page, "", ""))
            items.append(line)
    return Sheet(seed, share, total, tuple(items))


def judge(sheet: Sheet, verdicts: Iterable[Verdict], limits: Limits) -> Outcome:
    """The figures of the sheet by the last verdict on each item."""
    last = {verdict.key: verdict for verdict in verdicts}
    done = [(item, last[item.key]) for item in sheet.items if item.key in last]
    lines = [(item, verdict) for item, verdict in done if item.line]
    pages = [verdict for item, verdict in done if not item.line]
    characters = sum(len(item.text) for item, _ in lines)
    counts = {category: sum(v.errors.get(category, 0) for _, v in done) for category in Category}
    errors = sum(count for category, count in counts.items() if category.is_of_characters)
    rate = PER * errors / characters if characters else 0.0
    bound = PER * upper_bound(errors) / characters if characters else float(PER)
    clean = {
        category: sum(not v.errors.get(category, 0) for v in pages) / len(pages) if pages else 0.0
        for category in Category
        if not category.is_of_characters
    }
    failed = (
        [f"差错率 error rate {rate:.2f}/10000 > {limits.errors_per_10000:g}"] if rate > limits.errors_per_10000 else []
    )
    if pages:
        failed += [
            f"{category.chinese} {category.value} {clean[category]:.1%} < {limits.pages[category]:.0%}"
            for category in clean
            if clean[category] < limits.pages.get(category, 0.0)
        ]
    open_items = len(sheet.items) - len(done)
    return Outcome(len(lines), characters, open_items, counts, rate, bound, len(pages), clean, tuple(failed))


def upper_bound(errors: int, certainty: float = CERTAINTY) -> float:
    """The largest mean count that still gives `errors` or fewer with a chance of one minus `certainty` (Poisson)."""
    low, high = float(errors), errors + 10.0 + 10.0 * math.sqrt(errors + 1)
    for _ in range(60):  # halvings; beyond double precision
        middle = (low + high) / 2
        chance = sum(math.exp(k * math.log(middle) - middle - math.lgamma(k + 1)) for k in range(errors + 1))
        low, high = (middle, high) if chance > 1 - certainty else (low, middle)
    return high


def read_limits(path: Path | None = None) -> Limits:
    """The limits in a TOML file; without a path, those that come with the program.

    Raises:
        SettingsError: when the file cannot be read or says something else than limits.
    """
    path = path or Path(__file__).with_name("limits.toml")
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        pages = {Category(name): float(share) for name, share in data.get("pages", {}).items()}
        return Limits(str(data["name"]), float(data["errors_per_10000"]), pages)
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise SettingsError(f"{path}: {error}", cure="compare the file with the limits.toml of the program") from error
