"""The folder job with its real page function: two small invented pages, read by the real readers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.geometry import Box
from ocr.newsprint import Level, PageSpec, typeset
from tests.batch.conftest import ROOT
from tests.batch.test_cluster import Cluster, cluster

__all__ = ["cluster"]

pytestmark = pytest.mark.slow

SPEC = PageSpec(width=130, height=160, dpi=200)
PAPER = 16  # pixels of white around the photograph


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages, with a photograph on each, in files with awkward names."""
    folder = tmp_path_factory.mktemp("scans")
    for seed, name in ((3, "第一版 (1).png"), (5, "50%.png")):
        pixels = typeset(seed, SPEC, Level.GOOD).scan.copy()
        height, width = pixels.shape
        picture = Box(width // 8, height // 2, width // 8 + width // 2, height // 2 + height // 4)
        shades = np.linspace(60, 190, picture.width, dtype=np.uint8) + np.zeros((picture.height, 1), np.uint8)
        grain = np.random.default_rng(seed).integers(0, 60, shades.shape, dtype=np.uint8)
        pixels[picture.grow(PAPER).slices] = 255
        pixels[picture.slices] = shades + grain
        Image.fromarray(pixels).save(folder / name, dpi=(SPEC.dpi, SPEC.dpi))
    return folder


def read_folder(source: Path, target: Path, *options: str) -> None:
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    command = [sys.executable, "-m", "ocr.cli", "batch", str(source), str(target), *options]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()


def outputs(target: Path) -> dict[str, bytes]:
    """All files but those that tell seconds."""
    return {
        str(path.relative_to(target)): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file() and ".banmian" not in path.parts and not path.name.startswith(("manifest", "report"))
    }


def test_pictures_are_cut_out_and_linked(scans: Path, tmp_path: Path) -> None:
    """Each link of the Markdown leads to a file, and the checksums know the files."""
    read_folder(scans, tmp_path / "out", "--pictures", "--formats", "json,md", "--workers", "1")
    found = 0
    for text in (tmp_path / "out").rglob("*.md"):
        for link in re.findall(r"!\[\]\((.+?)\)", text.read_text("utf-8")):
            path = text.parent / re.sub("%(..)", lambda code: chr(int(code[1], 16)), link)
            assert path.read_bytes().startswith(b"\xff\xd8")
            assert str(path.relative_to(tmp_path / "out")) in (tmp_path / "out/checksums.sha256").read_text("utf-8")
            found += 1
    assert found >= 2


def test_a_cluster_reads_to_the_same_bytes(scans: Path, tmp_path: Path, cluster: Cluster) -> None:
    """Two workers of a cluster and two local processes: every file equal."""
    options = ("--pictures", "--formats", "json,md,overlay,alto,page,hocr", "--workers", "2")
    read_folder(scans, tmp_path / "local", *options)
    read_folder(scans, tmp_path / "cluster", *options, "--scheduler", cluster.address)
    assert len(outputs(tmp_path / "local")) > 12
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "local")
