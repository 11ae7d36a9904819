"""What Chinese newspaper text is: pure functions from text to text, and the patterns of its pieces."""

from ocr.hanzi.characters import has_han, is_han, is_kana, is_wide
from ocr.hanzi.dates import (
    find_lunar_date,
    parse_cn_number,
    parse_date,
    parse_issue_number,
    parse_numeral,
    parse_page_count,
    parse_weekday,
)
from ocr.hanzi.joining import join
from ocr.hanzi.normalising import LINE_RULES, normalise, trace
from ocr.hanzi.patterns import (
    Jump,
    JumpDirection,
    ends_as_newspaper,
    ends_sentence,
    find_dateline,
    find_jump,
    holds_clause,
    is_dateline_start,
    is_folio,
    is_jump,
    is_list_item,
    is_pointer,
    opens_paragraph_marker,
    parse_page_label,
)
from ocr.hanzi.people import find_credit, is_byline, is_credit, is_staff, is_unit_line, opens_unit_line
from ocr.hanzi.searching import common_form, search_key, search_tokens, trace_search_key
from ocr.hanzi.tracing import Traced

__all__ = [
    "LINE_RULES",
    "Jump",
    "JumpDirection",
    "Traced",
    "common_form",
    "ends_as_newspaper",
    "ends_sentence",
    "find_credit",
    "find_dateline",
    "find_jump",
    "find_lunar_date",
    "has_han",
    "holds_clause",
    "is_byline",
    "is_credit",
    "is_dateline_start",
    "is_folio",
    "is_han",
    "is_jump",
    "is_kana",
    "is_list_item",
    "is_pointer",
    "is_staff",
    "is_unit_line",
    "is_wide",
    "join",
    "normalise",
    "opens_paragraph_marker",
    "opens_unit_line",
    "parse_cn_number",
    "parse_date",
    "parse_issue_number",
    "parse_numeral",
    "parse_page_count",
    "parse_page_label",
    "parse_weekday",
    "search_key",
    "search_tokens",
    "trace",
    "trace_search_key",
]
