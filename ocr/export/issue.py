"""Pages put together to issues: which belong together, what is missing, which articles go on where.

Mastheads and folios are read text and may be damaged: a page without a date goes with the one before it, or with the
inner pages behind it when it comes first; a page without a number takes the next one; and what contradicts itself is
told, not mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

from ocr.export.jumps import Continuation, link_jumps, whole_paragraphs
from ocr.export.metadata import Metadata, read_metadata
from ocr.hanzi import search_key
from ocr.model import Article, ArticleKind, Page, Paragraph

__all__ = ["Issue", "IssueArticle", "IssuePage", "assemble", "group_pages", "has_masthead", "whole_page"]

_FIRST = "1"
_SAME_NAME = 0.5
"""Two readings of one newspaper's name agree at least so much; brush script is read badly."""


@dataclass(frozen=True, slots=True)
class IssuePage:
    """A page in its issue.

    Attributes:
        name: of the page's files, without suffix.
        label: the printed page number, or the one that its place in the issue gives it.
    """

    name: str
    label: str
    page: Page
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class IssueArticle:
    """An article with all its parts, in reading order.

    Attributes:
        parts: the index of each part's page in the issue, and the article there.
        paragraphs: what it says as a whole, without the jump lines between its parts.
    """

    parts: tuple[tuple[int, Article], ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def id(self) -> str:
        return self.parts[0][1].id

    @property
    def kind(self) -> ArticleKind:
        return self.parts[0][1].kind

    @property
    def headline(self) -> str:
        return next((article.headline for _, article in self.parts if article.headline), "")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of one newspaper.

    Attributes:
        articles: of all pages, continued ones once, where they begin.
        problems: sentences about what is missing, double or contradictory.
    """

    newspaper: str
    day: date | None
    number: int | None
    cn: str
    pages: tuple[IssuePage, ...]
    continuations: tuple[Continuation, ...]
    articles: tuple[IssueArticle, ...]
    problems: tuple[str, ...]


def group_pages(told: Sequence[tuple[Metadata, bool]]) -> tuple[tuple[int, ...], ...]:
    """The indexes of the pages of each issue, in the order in which the issues first appear.

    Args:
        told: for each page, in the order of the scans, what it says about itself and whether it has a masthead.
    """
    groups: list[list[int]] = []
    for index, (page, front) in enumerate(told):
        homes = [group for group in groups if _belongs(page, [told[i][0] for i in group])]
        home = max(homes, key=lambda group: _likeness(page, [told[i][0] for i in group]), default=None)
        if home is None and groups and page.day is None:
            fronts = any(told[i][1] for i in groups[-1])
            home = None if front and fronts else groups[-1]
        if home is None and groups and not front and _dates(page, [told[i][0] for i in groups[-1]]):
            home = groups[-1]
        if home is None:
            home = []
            groups.append(home)
        home.append(index)
    return tuple(tuple(group) for group in groups)


def assemble(pages: Sequence[tuple[str, Page]]) -> tuple[Issue, ...]:
    """The issues that `pages` belong to, in the order in which they first appear.

    Args:
        pages: the name of each page's files with the page, in the order of the scans.
    """
    told = [(read_metadata(page), has_masthead(page)) for _, page in pages]
    return tuple(_issue([(*pages[index], told[index][0]) for index in group]) for group in group_pages(told))


def has_masthead(page: Page) -> bool:
    """Whether `page` is a front page."""
    return any(article.kind is ArticleKind.MASTHEAD for article in page.articles)


def _belongs(told: Metadata, group: list[Metadata]) -> bool:
    """Whether a dated page is of the group's day and newspaper."""
    return told.day is not None and told.day in {known.day for known in group} and _is_of_paper(told, group)


def _dates(told: Metadata, group: list[Metadata]) -> bool:
    """Whether a dated inner page tells the day of the pages before it, on which none was read."""
    inner = told.day is not None and told.page_label != _FIRST
    return inner and all(known.day is None for known in group) and _is_of_paper(told, group)


def _is_of_paper(told: Metadata, group: list[Metadata]) -> bool:
    """Whether nothing speaks against a page being of the group's newspaper.

    A city's morning and evening papers have nearly the same name; their CN numbers are others.
    """
    likeness = _likeness(told, group)
    numbers = {known.cn for known in group if known.cn}
    is_numbered_otherwise = bool(told.cn and numbers) and told.cn not in numbers
    return likeness >= (1.0 if is_numbered_otherwise else _SAME_NAME)


def _likeness(told: Metadata, group: list[Metadata]) -> float:
    """How like the page's newspaper is called to the group's, 0 to 1; 1 when one of them does not tell."""
    names = [search_key(known.newspaper) for known in group if known.newspaper]
    name = search_key(told.newspaper)
    if not name or not names:
        return 1.0
    return max(SequenceMatcher(None, name, other).ratio() for other in names)


def _commonest(values: Sequence[str]) -> str:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else ""


def _sort_key(label: str) -> tuple[str, int]:
    letter = label[:1] if label[:1].isalpha() else ""
    digits = label[len(letter) :]
    return letter, int(digits) if digits.isdigit() else 0


def _label(group: list[tuple[str, Page, Metadata]]) -> list[str]:
    """The page numbers; one that is not printed is the number after the page before it."""
    labels: list[str] = []
    for _, _, told in group:
        before = _sort_key(labels[-1]) if labels else ("", 0)
        labels.append(told.page_label or f"{before[0]}{before[1] + 1}")
    return labels


def _issue(group: list[tuple[str, Page, Metadata]]) -> Issue:
    labels = _label(group)
    ordered = sorted(zip(labels, group, strict=True), key=lambda item: (_sort_key(item[0]), item[1][0]))
    pages = tuple(IssuePage(name, label, page, told) for label, (name, page, told) in ordered)
    told = [page.metadata for page in pages]
    continuations = link_jumps([(page.label, page.page) for page in pages])
    return Issue(
        newspaper=_commonest([m.newspaper for m in told]),
        day=next((m.day for m in told if m.day is not None), None),
        number=next((m.issue for m in told if m.issue is not None), None),
        cn=_commonest([m.cn for m in told]),
        pages=pages,
        continuations=continuations,
        articles=_articles(pages, continuations),
        problems=_problems(pages),
    )


def _articles(pages: tuple[IssuePage, ...], continuations: tuple[Continuation, ...]) -> tuple[IssueArticle, ...]:
    follower = {(c.from_page, c.from_article): (c.to_page, c.to_article) for c in continuations}
    continued = {(c.to_page, c.to_article) for c in continuations}
    found = []
    for index, page in enumerate(pages):
        for article in page.page.articles:
            if (index, article.id) in continued:
                continue
            parts = [(index, article)]
            at = follower.get((index, article.id))
            while at is not None:
                parts.append((at[0], next(a for a in pages[at[0]].page.articles if a.id == at[1])))
                at = follower.get(at)
            found.append(IssueArticle(tuple(parts), whole_paragraphs([part for _, part in parts])))
    return tuple(found)


def _holes(letter: str, numbers: list[int], last: int) -> list[str]:
    """A sentence for each run of page numbers up to `last` that are not among the sorted `numbers`."""
    told = []
    for before, after in pairwise([0, *numbers, last + 1]):
        if after - before == 2:
            told.append(f"page {letter}{before + 1} is missing")
        elif after - before > 2:
            told.append(f"pages {letter}{before + 1} to {letter}{after - 1} are missing")
    return told


def _problems(pages: tuple[IssuePage, ...]) -> tuple[str, ...]:
    problems: list[str] = []
    counted = Counter(page.label for page in pages)
    for label, count in counted.items():
        if count > 1:
            names = ", ".join(page.name for page in pages if page.label == label)
            problems.append(f"page {label} is there {count} times: {names}")
    wanted = max((page.metadata.page_count or 0 for page in pages), default=0)
    for letter in sorted({_sort_key(label)[0] for label in counted}):
        numbers = {_sort_key(label)[1] for label in counted if _sort_key(label)[0] == letter}
        last = max(max(numbers), wanted if not letter else 0)
        problems += _holes(letter, sorted(numbers), last)
    for page in pages:
        problems += [f"page {page.label}: {sentence}" for sentence in page.metadata.contradictions]
    cns = {page.metadata.cn for page in pages if page.metadata.cn}
    if len(cns) > 1:
        problems.append(f"different CN numbers are printed: {', '.join(sorted(cns))}")
    return tuple(problems)


def whole_page(issue: Issue, index: int) -> Page:
    """Page `index` with the articles that begin there told whole, and without those that only go on there."""
    page = issue.pages[index].page
    told = {part.id: whole for whole in issue.articles for at, part in whole.parts[:1] if at == index}
    articles = tuple(
        replace(article, paragraphs=told[article.id].paragraphs) for article in page.articles if article.id in told
    )
    return replace(page, articles=articles)
