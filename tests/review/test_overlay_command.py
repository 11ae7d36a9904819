"""`banmian overlay`: a run drawn again, as pictures and as one file."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

from ocr.cli.main import main
from tests.review.desk import small_print, write_run
from tests.review.fictional import paint

MADE = small_print()


@pytest.mark.parametrize(("form", "head"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!doctype html>")])
def test_a_run_is_drawn_in_each_form(tmp_path: Path, form: str, head: bytes) -> None:
    """Each is written where it is asked for, and the run's folder stays as it was."""
    run = write_run(tmp_path / "run", MADE)
    before = sorted(run.iterdir())
    assert main(["overlay", str(run), "--format", form, "-o", str(tmp_path / "out" / "drawn")]) == 0
    (made,) = (tmp_path / "out" / "drawn").iterdir()
    assert made.name == ("overlay.html" if form == "html" else f"yunhe_0001.overlay.{form}")
    assert made.read_bytes().startswith(head)
    assert sorted(run.iterdir()) == before


def test_a_run_without_page_images_is_drawn_over_its_scans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Found by name and bytes wherever they lie; without them the cure is told."""
    scan = tmp_path / "scans" / "a" / "yunhe.png"
    scan.parent.mkdir(parents=True)
    paint(MADE, scan)
    sha = hashlib.sha256(scan.read_bytes()).hexdigest()
    page = dataclasses.replace(MADE.page, provenance=dataclasses.replace(MADE.page.provenance, sha256=sha))
    run = write_run(tmp_path / "run", dataclasses.replace(MADE, page=page), picture=False)
    assert main(["overlay", str(run)]) != 0
    assert "--scans" in capsys.readouterr().err
    assert main(["overlay", str(run), "--scans", str(tmp_path / "scans")]) == 0
    assert (run / "yunhe_0001.overlay.png").stat().st_size > 10_000
