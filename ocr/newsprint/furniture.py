"""What frames the news: masthead, ears, folio, staff line, teasers, tables, advertisements."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np

from ocr.geometry import Box
from ocr.model import ArticleKind, Role, RuleStyle
from ocr.newsprint.faces import Face
from ocr.newsprint.jumps import NUMERALS
from ocr.newsprint.news import Newsroom
from ocr.newsprint.pictures import emblem, landscape, qr_code
from ocr.newsprint.press import Piece, Press, Story, Type

__all__ = ["advertisement", "folio", "issue_date", "masthead", "staff_line", "table", "teasers"]

TABLE_ROWS = 12
"""Tables on news pages list a region's counties, seldom more."""
_MOONS = "正二三四五六七八九十冬腊"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def issue_date(chance: random.Random) -> date:
    """A day between 2001 and 2024."""
    return date(2001, 1, 1) + timedelta(days=chance.randrange(8700))


def _lunar(day: date, chance: random.Random) -> str:
    """A date in the manner of the farmer's calendar; it looks right, it is not computed."""
    number = chance.randint(1, 29)
    tens = ("初", "十", "廿")[(number - 1) // 10] if number != 20 else "二"
    units = NUMERALS[(number - 1) % 10 + 1]
    year = _STEMS[(day.year - 4) % 10] + _BRANCHES[(day.year - 4) % 12]
    return f"农历{year}年{_MOONS[(day.month + 10) % 12]}月{tens}{units}"


def _put(press: Press, story: Story, role: Role, text: str, x: float, y: float, kind: Type) -> Box:
    line = press.line(text, x, y, kind)
    story.pieces.append(Piece(role, [line]))
    return line.box


def masthead(press: Press, room: Newsroom, paper: str, day: date, box: Box, em: int) -> None:
    """Name in brush type, publisher, numbers and dates, an ear box; a rule below.

    The name is the story's first piece; the lines follow as they are printed.
    """
    chance, story = room.chance, press.story(ArticleKind.MASTHEAD)
    size = round(min(box.height * 0.62, box.width * 0.5 / len(paper) / 1.05))
    name = Type(chance.choice((Face.BRUSH, Face.BRUSH, Face.KAI, Face.SONG_BLACK)), size)
    small, bold = Type(Face.SONG, round(em * 1.05)), Type(Face.HEI_BOLD, round(em * 1.1))
    top = box.top + round(1.9 * em)
    story.pieces.append(Piece(Role.MASTHEAD, [press.line(paper, box.left + em, top, name, spacing=size * 0.05)]))
    number = chance.randint(1200, 19800)
    _put(press, story, Role.MASTHEAD, room.say("organ"), box.left + em, box.top, small)
    _put(
        press,
        story,
        Role.MASTHEAD,
        f"国内统一刊号：CN{chance.randint(11, 65)}—{chance.randint(1, 99):04d}",
        box.left + em * 16,
        box.top,
        small,
    )
    x = box.left + em + len(paper) * size * 1.05 + 1.5 * em
    pitch = (box.height - 3.2 * em) / 5
    weekday = "一二三四五六日"[day.weekday()]
    rows = [
        (f"{day.year}年{day.month}月", Type(Face.HEI, round(em * 1.15))),
        (f"{day.day} 星期{weekday}", Type(Face.HEI_BOLD, round(em * 1.6))),
        (_lunar(day, chance), small),
        (f"今日{chance.choice((4, 8, 12, 16))}版", small),
        (f"（第{number}号）", small),
    ]
    for row, (text, kind) in enumerate(rows):
        _put(press, story, Role.MASTHEAD, text, x, top + row * pitch, kind)
    if chance.random() < 0.35:
        _sponsor(press, room, story, x + 9 * em, top, em)
    _ear(press, room, story, _ear_box(box, x, em), em)
    thick = max(2, em // 8)
    press.rule(
        Box(box.left, box.bottom - thick, box.right, box.bottom), chance.choice((RuleStyle.THICK, RuleStyle.DOUBLE))
    )
    if chance.random() < 0.5:
        _put(press, story, Role.MASTHEAD, "www.example.cn", box.left + em, box.bottom - 2 * em, bold)


def _sponsor(press: Press, room: Newsroom, masthead: Story, x: float, y: float, em: int) -> None:
    """An emblem with two words below each other beside it."""
    side = round(3.4 * em)
    sign = emblem(np.random.default_rng(room.chance.randrange(2**32)), side)
    left, top = round(x), round(y) + 4 * em
    if left + side + 6 * em > press.width * 0.7:
        return
    press.picture(Box(left, top, left + side, top + side), sign)
    words, kind = room.say("logo_word"), Type(Face.HEI_BOLD, round(1.4 * em))
    for row, part in enumerate((words[:2], words[2:])):
        _put(press, masthead, Role.MASTHEAD, part, left + side + em // 2, top + 0.2 * em + row * 1.6 * em, kind)


def _ear_box(box: Box, x: float, em: int) -> Box:
    left = max(round(x + em * 11), box.right - 22 * em)
    return Box(min(left, box.right), box.top, box.right, box.bottom - em)


def _ear(press: Press, room: Newsroom, masthead: Story, box: Box, em: int) -> None:
    if box.width < 7 * em:
        return
    chance = room.chance
    press.frame(box, max(1, em // 12))
    if chance.random() < 0.5 and box.width > 9 * em:
        side = min(box.height - 2 * em, round(4.5 * em))
        image = qr_code(np.random.default_rng(chance.randrange(2**32)), side)
        spot = Box(box.right - side - em // 2, box.top + em // 2, box.right - em // 2, box.top + em // 2 + side)
        press.picture(spot, image)
    kind = Type(Face.KAI, round(em * 1.3))
    texts = chance.sample(["文明云岭", "书香城市", "今日晴间多云", "西北风三级", "最高气温21℃", "最低气温9℃"], 4)
    for row, text in enumerate(texts):
        y = box.top + em + row * round(kind.size * 1.45)
        if y + kind.size < box.bottom:
            _put(press, masthead, Role.MASTHEAD, text, box.left + em, y, kind)


def folio(press: Press, room: Newsroom, paper: str, day: date, number: int, box: Box, em: int) -> None:
    """The head of an inner page: name, date, page; a rule below."""
    chance, story = room.chance, press.story(ArticleKind.FURNITURE)
    weekday = "一二三四五六日"[day.weekday()]
    kind = Type(Face.HEI_BOLD, round(em * 1.3))
    section = chance.choice(["综合新闻", "县区", "文化生活", "经济", "副刊"])
    texts = [f"{day.year}年{day.month}月{day.day}日 星期{weekday}", f"第{NUMERALS[number]}版 {section}", paper]
    if chance.random() < 0.5:
        texts.reverse()
    for slot, text in enumerate(texts):
        width = press.measure(text, kind)
        _put(press, story, Role.FOLIO, text, box.left + (box.width - width) * slot / 2, box.top, kind)
    press.rule(Box(box.left, box.bottom - max(2, em // 8), box.right, box.bottom), RuleStyle.THICK)


def staff_line(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """The editors' names at the foot, behind a rule."""
    story = press.story(ArticleKind.FURNITURE)
    press.rule(Box(box.left, box.top, box.right, box.top + max(1, em // 10)), RuleStyle.THIN)
    kind = Type(Face.HEI, round(em * 0.95))
    _put(press, story, Role.STAFF, room.say("editor"), box.left, box.top + em // 2, kind)
    phone = f"新闻热线：0{room.chance.randint(300, 999)}—{room.chance.randint(2000000, 8999999)}"
    _put(press, story, Role.FOOTER, phone, box.right - press.measure(phone, kind), box.top + em // 2, kind)


def teasers(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """A panel of titles with pointers, each its own teaser."""
    chance = room.chance
    press.tint(box, 222)
    if chance.random() < 0.6:
        press.frame(box, max(1, em // 10))
    title = Type(Face.HEI_BOLD, round(1.25 * em))
    y = box.top + em
    while y + 4.2 * em < box.bottom:
        story = press.story(ArticleKind.TEASER)
        words, piece = room.headline("teaser"), Piece(Role.HEADLINE)
        fit = max(4, int((box.width - 2 * em) / title.size))
        column = press.new_column()
        for start in range(0, len(words), fit):
            piece.lines.append(press.line(words[start : start + fit], box.left + em, y, title, column=column))
            y += round(1.6 * em)
        story.pieces.append(piece)
        pointer, kind = room.say("pointer"), Type(Face.KAI, em)
        _put(press, story, Role.POINTER, pointer, box.right - em - press.measure(pointer, kind), y, kind)
        y += round(2.2 * em)


def table(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """A ruled table under a title; its cells are read row by row."""
    story = press.story()
    title = Type(Face.HEI_BOLD, round(1.5 * em))
    words = room.say("table_title")
    x = box.left + max(0.0, (box.width - press.measure(words, title)) / 2)
    story.pieces.append(Piece(Role.HEADLINE, [press.line(words, x, box.top, title)]))
    top, pitch = box.top + round(2.4 * em), round(1.75 * em)
    rows = max(2, min(TABLE_ROWS, (box.bottom - top - em // 2) // pitch))
    columns = max(2, min(4, box.width // (6 * em)))
    thin, kind = max(1, em // 14), Type(Face.SONG, round(0.95 * em))
    heads = ["县区", "数量", "比上月", "位次"][:columns]
    width = box.width // columns
    for row in range(rows):
        cells = heads if row == 0 else [room.say("county"), room.say("n3"), room.say("pct"), str(row)][:columns]
        for column, text in enumerate(cells):
            at = box.left + column * width + max(0.0, (width - press.measure(text, kind)) / 2)
            _put(press, story, Role.TABLE, text, at, top + row * pitch + 0.4 * em, kind)
    foot = top + rows * pitch
    for row in range(rows + 1):
        press.rule(Box(box.left, top + row * pitch, box.left + columns * width, top + row * pitch + thin))
    for column in range(columns + 1):
        press.rule(Box(box.left + column * width, top, box.left + column * width + thin, foot + thin))


def advertisement(press: Press, room: Newsroom, box: Box, em: int) -> None:
    """A framed notice with a picture and large type, sometimes white on black."""
    chance, story = room.chance, press.story(ArticleKind.ADVERTISEMENT)
    rng = np.random.default_rng(chance.randrange(2**32))
    dark = chance.random() < 0.4
    press.tint(box, 40 if dark else 255)
    press.frame(box, max(2, em // 6))
    words = room.say("advert")
    size = round(min(box.height * 0.3, (box.width - 2 * em) / len(words)))
    _put(press, story, Role.ADVERTISEMENT, words, box.left + em, box.top + em, Type(Face.HEI_BOLD, size, dark))
    y, kind = box.top + 2 * em + size, Type(Face.HEI, round(1.1 * em), dark)
    while y + 1.6 * em < box.bottom:
        _put(press, story, Role.ADVERTISEMENT, room.say("advert_line"), box.left + em, y, kind)
        y += round(1.9 * em)
    spot = Box(box.left + box.width * 2 // 3, box.top + 2 * em + size, box.right - em, box.bottom - em)
    if spot.height > 3 * em and spot.width > 3 * em and box.width * 2 // 3 > 14 * em:
        story.pictures.append(press.picture(spot, landscape(rng, spot.height, spot.width)))
