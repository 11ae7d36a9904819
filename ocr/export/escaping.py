"""Text made safe for Markdown, with a backslash only where the text would otherwise render as something else."""

from __future__ import annotations

import re

__all__ = ["escape", "escape_heading", "escape_path"]

_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)", re.MULTILINE)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"\[(?=[^\]]*\](?:\(|\[))")
_DEFINITION = re.compile(r"^ {0,3}\[(?=[^\]]+\]:)")
_PAIRED = ("*", "_", "`", "~")
"""Marks of emphasis, code and deletion: alone in a text they are themselves."""
_BLOCK_STARTS = (
    (re.compile(r"^(#{1,6})(?=\s|$)", re.MULTILINE), r"\\\1"),
    (re.compile(r"^>", re.MULTILINE), r"\\>"),
    (re.compile(r"^([-+*])(?=\s|$)", re.MULTILINE), r"\\\1"),
    (re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE), r"\1\\\2"),
    (re.compile(r"^((?:-\s*){3,}|(?:=\s*)+|-+)$", re.MULTILINE), r"\\\1"),
    (re.compile(r"^\|", re.MULTILINE), r"\\|"),
    (re.compile(r"^(`{3,}|~{3,})", re.MULTILINE), r"\\\1"),
)


def _escape_inline(text: str) -> str:
    text = _BACKSLASH.sub(r"\\\\", text)
    for mark in _PAIRED:
        if len(re.findall(re.escape(mark) + "+", text)) > 1:
            text = text.replace(mark, "\\" + mark)
    text = _TAG.sub(r"\\<", text)
    text = _ENTITY.sub(r"\\&", text)
    return _LINK.sub(r"\\[", text)


def escape(text: str) -> str:
    """`text` as a paragraph that renders as itself; its line breaks stay."""
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = _DEFINITION.sub(r"\\[", _escape_inline(text))
    for pattern, safe in _BLOCK_STARTS:
        text = pattern.sub(safe, text)
    return text


_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|^)(#+)$")


def escape_heading(text: str) -> str:
    """`text` as the content of a ``#`` heading."""
    return _CLOSING_HASHES.sub(r"\\\1", _escape_inline(" ".join(text.split())))


_UNSAFE_IN_PATHS = re.compile(r"[\x00-\x20\x7f%()<>\[\]\\\"'?#]")


def escape_path(path: str) -> str:
    """`path` as the target of a link: percent signs for what would end it or be taken for something else."""
    return _UNSAFE_IN_PATHS.sub(lambda found: f"%{ord(found.group()):02X}", path)
