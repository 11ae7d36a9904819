"""What PDF/A-2b (ISO 19005-2) asks of a searchable scan, as far as it can be told from the file's structure.

Not a validator of every PDF: the clauses that a page image, an invisible text layer and bookmarks can break.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import ImageCms

__all__ = ["check_archival", "claims_archival"]

_DEVICE_SPACES = {"/DeviceRGB": "RGB", "/DeviceGray": "", "/DeviceCMYK": "CMYK"}
"""The colours an output intent must explain; it explains grey whatever it is."""
_FORBIDDEN_FILTERS = frozenset({"/LZWDecode", "/Crypt"})
_FORBIDDEN_ACTIONS = frozenset(
    {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans"}
    | {"/GoTo3DView", "/JavaScript"}
)
_PROGRAMS = (Name.FontFile, Name.FontFile2, Name.FontFile3)


def claims_archival(pdf: Pdf) -> bool:
    """Whether the file says that it is PDF/A."""
    return bool(pdf.open_metadata().pdfa_status)


def check_archival(pdf: Pdf) -> list[str]:
    """What keeps the file from being PDF/A-2b; empty when nothing was found."""
    return [*_check_file(pdf), *_check_intent(pdf), *_check_objects(pdf), *_check_pages(pdf), *_check_metadata(pdf)]


def _check_file(pdf: Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "6.1.3: it is encrypted"
    if "/ID" not in pdf.trailer:
        yield "6.1.3: it has no ID"
    for key in ("/AA", "/Perms", "/Requirements"):
        if key in pdf.Root:
            yield f"6.1, 6.5: its catalogue has {key}"
    if "/JavaScript" in pdf.Root.get(Name.Names, Dictionary()):
        yield "6.5.1: it has scripts"


def _check_intent(pdf: Pdf) -> Iterator[str]:
    profiles = [
        intent.DestOutputProfile
        for intent in pdf.Root.get(Name.OutputIntents, [])
        if intent.get(Name.S) == "/GTS_PDFA1" and "/DestOutputProfile" in intent
    ]
    space = ""
    if profiles:
        try:
            space = ImageCms.ImageCmsProfile(io.BytesIO(profiles[0].read_bytes())).profile.xcolor_space.strip()
        except (OSError, ImageCms.PyCMSError, pikepdf.PdfError):
            yield "6.2.3: the profile of its output intent is damaged"
            return
        if int(profiles[0].get(Name.N, 0)) != {"GRAY": 1, "RGB": 3, "CMYK": 4}.get(space):
            yield "6.2.3: its output intent miscounts the colours of the profile"
    for used in sorted({str(space) for image in _images(pdf) for space in [image.get(Name.ColorSpace, "")]}):
        if used in _DEVICE_SPACES and (not profiles or _DEVICE_SPACES[used] not in ("", space)):
            yield f"6.2.4.3: images in {used} without an output intent for it"


def _images(pdf: Pdf) -> Iterator[Any]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.Image:
            yield thing


def _check_objects(pdf: Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, pikepdf.Stream)):
            continue
        if isinstance(thing, pikepdf.Stream):
            filters: Any = thing.get(Name.Filter, [])
            named = {str(filters)} if isinstance(filters, pikepdf.Name) else {str(name) for name in filters}
            for name in sorted(named & _FORBIDDEN_FILTERS):
                yield f"6.1.7.2: a stream is packed with {name}"
            if "/F" in thing:
                yield "6.1.7.1: a stream lies in another file"
        if thing.get(Name.Subtype) == Name.Image and thing.get(Name.Interpolate, False):
            yield "6.2.8: an image is smoothed by the viewer"
        if str(thing.get(Name.S, "")) in _FORBIDDEN_ACTIONS:
            yield f"6.5.1: an action {thing.S}"
        if thing.get(Name.Type) == Name.Font:
            yield from _check_font(thing)


def _check_font(font: Any) -> Iterator[str]:
    kind, name = str(font.get(Name.Subtype, "")), str(font.get(Name.BaseFont, "without a name"))
    if kind in ("/Type0", "/Type3"):
        return
    descriptor = font.get(Name.FontDescriptor, Dictionary())
    if not any(program in descriptor for program in _PROGRAMS):
        yield f"6.2.11.4.1: the font {name} is not embedded"
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"6.2.11.3.2: the font {name} has no map to its glyphs"


def _check_pages(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get(Name.Annots, []):
            if note.get(Name.Subtype) not in (Name.Link, Name.Popup) and "/AP" not in note:
                yield f"6.3.3: a note on page {number} does not say how it looks"
        if "/AA" in page.obj:
            yield f"6.5.2: page {number} acts when it is opened"


def _check_metadata(pdf: Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "6.6.2.1: it has no metadata"
        return
    xmp = pdf.open_metadata()  # not entered: leaving it would write to the file
    if not xmp.pdfa_status:
        yield "6.6.4: its metadata does not say PDF/A"
    for key, told in (("/Title", "dc:title"), ("/Producer", "pdf:Producer"), ("/Creator", "xmp:CreatorTool")):
        if key in pdf.docinfo and str(pdf.docinfo[key]) != str(xmp.get(told, "")):
            yield f"6.6.3: {key} and {told} differ"
