"""The rendered icons and how pictures are composed of them."""

import json
from pathlib import Path

import numpy as np
import torch

SIDE = 128
CELL = 16
GRID = SIDE // CELL
STYLES = ("flat", "glossy", "noto", "retro")
# Side in pixels of a thing by size; whole cells, so that an encoder that sees one cell at a time gives the
# same latents wherever a thing stands.
SIDES = {"big": 128, "normal": 96, "small": 64}


class Icons:
    """Bytes [concept, style, side, side, rgba] for each size, memory-mapped."""

    def __init__(self, folder: str) -> None:
        root = Path(folder)
        self.concepts: list[str] = json.loads((root / "concepts.json").read_text())
        self.bytes = {
            size: np.memmap(root / f"icons-{side}.rgba", np.uint8, "r").reshape(
                len(self.concepts), len(STYLES), side, side, 4
            )
            for size, side in SIDES.items()
        }


def premultiplied(pixels: np.ndarray) -> torch.Tensor:
    """RGBA bytes [..., h, w, 4] -> floats [..., 4, h, w] in 0..1 with the colours multiplied by alpha."""
    floats = torch.from_numpy(np.array(pixels)).float().div_(255)
    return torch.cat((floats[..., :3] * floats[..., 3:], floats[..., 3:]), -1).movedim(-1, -3)


def to_cells(pictures: torch.Tensor) -> torch.Tensor:
    """[n, 4, h, w] -> [n, rows, columns, 4 * CELL * CELL]."""
    n, channels, height, width = pictures.shape
    cells = pictures.reshape(n, channels, height // CELL, CELL, width // CELL, CELL)
    return cells.permute(0, 2, 4, 1, 3, 5).reshape(n, height // CELL, width // CELL, -1)


def from_cells(cells: torch.Tensor) -> torch.Tensor:
    """The inverse of `to_cells`."""
    n, rows, columns, _ = cells.shape
    pictures = cells.reshape(n, rows, columns, 4, CELL, CELL).permute(0, 3, 1, 4, 2, 5)
    return pictures.reshape(n, 4, rows * CELL, columns * CELL)
