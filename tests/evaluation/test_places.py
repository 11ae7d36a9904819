"""Lines of the truth put on lines found: faults, roles, levels and order against figures worked out by hand."""

from __future__ import annotations

import random

from ocr.evaluation.places import LineFaults, place
from ocr.evaluation.rates import Balance, Rate
from ocr.geometry import Affine, Box
from ocr.model import Article, ArticleKind, Block, Direction, Line, Page, Provenance, Role

Setting = tuple[Box, Role, str]
"""A line's place, its role, and the name of its article."""
HEAD, FIRST, SECOND = Box(0, 0, 60, 20), Box(0, 30, 100, 40), Box(0, 45, 100, 55)
TRUTH: list[Setting] = [(HEAD, Role.HEADLINE, "a"), (FIRST, Role.BODY, "a"), (SECOND, Role.BODY, "b")]


def page_of(lines: list[Setting], to_scan: Affine | None = None) -> Page:
    """A page of these lines, a block each, in this order."""
    blocks = tuple(
        Block(f"b{number}", role, (Line(f"l{number}", box, Direction.HORIZONTAL, 10.0, "字", "字", ()),))
        for number, (box, role, _) in enumerate(lines)
    )
    articles = tuple(
        Article(
            name, ArticleKind.ARTICLE, tuple(f"b{number}" for number, line in enumerate(lines) if line[2] == name), ()
        )
        for name in dict.fromkeys(line[2] for line in lines)
    )
    provenance = Provenance("page.png", "0" * 64, 0, 300.0, 200, 200, to_scan or Affine(), "", (), "")
    return Page(1, 200, 200, 10.0, (), (), (), blocks, articles, provenance)


def test_a_line_cut_in_two_is_split_and_a_line_over_two_is_merged() -> None:
    """One of each fault on three true lines, and a line where nothing is printed."""
    halves = [(Box(0, 30, 50, 40), Role.BODY, "a"), (Box(50, 30, 100, 40), Role.BODY, "a")]
    dust = (Box(150, 150, 160, 160), Role.BODY, "c")
    split = place(page_of(TRUTH), page_of([TRUTH[0], *halves, dust]))
    assert split.faults == LineFaults(Rate(1, 3), Rate(1, 3), Rate(0, 4), Rate(1, 4))
    merged = place(page_of(TRUTH), page_of([TRUTH[0], (Box(0, 30, 100, 55), Role.BODY, "a")]))
    assert merged.faults == LineFaults(Rate(0, 3), Rate(0, 3), Rate(1, 2), Rate(0, 2))


def test_roles_are_counted_in_lines_and_a_line_in_vain_counts_against_its_role() -> None:
    """The headline taken for body: body has two hits of three found, the headline none of one."""
    roles = place(page_of(TRUTH), page_of([(HEAD, Role.BODY, "a"), *TRUTH[1:]])).roles
    assert roles == {Role.HEADLINE: Balance(0, 0, 1), Role.BODY: Balance(2, 3, 2)}
    vain = place(page_of(TRUTH), page_of([*TRUTH, (Box(150, 0, 190, 20), Role.HEADLINE, "c")])).roles
    assert vain[Role.HEADLINE] == Balance(1, 2, 1)


def test_a_heading_at_another_level_is_no_hit_and_roles_of_one_level_are() -> None:
    """A headline taken for a kicker falls a level; a kicker taken for a subhead stays at its own."""
    assert place(page_of(TRUTH), page_of(TRUTH)).heading_levels == Balance(1, 1, 1)
    fallen = place(page_of(TRUTH), page_of([(HEAD, Role.KICKER, "a"), *TRUTH[1:]]))
    assert fallen.heading_levels == Balance(0, 1, 1)
    kicker, subhead = ([(HEAD, role, "a"), *TRUTH[1:]] for role in (Role.KICKER, Role.SUBHEAD))
    assert place(page_of(kicker), page_of(subhead)).heading_levels == Balance(1, 1, 1)
    plain = [(box, Role.BODY, name) for box, _, name in TRUTH]
    assert place(page_of(plain), page_of(plain)).heading_levels.f1 == 1


def test_lines_told_in_another_order_are_counted_as_edits() -> None:
    """The last of three lines told first: one is taken out and put back, two edits of three lines."""
    assert place(page_of(TRUTH), page_of([TRUTH[2], *TRUTH[:2]])).order == Rate(2, 3)
    assert place(page_of(TRUTH), page_of([])).order == Rate(0, 0)


def test_nothing_but_the_order_depends_on_the_order_of_detection() -> None:
    """Found lines in any order have the same faults, roles, levels, area and articles."""
    chance, found = random.Random(3), [*TRUTH, (Box(0, 60, 100, 70), Role.BODY, "b")]
    first = place(page_of(TRUTH), page_of(found))
    for _ in range(5):
        chance.shuffle(found)
        other = place(page_of(TRUTH), page_of(found))
        assert (other.faults, other.roles, other.heading_levels) == (first.faults, first.roles, first.heading_levels)
        assert (other.mote, other.found_articles) == (first.mote, first.found_articles)


def test_pages_are_laid_on_one_another_through_the_scan() -> None:
    """A page found at twice the truth's size, whose map says so, is the same page."""
    double = [(Box(2 * box.left, 2 * box.top, 2 * box.right, 2 * box.bottom), role, name) for box, role, name in TRUTH]
    found = page_of(double, Affine(0.5, 0.0, 0.0, 0.0, 0.5, 0.0))
    placement = place(page_of(TRUTH), found)
    assert placement.faults.missing.count == placement.faults.needless.count == 0
    assert placement.found_articles == placement.truth_articles
