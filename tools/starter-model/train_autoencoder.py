"""Trains the autoencoder:  python train_autoencoder.py --data DATA --out RUN [--minutes 20] [--device cpu]"""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from autoencoder import CELL_SIZE, Decoder, Encoder, encode, start_from_components
from icons import GRID, SIDE, STYLES, Icons, from_cells, premultiplied, to_cells

LATENT_NOISE = 0.05
EDGE_WEIGHT = 1.0
ALPHA_WEIGHT = 0.5
CHECKPOINT_SECONDS = 90


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
    """On a random background each; returns the loss and the mean squared error of the composite."""
    over = lambda x: x[:, :3] + (1 - x[:, 3:]) * background
    a, b = over(made), over(real)
    edge = sum(F.l1_loss(x, y) for x, y in zip(edges(a), edges(b)))
    square = F.mse_loss(a, b)
    loss = F.l1_loss(a, b) + 4 * square + EDGE_WEIGHT * edge + ALPHA_WEIGHT * F.l1_loss(made[:, 3:], real[:, 3:])
    return loss, square.detach()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    icons = Icons(options.data)
    device = torch.device(options.device)
    checkpoint = Path(options.out) / "autoencoder.pt"
    checkpoint.parent.mkdir(parents=True, exist_ok=True)

    encoder, decoder = Encoder(), Decoder()
    elapsed, step = 0.0, 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        encoder.load_state_dict(saved["encoder"])
        decoder.load_state_dict(saved["decoder"])
        elapsed, step = saved["seconds"], saved["step"]
        random = np.random.default_rng(step)
    else:
        cells = to_cells(sample_pictures(icons, 1_500, random)).reshape(-1, CELL_SIZE)
        start_from_components(encoder, decoder, cells)
    encoder.to(device)
    decoder.to(device).to(memory_format=torch.channels_last)
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, betas=(0.9, 0.98), weight_decay=1e-3)
    if checkpoint.exists():
        optimizer.load_state_dict(saved["optimizer"])

    total = options.minutes * 60
    started = time.monotonic() - elapsed
    last_saved, running = elapsed, None
    while (seconds := time.monotonic() - started) < total:
        rate = options.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * seconds / total)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        real = sample_pictures(icons, options.batch, random).to(device)
        background = torch.rand(options.batch, 3, 1, 1, device=device)
        with torch.autocast(device.type, torch.bfloat16):
            z = encode(encoder, to_cells(real))
            noisy = (z + LATENT_NOISE * torch.randn_like(z)).contiguous(memory_format=torch.channels_last)
            made = decoder(noisy).float()
        loss, square = loss_of(made, real, background)
        loss = loss + 1e-4 * z.float().square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        value = square.item()
        running = value if running is None else 0.97 * running + 0.03 * value
        if step % 50 == 0:
            print(f"{seconds:6.0f} s  step {step}  {-10 * math.log10(running):.2f} dB  rate {rate:.1e}", flush=True)
        if seconds - last_saved > CHECKPOINT_SECONDS:
            save(checkpoint, encoder, decoder, optimizer, seconds, step)
            last_saved = seconds
    save(checkpoint, encoder, decoder, optimizer, total, step)


def save(path, encoder, decoder, optimizer, seconds, step) -> None:
    partial = path.with_suffix(".partial")
    torch.save(
        {
            "encoder": encoder.state_dict(),
            "decoder": decoder.state_dict(),
            "optimizer": optimizer.state_dict(),
            "seconds": seconds,
            "step": step,
        },
        partial,
    )
    partial.replace(path)


if __name__ == "__main__":
    main()
