"""`evaluate RUN TRUTH`: measures the pages of a run against truth files of the same names."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from ocr.errors import ArgumentError, FileAccessError, InputError, QualityGateError
from ocr.evaluation.places import place
from ocr.evaluation.reference import Told, read_markdown, read_truth, tell
from ocr.evaluation.report import Exhibit, worst_first, write_report
from ocr.evaluation.scores import FIGURES, LOWER_IS_BETTER, as_json, score_told, summarise
from ocr.model import Page

__all__ = ["Doors", "add_arguments", "run"]

OVERLAY_SIDE = 2400
"""Pixels: a broadsheet's headlines and body can still be read."""
OVERLAY_QUALITY = 60
IMAGES_SHOWN = 30
"""Overlays of half a megabyte each: more of them and a browser opens the report slowly."""
_PAGE_MARK = '"banmian.page"'
_TRUTH_ENDINGS = (".truth.json", ".page.json", ".json")


@dataclass(frozen=True, slots=True)
class Doors:
    """What comes from other rooms: the codec of pages."""

    read_page: Callable[[bytes], Page]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    parser.add_argument("found", metavar="RUN", type=Path, help="a page (.json or .md) or a folder of pages")
    parser.add_argument(
        "truth", metavar="TRUTH", type=Path, help="the truth file, or a folder of files of the same names"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report with the aligned differences")
    parser.add_argument(
        "--images",
        type=int,
        default=IMAGES_SHOWN,
        metavar="N",
        help=f"the N worst pages of the report have their overlay ({IMAGES_SHOWN})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here instead of to the output")
    parser.add_argument(
        "--floor",
        action="append",
        default=[],
        metavar="FIGURE=VALUE",
        help=f"fail (12) when a figure is worse; one of {', '.join(FIGURES)}",
    )


def run(args: argparse.Namespace, doors: Doors) -> int:
    """0 when all was measured.

    Raises:
        ArgumentError: when no page has a truth, or a floor names no figure.
        QualityGateError: when a figure is worse than its floor.
    """
    floors = [_floor(text) for text in args.floor]
    pairs = _pairs(args.found, args.truth)
    exhibits = [_exhibit(name, found, truth, doors) for name, found, truth in pairs]
    scores = [exhibit.score for exhibit in exhibits]
    text = json.dumps(as_json(scores), ensure_ascii=False, indent=1) + "\n"
    if args.json:
        _write(args.json, text)
    else:
        sys.stdout.write(text)
    if args.html:
        worst = {exhibit.score.name for exhibit in worst_first(exhibits)[: max(0, args.images)]}
        shown = [
            replace(exhibit, image=_shrink(found)) if name in worst else exhibit
            for exhibit, (name, found, _) in zip(exhibits, pairs, strict=True)
        ]
        _write(args.html, write_report(shown))
    figures = summarise(scores)
    for name, floor in floors:
        value = figures[name].value
        if value > floor if name in LOWER_IS_BETTER else value < floor:
            raise QualityGateError(
                f"{name} is {value:.4f}, its floor {floor}", cure="see the report for the worst pages"
            )
    return 0


def _floor(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        if name in FIGURES:
            return name, float(value)
    except ValueError:
        pass
    raise ArgumentError(f"--floor {text}: not a figure and a number", cure=f"take one of {', '.join(FIGURES)}")


def _stem(path: Path, endings: tuple[str, ...]) -> str:
    return next((path.name.removesuffix(ending) for ending in endings if path.name.endswith(ending)), path.name)


def _pairs(found: Path, truth: Path) -> list[tuple[str, Path, Path]]:
    """Name, result and truth of every page that has both; JSON is preferred to Markdown."""
    for path in (found, truth):
        if not path.exists():
            raise FileAccessError(f"{path}: no such file or folder", cure="check the path")
    if found.is_file() and truth.is_file():
        return [(_stem(found, (".json", ".md")), found, truth)]
    if found.is_file() or truth.is_file():
        raise ArgumentError(f"{found} and {truth}: a file and a folder", cure="give two files or two folders")
    truths: dict[str, Path] = {}
    for ending in reversed(_TRUTH_ENDINGS):
        truths |= {_stem(path, _TRUTH_ENDINGS): path for path in sorted(truth.rglob(f"*{ending}"))}
    results: dict[str, Path] = {}
    for ending in (".md", ".json"):
        results |= {_stem(path, (ending,)): path for path in sorted(found.rglob(f"*{ending}"))}
    shared = sorted(results.keys() & truths.keys())
    if not shared:
        raise ArgumentError(
            f"{found}: no page has a truth of the same name in {truth}",
            cure="name truth files as the pages: a.json, a.truth.json",
        )
    return [(name, results[name], truths[name]) for name in shared]


def _load(path: Path, doors: Doors) -> tuple[Told, Page | None]:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileAccessError(f"{path}: {problem}", cure="give a readable UTF-8 file") from problem
    if path.suffix == ".md":
        return read_markdown(text), None
    if _PAGE_MARK in text[:256]:
        page = doors.read_page(data)
        return tell(page), page
    return read_truth(text, str(path)), None


def _exhibit(name: str, found: Path, truth: Path, doors: Doors) -> Exhibit:
    told, page = _load(found, doors)
    wanted, wanted_page = _load(truth, doors)
    if not wanted.pieces:
        raise InputError(f"{truth}: a truth without articles", cure="check the truth file")
    placement = place(wanted_page, page) if page is not None and wanted_page is not None else None
    return Exhibit(score_told(name, wanted, told, placement), wanted, told, page)


def _shrink(found: Path) -> bytes:
    """The overlay of the page `found` as a JPEG that a report of many can carry; nothing when there is none."""
    overlay = found.with_name(f"{_stem(found, ('.json', '.md'))}.overlay.png")
    if not overlay.is_file():
        return b""
    try:
        with Image.open(overlay) as image:
            small = image.convert("RGB")
    except (OSError, ValueError) as problem:
        raise FileAccessError(f"{overlay}: {problem}", cure="draw it again with `overlay`, or remove it") from problem
    small.thumbnail((OVERLAY_SIDE, OVERLAY_SIDE))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=OVERLAY_QUALITY)
    return stream.getvalue()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as problem:
        raise FileAccessError(f"{path}: {problem}", cure="choose a folder that can be written") from problem
