"""What people corrected: kept apart from what was read, and applied to it whenever something is written."""

from ocr.corrections.amending import amend_from
from ocr.corrections.anchors import block_anchor, digest, line_anchor, page_key, place_anchor
from ocr.corrections.apply import Replay, apply_corrections, replay
from ocr.corrections.codec import read_correction, write_correction
from ocr.corrections.correction import (
    Anchor,
    Correction,
    Deed,
    PageKey,
    Unattached,
    live_corrections,
    original_deed,
)
from ocr.corrections.log import LOG_NAME, CorrectionLog

__all__ = [
    "LOG_NAME",
    "Anchor",
    "Correction",
    "CorrectionLog",
    "Deed",
    "PageKey",
    "Replay",
    "Unattached",
    "amend_from",
    "apply_corrections",
    "block_anchor",
    "digest",
    "line_anchor",
    "live_corrections",
    "original_deed",
    "page_key",
    "place_anchor",
    "read_correction",
    "replay",
    "write_correction",
]
