"""`python -m benchmarks.peers`: other open programs on the same pages in the same run, by the same measures.

Each gets what it is made for: a page image, its own layout, its own plain text or Markdown. Programs that are not
installed are left out and named. None of them claims to cut newspaper pages into articles; that is what is compared.

All are called as programs; those from Python packages may live in an environment of their own
(`uv venv peers && uv pip install --python peers PACKAGES`, as `PACKAGES` says) whose `bin` is on the PATH.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks import results
from benchmarks.samples import Exam, bench, generated, kept
from ocr.evaluation import FIGURES, read_markdown, score_told
from ocr.export.markdown import MarkdownWriter
from ocr.newsprint import Level
from ocr.pipeline import Pipeline

MARK = "=====8<====="
LIMIT_SECONDS = 900
"""Whole-page Tesseract can hang on a clean broadsheet; a page that takes longer counts as not read."""

PACKAGES = ("kreuzberg", "ocrmypdf", "owistscribe", "pymupdf4llm", "pymupdf-layout", "rapidocr")
"""What the environment of the peers holds; all bring their models along or take Tesseract's."""

Peer = Callable[[Exam, Path], str]


def banmian() -> Peer:
    """This program, as the others: a page image in, Markdown out."""
    pipeline = Pipeline()

    def read(exam: Exam, _: Path) -> str:
        page = pipeline.digitize(exam.as_scan, 1).page
        return MarkdownWriter().write(page).decode("utf-8")

    return read


def _program(name: str) -> str:
    """The path of a program.

    Raises:
        ImportError: when it is not installed.
    """
    path = shutil.which(name)
    if path is None:
        raise ImportError(f"no {name} on the PATH")
    return path


def _output(words: list[str]) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=True).stdout


def tesseract(mode: int) -> Peer:
    """Whole-page Tesseract with its own layout analysis."""
    program = _program("tesseract")

    def read(exam: Exam, image: Path) -> str:
        return _output([program, str(image), "-", "-l", "chi_sim", "--psm", str(mode), "--dpi", str(round(exam.dpi))])

    return read


def ocrmypdf() -> Peer:
    """OCRmyPDF's text sidecar."""
    program = _program("ocrmypdf")

    def read(exam: Exam, image: Path) -> str:
        sidecar = image.with_suffix(".txt")
        words = [program, "-l", "chi_sim", "--image-dpi", str(round(exam.dpi)), "--sidecar", str(sidecar)]
        words += ["--tesseract-timeout", str(LIMIT_SECONDS)]  # it gives up silently after three minutes otherwise
        _output([*words, "--output-type", "pdf", str(image), str(image.with_suffix(".pdf"))])
        return sidecar.read_text("utf-8")

    return read


def _package(beside: str, script: str) -> Peer:
    """A package without a command of its own for this: its Python, beside the program `beside`, runs `script`.

    The script prints the Markdown of the image `sys.argv[1]`, scanned at `sys.argv[2]` dpi, between two `MARK`s; what
    the package prints elsewhere does not count.
    """
    python = Path(_program(beside)).with_name("python")

    def read(exam: Exam, image: Path) -> str:
        printed = _output([str(python), "-c", script.format(mark=MARK), str(image), str(round(exam.dpi))])
        return printed.split(MARK)[1]

    return read


def rapidocr() -> Peer:
    """RapidOCR's detector, recogniser and its own Markdown."""
    return _package(
        "rapidocr",
        "import sys; from rapidocr import RapidOCR\n"
        "print('{mark}', RapidOCR()(sys.argv[1]).to_markdown() or '', '{mark}')",
    )


def pymupdf4llm() -> Peer:
    """PyMuPDF4LLM's Markdown: its layout model over what RapidOCR reads."""
    return _package(
        "pymupdf",
        "import sys, pymupdf, pymupdf4llm\n"
        "page = pymupdf.open('pdf', pymupdf.open(sys.argv[1]).convert_to_pdf())\n"
        "text = pymupdf4llm.to_markdown(page, force_ocr=True, ocr_language='chi_sim', ocr_dpi=int(sys.argv[2]))\n"
        "print('{mark}', text, '{mark}')",
    )


def kreuzberg() -> Peer:
    """Kreuzberg's Markdown; Tesseract inside."""
    return _package(
        "kreuzberg",
        "import sys; from kreuzberg import ExtractionConfig, OcrConfig, extract_file_sync\n"
        "ocr = OcrConfig(backend='tesseract', language='chi_sim')\n"
        "config = ExtractionConfig(ocr=ocr, output_format='markdown', use_cache=False)\n"
        "print('{mark}', extract_file_sync(sys.argv[1], config=config).content, '{mark}')",
    )


def owistscribe() -> Peer:
    """OwistScribe's Markdown; PP-OCRv6 inside, its own reading order."""
    program = _program("owistscribe")

    def read(_: Exam, image: Path) -> str:
        return _output([program, str(image), "--no-color"])

    return read


PEERS: dict[str, Callable[[], Peer]] = {
    "banmian": banmian,
    "tesseract-psm1": lambda: tesseract(1),
    "tesseract-psm3": lambda: tesseract(3),
    "ocrmypdf": ocrmypdf,
    "rapidocr": rapidocr,
    "owistscribe": owistscribe,
    "pymupdf4llm": pymupdf4llm,
    "kreuzberg": kreuzberg,
}
SHOWN = ("article", "title_f1", "paragraphs_whole", "bigram_f1", "page_order")


def table(rows: list[dict[str, Any]]) -> str:
    """Means over pages of each program, with n; a page that failed counts as not read."""
    lines = ["| program | n | " + " | ".join(SHOWN) + " | seconds | failed |", "|---" * (len(SHOWN) + 4) + "|"]
    for peer in dict.fromkeys(row["peer"] for row in rows):
        own = [row for row in rows if row["peer"] == peer]
        means = [f"{sum(row[name] for row in own) / len(own):.3f}" for name in SHOWN]
        seconds = f"{sum(row['seconds'] for row in own) / len(own):.0f}"
        failed = str(sum(bool(row["failure"]) for row in own))
        lines.append("| " + " | ".join([peer, str(len(own)), *means, seconds, failed]) + " |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """0 when every peer that is installed has read every page."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers", description=__doc__)
    parser.add_argument("--kept", action=argparse.BooleanOptionalAction, default=True, help="the gate's small pages")
    parser.add_argument("--pages", type=int, default=0, help="generated large pages a level (0)")
    parser.add_argument("--first", type=int, default=1, help="seed of the first generated page")
    parser.add_argument("--levels", nargs="+", type=Level, default=[Level.GOOD])
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--bench-pages", type=int, default=0)
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
    done = {(row["peer"], row["page"]) for row in results.rows(args.out) if row["about"] == about}
    pages = bench(args.bench, args.levels, args.bench_pages) if args.bench.is_dir() else iter(())
    with tempfile.TemporaryDirectory() as folder:
        for exam in chain(kept() if args.kept else (), generated(args.pages, args.levels, args.first), pages):
            image = Path(folder) / "page.png"
            Image.fromarray(exam.scan).save(image)
            for name, read in readers.items():
                if (name, exam.name) in done:
                    continue
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
    print(table([row for row in results.rows(args.out) if row["about"] == about]), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
