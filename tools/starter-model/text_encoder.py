"""Text encoder: word ids -> a sketch of the things in each style, and the other words as flags.

A thing's word has a code for each style; a basis turns codes into latents at the three sizes. Codes and basis
start as principal components of the icons' latents and are then trained with the denoiser. Word order matters
only for things: the first stands left of the second.
"""

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from icons import GRID, STYLES
from words import CONCEPT_AT, PROMPT_TOKENS, STYLE_AT, UNKNOWN

# Cells per side of a thing at each size, in the basis's order.
NORMAL, BIG, SMALL = 6, 8, 4
CELLS = NORMAL**2 + BIG**2 + SMALL**2
FLAGS = CONCEPT_AT - STYLE_AT
CONTEXT_WIDTH = len(STYLES) * CHANNELS


class TextEncoder(nn.Module):
    def __init__(self, concepts: int, without_thing: int, code_size: int) -> None:
        super().__init__()
        words = CONCEPT_AT + concepts
        self.code_size = code_size
        self.codes = nn.Embedding(words, len(STYLES) * code_size)
        self.basis = nn.Linear(code_size, CELLS * CHANNELS)
        # What a word is: [a thing, each flag]; fixed, not learned.
        kinds = torch.zeros(words, 1 + FLAGS)
        kinds[CONCEPT_AT:, 0] = 1
        kinds[torch.arange(STYLE_AT, CONCEPT_AT), torch.arange(1, 1 + FLAGS)] = 1
        self.register_buffer("kinds", kinds)
        self.register_buffer("before", torch.tril(torch.ones(PROMPT_TOKENS, PROMPT_TOKENS)))
        self.without_thing = CONCEPT_AT + without_thing

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids [n, PROMPT_TOKENS] -> [n, 65, CONTEXT_WIDTH]: the sketch cell by cell, then the flags."""
        n = ids.shape[0]
        kinds = F.embedding(ids, self.kinds)
        thing, flags = kinds[..., :1], kinds[..., 1:]
        rank = self.before @ thing
        first = thing * F.relu(2 - rank)
        second = thing * F.relu(1 - (rank - 2).abs())
        one, two = first.sum(1), second.sum(1)
        flags = 1 - F.relu(1 - flags.sum(1))

        codes = self.codes(ids)
        nothing = self.codes.weight[self.without_thing]
        code1 = (first * codes).sum(1) + (1 - one) * nothing
        code2 = (second * codes).sum(1)
        shape = (n, len(STYLES), self.code_size)
        made = self.basis(code1.reshape(shape)).reshape(n, len(STYLES), CELLS, CHANNELS)
        beside = self.basis(code2.reshape(shape))[..., -(SMALL**2) * CHANNELS :]

        small = (flags[:, -2:-1] * (1 - two)).reshape(n, 1, 1, 1, 1)
        big = (flags[:, -1:] * (1 - two)).reshape(n, 1, 1, 1, 1) * (1 - small)
        two = two.reshape(n, 1, 1, 1, 1)
        normal = (1 - two) * (1 - small) * (1 - big)
        grid = lambda x, side: x.reshape(n, len(STYLES), side, side, CHANNELS)
        at_normal = grid(made[:, :, : NORMAL**2], NORMAL)
        at_big = grid(made[:, :, NORMAL**2 : NORMAL**2 + BIG**2], BIG)
        at_small = grid(made[:, :, NORMAL**2 + BIG**2 :], SMALL)
        edge, rim, side = (GRID - NORMAL) // 2, (GRID - SMALL) // 2, GRID - SMALL
        sketch = (
            F.pad(at_normal * normal, (0, 0, edge, edge, edge, edge))
            + at_big * big
            + F.pad(at_small * small, (0, 0, rim, rim, rim, rim))
            + F.pad(at_small * two, (0, 0, 0, side, rim, rim))
            + F.pad(grid(beside, SMALL) * two, (0, 0, side, 0, rim, rim))
        )
        cells = sketch.permute(0, 2, 3, 1, 4).reshape(n, GRID * GRID, CONTEXT_WIDTH)
        row = F.pad(flags, (0, CONTEXT_WIDTH - FLAGS)).unsqueeze(1)
        return torch.cat((cells, row), 1)
