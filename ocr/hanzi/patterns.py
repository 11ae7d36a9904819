"""How the pieces of a newspaper page begin and end; every pattern tolerates damaged text.

Damage means: `〈《［【` for `（`, half width for full, a space between any two characters, a look-alike
character in the fixed words. Functions that look for a place answer with offsets into the text they were given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ocr.hanzi.characters import has_han
from ocr.hanzi.dates import parse_date, parse_numeral, parse_weekday

__all__ = [
    "Jump",
    "JumpDirection",
    "ends_sentence",
    "find_credit",
    "find_dateline",
    "find_jump",
    "is_byline",
    "is_credit",
    "is_dateline_start",
    "is_folio",
    "is_jump",
    "is_list_item",
    "is_pointer",
    "is_staff",
    "is_unit_line",
    "opens_paragraph_marker",
    "parse_page_label",
]

_OPEN = r"[（(〈<《\[［【〔「{]"
_CLOSE = r"[）)〉>》\]］】〕」}]"
_NUMERAL = "〇一二三四五六七八九十"


def _loose(words: str) -> str:
    """A pattern for `words` (alternatives between bars) with a space allowed between any two characters."""
    return "|".join(r"\s*".join(re.escape(char) for char in word) for word in words.split("|"))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


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
    rf"(?:至|自)?\s*(?:第|弟|笫)?\s*(?P<page>{_PAGE})\s*(?P<edition>{_EDITION})?[^。，；！？）)]{{0,8}}?(?P<close>{_CLOSE}|$|(?<={_EDITION[1:-1][0]}))"
)


def find_jump(text: str) -> Jump | None:
    """The jump line at the very end or the very start of `text`; one amid a text is talk about a page."""
    for m in _JUMP.finditer(text):
        at_start, at_end = not text[: m.start()].strip(), not text[m.end() :].strip(" \t。")
        if not (at_start or at_end) or not (m["edition"] or m["close"]):
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


# ---- people: bylines, credits, staff ---------------------------------------------------------

_POSTS = (
    "特派记者|见习记者|实习记者|首席记者|特约记者|记者|通讯员|特约评论员|评论员|特约撰稿人|撰稿人|特约撰稿|撰稿|观察员|实习生|"
    "本报编辑部|编辑部|特约通讯员|全媒体记者|融媒体记者|作者|整理|摄影|文并摄|图文"
)
_POST = rf"(?:{_loose(_POSTS)})"
_HOUSE = rf"(?:{_loose('本报|本刊|新华社|中新社|人民日报|本社|本台')}|[\u4e00-\u9fff]{{2,6}}?(?:日\s*报|晚\s*报|时\s*报|商\s*报|[通新]\s*[讯华]\s*社))"
_BULLET = r"[□■口○◯◎●◆◇▲△▶▷☆★]"
_LONGEST_BYLINE = 60
_BYLINE = re.compile(rf"^(?P<bullet>{_BULLET}\s*)?(?P<house>{_HOUSE}\s*)?(?:驻[\u4e00-\u9fff]{{1,8}}?)?(?P<post>{_POST})\s*[:：]?(?P<names>.*)$")
_BULLET_NAMES = re.compile(rf"^[□■○◯◎◆◇]\s*[\u4e00-\u9fff·]{{1,4}}(?:[\s、/]+[\u4e00-\u9fff·]{{1,4}})*$")
_SENTENCE_WORDS = re.compile(
    r"[，。；！？：“”]|(?:^|\s)(?:从|在|了解|获悉|日前|近日|昨日|今日|看到|采访|走进|来到|发现|随|跟随|手记|问|获|的|就|是|对|通过|眼中|节)"
)
_NAMES = re.compile(rf"^(?:[\u4e00-\u9fff·]{{1,4}}|{_POST}|{_HOUSE}|[\s、/／·|（）()文图摄编]|报道|通讯|摄影)*$")


def is_byline(text: str) -> bool:
    """Whether `text` only signs a piece: `□ 本报记者 范捷 通讯员 张选`, `本报评论员`, `□ 张三`."""
    line = text.strip()
    if not line or len(line) > _LONGEST_BYLINE or is_credit(line) or is_unit_line(line):
        return False
    if _BULLET_NAMES.match(line):
        return True
    inner = re.sub(rf"^{_OPEN}\s*|\s*{_CLOSE}$", "", line)
    m = _BYLINE.match(inner)
    if not m or _SENTENCE_WORDS.search(m["names"]):
        return False
    if not (m["bullet"] or m["house"] or m["names"].strip()):
        return False
    return bool(_NAMES.match(m["names"])) and not re.match(r"(?:节|站|证|会|团|招待会|提问|问)", m["names"].strip())


_CREDIT_TAIL = (
    r"(?:(?<![拍入])摄(?:影)?(?:报道|并文|制)?|供图|制图|绘图?|图片|资料图片?|资料照片|文/图|图/文|图文|"
    r"新华社发|本报资料|漫画|插图|图表|影像中国)"
)
_CREDIT_EXTRA = rf"(?:{_OPEN}(?:传真照片|资料照片|资料图片|照片|来源[^（）()]*|新华社发|新华社稿)?{_CLOSE})?"
_LONGEST_CREDIT = 40
_CREDIT = re.compile(rf"^{_OPEN}?[^。！？；]{{0,32}}?{_CREDIT_TAIL}{_CREDIT_EXTRA}{_CLOSE}?[。.]?$")
_CREDIT_HEAD = re.compile(rf"^{_OPEN}?(?:摄影|供图|制图|图片?来源|图片提供|摄影报道|图|绘图|漫画)[:：/／]\S{{1,24}}$")


def is_credit(text: str) -> bool:
    """Whether `text` only says who made a picture: `本报记者 戎禹仁摄`, `新华社发`, `（资料图片）`."""
    plain = _squeeze(text)
    if not plain or len(plain) > _LONGEST_CREDIT:
        return False
    if _CREDIT_HEAD.match(plain):
        return True
    if not _CREDIT.match(plain):
        return False
    core = re.sub(rf"^{_OPEN}|{_CLOSE}$", "", plain)
    if re.search(rf"(?:{_squeeze('记者')}|通讯员|新华社|资料|本报|供图|制图|图/|/图|影像中国)", core):
        return "，" not in core or len(core) <= _LONGEST_CREDIT // 2
    return bool(re.match(r"^[\u4e00-\u9fff·、/]{2,14}摄(?:影)?(?:报道)?", core)) and "，" not in core


_SENTENCE_CREDIT = re.compile(r"(?<=[。！？”）])\s*(?=\S)|(?<=\s)(?=\S)")


def find_credit(text: str) -> int:
    """The offset at which the credit at the end of a caption begins; -1 when the caption has none."""
    for m in _SENTENCE_CREDIT.finditer(text):
        if m.end() and is_credit(text[m.end() :]) and re.match(rf"\s*{_OPEN}?\s*(?:{_HOUSE}|{_POST}|新|资|图|摄|[\u4e00-\u9fff]{{2,4}}\s*摄)", text[m.end() :]):
            return m.end()
    bracketed = re.search(rf"{_OPEN}[^（）()〈〉《》\[\]]{{1,34}}{_CLOSE}\s*$", text)
    if bracketed and bracketed.start() and is_credit(bracketed.group()):
        return bracketed.start()
    return -1


_DUTIES = (
    "本版责任编辑|责任编辑|本版责编|责编|值班编委|值班主任|值班总编|值班编辑|执行主编|主编|副主编|本版编辑|编辑|美术编辑|美编|"
    "版式设计|版式|视觉设计|视觉|设计|责任校对|校对|审读|审校|统筹|组版|制版|检校|本版主编|编审|监制|图编|终审|复审"
)
_DUTY = re.compile(rf"(?:{_loose(_DUTIES)})\s*(?P<sign>[:：/／|│丨]|\s)\s*(?=[\u4e00-\u9fff])")
_LONGEST_STAFF = 120
_LEAST_DUTIES = 2


def is_staff(text: str) -> bool:
    """Whether `text` names the page's editors: `责编：王小燕 校对：李文 版式设计：…`."""
    line = text.strip()
    if not line or len(line) > _LONGEST_STAFF or "。" in line or "，" in line:
        return False
    duties = list(_DUTY.finditer(line))
    if not duties or duties[0].start() > _LONGEST_STAFF // 4:
        return False
    signed = [m for m in duties if not m["sign"].isspace()]
    return len(duties) >= _LEAST_DUTIES or (bool(signed) and signed[0].start() <= 2)


# ---- how texts begin -------------------------------------------------------------------------

_AGENCIES = "新华社|新华通讯社|中新社|中国新闻社|中新网|中通社|法新社|路透社|美联社|塔斯社|共同社|本报|本社|本台|本刊|本网|人民日报|人民网|央视网"
_AGENCY = rf"(?:{_loose(_AGENCIES)}|[\u4e00-\u9fff]{{2,6}}?日\s*报)"
_NUMBER = rf"(?:\d{{1,2}}|[{_NUMERAL}廿]{{1,3}})"
_DAY = rf"(?:(?:{_NUMBER}\s*月\s*)?{_NUMBER}\s*日)"
_WIRE = rf"(?:专\s*电|综\s*合\s*电|电\s*讯|急\s*电|电|讯|消\s*息)"
_REPORTERS = rf"(?:{_OPEN}\s*(?:[\u4e00-\u9fff\s]{{0,14}}?)(?:记\s*者|通\s*讯\s*员|评\s*论\s*员|特派员|编译)[^）)〉》\]。]{{0,48}}{_CLOSE}?)"
_DATELINES = (
    re.compile(rf"^\s*{_OPEN}?\s*据?\s*{_AGENCY}\s*(?:[\u4e00-\u9fff·]{{0,14}}?)\s*{_DAY}?\s*(?:发\s*)?{_WIRE}\s*{_CLOSE}?\s*{_REPORTERS}?"),
    re.compile(rf"^\s*讯\s*{_REPORTERS}"),
    re.compile(rf"^\s*{_OPEN}\s*(?:本报|新华社|[\u4e00-\u9fff]{{2,8}})?\s*(?:记\s*者|通\s*讯\s*员)[^）)〉》\]。，]{{1,40}}(?:报\s*道)?\s*{_CLOSE}"),
)
_NOT_WIRE = re.compile(rf"^\s*据?\s*{_AGENCY}[\u4e00-\u9fff]{{0,14}}?(?:电视|电话|电影|电子|电力|电商|电网|电台|电动|讯问|讯飞|讯息)")


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


_UNIT = re.compile(
    rf"^{_OPEN}?(?:本文)?(?:第[一二三]?)?(?:作者|笔者|执笔|课题组|整理)(?:单位|简介|为|系|分别为|分别系|[:：]|[\u4e00-\u9fff]{{2,12}}?[系为][^，。]{{2,}})"
)
_LONGEST_UNIT = 90


def is_unit_line(text: str) -> bool:
    """Whether `text` says where the author works: `（作者单位：山西大学）`, `（作者为省社科院研究员）`."""
    plain = _squeeze(text)
    bracketed = bool(re.match(_OPEN, plain)) or bool(re.search(rf"{_CLOSE}$", plain))
    colon = bool(re.match(r"(?:本文)?作者(?:单位|简介)?[:：]", plain))
    return 0 < len(plain) <= _LONGEST_UNIT and bool(_UNIT.match(plain)) and (bracketed or colon)


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


def ends_sentence(text: str) -> bool:
    """Whether `text` ends where a sentence may end; an empty text does not."""
    return text.rstrip(_TRAILERS)[-1:] in tuple(_STOPS)


# ---- furniture -------------------------------------------------------------------------------

_NAME = re.compile(r"(?:日|晚|早|晨|时|商|周|农民|法制|法治|工人|青年|经济|文汇|教育)报|[\u4e00-\u9fff]报(?=\s|$|\d)")
_EDITION_NUMBER = re.compile(rf"(?:第\s*{_PAGE}\s*{_EDITION})|(?:(?<!\d){_PAGE}\s*{_EDITION})|^\s*{_SHEET}\d{{1,2}}(?=\s|$)|(?<=\s)[A-D]?0?\d{{1,2}}\s*$|^[A-D]\d{{1,2}}$")
_LONGEST_FOLIO = 70
_SHORT_FOLIO = 16


def is_folio(text: str) -> bool:
    """Whether `text` is the line at the head of an inner page: date, page number, page name.

    Two of date, weekday, page number and newspaper's name make a folio; a page number alone does when it is short.
    """
    line = text.strip()
    if not line or len(line) > _LONGEST_FOLIO or "。" in line or "，" in line:
        return False
    if find_jump(line) or is_pointer(line) and not line.startswith("第") or is_staff(line) and parse_date(line) is None:
        return False
    signs = [
        parse_date(line) is not None,
        parse_weekday(line) is not None,
        _EDITION_NUMBER.search(line) is not None,
        bool(_NAME.search(line)) and has_han(line),
    ]
    return sum(signs) >= 2 or (signs[2] and len(_squeeze(line)) <= _SHORT_FOLIO)
