"""The archive formats: valid, complete, and read back equal."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ocr.errors import OutputError
from ocr.export.alto import AltoVersion, AltoWriter, read_alto
from ocr.export.hocr import HocrWriter
from ocr.export.page_xml import PageXmlWriter, read_page_xml
from ocr.export.placing import place_characters, split_runs
from ocr.geometry import Affine, Box
from ocr.model import Line, Page

SKEWED = Affine(0.999, -0.02, 25.0, 0.02, 0.999, 5.0)


def _lines(page: Page) -> list[Line]:
    return [line for block in page.blocks for line in block.lines]


def _skew(page: Page) -> Page:
    return replace(page, provenance=replace(page.provenance, to_scan=SKEWED, scan_width=900, scan_height=1100))


@pytest.mark.parametrize("version", list(AltoVersion))
def test_alto_is_read_back_equal(page: Page, version: AltoVersion) -> None:
    """Text and boxes of every line come back, in both versions, and each line stands in its block."""
    read = {line.id: line for line in read_alto(AltoWriter(version).write(page))}
    assert {key: (line.text, line.box) for key, line in read.items()} == {
        line.id: (line.text, line.box) for line in _lines(page)
    }
    assert all(key.startswith(line.block_id) for key, line in read.items())


def test_page_xml_is_read_back_equal(page: Page) -> None:
    """Text and boxes of every line come back."""
    read = {line.id: (line.text, line.box) for line in read_page_xml(PageXmlWriter().write(page))}
    assert read == {line.id: (line.text, line.box) for line in _lines(page)}


def test_places_are_those_of_the_scan(page: Page) -> None:
    """A deskewed page is written in the frame of its scan, children inside their parents."""
    skewed = _skew(page)
    for line, read in zip(_lines(skewed), read_page_xml(PageXmlWriter().write(skewed)), strict=True):
        assert read.box == SKEWED.bounds(line.box)
    root = etree.fromstring(AltoWriter().write(skewed))
    for string in root.iter("{*}String"):
        line = string.getparent()
        assert line is not None
        assert float(string.get("HPOS", "")) >= float(line.get("HPOS", ""))
        assert float(string.get("VPOS", "")) >= float(line.get("VPOS", ""))


def test_alto_confidence_is_turned_round(page: Page) -> None:
    """WC and GC count up to 1, CC counts down from 9 to 0."""
    root = etree.fromstring(AltoWriter().write(page))
    string = next(root.iter("{*}String"))
    assert float(string.get("WC", "")) == pytest.approx(0.9)
    assert string.get("CC") == "1 1 1 1"
    assert [glyph.get("CONTENT") for glyph in string] == list("云州日报")


def test_alto_tells_what_else_was_read_where_the_schema_allows(page: Page) -> None:
    """Up to three characters may stand in a glyph's place; more, as beside a long omission, are left out."""
    block = page.blocks[3]
    line = block.lines[0]
    others = ["川", "三三三", "日日日目", "\u0001"]
    glyphs = tuple(replace(g, alternative=other) for g, other in zip(line.glyphs, others, strict=False))
    line = replace(line, glyphs=(*glyphs, *line.glyphs[len(others) :]))
    changed = replace(page, blocks=(*page.blocks[:3], replace(block, lines=(line,)), *page.blocks[4:]))
    root = etree.fromstring(AltoWriter().write(changed))
    assert [variant.get("CONTENT") for variant in root.iter("{*}Variant")] == ["川", "三三三"]


def test_alto_orders_the_blocks_of_each_article(page: Page) -> None:
    """4.4 has one ordered group an article, inside one unordered group; 4.2 has no reading order."""
    root = etree.fromstring(AltoWriter().write(page))
    groups = root.findall(".//{*}UnorderedGroup/{*}OrderedGroup")
    assert [[ref.get("REF") for ref in group] for group in groups] == [list(a.block_ids) for a in page.articles]
    assert etree.fromstring(AltoWriter(AltoVersion.V42).write(page)).find("{*}ReadingOrder") is None


def test_corrected_lines_are_marked(page: Page) -> None:
    """CS tells the lines that a person has checked, at the block when they are all of its lines."""
    root = etree.fromstring(AltoWriter(checked=frozenset({"p01.b004.l01", "p01.b007.l02"})).write(page))
    assert [e.get("ID") for e in root.iter() if e.get("CS") == "true"] == ["p01.b004", "p01.b007.l02"]


def test_page_xml_tells_columns_that_go_on(page: Page) -> None:
    """The block in which a paragraph goes on is a continuation; roles stand in labels and in `custom`."""
    root = etree.fromstring(PageXmlWriter().write(page))
    assert [r.get("id") for r in root.iter("{*}TextRegion") if r.get("continuation")] == ["p01.b008"]
    kicker = next(r for r in root.iter("{*}TextRegion") if r.get("id") == "p01.b003")
    assert kicker.get("custom") == "structure {type:kicker;}"
    assert kicker.find("{*}Labels/{*}Label").get("value") == "kicker"  # type: ignore[union-attr]


def test_page_xml_keeps_what_was_read(page: Page) -> None:
    """Where normalising or a person changed a line, the raw text stands at index 1."""
    block = page.blocks[3]
    line = replace(block.lines[0], text="云州新修三座大桥")
    changed = replace(page, blocks=(*page.blocks[:3], replace(block, lines=(line,)), *page.blocks[4:]))
    root = etree.fromstring(PageXmlWriter().write(changed))
    element = next(e for e in root.iter("{*}TextLine") if e.get("id") == line.id)
    texts = {text.get("index"): text.findtext("{*}Unicode") for text in element.findall("{*}TextEquiv")}
    assert texts == {"0": "云州新修三座大桥", "1": "云州新修三座桥"}


def test_hocr_reads_as_text_without_spaces_between_han(page: Page) -> None:
    """A line's text content is the line; a printed gap is one space."""
    root = etree.fromstring(HocrWriter().write(page))
    spoken = {e.get("id"): "".join(e.itertext()) for e in root.iter("{*}span") if e.get("class") == "ocr_line"}
    assert {key: text.strip() for key, text in spoken.items()} == {line.id: line.text for line in _lines(page)}


@pytest.mark.parametrize(
    "text", ["", "云州新修三座桥", "云州新修了三座大桥", "云州——三座桥", "“云州新修三座桥", "新修桥", "abc"]
)
def test_every_character_of_a_changed_line_has_a_place(page: Page, text: str) -> None:
    """Whatever a line says in the end, its characters stand inside its box, in order."""
    line = replace(page.blocks[3].lines[0], text=text)
    for changed in (line, replace(line, glyphs=())):
        placed = place_characters(changed)
        assert "".join(character.text for character in placed) == text
        assert all(changed.box.contains(character.box) for character in placed)
        assert [c.box.left for c in placed] == sorted(c.box.left for c in placed)


def test_runs_are_split_where_print_has_a_gap(page: Page) -> None:
    """A byline is two runs, a body line one."""
    byline, body = page.blocks[5].lines[0], page.blocks[6].lines[1]
    assert [run.text for run in split_runs(byline)] == ["□", "本报记者", "文山"]
    assert [run.text for run in split_runs(body)] == [body.text]


def test_characters_that_xml_cannot_hold_are_dropped(page: Page) -> None:
    """A control character in the raw text does not break the file."""
    block = page.blocks[3]
    line = replace(block.lines[0], raw="云\u0001州", box=Box(0, 0, 100, 30))
    changed = replace(page, blocks=(*page.blocks[:3], replace(block, lines=(line,)), *page.blocks[4:]))
    assert read_page_xml(PageXmlWriter().write(changed))


@pytest.mark.parametrize("read", [read_alto, read_page_xml])
def test_other_files_are_refused(read, blank: Page) -> None:  # type: ignore[no-untyped-def]
    """Not XML, or XML of another kind: the error says which file and why."""
    with pytest.raises(OutputError, match=r"p1\.xml"):
        read(b"no", "p1.xml")
    with pytest.raises(OutputError, match=r"p1\.xml"):
        read(b"<html/>", "p1.xml")


SCHEMAS = Path(os.environ.get("BANMIAN_SCHEMAS", "schemas"))


@pytest.mark.skipif(not (SCHEMAS / "alto-4-4.xsd").exists(), reason="no XSD files: set BANMIAN_SCHEMAS to their folder")
@pytest.mark.parametrize("blank_sheet", [False, True])
def test_the_schemas_accept_what_we_write(page: Page, blank: Page, blank_sheet: bool) -> None:
    """ALTO 4.4, ALTO 4.2 and PAGE 2019 are valid, of a full page and of a blank one."""
    from ocr.export.validate import validate_xml

    sheet = blank if blank_sheet else _skew(page)
    for data in (AltoWriter().write(sheet), AltoWriter(AltoVersion.V42).write(sheet), PageXmlWriter().write(sheet)):
        assert validate_xml(data, "p01.xml", SCHEMAS) == ()
