"""`banmian read`: scans in; Markdown, JSON and an overlay out, page by page."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from ocr.cli.explain import explain
from ocr.cli.storing import store
from ocr.cli.terminal import Progress, row_of
from ocr.errors import ArgumentError, BanmianError, PartialFailureError
from ocr.export.json import JsonWriter
from ocr.export.markdown import ColumnBreaks, MarkdownOptions, MarkdownWriter
from ocr.export.naming import PICTURES
from ocr.export.overlay import OverlaySettings, render
from ocr.export.pictures import cut_pictures
from ocr.model import Page
from ocr.pipeline import Digitized, Pipeline
from ocr.ports import PageSource
from ocr.raster import Scan
from ocr.recognition import READERS, TEXT_LAYERS
from ocr.settings import Settings, choose_settings
from ocr.source import DEFAULT_MAX_MEGAPIXELS, find_scans, open_source

__all__ = ["add_arguments", "reading_settings", "run"]

STREAM = "-"
PAGE_IMAGE_QUALITY = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    parser.add_argument(
        "scans", nargs="+", metavar="SCAN", help="PDF, TIFF, PNG, JPEG, JPEG 2000, WebP, a folder, or -"
    )
    parser.add_argument(
        "-o", "--output", default="output", metavar="DIR", help="folder to write (- for Markdown on stdout)"
    )
    parser.add_argument("--pages", metavar="1,3-5", help="only these pages of each file")
    parser.add_argument("--dpi", type=float, help="resolution at which born-digital PDF pages are drawn (300)")
    parser.add_argument("--password", help="for encrypted PDFs")
    parser.add_argument(
        "--max-megapixels", type=float, default=DEFAULT_MAX_MEGAPIXELS, metavar="N", help="refuse larger pages"
    )
    add_reading_arguments(parser)
    form = parser.add_argument_group("form of the output")
    form.add_argument("--front-matter", action="store_true", help="begin the Markdown with YAML about the page")
    form.add_argument("--ads", action="store_true", help="keep advertisements, as quotations")
    form.add_argument(
        "--column-breaks", choices=["join", "keep"], default="join", help="rejoin paragraphs across columns"
    )
    form.add_argument("--pictures", action="store_true", help="cut the pictures out and link them")
    form.add_argument("--page-images", action="store_true", help="keep the upright page image, for the review page")
    form.add_argument(
        "--explain",
        action="store_true",
        help="write why each block is where it is: in JSON, and in a word beside its number on the overlay",
    )


def add_reading_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `reading_settings` reads."""
    group = parser.add_argument_group("reading")
    group.add_argument("--reader", choices=READERS, help="who reads the lines (default: consensus of two)")
    group.add_argument("--model", metavar="NAME", help="Tesseract model: chi_sim, chi_tra … or a .traineddata file")
    group.add_argument(
        "--text-layer",
        choices=TEXT_LAYERS,
        help="characters that a PDF names itself: judged against a reading and used where right (auto, the default), "
        "used unjudged, or ignored",
    )
    group.add_argument("--settings", type=Path, metavar="FILE", help="TOML file with settings of the stages")
    group.add_argument("--threads", type=int, metavar="N", help="cores to work with (default: all)")


def reading_settings(args: argparse.Namespace) -> Settings:
    """The settings that the options of `add_reading_arguments` ask for.

    Raises:
        SettingsError: when the settings file is not valid.
    """
    settings = choose_settings(args.settings, reader=args.reader, model=args.model, text_layer=args.text_layer)
    if args.threads is not None and args.threads < 1:
        raise ArgumentError(f"{args.threads} threads cannot read", cure="use 1 or more")
    return settings


@dataclass(frozen=True, slots=True)
class _Job:
    """An input and the beginning of the names of its outputs."""

    path: str
    stem: str


def run(args: argparse.Namespace) -> int:
    """0 when every page was read, 11 when some failed, the first error's code when all did."""
    jobs = _jobs(args.scans)
    to_stream = args.output == STREAM
    pipeline = Pipeline(reading_settings(args), threads=args.threads)
    progress = Progress(len(jobs))
    failures: list[BanmianError] = []
    done = 0
    for job in jobs:
        try:
            source = open_source(
                job.path, pages=args.pages, dpi=args.dpi, password=args.password, max_megapixels=args.max_megapixels
            )
            for outcome in _pages(pipeline, source, job, progress):
                if isinstance(outcome, BanmianError):
                    failures.append(outcome)
                    progress.line(f"banmian: {outcome}", bad=True)
                elif to_stream:
                    _to_stream(outcome.digitized.page, args, first=done == 0)
                    done += 1
                else:
                    _write(outcome, Path(args.output), _name(job, outcome.digitized.page, source), args)
                    done += 1
        except BanmianError as problem:
            failures.append(problem)
            progress.line(f"banmian: {problem}", bad=True)
        progress.page_done()
    progress.clear()
    if failures and not done:
        return failures[0].exit_code
    return PartialFailureError.exit_code if failures else 0


def _jobs(scans: list[str]) -> list[_Job]:
    """The inputs in order; two files of one name get outputs of two names."""
    paths: list[str] = []
    for scan in scans:
        paths += [STREAM] if scan == STREAM else [str(path) for path in find_scans([scan])]
    if not paths:
        raise ArgumentError("no scans found", cure="name files, or folders that hold PDF, TIFF, PNG or JPEG files")
    jobs: list[_Job] = []
    used: set[str] = set()
    for path in paths:
        stem = "stdin" if path == STREAM else Path(path).stem
        candidates = [stem]
        if path != STREAM:
            candidates += [
                Path(path).name.replace(".", "_"),
                "_".join([*Path(path).parent.parts[-1:], Path(path).name]).replace(".", "_"),
            ]
        name = next((c for c in candidates if c not in used), None)
        number = 2
        while name is None or name in used:
            name, number = f"{stem}_{number}", number + 1
        used.add(name)
        jobs.append(_Job(path, name))
    return jobs


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A page that was read, and the scan it was read from."""

    scan: Scan
    digitized: Digitized


def _pages(pipeline: Pipeline, source: PageSource, job: _Job, progress: Progress) -> Iterator[_Read | BanmianError]:
    """Each page of a file, or the error that it ended in."""
    scans = source.scans()
    count = 0
    while True:
        started = time.monotonic()
        label = f"{Path(job.path).name if job.path != STREAM else 'stdin'}"
        progress.stage(label, "opening")
        try:
            scan = next(scans)
        except StopIteration:
            return
        except BanmianError as problem:
            yield problem
            return
        count += 1
        label = f"{label} p{scan.index + 1}" if len(source) > 1 else label
        try:
            digitized = pipeline.digitize(scan, scan.index + 1, lambda stage, name=label: progress.stage(name, stage))  # type: ignore[misc]
        except BanmianError as problem:
            yield problem
            continue
        yield _Read(scan, digitized)
        progress.line(row_of(label, digitized.page, time.monotonic() - started))


def _name(job: _Job, page: Page, source: PageSource) -> str:
    """The beginning of a page's file names; a file of one page needs no number."""
    several = len(source) > 1 or page.number > 1
    return f"{job.stem}_p{page.number:02d}" if several else job.stem


def _options(args: argparse.Namespace, folder: str) -> MarkdownOptions:
    return MarkdownOptions(
        front_matter=args.front_matter,
        ads=args.ads,
        column_breaks=ColumnBreaks(args.column_breaks),
        images=folder if args.pictures else "",
    )


def _to_stream(page: Page, args: argparse.Namespace, *, first: bool) -> None:
    text = MarkdownWriter(_options(args, "")).write(page)
    sys.stdout.buffer.write(text if first else b"\n" + text)
    sys.stdout.buffer.flush()


def _write(read: _Read, folder: Path, name: str, args: argparse.Namespace) -> None:
    page, sheet = read.digitized.page, read.digitized.sheet
    images = name + PICTURES
    if args.pictures:
        for picture, data in cut_pictures(page, read.scan.raster.pixels):
            store(folder / images / picture, data)
    if args.page_images:
        ok, jpeg = cv2.imencode(".jpg", sheet.grey, [cv2.IMWRITE_JPEG_QUALITY, PAGE_IMAGE_QUALITY])
        if ok:
            store(folder / f"{name}.page.jpg", jpeg.tobytes())
    store(folder / f"{name}.overlay.png", render(page, sheet.grey, OverlaySettings(reasons=args.explain)))
    if args.explain:
        store(folder / f"{name}.explain.json", explain(page))
    store(folder / f"{name}.md", MarkdownWriter(_options(args, images)).write(page))
    # the JSON comes last: where it is, the page is complete
    store(folder / f"{name}.json", JsonWriter().write(page))
