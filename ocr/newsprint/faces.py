"""The type cases: which installed fonts print Song, Hei, Kai, Fangsong and brush script."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from PIL import ImageFont

from ocr.errors import DependencyError

__all__ = ["Face", "TypeCase", "find_type"]


class Face(Enum):
    """The styles of Chinese printing type."""

    SONG = "song"
    SONG_BOLD = "song_bold"
    SONG_BLACK = "song_black"
    HEI = "hei"
    HEI_BOLD = "hei_bold"
    KAI = "kai"
    FANGSONG = "fangsong"
    BRUSH = "brush"


_ROOTS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
)

# File names, best first; the number is the face's index in a collection (Noto's 2 is simplified Chinese).
_CANDIDATES: dict[Face, tuple[tuple[str, int], ...]] = {
    Face.SONG: (("NotoSerifCJK-Regular.ttc", 2), ("uming.ttc", 0), ("gbsn00lp.ttf", 0)),
    Face.SONG_BOLD: (("NotoSerifCJK-Bold.ttc", 2),),
    Face.SONG_BLACK: (("NotoSerifCJK-Black.ttc", 2), ("NotoSerifCJK-Bold.ttc", 2)),
    Face.HEI: (("NotoSansCJK-Regular.ttc", 2), ("wqy-zenhei.ttc", 0), ("wqy-microhei.ttc", 0)),
    Face.HEI_BOLD: (("NotoSansCJK-Bold.ttc", 2), ("wqy-zenhei.ttc", 0)),
    Face.KAI: (("gkai00mp.ttf", 0), ("ukai.ttc", 0), ("LXGWWenKai-Regular.ttf", 0)),
    Face.FANGSONG: (("simfang.ttf", 0), ("FandolFang-Regular.otf", 0), ("LXGWWenKai-Light.ttf", 0)),
    Face.BRUSH: (("MaShanZheng-Regular.ttf", 0), ("LXGWWenKai-Bold.ttf", 0), ("ukai.ttc", 0)),
}
_STAND_IN = {
    Face.SONG_BOLD: Face.SONG,
    Face.SONG_BLACK: Face.SONG_BOLD,
    Face.HEI_BOLD: Face.HEI,
    Face.KAI: Face.SONG,
    Face.FANGSONG: Face.SONG,
    Face.BRUSH: Face.KAI,
}


@dataclass(slots=True)
class TypeCase:
    """Fonts by face and size, each opened once."""

    files: dict[Face, tuple[Path, int]]
    _fonts: dict[tuple[Face, int], ImageFont.FreeTypeFont] = field(default_factory=dict)

    def font(self, face: Face, size: int) -> ImageFont.FreeTypeFont:
        """The font of `face` whose em square is `size` pixels."""
        while face not in self.files:
            face = _STAND_IN[face]
        key = face, size
        if key not in self._fonts:
            path, index = self.files[face]
            self._fonts[key] = ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[key]


def find_type() -> TypeCase:
    """The faces of this machine; a missing style is printed in its nearest relation.

    Raises:
        DependencyError: when there is no Song or no Hei font at all.
    """
    on_disk: dict[str, Path] = {}
    for root in _ROOTS:
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            on_disk.setdefault(path.name, path)
    found = {
        face: next((on_disk[name], index) for name, index in names if name in on_disk)
        for face, names in _CANDIDATES.items()
        if any(name in on_disk for name, _ in names)
    }
    for face in (Face.SONG, Face.HEI):
        if face not in found:
            raise DependencyError(
                f"no {face.value} font to typeset Chinese newsprint with",
                cure="install fonts-noto-cjk and fonts-noto-cjk-extra (Debian), or put the files into ~/.fonts",
            )
    return TypeCase(found)
