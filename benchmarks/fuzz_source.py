"""Mutates scans and has them opened by the worker processes of the folder job: no crash of the job, no hang.

    python benchmarks/fuzz_source.py --cases 10000 --seconds 10 --workers 2

Every case is a file of the corpus with bytes flipped, cut, repeated or swapped with another's, made from its number, so
that a case can be made again. Each is probed and its first page decoded, with the limits of a job on time and memory.
Prints the counts by outcome, and the numbers of the cases that crashed, hung or grew a process.
"""

from __future__ import annotations

import argparse
import collections
import importlib
import io
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from ocr.batch.local import LocalExecutor
from ocr.batch.work import Failed, Identity, Limits, PageRequest, PageWork, Probe, Probed
from ocr.geometry import Affine
from ocr.model import Page, Provenance
from ocr.source import open_source


@dataclass(frozen=True)
class DecodeJob:
    """Decodes a page and throws it away."""

    def identify(self) -> Identity:
        """Nothing to tell."""
        return Identity("fuzz", (), "")

    def count_pages(self, path: Path) -> int:
        """As the door says."""
        return len(open_source(path, max_megapixels=50))

    def read_page(self, path: Path, index: int) -> PageWork:
        """An empty page, once its pixels have been decoded."""
        scan = next(open_source(path, pages=str(index + 1), max_megapixels=50).scans())
        origin = Provenance("", scan.sha256, index, 0.0, 1, 1, Affine(), "fuzz", (), "")
        return PageWork(Page(1, scan.raster.width, scan.raster.height, 0.0, (), (), (), (), (), origin), ())


def corpus() -> list[bytes]:
    """Small scans of every kind that is read."""
    noise = np.random.default_rng(0).integers(0, 255, (120, 90), dtype=np.uint8)
    grey, colour = Image.fromarray(noise), Image.fromarray(np.dstack([noise, noise[::-1], noise]))
    files = []
    for image in (grey, colour, grey.convert("1")):
        for kind, options in (
            ("PNG", {}),
            ("TIFF", {"compression": "tiff_lzw"}),
            ("TIFF", {"compression": "raw"}),
            ("TIFF", {"compression": "group4"}),
            ("JPEG", {}),
            ("JPEG2000", {}),
            ("WEBP", {}),
            ("BMP", {}),
            ("PDF", {}),
        ):
            stream = io.BytesIO()
            try:
                image.save(stream, kind, **options)
            except (OSError, ValueError, RuntimeError):
                continue
            files.append(stream.getvalue())
    several = io.BytesIO()
    grey.save(several, "TIFF", save_all=True, append_images=[grey] * 3)
    files.append(several.getvalue())
    for base in [content for content in files if content.startswith(b"%PDF")]:
        for mode in (pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable):
            stream = io.BytesIO()
            with pikepdf.open(io.BytesIO(base)) as pdf:
                pdf.save(stream, object_stream_mode=mode)
            files.append(stream.getvalue())
    return files


def mutated(files: list[bytes], number: int) -> bytes:
    """Case `number`: the same bytes for the same number."""
    dice = random.Random(number)
    content = bytearray(dice.choice(files))
    for _ in range(dice.choice((1, 1, 2, 4, 16, 64))):
        place = dice.randrange(len(content)) if content else 0
        match dice.randrange(7):
            case 0:
                content[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                content[place : place + 4] = dice.choice(
                    (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff")
                )
            case 2:
                del content[place : place + dice.choice((1, 16, 256, len(content)))]
            case 3:
                content[place:place] = content[place : place + dice.choice((1, 64, 4096))]
            case 4:
                other = dice.choice(files)
                start = dice.randrange(len(other))
                content[place : place + 64] = other[start : start + 64]
            case 5:
                digits = [spot for spot in range(len(content)) if 48 <= content[spot] <= 57]
                if digits:
                    content[dice.choice(digits)] = dice.randrange(48, 58)
            case _:
                number_text = str(dice.choice((0, -1, 65536, 2**31, 10**12))).encode()
                content[place : place + len(number_text)] = number_text
    return bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seconds", type=float, default=10.0, help="the limit for one case")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the cases that crashed, hung or grew a process")
    args = parser.parse_args()
    files = corpus()
    limits = Limits(seconds=args.seconds, memory=1024**3, recycle=2000)
    # by the name under which the workers can import it: here it is `__main__`
    job = importlib.import_module("fuzz_source").DecodeJob()
    executor = LocalExecutor(job, args.workers, limits)
    counts: collections.Counter[str] = collections.Counter()
    bad: list[tuple[int, str]] = []
    hands: dict[int, tuple[int, Path, bool]] = {}
    ready: list[tuple[int, Path, PageRequest]] = []
    begun, next_case, ticket = time.monotonic(), args.first, 0
    end = args.first + args.cases
    with tempfile.TemporaryDirectory() as folder:
        while next_case < end or hands or ready:
            while len(hands) < executor.capacity and (ready or next_case < end):
                ticket += 1
                if ready:
                    case, path, request = ready.pop()
                    executor.submit(ticket, request)
                    hands[ticket] = (case, path, True)
                    continue
                path = Path(folder) / f"{next_case}.bin"
                path.write_bytes(mutated(files, next_case))
                executor.submit(ticket, Probe(path))
                hands[ticket] = (next_case, path, False)
                next_case += 1
            for done, answer, _ in executor.wait(1.0):
                case, path, _ = hands.pop(done)
                if isinstance(answer, Probed):
                    ready.append((case, path, PageRequest(path, answer.facts, 0)))
                    continue
                kind = f"{answer.kind.value}: {answer.error}" if isinstance(answer, Failed) else "decoded"
                counts[kind] += 1
                if kind.startswith(("crash", "timeout", "memory", "engine")):
                    bad.append((case, f"{kind} {getattr(answer, 'message', '')}"))
                    if args.keep:
                        args.keep.mkdir(parents=True, exist_ok=True)
                        (args.keep / f"{case}.bin").write_bytes(path.read_bytes())
                path.unlink()
        executor.close()
    for kind, count in counts.most_common():
        sys.stdout.write(f"{count:7} {kind}\n")
    for case, what in bad[:50]:
        sys.stdout.write(f"case {case}: {what}\n")
    sys.stdout.write(f"{sum(counts.values())} of {args.cases} cases answered in {time.monotonic() - begun:.0f} s\n")
    return 0 if sum(counts.values()) == args.cases else 1


if __name__ == "__main__":
    sys.exit(main())
