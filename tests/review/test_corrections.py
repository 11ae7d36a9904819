"""Corrections: what they change, what they never change, and that they outlive a new run."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest

from ocr.corrections import (
    Correction,
    CorrectionLog,
    Deed,
    amend_from,
    apply_corrections,
    block_anchor,
    line_anchor,
    page_key,
    place_anchor,
    read_correction,
    replay,
    write_correction,
)
from ocr.errors import OutputError
from ocr.geometry import Affine, Box
from ocr.model import Article, ArticleKind, Block, Direction, Glyph, Line, LineRegion, Page, Reading, Role, TextLine
from tests.review.fictional import make_print

NOW = "2030-01-02T03:04:05+08:00"


def lines_of(page: Page) -> list[Line]:
    return [line for block in page.blocks for line in block.lines]


def deed(
    page: Page, kind: Deed, *places: Line | Block, ident: str = "", now: str = "", lines: tuple[TextLine, ...] = ()
) -> Correction:
    anchors = tuple(
        line_anchor(page.provenance, p) if isinstance(p, Line) else block_anchor(page.provenance, p) for p in places
    )
    return Correction(
        ident or f"id{kind.value}{now}", NOW, "李四", page_key(page, "yunhe"), kind, anchors, now=now, lines=lines
    )


def body(page: Page, nth: int = 0) -> Block:
    return [b for b in page.blocks if b.role is Role.BODY][nth]


def article_of(page: Page, block: Block) -> Article:
    return next(a for a in page.articles if block.id in a.block_ids)


def test_a_corrected_line_changes_its_text_and_its_paragraph_and_nothing_that_was_read() -> None:
    """Raw text, glyphs and witnesses stay; the line and the paragraph say what the person said."""
    page = make_print().page
    line = body(page).lines[1]
    fixed, lost = apply_corrections(page, [deed(page, Deed.TEXT, line, now="改好的一行")])
    after = next(x for x in lines_of(fixed) if x.id == line.id)
    assert (after.text, after.raw, after.glyphs, after.witnesses) == (
        "改好的一行",
        line.raw,
        line.glyphs,
        line.witnesses,
    )
    assert any("改好的一行" in p.text for a in fixed.articles for p in a.paragraphs)
    assert lost == ()
    others = [a for a in fixed.articles if body(page).id not in a.block_ids]
    assert others == [a for a in page.articles if body(page).id not in a.block_ids]


def test_no_corrections_give_the_very_page() -> None:
    """Nothing to apply, nothing to copy."""
    page = make_print().page
    assert apply_corrections(page, [])[0] is page


def test_an_undone_correction_does_not_count_and_an_undone_undo_does() -> None:
    """Undo and redo are records, too."""
    page = make_print().page
    first = deed(page, Deed.TEXT, body(page).lines[0], ident="a", now="甲")
    undo = Correction("b", NOW, "李四", first.page, Deed.UNDO, undoes="a")
    redo = Correction("c", NOW, "李四", first.page, Deed.UNDO, undoes="b")
    assert apply_corrections(page, [first, undo])[0] is page
    assert body(apply_corrections(page, [first, undo, redo])[0]).lines[0].text == "甲"


@pytest.mark.parametrize("role", [Role.CAPTION, Role.SUBHEAD])
def test_a_new_role_reaches_the_paragraphs(role: Role) -> None:
    """The block and all its paragraphs take the role."""
    page = make_print().page
    fixed, _ = apply_corrections(page, [deed(page, Deed.ROLE, body(page), now=role.value)])
    block = next(b for b in fixed.blocks if b.id == body(page).id)
    assert block.role is role
    paragraphs = [p for p in article_of(fixed, block).paragraphs if set(p.line_ids) & {x.id for x in block.lines}]
    assert paragraphs
    assert all(p.role is role for p in paragraphs)


def test_a_moved_block_leaves_one_article_and_joins_another_in_place() -> None:
    """Membership and order come from the neighbour."""
    page = make_print().page
    fixed, _ = apply_corrections(page, [deed(page, Deed.MOVE, body(page, 1), body(page, 0), now="after")])
    article = article_of(fixed, body(page, 0))
    ids = list(article.block_ids)
    assert ids.index(body(page, 1).id) == ids.index(body(page, 0).id) + 1
    assert body(page, 1).id not in article_of(fixed, [b for b in page.blocks if b.role is Role.HEADLINE][1]).block_ids
    assert sorted(b.id for b in fixed.blocks) == sorted(b.id for b in page.blocks)
    assert "".join(p.text for p in article.paragraphs).endswith(body(page, 1).lines[-1].text)


def test_split_and_merge_are_each_others_opposite() -> None:
    """A block split at a line and merged again holds the same lines in the same order."""
    page = make_print().page
    block = body(page)
    split, _ = apply_corrections(page, [deed(page, Deed.SPLIT, block.lines[3], ident="cut")])
    parts = [b for b in split.blocks if b.id.startswith(block.id)]
    assert [len(p.lines) for p in parts] == [3, len(block.lines) - 3]
    merged, lost = apply_corrections(
        page, [deed(page, Deed.SPLIT, block.lines[3], ident="cut"), deed(split, Deed.MERGE, *parts, ident="glue")]
    )
    assert lost == ()
    assert [x.id for x in body(merged).lines] == [x.id for x in block.lines]


def test_an_advertisement_stands_alone() -> None:
    """Marked as advertisement, a block has its own article of that kind."""
    page = make_print().page
    fixed, _ = apply_corrections(page, [deed(page, Deed.ADVERTISEMENT, body(page))])
    article = article_of(fixed, body(page))
    assert (article.kind, article.block_ids) == (ArticleKind.ADVERTISEMENT, (body(page).id,))


def test_paragraphs_join_and_split_at_a_line() -> None:
    """Joining takes one paragraph away, splitting adds one."""
    page = make_print().page
    before = len(article_of(page, body(page)).paragraphs)
    joined, _ = apply_corrections(page, [deed(page, Deed.PARAGRAPH, body(page).lines[4], now="join")])
    split, _ = apply_corrections(page, [deed(page, Deed.PARAGRAPH, body(page).lines[2], now="start")])
    assert len(article_of(joined, body(page)).paragraphs) == before - 1
    assert len(article_of(split, body(page)).paragraphs) == before + 1


def test_a_drawn_block_brings_its_lines_and_a_deleted_one_takes_them_away() -> None:
    """Drawing adds a block beside its neighbour; deleting leaves no trace in articles."""
    page = make_print().page
    place = Box(10, 10, 110, 30)
    glyph = Glyph("新", Box(10, 10, 30, 30), 0.9)
    text_line = TextLine(LineRegion(place, Direction.HORIZONTAL, 20.0), Reading("replay", (glyph,)))
    key = page_key(page, "yunhe")
    anchors = (place_anchor(page.provenance, place), block_anchor(page.provenance, body(page)))
    drawn = Correction("draw01", NOW, "李四", key, Deed.DRAW, anchors, now="caption", lines=(text_line,))
    fixed, lost = apply_corrections(page, [drawn, deed(page, Deed.DELETE, body(page, 1))])
    assert lost == ()
    new = next(b for b in fixed.blocks if b.role is Role.CAPTION)
    assert article_of(fixed, body(page)).block_ids[-1] == new.id
    assert body(page, 1).id not in {b.id for b in fixed.blocks}
    assert all(body(page, 1).id not in a.block_ids for a in fixed.articles)


def test_a_reread_block_keeps_the_ids_of_lines_that_stayed() -> None:
    """New readings replace raw text where the engine read again."""
    page = make_print().page
    block = body(page)
    lines = tuple(
        TextLine(LineRegion(x.box, x.direction, x.size), Reading("replay", (Glyph("新", x.box, 1.0),)))
        for x in block.lines
    )
    fixed, _ = apply_corrections(page, [deed(page, Deed.REREAD, block, lines=lines)])
    assert [x.id for x in body(fixed).lines] == [x.id for x in block.lines]
    assert {x.raw for x in body(fixed).lines} == {"新"}


def rerun(page: Page, angle: float) -> Page:
    """The same scan run with other settings: turned by `angle`, renumbered, cut a little differently, read anew."""
    cos, sin = math.cos(angle), math.sin(angle)
    turn = Affine(cos, -sin, 14.0, sin, cos, -9.0)
    back = turn.inverse()

    def moved(box: Box) -> Box:
        (x0, y0), (x1, y1) = back.apply(box.left, box.top), back.apply(box.right, box.bottom)
        return Box(round(x0) - 1, round(y0) - 2, round(x1) + 1, round(y1) + 1)

    names: dict[str, str] = {}
    blocks = []
    for number, block in enumerate(reversed(page.blocks), 1):
        ident = f"p01.b{number:03d}"
        names[block.id] = ident
        lines = []
        for n, line in enumerate(block.lines, 1):
            names[line.id] = f"{ident}.l{n:02d}"
            glyphs = tuple(dataclasses.replace(g, box=moved(g.box)) for g in line.glyphs)
            raw = line.raw.replace("的", "旳")
            lines.append(
                dataclasses.replace(line, id=names[line.id], box=moved(line.box), glyphs=glyphs, raw=raw, text=raw)
            )
        blocks.append(dataclasses.replace(block, id=ident, lines=tuple(lines)))
    texts = {line.id: line.text for block in blocks for line in block.lines}
    articles = tuple(
        dataclasses.replace(
            a,
            block_ids=tuple(names[i] for i in a.block_ids),
            paragraphs=tuple(
                dataclasses.replace(
                    p,
                    line_ids=tuple(names[i] for i in p.line_ids),
                    text="".join(texts[names[i]] for i in p.line_ids),
                )
                for p in a.paragraphs
            ),
        )
        for a in page.articles
    )
    provenance = dataclasses.replace(page.provenance, to_scan=turn, settings="other settings")
    return dataclasses.replace(page, blocks=tuple(blocks), articles=articles, provenance=provenance)


@pytest.mark.parametrize("angle", [0.0, 0.002, -0.004])
def test_more_than_two_hundred_corrections_survive_a_run_with_other_settings(angle: float) -> None:
    """Every text correction lands on the same print though ids, frame, boxes and raw text all changed."""
    made = make_print(articles=16, lines=16)
    page = made.page
    corrections = [
        deed(page, Deed.TEXT, line, ident=f"c{n:05d}", now=made.truth[line.id]) for n, line in enumerate(lines_of(page))
    ]
    corrections.append(deed(page, Deed.ROLE, body(page, 3), now="caption"))
    assert len(corrections) >= 200
    again = rerun(page, angle)
    fixed, lost = apply_corrections(again, corrections)
    assert lost == ()
    assert sorted(x.text for x in lines_of(fixed)) == sorted(made.truth.values())
    assert sum(b.role is Role.CAPTION for b in fixed.blocks) == 1


def test_what_cannot_be_attached_is_listed_with_the_reason() -> None:
    """A line that is gone, and a correction of another scan, are told and not dropped."""
    page = make_print().page
    line = body(page).lines[0]
    gone = dataclasses.replace(
        line_anchor(page.provenance, line), id="p01.b999.l01", box=Box(0, 0, 5, 5), scan=(0, 0, 5, 5)
    )
    first = dataclasses.replace(deed(page, Deed.TEXT, line, ident="x", now="甲"), anchors=(gone,))
    other = dataclasses.replace(
        deed(page, Deed.TEXT, line, ident="y", now="乙"), page=dataclasses.replace(page_key(page, "n"), sha256="0")
    )
    same, lost = apply_corrections(page, [first, other])
    assert same is page
    assert [(u.correction.id, u.reason) for u in lost] == [
        ("x", "no line stands at its place any more"),
        ("y", "it was made on another scan"),
    ]


def test_a_line_in_two_paragraphs_is_corrected_in_both() -> None:
    """Its head closes the caption, its tail is the credit."""
    page = make_print(articles=1).page
    block = body(page)
    line = block.lines[0]
    line = dataclasses.replace(
        line, text="孩子们在河边听故亊。本报记者李四摄", raw="孩子们在河边听故亊。本报记者李四摄"
    )
    block = dataclasses.replace(block, lines=(line,))
    article = article_of(page, block)
    head, tail = "孩子们在河边听故亊。", "本报记者李四摄"
    paragraphs = tuple(
        dataclasses.replace(p, text=text, line_ids=(line.id,))
        for p, text in zip(article.paragraphs, (head, tail), strict=False)
    )
    article = dataclasses.replace(article, block_ids=(block.id,), paragraphs=paragraphs)
    page = dataclasses.replace(page, blocks=(block,), articles=(article,))
    fixed, _ = apply_corrections(page, [deed(page, Deed.TEXT, line, now="孩子们在小河边听故事。本报记者李四摄")])
    assert [p.text for p in fixed.articles[0].paragraphs] == ["孩子们在小河边听故事。", "本报记者李四摄"]


def test_records_round_trip_through_their_json_line() -> None:
    """What is written is what is read."""
    page = make_print().page
    text_line = TextLine(
        LineRegion(Box(1, 2, 3, 4), Direction.VERTICAL, 2.5, 0.1),
        Reading("r", (Glyph("字", Box(1, 2, 3, 4), 0.5, "宇"),)),
        (("r", "字"),),
    )
    correction = dataclasses.replace(deed(page, Deed.REREAD, body(page), lines=(text_line,)), undoes="z")
    assert read_correction(write_correction(correction)) == correction


def test_two_logs_on_one_file_see_each_other_and_ids_differ(tmp_path: Path) -> None:
    """Two programs may write the same folder's log."""
    page = make_print().page
    path = tmp_path / "corrections.jsonl"
    first, second = CorrectionLog(path), CorrectionLog(path)
    one = first.append(deed(page, Deed.TEXT, body(page).lines[0], now="甲"))
    two = second.append(deed(page, Deed.TEXT, body(page).lines[0], now="甲"))
    assert one.id != two.id
    assert first.corrections() == second.corrections() == (one, two)


def test_half_a_line_left_by_a_crash_does_not_spoil_the_log(tmp_path: Path) -> None:
    """The torn record was never confirmed; the next one takes its place."""
    page = make_print().page
    path = tmp_path / "corrections.jsonl"
    kept = CorrectionLog(path).append(deed(page, Deed.TEXT, body(page).lines[0], now="甲"))
    with path.open("ab") as file:
        file.write(b'{"format":"banmian-corr')
    log = CorrectionLog(path)
    more = log.append(deed(page, Deed.TEXT, body(page).lines[1], now="乙"))
    assert CorrectionLog(path).corrections() == (kept, more)


def test_a_line_that_is_no_correction_is_named(tmp_path: Path) -> None:
    """File and number are in the message."""
    path = tmp_path / "corrections.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(OutputError, match=r"corrections\.jsonl, correction 1"):
        CorrectionLog(path).corrections()


def test_writers_get_the_corrected_page_from_the_folder_of_the_run(tmp_path: Path) -> None:
    """With a log the page is corrected and what is lost is told; without one it is the very page."""
    page = make_print().page
    assert amend_from(tmp_path)("yunhe", page) == (page, frozenset())
    log = CorrectionLog(tmp_path / "corrections.jsonl")
    log.append(deed(page, Deed.TEXT, body(page).lines[0], now="甲"))
    gone = dataclasses.replace(
        line_anchor(page.provenance, body(page).lines[0]), id="", box=Box(0, 0, 5, 5), scan=(0, 0, 5, 5)
    )
    log.append(dataclasses.replace(deed(page, Deed.TEXT, body(page).lines[0], now="乙"), anchors=(gone,)))
    told: list[tuple[str, int]] = []
    amended, checked = amend_from(tmp_path, lambda name, lost: told.append((name, len(lost))))("yunhe", page)
    assert body(amended).lines[0].text == "甲"
    assert checked == {body(page).lines[0].id}
    assert told == [("yunhe", 1)]


def test_lines_are_checked_until_an_engine_reads_them_again() -> None:
    """Corrected and accepted lines are a person's; an undone one and one that was read again afterwards are not."""
    page = make_print().page
    block, other = body(page), body(page, 1)
    first, second, third = block.lines[:3]
    again = TextLine(
        LineRegion(other.lines[0].box, other.direction, 20.0),
        Reading("engine", (Glyph("丁", other.lines[0].box, 0.9),)),
    )
    result = replay(
        page,
        [
            deed(page, Deed.TEXT, first, now="甲"),
            deed(page, Deed.ACCEPT, second, now=second.text),
            deed(page, Deed.TEXT, third, now="丙", ident="undone"),
            dataclasses.replace(deed(page, Deed.UNDO), undoes="undone"),
            deed(page, Deed.TEXT, other.lines[0], now="乙"),
            deed(page, Deed.REREAD, other, lines=(again,)),
        ],
    )
    assert result.checked == {first.id, second.id}


def test_moving_blocks_leaves_the_text_of_other_paragraphs_as_it_was_joined() -> None:
    """A headline of two lines joined without a space stays so when the body beside it goes."""
    page = make_print(articles=1).page
    block = body(page)
    article = article_of(page, block)
    lines = block.lines[:2]
    first = dataclasses.replace(
        article.paragraphs[0],
        role=Role.HEADLINE,
        line_ids=tuple(x.id for x in lines),
        text="".join(x.text for x in lines),
    )
    rest = [p for p in article.paragraphs if not set(p.line_ids) & set(first.line_ids)]
    head = dataclasses.replace(block, role=Role.HEADLINE, lines=lines)
    tail = dataclasses.replace(block, id="p01.b077", lines=block.lines[4:])
    article = dataclasses.replace(article, block_ids=(head.id, tail.id), paragraphs=(first, *rest[1:]))
    page = dataclasses.replace(page, blocks=(head, tail), articles=(article,))
    fixed, _ = apply_corrections(page, [deed(page, Deed.MOVE, tail, now="alone")])
    assert fixed.articles[0].paragraphs == (first,)


def test_a_log_that_became_shorter_is_read_anew(tmp_path: Path) -> None:
    """A record taken out by hand is gone from the running program, too."""
    page = make_print().page
    path = tmp_path / "corrections.jsonl"
    log = CorrectionLog(path)
    first = log.append(deed(page, Deed.TEXT, body(page).lines[0], now="甲"))
    log.append(deed(page, Deed.TEXT, body(page).lines[1], now="乙"))
    path.write_text(write_correction(first) + "\n", encoding="utf-8")
    assert log.corrections() == (first,)
