"""A folder of fake scans, and the folder job run over it as a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Job:
    """The folder job as a program over `source`, writing to `target`."""

    source: Path
    target: Path

    def scan(self, name: str, *pages: str) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
        return path

    def start(self, *options: str, target: Path | None = None, prefix: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        command = [*prefix, sys.executable, "-m", "tests.batch.run_fake", self.source, target or self.target]
        return subprocess.Popen(
            [*command, "--workers", "2", *options], cwd=ROOT, env=environment, stderr=subprocess.PIPE
        )

    def run(self, *options: str, target: Path | None = None, prefix: tuple[str, ...] = ()) -> tuple[int, str]:
        process = self.start(*options, target=target, prefix=prefix)
        _, messages = process.communicate(timeout=120)
        return process.returncode, messages.decode()

    def rows(self, target: Path | None = None) -> list[dict[str, object]]:
        lines = ((target or self.target) / "manifest.jsonl").read_text(encoding="ascii").splitlines()
        return [json.loads(line) for line in lines]

    def statuses(self) -> dict[str, str]:
        """The last status of each page."""
        return {f"{row['input']} {row['page']}": str(row["status"]) for row in self.rows()}

    def outputs(self, target: Path | None = None) -> dict[str, bytes]:
        """The files of the pages, by name, and the checksums."""
        root = target or self.target
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
            and path.name not in ("manifest.jsonl", "report.json", "report.csv", "report.html")
            and ".banmian" not in path.parts
        }


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "in").mkdir()
    return Job(tmp_path / "in", tmp_path / "out")
