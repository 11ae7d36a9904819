"""Decides between two readings of one character, by what each reader's confidence was worth on lines of known text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files

from ocr.errors import OutputError
from ocr.hanzi import is_han
from ocr.model import Glyph
from ocr.recognition.alignment import Pair

__all__ = ["COARSE", "EVEN", "TABLE", "Judge", "difference", "kind", "logit"]

TABLE = "calibration.json"
"""Made by ``benchmarks/recognition_calibration.py``."""
LETTER, SIGN, ORNAMENT, RARE, STOP = "letter", "sign", "ornament", "rare", "stop"
ORNAMENTS = frozenset("■□◆◇●○▲△▼▽▶◀★☆")
"""What opens bylines and captions; PP-OCR passes over many of them, Tesseract's newsprint model knows them."""
STOPS = frozenset("，。、；：,.;:．")
"""What ends and parts sentences: small, and alike on a poor scan."""
DASHES = frozenset("—-一")
"""The last is a letter, but looks like the others."""
RARE_FROM = 0xD8
"""First byte from which on GB 2312 lists what it holds to be rare, its second level."""
CONTEXT = 0.75
"""What the neighbours of a character say counts so much: all of it, were a newspaper its dictionary's words drawn by
chance."""
EVEN = 0.5
"""A character only one reader saw is kept when it is rather there than not."""
COARSE = 24.0
"""Print whose characters are smaller than this, in pixels of the sheet, has odds of its own: Tesseract's network, which
was trained on larger ones, errs five times as often on it as PP-OCR."""
SUREST = 1e-4
"""Confidences nearer to 0 and 1 than this are all one: the engines round theirs."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Calibrated odds.

    Attributes:
        odds: by case and kind of character, the weights of ``[1, logit of each reader's confidence]``; the cases
            ``differ.first`` and ``differ.second``, by the kind of difference, are the chances of either reader.
        coarse: the same for coarse print; empty where it has no other odds.
    """

    odds: Mapping[str, tuple[float, ...]]
    fingerprint: str
    coarse: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Judge:
        """The table that comes with the program."""
        text = files("ocr.recognition").joinpath(TABLE).read_text("utf-8")
        try:
            odds, coarse = (
                {case: tuple(map(float, weights)) for case, weights in json.loads(text)[part].items()}
                for part in ("odds", "coarse")
            )
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise OutputError(f"{TABLE}: not a calibration table", cure="reinstall the program") from problem
        return cls(odds, f"calibration sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}", coarse)

    def at(self, size: float) -> Judge:
        """The judge of print whose characters are `size` pixels of the sheet."""
        return Judge(self.coarse, self.fingerprint) if self.coarse and size < COARSE else self

    def chance(self, case: str, *confidences: float, lean: float = 0.0) -> float:
        """The chance of being right in `case`, given the readers' own confidences.

        Args:
            case: with the kind of character.
            confidences: of the readers that `case` is about.
            lean: how many times likelier something else makes it, as a logarithm.
        """
        weights = self.odds[case]
        score = weights[0] + sum(weight * logit(value) for weight, value in zip(weights[1:], confidences, strict=True))
        score += lean
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def alone(self, glyphs: tuple[Glyph, ...], reader: str) -> tuple[Glyph, ...]:
        """One reader's line with calibrated confidences; a reader the table does not know is taken at its word."""
        if f"alone.{reader}.{LETTER}" not in self.odds:
            return glyphs
        return tuple(
            replace(glyph, confidence=self.chance(f"alone.{reader}.{kind(glyph.text)}", glyph.confidence))
            for glyph in glyphs
        )

    def beside_omission(self, confidence: float) -> float:
        """The confidence of a character next to which something one reader saw was left out."""
        return confidence * self.chance("omitted")

    def choose(self, pair: Pair, lean: float = 0.0) -> Glyph | None:
        """The character to keep; None when what one reader saw is not there.

        A space stays: Tesseract tells none, so that no calibration can weigh them.

        Args:
            pair: what the readers saw in one place.
            lean: how much better the first's reading goes with its neighbours; see `Context.lean`.
        """
        first, second = pair.first, pair.second
        if first is None:
            assert second is not None
            if not second.text.strip():
                return second
            chance = self.chance(f"second only.{kind(second.text)}", second.confidence)
            return replace(second, confidence=chance) if chance >= EVEN else None
        if second is None:
            chance = self.chance(f"first only.{kind(first.text)}", first.confidence)
            return replace(first, confidence=chance) if chance >= EVEN else None
        both = first.confidence, second.confidence
        if pair.agrees:
            return replace(second, confidence=self.chance(f"agree.{kind(second.text)}", *both))
        apart = difference(first.text, second.text)
        one = self.chance(f"differ.first.{apart}", *both, lean=CONTEXT * lean)
        two = self.chance(f"differ.second.{apart}", *both, lean=-CONTEXT * lean)
        if one > two:
            return replace(first, box=second.box, confidence=one, alternative=second.text)
        return replace(second, confidence=two, alternative=first.text)


def kind(text: str) -> str:
    """Whether a character is a letter (Han, Latin, digit), an ornament or another sign: the engines err differently."""
    if text in ORNAMENTS:
        return ORNAMENT
    return LETTER if text[:1].isalnum() else SIGN


def difference(first: str, second: str) -> str:
    """What two readings of one place differ in: ornaments, stops, other signs, letters; or only the first is rare.

    PP-OCR takes rare characters for common ones that look like them (屺 for 配); Tesseract's model was taught them, and
    sees the like of a common character where another common one stands.
    """
    if kind(second) == ORNAMENT:
        return ORNAMENT
    if first in DASHES and second in DASHES:
        return SIGN
    if kind(second) != LETTER:
        return STOP if first in STOPS and second in STOPS else SIGN
    return RARE if _is_rare(first) and not _is_rare(second) else LETTER


def _is_rare(text: str) -> bool:
    """Whether a Han character is of GB 2312's second level, or not in it."""
    if not is_han(text):
        return False
    try:
        return text.encode("gb2312")[0] >= RARE_FROM
    except UnicodeEncodeError:
        return True


def logit(confidence: float) -> float:
    """The logarithm of the odds, confidences of 0 and 1 held apart from infinity."""
    held = min(max(confidence, SUREST), 1 - SUREST)
    return math.log(held / (1 - held))
