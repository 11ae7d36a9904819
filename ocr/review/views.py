"""Pages as the plain values a browser is given."""

from __future__ import annotations

from typing import Any

from ocr.model import Direction, Line, Page
from ocr.review.run_folder import Reviewed

__all__ = ["line_patch", "page_view", "queue_row", "summary_view"]

PERCENT = 100


def page_view(reviewed: Reviewed) -> dict[str, Any]:
    """Everything of one page that the browser draws and edits."""
    page = reviewed.page
    article_of = {ident: number for number, article in enumerate(page.articles) for ident in article.block_ids}
    return {
        "name": reviewed.name,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "body_size": page.body_size,
        "source": page.provenance.source,
        "sha256": page.provenance.sha256,
        "program": page.provenance.program,
        "readers": page.provenance.readers,
        "settings": page.provenance.settings,
        "rules": [[*rule.box.as_tuple(), rule.style.value] for rule in page.rules],
        "frames": [frame.box.as_tuple() for frame in page.frames],
        "pictures": [picture.box.as_tuple() for picture in page.pictures],
        "blocks": [
            {
                "id": block.id,
                "role": block.role.value,
                "box": block.box.as_tuple(),
                "article": article_of.get(block.id, -1),
                "why": block.why,
                "revision": reviewed.revisions.get(block.id, ""),
                "lines": [_line_view(reviewed, line) for line in block.lines],
            }
            for block in page.blocks
        ],
        "articles": _articles(page),
        "unattached": [
            {
                "deed": u.correction.deed.value,
                "author": u.correction.author,
                "time": u.correction.time,
                "was": u.correction.was,
                "now": u.correction.now,
                "place": u.correction.anchors[0].id if u.correction.anchors else "",
                "reason": u.reason,
            }
            for u in reviewed.result.unattached
        ],
        "summary": summary_view(reviewed),
    }


def line_patch(reviewed: Reviewed, line_id: str) -> dict[str, Any]:
    """What changes in a page's view when one of its lines was accepted, flagged or given another text."""
    line = next(line for block in reviewed.page.blocks for line in block.lines if line.id == line_id)
    return {
        "name": reviewed.name,
        "line": _line_view(reviewed, line),
        "articles": [
            view
            for article, view in zip(reviewed.page.articles, _articles(reviewed.page), strict=True)
            if any(line_id in paragraph.line_ids for paragraph in article.paragraphs)
        ],
        "summary": summary_view(reviewed),
    }


def summary_view(reviewed: Reviewed) -> dict[str, Any]:
    """The page in one row of the run's list."""
    lines = [line for block in reviewed.page.blocks for line in block.lines]
    states = [reviewed.state(line.id) for line in lines]
    return {
        "name": reviewed.name,
        "number": reviewed.page.number,
        "lines": len(lines),
        "characters": sum(len(line.text) for line in lines),
        "seen": sum(bool(state.status) for state in states),
        "flagged": sum(state.flagged for state in states),
        "doubt": round(sum(reviewed.doubts.values()), 2),
        "confidence": round(reviewed.page.confidence, 4),
        "unattached": len(reviewed.result.unattached),
    }


def queue_row(reviewed: Reviewed, role: str, line: Line) -> dict[str, Any]:
    """A line of the run's queue: what the card shows of it, without the places of its characters."""
    view = _line_view(reviewed, line)
    del view["conf"], view["spans"]
    return {"page": reviewed.name, "body_size": reviewed.page.body_size, "role": role, "line": view}


def _articles(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "id": article.id,
            "kind": article.kind.value,
            "headline": article.headline,
            "blocks": article.block_ids,
            "pictures": article.picture_indexes,
            "paragraphs": [[p.role.value, p.text, p.line_ids] for p in article.paragraphs],
        }
        for article in page.articles
    ]


def _line_view(reviewed: Reviewed, line: Line) -> dict[str, Any]:
    state = reviewed.state(line.id)
    if line.direction is Direction.HORIZONTAL:
        spans = [edge for glyph in line.glyphs for edge in (glyph.box.left, glyph.box.right)]
    else:
        spans = [edge for glyph in line.glyphs for edge in (glyph.box.top, glyph.box.bottom)]
    view: dict[str, Any] = {
        "id": line.id,
        "box": line.box.as_tuple(),
        "text": line.text,
        "doubt": round(reviewed.doubts[line.id], 3),
        "conf": [round(glyph.confidence * PERCENT) for glyph in line.glyphs],
        "spans": spans,
        "revision": reviewed.revisions.get(line.id, ""),
    }
    if line.raw != line.text:
        view["raw"] = line.raw
    if line.direction is Direction.VERTICAL:
        view["vertical"] = True
    if any(text != line.raw for _, text in line.witnesses):
        view["witnesses"] = line.witnesses
    alternatives = [[n, g.text, g.alternative] for n, g in enumerate(line.glyphs) if g.alternative]
    if alternatives:
        view["alternatives"] = alternatives
    if state.status or state.flagged:
        view["state"] = {"status": state.status, "flagged": state.flagged, "note": state.note, "author": state.author}
    return view
