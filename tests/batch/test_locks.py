"""Locks between owners that may sit on different hosts, and whose clocks are their own."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from ocr.batch.locks import Locks, LockSettings
from ocr.errors import FileAccessError


class Clock:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def _owner(folder: Path, clock: Clock | None = None, **settings: float) -> Locks:
    locks = Locks(folder, LockSettings(**settings), clock or Clock())
    locks.open()
    return locks


def _move_to_another_host(folder: Path, locks: Locks) -> None:
    """Makes the owner look as one of a machine that cannot be asked."""
    sign = folder / "owners" / locks.token
    sign.write_text(json.dumps({"machine": "another boot", "host": "far", "pid": "1", "born": "1"}))


def test_one_of_two_gets_the_lock(tmp_path: Path) -> None:
    """And the other when it is given back."""
    a, b = _owner(tmp_path), _owner(tmp_path)
    lock = a.acquire("page")
    assert lock is not None
    assert b.acquire("page") is None
    assert a.acquire("page") is None
    a.release(lock)
    assert b.acquire("page") is not None


def test_one_of_many_gets_the_lock(tmp_path: Path) -> None:
    """However many try at the same moment."""
    owners = [_owner(tmp_path) for _ in range(8)]
    for turn in range(20):
        start = threading.Barrier(len(owners))
        won: list[object] = []

        def attempt(owner: Locks, start: threading.Barrier = start, won: list[object] = won, turn: int = turn) -> None:
            start.wait()
            if owner.acquire(f"page{turn}") is not None:
                won.append(owner)

        threads = [threading.Thread(target=attempt, args=(owner,)) for owner in owners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1


def test_a_silent_owner_is_outbid_after_the_silence(tmp_path: Path) -> None:
    """Not before; and by one only; and it notices when it wakes up."""
    clock = Clock()
    sleeper = _owner(tmp_path, beat=1000)
    lock = sleeper.acquire("page")
    assert lock is not None
    _move_to_another_host(tmp_path, sleeper)
    b, c = _owner(tmp_path, clock, silence=60), _owner(tmp_path, clock, silence=60)
    assert b.acquire("page") is None
    assert c.acquire("page") is None
    clock.time = 59
    assert b.acquire("page") is None
    clock.time = 61
    taken = b.acquire("page")
    assert taken is not None
    assert c.acquire("page") is None
    assert not sleeper.holds(lock)
    assert b.holds(taken)
    sleeper.release(lock)
    assert b.holds(taken)
    b.release(taken)
    assert not list((tmp_path / "locks").iterdir())


def test_a_sign_of_life_counts_whatever_its_clock_says(tmp_path: Path) -> None:
    """A jump of the clock, even backwards by years, is a sign of life like any other."""
    clock = Clock()
    far = _owner(tmp_path, beat=1000)
    assert far.acquire("page") is not None
    _move_to_another_host(tmp_path, far)
    b = _owner(tmp_path, clock, silence=60)
    for year in (2030, 1999, 2050, 1971):
        assert b.acquire("page") is None
        clock.time += 50
        os.utime(tmp_path / "owners" / far.token, ((year - 1970) * 31_557_600,) * 2)
    assert b.acquire("page") is None
    clock.time += 61
    assert b.acquire("page") is not None


def test_an_owner_that_left_is_dead_at_once(tmp_path: Path) -> None:
    """A lock without a living owner is free."""
    a, b = _owner(tmp_path), _owner(tmp_path)
    a.acquire("page")
    a.close()
    assert b.acquire("page") is not None


def test_a_short_lock_excludes_and_waits(tmp_path: Path) -> None:
    """Increments under the lock are never lost."""
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count() -> None:
        locks = Locks(tmp_path)
        locks.open()
        for _ in range(25):
            with locks.holding("counter"):
                counter.write_text(str(int(counter.read_text()) + 1))
        locks.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text() == "100"


def test_waiting_ends_with_an_error(tmp_path: Path) -> None:
    """A job that holds on for ever is named as the cause."""
    a = _owner(tmp_path)
    a.acquire("manifest")
    b = Locks(tmp_path, LockSettings(patience=0.05))
    b.open()
    with pytest.raises(FileAccessError, match="another job"), b.holding("manifest"):
        pass
