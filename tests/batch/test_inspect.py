"""The look at a folder before a job, on real image files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.batch.conftest import ROOT

_SIZE = 24


def _text_page(width: int, height: int, *, gutter: bool = False) -> NDArray[np.uint8]:
    """A page set full of squares with strokes, as characters are."""
    page = np.full((height, width), 255, dtype=np.uint8)
    for top in range(60, height - 60, _SIZE + 12):
        for left in range(60, width - 60, _SIZE + 2):
            if gutter and abs(left + _SIZE / 2 - width / 2) < 60:
                continue
            for step in range(0, _SIZE - 4, 6 + (left + top) % 5):
                page[top + step : top + step + 3, left : left + _SIZE - 3] = 0
            page[top : top + _SIZE - 3, left + (left + top) % 13 : left + (left + top) % 13 + 3] = 0
    return page


def _inspect(folder: Path) -> tuple[int, set[tuple[str, str]]]:
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-m", "ocr.cli", "inspect", folder, "--json", "--workers", "1"],
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {(finding["input"], finding["kind"]) for finding in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rb").mkdir()
    return tmp_path / "rb"


def test_every_fault_of_a_folder_is_found(folder: Path) -> None:
    """Unreadable, empty, blank, duplicate, a spread, and pages missing from an issue."""
    cv2.imwrite(str(folder / "rb_20220524_01.png"), _text_page(900, 1300))
    shutil.copy(folder / "rb_20220524_01.png", folder / "rb_20220524_02.png")
    cv2.imwrite(str(folder / "rb_20220524_04.png"), np.full((1300, 900), 255, dtype=np.uint8))
    cv2.imwrite(str(folder / "rb_20220524_06.png"), _text_page(1900, 1300, gutter=True))
    (folder / "rb_20220524_05.pdf").write_bytes(b"%PDF-1.4 nothing behind it")
    (folder / "rb_20220524_08.tif").touch()
    status, found = _inspect(folder)
    assert status == 11
    assert {
        ("rb_20220524_02.png", "duplicate"),
        ("rb_20220524_04.png", "blank"),
        ("rb_20220524_05.pdf", "unreadable"),
        ("rb_20220524_08.tif", "unreadable"),
        ("rb_20220524_06.png", "two pages"),
        ("rb", "missing page"),
    } <= found


@pytest.mark.slow
def test_nothing_is_written(folder: Path) -> None:
    """Looking leaves no trace."""
    cv2.imwrite(str(folder / "a.png"), _text_page(900, 1300))
    assert _inspect(folder)[0] == 0
    assert [path.name for path in folder.iterdir()] == ["a.png"]
