"""``banmian inspect``: what is wrong with a folder of scans, before hours are spent on it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from ocr.batch.findings import InspectSettings
from ocr.batch.folder_job import Stop
from ocr.batch.inspection import Inspection, inspect_folder
from ocr.batch.local import LocalExecutor
from ocr.batch.looking import LookJob
from ocr.batch.running import printable
from ocr.batch.signals import catching_signals, exit_status
from ocr.batch.work import Limits
from ocr.cores import usable_cores
from ocr.errors import ArgumentError, PartialFailureError
from ocr.source import DEFAULT_MAX_MEGAPIXELS

__all__ = ["add_arguments", "run"]

_TIMEOUT = 60.0
"""Seconds for the first look at a page, which takes about one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of ``inspect``."""
    usual = InspectSettings()
    parser.add_argument("input", metavar="IN", type=Path, help="folder of scans (or one file)")
    parser.add_argument("--json", action="store_true", help="findings as JSON, one a line")
    parser.add_argument(
        "--min-dpi", type=float, default=usual.dpi, metavar="DPI", help="report scans under this (%(default)g)"
    )
    parser.add_argument(
        "--max-skew", type=float, default=usual.skew, metavar="DEGREES", help="report scans over this (%(default)g)"
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument(
        "--page-timeout", type=float, default=_TIMEOUT, metavar="S", help="seconds for one page (%(default)g)"
    )
    parser.add_argument(
        "--max-megapixels",
        type=float,
        default=DEFAULT_MAX_MEGAPIXELS,
        metavar="N",
        help="refuse larger pages (%(default)g)",
    )


def run(args: argparse.Namespace) -> int:
    """Prints the findings; 0 when every scan can be read, 11 when some cannot.

    Raises:
        BanmianError: when the folder cannot be looked at.
    """
    if not args.input.exists():
        raise ArgumentError(f"{args.input}: there is no such file or folder", cure="name a folder of scans")
    settings = InspectSettings(dpi=args.min_dpi, skew=args.max_skew)
    executor = LocalExecutor(
        LookJob(args.max_megapixels), args.workers or usable_cores(), Limits(seconds=args.page_timeout)
    )
    stop = Stop()
    with catching_signals(stop) as caught:
        inspection = inspect_folder(args.input, executor, settings, stop)
    _print(inspection, as_json=args.json)
    if caught.number:
        return exit_status(caught.number)
    return PartialFailureError.exit_code if inspection.unreadable else 0


def _print(inspection: Inspection, *, as_json: bool) -> None:
    for finding in inspection.findings:
        if as_json:
            sys.stdout.write(json.dumps(asdict(finding), ensure_ascii=True) + "\n")
        else:
            place = f"{finding.input}, page {finding.page}" if finding.page else finding.input
            sys.stdout.write(f"{finding.kind}: {printable(place)}: {printable(finding.message)}\n")
    sys.stderr.write(
        f"{inspection.files} files, {inspection.pages} pages readable, {len(inspection.findings)} findings\n"
    )
