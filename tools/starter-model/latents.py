"""Latents of every icon in the scale that the denoiser works in, and the captions that go with them."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from autoencoder import CHANNELS, Decoder, Encoder
from denoiser import LATENT, SHADE
from icons import GRID, SIDE, STYLES, Icons, premultiplied, to_cells
from text_encoder import BIG, CELLS, NORMAL, SMALL
from words import BACKGROUND_AT, BACKGROUNDS, CONCEPT_AT, PAD, PROMPT_TOKENS, SIZE_AT, STYLE_AT, WITHOUT_THING

# Every tenth combination of thing, style and background is never trained.
HELD_OUT = 10


@dataclass
class LatentScale:
    """y = (z - empty) * gain: emptiness is 0, and a unit of y in any channel changes the picture equally."""

    empty: torch.Tensor
    gain: torch.Tensor


def load_autoencoder(run: str) -> tuple[Encoder, Decoder]:
    saved = torch.load(Path(run) / "autoencoder.pt")
    encoder, decoder = Encoder(), Decoder()
    encoder.load_state_dict(saved["encoder"])
    decoder.load_state_dict(saved["decoder"])
    return encoder.eval(), decoder.eval()


class PictureDecoder(nn.Module):
    """Latent of the denoiser -> RGB 0..1: the transparent things laid on the background."""

    def __init__(self, decoder: Decoder, scale: LatentScale) -> None:
        super().__init__()
        self.decoder = decoder
        self.register_buffer("scale", (1 / scale.gain)[None, :, None, None])
        self.register_buffer("empty", scale.empty[None, :, None, None])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[n, LATENT, 8, 8] -> [n, 3, SIDE, SIDE]"""
        layers = self.decoder(x[:, :CHANNELS] * self.scale + self.empty)
        background = x[:, CHANNELS:].mean((2, 3), keepdim=True) * 0.5 + 0.5
        alpha = layers[:, 3:].clamp(0, 1)
        return layers[:, :3] + (1 - alpha) * background


@torch.no_grad()
def encode_icons(icons: Icons, encoder: Encoder) -> torch.Tensor:
    """z of each icon at the three sizes: [concepts * styles, CELLS, CHANNELS]."""
    parts = []
    for size in ("normal", "big", "small"):
        bytes_ = icons.bytes[size]
        flat = bytes_.reshape(-1, *bytes_.shape[2:])
        chunks = [encoder(to_cells(premultiplied(flat[at : at + 64]))).flatten(1, 2) for at in range(0, len(flat), 64)]
        parts.append(torch.cat(chunks))
    return torch.cat(parts, 1)


@torch.no_grad()
def measure_scale(encoder: Encoder, decoder: Decoder, z: torch.Tensor) -> LatentScale:
    empty = encoder(torch.zeros(encoder.linear.in_features))
    big = z[:: len(z) // 24, NORMAL**2 : NORMAL**2 + BIG**2].transpose(1, 2).reshape(-1, CHANNELS, GRID, GRID)
    real = decoder(big)
    felt = torch.stack([(decoder(big + step.reshape(-1, 1, 1)) - real).square().mean().sqrt() for step in 0.2 * torch.eye(CHANNELS)])
    gain = (felt / felt.mean()).sqrt()
    gain = gain / ((z - empty) * gain).square().mean().sqrt()
    return LatentScale(empty, gain)


@dataclass
class Drawn:
    """Prompts [n, PROMPT_TOKENS], noise and the latents [n, LATENT, 8, 8] that belong to both, and what they show."""

    ids: torch.Tensor
    noise: torch.Tensor
    picture: torch.Tensor
    first: torch.Tensor
    second: torch.Tensor
    style: torch.Tensor
    pair: torch.Tensor
    small: torch.Tensor
    big: torch.Tensor


def held_out(concept: torch.Tensor, style: torch.Tensor, background: torch.Tensor) -> torch.Tensor:
    """A fixed tenth of all combinations; evaluation draws from it (`cases.ts` has the same rule)."""
    number = (concept * len(STYLES) + style) * len(BACKGROUNDS) + background
    return (number * 2_654_435_761 % 2**32) // 65_536 % HELD_OUT == 0


class Captions:
    """Draws prompts, noise and the picture that belongs to both.

    If a prompt names no style or background, the noise decides: the largest mean of a few of its channels.
    The noise stays standard normal, and each noise has one picture. So paths are straight, and few steps are
    enough.
    """

    def __init__(self, icons: Icons, y: torch.Tensor, seed: int, device: torch.device) -> None:
        self.icons = icons
        self.count = len(icons.concepts)
        self.without_thing = icons.concepts.index(WITHOUT_THING)
        self.y = y.reshape(self.count, len(STYLES), CELLS, CHANNELS).to(device)
        self.palette = torch.tensor(list(BACKGROUNDS.values()), dtype=torch.float32, device=device) / 127.5 - 1
        self.generator = torch.Generator(device).manual_seed(seed)
        self.device = device

    def _chance(self, n: int, probability: float) -> torch.Tensor:
        return torch.rand(n, generator=self.generator, device=self.device) < probability

    def _integers(self, n: int, below: int) -> torch.Tensor:
        return torch.randint(below, (n,), generator=self.generator, device=self.device)

    def draw(self, n: int) -> Drawn:
        noise = torch.randn(n, LATENT, GRID, GRID, generator=self.generator, device=self.device)
        means = noise.mean((2, 3)) * GRID
        says_style, says_background = self._chance(n, 0.7), self._chance(n, 0.75)
        first, second = self._integers(n, self.count), self._integers(n, self.count)
        pair = self._chance(n, 0.25)
        nothing = self._chance(n, 0.01) & ~pair
        first = torch.where(nothing, self.without_thing, first)
        small = self._chance(n, 0.12) & ~pair
        big = self._chance(n, 0.2) & ~pair & ~small
        style = torch.where(says_style, self._integers(n, len(STYLES)), means[:, : len(STYLES)].argmax(1))
        of_noise = means[:, len(STYLES) : len(STYLES) + len(BACKGROUNDS)].argmax(1)
        background = torch.where(says_background, self._integers(n, len(BACKGROUNDS)), of_noise)
        while (bad := held_out(first, style, background) | (pair & held_out(second, style, background))).any():
            background = torch.where(bad, self._integers(n, len(BACKGROUNDS)), background)
            says_background = says_background | bad

        ids = torch.full((n, PROMPT_TOKENS), PAD, device=self.device)
        ids[:, 0] = torch.where(says_style, STYLE_AT + style, PAD)
        ids[:, 1] = torch.where(says_background, BACKGROUND_AT + background, PAD)
        ids[:, 2] = torch.where(small, SIZE_AT, torch.where(big, SIZE_AT + 1, PAD))
        ids[:, 3] = torch.where(nothing, PAD, CONCEPT_AT + first)
        ids[:, 4] = torch.where(pair, CONCEPT_AT + second, PAD)

        things = torch.zeros(n, GRID, GRID, CHANNELS, device=self.device)
        edge, rim = (GRID - NORMAL) // 2, (GRID - SMALL) // 2
        cells = self.y[first, style].float()
        at_small = cells[:, -(SMALL**2) :].reshape(n, SMALL, SMALL, CHANNELS)
        usual = ~(pair | small | big)
        things[usual, edge : edge + NORMAL, edge : edge + NORMAL] = cells[usual, : NORMAL**2].reshape(-1, NORMAL, NORMAL, CHANNELS)
        things[big] = cells[big, NORMAL**2 : NORMAL**2 + BIG**2].reshape(-1, BIG, BIG, CHANNELS)
        things[small, rim : rim + SMALL, rim : rim + SMALL] = at_small[small]
        things[pair, rim : rim + SMALL, :SMALL] = at_small[pair]
        beside = self.y[second[pair], style[pair]].float()[:, -(SMALL**2) :]
        things[pair, rim : rim + SMALL, GRID - SMALL :] = beside.reshape(-1, SMALL, SMALL, CHANNELS)
        shade = SHADE * torch.tanh(means[:, CHANNELS : CHANNELS + 1])
        colour = (self.palette[background] + shade).clamp(-1, 1)
        picture = torch.cat((things.permute(0, 3, 1, 2), colour[:, :, None, None].expand(n, 3, GRID, GRID)), 1)
        return Drawn(ids, noise, picture, first, second, style, pair, small, big)

    def real(self, drawn: Drawn) -> torch.Tensor:
        """The icons themselves on the backgrounds: RGB 0..1 [n, 3, SIDE, SIDE]."""
        n = len(drawn.ids)
        layers = torch.zeros(n, 4, SIDE, SIDE)
        for at in range(n):
            pair = bool(drawn.pair[at])
            size = "small" if pair or drawn.small[at] else "big" if drawn.big[at] else "normal"
            bytes_ = self.icons.bytes[size]
            side = bytes_.shape[2]
            margin = (SIDE - side) // 2
            places = [(drawn.first, 0), (drawn.second, SIDE - side)] if pair else [(drawn.first, margin)]
            for concept, left in places:
                icon = premultiplied(bytes_[int(concept[at]), int(drawn.style[at])])
                layers[at, :, margin : margin + side, left : left + side] = icon
        layers = layers.to(self.device)
        colour = drawn.picture[:, CHANNELS:, :1, :1] * 0.5 + 0.5
        return layers[:, :3] + (1 - layers[:, 3:]) * colour
