"""The cores of a machine, and the share of them that a container has."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr.cores import usable_cores


@pytest.mark.parametrize(
    ("text", "cores"), [("max 100000", 4096), ("150000 100000", 2), ("20000 100000", 1), ("?", 4096)]
)
def test_a_share_of_the_processors_is_a_number_of_workers(tmp_path: Path, text: str, cores: int) -> None:
    """A container with one core and a half gets two workers, whatever the machine has."""
    (tmp_path / "cpu.max").write_text(text)
    assert usable_cores(tmp_path / "cpu.max") == min(cores, usable_cores(tmp_path / "no such file"))
