"""`ocr.layout.components`: the table of blobs, against OpenCV's own and by hand."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ocr.layout.components import find_components

PAGES = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.integers(0, 1))


def test_a_ring_around_a_dot_is_two_components() -> None:
    """A box is as large as the ink reaches; its area is the ink alone, and what stands inside is another component."""
    ink = np.zeros((7, 8), np.uint8)
    ink[1:6, 1:6] = 1
    ink[2:5, 2:5] = 0
    ink[3, 3] = 1
    parts = find_components(ink)
    assert parts.boxes.tolist() == [[1, 1, 6, 6], [3, 3, 4, 4]]
    assert parts.areas.tolist() == [16, 1]
    assert parts.labels[3, 3] == 2


def test_ink_at_the_end_of_a_row_is_not_joined_to_the_next_row() -> None:
    """The last pixel of one row and the first of the next are far apart on the page."""
    parts = find_components(np.array([[0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 0]], np.uint8))
    assert parts.boxes.tolist() == [[3, 0, 4, 1], [0, 2, 1, 4], [3, 2, 4, 3]]


@pytest.mark.parametrize("value", [0, 1])
def test_blank_and_black_pages(value: int) -> None:
    """White paper has no component, black paper one as large as the page."""
    parts = find_components(np.full((3, 5), value, np.uint8))
    assert parts.boxes.tolist() == [[0, 0, 5, 3]] * value
    assert parts.areas.tolist() == [15] * value


@given(PAGES)
def test_the_table_is_that_of_opencv(ink: np.ndarray) -> None:
    """Labels, boxes and areas are those of `cv2.connectedComponentsWithStats`, in its order."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    parts = find_components(ink)
    assert len(parts) == count - 1
    assert (parts.labels == labels).all()
    assert (parts.boxes[:, :2] == stats[1:, :2]).all()
    assert (np.stack([parts.widths, parts.heights], 1) == stats[1:, 2:4]).all()
    assert (parts.areas == stats[1:, 4]).all()


def test_a_mask_of_few_components_is_drawn_like_one_of_many() -> None:
    """Rings around dots: the chosen ones alone, whatever lies in their boxes."""
    ink = np.zeros((40 * 12, 40 * 30), np.uint8)
    for y in range(0, ink.shape[0], 40):
        for x in range(0, ink.shape[1], 40):
            cv2.circle(ink, (x + 20, y + 20), 15, 1, 2)
            ink[y + 18 : y + 22, x + 18 : x + 22] = 1
    parts = find_components(ink)
    for chosen in (parts.widths > 10, np.arange(len(parts)) % 7 == 0, np.zeros(len(parts), bool)):
        assert np.array_equal(parts.mask_of(chosen) > 0, np.isin(parts.labels, np.flatnonzero(chosen) + 1))
