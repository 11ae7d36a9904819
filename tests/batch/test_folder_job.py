"""What a folder job leaves behind, on quiet days."""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess

import pytest

from ocr.batch.discovery import check_apart
from ocr.batch.folder_job import FolderJob
from ocr.batch.manifest import Row, Status
from ocr.batch.options import add_job_arguments, job_options
from ocr.batch.work import ScanFile
from ocr.errors import ArgumentError
from tests.batch.conftest import Job
from tests.batch.fake_pages import FakeJob


def test_the_tree_is_mirrored(job: Job) -> None:
    """Each scan becomes a folder of its name, each page its files in it."""
    job.scan("2022/05/24/rb.pdf", "first", "second")
    job.scan("2022/05/24/rb.tif", "third")
    status, _ = job.run()
    assert status == 0
    outputs = job.outputs()
    assert outputs["2022/05/24/rb.pdf/rb_0002.md"] == b"# second\n"
    assert outputs["2022/05/24/rb.tif/rb_0001.md"] == b"# third\n"


def test_a_page_that_fails_is_a_row_and_not_the_end(job: Job) -> None:
    """All other pages are done, the exit status tells of the failure, the manifest of the reason."""
    job.scan("a.pdf", "good", "!engine", "!unreadable", "!die", "also good")
    job.scan("b.pdf", "!garbage")
    status, messages = job.run()
    assert status == 11
    assert job.statuses() == {
        "a.pdf 1": "ok",
        "a.pdf 2": "failed",
        "a.pdf 3": "quarantined",
        "a.pdf 4": "quarantined",
        "a.pdf 5": "ok",
        "b.pdf 0": "quarantined",
    }
    reason = json.loads((job.target / "quarantine/a.pdf/a_0003.json").read_text())
    assert reason["error"] == "InputError"
    assert "page is damaged" in messages


def test_what_is_done_is_skipped(job: Job) -> None:
    """A second run touches no file, and says so in the manifest."""
    job.scan("a.pdf", "one", "two")
    job.run()
    before = {path: path.stat().st_mtime_ns for path in job.target.rglob("*.md")}
    status, messages = job.run()
    assert status == 0
    assert {path: path.stat().st_mtime_ns for path in job.target.rglob("*.md")} == before
    assert "2 skipped" in messages
    assert job.statuses() == {"a.pdf 1": "skipped", "a.pdf 2": "skipped"}


def test_what_no_longer_holds_is_done_again(job: Job) -> None:
    """A changed scan, changed settings and a lost output are read again; nothing else is."""
    job.scan("a.pdf", "one")
    job.scan("b.pdf", "two")
    job.run()
    job.scan("a.pdf", "one, corrected")
    _, messages = job.run()
    assert "1 ok, 1 skipped" in messages
    assert job.outputs()["a.pdf/a_0001.md"] == b"# one, corrected\n"
    (job.target / "b.pdf/b_0001.md").unlink()
    _, messages = job.run("--update")
    assert "1 ok, 1 skipped" in messages
    _, messages = job.run("--settings", "other")
    assert "2 ok, 0 skipped" in messages


def test_force_reads_everything_once_more(job: Job) -> None:
    """Each page exactly once, whatever the manifest says."""
    job.scan("a.pdf", "one", "two")
    job.run()
    _, messages = job.run("--force")
    assert "2 ok, 0 skipped" in messages


def test_quarantined_pages_rest_until_asked_for(job: Job) -> None:
    """The same run leaves them; a wish gives them another chance."""
    job.scan("a.pdf", "!unreadable")
    job.run()
    assert len(job.rows()) == 1
    status, _ = job.run()
    assert (status, job.rows()[-1]["status"]) == (11, "skipped")
    job.run("--retry-quarantined")
    assert job.rows()[-1]["status"] == "quarantined"


def test_a_page_that_recovers_leaves_quarantine(job: Job) -> None:
    """The reason file goes when the page succeeds after all."""
    job.scan("a.pdf", "!unreadable")
    job.run()
    job.scan("a.pdf", "mended")
    status, _ = job.run()
    assert status == 0
    assert not list((job.target / "quarantine").rglob("*.json"))


@pytest.mark.slow
def test_shards_share_the_work_without_overlap(job: Job) -> None:
    """Every page is done by exactly one of the shards, and the last report knows them all."""
    for number in range(12):
        job.scan(f"{number}.pdf", f"page {number}")
    counts = [job.run("--shard", f"{index}/3")[1] for index in range(3)]
    assert all(" 0 ok" not in count for count in counts)
    assert len(job.rows()) == 12
    assert json.loads((job.target / "report.json").read_bytes())["totals"]["ok"] == 12


def test_too_many_failures_halt_the_job(job: Job) -> None:
    """With --halt-fail 2 the job ends long before its last page."""
    job.scan("a.pdf", *["!unreadable"] * 40)
    status, messages = job.run("--halt-fail", "2")
    assert status == 11
    assert "halted" in messages
    assert 2 <= len(job.rows()) <= 4


def test_the_worst_pages_come_first(job: Job) -> None:
    """Unread, then empty, then by expected errors; the same order in all three reports."""
    job.scan("a.pdf", "perfect", "one?in ten", "????", "!engine")
    job.run()
    pages = json.loads((job.target / "report.json").read_bytes())["pages"]
    assert [page["page"] for page in pages] == [4, 3, 2, 1]
    assert pages[1]["expected_errors_per_10000"] == 1000
    with (job.target / "report.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["page"] for row in csv.DictReader(stream)] == ["4", "3", "2", "1"]
    assert (job.target / "report.html").read_text(encoding="utf-8").index("a.pdf<td>4") > 0


def test_checksums_hold(job: Job) -> None:
    """`sha256sum -c` accepts the run, and notices a changed file."""
    job.scan("a b.pdf", "one", "two")
    job.run()
    check = ["sha256sum", "-c", "--quiet", "checksums.sha256"]
    assert subprocess.run(check, cwd=job.target, check=False).returncode == 0
    (job.target / "a b.pdf/a b_0001.md").write_text("tampered")
    assert subprocess.run(check, cwd=job.target, check=False, capture_output=True).returncode == 1


def test_a_missing_model_ends_the_job_with_its_cure(job: Job) -> None:
    """What every page would meet is no page's failure."""
    job.scan("a.pdf", "one")
    status, messages = job.run("--settings", "!no-model")
    assert status == 3
    assert "install it" in messages
    assert not (job.target / "manifest.jsonl").exists()


def test_links_and_hidden_files_are_left_alone(job: Job) -> None:
    """A link out of the folder, a link in a circle and a hidden file are no scans."""
    job.scan("a.pdf", "one")
    job.scan(".hidden.pdf", "two")
    secret = job.target.parent / "secret.pdf"
    secret.write_text("three\n")
    (job.source / "link.pdf").symlink_to(secret)
    (job.source / "circle").symlink_to(job.source)
    job.run()
    assert list(job.statuses()) == ["a.pdf 1"]


def test_output_never_lies_under_input(job: Job) -> None:
    """Neither inside one another nor the same, however it is written."""
    job.scan("a.pdf", "one")
    status, messages = job.run(target=job.source / "out")
    assert status == 1
    assert "outside the input" in messages
    for target in (job.source, job.source.parent, job.source / ".." / "in" / "x"):
        with pytest.raises(ArgumentError, match="inside each other"):
            check_apart(job.source, target)


@pytest.mark.slow
def test_recycling_workers_changes_nothing(job: Job) -> None:
    """A new process for every page gives the same files."""
    job.scan("a.pdf", *"abcdef")
    job.run()
    other = job.target.parent / "other"
    job.run("--recycle", "1", target=other)
    assert job.outputs(other) == job.outputs()


def test_hostile_names_stay_inside(job: Job) -> None:
    """Names with line ends, bytes that are no text, formulas, markup and the job's own names are harmless."""
    names = [
        b"new\nline.pdf", b"\xff\xfe.pdf", b"=cmd.pdf", b"<script>.pdf", b"-rf.pdf", b"a..\\..\\up.pdf", b"100%25.pdf",
        b"back\\slash.pdf", b"manifest.jsonl/x.pdf", b"report.html/x.pdf", b"quarantine/x.pdf", b"n" * 251 + b".pdf",
        "版" * 80 + ".pdf",
    ]  # fmt: skip
    for name in names:
        path = os.path.join(os.fsencode(job.source), name if isinstance(name, bytes) else name.encode())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(b"text\n!unreadable\n")
    status, _ = job.run()
    assert status == 11
    assert [row["status"] for row in job.rows()].count("ok") == len(names)
    assert len(list(job.target.rglob("*_0001.md"))) == len(names)
    assert {path.parent for path in job.target.parent.iterdir()} == {job.target.parent}
    subprocess.run(["sha256sum", "-c", "--quiet", "checksums.sha256"], cwd=job.target, check=True)
    assert b"<script>" not in (job.target / "report.html").read_bytes()
    assert b"\n=cmd" not in (job.target / "report.csv").read_bytes()


def test_a_scan_that_vanished_after_it_was_listed_is_a_failure(job: Job) -> None:
    """With --update, too, where it is only looked at: the job goes on, and the message names the file and a cure."""
    scan = job.scan("a.pdf", "one")
    job.scan("b.pdf", "two")
    job.run()
    options = job_options(_arguments(job, "--update", "--workers", "1"))
    listing = [ScanFile(scan, "a.pdf"), ScanFile(job.source / "b.pdf", "b.pdf")]
    scan.unlink()
    rows: list[Row] = []
    ledger = options.ledger()
    ledger.open()
    try:
        executor = options.executor(FakeJob())
        tally = FolderJob(
            options.source,
            ledger,
            executor,
            options.settings,
            watch=lambda row, _: rows.append(row),
            files=lambda _: iter(listing),
        ).run()
    finally:
        ledger.close()
    assert (tally.failed, tally.skipped) == (1, 1)
    (failed,) = (row for row in rows if row.status is Status.FAILED)
    assert str(scan) in failed.message
    assert " — check that it is there" in failed.message


@pytest.mark.parametrize("words", [("--page-timeout", "nan"), ("--halt-fail", "nan"), ("--workers", "-1")])
def test_limits_that_are_none_are_refused(job: Job, words: tuple[str, str]) -> None:
    """Not a number, and less than nothing."""
    job.source.mkdir(exist_ok=True)
    with pytest.raises(ArgumentError, match=words[0]):
        job_options(_arguments(job, *words))


def _arguments(job: Job, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_job_arguments(parser)
    return parser.parse_args([str(job.source), str(job.target), *words])
