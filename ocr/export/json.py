"""The page as JSON: everything we know, nothing lost, read back equal.

A file says its format and version; glyphs are compact rows, since a broadsheet has ten thousand of them.
Confidences are written as they are, so that reading back gives the very same values.
"""

from __future__ import annotations

import json
from typing import Any

from ocr.errors import OutputError
from ocr.geometry import Affine, Box
from ocr.model import (
    Article,
    ArticleKind,
    Block,
    Direction,
    Frame,
    Glyph,
    Line,
    Page,
    Paragraph,
    Picture,
    Provenance,
    Role,
    Rule,
    RuleStyle,
)

__all__ = ["FORMAT", "VERSION", "JsonWriter", "read_page"]

FORMAT = "banmian.page"
VERSION = 1
"""Grows whenever a reader of the older version would misread the file."""


def _box(box: Box) -> list[int]:
    return list(box.as_tuple())


def _glyph(glyph: Glyph) -> list[Any]:
    row: list[Any] = [glyph.text, *glyph.box.as_tuple(), glyph.confidence]
    return [*row, glyph.alternative] if glyph.alternative else row


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "box": _box(line.box),
        "direction": line.direction.value,
        "size": line.size,
        "text": line.text,
        "raw": line.raw,
        "glyphs": [_glyph(glyph) for glyph in line.glyphs],
        "witnesses": [list(witness) for witness in line.witnesses],
    }


def _encode(page: Page) -> dict[str, Any]:
    origin = page.provenance
    affine = origin.to_scan
    return {
        "format": FORMAT,
        "version": VERSION,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "body_size": page.body_size,
        "provenance": {
            "source": origin.source,
            "sha256": origin.sha256,
            "page_index": origin.page_index,
            "dpi": origin.dpi,
            "scan_width": origin.scan_width,
            "scan_height": origin.scan_height,
            "to_scan": [affine.a, affine.b, affine.c, affine.d, affine.e, affine.f],
            "program": origin.program,
            "readers": list(origin.readers),
            "settings": origin.settings,
        },
        "rules": [{"box": _box(rule.box), "style": rule.style.value} for rule in page.rules],
        "frames": [_box(frame.box) for frame in page.frames],
        "pictures": [_box(picture.box) for picture in page.pictures],
        "articles": [
            {
                "id": article.id,
                "kind": article.kind.value,
                "blocks": list(article.block_ids),
                "pictures": list(article.picture_indexes),
                "paragraphs": [
                    {"role": paragraph.role.value, "text": paragraph.text, "lines": list(paragraph.line_ids)}
                    for paragraph in article.paragraphs
                ],
            }
            for article in page.articles
        ],
        "blocks": [
            {
                "id": block.id,
                "role": block.role.value,
                "why": block.why,
                "lines": [_line(line) for line in block.lines],
            }
            for block in page.blocks
        ],
    }


def _read_box(row: list[int]) -> Box:
    left, top, right, bottom = row
    return Box(left, top, right, bottom)


def _read_glyphs(rows: list[list[Any]]) -> tuple[Glyph, ...]:
    # a page has ten thousand of them: no call for each
    return tuple([Glyph(row[0], Box(*row[1:5]), row[5], row[6] if len(row) > 6 else "") for row in rows])


def _read_line(data: dict[str, Any]) -> Line:
    return Line(
        id=data["id"],
        box=_read_box(data["box"]),
        direction=Direction(data["direction"]),
        size=data["size"],
        text=data["text"],
        raw=data["raw"],
        glyphs=_read_glyphs(data["glyphs"]),
        witnesses=tuple((reader, text) for reader, text in data["witnesses"]),
    )


def _read_article(data: dict[str, Any]) -> Article:
    return Article(
        id=data["id"],
        kind=ArticleKind(data["kind"]),
        block_ids=tuple(data["blocks"]),
        paragraphs=tuple(
            Paragraph(Role(item["role"]), item["text"], tuple(item["lines"])) for item in data["paragraphs"]
        ),
        picture_indexes=tuple(data["pictures"]),
    )


def _decode(data: dict[str, Any]) -> Page:
    origin = data["provenance"]
    return Page(
        number=data["number"],
        width=data["width"],
        height=data["height"],
        body_size=data["body_size"],
        rules=tuple(Rule(_read_box(rule["box"]), RuleStyle(rule["style"])) for rule in data["rules"]),
        frames=tuple(Frame(_read_box(row)) for row in data["frames"]),
        pictures=tuple(Picture(_read_box(row)) for row in data["pictures"]),
        blocks=tuple(
            Block(item["id"], Role(item["role"]), tuple(_read_line(line) for line in item["lines"]), item["why"])
            for item in data["blocks"]
        ),
        articles=tuple(_read_article(item) for item in data["articles"]),
        provenance=Provenance(
            source=origin["source"],
            sha256=origin["sha256"],
            page_index=origin["page_index"],
            dpi=origin["dpi"],
            scan_width=origin["scan_width"],
            scan_height=origin["scan_height"],
            to_scan=Affine(*origin["to_scan"]),
            program=origin["program"],
            readers=tuple(origin["readers"]),
            settings=origin["settings"],
        ),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class JsonWriter:
    """Writes a page losslessly, one line of JSON a line of print, for diffs and greps."""

    suffix = ".json"

    def write(self, page: Page) -> bytes:
        data = _encode(page)
        blocks = data.pop("blocks")
        rows = []
        for block in blocks:
            lines = block.pop("lines")
            inner = ",\n   ".join(_dump(line) for line in lines)
            rows.append(_dump(block)[:-1] + ',"lines":[\n   ' + inner + "]}")
        members = [f" {_dump(key)}: {_dump(value)}" for key, value in data.items()]
        members.append(' "blocks": [' + ",".join("\n  " + row for row in rows) + "]")
        return ("{\n" + ",\n".join(members) + "\n}\n").encode("utf-8")


def read_page(data: bytes, name: str = "the file") -> Page:
    """The page that `data` holds.

    Args:
        data: what `JsonWriter` wrote.
        name: of the file, for the message of an error.

    Raises:
        OutputError: when it is not JSON, not a page of ours, of a newer version, or damaged.
    """
    redo = "read the scan again with `banmian read`"
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise OutputError(f"{name} is not JSON: {error}", cure=redo) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise OutputError(f"{name} is not a page of this program: it has no format {FORMAT!r}", cure=redo)
    version = content.get("version")
    if not isinstance(version, int) or version < 1:
        raise OutputError(f"{name} has no version", cure=redo)
    if version > VERSION:
        raise OutputError(
            f"{name} is of version {version}, this program knows versions up to {VERSION}",
            cure="use the program that wrote it, or a newer one",
        )
    try:
        return _decode(content)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise OutputError(f"{name} is damaged: {type(error).__name__} {error}", cure=redo) from error
