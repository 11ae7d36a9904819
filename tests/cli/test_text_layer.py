"""A born-digital PDF goes through the pipeline with its own characters."""

from __future__ import annotations

import io

import pikepdf
import pytest

from ocr.model import Page
from ocr.pipeline import Pipeline
from ocr.recognition import ReplayReader
from ocr.settings import Settings
from ocr.source import open_source

WORDS = ("the river was cleared", "before the flood season", "and the bridge opened", "to traffic on Friday")


def _typed(turn: int = 0) -> bytes:
    """A page with lines of 14 points, each drawn twice a hair apart, as bold is made, and one clipped away."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 260))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    rows = []
    for row, text in enumerate(WORDS * 2):
        for shift in (0.0, 0.2):
            rows.append(f"BT /F1 14 Tf {40 + shift} {220 - 24 * row} Td ({text}) Tj ET")
    rows.append("q 0 0 1 1 re W n BT /F1 14 Tf 40 20 Td (never printed) Tj ET Q")
    pdf.pages[0].Contents = pikepdf.Stream(pdf, "\n".join(rows).encode())
    pdf.pages[0].Rotate = turn
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def _read(data: bytes, mode: str) -> Page:
    pipeline = Pipeline(Settings(text_layer=mode), reader=ReplayReader({}))
    return pipeline.digitize(next(open_source(data).scans()), 1).page


@pytest.mark.parametrize("turn", [0, 90])
def test_typed_lines_come_out_as_typed(turn: int) -> None:
    """Every line once, with its words apart, and nothing that is not seen; the provenance says where it comes from."""
    page = _read(_typed(turn), "use")
    lines = [line for block in page.blocks for line in block.lines]
    assert sorted(line.text for line in lines) == sorted([*WORDS, *WORDS])
    assert page.provenance.readers[0] == "text layer for 8 of 8 lines, not judged"
    assert all(line.witnesses == (("text layer", line.text),) for line in lines)


@pytest.mark.parametrize("mode", ["ignore", "auto"])
def test_what_is_not_believed_is_read(mode: str) -> None:
    """Ignored, or contradicted by the reader everywhere, the layer leaves no trace."""
    page = _read(_typed(), mode)
    assert not any(line.text for block in page.blocks for line in block.lines)
    assert not any("text layer" in reader for reader in page.provenance.readers)
