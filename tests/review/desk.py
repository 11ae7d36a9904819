"""A review server over a fictional run, for tests."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import uvicorn
from numpy.typing import NDArray
from starlette.types import ASGIApp

from ocr.export.json import JsonWriter, read_page
from ocr.geometry import Box
from ocr.model import Direction, Glyph, LineRegion, Reading, TextLine
from ocr.review.acceptance import read_limits
from ocr.review.doors import Doors
from ocr.review.images import PageImages
from ocr.review.run_folder import RunFolder
from ocr.review.server import make_app
from tests.review.fictional import Print, make_print, paint

CLOCK = "2030-01-02T03:04:05+08:00"


def write_run(folder: Path, made: Print, *, name: str = "yunhe_0001", picture: bool = True) -> Path:
    """A run folder with one page and its picture."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_bytes(JsonWriter().write(made.page))
    if picture:
        paint(made, folder / f"{name}.page.png")
    return folder


def replay_reader(grey: NDArray[np.uint8], box: Box) -> tuple[TextLine, ...]:
    """An engine that reads one fixed word wherever it looks."""
    assert grey.ndim == 2
    glyph = Glyph("新", box, 0.9)
    return (TextLine(LineRegion(box, Direction.HORIZONTAL, float(box.height)), Reading("replay", (glyph,))),)


def doors() -> Doors:
    def markdown(page: object) -> bytes:
        return "\n\n".join(p.text for a in page.articles for p in a.paragraphs).encode()  # type: ignore[attr-defined]

    return Doors(read_page, JsonWriter().write, markdown, None, replay_reader)


def make_desk(folder: Path, *, token: str = "", open_to_all: bool = False) -> ASGIApp:
    run = RunFolder(folder, doors())
    hosts = None if open_to_all else frozenset({"127.0.0.1", "localhost"})
    return make_app(run, PageImages(), read_limits(), lambda: CLOCK, author="李四", token=token, hosts=hosts)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """The address of the running server."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)


@contextmanager
def commanded(folder: Path) -> Iterator[str]:
    """The address of the command itself, in a process of its own as a person starts it."""
    command = [sys.executable, "-m", "ocr.cli", "review", str(folder), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield next(word for word in process.stderr.readline().split() if word.startswith("http"))
        finally:
            process.terminate()
            process.communicate()


def small_print() -> Print:
    return make_print(articles=2, lines=5, size=20, width=700, wrong=0.08)
