"""Lines that name people: bylines, credits, staff and unit lines; damaged text is tolerated."""

from __future__ import annotations

import re

from ocr.hanzi.damage import CLOSE as _CLOSE
from ocr.hanzi.damage import OPEN as _OPEN
from ocr.hanzi.damage import loose as _loose
from ocr.hanzi.damage import squeeze as _squeeze

__all__ = ["find_credit", "is_byline", "is_credit", "is_staff", "is_unit_line", "opens_unit_line"]

_POSTS = (
    "特派记者|见习记者|实习记者|首席记者|特约记者|记者|通讯员|特约评论员|评论员|特约撰稿人|撰稿人|特约撰稿|撰稿|观察员|实习生|"
    "本报编辑部|编辑部|特约通讯员|全媒体记者|融媒体记者|作者|整理|摄影|文并摄|图文"
)
_POST = rf"(?:{_loose(_POSTS)})"
_OTHER_HOUSE = r"(?!本报讯|图为)[\u4e00-\u9fff]{2,6}?(?:日\s*报|晚\s*报|时\s*报|商\s*报|[通新]\s*[讯华]\s*社)"
_HOUSE = rf"(?:{_loose('本报|本刊|新华社|中新社|人民日报|本社|本台')}|{_OTHER_HOUSE})"
_BULLET = r"[□■口○◯◎●◆◇▲△▶▷☆★]"
_LONGEST_BYLINE = 60
_BYLINE = re.compile(
    rf"^(?P<bullet>{_BULLET}\s*)?(?P<house>{_HOUSE}\s*)?(?:驻[\u4e00-\u9fff]{{1,8}}?)?"
    rf"(?P<post>{_POST})\s*[:：]?(?P<names>.*)$"
)
_BULLET_NAMES = re.compile(r"^[□■○◯◎◆◇]\s*[\u4e00-\u9fff·]{1,4}(?:[\s、/]+[\u4e00-\u9fff·]{1,4})*$")
_SENTENCE_WORDS = re.compile(
    r"[，。；！？：“”]|(?:^|\s)(?:从|在|了解|获悉|日前|近日|昨日|今日|看到|采访|走进|来到|发现|随|跟随|"
    r"手记|问|获|的|就|是|对|通过|眼中|节)"
)
_NAMES = re.compile(r"^[\u4e00-\u9fff·\s、/／|（）()]*$")


def is_byline(text: str) -> bool:
    """Whether `text` only signs a piece: `□ 本报记者 范捷 通讯员 张选`, `本报评论员`, `□ 张三`."""
    line = text.strip()
    if not line or len(line) > _LONGEST_BYLINE or is_credit(line) or is_unit_line(line):
        return False
    if _BULLET_NAMES.match(line):
        return True
    inner = re.sub(rf"^{_OPEN}\s*|\s*{_CLOSE}$", "", line)
    m = _BYLINE.match(inner)
    if not m or _SENTENCE_WORDS.search(m["names"]) or re.search(rf"摄{_CLOSE}", line):
        return False
    if not (m["bullet"] or m["house"] or m["names"].strip()):
        return False
    return bool(_NAMES.match(m["names"])) and not re.match(r"(?:节|站|证|会|团|招待会|提问|问)", m["names"].strip())


_CREDIT_TAIL = (
    r"(?:(?<![拍入])摄(?:影)?(?:报道|制)?|供图|制图|绘图?|图片|资料图片?|资料照片|"
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
    if "，" in core:
        return False
    signed = re.match(r"^[\u4e00-\u9fff·、/]{2,14}(?:摄$|摄影报道)", core) or re.search(r"\s摄影\s*\W?$", text)
    return signed is not None


_SENTENCE_CREDIT = re.compile(r"(?<=[。！？”）])\s*(?=\S)|(?<=\s)(?=\S)")


def find_credit(text: str) -> int:
    """The offset at which the credit at the end of a caption begins; -1 when the caption has none."""
    for m in _SENTENCE_CREDIT.finditer(text):
        if (
            m.end()
            and is_credit(text[m.end() :])
            and re.match(
                rf"\s*{_OPEN}?\s*(?:{_HOUSE}|{_POST}|新|资|图|摄|[\u4e00-\u9fff]{{2,4}}\s*摄)", text[m.end() :]
            )
        ):
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


_UNIT = re.compile(
    rf"^{_OPEN}?(?:本文)?(?:第[一二三]?)?(?:作者|笔者|执笔|课题组|整理)(?:单位|简介|为|系|分别为|分别系|(?<=执笔)[:：]|[:：](?=\S{{5}})|[\u4e00-\u9fff]{{2,12}}?[系为][^，。]{{2,}})"
)
_LONGEST_UNIT = 90


def is_unit_line(text: str) -> bool:
    """Whether `text` says where the author works: `（作者单位：山西大学）`, `（作者为省社科院研究员）`."""
    plain = _squeeze(text)
    bracketed = bool(re.match(_OPEN, plain)) or bool(re.search(rf"{_CLOSE}$", plain))
    colon = bool(re.match(r"(?:本文)?作者(?:单位|简介)?[:：]", plain))
    return 0 < len(plain) <= _LONGEST_UNIT and bool(_UNIT.match(plain)) and (bracketed or colon)


_UNIT_OPENINGS = ("（作者", "(作者", "（本文作者", "(本文作者")


def opens_unit_line(text: str) -> bool:
    """Whether `text` begins as a line does that says where the author works, though it may break off."""
    return text.lstrip().startswith(_UNIT_OPENINGS)
