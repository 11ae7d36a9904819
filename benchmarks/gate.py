"""`python -m benchmarks.gate`: small pages through the program; 12 when a figure is under its floor.

The pages lie beside this file, so that neither fonts nor the generator move the figures; `--record` sets them anew. All
but one are measured with the truth's own characters for a reading, which takes a second each and shows what imaging,
layout and structure do; one is read in earnest.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tomllib
from pathlib import Path

from PIL import Image

from benchmarks.oracle import oracle_pipeline
from benchmarks.samples import PAGES, SMALL, kept
from ocr.evaluation import FIGURES, LOWER_IS_BETTER, PageScore, score_told, tell
from ocr.export.json import JsonWriter
from ocr.newsprint import Level, find_type, typeset
from ocr.pipeline import Pipeline
from ocr.settings import Settings

FLOORS = Path(__file__).with_name("floors.toml")
SET = {
    "layout": (
        (3, Level.CLEAN),
        (8, Level.GOOD),
        (11, Level.FAIR),
        (14, Level.CLEAN),
        (17, Level.GOOD),
        (20, Level.POOR),
        (23, Level.FAIR),
    ),
    "reading": ((9, Level.FAIR),),
}
"""Seed and wear of each page, by the table of floors it is held to."""
JPEG_QUALITY = 70


def record() -> None:
    """Typesets the pages and writes them beside this file."""
    case = find_type()
    PAGES.mkdir(exist_ok=True)
    for table, pages in SET.items():
        for seed, level in pages:
            sample, name = typeset(seed, SMALL[0], level, case=case), PAGES / f"{table}-{seed:02d}"
            density = round(sample.dpi)
            Image.fromarray(sample.scan).save(f"{name}.jpg", quality=JPEG_QUALITY, dpi=(density, density))
            Path(f"{name}.json.gz").write_bytes(gzip.compress(JsonWriter().write(sample.truth), mtime=0))


def measure(table: str) -> list[PageScore]:
    """The scores of the pages that belong to a table of floors."""
    settings, scores = Settings(), []
    for exam in kept(f"{table}-"):
        pipeline = Pipeline(settings) if table == "reading" else oracle_pipeline(exam.printed, settings)
        made = pipeline.digitize(exam.as_scan, 1).page
        scores.append(score_told(exam.name, exam.truth, tell(made)))
    return scores


def shortfalls(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """The figures that are worse than their floors, each a line of text."""
    return [
        f"{name} is {figures[name]:.4f}, its floor {floor}"
        for name, floor in floors.items()
        if (figures[name] > floor if name in LOWER_IS_BETTER else figures[name] < floor)
    ]


def main() -> int:
    """0 when every figure is at its floor or better, else 12."""
    parser = argparse.ArgumentParser(prog="benchmarks.gate", description=__doc__)
    parser.add_argument("--record", action="store_true", help="typeset the pages anew first; the floors stay")
    if parser.parse_args().record:
        record()
    missed: list[str] = []
    for table, floors in tomllib.loads(FLOORS.read_text("utf-8")).items():
        scores = measure(table)
        for score in scores:
            print(f"{score.name}: article {score.article.share:.3f}, title F1 {score.titles.f1:.3f}")
        figures = {name: figure(scores) for name, figure in FIGURES.items()}
        print(f"{table}: " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items()))
        missed += [f"{table}: {line}" for line in shortfalls(figures, floors)]
    print("\n".join(missed), file=sys.stderr, end="\n" if missed else "")
    return 12 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
