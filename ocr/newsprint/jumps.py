"""Stories that go on elsewhere: which pages of an issue send them on, and which take them up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

__all__ = ["NUMERALS", "Jump", "Jumps"]

NUMERALS = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Jump:
    """A story that leaves page `start` and goes on on page `end` under the same headline."""

    start: int
    end: int
    headline: str


@dataclass(slots=True)
class Jumps:
    """The jumps of one page.

    Attributes:
        number: of the page; 0 for a page without an issue, which sends stories nowhere in particular.
        targets: the pages that can still take up a story.
        arriving: the stories of earlier pages that go on here.
        sent: the stories that go on elsewhere.
    """

    number: int = 0
    targets: list[int] = field(default_factory=list)
    arriving: list[Jump] = field(default_factory=list)
    sent: list[Jump] = field(default_factory=list)

    def send(self, chance: random.Random, headline: str) -> str:
        """The jump line of the story that leaves; empty when no page of the issue can take it up."""
        if not self.number:
            return f"（下转第{chance.choice(NUMERALS[2:9])}版）"
        if not self.targets:
            return ""
        page = self.targets.pop(chance.randrange(len(self.targets)))
        self.sent.append(Jump(self.number, page, headline))
        return f"（下转第{NUMERALS[page]}版）"

    def take_up(self) -> Jump | None:
        """The next story that goes on here, None when all have been taken up."""
        return self.arriving.pop(0) if self.arriving else None
