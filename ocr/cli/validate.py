"""`banmian validate`."""

from ocr.export.command import add_validate_arguments as add_arguments
from ocr.export.command import run_validate as run

__all__ = ["add_arguments", "run"]
