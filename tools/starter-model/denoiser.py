"""Denoiser: a diffusion transformer over 64 cells that refines the sketch; it predicts the picture's latent.

The transformer works on the sketch in one style and on one background: those that the prompt names, else
those that the noise implies.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from icons import GRID, STYLES
from text_encoder import CONTEXT_WIDTH, FLAGS
from words import BACKGROUNDS

# The picture's latent: that of the transparent things, then the background's colour.
LATENT = CHANNELS + 3
# A requested style or background outweighs the noise's votes, which differ by about one.
ASKED = 1e5
VOTE = 50.0
# How much the noise shifts the background's shade, as a fraction of the range.
SHADE = 0.1
SMALLEST_TIME_LEFT = 0.02
# If the implied noise has a mean square of this and 0.01 more, the input hides another picture than the
# prompt's: a start picture. Its background counts then, and the noise's vote does not.
LOUDEST_NOISE = 1.06
DISTRUST = 40.0
FREQUENCIES = 32


class Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.gain = nn.Parameter(torch.ones(2, width // heads))
        self.merge = nn.Linear(width, width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        # Added to the modulation that all blocks share.
        self.modulation = nn.Parameter(torch.zeros(6, width))

    def forward(self, x: torch.Tensor, shared: torch.Tensor) -> torch.Tensor:
        n, tokens, width = x.shape
        shift1, scale1, gate1, shift2, scale2, gate2 = (shared + self.modulation).unsqueeze(2).unbind(1)
        h = F.layer_norm(x, (width,)) * (1 + scale1) + shift1
        q, k, v = self.qkv(h).reshape(n, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = rms(q) * self.gain[0], rms(k) * self.gain[1]
        weights = ((q @ k.transpose(-1, -2)) / math.sqrt(width // self.heads)).softmax(-1)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).reshape(n, tokens, width)
        x = x + gate1 * self.merge(mixed)
        h = F.layer_norm(x, (width,)) * (1 + scale2) + shift2
        return x + gate2 * self.down(F.gelu(self.up(h), approximate="tanh"))


def rms(x: torch.Tensor) -> torch.Tensor:
    x = x.float()
    return x * (x.square().mean(-1, keepdim=True) + 1e-6).rsqrt()


class Denoiser(nn.Module):
    def __init__(self, width: int = 160, depth: int = 4, heads: int = 4) -> None:
        super().__init__()
        self.palette = nn.Parameter(torch.tensor(list(BACKGROUNDS.values()), dtype=torch.float32) / 127.5 - 1)
        self.register_buffer("frequencies", torch.exp(torch.linspace(0, math.log(200), FREQUENCIES)))
        self.condition = nn.Linear(len(STYLES) + FLAGS + 2 * FREQUENCIES, width)
        self.shared = nn.Linear(width, 6 * width)
        self.enter = nn.Linear(2 * LATENT, width)
        self.position = nn.Parameter(0.02 * torch.randn(GRID * GRID, width))
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.out = nn.Linear(width, LATENT)
        # How much of what the sketch leaves unexplained is kept; learned from start pictures.
        self.keep = nn.Linear(width, LATENT)
        self.width = width
        for layer in (self.out, self.keep):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        with torch.no_grad():
            self.shared.weight.mul_(0.1)
            # The gates start open; the last layer starts at zero anyway.
            bias = torch.zeros(6, width)
            bias[2] = bias[5] = 0.5
            self.shared.bias.copy_(bias.flatten())

    def choose(
        self, tokens: torch.Tensor, t: torch.Tensor, sketch: torch.Tensor, flags: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The sketch in the style and on the background that the prompt names or the noise implies.

        By Bayes' rule: x = t y + (1 - t) noise, so each style's sketch y has a likelihood and implies a noise, and
        the noise votes for styles and backgrounds by its channels' means (`latents.Captions` draws by that rule).
        With a start picture, what is implied is not noise, and the likelihoods alone decide.
        Returns [n, cells, LATENT] and the styles' weights [n, styles].
        """
        n, cells, styles, backgrounds = len(t), GRID * GRID, len(STYLES), len(BACKGROUNDS)
        left = (1 - t).clamp(min=SMALLEST_TIME_LEFT)[:, None]
        done = t[:, None]
        things = tokens[..., :CHANNELS]
        distance = (things.unsqueeze(2) - done[:, :, None, None] * sketch).square().sum((1, 3))
        likelihood = -distance / (2 * left * left)
        loudness = distance.amin(1, keepdim=True) / (left * left * cells * CHANNELS)
        trust = torch.exp(-DISTRUST * F.relu(loudness - LOUDEST_NOISE))
        votes, heard = VOTE * left * left * trust, 1 - trust * left
        # The vote for style k: the mean of channel k of the noise that is implied if the sketch has style k.
        kth = torch.stack([sketch[:, :, k, k] for k in range(styles)], 2).mean(1)
        vote = (tokens[..., :styles].mean(1) - done * kth) / left * GRID
        style = (likelihood * heard + votes * vote + ASKED * flags[:, :styles]).softmax(1)
        chosen = (sketch * style[:, None, :, None]).sum(2)
        noise = (things - done.unsqueeze(2) * chosen).mean(1) / left * GRID
        seen = tokens[..., CHANNELS:].mean(1)
        away = (seen.unsqueeze(1) - done.unsqueeze(2) * self.palette).square().sum(2)
        likelihood = -away / (2 * (left * left / cells + (SHADE * done) ** 2))
        vote = noise[:, styles : styles + backgrounds]
        asked = flags[:, styles : styles + backgrounds]
        weights = (likelihood * heard + votes * vote + ASKED * asked).softmax(1).unsqueeze(2)
        colour = (weights * self.palette).sum(1)
        # The shade follows the mean of the first colour channel's noise; `seen` contains both.
        implied = (seen[:, :1] - done * colour[:, :1]) / (1 - 0.4 * done) * GRID
        colour = (colour + SHADE * torch.tanh(implied)).unsqueeze(1).expand(n, cells, 3)
        return torch.cat((chosen, colour), 2), style

    def picture(self, x: torch.Tensor, t: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        """x [n, LATENT, 8, 8], t [n] in 0..1, context [n, 65, CONTEXT_WIDTH] -> latent [n, LATENT, 8, 8]"""
        n, cells = x.shape[0], GRID * GRID
        tokens = x.reshape(n, LATENT, cells).transpose(1, 2)
        sketch = context[:, :cells].reshape(n, cells, len(STYLES), CHANNELS).float()
        flags = context[:, cells, :FLAGS].float()
        chosen, style = self.choose(tokens, t, sketch, flags)
        angles = t[:, None] * self.frequencies
        condition = self.condition(torch.cat((style, flags, angles.sin(), angles.cos()), 1))
        shared = self.shared(F.silu(condition)).reshape(n, 6, self.width)
        h = self.enter(torch.cat((tokens, chosen), 2)) + self.position
        for block in self.blocks:
            h = block(h, shared)
        h = F.layer_norm(h, (self.width,))
        unexplained = tokens - t[:, None, None] * chosen
        refined = chosen + self.out(h).float() + self.keep(h).float() * unexplained
        return refined.transpose(1, 2).reshape(n, LATENT, GRID, GRID)

    def forward(self, x: torch.Tensor, t: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        """The velocity of the straight path to the predicted picture."""
        left = (1 - t).clamp(min=SMALLEST_TIME_LEFT)
        return (self.picture(x, t, context) - x) / left[:, None, None, None]
