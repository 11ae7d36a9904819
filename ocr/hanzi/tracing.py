"""Text that remembers where each of its characters came from while rules rewrite it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Edit", "Rule", "Traced", "run"]


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` in place of ``[start, end)``; an empty span inserts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One habit of Chinese print.

    Attributes:
        id: stable and short, for reports and tests.
        why: the habit in one sentence.
        find: the edits that a text needs, in order and without overlap.
    """

    id: str
    why: str
    find: Callable[[str], Sequence[Edit]]


@dataclass(frozen=True, slots=True)
class Traced:
    """A rewritten text.

    Attributes:
        text: as rewritten.
        origin: for each character of `text` the offset in the raw text that it stands for; never falls.
        rules: the ids of the rules that changed something, in the order in which they did, each once.
    """

    text: str
    origin: tuple[int, ...]
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Traced:
        """The raw text itself."""
        return cls(raw, tuple(range(len(raw))))


def _apply(before: Traced, edits: Sequence[Edit], rule: str) -> Traced:
    """`before` after `edits`; an inserted character stands for the place where it was put in."""
    parts: list[str] = []
    origin: list[int] = []
    done = 0
    for edit in edits:
        parts += (before.text[done : edit.start], edit.text)
        origin += before.origin[done : edit.start]
        span = before.origin[edit.start : edit.end] or before.origin[max(0, edit.start - 1) : edit.start] or (0,)
        origin += [span[min(index, len(span) - 1)] for index in range(len(edit.text))]
        done = edit.end
    parts.append(before.text[done:])
    origin += before.origin[done:]
    rules = before.rules if rule in before.rules else (*before.rules, rule)
    return Traced("".join(parts), tuple(origin), rules)


def run(rules: Sequence[Rule], raw: str, rounds: int) -> Traced:
    """`raw` after all `rules`, repeated until nothing changes, at most `rounds` times."""
    traced = Traced.of(raw)
    for _ in range(rounds):
        before = traced.text
        for rule in rules:
            edits = [edit for edit in rule.find(traced.text) if traced.text[edit.start : edit.end] != edit.text]
            if edits:
                traced = _apply(traced, edits, rule.id)
        if traced.text == before:
            break
    return traced
