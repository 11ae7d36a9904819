"""hOCR 1.2: the page as a web page that other programs can read and browsers show.

Coordinates are pixels of the scan. Articles are ``ocrx_article`` divisions, blocks ``ocr_carea``, lines ``ocr_line``,
runs ``ocrx_word``, characters ``ocrx_cinfo``.
"""

from __future__ import annotations

from lxml import etree

from ocr.export.placing import split_runs
from ocr.export.xml import Element, add, number, scan_box, serialise
from ocr.geometry import Box
from ocr.model import Block, Direction, Line, Page

__all__ = ["HocrWriter"]

_NAMESPACE = "http://www.w3.org/1999/xhtml"
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrx_cinfo"
_STYLE = ".ocr_line { display: block } .ocr_carea { margin: 1em 0 } .vertical { writing-mode: vertical-rl }"


class HocrWriter:
    """Writes hOCR."""

    suffix = ".hocr.html"

    def write(self, page: Page) -> bytes:
        origin = page.provenance
        root = etree.Element(f"{{{_NAMESPACE}}}html", nsmap={None: _NAMESPACE})
        root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh")
        root.set("lang", "zh")
        head = add(root, "head")
        add(head, "title", f"{origin.source}, {origin.page_index + 1}")
        meta = add(head, "meta")
        meta.set("http-equiv", "Content-Type")
        meta.set("content", "text/html; charset=utf-8")
        add(head, "meta", name="ocr-system", content="; ".join((origin.program, *origin.readers)))
        add(head, "meta", name="ocr-capabilities", content=_CAPABILITIES)
        add(head, "style", _STYLE, type="text/css")
        title = (
            f'image "{origin.source.replace(chr(34), "")}"; bbox 0 0 {origin.scan_width} {origin.scan_height}; '
            f"ppageno {origin.page_index}"
        )
        if origin.dpi > 0:
            title += f"; scan_res {round(origin.dpi)} {round(origin.dpi)}"
        sheet = add(add(root, "body"), "div", class_="ocr_page", id=f"p{page.number:02d}", title=title)
        blocks = {block.id: block for block in page.blocks}
        for article in page.articles:
            members = [blocks[key] for key in article.block_ids if key in blocks]
            if members:
                group = add(sheet, "div", class_=f"ocrx_article {article.kind.value}", id=article.id)
                for block in members:
                    _block(group, page, block)
        return serialise(root, _DOCTYPE, indent=False)


def _bbox(box: Box) -> str:
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"


def _block(parent: Element, page: Page, block: Block) -> None:
    box = _bbox(scan_box(page, block.box))
    turned = " vertical" if block.direction is Direction.VERTICAL else ""
    area = add(parent, "div", class_=f"ocr_carea {block.role.value}{turned}", id=block.id, title=box)
    paragraph = add(area, "p", class_="ocr_par", id=f"{block.id}.par", title=box, lang="zh")
    for line in block.lines:
        _line(paragraph, page, line).tail = "\n"
    area.tail = "\n"


def _line(parent: Element, page: Page, line: Line) -> Element:
    title = f"{_bbox(scan_box(page, line.box))}; x_size {number(line.size, 1)}"
    if line.direction is Direction.HORIZONTAL:
        title += f"; baseline {_slope(page)} 0"
    element = add(parent, "span", class_="ocr_line", id=line.id, title=title)
    word = None
    for index, run in enumerate(split_runs(line), 1):
        if word is not None:
            word.tail = " "
        box = _bbox(scan_box(page, run.box))
        confidence = f"x_wconf {round(100 * run.confidence)}"
        word = add(element, "span", class_="ocrx_word", id=f"{line.id}.s{index:02d}", title=f"{box}; {confidence}")
        for character in run.characters:
            place = scan_box(page, character.box)
            spot = f"x_bboxes {place.left} {place.top} {place.right} {place.bottom}"
            sure = f"x_conf {number(100 * character.confidence, 1)}"
            add(word, "span", character.text, class_="ocrx_cinfo", title=f"{spot}; {sure}")
    return element


def _slope(page: Page) -> str:
    """The fall of a line's foot on the scan, in pixels a pixel."""
    affine = page.provenance.to_scan
    return number(affine.d / affine.a, 5) if affine.a else "0"
