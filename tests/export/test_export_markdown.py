"""The Markdown dialect."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from ocr.export.escaping import escape, escape_heading
from ocr.export.markdown import ColumnBreaks, MarkdownOptions, MarkdownWriter, write_article, write_document
from ocr.export.text import TextWriter
from ocr.geometry import Box
from ocr.model import Article, ArticleKind, Page, Paragraph, Picture, Role

EXPECTED = """\
# 云州日报

CN14—0019\x20\x20
2031年5月\x20\x20
6星期二

### 奋进新征程

## 云州新修三座桥

——写在汛期之前

□ 本报记者 文山

本报讯（记者 文山）三座桥将在汛期前通车，全长1.5公里。

### 百年渡口

1.渡口停航。

（下转第三版）

## 老街纪事新篇

老街重开。

## 夜市延长

刊3版

---

图为合龙现场。

本报记者 文山摄
"""


def test_a_front_page_reads_like_the_dialect(page: Page) -> None:
    """Each role has its form; furniture and advertisements are left out."""
    assert MarkdownWriter().write(page).decode() == EXPECTED


def test_a_blank_page_is_an_empty_file(blank: Page) -> None:
    """Nothing printed, nothing written."""
    assert MarkdownWriter().write(blank) == b""
    assert TextWriter().write(blank) == b""


def test_column_breaks_can_be_kept(page: Page) -> None:
    """With `keep`, the paragraph breaks where its column ends, and no word is lost."""
    kept = MarkdownWriter(MarkdownOptions(column_breaks=ColumnBreaks.KEEP)).write(page).decode()
    assert kept == EXPECTED.replace("通车，全长", "通车，全\n\n长")


def test_a_corrected_paragraph_is_never_cut_wrongly(page: Page) -> None:
    """When the lines do not spell the paragraph any more, it stays whole."""
    lead = page.articles[1]
    paragraphs = tuple(
        replace(p, text="改过的全文。") if p.role is Role.BODY and len(p.line_ids) > 2 else p for p in lead.paragraphs
    )
    corrected = replace(page, articles=(page.articles[0], replace(lead, paragraphs=paragraphs), *page.articles[2:]))
    kept = MarkdownWriter(MarkdownOptions(column_breaks=ColumnBreaks.KEEP)).write(corrected).decode()
    assert "\n\n改过的全文。\n\n" in kept


def test_advertisements_are_quotations_where_wanted(page: Page) -> None:
    """`ads` keeps them as block quotes."""
    assert "\n\n> 开业大吉\n" in MarkdownWriter(MarkdownOptions(ads=True)).write(page).decode()


def test_pictures_stand_before_their_caption(page: Page) -> None:
    """With a folder of images, the picture comes first, then caption and credit."""
    text = MarkdownWriter(MarkdownOptions(images="images/")).write(page).decode()
    assert "---\n\n![](images/p01.i01.jpg)\n\n图为合龙现场。" in text


def test_links_lead_into_folders_of_any_name(page: Page) -> None:
    """Spaces and brackets do not end a link, and a percent sign in a name is not taken for an escape."""
    text = MarkdownWriter(MarkdownOptions(images="2031 年(二)/50%25.images")).write(page).decode()
    assert "![](2031%20年%28二%29/50%2525.images/p01.i01.jpg)" in text


def test_a_picture_of_no_article_is_not_lost(page: Page, blank: Page) -> None:
    """What was cut out and belongs to no article stands at the end; without a folder of images there is nothing."""
    lone = replace(page, pictures=(*page.pictures, Picture(Box(400, 700, 500, 800))))
    text = MarkdownWriter(MarkdownOptions(images="images")).write(lone).decode()
    assert text.endswith("\n\n---\n\n![](images/p01.i02.jpg)\n")
    assert MarkdownWriter().write(lone) == MarkdownWriter().write(page)
    only = replace(blank, pictures=(Picture(Box(400, 700, 500, 800)),))
    assert MarkdownWriter(MarkdownOptions(images="images")).write(only).decode().startswith("![](images/")


def test_front_matter_tells_what_the_page_says(page: Page) -> None:
    """Date, weekday, page, provenance and quality, and the body follows unchanged."""
    text = MarkdownWriter(MarkdownOptions(front_matter=True)).write(page).decode()
    head, body = text.split("\n---\n\n", 1)
    assert body == EXPECTED
    for row in (
        'newspaper: "云州日报"', 'date: "2031-05-06"', 'weekday: "星期二"', 'page: "1"', 'source: "scan.pdf"',
        "confidence: 0.9", 'staff: ["责编：文川 校对：文海"]',
    ):  # fmt: skip
        assert row in head.splitlines()


def test_enumerations_set_one_to_a_line_become_lists(make: SimpleNamespace) -> None:
    """Two or more numbered lines in a row are a list; one alone, or one with a sentence, is not."""
    items = make.block("p01.b001", Role.BODY, ["一、总体要求", "二、重点任务", "三、说完了。"], 0, 0)
    paragraphs = tuple(Paragraph(Role.BODY, line.text, (line.id,)) for line in items.lines)
    article = Article("p01.a01", ArticleKind.ARTICLE, (items.id,), paragraphs)
    page = replace(make.blank_page(), blocks=(items,), articles=(article,))
    assert MarkdownWriter().write(page).decode() == "- 一、总体要求\n- 二、重点任务\n\n三、说完了。\n"
    assert write_article(page, article).decode() == "- 一、总体要求\n- 二、重点任务\n\n三、说完了。\n"


def test_pages_of_a_document_follow_each_other(page: Page, make: SimpleNamespace) -> None:
    """A second page that begins without a headline is set off by a break."""
    tail = make.block("p02.b001", Role.BODY, ["（上接第一版）续文。"], 0, 0)
    second = replace(
        make.blank_page(), number=2, blocks=(tail,), articles=(make.article("p02.a01", ArticleKind.ARTICLE, [tail]),)
    )
    assert write_document((page, second)).decode() == EXPECTED + "\n---\n\n（上接第一版）续文。\n"


def test_plain_text_has_a_paragraph_a_line(page: Page) -> None:
    """No marks of Markdown, two empty lines between articles."""
    text = TextWriter().write(page).decode()
    assert text.startswith("云州日报\n\nCN14—0019\n\n2031年5月")
    assert "\n\n\n奋进新征程\n\n云州新修三座桥\n\n——写在汛期之前\n" in text
    assert "责编" not in text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("1. 要求", "1\\. 要求"),
        ("1.要求", "1.要求"),
        ("# 甲", "\\# 甲"),
        ("#甲", "#甲"),
        ("- 甲", "\\- 甲"),
        ("-5℃", "-5℃"),
        (">甲", "\\>甲"),
        ("一*二", "一*二"),
        ("*一*二", "\\*一\\*二"),
        ("a_b", "a_b"),
        ("5~6元，7~8元", "5\\~6元，7\\~8元"),
        ("<b>", "\\<b>"),
        ("3<5", "3<5"),
        ("AT&T", "AT&T"),
        ("&lt;", "\\&lt;"),
        ("[甲](乙)", "\\[甲](乙)"),
        ("[甲]乙", "[甲]乙"),
        ("[甲]: 乙", "\\[甲]: 乙"),
        ("---", "\\---"),
        ("——", "——"),
        ("\\甲", "\\甲"),
        ("\\*", "\\\\*"),
        ("```", "\\```"),
        ("| 甲 |", "\\| 甲 |"),
    ],
)
def test_marks_are_escaped_only_where_they_would_render(text: str, safe: str) -> None:
    """A backslash appears exactly where Markdown would take the text for something else."""
    assert escape(text) == safe


def test_headings_keep_bars_and_lose_nothing() -> None:
    """Bars stay bare in a heading, a closing run of hashes does not vanish."""
    assert escape_heading("| 奋进 建功 |") == "| 奋进 建功 |"
    assert escape_heading("甲 ##") == "甲 \\##"
