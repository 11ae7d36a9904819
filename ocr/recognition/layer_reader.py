"""A reader that answers from the text layer of a born-digital file, after it has been judged by a real reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.geometry import Affine, Box
from ocr.model import Glyph
from ocr.ports import LineImage, LineReader
from ocr.raster import LayerCharacter
from ocr.recognition.alignment import align
from ocr.recognition.consensus import Testimony, Witnessing
from ocr.recognition.layer_lines import BLANK, Font, LayerLine, LayerSettings, PageLayer

__all__ = ["TEXT_LAYERS", "LayerReader", "TrustSettings", "with_text_layer"]

TEXT_LAYERS = ("auto", "use", "ignore")
"""Judge the text layer and use what is right; use it unjudged; read as if there were none."""
GOLDEN = 0.6180339887498949
"""Multiples of the golden ratio, whole parts taken off, strew any number of places evenly."""


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """What makes a face of the layer believed.

    Attributes:
        sample: characters of each face that are read to compare. With 100 right ones out of 100, fewer than 3 in 100
            are wrong with a certainty of 95 %; a map of characters that is broken is wrong nearly everywhere.
        sure: only characters the reader is this sure of are evidence: in a fancy face it errs, but not surely.
        agreement: of the evidence that must agree. A sound layer agrees in 99 of 100, as the reader errs in 1 at
            that sureness; what another program once read off paper agrees in 90 to 97.
        fewest: of evidence for a face; with less, its lines are read.
        confidence: of a believed character: what was typed is what is printed, but for a single wrong entry in a map.
        contradicted: the confidence of one that the sure reader reads otherwise: to be looked at.
    """

    sample: int = 100
    sure: float = 0.95
    agreement: float = 0.975
    fewest: int = 2
    confidence: float = 0.998
    contradicted: float = 0.5


def with_text_layer(
    reader: LineReader, characters: Sequence[LayerCharacter], to_scan: Affine, mode: str = "auto"
) -> LineReader:
    """The reader for a page: `reader` itself, or one that asks the page's text layer first.

    Args:
        reader: of pixels.
        characters: the text layer, empty when there is none.
        to_scan: from the page to the scan.
        mode: of `TEXT_LAYERS`. With ``auto`` the invisible layer under a scan is left alone: another program read it.

    Raises:
        ValueError: when there is no such mode.
    """
    if mode not in TEXT_LAYERS:
        raise ValueError(f"text_layer is one of {', '.join(TEXT_LAYERS)}, not {mode}")
    if mode == "ignore":
        return reader
    believable = [c for c in characters if c.visible or mode == "use"]
    if not believable:
        return reader
    return LayerReader(reader, PageLayer(believable, to_scan, LayerSettings()), judge=mode == "auto")


class LayerReader:
    """Answers from the text layer where it accounts for the ink and its fonts are believed; else `reader` reads.

    One for each page. The verdict is by face, since one program made the maps from shapes to characters of all its
    fonts; a font of a believed face that is contradicted itself is not believed.

    Args:
        reader: of pixels, the judge and the stand-in.
        layer: of the page.
        judge: whether a sample is read and compared.
        settings: what makes a face believed.
    """

    name = "text layer"

    def __init__(
        self, reader: LineReader, layer: PageLayer, *, judge: bool = True, settings: TrustSettings | None = None
    ) -> None:
        self._reader, self._layer, self._judge = reader, layer, judge
        self._settings = settings or TrustSettings()
        self._account = ""

    @property
    def fingerprint(self) -> str:
        """The stand-in's, and what came of the layer once the page has been read."""
        return f"{self._account} + {self._reader.fingerprint}" if self._account else self._reader.fingerprint

    def read(self, images: Sequence[LineImage]) -> tuple[tuple[Glyph, ...], ...]:
        return tuple(testimony.glyphs for testimony in self.testify(images))

    def testify(self, images: Sequence[LineImage]) -> tuple[Testimony, ...]:
        """For each image its characters, and what the layer and the readers said.

        Raises:
            EngineError: when the reader of pixels fails.
        """
        told = {
            index: line
            for index, image in enumerate(images)
            if (line := self._layer.line(image, self._settings.confidence)) is not None
        }
        heard: dict[int, Testimony] = {}
        compared: dict[int, tuple[_Comparison, ...]] = {}
        believed = frozenset(font for line in told.values() for font in line.fonts)
        if self._judge:
            heard = self._hear(images, _sample(told, self._settings.sample))
            compared = {index: _compare(told[index], heard[index], images[index]) for index in heard}
            believed = self._believed(told, compared.values())
        used = {index: line for index, line in told.items() if believed.issuperset(line.fonts)}
        heard |= self._hear(images, [i for i in range(len(images)) if i not in used and i not in heard])
        self._account = self._told(used, compared, len(images))
        return tuple(
            self._settled(used[index], heard.get(index), compared.get(index, ())) if index in used else heard[index]
            for index in range(len(images))
        )

    def _hear(self, images: Sequence[LineImage], indexes: Sequence[int]) -> dict[int, Testimony]:
        """What the reader of pixels reads in the lines `indexes`."""
        if not indexes:
            return {}
        chosen = [images[index] for index in indexes]
        if isinstance(self._reader, Witnessing):
            return dict(zip(indexes, self._reader.testify(chosen), strict=True))
        return {
            index: Testimony(glyphs, ((self._reader.name, _text(glyphs)),))
            for index, glyphs in zip(indexes, self._reader.read(chosen), strict=True)
        }

    def _believed(self, told: Mapping[int, LayerLine], compared: Iterable[tuple[_Comparison, ...]]) -> frozenset[Font]:
        """The fonts whose characters are what the reader surely reads."""
        faces, fonts = _Tally(), _Tally()
        for line in compared:
            for comparison in filter(self._is_evidence, line):
                faces.add(comparison.font[0], comparison.agrees)
                fonts.add(comparison.font, comparison.agrees)
        share = self._settings.agreement
        return frozenset(
            font
            for line in told.values()
            for font in line.fonts
            if faces.count[font[0]] >= self._settings.fewest
            and faces.agreed[font[0]] >= share * faces.count[font[0]]
            and fonts.agreed[font] >= share * fonts.count[font]
        )

    def _is_evidence(self, comparison: _Comparison) -> bool:
        return comparison.rival is not None and comparison.rival.confidence >= self._settings.sure

    def _settled(self, line: LayerLine, heard: Testimony | None, compared: tuple[_Comparison, ...]) -> Testimony:
        """The layer's line; where a sure reader contradicts, its character is the alternative."""
        glyphs = list(line.glyphs)
        for comparison in compared:
            if comparison.rival and not comparison.agrees and self._is_evidence(comparison):
                glyphs[comparison.index] = replace(
                    glyphs[comparison.index],
                    confidence=self._settings.contradicted,
                    alternative=comparison.rival.text,
                )
        return Testimony(tuple(glyphs), ((self.name, _text(line.glyphs)), *(heard.witnesses if heard else ())))

    def _told(self, used: Mapping[int, LayerLine], compared: Mapping[int, tuple[_Comparison, ...]], count: int) -> str:
        """What came of the layer, for the provenance; empty when nothing was taken from it."""
        if not used:
            return ""
        evidence = [c for index in used for c in compared.get(index, ()) if self._is_evidence(c)]
        agreed = sum(comparison.agrees for comparison in evidence)
        judged = f"{agreed} of {len(evidence)} compared characters agree" if self._judge else "not judged"
        return f"text layer for {len(used)} of {count} lines, {judged}"


class _Tally:
    """How often readings of one kind were compared, and how often they agreed."""

    def __init__(self) -> None:
        self.count, self.agreed = Counter[Hashable](), Counter[Hashable]()

    def add(self, kind: Hashable, agrees: bool) -> None:
        self.count[kind] += 1
        self.agreed[kind] += agrees


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A character of a layer's line, the `index`-th, beside what the reader read in its place, if anything."""

    index: int
    font: Font
    rival: Glyph | None
    agrees: bool


def _compare(line: LayerLine, heard: Testimony, image: LineImage) -> tuple[_Comparison, ...]:
    """Every character of the line but its blanks, compared."""
    places = iter(index for index, glyph in enumerate(line.glyphs) if glyph.text != BLANK)
    own, other = ([glyph for glyph in glyphs if glyph.text.strip()] for glyphs in (line.glyphs, heard.glyphs))
    height, width = image.pixels.shape
    size = image.size * image.to_page(Box(0, 0, width, height)).height / max(1, height)
    return tuple(
        _Comparison(index := next(places), line.fonts[index], pair.second, pair.agrees)
        for pair in align(own, other, image.direction, size)
        if pair.first is not None
    )


def _sample(told: Mapping[int, LayerLine], wanted: int) -> list[int]:
    """Lines that hold `wanted` characters of every face, or all it has, strewn over the page; rare faces first."""
    lines: dict[int, list[int]] = {}
    for index, line in told.items():
        for face in dict.fromkeys(face for face, _ in line.fonts):
            lines.setdefault(face, []).append(index)
    chosen: set[int] = set()
    held = Counter[int]()
    for face, places in sorted(lines.items(), key=lambda item: (len(item[1]), item[0])):
        strewn = sorted(range(len(places)), key=lambda rank: (rank * GOLDEN % 1.0, rank))
        for index in (places[rank] for rank in strewn):
            if held[face] >= wanted:
                break
            if index not in chosen:
                chosen.add(index)
                held.update(face for face, _ in told[index].fonts)
    return sorted(chosen)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)
