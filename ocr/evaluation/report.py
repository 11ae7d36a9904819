"""A report in one HTML file: figures, then each page, worst first, with its image and the aligned differences."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.evaluation.reference import Piece, Told
from ocr.evaluation.scores import FIGURES, PageScore, summarise
from ocr.evaluation.text import confusions
from ocr.model import Page

__all__ = ["Exhibit", "write_report"]

CONFUSIONS_SHOWN = 30
_STYLE = """body{font:15px/1.6 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
table{border-collapse:collapse}td,th{padding:.15em .8em;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}
del{background:#fbb;text-decoration:none}
ins{background:#bfb;text-decoration:none}
.page{position:relative;max-width:100%}.page img{width:100%;display:block}.page a{position:absolute}
.page a:target{outline:4px solid #06f;background:#06f3}details{margin:.6em 0}.text{font-size:17px;line-height:1.9}"""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One page to be shown.

    Attributes:
        page: the found page, None when only its Markdown is there.
        image: the page's overlay as PNG, empty when there is none.
    """

    score: PageScore
    truth: Told
    found: Told
    page: Page | None = None
    image: bytes = b""


def _difference(truth: str, found: str, places: Sequence[str]) -> str:
    """`found` marked against `truth`; an error in `found` links to its line when `places` names one a character."""
    parts: list[str] = []
    for code in Levenshtein.opcodes(truth, found):
        lost, read = truth[code.src_start : code.src_end], found[code.dest_start : code.dest_end]
        if code.tag == "equal":
            parts.append(html.escape(read))
            continue
        if lost:
            parts.append(f"<del>{html.escape(lost)}</del>")
        if read:
            place = places[code.dest_start] if code.dest_start < len(places) else ""
            mark = f"<ins>{html.escape(read)}</ins>"
            parts.append(f'<a href="#{place}">{mark}</a>' if place else mark)
    return "".join(parts)


def _line_of_characters(page: Page, piece: Piece, index: int) -> tuple[str, ...]:
    """For each character of the article's text the id of the line it was read in, as far as the text follows it."""
    article = page.articles[index]
    lines = {line.id: line for block in page.blocks for line in block.lines}
    by_text = {paragraph.text: paragraph.line_ids for paragraph in article.paragraphs}
    places: list[str] = []
    for text in (*piece.kicker, piece.title, *piece.deck, piece.byline, *piece.paragraphs):
        ids = [name for name in by_text.get(text, ()) for _ in lines[name].text]
        places += (ids + [ids[-1] if ids else ""] * len(text))[: len(text)]
    return tuple(places)


def _page(exhibit: Exhibit) -> str:
    score, parts = exhibit.score, []
    news = exhibit.truth.news
    for match in sorted(score.matches, key=lambda match: match.similarity):
        piece = news[match.truth]
        other = exhibit.found.pieces[match.found] if match.found is not None else Piece()
        places: tuple[str, ...] = ()
        if exhibit.page is not None and match.found is not None:
            places = _line_of_characters(exhibit.page, other, match.found)
        body = _difference(piece.text, other.text, places)
        title = html.escape(piece.title or piece.text[:20])
        opened = " open" if match.similarity < 0.9 else ""
        summary = f"<summary>{match.similarity:.3f} {title}</summary>"
        parts.append(f"<details{opened}>{summary}<p class=text lang=zh>{body}</p></details>")
    picture = _picture(exhibit) if exhibit.image else ""
    row = " · ".join(f"{name} {figure([score]):.4f}" for name, figure in FIGURES.items())
    return f"<section><h2>{html.escape(score.name)}</h2><p>{row}</p>{picture}{''.join(parts)}</section>"


def _picture(exhibit: Exhibit) -> str:
    """The overlay with an anchor on every line."""
    anchors = []
    if exhibit.page is not None:
        wide, high = exhibit.page.width / 100, exhibit.page.height / 100
        for block in exhibit.page.blocks:
            for line in block.lines:
                box = line.box
                style = (
                    f"left:{box.left / wide:.2f}%;top:{box.top / high:.2f}%;"
                    f"width:{box.width / wide:.2f}%;height:{box.height / high:.2f}%"
                )
                anchors.append(f'<a id="{line.id}" style="{style}" title="{html.escape(line.text)}"></a>')
    data = base64.b64encode(exhibit.image).decode("ascii")
    return f'<div class=page><img alt="" src="data:image/png;base64,{data}">{"".join(anchors)}</div>'


def write_report(exhibits: Sequence[Exhibit]) -> str:
    """The report; it loads nothing from anywhere.

    Raises:
        ValueError: without exhibits.
    """
    figures = summarise([exhibit.score for exhibit in exhibits])
    rows = "".join(
        f"<tr><td>{name}<td>{i.value:.4f}<td>{i.low:.4f}–{i.high:.4f}<td>{i.n}" for name, i in figures.items()
    )
    pairs = confusions("".join(e.truth.text for e in exhibits), "".join(e.found.text for e in exhibits))
    wrong = "".join(
        f"<tr><td lang=zh>{html.escape(c.truth) or '∅'} → {html.escape(c.read) or '∅'}<td>{c.count}"
        for c in pairs[:CONFUSIONS_SHOWN]
    )
    pages = "".join(_page(e) for e in sorted(exhibits, key=lambda e: (e.score.article.share, e.score.name)))
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title><style>{_STYLE}</style>"
    table = f"<table><tr><th>figure<th>value<th>95 % interval<th>pages{rows}</table>"
    details = f"<details><summary>Confusions</summary><table><tr><th>truth → read<th>count{wrong}</table></details>"
    return f"{head}<h1>Evaluation of {len(exhibits)} pages</h1>{table}{details}{pages}</html>\n"
