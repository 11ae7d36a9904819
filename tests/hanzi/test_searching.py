"""The key under which text is found."""

from __future__ import annotations

import pytest

from ocr.hanzi import search_key, search_tokens, trace_search_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("人民日報", "人民日报"),
        ("羣眾髙峯", "群众高峰"),
        ("ＧＤＰ增长５．２％", "gdp增长52"),
        ("二○一○年", "二〇一〇年"),
        ("“三个 突出”", "三个突出"),
        ("", ""),
    ],
)
def test_width_case_variants_and_marks_do_not_count(text: str, key: str) -> None:
    """What a reader would look for as the same has the same key."""
    assert search_key(text) == key


def test_the_key_leads_back_to_the_text() -> None:
    """Each character of the key knows where it came from, one that unfolds (㎡) too."""
    key, origin = trace_search_key("（约５㎡）")
    assert key == "约5m2"
    assert origin == (1, 2, 3, 3)


def test_tokens_of_text_and_query_meet() -> None:
    """A query's tokens are a run of the text's tokens, its last one a prefix."""
    assert search_tokens("云州GDP报") == ["云州", "州", "gdp", "报"]
    assert search_tokens("新云州日报") == ["新云", "云州", "州日", "日报", "报"]
    assert search_tokens("云州日", query=True) == ["云州", "州日"]
    assert search_tokens("云", query=True) == ["云"]
    assert search_tokens("云州G", query=True) == ["云州", "州", "g"]
    assert search_tokens("，。") == []
