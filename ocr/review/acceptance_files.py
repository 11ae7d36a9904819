"""The files of an acceptance: the sheet, the verdicts as they are given, and the signed result."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import threading
from pathlib import Path
from typing import Any, Final

from ocr.errors import ArgumentError, FileAccessError, OutputError
from ocr.review.acceptance import PER, Category, Item, Limits, Outcome, Sheet, Verdict, judge

__all__ = ["FOLDER", "AcceptanceFiles", "outcome_view"]

FOLDER: Final = "acceptance"
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
MOST_ERRORS: Final = 1000  # in one item; more is a slip of the finger


class AcceptanceFiles:
    """The acceptances of one run, in its folder `acceptance`; one sheet a seed."""

    def __init__(self, run: Path) -> None:
        self._folder = run / FOLDER
        self._lock = threading.Lock()

    def sheet(self, seed: str) -> Sheet | None:
        path = self._path(seed, ".json")
        if not path.exists():
            return None
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            items = tuple(Item(str(page), str(line), str(text)) for page, line, text in data["items"])
            return Sheet(str(data["seed"]), float(data["share"]), int(data["characters"]), items)
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{path}: {error}", cure="draw the sheet again with another seed") from error

    def save_sheet(self, sheet: Sheet) -> None:
        items = [[item.page, item.line, item.text] for item in sheet.items]
        data = {"seed": sheet.seed, "share": sheet.share, "characters": sheet.characters, "items": items}
        self._write(self._path(sheet.seed, ".json"), json.dumps(data, ensure_ascii=False, indent=1))

    def verdicts(self, seed: str) -> tuple[Verdict, ...]:
        path = self._path(seed, ".verdicts.jsonl")
        if not path.exists():
            return ()
        return tuple(_verdict(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line)

    def add_verdict(self, seed: str, verdict: Verdict) -> None:
        data = {
            "key": verdict.key,
            "author": verdict.author,
            "time": verdict.time,
            "errors": {category.value: count for category, count in verdict.errors.items() if count},
            "note": verdict.note,
        }
        path = self._path(seed, ".verdicts.jsonl")
        try:
            with self._lock:
                path.parent.mkdir(exist_ok=True)
                with path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(data, ensure_ascii=False) + "\n")
        except OSError as error:
            raise FileAccessError(f"{path}: {error.strerror}", cure="see to space and permissions") from error

    def sign(self, seed: str, limits: Limits, author: str, time: str) -> dict[str, Any]:
        """The result, also written as JSON, CSV and HTML beside the sheet.

        Raises:
            ArgumentError: when there is no such sheet or something in it is unchecked.
        """
        sheet = self.sheet(seed)
        if sheet is None:
            raise ArgumentError(f"there is no sheet {seed}", cure="draw it first")
        verdicts = self.verdicts(seed)
        outcome = judge(sheet, verdicts, limits)
        if outcome.open_items:
            raise ArgumentError(f"{outcome.open_items} items are unchecked", cure="check all of them, then sign")
        result = {
            "sheet": {"seed": seed, "share": sheet.share, "sha256": sheet.digest, "items": len(sheet.items)},
            "limits": {"name": limits.name, "errors_per_10000": limits.errors_per_10000},
            **outcome_view(outcome),
            "signed_by": author,
            "signed_at": time,
        }
        result["sha256"] = hashlib.sha256(json.dumps(result, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        last = {verdict.key: verdict for verdict in verdicts}
        self._write(self._path(seed, ".result.json"), json.dumps(result, ensure_ascii=False, indent=2) + "\n")
        self._write(self._path(seed, ".result.csv"), _csv(sheet, last))
        self._write(self._path(seed, ".result.html"), _html(result, sheet, last))
        return result

    def _path(self, seed: str, ending: str) -> Path:
        if not NAME.fullmatch(seed):
            raise ArgumentError("a seed is 1 to 40 letters, digits, - or _", cure="choose another seed")
        return self._folder / f"sheet-{seed}{ending}"

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_name(path.name + ".new")
            fresh.write_text(text, encoding="utf-8")
            os.replace(fresh, path)
        except OSError as error:
            raise FileAccessError(f"{path}: {error.strerror}", cure="see to space and permissions") from error


def outcome_view(outcome: Outcome) -> dict[str, Any]:
    """The figures as plain values."""
    return {
        "passed": outcome.passed,
        "failed": list(outcome.failed),
        "open": outcome.open_items,
        "lines": outcome.lines,
        "characters": outcome.characters,
        "errors": {category.value: count for category, count in outcome.counts.items()},
        "errors_per_10000": round(outcome.rate, 3),
        "errors_per_10000_below": round(outcome.rate_bound, 3),
        "pages": outcome.pages,
        "clean_pages": {category.value: round(share, 4) for category, share in outcome.clean_pages.items()},
    }


def parse_errors(values: Any) -> dict[Category, int]:
    """The counts of one verdict.

    Raises:
        ArgumentError: when they are not counts by category.
    """
    try:
        errors = {Category(name): int(count) for name, count in dict(values).items()}
    except (ValueError, TypeError) as error:
        raise ArgumentError(f"errors are counts by category ({error})", cure="reload the page") from error
    if any(not 0 <= count <= MOST_ERRORS for count in errors.values()):
        raise ArgumentError(f"a count is 0 to {MOST_ERRORS}", cure="correct the count")
    return errors


def _verdict(data: Any) -> Verdict:
    return Verdict(data["key"], data["author"], data["time"], parse_errors(data["errors"]), data.get("note", ""))


def _csv(sheet: Sheet, last: dict[str, Verdict]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["page", "line", "text", *(c.value for c in Category), "note", "author", "time"])
    for item in sheet.items:
        verdict = last[item.key]
        counts = [verdict.errors.get(category, 0) for category in Category]
        row = [item.page, item.line, item.text, *counts, verdict.note, verdict.author, verdict.time]
        writer.writerow([_harmless(cell) for cell in row])
    return "\ufeff" + out.getvalue()  # spreadsheet programs take the mark as the sign of UTF-8


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet does not run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _html(result: dict[str, Any], sheet: Sheet, last: dict[str, Verdict]) -> str:
    def cell(value: object) -> str:
        return html.escape(str(value))

    counts = "".join(
        f"<tr><th scope=row>{c.chinese} {c.value}</th><td>{result['errors'][c.value]}</td></tr>" for c in Category
    )
    found = "".join(
        f"<tr><td>{cell(item.page)}</td><td>{cell(item.line)}</td><td>{cell(item.text)}</td>"
        f"<td>{cell('，'.join(f'{c.chinese} {n}' for c, n in last[item.key].errors.items() if n))}</td>"
        f"<td>{cell(last[item.key].note)}</td></tr>"
        for item in sheet.items
        if any(last[item.key].errors.values())
    )
    verdict = "合格 passed" if result["passed"] else "不合格 not passed"
    failed = "".join(f"<li>{cell(reason)}</li>" for reason in result["failed"])
    return f"""<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>验收结果 · {cell(sheet.seed)}</title>
<style>body{{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;margin:1rem 0}}
td,th{{border:1px solid #999;padding:.2rem .6rem;text-align:left}}</style>
<h1>验收结果 Acceptance: {verdict}</h1>
<p>差错率 {result["errors_per_10000"]} / {PER}（n = {result["characters"]} 字，{result["lines"]} 行；95 % 上限
{result["errors_per_10000_below"]}）。限值：{cell(result["limits"]["name"])}，{result["limits"]["errors_per_10000"]:g}。</p>
<ul>{failed}</ul>
<table><tr><th scope=col>类别</th><th scope=col>差错</th></tr>{counts}</table>
<h2>有差错的行 Lines with errors</h2>
<table><tr><th scope=col>版</th><th scope=col>行</th><th scope=col>文字</th><th scope=col>差错</th>
<th scope=col>备注</th></tr>{found}</table>
<p>抽样 {result["sheet"]["share"]:.1%}，种子 {cell(sheet.seed)}，样本 sha256 {result["sheet"]["sha256"]}<br>
检查人 {cell(result["signed_by"])}，{cell(result["signed_at"])}<br>结果 sha256 {result["sha256"]}</p></html>
"""
