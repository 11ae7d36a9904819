"""Each measure against figures worked out by hand, and the laws it keeps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.evaluation.articles import (
    article_confusions,
    article_share,
    block_coverage,
    block_errors,
    exact_articles,
    match_articles,
    pairs,
    splits_and_merges,
    titles,
)
from ocr.evaluation.paragraphs import Paragraphs, judge_paragraphs
from ocr.evaluation.rates import Balance, Rate, bootstrap
from ocr.evaluation.reference import Piece, Told
from ocr.evaluation.scores import FIGURES, LOWER_IS_BETTER, score_told
from ocr.evaluation.signs import fold, graphemes
from ocr.evaluation.text import Confusion, bigram_balance, character_errors, confusions, order_loss, ordered_similarity

HAN = st.text(alphabet="天地玄黄宇宙洪荒，。", max_size=40)
A, B = "今年的小麦长势很好，农民高兴。", "新修的公路通到了山里，孩子上学近了。"


def told(*articles: tuple[str, str]) -> Told:
    """Articles of a title and one paragraph each."""
    return Told(tuple(Piece(title=title, paragraphs=(text,)) for title, text in articles))


def test_character_errors_count_substituted_lost_and_added_characters() -> None:
    """One of each against six characters."""
    assert character_errors("春眠不觉晓。", "春眼不觉。呀") == Rate(3, 6)


def test_punctuation_may_be_left_out() -> None:
    """A wrong comma is no error then."""
    assert character_errors("春眠，不觉", "春眠.不觉", punctuation=False) == Rate(0, 4)
    assert character_errors("春眠，不觉", "春眠.不觉") == Rate(1, 5)


def test_spaces_and_composition_do_not_count() -> None:
    """White space is no character; a letter and its mark are one."""
    assert character_errors("é 天", "e\u0301天") == Rate(0, 2)
    assert graphemes("e\u0301天") == ("é", "天")


def test_text_against_nothing() -> None:
    """Nothing read: every character is an error. Nothing to read: errors over a total of 0."""
    assert character_errors("天地", "") == Rate(2, 2)
    assert character_errors("", "天") == Rate(1, 0)
    assert character_errors("", "").share == 0


def test_confusions_are_counted() -> None:
    """The most frequent first; an empty side is a loss or an invention."""
    assert confusions("己天己地", "已天已地呀") == (Confusion("己", "已", 2), Confusion("", "呀", 1))


def test_bigrams_are_blind_to_order_and_order_loss_is_not() -> None:
    """Two halves swapped: three of four pairs stay, and the ordered similarity falls to a third."""
    assert bigram_balance("天地玄黄宇宙", "黄宇宙天地玄") == Balance(4, 5, 5)
    assert ordered_similarity("天地玄黄宇宙", "黄宇宙天地玄") == 0
    assert order_loss("天地玄黄宇宙", "黄宇宙天地玄") == pytest.approx(0.8)


@given(HAN, HAN)
def test_errors_are_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    """An edit distance is a metric."""
    assert character_errors(a, b).count == character_errors(b, a).count
    assert (character_errors(a, b).count == 0) == (a == b)
    assert character_errors(a, a).count == 0


@given(HAN)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    """Similarity 1, order loss 0, pairs all found."""
    assert ordered_similarity(text, text) == 1
    assert order_loss(text, text) == 0
    assert bigram_balance(text, text).f1 == 1


def test_articles_glued_into_one_keep_only_one() -> None:
    """The glued article keeps the longer one; the other's characters have strayed and are missed."""
    truth, found = told(("", A), ("", B)), told(("", A + B))
    share = article_share(truth, found, match_articles(truth, found))
    a, b = len(fold(A)), len(fold(B))
    assert share == Rate(b, a + b + a)


def test_the_order_of_found_articles_does_not_matter_to_their_matching() -> None:
    """Turned round, the articles are matched all the same."""
    truth = told(("甲", A), ("乙", B))
    found = Told(tuple(reversed(truth.pieces)))
    assert article_share(truth, found, match_articles(truth, found)).share == 1
    assert titles(truth, found).f1 == 1


def test_a_title_misread_a_little_is_found() -> None:
    """Eight of ten alike is the same title, five of ten is another."""
    truth = told(("小麦丰收农民喜笑颜开", A))
    assert titles(truth, told(("小麦丰收农民喜笑彦井", A))) == Balance(1, 1, 1)
    assert titles(truth, told(("小麦丰收农", A))) == Balance(0, 1, 1)


def test_splits_and_merges_are_counted_by_hand() -> None:
    """Article a lies in two found ones (one split); found y holds a and b (one merge)."""
    truth = {"1": "a", "2": "a", "3": "b", "4": "b"}
    found = {"1": "x", "2": "y", "3": "y", "4": "y"}
    assert splits_and_merges(truth, found) == (1, 1)
    assert pairs(truth, found) == Balance(1, 3, 2)
    assert block_coverage(truth, found) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert block_errors(truth, found) == Rate(1 + 1, 4)
    assert exact_articles(truth, found) == Rate(0, 2)


def test_articles_nobody_found_and_articles_nobody_wrote() -> None:
    """All of a lost article is error; against nothing only nothing is perfect."""
    alone = {"1": "a", "2": "a"}
    assert (block_coverage(alone, {}), block_errors(alone, {})) == (0, Rate(2, 2))
    assert (block_coverage({}, alone), block_errors({}, alone)) == (0, Rate(0, 0))
    assert (block_coverage({}, {}), splits_and_merges({}, {}), pairs({}, {}).f1) == (1, (0, 0), 1)


@given(
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("abc")),
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("xyz")),
)
def test_splits_are_the_merges_of_the_other_side(truth: dict[str, str], found: dict[str, str]) -> None:
    """Truth and result exchanged, splits and merges exchange too and the pairs' F1 stays."""
    splits, merges = splits_and_merges(truth, found)
    assert splits_and_merges(found, truth) == (merges, splits)
    assert pairs(truth, found).f1 == pairs(found, truth).f1


def test_confusions_are_those_inside_articles() -> None:
    """Articles in another order make no confusion; a misread character in one of them does."""
    truth = told(("甲", A), ("乙", B))
    found = told(("乙", B), ("甲", A.replace("麦", "夌")))
    assert article_confusions(truth, found, match_articles(truth, found)) == (Confusion("麦", "夌", 1),)


@given(st.dictionaries(st.sampled_from("123456789"), st.sampled_from("abc"), min_size=1))
def test_a_partition_agrees_with_itself_under_any_names(partition: dict[str, str]) -> None:
    """Renamed articles are the same articles."""
    renamed = {name: article.upper() for name, article in partition.items()}
    assert splits_and_merges(partition, renamed) == (0, 0)
    assert pairs(partition, renamed).f1 == 1
    assert block_coverage(partition, renamed) == 1
    assert block_errors(partition, renamed).count == 0
    assert exact_articles(partition, renamed).share == 1


def test_paragraphs_are_whole_split_glued_or_lost() -> None:
    """One of each fate."""
    lost = "这里有一段谁也没有读到的文字，长度足够。"
    split = "上半段说的是修路的经过和困难情况，下半段说的是通车之后的新生活。"
    truth = Told((Piece(paragraphs=(A, B, lost, split)),))
    found = Told((Piece(paragraphs=(A, B + "后面又粘上了别的段落里的一句话。", split[:16], split[16:])),))
    assert judge_paragraphs(truth, found) == Paragraphs(whole=1, split=1, glued=1, lost=1)


def test_rates_and_balances_of_nothing() -> None:
    """The share of nothing is 0; nothing wanted and nothing found is perfect."""
    assert Rate().share == 0
    assert Balance().f1 == Balance().precision == Balance().recall == 1
    assert Balance(0, 1, 0).recall == 0


def test_the_interval_holds_the_figure_and_repeats() -> None:
    """The same seed, the same interval; equal pages have no spread."""
    chance = random.Random(4)
    pages = [chance.random() for _ in range(20)]
    interval = bootstrap(pages, lambda values: sum(values) / len(values))
    assert interval.low <= interval.value <= interval.high
    assert interval == bootstrap(pages, lambda values: sum(values) / len(values))
    assert bootstrap([0.5] * 3, lambda values: sum(values) / len(values)).low == 0.5
    with pytest.raises(ValueError, match="no pages"):
        bootstrap([], len)


def test_a_perfect_page_scores_perfectly() -> None:
    """Every figure is at its best end."""
    page = told(("甲地丰收", A), ("乙地通车", B))
    score = score_told("page", page, page)
    for name, figure in FIGURES.items():
        assert figure([score]) == (0 if name in LOWER_IS_BETTER else 1), name
