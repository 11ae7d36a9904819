"""The formats by name, and what each is written from: a page, a scan, an issue, or the whole run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from ocr.errors import ArgumentError
from ocr.export.alto import AltoVersion, AltoWriter
from ocr.export.hocr import HocrWriter
from ocr.export.json import JsonWriter
from ocr.export.markdown import MarkdownOptions, MarkdownWriter
from ocr.export.page_xml import PageXmlWriter
from ocr.export.text import TextWriter
from ocr.export.xml import EPOCH
from ocr.ports import Writer

__all__ = ["FORMATS", "ExportOptions", "Format", "Scope", "choose_formats", "page_writer"]


class Scope(Enum):
    """What one file of a format holds."""

    PAGE = "page"
    SCAN = "scan"
    ARTICLE = "article"
    ISSUE = "issue"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be asked for.

    Attributes:
        title: for lists and help texts.
    """

    name: str
    suffix: str
    scope: Scope
    title: str


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("md", ".md", Scope.PAGE, "Markdown, a file a page"),
        Format("json", ".json", Scope.PAGE, "lossless JSON, a file a page"),
        Format("txt", ".txt", Scope.PAGE, "plain text, a file a page"),
        Format("alto", ".alto.xml", Scope.PAGE, "ALTO 4.4"),
        Format("alto42", ".alto.xml", Scope.PAGE, "ALTO 4.2, for older viewers"),
        Format("page", ".page.xml", Scope.PAGE, "PAGE 2019-07-15"),
        Format("hocr", ".hocr.html", Scope.PAGE, "hOCR 1.2"),
        Format("pdf", ".pdf", Scope.SCAN, "searchable PDF, a file a scan (needs the scans)"),
        Format("articles", ".md", Scope.ARTICLE, "Markdown, a file an article"),
        Format("issue", ".md", Scope.ISSUE, "Markdown, a file an issue, continued articles whole"),
        Format("mets", ".mets.xml", Scope.ISSUE, "METS 1.12.1 (points at ALTO)"),
        Format("iiif", ".iiif.json", Scope.ISSUE, "IIIF Presentation 3 manifest"),
        Format("tei", ".tei.xml", Scope.ISSUE, "TEI P5"),
        Format("catalogue", ".csv", Scope.RUN, "catalogue.csv, a row an article"),
        Format("search", ".sqlite", Scope.RUN, "full-text index for `banmian search`"),
    )
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How files are written.

    Attributes:
        markdown: of all Markdown.
        created: the time that METS and PAGE ask for, ISO 8601.
        code: the newspaper's short name; when given, files are named as libraries do.
        iiif_base: the address under which manifest and images are served.
        image_suffix: the ending of the page images there.
    """

    markdown: MarkdownOptions = field(default_factory=MarkdownOptions)
    created: str = EPOCH
    code: str = ""
    iiif_base: str = "https://example.org/iiif"
    image_suffix: str = ".jpg"


_PAGE_WRITERS: dict[str, Callable[[ExportOptions, frozenset[str]], Writer]] = {
    "md": lambda options, _: MarkdownWriter(options.markdown),
    "json": lambda *_: JsonWriter(),
    "txt": lambda *_: TextWriter(),
    "alto": lambda _, checked: AltoWriter(AltoVersion.V44, checked),
    "alto42": lambda _, checked: AltoWriter(AltoVersion.V42, checked),
    "page": lambda options, _: PageXmlWriter(options.created),
    "hocr": lambda *_: HocrWriter(),
}


def page_writer(name: str, options: ExportOptions = ExportOptions(), checked: frozenset[str] = frozenset()) -> Writer:
    """The writer of a format whose files are pages.

    Args:
        name: of the format.
        options: how it is written.
        checked: ids of the lines whose text a person wrote or found right, for formats that tell.

    Raises:
        ArgumentError: when there is no such format.
    """
    if name not in _PAGE_WRITERS:
        raise ArgumentError(f"{name!r} is not a format of pages", cure=f"take one of {', '.join(_PAGE_WRITERS)}")
    return _PAGE_WRITERS[name](options, checked)


def choose_formats(names: str) -> tuple[Format, ...]:
    """The formats of a list such as ``alto,pdf``, each once.

    Raises:
        ArgumentError: when a name is not known, or two formats would write the same files.
    """
    chosen = list(dict.fromkeys(part.strip().lower() for part in names.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        named = ", ".join(unknown) or "nothing"
        raise ArgumentError(f"no format is called {named}", cure=f"take some of {', '.join(FORMATS)}")
    if {"alto", "alto42"} <= set(chosen):
        raise ArgumentError("alto and alto42 write the same files", cure="take one of them")
    return tuple(FORMATS[name] for name in chosen)
