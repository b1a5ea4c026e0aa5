"""Pictures that no prompt describes: things of any size, anywhere, on colour gradients.

They stand in for the pictures that people upload, which the icons do not represent.
"""

import numpy as np
import torch
import torch.nn.functional as F

from icons import SIDE, STYLES, Icons, premultiplied

MOST_THINGS = 5
# As fractions of the picture's side.
SMALLEST, LARGEST = 0.25, 1.6


def gradient(random: np.random.Generator) -> torch.Tensor:
    """A gradient between four corner colours, or half of the time one plain colour: [3, SIDE, SIDE]"""
    corners = torch.from_numpy(random.random((3, 2, 2), dtype=np.float32))
    if random.random() < 0.5:
        corners = corners[:, :1, :1].expand(3, 2, 2)
    return F.interpolate(corners[None], size=(SIDE, SIDE), mode="bilinear", align_corners=True)[0]


def collages(icons: Icons, count: int, random: np.random.Generator) -> torch.Tensor:
    """[count, 3, SIDE, SIDE] in 0..1"""
    pictures = torch.stack([gradient(random) for _ in range(count)])
    for picture in pictures:
        for _ in range(random.integers(1, MOST_THINGS + 1)):
            icon = icons.bytes["big"][random.integers(len(icons.concepts)), random.integers(len(STYLES))]
            side = int(SIDE * random.uniform(SMALLEST, LARGEST))
            thing = F.interpolate(premultiplied(icon)[None], size=(side, side), mode="bilinear", antialias=True)[0]
            top, left = (int(random.uniform(-side / 2, SIDE - side / 2)) for _ in range(2))
            lay(picture, thing, top, left)
    return pictures


def lay(picture: torch.Tensor, thing: torch.Tensor, top: int, left: int) -> None:
    """Draws the part of a thing [4, side, side] that lies inside the frame onto a picture."""
    side = thing.shape[1]
    rows, columns = (slice(max(0, at), min(SIDE, at + side)) for at in (top, left))
    part = thing[:, rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    under = picture[:, rows, columns]
    picture[:, rows, columns] = part[:3] + (1 - part[3:]) * under
