"""Workers of a Dask cluster; the page code is the one of the local processes.

Each thread of a Dask worker keeps one page process of its own, so that a page that hangs,
grows or crashes costs that process and not the cluster's worker. Inputs are read where
the workers are: the paths must mean the same there, as on shared storage.
"""

from __future__ import annotations

import atexit
import importlib
import itertools
import pickle
import queue
import threading
import time
from typing import TYPE_CHECKING, Any

from ocr.batch.executor import Reply
from ocr.batch.keeper import Keeper
from ocr.batch.work import Answer, Failed, FailureKind, Limits, Request
from ocr.errors import DependencyError

if TYPE_CHECKING:
    from ocr.batch.work import PageJob

__all__ = ["DaskExecutor"]

_LOOK = 0.1
"""Seconds between two looks of a cluster's worker at its page process."""
_CONNECT = 30
"""Seconds to wait for the scheduler, and for the first worker."""
_KEEPERS: dict[int, tuple[bytes, Keeper]] = {}
"""On a cluster's worker: the page process of each of its threads, and what it was started for."""


class DaskExecutor:
    """An `Executor` over the workers at `address`.

    Raises:
        DependencyError: when the extra is not installed, or nobody answers at the address.
    """

    def __init__(self, job: PageJob, address: str, limits: Limits) -> None:
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError as error:
            raise DependencyError(
                "--scheduler needs the package distributed", cure="pip install 'banmian[cluster]'"
            ) from error
        try:
            self._client: Any = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_CONNECT)
        except (OSError, TimeoutError) as error:
            raise DependencyError(
                f"no scheduler with workers answers at {address}",
                cure="start `dask scheduler` and `dask worker`, or leave --scheduler out",
            ) from error
        # travels once with every request: it is small, and a worker may join at any time
        self._job = pickle.dumps((job, limits))
        self._replies: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._futures: dict[int, Any] = {}

    @property
    def capacity(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, ticket: int, request: Request) -> None:
        future = self._client.submit(
            _answer_in_process, self._job, request, pure=False, key=f"page-{id(self)}-{ticket}"
        )
        self._futures[ticket] = future
        future.add_done_callback(lambda done: self._replies.put((ticket, *_outcome(done))))

    def wait(self, seconds: float) -> list[Reply]:
        try:
            replies = [self._replies.get(timeout=seconds)]
        except queue.Empty:
            return []
        for _ in itertools.repeat(None, self._replies.qsize()):
            replies.append(self._replies.get())
        for ticket, _, _ in replies:
            self._futures.pop(ticket, None)
        return replies

    def close(self) -> None:
        self._client.cancel(list(self._futures.values()), force=True)
        self._client.close()


def _outcome(future: Any) -> tuple[Answer, float]:
    error = future.exception() if future.status != "cancelled" else "cancelled"
    if error is None:
        outcome: tuple[Answer, float] = future.result()
        return outcome
    return Failed(FailureKind.CRASH, type(error).__name__, f"the cluster's worker was lost: {error}", exit_code=7), 0.0


def _answer_in_process(job: bytes, request: Request) -> tuple[Answer, float]:
    """Runs on a worker of the cluster."""
    thread = threading.get_ident()
    known, keeper = _KEEPERS.get(thread, (b"", None))
    if keeper is None or known != job:
        if keeper is not None:
            keeper.close()
        else:
            atexit.register(_close_keepers)
        keeper = Keeper(*pickle.loads(job))
        _KEEPERS[thread] = (job, keeper)
    keeper.start(request)
    while (outcome := keeper.check()) is None:
        time.sleep(_LOOK)
    return outcome


def _close_keepers() -> None:
    for _, keeper in _KEEPERS.values():
        keeper.close()
    _KEEPERS.clear()
