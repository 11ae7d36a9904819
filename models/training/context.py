"""Which characters follow one another in words: the table by which the program weighs two readings of a character.

The words and their frequencies come from jieba's dictionary (MIT licence).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Set
from itertools import pairwise
from pathlib import Path

import numpy as np

from .text import read_words

_STEPS = 8
"""Counts of pairs are kept to an eighth of a power of two."""
_CHANCE_SHARE = 0.1
"""A pair inside words that is rarer than this share of what ends and beginnings of words give by chance is left out."""


def write_context(folder: Path, charset: Set[str], out: Path) -> str:
    """Write the table of the words in jieba's package folder that `charset` can write; its line of checksum.

    The file is what `ocr.recognition.context` reads; the same words give the same bytes.

    Raises:
        MaterialError: when the folder has no dictionary.
    """
    counts, begins, ends, words = Counter[str](), Counter[str](), Counter[str](), 0
    pairs: Counter[tuple[str, str]] = Counter()
    for word, times, _ in read_words(folder, charset):
        words += times
        begins[word[0]] += times
        ends[word[-1]] += times
        for character in word:
            counts[character] += times
        for pair in pairwise(word):
            pairs[pair] += times
    characters = "".join(sorted(counts))
    place = {character: index for index, character in enumerate(characters)}
    kept = sorted(
        (place[one] * len(characters) + place[two], times)
        for (one, two), times in pairs.items()
        if times > _CHANCE_SHARE * ends[one] * begins[two] / words
    )
    np.savez_compressed(
        out,
        characters=np.array([ord(character) for character in characters], np.uint16),
        counts=np.array([counts[character] for character in characters], np.uint32),
        begins=np.array([begins[character] for character in characters], np.uint32),
        ends=np.array([ends[character] for character in characters], np.uint32),
        # the steps from pair to pair are small and take less room than the pairs
        pairs=np.diff(np.array([pair for pair, _ in kept], np.int32), prepend=np.int32(0)),
        times=np.round(_STEPS * np.log2([times for _, times in kept])).astype(np.uint8),
    )
    return f"{hashlib.sha256(out.read_bytes()).hexdigest()}  {out.name}"
