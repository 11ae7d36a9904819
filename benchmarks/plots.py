"""`python -m benchmarks.plots`: the results files as pictures: quality by wear, blame, cost a stage, other programs.

It draws the newest commit's rows of each file. matplotlib is needed (the dependency group `bench`); SVG is written
without date and with fixed ids, so the same rows give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt  # the backend is chosen before pyplot looks for a display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks import results
from ocr.evaluation.rates import bootstrap

Row = dict[str, Any]
FIGURES = ("article", "title_f1", "paragraphs_whole", "bigram_f1", "page_order")
COLOURS = ("#1f5a91", "#d2691e", "#3c8d40", "#8c8c8c", "#8e5ba6")
STAGES = ("reader", "structure", "layout")
FACE = "DejaVu Sans"
"""Comes with matplotlib, so a picture looks the same everywhere."""


def newest(rows: Sequence[Row]) -> list[Row]:
    """The rows that were made in the same circumstances as the last one."""
    return [row for row in rows if row["about"] == rows[-1]["about"]] if rows else []


def draw_quality(rows: Sequence[Row]) -> Figure:
    """The mean of each figure by level, with its 95 % interval over pages."""
    levels = list(dict.fromkeys(row["level"] for row in rows))
    figure, axes = _sheet(max(7.0, 0.9 * len(levels)), "share")
    for number, name in enumerate(FIGURES):
        for place, level in enumerate(levels):
            values = [row[name] for row in rows if row["level"] == level]
            found = bootstrap(values, lambda v: sum(v) / len(v))
            spread = [[found.value - found.low], [found.high - found.value]]
            axes.errorbar(
                place + (number - 2) * 0.13,
                found.value,
                yerr=spread,
                fmt="o",
                markersize=4,
                color=COLOURS[number],
                label=name if place == 0 else None,
            )
    counts = [sum(row["level"] == level for row in rows) for level in levels]
    named = [f"{level}\nn = {count}" for level, count in zip(levels, counts, strict=True)]
    axes.set_xticks(range(len(levels)), named, rotation=30 if len(levels) > 6 else 0)
    axes.set_ylim(top=1.01)
    figure.legend(loc="outside upper center", ncols=5, fontsize=8)
    return figure


def draw_blame(rows: Sequence[Row]) -> Figure:
    """What each station loses by itself, by level; the reader's in character errors, the others' in article share."""
    levels = list(dict.fromkeys(row["level"] for row in rows))
    figure, axes = _sheet(7.0, "lost share")
    for number, stage in enumerate(STAGES):
        heights = [_loss([row["blame"] for row in rows if row["level"] == level], stage) for level in levels]
        places = [place + (number - 1) * 0.26 for place in range(len(levels))]
        axes.bar(places, heights, 0.24, color=COLOURS[number], label=stage)
    axes.set_xticks(range(len(levels)), levels)
    axes.axhline(0, color="black", linewidth=0.6)
    figure.legend(loc="outside upper center", ncols=3, fontsize=8)
    return figure


def _loss(splits: Sequence[dict[str, float]], stage: str) -> float:
    if stage != "reader":
        return sum(split[stage] for split in splits) / len(splits)
    read = sum(split["characters"] for split in splits)
    return sum(split["reader_cer"] * split["characters"] for split in splits) / max(1, read)


def draw_cost(rows: Sequence[Row]) -> Figure:
    """Seconds and the peak of memory a stage, for each page size."""
    figure, pair = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for axes, key, unit in ((pair[0], "seconds", "seconds"), (pair[1], "megabytes", "megabytes")):
        for number, row in enumerate(rows):
            stages = list(row[key])
            places = [place + (number - (len(rows) - 1) / 2) * 0.38 for place in range(len(stages))]
            axes.bar(places, [row[key][stage] for stage in stages], 0.36, color=COLOURS[number], label=row["page"])
            axes.set_xticks(range(len(stages)), stages, rotation=20, fontsize=8)
        axes.set_ylabel(unit)
        axes.spines[["top", "right"]].set_visible(False)
    pair[0].legend(fontsize=8)
    return figure


def draw_peers(rows: Sequence[Row]) -> Figure:
    """The mean figures of each program over the same pages."""
    names = sorted({row["peer"] for row in rows}, key=lambda name: (name != "banmian", name))
    figure, axes = _sheet(9.0, "mean share")
    for number, name in enumerate(FIGURES):
        means = [_mean([row[name] for row in rows if row["peer"] == peer]) for peer in names]
        places = [place + (number - 2) * 0.16 for place in range(len(names))]
        axes.bar(places, means, 0.15, color=COLOURS[number], label=name)
    counts = [sum(row["peer"] == peer for row in rows) for peer in names]
    named = [f"{peer}\nn = {count}" for peer, count in zip(names, counts, strict=True)]
    axes.set_xticks(range(len(names)), named, fontsize=8)
    axes.set_ylim(0, 1)
    figure.legend(loc="outside upper center", ncols=5, fontsize=8)
    return figure


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _sheet(width: float, label: str) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(width, 3.8), layout="constrained")
    axes.set_ylabel(label)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def draw_all(results_folder: Path, pictures: Path) -> list[Path]:
    """Draws what there are results for; the files that were written."""
    quality = newest(results.rows(results_folder / "quality.jsonl"))
    blamed = [row for row in quality if "blame" in row]
    figures = {
        "quality": (draw_quality, quality),
        "blame": (draw_blame, blamed),
        "cost": (draw_cost, newest(results.rows(results_folder / "speed.jsonl"))),
        "peers": (draw_peers, newest(results.rows(results_folder / "peers.jsonl"))),
    }
    pictures.mkdir(parents=True, exist_ok=True)
    written = []
    with plt.rc_context({"svg.hashsalt": "banmian", "font.family": FACE}):
        for name, (draw, rows) in figures.items():
            if rows:
                figure, path = draw(rows), pictures / f"benchmark-{name}.svg"
                figure.savefig(path, metadata={"Date": None})
                plt.close(figure)
                written.append(path)
    return written


def main(words: Sequence[str] | None = None) -> int:
    """0 when a picture was drawn, 2 when there are no results."""
    parser = argparse.ArgumentParser(prog="benchmarks.plots", description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("output/benchmarks"))
    parser.add_argument("--to", type=Path, default=Path("output/benchmarks"), help="docs/images for the documents")
    args = parser.parse_args(words)
    written = draw_all(args.results, args.to)
    for path in written:
        print(path)
    if not written:
        print(f"{args.results}: no results; run python -m benchmarks first", file=sys.stderr)
    return 0 if written else 2


if __name__ == "__main__":
    sys.exit(main())
