"""A press for tests: pages of made-up characters, each a few strokes in an em square, with commas and full stops."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

PAPER, INK = 255, 0


def character(em: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """One connected character on paper: a spine, level strokes on it and a foot, its face nine tenths of the em."""
    tile = np.full((em, em), PAPER, np.uint8)
    thick = max(1, round(0.07 * em))
    low = round(0.05 * em) + thick // 2
    high = em - 1 - low
    spine = int(rng.integers(round(0.3 * em), round(0.7 * em)))
    cv2.line(tile, (spine, low), (spine, high), INK, thick)
    for level in (low, *sorted(rng.integers(round(0.25 * em), round(0.75 * em), 2)), high):
        cv2.line(tile, (low, int(level)), (high, int(level)), INK, thick)
    return tile


def mark(em: int, columns: bool) -> NDArray[np.uint8]:
    """A full stop: lower left of its em square in lines, upper right in columns."""
    tile = np.full((em, em), PAPER, np.uint8)
    x, y = (0.8, 0.2) if columns else (0.2, 0.8)
    cv2.circle(tile, (round(x * em), round(y * em)), max(1, round(0.11 * em)), INK, cv2.FILLED)
    return tile


def setting(rows: int, length: int, em: int, *, columns: bool = False, marks: bool = True) -> NDArray[np.uint8]:
    """`rows` lines of `length` characters with three quarters of an em between them, or as many columns."""
    rng = np.random.default_rng(11)
    lead = round(1.75 * em)
    page = np.full((length * em, rows * lead) if columns else (rows * lead, length * em), PAPER, np.uint8)
    for row in range(rows):
        for at in range(length):
            tile = mark(em, columns) if marks and (at * 7 + row * 3) % 11 == 5 else character(em, rng)
            top, left = (at * em, row * lead) if columns else (row * lead, at * em)
            page[top : top + em, left : left + em] = tile
    return page


def page(em: int = 24, *, rows: int = 26, columns: bool = False, marks: bool = True) -> NDArray[np.uint8]:
    """A page of two blocks side by side, or one over the other where it is set in columns, within margins."""
    block = setting(rows, 18, em, columns=columns, marks=marks)
    gap = np.full((2 * em, block.shape[1]) if columns else (block.shape[0], 2 * em), PAPER, np.uint8)
    both = np.concatenate([block, gap, block], axis=0 if columns else 1)
    return np.pad(both, 2 * em, constant_values=PAPER)
