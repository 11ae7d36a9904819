"""Containers, networks and character sets go in and out of their files unchanged, and grow as asked."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.training.charset import Charset, extend
from models.training.container import Component, Container
from models.training.errors import ModelFileError
from models.training.network import Header, Layer, LineNetwork, Matrix

MODELS = sorted((Path(__file__).resolve().parents[2] / "models").glob("*.traineddata"))
SYSTEM = [Path("/usr/share/tesseract-ocr/5/tessdata/chi_sim.traineddata")]
UNICHARSET = "4\nNULL 0 Common 0\n河 1 0,255 Han 1 0 1 河\n( 10 0,255 Common 2 10 2 (\n江 1 0,255 Han 3 0 3 江\n"


def _recoder(*codes: tuple[int, ...]) -> bytes:
    rows = (struct.pack(f"<bi{len(code)}i", 1, len(code), *code) for code in codes)
    return struct.pack("<I", len(codes)) + b"".join(rows)


def _network() -> LineNetwork:
    rng = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> Matrix:
        return Matrix.quantise(rng.normal(size=(rows, columns)))

    gates = Layer("LSTM", "Lfx3", 0, 1, 192, 2, 3, 72, (5,), matrices=tuple(matrix(3, 6) for _ in range(4)))
    output = Layer("Softmax", "Output", 0, 1, 192, 3, 4, 16, matrices=(matrix(4, 4),))
    image = Layer("Input", "Input", 0, 0, 192, 0, 1, 0, (1, 0, 0, 1, 0))
    rates = struct.pack("<3f", 1e-4, 1e-4, 1e-4)
    root = Layer("Series", "Series", 0, 0, 192, 0, 4, 88, children=(image, gates, output), rates=rates)
    return LineNetwork(root, Header("[1,0,0,1Lfx3O1c4]", 65, 10, 11, 3, 0.5, 0.25, 0.125))


@pytest.mark.parametrize("path", [*MODELS, *SYSTEM], ids=lambda path: path.name)
def test_a_real_model_is_written_back_byte_for_byte(path: Path) -> None:
    """Reading a model and writing it gives the same file, down to the network inside."""
    if not path.exists():
        pytest.skip(f"{path} is not installed")
    data = path.read_bytes()
    box = Container.parse(data)
    assert box.emit() == data
    network = LineNetwork.parse(box.parts[Component.LSTM])
    assert network.emit() == box.parts[Component.LSTM]
    charset = Charset.parse(box.parts[Component.LSTM_UNICHARSET], box.parts[Component.LSTM_RECODER])
    assert charset.unicharset() == box.parts[Component.LSTM_UNICHARSET]
    assert charset.recoder() == box.parts[Component.LSTM_RECODER]


def test_a_network_with_its_character_set_inside_is_written_back_byte_for_byte() -> None:
    """The larger chi_sim embeds unicharset and recoder between the layers and at the end."""
    network = replace(_network(), unicharset=UNICHARSET.encode(), recoder=_recoder((0,), (1, 2, 3), (4,), (1, 2, 4)))
    assert LineNetwork.parse(network.emit()).emit() == network.emit()
    assert LineNetwork.parse(network.emit()).unicharset == UNICHARSET.encode()


def test_integer_weights_survive_the_way_through_real_numbers() -> None:
    """Dequantised and quantised again, every cell and scale is what it was."""
    network = _network()
    assert network.with_weights(network.weights()).emit() == network.emit()


def test_quantising_errs_by_half_a_step_at_most() -> None:
    """An integer weight is the nearest multiple of its row's scale, and a row of zeros stays zero."""
    weights = np.array([[1.0, -0.3, 0.011], [0.0, 0.0, 0.0]])
    matrix = Matrix.quantise(weights)
    assert np.abs(matrix.weights() - weights).max() <= 0.5 / 127
    assert not matrix.cells[1].any()


def test_added_output_rows_are_counted_all_the_way_up() -> None:
    """A larger output layer changes the sizes written in its own node and in the root."""
    network = _network()
    weights = network.weights()
    weights["Output"] = np.concatenate([weights["Output"], weights["Output"][:1]])
    grown = LineNetwork.parse(network.with_weights(weights).emit())
    assert (grown.root.outputs, grown.root.weight_count) == (5, 92)


@pytest.mark.parametrize("damage", [b"", b"abc", b"\x00\x00\x00\x7f" * 40])
def test_what_is_no_model_file_is_refused_with_a_cure(damage: bytes) -> None:
    """Bytes of another kind give an error that says what to do."""
    with pytest.raises(ModelFileError, match="—"):
        Container.parse(damage)


def test_a_network_cut_short_is_refused() -> None:
    """Half a network is an error, not half a model."""
    with pytest.raises(ModelFileError):
        LineNetwork.parse(_network().emit()[:200])


def _small_charset() -> Charset:
    return Charset.parse(UNICHARSET.encode(), _recoder((0,), (5, 10, 20), (1,), (5, 8, 20)))


def test_a_new_hanzi_is_spelt_by_radical_and_strokes() -> None:
    """With radical 85 known as 5 and five strokes as 10, another five-stroke water character takes the next index."""
    radicals = {"河": "85.5", "江": "85.3", "油": "85.5", "汉": "85.2"}
    grown = extend(_small_charset(), {}, ["油", "河"], radicals)
    assert grown.charset.spelling()["油"] == (5, 10, 21)
    assert len(grown.charset.lines) == 5
    assert grown.start_rows == (20,)


def test_a_new_sign_gets_a_row_of_its_own_that_starts_as_its_pattern() -> None:
    """The full-width bracket begins with the half-width one's row; characters there before keep their codes."""
    grown = extend(_small_charset(), {"（": "("}, [], {"河": "85.5", "江": "85.3"})
    assert grown.charset.spelling()["（"] == (21,)
    assert grown.start_rows == (1,)
    assert grown.charset.spelling()["("] == (1,)
    assert grown.charset.outputs == 22


def test_a_known_sign_can_be_given_a_code_of_its_own() -> None:
    """A sign that shared its code is respelt in place; the number of characters stays."""
    grown = extend(_small_charset(), {"(": "("}, [], {"河": "85.5", "江": "85.3"})
    assert grown.charset.spelling()["("] == (21,)
    assert len(grown.charset.lines) == 4


def test_an_extended_character_set_is_read_back_as_it_was_written() -> None:
    """Unicharset and recoder of the larger set agree with each other."""
    grown = extend(_small_charset(), {"（": "("}, ["油"], {"河": "85.5", "江": "85.3", "油": "85.5"}).charset
    assert Charset.parse(grown.unicharset(), grown.recoder()) == grown
