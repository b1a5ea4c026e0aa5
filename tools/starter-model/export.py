"""Writes the graphs as float32 ONNX:  python export.py --data DATA --out RUN --to FOLDER [--stage few-steps]"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from denoiser import LATENT
from icons import GRID, Icons
from train_denoiser import load_model
from words import CONCEPT_AT, PROMPT_TOKENS

OPSET = 18
MOST_DIFFERENCE = 1e-3


class Clamped(nn.Module):
    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decoder(x).clamp(0, 1)


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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--stage", default="few-steps")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    folder = Path(options.to)
    folder.mkdir(parents=True, exist_ok=True)
    model = load_model(Icons(options.data), options.out, options.stage)
    ids = torch.zeros(1, PROMPT_TOKENS, dtype=torch.int64)
    ids[0, :2] = torch.tensor([CONCEPT_AT + 7, 3])
    with torch.no_grad():
        context = model.text(ids)
    x = torch.randn(1, LATENT, GRID, GRID)
    export(model.text, {"ids": ids}, "ctx", folder / "text-encoder.onnx")
    export(model.denoiser, {"x": x, "t": torch.tensor([0.5]), "ctx": context}, "v", folder / "denoiser.onnx")
    export(Clamped(model.decoder), {"z": x}, "img", folder / "decoder.onnx")


if __name__ == "__main__":
    main()
