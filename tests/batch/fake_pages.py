"""A page function without engines: quick, exact, and with any fault on request.

A scan is a text file: one line a page. A line ``!hang``, ``!die``, ``!grow`` … is a page
with that fault; ``!die-once PATH`` dies until the file at PATH exists, which it makes.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from ocr.batch.work import Artefact, Identity, PageWork
from ocr.errors import DependencyError, EngineError, InputError
from ocr.geometry import Affine, Box
from ocr.model import Block, Direction, Glyph, Line, Page, Provenance, Role


@dataclass(frozen=True)
class FakeJob:
    """Turns a line of a text file into a page; `seconds` each."""

    seconds: float = 0.0
    settings: str = "plain"
    padding: int = 0

    def identify(self) -> Identity:
        if self.settings == "!no-model":
            raise DependencyError("the model is missing", cure="install it")
        return Identity("fake 1", ("reader 1",), self.settings)

    def count_pages(self, path: Path) -> int:
        text = path.read_bytes()
        if text.startswith(b"!garbage"):
            raise InputError(f"{path}: not a scan", cure="scan it again")
        if text.startswith(b"!die-on-open"):
            os.kill(os.getpid(), signal.SIGSEGV)
        return len(text.splitlines())

    def read_page(self, path: Path, index: int) -> PageWork:
        content = path.read_bytes()
        text = content.splitlines()[index].decode()
        time.sleep(self.seconds)
        if text.startswith("!"):
            text = _misbehave(text, path)
        page = _page(text, path, hashlib.sha256(content).hexdigest(), index, self.settings)
        print("a library that talks on standard output")
        return PageWork(
            page,
            (
                Artefact(".md", f"# {text}\n{'' if self.settings == 'plain' else self.settings}".encode()),
                Artefact(".json", f'{{"text": "{text}"}}\n'.encode() + b" " * self.padding),
            ),
        )


def _misbehave(text: str, path: Path) -> str:
    fault, _, argument = text.partition(" ")
    match fault:
        case "!hang":
            time.sleep(3600)
        case "!die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "!die-once" if not Path(argument).exists():
            Path(argument).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case "!grow":
            hoard = bytearray(400 * 1024 * 1024)
            hoard[::4096] = b"x" * len(hoard[::4096])
            time.sleep(3600)
        case "!unreadable":
            raise InputError(f"{path}: page is damaged", cure="scan it again")
        case "!engine":
            raise EngineError("the reader gave up")
        case "!bug":
            raise ZeroDivisionError("a bug")
        case "!growing" if not Path(argument).exists():
            Path(argument).touch()
            with path.open("ab") as stream:
                stream.write(b"one more page\n")
    return "survived"


def _page(text: str, path: Path, sha256: str, index: int, settings: str) -> Page:
    box = Box(0, 0, 10, 10)
    glyphs = tuple(Glyph(letter, box, 0.9 if letter == "?" else 1.0) for letter in text)
    line = Line(f"p{index + 1:02d}.b001.l01", box, Direction.HORIZONTAL, 10.0, text, text, glyphs)
    return Page(
        number=index + 1,
        width=10,
        height=10,
        body_size=10.0,
        rules=(),
        frames=(),
        pictures=(),
        blocks=(Block(f"p{index + 1:02d}.b001", Role.BODY, (line,)),),
        articles=(),
        provenance=Provenance(
            source=path.name,
            sha256=sha256,
            page_index=index,
            dpi=300.0,
            scan_width=10,
            scan_height=10,
            to_scan=Affine(),
            program="fake 1",
            readers=("reader 1",),
            settings=settings,
        ),
    )
