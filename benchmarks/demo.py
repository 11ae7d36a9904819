"""`python -m benchmarks.demo`: makes `scans/demo.pdf`, its truth and its expected Markdown anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ocr.evaluation import tell, write_truth
from ocr.export.markdown import MarkdownWriter
from ocr.newsprint import Level, PageSpec, image_pdf, typeset
from ocr.pipeline import Pipeline
from ocr.source import open_source

SEED = 21
DEMO = PageSpec(width=260, height=370, dpi=200, body=9.5)


def read(folder: Path) -> None:
    """Writes the Markdown that the program makes of the demo now: the expected output."""
    page = Pipeline().digitize(next(iter(open_source(str(folder / "demo.pdf")).scans())), 1).page
    (folder / "demo.md").write_bytes(MarkdownWriter().write(page))


def main() -> int:
    """0 when all files are written."""
    parser = argparse.ArgumentParser(prog="benchmarks.demo", description=__doc__)
    parser.add_argument("--read", action="store_true", help="only record the program's output anew")
    folder = Path(__file__).parent.parent / "scans"
    if not parser.parse_args().read:
        sample = typeset(SEED, DEMO, Level.GOOD)
        (folder / "demo.pdf").write_bytes(image_pdf(sample, quality=55))
        (folder / "demo.truth.json").write_text(write_truth(tell(sample.truth)), "utf-8")
    read(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
