"""Trains the few-step stage's denoiser to start from a picture, and to draw from noise as before:

    python train_edits.py --data DATA --out RUN [--minutes 10] [--device cpu]

Text encoder and decoder are frozen.
"""

import copy
from pathlib import Path

import numpy as np
import torch

from autoencoder import CHANNELS
from edit_pairs import EditPairs, edit_pairs
from icons import GRID, STYLES, Icons
from latents import Captions
from train_denoiser import EMA_DECAY, Model, flow_loss, load_model, prepare_latents
from train_image_encoder import load_image_encoder
from training import Training, parser

# A start picture leaves more open than a prompt does, so its errors are larger.
EDIT_WEIGHT = 0.3


def edit_loss(model: Model, pairs: EditPairs) -> torch.Tensor:
    n, cells = len(pairs.ids), GRID * GRID
    with torch.no_grad():
        context = model.text(pairs.ids)
        tokens = pairs.x.reshape(n, -1, cells).transpose(1, 2)
        sketch = context[:, :cells].reshape(n, cells, len(STYLES), CHANNELS)
        chosen, _ = model.denoiser.choose(tokens, pairs.times, sketch, context[:, cells])
        things = chosen[..., :CHANNELS].transpose(1, 2).reshape(n, CHANNELS, GRID, GRID)
        things = torch.where(pairs.open_style[:, None, None, None], things, pairs.target[:, :CHANNELS])
        target = torch.cat((things, pairs.target[:, CHANNELS:]), 1)
    made = model.denoiser.picture(pairs.x, pairs.times, context)
    return (made - target).square().mean()


def main() -> None:
    options = parser(minutes=10, batch=24, rate=8e-4).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(6)
    device = torch.device(options.device)
    icons = Icons(options.data)
    model = load_model(icons, options.out, "few-steps").to(device).train()
    model.text.requires_grad_(False)
    model.decoder.requires_grad_(False)
    encoder = load_image_encoder(options.out).to(device)
    average = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.denoiser.parameters(), lr=options.rate, betas=(0.9, 0.98), weight_decay=0.01)
    training = Training(Path(options.out) / "edits.pt", {"model": model, "average": average}, optimizer)
    captions = Captions(icons, prepare_latents(icons, options.out)[0], 500 + training.step, device)
    random = np.random.default_rng(500 + training.step)

    def measure() -> tuple[torch.Tensor, torch.Tensor]:
        pairs = edit_pairs(icons, captions, encoder, options.batch, random)
        with torch.autocast(device.type, torch.bfloat16):
            edits, usual = edit_loss(model, pairs), flow_loss(model, captions, options.batch)
        return EDIT_WEIGHT * edits + usual, edits.detach()

    @torch.no_grad()
    def follow(step: int) -> None:
        decay = min(EMA_DECAY, step / (step + 20))
        torch._foreach_lerp_(list(average.denoiser.parameters()), list(model.denoiser.parameters()), 1 - decay)

    training.run(options.minutes, options.rate, measure, lambda loss: f"loss {loss:.4f}", follow)


if __name__ == "__main__":
    main()
