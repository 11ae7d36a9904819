"""Evaluation: how well a page was read, ordered, cut into articles and understood, against the truth."""

from ocr.evaluation.places import layout_of, place
from ocr.evaluation.reference import Told, read_markdown, read_truth, tell, write_truth
from ocr.evaluation.report import Exhibit, write_report
from ocr.evaluation.scores import FIGURES, LOWER_IS_BETTER, PageScore, as_json, score_page, score_told, summarise

__all__ = [
    "FIGURES",
    "LOWER_IS_BETTER",
    "Exhibit",
    "PageScore",
    "Told",
    "as_json",
    "layout_of",
    "place",
    "read_markdown",
    "read_truth",
    "score_page",
    "score_told",
    "summarise",
    "tell",
    "write_report",
    "write_truth",
]
