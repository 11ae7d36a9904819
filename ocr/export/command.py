"""The commands `export`, `validate` and `search`: arguments in, files and lines of text out."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from ocr.errors import ArgumentError, FileAccessError, OutputError, PartialFailureError
from ocr.export.markdown import ColumnBreaks, MarkdownOptions
from ocr.export.registry import FORMATS, ExportOptions, choose_formats
from ocr.export.run import Amend, export_run
from ocr.export.search import Hit, SearchIndex
from ocr.export.validate import find_schemas, validate_file
from ocr.export.xml import EPOCH

__all__ = [
    "add_arguments",
    "add_search_arguments",
    "add_validate_arguments",
    "run",
    "run_search",
    "run_validate",
]

_INDEX = "search.sqlite"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `export`."""
    listed = "; ".join(f"{item.name}: {item.title}" for item in FORMATS.values())
    parser.add_argument(
        "run_folder", type=Path, metavar="RUN", help="the output folder of `banmian read` or `banmian batch`"
    )
    parser.add_argument("--to", required=True, metavar="FORMAT,…", help=listed)
    parser.add_argument("-o", "--output", type=Path, help="where to write (default: into the run's folder)")
    parser.add_argument("--scans", type=Path, action="append", default=[], help="a scan or a folder of scans, for pdf")
    parser.add_argument("--code", default="", help="the newspaper's short name: files are named as libraries do")
    parser.add_argument("--front-matter", action="store_true", help="begin Markdown with YAML about the page")
    parser.add_argument("--ads", action="store_true", help="keep advertisements in Markdown")
    parser.add_argument("--images", default="", metavar="FOLDER", help="link pictures in FOLDER from Markdown")
    parser.add_argument(
        "--column-breaks",
        choices=[choice.value for choice in ColumnBreaks],
        default=ColumnBreaks.JOIN.value,
        help="what becomes of paragraphs that run on in the next column",
    )
    parser.add_argument("--iiif-base", default=ExportOptions().iiif_base, help="the address that serves the manifest")


def _created() -> str:
    """The time that SOURCE_DATE_EPOCH gives, else a fixed one: the same run gives the same bytes."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return EPOCH
    if not seconds.isdigit():
        raise ArgumentError(f"SOURCE_DATE_EPOCH is not a number: {seconds!r}", cure="unset it, or give seconds")
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run(args: argparse.Namespace, amend: Amend | None = None) -> int:
    """Exports, tells the files on stdout and everything else on stderr.

    Raises:
        BanmianError: when nothing could be done; PartialFailureError when something could not.
    """
    options = ExportOptions(
        markdown=MarkdownOptions(args.front_matter, args.ads, ColumnBreaks(args.column_breaks), args.images),
        created=_created(),
        code=args.code,
        iiif_base=args.iiif_base,
    )
    formats = choose_formats(args.to)
    target = args.output or args.run_folder
    more = {} if amend is None else {"amend": amend}
    done = export_run(args.run_folder, formats, target, scans=args.scans, options=options, **more)
    sys.stdout.writelines(f"{path}\n" for path in done.files)
    sys.stderr.writelines(f"{problem}\n" for problem in (*done.problems, *done.failures))
    if done.failures:
        raise PartialFailureError(
            f"{len(done.failures)} files could not be written, {len(done.files)} were", cure="see the lines above"
        )
    return 0


def add_validate_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `validate`."""
    parser.add_argument(
        "files", type=Path, nargs="+", help="ALTO, PAGE, METS, hOCR, TEI, JSON or PDF files, or folders"
    )
    parser.add_argument("--schemas", type=Path, help="the folder of the XSD files (default: $BANMIAN_SCHEMAS)")


_CHECKED = (".xml", ".html", ".json", ".pdf")
"""Endings of the files that are looked at in a folder."""


def run_validate(args: argparse.Namespace) -> int:
    """Checks files and tells what is wrong on stdout.

    Raises:
        OutputError: when something is.
    """
    schemas = find_schemas(args.schemas)
    if args.schemas is not None and schemas is None:
        raise FileAccessError(f"there is no folder {args.schemas}", cure="give the folder of the XSD files")
    if schemas is None:
        sys.stderr.write("no XSD files are known: ids, boxes and orders are checked, schemas are not (--schemas)\n")
    files: list[Path] = []
    for path in args.files:
        files += sorted(p for p in path.rglob("*") if p.suffix in _CHECKED) if path.is_dir() else [path]
    problems = 0
    for file in files:
        found = validate_file(file, schemas)
        problems += len(found)
        sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.stderr.write(f"{len(files)} files checked, {problems} problems\n")
    if problems:
        raise OutputError(f"{problems} problems in {len(files)} files", cure="export them again")
    return 0


def add_search_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `search`."""
    parser.add_argument("words", nargs="+", help="what to look for; several words must all be there")
    parser.add_argument(
        "--run", dest="run_folder", type=Path, default=Path("output"), help="the folder of the index (default: output)"
    )
    parser.add_argument("--limit", type=int, default=20, help="how many articles to tell")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run_search(args: argparse.Namespace) -> tuple[Hit, ...]:
    """Tells the articles that hold the words, the latest first.

    Raises:
        FileAccessError: when there is no index.
    """
    path = args.run_folder / _INDEX if args.run_folder.is_dir() else args.run_folder
    if not path.is_file():
        raise FileAccessError(
            f"there is no search index {path}", cure=f"make it: banmian export {args.run_folder} --to search"
        )
    with SearchIndex(path) as index:
        hits = index.search(" ".join(args.words), args.limit)
    for hit in hits:
        if args.json:
            sys.stdout.write(json.dumps(asdict(hit), ensure_ascii=False) + "\n")
        else:
            place = " ".join(part for part in (hit.newspaper, hit.day, f"第{hit.label}版", hit.page) if part)
            sys.stdout.write(f"{place}  {hit.headline}\n    {hit.excerpt}\n")
    return hits
