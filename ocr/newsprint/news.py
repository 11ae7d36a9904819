"""Invented news: articles of any length from a grammar of made-up places, people and offices, or from a text file."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from ocr.errors import FileAccessError, InputError
from ocr.newsprint.jumps import Jumps

__all__ = ["Newsroom", "read_corpus"]

_SLOT = re.compile(r"\{(\w+)\}")
SENTENCES_PER_PARAGRAPH = (2, 6)
"""Printed paragraphs of city dailies run from two sentences to half a dozen."""

TRIES = 20
"""Draws after which a headline is taken twice: there are more of them than stories on any page."""


@cache
def _grammar() -> dict[str, list[str]]:
    return tomllib.loads(files("ocr.newsprint").joinpath("news.toml").read_text("utf-8"))


@dataclass(slots=True)
class Newsroom:
    """A source of text; the same `seed` writes the same news.

    Attributes:
        chance: the stream every choice is drawn from.
        stories: bodies to use in place of the grammar's, each a headline and paragraphs.
        jumps: the stories that go on elsewhere, or come from there.
    """

    chance: random.Random
    stories: tuple[tuple[str, tuple[str, ...]], ...] = ()
    jumps: Jumps = field(default_factory=Jumps)
    _printed: set[str] = field(default_factory=set)

    def say(self, key: str) -> str:
        """One expansion of the grammar's `key`."""
        text = self.chance.choice(_grammar()[key])
        return _SLOT.sub(lambda slot: self.say(slot.group(1)), text)

    def headline(self, key: str) -> str:
        """A headline that no other story of this newsroom has; after `TRIES` a used one."""
        text = self.say(key)
        for _ in range(TRIES):
            if text not in self._printed:
                break
            text = self.say(key)
        self._printed.add(text)
        return text

    def choices(self, key: str) -> list[str]:
        """What the grammar has for `key`, as it stands there."""
        return _grammar()[key]

    def paragraphs(self) -> Iterator[str]:
        """The paragraphs of one article, without end; the first may open with a dateline."""
        if self.stories:
            while True:
                yield from self.chance.choice(self.stories)[1]
        opening = self.say("opening")
        if self.chance.random() < 0.6:
            opening = self.say("dateline") + opening
        first = True
        recent: list[str] = []
        while True:
            count = self.chance.randint(*SENTENCES_PER_PARAGRAPH)
            patterns = self.chance.sample([s for s in _grammar()["sentence"] if s not in recent], count)
            recent = (recent + patterns)[-20:]
            body = "".join(_SLOT.sub(lambda slot: self.say(slot.group(1)), pattern) for pattern in patterns)
            yield opening + body if first else body
            first = False

    def classical(self) -> Iterator[str]:
        """Paragraphs in the written style and traditional characters of old papers, without end."""
        while True:
            count = self.chance.randint(2, 5)
            yield "".join(self._traditional(s) for s in self.chance.sample(_grammar()["classical"], count))

    def _traditional(self, pattern: str) -> str:
        return pattern.replace("{person}", self.chance.choice(["王德明", "李守仁", "周文卿", "何少山"]))


def read_corpus(path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The stories of a text file: articles apart by a blank line, the first line of each its headline.

    Raises:
        FileAccessError: when `path` cannot be read.
        InputError: when it holds no story of a headline and a paragraph.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileAccessError(f"{path}: {problem}", cure="give a readable UTF-8 text file") from problem
    chunks = [[line.strip() for line in chunk.splitlines() if line.strip()] for chunk in text.split("\n\n")]
    stories = tuple((lines[0], tuple(lines[1:])) for lines in chunks if len(lines) > 1)
    if not stories:
        raise InputError(f"{path}: no story", cure="put blank lines between stories, headline first")
    return stories
