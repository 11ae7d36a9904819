"""Makes a scan clean: upright, evenly lit, dark on light, its body size measured."""

from ocr.imaging.cleaning import ImagingSettings, prepare
from ocr.imaging.spread import is_spread

__all__ = ["ImagingSettings", "is_spread", "prepare"]
