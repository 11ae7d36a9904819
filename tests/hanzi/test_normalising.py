"""What normalising a line does, rule by rule."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.hanzi import LINE_RULES, join, normalise, trace

CASES = [
    ("compose", "cafe\u0301在大同开业", "café在大同开业"),
    ("compose", "\uf9e6水", "罹水"),
    ("invisible", "\ufeff大\u200b同\u0007", "大同"),
    ("wide-latin", "总投资１２３万元，占Ｇ５网络的４０％", "总投资123万元，占G5网络的40%"),
    ("zero", "二○一○年", "二〇一〇年"),
    ("zero", "二O二二年五月", "二〇二二年五月"),
    ("zero", "一○五医院", "一〇五医院"),
    ("number", "利率为3．7％", "利率为3.7%"),
    ("number", "达到84。5%；", "达到84.5%；"),
    ("number", "上午8：30开会", "上午8:30开会"),
    ("number", "共1，200，000人", "共1,200,000人"),
    ("number", "2O22年", "2022年"),
    ("ellipsis", "一热火朝天…", "一热火朝天……"),
    ("ellipsis", "记录......”", "记录……”"),
    ("ellipsis", "记录………”", "记录……”"),
    ("dash", "一一记一位老邮递员", "——记一位老邮递员"),
    ("dash", "—访市图书馆", "——访市图书馆"),
    ("dash", "目标--建成水厂", "目标——建成水厂"),
    ("dash", "目标———建成水厂", "目标——建成水厂"),
    ("dash", "他说：一一那是从前的事", "他说：——那是从前的事"),
    ("dash", "张北―尚义一线", "张北—尚义一线"),
    ("middle-dot", "弗拉基米尔•普京", "弗拉基米尔·普京"),
    ("half-width", "会议指出,推进质量;", "会议指出，推进质量；"),
    ("half-width", "新厂(PPP)项目", "新厂（PPP）项目"),
    ("half-width", "印发通知(2022)后", "印发通知（2022）后"),
    ("half-width", "会议结束.", "会议结束。"),
    ("half-width", "共投入3.5%,同比", "共投入3.5%，同比"),
    ("bracket", "本报讯〈记者 李明〉", "本报讯（记者 李明）"),
    ("bracket", "本报讯【记者 李明）", "本报讯（记者 李明）"),
    ("bracket", "〈下转第三版〉", "（下转第三版）"),
    ("bracket", "（下转第三版", "（下转第三版）"),
    ("bracket", "〈资料图片）", "（资料图片）"),
    ("bracket", "《乡村建设〉", "《乡村建设》"),
    ("double-quote", '叫做"饭碗"的', "叫做“饭碗”的"),
    ("double-quote", "叫做”饭碗”的", "叫做“饭碗”的"),
    ("double-quote", "叫做‘‘饭碗’’的", "叫做“饭碗”的"),
    ("double-quote", '碗",他说:"好', "碗”，他说：“好"),
    ("single-quote", "用'政采贷'贷款", "用‘政采贷’贷款"),
    ("single-quote", "歌曲Don’t唱罢", "歌曲Don't唱罢"),
    ("space", "5 月 23 日 , 市 委", "5月23日，市委"),
    ("space", "采用 MBR 膜池", "采用MBR膜池"),
    ("space", "本报讯（记者 李明 通讯员 张选）近 日", "本报讯（记者 李明 通讯员 张选）近日"),
    ("space", "采用 open  source 软件", "采用open source软件"),
]

UNTOUCHED = [
    "张北—尚义地震",
    "逐一一一对应",
    "CN14—0019",
    "【新华社重庆十四日电】",
    "8名代表提出3.5亿元方案",
    "《〈论语〉新解》出版",
    "“甲”，“乙”",
    "她说：“那句‘政采贷’真好。”",
    "爲羣眾髙峯",
    "Hello, world (1998).",
    "http://www.example.cn/a?b=1",
    "一、总体要求",
    "一.总体要求",
    "2000年",
]


@pytest.mark.parametrize(("rule", "raw", "clean"), CASES, ids=[f"{rule}-{raw}" for rule, raw, _ in CASES])
def test_each_rule_writes_what_print_has(rule: str, raw: str, clean: str) -> None:
    """Every case comes out as printed, and the rule that did it says so."""
    traced = trace(raw)
    assert traced.text == clean
    assert rule in traced.rules


@pytest.mark.parametrize("text", UNTOUCHED)
def test_sound_text_is_left_alone(text: str) -> None:
    """What print can have stays as it was read, and no rule claims a change."""
    assert trace(text).text == text
    assert trace(text).rules == ()


def test_every_rule_has_a_case() -> None:
    """The table above names each rule of a line."""
    assert {rule.id for rule in LINE_RULES} | {"space"} == {rule for rule, _, _ in CASES}


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("□ 本报记者  范捷 通讯员\u3000张选", "□ 本报记者 范捷 通讯员 张选"),
        ("主动接种疫苗 加速构建免疫屏障", "主动接种疫苗 加速构建免疫屏障"),
        ("会 议 召 开 胜 利 闭 幕", "会议召开胜利闭幕"),
        ("新荣区：  “干”字当头 ， 快马加鞭", "新荣区：“干”字当头，快马加鞭"),
    ],
)
def test_printed_spaces_are_kept_where_asked(raw: str, clean: str) -> None:
    """In bylines and headlines one space separates what print separates."""
    assert normalise(raw, keep_spaces=True) == clean


@pytest.mark.parametrize(
    ("lines", "paragraph"),
    [
        (["有力支", "撑经济社会"], "有力支撑经济社会"),
        (["采用open", "source软件"], "采用open source软件"),
        (["推广inter-", "national标准"], "推广international标准"),
        (["感染COVID-", "19的人"], "感染COVID-19的人"),
        (["总投资12", "00万元"], "总投资1200万元"),
        (["共有1，", "200人"], "共有1,200人"),
        (["目标—", "—建成"], "目标——建成"),
        (["他说：“这是", "”我们的家"], "他说：“这是”我们的家"),
        (["本报讯（记者 李明", "张选）近日"], "本报讯（记者 李明张选）近日"),
        (["", "甲", ""], "甲"),
        ([], ""),
    ],
)
def test_lines_join_as_their_paragraph_reads(lines: list[str], paragraph: str) -> None:
    """Han and numbers run on, Latin words are kept apart, cut marks are made whole."""
    assert join(lines) == paragraph


ALPHABET = "大同一○〇报第版年O0l12.,，。；:：!？()（）〈〉《》“”\"'‘’—-…· \u3000ＡａbCe\u0301％[]【】记者下转\ufeff"
texts = st.text(alphabet=ALPHABET, max_size=24)


@settings(max_examples=120, deadline=None)
@given(texts, st.booleans())
def test_the_trace_points_back_into_the_raw_text(raw: str, keep: bool) -> None:
    """Every character knows its offset, offsets never fall, the text is NFC and no rule runs without a change."""
    traced = trace(raw, keep_spaces=keep)
    assert len(traced.origin) == len(traced.text)
    assert list(traced.origin) == sorted(traced.origin)
    assert all(0 <= at < len(raw) for at in traced.origin)
    assert unicodedata.is_normalized("NFC", traced.text)
    assert bool(traced.rules) or traced.text == raw


@settings(max_examples=120, deadline=None)
@given(texts)
def test_han_characters_are_never_changed(raw: str) -> None:
    """Apart from 一 in dashes and 〇 for rings, the Han characters come out as they were read."""
    kept = [char for char in raw if char in "大同报第版年记者下转"]
    assert [char for char in normalise(raw) if char in "大同报第版年记者下转"] == kept


@settings(max_examples=120, deadline=None)
@given(texts)
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    """Clean text is left alone."""
    once = normalise(raw)
    assert normalise(once) == once
