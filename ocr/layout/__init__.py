"""Where things are on a page: rules, frames, pictures, lines and blocks."""

from ocr.layout.segmenter import GeometricSegmenter, LayoutSettings

__all__ = ["GeometricSegmenter", "LayoutSettings"]
