"""A typeset page is reproducible and its truth is complete."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.errors import FileAccessError, InputError
from ocr.export.jumps import link_jumps
from ocr.geometry import Box
from ocr.model import ArticleKind, Direction, Role
from ocr.newsprint import Level, Sample, TypeCase, image_pdf, read_corpus, typeset, typeset_issue
from ocr.newsprint.faces import Face
from ocr.newsprint.jumps import NUMERALS
from ocr.newsprint.marks import write_by_hand
from ocr.newsprint.news import Newsroom
from ocr.newsprint.panels import figures, slogans, weather
from ocr.newsprint.photographs import place_photo
from ocr.newsprint.pictures import halftone, photograph
from ocr.newsprint.press import Press, Type
from ocr.newsprint.stories import Plot, set_story
from tests.newsprint.conftest import SMALL


def test_the_same_seed_gives_the_same_bytes(front: Sample, case: TypeCase) -> None:
    """Image, PDF and truth are equal; another seed's are not."""
    again, other = typeset(5, SMALL, case=case), typeset(6, SMALL, case=case)
    assert np.array_equal(front.scan, again.scan)
    assert front.truth == again.truth
    assert image_pdf(front) == image_pdf(again)
    assert front.truth != other.truth


@pytest.mark.parametrize("level", [Level.POOR, Level.MICROFILM])
def test_wear_is_reproducible_and_leaves_the_truth(level: Level, front: Sample, case: TypeCase) -> None:
    """A worn page says the same as a clean one; only the map onto the scan is another."""
    worn, again = typeset(5, SMALL, level, case=case), typeset(5, SMALL, level, case=case)
    assert np.array_equal(worn.scan, again.scan)
    assert worn.truth.articles == front.truth.articles
    assert not np.array_equal(worn.scan[:50, :50], front.scan[:50, :50])


def test_every_character_has_ink_in_its_box(front: Sample) -> None:
    """On the clean page each glyph's box is on the page and not empty; white type stands on a dark panel."""
    for block in front.truth.blocks:
        for line in block.lines:
            for glyph in line.glyphs:
                assert glyph.box.area > 0
                if glyph.text.strip():
                    patch = front.scan[glyph.box.slices]
                    assert int(patch.max()) - int(patch.min()) > 40 or glyph.box.width < 3 or glyph.box.height < 4


def test_every_line_is_in_one_block_of_one_article_and_one_paragraph(front: Sample, old: Sample) -> None:
    """Ids are unique, and paragraphs, blocks and articles tell of the same lines."""
    for truth in (front.truth, old.truth):
        lines = [line.id for block in truth.blocks for line in block.lines]
        told = [name for article in truth.articles for paragraph in article.paragraphs for name in paragraph.line_ids]
        assert len(set(lines)) == len(lines)
        assert sorted(told) == sorted(lines)
        assert sorted(name for a in truth.articles for name in a.block_ids) == sorted(b.id for b in truth.blocks)


def test_text_lines_do_not_overprint_each_other(front: Sample, old: Sample) -> None:
    """No line's middle lies in another line: neither columns nor boxes run into one another."""
    for truth in (front.truth, old.truth):
        boxes = [line.box for block in truth.blocks for line in block.lines]
        crossings = [
            (a, b) for a in boxes for b in boxes if a is not b and a.overlap_area(b) > 0.3 * min(a.area, b.area)
        ]
        assert crossings == []


@pytest.mark.parametrize("panel", [figures, slogans, weather])
def test_a_panel_keeps_its_words_inside(panel: Callable[[Press, Newsroom, Box, int], None], case: TypeCase) -> None:
    """Whatever the box, every character stands in it, and no word is printed over another."""
    for seed, box in ((1, Box(20, 20, 170, 220)), (2, Box(30, 10, 360, 120)), (3, Box(5, 5, 395, 395))):
        press = Press(400, 400, case)
        panel(press, Newsroom(random.Random(seed)), box, 11)
        boxes = [line.box for story in press.stories for piece in story.pieces for line in piece.lines]
        assert boxes
        assert all(box.contains(line, slack=3) for line in boxes)
        assert not [1 for a, b in itertools.combinations(boxes, 2) if a.overlap_area(b) > 0.3 * min(a.area, b.area)]


def test_text_keeps_clear_of_a_picture_cut_out_of_its_ground(case: TypeCase) -> None:
    """The strips hug the oval: at its middle they are widest, and none of them is outside the columns' height."""
    for seed in range(40):
        press, room = Press(400, 400, case), Newsroom(random.Random(seed))
        strips = place_photo(press, press.story(), room, Box(0, 0, 400, 400), 2, 16, 11)
        if len(strips) > 1:
            widths = [strip.width for strip in strips]
            assert max(widths) == widths[len(widths) // 2] > widths[0]
            assert all(strip.top >= -11 and strip.bottom <= 411 for strip in strips)
            return
    pytest.fail("no seed cuts a picture out")


def test_a_front_page_has_the_parts_of_one(front: Sample) -> None:
    """Masthead first, furniture last, headlines and body between."""
    kinds = [article.kind for article in front.truth.articles]
    roles = {block.role for block in front.truth.blocks}
    assert kinds[0] is ArticleKind.MASTHEAD
    assert kinds[-1] is ArticleKind.FURNITURE
    assert {Role.MASTHEAD, Role.HEADLINE, Role.BODY, Role.STAFF} <= roles


def test_an_old_page_runs_down_and_leftwards(old: Sample) -> None:
    """All lines are vertical, and a paragraph's later lines stand to the left."""
    lines = {line.id: line for block in old.truth.blocks for line in block.lines}
    assert {line.direction for line in lines.values()} == {Direction.VERTICAL}
    for article in old.truth.articles:
        for paragraph in article.paragraphs:
            lefts = [lines[name].box.center_x for name in paragraph.line_ids]
            assert lefts == sorted(lefts, reverse=True)


def test_the_map_leads_from_the_paper_to_the_scan(case: TypeCase) -> None:
    """Where the truth says ink is, the skewed and smaller scan is darker than the paper."""
    sample = typeset(5, SMALL, Level.FAIR, case=case)
    scan = Box(0, 0, sample.scan.shape[1], sample.scan.shape[0])
    inside = []
    for block in sample.truth.blocks:
        if block.role is Role.BODY:
            for line in block.lines:
                box = sample.truth.provenance.to_scan.bounds(line.box)
                assert scan.contains(box)
                inside.append(float(sample.scan[box.slices].mean()))
    assert np.mean(inside) < float(np.median(sample.scan)) - 25


def test_an_issue_shares_name_and_date(case: TypeCase) -> None:
    """Page 1 has the masthead, page 2 a folio that repeats the name."""
    assert case.files
    first, second = typeset_issue(3, 2, SMALL)
    name = first.truth.articles[0].paragraphs[0].text
    folio = [p.text for a in second.truth.articles for p in a.paragraphs if p.role is Role.FOLIO]
    assert name in folio
    assert second.truth.number == 2


def test_a_story_that_leaves_a_page_is_taken_up_on_another(case: TypeCase) -> None:
    """Both halves have the headline and a jump line that names the other's page; the links of an issue find them."""
    assert case.files
    jumps: list[tuple[int, int]] = []
    for seed in range(1, 5):
        pages = [sample.truth for sample in typeset_issue(seed, 3, SMALL)]
        for link in link_jumps([(str(page.number), page) for page in pages]):
            halves = [
                next(article for article in pages[index].articles if article.id == name)
                for index, name in ((link.from_page, link.from_article), (link.to_page, link.to_article))
            ]
            assert len({half.headline.replace(" ", "") for half in halves}) == 1
            said = [p.text for half in halves for p in half.paragraphs if p.role is Role.JUMP]
            assert said == [f"（下转第{NUMERALS[link.to_page + 1]}版）", f"（上接第{NUMERALS[link.from_page + 1]}版）"]
            jumps.append((link.from_page, link.to_page))
    assert jumps
    assert all(start < end for start, end in jumps)


def test_type_on_a_dark_panel_is_white(case: TypeCase) -> None:
    """Type, rules and frames are light on the panel, and dark again behind it."""
    press = Press(200, 100, case)
    with press.on_dark(Box(0, 0, 100, 100), 40):
        white = press.line("白字", 20, 20, Type(Face.HEI_BOLD, 24)).box
        press.rule(Box(10, 80, 90, 82))
    black = press.line("黑字", 120, 20, Type(Face.HEI_BOLD, 24)).box
    assert press.paper[white.slices].max() > 240
    assert press.paper[81, 50] == 235
    assert press.paper[60, 50] == 40
    assert press.paper[black.slices].min() < 20


def test_a_boxed_story_may_hold_another_in_its_box(case: TypeCase) -> None:
    """The inner frame lies within the outer one, and the two stories share no line."""
    for seed in range(20):
        press = Press(600, 600, case)
        set_story(press, Newsroom(random.Random(seed)), Plot(Box(10, 10, 590, 590), 2, 16), 11, boxed=True)
        if len(press.stories) > 1:
            outer, inner = press.frames[0].box, press.frames[-1].box
            assert outer.contains(inner)
            for number, story in enumerate(press.stories):
                boxes = [line.box for piece in story.pieces for line in piece.lines]
                assert all(inner.contains(box, slack=2) == bool(number) for box in boxes)
            return
    pytest.fail("no seed nests a box")


def test_a_photograph_is_real_and_the_same_for_the_same_seed() -> None:
    """It has the wanted shape, depth, and fills narrow and wide places alike."""
    for shape in ((60, 200), (200, 60), (600, 800)):
        one, two = (photograph(np.random.default_rng(4), *shape) for _ in range(2))
        assert one.shape == shape
        assert np.array_equal(one, two)
        assert one.std() > 10


def test_the_dots_of_a_screen_stand_as_far_apart_as_its_pitch_says() -> None:
    """An even grey of 160 pixels a side at a pitch of 8 has about 20 by 20 dots; a screen too fine to see is none."""
    grey = np.full((160, 160), 100, np.uint8)
    dots = cv2.connectedComponents((halftone(grey, 8.0) > 128).astype(np.uint8))[0] - 1
    assert 360 <= dots <= 470
    assert halftone(grey, 1.5) is grey


def test_what_is_written_by_hand_only_darkens() -> None:
    """White paper has strokes on it afterwards; the same seed writes the same."""
    paper = np.full((800, 600), 250, np.float32)
    one, two = (write_by_hand(paper, np.random.default_rng(2)) for _ in range(2))
    assert np.array_equal(one, two)
    assert (one <= paper).all()
    assert 0.0005 < float((one < 200).mean()) < 0.05


def test_no_headline_is_printed_twice() -> None:
    """Thirty stories, thirty headlines."""
    room = Newsroom(random.Random(1))
    assert len({room.headline("headline") for _ in range(30)}) == 30


def test_a_given_corpus_is_set_instead_of_invented_news(tmp_path: Path, case: TypeCase) -> None:
    """The body is the file's text."""
    path = tmp_path / "news.txt"
    path.write_text("标题\n" + "山高水长，风景如画。" * 40, "utf-8")
    sample = typeset(2, SMALL, stories=read_corpus(path), case=case)
    body = "".join(p.text for a in sample.truth.articles for p in a.paragraphs if p.role is Role.BODY)
    assert set(body) <= set("山高水长，风景如画。")


def test_a_corpus_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    """A missing file and a file without stories are named."""
    with pytest.raises(FileAccessError, match=r"missing\.txt"):
        read_corpus(tmp_path / "missing.txt")
    empty = tmp_path / "empty.txt"
    empty.write_text("", "utf-8")
    with pytest.raises(InputError, match="no story"):
        read_corpus(empty)
