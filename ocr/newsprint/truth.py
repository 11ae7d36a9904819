"""The truth about a printed page as a finished `Page`: every character, block, role, article and their order."""

from __future__ import annotations

from ocr.geometry import Affine
from ocr.model import Article, ArticleKind, Block, Line, Page, Paragraph, Provenance, Role
from ocr.newsprint.press import Press, SetLine, Story

__all__ = ["write_truth"]

_RUNNING = frozenset({Role.BODY})


def _join(lines: list[SetLine], role: Role) -> str:
    """The text of one paragraph; two Latin words at a line's end and start stay apart."""
    text = ""
    for line in lines:
        words = line.text.strip()
        if text and text[-1].isascii() and text[-1].isalpha() and words[:1].isascii() and words[:1].isalpha():
            text += " "
        text += (" " if text and role is Role.HEADLINE and len(lines) > 1 else "") + words
    return text


def write_truth(
    press: Press, body_size: int, *, name: str, number: int, dpi: int, to_scan: Affine | None = None
) -> Page:
    """The page `press` printed, in the frame of its paper.

    `name` is the source's, `number` the page's; `body_size` is in pixels, `dpi` the paper's.
    `to_scan` is the map onto the worn scan, the identity when it was not bent.
    """
    prefix = f"p{number:02d}"
    blocks: list[Block] = []
    articles: list[Article] = []
    stories = [story for story in press.stories if story.pieces]
    ordered = [story for story in stories if story.kind is not ArticleKind.FURNITURE]
    ordered += [story for story in stories if story.kind is ArticleKind.FURNITURE]
    for story in ordered:
        first = len(blocks)
        names: dict[int, str] = {}
        for role, lines in _blocks(story):
            block_id = f"{prefix}.b{len(blocks) + 1:03d}"
            made = []
            for index, line in enumerate(lines, start=1):
                names[id(line)] = f"{block_id}.l{index:02d}"
                text = line.text.strip()
                made.append(
                    Line(names[id(line)], line.box, line.direction, float(line.size), text, line.text, line.glyphs)
                )
            blocks.append(Block(block_id, role, tuple(made), "as printed"))
        paragraphs = tuple(
            Paragraph(piece.role, _join(piece.lines, piece.role), tuple(names[id(line)] for line in piece.lines))
            for piece in story.pieces
            if piece.lines
        )
        articles.append(
            Article(
                f"{prefix}.a{len(articles) + 1:02d}",
                story.kind,
                tuple(block.id for block in blocks[first:]),
                paragraphs,
                tuple(story.pictures),
            )
        )
    provenance = Provenance(
        name, "0" * 64, 0, float(dpi), press.width, press.height, to_scan or Affine(), "banmian newsprint", (), "truth"
    )
    return Page(
        number,
        press.width,
        press.height,
        float(body_size),
        tuple(press.rules),
        tuple(press.frames),
        tuple(press.pictures),
        tuple(blocks),
        tuple(articles),
        provenance,
    )


def _blocks(story: Story) -> list[tuple[Role, list[SetLine]]]:
    """The lines of a story by role and column; running paragraphs of one column stay in one block."""
    found: list[tuple[Role, list[SetLine]]] = []
    for piece in story.pieces:
        fresh = True
        for line in piece.lines:
            together = not fresh or (piece.role in _RUNNING and found and found[-1][0] is piece.role)
            if together and found[-1][1][-1].column == line.column:
                found[-1][1].append(line)
            else:
                found.append((piece.role, [line]))
            fresh = False
    return found
