"""The upright page image in tiles and cut-outs, from a pyramid that is made when somebody looks."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.errors import BanmianError, FileAccessError, InputError
from ocr.geometry import Box
from ocr.model import Page
from ocr.review.doors import OpenScan

__all__ = ["PAGE_IMAGE_SUFFIXES", "TILE", "PageImages", "Pyramid"]

# The names of the upright page images in a run, the first found wins.
PAGE_IMAGE_SUFFIXES: Final = (".page.webp", ".page.png", ".page.jpg")

# A tile's side in pixels: a screen shows a dozen, each takes a few milliseconds to make.
TILE: Final = 512

# Newsprint keeps its strokes at this quality and a screen of it is under a megabyte.
JPEG_QUALITY: Final = 82

# A pyramid of a 60 megapixel grey page is 80 MB; two people look at two pages.
CACHED_PYRAMIDS: Final = 3
CACHED_TILES: Final = 600

# A cut-out is a line with some air; a whole page is asked for in tiles.
LARGEST_CUT_SIDE: Final = 4096

WHITE: Final = 255
VERSION_LENGTH: Final = 16

AskPage = Callable[[], Page]


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """The image at full size, half of it, a quarter, … `levels[0]` is the full one."""

    levels: tuple[NDArray[np.uint8], ...]

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Pyramid:
        """The pyramid over ``(H, W)`` or ``(H, W, 3)``, down to one tile."""
        levels = [pixels]
        while max(levels[-1].shape[:2]) > TILE:
            height, width = levels[-1].shape[:2]
            half = cv2.resize(
                levels[-1], (max(1, (width + 1) // 2), max(1, (height + 1) // 2)), interpolation=cv2.INTER_AREA
            )
            levels.append(half.astype(np.uint8, copy=False))
        return cls(tuple(levels))

    def tile(self, level: int, column: int, row: int) -> bytes:
        """One tile as JPEG.

        Raises:
            IndexError: when there is no such tile.
        """
        if not 0 <= level < len(self.levels) or column < 0 or row < 0:
            raise IndexError(f"no level {level}")
        part = self.levels[level][row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
        if part.size == 0:
            raise IndexError(f"no tile {column}, {row} at level {level}")
        return _jpeg(part)

    def cut(self, box: Box) -> bytes:
        """The part inside `box` as JPEG.

        Raises:
            IndexError: when the box is off the page or larger than a cut-out may be.
        """
        height, width = self.levels[0].shape[:2]
        box = box.clip(width, height)
        if not box.area or max(box.width, box.height) > LARGEST_CUT_SIDE:
            raise IndexError("no such cut-out")
        return _jpeg(self.levels[0][box.slices])

    def grey(self) -> NDArray[np.uint8]:
        """The full image ``(H, W)`` without colour."""
        full = self.levels[0]
        return full if full.ndim == 2 else cv2.cvtColor(full, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


class PageImages:
    """Finds and keeps page images: the run's own, or made upright again from the scans.

    Args:
        scans: scan files, and folders of them.
        open_scan: None when scans cannot be opened here.
    """

    def __init__(self, scans: Sequence[Path] = (), open_scan: OpenScan | None = None) -> None:
        self._scans = tuple(scans)
        self._open_scan = open_scan
        self._pyramids: OrderedDict[str, Pyramid] = OrderedDict()
        self._tiles: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._found_scans: dict[Path, Path | None] = {}
        self._building = threading.Lock()

    def pyramid(self, page_file: Path, page: AskPage) -> Pyramid:
        """The pyramid of the page whose JSON file is `page_file`.

        Args:
            page_file: beside which the run's own image lies.
            page: asked for only when there is none, so that an image can be shown while the page is still being read.

        Raises:
            InputError: when there is neither a page image nor a scan, with the cure.
        """
        key = self.version(page_file)
        with self._lock:
            if key in self._pyramids:
                self._pyramids.move_to_end(key)
                return self._pyramids[key]
        with self._building:  # one at a time: a broadsheet takes a hundred megabytes while it is made
            with self._lock:
                if key in self._pyramids:
                    return self._pyramids[key]
            pyramid = Pyramid.of(self._pixels(page_file, page))
            with self._lock:
                self._pyramids[key] = pyramid
                while len(self._pyramids) > CACHED_PYRAMIDS:
                    self._pyramids.popitem(last=False)
            return pyramid

    def version(self, page_file: Path) -> str:
        """Another text whenever the page or its image was written again, so that no old picture is shown of it."""
        own = self._own_image(page_file)
        stamps = [path.stat().st_mtime_ns for path in (page_file, own) if path is not None and path.exists()]
        return hashlib.sha256(repr((page_file, stamps)).encode()).hexdigest()[:VERSION_LENGTH]

    def grey(self, page_file: Path, page: Page) -> NDArray[np.uint8]:
        """The page image ``(H, W)`` without colour; it is not kept.

        Raises:
            InputError: as `pyramid` does.
        """
        return Pyramid((self._pixels(page_file, lambda: page),)).grey()

    def tile(self, page_file: Path, page: AskPage, level: int, column: int, row: int) -> bytes:
        key = (self.version(page_file), level, column, row)
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        data = self.pyramid(page_file, page).tile(level, column, row)
        with self._lock:
            self._tiles[key] = data
            while len(self._tiles) > CACHED_TILES:
                self._tiles.popitem(last=False)
        return data

    def warm(self, page_file: Path, page: AskPage) -> None:
        """Begins to make the pyramid, so that it is there when the first tile is asked for."""
        with self._lock:
            if self.version(page_file) in self._pyramids:
                return
        threading.Thread(target=self._warm, args=(page_file, page), daemon=True).start()

    def _warm(self, page_file: Path, page: AskPage) -> None:
        with contextlib.suppress(BanmianError):  # told when somebody asks for a tile
            self.pyramid(page_file, page)

    def exists(self, page_file: Path, page: Page) -> bool:
        """Whether a picture can be shown."""
        return self._own_image(page_file) is not None or self._scan_file(page_file, page) is not None

    def _pixels(self, page_file: Path, ask_page: AskPage) -> NDArray[np.uint8]:
        own = self._own_image(page_file)
        if own is not None:
            return _decode(own)
        page = ask_page()
        scan = self._scan_file(page_file, page)
        if scan is None or self._open_scan is None:
            raise InputError(
                f"{page.provenance.source}, page {page.number}: there is no page image in the run and no scan",
                cure="run the reader with --page-images, or give the folder of the scans with --scans",
            )
        return _upright(self._open_scan(scan, page.provenance.page_index), page)

    def _own_image(self, page_file: Path) -> Path | None:
        stem = page_file.with_suffix("")
        candidates = (stem.with_name(stem.name + suffix) for suffix in PAGE_IMAGE_SUFFIXES)
        return next((path for path in candidates if path.is_file()), None)

    def _scan_file(self, page_file: Path, page: Page) -> Path | None:
        """The page's scan; its bytes are compared once, not whenever the page is opened."""
        if page_file not in self._found_scans:
            self._found_scans[page_file] = self._find_scan(page)
        return self._found_scans[page_file]

    def _find_scan(self, page: Page) -> Path | None:
        """The scan by its name, wherever it lies under the scans' folder, if its bytes are those that were read."""
        if self._open_scan is None:
            return None
        for path in (
            path for given in self._scans for path in (sorted(given.rglob("*")) if given.is_dir() else [given])
        ):
            if path.name == page.provenance.source and path.is_file():
                with path.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() == page.provenance.sha256:
                        return path
        return None


def _decode(path: Path) -> NDArray[np.uint8]:
    try:
        data = np.fromfile(path, dtype=np.uint8)
    except OSError as error:
        raise FileAccessError(f"{path}: {error.strerror}", cure="see to the permission to read it") from error
    pixels = cv2.imdecode(data, cv2.IMREAD_ANYCOLOR) if data.size else None
    if pixels is None:
        raise InputError(f"{path}: the page image cannot be read", cure="run the reader with --page-images again")
    return np.asarray(pixels, dtype=np.uint8)


def _upright(scan: NDArray[np.uint8], page: Page) -> NDArray[np.uint8]:
    """The scan turned into the page's frame, white where the scan does not reach; colours in OpenCV's order."""
    provenance = page.provenance
    pixels = scan if scan.ndim == 2 else cv2.cvtColor(scan, cv2.COLOR_RGB2BGR)
    size = (provenance.scan_width, provenance.scan_height)
    if (scan.shape[1], scan.shape[0]) != size:  # drawn at another resolution than it was read at
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    m = provenance.to_scan
    matrix = np.array([[m.a, m.b, m.c], [m.d, m.e, m.f]], dtype=np.float64)
    turned = cv2.warpAffine(
        pixels,
        matrix,
        (page.width, page.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(WHITE, WHITE, WHITE),
    )
    return np.asarray(turned, dtype=np.uint8)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise InputError("a part of the page image could not be encoded", cure="report this with the page's file")
    return data.tobytes()
