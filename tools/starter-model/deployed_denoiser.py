"""The denoiser as browsers run it: `Denoiser` in rows of cells, with few kernels (see `deployed_layers.py`).

Values of the whole picture are repeated in each row. Summing over cells, styles or colours, and spreading
values over them, are products with matrices of zeros and ones, so that they need no kernels of their own.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from denoiser import (
    ASKED, DISTRUST, LATENT, LOUDEST_NOISE, SHADE, SMALLEST_TIME_LEFT, VOTE, Block, Denoiser
)
from deployed_layers import CELL_COUNT, FILLED_LATENT, Dense, dense, matrix, product, rows_of
from deployed_text_encoder import CONTEXT_FEATURES, FLAGS_AT
from icons import GRID, STYLES
from words import BACKGROUNDS

STYLE_COUNT, COLOURS = len(STYLES), len(BACKGROUNDS)


class DeployedBlock(nn.Module):
    """x [cells, width]"""

    def __init__(self, block: Block) -> None:
        super().__init__()
        width, heads = block.merge.in_features, block.heads
        self.heads, self.size = heads, width // heads
        (qk, v), (qk_bias, v_bias) = (part.split((2 * width, width)) for part in (block.qkv.weight, block.qkv.bias))
        self.qk, self.v = Dense(qk, qk_bias), Dense(v, v_bias)
        # The queries' gain includes the attention's scale.
        gain = block.gain.detach() * torch.tensor([[self.size**-0.5], [1]])
        self.register_buffer("gain", gain.repeat_interleave(heads, 0).flatten())
        self.merge, self.up, self.down = dense(block.merge), dense(block.up), dense(block.down)
        # The factor is 1 + scale; the 1 is added here.
        ones = torch.tensor([0, 1, 0, 0, 1, 0])[:, None]
        self.register_buffer("modulation", (block.modulation.detach() + ones).flatten())

    def forward(self, x: torch.Tensor, shared: torch.Tensor) -> torch.Tensor:
        cells, width = x.shape
        shift1, scale1, gate1, shift2, scale2, gate2 = (shared + self.modulation).split(width, 1)
        h = F.layer_norm(x, (width,)) * scale1 + shift1
        qk = self.qk(h).reshape(-1, self.size)
        deviation = ((qk * qk).mean(1, keepdim=True) + 1e-6).sqrt()
        q, k = ((qk / deviation).reshape(cells, 2 * width) * self.gain).split(width, 1)
        q = q.reshape(cells, self.heads, self.size).permute(1, 0, 2).unsqueeze(0)
        k = k.reshape(cells, self.heads, self.size).permute(1, 2, 0).unsqueeze(0)
        v = self.v(h).reshape(cells, self.heads, self.size).permute(1, 0, 2).unsqueeze(0)
        mixed = ((q @ k).softmax(-1) @ v).reshape(self.heads, cells, self.size).permute(1, 0, 2).reshape(cells, width)
        x = x + gate1 * self.merge(mixed)
        h = F.layer_norm(x, (width,)) * scale2 + shift2
        return x + gate2 * self.down(F.gelu(self.up(h), approximate="tanh"))


class DeployedDenoiser(nn.Module):
    """x [1, LATENT, GRID, GRID], t [1], context [1, cells, CONTEXT_FEATURES] -> velocity as x"""

    def __init__(self, model: Denoiser) -> None:
        super().__init__()
        # Rows of [style, channel] of a context.
        sketch = torch.arange(STYLE_COUNT * CHANNELS).reshape(STYLE_COUNT, CHANNELS)
        channels = torch.arange(CHANNELS)
        styles = torch.arange(STYLE_COUNT)
        colours = torch.arange(3 * COLOURS).reshape(COLOURS, 3)
        background = torch.arange(CHANNELS, LATENT)
        each = torch.arange(COLOURS)
        # The flags are the styles, then the colours; so are the noise's channels.
        style_flags, colour_flags = FLAGS_AT + styles, FLAGS_AT + STYLE_COUNT + each
        fill = {
            "mean": torch.full((CELL_COUNT, CELL_COUNT), 1 / CELL_COUNT),
            "to_styles": matrix(FILLED_LATENT, CONTEXT_FEATURES, channels.repeat(STYLE_COUNT), sketch.flatten()),
            "of_style": matrix(CONTEXT_FEATURES, STYLE_COUNT, sketch, styles[:, None]) * CELL_COUNT,
            "kth": matrix(CONTEXT_FEATURES, STYLE_COUNT, sketch[styles, styles], styles) * GRID,
            "asked_style": matrix(CONTEXT_FEATURES, STYLE_COUNT, style_flags, styles),
            "spread": matrix(STYLE_COUNT, CONTEXT_FEATURES, styles[:, None], sketch),
            "over_styles": matrix(CONTEXT_FEATURES, FILLED_LATENT, sketch, channels),
            "voices": matrix(FILLED_LATENT, COLOURS, STYLE_COUNT + each, each) * GRID,
            "asked_colour": matrix(CONTEXT_FEATURES, COLOURS, colour_flags, each),
            "to_colours": matrix(FILLED_LATENT, 3 * COLOURS, background, colours),
            "of_colour": matrix(3 * COLOURS, COLOURS, colours, each[:, None]),
            "shade": matrix(FILLED_LATENT, FILLED_LATENT, background[:1], background) * GRID,
        }
        for name, values in fill.items():
            self.register_buffer(name, values[None, None])
        palette = model.palette.detach()
        self.register_buffer("palette", F.pad(palette, (CHANNELS, FILLED_LATENT - LATENT))[None, None])
        self.register_buffer("colours", palette.flatten())
        self.register_buffer("frequencies", model.frequencies.repeat(2))
        self.register_buffer("phases", torch.tensor([0, math.pi / 2]).repeat_interleave(len(model.frequencies)))
        flags = model.condition.in_features - STYLE_COUNT - 2 * len(model.frequencies)
        by_style, by_flag, by_time = model.condition.weight.split((STYLE_COUNT, flags, 2 * len(model.frequencies)), 1)
        by_context = F.pad(by_flag, (FLAGS_AT, CONTEXT_FEATURES - FLAGS_AT - flags))
        self.condition = Dense(torch.cat((by_context, by_style, by_time), 1), model.condition.bias)
        self.shared = dense(model.shared)
        halves = model.enter.weight.split(LATENT, 1)
        unused = (0, FILLED_LATENT - LATENT)
        self.enter = Dense(torch.cat([F.pad(half, unused) for half in halves], 1), model.enter.bias)
        self.register_buffer("position", model.position.detach())
        self.blocks = nn.ModuleList(DeployedBlock(block) for block in model.blocks)
        self.out, self.keep = dense(model.out), dense(model.keep)
        self.width = model.width

    def choose(
        self, tokens: torch.Tensor, done: torch.Tensor, left: torch.Tensor, context: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """As `Denoiser.choose`, in rows: the chosen sketch [cells, FILLED_LATENT] and the styles' weights."""
        apart = product(tokens, self.to_styles) - done * context
        distance = product(self.mean, product(apart * apart, self.of_style))
        vote = product(self.mean, product(apart, self.kth)) / left
        likelihood = -distance / (2 * left * left)
        loudness = distance.amin(1, keepdim=True) / (left * left * CELL_COUNT * CHANNELS)
        trust = torch.exp(-DISTRUST * F.relu(loudness - LOUDEST_NOISE))
        votes, heard = VOTE * left * left * trust, 1 - trust * left
        style = (likelihood * heard + votes * vote + ASKED * product(context, self.asked_style)).softmax(1)
        chosen = product(product(style, self.spread) * context, self.over_styles)
        seen = product(self.mean, tokens)
        vote = product(product(self.mean, tokens - done * chosen), self.voices) / left
        apart = product(seen, self.to_colours) - done * self.colours
        away = product(apart * apart, self.of_colour)
        likelihood = -away / (2 * (left * left / CELL_COUNT + (SHADE * done) * (SHADE * done)))
        weights = (likelihood * heard + votes * vote + ASKED * product(context, self.asked_colour)).softmax(1)
        colour = product(weights, self.palette)
        implied = product(seen - done * colour, self.shade) / (1 - 0.4 * done)
        return chosen + colour + SHADE * torch.tanh(implied), style

    def forward(self, x: torch.Tensor, t: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        tokens, context = rows_of(x), context.reshape(CELL_COUNT, CONTEXT_FEATURES)
        done = t.reshape(1, 1)
        left = (1 - done).clamp(min=SMALLEST_TIME_LEFT)
        chosen, style = self.choose(tokens, done, left, context)
        waves = (self.frequencies * done + self.phases).sin().expand(CELL_COUNT, -1)
        condition = self.condition(torch.cat((context, style, waves), 1))
        shared = self.shared(F.silu(condition))
        h = self.enter(torch.cat((tokens, chosen), 1)) + self.position
        for block in self.blocks:
            h = block(h, shared)
        h = F.layer_norm(h, (self.width,))
        refined = chosen + self.out(h) + self.keep(h) * (tokens - done * chosen)
        velocity = (refined - tokens) / left
        return velocity.transpose(0, 1)[:LATENT].reshape(1, LATENT, GRID, GRID)
