"""`banmian overlay`: what was found on the pages of a run, drawn over their images again, corrections included."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cli.storing import store
from ocr.cli.unattached import tell_unattached
from ocr.corrections import amend_from
from ocr.errors import BanmianError, InputError, PartialFailureError
from ocr.export.json import read_page
from ocr.export.overlay import render
from ocr.export.run import find_pages
from ocr.model import Page
from ocr.source import find_scans, open_source

__all__ = ["add_arguments", "run"]

PAPER = 255


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    parser.add_argument("run_folder", type=Path, metavar="RUN", help="the output folder of `banmian read` or `batch`")
    parser.add_argument(
        "--scans", type=Path, action="append", default=[], metavar="PATH", help="a scan or a folder of scans"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to write (default: into the run's folder)"
    )


def run(args: argparse.Namespace) -> int:
    """0 when every page was drawn, 11 when some were not, the first error's code when none was."""
    amend = amend_from(args.run_folder, tell_unattached(sys.stderr))
    scans = {path.name: path for path in reversed(find_scans(args.scans))}
    failures: list[BanmianError] = []
    pages = find_pages(args.run_folder)
    for name, path in pages:
        try:
            page = read_page(path.read_bytes(), str(path))
            grey = _page_image(path.with_suffix(".page.jpg"), page, scans)
            target = (args.output or args.run_folder) / f"{name}.overlay.png"
            store(target, render(amend(name, page), grey))
        except BanmianError as problem:
            failures.append(problem)
            sys.stderr.write(f"banmian: {problem}\n")
        else:
            sys.stdout.write(f"{target}\n")
    if failures and len(failures) == len(pages):
        return failures[0].exit_code
    return PartialFailureError.exit_code if failures else 0


def _page_image(kept: Path, page: Page, scans: dict[str, Path]) -> NDArray[np.uint8]:
    """``(H, W)`` grey in the frame of the page: the image that the run kept, else the scan made upright.

    Raises:
        InputError: when neither is there.
    """
    if kept.is_file():
        image = cv2.imread(str(kept), cv2.IMREAD_GRAYSCALE)
        if image is not None:
            return np.asarray(image, np.uint8)
    told = page.provenance
    path = scans.get(told.source)
    if path is None:
        cure = "give the scan or its folder with --scans, or read it again with --page-images"
        raise InputError(f"{kept}: there is no page image, and no scan {told.source} was given", cure=cure)
    for scan in open_source(path, pages=str(told.page_index + 1)).scans():
        if scan.sha256 != told.sha256:
            raise InputError(f"{path}: not the file that was read", cure=f"give the one with sha256 {told.sha256}")
        pixels = scan.raster.pixels
        grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
        grey = _at_size(np.asarray(grey, np.uint8), told.scan_width, told.scan_height)
        m = told.to_scan
        to_scan = np.array([[m.a, m.b, m.c], [m.d, m.e, m.f]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        upright = cv2.warpAffine(
            grey, to_scan, (page.width, page.height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER
        )
        return np.asarray(upright, np.uint8)
    raise InputError(
        f"{path}, page {told.page_index + 1}: the file has no such page", cure="give the scan that was read"
    )


def _at_size(grey: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A page drawn at another resolution, at the size at which it was read."""
    if grey.shape == (height, width):
        return grey
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
