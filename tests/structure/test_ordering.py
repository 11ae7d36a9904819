"""The order of articles from their boxes alone."""

from __future__ import annotations

import random

import pytest

from ocr.geometry import Box
from ocr.structure.ordering import reading_order

BANDS = [
    Box(0, 0, 60, 40),
    Box(62, 0, 100, 40),
    Box(0, 42, 40, 70),
    Box(0, 72, 40, 100),
    Box(42, 42, 100, 80),
    Box(42, 82, 100, 100),
]


def test_a_band_is_read_to_its_end_before_the_next_one() -> None:
    """Two columns under a band that white parts from it are read after the whole band, one column after the other."""
    assert reading_order(BANDS) == [0, 1, 2, 3, 4, 5]


def test_columns_whose_articles_end_at_different_heights_are_read_down() -> None:
    """Where no level cut runs from side to side, the left column is read to its foot."""
    assert reading_order([Box(0, 0, 40, 30), Box(0, 32, 40, 100), Box(42, 0, 100, 60), Box(42, 62, 100, 100)]) == [
        0,
        1,
        2,
        3,
    ]


def test_an_article_that_reaches_around_another_does_not_upset_the_rest() -> None:
    """Boxes that overlap are taken from the one that stands first; what it kept together is cut again without it."""
    around = Box(0, 0, 100, 60)
    inside = Box(60, 30, 100, 60)
    assert reading_order([Box(52, 62, 100, 100), inside, Box(0, 62, 50, 100), around]) == [3, 1, 2, 0]


def test_columns_whose_articles_end_at_one_height_by_chance_are_read_down() -> None:
    """White runs from side to side, but what stands under it begins at two heights: the columns go on through it."""
    left = [Box(0, 0, 400, 500), Box(0, 520, 400, 1000)]
    right = [Box(420, 0, 800, 480), Box(420, 580, 800, 1000)]
    assert reading_order([*left, *right], body=40) == [0, 1, 2, 3]


def test_articles_that_end_and_begin_flush_are_bands() -> None:
    """Where both columns end at one height and go on at one height, the upper band is read to its end first."""
    left = [Box(0, 0, 400, 500), Box(0, 520, 400, 1000)]
    right = [Box(420, 0, 800, 490), Box(420, 530, 800, 1000)]
    assert reading_order([*left, *right], body=40) == [0, 2, 1, 3]


def test_a_short_article_reaches_down_to_the_rule_that_closes_it() -> None:
    """White over a column's rule belongs to the article above it, and makes no band with the columns beside it."""
    left = [Box(0, 0, 400, 500), Box(0, 540, 400, 1000)]
    right = [Box(420, 0, 800, 500), Box(420, 610, 800, 1000)]
    rule = Box(420, 570, 800, 574)
    assert reading_order([*left, *right], rules=[rule], body=40) == [0, 1, 2, 3]


def test_a_rule_from_side_to_side_parts_bands() -> None:
    """However far from it the columns above it end, or those under it begin."""
    left, right = [Box(0, 0, 380, 500), Box(0, 640, 380, 1000)], [Box(420, 0, 800, 560), Box(420, 600, 800, 1000)]
    rule = Box(0, 580, 800, 584)
    assert reading_order([*left, *right], rules=[Box(0, 505, 380, 508), rule], body=40) == [0, 2, 1, 3]


def test_a_wide_article_under_columns_leaves_them_columns() -> None:
    """A band's edge further down does not make bands of columns that end near one height above it."""
    columns = [Box(0, 0, 400, 500), Box(0, 520, 400, 900), Box(420, 0, 800, 440), Box(420, 515, 800, 900)]
    assert reading_order([*columns, Box(0, 930, 800, 1200)], body=40) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_does_not_depend_on_the_order_of_detection(seed: int) -> None:
    """Shuffled boxes come out in the same order."""
    shuffled = list(BANDS)
    random.Random(seed).shuffle(shuffled)
    assert [shuffled[i] for i in reading_order(shuffled)] == BANDS


def test_no_boxes_have_an_empty_order() -> None:
    """Nothing in, nothing out."""
    assert reading_order([]) == []


def test_a_hair_of_overlap_does_not_hide_a_gutter() -> None:
    """Columns whose boxes touch are still columns, and no rough level cut comes before them."""
    left = [Box(0, 0, 501, 310), Box(0, 330, 501, 1000)]
    right = [Box(500, 0, 1000, 280), Box(500, 290, 1000, 1000)]
    assert reading_order([*right, *left]) == [2, 3, 0, 1]


@pytest.mark.slow
def test_a_page_of_very_many_nested_pieces_has_an_order() -> None:
    """However many boxes no cut can part, they are taken one after the other, the outermost first."""
    boxes = [Box(k, k, 5000 - k, 5000 - k) for k in range(1200)]
    assert reading_order(boxes) == list(range(1200))
