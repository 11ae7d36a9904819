"""The pre-flight: looks at every page of a folder with the limits of a job, writes nothing."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from ocr.batch.discovery import find_files
from ocr.batch.executor import Executor
from ocr.batch.findings import Finding, InspectSettings, Kind, judge_file_names, judge_page, judge_twins
from ocr.batch.folder_job import Stop
from ocr.batch.looking import PageLook
from ocr.batch.work import Answer, Done, Failed, PageRequest, Probe, Probed, Request, ScanFile

__all__ = ["Inspection", "inspect_folder"]

_PAUSE = 0.5


@dataclass(slots=True)
class Inspection:
    """What was seen: files, pages, and the findings in order of names."""

    files: int = 0
    pages: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def unreadable(self) -> int:
        return sum(finding.kind == Kind.UNREADABLE.value for finding in self.findings)


def inspect_folder(folder: Path, executor: Executor, settings: InspectSettings, stop: Stop) -> Inspection:
    """Looks at all pages below `folder`; `executor` runs a `ocr.batch.looking.LookJob`.

    Raises:
        FileAccessError: when the folder cannot be listed.
    """
    return _Inspector(folder, executor, settings, stop).run()


class _Inspector:
    def __init__(self, folder: Path, executor: Executor, settings: InspectSettings, stop: Stop) -> None:
        self._files = iter(find_files(folder))
        self._executor = executor
        self._settings = settings
        self._stop = stop
        self._ready: deque[tuple[ScanFile, PageRequest]] = deque()
        self._hands: dict[int, tuple[ScanFile, Request]] = {}
        self._ticket = 0
        self._result = Inspection()
        self._sums: dict[str, str] = {}
        self._looks: dict[tuple[str, int], PageLook] = {}
        self._names: list[str] = []

    def run(self) -> Inspection:
        try:
            while not self._stop.at_once:
                while len(self._hands) < self._executor.capacity and not self._stop.after_pages and self._hand_out():
                    pass
                if not self._hands:
                    break
                for ticket, answer, _ in self._executor.wait(_PAUSE):
                    self._take(*self._hands.pop(ticket), answer)
        finally:
            self._executor.close()
        self._result.findings += judge_twins(self._sums, self._looks, self._settings)
        self._result.findings += judge_file_names(self._names, self._settings)
        self._result.findings.sort()
        return self._result

    def _hand_out(self) -> bool:
        request: Request
        if self._ready:
            file, request = self._ready.popleft()
        else:
            found = next(self._files, None)
            if found is None:
                return False
            file, request = found, Probe(found.path)
            self._names.append(file.name)
            self._result.files += 1
        self._ticket += 1
        self._executor.submit(self._ticket, request)
        self._hands[self._ticket] = (file, request)
        return True

    def _take(self, file: ScanFile, request: Request, answer: Answer) -> None:
        page = request.index + 1 if isinstance(request, PageRequest) else 0
        match answer:
            case Probed():
                self._sums[file.name] = answer.facts.sha256
                for index in range(answer.facts.pages):
                    self._ready.append((file, PageRequest(file.path, answer.facts, index)))
            case Done():
                look = PageLook(**json.loads(answer.artefacts[0].content))
                self._looks[file.name, page] = look
                self._result.pages += 1
                self._result.findings += judge_page(file.name, page, look, self._settings)
            case Failed():
                self._result.findings.append(
                    Finding(file.name, page, Kind.UNREADABLE.value, f"{answer.error}: {answer.message}")
                )
