"""What all XML writers share: elements with plain attributes, clean text, and the frame of the scan."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from ocr.geometry import Box
from ocr.model import Page

__all__ = ["EPOCH", "Element", "add", "clean", "number", "scan_box", "scan_points", "serialise"]

Element: TypeAlias = etree._Element

EPOCH = "1970-01-01T00:00:00Z"
"""The time that stands in files which must have one when none is given: outputs do not depend on the clock."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot hold."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def number(value: float, digits: int = 4) -> str:
    """A number without a needless tail: `0.9`, `1`."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else str(round(value))


def add(parent: Element, tag: str, text: str = "", /, **attributes: str | int | float) -> Element:
    """A new last child of `parent` in its namespace; a trailing underscore of a name is dropped (`class_`)."""
    space, brace, _ = str(parent.tag).rpartition("}")
    written = {
        name.rstrip("_"): clean(value) if isinstance(value, str) else number(value)
        for name, value in attributes.items()
    }
    child = etree.SubElement(parent, space + brace + tag, written)
    if text:
        child.text = clean(text)
    return child


def scan_box(page: Page, box: Box) -> Box:
    """`box` of the upright page on the scan, upright there too, clipped to it."""
    origin = page.provenance
    return origin.to_scan.bounds(box).clip(origin.scan_width, origin.scan_height)


def scan_points(page: Page, box: Box) -> list[tuple[int, int]]:
    """The corners of `box` on the scan, clockwise from its own top left, clipped to it."""
    origin = page.provenance
    return [
        (min(max(round(x), 0), origin.scan_width), min(max(round(y), 0), origin.scan_height))
        for x, y in origin.to_scan.quad(box)
    ]


def serialise(root: Element, doctype: str | None = None, *, indent: bool = True) -> bytes:
    """`root` as a UTF-8 file; indenting would put spaces into the text of a web page."""
    if indent:
        etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype)
    return data + b"\n"
