"""`banmian doctor`: versions, models, memory, threads, and a cure for what is missing."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
from collections.abc import Callable
from importlib import metadata

from ocr import __version__
from ocr.cores import usable_cores
from ocr.errors import BanmianError, DependencyError
from ocr.recognition import find_model, find_ppocr_model

__all__ = ["add_arguments", "run"]

PACKAGES = (
    "numpy",
    "opencv-python-headless",
    "pillow",
    "pypdfium2",
    "tesserocr",
    "pytesseract",
    "onnxruntime",
    "rapidocr",
    "layoutparser",
    "lxml",
    "pikepdf",
    "starlette",
    "uvicorn",
)
LEAST_MEMORY = 2 * 1024**3
"""A broadsheet at 300 dpi needs about 1 GB."""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_args: argparse.Namespace) -> int:
    """0 when a page can be read here, 3 when something needed is missing."""
    rows = [_program(), *map(_package, PACKAGES), _opencv(), _tesseract(), _model(), _ppocr(), _memory(), _threads()]
    for mark, text in rows:
        print(f"[{mark}] {text}")
    return DependencyError.exit_code if any(mark == "!!" for mark, _ in rows) else 0


def _program() -> tuple[str, str]:
    return "ok", f"banmian {__version__}, Python {platform.python_version()}, {platform.platform()}"


def _package(name: str) -> tuple[str, str]:
    try:
        return "ok", f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return "!!", f"{name} is missing — delete .venv and start ./banmian again, it makes it anew"


def _opencv() -> tuple[str, str]:
    """The two OpenCV wheels overwrite each other; the one with windows needs display libraries."""
    try:
        metadata.version("opencv-python")
    except metadata.PackageNotFoundError:
        return "ok", "one OpenCV, without display libraries"
    return "!!", "opencv-python stands beside opencv-python-headless — uninstall both, install the headless one"


def _tesseract() -> tuple[str, str]:
    path = shutil.which("tesseract")
    if path:
        return "ok", f"tesseract program: {path}"
    return "--", "no tesseract program (only --reader pytesseract needs it) — apt-get install tesseract-ocr"


def _checked(find: Callable[[], str]) -> tuple[str, str]:
    try:
        return "ok", find()
    except BanmianError as problem:
        return "!!", str(problem)


def _model() -> tuple[str, str]:
    def find() -> str:
        model = find_model(None)
        return f"Tesseract model: {model.language} in {model.folder}, sha256 {model.digest()}"

    return _checked(find)


def _ppocr() -> tuple[str, str]:
    return _checked(lambda: f"PP-OCR model: {find_ppocr_model()}")


def _memory() -> tuple[str, str]:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    text = f"{total / 1024**3:.1f} GiB of memory"
    return ("ok", text) if total >= LEAST_MEMORY else ("--", f"{text} — large pages may need 2 GiB")


def _threads() -> tuple[str, str]:
    return "ok", f"{usable_cores()} threads"
