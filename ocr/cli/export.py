"""`banmian export`: a run in other formats, with the corrections of its review."""

from __future__ import annotations

import argparse
import sys

from ocr.cli.unattached import tell_unattached
from ocr.corrections import amend_from
from ocr.export import command
from ocr.export.command import add_arguments

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """0 when everything was written."""
    return command.run(args, amend=amend_from(args.run_folder, tell_unattached(sys.stderr)))
