"""`python -m benchmarks.generate FOLDER`: typeset pages with their truth as files, for looking at and for `evaluate`.

For each page NAME: `NAME.png` and `NAME.pdf` are the scan, `NAME.truth.json` what it says article by article,
`NAME.page.json` the whole truth with the box of every character, in the frame of the paper.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from benchmarks.samples import FORMATS, SMALL, generated
from ocr.evaluation import tell, write_truth
from ocr.export.json import JsonWriter
from ocr.newsprint import Level, Sample, image_pdf, typeset_issue


def _samples(args: argparse.Namespace) -> Iterator[tuple[str, Sample]]:
    formats = SMALL if args.small else FORMATS
    if args.issue:
        for level in args.levels:
            for sample in typeset_issue(args.first, args.issue, formats[0], level):
                yield f"issue-{args.first:02d}-{level.value}-p{sample.truth.number:02d}", sample
        return
    for exam in generated(args.pages, args.levels, args.first, formats):
        if exam.page:
            yield exam.name, Sample(exam.scan, exam.page, exam.dpi)


def main(words: Sequence[str] | None = None) -> int:
    """0 when all files are written."""
    parser = argparse.ArgumentParser(prog="benchmarks.generate", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=8, help="pages a level (8)")
    parser.add_argument("--issue", type=int, metavar="PAGES", help="one issue of so many pages instead, with its jumps")
    parser.add_argument("--first", type=int, default=1, help="seed of the first page; the benchmarks use 1 and up")
    parser.add_argument("--small", action="store_true", help="quarter pages")
    parser.add_argument("--levels", nargs="+", type=Level, default=[Level.CLEAN], help="clean good fair poor microfilm")
    args = parser.parse_args(words)
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, sample in _samples(args):
        stem = args.folder / name
        Image.fromarray(sample.scan).save(f"{stem}.png", dpi=(sample.dpi, sample.dpi))
        Path(f"{stem}.pdf").write_bytes(image_pdf(sample))
        Path(f"{stem}.truth.json").write_text(write_truth(tell(sample.truth)), "utf-8")
        Path(f"{stem}.page.json").write_bytes(JsonWriter().write(sample.truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
