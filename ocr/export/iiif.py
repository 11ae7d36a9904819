"""IIIF Presentation 3: one issue as a manifest, pages as canvases, articles as ranges.

https://iiif.io/api/presentation/3.0/. The images are named relative to `base`, where the archive serves them.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from ocr.export.issue import Issue, IssueArticle, IssuePage
from ocr.export.xml import scan_box
from ocr.geometry import hull
from ocr.model import Article, ArticleKind

__all__ = ["write_manifest"]

_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
_LEFT_OUT = (ArticleKind.FURNITURE,)


def _label(text: str) -> dict[str, list[str]]:
    return {"zh": [text]}


def write_manifest(issue: Issue, *, base: str = "https://example.org/iiif", image_suffix: str = ".jpg") -> bytes:
    """The manifest of `issue` as JSON.

    Args:
        issue: put together from its pages.
        base: the address under which manifest and images are served.
        image_suffix: the ending of the page images, which are named like the pages' other files.
    """
    base = base.rstrip("/")
    title = " ".join(part for part in (issue.newspaper, issue.day.isoformat() if issue.day else "") if part)
    manifest: dict[str, object] = {
        "@context": _CONTEXT,
        "id": f"{base}/manifest.json",
        "type": "Manifest",
        "label": _label(title or "issue"),
        "metadata": _metadata(issue),
        "viewingDirection": "left-to-right",
        "behavior": ["paged"],
        "items": [_canvas(issue, page, base, image_suffix) for page in issue.pages],
        "structures": [
            {
                "id": f"{base}/range/articles",
                "type": "Range",
                "label": _label("目录"),
                "items": [
                    _range(issue, article, base, number)
                    for number, article in enumerate(issue.articles, 1)
                    if article.kind not in _LEFT_OUT
                ],
            }
        ],
    }
    if issue.day:
        manifest["navDate"] = f"{issue.day.isoformat()}T00:00:00Z"
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _metadata(issue: Issue) -> list[dict[str, object]]:
    rows = [
        ("报名", issue.newspaper),
        ("日期", issue.day.isoformat() if issue.day else ""),
        ("期号", "" if issue.number is None else str(issue.number)),
        ("CN", issue.cn),
    ]
    return [{"label": _label(name), "value": _label(value)} for name, value in rows if value]


def _canvas_id(page: IssuePage, base: str) -> str:
    return f"{base}/canvas/{quote(page.name)}"


def _canvas(issue: Issue, page: IssuePage, base: str, image_suffix: str) -> dict[str, object]:
    canvas = _canvas_id(page, base)
    origin = page.page.provenance
    name = f"第{page.label}版" + (f" {page.metadata.page_name}" if page.metadata.page_name else "")
    item: dict[str, object] = {
        "id": canvas,
        "type": "Canvas",
        "label": _label(name),
        "width": origin.scan_width,
        "height": origin.scan_height,
        "items": [
            {
                "id": f"{canvas}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/image",
                        "type": "Annotation",
                        "motivation": "painting",
                        "target": canvas,
                        "body": {
                            "id": f"{base}/{quote(page.name)}{image_suffix}",
                            "type": "Image",
                            "format": "image/jpeg" if image_suffix in (".jpg", ".jpeg") else "image/png",
                            "width": origin.scan_width,
                            "height": origin.scan_height,
                        },
                    }
                ],
            }
        ],
    }
    if issue.day:
        item["navDate"] = f"{issue.day.isoformat()}T00:00:00Z"
    return item


def _range(issue: Issue, article: IssueArticle, base: str, number: int) -> dict[str, object]:
    items = [
        {"id": f"{_canvas_id(issue.pages[index], base)}#xywh={_place(issue.pages[index], part)}", "type": "Canvas"}
        for index, part in article.parts
        if _place(issue.pages[index], part)
    ]
    return {
        "id": f"{base}/range/article{number:04d}",
        "type": "Range",
        "label": _label(article.headline or article.kind.value),
        "items": items,
    }


def _place(page: IssuePage, article: Article) -> str:
    """The article's hull on the canvas; empty when it has no place."""
    members = set(article.block_ids)
    boxes = [block.box for block in page.page.blocks if block.id in members]
    boxes += [page.page.pictures[index].box for index in article.picture_indexes]
    if not boxes:
        return ""
    box = scan_box(page.page, hull(boxes))
    return f"{box.left},{box.top},{box.width},{box.height}"
