"""The folder job with the real decoders and a real reader, over scans that are none and scans that hold nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ocr.cli.main import main
from tests.cli.test_bad_input import BROKEN, EMPTY, pdf

DONE, PARTLY = 0, 11

pytestmark = pytest.mark.slow


def batch(tmp_path: Path, *words: str) -> int:
    """The command with one quick reader."""
    quick = ("--reader", "tesseract", "--workers", "1", "--formats", "md,json")
    return main(["batch", str(tmp_path / "in"), str(tmp_path / "out"), *quick, *words])


def test_bad_scans_are_told_apart_from_empty_ones(tmp_path: Path) -> None:
    """Each broken file is quarantined with its cure and leaves no output; each empty page is done."""
    (tmp_path / "in").mkdir()
    for name, (make, _) in BROKEN.items():
        make(tmp_path / "in" / name)
    for name, draw in EMPTY.items():
        draw(tmp_path / "in" / name)
    assert batch(tmp_path) == PARTLY
    lines = (tmp_path / "out/manifest.jsonl").read_text(encoding="ascii").splitlines()
    rows = {row["input"]: row for row in map(json.loads, lines)}
    assert {name for name, row in rows.items() if row["status"] == "quarantined"} == set(BROKEN)
    assert {name for name, row in rows.items() if row["status"] == "ok"} == set(EMPTY)
    for name in BROKEN:
        assert name in rows[name]["message"]
        assert " — " in rows[name]["message"]
        assert not (tmp_path / "out" / name).exists()


def test_a_locked_pdf_is_read_once_its_password_is_given(tmp_path: Path) -> None:
    """It is quarantined without; with the password, and asked for again, it is a page like any other."""
    (tmp_path / "in").mkdir()
    pdf(tmp_path / "in/locked.pdf", pages=1, password="geheim")
    assert batch(tmp_path) == PARTLY
    assert batch(tmp_path, "--password", "geheim", "--retry-quarantined") == DONE
    assert (tmp_path / "out/locked.pdf/locked_0001.md").exists()
