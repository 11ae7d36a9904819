"""Learns what the readers' confidences are worth, on lines of known text that it typesets and scans itself.

Usage, from the repository's root (fonts: Debian's fonts-noto-cjk, -noto-cjk-extra, -arphic-*, -lxgw-wenkai,
-wqy-zenhei, -cwtex-fs; text: the dictionary of jieba's source package, MIT licence)::

    python -m benchmarks.recognition_calibration --jieba jieba-0.42.1/jieba --lines 900

writes ``ocr/recognition/calibration.json`` and prints, for lines it did not learn from, the calibration error and the
share of characters a person must look at to reach one error in ten thousand.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from benchmarks.recognition_reliability import calibration_error, reliability, review_share
from models.training.signs import gb2312_hanzi
from models.training.text import Lexicon, Newsroom
from ocr.geometry import Affine, Box
from ocr.imaging import prepare
from ocr.model import BlockRegion, Direction, Glyph, Layout, LineRegion
from ocr.raster import Raster, Scan, Sheet
from ocr.recognition import ConsensusReader, Judge, LineCut, LineCutter, PpocrReader, ReplayReader, TesseractReader
from ocr.recognition.alignment import align, fold
from ocr.recognition.judging import COARSE, ORNAMENT, TABLE, difference, kind, logit

FOLDER = Path("/usr/share/fonts")
FACES = (
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
    ("truetype/arphic-gkai00mp/gkai00mp.ttf", 0),
    ("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
    ("truetype/wqy/wqy-zenhei.ttc", 0),
    ("truetype/cwtex/cwfs.ttf", 0),
)
"""Files and the number of the face in them; simplified Chinese where a file holds several."""
LINES_A_SHEET = 30
LEADING = 1.45
MARGIN = 90
SIZES = (28, 33, 37, 40, 44, 60, 96)
"""Character sizes in pixels at 300 dpi: captions, body text, subheads, headlines."""
LEVELS = (0, 1, 1, 2, 2)
"""How badly a sheet is scanned; a clean one teaches little."""
COARSE_FROM, COARSE_TO = 8.0, 16.0
"""Character sizes in pixels of coarse sheets, such as pages kept at the screen's resolution."""
COARSE_QUALITY = (60, 90)
"""Of their JPEG files."""
RARE_SHARE = 0.01
"""Of lines made of rare words: with more, rare characters would be believed oftener than newspapers have them."""
PRIOR = 1.0
"""The strength that pulls the weights to their starting values: rare cases must not be learnt by heart."""
KEPT = ("first only", "second only")
"""Cases that are not learnt anew: lines that stand alone show few of the ghosts that one reader sees on a page."""
STEPS, LONGEST_STEP = 200, 0.5
"""Newton's method runs away from rare cases when it may step further."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A character of one case: the logits of the readers' confidences, and whether it was right."""

    case: str
    logits: tuple[float, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line, what both engines read, and the truth."""

    truth: str
    size: float
    image: LineCut
    first: tuple[Glyph, ...]
    second: tuple[Glyph, ...]


def typeset(newsroom: Newsroom, chance: random.Random) -> tuple[NDArray[np.uint8], list[tuple[Box, str]], int]:
    """A clean sheet of lines in one face and size, the ink box and text of each, and the size."""
    name, number = chance.choice(FACES)
    size = chance.choice(SIZES)
    font = ImageFont.truetype(str(FOLDER / name), size, index=number)
    texts: list[str] = []
    blank = font.getmask("\U0010ffff").getbbox()
    while len(texts) < LINES_A_SHEET:
        text = newsroom.line().replace("　", " ").strip()[: max(6, 1500 // size)].strip()
        if len(text) > 1 and all(c == " " or font.getmask(c).getbbox() not in (None, blank) for c in text):
            texts.append(text)
    width = MARGIN * 2 + max(round(font.getlength(text)) for text in texts)
    pitch = round(LEADING * size)
    page = Image.new("L", (width, MARGIN * 2 + pitch * len(texts)), 255)
    draw = ImageDraw.Draw(page)
    lines = []
    for row, text in enumerate(texts):
        top = MARGIN + row * pitch
        draw.text((MARGIN, top), text, fill=0, font=font)
        left, upper, right, lower = draw.textbbox((MARGIN, top), text, font=font)
        lines.append((Box(round(left), round(upper), round(right), round(lower)), text))
    return np.asarray(page, np.uint8), lines, size


def scan(clean: NDArray[np.uint8], level: int, chance: np.random.Generator) -> tuple[NDArray[np.uint8], float]:
    """The sheet as a scanner gives it, 0 clean to 2 poor, and the scale it was reduced by."""
    if not level:
        return clean, 1.0
    scale = (1.0, chance.uniform(0.85, 1.0), chance.uniform(0.66, 0.85))[level]
    grey = cv2.resize(clean, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), (0.4 + 0.25 * level) * chance.uniform(0.7, 1.2))
    grey -= (255 - cv2.GaussianBlur(np.flipud(np.fliplr(grey)), (0, 0), 3)) * 0.06 * level
    broken = np.abs(cv2.GaussianBlur(chance.normal(0, 1, grey.shape).astype(np.float32), (0, 0), 1.2))
    grey = np.where(grey < 128, grey + broken * 55 * level, grey)
    grey *= np.float32(0.92 - 0.12 * (level - 1)) * np.linspace(1 - 0.12 * level, 1, grey.shape[1], dtype=np.float32)
    grey = np.clip(grey + chance.normal(0, 5 * level, grey.shape), 0, 255)
    return _through_jpeg(grey.astype(np.uint8), 85 - 12 * level), scale


def scan_coarsely(clean: NDArray[np.uint8], size: int, chance: np.random.Generator) -> tuple[NDArray[np.uint8], float]:
    """The sheet at a screen's resolution, and the scale it was reduced by."""
    scale = chance.uniform(COARSE_FROM, COARSE_TO) / size
    small = cv2.resize(clean, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return _through_jpeg(small, int(chance.integers(*COARSE_QUALITY))), scale


def _through_jpeg(grey: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    code, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not code:
        raise RuntimeError("OpenCV cannot write JPEG")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def cut_sheet(scanned: NDArray[np.uint8], scale: float, lines: list[tuple[Box, str]], size: int) -> list[LineCut]:
    """The lines of a scanned sheet, cleaned and cut as the program does it."""
    sheet = prepare(Scan(Raster(scanned, 300.0), "calibration", "", 0))
    onto = sheet.to_scan.inverse()
    if onto.b or onto.d:
        sheet, onto = Sheet(scanned, (scanned < 128).astype(np.uint8), (), (), size * scale, Affine()), Affine()
    regions = []
    for box, _ in lines:
        place = onto.bounds(Box(*(round(v * scale) for v in box.as_tuple())))
        regions.append(LineRegion(place, Direction.HORIZONTAL, size * scale * onto.a))
    blocks = tuple(BlockRegion((region,), region.box) for region in regions)
    layout = Layout(sheet.width, sheet.height, size * scale * onto.a, (), (), (), blocks)
    cutter = LineCutter(sheet, layout)
    return [cutter.cut(region) for region in regions]


def read_lines(jieba: Path, count: int, seed: int, *, coarse: bool) -> Iterator[ReadLine]:
    """`count` lines, typeset, scanned and read by both engines; of coarse print those that the program takes for it."""
    newsroom = Newsroom(Lexicon.load(jieba, frozenset(gb2312_hanzi()), held=True), seed, rare_share=RARE_SHARE)
    chance, noise = random.Random(seed), np.random.default_rng(seed)
    first, second = TesseractReader(), PpocrReader()
    for number in range(-(-count // LINES_A_SHEET)):
        clean, lines, size = typeset(newsroom, chance)
        if coarse:
            scanned, scale = scan_coarsely(clean, size, noise)
        else:
            scanned, scale = scan(clean, LEVELS[number % len(LEVELS)], noise)
        images = cut_sheet(scanned, scale, lines, size)
        for (_, text), image, one, two in zip(lines, images, first.read(images), second.read(images), strict=True):
            if not coarse or image.size < COARSE:
                yield ReadLine(text, image.size, image, one, two)


def right_ones(glyphs: Iterable[Glyph], truth: str) -> dict[int, bool]:
    """By the identity of each glyph, whether it stands where the truth has the same character."""
    kept = [glyph for glyph in glyphs if glyph.text.strip()]
    read, true = [fold(glyph.text) for glyph in kept], [fold(c) for c in truth if c.strip()]
    right = dict.fromkeys((id(glyph) for glyph in kept), False)
    for block in Levenshtein.opcodes(read, true):
        if block.tag == "equal":
            for place in range(block.src_start, block.src_end):
                right[id(kept[place])] = True
    return right


def samples(line: ReadLine) -> Iterator[Sample]:
    """Every character of a line, under each case that it teaches."""
    verdicts = right_ones(line.first, line.truth), right_ones(line.second, line.truth)
    for name, glyphs, verdict in zip(("tesseract", "ppocr"), (line.first, line.second), verdicts, strict=True):
        for glyph in glyphs:
            if id(glyph) in verdict:
                yield Sample(f"alone.{name}.{kind(glyph.text)}", (logit(glyph.confidence),), verdict[id(glyph)])
    for pair in align(line.first, line.second, Direction.HORIZONTAL, line.size):
        first, second = pair.first, pair.second
        if first is not None and second is not None:
            if id(first) not in verdicts[0] or id(second) not in verdicts[1]:
                continue
            logits = logit(first.confidence), logit(second.confidence)
            if pair.agrees:
                yield Sample(f"agree.{kind(second.text)}", logits, verdicts[1][id(second)])
            else:
                apart = difference(first.text, second.text)
                yield Sample(f"differ.first.{apart}", logits, verdicts[0][id(first)])
                yield Sample(f"differ.second.{apart}", logits, verdicts[1][id(second)])
        elif first is not None and id(first) in verdicts[0]:
            yield Sample(f"first only.{kind(first.text)}", (logit(first.confidence),), verdicts[0][id(first)])
        elif second is not None and id(second) in verdicts[1]:
            yield Sample(f"second only.{kind(second.text)}", (logit(second.confidence),), verdicts[1][id(second)])


def fit(found: list[Sample], start: tuple[float, ...]) -> tuple[float, ...]:
    """Logistic regression by damped Newton steps, pulled to `start`, which alone counts where there is no sample."""
    if not found:
        return start
    weights = np.array(start)
    inputs = np.array([(1.0, *sample.logits) for sample in found])
    right = np.array([sample.right for sample in found], float)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (right - chance) - PRIOR * (weights - np.array(start))
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + PRIOR * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step * min(1.0, LONGEST_STEP / max(LONGEST_STEP, float(np.abs(step).max())))
    return tuple(round(float(w), 4) for w in weights)


def learn(lines: list[ReadLine], before: Judge) -> dict[str, tuple[float, ...]]:
    """The weights of every case; each kind is pulled to what all kinds together teach."""
    cases: dict[str, list[Sample]] = defaultdict(list)
    for line in lines:
        for sample in samples(line):
            cases[sample.case].append(sample)
    odds = {}
    for case, start in before.odds.items():
        stem = case.rpartition(".")[0]
        if not stem or stem in KEPT:
            odds[case] = start
            continue
        pooled = [sample for name, group in cases.items() if name.rpartition(".")[0] == stem for sample in group]
        odds[case] = fit(cases.get(case, []), start if case.endswith(ORNAMENT) else fit(pooled, start))
        print(
            f"{case:24s} {len(cases.get(case, [])):6d} characters,"
            f" {sum(not s.right for s in cases.get(case, [])):5d} wrong: {odds[case]}"
        )
    for case in [case for case in odds if case.startswith("alone.tesseract.")]:
        odds[case.replace("tesseract", "pytesseract")] = odds[case]  # the same engine by another way
    return odds


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn what the readers' confidences are worth.")
    parser.add_argument("--jieba", type=Path, required=True, help="folder with jieba's dict.txt and posseg/")
    parser.add_argument("--lines", type=int, default=900, help="to learn from; a third as many again to test on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("odds", "coarse"), help="one part; the other stays as it is")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "ocr" / "recognition" / TABLE)
    asked = parser.parse_args()
    before = Judge.load()
    table = {"odds": before.odds, "coarse": before.coarse}
    for part in [asked.only] if asked.only else table:
        coarse = part == "coarse"
        table[part] = learn(list(read_lines(asked.jieba, asked.lines, asked.seed, coarse=coarse)), before)
        unseen = list(read_lines(asked.jieba, asked.lines // 3, asked.seed + 1, coarse=coarse))
        for name, judge in (("before", before), ("after", Judge(table[part], ""))):
            print(f"{part}, {name}:")
            test(unseen, judge)
    asked.out.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def test(lines: list[ReadLine], judge: Judge) -> None:
    """Prints how often the readers, and both under `judge`, err on `lines`, and what its confidences are worth."""
    consensus = ConsensusReader(ReplayReader({}, "tesseract"), ReplayReader({}, "ppocr"), judge)
    chances, verdicts, wrong = [], [], defaultdict(int)
    count = 0
    for line in lines:
        kept = consensus.weigh(line.image, line.first, line.second)
        verdict = right_ones(kept, line.truth)
        chances += [glyph.confidence for glyph in kept if id(glyph) in verdict]
        verdicts += [verdict[id(glyph)] for glyph in kept if id(glyph) in verdict]
        true = [fold(c) for c in line.truth if c.strip()]
        count += len(true)
        for name, glyphs in (("tesseract", line.first), ("ppocr", line.second), ("consensus", kept)):
            wrong[name] += Levenshtein.distance([fold(g.text) for g in glyphs if g.text.strip()], true)
    for name, errors in wrong.items():
        print(f"{name:10s} {errors}/{count} = {errors / count:.3%}")
    sure, right = np.array(chances), np.array(verdicts, bool)
    print(f"ECE {calibration_error(sure, right):.4f}, to review for 1 in 10,000: {review_share(sure, right):.2%}")
    print(reliability(sure, right))


if __name__ == "__main__":
    main()
