"""`banmian search`: the articles that hold the words, and, when wanted, the words marked on the page images."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ocr.cli.scans import open_scan
from ocr.cli.storing import store
from ocr.corrections import amend_from
from ocr.errors import BanmianError, FileAccessError, PartialFailureError
from ocr.export.command import add_search_arguments, run_search
from ocr.export.json import read_page
from ocr.export.overlay import render_found
from ocr.export.search import highlight
from ocr.review.images import PageImages

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    add_search_arguments(parser)
    parser.add_argument(
        "--images", type=Path, metavar="DIR", help="draw the pages with the words marked, as NAME.found.png in DIR"
    )
    parser.add_argument(
        "--scans",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="a scan or a folder of scans, to draw on",
    )


def run(args: argparse.Namespace) -> int:
    """0 when all was told and drawn, 11 when a page could not be drawn."""
    hits = run_search(args)
    if args.images is None:
        return 0
    folder = args.run_folder if args.run_folder.is_dir() else args.run_folder.parent
    images, amend = PageImages(args.scans, open_scan), amend_from(folder)
    failures = 0
    for name in dict.fromkeys(hit.page for hit in hits):
        try:
            path = folder / f"{name}.json"
            if not path.is_file():
                raise FileAccessError(f"{path} is not there", cure="search in the folder of the run itself, with --run")
            read = read_page(path.read_bytes(), str(path))
            page, _ = amend(name, read)
            places = highlight(page, " ".join(args.words))
            if not places:
                sys.stderr.write(f"{name}: the words stand where its article goes on, on another page\n")
                continue
            target = args.images / f"{name}.found.png"
            store(target, render_found(page, images.grey(path, read), places))
            sys.stdout.write(f"{target}\n")
        except BanmianError as problem:
            failures += 1
            sys.stderr.write(f"banmian: {problem}\n")
    return PartialFailureError.exit_code if failures else 0
