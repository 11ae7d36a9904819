"""TEI P5: one issue for philologists, articles as divisions, page beginnings marked where the text crosses them.

https://tei-c.org/guidelines/p5/.
"""

from __future__ import annotations

from typing import assert_never

from lxml import etree

from ocr.export.issue import Issue, IssueArticle
from ocr.export.xml import Element, add, clean, serialise
from ocr.model import ArticleKind, Paragraph, Role

__all__ = ["write_tei"]

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"


def write_tei(issue: Issue) -> bytes:
    """The TEI file of `issue`."""
    root = etree.Element(f"{{{_NAMESPACE}}}TEI", nsmap={None: _NAMESPACE})
    _header(root, issue)
    body = add(add(root, "text"), "body")
    for article in issue.articles:
        if article.kind is not ArticleKind.FURNITURE:
            _division(body, issue, article)
    if not len(body):
        add(add(body, "div"), "p")
    return serialise(root)


def _header(root: Element, issue: Issue) -> None:
    header = add(root, "teiHeader")
    file = add(header, "fileDesc")
    title = " ".join(part for part in (issue.newspaper, issue.day.isoformat() if issue.day else "") if part)
    add(add(file, "titleStmt"), "title", title or "issue")
    add(add(file, "publicationStmt"), "p", "read from scans")
    source = add(add(file, "sourceDesc"), "bibl")
    add(source, "title", issue.newspaper, level="j")
    if issue.day:
        add(source, "date", issue.day.isoformat(), when=issue.day.isoformat())
    if issue.number is not None:
        add(source, "biblScope", str(issue.number), unit="issue")
    if issue.cn:
        add(source, "idno", issue.cn, type="CN")
    programs = dict.fromkeys(
        p for page in issue.pages for p in (page.page.provenance.program, *page.page.provenance.readers)
    )
    info = add(add(header, "encodingDesc"), "appInfo")
    for program in programs:
        name, _, version = program.partition(" ")
        application = add(info, "application", ident=_identifier(name), version=version or "0")
        add(application, "label", program)


def _identifier(name: str) -> str:
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name)
    return plain if plain[:1].isalpha() else f"x{plain}"


def _division(body: Element, issue: Issue, article: IssueArticle) -> None:
    first, part = article.parts[0]
    division = add(body, "div", type=article.kind.value)
    division.set(f"{{{_XML}}}id", clean(f"{part.id}.{first + 1}"))
    add(division, "pb", n=issue.pages[first].label)
    for paragraph in article.paragraphs:
        _paragraph(division, paragraph)
    for index, _ in article.parts[1:]:
        add(division, "note", f"第{issue.pages[index].label}版", type="continued")


def _paragraph(division: Element, paragraph: Paragraph) -> None:
    if not paragraph.text.strip():
        return
    match paragraph.role:
        case Role.HEADLINE:
            _head(division, "main", paragraph.text)
        case Role.KICKER | Role.COLUMN_TITLE | Role.DECK | Role.SUBHEAD:
            _head(division, paragraph.role.value, paragraph.text)
        case Role.BYLINE | Role.CREDIT:
            add(division, "p", paragraph.text, rend=paragraph.role.value)
        case (
            Role.BODY
            | Role.SUMMARY
            | Role.CAPTION
            | Role.JUMP
            | Role.POINTER
            | Role.TABLE
            | Role.MASTHEAD
            | Role.ADVERTISEMENT
            | Role.FOLIO
            | Role.STAFF
            | Role.FOOTER
            | Role.ORNAMENT
        ):
            add(division, "p", paragraph.text, rend=paragraph.role.value)
        case _:
            assert_never(paragraph.role)


def _head(division: Element, kind: str, text: str) -> None:
    """A heading; TEI wants headings before paragraphs, a later one is a label of what follows."""
    tags = {etree.QName(child).localname for child in division}
    if "p" in tags:
        add(division, "p", text, rend=kind)
    else:
        add(division, "head", text, type=kind)
