"""`banmian search`."""

from ocr.export.command import add_search_arguments as add_arguments
from ocr.export.command import run_search as run

__all__ = ["add_arguments", "run"]
