"""A fictional newspaper page: made in memory, printed with Pillow, and read with chosen mistakes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ocr.geometry import Affine, Box
from ocr.model import (
    Article,
    ArticleKind,
    Block,
    Direction,
    Frame,
    Glyph,
    Line,
    Page,
    Paragraph,
    Picture,
    Provenance,
    Role,
    Rule,
    RuleStyle,
)

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)

WORDS = (
    "云河市图书馆新馆昨日开放，市民排队办理借书证。馆长说，夏天的阅读活动将持续三个月，"
    "孩子们可以在河边的草地上听故事。老街的茶馆也腾出一间屋子，摆上旧报纸和连环画。"
    "山谷小镇的果农今年试种了新品种，梨子又大又甜，合作社帮助大家把水果卖到远方。"
)


@dataclass(frozen=True)
class Print:
    """The page as printed and as read."""

    page: Page
    truth: dict[str, str]


def make_print(
    *,
    articles: int = 4,
    lines: int = 8,
    size: int = 28,
    width: int = 1200,
    seed: int = 7,
    wrong: float = 0.03,
    longest: int = 1000,
    sha256: str = "ab" * 32,
) -> Print:
    """A page of `articles` with `lines` body lines each, in two columns, a share `wrong` of characters misread.

    `longest` limits the characters of a body line.
    """
    rng = random.Random(seed)
    pitch, margin = round(size * 1.5), size * 2
    column = (width - 3 * margin) // 2
    blocks: list[Block] = []
    stories: list[Article] = []
    truth: dict[str, str] = {}
    y = {0: margin * 4, 1: margin * 4}
    number = 0

    def add(role: Role, texts: list[tuple[str, int, int, int]]) -> Block:
        nonlocal number
        number += 1
        made = []
        for n, (text, left, top, em) in enumerate(texts, 1):
            ident = f"p01.b{number:03d}.l{n:02d}"
            truth[ident] = text
            made.append(_line(ident, text, left, top, em, rng, wrong))
        block = Block(f"p01.b{number:03d}", role, tuple(made), "made for a test")
        blocks.append(block)
        return block

    masthead = add(Role.MASTHEAD, [("云河日报", margin, margin, size * 2)])
    stories.append(_story(1, ArticleKind.MASTHEAD, [masthead]))
    for index in range(articles):
        side = index % 2
        left = margin + side * (column + margin)
        top = y[side]
        head = add(Role.HEADLINE, [(f"云河新馆开放第{index + 1}天", left, top, round(size * 1.5))])
        top += size * 3
        per_line = min(longest, column // size)
        texts, at = [], 0
        for n in range(lines):
            indent = 2 if n % 4 == 0 else 0
            count = per_line - indent
            text = "".join(WORDS[(index * 17 + at + k) % len(WORDS)] for k in range(count))
            at += count
            texts.append((text, left + indent * size, top, size))
            top += pitch
        body = add(Role.BODY, texts)
        stories.append(_story(index + 2, ArticleKind.ARTICLE, [head, body]))
        y[side] = top + size * 2
    height = max(y.values()) + margin * 2
    jump = add(Role.JUMP, [("（下转第2版）", width - margin - 7 * size, height - margin * 2, size)])
    last = stories[-1]
    stories[-1] = _story(len(stories), ArticleKind.ARTICLE, [b for b in blocks if b.id in last.block_ids] + [jump])
    provenance = Provenance(
        "yunhe.png", sha256, 0, 300.0, width, height, Affine(), "banmian test", ("replay",), "settings"
    )
    rules = (Rule(Box(margin, margin * 3, width - margin, margin * 3 + 3), RuleStyle.THIN),)
    page = Page(
        1,
        width,
        height,
        float(size),
        rules,
        (Frame(Box(margin // 2, margin // 2, width - margin // 2, margin * 3)),),
        (Picture(Box(width // 2, margin, width - margin, margin * 2)),),
        tuple(blocks),
        tuple(stories),
        provenance,
    )
    return Print(page, truth)


def paint(made: Print, path: Path) -> None:
    """Prints the page's true text into an image file."""
    page = made.page
    image = Image.new("L", (page.width, page.height), 244)
    draw = ImageDraw.Draw(image)
    for rule in page.rules:
        draw.rectangle(rule.box.as_tuple(), fill=40)
    for picture in page.pictures:
        draw.rectangle(picture.box.as_tuple(), fill=160)
    font_file = next((name for name in FONTS if Path(name).exists()), None)
    fonts = {}
    for block in page.blocks:
        for line in block.lines:
            if font_file is not None and line.size not in fonts:
                fonts[line.size] = ImageFont.truetype(font_file, int(line.size))
            for glyph, char in zip(line.glyphs, made.truth[line.id], strict=True):
                if font_file is None:
                    draw.rectangle(glyph.box.grow(-3).as_tuple(), fill=20)
                else:
                    draw.text((glyph.box.left, glyph.box.top - line.size * 0.2), char, font=fonts[line.size], fill=20)
    image.save(path)


def _line(ident: str, text: str, left: int, top: int, em: int, rng: random.Random, wrong: float) -> Line:
    glyphs, read = [], []
    for k, char in enumerate(text):
        box = Box(left + k * em, top, left + (k + 1) * em, top + em)
        if rng.random() < wrong:
            glyphs.append(Glyph("囗", box, 0.4, char))
        else:
            glyphs.append(Glyph(char, box, round(0.96 + 0.04 * rng.random(), 3)))
        read.append(glyphs[-1].text)
    raw = "".join(read)
    box = Box(left, top, left + len(text) * em, top + em)
    return Line(
        ident, box, Direction.HORIZONTAL, float(em), raw, raw, tuple(glyphs), (("first", raw), ("second", text))
    )


def _story(number: int, kind: ArticleKind, blocks: list[Block]) -> Article:
    paragraphs: list[Paragraph] = []
    for block in blocks:
        groups: list[list[Line]] = []
        for line in block.lines:
            if groups and line.box.left == block.box.left and block.role is Role.BODY:
                groups[-1].append(line)
            else:
                groups.append([line])
        paragraphs += [Paragraph(block.role, "".join(x.text for x in g), tuple(x.id for x in g)) for g in groups]
    return Article(f"p01.a{number:02d}", kind, tuple(b.id for b in blocks), tuple(paragraphs))
