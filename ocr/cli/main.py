"""`banmian`: finds the subcommand, runs it, and turns errors into messages and exit codes."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence

from ocr import __version__
from ocr.errors import BanmianError, FileAccessError

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "read": "read scans: Markdown, JSON and overlay for every page",
    "batch": "read a folder of scans with many processes; goes on where it stopped",
    "watch": "read what is dropped into a folder",
    "inspect": "look over a folder of scans before reading it",
    "review": "open the review page of a run in the browser",
    "overlay": "draw the blocks of a run over its page images",
    "export": "write ALTO, PAGE, hOCR, searchable PDF, METS … from a run",
    "validate": "check written files",
    "search": "find words in the catalogue of a run",
    "evaluate": "measure a run against the truth",
    "doctor": "show versions, models and what is missing",
}
"""The subcommands; each is a module of this package with `add_arguments(parser)` and `run(args) -> int`."""

INTERRUPTED, TERMINATED, UNKNOWN_ERROR, BAD_ARGUMENTS = 130, 143, 15, 1


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {message}\n")


class _TerminatedError(Exception):
    """The process was asked to end."""


def _terminate(_signum: int, _frame: object) -> None:
    raise _TerminatedError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line `argv` (without the program's name) and returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if not word.startswith("-")), "")
    parser = _Parser(prog="banmian", description="Turns scanned Chinese newspaper pages into structured text.")
    parser.add_argument("--version", action="version", version=f"banmian {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == chosen:
            # only the chosen command is imported: the others' packages cost seconds
            module = importlib.import_module(f"ocr.cli.{name}")
            module.add_arguments(sub)
            sub.set_defaults(_run=module.run)
    try:
        args = parser.parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    if not args.command:
        parser.print_help()
        return BAD_ARGUMENTS
    return _guarded(args)


def _guarded(args: argparse.Namespace) -> int:
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        return int(args._run(args))
    except BanmianError as problem:
        print(f"banmian: {problem}", file=sys.stderr)
        return problem.exit_code
    except KeyboardInterrupt:
        print("banmian: interrupted; finished pages are kept", file=sys.stderr)
        return INTERRUPTED
    except _TerminatedError:
        print("banmian: terminated; finished pages are kept", file=sys.stderr)
        return TERMINATED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        name = problem.filename or "a file"
        print(f"banmian: {name}: {problem.strerror} — check the path, its rights and the space", file=sys.stderr)
        return FileAccessError.exit_code
    finally:
        signal.signal(signal.SIGTERM, before)
