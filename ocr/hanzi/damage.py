"""What damaged text looks like, as pieces of patterns."""

from __future__ import annotations

import re

__all__ = ["CLOSE", "OPEN", "loose", "squeeze"]

OPEN = r"[（(〈<《\[［【〔「{]"
"""Whatever a reader may see for an opening bracket."""
CLOSE = r"[）)〉>》\]］】〕」}]"
"""Whatever a reader may see for a closing bracket."""


def loose(words: str) -> str:
    """A pattern for `words` (alternatives between bars) with a space allowed between any two characters."""
    return "|".join(r"\s*".join(re.escape(char) for char in word) for word in words.split("|"))


def squeeze(text: str) -> str:
    """`text` without any space."""
    return re.sub(r"\s+", "", text)
