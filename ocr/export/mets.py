"""METS 1.12.1: one issue as a library's container, pages as the physical, articles as the logical structure.

Library of Congress, https://www.loc.gov/standards/mets/. Each leaf of the logical structure points at its blocks in
the ALTO files; an article that goes on elsewhere has areas in both.
"""

from __future__ import annotations

from lxml import etree

from ocr.export.issue import Issue, IssueArticle
from ocr.export.xml import EPOCH, Element, add, clean, serialise
from ocr.model import ArticleKind, Page, Paragraph, Role

__all__ = ["write_mets"]

_METS = "http://www.loc.gov/METS/"
_XLINK = "http://www.w3.org/1999/xlink"
_MODS = "http://www.loc.gov/mods/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{_METS} http://www.loc.gov/standards/mets/mets.xsd"

_TYPES: dict[Role, str] = {
    Role.HEADLINE: "HEADING",
    Role.KICKER: "HEADING",
    Role.COLUMN_TITLE: "HEADING",
    Role.DECK: "HEADING",
    Role.SUBHEAD: "HEADING",
    Role.CAPTION: "CAPTION",
    Role.CREDIT: "CAPTION",
    Role.BYLINE: "BYLINE",
    Role.TABLE: "TABLE",
}
_KINDS: dict[ArticleKind, str] = {
    ArticleKind.MASTHEAD: "MASTHEAD",
    ArticleKind.ARTICLE: "ARTICLE",
    ArticleKind.PHOTO: "ILLUSTRATION",
    ArticleKind.TEASER: "TEASER",
    ArticleKind.ADVERTISEMENT: "ADVERTISEMENT",
    ArticleKind.FURNITURE: "FURNITURE",
}


def write_mets(issue: Issue, *, alto_suffix: str = ".alto.xml", created: str = EPOCH) -> bytes:
    """The METS file of `issue`; the ALTO files of its pages stand beside it.

    Args:
        issue: put together from its pages.
        alto_suffix: the ending of their names.
        created: the time that stands in the header, ISO 8601.
    """
    spaces = {"mets": _METS, "xlink": _XLINK, "mods": _MODS, "xsi": _XSI}
    root = etree.Element(f"{{{_METS}}}mets", nsmap=spaces)
    root.set(f"{{{_XSI}}}schemaLocation", _LOCATION)
    root.set("LABEL", clean(" ".join(part for part in (issue.newspaper, _day(issue)) if part)))
    root.set("TYPE", "Newspaper")
    _header(root, issue, created)
    _description(root, issue)
    _files(root, issue, alto_suffix)
    _physical(root, issue)
    _logical(root, issue)
    return serialise(root)


def _day(issue: Issue) -> str:
    return issue.day.isoformat() if issue.day else ""


def _header(root: Element, issue: Issue, created: str) -> None:
    header = add(root, "metsHdr", CREATEDATE=created)
    programs: list[str] = []
    for page in issue.pages:
        programs += [page.page.provenance.program, *page.page.provenance.readers]
    for program in dict.fromkeys(programs):
        agent = add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
        add(agent, "name", program)


def _description(root: Element, issue: Issue) -> None:
    wrap = add(add(root, "dmdSec", ID="dmd.issue"), "mdWrap", MDTYPE="MODS")
    mods = etree.SubElement(add(wrap, "xmlData"), f"{{{_MODS}}}mods")
    add(add(mods, "titleInfo"), "title", issue.newspaper)
    if issue.day:
        add(add(mods, "originInfo"), "dateIssued", issue.day.isoformat(), encoding="w3cdtf")
    if issue.number is not None:
        detail = add(add(mods, "part"), "detail", type="issue")
        add(detail, "number", str(issue.number))
    if issue.cn:
        add(mods, "identifier", issue.cn, type="CN")
    add(add(mods, "language"), "languageTerm", "chi", type="code", authority="iso639-2b")


def _files(root: Element, issue: Issue, alto_suffix: str) -> None:
    section = add(root, "fileSec")
    scans = add(section, "fileGrp", USE="scan")
    texts = add(section, "fileGrp", USE="text")
    for index, page in enumerate(issue.pages, 1):
        origin = page.page.provenance
        scan = add(scans, "file", ID=f"scan{index:04d}", SEQ=index, CHECKSUM=origin.sha256, CHECKSUMTYPE="SHA-256")
        _locate(scan, f"{origin.source}#page={origin.page_index + 1}")
        text = add(texts, "file", ID=f"alto{index:04d}", SEQ=index, MIMETYPE="application/xml")
        _locate(text, f"{page.name}{alto_suffix}")


def _locate(parent: Element, href: str) -> None:
    place = add(parent, "FLocat", LOCTYPE="URL")
    place.set(f"{{{_XLINK}}}href", clean(href))


def _physical(root: Element, issue: Issue) -> None:
    structure = add(root, "structMap", TYPE="PHYSICAL")
    whole = add(structure, "div", TYPE="ISSUE", ID="phys.issue", DMDID="dmd.issue")
    for index, page in enumerate(issue.pages, 1):
        sheet = add(whole, "div", TYPE="PAGE", ID=f"phys{index:04d}", ORDER=index, ORDERLABEL=page.label)
        if page.metadata.page_name:
            sheet.set("LABEL", clean(page.metadata.page_name))
        add(sheet, "fptr", FILEID=f"scan{index:04d}")
        add(sheet, "fptr", FILEID=f"alto{index:04d}")


def _logical(root: Element, issue: Issue) -> None:
    structure = add(root, "structMap", TYPE="LOGICAL")
    whole = add(structure, "div", TYPE="ISSUE", ID="log.issue", DMDID="dmd.issue", LABEL=issue.newspaper or "issue")
    for order, article in enumerate(issue.articles, 1):
        _article(whole, issue, article, order)


def _article(parent: Element, issue: Issue, article: IssueArticle, order: int) -> None:
    key = f"log{order:04d}"
    label = article.headline or article.kind.value
    element = add(parent, "div", TYPE=_KINDS[article.kind], ID=key, ORDER=order, LABEL=label)
    number = 0
    for index, part in article.parts:
        page = issue.pages[index].page
        home = {line.id: block.id for block in page.blocks for line in block.lines}
        for picture in part.picture_indexes:
            number += 1
            _leaf(element, f"{key}.{number:03d}", "ILLUSTRATION", [(index, f"p{page.number:02d}.i{picture + 1:02d}")])
        told: set[str] = set()
        for paragraph in part.paragraphs:
            blocks = _blocks(paragraph, home)
            told.update(blocks)
            if blocks:
                number += 1
                kind = _TYPES.get(paragraph.role, "PARAGRAPH")
                _leaf(element, f"{key}.{number:03d}", kind, [(index, block) for block in blocks])
        rest = [block for block in part.block_ids if block not in told and _exists(page, block)]
        if rest:
            number += 1
            _leaf(element, f"{key}.{number:03d}", "PARAGRAPH", [(index, block) for block in rest])


def _exists(page: Page, key: str) -> bool:
    return any(block.id == key for block in page.blocks)


def _blocks(paragraph: Paragraph, home: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(home[key] for key in paragraph.line_ids if key in home))


def _leaf(parent: Element, key: str, kind: str, areas: list[tuple[int, str]]) -> None:
    leaf = add(parent, "div", TYPE=kind, ID=key)
    pointer = add(leaf, "fptr")
    holder = add(pointer, "seq") if len(areas) > 1 else pointer
    for index, block in areas:
        add(holder, "area", FILEID=f"alto{index + 1:04d}", BETYPE="IDREF", BEGIN=block)
