"""Trains the autoencoder:  python train_autoencoder.py --data DATA --out RUN [--minutes 20] [--device cpu]"""

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from autoencoder import CELL_SIZE, Decoder, Encoder, encode, start_from_components
from icons import SIDE, STYLES, Icons, premultiplied, to_cells
from training import Training, parser

LATENT_NOISE = 0.05
EDGE_WEIGHT = 1.0
ALPHA_WEIGHT = 0.5
LATENT_WEIGHT = 1e-4
# Pictures whose principal components training begins with.
FIRST_PICTURES = 1_500


def sample_pictures(icons: Icons, count: int, random: np.random.Generator) -> torch.Tensor:
    """Transparent pictures: mostly one thing in one of three sizes, some of two small things."""
    pictures = torch.zeros(count, 4, SIDE, SIDE)
    layouts = random.choice(["normal", "big", "small", "pair"], count, p=[0.45, 0.2, 0.1, 0.25])
    for at, layout in enumerate(layouts):
        size = "small" if layout == "pair" else layout
        bytes_ = icons.bytes[size]
        side = bytes_.shape[2]
        margin = (SIDE - side) // 2
        columns = [0, SIDE - side] if layout == "pair" else [margin]
        for column in columns:
            icon = bytes_[random.integers(len(icons.concepts)), random.integers(len(STYLES))]
            pictures[at, :, margin : margin + side, column : column + side] = premultiplied(icon)
    return pictures


def edges(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1]


def loss_of(made: torch.Tensor, real: torch.Tensor, background: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss and the mean squared error of pictures, both composited on their backgrounds."""
    over = lambda x: x[:, :3] + (1 - x[:, 3:]) * background
    a, b = over(made), over(real)
    edge = sum(F.l1_loss(x, y) for x, y in zip(edges(a), edges(b)))
    square = F.mse_loss(a, b)
    loss = F.l1_loss(a, b) + 4 * square + EDGE_WEIGHT * edge + ALPHA_WEIGHT * F.l1_loss(made[:, 3:], real[:, 3:])
    return loss, square.detach()


def main() -> None:
    options = parser(minutes=17, batch=16, rate=1.5e-3).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    icons = Icons(options.data)
    device = torch.device(options.device)
    checkpoint = Path(options.out) / "autoencoder.pt"

    encoder, decoder = Encoder(), Decoder()
    if not checkpoint.exists():
        cells = to_cells(sample_pictures(icons, FIRST_PICTURES, random)).reshape(-1, CELL_SIZE)
        start_from_components(encoder, decoder, cells)
    encoder.to(device)
    decoder.to(device).to(memory_format=torch.channels_last)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-3)
    training = Training(checkpoint, {"encoder": encoder, "decoder": decoder}, optimizer)
    if training.step > 0:
        random = np.random.default_rng(training.step)

    def measure() -> tuple[torch.Tensor, torch.Tensor]:
        real = sample_pictures(icons, options.batch, random).to(device)
        background = torch.rand(options.batch, 3, 1, 1, device=device)
        with torch.autocast(device.type, torch.bfloat16):
            z = encode(encoder, to_cells(real))
            noisy = (z + LATENT_NOISE * torch.randn_like(z)).contiguous(memory_format=torch.channels_last)
            made = decoder(noisy).float()
        loss, square = loss_of(made, real, background)
        return loss + LATENT_WEIGHT * z.float().square().mean(), square

    decibel = lambda square: f"{-10 * math.log10(square):.2f} dB"
    training.run(options.minutes, options.rate, measure, decibel)


if __name__ == "__main__":
    main()
