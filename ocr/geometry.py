"""Integer boxes and affine maps: pure arithmetic on the page plane.

Coordinates are pixels, the origin is the top left corner, x grows to the right, y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Affine", "Box", "covered", "hull"]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A half-open rectangle: columns ``left <= x < right``, rows ``top <= y < bottom``.

    Raises:
        ValueError: when a side is negative (``right < left`` or ``bottom < top``).
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"a box cannot be turned inside out: {self.as_tuple()}")

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def center_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rows and columns of an array that this box covers: ``array[box.slices]``."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def as_tuple(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom

    def overlap_x(self, other: Box) -> int:
        """The number of columns both boxes cover, 0 when they stand apart."""
        return max(0, min(self.right, other.right) - max(self.left, other.left))

    def overlap_y(self, other: Box) -> int:
        """The number of rows both boxes cover, 0 when they stand apart."""
        return max(0, min(self.bottom, other.bottom) - max(self.top, other.top))

    def gap_x(self, other: Box) -> int:
        """The number of columns between the boxes, 0 when they overlap or touch."""
        return max(0, max(self.left, other.left) - min(self.right, other.right))

    def gap_y(self, other: Box) -> int:
        """The number of rows between the boxes, 0 when they overlap or touch."""
        return max(0, max(self.top, other.top) - min(self.bottom, other.bottom))

    def overlap_area(self, other: Box) -> int:
        return self.overlap_x(other) * self.overlap_y(other)

    def intersects(self, other: Box) -> bool:
        return self.overlap_x(other) > 0 and self.overlap_y(other) > 0

    def contains(self, other: Box, slack: int = 0) -> bool:
        """Whether `other` lies inside this box, or sticks out by `slack` pixels at the most."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def contains_point(self, x: float, y: float) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom

    def union(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def intersection(self, other: Box) -> Box:
        """The part both boxes cover; an empty box at `other`'s nearest edge when they stand apart."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom)))

    def without(self, other: Box) -> tuple[Box, ...]:
        """The parts of this box outside of `other`: above and below it over the whole width, left and right of it."""
        hole = self.intersection(other)
        if not hole.area:
            return (self,)
        parts = (
            Box(self.left, self.top, self.right, hole.top),
            Box(self.left, hole.bottom, self.right, self.bottom),
            Box(self.left, hole.top, hole.left, hole.bottom),
            Box(hole.right, hole.top, self.right, hole.bottom),
        )
        return tuple(part for part in parts if part.area)

    def grow(self, dx: int, dy: int | None = None) -> Box:
        """The box with `dx` columns more on either side and `dy` rows (default `dx`); shrinks at most to nothing."""
        dy = dx if dy is None else dy
        left, top = self.left - dx, self.top - dy
        return Box(left, top, max(left, self.right + dx), max(top, self.bottom + dy))

    def clip(self, width: int, height: int) -> Box:
        """The part of the box that lies on a page of `width` × `height` pixels."""
        if self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height:
            return self
        left, top = min(max(self.left, 0), width), min(max(self.top, 0), height)
        return Box(left, top, min(max(self.right, left), width), min(max(self.bottom, top), height))

    def scale(self, factor: float) -> Box:
        """The box on a page `factor` times as large, to whole pixels."""
        return Box(*(round(factor * edge) for edge in self.as_tuple()))

    def differs(self, other: Box) -> int:
        """The number of pixels between the two boxes' edges where they differ most."""
        return max(abs(a - b) for a, b in zip(self.as_tuple(), other.as_tuple(), strict=True))

    def shift(self, dx: int, dy: int) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def transpose(self) -> Box:
        """The box mirrored on the main diagonal (x and y change places)."""
        return Box(self.top, self.left, self.bottom, self.right)


def covered(spans: Iterable[tuple[int, int]], low: int, high: int) -> int:
    """How much of ``low..high`` the `spans` cover together, each from its start to its end."""
    total, end = 0, low
    for start, stop in sorted((max(start, low), min(stop, high)) for start, stop in spans):
        total += max(0, stop - max(start, end))
        end = max(end, stop)
    return total


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around `boxes`.

    Raises:
        ValueError: when there is none.
    """
    items = list(boxes)
    if not items:
        raise ValueError("no boxes, no hull")
    return Box(
        min(b.left for b in items),
        min(b.top for b in items),
        max(b.right for b in items),
        max(b.bottom for b in items),
    )


@dataclass(frozen=True, slots=True)
class Affine:
    """The map ``(x, y) -> (a·x + b·y + c, d·x + e·y + f)``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def after(self, first: Affine) -> Affine:
        """The map that applies `first`, then this one."""
        return Affine(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )

    def inverse(self) -> Affine:
        """The map back.

        Raises:
            ValueError: when this map flattens the plane.
        """
        determinant = self.a * self.e - self.b * self.d
        if abs(determinant) < 1e-12:
            raise ValueError("an affine map that flattens the plane has no inverse")
        a, b, d, e = self.e / determinant, -self.b / determinant, -self.d / determinant, self.a / determinant
        return Affine(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    @property
    def quarter_turns(self) -> int:
        """How many quarter turns clockwise this map makes, 0 to 3, whatever smaller turn is left."""
        return round(math.atan2(self.d, self.a) / (math.pi / 2)) % 4

    def quad(self, box: Box) -> tuple[tuple[float, float], ...]:
        """The corners of `box` under this map: top left, top right, bottom right, bottom left."""
        return (
            self.apply(box.left, box.top),
            self.apply(box.right, box.top),
            self.apply(box.right, box.bottom),
            self.apply(box.left, box.bottom),
        )

    def bounds(self, box: Box) -> Box:
        """The smallest integer box around `box` under this map."""
        (x0, x1), (x2, x3) = (
            _ordered(self.a * box.left, self.a * box.right),
            _ordered(self.b * box.top, self.b * box.bottom),
        )
        (y0, y1), (y2, y3) = (
            _ordered(self.d * box.left, self.d * box.right),
            _ordered(self.e * box.top, self.e * box.bottom),
        )
        return Box(round(x0 + x2 + self.c), round(y0 + y2 + self.f), round(x1 + x3 + self.c), round(y1 + y3 + self.f))


def _ordered(one: float, other: float) -> tuple[float, float]:
    return (one, other) if one <= other else (other, one)
