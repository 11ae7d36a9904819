"""Corrections as JSON: one object on one line, readable by people and by programs in other languages."""

from __future__ import annotations

import json
from typing import Any, Final

from ocr.corrections.anchors import digest
from ocr.corrections.correction import Anchor, Correction, Deed, PageKey
from ocr.errors import OutputError
from ocr.geometry import Box
from ocr.model import Direction, Glyph, LineRegion, Reading, TextLine

__all__ = ["FORMAT", "read_correction", "seal", "write_correction"]

FORMAT: Final = "banmian-correction/1"


def write_correction(correction: Correction) -> str:
    """The record as one line of JSON, without the line end."""
    return json.dumps(_encode(correction), ensure_ascii=False, separators=(",", ":"))


def read_correction(text: str) -> Correction:
    """The record of one line.

    Raises:
        OutputError: when the line is not a correction of a format we know.
    """
    try:
        data = json.loads(text)
        if data.get("format") != FORMAT:
            raise OutputError(
                f"this is not a correction of format {FORMAT}: {text[:80]!r}", cure="take the line out, or update"
            )
        return _decode(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(
            f"a correction cannot be understood ({error}): {text[:80]!r}", cure="repair the line or take it out"
        ) from error


def seal(correction: Correction, number: int) -> Correction:
    """The correction with its id: a fingerprint of everything it says and of its number in the log."""
    data = _encode(correction)
    data["id"] = ""
    content = json.dumps([number, data], ensure_ascii=False, sort_keys=True)
    return Correction(
        digest(content),
        correction.time,
        correction.author,
        correction.page,
        correction.deed,
        correction.anchors,
        correction.was,
        correction.now,
        correction.lines,
        correction.undoes,
    )


def _encode(correction: Correction) -> dict[str, Any]:
    data: dict[str, Any] = {
        "format": FORMAT,
        "id": correction.id,
        "time": correction.time,
        "author": correction.author,
        "page": {"name": correction.page.name, "sha256": correction.page.sha256, "index": correction.page.index},
        "deed": correction.deed.value,
        "anchors": [
            {
                "id": a.id,
                "box": a.box.as_tuple(),
                "scan": a.scan,
                "scan_size": a.scan_size,
                "digest": a.digest,
            }
            for a in correction.anchors
        ],
        "was": correction.was,
        "now": correction.now,
    }
    if correction.lines:
        data["lines"] = [_encode_line(line) for line in correction.lines]
    if correction.undoes:
        data["undoes"] = correction.undoes
    return data


def _decode(data: dict[str, Any]) -> Correction:
    page = data["page"]
    return Correction(
        id=str(data["id"]),
        time=str(data["time"]),
        author=str(data["author"]),
        page=PageKey(str(page["name"]), str(page["sha256"]), int(page["index"])),
        deed=Deed(data["deed"]),
        anchors=tuple(
            Anchor(
                id=str(a["id"]),
                box=_box(a["box"]),
                scan=_corners(a["scan"]),
                scan_size=(int(a["scan_size"][0]), int(a["scan_size"][1])),
                digest=str(a["digest"]),
            )
            for a in data["anchors"]
        ),
        was=str(data["was"]),
        now=str(data["now"]),
        lines=tuple(_decode_line(line) for line in data.get("lines", ())),
        undoes=str(data.get("undoes", "")),
    )


def _encode_line(line: TextLine) -> dict[str, Any]:
    return {
        "box": line.region.box.as_tuple(),
        "direction": line.region.direction.value,
        "size": line.region.size,
        "weight": line.region.weight,
        "reader": line.reading.reader,
        "glyphs": [[g.text, *g.box.as_tuple(), g.confidence, g.alternative] for g in line.reading.glyphs],
        "witnesses": line.witnesses,
    }


def _decode_line(data: dict[str, Any]) -> TextLine:
    glyphs = tuple(
        Glyph(str(text), Box(int(left), int(top), int(right), int(bottom)), float(confidence), str(alternative))
        for text, left, top, right, bottom, confidence, alternative in data["glyphs"]
    )
    region = LineRegion(_box(data["box"]), Direction(data["direction"]), float(data["size"]), float(data["weight"]))
    witnesses = tuple((str(reader), str(text)) for reader, text in data["witnesses"])
    return TextLine(region, Reading(str(data["reader"]), glyphs), witnesses)


def _box(values: Any) -> Box:
    left, top, right, bottom = values
    return Box(int(left), int(top), int(right), int(bottom))


def _corners(values: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = values
    return float(x0), float(y0), float(x1), float(y1)
