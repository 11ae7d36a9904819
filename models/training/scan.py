"""Prints and scans a set line: ink, paper, screen, show-through, blur, noise, compression."""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from .typeset import EM, Grey

MODEL_HEIGHT = 48
"""Tesseract shrinks a taller line to this; a lower one it leaves."""
LEAST_HEIGHT = 16
READ_SIZE = 36.0
"""Character size, in pixels, at which the program reads lines of any size."""
_READ_SIZE_SPREAD = 0.08
"""Share by which a line's measured character size may be off."""
CUT_SIZE = 32.0
"""Character size at which the program hands over a line it has cut: with its margins that makes ``MODEL_HEIGHT``."""
_WHITE = 255.0
_MIDDLE = 128.0
_NOTHING = 1e-6
"""Keeps a division finite on a field without variation."""
Span = tuple[float, float]


class Quality(enum.Enum):
    """How well the line was printed and scanned."""

    GOOD = "good"
    POOR = "poor"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """The spread of a quality.

    Attributes:
        em: character size on the scan, in pixels; 300 dpi newsprint has 35 to 44, 200 dpi two thirds of it.
        severity: share of each fault's worst; drawn anew for each line.
        fault_share: how often a fault befalls a line, against its own share.
        screen_share: lines on a tint panel.
        reversed_share: white lines on black.
        bilevel_share: lines scanned in black and white.
        cut_share: lines handed over as the program cuts them: evenly lit, ink black, on white paper, without grain.
        read_size_share: other lines brought to the size at which pages are read; the rest stay at the scan's.
    """

    em: Span
    severity: Span
    fault_share: float
    screen_share: float
    reversed_share: float
    bilevel_share: float
    cut_share: float
    read_size_share: float


SCANS = {
    Quality.GOOD: ScanSettings((30, 44), (0.05, 0.3), 0.35, 0.0, 0.0, 0.0, 0.0, 1.0),
    Quality.POOR: ScanSettings((24, 33), (0.35, 0.8), 1.0, 0.06, 0.0, 0.05, 0.0, 1.0),
    Quality.ANY: ScanSettings((18, 46), (0.0, 1.5), 0.8, 0.04, 0.02, 0.05, 0.65, 0.65),
}
"""Severity may go beyond a fault's worst, so that even a poor page is not at the edge of what was trained."""


@dataclass(frozen=True, slots=True)
class FaultSettings:
    """What a fault looks like at its worst; greys of 255, lengths in scan pixels unless said otherwise.

    Attributes:
        ink_share, tilt_share, show_share, broken_share, packed_share: of the lines that have the fault.
        ink_spread: blur of the ink into the paper, in pixels of the typeset line, at no severity and added at the
            worst.
        ink_level: how far the cutting level moves, towards loss and gain; thin strokes vanish sooner than counters
            fill, so it moves less that way.
        ink_steepness: of the cut.
        ink_drift: change of the level along the line.
        skew: standard deviation of the slope that deskewing leaves.
        wave: standard deviation of a bent line's height, in ems; its length, in ems, is ``wave_length``.
        stretch: of the width against the height.
        focus, blur: least blur, and the span of that added at the worst, for a character of ``READ_SIZE``.
        show_blur, show_strength: of the other side of the sheet; the strength has a part that grows with severity.
        grain: size of spots in ink and dirt.
        faded: most that ink pales in a spot.
        specks, speck_rarity: darkness of dirt; deviations of the grain beyond which there is some.
        pitch, dots, dot_size: of a halftone screen: distance, darkness, and level cut from the cosine hills.
        shade, slope: share of light lost overall, and from one end to the other.
        black: grey of the ink.
        noise: least and worst standard deviation of the sensor.
        packing: JPEG quality; at the worst ``packing_loss`` less, but ``least_packing`` at least.
        cut: level of black-and-white scans, share of the paper's grey.
    """

    ink_share: float = 0.6
    tilt_share: float = 0.5
    show_share: float = 0.5
    broken_share: float = 0.6
    packed_share: float = 0.7
    ink_spread: tuple[float, float, float] = (0.5, 0.8, 1.8)
    ink_level: Span = (-0.15, 0.3)
    ink_steepness: Span = (1.2, 3.0)
    ink_drift: float = 0.15
    skew: float = 0.0025
    wave: float = 0.012
    wave_length: Span = (8, 30)
    stretch: Span = (0.97, 1.03)
    focus: float = 0.25
    blur: Span = (0.1, 0.8)
    show_blur: Span = (1.0, 3.5)
    show_strength: tuple[float, float, float] = (0.02, 0.08, 0.16)
    grain: Span = (0.6, 1.8)
    faded: float = 70.0
    specks: Span = (30, 140)
    speck_rarity: Span = (2.8, 4.0)
    pitch: Span = (2.2, 5.0)
    dots: Span = (15, 80)
    dot_size: Span = (-0.5, 1.2)
    shade: Span = (0.05, 0.45)
    slope: float = 0.3
    black: Span = (25, 65)
    noise: Span = (2, 11)
    packing: Span = (75, 95)
    packing_loss: float = 40.0
    least_packing: int = 25
    cut: Span = (0.5, 0.72)


@dataclass(frozen=True, slots=True)
class CutSettings:
    """How the program prepares a line that it has cut out of a page; lengths in character sizes.

    Attributes:
        lift: share by which the paper is made lighter than white, so that its grain goes.
        paper: share of the pixels of a stretch of line that are not lighter than its paper.
        stretch: length of line over which the paper's shade is taken.
        ink: share of the pixels that are surely ink; the lightest of them becomes black.
        margin: white paper added above and below.
        smooth: blur that takes out the grain; ``smooth_share`` of the lines have it.
    """

    lift: Span = (0.0, 0.05)
    paper: float = 0.9
    stretch: float = 3.0
    ink: float = 0.03
    margin: Span = (0.0, 0.25)
    smooth: Span = (0.01, 0.05)
    smooth_share: float = 0.75


def scan_line(
    page: Grey, chance: np.random.Generator, quality: Quality, faults: FaultSettings | None = None
) -> npt.NDArray[np.uint8]:
    """The set line as grey pixels of a scan, at most ``MODEL_HEIGHT`` high."""
    settings, faults = SCANS[quality], faults or FaultSettings()
    often = settings.fault_share
    severity = _draw(chance, settings.severity)
    page = _ink(page, chance, severity, faults) if chance.random() < faults.ink_share * often else page
    page = _tilt(page, chance, faults) if chance.random() < faults.tilt_share * often else page
    em = _draw(chance, settings.em)
    grey = _sample(page, em, chance, faults)
    blur = faults.focus + severity * _draw(chance, faults.blur) * em / READ_SIZE
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), blur), np.float32)
    if chance.random() < faults.show_share * often:
        grey = _show_through(grey, chance, severity, faults)
    if chance.random() < faults.broken_share * often:
        grey = _broken_ink(grey, chance, severity, faults)
    if chance.random() < settings.screen_share:
        grey = _screen(grey, chance, faults)
    grey = _paper(grey, chance, severity, faults)
    if chance.random() < settings.reversed_share:
        grey = grey.max() + grey.min() - grey
    grey = np.clip(grey, 0, _WHITE)
    if chance.random() < settings.bilevel_share:
        grey = np.where(grey < _draw(chance, faults.cut) * grey.max(), 0, _WHITE).astype(np.float32)
    pixels = grey.astype(np.uint8)
    if chance.random() < faults.packed_share:
        loss = faults.packing_loss * severity * chance.random()
        level = max(faults.least_packing, int(_draw(chance, faults.packing) - loss))
        _, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, level])
        pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    if chance.random() < settings.cut_share:
        pixels = cut_out(pixels, em, chance, CutSettings())
        pixels = _resize(pixels, CUT_SIZE * _draw(chance, (1 - _READ_SIZE_SPREAD, 1 + _READ_SIZE_SPREAD)) / em)
    elif chance.random() < settings.read_size_share:
        wanted = READ_SIZE * _draw(chance, (1 - _READ_SIZE_SPREAD, 1 + _READ_SIZE_SPREAD))
        pixels = _resize(pixels, wanted / em)
    return _resize(pixels, MODEL_HEIGHT / pixels.shape[0]) if pixels.shape[0] > MODEL_HEIGHT else pixels


def _draw(chance: np.random.Generator, span: Span) -> float:
    return float(chance.uniform(*span))


def _ink(page: Grey, chance: np.random.Generator, severity: float, faults: FaultSettings) -> Grey:
    """Ink gain or loss: the line blurred at print size and cut again at another level, unevenly along the line."""
    least, most, worst = faults.ink_spread
    soft = cv2.GaussianBlur(page, (0, 0), _draw(chance, (least, most + worst * severity)))
    level = _draw(chance, faults.ink_level)
    drift = np.linspace(-faults.ink_drift, faults.ink_drift, page.shape[1], dtype=np.float32)[None]
    drift = drift * np.float32(chance.uniform(-1, 1))
    cut = (soft - _MIDDLE) * _draw(chance, faults.ink_steepness) + _MIDDLE - (level + drift) * _MIDDLE
    return np.asarray(np.clip(cut, 0, _WHITE), np.float32)


def _tilt(page: Grey, chance: np.random.Generator, faults: FaultSettings) -> Grey:
    """What deskewing leaves of a skew, and a slow wave as near the spine of a bound volume."""
    height, width = page.shape
    columns = np.arange(width, dtype=np.float32)
    turn = 2 * np.pi / (_draw(chance, faults.wave_length) * EM)
    wave = float(chance.normal(0, faults.wave)) * EM * np.sin(columns * turn + _draw(chance, (0, 2 * np.pi)))
    offset = (columns - width / 2) * float(chance.normal(0, faults.skew)) + wave
    rows = (np.arange(height)[:, None] + offset[None]).astype(np.float32)
    across = np.ascontiguousarray(np.broadcast_to(columns[None], page.shape))
    return np.asarray(cv2.remap(page, across, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _sample(page: Grey, em: float, chance: np.random.Generator, faults: FaultSettings) -> Grey:
    scale = em / EM
    ways = (cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC)
    width = max(LEAST_HEIGHT, round(page.shape[1] * scale * _draw(chance, faults.stretch)))
    size = (width, max(LEAST_HEIGHT, round(page.shape[0] * scale)))
    return np.asarray(cv2.resize(page, size, interpolation=ways[int(chance.integers(len(ways)))]), np.float32)


def _show_through(grey: Grey, chance: np.random.Generator, severity: float, faults: FaultSettings) -> Grey:
    reach = grey.shape[0] // 4
    shift = int(chance.integers(-reach, reach + 1)), int(chance.integers(grey.shape[1]))
    back = np.roll(grey[:, ::-1], shift, (0, 1))
    soft = cv2.GaussianBlur(np.ascontiguousarray(back), (0, 0), _draw(chance, faults.show_blur))
    least, most, worst = faults.show_strength
    return np.asarray(grey - (_WHITE - soft) * _draw(chance, (least, most + worst * severity)), np.float32)


def _broken_ink(grey: Grey, chance: np.random.Generator, severity: float, faults: FaultSettings) -> Grey:
    """Pale spots inside strokes, and specks of dirt on the paper."""
    grain = chance.normal(0, 1, grey.shape).astype(np.float32)
    cloud = cv2.GaussianBlur(grain, (0, 0), _draw(chance, faults.grain))
    cloud = cloud / (cloud.std() + _NOTHING)
    faded = np.where(grey < _MIDDLE, np.abs(cloud) * _draw(chance, (0, faults.faded)) * severity, 0)
    specks = np.where(cloud > _draw(chance, faults.speck_rarity), _draw(chance, faults.specks) * severity, 0)
    return np.asarray(grey + faded - specks, np.float32)


def _screen(grey: Grey, chance: np.random.Generator, faults: FaultSettings) -> Grey:
    """A tint panel behind the line: a halftone screen at an angle."""
    turn = 2 * np.pi / _draw(chance, faults.pitch)
    angle = _draw(chance, (0, np.pi / 2))
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    u = (columns * np.cos(angle) + rows * np.sin(angle)) * turn
    v = (rows * np.cos(angle) - columns * np.sin(angle)) * turn
    dots = np.clip(np.cos(u) + np.cos(v) - _draw(chance, faults.dot_size), 0, 1)
    return np.asarray(grey - dots * _draw(chance, faults.dots), np.float32)


def _paper(grey: Grey, chance: np.random.Generator, severity: float, faults: FaultSettings) -> Grey:
    """Yellowed or shaded paper, ink that is not black, sensor noise."""
    least, worst = faults.shade
    shade = _draw(chance, (1 - least - worst * severity, 1))
    slope = np.linspace(1, _draw(chance, (1 - faults.slope * severity, 1)), grey.shape[1])[None]
    slope = slope[:, ::-1] if chance.random() < 1 / 2 else slope
    black = _draw(chance, (0, faults.black[0] + faults.black[1] * severity))
    lit = (black + np.clip(grey, 0, _WHITE) * (_WHITE - black) / _WHITE) * shade * slope
    noise = _draw(chance, (faults.noise[0] / 4, faults.noise[0] + faults.noise[1] * severity))
    return np.asarray(lit + chance.normal(0, noise, grey.shape), np.float32)


def cut_out(
    pixels: npt.NDArray[np.uint8], em: float, chance: np.random.Generator, settings: CutSettings
) -> npt.NDArray[np.uint8]:
    """The line evenly lit, its ink black, between white margins, its grain smoothed."""
    width = pixels.shape[1]
    count = max(1, round(width / (settings.stretch * em)))
    ends = np.linspace(0, width, count + 1).astype(int)
    shades = [np.quantile(pixels[:, a:b], settings.paper) for a, b in itertools.pairwise(ends)]
    light = np.interp(np.arange(width), (ends[:-1] + ends[1:]) / 2, shades)[None]
    even = np.minimum(pixels * (_WHITE * (1 + _draw(chance, settings.lift))) / np.maximum(light, 1), _WHITE)
    ink = float(np.quantile(even, settings.ink))
    even = _WHITE - (_WHITE - even) * (_WHITE / max(1.0, _WHITE - ink))
    above, below = (round(_draw(chance, settings.margin) * em) for _ in range(2))
    even = np.pad(np.clip(even, 0, _WHITE).astype(np.float32), ((above, below), (0, 0)), constant_values=_WHITE)
    if chance.random() < settings.smooth_share:
        even = np.asarray(cv2.GaussianBlur(even, (0, 0), _draw(chance, settings.smooth) * em), np.float32)
    return even.astype(np.uint8)


def _resize(pixels: npt.NDArray[np.uint8], scale: float) -> npt.NDArray[np.uint8]:
    size = (max(LEAST_HEIGHT, round(pixels.shape[1] * scale)), max(LEAST_HEIGHT, round(pixels.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)
