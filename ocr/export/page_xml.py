"""PAGE 2019-07-15: the page for layout tools, written, and read back together with 2024-07-15.

PRImA, PAGE content schema, https://github.com/PRImA-Research-Lab/PAGE-XML. Coordinates are pixels of the scan, as
polygons, so that a deskewed line keeps its slope. Index 0 of a text is what counts, index 1 what the reader saw.
"""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from ocr.errors import OutputError
from ocr.export.alto import ReadLine
from ocr.export.placing import split_runs
from ocr.export.xml import EPOCH, Element, add, number, scan_points, serialise
from ocr.geometry import Box
from ocr.model import Article, Block, Direction, Line, Page, Role

__all__ = ["NAMESPACE", "PageXmlWriter", "read_page_xml"]

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

_TYPES: dict[Role, str] = {
    Role.MASTHEAD: "header",
    Role.KICKER: "heading",
    Role.COLUMN_TITLE: "heading",
    Role.HEADLINE: "heading",
    Role.DECK: "heading",
    Role.SUMMARY: "paragraph",
    Role.BYLINE: "paragraph",
    Role.SUBHEAD: "heading",
    Role.BODY: "paragraph",
    Role.CAPTION: "caption",
    Role.CREDIT: "credit",
    Role.JUMP: "catch-word",
    Role.POINTER: "TOC-entry",
    Role.TABLE: "other",
    Role.ADVERTISEMENT: "other",
    Role.FOLIO: "header",
    Role.STAFF: "footer",
    Role.FOOTER: "footer",
    Role.ORNAMENT: "other",
}


class PageXmlWriter:
    """Writes PAGE XML.

    Args:
        created: the time that the schema asks for, ISO 8601.
    """

    suffix = ".page.xml"

    def __init__(self, created: str = EPOCH) -> None:
        self._created = created

    def write(self, page: Page) -> bytes:
        origin = page.provenance
        root = etree.Element(f"{{{NAMESPACE}}}PcGts", nsmap={None: NAMESPACE, "xsi": _XSI})
        root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {NAMESPACE}/pagecontent.xsd")
        root.set("pcGtsId", f"pcgts.p{page.number:02d}")
        self._metadata(root, page)
        sheet = add(
            root,
            "Page",
            imageFilename=origin.source,
            imageWidth=origin.scan_width,
            imageHeight=origin.scan_height,
            primaryLanguage="Chinese",
            conf=page.confidence,
        )
        if origin.dpi > 0:
            resolution = number(origin.dpi, 2)
            for name in ("imageXResolution", "imageYResolution"):
                sheet.set(name, resolution)
            sheet.set("imageResolutionUnit", "PPI")
        _reading_order(sheet, page)
        _regions(sheet, page)
        return serialise(root)

    def _metadata(self, root: Element, page: Page) -> None:
        origin = page.provenance
        metadata = add(root, "Metadata")
        add(metadata, "Creator", origin.program)
        add(metadata, "Created", self._created)
        add(metadata, "LastChange", self._created)
        steps = [("layout and articles", origin.program), *(("recognition", reader) for reader in origin.readers)]
        for name, value in steps:
            add(metadata, "MetadataItem", type="processingStep", name=name, value=value)
        for name, value in (("sha256", origin.sha256), ("settings", origin.settings)):
            add(metadata, "MetadataItem", type="other", name=name, value=value)


def _groups(page: Page) -> list[tuple[Article, list[str]]]:
    """The articles that have something on the page, with the ids of their regions in reading order."""
    known = {block.id for block in page.blocks}
    groups = []
    for article in page.articles:
        regions = [key for key in article.block_ids if key in known]
        regions += [_picture_id(page, index) for index in article.picture_indexes]
        if regions:
            groups.append((article, regions))
    return groups


def _reading_order(sheet: Element, page: Page) -> None:
    groups = _groups(page)
    if not groups:
        return
    order = add(add(sheet, "ReadingOrder"), "OrderedGroup", id=f"p{page.number:02d}.order")
    for index, (article, regions) in enumerate(groups):
        group = add(order, "OrderedGroupIndexed", id=f"order.{article.id}", index=index, type="article")
        group.set("custom", f"structure {{type:{article.kind.value};}}")
        if article.headline:
            group.set("caption", article.headline)
        for position, region in enumerate(regions):
            add(group, "RegionRefIndexed", index=position, regionRef=region)


def _regions(sheet: Element, page: Page) -> None:
    continued = _continued(page)
    for block in page.blocks:
        match block.role:
            case Role.ADVERTISEMENT:
                parent = _region(sheet, "AdvertRegion", f"{block.id}.ad", page, block.box)
            case Role.TABLE:
                parent = _region(sheet, "TableRegion", f"{block.id}.table", page, block.box)
            case _:
                parent = sheet
        _text_region(parent, page, block, block.id in continued)
    for index, picture in enumerate(page.pictures):
        _region(sheet, "ImageRegion", _picture_id(page, index), page, picture.box)
    for index, rule in enumerate(page.rules, 1):
        _region(sheet, "SeparatorRegion", f"p{page.number:02d}.r{index:03d}", page, rule.box)


def _text_region(parent: Element, page: Page, block: Block, continued: bool) -> None:
    region = _region(parent, "TextRegion", block.id, page, block.box)
    region.set("type", _TYPES[block.role])
    region.set("custom", f"structure {{type:{block.role.value};}}")
    if continued:
        region.set("continuation", "true")
    vertical = block.direction is Direction.VERTICAL
    region.set("readingDirection", "top-to-bottom" if vertical else "left-to-right")
    region.set("textLineOrder", "right-to-left" if vertical else "top-to-bottom")
    add(add(region, "Labels"), "Label", value=block.role.value, type="role")
    for index, line in enumerate(block.lines):
        _line(region, page, line, index)
    _text(region, "\n".join(line.text for line in block.lines))


def _line(region: Element, page: Page, line: Line, index: int) -> None:
    element = add(region, "TextLine", id=line.id, custom=f"readingOrder {{index:{index};}}")
    add(element, "Coords", points=_points(scan_points(page, line.box)))
    if line.direction is Direction.HORIZONTAL:
        corners = scan_points(page, line.box)
        add(element, "Baseline", points=_points([corners[3], corners[2]]))
    for number_, run in enumerate(split_runs(line), 1):
        word = add(element, "Word", id=f"{line.id}.s{number_:02d}")
        add(word, "Coords", points=_points(scan_points(page, run.box)))
        _text(word, run.text, confidence=run.confidence)
    _text(element, line.text, index=0, confidence=line.confidence)
    if line.raw != line.text:
        _text(element, line.raw, index=1, comments="as read")


def _text(parent: Element, text: str, *, index: int = -1, confidence: float = -1.0, comments: str = "") -> None:
    equivalent = add(parent, "TextEquiv")
    if index >= 0:
        equivalent.set("index", str(index))
    if confidence >= 0:
        equivalent.set("conf", number(confidence))
    if comments:
        equivalent.set("comments", comments)
    add(equivalent, "Unicode", text)


def _region(parent: Element, tag: str, key: str, page: Page, box: Box) -> Element:
    region = add(parent, tag, id=key)
    add(region, "Coords", points=_points(scan_points(page, box)))
    return region


def _points(corners: list[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)


def _picture_id(page: Page, index: int) -> str:
    return f"p{page.number:02d}.i{index + 1:02d}"


def _continued(page: Page) -> set[str]:
    """The blocks whose first line goes on with a paragraph of another block."""
    home = {line.id: block.id for block in page.blocks for line in block.lines}
    first = {block.lines[0].id for block in page.blocks}
    found = set()
    for article in page.articles:
        for paragraph in article.paragraphs:
            for before, after in pairwise(paragraph.line_ids):
                if after in first and home.get(before) != home.get(after):
                    found.add(home[after])
    return found


def read_page_xml(data: bytes, name: str = "the file") -> tuple[ReadLine, ...]:
    """The lines of a PAGE file, of any version, in the order in which they stand there; boxes around their polygons.

    Raises:
        OutputError: when it is not PAGE.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise OutputError(f"{name} is not XML: {error}", cure="export the page again") from error
    if etree.QName(root).localname != "PcGts":
        raise OutputError(f"{name} is not PAGE XML: its root is {etree.QName(root).localname}", cure="give a PAGE file")
    lines = []
    for element in root.iter("{*}TextLine"):
        coords = element.find("{*}Coords")
        points = [
            tuple(map(int, pair.split(","))) for pair in ("" if coords is None else coords.get("points", "")).split()
        ]
        xs, ys = [point[0] for point in points] or [0], [point[1] for point in points] or [0]
        texts = sorted(element.findall("{*}TextEquiv"), key=lambda text: int(text.get("index", "0")))
        spelled = texts[0].findtext("{*}Unicode") if texts else ""
        region = element.getparent()
        region_id = "" if region is None else region.get("id", "")
        box = Box(min(xs), min(ys), max(xs), max(ys))
        lines.append(ReadLine(element.get("id", ""), region_id, box, spelled or ""))
    return tuple(lines)
