"""Finds Tesseract's models: this project's own first, then the system's."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ocr.errors import DependencyError

__all__ = ["SUFFIX", "Model", "find_model", "model_folders"]

SUFFIX = ".traineddata"
PREFERRED = ("chi_sim_newsprint", "chi_sim")
"""The model tuned for newsprint that comes with this project, then the stock one."""
NARROW = {PREFERRED[0]: 0.8}
"""The models that were trained on lines made narrower, and to what share of its width a line is made for them."""
SYSTEM_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where Debian, Fedora, Arch, a build from source and Homebrew keep their models."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model file.

    Attributes:
        folder: it lies in.
        language: its name without the ending; what Tesseract calls the language.
    """

    folder: Path
    language: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.language}{SUFFIX}"

    @property
    def is_vertical(self) -> bool:
        """Whether it was trained on lines that run from top to bottom."""
        return self.language.endswith("_vert")

    @property
    def squeeze(self) -> float:
        """The share of its width to which a line is made narrower for this model: less width, less time."""
        return NARROW.get(self.language, 1.0)

    def digest(self) -> str:
        """The first 16 hexadecimal digits of the file's SHA-256."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]


def model_folders() -> tuple[Path, ...]:
    """The folders to look into, in order: ours (as installed, as checked out), ``TESSDATA_PREFIX``, the system's."""
    room = Path(__file__).resolve().parent
    prefix = os.environ.get("TESSDATA_PREFIX", "")
    named = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    return (room / "models", room.parents[1] / "models", *named, *(Path(folder) for folder in SYSTEM_FOLDERS))


def find_model(name: str | None = None, folders: tuple[Path, ...] | None = None) -> Model:
    """The model called `name`, or the best one for simplified Chinese.

    Args:
        name: a language (``chi_tra``), a path to a ``.traineddata`` file, or None.
        folders: to look into instead of `model_folders()`.

    Raises:
        DependencyError: when there is no such model.
    """
    if name and (name.endswith(SUFFIX) or "/" in name):
        path = Path(name).expanduser()
        path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
        if path.is_file():
            return Model(path.resolve().parent, path.name.removesuffix(SUFFIX))
        raise DependencyError(f"{path}: no such Tesseract model", cure="give the path of a .traineddata file")
    searched = model_folders() if folders is None else folders
    for language in (name,) if name else PREFERRED:
        for folder in searched:
            model = Model(folder, language)
            if model.path.is_file():
                return model
    wanted = name or PREFERRED[-1]
    package = wanted.replace("_", "-").lower()
    raise DependencyError(
        f"the Tesseract model {wanted}{SUFFIX} is nowhere to be found",
        cure=f"install it with: apt-get install tesseract-ocr-{package}; or set TESSDATA_PREFIX to the folder it is in",
    )
