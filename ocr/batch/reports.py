"""The reports of a job: every page with its figures, the worst first, and the checksums of all outputs."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from ocr.batch.ledger import Ledger
from ocr.batch.manifest import Row, Status
from ocr.batch.names import CHECKSUMS, REPORT

__all__ = ["checksums", "expected_rate", "report_csv", "report_html", "report_json", "worst_first", "write_reports"]

_PER = 10_000
"""Errors are given per so many characters, as newspapers are examined."""
_LONGEST_TABLE = 1000
"""Rows in the HTML page; the CSV holds all."""
_COLUMNS = (
    "input", "page", "status", "expected_errors_per_10000", "confidence", "characters", "articles",
    "expected_errors", "dpi", "seconds", "attempts", "error", "message", "outputs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Totals:
    pages: int
    ok: int
    failed: int
    quarantined: int
    characters: int
    expected_errors: float
    seconds: float


def write_reports(ledger: Ledger) -> None:
    """Writes all reports and the checksums of the whole output folder, other jobs' pages included.

    Raises:
        FileAccessError: when one cannot be written.
    """
    ledger.refresh()
    rows = ledger.current_rows()
    ledger.write_file(f"{REPORT}.json", report_json(rows))
    ledger.write_file(f"{REPORT}.csv", report_csv(rows))
    ledger.write_file(f"{REPORT}.html", report_html(rows))
    ledger.write_file(CHECKSUMS, checksums(rows))


def expected_rate(row: Row) -> float | None:
    """Characters in 10,000 that are probably wrong; None on a page without characters."""
    return row.expected_errors / row.characters * _PER if row.characters else None


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Unread pages, then pages without a character, then by the expected error rate; then by name."""

    def badness(row: Row) -> tuple[int, float, str, int]:
        rate = expected_rate(row)
        if row.status is not Status.OK:
            return 0, 0.0, row.input, row.page
        return (1, 0.0, row.input, row.page) if rate is None else (2, -rate, row.input, row.page)

    return sorted(rows, key=badness)


def report_json(rows: Iterable[Row]) -> bytes:
    """The totals and all pages as JSON."""
    pages = worst_first(rows)
    totals = _totals(pages)
    value = {
        "totals": {
            "pages": totals.pages,
            "ok": totals.ok,
            "failed": totals.failed,
            "quarantined": totals.quarantined,
            "characters": totals.characters,
            "expected_errors_per_10000": _rounded(_rate(totals)),
            "seconds": round(totals.seconds, 1),
        },
        "pages": [_record(row) for row in pages],
    }
    return (_clean(json.dumps(value, ensure_ascii=False, indent=1)) + "\n").encode("utf-8")


def report_csv(rows: Iterable[Row]) -> bytes:
    """All pages as CSV, in UTF-8 with the mark that spreadsheets need to see that it is."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for row in worst_first(rows):
        record = _record(row)
        record["outputs"] = " ".join(str(name) for name in _names(row))
        writer.writerow(_harmless(record[column]) for column in _COLUMNS)
    return b"\xef\xbb\xbf" + _clean(stream.getvalue()).encode("utf-8")


def report_html(rows: Iterable[Row]) -> bytes:
    """The totals and the worst pages as a page that needs nothing else."""
    pages = worst_first(rows)
    totals = _totals(pages)
    rate = _rate(totals)
    lines = [_HEAD]
    lines.append(
        f"<p>{totals.pages} pages: <b>{totals.ok}</b> ok, <b>{totals.failed}</b> failed, "
        f"<b>{totals.quarantined}</b> quarantined; {totals.characters} characters, "
        f"expected errors in 10,000: <b>{'–' if rate is None else f'{rate:.1f}'}</b>; "
        f"{totals.seconds:.0f} s of reading.</p>"
    )
    if len(pages) > _LONGEST_TABLE:
        lines.append(f"<p>The worst {_LONGEST_TABLE} pages; report.csv holds all.</p>")
    lines.append(
        "<table><thead><tr><th>scan<th>page<th>status<th>errors in 10,000<th>confidence<th>characters<th>articles"
        "<th>dpi<th>seconds<th>remark</tr></thead><tbody>"
    )
    lines.extend(_table_row(row) for row in pages[:_LONGEST_TABLE])
    lines.append("</tbody></table></body></html>")
    return (_clean("\n".join(lines)) + "\n").encode("utf-8")


def checksums(rows: Iterable[Row]) -> bytes:
    """A file for ``sha256sum -c``, by name."""
    files = {output.name: output.sha256 for row in rows if row.status is Status.OK for output in row.outputs}
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode("utf-8")


def _totals(rows: list[Row]) -> _Totals:
    return _Totals(
        pages=len(rows),
        ok=sum(row.status is Status.OK for row in rows),
        failed=sum(row.status is Status.FAILED for row in rows),
        quarantined=sum(row.status is Status.QUARANTINED for row in rows),
        characters=sum(row.characters for row in rows),
        expected_errors=sum(row.expected_errors for row in rows),
        seconds=sum(row.seconds for row in rows),
    )


def _rate(totals: _Totals) -> float | None:
    return totals.expected_errors / totals.characters * _PER if totals.characters else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _names(row: Row) -> list[str]:
    return [output.name for output in row.outputs]


def _record(row: Row) -> dict[str, object]:
    return {
        "input": row.input,
        "page": row.page,
        "status": row.status.value,
        "expected_errors_per_10000": _rounded(expected_rate(row)),
        "confidence": row.confidence,
        "characters": row.characters,
        "articles": row.articles,
        "expected_errors": row.expected_errors,
        "dpi": row.dpi,
        "seconds": row.seconds,
        "attempts": row.attempts,
        "error": row.error,
        "message": row.message,
        "outputs": _names(row),
    }


def _harmless(value: object) -> object:
    """`value` for a cell: a name that a spreadsheet would take for a formula is quoted."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _table_row(row: Row) -> str:
    rate = expected_rate(row)
    cells = [
        html.escape(row.input),
        str(row.page),
        row.status.value,
        "–" if rate is None else f"{rate:.1f}",
        f"{row.confidence:.4f}",
        str(row.characters),
        str(row.articles),
        f"{row.dpi:.0f}",
        f"{row.seconds:.1f}",
        html.escape(f"{row.error}: {row.message}" if row.error else ""),
    ]
    return f'<tr class="{row.status.value}">' + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _clean(text: str) -> str:
    """`text` with bytes of file names that are no text shown as U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Report of the folder job</title><style>
body { font: 14px/1.4 sans-serif; margin: 2em; }
table { border-collapse: collapse; }
th, td { padding: .2em .6em; text-align: left; border-bottom: 1px solid #ddd; vertical-align: top; }
tr.failed td, tr.quarantined td { background: #fdd; }
</style></head><body><h1>Report of the folder job</h1>"""
