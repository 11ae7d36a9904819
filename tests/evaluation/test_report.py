"""The report in a real browser: a click on an error shows its place on the page, and the error stays in sight."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ocr.errors import DependencyError
from ocr.evaluation import Exhibit, score_page, tell, write_report
from ocr.model import Page, Role
from ocr.newsprint import PageSpec, typeset
from tests.review.browser import CHROMIUM, browsing

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

IN_SIGHT = """(() => {
    const box = e => e.getBoundingClientRect(), seen = e => box(e).bottom > 0 && box(e).top < innerHeight;
    return [seen(document.querySelector(':target')), seen(document.querySelector('#hit'))];
})()"""
CLICK = """(() => {
    const errors = [...document.querySelectorAll('section:last-of-type details[open] p.text a')], last = errors.at(-1);
    last.id = 'hit';
    last.scrollIntoView({block: 'center'});
    last.click();
})()"""


def misread(page: Page, share: int) -> Page:
    """`page` with every character of one body paragraph in `share` misread."""
    articles = []
    for article in page.articles:
        paragraphs = [
            replace(p, text="讹" * len(p.text)) if p.role is Role.BODY and n % share == 0 else p
            for n, p in enumerate(article.paragraphs)
        ]
        articles.append(replace(article, paragraphs=tuple(paragraphs)))
    return replace(page, articles=tuple(articles))


def test_an_error_and_its_line_are_in_sight_after_a_click(tmp_path: Path) -> None:
    """The worse page stands first; the last error of the second page leads to its line, and stays visible."""
    try:
        sample = typeset(3, PageSpec(width=150, height=200, dpi=90))
    except DependencyError as missing:
        pytest.skip(str(missing))
    stream = io.BytesIO()
    Image.fromarray(sample.scan).save(stream, "JPEG")
    exhibits = []
    for name, share in (("better", 4), ("worse", 1)):
        found = misread(sample.truth, share)
        score = score_page(name, sample.truth, found)
        exhibits.append(Exhibit(score, tell(sample.truth), tell(found), found, stream.getvalue()))
    path = tmp_path / "report.html"
    path.write_text(write_report(exhibits), "utf-8")
    with browsing(tmp_path / "profile") as browser:
        browser.call("Page.navigate", url=path.as_uri())
        browser.wait("document.readyState === 'complete' && document.querySelector('section')")
        names = browser.run("[...document.querySelectorAll('h2')].map(e => e.textContent)")
        browser.run(CLICK)
        assert names == ["worse", "better"]
        assert browser.run(IN_SIGHT) == [True, True]
        assert browser.problems == []
