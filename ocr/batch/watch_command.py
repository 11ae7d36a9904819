"""``banmian watch``: reads what is dropped into a folder, as soon as it is whole."""

from __future__ import annotations

import argparse
import sys
import time

from ocr.batch.drop_folder import DropFolder
from ocr.batch.folder_job import Stop
from ocr.batch.options import JobOptions, add_job_arguments, job_options
from ocr.batch.pages import add_page_arguments, limits_note, page_job
from ocr.batch.running import Say, run_once
from ocr.batch.signals import catching_signals, exit_status
from ocr.batch.work import PageJob

__all__ = ["add_arguments", "run", "watch"]

_STEP = 0.2
"""Seconds in which a signal is noticed between two looks."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of ``watch``."""
    add_job_arguments(parser)
    add_watch_arguments(parser)
    add_page_arguments(parser)


def add_watch_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what belongs to watching alone."""
    drop = parser.add_argument_group("drop folder")
    drop.add_argument(
        "--settle", type=float, default=5.0, metavar="S", help="a file untouched for S seconds is whole (%(default)g)"
    )
    drop.add_argument("--every", type=float, default=2.0, metavar="S", help="seconds between two looks (%(default)g)")


def run(args: argparse.Namespace) -> int:
    """Watches until a signal comes: 130 after Ctrl-C, 143 after SIGTERM.

    Raises:
        BanmianError: when the folders cannot be used, or a model is missing.
    """
    options = job_options(args, limits_note=limits_note(args))
    return watch(page_job(args), options, args, lambda line: print(line, file=sys.stderr, flush=True))


def watch(job: PageJob, options: JobOptions, args: argparse.Namespace, say: Say) -> int:
    """Runs the folder job over each lot of whole files, until a signal comes.

    Raises:
        BanmianError: when the job as a whole cannot go on.
    """
    folder = DropFolder(options.source, args.settle)
    stop = Stop()
    with catching_signals(stop) as caught:
        say(f"watching {options.source}; Ctrl-C ends it")
        while not caught.number:
            files = folder.whole_files()
            if files:
                tally = run_once(job, options, stop, say, files=folder.listing(files))
                say(f"{len(files)} files: {tally.ok} pages ok, {tally.lost} not, {tally.skipped} known")
            end = time.monotonic() + args.every
            while not caught.number and time.monotonic() < end:
                time.sleep(_STEP)
    return exit_status(caught.number)
