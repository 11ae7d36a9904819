"""`banmian review`: serves the review page of a run, or writes it as one read-only file."""

from __future__ import annotations

import argparse
import contextlib
import gc
import getpass
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import uvicorn

from ocr.errors import ArgumentError, BanmianError, FileAccessError
from ocr.review.acceptance import read_limits
from ocr.review.doors import Doors
from ocr.review.guard import LOOPBACK
from ocr.review.images import PageImages
from ocr.review.run_folder import RunFolder
from ocr.review.server import make_app
from ocr.review.static_site import write_site

__all__ = ["add_arguments", "run"]

PORT: Final = 8723
LAST_PORT: Final = 65535
TOKEN_BYTES: Final = 24

# A broadsheet is 200,000 small values without a cycle among them. At Python's own setting (700), looking for cycles
# while they are made takes longer than making them.
VALUES_BETWEEN_COLLECTIONS: Final = 300_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what `run` reads."""
    parser.add_argument("output", type=Path, metavar="OUTPUT", help="the output folder of a run, with its JSON pages")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to serve at, 0 for any free one (default {PORT})")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to bind; any but this machine's own needs the token"
    )
    parser.add_argument("--scans", type=Path, metavar="FOLDER", help="the scans, for runs made without --page-images")
    parser.add_argument("--author", default="", help="name proposed for corrections (default: the login name)")
    parser.add_argument("--limits", type=Path, metavar="FILE", help="TOML file with the limits of the acceptance")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the run as one read-only HTML file and end")


def run(args: argparse.Namespace, doors: Doors, say: Callable[[str], object] | None = None) -> int:
    """0 when the server was ended by the user, or the file written.

    Args:
        args: as `add_arguments` declares them.
        doors: the functions of other rooms that the review calls.
        say: takes lines for the person at the terminal; standard error when None.

    Raises:
        BanmianError: with the cure, when there is nothing to review or the port is taken.
    """
    tell = say or _to_stderr
    if args.scans is not None and not args.scans.is_dir():
        raise ArgumentError(f"{args.scans}: there is no such folder", cure="give the folder of the scans")
    folder = RunFolder(args.output, doors)
    images = PageImages([args.scans] if args.scans else [], doors.open_scan)
    limits = read_limits(args.limits)
    if args.html is not None:
        write_site(folder, images, args.html)
        tell(f"{args.html}: {len(folder.names)} pages")
        return 0
    gc.set_threshold(VALUES_BETWEEN_COLLECTIONS)
    threading.Thread(target=_prepare, args=(folder, images), daemon=True).start()
    listener = _listen(args.host, args.port)
    is_local = args.host in LOOPBACK
    token = "" if is_local else secrets.token_urlsafe(TOKEN_BYTES)
    app = make_app(
        folder,
        images,
        limits,
        _now,
        author=args.author or _login(),
        hosts=LOOPBACK if is_local else None,
        token=token,
    )
    port = listener.getsockname()[1]
    host = f"[{args.host}]" if ":" in args.host else args.host
    tell(f"{len(folder.names)} pages: http://{host}:{port}/{f'?token={token}' if token else ''} (Ctrl+C ends)")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, lifespan="off"))
    with contextlib.suppress(KeyboardInterrupt):  # the way a person ends the review; everything is saved
        server.run(sockets=[listener])
    return 0


def _prepare(folder: RunFolder, images: PageImages) -> None:
    """Opens the first page while the person is still on the way to the browser."""
    first = folder.names[0]
    images.warm(folder.file(first), lambda: folder.reviewed(first).raw)
    with contextlib.suppress(BanmianError):  # told when the page is asked for
        folder.reviewed(first)


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= LAST_PORT:
        raise ArgumentError(f"{port} is not a port", cure=f"take one up to {LAST_PORT}, or 0 for any free one")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        raise FileAccessError(
            f"{host}:{port} cannot be served at ({error.strerror})", cure="take another --port"
        ) from error
    return listener


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
