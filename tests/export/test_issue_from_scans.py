"""An issue of four scanned pages, printed for the test, comes out with every continued article whole."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ocr.errors import DependencyError
from ocr.export.issue import Issue, assemble
from ocr.export.json import JsonWriter, read_page
from ocr.export.registry import choose_formats
from ocr.export.run import export_run
from ocr.geometry import Box
from ocr.model import Page, Role
from ocr.newsprint import TypeCase, find_type
from ocr.newsprint.faces import Face
from ocr.newsprint.furniture import folio, masthead, staff_line
from ocr.newsprint.news import Newsroom
from ocr.newsprint.press import Press, Type
from ocr.newsprint.setting import break_lines
from ocr.pipeline import Pipeline
from ocr.source import open_source

DPI = 200
EM = 26
WIDTH, HEIGHT = 1900, 2100
MARGIN = 60
GUTTER = 36
COLUMNS = 4
DAY = date(2031, 5, 6)
PAPER = "云州日报"
CN = "零一二三四"
MOST_WRONG = 0.01
"""Clean print at 200 dpi is read with fewer errors than this; a lost or strange paragraph is many times more."""


@dataclass(frozen=True)
class Part:
    """What of an article stands on one page."""

    page: int
    headline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """An article as it was written, and the pages it was printed on."""

    headline: str
    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...]


def _write(headline: str, pages: tuple[int, ...], news: Iterator[str]) -> Told:
    """An article of three paragraphs a page; each cut falls within a paragraph, and jump lines lead over it."""
    texts = list(islice(news, 3 * len(pages)))
    written = [[texts[3 * n], texts[3 * n + 1], texts[3 * n + 2]] for n in range(len(pages))]
    for n, page in enumerate(pages[1:]):
        whole = written[n][-1]
        cut = next(
            at
            for at in range(len(whole) // 2, len(whole))
            if whole[at - 1] not in "，。、；：" and whole[at] not in "，。、；：”）》"
        )
        written[n][-1] = f"{whole[:cut]}（下转第{CN[page]}版）"
        written[n + 1].insert(0, f"（上接第{CN[pages[n]]}版）{whole[cut:]}")
    parts = tuple(Part(page, headline, tuple(paragraphs)) for page, paragraphs in zip(pages, written, strict=True))
    return Told(headline, tuple(texts), parts)


def _articles() -> list[Told]:
    room = Newsroom(random.Random(31))
    news = (text for _ in iter(int, 1) for text in islice(room.paragraphs(), 3))
    return [
        _write("三座新桥汛期前通车", (1, 3), news),
        _write("老街夜市重新开张", (1, 2, 4), news),
        _write("山乡学校添了书屋", (2, 3), news),
        _write("护林员巡山二十年", (3,), news),
        _write("社区食堂饭菜飘香", (4,), news),
    ]


def _print(number: int, parts: list[Part], case: TypeCase) -> Press:
    """A page on which each part has columns of its own, rules between."""
    press, room = Press(WIDTH, HEIGHT, case), Newsroom(random.Random(number))
    area = Box(MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
    head = area.top + (13 if number == 1 else 3) * EM
    place = Box(area.left, area.top, area.right, head)
    if number == 1:
        masthead(press, room, PAPER, DAY, place, EM)
    else:
        folio(press, room, PAPER, DAY, number, place, EM)
    foot = area.bottom - 2 * EM
    pitch = (area.width + GUTTER) // len(parts)
    for index, part in enumerate(parts):
        left = area.left + index * pitch
        if index:
            press.rule(Box(left - GUTTER // 2, head + EM, left - GUTTER // 2 + 2, foot - EM))
        _set(press, part, Box(left, head + EM, left + pitch - GUTTER, foot - EM), COLUMNS // len(parts))
    staff_line(press, room, Box(area.left, foot, area.right, area.bottom), EM)
    return press


def _set(press: Press, part: Part, box: Box, columns: int) -> None:
    title, body = Type(Face.SONG_BLACK, 2 * EM), Type(Face.SONG, EM)
    press.line(part.headline, box.left, box.top, title)
    width = (box.width + GUTTER) // columns - GUTTER
    rows = [
        row
        for text in part.paragraphs
        for row in break_lines("　　" + text, width, lambda char: press.advance(char, body), EM)
    ]
    deep = -(-len(rows) // columns)
    for n, (words, spacing) in enumerate(rows):
        column, row = divmod(n, deep)
        x, y = box.left + column * (width + GUTTER), box.top + 4 * EM + row * round(1.4 * EM)
        assert y + EM < box.bottom, "the page is full"
        press.line(words, x, y, body, offsets=spacing.offsets)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return _articles()


@pytest.fixture(scope="module")
def run(told: list[Told], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four pages, printed, scanned, read with the real readers, and stored as a run."""
    try:
        case = find_type()
    except DependencyError as missing:
        pytest.skip(str(missing))
    folder, out = tmp_path_factory.mktemp("scans"), tmp_path_factory.mktemp("run")
    try:
        pipeline = Pipeline()
    except DependencyError as missing:
        pytest.skip(str(missing))
    for number in range(1, 5):
        parts = [part for article in told for part in article.parts if part.page == number]
        path = folder / f"scan_{number}.png"
        Image.fromarray(_print(number, parts, case).paper).save(path, dpi=(DPI, DPI))
        page = pipeline.digitize(next(open_source(path).scans()), 1).page
        (out / f"scan_{number}.json").write_bytes(JsonWriter().write(page))
    return out


@pytest.fixture(scope="module")
def issue(run: Path) -> Issue:
    pages: list[tuple[str, Page]] = [(path.stem, read_page(path.read_bytes())) for path in sorted(run.glob("*.json"))]
    (found,) = assemble(pages)
    return found


def _plain(text: str) -> str:
    return "".join(text.split())


def _wrong(read: str, true: str) -> float:
    return Levenshtein.distance(_plain(read), _plain(true)) / len(_plain(true))


@pytest.mark.slow
def test_the_pages_know_their_issue(issue: Issue) -> None:
    """One issue of that day, its four pages in order, none missing or double up to the count the masthead tells."""
    assert issue.day == DAY
    assert [page.label for page in issue.pages] == ["1", "2", "3", "4"]
    assert not [problem for problem in issue.problems if "times" in problem or "CN" in problem]


@pytest.mark.slow
def test_every_continued_article_is_whole(issue: Issue, told: list[Told]) -> None:
    """Each article is there once, with all its parts, its paragraphs rejoined over the jump, without jump lines."""
    for article in told:
        found = [a for a in issue.articles if _wrong(a.headline or "无", article.headline) < 0.3]
        assert [[index + 1 for index, _ in a.parts] for a in found] == [[part.page for part in article.parts]]
        body = [p.text for p in found[0].paragraphs if p.role is Role.BODY]
        assert len(body) == len(article.paragraphs)
        for read, true in zip(body, article.paragraphs, strict=True):
            assert _wrong(read, true) <= 3 * MOST_WRONG
        assert _wrong("".join(body), "".join(article.paragraphs)) <= MOST_WRONG
        assert not any("下转" in p.text or "上接" in p.text for p in found[0].paragraphs)


@pytest.mark.slow
def test_the_files_of_the_issue_tell_the_same(run: Path, issue: Issue, told: list[Told], tmp_path: Path) -> None:
    """In Markdown a continued paragraph is one; in METS and IIIF the article has areas on all its pages."""
    done = export_run(run, choose_formats("issue,alto,mets,iiif"), tmp_path)
    assert done.failures == ()
    (text,) = tmp_path.glob("issue_20310506.md")
    rows = text.read_text("utf-8").split("\n\n")
    longest = [paragraph for article in told for paragraph in article.paragraphs]
    assert all(min(_wrong(row, paragraph) for row in rows) <= 3 * MOST_WRONG for paragraph in longest)
    mets = etree.parse(next(tmp_path.glob("*.mets.xml"))).getroot()
    places = {}
    for part in mets.iter("{*}div"):
        if part.get("TYPE", "").lower() == "article":
            places[part.get("LABEL", "")] = {area.get("FILEID") for area in part.iter("{*}area")}
    manifest = json.loads(next(tmp_path.glob("*.iiif.json")).read_text("utf-8"))
    for article in told:
        files = [found for label, found in places.items() if _wrong(label or "无", article.headline) < 0.3]
        assert [len(found) for found in files] == [len(article.parts)]
        ranges = [entry for entry in _ranges(manifest) if _wrong(_label(entry) or "无", article.headline) < 0.3]
        canvases = {_canvas(item) for entry in ranges for item in _canvases(entry)}
        assert len(canvases) == len(article.parts)


def _ranges(node: dict) -> Iterator[dict]:  # type: ignore[type-arg]
    for entry in (*node.get("structures", ()), *node.get("items", ())):
        if entry.get("type") == "Range":
            yield entry
            yield from _ranges(entry)


def _label(entry: dict) -> str:  # type: ignore[type-arg]
    return "".join(text for texts in entry.get("label", {}).values() for text in texts)


def _canvases(entry: dict) -> Iterator[dict]:  # type: ignore[type-arg]
    for item in entry.get("items", ()):
        if item.get("type") == "Range":
            yield from _canvases(item)
        else:
            yield item


def _canvas(item: dict) -> str:  # type: ignore[type-arg]
    source = item.get("source", item)
    return str(source["id"] if isinstance(source, dict) else source).split("#")[0]
