"""The results file: a row a page, appended, with what is needed to compare it with another day's."""

from __future__ import annotations

import json
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "opencv-python-headless", "onnxruntime", "tesserocr", "rapidocr", "pillow")


def circumstances() -> dict[str, str]:
    """Machine, versions and commit."""
    found = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found | {"commit": commit.stdout.strip() or "unknown"}


def append(path: Path, row: dict[str, Any]) -> None:
    """Adds `row` to the file of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def rows(path: Path) -> list[dict[str, Any]]:
    """All rows so far; none when there is no file yet."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
