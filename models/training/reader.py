"""The line network of the larger chi_sim in PyTorch: pixels in, one score a code and step out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from .lstm import lstm
from .network import FloatArray

POOLING = 3
"""The network sees a third of the rows and columns."""
_WINDOW = 5
_GATES = 4
_LARGEST_PIXEL = 127 / 128
"""Integer recognition cuts the scaled pixels off here; training does likewise."""
_BLACK_QUANTILE, _WHITE_QUANTILE = 0.25, 0.75
_LAYERS = ("Lfys64", "Lfx128", "Lrx128", "Lfx384")


def scale_pixels(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Pixels as Tesseract feeds them: black and white from the extremes along the middle row, about -1..1."""
    row = pixels[pixels.shape[0] // 2].astype(np.int16)
    before, here, after = row[:-2], row[1:-1], row[2:]
    lows = here[((here < before) & (here <= after)) | ((here <= before) & (here < after))]
    highs = here[((here > before) & (here >= after)) | ((here >= before) & (here > after))]
    black = float(np.quantile(lows, _BLACK_QUANTILE)) if len(lows) else 0.0
    white = float(np.quantile(highs, _WHITE_QUANTILE)) if len(highs) else 255.0
    contrast = (white - black) / 2 if white > black else 1.0
    scaled = (pixels.astype(np.float32) - np.float32(black)) / np.float32(contrast) - 1
    return np.asarray(np.clip(scaled, -_LARGEST_PIXEL, _LARGEST_PIXEL), np.float32)


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of one pooled height, padded: pixels ``(N, H, W)``, steps a line, and the codes of each, in a row."""

    pixels: Tensor
    steps: Tensor
    codes: Tensor
    lengths: Tensor


def make_batch(lines: Sequence[npt.NDArray[np.uint8]], codes: Sequence[Sequence[int]]) -> Batch:
    """A batch of lines whose heights agree after pooling."""
    height = max(line.shape[0] for line in lines)
    width = max(line.shape[1] for line in lines)
    pixels = np.zeros((len(lines), height, width), np.float32)
    for place, line in zip(pixels, lines, strict=True):
        place[: line.shape[0], : line.shape[1]] = scale_pixels(line)
    steps = torch.tensor([line.shape[1] // POOLING for line in lines])
    flat = torch.tensor([code for line in codes for code in line], dtype=torch.long)
    return Batch(torch.from_numpy(pixels), steps, flat, torch.tensor([len(line) for line in codes]))


class LineReader(nn.Module):
    """The network, its parameters named as Tesseract's layers, transposed: ``(inputs, outputs)``."""

    def __init__(self, weights: Mapping[str, FloatArray]) -> None:
        super().__init__()
        self.tables = nn.ParameterDict()
        for name, matrix in weights.items():
            rows = matrix.shape[0] // _GATES if name in _LAYERS else 0
            inputs = matrix.shape[1] - 1 - rows
            self.tables[f"{name}_across"] = _parameter(matrix[:, :inputs].T)
            if rows:
                self.tables[f"{name}_back"] = _parameter(matrix[:, inputs:-1].T)
            self.tables[f"{name}_bias"] = _parameter(matrix[:, -1])

    def matrices(self) -> dict[str, FloatArray]:
        """The weights as Tesseract stores them, by layer name."""
        return matrices(dict(self.tables.items()))

    def forward(self, pixels: Tensor, steps: Tensor) -> Tensor:
        """Scores before the softmax, ``(T, N, codes)``; steps past a line's own are to be left out of account."""
        count, height, width = pixels.shape
        high, wide = height // POOLING, width // POOLING
        kernel = self.tables["ConvNL_across"].t().reshape(-1, 1, _WINDOW, _WINDOW).transpose(2, 3)
        seen: Tensor = functional.conv2d(pixels[:, None], kernel, self.tables["ConvNL_bias"], padding=_WINDOW // 2)
        pooled = functional.max_pool2d(seen, POOLING).tanh()
        columns = pooled.permute(2, 0, 3, 1).reshape(high, count * wide, -1)
        across = self._layer("Lfys64", columns)[-1].view(count, wide, -1).transpose(0, 1)
        across = self._layer("Lfx128", across)
        mirror = _mirror(steps, wide)
        across = _along(self._layer("Lrx128", _along(across, mirror)), mirror)
        across = self._layer("Lfx384", across)
        scores: Tensor = across @ self.tables["Output_across"] + self.tables["Output_bias"]
        return scores

    def _layer(self, name: str, values: Tensor) -> Tensor:
        tables = self.tables
        return lstm(values, tables[f"{name}_across"], tables[f"{name}_back"], tables[f"{name}_bias"])


def matrices(tables: Mapping[str, Tensor]) -> dict[str, FloatArray]:
    """Named tables as Tesseract's matrices ``(outputs, inputs + 1)``."""
    result = {}
    for name in dict.fromkeys(key.rpartition("_")[0] for key in tables):
        parts = [tables[key].detach().double() for key in (f"{name}_across", f"{name}_back") if key in tables]
        parts.append(tables[f"{name}_bias"].detach().double()[None])
        result[name] = np.asarray(torch.cat(parts).t().contiguous().numpy())
    return result


def greedy(scores: Tensor, steps: Tensor, null: int, names: Mapping[tuple[int, ...], str]) -> list[str]:
    """The text of the best code a step, code runs that spell nothing dropped."""
    longest = max(len(code) for code in names)
    best = scores.argmax(2).t().tolist()
    texts = []
    for line, count in zip(best, steps.tolist(), strict=True):
        text, last = "", -1
        pending: tuple[int, ...] = ()
        for code in line[:count]:
            if code not in (last, null):
                pending = (*pending, code)
                if pending in names:
                    text, pending = text + names[pending], ()
                elif len(pending) >= longest:
                    pending = ()
            last = code
        texts.append(text)
    return texts


def _parameter(values: FloatArray) -> nn.Parameter:
    return nn.Parameter(torch.from_numpy(np.ascontiguousarray(values, np.float32)))


def _mirror(steps: Tensor, wide: int) -> Tensor:
    """Step indices ``(T, N)`` that turn each line round within its own length."""
    order = torch.arange(wide)[:, None]
    return torch.where(order < steps, steps - 1 - order, order)


def _along(values: Tensor, order: Tensor) -> Tensor:
    return values.gather(0, order[:, :, None].expand(-1, -1, values.shape[2]))
