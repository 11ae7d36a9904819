"""The options of a folder job on the command line, for `batch` and `watch` alike."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from ocr.batch.cluster import DaskExecutor
from ocr.batch.discovery import check_apart, parse_shard
from ocr.batch.executor import Executor
from ocr.batch.folder_job import JobSettings
from ocr.batch.ledger import Ledger, Settling
from ocr.batch.local import LocalExecutor
from ocr.batch.work import Limits, PageJob
from ocr.cores import usable_cores
from ocr.errors import ArgumentError

__all__ = ["JobOptions", "add_job_arguments", "job_options"]

_MEGABYTE = 1024**2
_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class JobOptions:
    """A folder job as asked for."""

    source: Path
    target: Path
    workers: int
    scheduler: str
    limits: Limits
    settling: Settling
    settings: JobSettings
    quarantine: Path | None

    def executor(self, job: PageJob) -> Executor:
        """Local processes, or the cluster when a scheduler was named.

        Raises:
            DependencyError: when the cluster cannot be reached.
        """
        if self.scheduler:
            return DaskExecutor(job, self.scheduler, self.limits)
        return LocalExecutor(job, self.workers, self.limits)

    def ledger(self) -> Ledger:
        """The state of the output folder; to be opened."""
        return Ledger(self.target, self.settling, self.quarantine)


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what `job_options` reads."""
    parser.add_argument("input", metavar="IN", type=Path, help="folder of scans (or one file)")
    parser.add_argument("output", metavar="OUT", type=Path, help="folder to write; its tree mirrors IN")
    speed = parser.add_argument_group("speed and limits")
    speed.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    speed.add_argument("--scheduler", default="", metavar="ADDRESS", help="use the Dask cluster at ADDRESS")
    speed.add_argument(
        "--shard", default="0/1", metavar="I/N", help="do part I (from 0) of N of the files (default: all)"
    )
    speed.add_argument(
        "--page-timeout", type=float, default=_USUAL.seconds, metavar="S", help="seconds for one page (%(default)g)"
    )
    speed.add_argument(
        "--memory",
        type=int,
        default=_USUAL.memory // _MEGABYTE,
        metavar="MB",
        help="memory for one process (%(default)d)",
    )
    speed.add_argument(
        "--recycle",
        type=int,
        default=_USUAL.recycle,
        metavar="N",
        help="pages a process reads in its life (%(default)d)",
    )
    again = parser.add_argument_group("what is done again")
    again.add_argument("--force", action="store_true", help="read every page, done or not")
    again.add_argument(
        "--update", action="store_true", help="know unchanged files by size and time, without reading them"
    )
    again.add_argument("--retry-quarantined", action="store_true", help="try quarantined pages once more")
    trouble = parser.add_argument_group("trouble")
    trouble.add_argument(
        "--retries", type=int, default=1, metavar="N", help="further attempts at a failed page (%(default)d)"
    )
    trouble.add_argument(
        "--halt-fail",
        type=float,
        default=0.0,
        metavar="N",
        help="end after N failures, or a share of them if under 1 (default: never)",
    )
    trouble.add_argument("--quarantine", type=Path, metavar="DIR", help="where reasons go (default: OUT/quarantine)")


def job_options(args: argparse.Namespace, *, limits_note: str = "") -> JobOptions:
    """The job that `args` asks for; `limits_note` tells limits of the page function itself.

    Raises:
        ArgumentError: when it cannot be obeyed.
    """
    source: Path = args.input
    if not source.exists():
        raise ArgumentError(f"{source}: there is no such file or folder", cure="name a folder of scans")
    check_apart(source, args.output)
    if args.quarantine is not None:
        check_apart(source, args.quarantine)
    for name, least in (("workers", 0), ("page_timeout", 0.001), ("memory", 1), ("recycle", 1), ("retries", 0)):
        if not getattr(args, name) >= least:
            option = "--" + name.replace("_", "-")
            raise ArgumentError(f"{option} {getattr(args, name)} is too small", cure=f"give at least {least:g}")
    if not args.halt_fail >= 0:
        raise ArgumentError(
            f"--halt-fail {args.halt_fail:g} is no count and no share", cure="give a count, or a share under 1"
        )
    limits = Limits(seconds=args.page_timeout, memory=args.memory * _MEGABYTE, recycle=args.recycle)
    return JobOptions(
        source=source,
        target=args.output,
        workers=args.workers or usable_cores(),
        scheduler=args.scheduler,
        limits=limits,
        settling=Settling(
            force=args.force,
            retry_quarantined=args.retry_quarantined,
            limits=" ".join(filter(None, (f"{limits.seconds:g} s", f"{args.memory} MB", limits_note))),
        ),
        settings=JobSettings(
            shard=parse_shard(args.shard), update=args.update, retries=args.retries, halt_fail=args.halt_fail
        ),
        quarantine=args.quarantine,
    )
