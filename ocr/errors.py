"""The error tree: each error names its cure and carries the exit code a shell sees.

::

    BanmianError (15)
    ├── ArgumentError (1)          a command line or an API argument that cannot be obeyed
    ├── InputError (2)             a scan that cannot be read
    │   ├── EmptyInputError (2)    zero bytes, or a PDF without pages
    │   ├── OversizeError (2)      more pixels than the limit allows
    │   └── EncryptedError (8)     a PDF that asks for a password
    ├── DependencyError (3)        a program, package or model that is missing
    ├── OutputError (4)            a file we wrote, or were given, that is not valid
    ├── FileAccessError (5)        no permission, no space, no such folder
    ├── EngineError (7)            a reader failed on a line or a page
    │   └── PageTimeoutError (7)   a page took longer than its limit
    ├── SettingsError (9)          a settings file or value that is not valid
    ├── PartialFailureError (11)   some pages of a job failed, the others are done
    └── QualityGateError (12)      the job is done and its quality is under the gate

Exit codes agree with those of OCRmyPDF where both know the case.
"""

from __future__ import annotations

__all__ = [
    "ArgumentError",
    "BanmianError",
    "DependencyError",
    "EmptyInputError",
    "EncryptedError",
    "EngineError",
    "FileAccessError",
    "InputError",
    "OutputError",
    "OversizeError",
    "PageTimeoutError",
    "PartialFailureError",
    "QualityGateError",
    "SettingsError",
]


class BanmianError(Exception):
    """Something went wrong in a way that the user can be told about.

    Attributes:
        cure: what the user can do about it, one sentence; empty when nothing helps.
        exit_code: the status of the command that ends with this error.
    """

    exit_code = 15

    def __init__(self, problem: str, *, cure: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.problem} — {self.cure}" if self.cure else self.problem


class ArgumentError(BanmianError):
    """A command line or an API argument that cannot be obeyed."""

    exit_code = 1


class InputError(BanmianError):
    """A scan that cannot be read."""

    exit_code = 2


class EmptyInputError(InputError):
    """A file without bytes, or a document without pages."""


class OversizeError(InputError):
    """A page with more pixels than the limit allows."""


class EncryptedError(InputError):
    """A document that asks for a password."""

    exit_code = 8


class DependencyError(BanmianError):
    """A program, a package or a model that is missing."""

    exit_code = 3


class OutputError(BanmianError):
    """A file that is not valid in its own format."""

    exit_code = 4


class FileAccessError(BanmianError):
    """A file or folder that cannot be opened or written."""

    exit_code = 5


class EngineError(BanmianError):
    """A reader that failed."""

    exit_code = 7


class PageTimeoutError(EngineError):
    """A page that took longer than its limit."""


class SettingsError(BanmianError):
    """A settings file, or one value in it, that is not valid."""

    exit_code = 9


class PartialFailureError(BanmianError):
    """A job of which some pages failed; the others are done."""

    exit_code = 11


class QualityGateError(BanmianError):
    """A job that is done but whose quality is under the gate."""

    exit_code = 12
