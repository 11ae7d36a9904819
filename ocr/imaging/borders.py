"""Scanner borders: the black around the paper, cleared to white."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box

__all__ = ["BorderSettings", "clear_borders"]


@dataclass(frozen=True, slots=True)
class BorderSettings:
    """What counts as a border.

    Attributes:
        darkest: the shade up to which it is black.
        length: it runs along at least this share of a side of the page.
        thickness: it is no thicker than this share of the page, on the mean; a picture at the edge is.
        whole: a page of which black covers more than this is black altogether: the lid was open.
        soft: its blurred edge, a share of the page's longer side.
    """

    darkest: int = 110
    length: float = 0.2
    thickness: float = 0.08
    whole: float = 0.97
    soft: float = 0.0015


def clear_borders(grey: NDArray[np.uint8], view: NDArray[np.uint8], factor: int, settings: BorderSettings) -> bool:
    """Whitens the borders of an evenly lit page in `grey` ``(H, W)`` and in `view`, in place; tells if there were any.

    Args:
        grey: the page, `factor` times as large as `view`.
        view: the page as it is looked at.
        factor: see `grey`.
        settings: what counts as a border.
    """
    height, width = view.shape
    dark = (view <= settings.darkest).astype(np.uint8)
    if not (dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any()):
        return False
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4, ltype=cv2.CV_32S)
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    soft = max(1, round(settings.soft * max(view.shape)))
    found = False
    for i in (int(label) for label in edge if label):
        left, top, wide, high, area = (int(value) for value in stats[i])
        if not _is_border(wide, high, area, width, height, settings):
            continue
        found = True
        box = Box(left, top, left + wide, top + high).grow(soft).clip(width, height)
        mask = (labels[box.slices] == i).astype(np.uint8)
        mask = cv2.dilate(mask, np.ones((2 * soft + 1, 2 * soft + 1), np.uint8))
        view[box.slices][mask > 0] = 255
        large = Box(*(factor * side for side in box.as_tuple())).clip(grey.shape[1], grey.shape[0])
        full = cv2.resize(mask, (box.width * factor, box.height * factor), interpolation=cv2.INTER_NEAREST)
        grey[large.slices][full[: large.height, : large.width] > 0] = 255
    return found


def _is_border(wide: int, high: int, area: int, width: int, height: int, settings: BorderSettings) -> bool:
    """Whether a dark part that touches the page's edge goes all around, or is long and thin enough for a border."""
    if (wide, high) == (width, height) or area >= settings.whole * width * height:
        return True
    along = wide if wide / width >= settings.length and wide >= high else 0
    along = high if high / height >= settings.length and high > along else along
    if wide / width >= settings.length and high / height >= settings.length:
        # Borders on adjoining sides hang together.
        along = wide + high
    return bool(along) and area / along <= settings.thickness * min(width, height)
