"""The examples of the documentation run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ocr.errors import DependencyError
from ocr.newsprint import image_pdf, typeset
from ocr.newsprint.front import PageSpec

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_examples_of_the_documentation_run(tmp_path: Path) -> None:
    """All blocks of docs/python.md, in order, beside a scan; the files they speak of are there afterwards."""
    try:
        sample = typeset(5, PageSpec(width=180, height=250, dpi=150, body=9.5))
    except DependencyError as missing:
        pytest.skip(str(missing))
    (tmp_path / "scan.pdf").write_bytes(image_pdf(sample))
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 6
    (tmp_path / "examples.py").write_text("\n".join(blocks), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "examples.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "missing.pdf: No such file" in done.stdout
    assert (tmp_path / "scan.md").read_text("utf-8").startswith("---\n")
    assert {path.name for path in tmp_path.iterdir()} >= {"scan.json", "scan.alto.xml", "scan.p1.png"}
