"""The catalogue of articles: one row an article, for spreadsheets and library systems."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ocr.export.issue import Issue
from ocr.model import ArticleKind, Role

__all__ = ["COLUMNS", "write_catalogue"]

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


def write_catalogue(issues: Iterable[Issue]) -> bytes:
    """The catalogue as CSV, UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for issue in issues:
        for article in issue.articles:
            if article.kind is ArticleKind.FURNITURE:
                continue
            first = issue.pages[article.parts[0][0]]
            said = {
                role: " ".join(p.text for p in article.paragraphs if p.role in roles)
                for role, roles in (("kicker", (Role.KICKER, Role.COLUMN_TITLE)), ("byline", (Role.BYLINE,)))
            }
            writer.writerow(
                [
                    issue.newspaper,
                    issue.day.isoformat() if issue.day else "",
                    "" if issue.number is None else issue.number,
                    issue.cn,
                    first.label,
                    first.metadata.page_name,
                    article.id,
                    article.kind.value,
                    said["kicker"],
                    article.headline,
                    said["byline"],
                    sum(len(p.text) for p in article.paragraphs),
                    " ".join(issue.pages[index].label for index, _ in article.parts[1:]),
                    f"{_confidence(issue, article.parts[0][0]):.4f}",
                    first.name,
                ]
            )
    return (_MARK + out.getvalue()).encode("utf-8")


def _confidence(issue: Issue, index: int) -> float:
    return issue.pages[index].page.confidence
