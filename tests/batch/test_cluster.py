"""The same job on a cluster: the same files, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.conftest import ROOT, Job

pytest.importorskip("distributed", reason="the extra for clusters is not installed")
pytestmark = pytest.mark.slow


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers of one thread."""
    file = tmp_path / "scheduler.json"
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    common = {"cwd": tmp_path, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--scheduler-file", str(file), "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--no-dashboard"]
    processes = [subprocess.Popen([*dask, "--port", "0", "--host", "127.0.0.1"], **common)]  # type: ignore[call-overload]
    processes += [subprocess.Popen([*worker, "--nthreads", "1"], **common) for _ in range(2)]  # type: ignore[call-overload]
    try:
        end = time.monotonic() + 60
        while not file.exists() or not file.read_text():
            assert time.monotonic() < end
            time.sleep(0.1)
        import json

        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def test_a_cluster_gives_the_same_files(job: Job, scheduler: str) -> None:
    """Pages that hang, die and fail are the same rows, too."""
    job.scan("a.pdf", "one", "!engine", "two?", "!die", "three", "!hang")
    job.scan("b.pdf", "four", "!unreadable")
    local = job.target.parent / "local"
    options = ("--page-timeout", "2")
    assert job.run(*options, target=local)[0] == 11
    assert job.run(*options, "--scheduler", scheduler)[0] == 11

    def without_measures(target: Path) -> set[tuple[object, ...]]:
        return {tuple(row[name] for name in ("input", "page", "status", "key", "error")) for row in job.rows(target)}

    assert without_measures(job.target) == without_measures(local)
    texts = {name: content for name, content in job.outputs().items() if name.endswith(".md")}
    assert texts == {name: content for name, content in job.outputs(local).items() if name.endswith(".md")}
    assert (job.target / "checksums.sha256").read_bytes() == (local / "checksums.sha256").read_bytes()


def test_an_address_without_a_scheduler_is_an_error(job: Job) -> None:
    """Named, with its cure, in a bounded time."""
    job.scan("a.pdf", "one")
    status, messages = job.run("--scheduler", "tcp://127.0.0.1:9")
    assert status == 3
    assert "127.0.0.1:9" in messages
