"""Pages made of nothing but values, for the writers' tests."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

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

SIZE = 20
PROVENANCE = Provenance(
    source="scan.pdf",
    sha256="ab" * 32,
    page_index=0,
    dpi=150.0,
    scan_width=800,
    scan_height=1000,
    to_scan=Affine(),
    program="banmian 0.1",
    readers=("tesseract 5.3 chi_sim 1234",),
    settings="cafe",
)


def line(key: str, text: str, left: int, top: int, *, vertical: bool = False, confidence: float = 0.9) -> Line:
    """A line whose characters are squares of `SIZE`, starting at ``(left, top)``."""
    glyphs = tuple(
        Glyph(
            char,
            Box(left, top, left + SIZE, top + SIZE).shift(*((0, i * SIZE) if vertical else (i * SIZE, 0))),
            confidence,
        )
        for i, char in enumerate(text)
    )
    box = Box(left, top, glyphs[-1].box.right, glyphs[-1].box.bottom)
    direction = Direction.VERTICAL if vertical else Direction.HORIZONTAL
    return Line(key, box, direction, float(SIZE), text, text, glyphs, (("tesseract", text),))


def block(key: str, role: Role, texts: list[str], left: int, top: int, *, vertical: bool = False) -> Block:
    lines = tuple(
        line(
            f"{key}.l{n:02d}",
            text,
            left - (2 * SIZE * (n - 1) if vertical else 0),
            top + (0 if vertical else 2 * SIZE * (n - 1)),
            vertical=vertical,
        )
        for n, text in enumerate(texts, 1)
    )
    return Block(key, role, lines, "made for a test")


def article(key: str, kind: ArticleKind, blocks: list[Block], pictures: tuple[int, ...] = ()) -> Article:
    """An article with one paragraph a block."""
    paragraphs = tuple(
        Paragraph(item.role, "".join(line.text for line in item.lines), tuple(line.id for line in item.lines))
        for item in blocks
    )
    return Article(key, kind, tuple(item.id for item in blocks), paragraphs, pictures)


def front_page(number: int = 1) -> Page:
    """A front page with every kind of article and most roles."""
    p = f"p{number:02d}"
    name = block(f"{p}.b001", Role.MASTHEAD, ["云州日报"], 40, 20)
    issue = block(f"{p}.b002", Role.MASTHEAD, ["CN14—0019", "2031年5月", "6星期二"], 300, 20)
    kicker = block(f"{p}.b003", Role.KICKER, ["奋进新征程"], 40, 120)
    headline = block(f"{p}.b004", Role.HEADLINE, ["云州新修三座桥"], 40, 160)
    deck = block(f"{p}.b005", Role.DECK, ["——写在汛期之前"], 40, 200)
    byline = block(f"{p}.b006", Role.BYLINE, ["□ 本报记者 文山"], 40, 240)
    left = block(f"{p}.b007", Role.BODY, ["本报讯（记者 文山）三座", "桥将在汛期前通车，全"], 40, 280)
    right = block(f"{p}.b008", Role.BODY, ["长1.5公里。"], 300, 280)
    subhead = block(f"{p}.b009", Role.SUBHEAD, ["百年渡口"], 300, 320)
    more = block(f"{p}.b010", Role.BODY, ["1.渡口停航。"], 300, 360)
    jump = block(f"{p}.b011", Role.JUMP, ["（下转第三版）"], 300, 400)
    caption = block(f"{p}.b012", Role.CAPTION, ["图为合龙现场。"], 40, 640)
    credit = block(f"{p}.b013", Role.CREDIT, ["本报记者 文山摄"], 40, 680)
    teaser = block(f"{p}.b014", Role.HEADLINE, ["夜市延长"], 560, 120)
    pointer = block(f"{p}.b015", Role.POINTER, ["刊3版"], 560, 160)
    ad = block(f"{p}.b016", Role.ADVERTISEMENT, ["开业大吉"], 560, 640)
    folio = block(f"{p}.b017", Role.STAFF, ["责编：文川 校对：文海"], 40, 940)
    vertical = block(f"{p}.b018", Role.HEADLINE, ["老街纪事", "新篇"], 740, 220, vertical=True)
    aside = block(f"{p}.b019", Role.BODY, ["老街重开。"], 560, 320)
    joined = "本报讯（记者 文山）三座桥将在汛期前通车，全长1.5公里。"
    lead = article(f"{p}.a02", ArticleKind.ARTICLE, [kicker, headline, deck, byline, left, right, subhead, more, jump])
    paragraphs = (
        *lead.paragraphs[:4],
        Paragraph(Role.BODY, joined, (*lead.paragraphs[4].line_ids, *lead.paragraphs[5].line_ids)),
        *lead.paragraphs[6:],
    )
    lead = Article(lead.id, lead.kind, lead.block_ids, paragraphs)
    blocks = (
        name,
        issue,
        kicker,
        headline,
        deck,
        byline,
        left,
        right,
        subhead,
        more,
        jump,
        vertical,
        aside,
        teaser,
        pointer,
        caption,
        credit,
        ad,
        folio,
    )
    return Page(
        number=number,
        width=800,
        height=1000,
        body_size=float(SIZE),
        rules=(Rule(Box(40, 100, 760, 102), RuleStyle.DOUBLE),),
        frames=(Frame(Box(550, 110, 720, 190)),),
        pictures=(Picture(Box(40, 460, 280, 630)),),
        blocks=blocks,
        articles=(
            Article(
                f"{p}.a01",
                ArticleKind.MASTHEAD,
                (name.id, issue.id),
                tuple(Paragraph(Role.MASTHEAD, row.text, (row.id,)) for row in (*name.lines, *issue.lines)),
            ),
            lead,
            article(f"{p}.a03", ArticleKind.ARTICLE, [vertical, aside]),
            article(f"{p}.a04", ArticleKind.TEASER, [teaser, pointer]),
            article(f"{p}.a05", ArticleKind.PHOTO, [caption, credit], (0,)),
            article(f"{p}.a06", ArticleKind.ADVERTISEMENT, [ad]),
            article(f"{p}.a07", ArticleKind.FURNITURE, [folio]),
        ),
        provenance=PROVENANCE,
    )


def blank_page() -> Page:
    """A page with nothing on it."""
    return Page(1, 800, 1000, 0.0, (), (), (), (), (), PROVENANCE)


@pytest.fixture
def page() -> Page:
    return front_page()


@pytest.fixture
def blank() -> Page:
    return blank_page()


@pytest.fixture
def make() -> SimpleNamespace:
    """The builders themselves, for tests that need pages of their own."""
    return SimpleNamespace(
        line=line, block=block, article=article, front_page=front_page, blank_page=blank_page, size=SIZE
    )
