"""Why each block stands where it does, as JSON for people; the overlay shows the first word of each reason."""

from __future__ import annotations

import json

from ocr.model import Page

__all__ = ["explain"]


def explain(page: Page) -> bytes:
    """For every article its blocks in reading order, with role, place and reason."""
    blocks = {block.id: block for block in page.blocks}
    articles = [
        {
            "id": article.id,
            "kind": article.kind.value,
            "headline": article.headline,
            "blocks": [
                {
                    "id": block.id,
                    "role": block.role.value,
                    "box": list(block.box.as_tuple()),
                    "begins": block.lines[0].text[:20],
                    "why": block.why,
                }
                for block in (blocks[name] for name in article.block_ids)
            ],
        }
        for article in page.articles
    ]
    return (json.dumps({"page": page.number, "articles": articles}, ensure_ascii=False, indent=1) + "\n").encode()
