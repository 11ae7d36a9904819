"""Tables come out with the rows and columns of print."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from ocr.export.markdown import MarkdownWriter
from ocr.export.tables import write_table
from ocr.model import ArticleKind, Line, Paragraph, Role


def _grid(make: SimpleNamespace, rows: list[dict[int, str]]) -> list[Line]:
    """Cells of 20 pixels a character, each text at its left edge."""
    return [
        make.line(f"p01.b001.l{10 * n + i:02d}", text, left, 40 * n)
        for n, row in enumerate(rows)
        for i, (left, text) in enumerate(row.items())
    ]


def test_a_plain_grid_is_markdown(make: SimpleNamespace) -> None:
    """Rows and columns as printed, whatever the order of the lines; an empty cell stays empty; bars are escaped."""
    lines = _grid(
        make, [{0: "县区", 100: "面积", 200: "产量"}, {0: "云州", 110: "9|", 200: "12"}, {0: "雁洲", 200: "8"}]
    )
    assert write_table(lines[::-1]) == (
        "| 县区 | 面积 | 产量 |\n| --- | --- | --- |\n| 云州 | 9\\| | 12 |\n| 雁洲 |  | 8 |"
    )


def test_a_cell_over_two_columns_is_html(make: SimpleNamespace) -> None:
    """Markdown has no spanning cells; HTML inside it has."""
    lines = _grid(
        make, [{0: "县区", 100: "收成（万斤）<估>"}, {100: "夏粮", 200: "秋粮"}, {0: "云州", 100: "9", 200: "12"}]
    )
    assert write_table(lines) == (
        '<table>\n<tr><th>县区</th><th colspan="2">收成（万斤）&lt;估&gt;</th></tr>\n'
        "<tr><td></td><td>夏粮</td><td>秋粮</td></tr>\n<tr><td>云州</td><td>9</td><td>12</td></tr>\n</table>"
    )


def test_one_column_is_no_table(make: SimpleNamespace) -> None:
    """Lines one under the other stay lines; no lines are nothing."""
    assert write_table(_grid(make, [{0: "收费标准"}, {10: "每吨三元"}])) == "收费标准  \n每吨三元"
    assert write_table([]) == ""


def test_the_narrowest_cells_make_the_columns(make: SimpleNamespace) -> None:
    """Where one row has two cells, the wider ones over and under them span both."""
    lines = _grid(make, [{0: "云州市区平均", 200: "12"}, {0: "甲", 60: "乙丙", 200: "8"}])
    assert write_table(lines) == (
        '<table>\n<tr><th colspan="2">云州市区平均</th><th>12</th></tr>\n'
        "<tr><td>甲</td><td>乙丙</td><td>8</td></tr>\n</table>"
    )


def test_a_page_with_a_table_reads_as_one(make: SimpleNamespace) -> None:
    """A block of the role table is a table in the page's Markdown."""
    block = make.block("p01.b001", Role.TABLE, ["县区"], 40, 40)
    lines = tuple(_grid(make, [{0: "县区", 100: "产量"}, {0: "云州", 100: "12"}]))
    block = replace(block, lines=lines)
    article = make.article("p01.a01", ArticleKind.ARTICLE, [block])
    article = replace(article, paragraphs=(Paragraph(Role.TABLE, "县区产量云州12", tuple(line.id for line in lines)),))
    page = replace(make.blank_page(), blocks=(block,), articles=(article,))
    assert "| 县区 | 产量 |\n| --- | --- |\n| 云州 | 12 |" in MarkdownWriter().write(page).decode()
