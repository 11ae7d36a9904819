"""Rings are taken from ink drawn here; type stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.rings import RingSettings, without_rings

BODY = 20


def type_of(rows: int, size: int) -> NDArray[np.uint8]:
    """Ink of some rows of crossed squares, each `size` high, a row apart by as much as half of it, on white."""
    ink = np.zeros((600, 700), np.uint8)
    for row in range(rows):
        for at in range(60, 640 - size, size):
            square = Box(at, 120 + row * size * 3 // 2, at + size - size // 8, 120 + row * size * 3 // 2 + size)
            cv2.rectangle(ink, (square.left, square.top), (square.right, square.bottom), 1, max(1, size // 12))
            cv2.line(ink, (square.left, square.top), (square.right, square.bottom), 1, max(1, size // 12))
    return ink


def left_of(ring: NDArray[np.uint8], ink: NDArray[np.uint8], rest: NDArray[np.uint8]) -> float:
    """The share of `ring`, where it lies on no `ink`, that `rest` still has."""
    return float(rest[(ring > 0) & (ink == 0)].mean())


@pytest.mark.parametrize(("axes", "stroke"), [((75, 75), 8), ((110, 80), 3), ((70, 150), 3)])
def test_a_ring_through_type_is_taken_out(axes: tuple[int, int], stroke: int) -> None:
    """Nothing of a stamp's ring or a pen's stays where there is no type; what is not under the ring stays whole."""
    ink = type_of(6, BODY)
    ring = np.zeros_like(ink)
    cv2.ellipse(ring, (300, 130), axes, 0, 0, 360, 1, stroke)
    rest = without_rings(ink | ring, BODY, RingSettings())
    assert left_of(ring, ink, rest) < 0.02
    near = cv2.dilate(ring, np.ones((17, 17), np.uint8)) > 0
    assert (rest[~near] == ink[~near]).all()


def test_a_broad_ring_that_stands_by_itself_nowhere_is_taken_out() -> None:
    """A stamp's stroke may be so broad, and the type so black, that no thin stroke stands by itself."""
    ink = np.zeros((600, 700), np.uint8)
    for left in range(60, 620, BODY):
        ink[120:136, left : left + 14] = ink[150:166, left : left + 14] = 1
    ring = np.zeros_like(ink)
    cv2.circle(ring, (330, 130), 92, 1, 12)
    assert left_of(ring, ink, without_rings(ink | ring, BODY, RingSettings())) < 0.02


def test_an_inner_ring_goes_with_its_stamp() -> None:
    """A stamp of two rings is taken out with both."""
    ink = type_of(6, BODY)
    ring = np.zeros_like(ink)
    cv2.circle(ring, (300, 130), 75, 1, 7)
    cv2.circle(ring, (300, 130), 25, 1, 4)
    assert left_of(ring, ink, without_rings(ink | ring, BODY, RingSettings())) < 0.02


def test_a_round_brush_stroke_is_type() -> None:
    """A broad round stroke of a masthead's character is no ring, and a page without rings is left as it is."""
    ink = type_of(2, 90)
    assert without_rings(ink, BODY, RingSettings()) is ink
    cv2.circle(ink, (300, 450), 52, 1, 15)
    assert (without_rings(ink, BODY, RingSettings()) == ink).all()


def test_a_stamp_over_a_headline_whose_ink_is_most_of_the_mass_is_found() -> None:
    """Its broad stroke stands by itself only in a square wider than a thin stroke's."""
    ink = np.zeros((600, 700), np.uint8)
    for left in range(120, 560, 66):
        ink[160:220, left : left + 12] = ink[160:220, left + 24 : left + 36] = ink[160:220, left + 44 : left + 56] = 1
        ink[164:174, left : left + 66] = ink[206:216, left : left + 56] = 1
    ring = np.zeros_like(ink)
    cv2.circle(ring, (470, 150), 104, 1, 11)
    assert left_of(ring, ink, without_rings(ink | ring, BODY, RingSettings())) < 0.02


def test_a_long_flat_ring_of_a_pen_is_taken_out() -> None:
    """A reader rings a headline: the ellipse is nearly three times as long as high."""
    ink = np.zeros((600, 700), np.uint8)
    for left in range(60, 620, 60):
        cv2.rectangle(ink, (left, 200), (left + 48, 250), 1, 6)
    ring = np.zeros_like(ink)
    cv2.ellipse(ring, (340, 220), (234, 82), 0, 0, 360, 1, 4)
    assert left_of(ring, ink, without_rings(ink | ring, BODY, RingSettings())) < 0.02
