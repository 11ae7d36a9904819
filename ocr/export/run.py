"""A finished run written in other formats: page by page, scan by scan, issue by issue."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ocr.errors import ArgumentError, BanmianError, FileAccessError, InputError
from ocr.export.catalogue import Row, catalogue_rows, write_catalogue
from ocr.export.iiif import write_manifest
from ocr.export.issue import Issue, assemble, group_pages, has_masthead, whole_page
from ocr.export.json import FORMAT, read_page
from ocr.export.markdown import write_article, write_document
from ocr.export.metadata import Metadata, read_metadata
from ocr.export.mets import write_mets
from ocr.export.naming import PICTURES, Names, archive_name
from ocr.export.registry import ExportOptions, Format, Scope, page_writer
from ocr.export.scans import Scans
from ocr.export.search import SearchIndex
from ocr.export.tei import write_tei
from ocr.model import ArticleKind, Page

__all__ = ["Amend", "Exported", "export_run", "find_pages"]

Amend = Callable[[str, Page], tuple[Page, frozenset[str]]]
"""Gives for a page, known by the name of its files, what people made of it, and the lines whose text they checked."""

_PEEK = 64
"""Our JSON says its format in its first bytes."""
_INDEX = "search.sqlite"
_CATALOGUE = "catalogue.csv"
_KEPT = 8
"""Pages kept in memory, since several formats ask for each; a run may have thousands."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        files: what was written, in order.
        failures: what could not be written, as sentences with file and cure.
        problems: what the issues lack, as sentences.
    """

    files: tuple[Path, ...]
    failures: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page of the run: where it lies, and the path of its files in the export, without suffix."""

    source: Path
    name: str
    target: str
    told: Metadata
    front: bool
    scan: tuple[str, str]


def find_pages(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The pages of a run: for each the name of its files, relative to the folder, and its JSON; sorted by name.

    Raises:
        FileAccessError: when there is no such folder.
        InputError: when there is no page in it.
    """
    if not folder.is_dir():
        raise FileAccessError(f"there is no folder {folder}", cure="give the output folder of `banmian read`")
    found = []
    for path in sorted(folder.rglob("*.json")):
        try:
            with path.open("rb") as file:
                ours = f'"{FORMAT}"'.encode() in file.read(_PEEK)
        except OSError as error:
            raise FileAccessError(f"{path} cannot be read: {error.strerror}", cure="check its permissions") from error
        if ours:
            found.append((path.relative_to(folder).with_suffix("").as_posix(), path))
    if not found:
        raise InputError(f"there are no pages in {folder}", cure="give the output folder of `banmian read`")
    return tuple(found)


def _unchanged(_name: str, page: Page) -> tuple[Page, frozenset[str]]:
    return page, frozenset()


def export_run(
    folder: Path,
    formats: Sequence[Format],
    target: Path,
    *,
    scans: Sequence[Path] = (),
    options: ExportOptions = ExportOptions(),
    amend: Amend = _unchanged,
) -> Exported:
    """Writes the pages of `folder` in `formats` under `target`.

    A page, scan or issue that cannot be written is a failure in the answer, not the end.

    Args:
        folder: the output folder of a run.
        formats: what to write.
        target: the folder to write to, made when it is not there.
        scans: files and folders in which the scans lie, for formats that hold them.
        options: how to write.
        amend: applies corrections to each page.

    Raises:
        FileAccessError, InputError: when the folder holds no pages.
        ArgumentError: when what was read would be written over, or what is written taken for what was read.
    """
    if any(form.name == "json" for form in formats) and target.resolve().is_relative_to(folder.resolve()):
        raise ArgumentError(
            f"the JSON in {folder} is what was read; an export would write over it, or pass for pages of the run",
            cure="give a folder outside with -o",
        )
    job = _Job(folder, target, options, amend)
    by_scope = {scope: [form for form in formats if form.scope is scope] for scope in Scope}
    if by_scope[Scope.PAGE]:
        job.pages(by_scope[Scope.PAGE])
    for form in by_scope[Scope.SCAN]:
        job.scans(form, Scans(scans))
    told = by_scope[Scope.ARTICLE] + by_scope[Scope.ISSUE] + by_scope[Scope.RUN]
    if told:
        job.issues(told)
    return Exported(tuple(job.files), tuple(job.failures), tuple(dict.fromkeys(job.problems)))


class _Job:
    """One export: reads pages when they are needed, keeps an issue and a few pages in memory at most."""

    def __init__(self, folder: Path, target: Path, options: ExportOptions, amend: Amend) -> None:
        self._target = target
        self._options = options
        self._amend = amend
        self._kept = lru_cache(_KEPT)(self._read)
        self.files: list[Path] = []
        self.failures: list[str] = []
        self.problems: list[str] = []
        self._names = Names()
        self._entries = tuple(self._look(folder))
        groups = group_pages([(entry.told, entry.front) for entry in self._entries])
        self._groups = tuple(tuple(self._entries[index] for index in group) for group in groups)

    def _look(self, folder: Path) -> Iterator[_Entry]:
        for name, path in find_pages(folder):
            try:
                page, _ = self._kept(name, path)
            except (BanmianError, OSError) as error:
                self.failures.append(str(error))
                continue
            told = read_metadata(page)
            scan = (page.provenance.source, page.provenance.sha256)
            target = self._claim(self._names, self._name(name, told, page), name)
            yield _Entry(path, name, target, told, has_masthead(page), scan)

    def _claim(self, names: Names, wanted: str, what: str) -> str:
        """A name of its own for `what`; nothing is written over something else of this export."""
        name = names.claim(wanted)
        if name != wanted:
            self.problems.append(f"{what}: there is another {wanted}; this one is written as {name}")
        return name

    def _name(self, name: str, told: Metadata, page: Page) -> str:
        """The page's path in the export; as libraries name it when the newspaper's code is known."""
        if not self._options.code or told.day is None:
            return name
        number = told.page_label if told.page_label.isdigit() else str(page.number)
        return archive_name(self._options.code, told.day, int(number))

    def _page(self, entry: _Entry) -> Page:
        return self._kept(entry.name, entry.source)[0]

    def _read(self, name: str, path: Path) -> tuple[Page, frozenset[str]]:
        return self._amend(name, read_page(path.read_bytes(), str(path)))

    def _put(self, name: str, data: bytes) -> None:
        path = self._target / name
        draft = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            os.replace(draft, path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise FileAccessError(
                f"{path} cannot be written: {error.strerror}", cure="check space and permissions"
            ) from error
        self.files.append(path)

    def pages(self, forms: Sequence[Format]) -> None:
        """Each page in all of `forms`: it is read once."""
        for entry in self._entries:
            try:
                page, checked = self._kept(entry.name, entry.source)
                options = self._with_pictures(entry)
                for form in forms:
                    writer = page_writer(form.name, options, checked)
                    self._put(entry.target + form.suffix, writer.write(page))
            except BanmianError as error:
                self.failures.append(f"{entry.name}: {error}")

    def _with_pictures(self, entry: _Entry) -> ExportOptions:
        """The options with the folder of the pictures that were cut out of this page, when there is one."""
        markdown = self._options.markdown
        cut = entry.source.with_name(entry.source.stem + PICTURES)
        if markdown.images or not cut.is_dir():
            return self._options
        way = os.path.relpath(cut, (self._target / entry.target).parent).replace(os.sep, "/")
        return replace(self._options, markdown=replace(markdown, images=way))

    def scans(self, form: Format, found: Scans) -> None:
        from ocr.export.pdf import write_searchable_pdf  # takes as long to load as a page to write

        by_scan: dict[tuple[str, str], list[_Entry]] = {}
        for entry in self._entries:
            by_scan.setdefault(entry.scan, []).append(entry)
        names = Names()
        for (source, sha256), entries in by_scan.items():
            try:
                data = write_searchable_pdf([self._page(entry) for entry in entries], found.find(source, sha256))
                first = Path(entries[0].target)
                wanted = first if len(entries) == 1 else first.with_name(Path(source).stem)
                self._put(self._claim(names, wanted.as_posix(), source) + form.suffix, data)
            except BanmianError as error:
                self.failures.append(str(error))

    def _issues(self) -> Iterator[Issue]:
        for group in self._groups:
            try:
                issues = assemble([(entry.target, self._page(entry)) for entry in group])
            except BanmianError as error:
                self.failures.append(str(error))
                continue
            for issue in issues:
                named = issue.day.isoformat() if issue.day else issue.pages[0].name
                self.problems += [f"{named}: {problem}" for problem in issue.problems]
                yield issue

    def _issue_name(self, issue: Issue) -> str:
        """The path of an issue's own files, beside those of its pages."""
        home = Path(issue.pages[0].name).parent
        code = self._options.code.lower() or "issue"
        stem = f"{code}_{issue.day:%Y%m%d}" if issue.day else f"{code}_{Path(issue.pages[0].name).name}"
        return (home / stem).as_posix()

    def issues(self, forms: Sequence[Format]) -> None:
        """Each issue in all of `forms`, and into the catalogue and the index of the run: it is put together once."""
        names, issue_names = {form.name for form in forms}, Names()
        index = self._target / _INDEX
        draft = index.with_name(f".{_INDEX}.part")
        rows: list[Row] = []
        with ExitStack() as stack:
            search = None
            if "search" in names:
                self._target.mkdir(parents=True, exist_ok=True)
                draft.unlink(missing_ok=True)
                stack.callback(draft.unlink, missing_ok=True)  # what was not finished does not stay
                search = stack.enter_context(SearchIndex(draft))
            for issue in self._issues():
                name = self._claim(issue_names, self._issue_name(issue), issue.newspaper or "an issue")
                for form in forms:
                    if form.scope is not Scope.RUN:
                        self._issue(issue, name, form)
                rows += catalogue_rows(issue)
                if search is not None:
                    search.add([issue])
            if search is not None:
                search.close()
                os.replace(draft, index)
                self.files.append(index)
        if "catalogue" in names:
            self._put(_CATALOGUE, write_catalogue(rows))

    def _issue(self, issue: Issue, name: str, form: Format) -> None:
        try:
            match form.name:
                case "issue":
                    pages = [whole_page(issue, index) for index in range(len(issue.pages))]
                    self._put(name + form.suffix, write_document(pages, self._options.markdown))
                case "articles":
                    self._articles(issue, name, form)
                case "mets":
                    local = _relative(issue, Path(name).parent)
                    self._put(name + form.suffix, write_mets(local, created=self._options.created))
                case "iiif":
                    base, suffix = self._options.iiif_base, self._options.image_suffix
                    self._put(name + form.suffix, write_manifest(issue, base=base, image_suffix=suffix))
                case _:
                    self._put(name + form.suffix, write_tei(issue))
        except BanmianError as error:
            self.failures.append(f"{name}: {error}")

    def _articles(self, issue: Issue, name: str, form: Format) -> None:
        number = 0
        for article in issue.articles:
            if article.kind in (ArticleKind.FURNITURE, ArticleKind.MASTHEAD):
                continue
            index, _ = article.parts[0]
            page = whole_page(issue, index)
            told = next(part for part in page.articles if part.id == article.id)
            data = write_article(page, told, self._options.markdown)
            if data:
                number += 1
                self._put(f"{name}/{number:03d}{form.suffix}", data)


def _relative(issue: Issue, home: Path) -> Issue:
    """`issue` with the names of its pages as seen from `home`."""
    pages = tuple(replace(page, name=os.path.relpath(page.name, home).replace(os.sep, "/")) for page in issue.pages)
    return replace(issue, pages=pages)
