"""The printing faces: which files make each, how they are classed, and which are never trained on."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from PIL import ImageFont

from .errors import MaterialError


class Style(enum.Enum):
    """The four faces of Chinese newspapers."""

    SONG = "song"
    HEI = "hei"
    KAI = "kai"
    FANGSONG = "fangsong"


@dataclass(frozen=True, slots=True)
class FaceSource:
    """A face by the files that make it, relative to the font folders.

    Attributes:
        name: unique, for reports.
        style: the class.
        pattern: a glob; a face cut into many web subsets matches many files.
        index: the face inside a collection.
        weight: how often it is set, against the others.
        licence: the font's licence.
        held: True for a face that is never trained on.
    """

    name: str
    style: Style
    pattern: str
    index: int = 0
    weight: float = 1.0
    licence: str = "OFL-1.1"
    held: bool = False


_ARPHIC = "Arphic Public License"
_FANDOL = "GPL-3.0 with font exception"
_WQY = "GPL-2.0 with font embedding exception"
_CNS = "Open Government Data License 1.0"
_CWTEX = "GPL-2.0"
_SC = 2
"""Index of the mainland face in a Noto CJK collection."""

FACES = (
    *(
        FaceSource(f"Noto Serif SC {cut}", Style.SONG, f"**/NotoSerifCJK-{cut}.ttc", _SC, weight)
        for cut, weight in (
            ("ExtraLight", 0.5),
            ("Light", 1.0),
            ("Regular", 3.0),
            ("Medium", 1.5),
            ("SemiBold", 1.0),
            ("Bold", 1.5),
            ("Black", 0.7),
        )
    ),
    FaceSource("Fandol Song", Style.SONG, "**/FandolSong-Regular.otf", 0, 4.0, _FANDOL),
    FaceSource("Fandol Song Bold", Style.SONG, "**/FandolSong-Bold.otf", 0, 1.5, _FANDOL),
    FaceSource("TW Sung", Style.SONG, "**/TW-Sung-98_1.ttf", 0, 1.5, _CNS),
    FaceSource("Hanazono Mincho", Style.SONG, "**/HanaMinA.ttf", 0, 0.7, "Hanazono font licence or OFL-1.1"),
    FaceSource("cwTeX Ming", Style.SONG, "**/cwming.ttf", 0, 0.5, _CWTEX),
    FaceSource("Source Han Screen Zhen Song", Style.SONG, "**/chinese-fonts-sypxzs*/**/*.woff2", 0, 2.5),
    FaceSource("ZCOOL XiaoWei", Style.SONG, "**/fontsource-zcool-xiaowei*/**/*-400-normal.woff2", 0, 0.6),
    *(
        FaceSource(f"Noto Sans SC {cut}", Style.HEI, f"**/NotoSansCJK-{cut}.ttc", _SC, weight)
        for cut, weight in (
            ("Light", 0.5),
            ("DemiLight", 0.5),
            ("Regular", 1.2),
            ("Medium", 0.8),
            ("Bold", 1.2),
            ("Black", 1.0),
        )
    ),
    FaceSource("WenQuanYi Zen Hei", Style.HEI, "**/wqy-zenhei.ttc", 0, 1.0, _WQY),
    FaceSource(
        "WenQuanYi Micro Hei",
        Style.HEI,
        "**/wqy-microhei.ttc",
        0,
        1.0,
        "GPL-3.0 with font embedding exception or Apache-2.0",
    ),
    FaceSource("Droid Sans Fallback", Style.HEI, "**/DroidSansFallbackFull.ttf", 0, 0.7, "Apache-2.0"),
    FaceSource("cwTeX Hei Bold", Style.HEI, "**/cwheib.ttf", 0, 0.5, _CWTEX),
    FaceSource("ZCOOL QingKe HuangYou", Style.HEI, "**/fontsource-zcool-qingke*/**/*-400-normal.woff2", 0, 0.6),
    FaceSource("Smiley Sans", Style.HEI, "**/SmileySans-Oblique.ttf", 0, 0.3),
    FaceSource("AR PL KaitiM GB", Style.KAI, "**/gkai00mp.ttf", 0, 1.5, _ARPHIC),
    FaceSource("AR PL UKai", Style.KAI, "**/ukai.ttc", 0, 0.7, _ARPHIC),
    FaceSource("LXGW WenKai Light", Style.KAI, "**/LXGWWenKai-Light.ttf", 0, 0.6),
    FaceSource("LXGW WenKai", Style.KAI, "**/LXGWWenKai-Regular.ttf", 0, 1.0),
    FaceSource("LXGW WenKai Bold", Style.KAI, "**/LXGWWenKai-Bold.ttf", 0, 0.6),
    FaceSource("TW Kai", Style.KAI, "**/TW-Kai-98_1.ttf", 0, 1.0, _CNS),
    FaceSource("Fandol FangSong", Style.FANGSONG, "**/FandolFang-Regular.otf", 0, 2.0, _FANDOL),
    FaceSource("cwTeX FangSong", Style.FANGSONG, "**/cwfs.ttf", 0, 0.7, _CWTEX),
    FaceSource("AR PL SungtiL GB", Style.SONG, "**/gbsn00lp.ttf", 0, 1.0, _ARPHIC, held=True),
    FaceSource("Fandol Hei", Style.HEI, "**/FandolHei-Regular.otf", 0, 1.0, _FANDOL, held=True),
    FaceSource("Fandol Hei Bold", Style.HEI, "**/FandolHei-Bold.otf", 0, 1.0, _FANDOL, held=True),
    FaceSource("Fandol Kai", Style.KAI, "**/FandolKai-Regular.otf", 0, 1.0, _FANDOL, held=True),
)
"""The held-out Song is Arphic's: so its sister UMing, and what is derived from it, must stay out of training."""


class Face:
    """A face ready to set: each character's font, opened at one size."""

    def __init__(self, source: FaceSource, files: Sequence[Path], size: int) -> None:
        self.source = source
        self.size = size
        self._fonts: list[ImageFont.FreeTypeFont] = []
        self._font_of: dict[str, int] = {}
        for number, path in enumerate(files):
            with TTFont(path, fontNumber=source.index if path.suffix == ".ttc" else -1, lazy=True) as font:
                for point in font.getBestCmap() or ():
                    self._font_of.setdefault(chr(point), number)
            self._fonts.append(ImageFont.truetype(str(path), size, index=source.index))

    def covers(self, text: str) -> bool:
        """True when every character but the space has a glyph."""
        return all(character == " " or character in self._font_of for character in text)

    def font(self, character: str) -> ImageFont.FreeTypeFont:
        """The font that draws the character."""
        return self._fonts[self._font_of[character]]


def find_faces(folders: Sequence[Path], size: int, *, held: bool, cache: Path) -> tuple[Face, ...]:
    """The faces found in the font folders, opened.

    Args:
        folders: where fonts and unpacked font packages lie.
        size: pixels of the em square.
        held: the held-out faces, or the others.
        cache: where web fonts are unpacked to TrueType.

    Raises:
        MaterialError: when not one face is found.
    """
    faces = []
    for source in FACES:
        if source.held is not held:
            continue
        files = next((found for folder in folders if (found := sorted(folder.glob(source.pattern)))), [])
        if files:
            faces.append(Face(source, [_plain(path, cache) for path in files], size))
    if not faces:
        raise MaterialError("no fonts found", cure="Install the font packages that models/README.md names.")
    return tuple(faces)


def _plain(path: Path, cache: Path) -> Path:
    if path.suffix != ".woff2":
        return path
    target = cache / f"{path.parent.name}-{path.stem}.ttf"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with TTFont(path) as font:
            font.flavor = None
            font.save(target)
    return target
