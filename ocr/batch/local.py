"""Worker processes on this machine, one a core."""

from __future__ import annotations

import selectors
import time

from ocr.batch.executor import Reply
from ocr.batch.keeper import Keeper
from ocr.batch.work import Limits, PageJob, Request

__all__ = ["LocalExecutor"]

_LOOK = 0.2
"""Seconds between two looks at the time and the memory of the workers: a decoder that fills
memory at 1 GB/s overshoots its limit by a fifth of a gigabyte."""


class LocalExecutor:
    """An `Executor` over processes of this machine."""

    def __init__(self, job: PageJob, workers: int, limits: Limits) -> None:
        self._keepers = [Keeper(job, limits) for _ in range(workers)]
        self._tickets: dict[int, int] = {}

    @property
    def capacity(self) -> int:
        return len(self._keepers)

    def submit(self, ticket: int, request: Request) -> None:
        # a process that has loaded its models goes first
        idle = sorted((number for number, keeper in enumerate(self._keepers) if keeper.is_idle), key=self._freshness)
        self._keepers[idle[0]].start(request)
        self._tickets[idle[0]] = ticket

    def wait(self, seconds: float) -> list[Reply]:
        end = time.monotonic() + seconds
        while True:
            replies = self._collect()
            left = end - time.monotonic()
            if replies or left <= 0:
                return replies
            if not self._tickets:
                time.sleep(left)
                return []
            with selectors.DefaultSelector() as selector:
                for number in self._tickets:
                    selector.register(self._keepers[number].descriptor, selectors.EVENT_READ)
                selector.select(min(left, _LOOK))

    def close(self) -> None:
        for keeper in self._keepers:
            keeper.close()
        self._tickets.clear()

    def _freshness(self, number: int) -> tuple[bool, int]:
        return self._keepers[number].pid == 0, number

    def _collect(self) -> list[Reply]:
        replies = []
        for number, ticket in list(self._tickets.items()):
            outcome = self._keepers[number].check()
            if outcome is not None:
                del self._tickets[number]
                replies.append((ticket, *outcome))
        return replies
