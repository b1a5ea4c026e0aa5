"""Autoencoder of transparent pictures: 4 x 128 x 128 (premultiplied RGBA) <-> 44 x 8 x 8.

The encoder looks at one cell of 16 x 16 pixels at a time; the decoder sees the neighbours too. Both start as
the principal components of the cells, with small networks beside them that learn the rest.
"""

import torch
import torch.nn.functional as F
from torch import nn

from icons import CELL, GRID

CHANNELS = 44
CELL_SIZE = 4 * CELL * CELL


class ResidualBlock(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(F.silu(self.first(F.silu(x))))


class Encoder(nn.Module):
    def __init__(self, width: int = 512) -> None:
        super().__init__()
        self.linear = nn.Linear(CELL_SIZE, CHANNELS)
        self.hidden = nn.Linear(CELL_SIZE, width)
        self.out = nn.Linear(width, CHANNELS)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        """[..., CELL_SIZE] -> [..., CHANNELS]"""
        return self.linear(cells) + self.out(F.silu(self.hidden(cells)))


class Decoder(nn.Module):
    def __init__(self, widths: tuple[int, int, int] = (160, 80, 48)) -> None:
        super().__init__()
        low, middle, high = widths
        self.linear = nn.Conv2d(CHANNELS, CELL_SIZE, 1)
        self.enter = nn.Conv2d(CHANNELS, low, 3, padding=1)
        self.low = nn.Sequential(ResidualBlock(low), ResidualBlock(low))
        self.up1 = nn.Conv2d(low, 4 * middle, 1)
        self.middle = nn.Sequential(ResidualBlock(middle), ResidualBlock(middle))
        self.up2 = nn.Conv2d(middle, 4 * high, 1)
        self.high = ResidualBlock(high)
        self.out = nn.Conv2d(high, 4 * 16, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """[n, CHANNELS, 8, 8] -> premultiplied RGBA [n, 4, 128, 128]"""
        x = self.low(self.enter(z))
        x = self.middle(F.pixel_shuffle(self.up1(x), 2))
        x = self.high(F.pixel_shuffle(self.up2(x), 2))
        return F.pixel_shuffle(self.linear(z), CELL) + F.pixel_shuffle(self.out(F.silu(x)), CELL // 4)


def start_from_components(encoder: Encoder, decoder: Decoder, cells: torch.Tensor) -> torch.Tensor:
    """Principal components of the cells [n, CELL_SIZE], standardized. Returns each one's deviation."""
    mean = cells.mean(0)
    centred = cells - mean
    values, vectors = torch.linalg.eigh((centred.T @ centred / len(cells)).double())
    order = values.argsort(descending=True)[:CHANNELS]
    deviation = values[order].sqrt().float()
    basis = vectors[:, order].T.float()
    with torch.no_grad():
        encoder.linear.weight.copy_(basis / deviation[:, None])
        encoder.linear.bias.copy_(-(basis @ mean) / deviation)
        decoder.linear.weight.copy_((basis.T * deviation)[:, :, None, None])
        decoder.linear.bias.copy_(mean)
    return deviation


def encode(encoder: Encoder, cells: torch.Tensor) -> torch.Tensor:
    """[n, GRID, GRID, CELL_SIZE] -> [n, CHANNELS, GRID, GRID]"""
    assert cells.shape[1:3] == (GRID, GRID)
    return encoder(cells).permute(0, 3, 1, 2)
