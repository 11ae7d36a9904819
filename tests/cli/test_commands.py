"""The command line as a whole: every subcommand is there, and wrong words are told."""

from __future__ import annotations

import re

import pytest

from ocr import __version__
from ocr.cli.main import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`banmian COMMAND --help` shows its usage and ends well."""
    assert main([name, "--help"]) == 0
    assert f"usage: banmian {name}" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` names program and version."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"banmian {__version__}\n"


@pytest.mark.parametrize("words", [[], ["reed"], ["read"], ["read", "x.png", "--threads", "many"]])
def test_words_that_are_no_command_end_with_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing, a wrong command, a missing scan, a wrong number: exit code 1 and the usage."""
    assert main(words) == 1
    told = capsys.readouterr()
    assert "usage: banmian" in told.out + told.err


def test_the_doctor_names_the_model_by_its_checksum(capsys: pytest.CaptureFixture[str]) -> None:
    """Sixteen hexadecimal digits, as in the provenance of every page."""
    main(["doctor"])
    assert re.search(r"Tesseract model: .*, sha256 [0-9a-f]{16}$", capsys.readouterr().out, re.MULTILINE)
