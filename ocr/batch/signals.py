"""The wish to stop, as it comes from the terminal or from the system."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from ocr.batch.folder_job import Stop

__all__ = ["catching_signals", "exit_status"]


class _Caught:
    number = 0


@contextlib.contextmanager
def catching_signals(stop: Stop) -> Iterator[_Caught]:
    """While it lasts: the first Ctrl-C finishes the pages in hand, the second and SIGTERM drop them.

    Nothing is lost by dropping: the next run reads those pages again.
    """
    caught = _Caught()

    def on_interrupt(number: int, _: FrameType | None) -> None:
        caught.number = caught.number or number
        stop.at_once = stop.after_pages
        stop.after_pages = True

    def on_terminate(number: int, _: FrameType | None) -> None:
        caught.number = caught.number or number
        stop.at_once = True

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, on_interrupt),
        signal.SIGTERM: signal.signal(signal.SIGTERM, on_terminate),
    }
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def exit_status(number: int) -> int:
    """What a shell reports for a program that ended by the signal: 130, 143."""
    return 128 + number
