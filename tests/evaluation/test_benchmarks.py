"""The benchmarks' own parts: what a stage costs, which bench pages are taken, pictures of the results."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from benchmarks import generate
from benchmarks.gauges import Gauge, peak_megabytes
from benchmarks.results import append
from benchmarks.samples import _spread
from ocr.errors import DependencyError
from ocr.evaluation import read_truth, tell
from ocr.export.json import read_page
from ocr.newsprint import find_type

LEVELS = ("clean", "poor")


def test_a_gauge_books_each_stage() -> None:
    """A stage that takes memory has a higher peak than the one behind it, which starts from what is left."""
    gauge = Gauge()
    gauge("greedy")
    taken = bytearray(120_000_000)
    taken[::4096] = b"x" * len(taken[::4096])
    del taken
    gauge("modest")
    gauge.end()
    assert list(gauge.seconds) == ["greedy", "modest"]
    assert all(took >= 0 for took in gauge.seconds.values())
    if not peak_megabytes() or not os.access("/proc/self/clear_refs", os.W_OK):
        pytest.skip("the kernel does not tell the peak, or cannot set it back")
    assert gauge.megabytes["greedy"] >= gauge.megabytes["modest"] + 50


def test_a_few_bench_pages_are_spread_over_all() -> None:
    """The first and the last are among them; more than there are is all, none is none."""
    pairs = [(Path(f"{n}.pdf"), Path(f"{n}.json")) for n in range(10)]
    assert [pair[0].stem for pair in _spread(pairs, 3)] == ["0", "4", "9"]
    assert _spread(pairs, 1) == pairs[:1]
    assert _spread(pairs, 20) == pairs
    assert _spread(pairs, 0) == []


def test_an_issue_is_written_as_scans_and_truth(tmp_path: Path) -> None:
    """Two pages, each as picture, PDF, told and whole truth; the truth is that of the page."""
    try:
        find_type()
    except DependencyError as missing:
        pytest.skip(str(missing))
    assert generate.main([str(tmp_path), "--issue", "2", "--small", "--first", "3"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"issue-03-clean-p0{page}.{ending}" for page in (1, 2) for ending in ("page.json", "pdf", "png", "truth.json")
    ]
    page = read_page((tmp_path / "issue-03-clean-p02.page.json").read_bytes())
    told = read_truth((tmp_path / "issue-03-clean-p02.truth.json").read_text("utf-8"), "truth")
    assert page.number == 2
    assert told.text == tell(page).text


def test_results_become_pictures_and_the_same_results_the_same_bytes(tmp_path: Path) -> None:
    """A picture for each file of results that is there; only the newest commit's rows are drawn."""
    plots = pytest.importorskip("benchmarks.plots", reason="matplotlib is not installed")
    figures = dict.fromkeys(plots.FIGURES, 0.5)
    split = {"reader_cer": 0.02, "characters": 100, "structure": 0.1, "layout": -0.01}
    for commit in ("old", "new"):
        for level in LEVELS:
            row = figures | {"level": level, "blame": split, "about": {"commit": commit}}
            append(tmp_path / "quality.jsonl", row)
        for peer in ("tesseract", "banmian"):
            append(tmp_path / "peers.jsonl", figures | {"peer": peer, "about": {"commit": commit}})
    assert [path.name for path in plots.draw_all(tmp_path, tmp_path / "a")] == [
        "benchmark-quality.svg",
        "benchmark-blame.svg",
        "benchmark-peers.svg",
    ]
    rows = [json.loads(line) for line in (tmp_path / "quality.jsonl").read_text("utf-8").splitlines()]
    assert [row["about"]["commit"] for row in plots.newest(rows)] == ["new", "new"]
    plots.draw_all(tmp_path, tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    assert plots.main(["--results", str(tmp_path / "nowhere"), "--to", str(tmp_path / "c")]) == 2
