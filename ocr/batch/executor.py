"""The door behind which pages are read: on this machine, or on a cluster."""

from __future__ import annotations

from typing import Protocol

from ocr.batch.work import Answer, Request

__all__ = ["Executor", "Reply"]

Reply = tuple[int, Answer, float]
"""The ticket of a request, its answer, and the seconds it took."""


class Executor(Protocol):
    """Answers requests, many at a time, in any order.

    Every request gets exactly one answer, come what may: a worker that dies, hangs or
    grows over its limits gives a `Failed`, and the next request meets a new worker.
    """

    @property
    def capacity(self) -> int:
        """How many requests are worked on at a time; may change while a cluster grows."""
        ...

    def submit(self, ticket: int, request: Request) -> None:
        """Takes a request on; no more than `capacity` at a time."""
        ...

    def wait(self, seconds: float) -> list[Reply]:
        """The replies that came, after at most so many seconds; none is given twice."""
        ...

    def close(self) -> None:
        """Ends all workers; requests in hand are dropped without an answer."""
        ...
