"""Which texts are which piece of a page, sound and damaged."""

from __future__ import annotations

from datetime import date

import pytest

from ocr import hanzi
from ocr.hanzi import JumpDirection, find_credit, find_dateline, find_jump

PATTERNS: dict[str, tuple[list[str], list[str]]] = {
    "is_jump": (
        [
            "（下转第三版）",
            "〈下转第三版〉",
            "下转A4版",
            "上接A1版",
            "(上接第一版)",
            "（紧接第一版）",
            "【下转第3版】",
            "( 下 转 第 三 版 )",
            "（下转第三贩）",
            "（下转第三版",
            "下转第十二版",
            "（下转02版）",
            "（上接第一版《我市金融机构》）",
            "（续接第一版）",
            "（下转二版）",
        ],
        [
            "转三版的意见",
            "请看下转第三版的文章内容说明",
            "上接天下接地",
            "下转",
            "第三版",
        ],
    ),
    "is_credit": (
        [
            "本报记者 戎禹仁摄",
            "新华社发",
            "新华社记者 孙连生摄(传真照片)",
            "（资料图片）",
            "张三 摄",
            "（本报记者王霞光摄影报道）",
            "（新华社记者兰红光摄）",
            "本报记者 李明 摄影报道",
            "李四供图",
            "摄影：张三",
            "新华社记者 谢环驰 摄",
            "图/王五",
            "李梅制图",
            "〈新华社记者兰红光摄）",
        ],
        [
            "这部片子由他拍摄",
            "近日，市委召开会议",
            "本报记者 李明",
            "他喜欢摄影",
            "本报讯（记者 李明璇）5月23日",
            "城市道路设计图",
            "一张图片",
        ],
    ),
    "is_byline": (
        [
            "□ 本报记者 范捷 通讯员 张选",
            "本报记者 高毅哲",
            "本报评论员",
            "□ 张三",
            "□本报记者范捷通讯员张选",
            "本报特约评论员",
            "口 本报记者 张三",
            "记者 李明",
            "通讯员 张三",
            "新华社记者 李明 王强",
            "■ 首席记者 王小二",
            "□ 本报记者 李明 文/图",
            "（本报记者 李明）",
            "见习记者 王强",
            "人民日报记者 王强",
            "作者：王强",
            "大同日报记者 李明",
            "通讯员 王强 文/图",
        ],
        [
            "本报讯（记者 李明璇）5月23日，市委",
            "记者从市教育局获悉，今年",
            "记者节将至",
            "本报讯新华社记者金东、本报记者毛",
            "图为新华社记者金东、本报记者毛磊",
            "（新华社记者姚伟摄）（数码传真照",
            "记者",
            "本报记者 戎禹仁摄",
            "记者在现场看到",
            "会议召开",
            "记者手记",
            "通讯员的故事",
            "作者单位：山西大学",
        ],
    ),
    "is_dateline_start": (
        [
            "新华社北京9月9日电",
            "本报讯（记者 李明璇）5月23日，",
            "据新华社北京1月1日电 (记者王强)",
            "【新华社重庆十四日电】",
            "新华社北京九月九日电",
            "本报福州6月2日电记者江宝章报道：",
            "本报讯（记者孙珺 通讯员褚家威）",
            "本报讯〈记者",
            "本 报 讯 （ 记 者",
            "中新社香港1月4日电",
            "本报北京1月2日讯",
            "讯（记者 张三）",
            "（记者 李明）近日",
            "本报北京电",
            "新华社华盛顿1月5日专电",
            "本報訊縣立小學校昨日開學",
            "【本報南京十五日專電】",
            "（中央社上海廿三日電）",
            "〔本報訊〕（記者李四）",
        ],
        [
            "本报记者 高毅哲",
            "新华社是国家通讯社",
            "会议指出",
            "本报电话8888",
            "据新华社电视台",
            "本報電話八八",
            "本報記者張三",
        ],
    ),
    "is_staff": (
        [
            "责编：王小燕 校对：李文 版式设计：张三",
            "责任编辑:李明",
            "责编 王小燕 校对 李文",
            "值班编委：张三 责编：李四",
            "本版编辑/李四",
            "美编：王五",
            "编辑：王强 电话：0352-12345",
        ],
        [
            "编辑 部",
            "责编制度改革",
            "校对工作很重要",
            "设计 方案",
            "本报记者 李明",
        ],
    ),
    "is_pointer": (
        [
            "刊3版",
            "详见第二版",
            "见3版",
            "▶A4版",
            "（3版）",
            "（见第二版）",
            "详见3版",
            "刊第三版",
            "全文见第二版",
            "》3版",
            "详细报道见5版",
            "刊2-3版",
            "A4版",
        ],
        [
            "第三版",
            "下转第三版",
            "今日8版",
            "见了三版",
            "刊物",
        ],
    ),
    "is_folio": (
        [
            "2022年5月24日 星期二 第3版 要闻",
            "03 要闻",
            "A13",
            "大同日报 2022年5月24日",
            "第三版",
            "3 版 国际",
            "2010年12月25日 星期六 02 要闻",
            "责编：李明 2022年5月24日 星期二 3版 要闻",
            "要闻 3",
            "2018年1月2日 星期二 7 理论",
            "2018年1月22日 星期－ 7 理论",
        ],
        [
            "（下转第三版）",
            "刊3版",
            "会议召开",
            "2022年5月24日，市委召开会议。",
            "二十四日",
            "参保率分别达 92.1%和 99",
            "老人们每天都要走上 12",
            "责编：李明 校对：王强",
        ],
    ),
    "is_list_item": (
        [
            "一、总体要求",
            "1. 要求",
            "1．要求",
            "（二）要求",
            "①要求",
            "十二、",
            "（3）",
            "第三条 要求",
            "1、要",
        ],
        [
            "1.5亿元",
            "一是要",
            "第三条路",
            "一个",
            "2022年",
        ],
    ),
    "is_unit_line": (
        [
            "（作者单位：山西大学）",
            "（作者为山西省社科院研究员）",
            "(作者系北京大学教授)",
            "作者单位：中央党校",
            "（作者分别为北京大学教授、清华大学教授）",
            "（执笔：王强）",
            "〈作者单位：省委党校）",
            "（作者：中央党校教授）",
        ],
        [
            "作者认为",
            "作者王强",
        ],
    ),
    "opens_unit_line": (
        [
            "（作者为山西省社科院",
            " (作者系北京大学教授)",
            "（本文作者单位：",
        ],
        [
            "作者认为",
            "这是（作者为学者）的话",
            "",
        ],
    ),
    "ends_as_newspaper": (["云岭日报", "青屏報"], ["报云岭日", "云岭日报》", ""]),
    "ends_sentence": (
        [
            "会议结束。",
            "好！”",
            "记录……”",
            "（完。）",
            "吗？",
        ],
        [
            "会议",
            "，",
            "",
            "会议：",
            "一、要求",
        ],
    ),
    "opens_paragraph_marker": (
        [
            "问：为什么",
            "一、总体",
            "本报讯（记者",
            "▲图为",
            "■ 记者",
            "——他说",
        ],
        [
            "问为什么",
            "会议强调",
        ],
    ),
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, (texts, _) in PATTERNS.items() for text in texts])
def test_a_piece_is_known_by_its_wording(name: str, text: str) -> None:
    """Each predicate accepts its pieces, damaged ones included."""
    assert getattr(hanzi, name)(text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, (_, texts) in PATTERNS.items() for text in texts])
def test_other_text_is_not_mistaken(name: str, text: str) -> None:
    """Each predicate refuses what only looks like its pieces."""
    assert not getattr(hanzi, name)(text)


@pytest.mark.parametrize(
    ("text", "direction", "page", "found"),
    [
        ("今天的新闻很多。（下转第三版）", JumpDirection.FORWARD, "3", "（下转第三版）"),
        ("覆盖率达到84.5%；（下转A4版）", JumpDirection.FORWARD, "A4", "（下转A4版）"),
        ("（上接第一版）会议强调", JumpDirection.BACK, "1", "（上接第一版）"),
        ("( 下 转 第 十 二 版 )", JumpDirection.FORWARD, "12", "( 下 转 第 十 二 版 )"),
    ],
)
def test_a_jump_tells_direction_page_and_place(text: str, direction: JumpDirection, page: str, found: str) -> None:
    """The jump at a text's end or start is found with its brackets."""
    jump = find_jump(text)
    assert jump is not None
    assert (jump.direction, jump.page, text[jump.start : jump.end]) == (direction, page, found)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("图为现场。本报记者 戎禹仁摄", "本报记者 戎禹仁摄"),
        ("图为现场。（新华社记者李明摄）", "（新华社记者李明摄）"),
        ("记者在厂里看到工人。 张三 摄", "张三 摄"),
        ("图为该厂（新华社发）", "（新华社发）"),
        ("图为现场。", ""),
        ("", ""),
    ],
)
def test_a_caption_is_cut_where_its_credit_begins(caption: str, credit: str) -> None:
    """The offset splits caption from credit; -1 means that there is none."""
    at = find_credit(caption)
    assert (caption[at:] if at >= 0 else "") == credit


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("本报讯（记者 李明璇）5月23日，市委", "本报讯（记者 李明璇）"),
        ("【新华社重庆十四日电】我们", "【新华社重庆十四日电】"),
        ("据新华社北京1月1日电 (记者王强)今天", "据新华社北京1月1日电 (记者王强)"),
    ],
)
def test_a_dateline_reaches_to_its_bracket(text: str, dateline: str) -> None:
    """The span covers agency, place, day, wire word and the reporters' bracket."""
    span = find_dateline(text)
    assert span is not None
    assert text[span[0] : span[1]] == dateline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年5月24日", date(2022, 5, 24)),
        ("2022年5月  24 星期二", date(2022, 5, 24)),
        ("二〇二二年五月二十四日", date(2022, 5, 24)),
        ("二○二二年五月廿四日", date(2022, 5, 24)),
        ("1951.1.5", date(1951, 1, 5)),
        ("中华民国十二年三月四日", date(1923, 3, 4)),
        ("2022年13月1日", None),
        ("今日无事", None),
    ],
)
def test_dates_are_read_in_every_dress(text: str, day: date | None) -> None:
    """Arabic and Chinese numerals, rings, 廿, the Republic's years; no date that no calendar has."""
    assert hanzi.parse_date(text) == day


@pytest.mark.parametrize(
    ("function", "text", "value"),
    [
        ("parse_weekday", "星期天", 6),
        ("parse_weekday", "星 期 二", 1),
        ("parse_weekday", "二", None),
        ("find_lunar_date", "农历壬寅年 四月廿四", "壬寅年四月廿四"),
        ("find_lunar_date", "四月二十", ""),
        ("parse_issue_number", "(第16201号)", 16201),
        ("parse_issue_number", "总第 2,345 期", 2345),
        ("parse_issue_number", "第一二三号", 123),
        ("parse_cn_number", "国内统一刊号：CN14—0019", "CN14-0019"),
        ("parse_cn_number", "CN I4-OO19", "CN14-0019"),
        ("parse_cn_number", "CN14-1019", ""),
        ("parse_page_count", "今日8版", 8),
        ("parse_page_count", "本期共十二版", 12),
        ("parse_numeral", "一百二十三", 123),
        ("parse_numeral", "二十", 20),
        ("parse_numeral", "甲", None),
        ("parse_page_label", "Ａ12版", "A12"),
        ("parse_page_label", "要闻", ""),
    ],
)
def test_numbers_of_the_masthead_are_read(function: str, text: str, value: object) -> None:
    """Weekday, lunar date, issue, CN number and page count, from damaged text too."""
    assert getattr(hanzi, function)(text) == value
