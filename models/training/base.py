"""The model to start from: the line-reading parts of the larger chi_sim, its character set made larger."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .charset import Charset, extend
from .container import Component, Container
from .errors import ModelFileError
from .network import CHARSET_TRAINING_FLAG, INTEGER_TRAINING_FLAG, FloatArray, LineNetwork
from .signs import NAME_HANZI, NEW_SIGNS, gb2312_hanzi, read_radicals

_CONFIG = b"preserve_interword_spaces 1\n"
"""Without it Tesseract writes a space between any two Hanzi."""
_ADAM_BETA, _MOMENTUM = 0.999, 0.5
_HESITATION = 1.0
"""What a new output row gives up of its pattern's bias, so that at first the pattern itself still wins."""


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A starting point: network, larger character set, and all float weights, the new output rows among them."""

    network: LineNetwork
    charset: Charset
    known: frozenset[str]
    weights: dict[str, FloatArray]

    @property
    def spelling(self) -> dict[str, tuple[int, ...]]:
        """The code of each character."""
        return self.charset.spelling()

    def integer_model(self, weights: dict[str, FloatArray], version: str) -> bytes:
        """A traineddata file of these weights, integer, with nothing but what lines are read with.

        The base's word lists stay behind: they know none of the new signs, so that with them the engine puts a
        listed sign where the network saw a new one, and they mend nothing on newspaper lines.
        """
        head = self.network.header
        flags = CHARSET_TRAINING_FLAG | INTEGER_TRAINING_FLAG
        header = replace(head, training_flags=flags, adam_beta=_ADAM_BETA, momentum=_MOMENTUM)
        network = replace(self.network.with_weights(weights), header=header, unicharset=b"", recoder=b"")
        parts = {
            int(Component.CONFIG): _CONFIG,
            int(Component.LSTM): network.emit(),
            int(Component.LSTM_UNICHARSET): self.charset.unicharset(),
            int(Component.LSTM_RECODER): self.charset.recoder(),
            int(Component.VERSION): version.encode(),
        }
        return Container(parts).emit()


def load_base(path: Path, radicals: Path) -> BaseModel:
    """The extended base.

    Args:
        path: the larger chi_sim (``.traineddata`` or ``.traineddata.gz``), which carries its character set embedded.
        radicals: Unihan's ``Unihan_IRGSources.txt``, plain or ``.bz2``.

    Raises:
        ModelFileError: when the file is another kind of model.
    """
    data = path.read_bytes()
    box = Container.parse(gzip.decompress(data) if path.suffix == ".gz" else data)
    if Component.LSTM not in box.parts:
        raise ModelFileError(f"{path} cannot read lines", cure="Use a model with an LSTM component.")
    network = LineNetwork.parse(box.parts[Component.LSTM])
    if not network.unicharset:
        raise ModelFileError(f"{path} is the small model", cure="Use the larger chi_sim of tessdata 4.0.0.")
    charset = Charset.parse(network.unicharset, network.recoder)
    extension = extend(charset, NEW_SIGNS, (*gb2312_hanzi(), *NAME_HANZI), read_radicals(radicals))
    weights = network.weights()
    output = next(layer.name for layer in network.root.walk() if layer.kind == "Softmax")
    added = weights[output][np.array(extension.start_rows)]
    added[:, -1] -= _HESITATION
    weights[output] = np.concatenate([weights[output], added])
    return BaseModel(network, extension.charset, frozenset(charset.spelling()), weights)
