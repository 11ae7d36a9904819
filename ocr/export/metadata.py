"""What a page says about itself: newspaper, date, numbers; read from its masthead and folio, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ocr.hanzi import (
    find_lunar_date,
    is_staff,
    parse_cn_number,
    parse_date,
    parse_issue_number,
    parse_page_count,
    parse_page_label,
    parse_weekday,
)
from ocr.model import ArticleKind, Line, Page, Role

__all__ = ["REVIEW_BELOW", "Metadata", "read_metadata", "share_for_review"]

REVIEW_BELOW = 0.8
"""A character read with less confidence than this deserves a person's look."""

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,6}?[报報](?![\u4e00-\u9fff])")
_EDITION = re.compile(
    r"第\s*([A-D]?\s*[0-9一二三四五六七八九十]{1,3})\s*版|(?<![0-9今共期日])([A-D]?\s*[0-9]{1,2})\s*版|(?<![\w.])([A-D]?[0-9]{1,2})(?![\w.:：])"
)
_FIRST = "1"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What masthead and folio say; an empty string, None or 0 where they say nothing.

    Attributes:
        page_label: the page's number as printed, such as `1` or `A4`.
        page_name: such as `要闻`.
        page_count: of the issue.
        contradictions: sentences about what does not agree, such as a date and its weekday.
    """

    newspaper: str = ""
    day: date | None = None
    weekday: int | None = None
    lunar: str = ""
    issue: int | None = None
    cn: str = ""
    page_label: str = ""
    page_name: str = ""
    page_count: int | None = None
    contradictions: tuple[str, ...] = ()

    @property
    def weekday_name(self) -> str:
        """`星期二`; from the date when the weekday is not printed; empty when neither is."""
        number = self.day.weekday() if self.day and self.weekday is None else self.weekday
        return "" if number is None else _WEEKDAYS[number]


def _lines_of(page: Page, kind: ArticleKind, roles: tuple[Role, ...]) -> list[Line]:
    ids = {block_id for article in page.articles if article.kind is kind for block_id in article.block_ids}
    return [line for block in page.blocks if block.id in ids and block.role in roles for line in block.lines]


def read_metadata(page: Page) -> Metadata:
    """What `page` says about itself on its masthead, else on its folio."""
    masthead = _lines_of(page, ArticleKind.MASTHEAD, tuple(Role))
    folio = _lines_of(page, ArticleKind.FURNITURE, (Role.FOLIO, Role.STAFF))
    lines = [line.text for line in masthead or folio]
    text = " ".join(lines)  # a date may go on in the next line, a number never does
    day, weekday = parse_date(text), parse_weekday(text)
    contradictions = []
    if day is not None and weekday is not None and day.weekday() != weekday:
        contradictions.append(f"{day.isoformat()} is a {_WEEKDAYS[day.weekday()]}, {_WEEKDAYS[weekday]} is printed")
    named = next((article.paragraphs[0].text for article in page.articles if article.kind is ArticleKind.MASTHEAD), "")
    folio_text = " ".join(line.text for line in folio if not is_staff(line.text))
    label = _FIRST if masthead else _label(folio_text)
    found = _NAME.search(folio_text)
    return Metadata(
        newspaper=named or (found.group() if found else ""),
        day=day,
        weekday=weekday,
        lunar=find_lunar_date(text),
        issue=next((n for n in map(parse_issue_number, lines) if n is not None), None),
        cn=next(filter(None, map(parse_cn_number, lines)), ""),
        page_label=label,
        page_name=_page_name(folio_text) if not masthead else "",
        page_count=next((n for n in map(parse_page_count, lines) if n is not None), None),
        contradictions=tuple(contradictions),
    )


_DATE_PARTS = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|[〇○零一二三四五六七八九十]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十廿]+日"
    r"|星期[一二三四五六日天]|(?:农历)?\S{0,3}年?[正一二三四五六七八九十冬腊]+月[初十廿]\S{1,2}"
)


def _label(text: str) -> str:
    m = _EDITION.search(_DATE_PARTS.sub(" ", text))
    return parse_page_label(next(group for group in m.groups() if group)) if m else ""


def _page_name(text: str) -> str:
    """The Han that are left of a folio when date, page number, newspaper and addresses are gone."""
    rest = _EDITION.sub(" ", _DATE_PARTS.sub(" ", _NAME.sub(" ", text)))
    rest = re.sub(r"\S*[:：@]\S*|[A-Za-z0-9—\-.]+", " ", rest)
    names = re.findall(r"[\u4e00-\u9fff·]{2,8}", rest)
    return names[0] if names else ""


def share_for_review(page: Page) -> float:
    """The share of characters that a person should look at; 0 on a blank page."""
    glyphs = [glyph for block in page.blocks for line in block.lines for glyph in line.glyphs]
    doubtful = sum(1 for glyph in glyphs if glyph.confidence < REVIEW_BELOW)
    return doubtful / len(glyphs) if glyphs else 0.0
