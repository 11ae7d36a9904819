"""`banmian overlay`: what was found on the pages of a run, drawn over their images again, corrections included."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ocr.cli.scans import open_scan
from ocr.cli.storing import store
from ocr.cli.unattached import tell_unattached
from ocr.corrections import amend_from
from ocr.errors import BanmianError, PartialFailureError
from ocr.export.json import JsonWriter, read_page
from ocr.export.markdown import MarkdownWriter
from ocr.export.overlay import OverlaySettings, render
from ocr.export.overlay_svg import render_svg
from ocr.export.run import find_pages
from ocr.review.doors import Doors
from ocr.review.images import PageImages
from ocr.review.run_folder import RunFolder
from ocr.review.static_site import write_site

__all__ = ["add_arguments", "run"]

SITE = "overlay.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    parser.add_argument("run_folder", type=Path, metavar="RUN", help="the output folder of `banmian read` or `batch`")
    parser.add_argument(
        "--format",
        choices=("png", "svg", "html"),
        default="png",
        help=f"pictures of each page, or {SITE}: the whole run to leaf through, in one file (default: png)",
    )
    parser.add_argument(
        "--scans", type=Path, action="append", default=[], metavar="PATH", help="a scan or a folder of scans"
    )
    parser.add_argument(
        "--explain", action="store_true", help="tell beside the number of each block in a word why it stands there"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to write (default: into the run's folder)"
    )


def run(args: argparse.Namespace) -> int:
    """0 when every page was drawn, 11 when some were not, the first error's code when none was."""
    images = PageImages(args.scans, open_scan)
    folder = args.output or args.run_folder
    if args.format == "html":
        return _write_site(args.run_folder, folder, images)
    looks = OverlaySettings(reasons=args.explain)
    draw = render if args.format == "png" else render_svg
    amend = amend_from(args.run_folder, tell_unattached(sys.stderr))
    failures: list[BanmianError] = []
    pages = find_pages(args.run_folder)
    for name, path in pages:
        try:
            page = read_page(path.read_bytes(), str(path))
            target = folder / f"{name}.overlay.{args.format}"
            store(target, draw(amend(name, page)[0], images.grey(path, page), looks))
        except BanmianError as problem:
            failures.append(problem)
            sys.stderr.write(f"banmian: {problem}\n")
        else:
            sys.stdout.write(f"{target}\n")
    if failures and len(failures) == len(pages):
        return failures[0].exit_code
    return PartialFailureError.exit_code if failures else 0


def _write_site(run_folder: Path, folder: Path, images: PageImages) -> int:
    doors = Doors(read_page, JsonWriter().write, MarkdownWriter().write, open_scan)
    write_site(RunFolder(run_folder, doors), images, folder / SITE)
    sys.stdout.write(f"{folder / SITE}\n")
    return 0
