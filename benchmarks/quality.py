"""`python -m benchmarks.quality`: how good the program is on generated pages and on a bench folder, stage by stage.

Each page is appended to the results file as soon as it is done; a run that is started again goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.samples import Exam, bench, generated
from ocr.evaluation import FIGURES, layout_of, place, score_told, tell
from ocr.evaluation.blame import blame, line_errors
from ocr.evaluation.rates import Interval, bootstrap
from ocr.evaluation.scores import as_json
from ocr.newsprint import Level
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan
from ocr.recognition import recognise
from ocr.settings import Settings
from ocr.structure import compose


def examine(exam: Exam, pipeline: Pipeline, *, split: bool) -> dict[str, Any]:
    """The row of one page: figures, seconds a stage, and the blame when `split` and the truth has places."""
    clock: list[tuple[str, float]] = []
    scan = Scan(Raster(exam.scan, exam.dpi), exam.name, "0" * 64, 0)
    made = pipeline.digitize(scan, 1, lambda stage: clock.append((stage, time.perf_counter())))
    clock.append(("end", time.perf_counter()))
    placement = place(exam.page, made.page) if exam.page else None
    score = score_told(exam.name, exam.truth, tell(made.page), placement)
    row = as_json([score])["pages"][0] | {"level": exam.level, "pixels": int(exam.scan.size)}
    row["seconds"] = {stage: round(clock[n + 1][1] - at, 2) for n, (stage, at) in enumerate(clock[:-1])}
    if split and exam.page:
        layout = layout_of(exam.page, made.sheet.to_scan.inverse().after(exam.page.provenance.to_scan))
        blocks = recognise(made.sheet, layout, pipeline.reader, pipeline.settings.cutting)
        composed = compose(layout, blocks, 1, made.page.provenance, pipeline.settings.structure)
        ideal = score_told(exam.name, exam.truth, tell(composed)).article.share
        split_up = blame(line_errors(exam.page, blocks), ideal, score.article.share)
        row["blame"] = {"reader_cer": split_up.reader.share, "structure": split_up.structure, "layout": split_up.layout}
    return row


def table(rows: list[dict[str, Any]]) -> str:
    """The mean of each figure by level, with its interval and n."""
    names = [*list(FIGURES)[:5], "bigram_f1", "page_order"]
    lines = ["| level | n | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for level in dict.fromkeys(row["level"] for row in rows):
        of_level = [row for row in rows if row["level"] == level]
        cells = [_cell(bootstrap([row[name] for row in of_level], lambda v: sum(v) / len(v))) for name in names]
        lines.append(f"| {level} | {len(of_level)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(interval: Interval) -> str:
    return f"{interval.value:.3f} ({interval.low:.3f}–{interval.high:.3f})"


def main() -> int:
    """0 when every page was examined."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("--pages", type=int, default=8, help="generated pages a level (8)")
    parser.add_argument("--levels", nargs="+", type=Level, default=list(Level), help="clean good fair poor microfilm")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="folder of PDF pages with truth")
    parser.add_argument("--bench-pages", type=int, default=100)
    parser.add_argument("--reader", default=Settings().reader)
    parser.add_argument("--blame", action="store_true", help="also read the truth's regions")
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks/quality.jsonl"))
    args = parser.parse_args()
    about = results.circumstances() | {"reader": args.reader}
    done = {row["name"] for row in results.rows(args.out) if row["about"] == about}
    pipeline = Pipeline(Settings(reader=args.reader))
    bench_pages = bench(args.bench, args.levels, args.bench_pages) if args.bench.is_dir() else iter(())
    for exam in chain(generated(args.pages, args.levels), bench_pages):
        if exam.name not in done:
            row = examine(exam, pipeline, split=args.blame) | {"about": about}
            results.append(args.out, row)
            print(f"{exam.name}: article {row['article']:.3f}, {sum(row['seconds'].values()):.0f} s", file=sys.stderr)
    print(table([row for row in results.rows(args.out) if row["about"] == about]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
