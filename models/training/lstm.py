"""One LSTM layer on the CPU, with Tesseract's gate order, as a single differentiable step.

Half as dear as the general one: gate derivatives are taken for all steps at once, and the weights' gradient is one
product over all steps instead of one a step.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


class _Lstm(torch.autograd.Function):
    """``(T, N, I) -> (T, N, H)``; gates in the order cell input, input gate, forget gate, output gate."""

    @staticmethod
    def forward(context: Any, inputs: Tensor, across: Tensor, back: Tensor, bias: Tensor) -> Tensor:
        steps, rows, _ = inputs.shape
        size = back.shape[0]
        gates = torch.addmm(bias, inputs.reshape(steps * rows, -1), across).view(steps, rows, 4 * size)
        cells = torch.zeros(steps + 1, rows, size)
        squashed = torch.empty(steps, rows, size)
        outputs = torch.zeros(steps + 1, rows, size)
        for t in range(steps):
            gate = gates[t]
            if t:
                gate.addmm_(outputs[t], back)
            gate[:, :size].tanh_()
            gate[:, size:].sigmoid_()
            value, entry, keep, leave = torch.split(gate, size, 1)
            torch.mul(value, entry, out=cells[t + 1])
            cells[t + 1].addcmul_(keep, cells[t])
            torch.tanh(cells[t + 1], out=squashed[t])
            torch.mul(squashed[t], leave, out=outputs[t + 1])
        context.save_for_backward(inputs, across, back, gates, cells, squashed, outputs)
        return outputs[1:]

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (gradient,) = gradients
        inputs, across, back, gates, cells, squashed, outputs = context.saved_tensors
        steps, rows, width = gates.shape
        size = width // 4
        value, entry, keep, leave = torch.split(gates, size, 2)
        slopes = torch.empty_like(gates)
        slopes[..., :size] = entry * (1 - value * value)
        slopes[..., size : 2 * size] = value * entry * (1 - entry)
        slopes[..., 2 * size : 3 * size] = cells[:-1] * keep * (1 - keep)
        slopes[..., 3 * size :] = squashed * leave * (1 - leave)
        through = leave * (1 - squashed * squashed)
        carried = torch.zeros(rows, size)
        turned = back.t().contiguous()
        for t in range(steps - 1, -1, -1):
            arriving = gradient[t] if t == steps - 1 else torch.addmm(gradient[t], slopes[t + 1], turned)
            carried.addcmul_(arriving, through[t])
            slope = slopes[t].view(rows, 4, size)
            slope[:, :3].mul_(carried.unsqueeze(1))
            slope[:, 3].mul_(arriving)
            carried.mul_(keep[t])
        flat = slopes.view(steps * rows, width)
        seen = inputs.reshape(steps * rows, -1)
        to_inputs = (flat @ across.t()).view(inputs.shape) if context.needs_input_grad[0] else None
        return to_inputs, seen.t() @ flat, outputs[:-1].reshape(steps * rows, size).t() @ flat, flat.sum(0)


def lstm(inputs: Tensor, across: Tensor, back: Tensor, bias: Tensor) -> Tensor:
    """The outputs of every step.

    Args:
        inputs: ``(T, N, I)``.
        across: input weights, ``(I, 4 H)``.
        back: weights of the previous output, ``(H, 4 H)``.
        bias: ``(4 H,)``.
    """
    result: Tensor = _Lstm.apply(inputs, across, back, bias)  # type: ignore[no-untyped-call]
    return result
