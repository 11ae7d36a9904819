"""The settings of all stages in one value, read from a TOML file, with a fingerprint."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr.errors import FileAccessError, SettingsError
from ocr.imaging import ImagingSettings
from ocr.layout import LayoutSettings
from ocr.recognition import TEXT_LAYERS, CutSettings, TrialSettings
from ocr.structure import StructureSettings

__all__ = ["Settings", "choose_settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a page is read. Each stage's own settings stand beside its algorithm.

    Attributes:
        reader: the name of the reader, as `ocr.recognition.open_reader` takes it.
        model: Tesseract's model; empty for the best that is found.
        text_layer: what is done with the characters a PDF names itself: ``auto``, ``use`` or ``ignore``.
    """

    reader: str = "consensus"
    model: str = ""
    text_layer: str = "auto"
    imaging: ImagingSettings = field(default_factory=ImagingSettings)
    layout: LayoutSettings = field(default_factory=LayoutSettings)
    cutting: CutSettings = field(default_factory=CutSettings)
    trial: TrialSettings = field(default_factory=TrialSettings)
    structure: StructureSettings = field(default_factory=StructureSettings)

    def __post_init__(self) -> None:
        if self.text_layer not in TEXT_LAYERS:
            raise ValueError(f"text_layer is one of {', '.join(TEXT_LAYERS)}, not {self.text_layer}")

    @property
    def fingerprint(self) -> str:
        """A short checksum that changes with every value."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def read_settings(path: Path) -> Settings:
    """The settings in a TOML file; what it does not name keeps its default.

    Tables are stages and their steps, such as ``[layout.rules]``.

    Raises:
        FileAccessError: when the file cannot be read.
        SettingsError: when it is no TOML, or names something that does not exist or has another type.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise FileAccessError(f"{path}: {problem.strerror}", cure="name a settings file that can be read") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path}: {problem}", cure="mend the file; it must be TOML") from problem
    settings: Settings = _changed(Settings(), data, str(path))
    return settings


def choose_settings(
    file: Path | None, *, reader: str | None = None, model: str | None = None, text_layer: str | None = None
) -> Settings:
    """The settings of `file`, or the defaults without one, with what was asked for by name put over them.

    Raises:
        FileAccessError: when the file cannot be read.
        SettingsError: when it is not valid.
    """
    settings = read_settings(file) if file else Settings()
    return dataclasses.replace(
        settings,
        reader=reader or settings.reader,
        model=model or settings.model,
        text_layer=text_layer or settings.text_layer,
    )


def _changed(value: Any, data: dict[str, Any], place: str) -> Any:
    """The dataclass `value` with the entries of `data` put in."""
    known = {f.name for f in dataclasses.fields(value)}
    changes = {}
    for name, new in data.items():
        if name not in known:
            raise SettingsError(f"{place}: there is no setting {name}", cure=f"known here: {', '.join(sorted(known))}")
        changes[name] = _converted(getattr(value, name), new, f"{place}: {name}")
    try:
        return dataclasses.replace(value, **changes)
    except ValueError as problem:
        raise SettingsError(f"{place}: {problem}", cure="use a value that is allowed") from problem


def _converted(old: Any, new: Any, place: str) -> Any:
    if dataclasses.is_dataclass(old):
        if not isinstance(new, dict):
            raise SettingsError(f"{place} is a group of settings", cure="write it as a table")
        return _changed(old, new, place)
    if isinstance(old, tuple) and isinstance(new, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in new)
    if isinstance(old, float) and isinstance(new, int) and not isinstance(new, bool):
        return float(new)
    if type(old) is not type(new):
        raise SettingsError(f"{place} must be {type(old).__name__}, not {type(new).__name__}", cure="change its value")
    return new
