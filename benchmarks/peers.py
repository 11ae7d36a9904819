"""`python -m benchmarks.peers`: other open programs on the same pages in the same run, by the same measures.

Each gets what it is made for: a page image, its own layout, its own plain text or Markdown. Programs that are not
installed are left out and named. None of them claims to cut newspaper pages into articles; that is what is compared.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from PIL import Image

from benchmarks import results
from benchmarks.samples import Exam, bench, generated
from ocr.evaluation import FIGURES, read_markdown, score_told
from ocr.export.markdown import MarkdownWriter
from ocr.newsprint import Level
from ocr.pipeline import Pipeline
from ocr.raster import Raster, Scan

LIMIT_SECONDS = 900
"""Whole-page Tesseract can hang on a clean broadsheet; a page that takes longer counts as not read."""

Peer = Callable[[Exam, Path], str]


def banmian() -> Peer:
    """This program, as the others: a page image in, Markdown out."""
    pipeline = Pipeline()

    def read(exam: Exam, _: Path) -> str:
        page = pipeline.digitize(Scan(Raster(exam.scan, exam.dpi), exam.name, "0" * 64, 0), 1).page
        return MarkdownWriter().write(page).decode("utf-8")

    return read


def tesseract(mode: int) -> Peer:
    """Whole-page Tesseract with its own layout analysis."""

    def read(exam: Exam, image: Path) -> str:
        words = ["tesseract", str(image), "-", "-l", "chi_sim", "--psm", str(mode), "--dpi", str(round(exam.dpi))]
        return subprocess.run(words, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=True).stdout

    return read


def rapidocr() -> Peer:
    """RapidOCR's detector, recogniser and its own Markdown."""
    from rapidocr import RapidOCR

    engine = RapidOCR()

    def read(_: Exam, image: Path) -> str:
        return engine(str(image)).to_markdown() or ""

    return read


def ocrmypdf() -> Peer:
    """OCRmyPDF's text sidecar."""

    def read(exam: Exam, image: Path) -> str:
        sidecar = image.with_suffix(".txt")
        words = [sys.executable, "-m", "ocrmypdf", "-l", "chi_sim", "--image-dpi", str(round(exam.dpi)), "--sidecar"]
        words += [str(sidecar), "--output-type", "pdf", str(image), str(image.with_suffix(".pdf"))]
        subprocess.run(words, capture_output=True, timeout=LIMIT_SECONDS, check=True)
        return sidecar.read_text("utf-8")

    return read


PEERS: dict[str, Callable[[], Peer]] = {
    "banmian": banmian,
    "tesseract-psm1": lambda: tesseract(1),
    "tesseract-psm3": lambda: tesseract(3),
    "rapidocr": rapidocr,
    "ocrmypdf": ocrmypdf,
}


def main() -> int:
    """0 when every peer that is installed has read every page."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--levels", nargs="+", type=Level, default=[Level.GOOD])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--bench-pages", type=int, default=3)
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--out", type=Path, default=Path("output/benchmarks/peers.jsonl"))
    args = parser.parse_args()
    readers = {}
    for name in args.peers:
        try:
            readers[name] = PEERS[name]()
        except ImportError as missing:
            print(f"{name}: left out ({missing})", file=sys.stderr)
    about = results.circumstances()
    pages = bench(args.bench, args.levels, args.bench_pages) if args.bench.is_dir() else iter(())
    with tempfile.TemporaryDirectory() as folder:
        for exam in chain(generated(args.pages, args.levels), pages):
            image = Path(folder) / "page.png"
            Image.fromarray(exam.scan).save(image)
            for name, read in readers.items():
                start, failure, text = time.perf_counter(), "", ""
                try:
                    text = read(exam, image)
                except (subprocess.SubprocessError, OSError) as problem:
                    failure = type(problem).__name__
                score = score_told(exam.name, exam.truth, read_markdown(text))
                row = {"peer": name, "page": exam.name, "seconds": round(time.perf_counter() - start, 1)}
                row |= {figure: round(measure([score]), 4) for figure, measure in FIGURES.items()}
                results.append(args.out, row | {"failure": failure, "about": about})
                print(f"{exam.name} {name}: article {row['article']}, {row['seconds']} s {failure}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
