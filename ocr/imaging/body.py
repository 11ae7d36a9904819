"""The body size: how large the characters are that most of the page is set in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["BodySettings", "measure_body"]


@dataclass(frozen=True, slots=True)
class BodySettings:
    """How the body size is found.

    Attributes:
        smallest, largest: characters outside these sizes, in pixels of the view, are not looked for.
        squareness: parts more oblong than this are no whole characters.
        min_parts: with fewer square parts than this the page counts as blank.
        face: the share of its em square that the face of a full character fills.
        band: sizes within this share of each other are one size.
        pitch_from, pitch_to: the distance of neighbours is looked for between these multiples of the face.
        pitch_gain: a distance counts when its echo stands over the neighbourhood by this share of its height.
        pitch_clear: and by this share of the clearer of the two, along and across the lines.
        blur: characters keep their distance to within this share of the face.
        rows: how many rows (and columns) of the page are listened to for the echo.
        lines_from, lines_to: lines that repeat between these multiples of the face, and no nearer, are of letters,
        twice: when two characters' distance echoes less clearly than one's by this share.
        leading: the distance of lines of letters, in their body sizes.
    """

    smallest: float = 4.0
    largest: float = 200.0
    squareness: float = 1.6
    min_parts: int = 12
    face: float = 0.9
    band: float = 0.12
    pitch_from: float = 0.98
    pitch_to: float = 1.4
    pitch_gain: float = 0.04
    pitch_clear: float = 0.2
    blur: float = 0.06
    rows: int = 400
    lines_from: float = 2.1
    lines_to: float = 3.0
    twice: float = 0.7
    leading: float = 1.15


def measure_body(ink: NDArray[np.uint8], settings: BodySettings) -> float:
    """The side of the body's em square in pixels of `ink` ``(H, W)``; 0 when there is no text.

    The sizes of all square connected parts vote, each with the area it covers: parts of characters are smaller and
    cover little, headlines are larger and few. The distance at which the winners' ink repeats along the lines, which
    is the em itself when type is set solid, then makes the size exact. Letters, which are half an em high and stand at
    all distances, show by their lines.
    """
    _, _, parts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    stats = np.asarray(parts, dtype=np.int32)[1:]
    width = stats[:, cv2.CC_STAT_WIDTH].astype(np.float32)
    height = stats[:, cv2.CC_STAT_HEIGHT].astype(np.float32)
    long, short = np.maximum(width, height), np.minimum(width, height)
    square = (long <= settings.squareness * short) & (long >= settings.smallest) & (long <= settings.largest)
    if int(square.sum()) < settings.min_parts:
        return 0.0
    face = _dominant(long[square], settings)
    kept = stats[square & (np.abs(long - face) <= 2 * settings.band * face)]
    x = kept[:, cv2.CC_STAT_LEFT] + kept[:, cv2.CC_STAT_WIDTH] // 2
    y = kept[:, cv2.CC_STAT_TOP] + kept[:, cv2.CC_STAT_HEIGHT] // 2
    high, wide = ink.shape
    echoes = _Echoes(x, y, (high, wide), face, settings), _Echoes(y, x, (wide, high), face, settings)
    return _lettered(echoes, settings) or _pitch(echoes, settings) or face / settings.face


def _dominant(sizes: NDArray[np.float32], settings: BodySettings) -> float:
    """The size, in a band of which the parts cover the most area."""
    steps = np.arange(settings.smallest, settings.largest + 1, 0.5)
    votes, _ = np.histogram(sizes, bins=np.append(steps, steps[-1] + 0.5), weights=sizes.astype(np.float64))
    total = np.concatenate([[0.0], np.cumsum(votes)])
    low = np.searchsorted(steps, steps * (1 - settings.band))
    high = np.minimum(np.searchsorted(steps, steps * (1 + settings.band), side="right"), len(votes))
    best = int(np.argmax(total[high] - total[low]))
    chosen = sizes[(sizes >= steps[low[best]]) & (sizes <= steps[best] * (1 + settings.band))]
    return float(np.median(chosen))


class _Echoes:
    """At which distances the middles of characters repeat along one of the page's axes.

    Args:
        along, across: ``(N,)``, the middles' places along the axis and across it.
        size: of the page across the axis and along it.
        face: the size of the characters.
    """

    def __init__(
        self,
        along: NDArray[np.int32],
        across: NDArray[np.int32],
        size: tuple[int, int],
        face: float,
        settings: BodySettings,
    ) -> None:
        # Half a face: the characters of a line fall into one row, those of two lines do not.
        step = max(1, round(face / 2))
        high, wide = size[0] // step + 1, size[1]
        rows = np.bincount((across // step) * wide + along, minlength=high * wide).reshape(high, wide)
        blurred = cv2.GaussianBlur(rows.astype(np.float32), (0, 0), sigmaX=max(0.8, settings.blur * face), sigmaY=0.5)
        rows = np.asarray(blurred, dtype=np.float32)
        if len(rows) > settings.rows:
            rows = rows[:: -(-len(rows) // settings.rows)]
        length = 1 << int(np.ceil(np.log2(rows.shape[1] + 4 * face)))
        power = np.zeros(length // 2 + 1)
        for start in range(0, len(rows), 64):
            power += (np.abs(np.fft.rfft(rows[start : start + 64], n=length, axis=1)) ** 2).sum(axis=0)
        self._echo = np.fft.irfft(power, n=length)
        self.face = face

    def clearest(self, least: float, most: float) -> tuple[float, float]:
        """The clearest distance between `least` and `most` faces, in pixels, and how clear it is; 0 when none is."""
        echo = self._echo
        low, high = int(least * self.face), int(np.ceil(most * self.face)) + 1
        if echo[0] <= 0 or high - low < 3:
            return 0.0, 0.0
        part = echo[low : high + 1] / echo[0]
        top = int(np.argmax(part))
        if top in (0, len(part) - 1):
            return 0.0, 0.0
        before, at, after = part[top - 1], part[top], part[top + 1]
        bend = before - 2 * at + after
        shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
        return low + top + float(shift), float(at - np.median(part))


def _pitch(echoes: tuple[_Echoes, _Echoes], settings: BodySettings) -> float:
    """The distance from character to character along the lines, 0 when no echo is clear."""
    found = [axis.clearest(settings.pitch_from, settings.pitch_to) for axis in echoes]
    clearest = max(strength for _, strength in found)
    # Lines repeat, too, but never nearer to each other than the characters in them.
    return min(
        (
            pitch
            for pitch, strength in found
            if strength >= settings.pitch_gain and strength >= settings.pitch_clear * clearest
        ),
        default=0.0,
    )


def _lettered(echoes: tuple[_Echoes, _Echoes], settings: BodySettings) -> float:
    """The body size of type whose parts are letters; 0 when they are characters that fill their em squares."""
    for along, across in (echoes, echoes[::-1]):
        _, near = across.clearest(settings.pitch_from, settings.lines_from)
        lines, clear = across.clearest(settings.lines_from, settings.lines_to)
        pitch, once = along.clearest(settings.pitch_from, settings.pitch_to)
        if not near < settings.pitch_gain <= clear or not pitch:
            continue
        at = 2 * pitch / along.face
        _, twice = along.clearest(at - settings.pitch_from / 2, at + settings.pitch_from / 2)
        if twice < settings.twice * once:
            return lines / settings.leading
    return 0.0
