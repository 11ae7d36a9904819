"""Which files of a drop folder are whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ocr.batch.drop_folder import DropFolder
from tests.batch.conftest import ROOT, Job


class Clock:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def _names(folder: DropFolder) -> list[str]:
    return [file.name for file in folder.whole_files()]


def test_a_file_is_whole_when_it_rests(tmp_path: Path) -> None:
    """Growing and touching begin the wait anew; each state is given once."""
    clock = Clock()
    folder = DropFolder(tmp_path, 5, clock)
    scan = tmp_path / "a.tif"
    scan.write_bytes(b"half")
    assert _names(folder) == []
    clock.time = 4
    scan.write_bytes(b"half and more")
    assert _names(folder) == []
    clock.time = 8
    assert _names(folder) == []
    clock.time = 9
    assert _names(folder) == ["a.tif"]
    clock.time = 20
    assert _names(folder) == []
    scan.write_bytes(b"another scan")
    assert _names(folder) == []
    clock.time = 25
    assert _names(folder) == ["a.tif"]


def test_what_is_no_scan_is_left(tmp_path: Path) -> None:
    """Links, files under way and empty files are never given."""
    clock = Clock()
    folder = DropFolder(tmp_path, 5, clock)
    (tmp_path / "a.tif.part").write_bytes(b"x")
    (tmp_path / ".b.tif").write_bytes(b"x")
    (tmp_path / "empty.tif").touch()
    (tmp_path / "link.tif").symlink_to(tmp_path / "a.tif.part")
    folder.whole_files()
    clock.time = 100
    assert _names(folder) == []


def test_the_time_of_a_file_may_be_anything(tmp_path: Path) -> None:
    """A scan from the future or from 1970 rests like any other."""
    clock = Clock()
    folder = DropFolder(tmp_path, 5, clock)
    for name, stamp in (("past.tif", 0), ("future.tif", 4_000_000_000)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (stamp, stamp))
    folder.whole_files()
    clock.time = 5
    assert _names(folder) == ["future.tif", "past.tif"]


@pytest.mark.slow
def test_watching_reads_what_comes_and_ends_on_a_signal(job: Job) -> None:
    """Two scans, dropped one after the other; then SIGTERM."""
    job.scan("a.pdf", "one")
    command = [sys.executable, "-m", "tests.batch.watch_fake", str(job.source), str(job.target)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait_for(job.target / "a.pdf/a_0001.md", process)
        job.scan("b.pdf", "two")
        _wait_for(job.target / "b.pdf/b_0001.md", process)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 143


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
