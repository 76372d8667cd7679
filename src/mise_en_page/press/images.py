"""Pictures made ready for the press: profile inks, the box's crop, the resolution that paper needs.

What comes out is a JPEG that WeasyPrint embeds byte for byte, as DeviceCMYK or, for greys, DeviceGray on the black plate.
WeasyPrint decides by the Adobe marker whether to write ``/Decode [1 0 …]``; Pillow writes that marker with every CMYK JPEG
and stores the inks inverted, as Adobe does, so the two agree.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from PIL import Image, ImageChops, ImageFile, UnidentifiedImageError

from mise_en_page.press import colour
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Severity, Span

BYTES: Final = 200 * 1024 * 1024
PIXELS: Final = 110_000_000
"""The largest picture that is decoded: above any camera's, and what 1 GB of memory can turn."""

SIDE: Final = 30_000
FORMATS: Final = ("JPEG", "PNG", "TIFF", "GIF", "WEBP")
GENEROUS: Final = 1.5
"""A picture is made smaller only when it has this many times the pixels that the page wants: less harms for nothing."""

BAND: Final = 4_000_000
"""Pixels that are made plain at a time."""

INVERTED_SHARE: Final = 0.02
"""A picture whose inks exceed 380 % on this share of its surface is a negative: no press can print it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready for its box.

    ``data`` is a JPEG, empty when ``problems`` holds an error; ``width`` and ``height`` its pixels;
    ``resolution`` the pixels per inch it has on the page, before anything was taken away.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    resolution: float
    problems: tuple[Problem, ...] = ()


class Note(Protocol):
    """Where a step says what it found."""

    def __call__(self, code: str, severity: Severity, message: str, hint: str = "") -> None: ...


class _Unusable(Exception):
    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def prepare_image(
    data: bytes,
    name: str,
    profile: Profile,
    box_pt: tuple[float, float],
    focus: tuple[float, float] = (0.5, 0.5),
    duotone: tuple[float, float, float, float] | None = None,
) -> Prepared:
    """The picture ``data`` (of file ``name``) for a box of ``box_pt`` (width, height in pt).

    It is turned as its EXIF says, cropped to the box's proportions around ``focus`` ((0, 0) keeps the top left corner,
    (1, 1) the bottom right), brought down to the profile's resolution, and converted to its inks; with ``duotone``, to
    black and that ink (shares of cyan, magenta, yellow, black). Never raises: what is
    wrong with the picture is in ``problems``. Same arguments, same bytes.
    """
    notes: list[Problem] = []

    def note(code: str, severity: Severity, message: str, hint: str = "") -> None:
        notes.append(Problem(code, severity, message, hint, Span(name)))

    try:
        picture, resolution = _decode(data, name, box=box_pt, focus=focus, profile=profile, note=note)
        ready = _into_inks(picture, name, profile) if duotone is None else in_two_inks(picture, duotone, profile.ink_limit)
        jpeg = _jpeg(ready)
    except _Unusable as fault:
        note(fault.code, "error", fault.message, fault.hint)
        return Prepared(b"", 0, 0, 0.0, tuple(notes))
    except MemoryError:
        note(
            "image-too-large",
            "error",
            f"{name} is too large for this machine's memory",
            "make it smaller: 300 ppi is enough",
        )
        return Prepared(b"", 0, 0, 0.0, tuple(notes))
    _judge_resolution(resolution, name, profile, note)
    return Prepared(jpeg, ready.width, ready.height, resolution, tuple(notes))


def _open(data: bytes, name: str) -> Image.Image:
    """The picture's header, checked against every bound; nothing is decoded yet."""
    if not data:
        raise _Unusable("image-empty", f"{name} is an empty file", "export the picture again")
    if len(data) > BYTES:
        raise _Unusable("image-too-large", f"{name} has {len(data) >> 20} MB", f"at most {BYTES >> 20} MB are read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bomb warning: the bound below is ours
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        hint = f"make it smaller: at most {PIXELS // 1_000_000} million pixels are read"
        raise _Unusable("image-too-large", f"{name} has too many pixels", hint) from None
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        IndexError,
        TypeError,
        KeyError,
        OverflowError,
        EOFError,
    ):
        raise _Unusable(
            "image-unreadable", f"{name} is not a picture that can be read", "use JPEG, PNG or TIFF; export it again"
        ) from None
    except Exception as fault:
        raise _Unusable("image-unreadable", f"{name} cannot be read: {fault}", "export it again") from None
    width, height = picture.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise _Unusable(
            "image-too-large",
            f"{name} has {width} × {height} pixels",
            f"make it smaller: at most {PIXELS // 1_000_000} million pixels and {SIDE} on a side are read",
        )
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        if picture.format == "TIFF":
            raise _Unusable(
                "image-many-pages", f"{name} holds several pages", "export the page wanted as a file of its own"
            )
        raise _Unusable("image-animated", f"{name} is animated", "export the frame wanted as JPEG or PNG")
    return picture


def _decode(
    data: bytes, name: str, *, box: tuple[float, float], focus: tuple[float, float], profile: Profile, note: Note
) -> tuple[Image.Image, float]:
    """Pixels turned, cropped and brought down, still in their own colours; and their resolution on the page."""
    picture = _open(data, name)
    icc = picture.info.get("icc_profile")
    exif = picture.getexif() if picture.format in ("JPEG", "MPO", "TIFF", "PNG", "WEBP") else None
    turn = int(exif.get(0x0112, 1) or 1) if exif else 1
    size = (picture.height, picture.width) if turn in (5, 6, 7, 8) else picture.size
    crop = crop_box(size, box, focus)
    if min(crop[2] - crop[0], crop[3] - crop[1]) < 1:
        message = f"{name}, {size[0]} × {size[1]} pixels, has none left when it is cropped to its place"
        raise _Unusable("image-thin", message, "take a picture of nearly the place's proportions")
    resolution = (crop[2] - crop[0]) / (box[0] / 72)
    wanted = profile.resolution.wanted
    shrink = resolution > wanted * GENEROUS
    adobe = _adobe_marker(picture)
    if shrink and picture.format in ("JPEG", "MPO"):
        # the JPEG decoder can halve while it reads: keep twice what is wanted for a good last step
        goal = 2 * wanted / resolution
        picture.draft(None, (max(1, int(picture.width * goal)), max(1, int(picture.height * goal))))
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, and cut pictures would print half grey
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, IndexError, EOFError) as fault:
        raise _Unusable(
            "image-truncated", f"{name} is damaged or cut short ({fault})", "take the original again, or export it anew"
        ) from None
    except MemoryError:
        raise
    except Exception as fault:
        raise _Unusable("image-unreadable", f"{name} cannot be decoded: {fault}", "export it again") from None
    stored = size[0] if turn < 5 else size[1]
    times = int(resolution * picture.width / stored / (GENEROUS * wanted)) if shrink else 1
    scale = picture.width / stored / max(times, 1)  # below 1 after draft
    picture = _plain(picture, name, note) if times < 2 else _brought_down(picture, times, name, note)
    if picture.mode == "CMYK":
        picture = _upright_inks(picture, adobe, name, note)
    picture = _turned(picture, turn)
    window = tuple(side * scale for side in crop)
    if shrink:
        target = (max(1, round(box[0] / 72 * wanted)), max(1, round(box[1] / 72 * wanted)))
        picture = picture.resize(target, Image.Resampling.LANCZOS, box=window, reducing_gap=3.0)  # type: ignore[arg-type]
    else:
        whole = tuple(round(side) for side in window[:2])
        whole += tuple(max(start + 1, round(side)) for start, side in zip(whole, window[2:], strict=True))
        if whole != (0, 0, *picture.size):
            picture = picture.crop(whole)  # type: ignore[arg-type]
    if icc:
        picture.info["icc_profile"] = icc
    else:
        picture.info.pop("icc_profile", None)
    return _flattened(picture), resolution


def crop_box(
    size: tuple[int, int], box: tuple[float, float], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The largest part of ``size`` with the proportions of ``box``, as near to ``focus`` as it can stay inside.

    >>> crop_box((400, 200), (100, 100), (0.5, 0.5))
    (100.0, 0.0, 300.0, 200.0)
    """
    width, height = size
    ratio = box[0] / box[1]
    if width > height * ratio:
        across, down = height * ratio, float(height)
    else:
        across, down = float(width), width / ratio
    left = min(max(focus[0] * width - across / 2, 0.0), width - across)
    top = min(max(focus[1] * height - down / 2, 0.0), height - down)
    return (left, top, left + across, top + down)


def _adobe_marker(picture: Image.Image) -> bool | None:
    """Does this CMYK JPEG carry Adobe's marker, which says that its inks are stored inverted? None: no question."""
    if picture.format not in ("JPEG", "MPO") or picture.mode != "CMYK":
        return None
    return "adobe" in picture.info


def _plain(picture: Image.Image, name: str, note: Note) -> Image.Image:
    """Any of Pillow's modes as L, LA, RGB, RGBA, CMYK or LAB, at 8 bits."""
    mode = picture.mode
    if mode.startswith("I;16") or mode == "I":
        deep = np.asarray(picture).astype(np.int64)
        if deep.min(initial=0) < 0 or deep.max(initial=0) > 65535:
            raise _Unusable("image-deep", f"{name} has 32 bits a pixel", "export it with 8 or 16 bits a channel")
        info = dict(picture.info)
        picture = Image.fromarray(((deep + 128) // 257).astype(np.uint8))
        picture.info.update(info)
        note("image-16-bit", "info", f"{name} has 16 bits a channel: 8 are printed")
        return picture
    if mode == "F":
        raise _Unusable("image-deep", f"{name} has floating-point pixels", "export it with 8 or 16 bits a channel")
    if mode in ("P", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    if mode == "1":
        return picture.convert("L")
    if mode in ("RGBX", "YCbCr", "HSV"):
        return picture.convert("RGB")
    if mode in ("La", "RGBa"):
        return picture.convert("LA" if mode == "La" else "RGBA")
    if mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        raise _Unusable("image-mode", f"{name} has pixels of an unknown kind ({mode})", "export it as RGB or CMYK")
    return picture


def _brought_down(picture: Image.Image, times: int, name: str, note: Note) -> Image.Image:
    """Any of Pillow's modes made plain and a whole number of ``times`` smaller, a band of rows at a time.

    So a picture of a hundred million pixels never stands in memory twice.
    """
    plain: Image.Image | None = None
    rows = max(1, BAND // (picture.width * times)) * times
    for top in range(0, picture.height, rows):
        band = picture.crop((0, top, picture.width, min(picture.height, top + rows)))
        small = _plain(band, name, note if top == 0 else _unheard).reduce(times)
        if plain is None:
            plain = Image.new(small.mode, (small.width, -(-picture.height // times)))
            plain.info.update(picture.info)
            plain.info.pop("transparency", None)
        plain.paste(small, (0, top // times))
    assert plain is not None
    return plain


def _unheard(code: str, severity: Severity, message: str, hint: str = "") -> None:
    """Said of the picture's first band already."""


def _upright_inks(picture: Image.Image, adobe: bool | None, name: str, note: Note) -> Image.Image:
    """CMYK with 255 as solid ink.

    Pillow reads every CMYK JPEG as inverted. Without Adobe's marker a JPEG is not inverted: turn it back, and say so, since
    tools disagree. A file that says inverted and is not shows as a negative: refused, nobody can know what was meant.
    """
    if adobe is False:
        picture = ImageChops.invert(picture)
        note(
            "image-cmyk-unmarked",
            "warning",
            f"{name} is a CMYK JPEG that does not say whether its inks are inverted; taken as not inverted",
            "look at it on the proof; saving it again from Photoshop or GIMP settles it",
        )
    small = picture.resize((min(picture.width, 256), min(picture.height, 256)), Image.Resampling.NEAREST)
    ink = np.asarray(small).astype(np.int32).sum(axis=2)
    if float((ink > 3.8 * 255).mean()) > INVERTED_SHARE:
        raise _Unusable(
            "image-inverted",
            f"{name} looks like a negative: its inks are marked as inverted and are not, or the other way round",
            "open it in an image editor, check its colours and save it again",
        )
    return picture


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    """Upright, as EXIF's orientation says (1 to 8)."""
    steps = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(steps[turn]) if turn in steps else picture


def _flattened(picture: Image.Image) -> Image.Image:
    """Without alpha, on white paper."""
    if picture.mode not in ("RGBA", "LA"):
        return picture
    info = dict(picture.info)
    info.pop("transparency", None)
    solid = picture.mode[:-1]
    paper = Image.new(solid, picture.size, "white")
    paper.paste(picture.convert(solid), mask=picture.getchannel("A"))
    paper.info.update(info)
    return paper


def _into_inks(picture: Image.Image, name: str, profile: Profile) -> Image.Image:
    """CMYK within the ink limit, or L for a picture without colour (0 then is solid black ink)."""
    icc = picture.info.get("icc_profile")
    icc = icc if isinstance(icc, bytes) and icc else None
    try:
        if picture.mode == "L" or (picture.mode == "RGB" and icc is None and _is_neutral(picture)):
            grey_icc = icc if picture.mode == "L" and icc and icc[16:20] == b"GRAY" else None
            ramp = colour.black_ramp(grey_icc, profile.icc)
            return picture.convert("L").point([255 - ink for ink in ramp])
        if picture.mode == "CMYK" and (icc is None or icc == profile.icc):
            inks = picture
        else:
            space = {"RGB": b"RGB ", "CMYK": b"CMYK", "LAB": b"Lab "}[picture.mode]
            if icc is not None and icc[16:20] != space:
                raise colour.BrokenProfile("it is made for another kind of pixels")
            inks = Image.new("CMYK", picture.size)
            done = colour.transform(icc, picture.mode, profile.icc).apply(picture, inks)
            inks = done if done is not None else inks
    except colour.BrokenProfile as fault:
        raise _Unusable(
            "image-profile", f"{name} carries an ICC profile that cannot be used ({fault})", "export it again with sRGB"
        ) from None
    # a JPEG rounds: aim two points below the limit, so that what is printed stays under it
    return Image.fromarray(colour.limit_ink(np.asarray(inks), profile.ink_limit - 2), "CMYK")


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


def _is_neutral(picture: Image.Image) -> bool:
    """Does every pixel of an RGB picture have three equal values?"""
    red, green, blue = (np.asarray(channel) for channel in picture.split())
    return bool(np.array_equal(red, green) and np.array_equal(green, blue))


def _jpeg(picture: Image.Image) -> bytes:
    """A JPEG of quality 95 with every pixel's colour (4:4:4), without profile, EXIF or comment."""
    bare = picture.copy()
    bare.info.clear()
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=95, subsampling=0, optimize=True)
    return out.getvalue()


def _judge_resolution(resolution: float, name: str, profile: Profile, note: Note) -> None:
    limits = profile.resolution
    needed = math.ceil(limits.wanted / max(resolution, 0.01) * 100)
    hint = f"find one {needed} % as wide, or print it smaller"
    if resolution <= limits.error:
        message = f"{name} would print at {resolution:.0f} ppi: too coarse to print (at least {limits.error + 1:.0f})"
        note("image-resolution", "error", message, hint)
    elif resolution <= limits.warning:
        message = f"{name} would print at {resolution:.0f} ppi: it will look soft (wanted: {limits.wanted:.0f})"
        note("image-resolution", "warning", message, hint)
