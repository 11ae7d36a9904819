"""One worker process and its limits: started when needed, ended when it hangs, grows or has done its share."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

from ocr.batch.work import Answer, Failed, FailureKind, Identify, Limits, PageJob, PageRequest, Probe, Ready, Request
from ocr.batch.worker import FRAME_HEAD, frame
from ocr.errors import EngineError

__all__ = ["Keeper"]

_ONE_THREAD = dict.fromkeys(
    (
        "OMP_THREAD_LIMIT",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
    ),
    "1",
)
"""One process a core is faster than threads that wait for one another inside the engines."""
_CHUNK = 1 << 20
_MEGABYTE = 1024**2
_PARTING = 2.0
"""Seconds in which a process that was asked to go does so, before it is made to."""
_START = 120.0
"""Seconds for a new process to load the models, from a cold disk of a busy machine."""


class Keeper:
    """A worker process for `job`.

    The process is a fresh interpreter and not a fork: engines with threads do not survive
    forks, and what one page did to the memory of a library must not reach another worker.
    """

    def __init__(self, job: PageJob, limits: Limits) -> None:
        self._hello = frame(job)
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._pages = 0
        self._request: Request | None = None
        self._started = 0.0
        self._allowed = 0.0
        self._is_ready = False
        self._received = bytearray()

    @property
    def is_idle(self) -> bool:
        return self._request is None

    @property
    def descriptor(self) -> int:
        """What becomes readable when the process has something to say; only while it is at work."""
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    @property
    def pid(self) -> int:
        """The process's number; 0 before the first request."""
        return self._process.pid if self._process is not None else 0

    def start(self, request: Request) -> None:
        """Hands a request to the process."""
        assert self._request is None
        self._started = time.monotonic()
        self._allowed = self._limits.seconds
        if self._process is None or self._process.poll() is not None:
            self._launch()
            self._allowed = _START
        self._request = request
        if isinstance(request, PageRequest):
            self._pages += 1
        self._send(frame((request, self._limits.seconds)))

    def check(self) -> tuple[Answer, float] | None:
        """The answer and its seconds, or None while the process is at work; never waits."""
        assert self._request is not None
        reply = self._receive()
        if reply is None:
            reply = self._over_limit()
        if reply is None:
            return None
        seconds = time.monotonic() - self._started
        self._request = None
        if self._pages >= self._limits.recycle:
            self.close()
        return reply, seconds

    def close(self) -> None:
        """Ends the process, at work or not."""
        process, self._process = self._process, None
        self._pages = 0
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        if self._request is not None:
            process.kill()
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(_PARTING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        self._request = None

    def _launch(self) -> None:
        self.close()
        environment = dict(os.environ, **_ONE_THREAD, PYTHONHASHSEED="0")
        environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
        self._received.clear()
        self._is_ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ocr.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            # signals of the terminal are for the coordinator, which decides about pages in hand
            start_new_session=True,
        )
        os.set_blocking(self.descriptor, False)
        self._send(self._hello)

    def _send(self, data: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            # it is dead already, which `check` will find
            return

    def _receive(self) -> Answer | None:
        while True:
            try:
                chunk = os.read(self.descriptor, _CHUNK)
            except BlockingIOError:
                return None
            if not chunk:
                return self._died()
            self._received += chunk
            while (message := self._whole_frame()) is not None:
                if not isinstance(message, Ready):
                    return message
                self._is_ready = True
                self._started = time.monotonic()
                self._allowed = self._limits.seconds

    def _whole_frame(self) -> Answer | Ready | None:
        if len(self._received) < FRAME_HEAD.size:
            return None
        end = FRAME_HEAD.size + FRAME_HEAD.unpack_from(self._received)[0]
        if len(self._received) < end:
            return None
        message: Answer | Ready = pickle.loads(self._received[FRAME_HEAD.size : end])
        del self._received[:end]
        return message

    def _over_limit(self) -> Failed | None:
        if time.monotonic() - self._started > self._allowed:
            if not self._is_ready:
                trouble, cure = "the process that was to read it did not start", "start it again with fewer --workers"
            else:
                trouble, cure = (
                    f"took longer than {self._allowed:g} s",
                    "look at the scan, or allow more with --page-timeout",
                )
            return self._end(FailureKind.TIMEOUT, "PageTimeoutError", trouble, cure)
        if _resident(self.pid) > self._limits.memory:
            trouble = f"took more than {self._limits.memory / _MEGABYTE:.0f} MB"
            cure = "look at the scan, or allow more with --memory"
            return self._end(FailureKind.MEMORY, "MemoryError", trouble, cure)
        return None

    def _died(self) -> Failed:
        assert self._process is not None
        code = self._process.wait()
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        trouble = f"the process that read it died ({how})"
        cure = "look at the scan; when many pages die, run fewer workers"
        return self._end(FailureKind.CRASH, "WorkerCrashed", trouble, cure)

    def _end(self, kind: FailureKind, error: str, trouble: str, cure: str) -> Failed:
        """Kills the process; what is said about the request that it had in hand."""
        assert self._request is not None
        subject = _subject(self._request)
        self.close()
        return Failed(kind, error, f"{subject}: {trouble} — {cure}", EngineError.exit_code)


def _subject(request: Request) -> str:
    match request:
        case PageRequest():
            return f"{request.path}, page {request.index + 1}"
        case Probe():
            return str(request.path)
        case Identify():
            return "the readers"


def _resident(pid: int) -> int:
    """The bytes the process holds in memory; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
