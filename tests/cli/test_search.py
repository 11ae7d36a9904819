"""`banmian search`: what is found, and where it stands in print."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.cli.main import main
from ocr.export.search import highlight
from tests.review.desk import small_print, write_run

MADE = small_print()
WORD = max((p.text for a in MADE.page.articles for p in a.paragraphs), key=len)[2:5]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with its index and its page images."""
    folder = write_run(tmp_path / "run", MADE)
    assert main(["export", str(folder), "--to", "search"]) == 0
    return folder


def test_the_words_are_marked_on_the_page_image(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Orange where they stand, the paper elsewhere as it was printed."""
    capsys.readouterr()
    assert main(["search", WORD, "--run", str(run), "--images", str(tmp_path / "found")]) == 0
    target = tmp_path / "found" / "yunhe_0001.found.png"
    assert capsys.readouterr().out.endswith(f"{target}\n")
    pixels = np.asarray(Image.open(io.BytesIO(target.read_bytes())))
    places = highlight(MADE.page, WORD)
    assert places
    coloured = pixels[..., 0].astype(int) - pixels[..., 2] > 30
    for place in places:
        assert coloured[place.slices].any()
        coloured[place.grow(20).slices] = False
    assert not coloured.any()


def test_a_page_that_cannot_be_drawn_is_told(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was found is told all the same; the cure for the image is, too."""
    (run / "yunhe_0001.page.png").unlink()
    assert main(["search", WORD, "--run", str(run), "--images", str(tmp_path / "found")]) == 11
    told = capsys.readouterr()
    assert WORD in told.out
    assert "--scans" in told.err
