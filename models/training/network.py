"""A Tesseract line network as a tree of layers: parsed from its file and written back byte for byte."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from .errors import ModelFileError

FloatArray = npt.NDArray[np.float64]

_INTEGER_MODE = 128 | 4 | 1
"""Matrix mode of new-style int8 weights (Adam bit kept as stored)."""
_LAYER_RATES = 64
"""Network flag: a learning rate a child follows the children."""
_INT8_MAX = 127
_CONTAINERS = frozenset({"Series", "Parallel", "RTLReversed", "TTBReversed", "XYTranspose"})
_LSTMS = frozenset({"LSTM", "SummLSTM"})
_FULLY_CONNECTED = frozenset({"Logistic", "Tanh", "Relu", "Linear", "Softmax", "SoftmaxNoCTC"})
_GATES = 4
INTEGER_TRAINING_FLAG = 1
CHARSET_TRAINING_FLAG = 64


@dataclass(frozen=True, slots=True)
class Matrix:
    """Integer weights ``(rows, inputs + 1)`` with a scale a row; the last column is the bias."""

    cells: npt.NDArray[np.int8]
    scales: FloatArray
    mode: int = _INTEGER_MODE

    def weights(self) -> FloatArray:
        """The real weights, ``(rows, inputs + 1)``."""
        return np.asarray(self.cells.astype(np.float64) * self.scales[: self.cells.shape[0], None])

    @classmethod
    def quantise(cls, weights: FloatArray, mode: int = _INTEGER_MODE) -> Matrix:
        """The nearest integer matrix, each row scaled so that its largest weight becomes 127 (as Tesseract does)."""
        largest = np.abs(weights).max(axis=1)
        scales = np.where(largest > 0, largest, 1.0) / _INT8_MAX
        cells = np.clip(np.rint(weights / scales[:, None]), -_INT8_MAX, _INT8_MAX).astype(np.int8)
        return cls(cells, scales, mode)


@dataclass(frozen=True, slots=True)
class Layer:
    """One node of the tree; ``numbers`` are the five shape, two window or one gate-input values it stores."""

    kind: str
    name: str
    training: int
    backward: int
    flags: int
    inputs: int
    outputs: int
    weight_count: int
    numbers: tuple[int, ...] = ()
    children: tuple[Layer, ...] = ()
    rates: bytes = b""
    matrices: tuple[Matrix, ...] = ()

    def walk(self) -> Iterator[Layer]:
        """This layer and all below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Header:
    """What follows the layers: the network's spec and the state of its training."""

    spec: str
    training_flags: int
    iterations: int
    samples: int
    null_code: int
    adam_beta: float
    learning_rate: float
    momentum: float


@dataclass(frozen=True, slots=True)
class LineNetwork:
    """The LSTM component of a model; the character set and recoder are empty when the box holds them apart."""

    root: Layer
    header: Header
    unicharset: bytes = b""
    recoder: bytes = b""

    @classmethod
    def parse(cls, data: bytes) -> LineNetwork:
        """The network in a component's bytes, with its character set when that is embedded.

        Raises:
            ModelFileError: when a layer or matrix is of a kind that a line reader does not have.
        """
        source = _Source(data)
        root = _read_layer(source)
        embedded = data[source.at : source.at + 1].isdigit() and b"\n" in data[source.at : source.at + 8]
        unicharset = _read_lines(source) if embedded else b""
        spec = source.text()
        header = Header(spec, *source.take("iiiifff"))
        return cls(root, header, unicharset, data[source.at :])

    def emit(self) -> bytes:
        """The component's bytes."""
        head = self.header
        numbers = (head.training_flags, head.iterations, head.samples, head.null_code)
        rates = (head.adam_beta, head.learning_rate, head.momentum)
        tail = _text(head.spec) + struct.pack("<4i3f", *numbers, *rates)
        return _emit_layer(self.root) + self.unicharset + tail + self.recoder

    def with_weights(self, weights: dict[str, FloatArray]) -> LineNetwork:
        """The same network with new integer weights, given by layer name, gates stacked; rows may be added."""
        return replace(self, root=_reweigh(self.root, weights))

    def weights(self) -> dict[str, FloatArray]:
        """The real weights by layer name; an LSTM's four gates (input, input gate, forget, output) are stacked."""
        return {
            layer.name: np.concatenate([matrix.weights() for matrix in layer.matrices])
            for layer in self.root.walk()
            if layer.matrices
        }


@dataclass(slots=True)
class _Source:
    data: bytes
    at: int = field(default=0)

    def take(self, form: str) -> tuple[int, ...]:
        try:
            values = struct.unpack_from("<" + form, self.data, self.at)
        except struct.error as error:
            raise ModelFileError("the network ends in the middle", cure="Fetch the base model again.") from error
        self.at += struct.calcsize("<" + form)
        return values

    def text(self) -> str:
        (length,) = self.take("I")
        value = self.data[self.at : self.at + length]
        self.at += length
        return value.decode("utf-8")

    def block(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        if len(self.data) - self.at < np.dtype(kind).itemsize * count:
            raise ModelFileError("the network ends inside a matrix", cure="Fetch the base model again.")
        values = np.frombuffer(self.data, kind, count, self.at).copy()
        self.at += values.nbytes
        return values


def _text(value: str) -> bytes:
    data = value.encode("utf-8")
    return struct.pack("<I", len(data)) + data


def _read_lines(source: _Source) -> bytes:
    start = source.at
    end = source.data.index(b"\n", start) + 1
    for _ in range(int(source.data[start:end])):
        end = source.data.index(b"\n", end) + 1
    source.at = end
    return source.data[start:end]


def _read_matrix(source: _Source) -> Matrix:
    (mode,) = source.take("B")
    if not mode & INTEGER_TRAINING_FLAG:
        raise ModelFileError("the base model has float weights", cure="Use an integer model; only those are published.")
    rows, columns, _empty = source.take("iib")
    cells = source.block("i1", rows * columns).reshape(rows, columns).astype(np.int8)
    (count,) = source.take("I")
    return Matrix(cells, source.block("<f8", count).astype(np.float64), mode)


def _read_layer(source: _Source) -> Layer:
    source.take("b")
    kind = source.text()
    training, backward, flags, inputs, outputs, weight_count = source.take("bbiiii")
    layer = Layer(kind, source.text(), training, backward, flags, inputs, outputs, weight_count)
    if kind in _CONTAINERS:
        (count,) = source.take("I")
        children = tuple(_read_layer(source) for _ in range(count))
        rates = b""
        if flags & _LAYER_RATES:
            (rate_count,) = source.take("I")
            rates = source.block("<f4", rate_count).tobytes()
        return replace(layer, children=children, rates=rates)
    if kind == "Input":
        return replace(layer, numbers=source.take("5i"))
    if kind in {"Convolve", "Maxpool", "Reconfig"}:
        return replace(layer, numbers=source.take("2i"))
    if kind in _LSTMS:
        numbers = source.take("i")
        return replace(layer, numbers=numbers, matrices=tuple(_read_matrix(source) for _ in range(_GATES)))
    if kind in _FULLY_CONNECTED:
        return replace(layer, matrices=(_read_matrix(source),))
    raise ModelFileError(f"a layer of the unknown kind {kind!r}", cure="Use a chi_sim model for lines.")


def _emit_matrix(matrix: Matrix) -> bytes:
    rows, columns = matrix.cells.shape
    head = struct.pack("<Biib", matrix.mode, rows, columns, 0)
    return head + matrix.cells.tobytes() + struct.pack("<I", len(matrix.scales)) + matrix.scales.tobytes()


def _emit_layer(layer: Layer) -> bytes:
    sizes = (layer.flags, layer.inputs, layer.outputs, layer.weight_count)
    data = b"\0" + _text(layer.kind) + struct.pack("<bb4i", layer.training, layer.backward, *sizes) + _text(layer.name)
    if layer.kind in _CONTAINERS:
        data += struct.pack("<I", len(layer.children)) + b"".join(_emit_layer(child) for child in layer.children)
        if layer.flags & _LAYER_RATES:
            data += struct.pack("<I", len(layer.rates) // 4) + layer.rates
    data += struct.pack(f"<{len(layer.numbers)}i", *layer.numbers)
    return data + b"".join(_emit_matrix(matrix) for matrix in layer.matrices)


def _reweigh(layer: Layer, weights: dict[str, FloatArray]) -> Layer:
    children = tuple(_reweigh(child, weights) for child in layer.children)
    change = layer.weight_count
    outputs = layer.outputs
    if children:
        change += sum(child.weight_count for child in children) - sum(child.weight_count for child in layer.children)
        outputs = children[-1].outputs if layer.kind == "Series" else layer.outputs
    if not layer.matrices or layer.name not in weights:
        return replace(layer, children=children, weight_count=change, outputs=outputs)
    stacked = weights[layer.name]
    parts = np.split(stacked, len(layer.matrices))
    matrices = tuple(Matrix.quantise(part, old.mode) for part, old in zip(parts, layer.matrices, strict=True))
    rows = parts[0].shape[0]
    return replace(layer, outputs=rows, weight_count=int(stacked.size), matrices=matrices)
