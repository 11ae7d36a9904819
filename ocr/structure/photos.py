"""Photo reports: a headline right over pictures, whose captions are all that it tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocr.geometry import Box
from ocr.structure.barriers import Barriers
from ocr.structure.captions import Caption
from ocr.structure.head import Head

__all__ = ["PhotoSettings", "captions_under"]


@dataclass(frozen=True, slots=True)
class PhotoSettings:
    """What counts as the title of a photo report; lengths in body characters.

    Attributes:
        title: it is at least this large.
        shared: it shares so much of its width, or the picture's, with the picture under it.
        gap: the picture begins no farther below than its own height and this: of a pale picture the upper part may not
            have been seen.
    """

    title: float = 1.8
    shared: float = 0.5
    gap: float = 3.0


def captions_under(
    heads: list[Head],
    columns: Iterable[Box],
    captions: list[Caption],
    barriers: Barriers,
    body: float,
    settings: PhotoSettings,
) -> dict[Head, list[Caption]]:
    """The captions of the pictures that are the first thing under a head; `columns` are the places of the texts."""
    texts = list(columns)
    found: dict[Head, list[Caption]] = {}
    for head in heads:
        if head.stands or head.size < settings.title * body:
            continue
        others = [*texts, *(other.box for other in heads if other is not head)]
        below = [
            caption
            for caption in captions
            if barriers.frame_of(caption.item.box) == head.frame
            and _is_under(head.box, barriers.spreads[caption.picture], others, barriers, body, settings)
        ]
        if below:
            found[head] = below
    return found


def _is_under(
    title: Box, picture: Box, others: list[Box], barriers: Barriers, body: float, settings: PhotoSettings
) -> bool:
    """Whether `picture`, or several side by side, is the first thing under `title`."""
    if not -body <= picture.top - title.bottom <= picture.height + settings.gap * body:
        return False
    if picture.overlap_x(title) < settings.shared * min(picture.width, title.width):
        return False
    way = Box(picture.left, title.bottom, picture.right, max(title.bottom + 1, picture.top))
    return not barriers.level_rule_between(title, picture) and not any(box.overlap_area(way) for box in others)
