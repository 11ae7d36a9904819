"""The server: what it shows, saves, refuses, and keeps apart."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient

from ocr.corrections import LOG_NAME
from ocr.errors import ArgumentError, InputError, OutputError
from ocr.export.json import read_page
from ocr.geometry import Affine, Box
from ocr.model import ArticleKind, Role
from ocr.review.acceptance import read_limits
from ocr.review.command import add_arguments, run
from ocr.review.images import PageImages, Pyramid
from ocr.review.run_folder import RunFolder
from ocr.review.server import STATIC, make_app
from ocr.review.static_site import write_site
from tests.review.desk import doors, make_desk, small_print, write_run
from tests.review.fictional import make_print

PAGE = "yunhe_0001"
MADE = small_print()
SECOND = make_print(articles=2, lines=5, size=20, width=700, wrong=0.3, seed=9, sha256="cd" * 32)
PATIENCE = 30.0


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_run(tmp_path_factory.mktemp("printed") / "run", MADE)


@pytest.fixture
def folder(printed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(printed, tmp_path / "run"))


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as client:
        yield client


def page(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/page", params={"page": PAGE}).json()
    return answer


def first_line(client: TestClient, block: int = 2) -> dict[str, Any]:
    line: dict[str, Any] = page(client)["blocks"][block]["lines"][0]
    return line


def correct(client: TestClient, **deed: Any) -> Any:
    return client.post("/api/correct", json={"page": PAGE, "author": "李四", "seen": "", **deed})


def test_what_was_read_in_an_ornament_is_no_doubt_and_in_no_sample(folder: Path) -> None:
    """It stands in no article; nobody is led to it before the lines that do."""
    head, *others = MADE.page.blocks
    assert head.lines[0].confidence < 1
    ornament = dataclasses.replace(head, role=Role.ORNAMENT)
    write_run(folder, dataclasses.replace(MADE, page=dataclasses.replace(MADE.page, blocks=(ornament, *others))))
    doubts = RunFolder(folder, doors()).reviewed(PAGE).doubts
    assert {doubts[line.id] for line in head.lines} == {0.0}
    assert any(doubts.values())
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as client:
        sheet = client.post("/api/acceptance/draw", json={"seed": "all", "share": 1.0, "author": "李四"}).json()
    assert not {line.id for line in head.lines} & {item["line"] for item in sheet["items"]}


def test_a_page_is_made_ready_before_it_is_asked_for(folder: Path) -> None:
    """Then it lies in memory with its picture; a page that is not there is told."""
    run = RunFolder(folder, doors())
    images = PageImages()
    app = make_app(run, images, read_limits(), lambda: "2030-01-02T03:04:05+08:00")
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.get("/api/ahead", params={"page": PAGE}).status_code == 204
        assert run.is_at_hand(PAGE)
        assert client.get("/api/ahead", params={"page": "../other"}).status_code == 404


def test_the_page_shows_what_was_read_with_doubts_and_both_readings(client: TestClient) -> None:
    """Blocks, lines, articles, expected errors, witnesses and the picture's tiles."""
    view = page(client)
    assert view["image"]["tile"] == 512
    assert len(view["blocks"]) == len(MADE.page.blocks)
    doubtful = [line for b in view["blocks"] for line in b["lines"] if line.get("alternatives")]
    assert doubtful
    assert all(line["doubt"] > 0.5 and len(line["witnesses"]) == 2 for line in doubtful)
    assert view["summary"]["lines"] == len(MADE.truth)


def test_a_correction_is_saved_shown_and_exported_and_the_reading_is_kept(client: TestClient, folder: Path) -> None:
    """The file as read does not change; the log grows by a line; the export has the new text."""
    before = (folder / f"{PAGE}.json").read_bytes()
    line = first_line(client)
    answer = correct(client, deed="text", places=[line["id"]], now="云河的新馆")
    assert answer.status_code == 200
    assert first_line(client)["text"] == "云河的新馆"
    assert first_line(client)["state"]["status"] == "edited"
    assert (folder / f"{PAGE}.json").read_bytes() == before
    record = json.loads((folder / LOG_NAME).read_text(encoding="utf-8"))
    assert (record["author"], record["was"], record["now"]) == ("李四", line["text"], "云河的新馆")
    assert "云河的新馆" in client.get("/api/export", params={"page": PAGE}).text
    exported = read_page(client.get("/api/export", params={"page": PAGE, "format": "json"}).content)
    assert exported.blocks[2].lines[0].text == "云河的新馆"
    assert exported.blocks[2].lines[0].raw == MADE.page.blocks[2].lines[0].raw


def test_a_small_deed_answers_with_the_line_and_its_article_alone(client: TestClient) -> None:
    """A correction costs kilobytes, not the whole page again; it agrees with the page."""
    line = first_line(client)
    patch = correct(client, deed="text", places=[line["id"]], now="云河的新馆").json()["patch"]
    view = page(client)
    assert patch["line"] == view["blocks"][2]["lines"][0]
    assert patch["articles"] == [a for a in view["articles"] if view["blocks"][2]["id"] in a["blocks"]]
    assert patch["summary"] == view["summary"]


def test_an_accepted_line_leaves_the_queue_and_expects_no_errors(client: TestClient) -> None:
    """The queue is sorted by expected errors and shortens line by line."""
    before = queue(client, 1)
    doubts = [row["line"]["doubt"] for row in before["rows"]]
    assert doubts == sorted(doubts, reverse=True)
    worst = before["rows"][0]["line"]["id"]
    correct(client, deed="accept", places=[worst])
    after = queue(client, 1)
    assert worst not in {row["line"]["id"] for row in after["rows"]}
    assert (after["left"], len(after["rows"])) == (before["left"] - 1, len(before["rows"]) - 1)
    assert after["doubt"] == pytest.approx(before["doubt"] - doubts[0], abs=0.01)


def test_the_queue_of_a_run_goes_over_its_pages_and_can_be_narrowed(folder: Path) -> None:
    """Worst first whatever the page; by page, by role, by difference and by flag; a page that is broken is told."""
    write_run(folder, SECOND, name="yunhe_0002")
    (folder / "yunhe_0003.json").write_text('{"format": "banmian.page", "version": 1}', encoding="utf-8")
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as client:
        found = queue(client, 3)
        assert found["unreadable"] == ["yunhe_0003"]
        doubts = [row["line"]["doubt"] for row in found["rows"]]
        assert doubts == sorted(doubts, reverse=True)
        assert {row["page"] for row in found["rows"]} == {"yunhe_0001", "yunhe_0002"}
        assert {row["page"] for row in queue(client, 3, page="yunhe_0001")["rows"]} == {"yunhe_0001"}
        assert {row["role"] for row in queue(client, 3, role="headline")["rows"]} == {"headline"}
        assert all("witnesses" in row["line"] for row in queue(client, 3, show="different")["rows"])
        worst = found["rows"][0]
        deed = {"deed": "flag", "places": [worst["line"]["id"]], "now": "字迹不清"}
        correct(client, page=worst["page"], **deed)
        assert [row["line"]["id"] for row in queue(client, 3, show="flagged")["rows"]] == [worst["line"]["id"]]
        assert client.get("/api/queue", params={"show": "all"}).status_code == 400
        assert client.get("/api/queue", params={"page": "yunhe_0009"}).status_code == 404


def test_a_page_read_again_is_gone_through_again(folder: Path) -> None:
    """The queue shows what the page's file says now."""
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as client:
        before = queue(client, 1)
        write_run(folder, make_print(articles=1, lines=3, size=20, width=700, wrong=0.0), name=PAGE)
        end = time.monotonic() + PATIENCE
        while (after := queue(client, 1))["left"] == before["left"]:
            assert time.monotonic() < end
            time.sleep(0.02)
        assert after["left"] < before["left"]


def queue(client: TestClient, pages: int, **asked: str) -> Any:
    """The answer once so many pages were gone through."""
    end = time.monotonic() + PATIENCE
    while True:
        found = client.get("/api/queue", params=asked).json()
        if found["known"] == pages:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.02)


def test_undo_and_redo_belong_to_their_author(client: TestClient) -> None:
    """One takes back one's own last deed, not the neighbour's; new deeds end redoing."""
    line, other = first_line(client), page(client)["blocks"][2]["lines"][1]
    correct(client, deed="text", places=[line["id"]], now="甲")
    correct(client, deed="text", places=[other["id"]], now="乙", author="王五")
    ask = {"page": PAGE, "author": "李四"}
    undone = client.post("/api/undo", json=ask).json()
    assert (bool(undone["saved"]), undone["place"]) == (True, line["id"])
    assert first_line(client)["text"] == line["text"]
    assert page(client)["blocks"][2]["lines"][1]["text"] == "乙"
    assert client.post("/api/undo", json=ask).json()["saved"] == ""
    assert client.post("/api/redo", json=ask).json()["saved"]
    assert first_line(client)["text"] == "甲"
    client.post("/api/undo", json=ask)
    assert first_line(client)["text"] == line["text"]
    assert client.post("/api/redo", json=ask).json()["saved"]
    assert first_line(client)["text"] == "甲"
    assert client.post("/api/redo", json=ask).json()["saved"] == ""


def test_the_later_save_on_the_same_line_is_told_and_nothing_is_lost(client: TestClient) -> None:
    """409 names the other person; with the new revision the save goes through, and both are in the history."""
    line = first_line(client)
    assert correct(client, deed="text", places=[line["id"]], now="甲", author="王五").status_code == 200
    late = correct(client, deed="text", places=[line["id"]], now="乙")
    assert (late.status_code, late.json()["author"]) == (409, "王五")
    assert late.json()["patch"]["line"]["text"] == "甲"
    fresh = first_line(client)
    assert fresh["text"] == "甲"
    assert correct(client, deed="text", places=[line["id"]], now="乙", seen=fresh["revision"]).status_code == 200
    history = client.get("/api/history", params={"page": PAGE, "place": line["id"]}).json()
    assert [row["now"] for row in history] == ["乙", "甲"]


def test_two_servers_on_one_folder_see_each_others_corrections(client: TestClient, folder: Path) -> None:
    """The log on the share is the truth, not a server's memory."""
    with TestClient(make_desk(folder), base_url="http://127.0.0.1") as second:
        line = first_line(client)
        correct(second, deed="text", places=[line["id"]], now="甲")
        assert correct(client, deed="text", places=[line["id"]], now="乙").status_code == 409


def test_structure_edits_go_through_and_come_back(client: TestClient) -> None:
    """Role, split, merge, advertisement, deletion, drawing, re-reading: each answers with the new page."""
    view = page(client)
    body = view["blocks"][2]
    role = correct(client, deed="role", places=[body["id"]], now="caption").json()["page"]
    assert role["blocks"][2]["role"] == "caption"
    split = correct(client, deed="split", places=[body["lines"][2]["id"]]).json()["page"]
    parts = [b for b in split["blocks"] if b["id"].startswith(body["id"])]
    assert [len(b["lines"]) for b in parts] == [2, 3]
    seen = parts[0]["revision"]
    merged = correct(client, deed="merge", places=[p["id"] for p in parts], seen=seen).json()["page"]
    assert len(merged["blocks"]) == len(view["blocks"])
    other = view["blocks"][4]["id"]
    ad = correct(client, deed="advertisement", places=[other]).json()["page"]
    block = next(b for b in ad["blocks"] if b["id"] == other)
    assert ad["articles"][block["article"]]["kind"] == "advertisement"
    drawn = correct(client, deed="draw", places=[], now="body", box=[10, 10, 90, 40]).json()["page"]
    assert drawn["blocks"][-1]["lines"][0]["text"] == "新"
    seen = next(b for b in drawn["blocks"] if b["id"] == other)["revision"]
    reread = correct(client, deed="reread", places=[other], seen=seen).json()["page"]
    assert [x["text"] for x in next(b for b in reread["blocks"] if b["id"] == other)["lines"]] == ["新"]
    for _ in range(6):
        last = client.post("/api/undo", json={"page": PAGE, "author": "李四"}).json()["page"]
    assert [b["id"] for b in last["blocks"]] == [b["id"] for b in view["blocks"]]
    assert last["articles"] == view["articles"]


@pytest.mark.parametrize(
    "deed",
    [
        {"deed": "text", "places": ["p01.b999.l01"], "now": "甲"},
        {"deed": "text", "places": ["p01.b003.l01"], "now": "甲\n乙"},
        {"deed": "text", "places": ["p01.b003.l01"], "now": "甲" * 5000},
        {"deed": "role", "places": ["p01.b003"], "now": "king"},
        {"deed": "dance", "places": ["p01.b003"]},
        {"deed": "undo", "places": ["p01.b003"]},
        {"deed": "merge", "places": ["p01.b003"]},
        {"deed": "draw", "places": [], "now": "body", "box": [9, 9, 9, 9]},
        {"deed": "accept", "places": "p01.b003.l01"},
        {"deed": "accept", "places": ["p01.b003.l01"], "author": " "},
    ],
)
def test_senseless_requests_are_refused_and_leave_no_trace(
    client: TestClient, folder: Path, deed: dict[str, Any]
) -> None:
    """400 with a reason; the log is as before."""
    answer = correct(client, **deed)
    assert answer.status_code == 400
    assert answer.json()["error"]
    log = folder / LOG_NAME
    assert not log.exists() or log.read_bytes() == b""


@pytest.mark.parametrize(
    "path",
    [
        "/static/../command.py",
        "/static/%2e%2e/command.py",
        "/static/..%2f..%2fmodel.py",
        "/api/page?page=../../etc/passwd",
        "/api/page?page=/etc/passwd",
        "/api/tile?page=..%2F..%2Fsecret&level=0&x=0&y=0",
        "/api/tile?page=yunhe_0001&level=0&x=900&y=0",
        "/api/tile?page=yunhe_0001&level=-1&x=0&y=0",
        "/api/cut?page=yunhe_0001&l=0&t=0&r=0&b=0",
        "/api/export?page=..%2Fsecret",
        "/api/acceptance?seed=nothing",
    ],
)
def test_paths_out_of_the_run_lead_nowhere(client: TestClient, path: str) -> None:
    """Only names found in the folder exist."""
    assert client.get(path).status_code == 404


def test_a_link_that_leads_out_of_the_run_is_no_page(folder: Path, tmp_path: Path) -> None:
    """Symbolic links are not followed to pages elsewhere."""
    elsewhere = write_run(tmp_path / "elsewhere", MADE, name="secret", picture=False)
    os.symlink(elsewhere / "secret.json", folder / "link.json")
    assert RunFolder(folder, doors()).names == (PAGE,)


def test_a_seed_cannot_name_a_path(client: TestClient) -> None:
    """Seeds become file names, so they are plain words."""
    assert client.post("/api/acceptance/draw", json={"seed": "../x", "share": 0.1}).status_code == 400


def test_foreign_sites_hosts_kinds_and_sizes_are_refused(client: TestClient) -> None:
    """Another page in the same browser can neither read nor write."""
    body = {"page": PAGE, "author": "x", "deed": "accept", "places": ["p01.b003.l01"]}
    assert client.post("/api/correct", json=body, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/api/correct", json=body, headers={"origin": "null"}).status_code == 403
    assert client.get("/api/run", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.get("/api/run", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/api/run", headers={"host": "evil.example"}).status_code == 421
    plain = client.post("/api/correct", content=json.dumps(body), headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    large = json.dumps({**body, "now": "x" * 300_000})
    headers = {"content-type": "application/json"}
    assert client.post("/api/correct", content=large, headers=headers).status_code == 413
    assert client.post("/api/correct", content=iter([large.encode()]), headers=headers).status_code == 413
    assert client.post("/api/correct", content="{", headers=headers).status_code == 400
    assert client.post("/api/correct", content="[]", headers=headers).status_code == 400
    assert client.post("/api/correct", json=body, headers={"origin": "http://127.0.0.1"}).status_code == 200


def test_answers_forbid_foreign_scripts_and_frames(client: TestClient) -> None:
    """The policy allows nothing but the program's own files."""
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_names_no_other_server(client: TestClient) -> None:
    """It works without any network."""
    for file in ["/", *(f"/static/{p.name}" for p in (Path(__file__).parents[2] / "ocr/review/static").iterdir())]:
        text = client.get(file).text
        assert "http://" not in text
        assert "https://" not in text
        assert "//cdn" not in text


def test_a_server_for_others_asks_for_its_token(folder: Path) -> None:
    """Without the token nothing is shown; the address with it sets a cookie."""
    with TestClient(make_desk(folder, token="s3cret", open_to_all=True), base_url="http://192.0.2.7") as client:
        assert client.get("/api/run").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/api/run", headers={"authorization": "Bearer s3cret"}).status_code == 200
        assert client.get("/?token=s3cret").status_code == 200
        assert client.get("/api/run").status_code == 200


def test_tiles_put_together_are_the_page(client: TestClient, folder: Path) -> None:
    """Every pixel is in exactly one tile; the last level is one tile."""
    pixels = cv2.imread(str(folder / f"{PAGE}.page.png"), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    rows = []
    for y in range(-(-pixels.shape[0] // 512)):
        row = []
        for x in range(-(-pixels.shape[1] // 512)):
            answer = client.get("/api/tile", params={"page": PAGE, "level": 0, "x": x, "y": y})
            row.append(cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_GRAYSCALE))
        rows.append(np.hstack([np.asarray(part) for part in row]))
    whole = np.vstack(rows)
    assert whole.shape == pixels.shape
    assert np.abs(whole.astype(int) - pixels.astype(int)).mean() < 3


def test_no_old_picture_is_shown_of_a_page_that_was_read_again(client: TestClient, folder: Path) -> None:
    """Another image, another version, another tile."""
    ask = {"page": PAGE, "level": 0, "x": 0, "y": 0}
    before, tile = page(client)["image"]["version"], client.get("/api/tile", params=ask).content
    image = folder / f"{PAGE}.page.png"
    cv2.imwrite(str(image), np.zeros_like(cv2.imread(str(image), 0)))
    os.utime(image, ns=(1, 1))
    assert page(client)["image"]["version"] != before
    assert client.get("/api/tile", params=ask).content != tile


def test_a_page_without_picture_is_made_upright_from_its_scan(tmp_path: Path) -> None:
    """The scan lies on its side; the map of the page's origin turns it back."""
    import dataclasses
    import hashlib

    upright = np.full((60, 100), 255, np.uint8)
    upright[10:20, 70:90] = 0
    scan = np.rot90(upright)
    file = tmp_path / "scans" / "a" / "yunhe.png"
    file.parent.mkdir(parents=True)
    cv2.imwrite(str(file), scan)
    sha = hashlib.sha256(file.read_bytes()).hexdigest()
    origin = dataclasses.replace(
        MADE.page.provenance, sha256=sha, scan_width=60, scan_height=100, to_scan=Affine(0, 1, 0, -1, 0, 99)
    )
    page = dataclasses.replace(MADE.page, width=100, height=60, provenance=origin)
    images = PageImages([tmp_path / "scans"], lambda path, index: np.asarray(cv2.imread(str(path), 0), np.uint8))
    assert np.array_equal(images.pyramid(tmp_path / "x.json", lambda: page).levels[0], upright)
    with pytest.raises(InputError, match="no page image"):
        PageImages().pyramid(tmp_path / "x.json", lambda: page)


def test_a_pyramid_gives_no_cut_out_off_the_page() -> None:
    """Outside the page there is nothing to cut."""
    pyramid = Pyramid.of(np.zeros((600, 900), np.uint8))
    assert [level.shape for level in pyramid.levels] == [(600, 900), (300, 450)]
    with pytest.raises(IndexError):
        pyramid.cut(Box(2000, 0, 2100, 50))


def test_other_files_of_a_run_are_left_alone(folder: Path) -> None:
    """A report in JSON is not a page; a damaged page is named."""
    (folder / "report.json").write_text('{"pages": 3}', encoding="utf-8")
    (folder / "bad.json").write_text('{"format": "banmian.page", "version"', encoding="utf-8")
    run = RunFolder(folder, doors())
    assert run.names == ("bad", PAGE)
    with pytest.raises(OutputError, match=r"bad\.json"):
        run.reviewed("bad")


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    """There is a cure in the message."""
    with pytest.raises(ArgumentError, match="no page files"):
        RunFolder(tmp_path, doors())
    with pytest.raises(ArgumentError, match="no such folder"):
        RunFolder(tmp_path / "none", doors())


def test_the_read_only_file_holds_pages_pictures_and_program(folder: Path) -> None:
    """One file, no address of another; text cannot break out of its element."""
    run_folder = RunFolder(folder, doors())
    write_site(run_folder, PageImages(), folder / "run.html")
    text = (folder / "run.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in text
    assert "src=" not in text.split('type="application/json"')[0].split("<body>")[0]
    assert "/static/" not in text
    assert MADE.page.blocks[2].lines[0].text in text


def test_the_command_writes_the_file_and_ends(folder: Path) -> None:
    """`--html` needs no server."""
    import argparse

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    said: list[str] = []
    target = folder / "all.html"
    assert run(parser.parse_args([str(folder), "--html", str(target)]), doors(), said.append) == 0
    assert target.stat().st_size > 10_000
    assert "1 pages" in said[0]


def test_every_role_and_kind_has_a_word_and_every_role_a_colour() -> None:
    """A role that is new to the model must not show as a bare identifier."""
    words = (STATIC / "words.js").read_text(encoding="utf-8")
    colours = (STATIC / "ink.js").read_text(encoding="utf-8")
    assert [role.value for role in Role if f"\n    {role.value}: [" not in words] == []
    assert [kind.value for kind in ArticleKind if f"\n    k_{kind.value}: [" not in words] == []
    assert [role.value for role in Role if f'\n    {role.value}: "#' not in colours] == []
