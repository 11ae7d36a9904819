"""Turns scanned pages of Chinese newspapers into articles, as structured text."""

__version__ = "0.1.0"
