"""All the measures of one page, and their micro-averages over many with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ocr.evaluation.articles import (
    Match,
    article_confusions,
    article_share,
    block_coverage,
    block_errors,
    exact_articles,
    match_articles,
    pairs,
    reading_errors,
    splits_and_merges,
    titles,
)
from ocr.evaluation.paragraphs import Paragraphs, judge_paragraphs
from ocr.evaluation.places import Placement, place
from ocr.evaluation.rates import Balance, Interval, Rate, bootstrap
from ocr.evaluation.reference import Told, tell
from ocr.evaluation.text import Confusion, bigram_balance, character_errors, order_loss, ordered_similarity, ranked
from ocr.model import Page

__all__ = [
    "FIGURES",
    "LOWER_IS_BETTER",
    "PageScore",
    "all_confusions",
    "as_json",
    "score_page",
    "score_told",
    "summarise",
]


CONFUSIONS_KEPT = 100
"""The tail holds single slips that say nothing about a reader."""


@dataclass(frozen=True, slots=True)
class PageScore:
    """What one page scored; `placement` is None when truth or result has no places (Markdown, short truth)."""

    name: str
    characters: int
    page_errors: Rate
    page_errors_bare: Rate
    bigrams: Balance
    order_similarity: float
    order_loss: float
    article: Rate
    reading: Rate
    titles: Balance
    paragraphs: Paragraphs
    matches: tuple[Match, ...]
    confusions: tuple[Confusion, ...] = ()
    placement: Placement | None = None


def score_told(name: str, truth: Told, found: Told, placement: Placement | None = None) -> PageScore:
    """The measures that need no places."""
    matches = match_articles(truth, found)
    errors = character_errors(truth.text, found.text)
    return PageScore(
        name=name,
        characters=errors.total,
        page_errors=errors,
        page_errors_bare=character_errors(truth.text, found.text, punctuation=False),
        bigrams=bigram_balance(truth.text, found.text),
        order_similarity=ordered_similarity(truth.text, found.text),
        order_loss=order_loss(truth.text, found.text),
        article=article_share(truth, found, matches),
        reading=reading_errors(matches),
        titles=titles(truth, found),
        paragraphs=judge_paragraphs(truth, found),
        matches=matches,
        confusions=article_confusions(truth, found, matches),
        placement=placement,
    )


def score_page(name: str, truth: Page, found: Page) -> PageScore:
    """All measures."""
    return score_told(name, tell(truth), tell(found), place(truth, found))


def _sum_rates(rates: Sequence[Rate]) -> Rate:
    return sum(rates, Rate())


def _sum_balances(balances: Sequence[Balance]) -> Balance:
    return sum(balances, Balance())


def _weighted(pages: Sequence[PageScore], figure: Callable[[PageScore], float]) -> float:
    weight = sum(page.characters for page in pages)
    return sum(figure(page) * page.characters for page in pages) / weight if weight else 0.0


FIGURES: dict[str, Callable[[Sequence[PageScore]], float]] = {
    "article": lambda pages: _sum_rates([p.article for p in pages]).share,
    "title_f1": lambda pages: _sum_balances([p.titles for p in pages]).f1,
    "paragraphs_whole": lambda pages: (
        sum(p.paragraphs.whole for p in pages) / max(1, sum(p.paragraphs.total for p in pages))
    ),
    "reading_cer": lambda pages: _sum_rates([p.reading for p in pages]).share,
    "page_cer": lambda pages: _sum_rates([p.page_errors for p in pages]).share,
    "page_cer_bare": lambda pages: _sum_rates([p.page_errors_bare for p in pages]).share,
    "bigram_f1": lambda pages: _sum_balances([p.bigrams for p in pages]).f1,
    "page_order": lambda pages: _weighted(pages, lambda p: p.order_similarity),
    "order_loss": lambda pages: _weighted(pages, lambda p: p.order_loss),
}
"""Name and micro-average of each figure that every page has."""
LOWER_IS_BETTER = frozenset({"reading_cer", "page_cer", "page_cer_bare", "order_loss"})
"""The figures of `FIGURES` that count errors."""

_PLACED: dict[str, Callable[[Sequence[Placement]], float]] = {
    "mote": lambda places: sum(p.mote.error for p in places) / max(1, len(places)),
    "mote_missing": lambda places: sum(p.mote.missing for p in places) / max(1, len(places)),
    "mote_overlap": lambda places: sum(p.mote.overlap for p in places) / max(1, len(places)),
    "mote_trespass": lambda places: sum(p.mote.trespass for p in places) / max(1, len(places)),
    "mote_excess": lambda places: sum(p.mote.excess for p in places) / max(1, len(places)),
    "lines_missing": lambda places: _sum_rates([p.faults.missing for p in places]).share,
    "lines_split": lambda places: _sum_rates([p.faults.split for p in places]).share,
    "lines_merged": lambda places: _sum_rates([p.faults.merged for p in places]).share,
    "lines_needless": lambda places: _sum_rates([p.faults.needless for p in places]).share,
    "line_order_errors": lambda places: _sum_rates([p.order for p in places]).share,
    "pair_f1": lambda places: _sum_balances([pairs(p.truth_articles, p.found_articles) for p in places]).f1,
    "block_coverage": lambda places: (
        sum(block_coverage(p.truth_articles, p.found_articles) for p in places) / max(1, len(places))
    ),
    "block_error": lambda places: _sum_rates([block_errors(p.truth_articles, p.found_articles) for p in places]).share,
    "exact_articles": lambda places: (
        _sum_rates([exact_articles(p.truth_articles, p.found_articles) for p in places]).share
    ),
    "role_f1": lambda places: _sum_balances([b for p in places for b in p.roles.values()]).f1,
    "heading_level_f1": lambda places: _sum_balances([p.heading_levels for p in places]).f1,
}


def summarise(pages: Sequence[PageScore]) -> dict[str, Interval]:
    """Every figure over `pages` with its interval; those of places over the pages that have them.

    Raises:
        ValueError: without pages.
    """
    figures = {name: bootstrap(pages, figure) for name, figure in FIGURES.items()}
    places = [page.placement for page in pages if page.placement is not None]
    if places:
        figures |= {name: bootstrap(places, figure) for name, figure in _PLACED.items()}
    return figures


def as_json(pages: Sequence[PageScore]) -> dict[str, Any]:
    """Figures and pages for a results file, pages with the lowest article share first."""
    return {
        "figures": {
            name: {"value": i.value, "low": i.low, "high": i.high, "n": i.n} for name, i in summarise(pages).items()
        },
        "characters": sum(page.characters for page in pages),
        "roles": _role_table(pages),
        "confusions": [[c.truth, c.read, c.count] for c in all_confusions(pages)[:CONFUSIONS_KEPT]],
        "pages": [_page_row(page) for page in sorted(pages, key=lambda page: (page.article.share, page.name))],
    }


def all_confusions(pages: Sequence[PageScore]) -> tuple[Confusion, ...]:
    """The confusions of all pages together, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for pair in page.confusions:
            counts[pair.truth, pair.read] += pair.count
    return ranked(counts)


def _role_table(pages: Sequence[PageScore]) -> dict[str, dict[str, float]]:
    table: dict[str, Balance] = {}
    for page in pages:
        for role, balance in page.placement.roles.items() if page.placement else ():
            table[role.value] = table.get(role.value, Balance()) + balance
    return {
        role: {"precision": b.precision, "recall": b.recall, "f1": b.f1, "lines": b.wanted}
        for role, b in sorted(table.items())
    }


def _page_row(page: PageScore) -> dict[str, Any]:
    row: dict[str, Any] = {"name": page.name, "characters": page.characters}
    row |= {name: figure([page]) for name, figure in FIGURES.items()}
    if page.placement:
        splits, merges = splits_and_merges(page.placement.truth_articles, page.placement.found_articles)
        row |= {name: figure([page.placement]) for name, figure in _PLACED.items()}
        row |= {"article_splits": splits, "article_merges": merges}
    return row
