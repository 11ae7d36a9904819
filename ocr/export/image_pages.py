"""Scanned images made pages of a PDF, bit for bit: a JPEG keeps its bytes, everything else is packed without loss."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageSequence

from ocr.errors import InputError
from ocr.geometry import Affine

__all__ = ["wrap_images"]

_POINTS = 72.0
_USUAL_DPI = 300.0
"""Taken for images that do not say their resolution: the one that archives scan at."""
_ORIENTATION = 0x0112
"""The EXIF tag that says which way up the camera was held."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TURNS = (b"eXIf", b"Raw profile type", b"XML:com.adobe.xmp")
"""A PNG file in which none of these stands does not say that it is turned."""
_PNG_SPACES = {0: Name.DeviceGray, 2: Name.DeviceRGB}
"""PNG colour types that PDF shares."""
_SPACES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_EFFORT = 6
"""The usual level of zlib; higher ones take twice the time for a hundredth."""
_LEAST_SIDE = 3
"""In points: PDF pages are not smaller than this."""


def wrap_images(data: bytes, name: str, dpi: Mapping[int, float]) -> Pdf:
    """A PDF with a page for each image of a file.

    Args:
        data: the file.
        name: of the file, for the message of an error.
        dpi: the resolution of each image, by its index.

    Raises:
        InputError: when it is not an image that can be read.
    """
    try:
        image = Image.open(io.BytesIO(data))
        pdf = Pdf.new()
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            stream = _packed(pdf, frame, data if index == 0 else b"") or _pack(pdf, frame)
            _image_page(pdf, frame, _orientation_of(frame, data), stream, dpi.get(index) or _USUAL_DPI)
            if image.format in ("JPEG", "MPO"):
                break
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(
            f"{name} is neither a PDF nor an image that can be read: {error}", cure="give the scan"
        ) from error
    return pdf


def _packed(pdf: Pdf, image: Image.Image, data: bytes) -> Stream | None:
    """The file's own compressed pixels, where PDF knows the compression; None where it does not."""
    if image.format in ("JPEG", "MPO") and data and image.mode in ("L", "RGB"):
        return _stream(pdf, image, data, Name.DCTDecode, 8, _SPACES[image.mode])
    if image.format == "PNG" and data:
        return _png_stream(pdf, image, data)
    return None


def _png_stream(pdf: Pdf, image: Image.Image, data: bytes) -> Stream | None:
    """The compressed rows of a PNG file without palette, transparency and interlacing: PDF reads them as they are."""
    at, rows, kind = len(_PNG), [], -1
    depth = interlaced = 0
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if name == b"IHDR":
            _, _, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", body)
        elif name == b"tRNS":
            return None
        elif name == b"IDAT":
            rows.append(body)
        at += 12 + length
    if kind not in _PNG_SPACES or interlaced:
        return None
    stream = _stream(pdf, image, b"".join(rows), Name.FlateDecode, depth, _PNG_SPACES[kind])
    stream[Name.DecodeParms] = Dictionary(
        Predictor=15, Colors=3 if kind else 1, BitsPerComponent=depth, Columns=image.width
    )
    return stream


def _pack(pdf: Pdf, image: Image.Image) -> Stream:
    """The image's pixels, bit for bit."""
    bits, space = 8, Name.DeviceGray
    if image.mode == "1":
        bits, pixels = 1, image.tobytes()
    elif image.mode.startswith("I;16"):
        bits, pixels = 16, image.tobytes() if image.mode == "I;16B" else _swap(image.tobytes())
    elif image.mode == "L":
        pixels = image.tobytes()
    else:
        space, pixels = Name.DeviceRGB, _flatten(image).tobytes()
    return _stream(pdf, image, zlib.compress(pixels, _EFFORT), Name.FlateDecode, bits, space)


def _stream(pdf: Pdf, image: Image.Image, data: bytes, packing: Name, bits: int, space: Name) -> Stream:
    stream = Stream(pdf, data)
    stream[Name.Filter] = packing
    stream[Name.Type], stream[Name.Subtype] = Name.XObject, Name.Image
    stream[Name.Width], stream[Name.Height] = image.width, image.height
    stream[Name.BitsPerComponent], stream[Name.ColorSpace] = bits, space
    return stream


def _swap(pixels: bytes) -> bytes:
    """Little-endian 16-bit samples as PDF wants them."""
    swapped = bytearray(pixels)
    swapped[0::2], swapped[1::2] = pixels[1::2], pixels[0::2]
    return bytes(swapped)


def _flatten(image: Image.Image) -> Image.Image:
    """RGB on white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


_TURNS: dict[int, Affine] = {
    1: Affine(),
    2: Affine(a=-1, c=1),
    3: Affine(a=-1, c=1, e=-1, f=1),
    4: Affine(e=-1, f=1),
    5: Affine(a=0, b=-1, c=1, d=-1, e=0, f=1),
    6: Affine(a=0, b=1, d=-1, e=0, f=1),
    7: Affine(a=0, b=1, d=1, e=0),
    8: Affine(a=0, b=-1, c=1, d=1, e=0),
}
"""EXIF orientations as maps of the unit square, y upwards."""


def _orientation_of(image: Image.Image, data: bytes) -> int:
    """Which way up the image is; Pillow unpacks a whole PNG to look for what hardly any has."""
    if image.format == "PNG" and not any(mark in data for mark in _PNG_TURNS):
        return 1
    return int(image.getexif().get(_ORIENTATION, 1))


def _image_page(pdf: Pdf, image: Image.Image, orientation: int, stream: Stream, dpi: float) -> None:
    turn = _TURNS.get(orientation, Affine())
    lying = orientation in (5, 6, 7, 8)
    width, height = (image.height, image.width) if lying else (image.width, image.height)
    w, h = width * _POINTS / dpi, height * _POINTS / dpi
    matrix = (turn.a * w, turn.d * h, turn.b * w, turn.e * h, turn.c * w, turn.f * h)
    content = "q " + " ".join(f"{value:.4f}" for value in matrix) + " cm /Scan Do Q\n"
    page = pdf.add_blank_page(page_size=(max(w, _LEAST_SIDE), max(h, _LEAST_SIDE)))
    page.obj[Name.MediaBox] = Array([0, 0, round(w, 4), round(h, 4)])
    page.obj[Name.Resources] = Dictionary(XObject=Dictionary({"/Scan": stream}))
    page.obj[Name.Contents] = Stream(pdf, content.encode("ascii"))
