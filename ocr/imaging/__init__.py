"""Makes a scan clean: upright, evenly lit, dark on light, its body size measured."""

from ocr.imaging.cleaning import ImagingSettings, prepare

__all__ = ["ImagingSettings", "prepare"]
