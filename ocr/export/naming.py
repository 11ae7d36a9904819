"""Names of the files that belong to a page."""

from __future__ import annotations

from datetime import date

from ocr.model import Page

__all__ = ["PICTURES", "Names", "archive_name", "picture_name"]


PICTURES = ".images"
"""The ending of the folder, beside a page's other files, in which the pictures cut out of it lie."""


def picture_name(page: Page, index: int) -> str:
    """The file name of the page's picture `index`, counted from 0: `p01.i01.jpg`."""
    return f"p{page.number:02d}.i{index + 1:02d}.jpg"


def archive_name(code: str, day: date, page: int) -> str:
    """The path, without suffix, that libraries use: `dtrb/2022/05/24/dtrb_20220524_0001`."""
    code = code.lower()
    return f"{code}/{day:%Y/%m/%d}/{code}_{day:%Y%m%d}_{page:04d}"


class Names:
    """Names given out in one export, each once: what two pages or issues call themselves is written twice, not over."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, name: str) -> str:
        """`name`, or, where it is taken, `name_2`, then `name_3` and so on."""
        free, number = name, 2
        while free in self._taken:
            free, number = f"{name}_{number}", number + 1
        self._taken.add(free)
        return free
