"""The files that describe a whole issue."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from ocr.export.alto import AltoWriter
from ocr.export.catalogue import COLUMNS, catalogue_rows, write_catalogue
from ocr.export.iiif import write_manifest
from ocr.export.issue import Issue, assemble
from ocr.export.mets import write_mets
from ocr.export.tei import write_tei
from ocr.export.validate import validate_xml
from ocr.model import ArticleKind, Page, Role


@pytest.fixture
def issue(make: SimpleNamespace, page: Page) -> Issue:
    """A front page whose lead goes on on page 3."""
    from dataclasses import replace

    rest = [
        make.block("p03.b001", Role.JUMP, ["（上接第一版）"], 40, 60),
        make.block("p03.b002", Role.BODY, ["余下的话。"], 40, 100),
    ]
    folio = make.block("p03.b003", Role.FOLIO, ["2031年5月6日 第3版 要闻"], 40, 10)
    articles = (
        make.article("p03.a01", ArticleKind.ARTICLE, rest),
        make.article("p03.a02", ArticleKind.FURNITURE, [folio]),
    )
    third = replace(make.blank_page(), number=3, blocks=(*rest, folio), articles=articles)
    (found,) = assemble([("yz_0001", page), ("yz_0003", third)])
    return found


def test_mets_areas_point_at_blocks_that_exist(issue: Issue) -> None:
    """Every area names a block of the ALTO file it points into; the continued article has areas in both files."""
    root = etree.fromstring(write_mets(issue))
    ids = {
        f"alto{n:04d}": {e.get("ID") for e in etree.fromstring(AltoWriter().write(page.page)).iter() if e.get("ID")}
        for n, page in enumerate(issue.pages, 1)
    }
    areas = [(area.get("FILEID", ""), area.get("BEGIN")) for area in root.iter("{*}area")]
    assert areas
    assert all(begin in ids[file] for file, begin in areas)
    lead = next(div for div in root.iter("{*}div") if div.get("LABEL") == "云州新修三座桥")
    assert {area.get("FILEID") for area in lead.iter("{*}area")} == {"alto0001", "alto0002"}


def test_mets_covers_every_block(issue: Issue) -> None:
    """Nothing that was found on a page is missing in the logical structure."""
    root = etree.fromstring(write_mets(issue))
    told = {area.get("BEGIN") for area in root.iter("{*}area")}
    assert told >= {block.id for page in issue.pages for block in page.page.blocks}


def test_the_manifest_has_a_canvas_a_page_and_a_range_an_article(issue: Issue) -> None:
    """Ranges lie on the canvases, the continued one on two; the day is there to navigate by."""
    manifest = json.loads(write_manifest(issue, base="https://archive.example/yz"))
    assert manifest["navDate"] == "2031-05-06T00:00:00Z"
    assert [canvas["label"]["zh"] for canvas in manifest["items"]] == [["第1版"], ["第3版 要闻"]]
    canvases = {canvas["id"] for canvas in manifest["items"]}
    ranges = manifest["structures"][0]["items"]
    assert all(item["id"].split("#")[0] in canvases for r in ranges for item in r["items"])
    lead = next(r for r in ranges if r["label"]["zh"] == ["云州新修三座桥"])
    assert len(lead["items"]) == 2


def test_tei_tells_each_article_whole(issue: Issue) -> None:
    """Heads come before paragraphs, the text goes on over the page."""
    root = etree.fromstring(write_tei(issue))
    lead = next(d for d in root.iter("{*}div") if any(h.text == "云州新修三座桥" for h in d.iter("{*}head")))
    assert "余下的话。" in "".join(lead.itertext())
    tags = [etree.QName(child).localname for child in lead if etree.QName(child).localname in ("head", "p")]
    assert tags == sorted(tags)


def test_the_catalogue_has_a_row_an_article(issue: Issue) -> None:
    """Spreadsheets read it; the continued article names its other page."""
    rows = list(csv.DictReader(io.StringIO(write_catalogue(catalogue_rows(issue)).decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    lead = next(row for row in rows if row["headline"] == "云州新修三座桥")
    assert (lead["page"], lead["continued_on"], lead["kicker"], lead["file"]) == ("1", "3", "奋进新征程", "yz_0001")
    assert not any(row["kind"] == "furniture" for row in rows)


SCHEMAS = Path(os.environ.get("BANMIAN_SCHEMAS", "schemas"))


@pytest.mark.skipif(not (SCHEMAS / "mets.xsd").exists(), reason="no XSD files: set BANMIAN_SCHEMAS to their folder")
def test_the_schema_accepts_our_mets(issue: Issue) -> None:
    """METS 1.12.1 is valid."""
    assert validate_xml(write_mets(issue), "mets.xml", SCHEMAS) == ()
