"""The networks as browsers run them: the same functions of the same weights, with few kernels.

A WebGPU kernel is compiled at its first use, which takes seconds for a large one, and once more for each rank
and alignment of its inputs. So there is one tiled kernel: every dense layer is a product of matrices
[1, 1, rows, features] with more than 8 rows and a multiple of four features, and a convolution is that
product over neighbours that a Gather puts side by side. Rows are pixels, features their channels; both counts
are padded with zeros.
"""

import torch
import torch.nn.functional as F
from torch import nn

from denoiser import LATENT
from icons import GRID

# ONNX Runtime reads vectors of this many features.
FOUR = 4
# ONNX Runtime uses another kernel for up to 8 rows.
FEWEST_ROWS = 12
CELL_COUNT = GRID * GRID
# The latent's channels with zeros after them.
FILLED_LATENT = LATENT + -LATENT % FOUR


def product(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """left [rows, k] or [1, 1, rows, k] times right [k, n] or [1, 1, k, n] -> [rows, n]"""
    made = left.reshape(1, 1, *left.shape[-2:]) @ right.reshape(1, 1, *right.shape[-2:])
    return made.reshape(made.shape[2:])


def matrix(rows: int, columns: int, row: torch.Tensor, column: torch.Tensor) -> torch.Tensor:
    """[rows, columns] of zeros with ones at those places"""
    made = torch.zeros(rows, columns)
    made[row, column] = 1
    return made


class Dense(nn.Module):
    """x [rows, inputs] -> [rows, outputs]; both counts are padded to multiples of four."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        """weight [outputs, inputs], as in `nn.Linear`"""
        super().__init__()
        outputs, inputs = weight.shape
        filled = F.pad(weight.detach().T, (0, -outputs % FOUR, 0, -inputs % FOUR))
        self.register_buffer("weight", filled[None, None].contiguous())
        self.register_buffer("bias", F.pad(bias.detach(), (0, -outputs % FOUR)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return product(x, self.weight) + self.bias


def dense(layer: nn.Linear) -> Dense:
    return Dense(layer.weight, layer.bias)


def rows_of(x: torch.Tensor) -> torch.Tensor:
    """Latent [1, LATENT, GRID, GRID] -> [cells, FILLED_LATENT]"""
    return F.pad(x.reshape(LATENT, CELL_COUNT), (0, 0, 0, FILLED_LATENT - LATENT)).transpose(0, 1)


class Neighbours(nn.Module):
    """x [pixels, channels] -> [pixels, 9 * channels]: those of 3 x 3 pixels each, zeros beyond the edge."""

    def __init__(self, order: torch.Tensor, made: torch.Tensor | None = None) -> None:
        """order, made [side, side]: the row of each pixel in the input and in the output"""
        super().__init__()
        side = len(order)
        beyond = torch.full((side + 2, side + 2), side * side)
        beyond[1:-1, 1:-1] = order
        around = torch.stack([beyond[y : y + side, x : x + side] for y in range(3) for x in range(3)], -1)
        rows = torch.empty(side * side, 9, dtype=torch.int64)
        rows[(order if made is None else made).flatten()] = around.reshape(-1, 9)
        self.register_buffer("rows", rows)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.embedding(self.rows, F.pad(x, (0, 0, 0, 1))).reshape(len(self.rows), -1)


def convolution(layer: nn.Conv2d, channels: int) -> Dense:
    """A 3 x 3 convolution of the output of `Neighbours` for `channels` channels; `layer` may have fewer."""
    weight = F.pad(layer.weight.detach(), (0, 0, 0, 0, 0, channels - layer.in_channels))
    return Dense(weight.permute(0, 2, 3, 1).flatten(1), layer.bias)
