"""`python -m benchmarks.demo`: makes `scans/demo.pdf` and its truth anew; the same fonts give the same bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from ocr.evaluation import tell, write_truth
from ocr.newsprint import Level, PageSpec, image_pdf, typeset

SEED = 21
DEMO = PageSpec(width=260, height=370, dpi=200, body=9.5)


def main() -> int:
    """0 when both files are written."""
    sample = typeset(SEED, DEMO, Level.GOOD)
    folder = Path(__file__).parent.parent / "scans"
    (folder / "demo.pdf").write_bytes(image_pdf(sample, quality=55))
    (folder / "demo.truth.json").write_text(write_truth(tell(sample.truth)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
