"""`banmian evaluate`: a run measured against the truth."""

from __future__ import annotations

import argparse

from ocr.evaluation import command
from ocr.evaluation.command import Doors, add_arguments
from ocr.export.json import read_page

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """0 when all was measured."""
    return command.run(args, Doors(read_page=read_page))
