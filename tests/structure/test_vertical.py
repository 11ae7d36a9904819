"""Structure on vertical pages written here by hand: tiers, headlines in body type, lines read from right to left."""

from __future__ import annotations

from ocr.geometry import Affine, Box
from ocr.model import (
    ArticleKind,
    BlockRegion,
    Direction,
    Glyph,
    Layout,
    LineRegion,
    Page,
    Provenance,
    Reading,
    Role,
    Rule,
    RuleStyle,
    TextBlock,
    TextLine,
)
from ocr.structure import compose
from tests.structure.telling import texts

EM, PITCH = 20, 28
WIDTH, HEIGHT = 1000, 1400
PROVENANCE = Provenance("old.png", "0" * 64, 0, 300.0, WIDTH, HEIGHT, Affine(), "test", (), "")
RIVER = ("江水日漲堤工局已派員晝夜巡視並備土袋", "數千以防不虞沿岸居民咸稱便利云據聞上", "游雨勢稍減。")
SCHOOL = ("縣立小學校昨日開學到校學生三百餘人校", "長訓話畢分班授課並有來賓演說茶點而散", "各生欣然。")


class Leaf:
    """A vertical page described by its lines, each from its upper right corner."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.rules: list[Rule] = []

    def column(
        self, right: int, top: int, *lines: str, em: int = EM, size: float | None = None, weight: float = 0.1
    ) -> int:
        """Lines of one block from right to left; the left edge of the last. Blanks before a line move it down."""
        made = []
        for text in lines:
            words, down = text.lstrip(), len(text) - len(text.lstrip())
            box = Box(right - em, top + down * EM, right, top + down * EM + len(words) * em)
            glyphs = tuple(
                Glyph(c, Box(box.left, box.top + i * em, box.right, box.top + (i + 1) * em), 0.99)
                for i, c in enumerate(words)
            )
            region = LineRegion(box, Direction.VERTICAL, size or float(em), weight)
            made.append(TextLine(region, Reading("test", glyphs), (("test", words),)))
            right -= PITCH
        self.blocks.append(TextBlock(tuple(made), made[0].region.box))
        return right

    def across(self, left: int, top: int, text: str, em: int) -> None:
        """A lying line as a reader sees it, its characters in `text` from left to right."""
        box = Box(left, top, left + len(text) * em, top + em)
        glyphs = tuple(
            Glyph(c, Box(left + i * em, top, left + (i + 1) * em, top + em), 0.99) for i, c in enumerate(text)
        )
        line = TextLine(
            LineRegion(box, Direction.HORIZONTAL, float(em), 0.1), Reading("test", glyphs), (("test", text),)
        )
        self.blocks.append(TextBlock((line,), box))

    def page(self) -> Page:
        regions = tuple(BlockRegion(tuple(line.region for line in block.lines), block.column) for block in self.blocks)
        layout = Layout(WIDTH, HEIGHT, float(EM), tuple(self.rules), (), (), regions)
        return compose(layout, tuple(self.blocks), 1, PROVENANCE)


def lying(page: Page) -> list[str]:
    """The texts of the lines that lie across the page."""
    return [line.text for block in page.blocks for line in block.lines if line.direction is Direction.HORIZONTAL]


def two_tiers() -> Leaf:
    leaf = Leaf()
    for top, words in ((40, ("堤工局防汛", "茶市近況")), (740, ("小學校開學", "米價漸落"))):
        right = 960
        for title in words:
            leaf.column(right, top, title, em=36)
            right = leaf.column(right - 50, top, "　　" + RIVER[0][:22], *RIVER[1:]) - 30
    leaf.rules.append(Rule(Box(20, 700, 980, 703), RuleStyle.THIN))
    return leaf


def test_a_vertical_page_is_read_tier_by_tier_from_right_to_left() -> None:
    """The upper tier comes first, though white runs down the whole page between the articles."""
    assert [headline for headline, _ in texts(two_tiers().page())] == [
        "堤工局防汛",
        "茶市近況",
        "小學校開學",
        "米價漸落",
    ]


def test_a_headline_hardly_larger_than_the_text_begins_an_article() -> None:
    """Type a quarter larger than the text is no subhead on a vertical page, and the column ends before it."""
    leaf = Leaf()
    leaf.column(960, 40, "堤工局防汛", em=36)
    left = leaf.column(910, 40, *RIVER)
    leaf.column(left - 10, 40, "小學校開學", em=25)
    leaf.column(left - 45, 40, *SCHOOL)
    assert [headline for headline, _ in texts(leaf.page())] == ["堤工局防汛", "小學校開學"]


def test_a_bold_line_hardly_larger_than_the_text_is_a_subhead_unless_news_begins_there() -> None:
    """Later papers set subheads so; over a dateline it is the headline of a news item."""
    for text, headlines in (
        (SCHOOL, ["堤工局防汛"]),
        (("本報訊" + SCHOOL[0], *SCHOOL[1:]), ["堤工局防汛", "小學校開學"]),
    ):
        leaf = Leaf()
        leaf.column(960, 40, "堤工局防汛", em=36)
        left = leaf.column(910, 40, *RIVER)
        leaf.column(left - 10, 40, "小學校開學", em=25, weight=0.13)
        leaf.column(left - 45, 40, *text)
        assert [headline for headline, _ in texts(leaf.page())] == headlines


def test_a_bold_line_stays_bold_where_ink_made_all_strokes_fat() -> None:
    """What ink and scanner put on a stroke is a smaller share of a larger character; the headline is much larger."""
    leaf = Leaf()
    leaf.column(960, 40, "堤工局防汛", em=70)
    left = leaf.column(870, 40, *RIVER, weight=0.14)
    leaf.column(left - 10, 40, "小學校開學", em=25, weight=0.142)
    leaf.column(left - 45, 40, *SCHOOL, weight=0.14)
    assert [headline for headline, _ in texts(leaf.page())] == ["堤工局防汛"]


def test_a_line_of_text_that_seems_larger_is_no_headline() -> None:
    """Ink touches it, but its characters stand no farther apart than the text's."""
    leaf = Leaf()
    leaf.column(960, 40, "堤工局防汛", em=36)
    left = leaf.column(910, 40, RIVER[0])
    left = leaf.column(left, 40, RIVER[1][:14], size=EM * 1.3)
    leaf.column(left, 40, *SCHOOL)
    assert [headline for headline, _ in texts(leaf.page())] == ["堤工局防汛"]


def test_a_line_as_large_as_the_text_around_it_is_no_headline() -> None:
    """An article may be set in larger type than the rest of the page."""
    leaf = Leaf()
    leaf.column(960, 40, "堤工局防汛", em=36)
    left = leaf.column(910, 40, *RIVER, em=25)
    left = leaf.column(left - 10, 40, SCHOOL[0][:9], em=25)
    leaf.column(left - 10, 40, *SCHOOL, em=25)
    assert [headline for headline, _ in texts(leaf.page())] == ["堤工局防汛"]


def test_a_headline_in_body_type_begins_an_article() -> None:
    """The oldest papers set a headline in the type of the text, some characters down in a line of its own."""
    leaf = Leaf()
    leaf.column(960, 40, "    堤工防汛", *RIVER, "    小學開學", *SCHOOL)
    assert texts(leaf.page()) == [("堤工防汛", ["".join(RIVER)]), ("小學開學", ["".join(SCHOOL)])]


def test_a_signature_at_the_foot_is_no_headline() -> None:
    """A name that stands low in its column stays with the text before it."""
    leaf = Leaf()
    leaf.column(960, 40, "    堤工防汛", *RIVER, "            堤工局啟", *SCHOOL)
    assert [headline for headline, _ in texts(leaf.page())] == ["堤工防汛"]


def test_text_without_signs_has_a_paragraph_after_each_short_line() -> None:
    """Where no signs are printed, a line that stops short is all that ends a paragraph."""
    leaf = Leaf()
    rules = (
        "一本報逢星期一三五出版凡送登告白者請",
        "於前一日交到本館",
        "一外埠定閱者郵費照加先惠報資概不賒欠",
        "望乞諒之",
    )
    leaf.column(960, 40, "    本館條例", *rules)
    assert texts(leaf.page()) == [("本館條例", [rules[0] + rules[1], rules[2] + rules[3]])]


def test_a_warped_line_of_text_is_no_subhead() -> None:
    """A line from the head of the column to its foot is text, even if it measures larger than the others."""
    leaf = Leaf()
    leaf.column(960, 40, "堤工局防汛", em=36)
    left = leaf.column(910, 40, RIVER[0])
    left = leaf.column(left, 40, RIVER[1], size=EM * 1.18)
    leaf.column(left, 40, *SCHOOL)
    page = leaf.page()
    assert not [block for block in page.blocks if block.role is Role.SUBHEAD]


def test_lines_across_a_vertical_page_are_read_from_right_to_left() -> None:
    """The characters are told in their order, in the text, in what each reader read, and in their places."""
    leaf = Leaf()
    leaf.across(700, 40, "訊要埠本", em=50)
    leaf.column(900, 110, *RIVER, *SCHOOL)
    page = leaf.page()
    line = next(line for block in page.blocks for line in block.lines if line.direction is Direction.HORIZONTAL)
    assert (line.text, line.witnesses) == ("本埠要訊", (("test", "本埠要訊"),))
    assert line.glyphs[0].box.left > line.glyphs[-1].box.left


def test_numbers_in_a_line_from_right_to_left_keep_their_order() -> None:
    """Figures were set from left to right everywhere."""
    leaf = Leaf()
    leaf.across(600, 40, "號1250第報本", em=50)
    leaf.column(960, 110, *RIVER, *SCHOOL)
    page = leaf.page()
    assert lying(page) == ["本報第1250號"]


def test_lines_whose_words_make_sense_from_left_to_right_are_left_alone() -> None:
    """Vertical pages of the fifties set their lying headlines as we do: the words of the text tell."""
    leaf = Leaf()
    leaf.across(700, 40, "小學校開學", em=50)
    leaf.column(960, 110, *RIVER, *SCHOOL)
    page = leaf.page()
    assert lying(page) == ["小學校開學"]


def test_the_name_down_the_right_side_is_the_masthead() -> None:
    """The great name in the corner and the date beside it are no article."""
    leaf = two_tiers()
    leaf.blocks = [b for b in leaf.blocks if b.lines[0].region.box.top > 700]
    leaf.column(980, 20, "青屏日報", em=110)
    leaf.column(860, 20, "中華民國二年四月七日")
    leaf.rules.append(Rule(Box(830, 20, 834, 690), RuleStyle.THICK))
    leaf.column(800, 40, "茶市近況", em=36)
    leaf.column(750, 40, *SCHOOL)
    page = leaf.page()
    first = page.articles[0]
    assert first.kind is ArticleKind.MASTHEAD
    assert [p.text for p in first.paragraphs] == ["青屏日報", "中華民國二年四月七日"]
    assert [headline for headline, _ in texts(page)] == ["茶市近況", "小學校開學", "米價漸落"]


def test_a_name_across_the_head_is_one_name_read_from_right_to_left() -> None:
    """Two great characters that stand far apart over the rule are the name; the dates beside them follow."""
    leaf = Leaf()
    leaf.across(520, 40, "屏", em=90)
    leaf.across(340, 40, "報", em=90)
    leaf.across(720, 70, "日七月四年二", em=22)
    leaf.rules.append(Rule(Box(60, 180, 960, 184), RuleStyle.THICK))
    leaf.column(940, 220, "    堤工防汛", *RIVER, "    小學開學", *SCHOOL)
    page = leaf.page()
    first = page.articles[0]
    assert (first.kind, [p.text for p in first.paragraphs]) == (ArticleKind.MASTHEAD, ["屏報", "二年四月七日"])
