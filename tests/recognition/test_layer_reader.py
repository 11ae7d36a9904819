"""The text layer of a born-digital page is judged by font, checked against the ink, and never believed blindly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ocr.errors import EngineError
from ocr.geometry import Affine, Box
from ocr.model import Direction, Glyph
from ocr.ports import LineImage
from ocr.raster import LayerCharacter
from ocr.recognition import TEXT_LAYERS, PageLayer, ReplayReader, consensus, with_text_layer

EM = 40
LEADING = 60
LEFT = 30
TEXTS = ("城南旧事新编", "河道清淤完工", "老树开出新花", "市民夜读成风")


@dataclass(frozen=True, eq=False)
class Strip:
    """A line cut out of a page at its own resolution."""

    pixels: NDArray[np.uint8]
    top: int
    direction: Direction = Direction.HORIZONTAL
    size: float = float(EM)

    def to_page(self, box: Box) -> Box:
        return box.shift(0, self.top)


def _cell(row: int, column: float, width: float = 1.0) -> Box:
    left = LEFT + round(column * EM)
    return Box(left, row * LEADING + 10, left + round(width * EM), row * LEADING + 10 + EM)


def _typed(text: str, row: int, face: int = 0, font: int | None = None) -> list[LayerCharacter]:
    """A line of the layer; a blank leaves its square empty."""
    return [
        LayerCharacter(char, _cell(row, i).grow(-4), _cell(row, i), face, face if font is None else font, True)
        for i, char in enumerate(text)
        if char != " "
    ]


def _printed(characters: Sequence[LayerCharacter], row: int, width: int = 600) -> Strip:
    """The image of a line on which every character is a black square."""
    pixels = np.full((LEADING, width), 255, np.uint8)
    for character in characters:
        pixels[character.box.shift(0, -row * LEADING).slices] = 0
    return Strip(pixels, row * LEADING)


def _reader(lines: Sequence[Sequence[LayerCharacter]], texts: Sequence[str], confidence: float = 0.99) -> ReplayReader:
    """A reader that reads `texts` in the places of `lines`."""
    return ReplayReader(
        {
            Box(0, row * LEADING, 600, (row + 1) * LEADING): tuple(
                Glyph(char, c.box, confidence) for char, c in zip(text, line, strict=True)
            )
            for row, (line, text) in enumerate(zip(lines, texts, strict=True))
        }
    )


def _read(
    lines: Sequence[Sequence[LayerCharacter]], texts: Sequence[str], mode: str = "auto", confidence: float = 0.99
) -> list[str]:
    """What comes of a page whose layer is `lines` and whose print reads `texts`."""
    reader = with_text_layer(_reader(lines, texts, confidence), [c for line in lines for c in line], Affine(), mode)
    images = [_printed(line, row) for row, line in enumerate(lines)]
    return ["".join(glyph.text for glyph in glyphs) for glyphs in reader.read(images)]


def test_a_layer_that_agrees_is_believed() -> None:
    """A sound layer gives all lines, and the fingerprint tells what it was believed for."""
    lines = [_typed(text, row) for row, text in enumerate(TEXTS)]
    reader = with_text_layer(_reader(lines, TEXTS), [c for line in lines for c in line], Affine())
    images = [_printed(line, row) for row, line in enumerate(lines)]
    assert ["".join(g.text for g in glyphs) for glyphs in reader.read(images)] == list(TEXTS)
    assert reader.fingerprint.startswith("text layer for 4 of 4 lines, 24 of 24 compared characters agree + replay")


def test_a_reader_that_doubts_is_no_evidence() -> None:
    """Where the reader reads otherwise, but unsurely, the layer of a sound face counts."""
    lines = [_typed(text, row) for row, text in enumerate(TEXTS)]
    sure, unsure = _reader(lines, TEXTS), _reader(lines, ["城南旧事新篇"] * 4, 0.6)

    class Wavering:
        name = fingerprint = "wavering"

        def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
            return (unsure.read(images[:1]) + sure.read(images[1:])) if len(images) > 1 else sure.read(images)

    reader = with_text_layer(Wavering(), [c for line in lines for c in line], Affine())
    images = [_printed(line, row) for row, line in enumerate(lines)]
    assert ["".join(g.text for g in glyphs) for glyphs in reader.read(images)] == list(TEXTS)


def test_a_broken_map_is_not_believed() -> None:
    """Where the characters of a face are not what is surely read, its lines are read; the other face is believed."""
    wrong = ("甲乙丙丁戊己", "子丑寅卯辰巳")
    lines = [_typed(text, row, face=row // 2) for row, text in enumerate((*TEXTS[:2], *wrong))]
    assert _read(lines, TEXTS) == list(TEXTS)
    assert _read(lines, TEXTS, "use") == [*TEXTS[:2], *wrong]


def test_one_broken_font_of_a_sound_face_is_not_believed() -> None:
    """A program that cuts a face into many fonts may break one of them: that one is read."""
    texts = tuple(TEXTS[row % 4] for row in range(12))
    shown = [_typed(text, row, font=1 if row == 5 else 0) for row, text in enumerate(texts)]
    shown[5] = [replace(c, text="口") for c in shown[5]]
    assert _read(shown, texts) == list(texts)


def test_what_no_reader_is_sure_of_is_not_believed() -> None:
    """Without evidence a layer is not used unless the user says so."""
    lines = [_typed(text, row) for row, text in enumerate(("甲乙丙丁戊己", *TEXTS[1:]))]
    assert _read(lines, TEXTS, confidence=0.6) == list(TEXTS)


@pytest.mark.parametrize("text", ["\ue004", "\ufffd", "\x03", "\u2e81", "\U000f0000"])
def test_codes_without_a_character_send_the_line_to_the_reader(text: str) -> None:
    """Private use, controls and unknown codes are what a file says that does not know its own text."""
    lines = [_typed(line, row) for row, line in enumerate(TEXTS)]
    lines[2][1] = replace(lines[2][1], text=text)
    assert _read(lines, TEXTS) == list(TEXTS)


def test_radicals_and_turned_marks_are_the_characters_print_shows() -> None:
    """The radical ⽂ is 文, and the bracket of a vertical line is a bracket."""
    lines = [_typed("⽂︵新︶︑⻳", 0)]
    assert _read(lines, ("文（新）、龟",), "use") == ["文（新）、龟"]


def test_overprints_count_once_and_hidden_characters_not_at_all() -> None:
    """Bold made by printing twice is one character; one without ink under it was never printed."""
    line = _typed(TEXTS[0], 0)
    twice = [replace(c, box=c.box.shift(3, 0), cell=c.cell.shift(3, 0)) for c in line]
    hidden = _typed("暗" * 12, 0)[8:]
    reader = with_text_layer(_reader([line], [TEXTS[0]]), [*line, *twice, *hidden], Affine())
    (glyphs,) = reader.read([_printed(line, 0)])
    assert "".join(glyph.text for glyph in glyphs) == TEXTS[0]
    assert [glyph.box for glyph in glyphs] == [c.box for c in line]


def test_ink_the_layer_does_not_name_sends_the_line_to_the_reader() -> None:
    """A line with a drawn character that the layer lacks is read, so nothing printed is lost."""
    line = _typed(TEXTS[0], 0)
    reader = with_text_layer(_reader([line], [TEXTS[0]]), line[:-1], Affine())
    (glyphs,) = reader.read([_printed(line, 0)])
    assert "".join(glyph.text for glyph in glyphs) == TEXTS[0]
    assert reader.fingerprint.startswith("replay")


def test_two_texts_in_one_place_send_the_line_to_the_reader() -> None:
    """A second, other text over the first is nobody's order to guess."""
    line = _typed(TEXTS[0], 0)
    over = _typed("天地玄黄宇宙", 0)
    reader = with_text_layer(_reader([line], [TEXTS[0]]), [*line, *over], Affine(), "use")
    (glyphs,) = reader.read([_printed(line, 0)])
    assert "".join(glyph.text for glyph in glyphs) == TEXTS[0]


def test_order_is_that_of_the_page_and_blanks_are_those_of_print() -> None:
    """Whatever order the file has, characters go along the line; white wide enough separates, tracking does not."""
    line = _typed("范捷  张选", 0)
    reader = with_text_layer(_reader([line], ["范捷张选"]), line[::-1], Affine(), "use")
    (glyphs,) = reader.read([_printed(line, 0)])
    assert "".join(glyph.text for glyph in glyphs) == "范捷 张选"
    tracked = _typed("城 南 旧 事", 0)
    reader = with_text_layer(_reader([tracked], ["城南旧事"]), tracked, Affine(), "use")
    (glyphs,) = reader.read([_printed(tracked, 0)])
    assert "".join(glyph.text for glyph in glyphs) == "城南旧事"


def test_a_turned_scan_finds_its_characters() -> None:
    """The layer's places are those of the scan; on a page turned upright they are turned, too."""
    line = _typed(TEXTS[0], 0)
    to_scan = Affine(0, -1, 600, 1, 0, 0)
    turned = [replace(c, box=to_scan.bounds(c.box), cell=to_scan.bounds(c.cell)) for c in line]
    found = PageLayer(turned, to_scan).line(_printed(line, 0), 1.0)
    assert found is not None
    assert "".join(glyph.text for glyph in found.glyphs) == TEXTS[0]


def test_a_sure_contradiction_is_shown() -> None:
    """A character that a sure reader reads otherwise stays, doubted, with the other as its alternative."""
    texts = tuple(TEXTS[row % 4] for row in range(12))
    lines = [_typed(text, row) for row, text in enumerate(texts)]
    other = ("城南旧事新篇", *texts[1:])
    reader = with_text_layer(_reader(lines, other), [c for line in lines for c in line], Affine())
    last = reader.read([_printed(line, row) for row, line in enumerate(lines)])[0][-1]
    assert (last.text, last.alternative, last.confidence) == ("编", "篇", 0.5)


def test_a_layer_under_a_scan_is_used_only_when_told_so() -> None:
    """Invisible characters are what another program read off the scan: no better than reading, unless one knows."""
    line = [replace(c, visible=False) for c in _typed(TEXTS[0], 0)]
    inner = _reader([line], ["城南旧书新编"])
    assert with_text_layer(inner, line, Affine()) is inner
    assert with_text_layer(inner, (), Affine(), "use") is inner
    (glyphs,) = with_text_layer(inner, line, Affine(), "use").read([_printed(line, 0)])
    assert "".join(glyph.text for glyph in glyphs) == TEXTS[0]


def test_only_a_part_of_a_long_page_is_read_to_judge() -> None:
    """Of sixty lines of a sound layer fewer than half are read."""

    class Counting:
        name = fingerprint = "counting"
        count = 0

        def testify(self, images: Sequence[LineImage]) -> tuple[consensus.Testimony, ...]:
            self.count += len(images)
            return tuple(consensus.Testimony(line, ()) for line in inner.read(images))

        def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
            raise EngineError("asked to testify, not to read")

    texts = tuple(TEXTS[row % 4] for row in range(60))
    lines = [_typed(text, row) for row, text in enumerate(texts)]
    inner, counting = _reader(lines, texts), Counting()
    reader = with_text_layer(counting, [c for line in lines for c in line], Affine())
    read = reader.read([_printed(line, row) for row, line in enumerate(lines)])
    assert tuple("".join(g.text for g in glyphs) for glyphs in read) == texts
    assert 0 < counting.count < 30


def test_modes_have_names() -> None:
    """There are three ways to treat a layer, and no fourth."""
    assert TEXT_LAYERS == ("auto", "use", "ignore")
    with pytest.raises(ValueError, match="text_layer is one of auto, use, ignore"):
        with_text_layer(ReplayReader({}), (), Affine(), "never")
