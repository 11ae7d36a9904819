"""What confidences are worth: calibration error, reliability, and how much a person must look at."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

__all__ = ["calibration_error", "reliability", "review_share"]

BINS = 15
"""Of the calibration error, equal in number of characters."""
EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
"""Of the reliability table: nearly all characters are surer than 0.99, where bins of equal width would say nothing."""


def calibration_error(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The expected calibration error over bins of equal number (Naeini et al., AAAI 2015)."""
    order = np.argsort(chances, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if part.size]
    return float(sum(part.size * abs(chances[part].mean() - right[part].mean()) for part in parts) / len(chances))


def review_share(chances: NDArray[np.float64], right: NDArray[np.bool_], rate: float = 1e-4) -> float:
    """The share of characters to look at, least sure first, until at most `rate` of all are wrong."""
    verdicts = right[np.argsort(chances, kind="stable")]
    left = (~verdicts).sum() - np.concatenate([[0], np.cumsum(~verdicts)])
    return float(np.argmax(left <= rate * len(verdicts)) / len(verdicts))


def reliability(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> str:
    """A table: for each range of confidence the characters in it, the confidence told and the share that was right."""
    lines = ["| told | characters | mean told | were right |", "|---|---|---|---|"]
    for low, high in itertools.pairwise(EDGES):
        inside = (chances >= low) & ((chances < high) if high < 1 else (chances <= high))
        if inside.any():
            cells = f"{inside.sum()} | {chances[inside].mean():.4f} | {right[inside].mean():.4f}"
            lines.append(f"| {low:g} to {high:g} | {cells} |")
    return "\n".join(lines)
