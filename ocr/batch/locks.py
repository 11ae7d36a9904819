"""Who works on what: locks that hold between processes and between hosts on shared storage.

A lock is a file made with ``link``, which a file server does for exactly one of several
callers. It names its owner; an owner shows that it lives by touching its sign of life.
No host's clock is compared with another's: an owner is dead when its sign has not moved
for a while on the watcher's own monotonic clock, or when its process on this machine is gone.

A dead owner's lock is not removed but outbid: lock ``name.3`` is taken over by making
``name.4``, which again only one can do, and the new owner then looks whether ``name.3``
is still the one it judged. Releasing goes from the lowest number up, so that a slow
bidder always notices.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ocr.batch.storage import storage_error
from ocr.errors import FileAccessError

__all__ = ["Lock", "LockSettings", "Locks"]


_MOST_TAKEOVERS = 10_000
"""Owners of one lock, one after the other, that died with it."""


@dataclass(frozen=True, slots=True)
class LockSettings:
    """How often an owner shows that it lives, and how long a silence means death.

    Attributes:
        beat: seconds between two signs of life.
        silence: seconds; far longer than a beat and than the caching of a network file system
            (some 30 s), since taking a living owner's page costs its reading twice.
        patience: seconds to wait for a short lock, longer than `silence`.
    """

    beat: float = 5.0
    silence: float = 60.0
    patience: float = 180.0


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock in hand."""

    name: str
    number: int


class Locks:
    """The locks below `folder`, for one owner.

    Args:
        folder: on the storage that all owners share.
        now: a clock that never goes back.
    """

    def __init__(
        self, folder: Path, settings: LockSettings | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.token = uuid.uuid4().hex
        self._locks = folder / "locks"
        self._signs = folder / "owners"
        self._settings = settings or LockSettings()
        self._now = now
        self._seen: dict[str, tuple[int, float]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="sign-of-life", daemon=True)

    def open(self) -> None:
        """Shows the first sign of life.

        Raises:
            FileAccessError: when the folder cannot be written.
        """
        try:
            self._locks.mkdir(parents=True, exist_ok=True)
            self._signs.mkdir(parents=True, exist_ok=True)
            self._sign(self.token).write_text(json.dumps(_this_process()), encoding="utf-8")
        except OSError as error:
            raise storage_error(self._locks, error) from error
        self._thread.start()

    def close(self) -> None:
        """Ends the signs of life; every lock has been released before."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        with contextlib.suppress(OSError):
            self._sign(self.token).unlink()

    def acquire(self, name: str) -> Lock | None:
        """The lock, or None while a living owner holds it.

        Raises:
            FileAccessError: when the folder cannot be written.
        """
        try:
            held = self._highest(name)
            if held is None:
                return self._bid(name, 0, rival=None)
            owner = self._owner(name, held)
            if owner is None or self.is_alive(owner):
                return None
            return self._bid(name, held + 1, rival=owner)
        except OSError as error:
            raise storage_error(self._locks / name, error) from error

    def holds(self, lock: Lock) -> bool:
        """Whether the lock is still this owner's: a process that slept too long may have been outbid."""
        return self._owner(lock.name, lock.number) == self.token and self._highest(lock.name) == lock.number

    def release(self, lock: Lock) -> None:
        """Gives the lock back; one that was outbid meanwhile is left alone."""
        for number in range(lock.number + 1):
            if number < lock.number or self._owner(lock.name, number) == self.token:
                with contextlib.suppress(OSError):
                    self._path(lock.name, number).unlink()

    @contextlib.contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Holds the lock for a short while, waiting for it.

        Raises:
            FileAccessError: when it cannot be had.
        """
        end = self._now() + self._settings.patience
        pause = 0.001
        while (lock := self.acquire(name)) is None:
            if self._now() > end:
                raise FileAccessError(
                    f"{self._locks / name}: another job holds it and does not let go",
                    cure="end the other job, or wait for it",
                )
            time.sleep(pause)
            pause = min(pause * 2, 0.25)
        try:
            yield
        finally:
            self.release(lock)

    def is_alive(self, token: str) -> bool:
        """Whether the owner shows signs of life."""
        if token == self.token:
            return True
        sign = self._sign(token)
        try:
            moved = sign.stat().st_mtime_ns
            process = json.loads(sign.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            process, moved = {}, 0
        if _is_gone(process):
            return False
        seen, since = self._seen.get(token, (-1, 0.0))
        if seen != moved:
            self._seen[token] = (moved, self._now())
            return True
        return self._now() - since < self._settings.silence

    def dead_owners(self) -> tuple[str, ...]:
        """The owners that left a sign and are known to be dead."""
        names = sorted(path.name for path in self._signs.iterdir()) if self._signs.is_dir() else []
        return tuple(name for name in names if not self.is_alive(name))

    def bury(self, token: str) -> None:
        """Forgets a dead owner; its locks count as dead from now on."""
        with contextlib.suppress(OSError):
            self._sign(token).unlink()

    # ---- files -------------------------------------------------------------------------------

    def _sign(self, token: str) -> Path:
        return self._signs / token

    def _path(self, name: str, number: int) -> Path:
        return self._locks / f"{name}.{number}"

    def _highest(self, name: str) -> int | None:
        """The number of the lock that counts.

        Numbers begin at 0 and leave no gap but below, while a release is under way;
        takeovers are rare, so looking one by one beats listing a folder of many locks.
        """
        highest = None
        for number in range(_MOST_TAKEOVERS):
            if os.path.lexists(self._path(name, number)):
                highest = number
            elif number > (0 if highest is None else highest) + 1:
                break
        return highest

    def _owner(self, name: str, number: int) -> str | None:
        try:
            return self._path(name, number).read_text(encoding="ascii")
        except OSError:
            return None

    def _bid(self, name: str, number: int, rival: str | None) -> Lock | None:
        path = self._path(name, number)
        # a name of its own for each bid: threads and hosts never share it
        ticket = self._locks / f".{self.token}.{uuid.uuid4().hex}"
        try:
            ticket.write_text(self.token, encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(ticket, path)
            # a file server may lose its answer and report a link that was made as existing
            won = self._owner(name, number) == self.token
        finally:
            ticket.unlink(missing_ok=True)
        if not won:
            return None
        lock = Lock(name, number)
        if (rival is not None and self._owner(name, number - 1) != rival) or self._highest(name) != number:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return lock

    def _beat(self) -> None:
        while not self._over.wait(self._settings.beat):
            try:
                # only the time is touched: that works on a full disk
                os.utime(self._sign(self.token))
            except FileNotFoundError:
                with contextlib.suppress(OSError):
                    self._sign(self.token).write_text(json.dumps(_this_process()), encoding="utf-8")
            except OSError:
                continue


def _this_process() -> dict[str, str]:
    pid = os.getpid()
    return {"machine": _machine(), "host": socket.gethostname(), "pid": str(pid), "born": _birth(pid)}


def _machine() -> str:
    """This boot of this machine and this space of process numbers; empty where it cannot be known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        return ""
    return f"{boot}:{space}"


def _birth(pid: int) -> str:
    """When the process started, in ticks since boot; tells it from a later one with its number."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # the name of the program, in brackets, may hold anything, so count from behind it
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _is_gone(process: object) -> bool:
    """Whether a process of this very machine has ended; False about any other machine."""
    if not isinstance(process, dict) or not process.get("machine") or process.get("machine") != _machine():
        return False
    try:
        return bool(_birth(int(process["pid"])) != process["born"])
    except (KeyError, ValueError):
        return False
