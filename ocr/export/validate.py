"""Checks of written files: schema, unique ids, boxes inside their parents, a reading order that is complete.

Everything is offline: schemas are found in a folder, and what they import is found beside them.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from lxml import etree

from ocr.errors import BanmianError, DependencyError, FileAccessError
from ocr.export.json import FORMAT, read_page
from ocr.export.pdfa import check_archival, claims_archival
from ocr.export.xml import Element
from ocr.geometry import Box
from ocr.model import Page

if TYPE_CHECKING:
    from lxml.etree._docloader import _InputDocument

__all__ = ["SCHEMA_VARIABLE", "find_schemas", "validate_file", "validate_page", "validate_xml"]

SCHEMA_VARIABLE = "BANMIAN_SCHEMAS"
"""The environment variable that names the folder of the XSD files."""

_SCHEMAS = {
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-{version}.xsd",
    "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15": "page2019.xsd",
    "http://schema.primaresearch.org/PAGE/gts/pagecontent/2024-07-15": "page2024.xsd",
    "http://www.loc.gov/METS/": "mets.xsd",
}
_ID_NAMES = ("ID", "id", "{http://www.w3.org/XML/1998/namespace}id")
_SLACK = 1
"""Boxes are rounded each on its own: a child may stick out of its parent by one pixel."""


def find_schemas(folder: Path | None = None) -> Path | None:
    """The folder of the XSD files: `folder`, else that of the environment variable; None when there is none."""
    named = os.environ.get(SCHEMA_VARIABLE, "")
    found = folder or (Path(named) if named else None)
    return found if found is not None and found.is_dir() else None


class _Beside(etree.Resolver):
    """Finds whatever a schema imports beside it, by its file name alone, and nothing on the network."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, system_url: str | None, public_id: str | None, context: object) -> _InputDocument | None:
        del public_id
        local = self._folder / (system_url or "").rsplit("/", 1)[-1]
        if local.is_file():
            return self.resolve_filename(str(local), context)
        return self.resolve_empty(context)


@lru_cache(maxsize=8)
def _schema(path: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside(path.parent))
    try:
        return etree.XMLSchema(etree.parse(str(path), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
        raise DependencyError(
            f"the schema {path.name} cannot be used: {error}",
            cure=f"put it and what it imports (xlink.xsd) into the folder that {SCHEMA_VARIABLE} names",
        ) from error


def _schema_path(root: Element, folder: Path) -> Path | None:
    namespace = etree.QName(root).namespace or ""
    pattern = _SCHEMAS.get(namespace)
    if pattern is None:
        return None
    version = root.get("SCHEMAVERSION", "4.4").replace(".", "-")
    path = folder / pattern.format(version=version)
    return path if path.is_file() else None


def validate_xml(data: bytes, name: str, schemas: Path | None = None) -> tuple[str, ...]:
    """What is wrong with an XML file, each as a sentence with `name` in front; empty when nothing is.

    Args:
        data: the file.
        name: of the file, for the messages.
        schemas: the folder of the XSD files; without it the schema is not checked, everything else is.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return (f"{name}: not well formed: {error}",)
    problems: list[str] = []
    path = _schema_path(root, schemas) if schemas is not None else None
    if path is not None:
        schema = _schema(path)
        if not schema.validate(root):
            problems += [f"{name}:{entry.line}: {entry.message}" for entry in schema.error_log]
    problems += [f"{name}: {problem}" for problem in _check_ids(root)]
    problems += [f"{name}: {problem}" for problem in _check_alto_boxes(root)]
    problems += [f"{name}: {problem}" for problem in _check_page_boxes(root)]
    problems += [f"{name}: {problem}" for problem in _check_order(root)]
    return tuple(problems)


def _check_ids(root: Element) -> list[str]:
    ids = Counter(e.get(name) for e in root.iter() if isinstance(e.tag, str) for name in _ID_NAMES if e.get(name))
    return [f"the id {key} stands {count} times" for key, count in ids.items() if count > 1]


def _alto_box(element: Element) -> Box | None:
    values = [element.get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    if any(value is None for value in values):
        return None
    left, top, width, height = (float(value or 0) for value in values)
    if width < 0 or height < 0:
        return None
    return Box(round(left), round(top), round(left + width), round(top + height))


def _check_alto_boxes(root: Element) -> list[str]:
    problems = []
    if etree.QName(root).localname != "alto":
        return []
    for element in root.iter("{*}ComposedBlock", "{*}TextBlock", "{*}TextLine", "{*}String", "{*}Glyph"):
        parent = element.getparent()
        box, outer = _alto_box(element), None if parent is None else _alto_box(parent)
        named = element.get("ID") or element.get("CONTENT") or ""
        if box is None and element.get("WIDTH") is not None:
            problems.append(f"{etree.QName(element).localname} {named} has an impossible box")
        elif box is not None and outer is not None and not outer.contains(box, _SLACK):
            problems.append(f"{etree.QName(element).localname} {named} sticks out of its parent")
    return problems


def _page_box(element: Element) -> Box | None:
    coords = element.find("{*}Coords")
    try:
        pairs = [pair.split(",") for pair in (coords.get("points", "") if coords is not None else "").split()]
        xs, ys = [int(x) for x, _ in pairs], [int(y) for _, y in pairs]
    except ValueError:
        return None
    return Box(min(xs), min(ys), max(xs), max(ys)) if xs else None


def _check_page_boxes(root: Element) -> list[str]:
    problems = []
    for element in root.iter("{*}TextRegion", "{*}Word") if etree.QName(root).localname == "PcGts" else ():
        tag = "{*}TextLine" if etree.QName(element).localname == "TextRegion" else "{*}Glyph"
        outer = _page_box(element)
        for child in element.findall(tag):
            box = _page_box(child)
            if box is None:
                problems.append(f"{child.get('id', '')} has no polygon")
            elif outer is not None and not outer.contains(box, _SLACK):
                problems.append(f"{child.get('id', '')} sticks out of {element.get('id', '')}")
    return problems


def _check_order(root: Element) -> list[str]:
    """Whether every block stands in the reading order exactly once, where the file has one."""
    kind = etree.QName(root).localname
    if kind == "alto":
        refs = [ref for e in root.iter("{*}ElementRef") for ref in (e.get("REF") or "").split()]
        blocks = [e.get("ID", "") for e in root.iter("{*}TextBlock")]
    elif kind == "PcGts":
        refs = [e.get("regionRef", "") for e in root.iter("{*}RegionRefIndexed", "{*}RegionRef")]
        blocks = [e.get("id", "") for e in root.iter("{*}TextRegion")]
    else:
        return []
    return _complete(blocks, refs) if refs else []


def _complete(blocks: Iterable[str], refs: Iterable[str]) -> list[str]:
    counted = Counter(refs)
    problems = [f"{key} is not in the reading order" for key in blocks if not counted[key]]
    return problems + [f"{key} is {count} times in the reading order" for key, count in counted.items() if count > 1]


def validate_page(page: Page, name: str) -> tuple[str, ...]:
    """What does not agree within a page of ours; empty when all does."""
    sheet = Box(0, 0, page.width, page.height)
    blocks = [block.id for block in page.blocks]
    lines = [line.id for block in page.blocks for line in block.lines]
    ids = Counter([*blocks, *lines, *(article.id for article in page.articles)])
    problems = [f"the id {key} stands {count} times" for key, count in ids.items() if count > 1]
    problems += _complete(blocks, [key for article in page.articles for key in article.block_ids])
    known = set(blocks)
    for article in page.articles:
        problems += [
            f"{article.id} names {key}, which is not on the page" for key in article.block_ids if key not in known
        ]
        for index in article.picture_indexes:
            if not 0 <= index < len(page.pictures):
                problems.append(f"{article.id} names picture {index}, which is not on the page")
    told = set(lines)
    for article in page.articles:
        for paragraph in article.paragraphs:
            problems += [
                f"{article.id} tells {key}, which is not on the page" for key in paragraph.line_ids if key not in told
            ]
    for block in page.blocks:
        for line in block.lines:
            if not sheet.contains(line.box):
                problems.append(f"{line.id} sticks out of the page")
    return tuple(f"{name}: {problem}" for problem in problems)


def validate_file(path: Path, schemas: Path | None = None) -> tuple[str, ...]:
    """What is wrong with a file of any format that we write, told by its content; empty when nothing is.

    Raises:
        FileAccessError: when it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileAccessError(f"{path} cannot be read: {error.strerror}", cure="check the path") from error
    name = path.name
    start = data.lstrip()[:1]
    if start == b"<":
        return validate_xml(data, name, schemas)
    if data[:5] == b"%PDF-":
        return _validate_pdf(path)
    if start == b"{":
        return _validate_json(data, name)
    return (f"{name}: not a format that can be checked",)


def _validate_json(data: bytes, name: str) -> tuple[str, ...]:
    try:
        content = json.loads(data)
        if content.get("format") != FORMAT:
            return () if "@context" in content else (f"{name}: JSON of an unknown format",)
        return validate_page(read_page(data, name), name)
    except BanmianError as error:
        return (f"{name}: {error.problem}",)
    except ValueError as error:
        return (f"{name}: not JSON: {error}",)


def _validate_pdf(path: Path) -> tuple[str, ...]:
    try:
        with pikepdf.open(path) as pdf:
            problems = pdf.check_pdf_syntax()
            if claims_archival(pdf):
                problems += [f"says PDF/A, but {problem}" for problem in check_archival(pdf)]
            return tuple(f"{path.name}: {problem}" for problem in problems)
    except pikepdf.PdfError as error:
        return (f"{path.name}: {error}",)
