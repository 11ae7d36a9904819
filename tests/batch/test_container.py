"""The Dockerfile and the compose file say what the documentation promises, and name files that are there."""

from __future__ import annotations

import fnmatch
from pathlib import Path

import pytest

from benchmarks.dockerfile import Copy, Run, Stage, read_compose, read_dockerfile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return read_dockerfile((ROOT / "Dockerfile").read_text(encoding="utf-8"))


def test_an_instruction_that_is_not_understood_is_an_error() -> None:
    """What would be passed over is named."""
    with pytest.raises(ValueError, match="HEALTHCHECK"):
        read_dockerfile("FROM debian\nHEALTHCHECK NONE\n")


def test_instructions_are_read_as_an_engine_reads_them() -> None:
    """Comments between continued lines, arguments, environments that a later stage takes over."""
    text = "ARG B=x\nFROM ${B} AS one\nENV A=1 \\\n C='2 3'\nRUN a \\\n# no\n && b\nFROM one\nCOPY --from=one p q /r/\n"
    one, two = read_dockerfile(text, {"B": "y"})
    assert (one.base, one.name) == ("y", "one")
    assert two.environment == {"A": "1", "C": "2 3"}
    assert [instruction.command.split() for instruction in one.instructions if isinstance(instruction, Run)] == [
        ["a", "&&", "b"]
    ]
    assert two.instructions == [Copy(("p", "q"), "/r/", "one")]


def test_every_file_that_is_copied_is_there_and_not_ignored(stages: list[Stage]) -> None:
    """A build never stops for a file that was moved, or that .dockerignore holds back."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    copies = [thing for stage in stages for thing in stage.instructions if isinstance(thing, Copy) and not thing.stage]
    sources = [source for copy in copies for source in copy.sources]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert not any(fnmatch.fnmatch(source, pattern.strip("/")) for pattern in ignored), source


def test_the_image_runs_as_user_1000(stages: list[Stage]) -> None:
    """Its last stage falls to uid 1000 and starts the command in /data."""
    assert stages[-1].user == "1000:1000"
    assert stages[-1].folder == "/data"
    assert stages[-1].entry[-2:] == ["-m", "ocr.cli"]


def test_no_service_may_do_more_than_it_must() -> None:
    """All: no capabilities, a root that cannot be written; the folder jobs: no network, and scans read-only."""
    services = read_compose((ROOT / "compose.yaml").read_text(encoding="utf-8"), {"IN": "/scans"})
    for service in services.values():
        assert service.read_only
        assert not service.capabilities
        assert service.user == "1000:1000"
    for name in ("batch", "watch"):
        assert not services[name].networked
        assert ("/scans", "/input", True) in services[name].mounts
