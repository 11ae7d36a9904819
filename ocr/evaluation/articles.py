"""How well articles are kept whole and apart: matched text, titles, splits and merges, pairs, blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.assignment import assign
from ocr.evaluation.rates import Balance, Rate
from ocr.evaluation.reference import Told
from ocr.evaluation.signs import fold
from ocr.evaluation.text import Confusion, confusions, ranked

__all__ = [
    "Match",
    "Partition",
    "article_confusions",
    "article_share",
    "block_coverage",
    "block_errors",
    "exact_articles",
    "match_articles",
    "pairs",
    "reading_errors",
    "splits_and_merges",
    "titles",
]

ALIKE = 0.8
"""Two titles this similar are the same title, misread."""
SAME_ARTICLE = 0.5
"""Below this similarity a matched pair is chance, and its characters are no reading errors."""

Partition = Mapping[str, str]
"""The article (a name) that each line or block (a name) belongs to."""


@dataclass(frozen=True, slots=True)
class Match:
    """A truth article and the found one that holds most of it; `found` is None when nothing does."""

    truth: int
    found: int | None
    similarity: float
    distance: int
    length: int


def match_articles(truth: Told, found: Told) -> tuple[Match, ...]:
    """The one-to-one matching of news articles that keeps the most characters.

    The assignment problem, Kuhn 1955, doi:10.1002/nav.3800020109.
    """
    wanted, got = [fold(piece.text) for piece in truth.news], [fold(piece.text) for piece in found.pieces]
    distances = [[Levenshtein.distance(a, b) for b in got] for a in wanted]
    kept = [
        {column: max(len(a), len(b)) - distances[row][column] for column, b in enumerate(got)}
        for row, a in enumerate(wanted)
    ]
    nothing = len(got)
    pairs = assign([{c: -float(n) for c, n in row.items() if n > 0} | {nothing + r: 0.0} for r, row in enumerate(kept)])
    matches = []
    for row, (a, column) in enumerate(zip(wanted, pairs, strict=True)):
        if column >= nothing:
            matches.append(Match(row, None, 0.0, len(a), len(a)))
        else:
            longest = max(len(a), len(got[column]), 1)
            matches.append(Match(row, column, kept[row][column] / longest, distances[row][column], len(a)))
    return tuple(matches)


def article_share(truth: Told, found: Told, matches: tuple[Match, ...]) -> Rate:
    """Characters that lie in their article, of all the truth's and all that strayed into another or into none.

    Text of the masthead and of the furniture may stand anywhere without being counted as strayed.
    """
    kept = strayed = 0
    used = set()
    for match in matches:
        if match.found is not None:
            length = len(fold(found.pieces[match.found].text))
            kept += max(match.length, length) - match.distance
            strayed += max(0, length - match.length)
            used.add(match.found)
    loose = sum(len(fold(piece.text)) for index, piece in enumerate(found.pieces) if index not in used)
    quiet = sum(len(fold(piece.text)) for piece in truth.pieces if not piece.is_news)
    total = sum(match.length for match in matches) + strayed + max(0, loose - quiet)
    return Rate(kept, total)


def article_confusions(truth: Told, found: Told, matches: tuple[Match, ...]) -> tuple[Confusion, ...]:
    """What was read for what inside the articles that were found: order and strayed text make no confusions here."""
    counts: Counter[tuple[str, str]] = Counter()
    for match in matches:
        if match.found is not None and match.similarity > SAME_ARTICLE:
            for pair in confusions(truth.news[match.truth].text, found.pieces[match.found].text):
                counts[pair.truth, pair.read] += pair.count
    return ranked(counts)


def reading_errors(matches: tuple[Match, ...]) -> Rate:
    """Character errors inside the articles that were found."""
    sure = [match for match in matches if match.found is not None and match.similarity > SAME_ARTICLE]
    return Rate(sum(match.distance for match in sure), sum(match.length for match in sure))


def titles(truth: Told, found: Told) -> Balance:
    """Headlines found, a pair counting when at least 0.8 alike; each title is used once."""
    wanted = [fold(piece.title) for piece in truth.news if piece.title]
    got = [fold(piece.title) for piece in found.pieces if piece.title and piece.is_news]
    left, hits = list(got), 0
    for title in wanted:
        best = max(left, key=lambda other: Levenshtein.normalized_similarity(title, other), default="")
        if best and Levenshtein.normalized_similarity(title, best) >= ALIKE:
            left.remove(best)
            hits += 1
    return Balance(hits, len(got), len(wanted))


def pairs(truth: Partition, found: Partition) -> Balance:
    """Pairs of members that share an article in both partitions (Rand 1971, doi:10.1080/01621459.1971.10482356).

    Only members both partitions know are compared; without a pair on either side the F1 is 1.
    """
    common = truth.keys() & found.keys()

    def count(groups: Iterable[object]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(groups).values())

    both = count((truth[name], found[name]) for name in common)
    return Balance(both, count(found[name] for name in common), count(truth[name] for name in common))


def splits_and_merges(truth: Partition, found: Partition) -> tuple[int, int]:
    """How many cuts and how many joins turn the found articles into the true ones.

    An article that lies in k found ones has been split k - 1 times, a found one that holds k has merged k - 1; both
    are 0 without articles. Counted as in the article separation of CITlab (NewsEye).
    """
    links = {(truth[name], found[name]) for name in truth.keys() & found.keys()}
    return (
        len(links) - len({pair[0] for pair in links}),
        len(links) - len({pair[1] for pair in links}),
    )


def block_coverage(truth: Partition, found: Partition) -> float:
    """The mean over the true articles of the best Jaccard index with a found one; 1 without any of either.

    The article coverage score of NAS (Girdhar, Coustaty and Doucet 2023, hal-04676763).
    """
    wanted, got = _groups(truth), _groups(found)
    if not wanted:
        return float(not got)
    return sum(_jaccard(group, _nearest(group, got)) for group in wanted) / len(wanted)


def block_errors(truth: Partition, found: Partition) -> Rate:
    """Members that each true article's nearest found one lacks or has too many, of all members.

    The article error rate that stands beside the coverage in NAS. Above 1 where articles are glued many times over;
    errors of 0 without any article.
    """
    wanted, got = _groups(truth), _groups(found)
    return Rate(sum(len(group ^ _nearest(group, got)) for group in wanted), sum(map(len, wanted)))


def exact_articles(truth: Partition, found: Partition) -> Rate:
    """True articles of which a found one has the very same members."""
    wanted, got = _groups(truth), set(_groups(found))
    return Rate(sum(group in got for group in wanted), len(wanted))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def _nearest(group: frozenset[str], others: Iterable[frozenset[str]]) -> frozenset[str]:
    """The one of `others` with the best Jaccard index, empty when none shares a member; the first of equals."""
    best = max(others, key=lambda other: _jaccard(group, other), default=frozenset())
    return best if group & best else frozenset()


def _groups(partition: Partition) -> list[frozenset[str]]:
    members: dict[str, set[str]] = {}
    for name, article in sorted(partition.items()):
        members.setdefault(article, set()).add(name)
    return [frozenset(group) for group in members.values()]
