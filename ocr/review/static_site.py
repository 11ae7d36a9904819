"""A whole run as one read-only HTML file that opens from a file share, without a server and without Python."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from ocr.errors import FileAccessError, InputError
from ocr.review.images import PageImages, Pyramid
from ocr.review.run_folder import RunFolder
from ocr.review.views import page_view

__all__ = ["LONGEST_SIDE", "write_site"]

# Body text of a broadsheet is just legible at this size, and a page adds about a megabyte.
LONGEST_SIDE: Final = 2600
JPEG_QUALITY: Final = 62

STATIC: Final = Path(__file__).with_name("static")

_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def write_site(run: RunFolder, images: PageImages, target: Path, *, longest_side: int = LONGEST_SIDE) -> None:
    """Writes every page of the run, with its corrections and its picture, into the HTML file `target`.

    A page without a picture is shown on blank paper.

    Raises:
        FileAccessError: when the file cannot be written; nothing is left half written.
    """
    fresh = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(_parts(run, images, longest_side))
        os.replace(fresh, target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise FileAccessError(f"{target}: {error.strerror}", cure="see to space and permissions") from error


def _parts(run: RunFolder, images: PageImages, longest_side: int) -> Iterator[str]:
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r'<script defer src="/static/([a-z]+\.js)"></script>\n', index)
    index = re.sub(r'<script defer src="[^"]+"></script>\n', "", index)
    style = (STATIC / "review.css").read_text(encoding="utf-8")
    index = index.replace('<link rel="stylesheet" href="/static/review.css">', f"<style>\n{style}</style>")
    index = index.replace(
        '<meta charset="utf-8">',
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
    )
    head, _, tail = index.partition("</body>")
    yield head
    yield _data("banmian-run", {"folder": run.path.name, "pages": run.names, "author": "", "can_read": False})
    for number, name in enumerate(run.names):
        yield _data(f"banmian-page-{number}", _page(run, images, name, longest_side))
    for script in scripts:
        yield f"<script>\n{(STATIC / script).read_text(encoding='utf-8')}</script>\n"
    yield "</body>" + tail


def _page(run: RunFolder, images: PageImages, name: str, longest_side: int) -> dict[str, Any]:
    reviewed = run.glance(name)
    view = page_view(reviewed)
    try:
        view["image"] = {"data": _picture(images.pyramid(run.file(name), lambda: reviewed.raw), longest_side)}
    except InputError:
        view["image"] = None
    return view


def _data(ident: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Text that was read may hold anything; it must not end the element that holds it.
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="{ident}">{text}</script>\n'


def _picture(pyramid: Pyramid, longest_side: int) -> str:
    """The page as a data address: the level just above the wanted size, made that size."""
    fitting = [level for level in pyramid.levels if max(level.shape[:2]) >= longest_side]
    pixels = fitting[-1] if fitting else pyramid.levels[0]
    height, width = pixels.shape[:2]
    scale = min(1.0, longest_side / max(height, width))
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise InputError("the page image could not be encoded", cure="report this with the page's file")
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode("ascii")
