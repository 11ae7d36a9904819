"""Scans come out of files as they went in, and bad files say what is wrong."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.errors import ArgumentError, EmptyInputError, EncryptedError, FileAccessError, InputError, OversizeError
from ocr.raster import Scan
from ocr.source import PageRanges, find_scans, open_source

GREY = np.add.outer(np.arange(90) * 2, np.arange(60)).astype(np.uint8)


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _only(data: bytes | Path, **options: object) -> Scan:
    (scan,) = open_source(data, **options).scans()  # type: ignore[arg-type]
    return scan


def _scanned_pdf(pages: list[np.ndarray], **page_entries: object) -> bytes:
    """A PDF whose pages are lossless grey images at 300 dpi."""
    pdf = pikepdf.new()
    for pixels in pages:
        high, wide = pixels.shape
        image = pikepdf.Stream(
            pdf, pixels.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=wide, Height=high,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        size = wide * 72 / 300, high * 72 / 300
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pikepdf.Stream(pdf, f"{size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do".encode())
        for key, value in page_entries.items():
            page[f"/{key}"] = value
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG2000", "WEBP"])
def test_lossless_image_keeps_its_pixels(kind: str) -> None:
    """A lossless image comes out pixel by pixel as it was written, whatever the format."""
    options = {"lossless": True} if kind == "WEBP" else {}
    pixels = _only(_bytes(Image.fromarray(GREY), kind, **options)).raster.pixels
    grey = pixels if pixels.ndim == 2 else pixels[:, :, 1]
    assert np.array_equal(grey, GREY)


def test_scanned_pdf_gives_the_pixels_of_its_image() -> None:
    """The page image of a scanned PDF is not resampled, and its resolution is told."""
    noise = np.random.default_rng(5).integers(0, 256, (301, 203), dtype=np.uint8)
    raster = _only(_scanned_pdf([noise])).raster
    assert np.array_equal(raster.pixels, noise)
    assert raster.dpi == pytest.approx(300, abs=0.1)


def test_rotation_flag_of_a_pdf_turns_the_page() -> None:
    """A page flagged to be shown a quarter turn clockwise comes out turned, still pixel by pixel."""
    noise = np.random.default_rng(6).integers(0, 256, (301, 203), dtype=np.uint8)
    assert np.array_equal(_only(_scanned_pdf([noise], Rotate=90)).raster.pixels, np.rot90(noise, -1))


def test_crop_box_cuts_the_page() -> None:
    """Only what lies inside the crop box is the page."""
    noise = np.random.default_rng(7).integers(0, 256, (300, 200), dtype=np.uint8)
    crop = pikepdf.Array([0, 0, 24, 36])
    assert np.array_equal(_only(_scanned_pdf([noise], CropBox=crop)).raster.pixels, noise[150:, :100])


def test_strips_of_a_scan_are_put_together() -> None:
    """A page scanned in strips is one scan at the strips' resolution."""
    noise = np.random.default_rng(8).integers(0, 256, (300, 200), dtype=np.uint8)
    pdf = pikepdf.open(io.BytesIO(_scanned_pdf([noise])))
    page, strips, commands = pdf.pages[0], pikepdf.Dictionary(), []
    for i in range(3):
        part = noise[100 * i : 100 * i + 100]
        strips[f"/S{i}"] = pikepdf.Stream(
            pdf, part.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=200, Height=100,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        commands.append(f"q 48 0 0 24 0 {48 - 24 * i} cm /S{i} Do Q")
    page.Resources = pikepdf.Dictionary(XObject=strips)
    page.Contents = pikepdf.Stream(pdf, "\n".join(commands).encode())
    stream = io.BytesIO()
    pdf.save(stream)
    assert np.array_equal(_only(stream.getvalue()).raster.pixels, noise)


def test_page_without_image_is_drawn_at_the_wanted_resolution() -> None:
    """A born-digital page is drawn at 300 dpi, or at what is asked for."""
    pdf, stream = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(72, 144))
    pdf.save(stream)
    assert _only(stream.getvalue()).raster.pixels.shape == (600, 300)
    drawn = _only(stream.getvalue(), dpi=100.0).raster
    assert drawn.pixels.shape == (200, 100)
    assert drawn.dpi == pytest.approx(100)


def test_pages_are_chosen_and_keep_their_numbers() -> None:
    """Of three pages the first and the last are read; each knows its place in the file."""
    pages = [np.full((30, 20), shade, np.uint8) for shade in (10, 20, 30)]
    source = open_source(_scanned_pdf(pages), pages="1,3")
    assert len(source) == 2
    assert [(scan.index, int(scan.raster.pixels[9, 9])) for scan in source.scans()] == [(0, 10), (2, 30)]


def test_tiff_of_many_fax_pages() -> None:
    """Each page of a G4 TIFF is a scan of black and white."""
    pages = [Image.fromarray(np.where(limit < GREY, 255, 0).astype(np.uint8)).convert("1") for limit in (50, 120)]
    scans = list(
        open_source(_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4")).scans()
    )
    assert [scan.index for scan in scans] == [0, 1]
    assert np.array_equal(scans[1].raster.pixels, np.where(GREY > 120, 255, 0))


def test_sixteen_bits_become_eight() -> None:
    """A 16-bit grey keeps its upper eight bits; one of 12 bits is not read as a black page."""
    full = Image.fromarray(GREY.astype(np.uint16) * 257)
    assert np.array_equal(_only(_bytes(full, "PNG")).raster.pixels, GREY)
    twelve = Image.fromarray(GREY.astype(np.uint16) * 16)
    assert np.array_equal(_only(_bytes(twelve, "TIFF")).raster.pixels, GREY)


def test_transparent_pixels_show_paper() -> None:
    """What is transparent is white, not black."""
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert (_only(_bytes(image, "PNG")).raster.pixels == 255).all()


def test_cmyk_and_palettes_become_rgb() -> None:
    """Press colours and palettes come out as red, green and blue."""
    cyan = _only(_bytes(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "TIFF")).raster.pixels[4, 4]
    assert cyan[0] < 60 < 180 < cyan[2]
    red = Image.new("RGB", (8, 8), (200, 0, 0)).quantize(4)
    assert tuple(_only(_bytes(red, "PNG")).raster.pixels[4, 4]) == (200, 0, 0)


def test_exif_orientation_turns_the_page() -> None:
    """A photograph taken with the camera on its side stands upright."""
    exif = Image.Exif()
    exif[274] = 6
    image = Image.fromarray(GREY)
    assert np.array_equal(_only(_bytes(image, "PNG", exif=exif)).raster.pixels, np.rot90(GREY, -1))


def test_resolution_is_believed_when_it_can_be_true() -> None:
    """300 dpi on a small page is taken; 72 dpi on one that would be two metres high is not."""
    assert _only(_bytes(Image.new("L", (2000, 2000)), "PNG", dpi=(300, 300))).raster.dpi == pytest.approx(300, abs=0.1)
    assert _only(_bytes(Image.new("L", (60, 6000)), "PNG", dpi=(72, 72))).raster.dpi == 0


def test_name_and_checksum_belong_to_the_file(tmp_path: Path) -> None:
    """A scan knows its file's name without folders and the checksum of its bytes."""
    path = tmp_path / "page.png"
    path.write_bytes(_bytes(Image.fromarray(GREY), "PNG"))
    scan = _only(path)
    assert scan.source == "page.png"
    assert scan.sha256 == _only(path.read_bytes()).sha256
    assert len(scan.sha256) == 64


@pytest.mark.parametrize("data", [b"just text", b"%PDF-1.7 and then nothing"])
def test_what_is_no_scan_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    """A text file called .png and a broken PDF are input errors that name the file and a cure."""
    path = tmp_path / "page.png"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"page\.png") as caught:
        open_source(path)
    assert caught.value.cure


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "JPEG2000", "WEBP"])
def test_truncated_image_is_an_error(kind: str) -> None:
    """Half an image is not read as a page with a grey lower half."""
    noise = np.random.default_rng(2).integers(0, 256, (200, 150), dtype=np.uint8)
    data = _bytes(Image.fromarray(noise), kind)
    with pytest.raises(InputError, match="damaged"):
        list(open_source(data[: len(data) // 2]).scans())


def test_nothing_at_all_is_an_empty_input(tmp_path: Path) -> None:
    """A file of no bytes and a PDF of no pages are empty inputs."""
    empty = tmp_path / "empty.pdf"
    empty.touch()
    with pytest.raises(EmptyInputError):
        open_source(empty)
    stream = io.BytesIO()
    pikepdf.new().save(stream)
    with pytest.raises(EmptyInputError):
        open_source(stream.getvalue())


def test_encrypted_pdf_asks_for_its_password() -> None:
    """Without the password, or with a wrong one, the error is of its own kind; with it the page is read."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(_scanned_pdf([GREY]))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="o", user="secret"))
    for password in (None, "wrong"):
        with pytest.raises(EncryptedError):
            open_source(stream.getvalue(), password=password)
    assert _only(stream.getvalue(), password="secret").raster.pixels.shape == GREY.shape


def test_limit_of_megapixels_is_checked_before_decoding() -> None:
    """A bomb of 900 megapixels in a few hundred bytes is refused; a limit may be set."""
    bomb = b"P5 30000 30000 255\n"
    with pytest.raises(OversizeError, match="page 1"):
        list(open_source(bomb).scans())
    data = _bytes(Image.new("L", (1100, 1000)), "PNG")
    with pytest.raises(OversizeError):
        list(open_source(data, max_megapixels=1).scans())
    with pytest.raises(OversizeError):
        list(open_source(_scanned_pdf([np.zeros((1100, 1000), np.uint8)]), max_megapixels=1).scans())
    assert _only(data, max_megapixels=1.2).raster.width == 1100


def test_missing_file_and_folder_cannot_be_opened(tmp_path: Path) -> None:
    """A path that is not there, or a folder where a file is asked for, is an error of access."""
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(FileAccessError):
            open_source(path)


def test_folders_are_searched_in_natural_order_without_links(tmp_path: Path) -> None:
    """Folders give the scans below them, page 2 before page 10; links, hidden and other files are left alone."""
    folder = tmp_path / "scans"
    (folder / "b").mkdir(parents=True)
    for name in ("page10.png", "page2.PNG", "b/1.tif", "notes.txt", ".hidden.png"):
        (folder / name).touch()
    outside = tmp_path / "outside.png"
    outside.touch()
    (folder / "link.png").symlink_to(outside)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert find_scans([folder, folder / "page10.png"]) == [
        folder / "b/1.tif",
        folder / "page2.PNG",
        folder / "page10.png",
    ]


def test_empty_folder_and_missing_path_are_told(tmp_path: Path) -> None:
    """A folder without scans and a path without a file each have their error."""
    with pytest.raises(EmptyInputError):
        find_scans([tmp_path])
    with pytest.raises(FileAccessError):
        find_scans([tmp_path / "none"])


@pytest.mark.parametrize(("text", "pages"), [("1", (0,)), ("1,3-5", (0, 2, 3, 4)), ("4-", (3, 4)), ("2,1-2", (0, 1))])
def test_ranges_name_pages(text: str, pages: tuple[int, ...]) -> None:
    """Numbers and ranges from 1 become indices from 0, each once, in document order."""
    assert PageRanges.parse(text).select(5, "a.pdf") == pages


@pytest.mark.parametrize("text", ["", "0", "a", "3-1", "1,,2", "-2"])
def test_wrong_ranges_are_arguments_that_cannot_be_obeyed(text: str) -> None:
    """What is no list of pages is refused."""
    with pytest.raises(ArgumentError):
        PageRanges.parse(text)


def test_page_beyond_the_last_is_refused() -> None:
    """A page that the document does not have is an error, not silence."""
    with pytest.raises(ArgumentError, match="no page 6"):
        PageRanges.parse("6").select(5, "a.pdf")
