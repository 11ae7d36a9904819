"""Specks are taken from ink drawn here; marks of type stay."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.specks import SpeckSettings, without_specks

BODY = 20
PANEL = Box(20, 20, 380, 280)


def _type() -> NDArray[np.uint8]:
    """Ten rows of twelve squares, each row with a full stop."""
    ink = np.zeros((300, 400), np.uint8)
    for row in range(10):
        for at in range(12):
            cv2.rectangle(ink, (60 + 24 * at, 30 + 24 * row), (76 + 24 * at, 46 + 24 * row), 1, 2)
        ink[44 + 24 * row : 48 + 24 * row, 350:354] = 1
    return ink


def test_specks_go_from_a_panel_full_of_them() -> None:
    """The paper that shows through a panel's dark is gone, in the panel alone; the characters stay."""
    ink = _type()
    specked = ink.copy()
    specked[24:276:9, 26:54:7] = 1
    specked[290, 5:395:10] = 1
    rest = without_specks(specked, [PANEL], BODY, SpeckSettings())
    assert rest[24:276, 20:56].sum() == 0
    assert rest[290].sum() == 39
    assert (rest[24:276, 58:346] == ink[24:276, 58:346]).all()


def test_the_stops_of_a_clean_panel_stay() -> None:
    """A panel with a small mark in each row is left as it is."""
    ink = _type()
    assert without_specks(ink, [PANEL], BODY, SpeckSettings()) is ink


def test_specks_that_tie_rows_together_go_and_the_rows_stay() -> None:
    """Specks too large to be told one by one, between the rows and touching them, leave the rows apart."""
    ink = _type()
    specked = ink.copy()
    specked[24:276:9, 26:54:7] = 1
    for row in range(9):
        for at in range(0, 12, 4):
            specked[47 + 24 * row : 54 + 24 * row, 66 + 24 * at : 69 + 24 * at] = 1
    rest = without_specks(specked, [PANEL], BODY, SpeckSettings())
    assert cv2.connectedComponents(rest[:, 58:346])[0] - 1 == 10 * 12


def test_specks_that_tie_columns_together_go_and_the_columns_stay() -> None:
    """Specks too large to be told one by one, in the gutter between two columns, leave the gutter white."""
    ink = _type()
    ink[:, 200:222] = 0
    specked = ink.copy()
    specked[24:276:4, 26:56:2] = 1
    for row in range(0, 10, 2):
        specked[36 + 24 * row : 38 + 24 * row, 207:215] = 1
    rest = without_specks(specked, [PANEL], BODY, SpeckSettings())
    assert rest[:, 203:220].sum() == 0
    assert rest[:, 58:200].sum() == ink[:, 58:200].sum()


def test_a_headline_over_specks_stays_whole() -> None:
    """A short stroke beside a long one of a headline, as the dot of 灯, is no speck, short as it is."""
    ink = _type()
    ink[24:72] = 0
    ink[26:70, 100:124] = 1
    ink[26:42, 130:135] = 1
    specked = ink.copy()
    specked[84:276:4, 26:56:2] = 1
    rest = without_specks(specked, [PANEL], BODY, SpeckSettings())
    assert (rest[24:72, 90:140] == ink[24:72, 90:140]).all()


def test_the_gutters_of_a_panel_with_few_specks_are_left_alone() -> None:
    """Where specks are too few to fill a gutter, no stroke beside it is thinned for their sake."""
    ink = _type()
    ink[:, 200:222] = 0
    ink[38:40, 202:207] = 1
    specked = ink.copy()
    specked[24:276:9, 26:54:7] = 1
    assert (without_specks(specked, [PANEL], BODY, SpeckSettings())[:, 58:346] == ink[:, 58:346]).all()
