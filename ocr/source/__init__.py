"""Where scans come from: PDF, TIFF and image files, folders of them, standard input."""

from ocr.source.finding import SCAN_SUFFIXES, find_scans
from ocr.source.limits import DEFAULT_MAX_MEGAPIXELS
from ocr.source.opening import open_source
from ocr.source.ranges import PageRanges

__all__ = ["DEFAULT_MAX_MEGAPIXELS", "SCAN_SUFFIXES", "PageRanges", "find_scans", "open_source"]
