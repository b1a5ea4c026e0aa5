"""The decoder as browsers run it: `PictureDecoder` in rows of pixels; see `deployed_layers.py`."""

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS, ResidualBlock
from denoiser import LATENT
from deployed_layers import CELL_COUNT, FILLED_LATENT, Dense, Neighbours, convolution, rows_of
from icons import CELL, GRID
from latents import PictureDecoder

# A cell is 4 x 4 parts, each a row of the last layer, of PART x PART pixels.
PARTS, PART = 4, CELL // 4


def doubled(order: torch.Tensor) -> torch.Tensor:
    """The order of the rows after doubling both sides, with the four rows of a pixel next to each other."""
    quarter = torch.tensor([[0, 1], [2, 3]]).repeat(order.shape)
    return order.repeat_interleave(2, 0).repeat_interleave(2, 1) * 4 + quarter


def doubling(layer: nn.Conv2d) -> Dense:
    """A 1 x 1 convolution before a pixel shuffle by 2 -> [pixels, 4 * channels], ready to be reshaped."""
    weight, bias = layer.weight.flatten(1), layer.bias
    return Dense(weight.unflatten(0, (-1, 4)).transpose(0, 1).flatten(0, 1), bias.unflatten(0, (-1, 4)).T.flatten())


class DeployedResidual(nn.Module):
    def __init__(self, block: ResidualBlock, neighbours: Neighbours) -> None:
        super().__init__()
        self.neighbours = neighbours
        width = block.first.in_channels
        self.first, self.second = convolution(block.first, width), convolution(block.second, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.second(self.neighbours(F.silu(self.first(self.neighbours(F.silu(x))))))


class DeployedDecoder(nn.Module):
    """Latent [1, LATENT, GRID, GRID] -> RGB [1, 3, SIDE, SIDE], 0..1"""

    def __init__(self, picture: PictureDecoder) -> None:
        super().__init__()
        decoder = picture.decoder
        low = torch.arange(CELL_COUNT).reshape(GRID, GRID)
        middle = doubled(low)
        high = doubled(middle)
        # The last layer's rows: cell by cell, each cell's parts in reading order.
        y, x = torch.arange(PARTS * GRID)[:, None], torch.arange(PARTS * GRID)[None]
        parts = (y // PARTS * GRID + x // PARTS) * PARTS**2 + y % PARTS * PARTS + x % PARTS
        beyond = (0, FILLED_LATENT - CHANNELS)
        self.register_buffer("scale", F.pad(picture.scale.flatten(), beyond))
        self.register_buffer("empty", F.pad(picture.empty.flatten(), beyond))
        self.around_low, around_middle, around_high = Neighbours(low), Neighbours(middle), Neighbours(high)
        self.around_parts = Neighbours(high, parts)
        self.enter = convolution(decoder.enter, FILLED_LATENT)
        self.low = nn.Sequential(*(DeployedResidual(block, self.around_low) for block in decoder.low))
        self.up1 = doubling(decoder.up1)
        self.middle = nn.Sequential(*(DeployedResidual(block, around_middle) for block in decoder.middle))
        self.up2 = doubling(decoder.up2)
        self.high = DeployedResidual(decoder.high, around_high)
        self.out = convolution(decoder.out, decoder.out.in_channels)
        # A cell's numbers in the order of the last layer: part by part, each colour by colour.
        order = torch.arange(4 * CELL * CELL).reshape(4, PARTS, PART, PARTS, PART).permute(1, 3, 0, 2, 4).flatten()
        weight = F.pad(decoder.linear.weight.flatten(1), beyond)
        self.linear = Dense(weight[order], decoder.linear.bias[order])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        latent = rows_of(x)
        cells = latent * self.scale + self.empty
        h = self.low(self.enter(self.around_low(cells)))
        h = self.middle(self.up1(h).reshape(4 * CELL_COUNT, -1))
        h = self.high(self.up2(h).reshape(16 * CELL_COUNT, -1))
        refined = self.out(self.around_parts(F.silu(h)))
        layers = (self.linear(cells).reshape(refined.shape) + refined).reshape(-1, 4, PART**2)
        colour = latent.mean(0, keepdim=True)[:, CHANNELS:LATENT].reshape(1, 3, 1) * 0.5 + 0.5
        laid = layers[:, :3] + (1 - layers[:, 3:].clamp(0, 1)) * colour
        pixels = laid.reshape(GRID, GRID, PARTS, PARTS, 3, PART, PART).permute(4, 0, 2, 5, 1, 3, 6)
        return pixels.reshape(1, 3, GRID * CELL, GRID * CELL).clamp(0, 1)
