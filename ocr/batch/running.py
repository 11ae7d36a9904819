"""One run of a folder job from its options to its exit status."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ocr.batch.discovery import find_files
from ocr.batch.folder_job import FolderJob, Stop, Tally
from ocr.batch.manifest import Row, Status
from ocr.batch.options import JobOptions
from ocr.batch.reports import write_reports
from ocr.batch.signals import catching_signals, exit_status
from ocr.batch.work import PageJob, ScanFile
from ocr.errors import BanmianError, PartialFailureError

__all__ = ["printable", "run_folder", "run_once"]

Say = Callable[[str], None]
"""Takes a line for the user."""
_STEP = 100
"""Pages between two lines about the progress."""


def run_folder(job: PageJob, options: JobOptions, say: Say) -> int:
    """Runs the job once; the exit status is 0, 11 when pages failed, 130 or 143 after a signal.

    Raises:
        BanmianError: when the job as a whole cannot go on.
    """
    stop = Stop()
    with catching_signals(stop) as caught:
        tally = run_once(job, options, stop, say)
    say(_verdict(tally, options.target))
    if caught.number:
        return exit_status(caught.number)
    return PartialFailureError.exit_code if tally.lost else 0


def run_once(
    job: PageJob,
    options: JobOptions,
    stop: Stop,
    say: Say,
    files: Callable[[Path], Iterator[ScanFile]] = find_files,
) -> Tally:
    """Runs the job and writes the reports, also when it ended early.

    Raises:
        BanmianError: when the job as a whole cannot go on.
    """
    ledger = options.ledger()
    try:
        ledger.open()
        folder_job = FolderJob(
            options.source,
            ledger,
            options.executor(job),
            options.settings,
            stop,
            watch=lambda row, tally: _progress(say, row, tally),
            files=files,
        )
        try:
            tally = folder_job.run()
        except BanmianError:
            # what was done is worth a report, if there is a place for it
            with contextlib.suppress(BanmianError):
                write_reports(ledger)
            raise
        write_reports(ledger)
        return tally
    finally:
        ledger.close()


def _progress(say: Say, row: Row, tally: Tally) -> None:
    if row.status in (Status.FAILED, Status.QUARANTINED):
        place = f"{row.input}, page {row.page}" if row.page else row.input
        say(f"{row.status.value}: {printable(place)}: {row.error}: {printable(row.message)}")
    if tally.finished % _STEP == 0:
        say(f"{tally.finished} pages: {_counts(tally)}")


def _verdict(tally: Tally, target: Path) -> str:
    end = "halted after too many failures" if tally.halted else "stopped" if tally.stopped else "done"
    return f"{end}: {tally.finished} pages: {_counts(tally)}; see {target / 'report.html'}"


def _counts(tally: Tally) -> str:
    return f"{tally.ok} ok, {tally.skipped} skipped, {tally.failed} failed, {tally.quarantined} quarantined"


def printable(text: str) -> str:
    """`text` without the letters that could steer a terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
