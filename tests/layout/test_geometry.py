"""What boxes and spans tell of themselves."""

from __future__ import annotations

from ocr.geometry import Box, covered


def test_a_box_scales_to_whole_pixels() -> None:
    """Edges go to the nearest pixel of the larger or smaller page."""
    assert Box(3, 5, 10, 20).scale(2) == Box(6, 10, 20, 40)
    assert Box(3, 6, 10, 20).scale(0.3) == Box(1, 2, 3, 6)


def test_boxes_differ_by_their_farthest_edges() -> None:
    """A box differs from itself by nothing, from another by the edge that lies farthest off."""
    assert Box(3, 5, 10, 20).differs(Box(3, 5, 10, 20)) == 0
    assert Box(3, 5, 10, 20).differs(Box(4, 5, 10, 13)) == 7


def test_spans_cover_each_place_once() -> None:
    """Spans may overlap, lie in any order, and reach beyond what is to be covered or miss it."""
    assert covered([(8, 30), (0, 5), (3, 9), (40, 50), (-9, -2)], 2, 20) == 18
    assert covered([(12, 15), (0, 4)], 2, 20) == 5
    assert covered([], 2, 20) == 0


def test_a_box_without_another_is_what_is_left_around_it() -> None:
    """The parts above and below take the whole width, those beside the rest; together they cover what remains."""
    box, corner = Box(0, 0, 100, 80), Box(60, -10, 130, 30)
    assert box.without(corner) == (Box(0, 30, 100, 80), Box(0, 0, 60, 30))
    assert sum(part.area for part in box.without(Box(20, 20, 40, 40))) == box.area - 400
    assert box.without(Box(100, 0, 120, 80)) == (box,)
    assert box.without(box.grow(3)) == ()
