"""Searchable PDF: the scan as it is, with one invisible line of text over each printed line.

Each line is one string, stretched to the line's length, so that copying gives `本报讯（记者` without spaces, in
reading order. The scan's own pixels are not touched: a PDF keeps its pages, a JPEG its bytes, any other image is
packed without loss. Bookmarks lead to pages and articles.
"""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

from ocr.errors import FileAccessError, InputError, OutputError
from ocr.export.glyphless import EM, Charset, font_file
from ocr.export.image_pages import wrap_images
from ocr.export.metadata import read_metadata
from ocr.geometry import Affine, Box
from ocr.model import ArticleKind, Direction, Line, Page

__all__ = ["write_searchable_pdf"]

_BASELINE = 0.12
"""The baseline above the foot of the line's box, as a share of the type size."""
_THINNEST = 0.1
"""In points: no line of print is thinner."""
_BORN_DIGITAL = 0.5
"""A page that shows so many bytes of text of its own for each character read is not a scan: it can be searched."""
_INVISIBLE = 3
"""The text rendering mode that paints nothing."""
_PROFILE_TIME = slice(24, 36)
"""Where an ICC profile holds its date (ICC.1:2010, 7.2.8)."""
_HEADER = 1024
"""A PDF says what it is within so many bytes."""
_FONT = "/BanmianText"
_FONT_DOWN = "/BanmianTextDown"


def write_searchable_pdf(pages: Sequence[Page], scan: Path, *, title: str = "") -> bytes:
    """The scan with its text layer.

    Args:
        pages: the finished pages of this scan, each naming its page in the file; pages of the file that are not
            among them are left as they are.
        scan: the file that was read.
        title: of the document; the newspaper and date of the first page when empty.

    Raises:
        FileAccessError: when the scan cannot be opened.
        InputError: when it is neither a PDF nor an image, or has fewer pages than were read.
        OutputError: when there are no pages to write.
    """
    if not pages:
        raise OutputError(f"no pages of {scan.name} to write", cure="read the scan first")
    try:
        data = scan.read_bytes()
    except OSError as error:
        raise FileAccessError(
            f"{scan} cannot be read: {error.strerror}", cure="give the folder of the scans"
        ) from error
    archival = data[:_HEADER].find(b"%PDF-") < 0
    dpi = {page.provenance.page_index: page.provenance.dpi for page in pages}
    pdf = wrap_images(data, scan.name, dpi) if archival else _open(data, scan.name)
    with pdf:
        _check_length(pdf, pages, scan.name)
        font = _font(pdf, pages)
        for page in pages:
            _add_text(pdf, page, font)
        _add_bookmarks(pdf, pages)
        _describe(pdf, pages, title, archival)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _open(data: bytes, name: str) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise InputError(f"{name} is encrypted", cure="decrypt the scan, then export again") from error
    except pikepdf.PdfError as error:
        raise InputError(f"{name} is not a sound PDF: {error}", cure="repair the scan") from error


def _check_length(pdf: Pdf, pages: Sequence[Page], name: str) -> None:
    last = max(page.provenance.page_index for page in pages)
    if last >= len(pdf.pages):
        raise InputError(
            f"{name} has {len(pdf.pages)} pages, page {last + 1} was read from it", cure="give the scan that was read"
        )


# ---- the text layer --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Font:
    across: pikepdf.Object
    down: pikepdf.Object
    charset: Charset
    codes: dict[str, int]


def _font(pdf: Pdf, pages: Sequence[Page]) -> _Font:
    """The glyphless font with the characters of all pages."""
    charset = Charset.of(line.text for page in pages for block in page.blocks for line in block.lines)
    data = font_file()
    program = Stream(pdf, data)
    program[Name.Length1] = len(data)
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/BanmianGlyphless"),
            Flags=4,
            FontBBox=Array([0, -120, EM, 880]),
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=80,
            FontFile2=program,
        )
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/BanmianGlyphless"),
        FontDescriptor=descriptor,
        DW=EM,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Stream(pdf, charset.glyph_map()),
        W=Array([Array(r) if isinstance(r, list) else r for r in charset.widths()]),
    )
    descendant = pdf.make_indirect(descendant)
    to_unicode = Stream(pdf, charset.to_unicode())

    def encoded(name: str) -> pikepdf.Object:
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name("/BanmianGlyphless"),
                Encoding=Name(name),
                DescendantFonts=Array([descendant]),
                ToUnicode=to_unicode,
            )
        )

    return _Font(encoded("/Identity-H"), encoded("/Identity-V"), charset, charset.codes())


def _add_text(pdf: Pdf, page: Page, font: _Font) -> None:
    target = pdf.pages[page.provenance.page_index]
    to_paper = _paper(target, page)
    visible = _drop_old_layer(pdf, target)
    lines = [line for block in page.blocks for line in block.lines if line.text.strip()]
    if visible >= _BORN_DIGITAL * sum(len(line.text) for line in lines):
        return
    rows = ["q BT", f"{_INVISIBLE} Tr"]
    rows += [_show(line, to_paper, font) for line in lines]
    rows += ["ET Q", ""]
    resources = target.obj.get(Name.Resources)
    if resources is None:
        target.obj[Name.Resources] = resources = Dictionary()
    if Name.Font not in resources:
        resources[Name.Font] = Dictionary()
    resources[Name.Font][_FONT] = font.across
    resources[Name.Font][_FONT_DOWN] = font.down
    target.contents_add(b"q\n", prepend=True)
    target.contents_add(("Q\n" + "\n".join(rows)).encode("ascii"))


def _paper(target: pikepdf.Page, page: Page) -> Affine:
    """The map from the upright page of the model to the paper of the PDF page, in points, y upwards."""
    left, bottom, right, top = (float(edge) for edge in target.cropbox)
    origin = page.provenance
    turned = int(target.obj.get(Name.Rotate, 0)) % 360
    w, h = right - left, top - bottom
    sx, sy = 1 / max(1, origin.scan_width), 1 / max(1, origin.scan_height)
    match turned:
        case 90:
            seen = Affine(a=0, b=w * sy, c=left, d=h * sx, e=0, f=bottom)
        case 180:
            seen = Affine(a=-w * sx, c=right, e=h * sy, f=bottom)
        case 270:
            seen = Affine(a=0, b=-w * sy, c=right, d=-h * sx, e=0, f=top)
        case _:
            placed = _only_image(target, origin.scan_width, origin.scan_height)
            if placed is not None:
                seen = placed.after(Affine(a=sx, e=-sy, f=1))
            else:
                seen = Affine(a=w * sx, c=left, e=-h * sy, f=top)
    return seen.after(origin.to_scan)


def _only_image(target: pikepdf.Page, width: int, height: int) -> Affine | None:
    """Where the page's one image of this size stands, as the map of the unit square; None when it is not plain."""
    objects = target.obj.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
    images = [
        name
        for name, image in objects.items()
        if (int(image.get(Name.Width, 0)), int(image.get(Name.Height, 0))) == (width, height)
    ]
    if len(images) != 1:
        return None
    stack: list[Affine] = []
    matrix = Affine()
    for instruction in pikepdf.parse_content_stream(target, "q Q cm Do"):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop() if stack else Affine()
            case "cm":
                a, b, c, d, e, f = (float(value) for value in operands)
                matrix = matrix.after(Affine(a, c, e, b, d, f))
            case "Do" if str(operands[0]) == images[0]:
                return matrix
            case _:
                pass
    return None


def _show(line: Line, to_paper: Affine, font: _Font) -> str:
    """The operators that set one line, stretched from the first edge of its box to the last."""
    text = line.text.strip()
    coded = "".join(f"{font.codes[char]:04X}" for char in text)
    box = line.box
    if line.direction is Direction.VERTICAL:
        return _show_down(box, len(text), coded, to_paper)
    start, along, up = _vectors(to_paper, (box.left, box.bottom), (box.right, box.bottom), (box.left, box.top))
    length, size = math.hypot(*along), max(math.hypot(*up), _THINNEST)
    natural = sum(font.charset.width(char) for char in text) / EM * size
    ux, uy = along[0] / max(length, _THINNEST), along[1] / max(length, _THINNEST)
    vx, vy = (-uy, ux) if -uy * up[0] + ux * up[1] >= 0 else (uy, -ux)
    x, y = start[0] + up[0] * _BASELINE, start[1] + up[1] * _BASELINE
    placed = f"{ux:.5f} {uy:.5f} {vx:.5f} {vy:.5f} {x:.3f} {y:.3f} Tm"
    return f"{_FONT} {size:.3f} Tf {100 * length / natural:.3f} Tz {placed} <{coded}> Tj"


def _show_down(box: Box, count: int, coded: str, to_paper: Affine) -> str:
    """The same for a vertical line: characters upright, one under the other, from the top of the box to its foot."""
    start, along, across = _vectors(
        to_paper, (box.center_x, box.top), (box.center_x, box.bottom), (box.center_x + box.width, box.top)
    )
    size = max(math.hypot(*across), _THINNEST)
    ux, uy = across[0] / size, across[1] / size
    vx, vy = -along[0] / count / size, -along[1] / count / size
    placed = f"{ux:.5f} {uy:.5f} {vx:.5f} {vy:.5f} {start[0]:.3f} {start[1]:.3f} Tm"
    return f"{_FONT_DOWN} {size:.3f} Tf 100 Tz {placed} <{coded}> Tj"


def _vectors(
    to_paper: Affine, start: tuple[float, float], end: tuple[float, float], side: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """`start` on the paper, and the vectors from it to `end` and to `side`."""
    (x0, y0), (x1, y1), (x2, y2) = (to_paper.apply(*point) for point in (start, end, side))
    return (x0, y0), (x1 - x0, y1 - y0), (x2 - x0, y2 - y0)


def _drop_old_layer(pdf: Pdf, target: pikepdf.Page) -> int:
    """The number of bytes of visible text on a page, after its invisible text, an older layer, is taken out.

    So no word is found twice.
    """
    if Name.Contents not in target.obj:
        return 0
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    mode, modes, visible, dropped = 0, [0], 0, False
    for instruction in pikepdf.parse_content_stream(target):
        match str(instruction.operator):
            case "Tr":
                mode = int(instruction.operands[0])
            case "q":
                modes.append(mode)
            case "Q":
                mode = modes.pop() if len(modes) > 1 else 0
            case "Tj" | "TJ" | "'" | '"' if mode == _INVISIBLE:
                dropped = True
                continue
            case "Tj" | "'" | '"':
                visible += len(bytes(instruction.operands[-1]))
            case "TJ":
                visible += sum(len(bytes(part)) for part in instruction.operands[0] if isinstance(part, String))
            case _:
                pass
        kept.append(instruction)
    if dropped:
        target.obj[Name.Contents] = Stream(pdf, pikepdf.unparse_content_stream(kept))
    return visible


# ---- bookmarks and description ---------------------------------------------------------------


def _add_bookmarks(pdf: Pdf, pages: Sequence[Page]) -> None:
    """版, and under each its articles; older bookmarks of the file stay in front."""
    with pdf.open_outline() as outline:
        for page in pages:
            told = read_metadata(page)
            label = f"第{told.page_label or page.number}版" + (f" {told.page_name}" if told.page_name else "")
            index = page.provenance.page_index
            to_paper = _paper(pdf.pages[index], page)
            branch = pikepdf.OutlineItem(label, index, "Fit")
            blocks = {block.id: block for block in page.blocks}
            for article in page.articles:
                heads = [blocks[key].box for key in article.block_ids if key in blocks]
                if article.kind in (ArticleKind.MASTHEAD, ArticleKind.FURNITURE, ArticleKind.ADVERTISEMENT):
                    continue
                if not article.headline or not heads:
                    continue
                x, y = to_paper.apply(heads[0].left, heads[0].top)
                item = pikepdf.OutlineItem(article.headline, index, "XYZ", left=round(x, 2), top=round(y, 2))
                branch.children.append(item)
            outline.root.append(branch)


def _colour_profile() -> bytes:
    """sRGB; the time at which the library made it is set to a fixed one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_TIME] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    return bytes(profile)


def _describe(pdf: Pdf, pages: Sequence[Page], title: str, archival: bool) -> None:
    told, origin = read_metadata(pages[0]), pages[0].provenance
    named = title or " ".join(part for part in (told.newspaper, told.day.isoformat() if told.day else "") if part)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as xmp:
        xmp["dc:title"] = named or origin.source
        xmp["pdf:Producer"] = origin.program
        xmp["xmp:CreatorTool"] = origin.program
        if archival:
            xmp["pdfaid:part"] = "2"
            xmp["pdfaid:conformance"] = "B"
    pdf.Root[Name.Lang] = String("zh")
    if archival:
        profile = Stream(pdf, _colour_profile())
        profile[Name.N] = 3
        pdf.Root[Name.OutputIntents] = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name("/GTS_PDFA1"),
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB"),
                    DestOutputProfile=profile,
                )
            ]
        )
