"""What the parts of a page mean: roles, articles, reading order, paragraphs."""

from ocr.structure.compose import StructureSettings, compose

__all__ = ["StructureSettings", "compose"]
