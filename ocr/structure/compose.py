"""The finished page: roles, articles and reading order from a layout and what its blocks say."""

from __future__ import annotations

from dataclasses import dataclass, field

from ocr.geometry import Box, hull
from ocr.hanzi import normalise
from ocr.model import Article, ArticleKind, Block, Layout, Line, Page, Paragraph, Provenance, Role, TextBlock
from ocr.structure.articles import Draft, draft_of, gather
from ocr.structure.barriers import Barriers
from ocr.structure.captions import CaptionSettings, find_captions
from ocr.structure.columns import ColumnSettings, stack_items
from ocr.structure.flow import FlowSettings, link_stacks
from ocr.structure.furniture import Furniture, FurnitureSettings, find_furniture
from ocr.structure.graphics import GraphicSettings, find_graphics
from ocr.structure.heads import HeadSettings, find_heads
from ocr.structure.indents import IndentSettings
from ocr.structure.items import Item, Row, make_items
from ocr.structure.old_titles import OldTitleSettings, split_titles
from ocr.structure.ordering import reading_order
from ocr.structure.paragraphs import ParagraphSettings, Piece
from ocr.structure.photos import PhotoSettings, captions_under
from ocr.structure.tables import TableSettings, find_tables
from ocr.structure.teasers import TeaserSettings, find_teasers

__all__ = ["StructureSettings", "compose"]

PORTRAIT = 1.4
"""The height of a newspaper's page, in widths: 390 by 545 mm, 270 by 390 mm."""
MARGIN = 0.06
"""The white around the print of a newspaper's page, in its widths."""
NAME = "masthead: the newspaper's name"
MASTHEAD = "masthead: beside the name, or over the rule under it"
FURNITURE = {
    Role.FOLIO: "folio: a line at the page's edge",
    Role.STAFF: "staff: names of editors",
    Role.ORNAMENT: "ornament: ink that says nothing",
}
"""Why a piece of furniture is one."""


@dataclass(frozen=True, slots=True)
class StructureSettings:
    """The settings of every step."""

    furniture: FurnitureSettings = field(default_factory=FurnitureSettings)
    teasers: TeaserSettings = field(default_factory=TeaserSettings)
    tables: TableSettings = field(default_factory=TableSettings)
    graphics: GraphicSettings = field(default_factory=GraphicSettings)
    captions: CaptionSettings = field(default_factory=CaptionSettings)
    old_titles: OldTitleSettings = field(default_factory=OldTitleSettings)
    heads: HeadSettings = field(default_factory=HeadSettings)
    columns: ColumnSettings = field(default_factory=ColumnSettings)
    indents: IndentSettings = field(default_factory=IndentSettings)
    photos: PhotoSettings = field(default_factory=PhotoSettings)
    flow: FlowSettings = field(default_factory=FlowSettings)
    paragraphs: ParagraphSettings = field(default_factory=ParagraphSettings)


def compose(
    layout: Layout,
    blocks: tuple[TextBlock, ...],
    number: int,
    provenance: Provenance,
    settings: StructureSettings | None = None,
) -> Page:
    """The page that `layout` and `blocks` make.

    Args:
        blocks: what the blocks of `layout` say, in the same order.
        number: of the page in its document, from 1.

    Returns:
        A page in which every line is in exactly one block and every block in exactly one article.
    """
    settings = settings or StructureSettings()
    canon, items = make_items(layout, blocks)
    barriers = Barriers(layout, canon, items)
    body = layout.body_size
    page = _type_area(items, barriers, canon.box(Box(0, 0, layout.width, layout.height)))
    furniture, rest = find_furniture(list(items), barriers, page, body, settings.furniture)
    drawn = [item.box for item, role in furniture.others if role is Role.ORNAMENT]
    teasers, rest = find_teasers(rest, barriers, body, settings.teasers)
    tables, rest = find_tables(rest, barriers, body, settings.tables)
    graphics, rest = find_graphics(rest, drawn, barriers, body, settings.graphics)
    captions, rest = find_captions(rest, barriers, body, settings.captions)
    rest, titles = split_titles(rest, body, settings.old_titles) if canon.turned else (rest, [])
    heads, texts = find_heads(rest, titles, barriers, body, settings.heads)
    stacks = stack_items(texts, [head.box for head in heads], barriers, body, settings.columns, settings.indents)
    pictured = captions_under(heads, [stack.column for stack in stacks], captions, barriers, body, settings.photos)
    links = link_stacks(heads, stacks, set(pictured), barriers, body, settings.flow)
    drafts = gather(heads, stacks, links, captions, pictured, [*tables, *graphics], barriers, body)
    drafts += [draft_of(teaser, barriers, settings.indents) for teaser in teasers]
    order = reading_order([draft.hull for draft in drafts], rules=barriers.level, body=body, tiers=canon.turned)
    scribe = _Scribe(number)
    if furniture.masthead:
        scribe.masthead(furniture)
    for index in order:
        scribe.article(drafts[index], body, settings.paragraphs)
    if furniture.others:
        scribe.furniture(furniture)
    return Page(
        number,
        layout.width,
        layout.height,
        layout.body_size,
        layout.rules,
        layout.frames,
        layout.pictures,
        tuple(scribe.blocks),
        tuple(scribe.articles),
        provenance,
    )


def _type_area(items: tuple[Item, ...], barriers: Barriers, page: Box) -> Box:
    """The part of `page` that is printed: a scan may have wide margins, or the scanner's bed, around the paper.

    Where print ends early, the paper is taken to go on to the height of a newspaper's page. Old pages set in columns
    are of any shape, and stay as they were scanned.
    """
    printed = [item.box for item in items if item.text.strip()]
    if not printed or barriers.turned:
        return page
    area = hull([*printed, *barriers.level, *barriers.upright])
    margin, high = round(MARGIN * area.width), round(PORTRAIT * area.width)
    area = Box(area.left, area.top, area.right, max(area.bottom, area.top + high))
    return area.grow(margin).intersection(page)


class _Scribe:
    """Writes blocks and articles with their ids, in reading order."""

    def __init__(self, number: int) -> None:
        self._page = f"p{number:02d}"
        self.blocks: list[Block] = []
        self.articles: list[Article] = []

    def article(self, draft: Draft, body: float, settings: ParagraphSettings) -> None:
        pictures = tuple(sorted({caption.picture for caption in draft.captions}))
        self._write(draft.kind, draft.pieces(body, settings), draft.why, pictures)

    def masthead(self, furniture: Furniture) -> None:
        name, *rest = furniture.masthead
        pieces = [Piece(Role.MASTHEAD, name.rows, NAME)]
        pieces += [Piece(Role.MASTHEAD, (row,), MASTHEAD) for item in rest for row in item.rows]
        self._write(ArticleKind.MASTHEAD, pieces, {}, ())

    def furniture(self, furniture: Furniture) -> None:
        pieces = [Piece(role, item.rows, FURNITURE[role]) for item, role in furniture.others]
        self._write(ArticleKind.FURNITURE, pieces, {}, ())

    def _write(self, kind: ArticleKind, pieces: list[Piece], why: dict[Row, str], pictures: tuple[int, ...]) -> None:
        paragraphs, block_ids = [], []
        for piece in pieces:
            line_ids = []
            for run in [list(piece.rows)] if piece.role is Role.TABLE else _runs(piece.rows):
                block = self._block(piece.role, run, piece.why or why.get(run[0], ""))
                block_ids.append(block.id)
                line_ids += [line.id for line in block.lines]
            text = piece.text
            if text:
                paragraphs.append(Paragraph(piece.role, text, tuple(line_ids)))
        name = f"{self._page}.a{len(self.articles) + 1:02d}"
        self.articles.append(Article(name, kind, tuple(block_ids), tuple(paragraphs), pictures))

    def _block(self, role: Role, rows: list[Row], why: str) -> Block:
        name = f"{self._page}.b{len(self.blocks) + 1:03d}"
        lines = tuple(
            Line(
                f"{name}.l{n:02d}",
                row.line.region.box,
                row.line.region.direction,
                row.line.region.size,
                normalise(row.text),
                row.text,
                row.line.reading.glyphs,
                row.line.witnesses,
            )
            for n, row in enumerate(rows, 1)
        )
        block = Block(name, role, lines, why)
        self.blocks.append(block)
        return block


def _runs(rows: tuple[Row, ...]) -> list[list[Row]]:
    """`rows` cut where they go on in another column."""
    runs: list[list[Row]] = []
    for row in rows:
        if runs and row.box.top >= runs[-1][-1].box.center_y and row.box.overlap_x(runs[-1][-1].box) > 0:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
