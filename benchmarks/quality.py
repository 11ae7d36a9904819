"""`python -m benchmarks.quality`: how good the program is on generated pages and on a bench folder, stage by stage.

Each page is appended to the results file as soon as it is done; a run that is started again goes on where it stopped.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.gauges import Gauge
from benchmarks.oracle import OracleReader, oracle_pipeline
from benchmarks.samples import FORMATS, SMALL, Exam, bench, generated
from ocr.evaluation import FIGURES, command, layout_of, place, score_told, tell, write_truth
from ocr.evaluation.blame import Blame, blame, line_errors
from ocr.evaluation.command import Doors
from ocr.evaluation.rates import Interval, bootstrap
from ocr.evaluation.scores import as_json
from ocr.export.json import JsonWriter, read_page
from ocr.export.overlay import render
from ocr.model import Page
from ocr.newsprint import Level
from ocr.pipeline import Digitized, Pipeline
from ocr.ports import LineReader
from ocr.recognition import READERS, LineCutter, open_reader, recognise
from ocr.settings import Settings
from ocr.structure import compose

RUN, TRUTH = "run", "truth"
"""The folders of a report: what was made, and what should have been."""


def examine(exam: Exam, pipeline: Pipeline, keep: Path | None = None) -> dict[str, Any]:
    """The row of one page: figures, seconds and megabytes a stage; `keep` is given the page and its truth as files."""
    gauge = Gauge()
    made = pipeline.digitize(exam.as_scan, 1, gauge)
    gauge.end()
    placement = place(exam.page, made.page) if exam.page else None
    score = score_told(exam.name, exam.truth, tell(made.page), placement)
    row = as_json([score])["pages"][0] | {"level": exam.level, "pixels": int(exam.scan.size)}
    row["seconds"] = {stage: round(took, 2) for stage, took in gauge.seconds.items()}
    row["megabytes"] = gauge.megabytes
    if keep:
        _keep(exam, made, keep)
    return row


def _keep(exam: Exam, made: Digitized, folder: Path) -> None:
    """Page, overlay and truth as `evaluate` takes them."""
    run, truth = folder / RUN, folder / TRUTH
    run.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    _page_of(exam, folder).write_bytes(JsonWriter().write(made.page))
    (run / f"{exam.name}.overlay.png").write_bytes(render(made.page, made.sheet.grey))
    if exam.page:
        (truth / f"{exam.name}.page.json").write_bytes(JsonWriter().write(exam.page))
    else:
        (truth / f"{exam.name}.truth.json").write_text(write_truth(exam.truth), "utf-8")


def _page_of(exam: Exam, folder: Path) -> Path:
    return folder / RUN / f"{exam.name}.json"


def _report(folder: Path) -> Path:
    """The report of all pages that were kept in `folder`."""
    parser, path = argparse.ArgumentParser(), folder / "report.html"
    command.add_arguments(parser)
    words = [folder / RUN, folder / TRUTH, "--html", path, "--json", folder / "figures.json"]
    command.run(parser.parse_args(list(map(str, words))), Doors(read_page))
    return path


def split_up(exam: Exam, truth: Page, reader: LineReader, settings: Settings, lines: int) -> Blame:
    """The blame of one page; `reader` reads a sample of the truth's lines, all else is done with faultless text."""
    oracle = OracleReader(exam.printed)
    made = oracle_pipeline(exam.printed, settings).digitize(exam.as_scan, 1)
    oracle.face(made.sheet)
    layout = layout_of(truth, made.sheet.to_scan.inverse().after(truth.provenance.to_scan))
    blocks = recognise(made.sheet, layout, oracle, settings.cutting)
    composed = compose(layout, blocks, 1, made.page.provenance, settings.structure)
    shares = [score_told(exam.name, exam.truth, tell(page)).article.share for page in (composed, made.page)]
    regions = [line for block in layout.blocks for line in block.lines]
    texts = [line.text for block in truth.blocks for line in block.lines]
    chosen = sorted(random.Random(exam.name).sample(range(len(texts)), min(lines, len(texts))))
    cutter = LineCutter(made.sheet, layout, settings.cutting)
    read = reader.read([cutter.cut(regions[index]) for index in chosen])
    told = ["".join(glyph.text for glyph in glyphs) for glyphs in read]
    return blame(line_errors((texts[index] for index in chosen), told), shares[0], shares[1])


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


def _blame_row(split: Blame) -> dict[str, float]:
    reader = split.reader
    return {
        "reader_cer": reader.share,
        "characters": reader.total,
        "structure": split.structure,
        "layout": split.layout,
    }


def blame_table(rows: list[dict[str, Any]]) -> str:
    """The mean of each station's loss by level; the reader's errors over all its characters."""
    lines = ["| level | n | reader CER | structure | layout |", "|---|---|---|---|---|"]
    for level in dict.fromkeys(row["level"] for row in rows):
        splits = [row["blame"] for row in rows if row["level"] == level]
        read = sum(split["characters"] for split in splits)
        wrong = sum(split["reader_cer"] * split["characters"] for split in splits)
        means = [f"{sum(split[name] for split in splits) / len(splits):.3f}" for name in ("structure", "layout")]
        lines.append("| " + " | ".join([level, str(len(splits)), f"{wrong / max(1, read):.4f}", *means]) + " |")
    return "\n".join(lines) + "\n"


def main(words: Sequence[str] | None = None) -> int:
    """0 when every page was examined."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("--pages", type=int, default=9, help="generated pages a level (9)")
    parser.add_argument("--first", type=int, default=1, help="seed of the first generated page")
    parser.add_argument("--small", action="store_true", help="quarter pages, four times as fast")
    parser.add_argument("--levels", nargs="+", type=Level, default=list(Level), help="clean good fair poor microfilm")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="folder of PDF pages with truth")
    parser.add_argument("--bench-pages", type=int, default=100)
    parser.add_argument("--reader", default=Settings().reader, help=f"{', '.join(READERS)}; or oracle, which is fast")
    parser.add_argument("--blame", action="store_true", help="also split the loss among reader, structure and layout")
    parser.add_argument("--lines", type=int, default=60, help="of each page that are read for the blame (60)")
    parser.add_argument("--report", type=Path, help="a folder for the pages, their truth and one HTML report of them")
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks/quality.jsonl"))
    args = parser.parse_args(words)
    about = results.circumstances() | {"reader": args.reader, "blame": str(args.blame), "small": str(args.small)}
    done = {row["name"] for row in results.rows(args.out) if row["about"] == about}
    settings = Settings() if args.reader == "oracle" else Settings(reader=args.reader)
    reader = open_reader(settings.reader) if args.blame or args.reader != "oracle" else None
    bench_pages = bench(args.bench, args.levels, args.bench_pages) if args.bench.is_dir() else iter(())
    pages = generated(args.pages, args.levels, args.first, SMALL if args.small else FORMATS)
    for exam in chain(pages, bench_pages):
        if exam.name in done and not (args.report and not _page_of(exam, args.report).exists()):
            continue
        by_oracle = args.reader == "oracle" or reader is None
        pipeline = oracle_pipeline(exam.printed, settings) if by_oracle else Pipeline(settings, reader=reader)
        row = examine(exam, pipeline, args.report) | {"about": about}
        if args.blame and exam.page and reader:
            row["blame"] = _blame_row(split_up(exam, exam.page, reader, settings, args.lines))
        results.append(args.out, row)
        print(f"{exam.name}: article {row['article']:.3f}, {sum(row['seconds'].values()):.0f} s", file=sys.stderr)
    newest = {row["name"]: row for row in results.rows(args.out) if row["about"] == about}
    rows = list(newest.values())
    print(table(rows), end="")
    if args.blame:
        print("\n" + blame_table([row for row in rows if "blame" in row]), end="")
    if args.report:
        print(f"\n{_report(args.report)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
