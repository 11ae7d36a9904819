"""`banmian inspect`."""

from ocr.batch.inspect_command import add_arguments, run

__all__ = ["add_arguments", "run"]
