"""Truth files, Markdown and pages are told in one form."""

from __future__ import annotations

import pytest

from ocr.errors import InputError
from ocr.evaluation import Told, read_markdown, read_truth, write_truth
from ocr.evaluation.reference import Piece

MARKDOWN = """# 云岭日报

今日8版

### 民生实事进行时

## 老渡口新生

——来自东渡口镇的报告

本报讯（记者 王宁）清晨，渡口热闹起来。

### 修渠记

第二段说的是水渠。

---

▲图为渡口。
"""


def test_markdown_is_cut_at_headings_and_breaks() -> None:
    """The kicker goes to its headline, a subhead stays in its article, a break starts a piece without a title."""
    pieces = read_markdown(MARKDOWN).pieces
    assert [(piece.title, piece.kind) for piece in pieces] == [
        ("云岭日报", "masthead"),
        ("老渡口新生", "article"),
        ("", "article"),
    ]
    assert pieces[1].kicker == ("民生实事进行时",)
    assert pieces[1].paragraphs[2:] == ("修渠记", "第二段说的是水渠。")


def test_front_matter_comments_and_pictures_say_nothing() -> None:
    """Only what is printed counts."""
    markdown = "---\nnewspaper: x\n---\n<!-- note -->\n## 标题\n\n![](images/a.jpg)\n\n- 一、总体要求\n- 二、任务\n"
    assert read_markdown(markdown) == Told((Piece("标题", paragraphs=("一、总体要求", "二、任务")),))


def test_a_truth_file_is_read_back_equal() -> None:
    """Writing and reading loses nothing."""
    told = Told((Piece("题", ("引",), ("副",), "署名", ("段",), "teaser"),))
    assert read_truth(write_truth(told), "a.json") == told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"articles": [{}]}', '{"articles": 3}'])
def test_a_file_that_is_no_truth_is_named(text: str) -> None:
    """The message says which file and what it should hold."""
    with pytest.raises(InputError, match=r"bad\.json.*articles"):
        read_truth(text, "bad.json")
