"""From a network's time steps to characters with places: best-path decoding of CTC output.

Graves et al., Connectionist Temporal Classification, ICML 2006, doi:10.1145/1143844.1143891.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spike", "decode", "extents"]

BLANK = 0


@dataclass(frozen=True, slots=True)
class Spike:
    """A character in the output of the network.

    Attributes:
        label: its class.
        step: the mean time step over which it was seen, weighted by probability.
        probability: the highest on its way.
    """

    label: int
    step: float
    probability: float


def decode(probabilities: NDArray[np.float32]) -> tuple[Spike, ...]:
    """The characters of the best path through ``(T, C)`` probabilities, class 0 being the blank."""
    best = probabilities.argmax(axis=1).tolist()
    spikes = []
    start = 0
    steps = len(best)
    while start < steps:
        label = best[start]
        end = start + 1
        while end < steps and best[end] == label:
            end += 1
        if label != BLANK:
            seen = probabilities[start:end, label].astype(np.float64)
            step = float((seen * np.arange(start, end)).sum() / seen.sum())
            spikes.append(Spike(label, step, float(seen.max())))
        start = end
    return tuple(spikes)


def extents(spikes: tuple[Spike, ...], per_em: float, steps: int) -> tuple[tuple[float, float], ...]:
    """For each character the time steps from which to which it reaches.

    Neighbours share the way between them; no character reaches further than 0.6 em from its middle.

    Args:
        spikes: from `decode`.
        per_em: time steps in one character size.
        steps: in the whole line.
    """
    if not spikes:
        return ()
    middles = [spike.step + 0.5 for spike in spikes]
    reach = 0.6 * per_em
    walls = [0.0, *((left + right) / 2 for left, right in pairwise(middles)), float(steps)]
    return tuple((max(walls[i], middle - reach), min(walls[i + 1], middle + reach)) for i, middle in enumerate(middles))
