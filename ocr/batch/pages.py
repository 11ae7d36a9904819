"""The page function of real jobs: the pipeline, and the writers of the formats that were asked for."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from ocr.batch.names import page_stem
from ocr.batch.work import Artefact, Identity, PageWork
from ocr.errors import ArgumentError, InputError, OutputError
from ocr.export.alto import AltoWriter
from ocr.export.hocr import HocrWriter
from ocr.export.json import JsonWriter
from ocr.export.markdown import ColumnBreaks, MarkdownOptions, MarkdownWriter
from ocr.export.naming import PICTURES
from ocr.export.overlay import render
from ocr.export.page_xml import PageXmlWriter
from ocr.export.pictures import cut_pictures
from ocr.pipeline import PROGRAM, Digitized, Pipeline
from ocr.recognition import READERS, TEXT_LAYERS
from ocr.settings import Settings, choose_settings
from ocr.source import DEFAULT_MAX_MEGAPIXELS, open_source

__all__ = ["FORMATS", "PipelineJob", "add_page_arguments", "limits_note", "page_job"]

_PAGE_IMAGE_QUALITY = 80
"""JPEG quality of the page image for the review page: a third of a megabyte a page, no rings around characters."""
_USUAL_FORMATS = "md,json,overlay"


def _page_image(digitized: Digitized) -> bytes:
    done, data = cv2.imencode(".jpg", digitized.sheet.grey, [cv2.IMWRITE_JPEG_QUALITY, _PAGE_IMAGE_QUALITY])
    if not done:
        raise OutputError("the page image cannot be written as JPEG", cure="leave the format image out")
    return data.tobytes()


FORMATS: dict[str, tuple[str, Callable[[Digitized], bytes]]] = {
    "json": (JsonWriter().suffix, lambda digitized: JsonWriter().write(digitized.page)),
    "overlay": (".overlay.png", lambda digitized: render(digitized.page, digitized.sheet.grey)),
    "image": (".page.jpg", _page_image),
    "alto": (AltoWriter().suffix, lambda digitized: AltoWriter().write(digitized.page)),
    "page": (PageXmlWriter().suffix, lambda digitized: PageXmlWriter().write(digitized.page)),
    "hocr": (HocrWriter().suffix, lambda digitized: HocrWriter().write(digitized.page)),
}
"""The ending and the writer of each format besides Markdown, which has options of its own."""


@functools.lru_cache(maxsize=1)
def _pipeline(settings: Settings) -> Pipeline:
    """One a process, so that the models are loaded once; one thread, since there is a process a core."""
    return Pipeline(settings, threads=1)


@dataclass(frozen=True, slots=True)
class PipelineJob:
    """A `PageJob`: reads pages with the pipeline.

    Attributes:
        formats: ``md`` and the names of `FORMATS`.
        pictures: whether they are cut out, and linked from the Markdown.
        dpi: at which born-digital PDF pages are drawn.
    """

    settings: Settings
    formats: tuple[str, ...]
    markdown: MarkdownOptions
    pictures: bool = False
    max_megapixels: float = DEFAULT_MAX_MEGAPIXELS
    dpi: float | None = None
    password: str | None = None

    def identify(self) -> Identity:
        wanted = f"{self.settings.fingerprint} {','.join(self.formats)} {self.markdown!r} {self.dpi}"
        wanted += " pictures" if self.pictures else ""
        return Identity(PROGRAM, (_pipeline(self.settings).reader.fingerprint,), wanted)

    def count_pages(self, path: Path) -> int:
        return len(open_source(path, dpi=self.dpi, password=self.password, max_megapixels=self.max_megapixels))

    def read_page(self, path: Path, index: int) -> PageWork:
        source = open_source(
            path, pages=str(index + 1), dpi=self.dpi, password=self.password, max_megapixels=self.max_megapixels
        )
        scan = next(source.scans(), None)
        if scan is None:
            raise InputError(f"{path}, page {index + 1}: there is no such page", cure="look at the scan again")
        digitized = _pipeline(self.settings).digitize(scan, index + 1)
        artefacts = []
        markdown = self.markdown
        if self.pictures:
            # the folder beside the page's files, as the Markdown sees it
            markdown = replace(markdown, images=page_stem(path.name, index).name + PICTURES)
            cut = cut_pictures(digitized.page, scan.raster.pixels)
            artefacts += [Artefact(f"{PICTURES}/{name}", data) for name, data in cut]
        # the JSON comes last: where it is, the page is complete
        for name in sorted(self.formats, key=lambda name: name == "json"):
            if name == "md":
                writer = MarkdownWriter(markdown)
                artefacts.append(Artefact(writer.suffix, writer.write(digitized.page)))
            else:
                suffix, write = FORMATS[name]
                artefacts.append(Artefact(suffix, write(digitized)))
        return PageWork(digitized.page, tuple(artefacts))


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what `page_job` reads."""
    reading = parser.add_argument_group("reading")
    reading.add_argument("--reader", choices=READERS, help="who reads the lines (default: consensus of two)")
    reading.add_argument("--model", metavar="NAME", help="Tesseract model: chi_sim, chi_tra … or a .traineddata file")
    reading.add_argument(
        "--text-layer",
        choices=TEXT_LAYERS,
        help="characters that a PDF names itself: judged and used where right (auto, the default), used, or ignored",
    )
    reading.add_argument("--settings", type=Path, metavar="FILE", help="TOML file with settings of the stages")
    reading.add_argument("--dpi", type=float, help="resolution at which born-digital PDF pages are drawn (300)")
    reading.add_argument("--password", help="for encrypted PDFs")
    reading.add_argument(
        "--max-megapixels",
        type=float,
        default=DEFAULT_MAX_MEGAPIXELS,
        metavar="N",
        help="refuse larger pages (%(default)g)",
    )
    form = parser.add_argument_group("form of the output")
    form.add_argument(
        "--formats",
        default=_USUAL_FORMATS,
        metavar="LIST",
        help=f"of md,{','.join(FORMATS)} (default: {_USUAL_FORMATS})",
    )
    form.add_argument("--front-matter", action="store_true", help="begin the Markdown with YAML about the page")
    form.add_argument("--ads", action="store_true", help="keep advertisements, as quotations")
    form.add_argument(
        "--column-breaks",
        choices=[choice.value for choice in ColumnBreaks],
        default=ColumnBreaks.JOIN.value,
        help="what becomes of paragraphs that run on in the next column (%(default)s)",
    )
    form.add_argument("--pictures", action="store_true", help="cut the pictures out and link them")


def page_job(args: argparse.Namespace) -> PipelineJob:
    """The page function that `args` asks for.

    Raises:
        ArgumentError: when a format is not known.
        SettingsError: when the settings file is not valid.
    """
    formats = tuple(dict.fromkeys(name.strip() for name in args.formats.split(",") if name.strip()))
    unknown = [name for name in formats if name != "md" and name not in FORMATS]
    if unknown or not formats:
        raise ArgumentError(
            f"--formats {args.formats!r}: there is no format {', '.join(unknown)}",
            cure=f"choose from md, {', '.join(FORMATS)}",
        )
    return PipelineJob(
        settings=choose_settings(args.settings, reader=args.reader, model=args.model, text_layer=args.text_layer),
        formats=formats,
        markdown=MarkdownOptions(args.front_matter, args.ads, ColumnBreaks(args.column_breaks)),
        pictures=args.pictures,
        max_megapixels=args.max_megapixels,
        dpi=args.dpi,
        password=args.password,
    )


def limits_note(args: argparse.Namespace) -> str:
    """The limits of the page function, as text."""
    return f"{args.max_megapixels:g} MP"
