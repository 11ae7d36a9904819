"""The catalogue of articles: one row an article, for spreadsheets and library systems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TypeAlias

from ocr.export.issue import Issue, IssueArticle
from ocr.model import ArticleKind, Role

__all__ = ["COLUMNS", "Row", "catalogue_rows", "write_catalogue"]

Row: TypeAlias = tuple[str, ...]

COLUMNS = (
    "newspaper",
    "date",
    "issue",
    "cn",
    "page",
    "page_name",
    "article",
    "kind",
    "kicker",
    "headline",
    "byline",
    "characters",
    "continued_on",
    "confidence",
    "file",
)
_MARK = "\ufeff"
"""Without it, spreadsheet programs take UTF-8 for something else."""


def write_catalogue(rows: Iterable[Row]) -> bytes:
    """The catalogue as CSV, UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return (_MARK + out.getvalue()).encode("utf-8")


def catalogue_rows(issue: Issue) -> list[Row]:
    """The rows of the articles of `issue`, in the order of `COLUMNS`."""
    return [_row(issue, article) for article in issue.articles if article.kind is not ArticleKind.FURNITURE]


def _row(issue: Issue, article: IssueArticle) -> Row:
    index = article.parts[0][0]
    first = issue.pages[index]
    return (
        issue.newspaper,
        issue.day.isoformat() if issue.day else "",
        "" if issue.number is None else str(issue.number),
        issue.cn,
        first.label,
        first.metadata.page_name,
        article.id,
        article.kind.value,
        _said(article, Role.KICKER, Role.COLUMN_TITLE),
        article.headline,
        _said(article, Role.BYLINE),
        str(sum(len(paragraph.text) for paragraph in article.paragraphs)),
        " ".join(issue.pages[later].label for later, _ in article.parts[1:]),
        f"{first.page.confidence:.4f}",
        first.name,
    )


def _said(article: IssueArticle, *roles: Role) -> str:
    return " ".join(paragraph.text for paragraph in article.paragraphs if paragraph.role in roles)
