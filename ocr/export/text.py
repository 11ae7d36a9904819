"""The page as plain text: a paragraph a line, an empty line between paragraphs, two between articles."""

from __future__ import annotations

from ocr.model import ArticleKind, Page, Role

__all__ = ["TextWriter"]

_UNREAD = (ArticleKind.FURNITURE, ArticleKind.ADVERTISEMENT)
_UNREAD_ROLES = (Role.FOLIO, Role.STAFF, Role.FOOTER, Role.ORNAMENT, Role.ADVERTISEMENT)


class TextWriter:
    """Writes what a reader reads: no advertisements, no furniture."""

    suffix = ".txt"

    def write(self, page: Page) -> bytes:
        articles = [
            "\n\n".join(p.text.strip() for p in article.paragraphs if p.role not in _UNREAD_ROLES and p.text.strip())
            for article in page.articles
            if article.kind not in _UNREAD
        ]
        text = "\n\n\n".join(article for article in articles if article)
        return (text + "\n" * bool(text)).encode("utf-8")
