"""Pictures: photographs, scenes nobody saw, halftone screens, QR codes and cartouches."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["cut_out", "emblem", "halftone", "landscape", "photograph", "qr_code", "swoosh"]

FINEST = 2.8
"""Pixels: finer dots have no pixel of white between them."""
QR_MODULES = 29
"""The modules of a version 3 code, the size newspapers print."""


def _noise(rng: np.random.Generator, height: int, width: int, octaves: int = 6) -> NDArray[np.floating]:
    """Clouds between 0 and 1, ``(height, width)``."""
    field: NDArray[np.floating] = np.zeros((height, width), np.float32)
    for octave in range(1, octaves + 1):
        cells = 2**octave
        grid = rng.random((cells + 1, cells + 1)).astype(np.float32)
        octave_field = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        field = field + np.asarray(octave_field, np.float32) * np.float32(0.6**octave)
    low, high = float(field.min()), float(field.max())
    return (field - low) / max(1e-6, high - low)


def landscape(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """A grey scene of sky, ridges, houses and people, ``(height, width)``."""
    scene: NDArray[np.floating] = 175 + 60 * _noise(rng, height, width, 4)
    for depth in range(4):
        horizon = height * (0.25 + 0.15 * depth) + height * 0.12 * (_noise(rng, 1, width, 5)[0] - 0.5)
        below = np.arange(height)[:, None] > horizon[None, :]
        tone = 165 - 32 * depth + 50 * (_noise(rng, height, width) - 0.5)
        scene = np.where(below, tone, scene)
    for _ in range(int(rng.integers(3, 9))):
        x, y = int(rng.integers(0, width)), int(rng.integers(height // 2, height))
        size = max(4, int(height * rng.uniform(0.06, 0.18)))
        if rng.random() < 0.5:
            shade = float(rng.uniform(40, 220))
            cv2.rectangle(scene, (x, y - size), (x + size, y), shade, -1)
            cv2.fillPoly(
                scene,
                [np.array([(x - size // 6, y - size), (x + size // 2, y - size * 3 // 2), (x + size, y - size)])],
                float(rng.uniform(20, 90)),
            )
        else:
            shade = float(rng.uniform(20, 110))
            cv2.circle(scene, (x, y - size), max(1, size // 5), shade + 60, -1)
            cv2.ellipse(scene, (x, y - size // 3), (max(1, size // 4), max(1, size // 2)), 0, 0, 360, shade, -1)
    scene = np.asarray(cv2.GaussianBlur(scene.astype(np.float32), (0, 0), max(0.5, height / 400)), np.float32)
    return np.asarray(np.clip(scene + rng.normal(0, 6, scene.shape), 0, 245), np.uint8)


@cache
def _plates() -> tuple[NDArray[np.uint8], ...]:
    """The real photographs that come with the program, by name."""
    folder = files("ocr.newsprint").joinpath("plates")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".jpg"))
    coded = [np.frombuffer(folder.joinpath(name).read_bytes(), np.uint8) for name in names]
    return tuple(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8) for data in coded)


def photograph(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """A part of a real photograph, now and then turned left to right, ``(height, width)``.

    As much of it as has the wanted shape, or a closer view of three quarters of that.
    """
    plate = _plates()[int(rng.integers(len(_plates())))]
    share = min(plate.shape[0] / height, plate.shape[1] / width) * float(rng.uniform(0.75, 1.0))
    rows, columns = max(1, int(height * share)), max(1, int(width * share))
    top = int(rng.integers(plate.shape[0] - rows + 1))
    left = int(rng.integers(plate.shape[1] - columns + 1))
    part = plate[top : top + rows, left : left + columns]
    part = part[:, ::-1] if rng.random() < 0.5 else part
    scaled = cv2.resize(np.ascontiguousarray(part), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.minimum(scaled, 245), np.uint8)


def halftone(image: NDArray[np.uint8], pitch: float, degrees: float = 45.0) -> NDArray[np.uint8]:
    """`image` through a screen whose dots stand `pitch` pixels apart; below `FINEST` pixels no screen can be seen."""
    if pitch < FINEST:
        return image
    rows, columns = np.mgrid[0 : image.shape[0], 0 : image.shape[1]].astype(np.float32)
    angle = np.deg2rad(degrees)
    wave = np.pi * np.sqrt(2) / pitch  # the dots of two crossed waves stand on the diagonals of their fields
    u = (columns * np.cos(angle) + rows * np.sin(angle)) * wave
    v = (rows * np.cos(angle) - columns * np.sin(angle)) * wave
    screen = 127.5 + 127.5 * np.sin(u) * np.sin(v)
    return np.asarray(np.clip(127 + (image - screen) * 2.2, 15, 250), np.uint8)


def qr_code(rng: np.random.Generator, side: int) -> NDArray[np.uint8]:
    """What looks like a QR code and says nothing, ``(side, side)``."""
    modules = (rng.random((QR_MODULES, QR_MODULES)) < 0.5).astype(np.uint8)
    finder = np.zeros((8, 8), np.uint8)
    finder[:7, :7] = 1
    finder[1:6, 1:6] = 0
    finder[2:5, 2:5] = 1
    modules[:8, :8] = finder
    modules[:8, -8:] = finder[:, ::-1]
    modules[-8:, :8] = finder[::-1]
    return cv2.resize((1 - modules) * 235 + 15, (side, side), interpolation=cv2.INTER_NEAREST).astype(np.uint8)


def emblem(rng: np.random.Generator, side: int) -> NDArray[np.uint8]:
    """A column's or a sponsor's sign: a disc with a ring, a hill and a wave, ``(side, side)``."""
    sign = np.full((side, side), 255, np.uint8)
    middle, dark = side // 2, int(rng.integers(20, 110))
    cv2.circle(sign, (middle, middle), middle - 1, dark, -1)
    cv2.circle(sign, (middle, middle), round(middle * 0.82), 255, max(1, side // 24))
    peak = int(side * rng.uniform(0.25, 0.4))
    hill = np.array(
        [(side // 5, side * 3 // 5), (int(side * rng.uniform(0.35, 0.65)), peak), (side * 4 // 5, side * 3 // 5)]
    )
    cv2.fillPoly(sign, [hill], 245)
    along = np.linspace(side * 0.2, side * 0.8, 24)
    wave = np.stack([along, side * 0.7 + side * 0.04 * np.sin(along / side * 25)], 1).round().astype(np.int32)
    cv2.polylines(sign, [wave], False, 245, max(1, side // 14))
    return sign


def swoosh(rng: np.random.Generator, height: int, width: int) -> NDArray[np.uint8]:
    """The pale ground under a great headline: bands of light across a fading grey, ``(height, width)``."""
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    columns = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    ground = 205 + 50 * rows
    for _ in range(3):
        crest = rng.uniform(0.1, 0.8) + 0.2 * np.sin(columns * rng.uniform(2, 5) + rng.uniform(0, 6))
        ground = ground + 22 * np.exp(-(((rows - crest) / 0.06) ** 2))
    return np.asarray(np.clip(ground, 0, 255), np.uint8)


def cut_out(scene: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`scene` cut out along an oval; round it is white paper."""
    height, width = scene.shape
    mask = np.zeros_like(scene)
    cv2.ellipse(mask, (width // 2, height // 2), (width // 2, height // 2), 0, 0, 360, 255, -1)
    return np.where(mask > 0, scene, 255).astype(np.uint8)
