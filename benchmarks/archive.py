"""Measures the archive's two waits: writing a page in all formats, and finding words in ten thousand pages.

    python -m benchmarks.archive formats output/ --scans scans/
    python -m benchmarks.archive search --pages 10000

`formats` exports each page of a run by itself, in every format there is, and prints the median and the worst time;
the modules are loaded before. `search` makes an index of invented news, and asks it for words that are in every page,
in some, in few and in none.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from ocr.corrections import amend_from
from ocr.export.issue import Issue, IssueArticle, IssuePage
from ocr.export.json import read_page
from ocr.export.metadata import Metadata
from ocr.export.registry import FORMATS, choose_formats
from ocr.export.run import export_run, find_pages
from ocr.export.search import SearchIndex
from ocr.geometry import Affine
from ocr.hanzi import search_tokens
from ocr.model import Article, ArticleKind, Page, Paragraph, Provenance, Role
from ocr.newsprint.news import Newsroom

ALL = choose_formats(",".join(name for name in FORMATS if name != "alto42"))  # 4.2 has the file names of 4.4
ARTICLES_A_PAGE = 7
PARAGRAPHS_AN_ARTICLE = 6
PAGES_AN_ISSUE = 8
REPEAT = 5
MILLISECONDS = 1000


def main() -> int:
    """0 when all was measured."""
    parser = argparse.ArgumentParser(prog="benchmarks.archive", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True)
    formats = commands.add_parser("formats")
    formats.add_argument("run_folder", type=Path)
    formats.add_argument("--scans", type=Path, action="append", required=True)
    formats.set_defaults(measure=_formats)
    search = commands.add_parser("search")
    search.add_argument("--pages", type=int, default=10_000)
    search.add_argument("--seed", type=int, default=1)
    search.set_defaults(measure=_search)
    args = parser.parse_args()
    return int(args.measure(args))


def _formats(args: argparse.Namespace) -> int:
    amend = amend_from(args.run_folder)
    took: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        alone, target = Path(folder) / "run", Path(folder) / "out"
        pages = find_pages(args.run_folder)
        for name, path in (pages[0], *pages):  # the first once more: it loads what is loaded late
            shutil.rmtree(alone, ignore_errors=True)
            shutil.rmtree(target, ignore_errors=True)
            (alone / name).parent.mkdir(parents=True)
            shutil.copy(path, alone / f"{name}.json")
            wall, processor = time.perf_counter(), time.process_time()
            done = export_run(alone, ALL, target, scans=args.scans, amend=amend)
            took.append((time.perf_counter() - wall, time.process_time() - processor))
            characters = sum(len(line.text) for block in read_page(path.read_bytes()).blocks for line in block.lines)
            print(
                f"{name}: {characters} characters, {len(done.files)} files in {took[-1][0]:.2f} s, "
                f"{took[-1][1]:.2f} of the processor{''.join(f'; {problem}' for problem in done.failures)}"
            )
    walls, processors = zip(*took[1:], strict=True)
    told = [f"median {statistics.median(times):.2f} s, worst {max(times):.2f} s" for times in (walls, processors)]
    print(f"n = {len(walls)} pages, {len(ALL)} formats: {told[0]}; of the processor {told[1]}")
    return 0


def _search(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.sqlite"
        chance = random.Random(args.seed)
        pairs: Counter[str] = Counter()
        with SearchIndex(path) as index:
            for number in range(args.pages // PAGES_AN_ISSUE):
                issue = _issue(Newsroom(chance), number)
                index.add([issue])
                for article in issue.articles:
                    pairs.update(set(search_tokens("".join(paragraph.text for paragraph in article.paragraphs))))
        print(f"{args.pages} pages, {pairs.total()} pairs, {path.stat().st_size / 1e6:.0f} MB")
        ranked = [pair for pair, _ in pairs.most_common() if len(pair) > 1]
        asked = [ranked[len(ranked) * step // 100] for step in (0, 1, 5, 20, 50, 90)]
        worst = 0.0
        with SearchIndex(path) as index:
            for words in (*asked, asked[0][0], f"{asked[0]} {asked[1]} {asked[2]}", "雪豹"):
                times = []
                for _ in range(REPEAT):
                    begun = time.perf_counter()
                    hits = index.search(words)
                    times.append((time.perf_counter() - begun) * MILLISECONDS)
                worst = max(worst, *times)
                print(f"{words}: in {pairs[words]} articles, {len(hits)} told, {statistics.median(times):.1f} ms")
        print(f"n = {len(asked) + 3} questions, {REPEAT} times each: the slowest took {worst:.1f} ms")
    return 0


def _issue(room: Newsroom, number: int) -> Issue:
    """An issue of invented news with nothing in it but text."""
    day = date(2031, 1, 1) + timedelta(days=number)
    origin = Provenance("scan.png", "0" * 64, 0, 300.0, 1, 1, Affine(), "benchmark", (), "")
    pages, articles = [], []
    for place in range(PAGES_AN_ISSUE):
        page = Page(place + 1, 1, 1, 1.0, (), (), (), (), (), origin)
        pages.append(IssuePage(f"{day:%Y%m%d}_{place + 1:04d}", str(place + 1), page, Metadata(day=day)))
        for story in range(ARTICLES_A_PAGE):
            body = room.paragraphs()
            told = tuple(Paragraph(Role.BODY, next(body), ()) for _ in range(PARAGRAPHS_AN_ARTICLE))
            head = Paragraph(Role.HEADLINE, room.say("headline"), ())
            article = Article(f"p{place + 1:02d}.a{story + 1:02d}", ArticleKind.ARTICLE, (), (head, *told))
            articles.append(IssueArticle(((place, article),), article.paragraphs))
    return Issue("云州日报", day, number, "", tuple(pages), (), tuple(articles), ())


if __name__ == "__main__":
    sys.exit(main())
