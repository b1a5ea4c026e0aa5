"""Writes the graphs as float32 ONNX:  python export.py --data DATA --out RUN --to FOLDER [--stage edits]"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from denoiser import LATENT
from deployed_decoder import DeployedDecoder
from deployed_denoiser import DeployedDenoiser
from deployed_image_encoder import DeployedImageEncoder
from deployed_text_encoder import DeployedTextEncoder
from icons import GRID, Icons
from train_denoiser import load_model
from train_image_encoder import load_image_encoder
from words import CONCEPT_AT, PROMPT_TOKENS

OPSET = 18
MOST_DIFFERENCE = 1e-3


def export(module: nn.Module, inputs: dict[str, torch.Tensor], output: str, path: Path) -> None:
    with torch.no_grad():
        expected = module(*inputs.values()).numpy()
    torch.onnx.export(
        module, tuple(inputs.values()), str(path), input_names=list(inputs), output_names=[output],
        opset_version=OPSET, dynamo=False, do_constant_folding=True,
    )
    session = onnxruntime.InferenceSession(str(path))
    made = session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]
    difference = np.abs(made - expected).max()
    if difference > MOST_DIFFERENCE:
        raise SystemExit(f"{path.name}: ONNX Runtime differs from PyTorch by {difference}")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, differs by {difference:.1e}")


def require_same(name: str, deployed: torch.Tensor, trained: torch.Tensor) -> None:
    difference = (deployed - trained).abs().max()
    if difference > MOST_DIFFERENCE:
        raise SystemExit(f"{name}: the deployed network differs from the trained one by {difference}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--stage", default="edits")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    folder = Path(options.to)
    folder.mkdir(parents=True, exist_ok=True)
    model = load_model(Icons(options.data), options.out, options.stage)
    encoder, denoiser = DeployedTextEncoder(model.text), DeployedDenoiser(model.denoiser)
    decoder = DeployedDecoder(model.decoder)
    ids = torch.zeros(1, PROMPT_TOKENS, dtype=torch.int64)
    ids[0, :2] = torch.tensor([CONCEPT_AT + 7, 3])
    image_encoder = load_image_encoder(options.out)
    deployed_image_encoder = DeployedImageEncoder(image_encoder)
    x, t = torch.randn(1, LATENT, GRID, GRID), torch.tensor([0.5])
    with torch.no_grad():
        context = encoder(ids)
        require_same("denoiser", denoiser(x, t, context), model.denoiser(x, t, model.text(ids)))
        picture = decoder(x)
        require_same("decoder", picture, model.decoder(x).clamp(0, 1))
        require_same("image encoder", deployed_image_encoder(picture), image_encoder(picture))
    export(encoder, {"ids": ids}, "ctx", folder / "text-encoder.onnx")
    export(denoiser, {"x": x, "t": t, "ctx": context}, "v", folder / "denoiser.onnx")
    export(decoder, {"z": x}, "img", folder / "decoder.onnx")
    export(deployed_image_encoder, {"picture": picture}, "z", folder / "image-encoder.onnx")


if __name__ == "__main__":
    main()
