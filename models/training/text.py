"""Text that reads like a Chinese newspaper without quoting one: words drawn by frequency, in newspaper phrases.

The words, their frequencies and the grammar (which part of speech follows which) come from jieba's dictionary and
part-of-speech model (MIT licence).
"""

from __future__ import annotations

import ast
import hashlib
import itertools
import math
import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from .errors import MaterialError

_HELD_SHARE = 20
"""One word of two characters or more in this many is kept for testing."""
_FLATTEN = 0.85
"""Power on a word's frequency: under 1, so that the middling words come up more often than in a paper; not far under,
as on a faint scan the network must rather guess the common character than the rare one that looks like it."""
TRAINING_RARE_SHARE = 0.15
"""Lines of rare words in training, so that every character comes up."""
_RARE_NAME_SHARE = 0.35
"""Characters of given names in training that are drawn from all, not from the usual ones."""
TESTING_RARE_SHARE = 0.05
"""The same in testing: even so more than in any newspaper."""
_RUNNING_SHARE, _HEADLINE_SHARE = 0.72, 0.17
"""Of the other lines, those cut from running text, and the headlines; the rest are bylines, captions, folios."""
_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳司马诸葛"  # noqa: E501
_NUMERALS = "〇一二三四五六七八九"
_UNITS = (
    "亿元",
    "万元",
    "元",
    "%",
    "％",
    "公里",
    "平方米",
    "万亩",
    "人",
    "户",
    "个",
    "吨",
    "届",
    "次",
    "名",
    "℃",
    "倍",
)
_TITLES = ("本报记者", "记者", "通讯员", "本报通讯员", "特约记者", "实习生")
_CREDITS = ("摄", "摄影报道", "供图", "制图", "文/图")
_STAFF = ("责编", "校对", "版式设计", "美编", "值班编委", "本版编辑", "邮箱", "热线电话")
_BULLETS = "□■◆●▲▶★☆△▼◇"
_SIGNS = (*"，。；：？！（）‘’“”··—％℃～～／＋＝＆＃＊※〔〕『』〖〗【】〈〉", "——", "……")
_SIGN_SHARE = 0.2
"""Words of a rare-word line that are followed by a sign: the rarest of them come up nowhere else often enough."""


def is_hanzi(character: str) -> bool:
    """True for a unified ideograph of the basic block."""
    return _FIRST_HAN <= character <= _LAST_HAN


def is_held(word: str) -> bool:
    """True when the word is kept for testing; decided by its own bytes, so it never changes."""
    return len(word) > 1 and hashlib.sha256(word.encode()).digest()[0] % _HELD_SHARE == 0


def read_words(folder: Path, charset: Set[str]) -> Iterator[tuple[str, int, str]]:
    """The words of jieba's package folder that `charset` can write, how often each is printed, and its part of speech.

    Raises:
        MaterialError: when the folder has no dictionary.
    """
    source = folder / "dict.txt"
    if not source.exists():
        raise MaterialError(f"no dict.txt in {folder}", cure="Unpack jieba's source package and name its folder.")
    for line in source.read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if all(is_hanzi(c) and c in charset for c in word):
            yield word, max(1, int(frequency)), tag


@dataclass(frozen=True, slots=True)
class Drawer:
    """Words of one part of speech, drawn by frequency."""

    words: tuple[str, ...]
    cumulated: tuple[float, ...]

    def draw(self, chance: random.Random) -> str:
        """One word."""
        return self.words[min(bisect(self.cumulated, chance.random() * self.cumulated[-1]), len(self.words) - 1)]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by part of speech and length class (S single, B longer), and what may follow what."""

    drawers: dict[tuple[str, str], Drawer]
    follow: dict[tuple[str, str], Drawer]
    by_character: dict[str, tuple[str, ...]]
    characters: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path, charset: Set[str], *, held: bool) -> Lexicon:
        """The words of jieba's package folder that the character set can write.

        Args:
            folder: where ``dict.txt`` and ``posseg/`` lie.
            charset: the characters that may be used.
            held: False leaves out the words kept for testing; True keeps them, and favours them in rare-word lines.

        Raises:
            MaterialError: when the folder has no dictionary.
        """
        bins: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        containing: dict[str, list[str]] = defaultdict(list)
        for word, times, tag in read_words(folder, charset):
            if is_held(word) and not held:
                continue
            bins["S" if len(word) == 1 else "B", tag][word] = times**_FLATTEN
            if len(word) > 1 and (not held or is_held(word)):
                for character in set(word):
                    containing[character].append(word)
        for character in sorted(charset):
            if is_hanzi(character):
                containing[character].append(character)
        drawers = {key: _drawer(words) for key, words in bins.items()}
        return cls(
            drawers,
            _transitions(folder, set(drawers)),
            {character: tuple(words) for character, words in containing.items()},
            tuple(sorted(containing)),
        )


def _drawer(weights: dict[str, float]) -> Drawer:
    return Drawer(tuple(weights), tuple(itertools.accumulate(weights.values())))


def _transitions(folder: Path, known: Set[tuple[str, str]]) -> dict[tuple[str, str], Drawer]:
    """For each (length class, tag) the drawer of next states, written ``S:n``."""
    path = folder / "posseg" / "prob_trans.py"
    table = ast.literal_eval(path.read_text(encoding="utf-8").partition("=")[2].strip())
    follow = {}
    for state, tag in known:
        row = table.get(("E" if state == "B" else "S", tag), {})
        weights = {f"{s}:{t}": math.exp(value) for (s, t), value in row.items() if (s, t) in known}
        follow[state, tag] = _drawer(weights or {"B:n": 1.0})
    return follow


class Newsroom:
    """Writes endless newspaper-like text from a lexicon; the same seed writes the same text."""

    def __init__(
        self, lexicon: Lexicon, seed: int, rare: Sequence[str] = (), rare_share: float = TRAINING_RARE_SHARE
    ) -> None:
        self._words = lexicon
        self._chance = random.Random(seed)
        self._state = ("B", "n")
        self._rare_share = rare_share
        self._rare = tuple(c for c in rare if c in lexicon.by_character)

    def line(self) -> str:
        """One printed line: usually cut from running text, else a headline, byline, caption or rare words."""
        chance = self._chance
        if chance.random() < self._rare_share:
            return self._rarities()
        kind = chance.random()
        if kind < _RUNNING_SHARE:
            return self._cut(self._passage())
        return self._headline() if kind < _RUNNING_SHARE + _HEADLINE_SHARE else self._furniture()

    def _cut(self, passage: str) -> str:
        length = min(self._chance.choice((6, 9, 11, 12, 13, 14, 15, 16, 18, 20, 22)), len(passage))
        start = self._chance.randrange(len(passage) - length + 1)
        return passage[start : start + length].strip()

    def _clause(self, low: int = 2, high: int = 7) -> str:
        return "".join(self._word() for _ in range(self._chance.randint(low, high)))

    def _word(self) -> str:
        state, tag = self._words.follow[self._state].draw(self._chance).split(":")
        self._state = (state, tag)
        return self._words.drawers[self._state].draw(self._chance)

    def _name(self) -> str:
        chance = self._chance
        given = "".join(self._given() for _ in range(chance.choice((1, 2, 2))))
        drawer = self._words.drawers.get(("B", "nr"))
        return chance.choice(SURNAMES) + given if drawer is None or chance.random() < 0.6 else drawer.draw(chance)

    def _given(self) -> str:
        """A character of a given name: often any in training, so that all come up, a usual one in testing."""
        usual = self._words.drawers.get(("S", "nr")) or self._words.drawers.get(("S", "n"))
        trains = self._rare_share == TRAINING_RARE_SHARE
        if usual is None or (trains and self._chance.random() < _RARE_NAME_SHARE):
            return self._chance.choice(self._words.characters)
        return usual.draw(self._chance)

    def _place(self) -> str:
        drawer = self._words.drawers.get(("B", "ns"))
        return drawer.draw(self._chance) if drawer else "北京"

    def _number(self) -> str:
        chance = self._chance
        year = chance.randint(1949, 2030)
        return chance.choice((
            lambda: f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 31)}日",
            lambda: f"{chance.randint(1, 9999)}.{chance.randint(0, 99)}{chance.choice(_UNITS)}",
            lambda: f"{chance.randint(1, 100)}{chance.choice('%％')}",
            lambda: f"{chance.randint(1, 60)}{chance.choice('%％')}～{chance.randint(60, 99)}{chance.choice(_UNITS)}",
            lambda: f"{chance.randint(0, 23)}{chance.choice(':：')}{chance.randint(0, 59):02d}",
            lambda: f"{chance.randint(1, 99999)}{chance.choice(_UNITS)}",
            lambda: f"{''.join(_NUMERALS[int(d)] for d in str(year))}年{self._counted(12)}月{self._counted(31)}日",
            lambda: f"{chance.choice(('0351', '010', '021', '400'))}-{chance.randint(2000000, 99999999)}",
            lambda: "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(chance.randint(2, 5))),
            lambda: chance.choice(("WTO", "GDP", "CCTV", "NBA", "APEC", "PM2.5", "5G", "www.", "http://", "COVID-19")),
        ))()  # fmt: skip

    def _counted(self, most: int) -> str:
        number = self._chance.randint(1, most)
        tens, ones = divmod(number, 10)
        head = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
        return head + (_NUMERALS[ones] if ones else "")

    def _sentence(self) -> str:
        clause, chance = self._clause, self._chance
        forms: tuple[Callable[[], str], ...] = (
            lambda: clause(3, 9),
            lambda: f"{clause()}{self._number()}{clause(1, 4)}",
            lambda: f"“{clause(1, 3)}”{clause()}",
            lambda: f"{clause(1, 3)}“{clause(1, 2)}”“{clause(1, 2)}”“{clause(1, 2)}”{clause(1, 3)}",
            lambda: f"{clause()}《{clause(1, 3)}》{clause(1, 4)}",
            lambda: f"{clause()}（{clause(1, 4)}）{clause(1, 4)}",
            lambda: f"{clause()}（以下简称“{clause(1, 2)}”）",
            lambda: f"{clause()}——{clause()}",
            lambda: f"{clause()}……",
            lambda: f"{clause(1, 2)}、{clause(1, 2)}、{clause(1, 2)}",
            lambda: f"{clause(1, 3)}：{clause()}；{clause()}",
            lambda: f"{self._name()}说：“{clause()}，{clause()}。”",
            lambda: f"{clause()}‘{clause(1, 2)}’{clause(1, 3)}",
            lambda: f"{chance.choice('一二三四五六七八九十')}是{clause()}；",
            lambda: f"（{chance.choice('一二三四五六七八九十')}）{clause()}",
            lambda: f"{chance.randint(1, 20)}.{clause()}；",
            lambda: f"{self._name()}·{self._name()}{clause(1, 4)}",
            lambda: f"{self._name()}（{chance.choice('男女')}，{chance.randint(18, 90)}岁）{clause(1, 4)}",
            lambda: f"{self._place()}—{self._place()}{clause(1, 3)}",
        )
        return chance.choices(forms, (14, 5, 3, 1, 2, 2.5, 1, 2, 1.2, 3, 3, 3, 1, 1.5, 1, 1, 1, 1, 1))[0]()

    def _passage(self) -> str:
        chance = self._chance
        lead = chance.choice((
            "", "", "", "",
            f"本报讯（{chance.choice(_TITLES)} {self._name()}）",
            f"新华社{self._place()}{chance.randint(1, 12)}月{chance.randint(1, 31)}日电（记者 {self._name()}）",
            f"据新华社{self._place()}{self._counted(12)}月{self._counted(31)}日电",
            f"本报{self._place()}{chance.randint(1, 12)}月{chance.randint(1, 31)}日电",
            f"【{self._place()}讯】",
        ))  # fmt: skip
        text = lead
        while len(text) < 60:
            text += self._sentence()
            if text[-1] not in "。；”…":
                text += chance.choices("，。；：？！、", (50, 25, 6, 6, 5, 5, 3))[0]
        return text

    def _headline(self) -> str:
        chance = self._chance
        return chance.choice((
            lambda: self._clause(2, 4),
            lambda: f"{self._clause(1, 3)} {self._clause(1, 3)}",
            lambda: f"——{self._clause(2, 4)}",
            lambda: f"“{self._clause(1, 2)}”{self._clause(1, 3)}",
            lambda: f"{self._clause(1, 3)}：{self._clause(1, 3)}",
            lambda: f"{self._clause(1, 3)}{chance.choice('？！')}",
            lambda: f"{chance.choice(_BULLETS)}{self._clause(2, 4)}",
            lambda: f"{self._clause(1, 3)}{self._number()}",
        ))()[:18]  # fmt: skip

    def _furniture(self) -> str:
        chance, name = self._chance, self._name
        return chance.choice((
            lambda: f"{chance.choice(_BULLETS)}{chance.choice((' ', ''))}{chance.choice(_TITLES)} {name()} {name()}",
            lambda: f"{chance.choice(_TITLES)} {name()}{chance.choice(_CREDITS)}",
            lambda: f"（{chance.choice(_TITLES)} {name()} {name()}）",
            lambda: f"{chance.choice(_STAFF)}：{name()} {chance.choice(_STAFF)}：{name()}",
            lambda: f"（{chance.choice(('下转', '上接', '紧接'))}第{self._counted(16)}版）",
            lambda: f"{chance.choice('▲▶▼')}{self._clause(3, 6)}。",
            lambda: f"{self._number()} 星期{chance.choice('一二三四五六日')} 第{chance.randint(1, 20000)}期",
            lambda: f"国内统一连续出版物号CN{chance.randint(11, 65)}—{chance.randint(1, 99):04d}",
            lambda: f"{chance.choice(_STAFF)}：{name()} 电话：{chance.randint(2000000, 99999999)}",
            lambda: f"E-mail:{''.join(chance.choice('abcdefghijklmnopqrstuvwxyz') for _ in range(6))}@{chance.choice(('163', 'sina', 'qq'))}.com",  # noqa: E501
            lambda: f"{self._number()}{self._number()}",
        ))()[:24]  # fmt: skip

    def _rarities(self) -> str:
        chance = self._chance
        length = chance.randint(8, 18)
        text = ""
        while len(text) < length:
            pool = self._rare if self._rare and chance.random() < 0.45 else self._words.characters
            text += chance.choice(self._words.by_character[chance.choice(pool)])
            if chance.random() < 0.15:
                text += self._word()
            if chance.random() < _SIGN_SHARE:
                text += chance.choice(_SIGNS if chance.random() < 1 / 2 else _BULLETS)
        return text[:length]
