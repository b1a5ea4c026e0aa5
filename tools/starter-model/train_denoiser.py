"""Trains text encoder and denoiser in two stages, each continuing where a stopped run left off:

    python train_denoiser.py --data DATA --out RUN --stage flow [--minutes 8] [--device cpu]
    python train_denoiser.py --data DATA --out RUN --stage few-steps [--minutes 14]

`flow` is flow matching at all times. `few-steps` runs four Euler steps with the model's own predictions. It
trains each on the picture, so that a step corrects the errors of the one before, and the decoder on the last
one's output.
"""

import copy
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from denoiser import Denoiser
from icons import STYLES, Icons
from latents import Captions, LatentScale, PictureDecoder, encode_icons, load_autoencoder, measure_scale
from text_encoder import TextEncoder
from train_autoencoder import edges
from training import Training, parser
from words import CONCEPT_AT, WITHOUT_THING

CODE_SIZE = 896
STEPS = 4
PICTURE_WEIGHT = 1.0
EMA_DECAY = 0.998


class Model(nn.Module):
    def __init__(self, concepts: int, without_thing: int, decoder: PictureDecoder) -> None:
        super().__init__()
        self.decoder = decoder
        self.text = TextEncoder(concepts, without_thing, CODE_SIZE)
        self.denoiser = Denoiser()


@torch.no_grad()
def start_from_components(text: TextEncoder, y: torch.Tensor) -> float:
    """Sets codes and basis to principal components of the icons; returns their share of the variance."""
    flat = y.reshape(len(y), -1)
    mean = flat.mean(0)
    torch.manual_seed(3)
    u, s, v = torch.svd_lowrank(flat - mean, CODE_SIZE, niter=3)
    unit = s / math.sqrt(len(flat))
    text.basis.weight.copy_(v * unit)
    text.basis.bias.copy_(mean)
    text.codes.weight.zero_()
    text.codes.weight[CONCEPT_AT:] = (u * math.sqrt(len(flat))).reshape(-1, len(STYLES) * CODE_SIZE)
    return (s.square().sum() / (flat - mean).square().sum()).item()


def build_model(icons: Icons, run: str, scale: LatentScale) -> Model:
    decoder = PictureDecoder(load_autoencoder(run)[1], scale)
    return Model(len(icons.concepts), icons.concepts.index(WITHOUT_THING), decoder)


def prepare_latents(icons: Icons, run: str) -> tuple[torch.Tensor, LatentScale]:
    """y of every icon, [concepts * styles, CELLS, CHANNELS], computed once per run."""
    path = Path(run) / "latents.pt"
    if not path.exists():
        encoder, decoder = load_autoencoder(run)
        z = encode_icons(icons, encoder)
        scale = measure_scale(encoder, decoder, z)
        torch.save({"y": ((z - scale.empty) * scale.gain).bfloat16(), "empty": scale.empty, "gain": scale.gain}, path)
    saved = torch.load(path)
    return saved["y"], LatentScale(saved["empty"], saved["gain"])


def load_model(icons: Icons, run: str, stage: str) -> Model:
    """The model with the averaged weights of a finished stage."""
    model = build_model(icons, run, prepare_latents(icons, run)[1])
    model.load_state_dict(torch.load(Path(run) / f"{stage}.pt")["average"])
    return model.eval()


def flow_loss(model: Model, captions: Captions, n: int) -> torch.Tensor:
    drawn = captions.draw(n)
    times = torch.randn(n, generator=captions.generator, device=captions.device).sigmoid()
    # Sampling begins with pure noise, at time 0, so that time is drawn more often.
    times = torch.where(captions._chance(n, 0.15), 0, times)
    at = times[:, None, None, None]
    made = model.denoiser.picture((1 - at) * drawn.noise + at * drawn.picture, times, model.text(drawn.ids))
    return (made - drawn.picture).square().mean()


def few_steps_loss(model: Model, captions: Captions, n: int) -> torch.Tensor:
    drawn = captions.draw(n)
    context = model.text(drawn.ids)
    # Besides the last step, one random earlier step is trained at a time.
    taught = int(captions._integers(1, STEPS - 1))
    x, loss = drawn.noise, torch.zeros((), device=captions.device)
    for step in range(STEPS):
        with torch.set_grad_enabled(step in (taught, STEPS - 1)):
            time_ = torch.full((n,), step / STEPS, device=captions.device)
            made = model.denoiser.picture(x, time_, context)
        if step in (taught, STEPS - 1):
            loss = loss + (made - drawn.picture).square().mean()
        x = x + (made.detach() - x) / (STEPS - step)
    shown, real = model.decoder(made), captions.real(drawn)
    edge = sum(F.l1_loss(a, b) for a, b in zip(edges(shown), edges(real)))
    return loss + PICTURE_WEIGHT * (F.l1_loss(shown, real) + 4 * F.mse_loss(shown, real) + edge)


def main() -> None:
    arguments = parser(minutes=8, batch=64, rate=1.2e-3)
    arguments.add_argument("--stage", choices=["flow", "few-steps"], required=True)
    few = arguments.parse_known_args()[0].stage == "few-steps"
    if few:
        arguments.set_defaults(minutes=14, batch=24, rate=8e-4)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(2)
    device = torch.device(options.device)
    folder = Path(options.out)
    icons = Icons(options.data)
    checkpoint = folder / f"{options.stage}.pt"

    y, scale = prepare_latents(icons, options.out)
    model = build_model(icons, options.out, scale)
    if few:
        model.load_state_dict(torch.load(folder / "flow.pt")["average"])
    elif not checkpoint.exists():
        print(f"components hold {start_from_components(model.text, y.float()):.3f} of the variance", flush=True)
    model.to(device)
    average = copy.deepcopy(model)
    groups = [
        {"params": list(model.denoiser.parameters()), "factor": 1.0, "weight_decay": 0.01},
        {"params": [model.text.codes.weight], "factor": 0.6, "weight_decay": 0.0},
        {"params": list(model.text.basis.parameters()), "factor": 0.15, "weight_decay": 0.0},
        {"params": list(model.decoder.parameters()), "factor": 1.0, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
    training = Training(checkpoint, {"model": model, "average": average}, optimizer)
    captions = Captions(icons, y, 100 + training.step + 7 * few, device)
    loss_of = few_steps_loss if few else flow_loss

    def measure() -> tuple[torch.Tensor, torch.Tensor]:
        with torch.autocast(device.type, torch.bfloat16):
            loss = loss_of(model, captions, options.batch)
        return loss, loss.detach()

    @torch.no_grad()
    def follow(step: int) -> None:
        decay = min(EMA_DECAY, step / (step + 20))
        torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)

    training.run(options.minutes, options.rate, measure, lambda loss: f"loss {loss:.4f}", follow)


if __name__ == "__main__":
    main()
