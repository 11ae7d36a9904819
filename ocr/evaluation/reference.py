"""What a page says, article by article: the form in which truth and result are compared.

It comes from a truth file (``{"articles": [{"title", "kicker", "deck", "byline", "paragraphs", "kind"}]}``), from a
finished `Page`, or from Markdown in the project's dialect.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ocr.errors import InputError
from ocr.model import Article, ArticleKind, Page, Role

__all__ = ["Piece", "Told", "read_markdown", "read_truth", "tell", "write_truth"]

_QUIET = frozenset({"masthead", "furniture", "advertisement"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as told: its headings apart, then its paragraphs in reading order."""

    title: str = ""
    kicker: tuple[str, ...] = ()
    deck: tuple[str, ...] = ()
    byline: str = ""
    paragraphs: tuple[str, ...] = ()
    kind: str = "article"

    @property
    def text(self) -> str:
        """Everything it says, in order."""
        return "".join((*self.kicker, self.title, *self.deck, self.byline, *self.paragraphs))

    @property
    def is_news(self) -> bool:
        """Whether it counts as an article: not the masthead, folio, staff lines or advertisements."""
        return self.kind not in _QUIET


@dataclass(frozen=True, slots=True)
class Told:
    """A page as told, its pieces in reading order."""

    pieces: tuple[Piece, ...]

    @property
    def news(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.is_news)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def _tell(article: Article) -> Piece:
    kicker: list[str] = []
    deck: list[str] = []
    byline: list[str] = []
    title: list[str] = []
    rest: list[str] = []
    for paragraph in article.paragraphs:
        match paragraph.role:
            case Role.KICKER | Role.COLUMN_TITLE:
                kicker.append(paragraph.text)
            case Role.HEADLINE:
                (rest if title else title).append(paragraph.text)
            case Role.DECK:
                deck.append(paragraph.text)
            case Role.BYLINE if not rest and not byline:
                byline.append(paragraph.text)
            case Role.MASTHEAD if article.kind is ArticleKind.MASTHEAD and not title:
                title.append(paragraph.text)
            case Role.ORNAMENT:
                pass
            case _:
                rest.append(paragraph.text)
    return Piece("".join(title), tuple(kicker), tuple(deck), "".join(byline), tuple(rest), article.kind.value)


def tell(page: Page) -> Told:
    """What a finished page says; ornaments say nothing."""
    return Told(tuple(_tell(article) for article in page.articles))


def read_truth(text: str, name: str) -> Told:
    """A truth file's content; `name` is for the message.

    Raises:
        InputError: when it is not of the form above.
    """
    try:
        rows: list[dict[str, Any]] = json.loads(text)["articles"]
        pieces = tuple(
            Piece(
                str(row.get("title", "")),
                tuple(map(str, row.get("kicker", ()))),
                tuple(map(str, row.get("deck", ()))),
                str(row.get("byline", "")),
                tuple(map(str, row["paragraphs"])),
                str(row.get("kind", "article")),
            )
            for row in rows
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(
            f"{name}: not a truth file ({type(problem).__name__}: {problem})",
            cure='give {"articles": [{"title": …, "paragraphs": […]}]}',
        ) from problem
    return Told(pieces)


def write_truth(told: Told) -> str:
    """`told` as a truth file; advertisements are furniture there, since Markdown leaves them out."""
    rows = [
        {
            "title": piece.title,
            "kicker": list(piece.kicker),
            "deck": list(piece.deck),
            "byline": piece.byline,
            "paragraphs": list(piece.paragraphs),
            "kind": "furniture" if piece.kind == "advertisement" else piece.kind,
        }
        for piece in told.pieces
    ]
    return json.dumps({"articles": rows}, ensure_ascii=False, indent=1) + "\n"


_HEADING = re.compile(r"(#{1,6})\s+(.*)", re.S)
_BREAK = re.compile(r"(?:-\s*){3,}|(?:\*\s*){3,}")
_NOT_TEXT = re.compile(r"\A---\n.*?\n---\n|<!--.*?-->|!\[[^\]]*\]\([^)]*\)", re.S)


def read_markdown(markdown: str) -> Told:
    """The articles of Markdown in the project's dialect; text before the first heading is an untitled one."""
    pieces: list[Piece] = []
    kicker: list[str] = []
    title, heads, kind, paragraphs = "", (), "article", []  # type: tuple[str, tuple[str, ...], str, list[str]]

    def close() -> None:
        if title or paragraphs:
            pieces.append(Piece(title, heads, (), "", tuple(paragraphs), kind))

    for raw in re.split(r"\n\s*\n", _NOT_TEXT.sub("", markdown.replace("\r", ""))):
        block = raw.strip()
        if not block:
            continue
        heading = _HEADING.fullmatch(block)
        if heading and len(heading[1]) > 2:
            kicker.append(heading[2].strip("| "))
        elif heading or _BREAK.fullmatch(block):
            if not heading:
                paragraphs += kicker
                kicker = []
            close()
            level = len(heading[1]) if heading else 2
            title, heads = (heading[2] if heading else ""), tuple(kicker)
            kind, paragraphs, kicker = ("masthead" if level == 1 else "article"), [], []
        else:
            paragraphs += kicker
            kicker = []
            for line in re.split(r"\n(?=[-*>] )", block):
                paragraphs.append(re.sub(r"^[-*>]\s+", "", line).replace("  \n", "").replace("\n", ""))
    paragraphs += kicker
    close()
    return Told(tuple(pieces))
