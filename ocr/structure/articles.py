"""Articles: a head with the stacks that follow it, its captions and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from ocr.geometry import Box, hull
from ocr.hanzi import is_byline, is_credit, is_pointer
from ocr.model import ArticleKind, Role
from ocr.structure.barriers import Barriers
from ocr.structure.captions import Caption
from ocr.structure.columns import Stack
from ocr.structure.flow import Link
from ocr.structure.graphics import Graphic
from ocr.structure.head import EMBLEM_LENGTH, Head
from ocr.structure.indents import IndentSettings, edges_of
from ocr.structure.items import Item, Row
from ocr.structure.paragraphs import ParagraphSettings, Piece, roles_in_stack, run_on
from ocr.structure.teasers import Teaser

__all__ = ["Draft", "draft_of", "gather"]

KICKER = "kicker: over its headline"
COLUMN_TITLE = "column title: over a column of the article, or on its frame"
NO_TEXT = "column title: a headline without text of its own"
DECK = "deck: under its headline, over the text"
BYLINE = "byline: an author, between headline and text"
BELOW = "below: further down in the same column"
POINTER = "pointer: to the page where the story stands"
GRAPHIC = "graphic: words of a drawing"
TABLE = "table: cells of a grid of rules"

EMBLEM_LINES = 2
"""An emblem's words stand in no more lines."""
FOOT = 5.0
"""An emblem stands no farther from the foot of the text it closes, in body characters."""
BESIDE = 6.0
"""An emblem that stands in no article and at no foot belongs to the article this near, in body characters."""
STRAP = 10.0
"""A title over a series of articles stands no farther above the next one's head, in body characters."""


@dataclass(slots=True, eq=False)
class Draft:
    """An article being put together, in the canonical frame.

    Attributes:
        why: the reason for the place of each row that stands in a column.
    """

    head: Head | None
    stacks: list[Stack]
    why: dict[Row, str] = field(default_factory=dict)
    captions: list[Caption] = field(default_factory=list)
    titles: list[Item] = field(default_factory=list)
    graphic: Graphic | None = None

    @property
    def boxes(self) -> list[Box]:
        heads = [item.box for item in (*self.head.items, *self.head.titles)] if self.head else []
        return [
            *heads,
            *(stack.column for stack in self.stacks),
            *(caption.item.box for caption in self.captions),
            *(item.box for item in self.titles),
            *([self.graphic.box] if self.graphic else []),
        ]

    @property
    def hull(self) -> Box:
        return hull(self.boxes)

    @property
    def lacks_text(self) -> bool:
        """Whether nothing stands under its head yet: no column, no graphic and no picture with its words."""
        return not self.stacks and not self.graphic and not self.captions

    @property
    def kind(self) -> ArticleKind:
        drawn = self.graphic is not None and not self.graphic.is_table
        if not self.stacks and (drawn or (self.captions and self.graphic is None)):
            return ArticleKind.PHOTO
        if self.head and any(is_pointer(item.text) for stack in self.stacks for item in stack.items[-1:]):
            return ArticleKind.TEASER
        return ArticleKind.ARTICLE

    def body_size(self, default: float) -> float:
        """The size of the article's own body type."""
        sizes = [row.size for stack in self.stacks for row in stack.rows]
        return median(sizes) if sizes else default

    def pieces(self, body: float, settings: ParagraphSettings) -> list[Piece]:
        """The article's paragraphs in reading order, headings included."""
        parts: list[Piece] = []
        if self.head:
            parts += [Piece(Role.KICKER, item.rows, KICKER) for item in self.head.kickers]
            parts += [Piece(Role.COLUMN_TITLE, item.rows, COLUMN_TITLE) for item in self.head.titles]
        parts += [Piece(Role.COLUMN_TITLE, item.rows, NO_TEXT) for item in self.titles]
        if self.head:
            rows = tuple(row for item in self.head.lines for row in item.rows)
            begins = f"headline: {self.head.size / body:.1f} times as large as the body; an article begins"
            parts.append(Piece(Role.HEADLINE, rows, begins))
            parts += [Piece(Role.DECK, item.rows, DECK) for item in self.head.decks]
            byline = tuple(row for item in self.head.bylines for row in item.rows)
            parts += [Piece(Role.BYLINE, byline, BYLINE)] if byline else []
        early, late = self._captions()
        size = self.body_size(body)
        text = run_on([(s, roles_in_stack(s, size, n == 0, settings)) for n, s in enumerate(self.stacks)])
        signed = next((n for n, piece in enumerate(text) if piece.role is not Role.BYLINE), len(text))
        parts += text[:signed]
        for caption in early:
            parts += _caption_pieces(caption)
        parts += text[signed:]
        for caption in late:
            parts += _caption_pieces(caption)
        return parts + _graphic_pieces(self.graphic)

    def _captions(self) -> tuple[list[Caption], list[Caption]]:
        """The captions that stand before the text, and those that come after it."""
        if not self.stacks:
            return self.captions, []
        first = self.stacks[0].column
        early = [c for c in self.captions if c.item.box.bottom <= first.top + first.width // 4]
        return early, [c for c in self.captions if c not in early]


def _graphic_pieces(graphic: Graphic | None) -> list[Piece]:
    """The words of a drawing, each text apart; a table as one piece."""
    if graphic is None:
        return []
    if graphic.is_table:
        return [Piece(Role.TABLE, tuple(row for item in graphic.items for row in item.rows), TABLE)]
    return [Piece(Role.CAPTION, item.rows, GRAPHIC) for item in graphic.items]


def _caption_pieces(caption: Caption) -> list[Piece]:
    """A caption, its credit apart when it has lines of its own."""
    rows, why = caption.item.rows, f"caption: by picture {caption.picture + 1}"
    if len(rows) > 1 and is_credit(rows[-1].text) and len(rows[-1].text.strip()) <= 24:
        begins = len(rows) - (2 if len(rows) > 2 and is_byline(rows[-2].text) else 1)
        return [Piece(Role.CAPTION, rows[:begins], why), Piece(Role.CREDIT, rows[begins:], why)]
    alone = len(rows) == 1 and is_credit(rows[0].text) and len(rows[0].text.strip()) <= 20
    return [Piece(Role.CREDIT if alone else Role.CAPTION, rows, why)]


def gather(
    heads: list[Head],
    stacks: list[Stack],
    links: list[Link],
    captions: list[Caption],
    pictured: dict[Head, list[Caption]],
    graphics: list[Graphic],
    barriers: Barriers,
    body: float,
) -> list[Draft]:
    """The articles that `links` make of heads and stacks; every head, stack, caption and graphic is in exactly one.

    Args:
        pictured: the captions of the pictures right under a head.
    """
    follower = {link.stack: j for j, link in enumerate(links) if link.stack >= 0}
    opened = {link.head: j for j, link in enumerate(links) if link.head >= 0}
    drafts = []
    for i, head in enumerate(heads):
        drafts.append(_chain(head, opened.get(i), follower, stacks, links))
    for j, link in enumerate(links):
        if link.head < 0 and link.stack < 0:
            drafts.append(_chain(None, j, follower, stacks, links))
    _place_graphics(drafts, graphics, barriers, body)
    for draft in drafts:
        if draft.head and draft.lacks_text:
            draft.captions += [caption for caption in pictured.get(draft.head, []) if caption in captions]
            captions = [caption for caption in captions if caption not in draft.captions]
    drafts = _adopt_titles(drafts, barriers, body)
    _place_captions(drafts, captions, barriers, body)
    return [draft for draft in drafts if draft.boxes]


def draft_of(teaser: Teaser, barriers: Barriers, indents: IndentSettings) -> Draft:
    """A teaser as a piece of its own."""
    title, pointer = teaser.title, teaser.pointer
    head = Head((title,), (), (), (), title.size, stands=False, frame=barriers.frame_of(title.box))
    stack = Stack((pointer,), pointer.box, edges_of(pointer.rows, indents), barriers.frame_of(pointer.box))
    return Draft(head, [stack], dict.fromkeys(pointer.rows, POINTER))


def _chain(
    head: Head | None, first: int | None, follower: dict[int, int], stacks: list[Stack], links: list[Link]
) -> Draft:
    draft = Draft(head, [])
    at = first
    while at is not None:
        draft.stacks.append(stacks[at])
        leading, *others = stacks[at].rows
        draft.why[leading] = links[at].why
        draft.why.update(dict.fromkeys(others, BELOW))
        at = follower.get(at)
    return draft


def _adopt_titles(drafts: list[Draft], barriers: Barriers, body: float) -> list[Draft]:
    """`drafts` with heads that own no text made column titles of the article that they belong to."""
    owners = [d for d in drafts if d.head and d.stacks]
    kept = []
    for draft in drafts:
        home = _home(draft.head, owners, barriers, body) if draft.head and draft.lacks_text else None
        if draft.head and home:
            home.titles += (*draft.head.items, *draft.head.titles)
        else:
            kept.append(draft)
    return kept


def _home(head: Head, owners: list[Draft], barriers: Barriers, body: float) -> Draft | None:
    """The article whose column title `head` is; None when it stands alone."""
    ranked = [(_distance(head, owner, barriers, body), owner) for owner in owners]
    found = [(rank, owner) for rank, owner in ranked if rank is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _distance(head: Head, owner: Draft, barriers: Barriers, body: float) -> tuple[int, int] | None:
    """How far `head` is from being a column title of `owner`: in it, then next to it, then only near it."""
    if owner.head is None or owner.head.frame != head.frame:
        return None
    box, bounds, top = head.box, owner.hull, owner.head.box
    emblem = len(head.items) <= EMBLEM_LINES and all(len(item.text.strip()) <= EMBLEM_LENGTH for item in head.items)
    smaller = owner.head.size >= head.size * 0.95
    if (emblem or smaller) and bounds.grow(round(body)).contains(box, round(2 * body)):
        return 0, bounds.area
    above = smaller and not owner.head.stands and -body <= top.top - box.bottom <= STRAP * body
    if above and _over(box, top, barriers):
        return 1, top.top - box.bottom
    last = owner.stacks[-1].column
    if emblem and abs(box.center_y - last.bottom) <= FOOT * body and _over(last, box, barriers):
        return 1, last.gap_y(box)
    away = bounds.gap_x(box) + bounds.gap_y(box)
    return (2, away) if emblem and away <= BESIDE * body else None


def _over(upper: Box, lower: Box, barriers: Barriers) -> bool:
    """Whether `upper` stands over `lower`, and no rule keeps them apart."""
    shared = upper.overlap_x(lower) >= 0.25 * min(upper.width, lower.width)
    return shared and not barriers.level_rule_between(upper, lower)


def _place_graphics(drafts: list[Draft], graphics: list[Graphic], barriers: Barriers, body: float) -> None:
    """Each graphic under the head right above it that has no text of its own; the rest as pieces of their own."""
    for graphic in graphics:
        bounds = graphic.box
        titles = [
            draft
            for draft in drafts
            if draft.head
            and draft.lacks_text
            and -body <= bounds.top - draft.head.box.bottom <= FOOT * body
            and _over(draft.head.box, bounds, barriers)
        ]
        if titles:
            max(titles, key=lambda draft: draft.hull.bottom).graphic = graphic
        else:
            drafts.append(Draft(None, [], graphic=graphic))


def _place_captions(drafts: list[Draft], captions: list[Caption], barriers: Barriers, body: float) -> None:
    """Each caption into the article whose text surrounds its picture; the rest into pieces of their own.

    The captions of pictures side by side are told together.
    """
    homes: dict[Box, Draft] = {}
    for caption in captions:
        spread = barriers.spreads[caption.picture]
        if spread not in homes:
            home = _around_picture(spread.union(caption.item.box), drafts, barriers, body)
            if home is None:
                home = Draft(None, [])
                drafts.append(home)
            homes[spread] = home
        homes[spread].captions.append(caption)


def _around_picture(picture: Box, drafts: list[Draft], barriers: Barriers, body: float) -> Draft | None:
    """The article that a picture belongs to: the one whose bounds it lies in and no other's text parts them."""
    best, share = None, 0.0
    for draft in drafts:
        if not draft.boxes or draft.head is None:
            continue
        around = draft.hull
        if barriers.frame_of(picture) != draft.head.frame:
            continue
        inside = around.overlap_area(picture) / max(1, picture.area)
        if not draft.stacks and draft.head.box.overlap_x(picture) > 0.3 * picture.width:
            near = draft.head.box.gap_y(picture) <= 3 * body
            inside = max(inside, 0.75 if near else 0.0)
        if inside > share:
            best, share = draft, inside
    return best if share >= 0.7 else None
