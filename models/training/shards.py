"""Finished lines on disk, a few thousand a file, and the press that prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from .scan import Quality, scan_line
from .signs import transcription
from .text import Newsroom
from .typeset import TypesetSettings, crop, reshape, set_line

if TYPE_CHECKING:
    from .faces import Face, Style

_BODY_HEIGHT_LIMIT = 18
"""Characters; a shorter line may be a headline and be letter-spaced."""
_STEPS_A_CHARACTER = 3.4
"""The network sees a third of the pixel columns and spells a Hanzi in three codes: a line set so tight that it
gives fewer steps a character than this cannot be learnt."""
_POOLING = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A scanned line, grey ``(height, width)``, what it says, and its face."""

    pixels: npt.NDArray[np.uint8]
    text: str
    face: str


def narrowed(pixels: npt.NDArray[np.uint8], width: int) -> npt.NDArray[np.uint8]:
    """The ``(H, W)`` pixels of a line made narrower, to ``width``; the height stays."""
    return np.asarray(cv2.resize(pixels, (width, len(pixels)), interpolation=cv2.INTER_AREA), np.uint8)


class Press:
    """Prints lines from a newsroom's text in the given faces."""

    def __init__(self, newsroom: Newsroom, faces: Sequence[Face], charset: frozenset[str], seed: int) -> None:
        self._newsroom = newsroom
        self._faces = faces
        self._weights = np.array([face.source.weight for face in faces])
        self._weights /= self._weights.sum()
        self._charset = charset
        self._chance = np.random.default_rng(seed)
        self._settings = TypesetSettings()

    def lines(self, quality: Quality, style: Style | None = None) -> Iterator[Line]:
        """Lines without end, of one style or of all; a line no face can set is passed over."""
        chance, settings = self._chance, self._settings
        places = [n for n, face in enumerate(self._faces) if style is None or face.source.style is style]
        weights = self._weights[places] / self._weights[places].sum()
        while True:
            text = self._newsroom.line()
            reading = " ".join(transcription(text, self._charset).split())
            face = self._faces[places[int(chance.choice(len(places), p=weights))]]
            if len(reading) < 2 or not face.covers(text):
                continue
            latin = face
            if chance.random() < settings.other_latin_share:
                latin = self._faces[int(chance.choice(len(self._faces), p=self._weights))]
            headline = len(text) <= _BODY_HEIGHT_LIMIT and chance.random() < 0.3
            ink = set_line(text, face, latin, chance, settings, headline=headline)
            neighbour = set_line(self._other(face), face, face, chance, settings, headline=False)
            ink = reshape(ink, chance, settings)
            page = crop(ink, neighbour, chance, settings)
            pixels = scan_line(page, chance, quality)
            if pixels.shape[1] / _POOLING < _STEPS_A_CHARACTER * len(reading):
                continue
            yield Line(pixels, reading, face.source.name)

    def _other(self, face: Face) -> str:
        for _ in range(4):
            text = self._newsroom.line()
            if face.covers(text):
                return text
        return "一"


def write_shard(path: Path, lines: Sequence[Line]) -> None:
    """Lines into one ``.npz``; written under another name first, so that a reader never sees half a file."""
    sizes = np.array([line.pixels.shape for line in lines], np.int32).reshape(len(lines), 2)
    pixels = np.concatenate([line.pixels.ravel() for line in lines]) if lines else np.zeros(0, np.uint8)
    texts = np.array([line.text for line in lines], np.str_)
    faces = np.array([line.face for line in lines], np.str_)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, sizes=sizes, pixels=pixels, texts=texts, faces=faces)
    partial.rename(path)


def read_shard(path: Path) -> list[Line]:
    """The lines of a shard."""
    with np.load(path) as data:
        sizes, pixels, texts, faces = data["sizes"], data["pixels"], data["texts"], data["faces"]
    ends = np.cumsum(sizes.prod(axis=1))
    lines = []
    for (height, width), end, text, face in zip(sizes, ends, texts, faces, strict=True):
        lines.append(Line(pixels[end - height * width : end].reshape(height, width), str(text), str(face)))
    return lines
