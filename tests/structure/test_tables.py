"""Tables are told by their rules."""

from __future__ import annotations

from ocr.geometry import Box
from ocr.model import Layout, Picture, Rule, RuleStyle
from ocr.structure.barriers import Barriers
from ocr.structure.items import Canon
from ocr.structure.tables import TableSettings, find_grids

BODY = 30.0


def grid(rows: int, columns: int, pitch: int) -> tuple[Rule, ...]:
    level = [Box(100, 100 + n * pitch, 102 + columns * 200, 102 + n * pitch) for n in range(rows + 1)]
    upright = [Box(100 + n * 200, 100, 102 + n * 200, 102 + rows * pitch) for n in range(columns + 1)]
    return tuple(Rule(box, RuleStyle.THIN) for box in level + upright)


def grids(rules: tuple[Rule, ...], pictures: tuple[Picture, ...] = ()) -> list[Box]:
    layout = Layout(2000, 3000, BODY, rules, (), pictures, ())
    return find_grids(Barriers(layout, Canon(2000, False)), BODY, TableSettings())


def test_rules_that_cross_make_one_table() -> None:
    """The grid is the table, from its first rule to its last."""
    assert grids(grid(5, 3, 60)) == [Box(100, 100, 702, 402)]


def test_tall_boxes_of_text_are_no_table() -> None:
    """Columns of text parted by rules stay columns."""
    assert grids(grid(3, 3, 600)) == []


def test_a_frame_parted_once_is_no_table() -> None:
    """Two rows are two boxes."""
    assert grids(grid(2, 2, 60)) == []


def test_the_screen_of_a_photograph_is_no_table() -> None:
    """Dots that run together into rules lie in the picture."""
    assert grids(grid(5, 3, 60), (Picture(Box(90, 90, 710, 410)),)) == []
