"""`banmian batch`."""

from ocr.batch.command import add_arguments, run

__all__ = ["add_arguments", "run"]
