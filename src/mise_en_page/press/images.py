"""Pictures made ready for the press: profile inks, the box's crop, the resolution that paper needs.

What comes out is a JPEG, as DeviceCMYK or, for greys, DeviceGray on the black plate; Pillow writes Adobe's marker with
every CMYK JPEG and stores the inks inverted, as Adobe does. Clear parts come as a mask beside it where the standard knows
transparency. Line art (one bit a pixel) stays what it is: see ``line_art``.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from PIL import Image, ImageFile

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.pdf import colour
from mise_en_page.press import line_art, stored_inks
from mise_en_page.press.duotone import in_two_inks
from mise_en_page.reading.images import opened, unusable

BYTES: Final = 200 * 1024 * 1024
PIXELS: Final = 110_000_000
"""The largest picture that is decoded: above any camera's, and what 1 GB of memory can turn."""

SIDE: Final = 30_000
GENEROUS: Final = 1.5
"""A picture is made smaller only when it has this many times the pixels that the page wants: less harms for nothing."""

PLACELESS: Final = 25_000_000
"""Pixels that a picture keeps whose place is not known: a double page at 300 ppi has 18 million."""

BAND: Final = 4_000_000
"""Pixels that are made plain at a time."""

#: What Pillow raises on files that it cannot make out.
DAMAGED: Final = (OSError, ValueError, SyntaxError, IndexError, TypeError, KeyError, OverflowError, EOFError)

PHOTOMETRIC: Final = 262
"""The field of a TIFF that says what its values mean; 0: grey from white on."""

SRGB_GAMMA: Final = 0.45455
"""What a PNG's gAMA says of pixels that are as sRGB has them; another is one more than a fiftieth away."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready for its box.

    ``data`` is a JPEG, or a PNG of one bit a pixel, empty when ``problems`` holds an error; ``width`` and ``height`` its
    pixels; ``resolution`` the pixels per inch it has on the page, before anything was taken away; ``mask`` a grey PNG of
    the same size where the picture is clear in parts.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    resolution: float
    problems: tuple[Problem, ...] = ()
    mask: bytes = field(default=b"", repr=False)


def prepare_image(
    data: bytes,
    name: str,
    profile: Profile,
    box_pt: tuple[float, float] | None,
    focus: tuple[float, float] = (0.5, 0.5),
    duotone: tuple[float, float, float, float] | None = None,
) -> Prepared:
    """The picture ``data`` (of file ``name``) for a box of ``box_pt`` (width, height in pt).

    It is turned as its EXIF says, cropped to the box's proportions around ``focus`` ((0, 0) keeps the top left corner,
    (1, 1) the bottom right), brought down to the profile's resolution, and converted to its inks; with ``duotone``, to
    black and that ink (shares of cyan, magenta, yellow, black). Without a box it stays whole, for whatever place it takes.
    Never raises: what is wrong with the picture is in ``problems``. Same arguments, same bytes.
    """
    given = _Given(data, name, profile, box_pt, focus, [])
    try:
        return _prepared(given, duotone)
    except Refused as refused:
        given.problems.extend(refused.problems)
    except MemoryError:
        given.problems.append(Problem.of("image-too-large/memory", "error", given.where, name=name))
    return Prepared(b"", 0, 0, 0.0, tuple(given.problems))


@dataclass(frozen=True, slots=True)
class _Given:
    """What is asked for, and what was found to be told."""

    data: bytes
    name: str
    profile: Profile
    box: tuple[float, float] | None
    focus: tuple[float, float]
    problems: list[Problem]

    @property
    def where(self) -> Span:
        return Span(self.name)


@dataclass(frozen=True, slots=True)
class _Place:
    """A picture's part that is shown: the whole picture's size upright, the part in pixels, its pixels per inch on the
    page (0 where no place is known), and how it is stored (EXIF's orientation).
    """

    size: tuple[int, int]
    crop: tuple[float, float, float, float]
    resolution: float
    turn: int


def _refused(problem: Problem) -> Refused:
    return Refused((problem,))


def _prepared(given: _Given, duotone: tuple[float, float, float, float] | None) -> Prepared:
    """Raises ``Refused``."""
    name, profile = given.name, given.profile
    picture = _open(given.data, name)
    place = _place_of(picture, given)
    is_line_art, mask = line_art.is_line_art(picture), b""
    if is_line_art:
        _load(picture, name)
        ready = line_art.made(_turned(line_art.one_bit(picture), place.turn), place.crop, place.resolution, profile)
    else:
        picture, mask = _opaque(_decode(picture, place, given), given)
        ready = _into_inks(picture, given) if duotone is None else in_two_inks(picture, duotone, profile.ink_limit)
    data = line_art.png(ready) if is_line_art else _jpeg(ready)
    if given.box is not None:
        judge = line_art.judge if is_line_art else _judge_resolution
        given.problems.extend(judge(place.resolution, name, profile))
    return Prepared(data, *ready.size, place.resolution, tuple(given.problems), mask)


def _open(data: bytes, name: str) -> Image.Image:
    """The picture's header, checked against every bound; nothing is decoded yet."""
    if not data:
        raise _refused(Problem.of("image-empty", "error", Span(name), name=name))
    if len(data) > BYTES:
        raise _refused(
            Problem.of("image-too-large/bytes", "error", Span(name), name=name, megabytes=len(data) >> 20, most=BYTES >> 20)
        )
    millions = PIXELS // 1_000_000
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bomb warning: the bound below is ours
            picture = opened(data)
    except Image.DecompressionBombError:
        raise _refused(Problem.of("image-too-large/pixels", "error", Span(name), name=name, millions=millions)) from None
    except DAMAGED:
        raise _refused(Problem.of("image-unreadable", "error", Span(name), name=name)) from None
    except Exception as fault:
        raise _refused(Problem.of("image-unreadable/fault", "error", Span(name), name=name, fault=str(fault))) from None
    width, height = picture.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise _refused(
            Problem.of(
                "image-too-large", "error", Span(name), name=name, width=width, height=height, millions=millions, side=SIDE
            )
        )
    if (unfit := unusable(picture)) is not None:
        raise _refused(Problem.of(unfit, "error", Span(name), name=name))
    return picture


def _place_of(picture: Image.Image, given: _Given) -> _Place:
    """Which part of a picture is shown. Raises ``Refused`` where nothing is left of it."""
    turn = 1
    if picture.format != "TIFF":  # Pillow turns those itself
        try:
            turn = int(picture.getexif().get(0x0112, 1) or 1)
        except DAMAGED:
            turn = 1
    turn = turn if 1 <= turn <= 8 else 1
    size = (picture.height, picture.width) if turn > 4 else picture.size
    if given.box is None:
        return _Place(size, (0.0, 0.0, float(size[0]), float(size[1])), 0.0, turn)
    crop = crop_box(size, given.box, given.focus)
    if min(crop[2] - crop[0], crop[3] - crop[1]) < 1:
        raise _refused(Problem.of("image-thin", "error", given.where, name=given.name, width=size[0], height=size[1]))
    return _Place(size, crop, (crop[2] - crop[0]) / (given.box[0] / 72), turn)


def _load(picture: Image.Image, name: str) -> None:
    """Decode the pixels. Raises ``Refused``."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, and cut pictures would print half grey
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, IndexError, EOFError) as fault:
        raise _refused(Problem.of("image-truncated", "error", Span(name), name=name, fault=str(fault))) from None
    except MemoryError:
        raise
    except Exception as fault:
        raise _refused(Problem.of("image-unreadable/undecoded", "error", Span(name), name=name, fault=str(fault))) from None


def _decode(picture: Image.Image, place: _Place, given: _Given) -> Image.Image:
    """Pixels turned, cropped and brought down, still in their own colours."""
    name, box, wanted = given.name, given.box, given.profile.resolution.wanted
    icc = picture.info.get("icc_profile")
    shrink = box is not None and place.resolution > wanted * GENEROUS
    is_marked = stored_inks.adobe_marker(picture)
    from_white = picture.mode.startswith("I;16") and getattr(picture, "tag_v2", {}).get(PHOTOMETRIC) == 0
    if shrink and picture.format in ("JPEG", "MPO"):
        # the JPEG decoder can halve while it reads: keep twice what is wanted for a good last step
        goal = 2 * wanted / place.resolution
        picture.draft(None, (max(1, int(picture.width * goal)), max(1, int(picture.height * goal))))
    _load(picture, name)
    stored = place.size[0] if place.turn < 5 else place.size[1]
    times = int(place.resolution * picture.width / stored / (GENEROUS * wanted)) if shrink else 1
    if box is None:
        times = math.ceil(math.sqrt(picture.width * picture.height / PLACELESS))
    scale = picture.width / stored / max(times, 1)  # below 1 after draft
    is_deep = picture.mode == "I" or picture.mode.startswith("I;16")
    picture = _plain(picture, name) if times < 2 else _brought_down(picture, times, name)
    if is_deep:
        given.problems.append(Problem.of("image-16-bit", "info", given.where, name=name))
    if picture.mode == "CMYK":
        picture = _upright_inks(picture, is_marked, given)
    if from_white:  # Pillow leaves these as they are
        picture = picture.point([255 - value for value in range(256)])
    picture = _turned(picture, place.turn)
    window = tuple(side * scale for side in place.crop)
    if shrink and box is not None:
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
    return picture


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
        across, down = float(width), min(float(height), width / ratio)  # the quotient may be rounded over it
    left = min(max(focus[0] * width - across / 2, 0.0), width - across)
    top = min(max(focus[1] * height - down / 2, 0.0), height - down)
    return (left, top, left + across, top + down)


#: Pillow's modes that are made plain by becoming another.
PLAINER: Final = {
    "P": "RGBA", "PA": "RGBA", "1": "L", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB", "La": "LA", "RGBa": "RGBA",
}  # fmt: skip


def _plain(picture: Image.Image, name: str) -> Image.Image:
    """Any of Pillow's modes as L, LA, RGB, RGBA, CMYK or LAB, at 8 bits."""
    mode = picture.mode
    if mode.startswith("I;16") or mode == "I":
        deep = np.asarray(picture)
        if deep.min(initial=0) < 0 or deep.max(initial=0) > 65535:
            raise _refused(Problem.of("image-deep/bits", "error", Span(name), name=name))
        shallow = np.empty(deep.shape, np.uint8)
        for top in range(0, len(deep), 256):  # bands bound the memory used
            shallow[top : top + 256] = (deep[top : top + 256].astype(np.int32) + 128) // 257
        made = Image.fromarray(shallow)
        made.info.update(picture.info)
        return made
    if mode == "F":
        raise _refused(Problem.of("image-deep", "error", Span(name), name=name))
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    if mode in PLAINER:
        return picture.convert(PLAINER[mode])
    if mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "LAB"):
        raise _refused(Problem.of("image-mode", "error", Span(name), name=name, mode=mode))
    return picture


def _brought_down(picture: Image.Image, times: int, name: str) -> Image.Image:
    """Any of Pillow's modes made plain and a whole number of ``times`` smaller, a band of rows at a time.

    So a picture of a hundred million pixels never stands in memory twice.
    """
    plain: Image.Image | None = None
    rows = max(1, BAND // (picture.width * times)) * times
    for top in range(0, picture.height, rows):
        band = picture.crop((0, top, picture.width, min(picture.height, top + rows)))
        small = _plain(band, name).reduce(times)
        if plain is None:
            plain = Image.new(small.mode, (small.width, -(-picture.height // times)))
            plain.info.update(picture.info)
            plain.info.pop("transparency", None)
        plain.paste(small, (0, top // times))
    assert plain is not None
    return plain


def _upright_inks(picture: Image.Image, is_marked: bool | None, given: _Given) -> Image.Image:
    """CMYK with 255 as solid ink; what is doubtful about it, and more ink than paper takes, is told."""
    name, limit = given.name, given.profile.ink_limit
    reading = stored_inks.read(picture, is_marked)
    if reading.is_negative:
        raise _refused(Problem.of("image-inverted", "error", given.where, name=name))
    if is_marked is False and reading.inverted:
        given.problems.append(Problem.of("image-cmyk-unmarked/inverted", "warning", given.where, name=name))
    elif is_marked is False:
        given.problems.append(Problem.of("image-cmyk-unmarked", "warning", given.where, name=name))
    if reading.most > limit + 5 and reading.heavy(limit + 5) > stored_inks.NOTABLE:
        given.problems.append(Problem.of("image-ink", "warning", given.where, name=name, most=reading.most, limit=limit))
    return reading.picture


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


def _opaque(picture: Image.Image, given: _Given) -> tuple[Image.Image, bytes]:
    """A picture without its alpha, which comes beside it as a grey PNG where the standard knows transparency.

    PDF/X-1a and X-3 know none: there the picture is put on white paper, which is told.
    """
    if picture.mode not in ("RGBA", "LA"):
        return picture, b""
    info, solid = dict(picture.info), picture.mode[:-1]
    info.pop("transparency", None)
    alpha = picture.getchannel("A")
    is_clear, keeps_it = alpha.histogram()[255] < alpha.width * alpha.height, given.profile.standard == "X-4"
    paper = Image.new(solid, picture.size, "white")
    # what is behind a clear pixel must not show at its edge when a picture is made smaller
    paper.paste(picture.convert(solid), mask=alpha.point([0] + [255] * 255) if keeps_it or not is_clear else alpha)
    if is_clear and keeps_it:
        given.problems.append(Problem.of("image-alpha/kept", "info", given.where, name=given.name))
    elif is_clear:
        said = Problem.of("image-alpha", "warning", given.where, name=given.name, standard=given.profile.standard)
        given.problems.append(said)
    paper.info.update(info)
    return paper, line_art.png(alpha) if is_clear and keeps_it else b""


def _into_inks(picture: Image.Image, given: _Given) -> Image.Image:
    """CMYK within the ink limit, or L for a picture without colour (0 then is solid black ink)."""
    profile = given.profile
    held = picture.info.get("icc_profile")
    icc = held if isinstance(held, bytes) and held else None
    picture = _as_srgb_has_it(picture) if icc is None else picture
    try:
        inks = _converted(picture, icc, profile)
    except colour.BrokenProfile as fault:
        if picture.mode == "CMYK":
            said = Problem.of("image-profile/inks", "warning", given.where, name=given.name, fault=fault.said)
        else:
            said = Problem.of("image-profile", "warning", given.where, name=given.name, fault=fault.said)
        given.problems.append(said)
        inks = _converted(picture, None, profile)
    if inks.mode == "L":
        return inks
    # a JPEG rounds: aim two points below the limit, so that what is printed stays under it
    return Image.fromarray(colour.limit_ink(np.asarray(inks), profile.ink_limit - 2), "CMYK")


def _converted(picture: Image.Image, icc: bytes | None, profile: Profile) -> Image.Image:
    """In the profile's inks, or in black alone. Raises ``colour.BrokenProfile``."""
    if picture.mode == "L" or (picture.mode == "RGB" and icc is None and _is_neutral(picture)):
        grey_icc = icc if picture.mode == "L" and icc and icc[16:20] == b"GRAY" else None
        ramp = colour.black_ramp(grey_icc, profile.icc)
        return picture.convert("L").point([255 - ink for ink in ramp])
    if picture.mode == "CMYK" and (icc is None or icc == profile.icc):
        return picture
    space = {"RGB": b"RGB ", "CMYK": b"CMYK", "LAB": b"Lab "}[picture.mode]
    if icc is not None and icc[16:20] != space:
        raise colour.BrokenProfile(say("image-profile/pixels"))
    inks = Image.new("CMYK", picture.size)
    done = colour.transform(icc, picture.mode, profile.icc).apply(picture, inks)
    return done if done is not None else inks


def _as_srgb_has_it(picture: Image.Image) -> Image.Image:
    """A PNG that says by which power its pixels are encoded (gAMA), where that is not sRGB's."""
    gamma = picture.info.get("gamma")
    if picture.mode not in ("L", "RGB") or "srgb" in picture.info or not isinstance(gamma, float) or not 0.1 < gamma < 10:
        return picture
    if abs(gamma - SRGB_GAMMA) < 0.02:
        return picture
    ramp = [round(255 * (value / 255) ** (SRGB_GAMMA / gamma)) for value in range(256)]
    return picture.point(ramp * len(picture.getbands()))


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


def _judge_resolution(resolution: float, name: str, profile: Profile) -> Iterator[Problem]:
    limits, where = profile.resolution, Span(name)
    wider = math.ceil(limits.wanted / max(resolution, 0.01) * 100)
    hint = say("image-resolution/wider", percent=wider)
    if resolution <= limits.error:
        least = limits.error + 1
        yield Problem.of("image-resolution/coarse", "error", where, hint, name=name, resolution=resolution, least=least)
    elif resolution <= limits.warning:
        wanted = limits.wanted
        yield Problem.of("image-resolution/soft", "warning", where, hint, name=name, resolution=resolution, wanted=wanted)
