"""A scan, however it lies and whatever light it had, becomes an upright, clean, dark-on-light sheet."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ocr.geometry import Affine, Box
from ocr.imaging import is_spread, prepare, turning
from ocr.imaging.shades import shrink, to_grey
from ocr.raster import Raster, Scan, Sheet

_spec = importlib.util.spec_from_file_location("imaging_press", Path(__file__).with_name("press.py"))
assert _spec is not None
assert _spec.loader is not None
press = importlib.util.module_from_spec(_spec)
sys.modules["imaging_press"] = press
_spec.loader.exec_module(press)


def _sheet(pixels: NDArray[np.uint8]) -> Sheet:
    return prepare(Scan(Raster(pixels), "page.png", "0" * 64, 0))


def _skewed(pixels: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """`pixels` as a scanner sees them that lies `degrees` clockwise."""
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), borderValue=255.0), dtype=np.uint8)


def _angle(to_scan: Affine) -> float:
    return math.degrees(math.atan2(to_scan.d, to_scan.a))


@pytest.mark.parametrize("em", [14, 20, 31, 46, 60])
def test_body_size_is_the_em(em: int) -> None:
    """The body size is the distance from character to character, whatever the resolution."""
    assert _sheet(press.page(em, rows=8)).body_size == pytest.approx(em, rel=0.03)


def test_headlines_do_not_change_the_body_size() -> None:
    """A headline three times as large covers much, but most characters are small."""
    body = press.page(20)
    headline = np.full((100, body.shape[1]), 255, np.uint8)
    headline[20:80, 40:640] = press.setting(1, 10, 60, marks=False)[:60, :600]
    assert _sheet(np.concatenate([headline, body])).body_size == pytest.approx(20, rel=0.03)


def test_the_body_size_of_letters_is_told_by_their_lines() -> None:
    """Small letters are half an em high; the em square of their type is nearly as high as its line."""
    page = np.full((1400, 1000), 255, np.uint8)
    chance = np.random.default_rng(5)
    for row in range(44):
        words = ["".join(chance.choice(list("aceimnorsuvwxz"), 6)) for _ in range(9)]
        cv2.putText(page, " ".join(words), (40, 60 + 30 * row), cv2.FONT_HERSHEY_COMPLEX, 0.65, 0, 2, cv2.LINE_AA)
    assert _sheet(page).body_size == pytest.approx(26, rel=0.1)


def test_tiny_print_is_enlarged_and_mapped_back() -> None:
    """Print of nine pixels is enlarged for the sheet; the map still leads to the scan's own pixels."""
    pixels = press.page(18)
    pixels = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    sheet = _sheet(pixels)
    assert sheet.body_size == pytest.approx(18, rel=0.08)
    bounds = sheet.to_scan.bounds(Box(0, 0, sheet.width, sheet.height))
    assert bounds.as_tuple() == pytest.approx((0, 0, pixels.shape[1], pixels.shape[0]), abs=1)


def test_tiny_print_is_enlarged_without_ringing() -> None:
    """Grey strokes of print that is enlarged are nowhere darker than they were scanned."""
    pixels = cv2.resize(press.page(18), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    grey = np.asarray(255 - (255 - pixels.astype(np.int32)) // 2, np.uint8)
    assert int(_sheet(grey).grey.min()) >= int(grey.min())


@pytest.mark.parametrize("degrees", [-4.7, 0.4, 2.61])
@pytest.mark.parametrize("columns", [False, True])
def test_skew_is_measured_to_a_twentieth_of_a_degree(degrees: float, columns: bool) -> None:
    """The turn the scanner made is found, on pages of lines and of columns."""
    sheet = _sheet(_skewed(press.page(20, columns=columns, marks=not columns), degrees))
    assert _angle(sheet.to_scan) == pytest.approx(degrees, abs=0.05)


def test_straight_page_keeps_its_pixels() -> None:
    """A page that lies straight is not resampled."""
    pixels = press.page()
    sheet = _sheet(pixels)
    assert sheet.to_scan == Affine()
    assert np.array_equal(sheet.ink, (pixels < 128).astype(np.uint8)) or np.mean(sheet.ink != (pixels < 128)) < 0.01


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_page_on_its_side_or_head_is_set_upright(turns: int) -> None:
    """Whichever way the page lies, the sheet shows it upright, and each corner maps onto its corner of the scan."""
    pixels = press.page(20)
    pixels[4:16, 4:40] = 0
    sheet = _sheet(np.ascontiguousarray(np.rot90(pixels, -turns)))
    assert sheet.grey.shape == pixels.shape
    assert np.mean(sheet.ink != (pixels < 128)) < 0.01
    height, width = pixels.shape
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    scan_width, scan_height = (width, height) if turns % 2 == 0 else (height, width)
    scan_corners = [(0, 0), (scan_width, 0), (scan_width, scan_height), (0, scan_height)]
    assert [sheet.to_scan.apply(x, y) for x, y in corners] == scan_corners[turns:] + scan_corners[:turns]


@pytest.mark.parametrize("marks", [False, True])
def test_page_set_in_columns_stays(marks: bool) -> None:
    """An old page set in columns is upright as it is, with punctuation or without."""
    assert _sheet(press.page(20, columns=True, marks=marks)).to_scan == Affine()


def test_page_set_in_columns_with_stray_marks_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the marks stand in the corner of columns lying down, a quarter in that of lines on their head."""
    columns = turning.Evidence(lines=0.3, foot_left=0, head_right=0, head_left=0, foot_right=0, falling=0, rising=0)
    lying = turning.Evidence(lines=3.0, foot_left=21, head_right=53, head_left=109, foot_right=22, falling=0, rising=0)
    seen = iter((columns, lying))
    monkeypatch.setattr(turning, "measure_evidence", lambda *_: next(seen))
    assert turning.quarter_turns(np.zeros((9, 9), np.uint8), 3.0, turning.TurningSettings()) == 0


@pytest.mark.parametrize(("falling", "rising", "turns"), [(6, 50, 0), (52, 1, 3), (9, 14, 3)])
def test_slanting_marks_tell_lines_on_their_head_from_columns(
    monkeypatch: pytest.MonkeyPatch, falling: int, rising: int, turns: int
) -> None:
    """Marks set on half a square stand at the head of both; the enumeration comma rises where columns lie down."""
    columns = turning.Evidence(lines=0.3, foot_left=0, head_right=0, head_left=0, foot_right=0, falling=0, rising=0)
    lying = turning.Evidence(
        lines=3.0, foot_left=26, head_right=151, head_left=90, foot_right=18, falling=falling, rising=rising
    )
    seen = iter((columns, lying))
    monkeypatch.setattr(turning, "measure_evidence", lambda *_: next(seen))
    assert turning.quarter_turns(np.zeros((9, 9), np.uint8), 3.0, turning.TurningSettings()) == turns


def test_a_few_slanting_marks_do_not_turn_a_page_whose_marks_stand_in_one_corner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worn page of columns without enumeration commas: specks slant either way."""
    columns = turning.Evidence(lines=0.3, foot_left=0, head_right=0, head_left=0, foot_right=0, falling=0, rising=0)
    lying = turning.Evidence(lines=5.0, foot_left=1, head_right=5, head_left=487, foot_right=0, falling=9, rising=4)
    seen = iter((columns, lying))
    monkeypatch.setattr(turning, "measure_evidence", lambda *_: next(seen))
    assert turning.quarter_turns(np.zeros((9, 9), np.uint8), 3.0, turning.TurningSettings()) == 0


def test_the_slant_of_marks_is_measured() -> None:
    """Ten characters, each with a comma that falls to the right in the lower left of the next square."""
    page = np.zeros((200, 500), np.uint8)
    for left in range(20, 420, 40):
        page[80:100, left : left + 18] = 1
        for step in range(6):
            page[93 + step, left + 22 + step : left + 24 + step] = 1
    settings = turning.TurningSettings()
    upright = turning.measure_evidence(page, 20.0, settings)
    assert (upright.foot_left, upright.falling, upright.rising) == (10, 10, 0)
    lying = turning.measure_evidence(np.ascontiguousarray(page[:, ::-1]), 20.0, settings)
    assert (lying.foot_right, lying.falling, lying.rising) == (10, 0, 10)


def test_page_without_punctuation_is_left_as_it_lies() -> None:
    """Without evidence nothing is turned, not even a page on its head."""
    assert _sheet(np.ascontiguousarray(np.rot90(press.page(20, marks=False), 2))).to_scan == Affine()


def test_page_of_squeezed_punctuation_is_not_laid_on_its_side() -> None:
    """Marks on half a square stand in any corner, three in five in that of columns lying down: the page is upright."""
    most, fewer, stray = press.page(20), press.page(20, rows=10), press.page(20, rows=6)
    pixels = np.concatenate([np.fliplr(most), fewer, np.rot90(stray, 2)])
    assert _sheet(pixels).to_scan == Affine()


def test_map_leads_from_the_sheet_to_the_scan() -> None:
    """A spot on a skewed page that lies on its side is found on the sheet and maps back to where it was."""
    pixels = press.page(20)
    pixels[:30] = 255
    pixels[8:20, 300:312] = 0
    scan = np.ascontiguousarray(np.rot90(_skewed(pixels, 1.5), -1))
    sheet = _sheet(scan)
    top = sheet.ink[: round(0.08 * sheet.height)]
    count, _, stats, middles = cv2.connectedComponentsWithStats(top.astype(np.uint8))
    spot = max(range(1, count), key=lambda i: stats[i][4] / (stats[i][2] * stats[i][3]) * (stats[i][4] > 100))
    x, y = sheet.to_scan.apply(middles[spot][0] + 0.5, middles[spot][1] + 0.5)
    matrix = cv2.getRotationMatrix2D((pixels.shape[1] / 2, pixels.shape[0] / 2), -1.5, 1)
    skewed_x, skewed_y = matrix @ (305.5, 13.5, 1.0)
    # A quarter turn clockwise: rows become columns from the right.
    assert (x, y) == pytest.approx((pixels.shape[0] - skewed_y - 0.5, skewed_x + 0.5), abs=1.0)


def test_uneven_light_is_flattened() -> None:
    """With half the light at one side the ink is the same and the paper is white."""
    pixels = press.page()
    light = np.linspace(0.5, 1.0, pixels.shape[1])[None]
    sheet = _sheet((pixels * light).astype(np.uint8))
    assert np.mean(sheet.ink != (pixels < 128)) < 0.01
    assert np.quantile(sheet.grey[pixels == 255], 0.02) > 235


@pytest.mark.parametrize("colour", [(200, 30, 40), (40, 70, 180), (30, 120, 60), (0, 150, 220)])
def test_coloured_print_stays_legible(colour: tuple[int, int, int]) -> None:
    """Red, blue, green and cyan print on yellowed paper is ink."""
    black = press.page(rows=12) < 128
    pixels = np.where(black[:, :, None], np.array(colour), np.array((240, 228, 200))).astype(np.uint8)
    assert np.mean(_sheet(pixels).ink != black) < 0.01


def test_tint_under_text_becomes_paper() -> None:
    """Text on a tinted box is as black on white as the rest."""
    pixels = press.page()
    black = pixels < 128
    tinted = pixels.copy()
    tinted[300:700, 30:-30] = np.where(black[300:700, 30:-30], 0, 200)
    sheet = _sheet(tinted)
    assert np.mean(sheet.ink[330:670] != black[330:670]) < 0.01
    inside = sheet.grey[340:660, 60:-60]
    assert np.median(inside[~black[340:660, 60:-60]]) > 240


def test_a_tinted_box_is_a_ground_in_uneven_light() -> None:
    """A box on a tint is told by its edges, on paper that darkens all the way across; a shadow is none."""
    pixels = press.page()
    height, width = pixels.shape
    box = Box(30, 250, 504, 670)
    pixels[box.slices] = np.where(pixels[box.slices] < 128, 0, 225)
    light = np.linspace(0.75, 1.0, width)[None, :]
    shadow = 1 - 0.2 * np.exp(-(((np.arange(height) - 900) / 80.0) ** 2))[:, None]
    (ground,) = _sheet((pixels * light * shadow).astype(np.uint8)).grounds
    assert ground.grow(12).contains(box)
    assert box.grow(12).contains(ground)


def test_a_picture_that_shows_through_is_no_ground() -> None:
    """What is printed on the other side darkens the paper a little, with straight edges."""
    pixels = press.page()
    box = Box(30, 250, 504, 670)
    pixels[box.slices] = np.where(pixels[box.slices] < 128, 0, 241)
    assert _sheet(pixels).grounds == ()


def test_two_tinted_boxes_side_by_side_are_two_grounds() -> None:
    """Boxes in one row are found each by itself, not as the one box that has their outer edges."""
    pixels = press.page()
    boxes = [Box(30, 250, 492, 670), Box(516, 250, 978, 670)]
    for box in boxes:
        pixels[box.slices] = np.where(pixels[box.slices] < 128, 0, 215)
    grounds = _sheet(pixels).grounds
    assert len(grounds) == 2
    for box, ground in zip(boxes, grounds, strict=True):
        assert box.grow(12).contains(ground)


def _with_strip(ground: int) -> tuple[NDArray[np.uint8], Box]:
    pixels = press.page()
    pixels[430:560] = 255
    box = Box(100, 460, 700, 530)
    pixels[box.slices] = ground
    text = press.setting(1, 12, 44, marks=False)[:44]
    pixels[473:517, 130 : 130 + text.shape[1]] = np.where(text < 128, 255, ground)
    return pixels, box


@pytest.mark.parametrize("ground", [20, 90, 130])
def test_white_on_dark_strip_is_turned(ground: int) -> None:
    """A reversed headline is a panel, and its text dark on light afterwards."""
    pixels, box = _with_strip(ground)
    sheet = _sheet(pixels)
    (panel,) = sheet.panels
    assert panel.contains(box.grow(-6))
    assert box.grow(6).contains(panel)
    text = pixels[474:516, 132:650] == 255
    assert np.mean(sheet.ink[474:516, 132:650] != text) < 0.08
    assert np.median(sheet.grey[462:470, 110:690]) > 240


@pytest.mark.parametrize(("count", "width"), [(3, 240), (4, 200)])
def test_a_bar_with_a_word_in_white_is_turned(count: int, width: int) -> None:
    """A kicker of three characters in a long bar, or four in a shorter one, is reversed type."""
    pixels = press.page()
    pixels[430:560] = 255
    box = Box(100, 460, 100 + width, 530)
    pixels[box.slices] = 30
    text = press.setting(1, count, 44, marks=False)[:44]
    left = round(box.center_x - text.shape[1] / 2)
    pixels[473:517, left : left + text.shape[1]] = np.where(text < 128, 255, 30)
    (panel,) = _sheet(pixels).panels
    assert panel.contains(box.grow(-6))


def test_great_panel_full_of_text_is_turned_though_uneven() -> None:
    """Lamp and paper make a panel's dark ground uneven; so many characters on it are no picture's."""
    pixels = press.page()
    box = Box(60, 330, 840, 900)
    pixels[box.slices] = 255
    rng = np.random.default_rng(7)
    ground = cv2.resize(rng.integers(15, 110, (7, 9), dtype=np.uint8), (box.width, box.height))
    pixels[box.slices] = ground
    text = press.setting(11, 28, 24, marks=False)
    place = Box(100, 380, 100 + text.shape[1], 380 + text.shape[0])
    pixels[place.slices] = np.where(text < 128, 245, pixels[place.slices])
    (panel,) = _sheet(pixels).panels
    assert panel.contains(place.grow(-10))


def test_text_over_a_photograph_is_turned_and_the_photograph_made_white() -> None:
    """An article in white on a dark picture with lighter parts is no picture."""
    pixels = press.page()
    pixels[330:900] = 255
    pixels[Box(60, 330, 840, 900).slices] = 60
    for part in (Box(150, 420, 330, 560), Box(400, 500, 640, 600), Box(220, 640, 420, 820)):
        pixels[part.slices] = 150
    text = press.setting(11, 28, 24, marks=False)
    place = Box(100, 380, 100 + text.shape[1], 380 + text.shape[0])
    pixels[place.slices] = np.where(text < 128, 255, pixels[place.slices])
    sheet = _sheet(pixels)
    (panel,) = sheet.panels
    assert panel.contains(place.grow(-10))
    assert np.mean(sheet.ink[place.slices] != (text < 128)) < 0.08


def test_a_dark_photograph_of_small_lights_is_not_turned() -> None:
    """Lights as small as strokes, but in no rows."""
    pixels = press.page()
    rng = np.random.default_rng(5)
    pixels[400:880] = 255
    tones = cv2.resize(rng.integers(20, 120, (9, 14), dtype=np.uint8), (700, 470), interpolation=cv2.INTER_CUBIC)
    for x, y in rng.integers((0, 0), (690, 460), (900, 2)):
        cv2.line(tones, (int(x), int(y)), (int(x) + 9, int(y) + 4), 240, 2)
    pixels[405:875, 70:770] = tones
    assert _sheet(pixels).panels == ()


def test_photograph_is_not_turned() -> None:
    """A dark picture with lit things in it stays as it is."""
    pixels = press.page()
    rng = np.random.default_rng(4)
    tones = cv2.resize(rng.integers(0, 256, (9, 24), dtype=np.uint8), (600, 220), interpolation=cv2.INTER_CUBIC)
    pixels[400:640] = 255
    pixels[410:630, 100:700] = tones // 2
    for x in (180, 350, 560):
        cv2.circle(pixels, (x, 520), 40, 230, cv2.FILLED)
    assert _sheet(pixels).panels == ()


def test_heavy_headline_is_no_panel() -> None:
    """Fat dark characters with small holes are not white characters on dark."""
    pixels = press.page()
    pixels[400:560] = 255
    for i in range(6):
        left = 80 + 110 * i
        pixels[430:530, left : left + 100] = 0
        for x in (14, 44, 74):
            pixels[446:514, left + x : left + x + 12] = 255
    assert _sheet(pixels).panels == ()


def test_black_borders_are_cleared() -> None:
    """The black that a scanner shows beside the paper is white on the sheet; the text beside it is kept."""
    pixels = press.page()
    black = pixels < 128
    pixels[:, :14] = 10
    pixels[-11:] = 20
    sheet = _sheet(pixels)
    assert not sheet.ink[:, :20].any()
    assert not sheet.ink[-16:].any()
    assert np.mean(sheet.ink[20:-20, 30:] != black[20:-20, 30:]) < 0.01


def test_grain_is_dropped_and_points_are_kept() -> None:
    """Single specks go; a comma's point, three pixels wide, stays."""
    pixels = press.page(30, rows=14)
    pixels[20:24] = 255
    pixels[10, 50:400:9] = 0
    pixels[40:43, 30:33] = 0
    sheet = _sheet(pixels)
    assert not sheet.ink[8:13].any()
    assert sheet.ink[40:43, 30:33].sum() >= 4


@pytest.mark.parametrize("shade", [255, 0, 128])
@pytest.mark.parametrize("shape", [(1, 1), (400, 300), (300, 400, 3)])
def test_page_without_print_is_blank(shade: int, shape: tuple[int, ...]) -> None:
    """White, black or grey all over, or of one pixel: no ink, no body size, no error."""
    sheet = _sheet(np.full(shape, shade, np.uint8))
    assert sheet.body_size == 0
    assert not sheet.ink.any()


def test_scan_is_not_changed() -> None:
    """The pixels handed in stay as they are."""
    pixels, _ = _with_strip(40)
    before = pixels.copy()
    _sheet(pixels)
    assert np.array_equal(pixels, before)


def test_two_pages_on_one_scan_are_seen() -> None:
    """Two pages with the gutter between them are a spread; one page is not."""
    one = press.page(20)
    assert is_spread(_sheet(np.concatenate([one, one], axis=1)))
    assert not is_spread(_sheet(one))


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 7))
@settings(max_examples=30, deadline=None)
def test_shrinking_averages_whole_blocks(height: int, width: int, factor: int) -> None:
    """Each pixel of the smaller view is the mean of its block, also where the page is no multiple of it."""
    pixels = np.full((height, width), 77, np.uint8)
    small = shrink(pixels, factor)
    assert small.shape == (-(-height // factor), -(-width // factor))
    assert (small == 77).all()


def test_grey_of_colour_is_the_mean_of_the_two_darkest() -> None:
    """On white paper a pixel's grey is the mean of its two darkest channels."""
    pixels = np.full((50, 50, 3), 255, np.uint8)
    pixels[0, 0] = (200, 30, 50)
    pixels[0, 1] = (10, 240, 90)
    assert to_grey(pixels)[0, :3].tolist() == [40, 50, 255]


def test_hairlines_thinner_than_a_pixel_stay_ink() -> None:
    """The thin strokes of small print are pale on a coarse scan; they are ink, and the grain of the paper is none."""
    fine = np.full((1600, 2400), 255, np.uint8)
    for y in range(200, 1400, 150):
        for x in range(200, 2100, 100):
            fine[y : y + 90, x : x + 10] = 20
            fine[y : y + 90, x + 80 : x + 90] = 20
            fine[y + 43 : y + 46, x : x + 90] = 20
    noise = np.random.default_rng(3).normal(0, 4, (400, 600))
    coarse = cv2.resize(fine, (600, 400), interpolation=cv2.INTER_AREA)
    sheet = _sheet(np.clip(coarse + noise, 0, 255).astype(np.uint8))
    strokes = sheet.ink[50 + 11, 50 : 50 + 19 * 25].reshape(19, 25)[:, :22]
    assert float(strokes.mean()) > 0.95
    assert int(sheet.ink[:40].sum()) == 0


def test_the_bed_around_the_paper_is_cleared_however_wide_it_is() -> None:
    """Black all around a page that lies aslant becomes white, and the page keeps its ink."""
    pixels = press.page(20)
    bed = np.pad(np.pad(pixels, 60, constant_values=255), 160, constant_values=20)
    height, width = bed.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1)
    sheet = _sheet(np.asarray(cv2.warpAffine(bed, matrix, (width, height), borderValue=20.0), np.uint8))
    rows, columns = np.flatnonzero(sheet.ink.any(axis=1)), np.flatnonzero(sheet.ink.any(axis=0))
    assert rows[-1] - rows[0] < pixels.shape[0]
    assert columns[-1] - columns[0] < pixels.shape[1]
