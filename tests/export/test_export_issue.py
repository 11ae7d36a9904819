"""Issues put together from their pages, and articles made whole across jumps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from ocr.export.issue import assemble, group_pages, whole_page
from ocr.export.markdown import MarkdownWriter
from ocr.export.metadata import Metadata
from ocr.model import Article, ArticleKind, Page, Paragraph, Role


def inner_page(make: SimpleNamespace, number: int, folio: str, articles: list[list[tuple[Role, str]]]) -> Page:
    """An inner page with a folio line and articles of one paragraph a block."""
    p = f"p{number:02d}"
    blocks, groups = [], []
    top = 60
    for order, pieces in enumerate(articles, 1):
        own = []
        for role, text in pieces:
            own.append(make.block(f"{p}.b{len(blocks) + 1:03d}", role, [text], 40, top))
            blocks.append(own[-1])
            top += 40
        groups.append(make.article(f"{p}.a{order:02d}", ArticleKind.ARTICLE, own))
    line = make.block(f"{p}.b{len(blocks) + 1:03d}", Role.FOLIO, [folio], 40, 10)
    groups.append(make.article(f"{p}.a{len(articles) + 1:02d}", ArticleKind.FURNITURE, [line]))
    return replace(make.blank_page(), number=number, blocks=(*blocks, line), articles=tuple(groups))


def four_pages(make: SimpleNamespace) -> list[tuple[str, Page]]:
    """A front page whose lead goes on on page 3, a second story from page 2 to page 4."""
    front = make.front_page()
    lead = front.articles[1]
    cut = Paragraph(Role.BODY, "二是抓好施工质量和", ("p01.b010.l01",))
    front = replace(
        front,
        articles=(
            front.articles[0],
            replace(lead, paragraphs=(*lead.paragraphs[:-2], cut, lead.paragraphs[-1])),
            *front.articles[2:],
        ),
    )
    second = inner_page(
        make,
        2,
        "2031年5月6日 星期二 第2版 要闻",
        [
            [(Role.HEADLINE, "山村通了班车"), (Role.BODY, "班车每天两趟。（下转第四版）")],
            [(Role.HEADLINE, "短讯"), (Role.BODY, "一句话。")],
        ],
    )
    third = inner_page(
        make,
        3,
        "2031年5月6日 星期二 第3版",
        [
            [(Role.JUMP, "（上接第一版）"), (Role.BODY, "安全生产。"), (Role.BODY, "三是及时通车。")],
            [(Role.HEADLINE, "别的事"), (Role.BODY, "别的话。")],
        ],
    )
    fourth = inner_page(
        make,
        4,
        "2031年5月6日 星期二 第4版",
        [[(Role.HEADLINE, "山村通了班车"), (Role.BODY, "（上接第二版）老人进城方便了。")]],
    )
    return [("a", front), ("b", second), ("c", third), ("d", fourth)]


def test_continued_articles_come_out_whole(make: SimpleNamespace) -> None:
    """Both stories are told once, where they begin; the sentence that the jump cut is whole; the rest is untouched."""
    (issue,) = assemble(four_pages(make))
    assert [(c.from_page, c.to_page) for c in issue.continuations] == [(0, 2), (1, 3)]
    told = {article.headline: [p.text for p in article.paragraphs] for article in issue.articles}
    assert told["云州新修三座桥"][-2:] == ["二是抓好施工质量和安全生产。", "三是及时通车。"]
    assert told["山村通了班车"] == ["山村通了班车", "班车每天两趟。", "老人进城方便了。"]
    assert told["别的事"] == ["别的事", "别的话。"]
    markdown = MarkdownWriter().write(whole_page(issue, 0)).decode()
    assert "二是抓好施工质量和安全生产。\n\n三是及时通车。" in markdown
    assert "下转" not in markdown
    assert MarkdownWriter().write(whole_page(issue, 2)).decode() == "## 别的事\n\n别的话。\n"


def test_an_issue_knows_itself(make: SimpleNamespace) -> None:
    """Name and date come from masthead and folios, pages are in order whatever the order of the scans."""
    pages = four_pages(make)
    (issue,) = assemble([pages[0], pages[2], pages[1], pages[3]])
    assert (issue.newspaper, str(issue.day)) == ("云州日报", "2031-05-06")
    assert [page.label for page in issue.pages] == ["1", "2", "3", "4"]
    assert issue.problems == ()


def test_missing_and_double_pages_are_told(make: SimpleNamespace) -> None:
    """A hole in the numbers, and a number that is there twice."""
    pages = four_pages(make)
    (issue,) = assemble([pages[0], pages[2], ("c2", pages[2][1])])
    assert issue.problems == ("page 3 is there 2 times: c, c2", "page 2 is missing")


def test_a_run_of_missing_pages_is_one_sentence(make: SimpleNamespace) -> None:
    """An issue of which half was scanned is not told page by page."""
    pages = [
        (str(n), inner_page(make, n, f"2031年5月6日 第{n}版", [[(Role.HEADLINE, "夜市延长")]])) for n in (2, 3, 7, 9)
    ]
    (issue,) = assemble(pages)
    assert issue.problems == ("page 1 is missing", "pages 4 to 6 are missing", "page 8 is missing")


def test_a_wrong_weekday_is_told(make: SimpleNamespace) -> None:
    """A date that does not fall on the printed weekday was misread, or misprinted."""
    page = inner_page(make, 1, "2031年5月6日 星期三 第1版", [])
    (issue,) = assemble([("a", page)])
    assert issue.problems == ("page 1: 2031-05-06 is a 星期二, 星期三 is printed",)


def test_other_days_are_other_issues(make: SimpleNamespace) -> None:
    """Pages of two days make two issues; an undated page goes with the one before it."""
    first = inner_page(make, 1, "2031年5月6日 第1版", [])
    undated = replace(make.blank_page(), number=2)
    later = inner_page(make, 1, "2031年5月7日 第1版", [])
    issues = assemble([("a", first), ("b", undated), ("c", later)])
    assert [[page.name for page in issue.pages] for issue in issues] == [["a", "b"], ["c"]]


def test_the_morning_and_the_evening_paper_of_a_city_are_two_issues() -> None:
    """Their names differ in one character and their CN numbers in all; inner pages go with the name they bear."""
    day = date(2031, 5, 6)
    morning, evening = (
        Metadata(newspaper="云州日报", day=day, cn="CN14-0019", page_label="1"),
        Metadata(newspaper="云州晚报", day=day, cn="CN14-0052", page_label="1"),
    )
    told = [
        (morning, True),
        (evening, True),
        (Metadata(newspaper="云州晚报", day=day, page_label="2"), False),
        (Metadata(newspaper="云州日报", day=day, page_label="2"), False),
        (Metadata(newspaper="云州日叔", day=day, page_label="3"), False),
    ]
    assert group_pages(told) == ((0, 3, 4), (1, 2))


def test_a_misread_number_does_not_part_the_pages_of_a_paper() -> None:
    """The name says that they are one issue; that the numbers differ is told as a problem elsewhere."""
    day = date(2031, 5, 6)
    told = [Metadata(newspaper="云州日报", day=day, cn=cn, page_label="1") for cn in ("CN14-0019", "CN14-0079")]
    assert group_pages([(told[0], True), (told[1], False)]) == ((0, 1),)


def test_a_front_page_without_a_date_goes_with_its_inner_pages(make: SimpleNamespace) -> None:
    """Brush script is read badly: the folios behind date the issue; a new first page or another paper does not."""
    front = make.front_page()
    name, rest = front.articles[0].paragraphs[0], front.articles[1:]
    front = replace(front, articles=(replace(front.articles[0], paragraphs=(name,)), *rest))
    undated = replace(front, blocks=tuple(b for b in front.blocks if b.id != "p01.b002"))
    second = inner_page(make, 2, "云州日报 2031年5月6日 第2版", [])
    third = inner_page(make, 3, "云州日报 2031年5月6日 第3版", [])
    (issue,) = assemble([("a", undated), ("b", second), ("c", third)])
    assert (str(issue.day), [page.label for page in issue.pages]) == ("2031-05-06", ["1", "2", "3"])
    other = inner_page(make, 2, "海陵晨报 2031年5月6日 第2版", [])
    first = inner_page(make, 1, "2031年5月6日 第1版", [])
    assert len(assemble([("a", undated), ("b", other)])) == 2
    assert len(assemble([("a", undated), ("b", first)])) == 2


def test_a_jump_without_its_other_half_stays(make: SimpleNamespace) -> None:
    """With no page to go on to, the jump line stands where it was."""
    name, front = four_pages(make)[0]
    (issue,) = assemble([(name, front)])
    assert issue.continuations == ()
    assert MarkdownWriter().write(whole_page(issue, 0)) == MarkdownWriter().write(front)


def test_a_headline_decides_between_two_halves(make: SimpleNamespace) -> None:
    """Two stories jump to one page; the names in their jump lines keep them apart."""
    first = inner_page(
        make,
        1,
        "2031年5月6日 第1版",
        [
            [(Role.HEADLINE, "春耕开始"), (Role.BODY, "田里忙。（下转第二版）")],
            [(Role.HEADLINE, "新校落成"), (Role.BODY, "孩子笑。（下转第二版）")],
        ],
    )
    second = inner_page(
        make,
        2,
        "2031年5月6日 第2版",
        [
            [(Role.JUMP, "（上接第一版《新校落成》）"), (Role.BODY, "操场大。")],
            [(Role.JUMP, "（上接第一版《春耕开始》）"), (Role.BODY, "水渠通。")],
        ],
    )
    (issue,) = assemble([("a", first), ("b", second)])
    told = {article.headline: [p.text for p in article.paragraphs] for article in issue.articles}
    assert told["春耕开始"] == ["春耕开始", "田里忙。", "水渠通。"]
    assert told["新校落成"] == ["新校落成", "孩子笑。", "操场大。"]


def test_articles_never_go_on_in_a_circle(make: SimpleNamespace) -> None:
    """Jump lines that point at each other do not make an endless article."""
    pieces = [[(Role.BODY, "（上接第二版）甲。（下转第二版）")]], [[(Role.BODY, "（上接第一版）乙。（下转第一版）")]]
    pages = [(str(n), inner_page(make, n, f"2031年5月6日 第{n}版", p)) for n, p in enumerate(pieces, 1)]
    (issue,) = assemble(pages)
    assert len(issue.continuations) <= 1
    assert isinstance(issue.articles[0].parts[0][1], Article)
