"""The message about corrections that found no place on their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from ocr.corrections import Unattached

__all__ = ["tell_unattached"]


def tell_unattached(stream: TextIO) -> Callable[[str, tuple[Unattached, ...]], None]:
    """A function that writes how many corrections of a page were left out, and why."""

    def tell(name: str, unattached: tuple[Unattached, ...]) -> None:
        reasons = "; ".join(dict.fromkeys(item.reason for item in unattached))
        cure = "open the run with `banmian review`"
        stream.write(f"{name}: {len(unattached)} corrections found no place and were left out ({reasons}) — {cure}\n")

    return tell
