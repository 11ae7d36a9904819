"""Ties corrections to places in print and finds the places again on a page that was read anew.

The scan is the fixed ground: settings change the deskew and with it the upright page, a better model changes
the text, another layout changes the ids; the ink stays where it is on the scan.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from ocr.corrections.correction import Anchor, PageKey
from ocr.geometry import Affine, Box
from ocr.model import Block, Line, Page, Provenance

__all__ = ["PlaceIndex", "block_anchor", "digest", "line_anchor", "page_key", "place_anchor", "place_on_page"]

# Above a half, no two places that stand apart can both claim the same ink.
SAME_PLACE_OVERLAP: Final = 0.5

# A deskew that changes by a degree moves a thin box by more than its height only near the far edges of a
# broadsheet; a cell of this many pixels holds a handful of lines at 300 dpi.
CELL: Final = 256

DIGEST_LENGTH: Final = 16

# Hundredths of a pixel bring the corners back to the same integers.
SCAN_DECIMALS: Final = 2


def digest(text: str) -> str:
    """The fingerprint of a raw text."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def page_key(page: Page, name: str) -> PageKey:
    """Which print the page is; `name` is its name in the run."""
    return PageKey(name, page.provenance.sha256, page.provenance.page_index)


def place_anchor(provenance: Provenance, box: Box, *, ident: str = "", raw: str | None = None) -> Anchor:
    """An anchor at `box` of the upright page; `raw` is the text read there, None for a bare place."""
    size = (provenance.scan_width, provenance.scan_height)
    corners = (*provenance.to_scan.apply(box.left, box.top), *provenance.to_scan.apply(box.right, box.bottom))
    left, top, right, bottom = (round(value, SCAN_DECIMALS) for value in corners)
    return Anchor(ident, box, (left, top, right, bottom), size, "" if raw is None else digest(raw))


def line_anchor(provenance: Provenance, line: Line) -> Anchor:
    """An anchor at a line."""
    return place_anchor(provenance, line.box, ident=line.id, raw=line.raw)


def block_anchor(provenance: Provenance, block: Block) -> Anchor:
    """An anchor at a block; its fingerprint is of all its lines."""
    return place_anchor(provenance, block.box, ident=block.id, raw="\n".join(line.raw for line in block.lines))


def place_on_page(anchor: Anchor, provenance: Provenance) -> Box:
    """Where the anchor lies on the upright page of today, whatever was deskewed or rescaled since."""
    width, height = anchor.scan_size
    if not (width and height and provenance.scan_width and provenance.scan_height):
        return anchor.box
    scale = Affine(a=provenance.scan_width / width, e=provenance.scan_height / height)
    to_page = provenance.to_scan.inverse().after(scale)
    x0, y0 = to_page.apply(*anchor.scan[:2])
    x1, y1 = to_page.apply(*anchor.scan[2:])
    return Box(round(min(x0, x1)), round(min(y0, y1)), round(max(x0, x1)), round(max(y0, y1)))


def overlap_share(first: Box, second: Box) -> float:
    """The shared area as a part of the area both cover together; 0 for empty boxes."""
    shared = first.overlap_area(second)
    together = first.area + second.area - shared
    return shared / together if together else 0.0


class PlaceIndex:
    """Finds the id whose box covers a place best.

    Boxes are kept by cells, so that thousands of corrections on thousands of lines stay cheap.
    """

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._boxes: dict[str, Box] = {}
        self._cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for ident, box in boxes.items():
            self.add(ident, box)

    def add(self, ident: str, box: Box) -> None:
        self._boxes[ident] = box
        for cell in _cells(box):
            self._cells[cell].append(ident)

    def find(self, place: Box) -> str | None:
        """The id with the largest overlap above one half, None when there is no such."""
        candidates = {ident for cell in _cells(place) for ident in self._cells.get(cell, ())}
        best, best_share = None, SAME_PLACE_OVERLAP
        for ident in sorted(candidates):
            share = overlap_share(place, self._boxes[ident])
            if share > best_share:
                best, best_share = ident, share
        return best


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    for row in range(box.top // CELL, max(box.top, box.bottom - 1) // CELL + 1):
        for column in range(box.left // CELL, max(box.left, box.right - 1) // CELL + 1):
            yield row, column
