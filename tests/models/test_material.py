"""The text is newspaper-like and repeatable; the lines look like scans and say what they show."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import ImageFont

from models.training.context import write_context
from models.training.errors import MaterialError
from models.training.scan import MODEL_HEIGHT, CutSettings, Quality, cut_out, scan_line
from models.training.signs import NEW_SIGNS, gb2312_hanzi, transcription
from models.training.text import Lexicon, Newsroom, is_held
from models.training.typeset import EM, TypesetSettings, bend, crop, reshape, set_line

cv2 = pytest.importorskip("cv2")

WORDS = ("新闻", "报纸", "工人", "发展", "农业", "北京", "太原", "王平", "生产", "学习")
ALPHABET = frozenset("".join(WORDS)) | frozenset("的是在") | frozenset("，。（）：；“”《》、0123456789年月日 ")


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    """A dictionary of a dozen words in jieba's form."""
    lines = [
        f"{word} {100 + 10 * place} {'ns' if word in ('北京', '太原') else 'n'}" for place, word in enumerate(WORDS)
    ]
    lines += ["的 9000 uj", "是 5000 v", "在 3000 p", "word 3 eng", "齉鼻 3 n"]
    (tmp_path / "dict.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "posseg").mkdir()
    table = {
        ("E", "n"): {("S", "uj"): -0.7, ("S", "v"): -0.7},
        ("S", "uj"): {("B", "n"): 0.0},
        ("S", "v"): {("B", "ns"): 0.0},
    }
    (tmp_path / "posseg" / "prob_trans.py").write_text(f"P={table!r}", encoding="utf-8")
    return tmp_path


class _Latin:
    """A face with Latin letters only, drawn with the font that comes with Pillow."""

    def __init__(self) -> None:
        self._font = cast(ImageFont.FreeTypeFont, ImageFont.load_default(EM))

    def covers(self, text: str) -> bool:
        return text.isascii()

    def font(self, character: str) -> ImageFont.FreeTypeFont:
        return self._font


def test_words_outside_the_character_set_are_never_set(dictionary: Path) -> None:
    """Neither Latin entries nor words with a character the model cannot write come up."""
    lexicon = Lexicon.load(dictionary, ALPHABET, held=True)
    assert "齉" not in lexicon.by_character
    assert set(lexicon.characters) == {c for c in ALPHABET if "一" <= c <= "鿿"}


def test_words_kept_for_testing_are_out_of_the_training_text(dictionary: Path) -> None:
    """Every held-out word is missing from the training lexicon, and the split does not change."""
    trained = {
        word for drawer in Lexicon.load(dictionary, ALPHABET, held=False).drawers.values() for word in drawer.words
    }
    assert not [word for word in trained if is_held(word)]
    assert not is_held("的")


def test_the_same_seed_writes_the_same_lines(dictionary: Path) -> None:
    """Text is repeatable by seed and differs between seeds."""
    lexicon = Lexicon.load(dictionary, ALPHABET, held=True)

    def lines(seed: int) -> list[str]:
        newsroom = Newsroom(lexicon, seed)
        return [newsroom.line() for _ in range(30)]

    assert lines(1) == lines(1) != lines(2)


def test_lines_have_a_printed_lines_length_and_newspaper_marks(dictionary: Path) -> None:
    """Two to thirty characters; brackets, quotes and datelines come up in a few hundred lines."""
    newsroom = Newsroom(Lexicon.load(dictionary, ALPHABET, held=True), 3)
    lines = [newsroom.line() for _ in range(400)]
    assert max(map(len, lines)) <= 40
    text = "".join(lines)
    assert all(mark in text for mark in "，。（）“”《》：；——")


def test_a_missing_dictionary_is_named_with_its_cure(tmp_path: Path) -> None:
    """The error says which file is missing and where to get it."""
    with pytest.raises(MaterialError, match=r"dict\.txt.*jieba"):
        Lexicon.load(tmp_path, ALPHABET, held=False)


def test_full_width_digits_are_read_as_ascii_and_ideographic_zero_as_itself() -> None:
    """What the model should write for print it has two forms of."""
    charset = frozenset("0123456789〇（年Ａ")
    assert transcription("２０１０年（○", charset) == "2010年（〇"
    assert transcription("□", charset) == ""


def test_gb_2312_is_whole() -> None:
    """Both levels: 3755 and 3008 characters."""
    hanzi = gb2312_hanzi()
    assert (len(hanzi), hanzi[0], hanzi[3754], hanzi[3755], hanzi[-1]) == (6763, "啊", "座", "亍", "齄")
    assert "（" in NEW_SIGNS


@pytest.mark.parametrize("quality", list(Quality))
def test_a_scanned_line_fits_the_network_and_keeps_its_ink(quality: Quality) -> None:
    """Any quality gives grey pixels of at most the model's height, with something darker than the paper."""
    chance = np.random.default_rng(5)
    face = _Latin()
    for text in itertools.islice(itertools.cycle(("Banmian 2024", "CN14-0019")), 12):
        settings = TypesetSettings()
        ink = reshape(set_line(text, face, face, chance, settings, headline=False), chance, settings)  # type: ignore[arg-type]
        pixels = scan_line(crop(ink, ink, chance, settings), chance, quality)
        assert pixels.dtype == np.uint8
        assert 16 <= pixels.shape[0] <= MODEL_HEIGHT
        assert int(pixels.max()) - int(pixels.min()) > 20


def test_a_line_cut_by_the_program_is_black_on_white_whatever_the_light() -> None:
    """A grey line on paper that darkens along it comes out with white margins, white paper and black ink."""
    face = _Latin()
    page = set_line("CN14-0019 Banmian 2024", face, face, np.random.default_rng(3), TypesetSettings(), headline=False)  # type: ignore[arg-type]
    light = np.linspace(0.8, 0.7, page.shape[1])[None]
    dull = ((90 + page * (165 / 255)) * light).astype(np.uint8)
    cut = cut_out(dull, EM, np.random.default_rng(4), CutSettings(margin=(0.2, 0.2), smooth_share=0.0))
    assert cut.shape == (page.shape[0] + 2 * round(0.2 * EM), page.shape[1])
    assert (cut[:4] == 255).all()
    assert max(cut[:, :40].min(), cut[:, -40:].min()) < 16
    assert min(np.median(cut[:, :40]), np.median(cut[:, -40:])) > 245


def test_a_bent_line_keeps_its_size_and_about_its_ink() -> None:
    """Bending moves parts of characters a little: no ink is lost, and it stays near where it was."""
    face = _Latin()
    line = set_line("Banmian 2024", face, face, np.random.default_rng(3), TypesetSettings(), headline=False)  # type: ignore[arg-type]
    bent = bend(line, np.random.default_rng(4), TypesetSettings())
    assert bent.shape == line.shape
    assert not np.array_equal(bent, line)
    assert abs((255 - bent).sum() / (255 - line).sum() - 1) < 0.1
    near = cv2.erode(line, np.ones((EM // 4, EM // 4), np.uint8))
    assert (bent[near > 250] > 200).all()


def test_the_same_seed_scans_the_same_line() -> None:
    """Typesetting and scanning draw all their chances from the generator they are given."""

    def once() -> np.ndarray:
        chance = np.random.default_rng(11)
        face = _Latin()
        ink = set_line("Newspaper", face, face, chance, TypesetSettings(), headline=True)  # type: ignore[arg-type]
        return scan_line(crop(ink, ink, chance, TypesetSettings()), chance, Quality.ANY)

    assert np.array_equal(once(), once())


def test_the_table_of_words_counts_pairs_by_their_words(dictionary: Path, tmp_path: Path) -> None:
    """A pair stands in the table as often as its words are printed; the same words give the same bytes."""
    sums = [write_context(dictionary, ALPHABET, tmp_path / name) for name in ("one.npz", "two.npz")]
    assert sums[0].split()[0] == sums[1].split()[0]
    with np.load(tmp_path / "one.npz") as table:
        characters = "".join(map(chr, table["characters"]))
        pairs = np.cumsum(table["pairs"]).tolist()
        times = dict(zip(pairs, np.exp2(table["times"] / 8).tolist(), strict=True))
    news = times[characters.index("新") * len(characters) + characters.index("闻")]
    assert news == pytest.approx(100, rel=0.05)
    assert characters.index("闻") * len(characters) + characters.index("新") not in times


def test_a_folder_without_a_dictionary_makes_no_table(tmp_path: Path) -> None:
    """The error says what to do, and nothing is written."""
    with pytest.raises(MaterialError, match=r"dict\.txt"):
        write_context(tmp_path, ALPHABET, tmp_path / "context.npz")
    assert not (tmp_path / "context.npz").exists()
