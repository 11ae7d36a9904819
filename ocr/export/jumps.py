"""Jump lines and their other halves: which article goes on where, and how it reads as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ocr.hanzi import Jump, JumpDirection, ends_sentence, find_jump, is_jump, join, search_key
from ocr.model import Article, ArticleKind, Page, Paragraph, Role

__all__ = ["Continuation", "link_jumps", "whole_paragraphs"]

_CARRIERS = (ArticleKind.ARTICLE, ArticleKind.PHOTO, ArticleKind.TEASER)
_TELLING = (Role.BODY, Role.JUMP, Role.BYLINE, Role.CAPTION)
_LOOK = 3
"""Jump lines stand in the last, or first, paragraphs of an article; further in, it is talk about a page."""

_SENT_THERE = 2.0
"""The worth of `下转第三版` naming the other half's page."""
_SENT_BACK = 2.0
"""The worth of `上接第一版` naming the first half's page."""
_ALIKE = 2.0
"""The worth of headlines that are the same; less in the measure in which they differ."""
_SENTENCE_CUT = 0.5
"""The worth of a first half that stops within a sentence, where the second goes on."""
_HEADLESS = 0.5
"""The worth of a second half without a headline of its own."""
_ENOUGH = 2.0
"""Two halves belong together from here: one jump line that names the page, and nothing against it."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """An article that goes on elsewhere; pages are indexes into the issue.

    Attributes:
        why: in one sentence, what speaks for it.
    """

    from_page: int
    from_article: str
    to_page: int
    to_article: str
    why: str


@dataclass(frozen=True, slots=True)
class _Half:
    page: int
    label: str
    article: Article
    jump: Jump | None


def _jump(article: Article, direction: JumpDirection) -> Jump | None:
    """The article's jump line that points in `direction`."""
    telling = [p for p in article.paragraphs if p.role in _TELLING]
    near = telling[-_LOOK:][::-1] if direction is JumpDirection.FORWARD else telling[:_LOOK]
    for paragraph in near:
        jump = find_jump(paragraph.text)
        if jump is not None and jump.direction is direction:
            return jump
    return None


def _body(article: Article) -> list[Paragraph]:
    return [p for p in article.paragraphs if p.role is Role.BODY and not is_jump(p.text)]


def _named_headline(article: Article) -> str:
    """The headline, or the title that a jump line names: `（上接第一版《三座桥》）`."""
    if article.headline:
        return article.headline
    return next((p.text for p in article.paragraphs if p.role in (Role.JUMP, Role.KICKER) and "《" in p.text), "")


def _likeness(first: str, second: str) -> float:
    """How alike two headlines are, 0 to 1; a shortened one counts by what is left of it."""
    one, other = search_key(first), search_key(second)
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    common = sum(block.size for block in SequenceMatcher(None, long, short, autojunk=False).get_matching_blocks())
    return common / len(short)


def _weigh(first: _Half, second: _Half) -> tuple[float, str]:
    """How much speaks for `second` being the rest of `first`, and what."""
    if first.page == second.page or first.jump is None:
        return 0.0, ""
    if second.jump is None and not _body(second.article):
        return 0.0, ""
    reasons: list[str] = []
    weight = 0.0
    if first.jump.page == second.label:
        weight += _SENT_THERE
        reasons.append(f"its jump line names page {second.label}")
    if second.jump is not None:
        if second.jump.page != first.label:
            return 0.0, ""
        weight += _SENT_BACK
        reasons.append(f"the other half names page {first.label}")
    if not reasons:
        return 0.0, ""
    alike = _likeness(first.article.headline, _named_headline(second.article))
    if alike:
        weight += _ALIKE * alike
        reasons.append(f"the headlines are {alike:.0%} alike")
    if second.jump is None and second.article.headline and alike < 1 / 2:
        return 0.0, ""
    bodies = _body(first.article)
    if bodies and not ends_sentence(_without_jump(bodies[-1].text, JumpDirection.FORWARD)):
        weight += _SENTENCE_CUT
        reasons.append("the first half stops within a sentence")
    if not second.article.headline:
        weight += _HEADLESS
    return weight, ", ".join(reasons)


def link_jumps(pages: Sequence[tuple[str, Page]]) -> tuple[Continuation, ...]:
    """The articles that go on, the surest first taken; each half belongs to one other.

    Args:
        pages: the label and the page, in the order of the issue.
    """
    halves = [
        (index, label, article)
        for index, (label, page) in enumerate(pages)
        for article in page.articles
        if article.kind in _CARRIERS
    ]
    firsts = [_Half(*half, _jump(half[2], JumpDirection.FORWARD)) for half in halves]
    seconds = [_Half(*half, _jump(half[2], JumpDirection.BACK)) for half in halves]
    weighed = []
    for first in firsts:
        if first.jump is None:
            continue
        for second in seconds:
            weight, why = _weigh(first, second)
            if weight >= _ENOUGH and (second.jump is not None or not second.article.headline or "alike" in why):
                weighed.append((weight, first, second, why))
    weighed.sort(key=lambda item: (-item[0], item[1].page, item[1].article.id, item[2].page, item[2].article.id))
    sent: set[tuple[int, str]] = set()
    met: set[tuple[int, str]] = set()
    found: list[Continuation] = []
    for _, first, second, why in weighed:
        start, end = (first.page, first.article.id), (second.page, second.article.id)
        if start in sent or end in met or _leads_to(end, start, found):
            continue
        sent.add(start)
        met.add(end)
        found.append(Continuation(*start, *end, why))
    return tuple(sorted(found, key=lambda c: (c.from_page, c.from_article)))


def _leads_to(start: tuple[int, str], end: tuple[int, str], found: Sequence[Continuation]) -> bool:
    """Whether going on from `start` already arrives at `end`: an article never goes on in itself."""
    follower = {(c.from_page, c.from_article): (c.to_page, c.to_article) for c in found}
    at: tuple[int, str] | None = start
    while at is not None and at != end:
        at = follower.get(at)
    return at == end


def _without_jump(text: str, direction: JumpDirection) -> str:
    jump = find_jump(text)
    if jump is None or jump.direction is not direction:
        return text
    return (text[: jump.start] + text[jump.end :]).strip()


def whole_paragraphs(parts: Sequence[Article]) -> tuple[Paragraph, ...]:
    """What an article says with all its parts, without the jump lines and repeated headlines between them.

    A paragraph that the jump cut in two is made whole.
    """
    whole = list(parts[0].paragraphs)
    for part in parts[1:]:
        head = _drop_jumps(whole, JumpDirection.FORWARD, last=True)
        rest = _drop_jumps(part.paragraphs, JumpDirection.BACK, last=False)
        rest = [p for p in rest if p.role not in (Role.HEADLINE, Role.KICKER, Role.COLUMN_TITLE)]
        ends = [number for number, p in enumerate(head) if p.role is Role.BODY]
        begins = next((number for number, p in enumerate(rest) if p.role is Role.BODY), None)
        if ends and begins == 0 and not ends_sentence(head[ends[-1]].text):
            cut, more = head[ends[-1]], rest.pop(0)
            head[ends[-1]] = Paragraph(Role.BODY, join([cut.text, more.text]), (*cut.line_ids, *more.line_ids))
        whole = head + rest
    return tuple(whole)


def _drop_jumps(paragraphs: Sequence[Paragraph], direction: JumpDirection, *, last: bool) -> list[Paragraph]:
    """`paragraphs` without the jump line that points in `direction` near one end."""
    telling = [number for number, p in enumerate(paragraphs) if p.role in _TELLING]
    near = set(telling[-_LOOK:] if last else telling[:_LOOK])
    kept = []
    for number, paragraph in enumerate(paragraphs):
        text = _without_jump(paragraph.text, direction) if number in near else paragraph.text
        if text:
            kept.append(paragraph if text == paragraph.text else replace(paragraph, text=text))
    return kept
