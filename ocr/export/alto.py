"""ALTO 4.4, and 4.2 for older viewers: the page for libraries, written and read back.

Library of Congress, ALTO XML schema, https://www.loc.gov/standards/alto/. Coordinates are pixels of the scan.
A composed block is an article; the reading order holds one ordered group an article, in an unordered group, since
unrelated articles have no order among them. ``String@CC`` is inverted there: 0 is sure, 9 is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lxml import etree

from ocr.errors import OutputError
from ocr.export.placing import Placed, split_runs
from ocr.export.xml import Element, add, clean, number, scan_box, serialise
from ocr.geometry import Box, hull
from ocr.model import Article, Block, Direction, Line, Page, Role

__all__ = ["NAMESPACE", "AltoVersion", "AltoWriter", "ReadLine", "read_alto"]

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_UNSURE = 9
"""The worst of the ten steps of ``String@CC``."""
_LONGEST_VARIANT = 3
"""The schema's limit for what else a glyph may be; a longer one is left out rather than cut."""
_POINTS = 72
_CONFIDENCE_DIGITS = 3


class AltoVersion(Enum):
    """The schema that is written; reading orders exist since 4.3."""

    V44 = "4.4"
    V42 = "4.2"

    @property
    def location(self) -> str:
        return f"http://www.loc.gov/standards/alto/v4/alto-{self.value.replace('.', '-')}.xsd"


class AltoWriter:
    """Writes ALTO.

    Args:
        version: of the schema.
        checked: ids of the lines whose text a person wrote or found right. They are marked ``CS="true"``, or their
            block when it has no others: the schema wants the highest level that can be told.
    """

    suffix = ".alto.xml"

    def __init__(self, version: AltoVersion = AltoVersion.V44, checked: frozenset[str] = frozenset()) -> None:
        self._version = version
        self._checked = checked

    def write(self, page: Page) -> bytes:
        root = etree.Element(f"{{{NAMESPACE}}}alto", nsmap={None: NAMESPACE, "xsi": _XSI})
        root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {self._version.location}")
        root.set("SCHEMAVERSION", self._version.value)
        _describe(root, page)
        sizes = _styles(root, page)
        _tags(root, page)
        if self._version is AltoVersion.V44:
            _reading_order(root, page)
        self._layout(root, page, sizes)
        return serialise(root)

    def _layout(self, root: Element, page: Page, sizes: dict[int, str]) -> None:
        origin = page.provenance
        sheet = add(
            add(root, "Layout"),
            "Page",
            ID=f"p{page.number:02d}",
            PHYSICAL_IMG_NR=origin.page_index + 1,
            WIDTH=origin.scan_width,
            HEIGHT=origin.scan_height,
            PC=page.confidence,
        )
        if self._version is AltoVersion.V44:
            sheet.set("LANG", "zh")
        space = add(sheet, "PrintSpace", **_edges(Box(0, 0, origin.scan_width, origin.scan_height)))
        blocks = {block.id: block for block in page.blocks}
        shown: set[int] = set()
        for article in page.articles:
            self._article(space, page, article, blocks, sizes)
            shown.update(article.picture_indexes)
        for index, picture in enumerate(page.pictures):
            if index not in shown:
                add(space, "Illustration", ID=_picture_id(page, index), **_edges(scan_box(page, picture.box)))
        for index, rule in enumerate(page.rules, 1):
            edges = _edges(scan_box(page, rule.box))
            add(space, "GraphicalElement", ID=f"p{page.number:02d}.r{index:03d}", **edges)

    def _article(
        self, space: Element, page: Page, article: Article, blocks: dict[str, Block], sizes: dict[int, str]
    ) -> None:
        members = [blocks[key] for key in article.block_ids if key in blocks]
        pictures = [(index, page.pictures[index].box) for index in article.picture_indexes]
        boxes = [block.box for block in members] + [box for _, box in pictures]
        if not boxes:
            return
        composed = add(
            space, "ComposedBlock", ID=article.id, TYPE=article.kind.value, **_edges(scan_box(page, hull(boxes)))
        )
        composed.set("TAGREFS", f"tag.{article.id}")
        for index, box in pictures:
            add(composed, "Illustration", ID=_picture_id(page, index), **_edges(scan_box(page, box)))
        for block in members:
            text = add(composed, "TextBlock", ID=block.id, **_edges(scan_box(page, block.box)))
            text.set("TAGREFS", f"tag.{block.role.value}")
            text.set("LANG", "zh")
            whole = all(line.id in self._checked for line in block.lines)
            if whole:
                text.set("CS", "true")
            for line in block.lines:
                element = self._line(text, page, line, sizes)
                if line.id in self._checked and not whole:
                    element.set("CS", "true")

    def _line(self, parent: Element, page: Page, line: Line, sizes: dict[int, str]) -> Element:
        element = add(parent, "TextLine", ID=line.id, **_edges(scan_box(page, line.box)))
        element.set("STYLEREFS", sizes[round(line.size)])
        if line.direction is Direction.VERTICAL and self._version is AltoVersion.V44:
            element.set("BASEDIRECTION", "ttb")
        runs = split_runs(line)
        if not runs:
            add(element, "String", CONTENT="", **_edges(scan_box(page, line.box)))
        before: Box | None = None
        for index, run in enumerate(runs, 1):
            box = scan_box(page, run.box)
            if before is not None:
                add(element, "SP", **_edges(_gap(before, box, line.direction)))
            string = add(element, "String", ID=f"{line.id}.s{index:02d}", CONTENT=run.text, **_edges(box))
            string.set("WC", number(run.confidence, _CONFIDENCE_DIGITS))
            string.set("CC", " ".join(str(round(_UNSURE * (1 - c.confidence))) for c in run.characters))
            for character in run.characters:
                _glyph(string, page, character)
            before = box
        return element


def _glyph(string: Element, page: Page, character: Placed) -> None:
    glyph = add(string, "Glyph", CONTENT=character.text, **_edges(scan_box(page, character.box)))
    glyph.set("GC", number(character.confidence, _CONFIDENCE_DIGITS))
    if 0 < len(clean(character.alternative)) <= _LONGEST_VARIANT:
        add(glyph, "Variant", CONTENT=character.alternative)


def _picture_id(page: Page, index: int) -> str:
    return f"p{page.number:02d}.i{index + 1:02d}"


def _edges(box: Box) -> dict[str, int]:
    return {"HPOS": box.left, "VPOS": box.top, "WIDTH": box.width, "HEIGHT": box.height}


def _gap(before: Box, after: Box, direction: Direction) -> Box:
    """The white between two runs of a line."""
    if direction is Direction.HORIZONTAL:
        return Box(min(before.right, after.left), after.top, max(before.right, after.left), after.bottom)
    return Box(after.left, min(before.bottom, after.top), after.right, max(before.bottom, after.top))


def _describe(root: Element, page: Page) -> None:
    origin = page.provenance
    description = add(root, "Description")
    add(description, "MeasurementUnit", "pixel")
    source = add(description, "sourceImageInformation")
    add(source, "fileName", origin.source)
    add(source, "fileIdentifier", origin.sha256, fileIdentifierLocation="sha256")
    for index, program in enumerate((origin.program, *origin.readers), 1):
        processing = add(description, "Processing", ID=f"processing{index:02d}")
        add(processing, "processingCategory", "contentGeneration")
        add(processing, "processingStepDescription", "layout and articles" if index == 1 else "text recognition")
        if index == 1:
            add(processing, "processingStepSettings", origin.settings)
        name, _, version = program.partition(" ")
        software = add(processing, "processingSoftware")
        add(software, "softwareName", name)
        add(software, "softwareVersion", version)


def _styles(root: Element, page: Page) -> dict[int, str]:
    """A text style for each size of type, in points where the scan says its resolution."""
    sizes = sorted({round(line.size) for block in page.blocks for line in block.lines})
    if not sizes:
        return {}
    styles = add(root, "Styles")
    scale = _POINTS / page.provenance.dpi if page.provenance.dpi > 0 else 1.0
    for size in sizes:
        add(styles, "TextStyle", ID=f"size{size}", FONTSIZE=number(size * scale, 1))
    return {size: f"size{size}" for size in sizes}


def _tags(root: Element, page: Page) -> None:
    roles = {block.role for block in page.blocks}
    tags = add(root, "Tags")
    for role in Role:
        if role in roles:
            add(tags, "LayoutTag", ID=f"tag.{role.value}", LABEL=role.value, TYPE="role")
    for article in page.articles:
        label = article.headline or article.kind.value
        add(tags, "StructureTag", ID=f"tag.{article.id}", LABEL=label, TYPE=article.kind.value)


def _reading_order(root: Element, page: Page) -> None:
    known = {block.id for block in page.blocks}
    articles = [article for article in page.articles if known.intersection(article.block_ids)]
    if not articles:
        return
    group = add(add(root, "ReadingOrder"), "UnorderedGroup", ID=f"p{page.number:02d}.order")
    for article in articles:
        ordered = add(group, "OrderedGroup", ID=f"order.{article.id}", TAGREFS=f"tag.{article.id}")
        for key in article.block_ids:
            if key in known:
                add(ordered, "ElementRef", ID=f"order.{key}", REF=key)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as an archive file has it.

    Attributes:
        box: in pixels of the scan.
    """

    id: str
    block_id: str
    box: Box
    text: str


def _read_box(element: Element) -> Box:
    left, top = float(element.get("HPOS", "0")), float(element.get("VPOS", "0"))
    width, height = float(element.get("WIDTH", "0")), float(element.get("HEIGHT", "0"))
    return Box(round(left), round(top), round(left + width), round(top + height))


def read_alto(data: bytes, name: str = "the file") -> tuple[ReadLine, ...]:
    """The lines of an ALTO file, of any version, in the order in which they stand there.

    Raises:
        OutputError: when it is not ALTO.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise OutputError(f"{name} is not XML: {error}", cure="export the page again") from error
    if etree.QName(root).localname != "alto":
        raise OutputError(f"{name} is not ALTO: its root is {etree.QName(root).localname}", cure="give an ALTO file")
    lines = []
    for element in root.iter("{*}TextLine"):
        parts: list[str] = []
        for child in element:
            match etree.QName(child).localname:
                case "String":
                    parts.append(child.get("CONTENT", ""))
                case "SP":
                    parts.append(" ")
                case _:
                    pass
        block = element.getparent()
        block_id = "" if block is None else block.get("ID", "")
        lines.append(ReadLine(element.get("ID", ""), block_id, _read_box(element), "".join(parts)))
    return tuple(lines)
