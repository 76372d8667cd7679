"""Pictures in black and one other ink."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from mise_en_page.pdf import colour

#: The tone, from 0 (paper) to 1, at which black joins the other ink of a duotone; below it shadows would be muddy.
BLACK_FROM: Final = 0.3


def in_two_inks(picture: Image.Image, ink: tuple[float, float, float, float], limit: float) -> Image.Image:
    """A picture's greys in black and another ink, as CMYK with 255 as solid ink.

    The ink carries the whole scale, a little fuller than the tone (its own luminance is higher than black's); black
    carries the shadows, from ``BLACK_FROM`` on. ``limit`` is that of the sum of inks, in per cent.
    """
    grey = picture.getchannel("L") if picture.mode == "LAB" else picture
    grey = grey.convert("RGB").convert("L") if grey.mode == "CMYK" else grey.convert("L")
    tone = 1.0 - np.arange(256) / 255.0
    black = np.clip((tone - BLACK_FROM) / (1.0 - BLACK_FROM), 0.0, 1.0) ** 1.3
    scale = np.stack([share * tone**0.85 for share in ink], axis=1)
    scale[:, 3] = np.maximum(scale[:, 3], black)
    inks = np.rint(scale * 255).astype(np.uint8)[np.asarray(grey)]
    return Image.fromarray(colour.limit_ink(inks, limit - 2), "CMYK")
