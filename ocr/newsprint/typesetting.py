"""Pages on order: a format, a seed and a level of wear give a scan and its whole truth."""

from __future__ import annotations

import io
import random
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.model import Page
from ocr.newsprint.faces import TypeCase, find_type
from ocr.newsprint.front import PageSpec, print_page
from ocr.newsprint.furniture import issue_date
from ocr.newsprint.jumps import Jump, Jumps
from ocr.newsprint.news import Newsroom
from ocr.newsprint.old import print_old_page
from ocr.newsprint.truth import write_truth
from ocr.newsprint.wear import LEVELS, Level, wear

__all__ = ["Sample", "image_pdf", "typeset", "typeset_issue"]

Story = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A page as scanned, and the truth in the frame of the paper; `truth.provenance.to_scan` joins them.

    Attributes:
        scan: ``(H, W)`` grey, uint8.
        dpi: of the scan.
    """

    scan: NDArray[np.uint8]
    truth: Page
    dpi: float


def typeset(
    seed: int,
    spec: PageSpec | None = None,
    level: Level = Level.CLEAN,
    *,
    old: bool = False,
    stories: tuple[Story, ...] = (),
    case: TypeCase | None = None,
) -> Sample:
    """The page that `seed` makes; the same arguments and fonts give the same bytes.

    `old` pages are set vertically, from right to left, in traditional characters.
    `stories` are set in place of invented news; `case` spares the search for fonts.

    Raises:
        DependencyError: when there are no Chinese fonts.
    """
    spec = spec or PageSpec()
    room = Newsroom(random.Random(seed), stories)
    printer = print_old_page if old else print_page
    press = printer(spec, case or find_type(), room)
    dose = LEVELS[level]
    scan, to_scan = wear(press.paper, dose, seed)
    name = f"newsprint-{seed}-{level.value}"
    truth = write_truth(press, spec.em, name=name, number=spec.number, dpi=spec.dpi, to_scan=to_scan)
    truth = replace(truth, provenance=replace(truth.provenance, scan_width=scan.shape[1], scan_height=scan.shape[0]))
    return Sample(scan, truth, spec.dpi * dose.scale)


def typeset_issue(seed: int, pages: int, spec: PageSpec | None = None, level: Level = Level.CLEAN) -> list[Sample]:
    """The pages of one issue, a front page and inner pages under one name and date.

    Stories that leave a page are taken up on a later one under the same headline, each with its jump line.
    """
    chance, sent = random.Random(seed), list[Jump]()
    paper, day = Newsroom(chance).say("paper"), issue_date(chance)
    samples, case = [], find_type()
    for number in range(1, pages + 1):
        one = replace(spec or PageSpec(), number=number)
        later = [page for page in range(number + 1, pages + 1) if all(jump.end != page for jump in sent)]
        jumps = Jumps(number, later, [jump for jump in sent if jump.end == number])
        room = Newsroom(random.Random(seed * 1000 + number), jumps=jumps)
        press = print_page(one, case, room, (paper, day))
        sent += jumps.sent
        scan, to_scan = wear(press.paper, LEVELS[level], seed * 1000 + number)
        truth = write_truth(press, one.em, name=f"issue-{seed}", number=number, dpi=one.dpi, to_scan=to_scan)
        samples.append(Sample(scan, truth, one.dpi * LEVELS[level].scale))
    return samples


def image_pdf(sample: Sample, quality: int = 75) -> bytes:
    """The scan as a PDF of one page image, without a clock in it."""
    stream, epoch = io.BytesIO(), time.gmtime(0)
    Image.fromarray(sample.scan).save(
        stream, "PDF", resolution=sample.dpi, quality=quality, creationDate=epoch, modDate=epoch
    )
    return stream.getvalue()
