"""Line art: pictures of one bit a pixel, which the press exposes as they are, without a screen.

They are turned and cropped and never resampled: a grey between black and white would be screened, and its lines would fray.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span


def is_line_art(picture: Image.Image) -> bool:
    """Is this picture, its header read, in black and white and nothing between?"""
    if "transparency" in picture.info or picture.mode not in ("1", "P"):
        return False
    if picture.mode == "1":
        return True
    try:
        colours = bytes(picture.getpalette("RGB") or ())
    except ValueError:
        return False
    return 0 < len(colours) <= 6 and {colours[at : at + 3] for at in range(0, len(colours), 3)} <= {b"\0\0\0", b"\xff" * 3}


def one_bit(picture: Image.Image) -> Image.Image:
    """The picture, its pixels read, at one bit."""
    return picture if picture.mode == "1" else picture.convert("1", dither=Image.Dither.NONE)


def made(picture: Image.Image, crop: tuple[float, float, float, float], resolution: float, profile: Profile) -> Image.Image:
    """Upright line art cropped to its place.

    Where it has fewer pixels per inch than printers take for line art, each pixel is written as several that are the same:
    what is seen stays exactly as it was.
    """
    left, top = round(crop[0]), round(crop[1])
    cropped = picture.crop((left, top, max(left + 1, round(crop[2])), max(top + 1, round(crop[3]))))
    least = profile.line_art.error + 1
    times = -int(-least // resolution) if 0 < resolution < least else 1
    if times > 1 and resolution > profile.resolution.error:
        cropped = cropped.resize((cropped.width * times, cropped.height * times), Image.Resampling.NEAREST)
    return cropped


def judge(resolution: float, name: str, profile: Profile) -> Iterator[Problem]:
    """Tell of line art whose steps will be seen, and of what is too coarse for anything."""
    where, hint = Span(name), say("image-resolution/scan", least=round(profile.line_art.warning + 1))
    if resolution <= profile.resolution.error:
        yield Problem.of("image-resolution/art-coarse", "error", where, hint, name=name, resolution=resolution)
    elif resolution <= profile.line_art.warning:
        best = profile.line_art.wanted
        yield Problem.of(
            "image-resolution/art-steps", "warning", where, hint, name=name, resolution=resolution, wanted=best
        )


def png(picture: Image.Image) -> bytes:
    """A grey picture, of one bit or eight, as a PNG."""
    bare = picture.copy()
    bare.info.clear()
    out = io.BytesIO()
    bare.save(out, "PNG", compress_level=9)
    return out.getvalue()
