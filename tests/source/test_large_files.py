"""Files of gigabytes and of ten thousand pages are opened page by page, in little memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ocr.errors import InputError, OversizeError
from ocr.source import open_source

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024**2
_PEAK = """
import resource, sys
from ocr.source import open_source
source = open_source(sys.argv[1], pages=sys.argv[2])
(scan,) = source.scans()
print(scan.index, scan.raster.width, scan.raster.height, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_BASE = "import resource, ocr.source; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def sparse_tiff(path: Path, pages: int, width: int, height: int) -> None:
    """A TIFF of black pages, uncompressed; its pixels are holes of the file system."""
    body = width * height
    tags = [
        *((256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 0), (277, 3, 1)),
        *((278, 4, height), (279, 4, body)),
    ]
    directory = 2 + 12 * len(tags) + 4
    with path.open("wb") as file:
        file.write(struct.pack("<2sHI", b"II", 42, 8))
        for page in range(pages):
            begin = 8 + page * (directory + body)
            file.seek(begin)
            file.write(struct.pack("<H", len(tags)))
            for tag, kind, value in tags:
                file.write(struct.pack("<HHII", tag, kind, 1, begin + directory if tag == 273 else value))
            file.write(struct.pack("<I", begin + directory + body if page + 1 < pages else 0))
        file.truncate(8 + pages * (directory + body))


def thin_pdf(path: Path, pages: int) -> None:
    """A PDF whose pages are one and the same small picture."""
    with pikepdf.new() as pdf:
        pixels = pikepdf.Stream(
            pdf, bytes(64 * 64), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=64, Height=64,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        pdf.add_blank_page(page_size=(64, 64))
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(pixels)))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"64 0 0 64 0 0 cm /Im0 Do")
        pdf.pages.extend([pdf.pages[0]] * (pages - 1))
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def peak(script: str, *words: str) -> list[int]:
    """The numbers that `script`, a program of its own, prints."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", script, *words], check=True, capture_output=True, text=True, env=environment
    )
    return [int(word) for word in done.stdout.split()]


@pytest.mark.slow
def test_one_page_of_a_tiff_of_two_gigabytes_takes_the_memory_of_one_page(tmp_path: Path) -> None:
    """The 57th of sixty pages of 36 megapixels costs a few times its own size, not the file's."""
    sparse_tiff(tmp_path / "volume.tif", 60, 5000, 7200)
    assert (tmp_path / "volume.tif").stat().st_size > 2 * 1024 * MEGABYTE
    index, width, height, kilobytes = peak(_PEAK, str(tmp_path / "volume.tif"), "57")
    assert (index, width, height) == (56, 5000, 7200)
    (before,) = peak(_BASE)
    assert (kilobytes - before) * 1024 < 4 * 5000 * 7200


@pytest.mark.slow
def test_the_last_of_ten_thousand_pages_is_found(tmp_path: Path) -> None:
    """A PDF of many pages is opened without drawing them."""
    thin_pdf(tmp_path / "years.pdf", 10_000)
    assert len(open_source(tmp_path / "years.pdf")) == 10_000
    index, width, height, kilobytes = peak(_PEAK, str(tmp_path / "years.pdf"), "10000")
    assert (index, width, height) == (9999, 64, 64)
    (before,) = peak(_BASE)
    assert (kilobytes - before) * 1024 < 64 * MEGABYTE


def test_a_tiff_whose_pages_go_round_in_a_circle_has_an_end(tmp_path: Path) -> None:
    """The last page's link leads back to the first: each page comes once."""
    path = tmp_path / "circle.tif"
    sparse_tiff(path, 3, 40, 30)
    data = bytearray(path.read_bytes())
    directory = 2 + 12 * 9 + 4
    last = 8 + 2 * (directory + 40 * 30)
    data[last + directory - 4 : last + directory] = struct.pack("<I", 8)
    assert [scan.index for scan in open_source(bytes(data)).scans()] == [0, 1, 2]


def test_a_large_fax_page_within_the_limit_is_read(tmp_path: Path) -> None:
    """Pillow's own limit, lower than ours, looks at compressed TIFF once more when it is decoded."""
    Image.new("1", (13_000, 14_000), 1).save(tmp_path / "plan.tif", compression="group4")
    (scan,) = open_source(tmp_path / "plan.tif").scans()
    assert scan.raster.pixels.shape == (14_000, 13_000)


def test_a_small_page_of_gigantic_tiles_is_refused() -> None:
    """The tile that a TIFF claims is made in memory whole: it may be no larger than a page."""
    side, tile = 64, 30_000
    tags = [
        (256, side),
        (257, side),
        (258, 8),
        (259, 5),
        (262, 1),
        (277, 1),
        (322, tile),
        (323, tile),
        (324, 0),
        (325, 8),
    ]
    end = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, end if tag == 324 else value) for tag, value in tags)
    trap = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4) + bytes(8)
    with pytest.raises(OversizeError, match="30000 × 30000"):
        list(open_source(trap).scans())


def test_a_pdf_that_claims_a_million_pages_and_has_none_is_damaged_as_a_whole() -> None:
    """Its page tree is its own child: one message, not a million."""
    trap = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj
trailer<</Root 1 0 R>>
"""
    with pytest.raises(InputError, match="claims 1000000 pages"):
        open_source(trap)


def test_a_file_that_was_replaced_has_a_checksum_of_its_own(tmp_path: Path) -> None:
    """Size and time may be the old ones: the checksum that was remembered is not taken for the new file's."""
    path = tmp_path / "page.pgm"
    path.write_bytes(b"P5 2 2 255\n" + b"\x00\x01\x02\x03")
    times = path.stat()
    before = next(open_source(path).scans()).sha256
    path.write_bytes(b"P5 2 2 255\n" + b"\x00\x01\x02\x04")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    after = next(open_source(path).scans()).sha256
    assert before != after
    assert after == next(open_source(path.read_bytes()).scans()).sha256
