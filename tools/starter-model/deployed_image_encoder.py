"""The image encoder as browsers run it: `ImageEncoder` in rows of cells; see `deployed_layers.py`."""

import torch
import torch.nn.functional as F
from torch import nn

from deployed_layers import CELL_COUNT, FOUR, LATENT, Neighbours, convolution, dense, matrix, product
from icons import CELL, GRID
from image_encoder import COLOURS, PIXELS, SHARED, ImageEncoder


class DeployedImageEncoder(nn.Module):
    """RGB [1, 3, SIDE, SIDE], 0..1 -> latent [1, LATENT, GRID, GRID]"""

    def __init__(self, model: ImageEncoder) -> None:
        super().__init__()
        self.look, self.background = dense(model.look), dense(model.background)
        self.linear, self.cell, self.of_cell = dense(model.linear), dense(model.cell), dense(model.of_cell)
        self.shared, self.around = dense(model.shared), convolution(model.around, SHARED)
        self.of_around = dense(model.of_around)
        self.register_buffer("position", model.position.detach())
        self.neighbours = Neighbours(torch.arange(CELL_COUNT).reshape(GRID, GRID))
        colour = torch.arange(COLOURS).repeat_interleave(CELL * CELL)
        # A cell's mean colours have the columns of the found colours: those after the weight.
        self.register_buffer("mean", matrix(PIXELS, FOUR, torch.arange(PIXELS), 1 + colour)[None, None] / CELL**2)
        self.register_buffer("spread", matrix(FOUR, PIXELS, 1 + colour, torch.arange(PIXELS))[None, None])
        self.register_buffer("every", torch.ones(1, 1, CELL_COUNT, CELL_COUNT))

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        grid = picture.reshape(COLOURS, GRID, CELL, GRID, CELL).permute(1, 3, 0, 2, 4)
        cells = grid.reshape(CELL_COUNT, PIXELS) * 2 - 1
        found = self.background(F.silu(self.look(cells)))
        weight = (found[:, :1] + self.position).softmax(0)
        # The sum over cells, repeated in each row.
        background = product(self.every, weight * (product(cells, self.mean) + found))
        apart = cells - product(background, self.spread)
        colours = F.pad(background[:, 1:], (0, FOUR - COLOURS))
        h = F.silu(self.cell(torch.cat((apart, colours), 1)))
        around = F.silu(self.around(self.neighbours(self.shared(h))))
        things = self.linear(apart) + self.of_cell(h) + self.of_around(around)
        latent = torch.cat((things, background[:, 1:]), 1)
        return latent.transpose(0, 1).reshape(1, LATENT, GRID, GRID)
