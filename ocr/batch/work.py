"""What travels between the coordinator of a folder job and the processes that read its pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from ocr.model import Page

__all__ = [
    "Answer",
    "Artefact",
    "Done",
    "Failed",
    "FailureKind",
    "FileFacts",
    "Identified",
    "Identify",
    "Identity",
    "Limits",
    "PageJob",
    "PageRequest",
    "PageSummary",
    "PageWork",
    "Probe",
    "Probed",
    "Ready",
    "Request",
    "ScanFile",
]


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file of a finished page: the ending of its name, such as ``.md``, and its bytes."""

    suffix: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PageWork:
    """A finished page and the files to keep of it."""

    page: Page
    artefacts: tuple[Artefact, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """All that decides what a page becomes, besides the scan itself.

    Attributes:
        program: name and version of the program.
        readers: name, version and model fingerprint of each reader.
        settings: fingerprint of the effective settings and of the formats asked for.
    """

    program: str
    readers: tuple[str, ...]
    settings: str

    def key(self, sha256: str, index: int) -> str:
        """The name of the result of page `index` (from 0) of the file with this checksum."""
        text = "\n".join((sha256, str(index), self.settings, *self.readers, self.program))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


class PageJob(Protocol):
    """What is done to each page; it travels to the workers, so it can be pickled."""

    def identify(self) -> Identity:
        """Everything besides the scan that decides the outcome."""
        ...

    def count_pages(self, path: Path) -> int:
        """The number of pages in the file.

        Raises:
            InputError: when it cannot be opened.
        """
        ...

    def read_page(self, path: Path, index: int) -> PageWork:
        """Page `index`, from 0, finished; the same bytes whenever the key is the same.

        Raises:
            InputError: when the page cannot be read.
            EngineError: when a reader fails on it.
        """
        ...


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A file of the job: where it lies, and its name relative to the input folder, with ``/``."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one look at a file told.

    Attributes:
        sha256: of its bytes.
        size, modified: bytes and nanoseconds; both are only ever compared for being equal.
        pages: how many it has.
    """

    sha256: str
    size: int
    modified: int
    pages: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost.

    Attributes:
        seconds: a page that takes longer is ended together with its process.
        memory: bytes resident; a process that holds more is ended.
        recycle: pages after which a process is replaced, so that no leak in a decoder adds up.
    """

    seconds: float = 600.0
    memory: int = 4 * 1024**3
    recycle: int = 100


# ---- requests --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identify:
    """Asks a worker for the identity of the job, which takes opening the readers."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Asks for the facts of a file."""

    path: Path


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Asks for one page of a file whose facts are known."""

    path: Path
    facts: FileFacts
    index: int


Request = Identify | Probe | PageRequest


# ---- answers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded its models; the time of its first page begins."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The identity of the job."""

    identity: Identity


@dataclass(frozen=True, slots=True)
class Probed:
    """The facts of a file."""

    facts: FileFacts


@dataclass(frozen=True, slots=True)
class PageSummary:
    """The figures of a page that go into the manifest.

    Attributes:
        confidence: the mean over all characters, 0 on a blank page.
        expected_errors: the number of characters that are probably wrong.
    """

    characters: int
    articles: int
    confidence: float
    expected_errors: float
    dpi: float


@dataclass(frozen=True, slots=True)
class Done:
    """A finished page."""

    summary: PageSummary
    identity: Identity
    artefacts: tuple[Artefact, ...]


class FailureKind(Enum):
    """What kind of trouble a page had; decides whether another attempt makes sense."""

    INPUT = "input"
    """The scan is unreadable and will be: quarantined at once."""
    CHANGED = "changed"
    """The file changed while it was read: looked at anew."""
    ENGINE = "engine"
    """An error of a reader or of this program: tried again, then failed."""
    CRASH = "crash"
    """The process died: tried again in a new one, then quarantined."""
    TIMEOUT = "timeout"
    """The page took too long: tried again, then quarantined."""
    MEMORY = "memory"
    """The page took too much memory: tried again, then quarantined."""
    INSTALLATION = "installation"
    """A missing model or a bad setting, which every page will meet: the job ends."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong with a request.

    Attributes:
        error: the name of the error's class.
        message: what happened and what helps.
        exit_code: of the error, where it is one of the program's own.
    """

    kind: FailureKind
    error: str
    message: str
    exit_code: int = 15


Answer = Identified | Probed | Done | Failed
