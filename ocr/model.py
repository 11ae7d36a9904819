"""What each station hands to the next: from the regions of a layout to the finished document.

One frame for every box: pixels of the upright page (`ocr.raster.Sheet`), top left origin.
Every value is frozen and complete when it is made; a later station makes a later type.
Reading order is the order of a tuple. Confidence is 0..1. Text is NFC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ocr.geometry import Affine, Box, hull

__all__ = [
    "Article",
    "ArticleKind",
    "Block",
    "BlockRegion",
    "Direction",
    "Document",
    "Frame",
    "Glyph",
    "Layout",
    "Line",
    "LineRegion",
    "Page",
    "Paragraph",
    "Picture",
    "Provenance",
    "Reading",
    "Role",
    "Rule",
    "RuleStyle",
    "TextBlock",
    "TextLine",
]


class Direction(Enum):
    """The way characters follow each other in a line."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class RuleStyle(Enum):
    """The look of a printed line."""

    THIN = "thin"
    THICK = "thick"
    DOUBLE = "double"
    DOTTED = "dotted"
    WAVY = "wavy"


class Role(Enum):
    """What a block is to a newspaper editor; the words are those of the glossary."""

    MASTHEAD = "masthead"
    KICKER = "kicker"
    COLUMN_TITLE = "column_title"
    HEADLINE = "headline"
    DECK = "deck"
    SUMMARY = "summary"
    BYLINE = "byline"
    SUBHEAD = "subhead"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    JUMP = "jump"
    POINTER = "pointer"
    TABLE = "table"
    ADVERTISEMENT = "advertisement"
    FOLIO = "folio"
    STAFF = "staff"
    FOOTER = "footer"
    ORNAMENT = "ornament"


class ArticleKind(Enum):
    """What a group of blocks is as a whole."""

    MASTHEAD = "masthead"
    ARTICLE = "article"
    PHOTO = "photo"
    TEASER = "teaser"
    ADVERTISEMENT = "advertisement"
    FURNITURE = "furniture"


# ---- what layout hands on: where things are -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line; `box` is its ink."""

    box: Box
    style: RuleStyle

    @property
    def is_horizontal(self) -> bool:
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Frame:
    """A printed box or tinted panel around text; `box` is its outer edge."""

    box: Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph, drawing or other printed image."""

    box: Box


@dataclass(frozen=True, slots=True)
class LineRegion:
    """The place of one printed line.

    Attributes:
        box: the line's ink.
        direction: the way it is read.
        size: the character size in pixels (the side of the em square).
        weight: the mean stroke width as a share of `size`; tells bold from regular.
    """

    box: Box
    direction: Direction
    size: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class BlockRegion:
    """Lines that stand together in one column, in reading order.

    Raises:
        ValueError: when there are no lines.
    """

    lines: tuple[LineRegion, ...]
    column: Box

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("a block has lines")

    @property
    def box(self) -> Box:
        return hull(line.box for line in self.lines)

    @property
    def direction(self) -> Direction:
        return self.lines[0].direction


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is on one page.

    Attributes:
        width, height: the page in pixels.
        body_size: the size of the body characters in pixels, 0 on a blank page.
        blocks: the places of text, in no promised order.
    """

    width: int
    height: int
    body_size: float
    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    pictures: tuple[Picture, ...]
    blocks: tuple[BlockRegion, ...]


# ---- what recognition hands on: what they say -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character as read.

    Attributes:
        text: one grapheme, NFC.
        box: its place on the upright page.
        confidence: the calibrated chance that `text` is what is printed.
        alternative: what the other reader read here, empty when both agree or there was only one.
    """

    text: str
    box: Box
    confidence: float
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader saw in a line; boxes in the frame of the page."""

    reader: str
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """The mean over the characters; 0 when nothing was read."""
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line region with what it says.

    Attributes:
        region: where it stands.
        reading: the reading that counts, raw.
        witnesses: what each reader read by itself, as ``(reader, text)``.
    """

    region: LineRegion
    reading: Reading
    witnesses: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return self.reading.text


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block region with what its lines say."""

    lines: tuple[TextLine, ...]
    column: Box

    @property
    def box(self) -> Box:
        return hull(line.region.box for line in self.lines)

    @property
    def direction(self) -> Direction:
        return self.lines[0].region.direction


# ---- what structure hands on: what they mean ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the finished page.

    Attributes:
        id: stable and positional, such as ``p01.b012.l04``.
        text: the normalised text.
        raw: the text as read.
        glyphs: the characters of `raw` with their places.
        witnesses: what each reader read by itself, as ``(reader, text)``.
    """

    id: str
    box: Box
    direction: Direction
    size: float
    text: str
    raw: str
    glyphs: tuple[Glyph, ...]
    witnesses: tuple[tuple[str, str], ...] = ()

    @property
    def confidence(self) -> float:
        return sum(g.confidence for g in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one role in one column; `why` says in one sentence how its place was decided."""

    id: str
    role: Role
    lines: tuple[Line, ...]
    why: str = ""

    @property
    def box(self) -> Box:
        return hull(line.box for line in self.lines)

    @property
    def direction(self) -> Direction:
        return self.lines[0].direction


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph (or headline, kicker, caption …), rejoined across lines and columns.

    Attributes:
        role: what it is.
        text: normalised, without line breaks.
        line_ids: the lines it was made of, in order.
    """

    role: Role
    text: str
    line_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Blocks that belong together, in reading order.

    Attributes:
        id: stable and positional, such as ``p01.a03``.
        block_ids: its blocks in reading order.
        paragraphs: what it says, in reading order, headings included.
        picture_indexes: its pictures, as indexes into `Page.pictures`.
    """

    id: str
    kind: ArticleKind
    block_ids: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    picture_indexes: tuple[int, ...] = ()

    @property
    def headline(self) -> str:
        """The text of the first headline; empty when there is none."""
        return next((p.text for p in self.paragraphs if p.role is Role.HEADLINE), "")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a page comes from and what made it.

    Attributes:
        source: the file's name, without folders.
        sha256: of the file's bytes.
        page_index: the page in the file, from 0.
        dpi: of the scan; 0 when the file does not say.
        scan_width, scan_height: of the scan in pixels.
        to_scan: maps the upright page onto the scan.
        program: name and version of this program.
        readers: name, version and model fingerprint of each reader.
        settings: fingerprint of the effective settings.
    """

    source: str
    sha256: str
    page_index: int
    dpi: float
    scan_width: int
    scan_height: int
    to_scan: Affine
    program: str
    readers: tuple[str, ...]
    settings: str


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page.

    Attributes:
        number: of the page in the document, from 1; the ``p01`` of the ids.
        blocks: every block in reading order; each belongs to exactly one article.
        articles: in the order a reader takes them; furniture last.
    """

    number: int
    width: int
    height: int
    body_size: float
    rules: tuple[Rule, ...]
    frames: tuple[Frame, ...]
    pictures: tuple[Picture, ...]
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    provenance: Provenance

    @property
    def confidence(self) -> float:
        """The mean confidence of all characters; 0 on a blank page."""
        glyphs = [glyph for block in self.blocks for line in block.lines for glyph in line.glyphs]
        return sum(glyph.confidence for glyph in glyphs) / len(glyphs) if glyphs else 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """The pages of one input, in order."""

    pages: tuple[Page, ...]
