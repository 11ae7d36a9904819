"""``banmian batch``: reads a folder of scans with a process a core, and goes on where it stopped."""

from __future__ import annotations

import argparse
import sys

from ocr.batch.options import add_job_arguments, job_options
from ocr.batch.pages import add_page_arguments, limits_note, page_job
from ocr.batch.running import run_folder

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of ``batch``."""
    add_job_arguments(parser)
    add_page_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when every page is done, 11 when some failed, 130 or 143 after a signal.

    Raises:
        BanmianError: when the job as a whole cannot go on.
    """
    options = job_options(args, limits_note=limits_note(args))
    return run_folder(page_job(args), options, lambda line: print(line, file=sys.stderr, flush=True))
