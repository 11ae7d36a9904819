"""How the pieces of a newspaper page begin and end; every pattern tolerates damaged text.

Damage means: `〈《［【` for `（`, half width for full, a space between any two characters, a look-alike
character in the fixed words. Functions that look for a place answer with offsets into the text they were given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ocr.hanzi.characters import has_han, is_han
from ocr.hanzi.damage import CLOSE as _CLOSE
from ocr.hanzi.damage import OPEN as _OPEN
from ocr.hanzi.damage import loose as _loose
from ocr.hanzi.damage import squeeze as _squeeze
from ocr.hanzi.dates import parse_date, parse_numeral, parse_weekday
from ocr.hanzi.people import is_staff

__all__ = [
    "Jump",
    "JumpDirection",
    "ends_as_newspaper",
    "ends_sentence",
    "find_dateline",
    "find_jump",
    "is_dateline_start",
    "is_folio",
    "is_jump",
    "is_list_item",
    "is_pointer",
    "opens_paragraph_marker",
    "parse_page_label",
]

_NUMERAL = "〇一二三四五六七八九十"


# ---- page numbers and jumps -----------------------------------------------------------------

_SHEET = r"[A-Da-dＡ-Ｄ]?"
_PAGE = rf"{_SHEET}\s*(?:[0-9０-９]{{1,3}}|[{_NUMERAL}](?:\s*[{_NUMERAL}]){{0,2}})"


def parse_page_label(text: str) -> str:
    """The page that `text` names, as `3` or `A4`, from `第三版`, `３ 版`, `A4`; empty when it names none."""
    m = re.search(rf"({_SHEET})\s*([0-9０-９]{{1,3}}|[{_NUMERAL}](?:\s*[{_NUMERAL}]){{0,2}})", text)
    if not m:
        return ""
    value = parse_numeral(m[2])
    letter = m[1].upper().translate(str.maketrans("ＡＢＣＤ", "ABCD"))
    return f"{letter}{value}" if value else ""


class JumpDirection(Enum):
    """Which half of a continued article a jump line stands in."""

    FORWARD = "forward"
    """下转, 转: the article goes on elsewhere."""
    BACK = "back"
    """上接, 紧接, 续接: the article began elsewhere."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line in a text.

    Attributes:
        direction: whether the article goes on or began elsewhere.
        page: the other page, as `3` or `A4`.
        start, end: its place in the text, brackets included.
    """

    direction: JumpDirection
    page: str
    start: int
    end: int


_EDITION = r"[版贩皈坂扳叛板]"
_JUMP = re.compile(
    rf"{_OPEN}?\s*(?:(?P<forward>下\s*[转轉传较])|(?P<back>(?:上|紧|緊|续|續)\s*[接按拨]))\s*"
    rf"(?:至|自)?\s*(?:第|弟|笫)?\s*(?P<page>{_PAGE})\s*(?P<edition>{_EDITION})?"
    rf"(?:\s*[《〈“][^》〉”]{{1,40}}[》〉”])?(?P<close>\s*{_CLOSE}|\s*$|)"
)


def find_jump(text: str) -> Jump | None:
    """The jump line at the very end or the very start of `text`; one amid a text is talk about a page."""
    for m in _JUMP.finditer(text):
        at_start, at_end = not text[: m.start()].strip(), not text[m.end() :].strip(" \t。")
        if not (at_start or at_end) or not (m["edition"] or m["close"].strip()):
            continue
        page = parse_page_label(m["page"])
        if page:
            direction = JumpDirection.FORWARD if m["forward"] else JumpDirection.BACK
            return Jump(direction, page, m.start(), m.end())
    return None


def is_jump(text: str) -> bool:
    """Whether `text` is a jump line and nothing else: `（下转第三版）`, `上接 A1版`."""
    jump = find_jump(text)
    return jump is not None and not (text[: jump.start] + text[jump.end :]).strip(" \t。")


_LONGEST_POINTER = 24
_POINTER = re.compile(
    rf"^{_OPEN}?(?:[▶►>》→▷☞]*)(?:全文|详细|相关|后续|更多)?(?:报道|内容|文章|新闻|图文)?"
    rf"(?:(?P<word>刊登?[于在]?|详[见情]|[见見]|转|导读)[今本]?[日报]?|(?P<mark>))"
    rf"第?(?P<page>{_SHEET}(?:\d{{1,3}}|[{_NUMERAL}]{{1,3}}))(?:[-—、，,]{_SHEET}(?:\d{{1,3}}|[{_NUMERAL}]{{1,3}}))*(?P<edition>{_EDITION})"
    rf"(?P<close>{_CLOSE}?)$"
)


def is_pointer(text: str) -> bool:
    """Whether `text` sends the reader of a teaser to another page: `刊3版`, `详见第二版`, `▶A4版`."""
    plain = _squeeze(text)
    if not plain or len(plain) > _LONGEST_POINTER or is_jump(text):
        return False
    m = _POINTER.match(plain)
    return bool(m and (m["word"] or m["close"] or plain[0] in "▶►>》→▷☞" or not plain.startswith("第")))


# ---- how texts begin -------------------------------------------------------------------------

_TRADITIONAL = str.maketrans(
    {
        new: f"[{new}{old}]"
        for new, old in zip(
            "报华国闻联电专综讯记评论员译发据视话网台动问飞",
            "報華國聞聯電專綜訊記評論員譯發據視話網臺動問飛",
            strict=True,
        )
    }
)
"""The characters of datelines that older papers and those of Hong Kong and Taiwan print in another form."""


def _dateline(pattern: str) -> re.Pattern[str]:
    """`pattern` at the start of a text, whichever forms the characters have."""
    return re.compile(r"^\s*" + pattern.translate(_TRADITIONAL))


_AGENCIES = (
    "新华社|新华通讯社|中新社|中国新闻社|中新网|中通社|中央社|国闻社|法新社|路透社|美联社|塔斯社|共同社|合众社|"
    "本报|本社|本台|本刊|本网|人民日报|人民网|央视网"
)
_AGENCY = rf"(?:{_loose(_AGENCIES)}|[\u4e00-\u9fff]{{2,6}}?日\s*报)"
_NUMBER = rf"(?:\d{{1,2}}|[{_NUMERAL}廿]{{1,3}})"
_DAY = rf"(?:(?:{_NUMBER}\s*月\s*)?{_NUMBER}\s*日)"
_WIRE = r"(?:专\s*电|综\s*合\s*电|电\s*讯|急\s*电|电|(?<![通资資喜短音审簡简])讯|消\s*息)"
_POSTS = r"(?:记\s*者|通\s*讯\s*员|评\s*论\s*员|特派员|编译)"
_REPORTERS = rf"(?:{_OPEN}\s*(?:[\u4e00-\u9fff\s]{{0,14}}?){_POSTS}[^）)〉》\]。]{{0,48}}{_CLOSE}?)"
_DATELINES = (
    _dateline(
        rf"{_OPEN}?\s*据?\s*{_AGENCY}\s*(?:(?!记者)[\u4e00-\u9fff·]){{0,14}}?\s*{_DAY}?\s*"
        rf"(?:发\s*)?{_WIRE}\s*{_CLOSE}?\s*{_REPORTERS}?"
    ),
    _dateline(rf"讯\s*{_REPORTERS}"),
    _dateline(
        rf"{_OPEN}\s*(?:本报|新华社|[\u4e00-\u9fff]{{2,8}})?\s*(?:记\s*者|通\s*讯\s*员)"
        rf"[^）)〉》\]。，]{{1,40}}(?:报\s*道)?\s*{_CLOSE}"
    ),
)
_NOT_WIRE = _dateline(
    rf"据?\s*{_AGENCY}[\u4e00-\u9fff]{{0,14}}?(?:电视|电话|电影|电子|电力|电商|电网|电台|电动|讯问|讯飞|讯息)"
)


def find_dateline(text: str) -> tuple[int, int] | None:
    """The span of the dateline at the start of `text`: `据新华社北京1月1日电（记者 …）`, `本报讯（记者 …）`."""
    if _NOT_WIRE.match(text):
        return None
    for pattern in _DATELINES:
        m = pattern.match(text)
        if m:
            return m.start(), m.end()
    return None


def is_dateline_start(text: str) -> bool:
    """Whether `text` opens a news item with a dateline."""
    return find_dateline(text) is not None


_LIST_ITEM = re.compile(
    rf"^\s*(?:[一二三四五六七八九十]{{1,3}}\s*[、．.,，]|\d{{1,2}}\s*(?:[、．]|\.(?!\d))|{_OPEN}\s*(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\s*{_CLOSE}"
    rf"|[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]|第\s*[{_NUMERAL}百\d]{{1,4}}\s*[章条节款](?=[\s、：]))"
)


def is_list_item(text: str) -> bool:
    """Whether `text` begins with a number of a list: `一、`, `1.`, `（二）`, `①`, `第三条 `."""
    return _LIST_ITEM.match(text) is not None


_MARKER = re.compile(r"^\s*(?:[▲△▶▷►▼▽◆◇■□●○★☆※◎•]|[问答][:：]|[QA][:：]|——|编者按|记者手记)")


def opens_paragraph_marker(text: str) -> bool:
    """Whether `text` begins as only a new paragraph does: a list number, a printer's mark, a dateline, `问：`."""
    return bool(_MARKER.match(text)) or is_list_item(text) or is_dateline_start(text)


_STOPS = "。！？!?…"
_TRAILERS = "”’」』）)》〉】] \t"


def ends_as_newspaper(text: str) -> bool:
    """Whether `text` ends with the character for a newspaper, as their names do; hardly a line begins with it."""
    return text.endswith(("报", "報"))


_CLAUSE = re.compile(r"[，。；！？]")


def holds_clause(text: str) -> bool:
    """Whether a comma or a stop says that `text` is of a sentence: cells of tables are words and figures."""
    return _CLAUSE.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends where a sentence may end; an empty text does not."""
    return text.rstrip(_TRAILERS)[-1:] in tuple(_STOPS)


# ---- furniture -------------------------------------------------------------------------------

_NAME = re.compile(r"(?:日|晚|早|晨|时|商|周|农民|法制|法治|工人|青年|经济|文汇|教育)报|[\u4e00-\u9fff]报(?=\s|$|\d)")
_EDITION_NUMBER = re.compile(
    rf"(?:第\s*{_PAGE}\s*{_EDITION})|(?:(?<!\d){_PAGE}\s*{_EDITION})|^\s*{_SHEET}\d{{1,2}}(?=\s|$)|(?<=\s)[A-D]?0?\d{{1,2}}\s*$|^[A-D]\d{{1,2}}$"
)
_LONGEST_FOLIO = 70
_SHORT_FOLIO = 16
_LONGEST_PAGE_NAME = 8
"""`第三版 国际新闻`: more characters than this are not a page's name and number."""


def is_folio(text: str) -> bool:
    """Whether `text` is the line at the head of an inner page: date, page number, page name.

    Two of date, weekday, page number and newspaper's name make a folio; a page number alone does when it is short.
    """
    line = text.strip()
    if not line or len(line) > _LONGEST_FOLIO or "。" in line or "，" in line:
        return False
    if find_jump(line) or (is_pointer(line) and not line.startswith("第")):
        return False
    if is_staff(line) and parse_date(line) is None:
        return False
    signs = [
        parse_date(line) is not None,
        parse_weekday(line) is not None,
        _EDITION_NUMBER.search(line) is not None,
        bool(_NAME.search(line)) and has_han(line),
    ]
    if sum(signs) >= 2:
        return True
    named = sum(map(is_han, line))
    return signs[2] and len(_squeeze(line)) <= _SHORT_FOLIO and named <= _LONGEST_PAGE_NAME and "%" not in line
