"""The float weights to go on training from, kept at half precision: small enough for the repository."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from .errors import MaterialError
from .network import FloatArray


def write_state(path: Path, weights: dict[str, FloatArray]) -> None:
    """All matrices, at half precision, in one ``.npz``."""
    halves = {name: matrix.astype(np.float16) for name, matrix in weights.items()}
    np.savez_compressed(path, **halves)  # type: ignore[arg-type]  # the stub takes the names for its own options


def read_state(path: Path, like: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """The weights in a file of `write_state`.

    Args:
        path: the file.
        like: weights of the model they should fit.

    Raises:
        MaterialError: when they belong to another model.
    """
    with np.load(path) as data:
        weights = {name: data[name].astype(np.float64) for name in data.files}
    if {name: matrix.shape for name, matrix in weights.items()} != {name: m.shape for name, m in like.items()}:
        raise MaterialError(f"{path} holds weights of another model", cure="Use the state kept with the shipped model.")
    return weights


def checksum_line(path: Path) -> str:
    """The file's line in a list for ``sha256sum -c``."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
