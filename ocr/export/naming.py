"""Names of the files that belong to a page."""

from __future__ import annotations

from datetime import date

from ocr.model import Page

__all__ = ["archive_name", "picture_name"]


def picture_name(page: Page, index: int) -> str:
    """The file name of the page's picture `index`, counted from 0: `p01.i01.jpg`."""
    return f"p{page.number:02d}.i{index + 1:02d}.jpg"


def archive_name(code: str, day: date, page: int) -> str:
    """The path, without suffix, that libraries use: `dtrb/2022/05/24/dtrb_20220524_0001`."""
    code = code.lower()
    return f"{code}/{day:%Y/%m/%d}/{code}_{day:%Y%m%d}_{page:04d}"
