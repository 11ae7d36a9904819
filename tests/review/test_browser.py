"""The review page in a real browser: open, filter, accept, edit, reorder, undo, reload, export."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ocr.corrections import LOG_NAME, Deed, read_correction
from ocr.model import Role
from ocr.review.images import PageImages
from ocr.review.run_folder import RunFolder
from ocr.review.static_site import write_site
from tests.review.browser import CHROMIUM, Browser, browsing
from tests.review.desk import commanded, doors, make_desk, serving, small_print, write_run
from tests.review.fictional import make_print

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]

QUEUE = "Banmian.desk.queue"
TEXTS = "Banmian.desk.page.blocks.flatMap(b => b.lines)"


PAN = """(async () => {
    const v = Banmian.desk.viewer, start = v.frames, times = [];
    v.zoom(6);
    for (let n = 0; n < 60; n += 1) {
        const t = performance.now();
        v.pan(-20, -12);
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - t);
    }
    await new Promise(requestAnimationFrame);
    return [v.frames - start, times.sort((a, b) => a - b)[30]];
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", small_print())


@pytest.fixture
def desk(browser: Browser, folder: Path) -> Iterator[Browser]:
    with serving(make_desk(folder)) as address:
        browser.problems.clear()
        browser.open(address)
        yield browser
        expected = [p for p in browser.problems if "409" in p]
        assert browser.problems == expected


def records(folder: Path) -> list[Any]:
    return [read_correction(line) for line in (folder / LOG_NAME).read_text(encoding="utf-8").splitlines()]


def open_queue(desk: Browser) -> None:
    desk.click("#tab-queue")
    desk.wait("document.querySelector('#card')")


def test_a_click_on_the_image_shows_the_text_and_a_click_on_the_text_the_image(desk: Browser) -> None:
    """Both sides know the chosen line; hovering marks the other side, too."""
    point = (
        "(() => { const v = Banmian.desk.viewer, b = v.page.blocks[2].lines[1].box;"
        "const e = v.canvas.getBoundingClientRect();"
        "return [e.x + (b[0] + 30) * v.view.scale + v.view.x, e.y + (b[1] + b[3]) / 2 * v.view.scale + v.view.y]; })()"
    )
    x, y = desk.run(point)
    desk.mouse("mouseMoved", x, y)
    assert desk.wait("document.querySelector('.hover')?.dataset.line") == "p01.b003.l02"
    desk.click_at(x, y)
    assert desk.wait("document.querySelector('#articles .chosen')?.dataset.line") == "p01.b003.l02"
    desk.click("#articles [data-line='p01.b003.l04']")
    assert desk.wait("Banmian.desk.viewer.line === 'p01.b003.l04'")


def test_enter_accepts_and_goes_on_to_the_next_doubtful_line(desk: Browser, folder: Path) -> None:
    """Three keys, three lines, in the order of their doubt."""
    open_queue(desk)
    order = desk.run(f"{QUEUE}.entries().map(e => e.line.id)")
    for number in range(3):
        desk.wait(f"{QUEUE}.current === {json.dumps(order[number])}")
        desk.key("Enter")
    desk.wait(f"{QUEUE}.current === {json.dumps(order[3])}")
    desk.wait("Banmian.desk.page.summary.seen === 3")
    assert [(r.deed, r.anchors[0].id) for r in records(folder)] == [(Deed.ACCEPT, ident) for ident in order[:3]]


def test_an_edit_through_an_input_method_is_saved_by_the_second_enter_and_survives_reload_and_undo(
    desk: Browser, folder: Path
) -> None:
    """The Enter that closes the composition saves nothing; the next one does; undo brings the reading back."""
    open_queue(desk)
    line = desk.run(f"{QUEUE}.current")
    before = desk.run(f"{QUEUE}.entry.line.text")
    desk.key("e")
    desk.wait("document.activeElement.id === 'reading'")
    desk.key("Control+a")
    desk.run("document.getElementById('reading').select()")
    desk.call("Input.imeSetComposition", text="yun he", selectionStart=6, selectionEnd=6)
    desk.run(
        "document.getElementById('reading').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true}))"
    )
    assert desk.run(f"{QUEUE}.current") == line
    assert not (folder / LOG_NAME).exists()
    desk.call("Input.insertText", text="云河两岸")
    desk.wait("document.getElementById('reading').value === '云河两岸'")
    desk.key("Enter")
    desk.wait(f"{QUEUE}.current !== {json.dumps(line)}")
    assert [(r.deed, r.was, r.now) for r in records(folder)] == [(Deed.TEXT, before, "云河两岸")]
    following = desk.run("document.getElementById('reading').value")
    desk.key("h")  # a key of the desk again, no letter in the next line
    assert desk.run("document.getElementById('reading').value") == following
    assert desk.run("Banmian.desk.viewer.options.heat")
    desk.call("Page.reload")
    desk.wait(
        "document.querySelector('#articles article') && "
        f"{TEXTS}.find(l => l.id === {json.dumps(line)}).text === '云河两岸'"
    )
    assert "云河两岸" in desk.run("fetch('/api/export?page=yunhe_0001').then(r => r.text())")
    desk.key("Control+z")
    desk.wait(f"{TEXTS}.find(l => l.id === {json.dumps(line)}).text === {json.dumps(before)}")
    desk.key("Control+y")
    desk.wait(f"{TEXTS}.find(l => l.id === {json.dumps(line)}).text === '云河两岸'")
    assert [r.deed for r in records(folder)] == [Deed.TEXT, Deed.UNDO, Deed.UNDO]


def test_leaving_a_line_saves_it_and_an_unsaved_draft_outlives_a_reload(desk: Browser, folder: Path) -> None:
    """Nothing typed is lost."""
    open_queue(desk)
    line = desk.run(f"{QUEUE}.current")
    desk.key("e")
    desk.call("Input.insertText", text="甲")
    desk.key("ArrowDown")
    desk.wait("Banmian.desk.page.summary.seen === 1")
    assert records(folder)[0].now.endswith("甲")
    assert records(folder)[0].anchors[0].id == line
    desk.key("2")
    desk.wait(f"{QUEUE}.current !== {json.dumps(line)}")


def test_the_second_reading_is_taken_by_one_key_and_accepted_by_another(desk: Browser, folder: Path) -> None:
    """2, then Enter."""
    open_queue(desk)
    line = desk.run(f"{QUEUE}.current")
    second = desk.run(f"{QUEUE}.entry.line.witnesses[1][1]")
    desk.key("2")
    desk.wait(f"document.getElementById('reading').value === {json.dumps(second)}")
    desk.key("Enter")
    desk.wait(f"{QUEUE}.current !== {json.dumps(line)}")
    assert (records(folder)[0].deed, records(folder)[0].now) == (Deed.TEXT, second)


def test_a_flag_carries_its_note_and_is_found_by_the_filter(desk: Browser, folder: Path) -> None:
    """F flags the line with the note, the history tells who; a second F takes the flag away."""
    open_queue(desk)
    line = desk.run(f"{QUEUE}.current")
    desk.run("document.getElementById('note').value = '字迹不清'")
    desk.key("f")
    desk.wait(f"{QUEUE}.entry.line.state?.flagged")
    desk.run(
        "(() => { const f = document.getElementById('filter'); f.value = 'flagged';"
        " f.dispatchEvent(new Event('change')); })()"
    )
    assert desk.run(f"{QUEUE}.entries().map(e => e.line.id)") == [line]
    desk.run("document.querySelector('details').open = true")
    assert "字迹不清" in desk.wait("document.querySelector('details li')?.textContent")
    desk.run("document.getElementById('queue').focus()")
    desk.key("f")
    desk.wait(f"!{TEXTS}.some(l => l.state?.flagged)")
    assert [(r.deed, r.now) for r in records(folder)] == [(Deed.FLAG, "字迹不清"), (Deed.FLAG, "")]


def test_filters_and_skipping_leave_what_is_asked_for(desk: Browser) -> None:
    """Differing lines only; a skipped line does not come back on this visit."""
    open_queue(desk)
    desk.run(
        "(() => { const f = document.getElementById('filter'); f.value = 'different';"
        " f.dispatchEvent(new Event('change')); })()"
    )
    assert desk.run(f"{QUEUE}.entries().every(e => e.line.alternatives || e.line.witnesses)")
    line = desk.run(f"{QUEUE}.current")
    desk.run("document.getElementById('queue').focus()")
    desk.key("s")
    desk.wait(f"{QUEUE}.current !== {json.dumps(line)}")
    assert not desk.run(f"{QUEUE}.entries().some(e => e.line.id === {json.dumps(line)})")


def test_the_queue_of_the_run_goes_over_its_pages_with_one_key_a_line(
    desk: Browser, folder: Path, browser: Browser
) -> None:
    """G shows the worst lines of all pages; Enter accepts; the page follows; undoing goes back over pages."""
    second = make_print(articles=2, lines=5, size=20, width=700, wrong=0.3, seed=9, sha256="cd" * 32)
    write_run(folder, second, name="yunhe_0002")
    with serving(make_desk(folder)) as address:
        browser.open(address)
        open_queue(desk)
        desk.key("g")
        desk.wait(f"{QUEUE}.ofRun && {QUEUE}.found.known === 2 && {QUEUE}.entry?.page === 'yunhe_0002'")
        order = desk.run(f"{QUEUE}.entries().map(e => [e.page, e.line.id])")
        assert {page for page, _ in order} == {"yunhe_0001", "yunhe_0002"}
        desk.wait("Banmian.desk.page.name === 'yunhe_0002'")
        first = next(n for n, (page, _) in enumerate(order) if page == "yunhe_0001")
        for page, ident in order[: first + 1]:
            desk.wait(f"{QUEUE}.entry.page === '{page}' && {QUEUE}.current === '{ident}' && !{QUEUE}.busy")
            desk.key("Enter")
        page, ident = order[first + 1]
        desk.wait(f"{QUEUE}.current === '{ident}' && !{QUEUE}.busy")
        assert [(r.page.name, r.anchors[0].id) for r in records(folder)] == [tuple(row) for row in order[: first + 1]]
        desk.key("Control+z")
        desk.wait(f"{QUEUE}.entry?.page === 'yunhe_0001' && {QUEUE}.current === '{order[first][1]}'")
        assert records(folder)[-1].deed is Deed.UNDO
        desk.wait("Banmian.desk.page.name === 'yunhe_0001' && Banmian.desk.page.summary.seen === 0")
        desk.run(
            "(() => { const f = document.getElementById('filter-role'); f.value = 'headline';"
            " f.dispatchEvent(new Event('change')); })()"
        )
        desk.wait(f"{QUEUE}.entries().length > 0 && {QUEUE}.entries().every(e => e.role === 'headline')")
        desk.wait(f"Banmian.desk.page.name === {QUEUE}.entry.page")


def test_a_draft_over_pages_is_there_again_when_the_line_is(desk: Browser) -> None:
    """What is typed in the queue of the run outlives a reload."""
    open_queue(desk)
    desk.key("g")
    desk.wait(f"{QUEUE}.ofRun && {QUEUE}.entry")
    desk.key("e")
    desk.call("Input.insertText", text="甲")
    text = desk.run("document.getElementById('reading').value")
    desk.run("Banmian.desk.queue.saveEdit = async () => true")  # the browser dies before it can save
    desk.call("Page.reload")
    desk.wait("document.querySelector('#articles article')")
    open_queue(desk)
    desk.key("g")
    assert desk.wait(f"{QUEUE}.ofRun && document.getElementById('reading')?.value") == text


@pytest.mark.parametrize("scope", ["page", "run"])
def test_somebody_elses_save_on_the_same_line_is_told_and_both_texts_are_at_hand(
    desk: Browser, folder: Path, scope: str
) -> None:
    """The notice names the other person; Enter again keeps one's own text."""
    open_queue(desk)
    desk.run(f"{QUEUE}.setScope('{scope}').then(() => 0)")
    desk.wait(f"{QUEUE}.scope === '{scope}' && {QUEUE}.card !== null")
    line = desk.run(f"{QUEUE}.current")
    body = {"page": "yunhe_0001", "author": "王五", "deed": "text", "places": [line], "now": "王五的字", "seen": ""}
    desk.run(
        "fetch('/api/correct', {method: 'POST', headers: {'content-type': 'application/json'}, "
        f"body: {json.dumps(json.dumps(body))}}}).then(r => r.status)"
    )
    desk.key("e")
    desk.run("document.getElementById('reading').select()")
    desk.call("Input.insertText", text="李四的字")
    desk.key("Enter")
    notice = desk.wait("!document.getElementById('notice').hidden && document.getElementById('notice').textContent")
    assert "王五" in notice
    assert "王五的字" in notice
    assert desk.run("document.getElementById('reading').value") == "李四的字"
    desk.key("Enter")
    desk.wait(f"{TEXTS}.find(l => l.id === {json.dumps(line)}).text === '李四的字'")
    assert [r.now for r in records(folder)] == ["王五的字", "李四的字"]


def test_blocks_are_reordered_by_keys_and_by_dragging(desk: Browser, folder: Path) -> None:
    """Alt with an arrow moves the chosen block; dropping one block on another moves it there."""
    desk.click("#tab-structure")
    desk.click(".outline [data-block='p01.b003']")
    desk.wait("Banmian.desk.viewer.block === 'p01.b003'")
    desk.key("Alt+ArrowUp")
    desk.wait("Banmian.desk.page.articles[1].blocks[0] === 'p01.b003'")
    desk.run(
        """(() => {
        const [from, to] = ['p01.b005', 'p01.b003'].map(
            (id) => document.querySelector(`.outline [data-block="${id}"]`));
        const data = new DataTransfer(), edge = to.getBoundingClientRect();
        const send = (node, kind, clientY) => node.dispatchEvent(
            new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data, clientY}));
        send(from, 'dragstart', 0); send(to, 'dragover', edge.bottom - 1); send(to, 'drop', edge.bottom - 1);
        })()"""
    )
    desk.wait("Banmian.desk.page.articles[1].blocks[1] === 'p01.b005'")
    assert [r.deed for r in records(folder)] == [Deed.MOVE, Deed.MOVE]


def test_the_arrow_of_a_jump_line_leads_to_the_other_page(browser: Browser, tmp_path: Path) -> None:
    """A click on the arrow over the image opens the page of that number, though each page is a scan of its own."""
    made = small_print()
    head, *others = made.page.blocks
    line = dataclasses.replace(head.lines[0], text="下转第三版")
    jump = dataclasses.replace(head, role=Role.JUMP, lines=(line,))
    made = dataclasses.replace(made, page=dataclasses.replace(made.page, blocks=(jump, *others)))
    for number in (1, 2, 3):
        write_run(tmp_path / "run" / f"rb_{number}.png", made, name=f"rb_{number}_0001")
    with serving(make_desk(tmp_path / "run")) as address:
        browser.open(address)
        arrow = browser.wait("Banmian.desk.viewer.jumps[0]?.box")
        x, y = browser.run(
            "(() => { const v = Banmian.desk.viewer, e = v.canvas.getBoundingClientRect();"
            f" const [l, t, r, b] = {json.dumps(arrow)};"
            " return [e.x + (l + r) / 2 * v.view.scale + v.view.x, e.y + (t + b) / 2 * v.view.scale + v.view.y]; })()"
        )
        browser.mouse("mouseMoved", x, y)
        assert browser.run("Banmian.desk.viewer.canvas.classList.contains('leads')")
        browser.click_at(x, y)
        browser.wait("Banmian.desk.page.name === 'rb_3.png/rb_3_0001'")


def test_the_next_page_is_made_ready(desk: Browser, folder: Path, browser: Browser) -> None:
    """Whoever stays on a page has the next one read and its picture made meanwhile."""
    write_run(folder, small_print(), name="yunhe_0002")
    with serving(make_desk(folder)) as address:
        browser.open(address)
        browser.wait("performance.getEntriesByType('resource').some(e => e.name.endsWith('ahead?page=yunhe_0002'))")


def test_a_block_is_drawn_with_the_mouse_and_read(desk: Browser, folder: Path) -> None:
    """D, a drag over the picture, and the engine's word stands in a new block."""
    desk.click("#tab-structure")
    desk.key("d")
    desk.wait("Banmian.desk.viewer.drawing")
    edge = desk.run(
        "(() => { const e = Banmian.desk.viewer.canvas.getBoundingClientRect();"
        " return [e.x + e.width / 2, e.y + 60]; })()"
    )
    desk.drag([(edge[0], edge[1]), (edge[0] + 40, edge[1] + 20), (edge[0] + 90, edge[1] + 30)])
    desk.wait(f"{TEXTS}.some(l => l.text === '新')")
    assert records(folder)[0].deed is Deed.DRAW


def test_a_sample_is_drawn_checked_and_signed(desk: Browser, folder: Path) -> None:
    """From the seed to the signed result: one button an item, one wrong sign, and the files are there."""
    desk.run("Banmian.desk.show('acceptance')")
    assert desk.run("document.querySelector('#acceptance .hint').textContent.includes('5 %')")
    desk.click("#draw-sheet")
    desk.wait("document.getElementById('right')")
    count = desk.run("Banmian.desk.acceptance.sheet.items.length")
    for number in range(count):
        desk.wait(f"Banmian.desk.acceptance.at === {number}")
        desk.click("#right")
        desk.wait(f"Banmian.desk.acceptance.sheet.items[{number}].errors !== null")
    desk.wait("!document.getElementById('sign').disabled")
    desk.click("#sign")
    desk.wait("!document.getElementById('notice').hidden")
    names = {path.name for path in (folder / "acceptance").iterdir()}
    assert {"sheet-1.result.json", "sheet-1.result.csv", "sheet-1.result.html"} <= names


def test_help_opens_by_the_question_mark_and_the_language_changes(desk: Browser) -> None:
    """? shows the keys; L turns every word."""
    desk.key("?")
    desk.wait("document.getElementById('keys').open")
    desk.run("document.getElementById('keys').close()")
    desk.key("l")
    desk.wait("document.documentElement.lang === 'en' && document.getElementById('tab-queue').textContent === 'Review'")
    desk.key("l")
    desk.wait("document.documentElement.lang === 'zh-CN'")


@pytest.mark.skipif(importlib.util.find_spec("axe_core_python") is None, reason="axe-core-python is not installed")
def test_no_view_has_serious_barriers(desk: Browser) -> None:
    """Checked with axe in every view."""
    spec = importlib.util.find_spec("axe_core_python")
    assert spec is not None
    assert spec.origin is not None
    script = next(Path(spec.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    desk.run(script + ";0")
    for view in ("articles", "queue", "run", "structure", "acceptance", "keys"):
        if view == "run":
            desk.run(f"{QUEUE}.setScope('run').then(() => 0)")
        elif view == "keys":
            desk.run("Banmian.showKeys()")
        else:
            desk.run(f"Banmian.desk.show('{view}')")
        if view == "structure":
            desk.run("Banmian.desk.choose('p01.b003.l01')")
        if view == "acceptance":
            desk.run("Banmian.desk.acceptance.draw()")
            desk.wait("document.getElementById('right')")
        found = desk.run(
            "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
            ".map(v => v.id + ' ' + v.nodes.map(n => n.target).join(' ')))"
        )
        assert found == [], view
    desk.run("document.getElementById('keys').close()")


def test_the_read_only_file_opens_without_a_server(browser: Browser, folder: Path) -> None:
    """From the disk: picture, articles, hovering; nothing can be changed."""
    write_site(RunFolder(folder, doors()), PageImages(), folder / "run.html")
    browser.problems.clear()
    browser.open(f"file://{folder}/run.html")
    browser.wait("Banmian.desk.viewer.picture.complete")
    assert browser.run("Banmian.readonly && document.getElementById('undo').offsetParent === null")
    browser.click("#articles [data-line='p01.b003.l02']")
    assert browser.wait("Banmian.desk.viewer.line === 'p01.b003.l02'")
    assert browser.problems == []


def test_a_broadsheet_of_forty_megapixels_and_three_thousand_lines_opens_in_two_seconds_and_pans(
    browser: Browser, tmp_path: Path
) -> None:
    """Measured from the request to the complete first picture; every asked frame of a pan is drawn."""
    made = make_print(articles=60, lines=50, size=30, width=5400, seed=3, longest=18)
    page = made.page
    assert sum(len(b.lines) for b in page.blocks) >= 3000
    folder = write_run(tmp_path / "run", _forty_megapixels(made), name="big_1", picture=False)
    _paint_fast(folder / "big_1.page.jpg", 5400, 7500)
    for ending in (".json", ".page.jpg"):
        for number in (2, 3, 4):
            shutil.copy(folder / f"big_1{ending}", folder / f"big_{number}{ending}")
    browser.problems.clear()
    times = []
    with commanded(folder) as address:
        for number in (1, 2, 3, 4):  # each for the first time; the best is the program's time, the rest the machine's
            browser.call("Page.navigate", url="about:blank")
            start = time.monotonic()
            browser.call("Page.navigate", url=f"{address}#big_{number}")
            browser.wait("document.querySelector('#articles article') && Banmian.desk.viewer.picture.complete")
            times.append(time.monotonic() - start)
            frames = browser.run(PAN)
            browser.wait("Banmian.desk.viewer.picture.complete")
    opened = min(times)
    print(f"opened in {', '.join(f'{t:.2f}' for t in times)} s; {frames[0]} frames, median {frames[1]:.1f} ms")
    assert browser.problems == []
    assert frames[0] >= 60
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip(f"the machine is too busy to time anything: {opened:.1f} s")
    assert opened <= 2.0


def _forty_megapixels(made: Any) -> Any:
    """The print folded into a page of broadsheet shape; places repeat, which costs the browser the same."""
    height = 7500
    page = made.page

    def fold(box: Any) -> Any:
        return box.shift(0, -(box.top // (height - 100)) * (height - 100))

    blocks = tuple(
        dataclasses.replace(
            b,
            lines=tuple(
                dataclasses.replace(
                    line,
                    box=fold(line.box),
                    glyphs=tuple(
                        dataclasses.replace(g, box=g.box.shift(0, fold(line.box).top - line.box.top))
                        for g in line.glyphs
                    ),
                )
                for line in b.lines
            ),
        )
        for b in page.blocks
    )
    return dataclasses.replace(made, page=dataclasses.replace(page, blocks=blocks, height=height))


def _paint_fast(path: Path, width: int, height: int) -> None:
    import cv2
    import numpy as np

    rng = np.random.default_rng(1)
    pixels = np.full((height, width), 244, np.uint8)
    ink = rng.random((height // 6, width // 6)) < 0.3
    pixels[: height // 6 * 6, : width // 6 * 6][np.kron(ink, np.ones((6, 6), bool)).astype(bool)] = 30
    cv2.imwrite(str(path), pixels)
