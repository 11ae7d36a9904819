"""What a stage costs: seconds by the clock and the peak of memory, read from the kernel."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Gauge", "peak_megabytes"]

_RESET_PEAK = "5"
"""Written into ``clear_refs`` it sets the peak back to what is held now (Linux, proc(5))."""
KIBIBYTES_A_MEGABYTE = 1024


def peak_megabytes() -> int:
    """The most memory this process has held since the peak was last set back; 0 where the kernel does not say."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // KIBIBYTES_A_MEGABYTE for line in lines if line.startswith("VmHWM")), 0)


@dataclass(slots=True)
class Gauge:
    """Called with the name of each stage that begins, as `Pipeline.digitize` does; `end` closes the last one.

    Attributes:
        seconds: of each stage.
        megabytes: the most that was held during each stage, what was held before included.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: dict[str, int] = field(default_factory=dict)
    _stage: str = ""
    _start: float = 0.0

    def __call__(self, stage: str) -> None:
        """Ends the stage that ran, and begins `stage`."""
        self.end()
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text(_RESET_PEAK, "ascii")
        self._stage, self._start = stage, time.perf_counter()

    def end(self) -> None:
        """Books the stage that ran until now."""
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + time.perf_counter() - self._start
            self.megabytes[self._stage] = max(self.megabytes.get(self._stage, 0), peak_megabytes())
        self._stage = ""
