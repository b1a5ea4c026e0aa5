"""Image encoder: an opaque picture 3 x 128 x 128 -> the denoiser's latent of it, for pictures to start from.

In a latent, things lie on a background, but a picture does not say which is which. So the encoder first finds
the background's colour, then reads each cell and its neighbours against it.
"""

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from denoiser import LATENT
from icons import CELL, GRID

COLOURS = 3
PIXELS = COLOURS * CELL * CELL
LOOK, WIDTH, SHARED, AROUND = 64, 384, 96, 192


class ImageEncoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # How much a cell says about the background, and which colour.
        self.look = nn.Linear(PIXELS, LOOK)
        self.background = nn.Linear(LOOK, 1 + COLOURS)
        self.position = nn.Parameter(torch.zeros(GRID * GRID, 1))
        self.linear = nn.Linear(PIXELS, CHANNELS)
        self.cell = nn.Linear(PIXELS + COLOURS, WIDTH)
        self.of_cell = nn.Linear(WIDTH, CHANNELS)
        self.shared = nn.Linear(WIDTH, SHARED)
        self.around = nn.Conv2d(SHARED, AROUND, 3, padding=1)
        self.of_around = nn.Linear(AROUND, CHANNELS)
        for layer in (self.background, self.of_cell, self.of_around):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def find_background(self, cells: torch.Tensor) -> torch.Tensor:
        """cells [n, GRID * GRID, PIXELS] in -1..1 -> its colour [n, 1, COLOURS]"""
        found = self.background(F.silu(self.look(cells)))
        weight = (found[..., :1] + self.position).softmax(1)
        mean = cells.reshape(*cells.shape[:2], COLOURS, -1).mean(3)
        return (weight * (mean + found[..., 1:])).sum(1, keepdim=True)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """[n, COLOURS, side, side] in 0..1 -> [n, LATENT, GRID, GRID]"""
        n = len(pictures)
        grid = pictures.reshape(n, COLOURS, GRID, CELL, GRID, CELL).permute(0, 2, 4, 1, 3, 5)
        cells = grid.reshape(n, GRID * GRID, PIXELS) * 2 - 1
        background = self.find_background(cells)
        apart = cells - background.repeat_interleave(CELL * CELL, 2)
        h = F.silu(self.cell(torch.cat((apart, background.expand(n, GRID * GRID, COLOURS)), 2)))
        shared = self.shared(h).transpose(1, 2).reshape(n, SHARED, GRID, GRID)
        around = F.silu(self.around(shared)).flatten(2).transpose(1, 2)
        things = self.linear(apart) + self.of_cell(h) + self.of_around(around)
        latent = torch.cat((things, background.expand(n, GRID * GRID, COLOURS)), 2)
        return latent.transpose(1, 2).reshape(n, LATENT, GRID, GRID)
