"""Newsprint: invented newspaper pages, typeset and worn, with the whole truth about them."""

from ocr.newsprint.faces import TypeCase, find_type
from ocr.newsprint.front import PageSpec
from ocr.newsprint.news import read_corpus
from ocr.newsprint.typesetting import Sample, image_pdf, typeset, typeset_issue
from ocr.newsprint.wear import LEVELS, Level, Wear, wear

__all__ = [
    "LEVELS",
    "Level",
    "PageSpec",
    "Sample",
    "TypeCase",
    "Wear",
    "find_type",
    "image_pdf",
    "read_corpus",
    "typeset",
    "typeset_issue",
    "wear",
]
