"""Faults, made for real: after each the next run completes, and the outputs are those of a quiet run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.conftest import Job

PAGES = [f"page number {number}" for number in range(16)]


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def _wait_for(condition: object, seconds: float = 20.0) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def _some_pages_done(job: Job, count: int) -> bool:
    manifest = job.target / "manifest.jsonl"
    return manifest.exists() and manifest.read_bytes().count(b"\n") >= count


def _fill(job: Job) -> None:
    for number in range(2):
        job.scan(f"{number}.pdf", *PAGES[number * 8 : number * 8 + 8])


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The outputs of an undisturbed run."""
    folder = tmp_path_factory.mktemp("quiet")
    job = Job(folder / "in", folder / "out")
    _fill(job)
    assert job.run()[0] == 0
    return job.outputs()


@pytest.fixture
def quiet(job: Job, undisturbed: dict[str, bytes]) -> dict[str, bytes]:
    """A filled folder, and what an undisturbed run makes of it."""
    _fill(job)
    return undisturbed


def test_a_killed_worker_costs_nothing(job: Job, quiet: dict[str, bytes]) -> None:
    """The page it had in hand is read by another, in the same run."""
    process = job.start("--seconds", "0.1")
    for count in (1, 5):
        _wait_for(lambda count=count: _some_pages_done(job, count))
        for child in _children(process.pid):
            os.kill(child, signal.SIGKILL)
    assert process.wait(60) == 0
    assert job.outputs() == quiet


def test_a_killed_parent_leaves_nothing_half_done(job: Job, quiet: dict[str, bytes]) -> None:
    """Its workers end with it, its locks are taken over at once, and every file under a final name is whole."""
    process = job.start("--seconds", "0.1")
    _wait_for(lambda: _some_pages_done(job, 5))
    workers = _children(process.pid)
    process.kill()
    process.wait()
    _wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    assert all(quiet[name] == content for name, content in job.outputs().items())
    begun = time.monotonic()
    assert job.run()[0] == 0
    assert time.monotonic() - begun < 20, "it waited for a dead job"
    assert job.outputs() == quiet
    assert not list((job.target / ".banmian/locks").iterdir())
    assert not list((job.target / ".banmian/desks").iterdir())


@pytest.mark.parametrize(
    ("number", "status"), [pytest.param(signal.SIGINT, 130, marks=pytest.mark.slow), (signal.SIGTERM, 143)]
)
def test_a_signal_ends_the_job_cleanly(job: Job, quiet: dict[str, bytes], number: int, status: int) -> None:
    """The exit status tells the signal, no lock stays behind, and the next run goes on."""
    process = job.start("--seconds", "0.1")
    _wait_for(lambda: _some_pages_done(job, 3))
    process.send_signal(number)
    assert process.wait(20) == status
    done = len(job.rows())
    assert 3 <= done < 16
    assert not list((job.target / ".banmian/locks").iterdir())
    assert job.run()[0] == 0
    assert sum(row["status"] == "ok" for row in job.rows()) == 16
    assert job.outputs() == quiet


@pytest.mark.slow
def test_two_interrupts_end_a_page_that_hangs(job: Job) -> None:
    """The first waits for the page, the second does not."""
    job.scan("a.pdf", "good", "!hang")
    process = job.start()
    _wait_for(lambda: _some_pages_done(job, 1))
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130


def test_a_page_that_hangs_is_ended(job: Job) -> None:
    """The limit holds, and the pages around it are done."""
    job.scan("a.pdf", "good", "!hang", "also good")
    status, messages = job.run("--page-timeout", "0.5", "--retries", "0")
    assert status == 11
    assert job.statuses() == {"a.pdf 1": "ok", "a.pdf 2": "quarantined", "a.pdf 3": "ok"}
    assert "--page-timeout" in messages


@pytest.mark.slow
def test_a_page_that_grows_is_ended(job: Job) -> None:
    """A decompression bomb costs its own process, not the machine."""
    job.scan("a.pdf", "good", "!grow", "also good")
    status, messages = job.run("--memory", "200", "--retries", "0")
    assert status == 11
    assert job.statuses() == {"a.pdf 1": "ok", "a.pdf 2": "quarantined", "a.pdf 3": "ok"}
    assert "--memory" in messages


def test_a_page_that_dies_once_is_read_by_another_worker(job: Job, tmp_path: Path) -> None:
    """A crash that was chance leaves no trace but the number of attempts."""
    job.scan("a.pdf", f"!die-once {tmp_path / 'flag'}")
    assert job.run()[0] == 0
    assert job.rows()[-1]["attempts"] == 2


def test_a_file_that_changes_while_it_is_read_is_read_anew(job: Job, tmp_path: Path) -> None:
    """No page of the old file is passed off as one of the new."""
    scan = job.scan("a.pdf", f"!growing {tmp_path / 'flag'}", "second")
    assert job.run()[0] == 0
    assert scan.read_text().count("\n") == 3
    assert len([row for row in job.rows() if row["status"] == "ok" and row["pages"] == 3]) == 3


def test_a_file_that_vanishes_is_a_failure(job: Job) -> None:
    """The job goes on without it."""
    scan = job.scan("a.pdf", *PAGES)
    job.scan("b.pdf", "one")
    process = job.start("--seconds", "0.1")
    _wait_for(lambda: _some_pages_done(job, 3))
    scan.unlink()
    assert process.wait(30) == 11
    assert job.statuses()["b.pdf 1"] == "ok"
    assert job.statuses()["a.pdf 16"] == "failed"


def test_a_full_disk_stops_the_job_and_space_resumes_it(job: Job, quiet: dict[str, bytes]) -> None:
    """A small file system fills up: the job says so and ends; with more space it completes."""
    job.target.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", job.target], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        status, messages = job.run("--padding", "0")
        assert status == 5
        assert "free some space" in messages
        assert all(quiet[name] == content for name, content in job.outputs().items() if name in quiet)
        subprocess.run(["mount", "-o", "remount,size=8m", job.target], check=True)
        assert job.run()[0] == 0
        assert job.outputs() == quiet
    finally:
        subprocess.run(["umount", "-l", job.target], check=True)


@pytest.mark.slow
def test_a_limit_on_file_size_counts_as_a_full_disk(job: Job) -> None:
    """Half a file never gets a final name."""
    job.scan("a.pdf", "one", "two")
    status, messages = job.run("--padding", "100000", prefix=("prlimit", "--fsize=50000"))
    assert status == 5
    assert "free some space" in messages
    assert not [name for name in job.outputs() if name.endswith(".json")]
    assert job.run("--padding", "100000")[0] == 0


def test_a_page_half_replaced_is_read_again(job: Job) -> None:
    """A job with other settings that ends between two files of a page leaves no page of both for settled."""
    job.scan("a.pdf", "one", "two")
    assert job.run()[0] == 0
    quiet = job.outputs()
    other = ("--settings", "other", "--padding", "100000")
    assert job.run(*other, prefix=("prlimit", "--fsize=50000"))[0] == 5
    assert job.outputs() != quiet
    assert job.run()[0] == 0
    assert job.outputs() == quiet


def test_a_page_cut_short_by_other_hands_is_read_again(job: Job) -> None:
    """A JSON of another length than was written is not a page; a Markdown edited by hand is left alone."""
    job.scan("a.pdf", "one", "two")
    assert job.run()[0] == 0
    quiet = job.outputs()
    page, text = job.target / "a.pdf/a_0001.json", job.target / "a.pdf/a_0002.md"
    page.write_bytes(page.read_bytes()[:5])
    text.write_text("# two, by hand\n", encoding="utf-8")
    assert job.run()[0] == 0
    assert job.outputs() == quiet | {"a.pdf/a_0002.md": b"# two, by hand\n"}


def test_an_output_that_cannot_be_written_is_named(job: Job) -> None:
    """A read-only file system ends the job before its first page."""
    job.scan("a.pdf", "one")
    job.target.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", job.target], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        status, messages = job.run()
    finally:
        subprocess.run(["umount", "-l", job.target], check=True)
    assert status == 5
    assert str(job.target) in messages


def test_two_jobs_on_one_folder_share_the_pages(job: Job, quiet: dict[str, bytes]) -> None:
    """Every page is written once, by one of them, and both end when all is done."""
    both = [job.start("--seconds", "0.05") for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    done = [(row["input"], row["page"]) for row in job.rows() if row["status"] == "ok"]
    assert len(done) == len(set(done)) == 16
    assert job.outputs() == quiet


def test_a_torn_manifest_is_carried_on(job: Job, quiet: dict[str, bytes]) -> None:
    """What a power cut left of the last row costs that page another reading and nothing else."""
    job.run()
    manifest = job.target / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-40])
    _, messages = job.run()
    assert "1 ok, 15 skipped" in messages
    assert job.outputs() == quiet
    _, messages = job.run()
    assert "0 ok, 16 skipped" in messages


@pytest.mark.slow
def test_a_manifest_of_rubbish_is_no_danger(job: Job, quiet: dict[str, bytes]) -> None:
    """Lines that are no rows are passed over, and never thrown away."""
    job.target.mkdir()
    manifest = job.target / "manifest.jsonl"
    rubbish = b'\xff\x00\n{"status":"ok"}\n[]\nnull\n{"status":"ok","outputs":5}\n'
    manifest.write_bytes(rubbish)
    assert job.run()[0] == 0
    assert manifest.read_bytes().startswith(rubbish)
    assert job.outputs() == quiet
