"""Gives every writer the corrected page, by the folder its corrections lie in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ocr.corrections.anchors import page_key
from ocr.corrections.apply import replay
from ocr.corrections.correction import Unattached
from ocr.corrections.log import LOG_NAME, CorrectionLog
from ocr.model import Page

__all__ = ["amend_from"]


def amend_from(
    folder: Path, tell: Callable[[str, tuple[Unattached, ...]], object] | None = None
) -> Callable[[str, Page], tuple[Page, frozenset[str]]]:
    """A function from a page's name and the page as read to the page as corrected and its lines that people checked.

    Args:
        folder: of the run; without corrections in it every page comes back as it was.
        tell: is given the page's name and the corrections that found no place on it, when there are some.
    """
    log = CorrectionLog(folder / LOG_NAME)

    def amend(name: str, page: Page) -> tuple[Page, frozenset[str]]:
        result = replay(page, log.of_page(page_key(page, name)))
        if result.unattached and tell is not None:
            tell(name, result.unattached)
        return result.page, result.checked

    return amend
