"""The review server: pages, tiles and corrections over HTTP, for one run folder."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from ocr.corrections import Correction, Deed, original_deed
from ocr.errors import ArgumentError, BanmianError
from ocr.geometry import Box
from ocr.model import Page, Role
from ocr.review.acceptance import Category, Item, Limits, Verdict, draw_sheet, judge
from ocr.review.acceptance_files import AcceptanceFiles, outcome_view, parse_errors
from ocr.review.editing import ConflictError, Editor
from ocr.review.guard import LOOPBACK, Guard
from ocr.review.images import TILE, PageImages
from ocr.review.run_folder import Reviewed, RunFolder
from ocr.review.survey import Survey
from ocr.review.views import line_patch, page_view

__all__ = ["STATIC", "make_app"]

STATIC: Final = Path(__file__).with_name("static")
GZIP_FROM: Final = 2000  # bytes; smaller answers are sent faster plain
GZIP_LEVEL: Final = 1  # a page's JSON of 2 MB takes 20 ms at this level and shrinks to a fifth
KEY_LENGTH: Final = 16  # of the run's fingerprint, under which a browser keeps its drafts
TILE_CACHE: Final = "private, max-age=3600"  # a tile's address names the version of its page
CUT_CACHE: Final = "private, max-age=60"  # from when a line is fetched ahead until it is looked at

SMALL_DEEDS: Final = frozenset({Deed.TEXT, Deed.ACCEPT, Deed.FLAG})  # they change one line and its article

Answer = Callable[[Request], Awaitable[Response]]


def make_app(
    run: RunFolder,
    images: PageImages,
    limits: Limits,
    clock: Callable[[], str],
    *,
    author: str = "",
    hosts: frozenset[str] | None = LOOPBACK,
    token: str = "",
) -> ASGIApp:
    """The application, guarded.

    Args:
        run: whose pages are reviewed.
        images: where their pictures come from.
        limits: for the acceptance.
        clock: the time now, ISO 8601 with offset.
        author: the name proposed to the person.
        hosts: the names the server answers to; None for any.
        token: asked of every request when not empty.
    """
    desk = _Desk(run, images, limits, clock, author)
    routes = [
        Route("/", _index),
        Route("/api/run", _door(desk.run_view)),
        Route("/api/page", _door(desk.page)),
        Route("/api/ahead", _door(desk.ahead)),
        Route("/api/tile", _door(desk.tile)),
        Route("/api/cut", _door(desk.cut)),
        Route("/api/queue", _door(desk.queue)),
        Route("/api/history", _door(desk.history)),
        Route("/api/export", _door(desk.export)),
        Route("/api/acceptance", _door(desk.acceptance)),
        Route("/api/correct", _door(desk.correct), methods=["POST"]),
        Route("/api/undo", _door(desk.undo), methods=["POST"]),
        Route("/api/redo", _door(desk.redo), methods=["POST"]),
        Route("/api/acceptance/draw", _door(desk.draw_sheet), methods=["POST"]),
        Route("/api/acceptance/verdict", _door(desk.verdict), methods=["POST"]),
        Route("/api/acceptance/sign", _door(desk.sign), methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    return Guard(GZipMiddleware(Starlette(routes=routes), GZIP_FROM, GZIP_LEVEL), hosts, token)


async def _index(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


def _door(answer: Callable[[dict[str, Any]], Response]) -> Answer:
    """An endpoint: query and body in, answered beside the event loop, errors told as JSON."""

    @functools.wraps(answer)
    async def endpoint(request: Request) -> Response:
        try:
            asked: dict[str, Any] = dict(request.query_params)
            if request.method == "POST":
                body = json.loads(await request.body() or b"{}")
                if not isinstance(body, dict):
                    raise ArgumentError("the body must be a JSON object", cure="reload the page")
                asked = body
            return await run_in_threadpool(answer, asked)
        except (KeyError, IndexError):
            return JSONResponse({"error": "there is nothing of that name"}, 404)
        except ValueError as error:
            return JSONResponse({"error": f"this cannot be understood: {error}"}, 400)
        except ArgumentError as error:
            return JSONResponse({"error": error.problem, "cure": error.cure}, 400)
        except BanmianError as error:
            return JSONResponse({"error": error.problem, "cure": error.cure}, 500)

    return endpoint


class _Desk:
    """The answers."""

    def __init__(
        self, run: RunFolder, images: PageImages, limits: Limits, clock: Callable[[], str], author: str
    ) -> None:
        self._run = run
        self._images = images
        self._limits = limits
        self._clock = clock
        self._author = author
        self._editor = Editor(run, images, clock)
        self._survey = Survey(run)
        self._acceptance = AcceptanceFiles(run.path)

    def run_view(self, _: dict[str, Any]) -> Response:
        return JSONResponse(
            {
                "folder": self._run.path.name,
                "key": hashlib.sha256(str(self._run.path).encode()).hexdigest()[:KEY_LENGTH],
                "pages": self._run.names,
                "author": self._author,
                "can_read": self._run.doors.read_region is not None,
                "limits": {"name": self._limits.name, "errors_per_10000": self._limits.errors_per_10000},
                "categories": [[c.value, c.chinese, c.is_of_characters] for c in Category],
            }
        )

    def page(self, asked: dict[str, Any]) -> Response:
        file, ask = self._file_and_page(asked)
        self._images.warm(file, ask)
        reviewed = self._run.reviewed(asked["page"])
        view = page_view(reviewed)
        view["image"] = (
            {"tile": TILE, "version": self._images.version(file)} if self._images.exists(file, reviewed.raw) else None
        )
        return JSONResponse(view)

    def ahead(self, asked: dict[str, Any]) -> Response:
        """Makes a page ready that will probably be asked for next."""
        self._images.warm(*self._file_and_page(asked))
        self._run.reviewed(asked["page"])
        return Response(status_code=204)

    def tile(self, asked: dict[str, Any]) -> Response:
        level, column, row = (int(asked[name]) for name in ("level", "x", "y"))
        return Response(
            self._images.tile(*self._file_and_page(asked), level, column, row),
            media_type="image/jpeg",
            headers={"cache-control": TILE_CACHE},
        )

    def cut(self, asked: dict[str, Any]) -> Response:
        box = Box(*(int(asked[side]) for side in ("l", "t", "r", "b")))
        data = self._images.pyramid(*self._file_and_page(asked)).cut(box)
        return Response(data, media_type="image/jpeg", headers={"cache-control": CUT_CACHE})

    def queue(self, asked: dict[str, Any]) -> Response:
        """The most doubtful lines of the run, as far as its pages were gone through by now."""
        show, page, role = (asked.get(name, "") for name in ("show", "page", "role"))
        return JSONResponse(self._survey.ask(show or "unseen", page=page, role=role))

    def history(self, asked: dict[str, Any]) -> Response:
        reviewed = self._run.reviewed(asked["page"])
        rows = [
            {
                "id": r.id,
                "time": r.time,
                "author": r.author,
                "deed": r.deed.value,
                "was": r.was,
                "now": r.now,
                "places": reviewed.result.places.get(r.id, ()),
                "undoes": r.undoes,
            }
            for r in reviewed.records
        ]
        place = asked.get("place")
        return JSONResponse([row for row in rows if not place or place in row["places"]][::-1])

    def export(self, asked: dict[str, Any]) -> Response:
        """The page with its corrections, as a file."""
        page = self._run.reviewed(asked["page"]).page
        doors = self._run.doors
        kind = asked.get("format", "md")
        if kind not in ("md", "json"):
            raise ArgumentError(f"there is no export to {kind!r}", cure="take md or json; others on the command line")
        data = doors.write_markdown(page) if kind == "md" else doors.write_page(page)
        media = "text/markdown; charset=utf-8" if kind == "md" else "application/json"
        return Response(data, media_type=media)

    def correct(self, asked: dict[str, Any]) -> Response:
        try:
            saved = self._editor.correct(asked)
        except ConflictError as conflict:
            return self._told(asked, conflict)
        if saved.deed in SMALL_DEEDS:
            patch = line_patch(self._run.reviewed(asked["page"]), saved.anchors[0].id)
            return JSONResponse({"saved": saved.id, "patch": patch})
        return JSONResponse({"saved": saved.id, "page": page_view(self._run.reviewed(asked["page"]))})

    def undo(self, asked: dict[str, Any]) -> Response:
        return self._turned(asked, redo=False)

    def redo(self, asked: dict[str, Any]) -> Response:
        return self._turned(asked, redo=True)

    def _turned(self, asked: dict[str, Any], *, redo: bool) -> Response:
        """The page after an undo or redo, and the place to look at."""
        saved = self._editor.undo(asked, redo=redo)
        reviewed = self._run.reviewed(asked["page"])
        place = _place(saved, reviewed) if saved else ""
        return JSONResponse({"saved": saved.id if saved else "", "place": place, "page": page_view(reviewed)})

    def _told(self, asked: dict[str, Any], conflict: ConflictError) -> Response:
        """Who was earlier, and, for a line, what it says now."""
        answer: dict[str, Any] = {"error": str(conflict), "author": conflict.author}
        reviewed = self._run.reviewed(asked["page"])
        if asked["places"][0] in reviewed.doubts:
            answer["patch"] = line_patch(reviewed, asked["places"][0])
        return JSONResponse(answer, 409)

    def _file_and_page(self, asked: dict[str, Any]) -> tuple[Path, Callable[[], Page]]:
        name = asked["page"]
        return self._run.file(name), lambda: self._run.reviewed(name).raw

    def acceptance(self, asked: dict[str, Any]) -> Response:
        seed = asked["seed"]
        sheet = self._acceptance.sheet(seed)
        if sheet is None:
            raise KeyError(seed)
        verdicts = {v.key: v for v in self._acceptance.verdicts(seed)}
        items = [
            {
                "key": item.key,
                "page": item.page,
                "line": item.line,
                "text": item.text,
                "errors": {c.value: n for c, n in verdicts[item.key].errors.items()} if item.key in verdicts else None,
            }
            for item in sheet.items
        ]
        outcome = judge(sheet, verdicts.values(), self._limits)
        return JSONResponse({"seed": seed, "share": sheet.share, "items": items, "outcome": outcome_view(outcome)})

    def draw_sheet(self, asked: dict[str, Any]) -> Response:
        seed = _flat(asked, "seed")
        if self._acceptance.sheet(seed) is None:
            lines = []
            for name in self._run.names:
                page = self._run.glance(name).page
                # what was read in ornaments stands in no article: it is nobody's text
                texts = (block.lines for block in page.blocks if block.role is not Role.ORNAMENT)
                lines += [Item(name, line.id, line.text) for rows in texts for line in rows if line.text]
            self._acceptance.save_sheet(draw_sheet(lines, float(asked.get("share", 0.05)), seed))
        return self.acceptance({"seed": seed})

    def verdict(self, asked: dict[str, Any]) -> Response:
        seed, key = _flat(asked, "seed"), _flat(asked, "key")
        sheet = self._acceptance.sheet(seed)
        if sheet is None or key not in {item.key for item in sheet.items}:
            raise KeyError(key)
        verdict = Verdict(
            key, _signer(asked), self._clock(), parse_errors(asked.get("errors", {})), _flat(asked, "note")
        )
        self._acceptance.add_verdict(seed, verdict)
        outcome = judge(sheet, self._acceptance.verdicts(seed), self._limits)
        return JSONResponse({"outcome": outcome_view(outcome)})

    def sign(self, asked: dict[str, Any]) -> Response:
        return JSONResponse(self._acceptance.sign(_flat(asked, "seed"), self._limits, _signer(asked), self._clock()))


def _place(record: Correction, reviewed: Reviewed) -> str:
    """The line or block that the undone or redone deed was about, where it is today."""
    deed = original_deed(record, {known.id: known for known in reviewed.records})
    places = reviewed.result.places.get(deed.id) or [anchor.id for anchor in deed.anchors]
    return next(iter(places), "")


def _flat(asked: dict[str, Any], field: str) -> str:
    value = asked.get(field, "")
    if not isinstance(value, str):
        raise ArgumentError(f"{field} must be text", cure="reload the page")
    return value


def _signer(asked: dict[str, Any]) -> str:
    author = " ".join(_flat(asked, "author").split())
    if not author:
        raise ArgumentError("a verdict has an author", cure="enter your name at the top of the page")
    return author
