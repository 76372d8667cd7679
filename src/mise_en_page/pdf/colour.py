"""Colours into the printing condition, through lcms2: the only module that knows ImageCms.

Conversions are relative colorimetric with black-point compensation, as ISO 12640 users and GWG expect for pictures:
paper white stays white, the darkest tone of the source becomes the darkest that the paper gives.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from mise_en_page.model.message import Message
from mise_en_page.model.press_profile import Profile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image, ImageCms

# numpy and Pillow's colour management take as long to import as a short issue takes to set: each function asks for its own


class BrokenProfile(Exception):
    """An ICC profile that cannot be used for the picture that carries it: ``said`` why, or what lcms2 says of it."""

    def __init__(self, said: Message | str) -> None:
        super().__init__(said)
        self.said = said


@lru_cache(maxsize=16)
def transform(source: bytes | None, mode: str, icc: bytes) -> ImageCms.ImageCmsTransform:
    """From pixels of ``mode`` (RGB, CMYK or LAB) to the printing condition ``icc``.

    ``source`` is the picture's own profile; without one, RGB is read as sRGB. Raises ``BrokenProfile``.
    """
    from PIL import ImageCms  # noqa: PLC0415

    try:
        into = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if source is not None:
            origin = ImageCms.ImageCmsProfile(io.BytesIO(source))
        elif mode == "LAB":
            origin = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        else:
            origin = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        relative, adapted = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        return ImageCms.buildTransform(origin, into, mode, "CMYK", relative, adapted)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as fault:
        raise BrokenProfile(str(fault)) from None


@lru_cache(maxsize=16)
def black_ramp(source: bytes | None, icc: bytes) -> tuple[int, ...]:
    """For each of 256 greys the amount of black ink (0..255) that looks as light.

    A grey's lightness comes from its own profile or sRGB's curve; black ink's from the printing condition. The ramp is
    true in luminance, with its black point moved to that of solid black ink: a picture in black alone keeps its tones.
    """
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    greys = Image.frombytes("L", (256, 1), bytes(range(256)))
    inks = Image.merge("CMYK", [Image.new("L", (256, 1), 0)] * 3 + [greys])
    wanted = _luminance(greys.convert("RGB"), None) if source is None else _luminance(greys, source)
    given = _luminance(inks, icc)
    wanted = (wanted - wanted[0]) / (wanted[-1] - wanted[0]) if wanted[-1] > wanted[0] else wanted
    given = (given - given[-1]) / (given[0] - given[-1])
    # np.interp wants rising abscissas: luminance falls as ink rises
    inverse = np.interp(wanted, np.maximum.accumulate(given[::-1]), np.arange(255, -1, -1))
    return tuple(round(float(value)) for value in inverse)


def _luminance(picture: Image.Image, profile: bytes | None) -> NDArray[np.float64]:
    """Relative luminance (CIE Y, 0..1) of each pixel, the paper being 1. Without a profile the pixels are sRGB."""
    import numpy as np  # noqa: PLC0415
    from PIL import ImageCms  # noqa: PLC0415

    try:
        origin = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB") if profile is None else io.BytesIO(profile))
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
        built = ImageCms.buildTransform(origin, lab, picture.mode, "LAB", relative, ImageCms.Flags(0))
        converted = ImageCms.applyTransform(picture, built)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as fault:
        raise BrokenProfile(str(fault)) from None
    assert converted is not None
    lightness = np.asarray(converted)[..., 0].reshape(-1).astype(np.float64) * (100 / 255)
    luminance: NDArray[np.float64] = np.where(lightness > 8, ((lightness + 16) / 116) ** 3, lightness / 903.3)
    return luminance


def grey_to_black(grey: float, profile: Profile) -> float:
    """A neutral grey of sRGB (0 black, 1 white) as an amount of black ink (0..1). Black is solid, white is bare paper."""
    if grey <= 0:
        return 1.0
    ramp = black_ramp(None, profile.icc)
    place = min(grey, 1.0) * 255
    below = int(place)
    above = min(below + 1, 255)
    ink = ramp[below] + (ramp[above] - ramp[below]) * (place - below)
    return round(ink / 255, 4)


def limit_ink(inks: NDArray[np.uint8], percent: float) -> NDArray[np.uint8]:
    """Keep the sum of the four inks under ``percent``: cyan, magenta and yellow give way in proportion, black stays.

    ``inks`` has the shape (height, width, 4), 255 being solid. Bands of rows bound the memory used.
    """
    import numpy as np  # noqa: PLC0415

    limit = percent * 2.55
    limited = inks.copy()
    for top in range(0, inks.shape[0], 256):
        band = limited[top : top + 256]
        colours = band[..., :3].astype(np.float32)
        total = colours.sum(axis=2)
        room = np.maximum(limit - band[..., 3], 0)
        over = total > room
        if over.any():
            share = np.where(over, room / np.maximum(total, 1), 1.0)
            band[..., :3] = np.floor(colours * share[..., None]).astype(np.uint8)
    return limited


@lru_cache(maxsize=4096)
def rgb_to_inks(pixel: tuple[int, int, int], profile: Profile) -> tuple[float, ...]:
    """A colour of sRGB (0..255) as amounts of the four inks (0..1): what a printer's system would make of it."""
    from PIL import Image  # noqa: PLC0415

    inks = Image.new("CMYK", (1, 1))
    done = transform(None, "RGB", profile.icc).apply(Image.new("RGB", (1, 1), pixel), inks)
    values = (done if done is not None else inks).tobytes()
    return tuple(value / 255 for value in values)
