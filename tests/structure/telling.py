"""What a page says, article by article."""

from __future__ import annotations

from ocr.model import ArticleKind, Page, Role

__all__ = ["texts"]


def texts(page: Page) -> list[tuple[str, list[str]]]:
    """The headline and the paragraphs of body text of each article."""
    return [
        (article.headline, [p.text for p in article.paragraphs if p.role is Role.BODY])
        for article in page.articles
        if article.kind is ArticleKind.ARTICLE
    ]
