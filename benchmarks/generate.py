"""`python -m benchmarks.generate FOLDER`: typeset pages with their truth as files, for looking at and for `evaluate`.

For each page NAME: `NAME.png` is the scan, `NAME.truth.json` what it says article by article, `NAME.page.json` the
whole truth with the box of every character, in the frame of the paper.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image

from benchmarks.samples import generated
from ocr.evaluation import write_truth
from ocr.export.json import JsonWriter
from ocr.newsprint import Level


def main() -> int:
    """0 when all files are written."""
    parser = argparse.ArgumentParser(prog="benchmarks.generate", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=8, help="pages a level (8)")
    parser.add_argument("--first", type=int, default=1, help="seed of the first page; the benchmarks use 1 and up")
    parser.add_argument("--levels", nargs="+", type=Level, default=[Level.CLEAN], help="clean good fair poor microfilm")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for exam in generated(args.pages, args.levels, args.first):
        name = args.folder / exam.name
        Image.fromarray(exam.scan).save(f"{name}.png", dpi=(exam.dpi, exam.dpi))
        Path(f"{name}.truth.json").write_text(write_truth(exam.truth), "utf-8")
        if exam.page:
            Path(f"{name}.page.json").write_bytes(JsonWriter().write(exam.page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
