"""A report in one HTML file: figures, then each page, worst first, with its image and the aligned differences."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.evaluation.reference import Piece, Told
from ocr.evaluation.scores import FIGURES, PageScore, all_confusions, summarise
from ocr.model import Page

__all__ = ["Exhibit", "worst_first", "write_report"]

CONFUSIONS_SHOWN = 30
TITLE_LENGTH = 20
_STYLE = """body{font:15px/1.6 system-ui,sans-serif;margin:2em auto;max-width:96em;padding:0 1.5em;color:#222}
table{border-collapse:collapse}td,th{padding:.1em .8em;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}nav{columns:18em;margin:1em 0}nav a{display:block}
section{border-top:2px solid #888;margin-top:2em;display:grid;grid-template-columns:minmax(0,1fr);gap:0 2em}
section.seen{grid-template-columns:minmax(0,11fr) minmax(0,9fr)}h2,.figures{grid-column:1/-1;margin:.5em 0}
.view,.told{position:sticky;top:0;align-self:start}.view{max-height:100vh;overflow:auto}
.page{position:relative}.page img{width:100%;display:block}
.page a{position:absolute;scroll-margin:40vh}.page a:target{outline:4px solid #06f;background:#06f3}
a{color:#04c;text-decoration:none}p a:hover{outline:2px solid #06f}
del{background:#fbb;text-decoration:none;color:#222}ins{background:#beb;text-decoration:none;color:#222}
details{margin:.4em 0}summary{cursor:pointer}.text{font-size:17px;line-height:1.9;margin:.3em 0 .8em}
.share{display:inline-block;width:3.6em;font-variant-numeric:tabular-nums}.bad{color:#b00;font-weight:bold}
@media(max-width:60em){section.seen{grid-template-columns:minmax(0,1fr)}.view,.told{position:static}}"""
_LEGEND = (
    "Worst page first, worst article first. <del>Red</del> is in the truth and was not found here, "
    "<ins>green</ins> was found and is not in the truth. A click leads to the line on the page."
)
GOOD_SHARE = 0.9
"""Articles at least this similar are folded away."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One page to be shown.

    Attributes:
        page: the found page, None when only its Markdown is there.
        image: the page's overlay as JPEG, empty when there is none.
    """

    score: PageScore
    truth: Told
    found: Told
    page: Page | None = None
    image: bytes = b""


def _difference(truth: str, found: str, places: Sequence[str]) -> str:
    """`found` marked against `truth`; an error links to its line, lost text to the line before or behind the gap.

    `places` names the anchor of each character of `found`; it may be shorter.
    """
    parts: list[str] = []
    for code in Levenshtein.opcodes(truth, found):
        lost, read = truth[code.src_start : code.src_end], found[code.dest_start : code.dest_end]
        if code.tag == "equal":
            parts.append(html.escape(read))
            continue
        mark = f"<del>{html.escape(lost)}</del>" if lost else ""
        mark += f"<ins>{html.escape(read)}</ins>" if read else ""
        at = code.dest_start if read else code.dest_start - 1
        place = places[max(0, at)] if max(0, at) < len(places) else ""
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


def _page(exhibit: Exhibit, number: int) -> str:
    """The section of one page; `number` keeps its anchors apart from those of other pages."""
    score, prefix = exhibit.score, f"e{number}."
    matched = {match.found for match in score.matches}
    parts = []
    for match in sorted(score.matches, key=lambda match: match.similarity):
        places: tuple[str, ...] = ()
        other = exhibit.found.pieces[match.found] if match.found is not None else Piece()
        if exhibit.page is not None and exhibit.image and match.found is not None:
            lines = _line_of_characters(exhibit.page, other, match.found)
            places = tuple(prefix + line if line else "" for line in lines)
        parts.append(_article(exhibit.truth.news[match.truth], other, match.similarity, places))
    for index, piece in enumerate(exhibit.found.pieces):
        if index not in matched and piece.is_news and piece.text:
            text = html.escape(piece.text)
            title = html.escape(piece.title or piece.text[:TITLE_LENGTH])
            parts.append(
                f"<details><summary><span class=share>—</span> in no article: {title}</summary>"
                f"<p class=text lang=zh><ins>{text}</ins></p></details>"
            )
    row = " · ".join(f"{name} {figure([score]):.3f}" for name, figure in FIGURES.items())
    seen = " class=seen" if exhibit.image else ""
    return (
        f'<section id="{prefix}"{seen}><h2>{html.escape(score.name)}</h2><p class=figures>{row}</p>'
        f"{_picture(exhibit, prefix)}<div class=told>{''.join(parts)}</div></section>"
    )


def _article(wanted: Piece, found: Piece, similarity: float, places: tuple[str, ...]) -> str:
    title = html.escape(wanted.title or wanted.text[:TITLE_LENGTH])
    opened, bad = ("", "") if similarity >= GOOD_SHARE else (" open", " bad")
    return (
        f'<details{opened}><summary><span class="share{bad}">{similarity:.3f}</span> <span lang=zh>{title}</span>'
        f"</summary><p class=text lang=zh>{_difference(wanted.text, found.text, places)}</p></details>"
    )


def _picture(exhibit: Exhibit, prefix: str) -> str:
    """The overlay with an anchor on every line; nothing without an image."""
    if not exhibit.image:
        return ""
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
                anchors.append(f'<a id="{prefix}{line.id}" style="{style}" title="{html.escape(line.text)}"></a>')
    data = base64.b64encode(exhibit.image).decode("ascii")
    image = f'<img alt="" src="data:image/jpeg;base64,{data}">'
    return f"<div class=view><div class=page>{image}{''.join(anchors)}</div></div>"


def worst_first(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """`exhibits` by their article share, equals by name."""
    return sorted(exhibits, key=lambda e: (e.score.article.share, e.score.name))


def write_report(exhibits: Sequence[Exhibit]) -> str:
    """The report; it loads nothing from anywhere.

    Raises:
        ValueError: without exhibits.
    """
    figures = summarise([exhibit.score for exhibit in exhibits])
    rows = "".join(
        f"<tr><td>{name}<td>{i.value:.4f}<td>{i.low:.4f}–{i.high:.4f}<td>{i.n}" for name, i in figures.items()
    )
    wrong = "".join(
        f"<tr><td lang=zh>{html.escape(c.truth) or '∅'} → {html.escape(c.read) or '∅'}<td>{c.count}"
        for c in all_confusions([exhibit.score for exhibit in exhibits])[:CONFUSIONS_SHOWN]
    )
    worst = worst_first(exhibits)
    pages = "".join(_page(exhibit, number) for number, exhibit in enumerate(worst, start=1))
    contents = "".join(
        f'<a href="#e{number}."><span class=share>{e.score.article.share:.3f}</span> {html.escape(e.score.name)}</a>'
        for number, e in enumerate(worst, start=1)
    )
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title><style>{_STYLE}</style>"
    table = f"<table><tr><th>figure<th>value<th>95 % interval<th>pages{rows}</table>"
    details = f"<details><summary>Confusions</summary><table><tr><th>truth → read<th>count{wrong}</table></details>"
    count = f"{len(exhibits)} page{'s' if len(exhibits) > 1 else ''}"
    return f"{head}<h1>Evaluation of {count}</h1>{table}{details}<p>{_LEGEND}</p><nav>{contents}</nav>{pages}</html>\n"
