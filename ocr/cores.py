"""How many processor cores there are for this process."""

from __future__ import annotations

import math
import os
from pathlib import Path

__all__ = ["usable_cores"]

_SHARE = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux tells a container its share of the processors: microseconds of use, in microseconds of time."""


def usable_cores(share: Path = _SHARE) -> int:
    """The cores this process may use, which in a container or a batch system are fewer than the machine has."""
    known = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return max(1, min(cores, math.ceil(_share(share, cores))))


def _share(file: Path, cores: int) -> float:
    """The share that `file` tells in cores; all of them where there is no such file, or no limit in it."""
    try:
        used, lapse = file.read_text(encoding="ascii").split()
        return int(used) / int(lapse)
    except (OSError, ValueError, ZeroDivisionError):
        return cores
