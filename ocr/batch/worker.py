"""The process that reads pages: takes requests on its standard input, answers on its standard output.

A frame is eight bytes of length and a pickle. Parent and child are the same program on
the same machine, so the pickles are trusted. When the input ends, the parent is gone and
the process ends at once, in mid-page as well: it writes no files, so nothing is left behind.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from ocr.batch.work import (
    Answer,
    Done,
    Failed,
    FailureKind,
    FileFacts,
    Identified,
    Identify,
    PageJob,
    PageRequest,
    PageSummary,
    Probe,
    Probed,
    Ready,
    Request,
)
from ocr.errors import BanmianError, DependencyError, EmptyInputError, FileAccessError, InputError, SettingsError
from ocr.model import Page

__all__ = ["FRAME_HEAD", "answer", "frame", "main"]

FRAME_HEAD = struct.Struct(">Q")
_CHUNK = 1 << 20
_GRACE = 30.0
"""Seconds after which a page that was to be ended by the parent ends itself, should the parent hang, too."""
_LONGEST_MESSAGE = 2000


def frame(value: object) -> bytes:
    """`value` as it travels."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return FRAME_HEAD.pack(len(body)) + body


def answer(job: PageJob, request: Request) -> Answer:
    """The answer to a request; every error becomes a `Failed`."""
    try:
        match request:
            case Identify():
                return Identified(job.identify())
            case Probe():
                return _probe(job, request.path)
            case PageRequest():
                return _read(job, request)
    except InputError as error:
        return _failed(FailureKind.INPUT, error)
    except (DependencyError, SettingsError) as error:
        return _failed(FailureKind.INSTALLATION, error)
    except MemoryError as error:
        return _failed(FailureKind.MEMORY, error)
    except OSError as error:
        problem = f"{error.filename or 'a file'}: {error.strerror or error}"
        return _failed(FailureKind.ENGINE, FileAccessError(problem, cure="check that it is there and may be read"))
    except Exception as error:  # whatever a decoder or an engine raises, a page never ends the job
        return _failed(FailureKind.ENGINE, error)


def main() -> None:
    """Answers requests until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what a library prints must not get between the answers
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests: queue.SimpleQueue[tuple[Request, float]] = queue.SimpleQueue()
    stream = sys.stdin.buffer
    job: PageJob = _receive(stream)
    threading.Thread(target=_listen, args=(stream, requests), daemon=True).start()
    # loads the models; what is wrong with them is told when it is asked for
    answer(job, Identify())
    answers.write(frame(Ready()))
    answers.flush()
    while True:
        request, seconds = requests.get()
        # a watchdog that needs no lock of the interpreter: it ends a page that hangs inside a decoder
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True)
        reply = frame(answer(job, request))
        faulthandler.cancel_dump_traceback_later()
        answers.write(reply)
        answers.flush()


def _listen(stream: BinaryIO, requests: queue.SimpleQueue[tuple[Request, float]]) -> None:
    while True:
        try:
            requests.put(_receive(stream))
        except EOFError:
            os._exit(0)


def _receive(stream: BinaryIO) -> Any:
    head = stream.read(FRAME_HEAD.size)
    if len(head) < FRAME_HEAD.size:
        raise EOFError
    (length,) = FRAME_HEAD.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)


def _probe(job: PageJob, path: Path) -> Answer:
    before = path.stat()
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    pages = job.count_pages(path)
    after = path.stat()
    if pages < 1:
        raise EmptyInputError(f"{path}: has no pages", cure="scan it again")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return _changed(path)
    return Probed(FileFacts(digest.hexdigest(), after.st_size, after.st_mtime_ns, pages))


def _read(job: PageJob, request: PageRequest) -> Answer:
    if not _is_as_known(request):
        return _changed(request.path)
    try:
        work = job.read_page(request.path, request.index)
    except Exception:
        # an error in a file that was written to meanwhile says nothing about the file
        if not _is_as_known(request):
            return _changed(request.path)
        raise
    source = work.page.provenance
    if source.sha256 != request.facts.sha256 or not _is_as_known(request):
        return _changed(request.path)
    return Done(_summary(work.page), job.identify(), work.artefacts)


def _is_as_known(request: PageRequest) -> bool:
    now = request.path.stat()
    return (now.st_size, now.st_mtime_ns) == (request.facts.size, request.facts.modified)


def _summary(page: Page) -> PageSummary:
    glyphs = [glyph for block in page.blocks for line in block.lines for glyph in line.glyphs]
    return PageSummary(
        characters=len(glyphs),
        articles=len(page.articles),
        confidence=page.confidence,
        expected_errors=sum(1.0 - glyph.confidence for glyph in glyphs),
        dpi=page.provenance.dpi,
    )


def _changed(path: Path) -> Failed:
    return Failed(FailureKind.CHANGED, "FileChanged", f"{path}: changed while it was read — wait until it is whole")


def _failed(kind: FailureKind, error: Exception) -> Failed:
    message = str(error)
    if not isinstance(error, BanmianError):
        message = "".join(traceback.format_exception_only(error)).strip()
        last = traceback.extract_tb(error.__traceback__)[-1:]
        message += "".join(f" (in {Path(step.filename).name}, line {step.lineno})" for step in last)
    code = error.exit_code if isinstance(error, BanmianError) else BanmianError.exit_code
    return Failed(kind, type(error).__name__, message[:_LONGEST_MESSAGE], code)


if __name__ == "__main__":
    main()
