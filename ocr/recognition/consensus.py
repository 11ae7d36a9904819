"""Two readers that check each other: double keying without typists."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

from ocr.errors import EngineError
from ocr.model import Direction, Glyph
from ocr.ports import LineImage, LineReader
from ocr.recognition.alignment import Pair, align, fold
from ocr.recognition.commas import COMMAS, read_comma
from ocr.recognition.context import Context
from ocr.recognition.dashes import mend_dashes
from ocr.recognition.glancing import Glance, Glancing, same_text, surer
from ocr.recognition.judging import EVEN, Judge
from ocr.recognition.parallel import chunks, judged_alone
from ocr.recognition.placing import INK_LEVEL, pixels_at
from ocr.recognition.scaling import size_on_page
from ocr.recognition.scripts import Scripts, in_one_form, scripts_of

__all__ = ["ConsensusReader", "ConsensusSettings", "Testimony", "Witnessing"]

Lines = tuple[tuple[Glyph, ...], ...]
Answer = tuple[Glyph, ...] | EngineError
Glances = tuple[Glance, ...]
T = TypeVar("T")

QUOTES = frozenset("\"'")
"""Quotation marks as `fold` has them: two strokes each, which a reader may take for two marks."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """One line as the readers saw it.

    Attributes:
        glyphs: the reading that counts.
        witnesses: what each reader read by itself, as ``(reader, text)``; a reader that failed is not among them.
    """

    glyphs: tuple[Glyph, ...]
    witnesses: tuple[tuple[str, str], ...]


@runtime_checkable
class Witnessing(Protocol):
    """A reader that can also say what other readers told it."""

    def testify(self, images: Sequence[LineImage]) -> tuple[Testimony, ...]: ...


@dataclass(frozen=True, slots=True)
class ConsensusSettings:
    """How the work is shared out.

    Attributes:
        chunk: lines handed to a reader at once: small, so that both cores end at the same time.
        seconds_per_line: a reader that takes longer for a chunk counts as failed; hundreds of times the usual.
        least_ink: under a character that only one reader saw, in squares of the character size: less is dust on the
            pale print of the other side. 一 in the thinnest face has twice as much.
    """

    chunk: int = 24
    seconds_per_line: float = 10.0
    least_ink: float = 0.02


class ConsensusReader:
    """Both readers read every line; a judge decides character by character.

    A second reader that can glance looks closely only at lines of which it is not sure and which the first reads
    otherwise: readings that agree are hardly ever wrong, however unsure one of them is.
    Where the first reader writes another script than the second it can only confirm letters: a model of simplified ones
    knows few of the traditional ones it has before it. The same goes for the signs of vertical lines: they are turned,
    and pieces of them look like others.
    A reader that fails on some lines, or runs out of time, leaves them to the other, with its confidence lowered.

    Args:
        first: the reader the judge doubts rather.
        second: the reader the judge trusts rather.
        judge: decides where they differ.
        threads: that work at the same time.
    """

    name = "consensus"

    def __init__(
        self,
        first: LineReader,
        second: LineReader,
        judge: Judge | None = None,
        threads: int = 2,
        settings: ConsensusSettings | None = None,
    ) -> None:
        self._readers = (first, second)
        self._judge = judge or Judge.load()
        self._context = Context.load()
        self._threads = max(1, threads)
        self._settings = settings or ConsensusSettings()
        known = f"{self._judge.fingerprint}; {self._context.fingerprint}"
        self.fingerprint = f"consensus({first.fingerprint}; {second.fingerprint}; {known})"

    def read(self, images: Sequence[LineImage]) -> Lines:
        return tuple(testimony.glyphs for testimony in self.testify(images))

    def testify(self, images: Sequence[LineImage]) -> tuple[Testimony, ...]:
        """For each image the reading that counts and what each reader said.

        Raises:
            EngineError: when both readers failed on the same line.
        """
        parts = [(chunk, [images[i] for i in chunk]) for chunk in chunks(images, self._settings.chunk)]
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="reader")
        first, second = self._readers
        glance = second.glance if isinstance(second, Glancing) else partial(_as_glances, second)
        try:
            jobs = [(pool.submit(first.read, part), pool.submit(glance, part)) for _, part in parts]
            heard = []
            for (_, part), (reading, looking) in zip(parts, jobs, strict=True):
                read, seen = self._hear(reading, len(part)), self._hear(looking, len(part))
                heard.append((read, seen, self._look_closely(pool, part, read, seen)))
            answers: list[tuple[Answer, Answer]] = [((), ())] * len(images)
            for (chunk, _), (read, seen, closer) in zip(parts, heard, strict=True):
                readings = read, self._better(read, seen, closer)
                for place, index in enumerate(chunk):
                    answers[index] = _line(readings[0], place), _line(readings[1], place)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        scripts = _scripts_of(answers)
        return tuple(self._decide(image, one, two, scripts) for image, (one, two) in zip(images, answers, strict=True))

    def _look_closely(
        self, pool: ThreadPoolExecutor, images: list[LineImage], read: Lines | EngineError, seen: Glances | EngineError
    ) -> dict[int, Future[Glances]]:
        """By place, the lines that the second reader is not sure of and the first does not confirm, looked at again."""
        reader = self._readers[1]
        if not isinstance(reader, Glancing) or isinstance(seen, EngineError):
            return {}
        doubted = [
            place
            for place, glance in enumerate(seen)
            if glance.sure < reader.sure_enough
            and (isinstance(read, EngineError) or not same_text(read[place], glance.glyphs))
        ]
        return {place: pool.submit(reader.look_closely, [images[place]]) for place in doubted}

    def _better(
        self, read: Lines | EngineError, seen: Glances | EngineError, closer: dict[int, Future[Glances]]
    ) -> Lines | EngineError:
        """What the second reader read: of two looks at a line the one that the first reader confirms, or the surer."""
        if isinstance(seen, EngineError):
            return seen
        kept = [glance.glyphs for glance in seen]
        for place, job in closer.items():
            looks = self._hear(job, 1)
            if isinstance(looks, EngineError):
                continue
            (look,) = looks
            confirmed = not isinstance(read, EngineError) and same_text(read[place], look.glyphs)
            kept[place] = look.glyphs if confirmed else surer(seen[place], look).glyphs
        return tuple(kept)

    def _hear(self, job: Future[T], count: int) -> T | EngineError:
        try:
            return job.result(timeout=count * self._settings.seconds_per_line)
        except EngineError as failure:
            return failure
        except FutureTimeoutError:
            return EngineError(f"no answer for {count} lines in {count * self._settings.seconds_per_line:.0f} s")

    def _decide(self, image: LineImage, first: Answer, second: Answer, scripts: Scripts) -> Testimony:
        names = tuple(reader.name for reader in self._readers)
        if isinstance(first, EngineError) and isinstance(second, EngineError):
            raise EngineError(f"both readers failed: {names[0]}: {first}; {names[1]}: {second}")
        witnesses = tuple(
            (name, "".join(glyph.text for glyph in answer))
            for name, answer in zip(names, (first, second), strict=True)
            if not isinstance(answer, EngineError)
        )
        if isinstance(first, EngineError):
            assert not isinstance(second, EngineError)
            return Testimony(judged_alone(self._judge, second, names[1], image), witnesses)
        if isinstance(second, EngineError):
            return Testimony(judged_alone(self._judge, first, names[0], image), witnesses)
        return Testimony(self.weigh(image, first, second, scripts), witnesses)

    def weigh(
        self, image: LineImage, first: Sequence[Glyph], second: Sequence[Glyph], scripts: Scripts | None = None
    ) -> tuple[Glyph, ...]:
        """The reading that counts, of what the two readers said of `image`.

        Args:
            image: the line.
            first: what the first reader said.
            second: what the second reader said.
            scripts: of the page, which the second reader knows; by default both write simplified characters.
        """
        size, scripts = size_on_page(image), scripts or Scripts()
        pairs = tuple(in_one_form(pair, scripts) for pair in align(first, second, image.direction, size))
        settled = self._settle(pairs, image, self._judge.at(size), differently=scripts.differently)
        return mend_dashes(settled, image, witnesses=(*first, *second))

    def _choose(self, pairs: tuple[Pair, ...], index: int, image: LineImage, judge: Judge) -> Glyph | None:
        """The judge's choice, but between the two commas the ink's."""
        choice = judge.choose(pairs[index], self._lean(pairs, index))
        if choice is None or choice.text not in COMMAS or choice.alternative not in COMMAS:
            return choice
        mark = read_comma(image, choice.box)
        if not mark or fold(mark) == fold(choice.text):
            return choice
        return replace(choice, text=mark, alternative=choice.text, confidence=EVEN)

    def _lean(self, pairs: tuple[Pair, ...], index: int) -> float:
        """How much better the first reader's character goes with those beside it than the second's.

        Beside it stands what the second reader saw, or the first alone.
        """
        first, second = pairs[index].first, pairs[index].second
        if first is None or second is None or pairs[index].agrees:
            return 0.0
        before, after = (_seen(pairs[i]) if 0 <= i < len(pairs) else "" for i in (index - 1, index + 1))
        return self._context.lean(before, first.text, second.text, after)

    def _is_inkless(self, pair: Pair, image: LineImage) -> bool:
        """Whether only one reader saw a character there, and where it saw it is no ink: print of the other side.

        Marks are too small to trust a reader with their place.
        """
        if pair.lone is None or not pair.lone.text.isalnum():
            return False
        pixels = pixels_at(image, pair.lone.box)
        return pixels.size > 0 and (pixels < INK_LEVEL).sum() < self._settings.least_ink * image.size**2

    def _settle(
        self, pairs: tuple[Pair, ...], image: LineImage, judge: Judge, *, differently: bool
    ) -> tuple[Glyph, ...]:
        """The judge's choice of every pair; what it leaves out stays as the alternative of the character before."""
        glyphs: list[Glyph] = []
        pending = ""
        for index, pair in enumerate(pairs):
            if not pair.agrees and (image.direction is Direction.VERTICAL if _is_sign(pair) else differently):
                glyphs += judge.alone((pair.second,), self._readers[1].name) if pair.second else ()
                continue
            ghost = _is_half_mark(pairs, index) or self._is_inkless(pair, image)
            choice = None if ghost else self._choose(pairs, index, image, judge)
            if choice is not None:
                glyphs.append(replace(choice, alternative=pending + choice.text) if pending else choice)
                pending = ""
                continue
            left_out = pair.first or pair.second
            assert left_out is not None
            if glyphs:
                last = glyphs[-1]
                glyphs[-1] = replace(
                    last,
                    alternative=(last.alternative or last.text) + left_out.text,
                    confidence=judge.beside_omission(last.confidence),
                )
            else:
                pending += left_out.text
        return tuple(glyphs)


def _is_half_mark(pairs: tuple[Pair, ...], index: int) -> bool:
    """Whether a quotation mark that one reader saw is the other half of the one beside it, which both saw."""
    lone = pairs[index].lone
    if lone is None or fold(lone.text) not in QUOTES:
        return False
    beside = [pairs[i] for i in (index - 1, index + 1) if 0 <= i < len(pairs)]
    return any(other.agrees and other.second and fold(other.second.text) == fold(lone.text) for other in beside)


def _seen(pair: Pair) -> str:
    """What stands in a place, by the second reader, or by the first where only it saw something."""
    glyph = pair.second or pair.first
    return glyph.text if glyph else ""


def _is_sign(pair: Pair) -> bool:
    """Whether no letter was seen, only signs."""
    return not any(glyph.text.isalnum() for glyph in (pair.first, pair.second) if glyph)


def _scripts_of(answers: Sequence[tuple[Answer, Answer]]) -> Scripts:
    """The scripts of the page, by the lines that both readers read."""
    both = [(one, two) for one, two in answers if not isinstance(one, EngineError) and not isinstance(two, EngineError)]
    return scripts_of((one for one, _ in both), (two for _, two in both))


def _line(answer: Lines | EngineError, place: int) -> Answer:
    return answer if isinstance(answer, EngineError) else answer[place]


def _as_glances(reader: LineReader, images: Sequence[LineImage]) -> Glances:
    """The readings of a reader that looks once."""
    return tuple(Glance(glyphs, 1.0) for glyphs in reader.read(images))
