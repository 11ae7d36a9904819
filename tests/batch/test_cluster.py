"""The same job on a cluster: the same files, byte for byte."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.batch.conftest import ROOT, Job

pytest.importorskip("distributed", reason="the extra for clusters is not installed")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Cluster:
    """A scheduler's address, and two workers of one thread, each with its guardian in a process group of its own."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    file = tmp_path / "scheduler.json"
    environment = dict(os.environ, PYTHONPATH=str(ROOT))

    def start(module: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--scheduler-file", str(file), "--no-dashboard"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [*command, *words], cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
        )

    scheduler = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
    workers = tuple(start("dask_worker", "--nthreads", "1") for _ in range(2))
    try:
        end = time.monotonic() + 60
        while not file.exists() or not file.read_text():
            assert time.monotonic() < end
            time.sleep(0.1)
        yield Cluster(json.loads(file.read_text())["address"], workers)
    finally:
        for process in (*workers, scheduler):
            process.terminate()
        for process in (*workers, scheduler):
            process.wait(30)


def test_a_cluster_gives_the_same_files(job: Job, cluster: Cluster) -> None:
    """Pages that hang, die and fail are the same rows, too."""
    job.scan("a.pdf", "one", "!engine", "two?", "!die", "three", "!hang")
    job.scan("b.pdf", "four", "!unreadable")
    local = job.target.parent / "local"
    options = ("--page-timeout", "2")
    assert job.run(*options, target=local)[0] == 11
    assert job.run(*options, "--scheduler", cluster.address)[0] == 11

    def without_measures(target: Path) -> set[tuple[object, ...]]:
        return {tuple(row[name] for name in ("input", "page", "status", "key", "error")) for row in job.rows(target)}

    assert without_measures(job.target) == without_measures(local)
    texts = {name: content for name, content in job.outputs().items() if name.endswith(".md")}
    assert texts == {name: content for name, content in job.outputs(local).items() if name.endswith(".md")}
    assert (job.target / "checksums.sha256").read_bytes() == (local / "checksums.sha256").read_bytes()


def test_a_lost_worker_costs_nothing(job: Job, cluster: Cluster) -> None:
    """The page that it had in hand is read by the other one, in the same run, to the same bytes."""
    job.scan("a.pdf", *(f"page number {number}" for number in range(12)))
    local = job.target.parent / "local"
    assert job.run(target=local)[0] == 0
    process = job.start("--seconds", "0.3", "--scheduler", cluster.address)
    manifest = job.target / "manifest.jsonl"
    end = time.monotonic() + 90
    while not manifest.exists() or manifest.read_bytes().count(b"\n") < 3:
        assert time.monotonic() < end
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(cluster.workers[0].pid, signal.SIGKILL)
    assert process.wait(120) == 0
    assert sum(row["status"] == "ok" for row in job.rows()) == 12
    assert job.outputs() == job.outputs(local)


def test_an_address_without_a_scheduler_is_an_error(job: Job) -> None:
    """Named, with its cure, in a bounded time."""
    job.scan("a.pdf", "one")
    status, messages = job.run("--scheduler", "tcp://127.0.0.1:9")
    assert status == 3
    assert "127.0.0.1:9" in messages
