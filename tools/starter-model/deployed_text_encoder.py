"""The text encoder as browsers run it: `TextEncoder` with few kernels (see `deployed_layers.py`).

A thing's place is a matrix that maps the cells of the basis to those of the picture.
"""

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from deployed_layers import CELL_COUNT, FEWEST_ROWS, FOUR, dense, matrix, product
from icons import GRID, STYLES
from text_encoder import BIG, CELLS, CONTEXT_WIDTH, FLAGS, NORMAL, SMALL, TextEncoder
from words import PROMPT_TOKENS

# A context's row: a cell's sketch in each style, whether there is a thing, the flags.
KINDS = 1 + FLAGS + -(1 + FLAGS) % FOUR
FLAGS_AT = CONTEXT_WIDTH + 1
CONTEXT_FEATURES = CONTEXT_WIDTH + KINDS
BIG_AT, SMALL_AT = NORMAL**2, NORMAL**2 + BIG**2


def laid(side: int, first: int, top: int, left: int) -> torch.Tensor:
    """[cells, 2 * CELLS]: the thing whose cells begin at `first`, at that place of the picture."""
    y, x = torch.arange(side)[:, None], torch.arange(side)[None]
    return matrix(CELL_COUNT, 2 * CELLS, (top + y) * GRID + left + x, first + y * side + x)


class DeployedTextEncoder(nn.Module):
    """ids [1, PROMPT_TOKENS] -> [1, cells, CONTEXT_FEATURES]"""

    def __init__(self, model: TextEncoder) -> None:
        super().__init__()
        self.code_size = model.code_size
        self.codes, self.basis = model.codes, dense(model.basis)
        self.register_buffer("kinds", F.pad(model.kinds, (0, KINDS - 1 - FLAGS)))
        self.register_buffer("before", model.before[None, None])
        self.register_buffer("every", torch.ones(1, 1, CELL_COUNT, PROMPT_TOKENS))
        # Replaces the first thing if the prompt has none.
        nothing = model.codes.weight[model.without_thing].detach()
        self.register_buffer("nothing", torch.stack((nothing, torch.zeros_like(nothing))))
        edge, rim = (GRID - NORMAL) // 2, (GRID - SMALL) // 2
        normal = laid(NORMAL, 0, edge, edge)
        pair = laid(SMALL, SMALL_AT, rim, 0) + laid(SMALL, CELLS + SMALL_AT, rim, GRID - SMALL)
        self.register_buffer("normal", normal)
        self.register_buffer("if_small", laid(SMALL, SMALL_AT, rim, rim) - normal)
        self.register_buffer("if_big", laid(BIG, BIG_AT, 0, 0) - normal)
        self.register_buffer("if_pair", pair - normal)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        kinds, codes = F.embedding(ids, self.kinds)[0], F.embedding(ids, self.codes.weight)[0]
        thing, rank = kinds[:, :1], product(self.before, kinds)[:, :1]
        first = thing * F.relu(2 - rank)
        second = thing * F.relu(1 - (rank - 2).abs())
        # How many words there are of each kind, repeated in each row.
        counts = product(self.every, kinds)
        flags = 1 - F.relu(1 - counts)
        some, small, big = flags[:1, :1], flags[:1, FLAGS - 1 : FLAGS], flags[:1, FLAGS : FLAGS + 1]
        pair = F.relu(1 - F.relu(2 - counts[:1, :1]))

        picked = (torch.cat((first, second), 1).unsqueeze(2) * codes.unsqueeze(1)).sum(0) + (1 - some) * self.nothing
        made = self.basis(F.pad(picked.reshape(2 * len(STYLES), -1), (0, 0, 0, FEWEST_ROWS - 2 * len(STYLES))))
        made = made[: 2 * len(STYLES)].reshape(2, len(STYLES), CELLS, CHANNELS).permute(0, 2, 1, 3)

        small = small * (1 - pair)
        big = big * (1 - pair) * (1 - small)
        places = self.normal + self.if_small * small + self.if_big * big + self.if_pair * pair
        sketch = product(places, made.reshape(2 * CELLS, CONTEXT_WIDTH))
        return torch.cat((sketch, flags), 1).unsqueeze(0)
