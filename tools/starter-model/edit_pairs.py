"""Training pairs for starting from a picture: the denoiser's inputs, and the latents that it should predict.

After a start at time s, the input mixes the given picture, the predictions so far and the remaining noise. If
the start is before KEPT_FROM, the target is the prompt's thing in the picture's surroundings; if it is later,
the picture's own things stay. A background that the prompt names is drawn in either case.
"""

from dataclasses import dataclass

import numpy as np
import torch

from autoencoder import CHANNELS
from collages import collages
from icons import Icons
from image_encoder import ImageEncoder
from latents import Captions
from words import PAD

# An earlier start would be like none, and a later one would need no step.
EARLIEST, LATEST = 0.15, 0.96
KEPT_FROM = 0.65
# Share of samples at the first step, which hardly anything else trains.
FIRST_STEPS = 0.4
# Share of collages among the pictures.
COLLAGES = 1 / 3


@dataclass
class EditPairs:
    """Noisy latents [n, LATENT, 8, 8], their times, prompts, and the latents that belong to them."""

    x: torch.Tensor
    times: torch.Tensor
    ids: torch.Tensor
    target: torch.Tensor
    # Whether the target's things are the prompt's in whatever style is chosen.
    open_style: torch.Tensor


@torch.no_grad()
def given_latents(
    icons: Icons, captions: Captions, encoder: ImageEncoder, n: int, random: np.random.Generator
) -> torch.Tensor:
    """The latents of start pictures: icons on their backgrounds, and collages."""
    others = round(n * COLLAGES)
    real = captions.real(captions.draw(n - others))
    return encoder(torch.cat((real, collages(icons, others, random).to(real.device)))).float()


def edit_pairs(
    icons: Icons, captions: Captions, encoder: ImageEncoder, n: int, random: np.random.Generator
) -> EditPairs:
    given = given_latents(icons, captions, encoder, n, random)
    asked = captions.draw(n)
    says_style, says_background = (asked.ids[:, place] != PAD for place in (0, 1))
    uniform = lambda: torch.rand(n, generator=captions.generator, device=captions.device)
    start = EARLIEST + (LATEST - EARLIEST) * uniform()
    later = start + (LATEST - start) * uniform()
    times = torch.where(uniform() < FIRST_STEPS, start, later)
    kept = (start > KEPT_FROM)[:, None, None, None]
    things = torch.where(kept, given[:, :CHANNELS], asked.picture[:, :CHANNELS])
    colour = torch.where(says_background[:, None, None, None], asked.picture[:, CHANNELS:], given[:, CHANNELS:])
    target = torch.cat((things, colour), 1)
    # The share of the given picture and the noise that Euler steps towards the target have left.
    left = ((1 - times) / (1 - start))[:, None, None, None]
    at = start[:, None, None, None]
    x = left * (at * given + (1 - at) * asked.noise) + (1 - left) * target
    return EditPairs(x, times, asked.ids, target, ~says_style & ~kept.flatten())
