"""Numbers a newspaper prints about itself: dates, weekdays, issue and CN numbers; damaged text is tolerated."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

__all__ = [
    "find_lunar_date",
    "parse_cn_number",
    "parse_date",
    "parse_issue_number",
    "parse_numeral",
    "parse_page_count",
    "parse_weekday",
]

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS.update({"零": 0, "○": 0, "◯": 0, "O": 0, "o": 0, "两": 2, "元": 1, "正": 1})
_NUMERAL = "〇零○◯一二三四五六七八九十廿卅百"
_REPUBLIC_BEGAN = 1911
"""The year before the first of 民国."""
_TENS = {"十": 10, "廿": 20, "卅": 30}


def _squeeze(text: str) -> str:
    """`text` without spaces and with plain ASCII digits and letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def parse_numeral(text: str) -> int | None:
    """The value of a number written in Arabic or Chinese numerals: `16201`, `二十四`, `廿四`, `二〇一〇`."""
    plain = _squeeze(text)
    if re.fullmatch(r"[0-9]+", plain):
        return int(plain)
    if not plain or any(char not in _DIGITS and char not in "十廿卅百千" for char in plain):
        return None
    if not any(char in "十廿卅百千" for char in plain):
        return int("".join(str(_DIGITS[char]) for char in plain))
    total, pending = 0, 0
    for char in plain:
        if char in "百千":
            total, pending = total + max(1, pending) * (100 if char == "百" else 1000), 0
        elif char in _TENS:
            total, pending = total + (max(1, pending) * 10 if char == "十" else _TENS[char]), 0
        else:
            pending = _DIGITS[char]
    return total + pending


_DATES = (
    re.compile(r"(?P<y>(?:1[89]|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})(?=日|号|星期|周|$|\D)"),
    re.compile(r"(?P<y>(?:1[89]|20)\d\d)[.\-/·](?P<m>\d{1,2})[.\-/·](?P<d>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?P<y>[{_NUMERAL}Oo]{{4}})年(?P<m>[{_NUMERAL}元正]{{1,3}})月(?P<d>[{_NUMERAL}]{{1,3}})(?=日|号|星期|\W|$)"
    ),
    re.compile(
        rf"(?:中[华華])?民[国國](?P<r>[\d{_NUMERAL}元]{{1,3}})年(?P<m>[\d{_NUMERAL}元正]{{1,3}})月(?P<d>[\d{_NUMERAL}]{{1,3}})[日号]"
    ),
)


def parse_date(text: str) -> date | None:
    """The first full date of `text`; None when there is none, or when it is not in the calendar.

    Reads `2022年5月24日`, `2022年5月` with `24 星期二` on the next line, `2022-05-24`, `二〇二二年五月二十四日`
    (with rings, letters or spaces in it) and years of 民国.
    """
    plain = _squeeze(text)
    for pattern in _DATES:
        for m in pattern.finditer(plain):
            parts = m.groupdict()
            if parts.get("r"):
                year = parse_numeral(parts["r"])
                year = None if year is None else year + _REPUBLIC_BEGAN
            else:
                year = parse_numeral(parts["y"])
            month, day = parse_numeral(parts["m"]), parse_numeral(parts["d"])
            if year is None or month is None or day is None:
                continue
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


_WEEKDAY = re.compile(r"(?:星[期朋斯]|[周週]|礼拜)([一二三四五六日天])|星[期朋斯](?P<dash>[-－—–])")


def parse_weekday(text: str) -> int | None:
    """The weekday of `星期二`, Monday being 0, its 一 perhaps read as a dash; None when none is named."""
    m = _WEEKDAY.search(_squeeze(text))
    if not m:
        return None
    return 0 if m["dash"] else "一二三四五六日".index(m[1].replace("天", "日"))


_LUNAR = re.compile(
    r"(?:[农農夏][历曆厉])?(?:(?P<year>[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])年?)?"
    r"(?P<month>闰?[正一二三四五六七八九十冬腊]{1,2})月(?P<day>初[一二三四五六七八九十]|[一二]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)"
)


def find_lunar_date(text: str) -> str:
    """The lunar date as printed, without spaces and 农历, such as `壬寅年四月廿四`; empty when there is none."""
    for m in _LUNAR.finditer(_squeeze(text)):
        if m["year"] or m.group().startswith(("农", "農", "夏")):
            year = f"{m['year']}年" if m["year"] else ""
            return f"{year}{m['month']}月{m['day']}"
    return ""


_ISSUE = re.compile(rf"(?:总?第)([\d{_NUMERAL}]{{1,6}}|\d{{1,3}},\d{{3}})[号期號]")


def parse_issue_number(text: str) -> int | None:
    """The running number of the issue: `第16201号`, `总第 2,345 期`."""
    m = _ISSUE.search(_squeeze(text))
    return parse_numeral(m[1].replace(",", "")) if m else None


_CN = re.compile(r"C[NM]([0-9OoIl]{2})[^0-9A-Za-z]{0,3}([0-9OoIl]{4})(?![0-9])", re.IGNORECASE)
_LOOKALIKES = str.maketrans("OoIl", "0011")
_NEWSPAPERS = range(1, 1000)
"""Serial numbers of newspapers; magazines have 1000 and above."""


def parse_cn_number(text: str) -> str:
    """The CN number in its plain form, such as `CN14-0019`; empty when there is none that a newspaper can have."""
    for m in _CN.finditer(_squeeze(text)):
        region, serial = m[1].translate(_LOOKALIKES), m[2].translate(_LOOKALIKES)
        if int(serial) in _NEWSPAPERS:
            return f"CN{region}-{serial}"
    return ""


_PAGES = re.compile(rf"(?:今日|本期|今天|共)[共出]?([\d{_NUMERAL}]{{1,3}})[个]?[版页]")


def parse_page_count(text: str) -> int | None:
    """The number of pages of the issue: `今日8版`, `本期共十二版`."""
    m = _PAGES.search(_squeeze(text))
    return parse_numeral(m[1]) if m else None
