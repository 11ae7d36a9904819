"""Structure on layouts written here by hand: who owns which column, and in what order."""

from __future__ import annotations

import random

import pytest

from ocr.geometry import Affine, Box
from ocr.model import (
    ArticleKind,
    BlockRegion,
    Direction,
    Frame,
    Glyph,
    Layout,
    LineRegion,
    Page,
    Picture,
    Provenance,
    Reading,
    Role,
    Rule,
    RuleStyle,
    TextBlock,
    TextLine,
)
from ocr.structure import compose
from ocr.structure.barriers import Barriers
from ocr.structure.items import make_items
from tests.structure.telling import texts

EM, LEADING = 20, 28
PROVENANCE = Provenance("demo.png", "0" * 64, 0, 300.0, 1000, 1400, Affine(), "test", (), "")


class Sketch:
    """A page described by its texts and where they stand."""

    def __init__(self, width: int = 1000, height: int = 1400) -> None:
        self.width, self.height = width, height
        self.blocks: list[TextBlock] = []
        self.rules: list[Rule] = []
        self.pictures: list[Picture] = []
        self.frames: list[Frame] = []

    def block(self, x: int, y: int, *rows: str, em: int = EM, confidence: float = 0.99, weight: float = 0.1) -> None:
        """Rows of text; a row that begins with two blanks is indented."""
        lines = []
        for k, row in enumerate(rows):
            text = row.strip()
            left = x + (2 * em if row.startswith("  ") else 0)
            box = Box(left, y + k * round(1.4 * em), left + len(text) * em, y + k * round(1.4 * em) + em)
            region = LineRegion(box, Direction.HORIZONTAL, float(em), weight)
            glyphs = tuple(
                Glyph(c, Box(left + i * em, box.top, left + (i + 1) * em, box.bottom), confidence)
                for i, c in enumerate(text)
            )
            lines.append(TextLine(region, Reading("test", glyphs)))
        self.blocks.append(TextBlock(tuple(lines), lines[0].region.box))

    def standing(self, x: int, y: int, text: str, em: int) -> None:
        box = Box(x, y, x + em, y + len(text) * em)
        glyphs = tuple(Glyph(c, Box(x, y + i * em, x + em, y + (i + 1) * em), 0.99) for i, c in enumerate(text))
        line = TextLine(LineRegion(box, Direction.VERTICAL, float(em), 0.1), Reading("test", glyphs))
        self.blocks.append(TextBlock((line,), box))

    def rule(self, box: Box) -> None:
        self.rules.append(Rule(box, RuleStyle.THIN))

    def page(self, shuffle: int | None = None) -> Page:
        blocks = list(self.blocks)
        if shuffle is not None:
            random.Random(shuffle).shuffle(blocks)
        return compose(self.layout(blocks), tuple(blocks), 1, PROVENANCE)

    def layout(self, blocks: list[TextBlock]) -> Layout:
        regions = tuple(BlockRegion(tuple(line.region for line in b.lines), b.column) for b in blocks)
        return Layout(
            self.width, self.height, float(EM), tuple(self.rules), tuple(self.frames), tuple(self.pictures), regions
        )


def two_articles() -> Sketch:
    """Two articles of two columns, one above the other, a rule between them."""
    sketch = Sketch()
    sketch.block(100, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    sketch.block(280, 220, "正是时候，车辆可以", "一直开到家门口。")
    sketch.rule(Box(40, 400, 960, 403))
    sketch.block(100, 450, "水库清淤工程完工", em=60)
    sketch.block(60, 570, "  入冬前工人们清理", "了水库底部的泥沙，", "下游农田的灌溉有了")
    sketch.block(280, 570, "保障，来年可望丰收", "。")
    return sketch


def test_paragraphs_are_rejoined_across_columns() -> None:
    """A sentence that breaks off at a column's foot goes on at the head of the next one."""
    assert texts(two_articles().page()) == [
        (
            "山村修路进展顺利",
            ["春天里村民们修好了通往山外的公路，大家都说这条路来得正是时候，车辆可以一直开到家门口。"],
        ),
        ("水库清淤工程完工", ["入冬前工人们清理了水库底部的泥沙，下游农田的灌溉有了保障，来年可望丰收。"]),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_order_and_articles_do_not_depend_on_the_order_of_detection(seed: int) -> None:
    """Blocks may come in any order: the page says the same."""
    assert texts(two_articles().page(seed)) == texts(two_articles().page())


def test_every_block_has_the_reason_for_its_own_place() -> None:
    """The headline begins, the first column is under it, the next runs on, a second paragraph stands below."""
    sketch = two_articles()
    sketch.block(60, 320, "  村口还立了一块碑。")
    whys = [block.why for block in sketch.page().blocks[:4]]
    assert [why.partition(":")[0] for why in whys] == ["headline", "opens", "below", "runs on"]
    assert whys[0].startswith("headline: 3.0 times as large as the body")


def test_every_block_is_in_exactly_one_article() -> None:
    """No block is lost and none is written twice."""
    page = two_articles().page()
    owned = [name for article in page.articles for name in article.block_ids]
    assert sorted(owned) == sorted(block.id for block in page.blocks)
    assert len(set(owned)) == len(owned)


def test_no_article_crosses_a_rule_under_it() -> None:
    """A passage under a full rule does not join the article above, though its sentence seems open."""
    sketch = Sketch()
    sketch.block(100, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    sketch.rule(Box(40, 400, 960, 403))
    sketch.block(60, 450, "（上接第一版）农机", "下田以后进度加快了", "，秋收提前完成任务")
    bodies = [body for _, body in texts(sketch.page())]
    assert len(bodies) == 2


def test_text_beside_a_vertical_headline_is_its_own() -> None:
    """A vertical headline owns the text on its left."""
    sketch = Sketch()
    sketch.block(
        60,
        200,
        "  春天里村民们修好",
        "了通往山外的公路，",
        "大家都说这条路来得",
        "正是时候，车辆可以",
        "一直开到家门口。",
    )
    sketch.standing(280, 190, "山村修路忙", 60)
    assert texts(sketch.page())[0][0] == "山村修路忙"
    assert len(texts(sketch.page())[0][1]) == 1


def test_no_article_goes_on_behind_a_vertical_headline() -> None:
    """A standing headline between two columns parts them, though a third one is left without a headline."""
    sketch = Sketch()
    rows = ("  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得", "正是时候，车辆可以", "一直开到家门口。")
    sketch.block(60, 200, *rows[:4])
    sketch.block(340, 200, *rows)
    sketch.block(620, 200, "本报记者李明", *rows)
    sketch.standing(260, 190, "山村修路忙", 30)
    sketch.standing(540, 190, "水库清淤忙", 30)
    assert [title for title, _ in texts(sketch.page())] == ["山村修路忙", "水库清淤忙", ""]


def test_no_article_goes_back_over_a_broken_vertical_rule() -> None:
    """Where a stamp has broken the rule between two columns, no text steps down and to the left through the gap."""
    sketch = Sketch()
    sketch.block(60, 330, "入冬前工人们清理了", "水库底部的泥沙，下", "游农田的灌溉有了保", "障，来年可望丰收。")
    sketch.block(330, 60, "山村修路", em=40)
    sketch.block(
        330,
        130,
        "  春天里村民们修好",
        "了通往山外的公路，",
        "大家都说这条路来得",
        "正是时候，车辆可以",
        "一直开到家门口看见",
    )
    sketch.block(330, 350, "水库清淤", em=40)
    sketch.block(330, 420, "  春天里村民们修好", "了通往山外的公路。")
    sketch.rule(Box(290, 40, 293, 290))
    sketch.rule(Box(290, 310, 293, 600))
    assert [title for title, _ in texts(sketch.page())] == ["山村修路", "", "水库清淤"]


def test_a_column_title_does_not_take_the_text_from_the_headline() -> None:
    """A small title over the first column of a wide article stands in that article."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利村民笑", em=80)
    sketch.block(60, 240, "新春走基层", em=36)
    sketch.block(60, 320, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得", "正是时候，车辆可以")
    sketch.block(
        280,
        240,
        "一直开到家门口，来",
        "往的客商多了起来，",
        "山货卖得比过去好了",
        "许多，收入也增加了",
        "大家都很满意。",
    )
    page = sketch.page()
    articles = [a for a in page.articles if a.kind is ArticleKind.ARTICLE]
    assert [a.headline for a in articles] == ["山村修路进展顺利村民笑"]
    assert Role.COLUMN_TITLE in {p.role for p in articles[0].paragraphs}


def test_the_masthead_has_no_dots_but_keeps_a_name_read_in_doubt() -> None:
    """A stray dot between the masthead's lines is an ornament; the brush-drawn name is the newspaper's."""
    sketch = two_articles()
    sketch.blocks.clear()
    sketch.rules.clear()
    sketch.block(60, 40, "云岭日报", em=90, confidence=0.6)
    sketch.block(600, 50, "国内统一刊号：CN61—0061")
    sketch.block(560, 90, "·", em=10, confidence=0.9)
    sketch.rule(Box(40, 150, 960, 153))
    sketch.block(100, 200, "山村修路进展顺利", em=60)
    sketch.block(60, 320, "  春天里村民们修好", "了通往山外的公路。")
    page = sketch.page()
    masthead = next(a for a in page.articles if a.kind is ArticleKind.MASTHEAD)
    assert [p.text for p in masthead.paragraphs] == ["云岭日报", "国内统一刊号：CN61—0061"]


def test_dust_read_as_letters_takes_no_column() -> None:
    """Specks between headline and text, read as a letter or two, are ornaments; the columns go to the headline."""
    sketch = two_articles()
    sketch.block(70, 190, "ei", em=16, confidence=0.9)
    sketch.block(300, 195, "2", em=8, confidence=0.96)
    page = sketch.page()
    assert texts(page) == texts(two_articles().page())
    assert sorted(b.lines[0].text for b in page.blocks if b.role is Role.ORNAMENT) == ["2", "ei"]


def test_a_drawn_emblem_that_no_reader_knows_is_no_headline() -> None:
    """Large ink read with little confidence stands beside the articles; a long headline read badly stays one."""
    sketch = two_articles()
    sketch.block(280, 180, "Kai", em=70, confidence=0.5)
    sketch.block(60, 800, "秋收以后农民走进夜校", em=60, confidence=0.6)
    sketch.block(60, 900, "  课堂设在老祠堂里", "，来的人一天比一天", "多，灯光亮到半夜。")
    page = sketch.page()
    assert [headline for headline, _ in texts(page)] == ["山村修路进展顺利", "水库清淤工程完工", "秋收以后农民走进夜校"]
    assert [b.lines[0].text for b in page.blocks if b.role is Role.ORNAMENT] == ["Kai"]


def test_the_name_of_a_column_at_the_foot_of_an_article_is_no_headline() -> None:
    """An emblem under the last column belongs to the article above it, however large it is drawn."""
    sketch = two_articles()
    sketch.block(300, 650, "灯下漫笔", em=80)
    page = sketch.page()
    assert [headline for headline, _ in texts(page)] == ["山村修路进展顺利", "水库清淤工程完工"]
    second = next(article for article in page.articles if article.headline == "水库清淤工程完工")
    assert [p.text for p in second.paragraphs if p.role is Role.COLUMN_TITLE] == ["灯下漫笔"]


def test_text_that_runs_around_an_emblem_stays_in_its_column() -> None:
    """An emblem that reaches a little into a column does not cut the column in two."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好了通往", "山外的公路，大家都说这条", "路来得正是时候车辆可以，")
    sketch.block(120, 304, "一直开到家门口，往", "来的客商多了起来，")
    sketch.block(60, 360, "大家都说这条路修得真好。")
    sketch.block(20, 300, "漫笔", em=50)
    assert len(texts(sketch.page())) == 1
    assert "".join(texts(sketch.page())[0][1]).endswith("一直开到家门口，往来的客商多了起来，大家都说这条路修得真好。")


def test_a_strap_without_text_goes_to_the_article_under_it() -> None:
    """A line of display type that owns no text is the column title of the next article."""
    sketch = two_articles()
    sketch.block(100, 410, "新年走笔系列报道选登", em=32)
    page = sketch.page()
    assert [headline for headline, _ in texts(page)] == ["山村修路进展顺利", "水库清淤工程完工"]


def test_a_caption_with_its_credit_goes_with_the_picture() -> None:
    """Text right under a caption is not swallowed by it."""
    sketch = Sketch()
    sketch.block(60, 60, "山村修路进展顺利", em=60)
    sketch.pictures.append(Picture(Box(60, 150, 460, 400)))
    sketch.block(60, 410, "图为村民在修路。本报记者周山摄")
    sketch.block(60, 460, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    page = sketch.page()
    roles = [p.role for article in page.articles for p in article.paragraphs]
    assert roles.count(Role.BODY) == 1
    assert Role.CAPTION in roles or Role.CREDIT in roles


def test_a_column_under_its_authors_name_is_no_continuation() -> None:
    """The column left of a headline, opened by the author's name, is the headline's first and not the one above's."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利人人高兴", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路。")
    sketch.block(280, 220, "  大家都说这条路来", "得正是时候，可以一")
    sketch.block(500, 220, "直开到家门口，往来", "的客商也多了起来。")
    sketch.block(320, 400, "水库清淤", em=60)
    sketch.block(60, 500, "本报记者 周山")
    sketch.block(60, 530, "  入冬前工人们清理", "了水库底部的泥沙。")
    sketch.block(280, 500, "  下游农田的灌溉有", "了保障，来年可望丰")
    sketch.block(500, 500, "收，大家都放心了。")
    assert [body for _, body in texts(sketch.page())] == [
        [
            "春天里村民们修好了通往山外的公路。",
            "大家都说这条路来得正是时候，可以一直开到家门口，往来的客商也多了起来。",
        ],
        ["入冬前工人们清理了水库底部的泥沙。", "下游农田的灌溉有了保障，来年可望丰收，大家都放心了。"],
    ]


def infographic() -> Sketch:
    """An article, and under it a title with figures, catchwords and icons strewn about."""
    sketch = two_articles()
    sketch.block(100, 800, "一年来山村道路水利住房的变化", em=40)
    for k, (figure, word) in enumerate((("修路12里", "通了车"), ("引水3处", "通了水"), ("新屋25间", "盖了房"))):
        sketch.block(80 + 150 * k, 880, figure, em=26)
        sketch.block(80 + 150 * k, 930, word)
        sketch.block(80 + 150 * k, 960, "!!", em=30, confidence=0.1)
        sketch.block(80 + 150 * k, 1000, "!!", em=30, confidence=0.1)
    return sketch


def test_the_figures_of_an_infographic_are_no_headlines() -> None:
    """Large figures among drawings are the text of one graphic under its title, in reading order."""
    page = infographic().page()
    graphic = next(a for a in page.articles if a.headline == "一年来山村道路水利住房的变化")
    said = [p.text for p in graphic.paragraphs if p.role is Role.CAPTION]
    assert graphic.kind is ArticleKind.PHOTO
    assert said == ["修路12里", "引水3处", "新屋25间", "通了车", "通了水", "盖了房"]
    assert [headline for headline, _ in texts(page)] == ["山村修路进展顺利", "水库清淤工程完工"]


def test_an_infographic_of_many_texts_needs_few_drawings() -> None:
    """Of pale icons hardly one is seen: many words and figures between two of them are an infographic as well."""
    sketch = two_articles()
    sketch.block(100, 800, "一年来山村道路水利住房的变化", em=40)
    for k, (figure, word) in enumerate((("修路12里", "通了车"), ("引水3处", "通了水"), ("新屋25间", "盖了房"))):
        for n, y in enumerate((880, 980)):
            sketch.block(80 + 150 * k, y, figure, em=26)
            sketch.block(80 + 150 * k, y + 40, word)
            if k < 2 - n:
                sketch.block(80 + 150 * k, y + 70, "!!", em=30, confidence=0.1)
    assert [headline for headline, _ in texts(sketch.page())] == ["山村修路进展顺利", "水库清淤工程完工"]


def test_specks_around_short_news_make_no_infographic() -> None:
    """Without large figures the same words among dust stay headlines and text."""
    sketch = two_articles()
    for k in range(3):
        sketch.block(20 + 340 * k, 800, "修路架桥通了车", em=36)
        sketch.block(20 + 340 * k, 860, "  山村里12公里路", "修好了。")
        sketch.block(20 + 340 * k, 930, "!", em=6, confidence=0.1)
    assert len([a for a in sketch.page().articles if a.kind is ArticleKind.ARTICLE]) == 5


def test_torn_columns_are_no_infographic() -> None:
    """Text that a stamp tore into short pieces holds figures among specks, too; its commas say that it runs on."""
    sketch = Sketch()
    sketch.block(60, 100, "他守护学校75年", em=50)
    for row in range(5):
        for k, piece in enumerate(("二月11日，会演", "在64个乡镇举行，", "来了1840人。")):
            sketch.block(60 + 180 * k, 180 + 44 * row, piece, em=26 if k else 20)
        sketch.block(240, 180 + 44 * row, "!!", em=20, confidence=0.1)
    assert "他守护学校75年" in [article.headline for article in sketch.page().articles]


def test_a_name_in_a_column_does_not_keep_the_headline_from_the_others() -> None:
    """The headline opens its first column though a name under it stands lower, in another column."""
    sketch = Sketch()
    sketch.block(60, 150, "山村修路进展顺利人人高兴", em=56)
    sketch.block(60, 224, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得", "正是时候，车辆可以")
    sketch.block(480, 232, "周山 李水")
    sketch.block(480, 280, "一直开到家门口，往", "来的客商多了起来。")
    articles = dict(texts(sketch.page()))
    assert "".join(articles["山村修路进展顺利人人高兴"]).startswith("春天里村民们修好了")


def test_the_authors_name_comes_before_a_caption() -> None:
    """A photo between headline and text does not part the author's name from the headline."""
    sketch = Sketch()
    sketch.block(60, 60, "山村修路进展顺利", em=60)
    sketch.pictures.append(Picture(Box(60, 150, 460, 400)))
    sketch.block(60, 410, "图为村民在修路。本报记者周山摄")
    sketch.block(60, 460, "本报记者 周山")
    sketch.block(60, 490, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    roles = [p.role for article in sketch.page().articles for p in article.paragraphs]
    assert roles.index(Role.BYLINE) < roles.index(Role.CAPTION) < roles.index(Role.BODY)


def test_a_blank_page_has_no_articles() -> None:
    """Nothing in, nothing out."""
    page = Sketch().page()
    assert (page.blocks, page.articles) == ((), ())


def test_a_rule_under_the_first_article_does_not_end_the_masthead() -> None:
    """On a page cut close to the print a column rule is wide; the masthead ends at the first rule under its lines."""
    sketch = Sketch(width=800)
    sketch.block(0, 10, "云山日报", em=80)
    sketch.block(500, 20, "统一刊号CN14—0001", "第10024期")
    sketch.rule(Box(0, 120, 800, 123))
    sketch.block(20, 130, "渡口桥梁通车", em=50)
    sketch.block(0, 200, "  渡口的桥梁昨天通", "车了。")
    sketch.block(220, 200, "  两岸的人都来看。")
    sketch.rule(Box(0, 270, 480, 273))
    sketch.block(20, 300, "茶山开园采摘", em=50)
    sketch.block(0, 370, "  茶山昨天开园了。")
    assert [headline for headline, _ in texts(sketch.page())] == ["渡口桥梁通车", "茶山开园采摘"]


def test_a_folio_without_a_rule_takes_no_text() -> None:
    """Date, page number and page name on the page's first level are furniture, however large, rule or not."""
    sketch = Sketch()
    sketch.block(500, 20, "2018年1月8日 星期一")
    sketch.block(800, 10, "7 理论", em=50)
    sketch.standing(920, 120, "全面推进创业教育", em=40)
    sketch.block(560, 120, "  我们要建设创新型", "国家，培养人才。")
    page = sketch.page()
    assert [headline for headline, _ in texts(page)] == ["全面推进创业教育"]
    furniture = [a for a in page.articles if a.kind is ArticleKind.FURNITURE]
    assert {p.role for a in furniture for p in a.paragraphs} == {Role.FOLIO}


def test_a_piece_continued_from_another_page_is_no_part_of_the_column_above() -> None:
    """上接第一版 begins a piece of its own, though no rule parts it from the text over it."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=30)
    sketch.block(60, 150, "  春天里村民修好了", "路。")
    sketch.block(60, 265, "（上接第一版）水库", "清淤工程完工。")
    bodies = [[p.text for p in article.paragraphs if p.role is Role.BODY] for article in sketch.page().articles]
    assert ["春天里村民修好了路。"] in bodies


def test_a_caption_at_the_side_of_its_article_is_no_text() -> None:
    """Under the foot of a picture in the middle, the line that names the photographer is a caption, wherever it is."""
    sketch = Sketch()
    sketch.block(60, 60, "山村修路进展顺利人人", em=60)
    sketch.pictures.append(Picture(Box(240, 150, 560, 400)))
    sketch.block(60, 412, "周山摄影报道")
    sketch.block(60, 460, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    roles = [p.role for article in sketch.page().articles for p in article.paragraphs]
    assert Role.CREDIT in roles or Role.CAPTION in roles
    assert roles.count(Role.BODY) == 1


def test_a_caption_beside_its_picture_goes_with_the_headline_over_both() -> None:
    """However many lines it and its credit have."""
    sketch = Sketch()
    sketch.block(100, 60, "山村喜获丰收", em=40)
    sketch.pictures.append(Picture(Box(60, 120, 360, 560)))
    sketch.block(380, 121, "图为山村的村民", "在晾晒核桃。", "本报记者 周山", "李水摄影报道")
    sketch.block(700, 121, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    pieces = [[(p.role, p.text) for p in article.paragraphs] for article in sketch.page().articles]
    assert [
        (Role.HEADLINE, "山村喜获丰收"),
        (Role.CAPTION, "图为山村的村民在晾晒核桃。"),
        (Role.CREDIT, "本报记者 周山李水摄影报道"),
    ] in pieces


def test_an_authors_name_between_two_texts_begins_the_second_article() -> None:
    """Under vertical headlines nothing but the author's name parts the texts of two articles in one column."""
    sketch = Sketch()
    sketch.block(60, 100, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    sketch.standing(280, 90, "山村修路忙", 40)
    sketch.block(60, 320, "本报记者 周山")
    sketch.block(60, 350, "  入冬前工人们清理", "了水库底部的泥沙，", "大家都放心了。")
    sketch.standing(280, 310, "水库清淤忙", 40)
    assert dict(texts(sketch.page())) == {
        "山村修路忙": ["春天里村民们修好了通往山外的公路，大家都说好。"],
        "水库清淤忙": ["入冬前工人们清理了水库底部的泥沙，大家都放心了。"],
    }


def test_the_rules_of_a_subhead_under_a_short_end_keep_nothing_apart() -> None:
    """Under a box the column shows by a paragraph's short end alone: the subhead's rules are its own."""
    sketch = Sketch()
    sketch.block(280, 346, "都高兴。")
    sketch.rule(Box(320, 384, 420, 386))
    sketch.block(320, 392, "路通百业兴")
    sketch.rule(Box(320, 418, 420, 420))
    sketch.block(280, 440, "  客商多了起来，茶", "叶卖得更远了，大家", "都说这条路好。")
    canon, items = make_items(sketch.layout(sketch.blocks), tuple(sketch.blocks))
    assert Barriers(sketch.layout(sketch.blocks), canon, items).level == []


def test_a_byline_over_the_level_of_the_text_heads_no_column() -> None:
    """In the midst under its headline, over the second of three columns that begin on one level: the headline's own."""
    sketch = Sketch()
    sketch.block(60, 40, "桥通了心更近了两岸村民", em=50)
    sketch.block(60, 150, "  清晨六点，河堤", "上有人在走，风从")
    sketch.block(260, 122, "本报记者 胡娟娟", "水面吹来，带着泥", "土的味道，天亮了")
    sketch.block(460, 150, "，树叶轻轻响着，", "灯还没有熄。")
    ((_, bodies),) = texts(sketch.page())
    assert bodies == ["清晨六点，河堤上有人在走，风从水面吹来，带着泥土的味道，天亮了，树叶轻轻响着，灯还没有熄。"]


def test_a_title_of_a_headline_that_becomes_a_title_is_not_lost() -> None:
    """A great letter over a column takes the vertical headline for a title, and with it the headline's own title."""
    sketch = Sketch()
    sketch.frames.append(Frame(Box(40, 80, 500, 700)))
    sketch.block(60, 100, "大", em=70)
    sketch.block(160, 110, "山村笔谈", em=50)
    sketch.standing(420, 100, "修路记", 55)
    sketch.block(60, 200, *["  春天里村民们修好了通往", *("山外的公路，大家都说这条" for _ in range(12))])
    page = sketch.page()
    said = "".join(line.text for block in page.blocks for line in block.lines)
    assert all(title in said for title in ("大", "山村笔谈", "修路记"))


def test_ink_read_as_kana_is_an_ornament() -> None:
    """A panel's frayed edge under its title is read as kana, surely enough: the title opens no article."""
    sketch = two_articles()
    sketch.block(60, 700, "深入学习推广节水灌溉技术", em=36)
    sketch.block(60, 745, "8どでりにジのはにたにンしと", em=16)
    news = [a for a in sketch.page().articles if a.kind is ArticleKind.ARTICLE]
    assert not any("ジ" in p.text for a in news for p in a.paragraphs)


def test_an_emblem_of_two_lines_is_no_article() -> None:
    """The name of a series, drawn in two short lines beside a box and without text, is the near article's title."""
    sketch = two_articles()
    articles = len(sketch.page().articles)
    sketch.block(640, 110, "走进新山村", em=40)
    sketch.block(700, 165, "踏上新征程", em=40)
    assert len(sketch.page().articles) == articles


def test_text_runs_into_no_column_under_another_article_s_lead() -> None:
    """Two articles side by side on one level, a lead over the columns of the right one: the left one ends before it."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路忙", em=50)
    sketch.block(60, 200, "  春天里村民们修好", *["了通往山外的公路，"] * 6)
    sketch.block(260, 200, *["大家都说这条路来得"] * 6, "正是时候，都高兴。")
    sketch.block(460, 100, "水库清淤忙", em=50)
    sketch.block(460, 160, "  修渠、改路，记者到村里住了四天记下所见。")
    sketch.block(460, 200, "  入冬前工人们清理", *["了水库底部的泥沙，"] * 6)
    sketch.block(660, 200, *["泵站也换了新机器，"] * 6, "大家都放心了许多。")
    articles = dict(texts(sketch.page()))
    assert "".join(articles["山村修路忙"]).endswith("正是时候，都高兴。")
    assert "".join(articles["水库清淤忙"]).endswith("大家都放心了许多。")


def test_characters_beside_a_vertical_headline_sign_it() -> None:
    """The author's two characters, each taken for a row, are the headline's: they do not keep it from its text."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=40)
    for x in (60, 260):
        sketch.block(x, 160, *[("  " if x == 60 else "") + "春天里村民们修好了", *["通往山外的公路大家"] * 30])
    sketch.block(460, 150, "  入冬前工人们清理", *["了水库底部的泥沙，"] * 20, "大家都放心了许多。")
    sketch.standing(720, 100, "水库清淤工程完工", 60)
    sketch.block(690, 300, "杨")
    sketch.block(690, 340, "义")
    articles = dict(texts(sketch.page()))
    assert "".join(articles["水库清淤工程完工"]).endswith("大家都放心了许多。")


def test_columns_go_on_under_a_picture_before_the_next_one() -> None:
    """A picture across two of three columns, text over and under it: each column is read to its foot."""
    sketch = Sketch()
    sketch.block(60, 40, "山村修路进展顺利人人高兴", em=48)
    sketch.block(60, 120, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    sketch.block(260, 120, "客商多了起来，茶叶", "卖得更远了，泵站也", "换了新机器，田里的")
    sketch.pictures.append(Picture(Box(60, 215, 430, 500)))
    sketch.block(60, 510, "正是时候，车辆可以", "一直开到家门口，往", "来方便，山里山外的")
    sketch.block(260, 510, "水稻喝足了水，村民", "们又种了果树，今年", "的收成一定会更好，")
    sketch.block(460, 120, "家家户户都高兴，孩", *["子们上学也近多了，"] * 14, "冬天不再怕雪。")
    ((_, bodies),) = texts(sketch.page())
    told = "".join(bodies)
    assert [told.index(part) for part in ("春天里", "正是时候", "客商", "水稻", "家家户户")] == sorted(
        told.index(part) for part in ("春天里", "正是时候", "客商", "水稻", "家家户户")
    )


def test_a_last_row_under_an_indented_one_is_in_its_column() -> None:
    """Two characters at the end of a paragraph of two rows have no width in common with the first row."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  入冬前工人们清理", "了水库底部的泥沙。")
    sketch.block(60, 276, "  春天里村民们修好")
    sketch.block(60, 304, "路。")
    sketch.block(60, 332, "  大家都说这条路来")
    sketch.block(60, 360, "得正是时候。")
    assert texts(sketch.page()) == [
        (
            "山村修路进展顺利",
            ["入冬前工人们清理了水库底部的泥沙。", "春天里村民们修好路。", "大家都说这条路来得正是时候。"],
        )
    ]


@pytest.mark.parametrize("steps", [(0, 0, 14, 28, 42, 56, 70), (70, 56, 42, 28, 14, 0), (0, 0, 0, 0, 60, 60, 60, 60)])
def test_a_paragraph_along_a_figure_is_one(steps: tuple[int, ...]) -> None:
    """Rows that stand farther in, or farther out, along the outline of a picture begin no paragraph."""
    sketch = Sketch()
    sketch.block(60, 60, "山村修路进展顺利", em=60)
    for k, step in enumerate(steps):
        sketch.block(60 + step, 160 + k * LEADING, "大家都说这条路来得正是时候的确如此"[: 17 - step // EM])
    foot = 160 + len(steps) * LEADING
    sketch.block(60 + steps[-1], foot, "往来更方便。", "  入冬前工人们清理", "了水库底部的泥沙。")
    ((_, bodies),) = texts(sketch.page())
    assert [body[:3] for body in bodies] == ["大家都", "入冬前"]


def test_a_headline_takes_no_column_from_the_one_beside_it() -> None:
    """Of two headlines on one level each opens the column right under it, and the larger one no other."""
    sketch = Sketch()
    sketch.block(60, 110, "山村修路进展", em=40)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路。")
    sketch.block(280, 220, "  大家都说这条路来", "得正是时候。")
    sketch.block(620, 80, "水库清淤", em=80)
    sketch.block(620, 220, "  入冬前工人们清理", "了水库底部的泥沙。")
    assert [body for _, body in texts(sketch.page())] == [
        ["春天里村民们修好了通往山外的公路。", "大家都说这条路来得正是时候。"],
        ["入冬前工人们清理了水库底部的泥沙。"],
    ]


def test_a_sentence_under_the_authors_name_is_text() -> None:
    """A short first sentence is no second name in the headline's head."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利人人高兴", em=60)
    sketch.block(60, 220, "本报记者 周山")
    sketch.block(60, 266, "  春天路通了。")
    sketch.block(420, 220, "  大家都说这条路来", "得正是时候。")
    assert texts(sketch.page()) == [("山村修路进展顺利人人高兴", ["春天路通了。", "大家都说这条路来得正是时候。"])]


def test_headlines_with_kickers_of_their_own_are_two() -> None:
    """A book title at the head of the second headline does not join it to the first."""
    sketch = Sketch()
    for k, headline in enumerate(("山村修路进展顺利", "《水库志》编写完成")):
        left = 40 + 460 * k
        sketch.block(left + 150, 60, "新春走基层", em=26)
        sketch.block(left, 100, headline, em=50)
        sketch.block(left, 190, "  春天里村民们修好", "了通往山外的公路。")
        sketch.block(left + 210, 190, "  大家都说这条路来", "得正是时候。")
    assert [headline for headline, _ in texts(sketch.page())] == ["山村修路进展顺利", "《水库志》编写完成"]


def news_side_by_side(first: str, second: str) -> Sketch:
    """Two pieces of display type on one level, closer than two headlines are set, each over an item of news."""
    sketch = Sketch()
    sketch.block(60, 100, first, em=50)
    sketch.block(60 + 50 * len(first) + 55, 100, second, em=50)
    for left, place in ((60, "松坪县"), (60 + 50 * len(first) + 55, "麦湾县")):
        sketch.block(left, 190, f"  本报{place}10月28日电（记者", "周山）春天里村民们修好了通", "往山外的公路。")
    return sketch


def test_news_under_each_of_two_headlines_tells_them_apart() -> None:
    """Where an agency's or reporter's item begins under each half, they are two headlines."""
    page = news_side_by_side("山村修路进展", "水库清淤完工").page()
    assert [headline for headline, _ in texts(page)] == ["山村修路进展", "水库清淤完工"]


def test_a_quotation_in_a_headline_outweighs_the_news_under_it() -> None:
    """A headline whose first half ends with a quotation mark goes on, though items begin under both halves."""
    page = news_side_by_side("村民夸“好路”", "水库清淤完工").page()
    assert [headline for headline, _ in texts(page)] == ["村民夸“好路” 水库清淤完工"]


def test_text_that_begins_beside_a_standing_headline_is_parted_from_the_text_over_it() -> None:
    """Nothing but white lies between the end of one article and the beginning of the next, narrower one."""
    sketch = Sketch()
    sketch.standing(520, 90, "山村修路忙", 60)
    sketch.block(60, 90, "  春天里村民们修好了通往山外的公路，", *(["路修好以后客商多了起来，茶叶卖得更远，"] * 12))
    sketch.standing(320, 520, "水库清淤忙", 60)
    sketch.block(60, 520, "  秋天里干部们清完了", *(["水库里多年的淤泥，下游"] * 11), "大家都说这件事办得好。")
    assert [article.headline for article in sketch.page().articles] == ["山村修路忙", "水库清淤忙"]


def test_the_second_phrase_of_a_standing_deck_is_its_own() -> None:
    """It begins a blank under the first, though it reaches down beyond the headline."""
    sketch = Sketch()
    sketch.block(
        60, 100, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。", "  夏天雨水多，路面", "也不再泥泞。"
    )
    sketch.standing(420, 90, "山村修路忙", 60)
    sketch.standing(370, 100, "改造公路八条", 40)
    sketch.standing(370, 400, "惠及四县", 40)
    (article,) = sketch.page().articles
    assert [p.text for p in article.paragraphs if p.role is Role.DECK] == ["改造公路八条", "惠及四县"]


def test_a_deck_with_a_dash_may_be_wider_than_a_short_headline() -> None:
    """In display type it is its headline's still, and comes after it."""
    sketch = Sketch()
    sketch.block(120, 60, "修渠记", em=70)
    sketch.block(60, 150, "——来自山村的报告", em=40)
    sketch.block(60, 220, "  春天里村民们修好了通往山外", "的公路，大家都说好。")
    (article,) = sketch.page().articles
    assert [p.role for p in article.paragraphs[:2]] == [Role.HEADLINE, Role.DECK]


def test_a_column_in_the_middle_is_no_deck() -> None:
    """Three rows of body type under the middle of a headline, with columns at both sides, are text."""
    sketch = Sketch()
    sketch.block(300, 100, "山村修路忙", em=80)
    for k in range(3):
        sketch.block(160 + 240 * k, 215, "  春天里村民们修好", "了通往山外的公路，", "大家说好。", em=23)
    page = sketch.page()
    assert [p.role for a in page.articles for p in a.paragraphs].count(Role.DECK) == 0


@pytest.mark.parametrize(("top", "em"), [(190, EM), (203, 24)])
def test_text_right_under_a_deck_is_no_part_of_it(top: int, em: int) -> None:
    """A deck that begins with a dash ends where more white stands under it than between the rows of the text.

    One in larger type needs less.
    """
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利人人", em=60)
    sketch.block(60, 240, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    deck = Sketch()
    deck.block(280, top, "——来自山村的报告", em=em)
    deck.block(280, 240, "正是时候，车辆可以", "一直开到家门口。")
    lines = tuple(line for block in deck.blocks for line in block.lines)
    sketch.blocks.append(TextBlock(lines, Box(280, top, 480, 300)))
    page = sketch.page()
    assert [p.text for a in page.articles for p in a.paragraphs if p.role is Role.DECK] == ["——来自山村的报告"]
    assert texts(page)[0][1] == [
        "春天里村民们修好了通往山外的公路，大家都说这条路来得正是时候，车辆可以一直开到家门口。"
    ]


def test_a_bold_row_at_the_end_of_an_article_is_no_subhead() -> None:
    """Only what has text under it is one."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    sketch.block(60, 320, "路通人心顺", weight=0.2)
    assert texts(sketch.page())[0][1][-1] == "路通人心顺"
    sketch.block(60, 360, "  人们奔走相告，都", "说这条路来得正好。")
    assert Role.SUBHEAD in [p.role for a in sketch.page().articles for p in a.paragraphs]


def test_the_little_rules_of_a_subhead_keep_nothing_apart() -> None:
    """A subhead between two rules of its own length stands inside its column, and the text goes on under it."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路。")
    sketch.rule(Box(110, 284, 190, 287))
    sketch.block(110, 292, "路通之后")
    sketch.rule(Box(110, 317, 190, 320))
    sketch.block(60, 330, "  车辆可以一直开到", "每一户的门前了。")
    (article,) = texts(sketch.page())
    assert article[0] == "山村修路进展顺利"
    assert [article[1][0], article[1][-1]] == ["春天里村民们修好了通往山外的公路。", "车辆可以一直开到每一户的门前了。"]


def test_a_framed_lead_stays_with_the_article_that_it_opens() -> None:
    """A box of a few lines between headline and text is no article of its own, and its edges keep nothing apart."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=50)
    sketch.block(80, 210, "修路、改水、通公交，件件小事办得怎样")
    sketch.frames.append(Frame(Box(60, 190, 500, 250)))
    sketch.rule(Box(60, 190, 500, 193))
    sketch.rule(Box(60, 247, 500, 250))
    sketch.block(60, 280, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    sketch.block(280, 280, "正是时候，车辆可以", "一直开到家门口。")
    ((headline, paragraphs),) = texts(sketch.page())
    assert headline == "山村修路进展顺利"
    assert paragraphs[-1] == "春天里村民们修好了通往山外的公路，大家都说这条路来得正是时候，车辆可以一直开到家门口。"


def test_a_framed_lead_is_told_though_the_rows_under_it_are_blocks_of_their_own() -> None:
    """Along a cut-out picture each row may be a block; the column under the lead is still one of text."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=50)
    sketch.block(80, 210, "修路、改水、通公交，件件小事办得怎样")
    sketch.frames.append(Frame(Box(60, 190, 500, 250)))
    for k, row in enumerate(("春天里村民们修好", "了通往山外的公路", "大家都说这条路来", "得正是时候。")):
        sketch.block(60 + 12 * k, 280 + k * LEADING, row)
    ((headline, paragraphs),) = texts(sketch.page())
    assert headline == "山村修路进展顺利"
    assert paragraphs == ["春天里村民们修好了通往山外的公路大家都说这条路来得正是时候。"]


def test_a_large_byline_is_no_headline() -> None:
    """A byline set, or measured, in larger type than the text still signs the article that it stands in."""
    sketch = Sketch()
    sketch.block(100, 100, "山村修路进展顺利", em=80)
    sketch.block(100, 220, "本报记者陈小满", em=36)
    sketch.block(60, 300, "  春天里村民们修好", "了通往山外的公路。")
    assert [headline for headline, _ in texts(sketch.page())] == ["山村修路进展顺利"]


def test_lines_under_the_rule_that_closes_the_page_are_furniture() -> None:
    """The telephone number at the page's foot belongs to no article."""
    sketch = two_articles()
    sketch.rule(Box(40, 1340, 960, 1343))
    sketch.block(600, 1360, "新闻热线三五二八")
    assert texts(sketch.page()) == texts(two_articles().page())
    assert [block.lines[0].text for block in sketch.page().blocks if block.role is Role.FOLIO] == ["新闻热线三五二八"]


def test_a_dateline_under_white_begins_another_article() -> None:
    """Text that opens with a dateline does not go on with the column over it when white parts the two."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得")
    sketch.block(60, 350, "  本报讯（记者陈小", "满）入冬前工人们清", "理了水库底部的泥沙。")
    sketch.block(280, 350, "  下游农田的灌溉有", "了保障。")
    sketch.standing(480, 350, "水库清淤完工", 40)
    assert [headline for headline, _ in texts(sketch.page())] == ["山村修路进展顺利", "水库清淤完工"]


def test_a_list_of_figures_in_large_type_is_no_headline() -> None:
    """What an infographic counts, line by line, stands under its title."""
    sketch = Sketch()
    sketch.block(60, 100, "一组数字看农田", em=60)
    sketch.block(60, 220, "48人次", "307公里", "5680亩", em=40)
    sketch.block(500, 220, "31户", "1200元", "96处", em=40)
    ((headline, paragraphs),) = texts(sketch.page())
    assert headline == "一组数字看农田"
    assert "".join(paragraphs).startswith("48人次")


def test_figures_on_tiles_of_tint_are_one_piece() -> None:
    """What is counted on tiles, a few lines on each, makes one graphic under its title, not an article a tile."""
    sketch = Sketch()
    sketch.block(60, 100, "水利建设这一年看得见", em=50)
    for x in (60, 340):
        for y, text in ((200, "修好渠道"), (340, "受益农户")):
            sketch.block(x, y, text)
            sketch.block(x, y + 26, "3453公里", "95.1万户", em=30)
    graphic = [article for article in sketch.page().articles if article.kind is not ArticleKind.FURNITURE]
    assert len(graphic) == 1
    assert graphic[0].headline == "水利建设这一年看得见"
    assert sum(p.text.count("3453公里") for p in graphic[0].paragraphs) == 4


def test_an_article_in_the_frame_beside_an_infographic_is_no_part_of_it() -> None:
    """Its short headline stands near the figures, but in another great frame."""
    sketch = Sketch()
    sketch.frames += [Frame(Box(40, 80, 440, 620)), Frame(Box(460, 80, 860, 620))]
    sketch.block(240, 100, "夜校灯火", em=44)
    sketch.block(60, 170, "  春天里村民们修好了通往山外", *(["的公路，大家都说这条路来得正好"] * 14))
    sketch.block(480, 100, "数字看变化", em=36)
    for number in range(6):
        sketch.block(480, 170 + 70 * number, f"{18 + number}处", em=40)
        sketch.block(480, 216 + 70 * number, "新增管道")
    headlines = {article.headline for article in sketch.page().articles if article.kind is not ArticleKind.FURNITURE}
    assert headlines == {"夜校灯火", "数字看变化"}


def test_a_mark_that_a_gutter_parts_from_its_byline_stays_with_it() -> None:
    """The byline stands under its headline, whatever gutter runs under its mark, and the first column comes first."""
    sketch = Sketch()
    sketch.block(100, 100, "山村修路进展顺利了吗", em=60)
    sketch.block(60, 250, "春天里村民们修好了", "通往山外的公路，", "大家都说这条路来得")
    mark = LineRegion(Box(264, 200, 284, 220), Direction.HORIZONTAL, float(EM), 0.1)
    lines = (TextLine(mark, Reading("test", (Glyph("□", mark.box, 0.99),))), *sketch.blocks.pop().lines)
    sketch.blocks.append(TextBlock(lines, lines[1].region.box))
    sketch.block(300, 200, "本报记者陈小满")
    sketch.block(300, 250, "正是时候，车辆可以", "一直开到家门口。")
    page = sketch.page()
    (article,) = texts(page)
    assert (
        "".join(article[1]) == "春天里村民们修好了通往山外的公路，大家都说这条路来得正是时候，车辆可以一直开到家门口。"
    )
    assert [p.text for p in page.articles[0].paragraphs if p.role is Role.BYLINE] == ["□本报记者陈小满"]


def test_a_graphic_does_not_reach_across_a_rule() -> None:
    """Short lines beyond a rule, such as a picture's caption, are no pieces of the graphic beside it."""
    sketch = Sketch()
    for y in (200, 280, 360):
        sketch.block(60, y, "3453公里", em=30)
        sketch.block(60, y + 44, "修好的渠道")
    sketch.block(60, 440, "95.1万户", em=30)
    sketch.rule(Box(300, 180, 303, 500))
    sketch.block(330, 300, "春天的水库边上")
    said = ["".join(p.text for p in article.paragraphs) for article in sketch.page().articles]
    assert "春天的水库边上" in said


def test_the_cells_of_a_ruled_table_are_one_piece_under_its_title() -> None:
    """A grid of rules makes a table: one block, its cells row by row, owned by the headline over it."""
    sketch = Sketch()
    sketch.block(100, 100, "全市水稻收购价格", em=40)
    for row, cells in enumerate((("县区", "数量"), ("北桥区", "218"), ("南岸区", "432"), ("竹溪县", "816"))):
        for column, text in enumerate(cells):
            sketch.block(70 + 200 * column, 210 + 40 * row, text)
    for row in range(5):
        sketch.rule(Box(60, 200 + 40 * row, 460, 202 + 40 * row))
    for column in range(3):
        sketch.rule(Box(60 + 199 * column, 200, 62 + 199 * column, 362))
    (article,) = sketch.page().articles
    assert article.kind is ArticleKind.ARTICLE
    assert article.headline == "全市水稻收购价格"
    assert [(p.role, p.text) for p in article.paragraphs[1:]] == [(Role.TABLE, "县区数量北桥区218南岸区432竹溪县816")]


def test_each_title_of_a_panel_is_a_teaser_with_its_pointer() -> None:
    """Titles set close below each other, their pointers at the right: as many teasers, in order."""
    sketch = Sketch()
    sketch.frames.append(Frame(Box(50, 90, 600, 400)))
    for n, title in enumerate(("修渠记者探访山村", "新桥下月通车", "水库清淤完工")):
        sketch.block(60, 100 + 90 * n, title, em=25)
    sketch.block(480, 140, "详见第二版")
    for n in (1, 2):
        sketch.block(500, 140 + 90 * n, f"刊{n + 3}版")
    teasers = [article for article in sketch.page().articles if article.kind is ArticleKind.TEASER]
    assert [(t.headline, t.paragraphs[-1].text) for t in teasers] == [
        ("修渠记者探访山村", "详见第二版"),
        ("新桥下月通车", "刊4版"),
        ("水库清淤完工", "刊5版"),
    ]


def test_a_teaser_takes_no_line_of_the_column_beside_its_panel() -> None:
    """A pointer set a little lower than its title is level with the text outside; the title is the panel's own."""
    sketch = Sketch()
    sketch.frames.append(Frame(Box(390, 80, 900, 260)))
    for n, title in enumerate(("新桥下月通车", "水库清淤完工")):
        sketch.block(400, 100 + 80 * n, title, em=25)
        sketch.block(700, 128 + 80 * n, f"详见第{n + 2}版")
    sketch.block(60, 100, *("清晨六点河堤上已经有人" for _ in range(8)))
    page = sketch.page()
    teasers = [article.headline for article in page.articles if article.kind is ArticleKind.TEASER]
    assert teasers == ["新桥下月通车", "水库清淤完工"]
    assert sum("清晨六点" in p.text for article in page.articles for p in article.paragraphs) == 1


def test_text_around_a_picture_is_no_table() -> None:
    """Lines of two columns that a picture parts are level and flush as cells are; their commas say that they run on."""
    sketch = Sketch()
    sketch.pictures.append(Picture(Box(220, 200, 480, 420)))
    left = ("清晨，河堤上", "有人在走，风", "从水面吹来，", "树叶轻轻响，", "远处有灯火，", "天慢慢亮了，")
    for x in (60, 500):
        sketch.block(x, 200, *left)
    assert not [p for article in sketch.page().articles for p in article.paragraphs if p.role is Role.TABLE]


def test_the_photographers_name_set_under_its_end_tells_a_caption() -> None:
    """A caption in type of the text's size, its signature alone in the next line, is no first line of the column."""
    sketch = Sketch()
    sketch.block(60, 40, "桥通了心更近了", em=60)
    sketch.pictures.append(Picture(Box(60, 130, 400, 300)))
    sketch.block(60, 306, "二月五日农技员在果园里", "查看长势。")
    sketch.block(200, 366, "王晓东摄")
    sketch.block(60, 420, "  清晨六点，河堤上已经有人", "在走，风从水面吹来，带着", "泥土的味道。")
    (article,) = [a for a in sketch.page().articles if a.kind is ArticleKind.ARTICLE]
    captions = "".join(p.text for p in article.paragraphs if p.role in (Role.CAPTION, Role.CREDIT))
    assert "二月五日" in captions
    assert any(p.role is Role.BODY and p.text.startswith("清晨六点") for p in article.paragraphs)


def test_a_byline_over_the_gutter_is_of_the_headline() -> None:
    """A byline in the middle under its headline sticks out from the column right under it: it begins no column."""
    sketch = Sketch()
    sketch.block(120, 40, "桥通了心更近了两岸", em=60)
    sketch.block(320, 120, "本报记者 胡娟")
    sketch.block(60, 180, *("  清晨六点，河堤上有人", "在走，风从水面吹来"))
    sketch.block(370, 145, *("带着泥土的味道，天亮", "了，树叶轻轻响着。"))
    (article,) = [a for a in sketch.page().articles if a.kind is ArticleKind.ARTICLE]
    texts = [(p.role, p.text) for p in article.paragraphs]
    assert texts[1] == (Role.BYLINE, "本报记者 胡娟")
    assert texts[2] == (Role.BODY, "清晨六点，河堤上有人在走，风从水面吹来带着泥土的味道，天亮了，树叶轻轻响着。")


def test_a_headline_goes_on_with_a_bracket_of_half_width() -> None:
    """A bracket's blank is as wide as a gutter, and a reader may give it half width: the headline is one."""
    sketch = Sketch()
    sketch.block(60, 100, "明日天气预报", em=60)
    sketch.block(60 + 360 + 100, 100, "(一月五日)", em=60)
    for x in (60, 520):
        sketch.block(x, 220, "  今天夜间到明天白天", "全市多云转小雪，北风", "三到四级。")
    assert [article.headline for article in sketch.page().articles] == ["明日天气预报 （一月五日）"]


def test_a_line_smaller_than_any_type_is_no_text() -> None:
    """The pattern under a title over a series, read as many letters and figures, takes no column and owns no title."""
    sketch = two_articles()
    sketch.block(100, 420, "春季访谈选编", em=26)
    sketch.block(60, 448, "2F3“8072", em=8, confidence=0.7)
    page = sketch.page()
    assert [article.headline for article in page.articles] == ["山村修路进展顺利", "水库清淤工程完工", ""]
    assert page.articles[-1].kind is ArticleKind.FURNITURE


def test_a_subhead_at_the_head_of_a_column_beside_text_is_no_deck() -> None:
    """Right under the headline's middle, larger than the text, but a column of its width beside it: a subhead."""
    sketch = Sketch()
    sketch.block(100, 100, "山村修路进展顺利春来早", em=70)
    column = ("春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得", "正是时候车辆可以一")
    sketch.block(60, 206, "  " + column[0], *column[1:])
    sketch.block(320, 200, "  " + column[0], *column[1:])
    sketch.block(550, 212, "路通人心顺", em=24)
    sketch.block(540, 260, "  " + column[0], *column[1:])
    article = sketch.page().articles[0]
    assert [(p.role, p.text) for p in article.paragraphs if p.role is not Role.BODY] == [
        (Role.HEADLINE, "山村修路进展顺利春来早"),
        (Role.SUBHEAD, "路通人心顺"),
    ]


def test_a_folio_without_a_rule_is_one_whatever_was_read_in_its_brush_name() -> None:
    """Name, date and page on one level: a stop read in the name and a dash for 一 leave it a folio."""
    sketch = two_articles()
    sketch.block(40, 10, "云。岭日報", em=40)
    sketch.block(500, 25, "2018年1月22日")
    sketch.block(780, 10, "星期－7理论", em=36)
    page = sketch.page()
    assert texts(page) == texts(two_articles().page())
    folio = {b.lines[0].text for b in page.blocks if b.role is Role.FOLIO}
    assert folio == {"云。岭日報", "2018年1月22日", "星期－7理论"}


def test_the_folio_is_found_on_a_scan_with_wide_margins() -> None:
    """Paper that lies in the middle of a far larger scan: its folio is where its print begins."""
    sketch, shift = Sketch(2400, 2600), 600
    sketch.block(shift + 60, shift, "2018年1月22日 星期一")
    sketch.block(shift + 700, shift, "第7版 理论", em=30)
    sketch.rule(Box(shift + 40, shift + 45, shift + 960, shift + 48))
    sketch.block(shift + 100, shift + 100, "山村修路进展顺利", em=60)
    sketch.block(shift + 60, shift + 220, "  春天里村民们修好", "了通往山外的公路。")
    page = sketch.page()
    assert [a.headline for a in page.articles] == ["山村修路进展顺利", ""]
    assert {b.role for b in page.blocks if b.lines[0].box.top < shift + 45} == {Role.FOLIO}


@pytest.mark.parametrize(("em", "headlines"), [(80, ["村路修好 货出深山"]), (44, ["村路修好", "货出深山"])])
def test_halves_of_a_great_headline_may_differ_in_weight(em: int, headlines: list[str]) -> None:
    """On poor scans one half is printed fatter than the other; smaller headlines that differ so are two."""
    sketch = Sketch()
    right = 60 + 5 * em
    sketch.block(60, 100, "村路修好", em=em)
    sketch.block(right, 100, "货出深山", em=em, weight=0.118)
    for x in (60, right):
        sketch.block(x, 240, "  春天里村民们修好", "了通往山外的公路。")
    assert [article.headline for article in sketch.page().articles] == headlines


def test_halves_of_a_great_headline_may_seem_of_unlike_height() -> None:
    """A drawing behind one half makes its row higher; both stand on one line and are one headline."""
    sketch = Sketch()
    sketch.block(60, 100, "村路修好", em=80)
    sketch.block(460, 90, "货出深山", em=90)
    for x in (60, 460):
        sketch.block(x, 240, "  春天里村民们修好", "了通往山外的公路。")
    assert [article.headline for article in sketch.page().articles] == ["村路修好 货出深山"]


def test_a_subhead_far_from_the_columns_on_its_level_is_no_deck() -> None:
    """A headline that stands over three columns: the third begins with a subhead, set in its middle."""
    sketch = Sketch()
    sketch.block(160, 100, "山村修路进展顺利人人高兴", em=60)
    sketch.block(60, 220, "  春天里村民们修好", "了通往山外的公路，", "大家都说这条路来得", "正是时候，车辆可以")
    sketch.block(300, 220, "一直开到家门口，往", "来的客商多了起来，", "山里的果子运得出去", "，日子好过了。")
    sketch.block(640, 220, "水也通了", em=24)
    sketch.block(580, 264, "  入冬前工人们清理了村口", "的水库，下游农田的灌溉有", "了保障，来年可望丰收。")
    article = sketch.page().articles[0]
    assert [p.text for p in article.paragraphs if p.role is Role.DECK] == []
    told = "".join(p.text for p in article.paragraphs)
    assert told.index("日子好过了") < told.index("水也通了") < told.index("入冬前")


def test_rows_and_columns_in_white_are_a_table() -> None:
    """Places and their weather, far apart and on one level, are told row by row under their title."""
    sketch = two_articles()
    sketch.block(100, 800, "各地天气", em=36)
    places = ("山前县", "山后县", "水东镇", "水西镇")
    sketch.block(80, 880, *places)
    for k, (sky, wind) in enumerate((("晴", "北风3级"), ("多云", "微风"), ("小雨", "东南风2级"), ("晴", "微风"))):
        sketch.block(300, 880 + 28 * k, sky)
        sketch.block(520, 880 + 28 * k, wind)
    article = next(a for a in sketch.page().articles if a.headline == "各地天气")
    (table,) = [p.text for p in article.paragraphs if p.role is Role.TABLE]
    assert table.replace("\n", "").replace(" ", "").startswith("山前县晴北风3级山后县多云微风水东镇小雨")


def test_two_tables_on_one_level_are_two() -> None:
    """Whatever lies between them, and however many rows each has; a long cell leaves little white before the next."""
    sketch = Sketch()
    sketch.block(60, 60, "各县天气", em=36)
    sketch.block(860, 60, "各镇天气", em=36)
    places = (("山前县", "晴"), ("山后县", "多云"), ("水东县", "小雨"))
    for number, (place, weather) in enumerate(places * 2):
        sketch.block(60, 120 + number * 40, place)
        sketch.block(200, 120 + number * 40, weather)
    for number, (place, weather) in enumerate((("水东镇", "小雨"), ("山前镇", "大雨转小雨"), ("山后镇", "晴")) * 3):
        sketch.block(860, 120 + number * 40, place)
        sketch.block(980, 120 + number * 40, weather)
        sketch.block(1110, 120 + number * 40, "微风")
    tables = [p.text for article in sketch.page().articles for p in article.paragraphs if p.role is Role.TABLE]
    assert [table.replace("\n", "").replace(" ", "") for table in tables] == [
        "山前县晴山后县多云水东县小雨" * 2,
        "水东镇小雨微风山前镇大雨转小雨微风山后镇晴微风" * 3,
    ]


def test_text_beside_a_table_is_no_cell() -> None:
    """Its rows, though it ends without a stop, and a title there that stands on a level with some row."""
    sketch = Sketch()
    sketch.block(560, 60, "各县天气", em=36)
    text = ("从去年秋天开始，村", "民们修路，每天一早", "出门，天黑才回家，", "谁也不说累，大家都")
    sketch.block(60, 120, *text)
    sketch.block(60, 310, "水库清淤忙", em=24)
    for number, (place, weather) in enumerate((("山前县", "晴"), ("山后县", "多云"), ("水东镇", "小雨")) * 2):
        sketch.block(560, 120 + number * 40, place)
        sketch.block(760, 120 + number * 40, weather)
    tables = [p.text for article in sketch.page().articles for p in article.paragraphs if p.role is Role.TABLE]
    assert [table.replace("\n", "").replace(" ", "") for table in tables] == ["山前县晴山后县多云水东镇小雨" * 2]


def test_columns_of_verse_are_no_table() -> None:
    """Lines that fill their columns are read column by column, though each stands beside another."""
    sketch = Sketch()
    sketch.block(100, 100, "山村新歌", em=60)
    for k in range(3):
        sketch.block(60 + 220 * k, 220, *(f"第{n}段第{m}行歌唱山村" for n in (k + 1,) for m in range(1, 6)))
    roles = {p.role for article in sketch.page().articles for p in article.paragraphs}
    assert Role.TABLE not in roles


def test_a_headline_over_a_picture_with_its_words_is_a_photo_report() -> None:
    """The column that runs on under the picture's words goes on from the column beside it; the title keeps them."""
    sketch = Sketch()
    sketch.block(60, 100, "山村路通", em=40)
    sketch.block(60, 170, "  春天里村民们修好", *(["了通往山外的公路，"] * 13), "大家都说这条路来得")
    sketch.block(310, 100, "采摘开幕", em=40)
    sketch.pictures.append(Picture(Box(300, 170, 480, 330)))
    sketch.block(300, 340, "图为村民在果园里。", "本报记者周山摄")
    sketch.block(300, 420, "正是时候，车辆可以", "开到这里，客商多了", "起来。")
    articles = {a.headline: "".join(p.text for p in a.paragraphs) for a in sketch.page().articles}
    assert articles["采摘开幕"] == "采摘开幕图为村民在果园里。本报记者周山摄"
    assert articles["山村路通"].endswith("这条路来得正是时候，车辆可以开到这里，客商多了起来。")


def test_photographs_side_by_side_are_one_report() -> None:
    """Each with a caption and a name under its own end; what they show is told together, one after the other."""
    sketch = Sketch()
    sketch.block(120, 60, "山村喜获丰收", em=40)
    sketch.pictures += [Picture(Box(60, 130, 400, 400)), Picture(Box(420, 130, 760, 400))]
    sketch.block(60, 410, "山村的村民在晾晒核桃。")
    sketch.block(300, 434, "周山摄")
    sketch.block(420, 410, "果园里的客商。")
    sketch.block(660, 434, "李水摄")
    (report,) = sketch.page().articles
    assert report.kind is ArticleKind.PHOTO
    told = [p.text for p in report.paragraphs]
    assert told == ["山村喜获丰收", "山村的村民在晾晒核桃。", "周山摄", "果园里的客商。", "李水摄"]


def test_a_name_under_the_end_of_a_caption_is_its_own_though_the_picture_ends_before() -> None:
    """Of a photograph that is white on the right only the left part may have been found."""
    sketch = two_articles()
    sketch.pictures.append(Picture(Box(60, 800, 200, 1000)))
    sketch.block(60, 1010, "图为山村的村民们在晾晒核桃。")
    sketch.block(230, 1034, "本报记者周山摄")
    told = [[p.text for p in a.paragraphs] for a in sketch.page().articles if a.kind is ArticleKind.PHOTO]
    assert told == [["图为山村的村民们在晾晒核桃。", "本报记者周山摄"]]


def test_text_close_under_a_caption_and_its_name_is_no_part_of_it() -> None:
    """The photographer's name stands in a row of its own, and the column goes on after half a line."""
    sketch = Sketch()
    sketch.block(60, 60, "山村修路进展顺利", em=60)
    sketch.pictures.append(Picture(Box(60, 150, 460, 400)))
    sketch.block(60, 410, "▲村民们在修路。", "周山摄", "  春天里村民们修好", "了通往山外的公路，", "大家都说好。")
    roles = [p.role for article in sketch.page().articles for p in article.paragraphs]
    assert (roles.count(Role.CAPTION), roles.count(Role.BODY)) == (1, 1)


def test_the_title_of_a_pale_photograph_is_no_column_title() -> None:
    """A title stands far over what was seen of its picture, beside an article: both keep what is theirs."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=50)
    sketch.block(60, 200, "  春天里村民们修好", *(["了通往山外的公路，"] * 13), "大家都说好。")
    sketch.block(560, 100, "夜校灯火明", em=40)
    sketch.pictures.append(Picture(Box(500, 340, 940, 560)))
    sketch.block(500, 570, "图为村民在夜校里上课。", "本报记者周山摄")
    articles = {a.headline: "".join(p.text for p in a.paragraphs) for a in sketch.page().articles}
    assert articles["夜校灯火明"] == "夜校灯火明图为村民在夜校里上课。本报记者周山摄"


def test_a_line_that_ink_made_higher_is_no_headline() -> None:
    """A bit of a picture's edge hangs on a line in the midst of a column: the text runs on through it."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路进展顺利", em=60)
    rows = (
        "了通往山外的公路，",
        "大家都说这条路来得",
        "正是时候，车辆可以",
        "一直开到家门口，往",
        "来的客商多了起来。",
    )
    sketch.block(60, 220, "  春天里村民们修好", *rows[:2])
    sketch.block(60, 304, rows[2])
    sketch.block(60, 332, *rows[3:])
    (line,) = sketch.blocks[2].lines
    box = Box(60, 296, 240, 332)
    swollen = TextLine(LineRegion(box, Direction.HORIZONTAL, 36.0, 0.1), line.reading)
    sketch.blocks[2] = TextBlock((swollen,), box)
    assert texts(sketch.page()) == [("山村修路进展顺利", ["春天里村民们修好" + "".join(rows)])]


def test_the_authors_name_over_two_columns_does_not_open_the_headline_to_its_neighbour() -> None:
    """The name stands in the middle, under the headline; the article at the left does not run on under it."""
    sketch = Sketch()
    sketch.block(60, 100, "山村修路", em=45)
    sketch.block(60, 224, "  春天里村民们修好", *(["了通往山外的公路，"] * 6), "大家都说好。")
    sketch.block(300, 116, "水库清淤工程", em=60)
    sketch.block(400, 190, "本报记者 周山")
    sketch.block(270, 224, "  入冬前工人们清理", *(["了水库底部的泥沙，"] * 7), "下游农田灌溉有了")
    sketch.block(470, 224, "保障，来年可望丰收", "。")
    articles = {a.headline: "".join(p.text for p in a.paragraphs) for a in sketch.page().articles}
    assert articles["山村修路"].endswith("大家都说好。")
    assert articles["水库清淤工程"].startswith("水库清淤工程本报记者 周山入冬前")


def test_vertical_headlines_in_and_beside_a_box_are_two() -> None:
    """One stands at the right side within a box, the other right beside the box: each has its own text."""
    sketch = Sketch()
    sketch.frames.append(Frame(Box(40, 80, 340, 460)))
    sketch.block(60, 100, "  春天里村民们修好", *(["了通往山外的公路，"] * 6), "大家都说好。")
    sketch.standing(270, 100, "山村路通", 60)
    sketch.standing(360, 100, "水库清淤", 60)
    sketch.block(440, 100, "  入冬前工人们清理", *(["了水库底部的泥沙，"] * 6), "来年可望丰收。")
    articles = {a.headline: "".join(p.text for p in a.paragraphs) for a in sketch.page().articles}
    assert articles["山村路通"].endswith("大家都说好。")
    assert articles["水库清淤"].endswith("来年可望丰收。")
