"""The page as structured Markdown: article by article, in the order in which a reader takes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from ocr.export.escaping import escape, escape_heading, escape_path
from ocr.export.metadata import read_metadata, share_for_review
from ocr.export.naming import picture_name
from ocr.export.tables import write_table
from ocr.hanzi import ends_sentence, is_list_item, join
from ocr.model import Article, ArticleKind, Line, Page, Paragraph, Role

__all__ = ["ColumnBreaks", "MarkdownOptions", "MarkdownWriter", "front_matter", "write_article", "write_document"]

_LEAST_ITEMS = 2
"""One numbered line alone is a sentence, not an enumeration."""
_HARD_BREAK = "  \n"


class ColumnBreaks(Enum):
    """What becomes of a paragraph that runs on in the next column."""

    JOIN = "join"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class MarkdownOptions:
    """What goes into the Markdown.

    Attributes:
        front_matter: begin with YAML about the page and how it was read.
        ads: keep advertisements, as quotations.
        column_breaks: whether paragraphs are rejoined across columns.
        images: the folder of the pictures, as the Markdown file sees it; empty leaves the pictures out.
    """

    front_matter: bool = False
    ads: bool = False
    column_breaks: ColumnBreaks = ColumnBreaks.JOIN
    images: str = ""


class MarkdownWriter:
    """Writes pages in the dialect of the project."""

    suffix = ".md"

    def __init__(self, options: MarkdownOptions = MarkdownOptions()) -> None:
        self._options = options

    def write(self, page: Page) -> bytes:
        return write_document((page,), self._options)


def write_document(pages: Iterable[Page], options: MarkdownOptions = MarkdownOptions()) -> bytes:
    """Several pages as one Markdown file; the front matter is that of the first."""
    pages = tuple(pages)
    blocks: list[str] = []
    for page in pages:
        composer = _Composer(page, options)
        for article in page.articles:
            piece = composer.blocks(article)
            if piece and blocks and _lacks_heading(article):
                blocks.append("---")
            blocks += piece
        lone = composer.lone_pictures()
        blocks += ["---", *lone] if lone and blocks else lone
    head = front_matter(pages[0]) if options.front_matter and pages else ""
    return (head + "\n\n".join(blocks) + "\n" * bool(blocks)).encode("utf-8")


def write_article(page: Page, article: Article, options: MarkdownOptions = MarkdownOptions()) -> bytes:
    """One article as a Markdown file of its own."""
    blocks = _Composer(page, options).blocks(article)
    return ("\n\n".join(blocks) + "\n" * bool(blocks)).encode("utf-8")


def _lacks_heading(article: Article) -> bool:
    """Whether nothing but a thematic break can tell where the article begins."""
    if article.kind is ArticleKind.MASTHEAD:
        return False
    return not any(paragraph.role is Role.HEADLINE and paragraph.text.strip() for paragraph in article.paragraphs)


class _Composer:
    """Turns the articles of one page into Markdown blocks."""

    def __init__(self, page: Page, options: MarkdownOptions) -> None:
        self._page = page
        self._options = options
        self._line: dict[str, Line] = {}
        self._block_of: dict[str, str] = {}
        for block in page.blocks:
            for line in block.lines:
                self._line[line.id] = line
                self._block_of[line.id] = block.id

    def blocks(self, article: Article) -> list[str]:
        match article.kind:
            case ArticleKind.MASTHEAD:
                return self._masthead(article)
            case ArticleKind.ARTICLE | ArticleKind.PHOTO | ArticleKind.TEASER:
                return list(self._body(article))
            case ArticleKind.ADVERTISEMENT:
                return self._advertisement(article)
            case ArticleKind.FURNITURE:
                return []
            case _:
                assert_never(article.kind)

    def _masthead(self, article: Article) -> list[str]:
        """The name as the page's title; lines of one block kept together by hard breaks."""
        paragraphs = [paragraph for paragraph in article.paragraphs if paragraph.text.strip()]
        if not paragraphs:
            return []
        blocks = [f"# {escape_heading(paragraphs[0].text)}"]
        open_block = ""
        for paragraph in paragraphs[1:]:
            home = self._home(paragraph)
            if home and home == open_block:
                blocks[-1] += _HARD_BREAK + escape(paragraph.text)
            else:
                blocks.append(escape(paragraph.text))
            open_block = home
        return blocks

    def _home(self, paragraph: Paragraph) -> str:
        return self._block_of.get(paragraph.line_ids[0], "") if paragraph.line_ids else ""

    def _advertisement(self, article: Article) -> list[str]:
        if not self._options.ads:
            return []
        texts = [escape(paragraph.text) for paragraph in article.paragraphs if paragraph.text.strip()]
        return ["\n>\n".join(f"> {text}" for text in texts)] if texts else []

    def _body(self, article: Article) -> Iterator[str]:
        items = self._list_items(article)
        pictures = self._pictures(article)
        listed: list[str] = []
        for number, paragraph in enumerate(article.paragraphs):
            if number in items:
                listed.append(f"- {escape(paragraph.text)}")
                continue
            if listed:
                yield "\n".join(listed)
                listed = []
            if paragraph.role in (Role.CAPTION, Role.CREDIT):
                yield from pictures
                pictures = []
            yield from self._paragraph(paragraph)
        if listed:
            yield "\n".join(listed)
        yield from pictures

    def _pictures(self, article: Article) -> list[str]:
        return self._links(article.picture_indexes)

    def lone_pictures(self) -> list[str]:
        """The pictures that no article took: without a caption or a story around them."""
        taken = {index for article in self._page.articles for index in article.picture_indexes}
        return self._links(index for index in range(len(self._page.pictures)) if index not in taken)

    def _links(self, indexes: Iterable[int]) -> list[str]:
        folder = escape_path(self._options.images.rstrip("/"))
        return [f"![]({folder}/{picture_name(self._page, index)})" for index in indexes] if folder else []

    def _list_items(self, article: Article) -> set[int]:
        """The paragraphs that stand in an enumeration set one to a line."""
        found: set[int] = set()
        run: list[int] = []
        for number, paragraph in enumerate(article.paragraphs):
            lone = paragraph.role is Role.BODY and len(paragraph.line_ids) == 1
            if lone and is_list_item(paragraph.text) and not ends_sentence(paragraph.text):
                run.append(number)
                continue
            found.update(run if len(run) >= _LEAST_ITEMS else ())
            run = []
        found.update(run if len(run) >= _LEAST_ITEMS else ())
        return found

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        text = paragraph.text.strip()
        if not text:
            return
        match paragraph.role:
            case Role.HEADLINE:
                yield f"## {escape_heading(text)}"
            case Role.KICKER | Role.COLUMN_TITLE | Role.SUBHEAD:
                yield f"### {escape_heading(text)}"
            case Role.BODY if self._options.column_breaks is ColumnBreaks.KEEP:
                yield from (escape(part) for part in self._columns(paragraph))
            case Role.TABLE:
                yield self._table(paragraph)
            case Role.FOLIO | Role.STAFF | Role.FOOTER | Role.ORNAMENT | Role.ADVERTISEMENT:
                return
            case (
                Role.BODY
                | Role.BYLINE
                | Role.CAPTION
                | Role.CREDIT
                | Role.DECK
                | Role.JUMP
                | Role.MASTHEAD
                | Role.POINTER
                | Role.SUMMARY
            ):
                yield escape(text)
            case _:
                assert_never(paragraph.role)

    def _columns(self, paragraph: Paragraph) -> list[str]:
        """The paragraph cut where it goes on in another block; whole when its lines do not spell its text."""
        groups: list[list[str]] = []
        home = ""
        for key in paragraph.line_ids:
            if key not in self._line:
                return [paragraph.text]
            if self._block_of[key] != home:
                groups.append([])
                home = self._block_of[key]
            groups[-1].append(self._line[key].text)
        parts, rest = [], paragraph.text
        for group in groups[:-1]:
            part = join(group)
            if not rest.startswith(part):
                return [paragraph.text]
            parts.append(part)
            rest = rest[len(part) :].lstrip()
        return [part for part in (*parts, rest) if part]

    def _table(self, paragraph: Paragraph) -> str:
        """The table as printed; its text when no line of it is on the page."""
        lines = [self._line[key] for key in paragraph.line_ids if key in self._line]
        return write_table(lines) or escape(paragraph.text)


def front_matter(page: Page) -> str:
    """YAML about the page; strings are written as JSON strings, which YAML reads the same everywhere."""
    told, origin = read_metadata(page), page.provenance
    fields: list[tuple[str, object]] = [
        ("newspaper", told.newspaper),
        ("date", told.day.isoformat() if told.day else ""),
        ("lunar_date", told.lunar),
        ("weekday", told.weekday_name),
        ("issue", told.issue),
        ("cn", told.cn),
        ("page", told.page_label),
        ("page_name", told.page_name),
        ("pages", told.page_count),
        ("staff", [p.text for a in page.articles for p in a.paragraphs if p.role is Role.STAFF]),
        ("source", origin.source),
        ("source_page", origin.page_index + 1),
        ("sha256", origin.sha256),
        ("dpi", origin.dpi or None),
        ("program", origin.program),
        ("readers", list(origin.readers)),
        ("settings", origin.settings),
        ("confidence", round(page.confidence, 4)),
        ("review_share", round(share_for_review(page), 4)),
        ("contradictions", list(told.contradictions)),
    ]
    rows = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields if value not in ("", None, [])]
    return "---\n" + "\n".join(rows) + "\n---\n\n"
