"""A page that can be changed while corrections are applied, and becomes a finished page again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ocr.corrections.paragraphs import LinePlace, regroup, retext
from ocr.geometry import hull
from ocr.model import Article, ArticleKind, Block, Direction, Line, Page, Paragraph, Role, TextLine

__all__ = ["Draft", "Story"]


@dataclass(slots=True)
class Story:
    """An article while its blocks move about; `touched` once its paragraphs must be found anew."""

    id: str
    kind: ArticleKind
    block_ids: list[str]
    paragraphs: tuple[Paragraph, ...] = ()
    picture_indexes: tuple[int, ...] = ()
    touched: bool = False


@dataclass(slots=True)
class _Piece:
    """A block while its lines move about."""

    id: str
    role: Role
    line_ids: list[str]
    why: str = ""
    role_changed: bool = False


class Draft:
    """The page in pieces. Every method leaves each block in exactly one article."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines: dict[str, Line] = {line.id: line for block in page.blocks for line in block.lines}
        self.pieces: dict[str, _Piece] = {
            block.id: _Piece(block.id, block.role, [line.id for line in block.lines], block.why)
            for block in page.blocks
        }
        self.stories: list[Story] = [
            Story(a.id, a.kind, list(a.block_ids), a.paragraphs, a.picture_indexes) for a in page.articles
        ]
        self._old_texts = {ident: line.text for ident, line in self.lines.items()}
        self._changed_lines: set[str] = set()
        self._starts: dict[str, bool] = {}
        self._paragraph_roles: dict[str, Role] = {}
        for article in page.articles:
            for paragraph in article.paragraphs:
                for number, ident in enumerate(paragraph.line_ids):
                    self._starts[ident] = self._starts.get(ident, False) or number == 0
                    self._paragraph_roles.setdefault(ident, paragraph.role)
        self._paragraphs = {p.line_ids: p for article in page.articles for p in article.paragraphs}
        self._rearranged = False

    # ---- looking -----------------------------------------------------------------------------

    def story_of(self, block_id: str) -> Story:
        return next(story for story in self.stories if block_id in story.block_ids)

    def block_of(self, line_id: str) -> str:
        return next(ident for ident, piece in self.pieces.items() if line_id in piece.line_ids)

    def block(self, block_id: str) -> Block:
        piece = self.pieces[block_id]
        return Block(piece.id, piece.role, tuple(self.lines[ident] for ident in piece.line_ids), piece.why)

    # ---- changing ----------------------------------------------------------------------------

    def set_text(self, line_id: str, text: str) -> None:
        if self.lines[line_id].text != text:
            self.lines[line_id] = replace(self.lines[line_id], text=text)
            self._changed_lines.add(line_id)

    def set_role(self, block_id: str, role: Role) -> None:
        piece = self.pieces[block_id]
        piece.role, piece.role_changed = role, True
        self.story_of(block_id).touched = True

    def set_kind(self, block_id: str, kind: ArticleKind) -> None:
        self.story_of(block_id).kind = kind

    def set_start(self, line_id: str, starts: bool) -> None:
        self._starts[line_id] = starts
        self.story_of(self.block_of(line_id)).touched = True

    def move(self, block_id: str, neighbour_id: str, *, after: bool) -> None:
        """Puts the block beside `neighbour_id`, in that block's article."""
        self._take_out(block_id)
        story = self.story_of(neighbour_id)
        story.block_ids.insert(story.block_ids.index(neighbour_id) + after, block_id)
        story.touched = True
        self._drop_empty()

    def move_alone(self, block_id: str, story_id: str, kind: ArticleKind) -> None:
        """Gives the block an article of its own, after the one it leaves."""
        source = self.story_of(block_id)
        place = self.stories.index(source) + 1
        self._take_out(block_id)
        self.stories.insert(place, Story(story_id, kind, [block_id], touched=True))
        self._drop_empty()

    def move_story(self, block_id: str, neighbour_id: str, *, after: bool) -> None:
        story, neighbour = self.story_of(block_id), self.story_of(neighbour_id)
        if story is neighbour:
            return
        self.stories.remove(story)
        self.stories.insert(self.stories.index(neighbour) + after, story)
        self._rearranged = True

    def split(self, line_id: str, new_id: str) -> None:
        """Makes a block of the lines from `line_id` on."""
        piece = self.pieces[self.block_of(line_id)]
        at = piece.line_ids.index(line_id)
        self.pieces[new_id] = replace(piece, id=new_id, line_ids=piece.line_ids[at:])
        del piece.line_ids[at:]
        story = self.story_of(piece.id)
        story.block_ids.insert(story.block_ids.index(piece.id) + 1, new_id)
        story.touched = self._rearranged = True

    def merge(self, block_id: str, other_id: str) -> None:
        """Adds the other block's lines to the first, whose role they take."""
        self._take_out(other_id)
        self.pieces[block_id].line_ids += self.pieces.pop(other_id).line_ids
        self.story_of(block_id).touched = True
        self._drop_empty()

    def delete(self, block_id: str) -> None:
        self._take_out(block_id)
        del self.pieces[block_id]
        self._drop_empty()

    def draw(self, block_id: str, role: Role, lines: Iterable[Line], story_id: str, kind: ArticleKind) -> None:
        """A new block in a new article at the end."""
        self._add_piece(block_id, role, lines)
        self.stories.append(Story(story_id, kind, [block_id], touched=True))
        self._rearranged = True

    def replace_lines(self, block_id: str, lines: Iterable[Line]) -> None:
        piece = self.pieces[block_id]
        fresh = list(lines)
        kept = {line.id for line in fresh}
        for ident in piece.line_ids:
            if ident not in kept:
                del self.lines[ident]
        for line in fresh:
            self.lines[line.id] = line
            self._changed_lines.add(line.id)
        piece.line_ids = [line.id for line in fresh]
        self.story_of(block_id).touched = self._rearranged = True

    # ---- finishing ---------------------------------------------------------------------------

    def finish(self) -> Page:
        """The finished page; the very page given when nothing was changed."""
        touched = any(story.touched for story in self.stories)
        if not (touched or self._rearranged or self._changed_lines or self._kinds_changed()):
            return self.page
        articles = tuple(self._finish_story(story) for story in self.stories)
        if touched or self._rearranged:
            order = [ident for story in self.stories for ident in story.block_ids]
        else:
            order = [block.id for block in self.page.blocks]
        return replace(self.page, blocks=tuple(self.block(ident) for ident in order), articles=articles)

    def _finish_story(self, story: Story) -> Article:
        if story.touched:
            grouped = regroup([place for ident in story.block_ids for place in self._places(ident)])
            # lines that were a paragraph before keep its text, joined as it was
            paragraphs = tuple(
                replace(self._retext(self._paragraphs[p.line_ids]), role=p.role)
                if p.line_ids in self._paragraphs
                else p
                for p in grouped
            )
        else:
            paragraphs = tuple(self._retext(p) for p in story.paragraphs)
        return Article(story.id, story.kind, tuple(story.block_ids), paragraphs, story.picture_indexes)

    def _retext(self, paragraph: Paragraph) -> Paragraph:
        if not self._changed_lines.intersection(paragraph.line_ids):
            return paragraph
        return retext(paragraph, self._old_texts, {ident: self.lines[ident].text for ident in paragraph.line_ids})

    def _places(self, block_id: str) -> Iterable[LinePlace]:
        piece = self.pieces[block_id]
        lines = [self.lines[ident] for ident in piece.line_ids]
        box = hull(line.box for line in lines)
        edge = box.left if lines[0].direction is Direction.HORIZONTAL else box.top
        for line in lines:
            role = piece.role if piece.role_changed else self._paragraph_roles.get(line.id, piece.role)
            yield LinePlace(line, role, self._starts.get(line.id), edge)

    def _kinds_changed(self) -> bool:
        return [story.kind for story in self.stories] != [article.kind for article in self.page.articles]

    def _take_out(self, block_id: str) -> None:
        story = self.story_of(block_id)
        story.block_ids.remove(block_id)
        story.touched = self._rearranged = True

    def _drop_empty(self) -> None:
        self.stories = [story for story in self.stories if story.block_ids or story.picture_indexes]

    def _add_piece(self, block_id: str, role: Role, lines: Iterable[Line]) -> None:
        fresh = list(lines)
        self.lines.update((line.id, line) for line in fresh)
        self.pieces[block_id] = _Piece(block_id, role, [line.id for line in fresh])


def line_of(ident: str, line: TextLine, text: str) -> Line:
    """A finished line of what an engine read; `text` is the reading made normal."""
    region = line.region
    return Line(ident, region.box, region.direction, region.size, text, line.text, line.reading.glyphs, line.witnesses)
