"""Reads a Dockerfile and a compose file into values: the part of their languages that this project uses.

What is not understood is an error and never passed over, so that a build from these values is the build of the file.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Copy", "Instruction", "Run", "Service", "Stage", "read_compose", "read_dockerfile"]

_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Run:
    """A shell command, as root, in the stage so far."""

    command: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Files from the build context, or from the stage `stage`, to `target`."""

    sources: tuple[str, ...]
    target: str
    stage: str = ""


Instruction = Run | Copy


@dataclass(slots=True)
class Stage:
    """One ``FROM`` and what follows it."""

    base: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "0:0"
    folder: str = "/"
    entry: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a compose file; `mounts` are outside, inside, and whether it is read-only."""

    name: str
    user: str
    read_only: bool
    networked: bool
    capabilities: bool
    tmpfs: tuple[str, ...]
    mounts: tuple[tuple[str, str, bool], ...]
    command: tuple[str, ...]


def read_dockerfile(text: str, arguments: dict[str, str] | None = None) -> list[Stage]:
    """The stages in order; the last is the image.

    Args:
        text: of the file.
        arguments: the build arguments that were given.

    Raises:
        ValueError: at an instruction that this reader does not know.
    """
    variables: dict[str, str] = {}
    stages: list[Stage] = []
    for word, rest in _logical_lines(text):
        if word == "ARG" and not stages:
            name, _, default = rest.partition("=")
            variables[name] = (arguments or {}).get(name, default)
        elif word == "FROM":
            base, _, name = _filled(rest, variables).partition(" AS ")
            before = next((stage for stage in stages if stage.name == base), None)
            stages.append(Stage(base, name, environment=dict(before.environment) if before else {}))
        elif not stages:
            raise ValueError(f"{word} before FROM")
        else:
            _take(stages[-1], word, rest)
    return stages


def read_compose(text: str, variables: dict[str, str]) -> dict[str, Service]:
    """The services by name."""
    services: dict[str, dict[str, Any]] = yaml.safe_load(_filled(text, variables))["services"]
    return {
        name: Service(
            name=name,
            user=str(value.get("user", "0:0")),
            read_only=bool(value.get("read_only")),
            networked=value.get("network_mode") != "none",
            capabilities=value.get("cap_drop") != ["ALL"],
            tmpfs=tuple(value.get("tmpfs", ())),
            mounts=tuple(_mount(volume) for volume in value.get("volumes", ())),
            command=tuple(value.get("command", ())),
        )
        for name, value in services.items()
    }


def _logical_lines(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.strip().partition(" ") for line in whole.splitlines())]


def _take(stage: Stage, word: str, rest: str) -> None:
    match word:
        case "RUN":
            stage.instructions.append(Run(rest))
        case "COPY":
            *sources, target = shlex.split(rest)
            origin = sources.pop(0).removeprefix("--from=") if sources[0].startswith("--from=") else ""
            if any(source.startswith("--") for source in sources):
                raise ValueError(f"COPY {rest}: an option that is not known")
            stage.instructions.append(Copy(tuple(sources), target, origin))
        case "ENV":
            stage.environment.update(pair.split("=", 1) for pair in shlex.split(rest))  # type: ignore[misc]
        case "USER":
            stage.user = rest
        case "WORKDIR":
            stage.folder = rest
        case "ENTRYPOINT":
            stage.entry = json.loads(rest)
        case "CMD":
            stage.command = json.loads(rest)
        case _:
            raise ValueError(f"{word} is not known here")


def _filled(text: str, variables: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda found: variables.get(found[1]) or found[2] or "", text)


def _mount(volume: str) -> tuple[str, str, bool]:
    outside, inside, *mode = volume.split(":")
    return str(Path(outside).resolve()), inside, mode == ["ro"]
