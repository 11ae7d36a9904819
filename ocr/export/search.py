"""Full-text search over the articles of a run: SQLite FTS5 over pairs of characters, variants and widths as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ocr.errors import FileAccessError, OutputError
from ocr.export.issue import Issue
from ocr.export.placing import place_characters
from ocr.geometry import Box, hull
from ocr.hanzi import search_key, search_tokens, trace_search_key
from ocr.model import ArticleKind, Line, Page

__all__ = ["Hit", "SearchIndex", "highlight"]

_FORMAT = 0x42414E31
"""The ``application_id`` of our index files."""
_SCHEMA = f"""
PRAGMA application_id = {_FORMAT};
CREATE TABLE article (
    id INTEGER PRIMARY KEY, newspaper TEXT, day TEXT, label TEXT, page TEXT, article TEXT, headline TEXT, text TEXT
);
CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize="unicode61 remove_diacritics 0");
"""
_AROUND = 24
"""Characters of context on either side of a found word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in which the words were found.

    Attributes:
        page: the name of the page's files.
        label: the printed page number.
        excerpt: the text around the first place; empty when the words are only found apart from each other.
        start, end: the place of the words in `excerpt`.
    """

    newspaper: str
    day: str
    label: str
    page: str
    article: str
    headline: str
    excerpt: str
    start: int
    end: int


class SearchIndex:
    """An index file, opened or made; use it as a context.

    Raises:
        FileAccessError: when the file cannot be opened.
        OutputError: when it is not an index of ours.
    """

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        try:
            self._base = sqlite3.connect(path)
            known = self._base.execute("PRAGMA application_id").fetchone()[0]
            if fresh:
                self._base.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise FileAccessError(
                f"{path} cannot be opened: {error}", cure="check the folder and its free space"
            ) from error
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{path} is not a search index: {error}", cure="export it again") from error
        if not fresh and known != _FORMAT:
            self._base.close()
            raise OutputError(f"{path} is not a search index of this program", cure="export it again")

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._base.close()

    def add(self, issues: Iterable[Issue]) -> None:
        """Takes in the articles of `issues`, all or none.

        Raises:
            FileAccessError: when the index cannot grow.
        """
        try:
            self._add(issues)
        except sqlite3.OperationalError as error:
            raise FileAccessError(
                f"the search index cannot be written: {error}", cure="free some space and export again"
            ) from error

    def _add(self, issues: Iterable[Issue]) -> None:
        with self._base:
            for issue in issues:
                for article in issue.articles:
                    if article.kind is ArticleKind.FURNITURE:
                        continue
                    page = issue.pages[article.parts[0][0]]
                    text = "\n".join(paragraph.text for paragraph in article.paragraphs)
                    day = issue.day.isoformat() if issue.day else ""
                    row = (issue.newspaper, day, page.label, page.name, article.id, article.headline, text)
                    self._insert(row)

    def _insert(self, row: tuple[str, str, str, str, str, str, str]) -> None:
        cursor = self._base.execute(
            "INSERT INTO article (newspaper, day, label, page, article, headline, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        tokens = " ".join(search_tokens(row[-1]))
        self._base.execute("INSERT INTO words (rowid, tokens) VALUES (?, ?)", (cursor.lastrowid, tokens))

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """The articles that hold all of `words` (parted by spaces), the latest first; nothing for no words."""
        phrases = [search_tokens(word, query=True) for word in words.split()]
        query = " AND ".join(f'"{" ".join(tokens)}" *' for tokens in phrases if tokens)
        if not query:
            return ()
        found = self._base.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", (query, limit)
        ).fetchall()
        hits = []
        for (rowid,) in found:
            with closing(self._base.execute("SELECT * FROM article WHERE id = ?", (rowid,))) as rows:
                _, newspaper, day, label, page, article, headline, text = rows.fetchone()
            excerpt, start, end = _excerpt(text, words)
            hits.append(Hit(newspaper, day, label, page, article, headline, excerpt, start, end))
        return tuple(hits)


def _excerpt(text: str, words: str) -> tuple[str, int, int]:
    """The text around the first of `words`, and the place of the word in it."""
    for word in words.split():
        at = text.find(word)
        if at >= 0:
            return _around(text, at, at + len(word))
    key, origin = trace_search_key(text)  # character by character: only when the words stand there in another form
    for word in words.split():
        sought = search_key(word)
        at = key.find(sought) if sought else -1
        if at >= 0:
            return _around(text, origin[at], origin[at + len(sought) - 1] + 1)
    return "", 0, 0


def _around(text: str, start: int, end: int) -> tuple[str, int, int]:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return text[first:last].replace("\n", " "), start - first, end - first


def highlight(page: Page, words: str) -> tuple[Box, ...]:
    """The places of `words` on the upright page, one box a line; words that go on over a line's end included."""
    lines = {line.id: line for block in page.blocks for line in block.lines}
    found: list[Box] = []
    for article in page.articles:
        for paragraph in article.paragraphs:
            found += _in_lines([lines[key] for key in paragraph.line_ids if key in lines], words)
    return tuple(found)


def _in_lines(lines: list[Line], words: str) -> list[Box]:
    placed = [(number, character) for number, line in enumerate(lines) for character in place_characters(line)]
    key, origin = trace_search_key("".join(character.text for _, character in placed))
    boxes = []
    for word in words.split():
        sought = search_key(word)
        at = key.find(sought) if sought else -1
        while at >= 0:
            hit = placed[origin[at] : origin[at + len(sought) - 1] + 1]
            for number in sorted({line for line, _ in hit}):
                boxes.append(hull(character.box for line, character in hit if line == number))
            at = key.find(sought, at + len(sought))
    return boxes
