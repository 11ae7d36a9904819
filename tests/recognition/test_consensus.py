"""Two readers check each other; one that fails leaves the other's text."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest

from ocr.errors import DependencyError, EngineError
from ocr.geometry import Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage, LineReader
from ocr.recognition import (
    AbsentReader,
    ConsensusReader,
    ConsensusSettings,
    Judge,
    LineCut,
    ParallelReader,
    ReplayReader,
    recognise,
    spread,
)
from ocr.recognition.glancing import Glance
from tests.recognition.pictures import horizontal, layout, paper, sheet

HERE = Box(100, 100, 300, 140)
ODDS = {
    f"{case}.{kind}": weights
    for kind in ("letter", "sign", "stop")
    for case, weights in {
        "alone.weak": (-1.0, 1.0),
        "alone.strong": (0.0, 1.0),
        "agree": (6.0, 0.0, 0.0),
        "differ.first": (-2.0, 1.0, -1.0),
        "differ.second": (1.0, -0.5, 0.5),
        "first only": (-2.0, 0.5),
        "second only": (0.0, 0.5),
    }.items()
}
JUDGE = Judge({**ODDS, "omitted": (1.0,)}, "table of the tests")


class BrokenReader:
    """A reader whose engine fails on every call."""

    name = "weak"
    fingerprint = "broken"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        raise EngineError("the engine is broken")


class SleepyReader:
    """A reader that takes too long."""

    name = "weak"
    fingerprint = "sleepy"

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        time.sleep(0.3)
        return tuple(() for _ in images)


class GlancingReader:
    """A reader that says `first` at first sight, and `closer` when it looks closely; None: its engine fails then."""

    name = "strong"
    fingerprint = "glancing"
    sure_enough = 0.9

    def __init__(self, first: tuple[str, float], closer: tuple[str, float] | None) -> None:
        self._first, self._closer = first, closer

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        raise AssertionError("the consensus asks for glances")

    def glance(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        return tuple(_glance(*self._first) for _ in images)

    def look_closely(self, images: Sequence[LineImage]) -> tuple[Glance, ...]:
        if self._closer is None:
            raise EngineError("the engine is broken")
        return tuple(_glance(*self._closer) for _ in images)


def _glance(text: str, sure: float) -> Glance:
    return Glance(spread(text, HERE, confidence=max(sure, 0.1)), sure)


def said(text: str, name: str, confidence: float = 0.9, box: Box = HERE) -> ReplayReader:
    return ReplayReader({box: spread(text, box, confidence=confidence)}, name)


def line() -> LineCut:
    """A row of ink at `HERE`, alike everywhere."""
    pixels = np.full((60, 220), 255, np.uint8)
    pixels[10:50, 10:210] = 0
    return LineCut(pixels, Direction.HORIZONTAL, 40.0, 90, 90)


def both(weak: str, strong: str, sure: float = 0.9, surer: float = 0.9) -> tuple[Glyph, ...]:
    reader = ConsensusReader(said(weak, "weak", sure), said(strong, "strong", surer), JUDGE)
    return reader.read([line()])[0]


def text(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def test_agreement_is_taken_and_trusted() -> None:
    """Both said the same: no alternative, and more confidence than either had."""
    glyphs = both("春风化雨", "春风化雨")
    assert text(glyphs) == "春风化雨"
    assert all(glyph.confidence > 0.99 and not glyph.alternative for glyph in glyphs)


def test_where_they_differ_the_better_odds_win_and_both_readings_are_kept() -> None:
    """The trusted reader wins; what the other saw is the alternative, and the confidence tells of the doubt."""
    glyphs = both("甲凤乙丙", "甲风乙丙")
    assert text(glyphs) == "甲风乙丙"
    assert glyphs[1].alternative == "凤"
    assert glyphs[1].confidence < 0.9 < glyphs[0].confidence


@pytest.mark.parametrize(("weak", "strong"), [("进入新区", "进人新区"), ("进人新区", "进入新区")])
def test_the_characters_beside_one_tell_which_reading_goes_with_them(weak: str, strong: str) -> None:
    """Of 入 and 人, seen with the same confidence, the one that makes a word with 进 stands, whoever saw it."""
    glyphs = both(weak, strong)
    assert text(glyphs) == "进入新区"
    assert glyphs[1].alternative == "人"


def test_a_very_sure_reader_beats_a_very_unsure_one() -> None:
    """Trust is no blind trust."""
    glyphs = both("春风化雨", "春凤化雨", sure=0.999, surer=0.2)
    assert text(glyphs) == "春风化雨"
    assert glyphs[1].alternative == "凤"


def test_the_strokes_of_one_quotation_mark_are_no_two() -> None:
    """However sure one reader is of a second mark beside one that both saw, it is left out, and not forgotten."""
    odds = {**ODDS, "first only.sign": (9.0, 0.0), "omitted": (1.0,)}
    reader = ConsensusReader(said("春风”“化雨", "weak"), said("春风”化雨", "strong"), Judge(odds, ""))
    glyphs = reader.read([line()])[0]
    assert text(glyphs) == "春风”化雨"
    assert sum(mark in glyph.alternative for glyph in glyphs for mark in "“”") >= 1


@pytest.mark.parametrize(
    ("other", "first", "closer", "expected"),
    [
        ("总计2000元", ("总计200元", 0.0), ("总计2000元", 0.95), "总计2000元"),
        ("总计2000元", ("总计200元", 0.6), ("总计2000元", 0.5), "总计2000元"),
        ("总汁2000元", ("总汁200元", 0.2), ("总计2000元", 0.7), "总计2000元"),
        ("总汁2000元", ("总计2000元", 0.7), ("总讨200元", 0.2), "总计2000元"),
        ("总计2000元", ("总汁200元", 0.0), ("总汁2000元", 0.0), "总计2000元"),
        ("总计2000元", ("总计2000元", 0.2), ("总讨2000元", 0.95), "总计2000元"),
        ("总汁2000元", ("总计2000元", 0.95), ("总讨2000元", 0.99), "总计2000元"),
        ("总汁2000元", ("总计2000元", 0.85), None, "总计2000元"),
    ],
    ids=["surer", "confirmed", "surer, not confirmed", "less sure", "as sure", "needless", "sure enough", "broken"],
)
def test_a_doubtful_line_is_looked_at_closely(
    other: str, first: tuple[str, float], closer: tuple[str, float] | None, expected: str
) -> None:
    """Unless the other reader saw the same; of two looks the one that it confirms counts, or else the surer."""
    reader = ConsensusReader(said(other, "weak"), GlancingReader(first, closer), JUDGE)
    assert text(reader.read([line()])[0]) == expected


def test_a_reader_left_alone_looks_closely_where_it_is_not_sure() -> None:
    """Nobody confirms what it saw."""
    reader = ConsensusReader(BrokenReader(), GlancingReader(("总计200元", 0.2), ("总计2000元", 0.7)), JUDGE)
    assert text(reader.read([line()])[0]) == "总计2000元"


def test_a_ghost_of_the_weaker_reader_is_left_out_but_not_forgotten() -> None:
    """What only the doubted reader saw is dropped, kept as alternative of its neighbour, whose confidence sinks."""
    glyphs = both("春风化雨一", "春风化雨")
    assert text(glyphs) == "春风化雨"
    assert glyphs[-1].alternative == "雨一"
    assert glyphs[-1].confidence < glyphs[0].confidence


def test_a_ghost_before_the_first_character_is_kept_there() -> None:
    """There is no neighbour before it, so the first character carries it."""
    glyphs = both("一春风化雨", "春风化雨")
    assert text(glyphs) == "春风化雨"
    assert glyphs[0].alternative == "一春"


def test_what_only_the_trusted_reader_saw_stays_with_doubt() -> None:
    """It is rather there than not, but a person should look."""
    glyphs = both("春化雨", "春风化雨")
    assert text(glyphs) == "春风化雨"
    assert glyphs[1].confidence < 0.9


def test_print_of_the_other_side_that_one_reader_saw_is_left_out() -> None:
    """The reader was sure of the last character, which shows through: no ink stands there, only grey and dust."""
    black = line()
    pixels = black.pixels.copy()
    pixels[10:50, 170:210] = 215
    pixels[20, 180] = 0
    image = LineCut(pixels, black.direction, black.size, black.left, black.top)
    read = spread("春夏秋冬国", HERE, confidence=0.99)
    consensus = ConsensusReader(ReplayReader({HERE: read[:4]}, "weak"), ReplayReader({HERE: read}, "strong"), JUDGE)
    (glyphs,) = consensus.read([image])
    assert text(glyphs) == "春夏秋冬"
    assert glyphs[-1].alternative == "冬国"
    assert text(consensus.read([black])[0]) == "春夏秋冬国"


def test_a_reader_of_another_script_can_only_confirm() -> None:
    """Where both saw 學 it is sure; what the first saw otherwise, or alone, does not count and leaves no trace."""
    first, second = said("学校闩学已矣", "weak", 0.99), said("學校開學已", "strong", 0.6)
    glyphs = ConsensusReader(first, second, JUDGE).read([line()])[0]
    assert text(glyphs) == "學校開學已"
    assert glyphs[0].confidence > 0.99
    assert glyphs[2].confidence < 0.7
    assert not any(glyph.alternative for glyph in glyphs)


def test_signs_of_a_vertical_line_are_those_of_the_second_reader() -> None:
    """Pieces of a turned quotation mark look like stops to a reader that sees the characters laid down only."""
    pixels = np.full((240, 60), 255, np.uint8)
    pixels[20:220, 10:50] = 0
    upright = LineCut(pixels, Direction.VERTICAL, 40.0, 100, 100)
    place = Box(100, 100, 140, 300)
    down = [Box(100, 100 + 40 * i, 140, 140 + 40 * i) for i in range(5)]
    first = [Glyph(char, box, 0.99) for char, box in zip("。春。风。", down, strict=True)]
    second = [Glyph(char, box, 0.7) for char, box in zip("“春风", (down[0], down[1], down[3]), strict=True)]
    answer = ConsensusReader(said("", "weak", box=place), said("", "strong", box=place), JUDGE)
    assert text(answer.weigh(upright, first, second)) == "“春风"


@pytest.mark.parametrize(
    "reader",
    [BrokenReader(), SleepyReader(), AbsentReader("weak", DependencyError("not installed"))],
    ids=["failing", "timing out", "missing"],
)
def test_a_failing_reader_leaves_the_other_text_with_lower_confidence(reader: LineReader) -> None:
    """The line is read all the same, nobody but the working reader bears witness, and agreement counts for more."""
    settings = ConsensusSettings(seconds_per_line=0.05)
    consensus = ConsensusReader(reader, said("春风化雨", "strong"), JUDGE, settings=settings)
    (testimony,) = consensus.testify([line()])
    assert text(testimony.glyphs) == "春风化雨"
    assert testimony.witnesses == (("strong", "春风化雨"),)
    assert all(glyph.confidence < both("春风化雨", "春风化雨")[0].confidence for glyph in testimony.glyphs)


def test_two_failing_readers_are_an_error_that_names_both() -> None:
    """Nothing was read, and nobody pretends otherwise."""
    with pytest.raises(EngineError, match=r"weak.*broken.*weak.*broken"):
        ConsensusReader(BrokenReader(), BrokenReader(), JUDGE).read([line()])


def test_a_page_keeps_its_blocks_lines_and_order() -> None:
    """Every line of the layout comes back in its place, with its text or empty, and with its witnesses."""
    page = sheet(paper(700, 400))
    lines = [horizontal(Box(100, 100 + 60 * i, 300, 140 + 60 * i)) for i in range(4)]
    texts = ["甲乙丙丁", "", "戊己庚辛", "壬癸"]
    record = {region.box: spread(words, region.box) for region, words in zip(lines, texts, strict=True) if words}
    reader = ConsensusReader(ReplayReader(record, "weak"), ReplayReader(record, "strong"), JUDGE, threads=3)
    where = layout(page, *lines)
    blocks = recognise(page, where, reader)
    assert [block.lines[0].text for block in blocks] == texts
    assert [block.lines[0].region for block in blocks] == lines
    assert [block.column for block in blocks] == [block.column for block in where.blocks]
    assert blocks[0].lines[0].witnesses == (("weak", "甲乙丙丁"), ("strong", "甲乙丙丁"))


def test_threads_change_nothing_but_the_time() -> None:
    """One thread and three give the same glyphs."""
    page = sheet(paper(700, 4000))
    lines = [horizontal(Box(100, 100 + 60 * i, 300 + i, 140 + 60 * i)) for i in range(60)]
    record = {region.box: spread("甲乙丙丁", region.box, confidence=0.5 + i / 200) for i, region in enumerate(lines)}
    readings = [
        recognise(page, layout(page, *lines), ParallelReader(ReplayReader(record, "weak"), threads, JUDGE))
        for threads in (1, 3)
    ]
    assert readings[0] == readings[1]


def test_a_page_without_lines_is_read_as_nothing() -> None:
    """A blank page is no error."""
    page = sheet(paper(100, 100))
    reader = ConsensusReader(said("春", "weak"), said("春", "strong"), JUDGE)
    assert recognise(page, layout(page), reader) == ()


def test_fingerprints_tell_of_readers_and_table() -> None:
    """A cache keyed by the fingerprint notices every change that changes the output."""
    one = ConsensusReader(said("春", "weak"), said("春", "strong"), JUDGE).fingerprint
    assert one != ConsensusReader(said("风", "weak"), said("春", "strong"), JUDGE).fingerprint
    assert one != ConsensusReader(said("春", "weak"), said("春", "strong"), Judge(JUDGE.odds, "other")).fingerprint


def test_a_replay_answers_for_its_own_lines_only() -> None:
    """A line that was not recorded has no text."""
    assert said("春风", "replay").read([LineCut(np.zeros((9, 9), np.uint8), Direction.HORIZONTAL, 9, 900, 900)]) == (
        (),
    )
