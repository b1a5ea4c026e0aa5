"""Trains the image encoder on pictures with known latents, and on collages:

    python train_image_encoder.py --data DATA --out RUN [--minutes 8] [--device cpu]

The latents teach it to tell things from the background; the frozen decoder teaches it to keep everything that
a picture shows.
"""

import copy
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autoencoder import CHANNELS
from collages import collages
from icons import Icons
from image_encoder import ImageEncoder
from latents import Captions
from train_autoencoder import edges
from train_denoiser import EMA_DECAY, load_model, prepare_latents
from training import Training, parser

# Weights of a latent's error, and of the background's in addition: a wrong background shows in every cell.
LATENT_WEIGHT = 0.3
BACKGROUND_WEIGHT = 3.0
# Pictures of a batch that are decoded, which is the most expensive part.
SHOWN = 12


def load_image_encoder(run: str) -> ImageEncoder:
    encoder = ImageEncoder()
    encoder.load_state_dict(torch.load(Path(run) / "image-encoder.pt")["average"])
    return encoder.eval()


@torch.no_grad()
def drawn_pictures(captions: Captions, decoder: nn.Module, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Pictures [n, 3, SIDE, SIDE] and their latents: half are decoded, half are composed of icons."""
    drawn = captions.draw(count)
    real = captions.real(drawn)
    made = decoder(drawn.picture).clamp(0, 1)
    own = (torch.arange(count, device=real.device) % 2 == 0)[:, None, None, None]
    return torch.where(own, made, real), drawn.picture


def loss_of(
    encoder: ImageEncoder,
    decoder: nn.Module,
    pictures: torch.Tensor,
    latents: torch.Tensor,
    others: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss on pictures with known latents and on others, and the former's mean squared error."""
    z = encoder(torch.cat((pictures, others)))
    known = z[: len(latents)].float()
    apart = (known - latents).square()
    loss = LATENT_WEIGHT * (apart.mean() + BACKGROUND_WEIGHT * apart[:, CHANNELS:, 0, 0].mean())
    shown = decoder(torch.cat((z[: SHOWN // 2], z[len(latents) :]))).float()
    real = torch.cat((pictures[: SHOWN // 2], others))
    edge = sum(F.l1_loss(a, b) for a, b in zip(edges(shown), edges(real)))
    square = F.mse_loss(shown[: SHOWN // 2], real[: SHOWN // 2])
    return loss + F.l1_loss(shown, real) + 4 * F.mse_loss(shown, real) + edge, square.detach()


def main() -> None:
    options = parser(minutes=8, batch=32, rate=2e-3).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(4)
    device = torch.device(options.device)
    icons = Icons(options.data)
    decoder = load_model(icons, options.out, "few-steps").decoder.to(device).requires_grad_(False)
    encoder = ImageEncoder().to(device)
    average = copy.deepcopy(encoder)
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-3)
    training = Training(Path(options.out) / "image-encoder.pt", {"encoder": encoder, "average": average}, optimizer)
    captions = Captions(icons, prepare_latents(icons, options.out)[0], 300 + training.step, device)
    random = np.random.default_rng(300 + training.step)

    def measure() -> tuple[torch.Tensor, torch.Tensor]:
        with torch.autocast(device.type, torch.bfloat16):
            pictures, latents = drawn_pictures(captions, decoder, options.batch)
            others = collages(icons, SHOWN - SHOWN // 2, random).to(device)
            return loss_of(encoder, decoder, pictures, latents, others)

    @torch.no_grad()
    def follow(step: int) -> None:
        decay = min(EMA_DECAY, step / (step + 20))
        torch._foreach_lerp_(list(average.parameters()), list(encoder.parameters()), 1 - decay)

    decibel = lambda square: f"{-10 * math.log10(square):.2f} dB"
    training.run(options.minutes, options.rate, measure, decibel, follow)


if __name__ == "__main__":
    main()
