"""`banmian watch`."""

from ocr.batch.watch_command import add_arguments, run

__all__ = ["add_arguments", "run"]
