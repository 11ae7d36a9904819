"""`python -m benchmarks`: quality, speed and memory of this commit, appended to the results files, and their pictures.

`--quick` measures quarter pages with faultless text, which shows layout and structure in a few minutes; without it
large pages are read in earnest, with the blame of each station, which takes hours.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import quality, speed


def main() -> int:
    """0 when everything was measured and drawn; 3 when matplotlib is missing, with the results written."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--bench", default="../shared/bench", help="folder of PDF pages with truth")
    parser.add_argument("--results", type=Path, default=Path("output/benchmarks"))
    parser.add_argument("--images", type=Path, help="folder of the pictures (beside the results)")
    args = parser.parse_args()
    words = ["--blame", "--bench", args.bench, "--out", str(args.results / "quality.jsonl")]
    words += ["--small", "--reader", "oracle", "--bench-pages", "0"] if args.quick else []
    quality.main([*words, "--report", str(args.results / "report")])
    speed.main(["--out", str(args.results / "speed.jsonl"), *(["--repeat", "1"] if args.quick else [])])
    try:
        from benchmarks import plots
    except ImportError:
        print("no pictures: install the dependency group `bench` (matplotlib)", file=sys.stderr)
        return 3
    return plots.main(["--results", str(args.results), "--to", str(args.images or args.results)])


if __name__ == "__main__":
    sys.exit(main())
