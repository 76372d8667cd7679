"""Pictures made ready for the press: profile inks, the box's crop, the resolution that paper needs.

What comes out is a JPEG, as DeviceCMYK or, for greys, DeviceGray on the black plate; Pillow writes Adobe's marker with
every CMYK JPEG and stores the inks inverted, as Adobe does. Clear parts come as a mask beside it where the standard knows
transparency. Line art (one bit a pixel) stays what it is: see ``line_art``.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Severity, Span
from mise_en_page.pdf import colour
from mise_en_page.press import line_art, stored_inks
from mise_en_page.reading.images import FORMATS, unusable

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
    notes: list[Problem] = []

    def note(code: str, severity: Severity, message: str, hint: str = "") -> None:
        notes.append(Problem(code, severity, message, hint, Span(name)))

    try:
        return _prepared(_Given(data, name, profile, box_pt, focus, note), duotone, notes)
    except _Unusable as fault:
        note(fault.code, "error", fault.message, fault.hint)
    except MemoryError:
        message, hint = f"{name} is too large for this machine's memory", "make it smaller: 300 ppi is enough"
        note("image-too-large", "error", message, hint)
    return Prepared(b"", 0, 0, 0.0, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Given:
    """What is asked for, and where a step says what it found."""

    data: bytes
    name: str
    profile: Profile
    box: tuple[float, float] | None
    focus: tuple[float, float]
    note: Note


@dataclass(frozen=True, slots=True)
class _Place:
    """A picture's part that is shown: the whole picture's size upright, the part in pixels, its pixels per inch on the
    page (0 where no place is known), and how it is stored (EXIF's orientation).
    """

    size: tuple[int, int]
    crop: tuple[float, float, float, float]
    resolution: float
    turn: int


def _prepared(given: _Given, duotone: tuple[float, float, float, float] | None, notes: list[Problem]) -> Prepared:
    """Raises ``_Unusable``."""
    name, profile = given.name, given.profile
    picture = _open(given.data, name)
    place = _place_of(picture, given)
    if line_art.is_line_art(picture):
        _load(picture, name)
        art = line_art.made(_turned(line_art.one_bit(picture), place.turn), place.crop, place.resolution, profile)
        if given.box is not None:
            line_art.judge(place.resolution, name, profile, given.note)
        return Prepared(line_art.png(art), *art.size, place.resolution, tuple(notes))
    picture, mask = _opaque(_decode(picture, place, given), given)
    ready = _into_inks(picture, given) if duotone is None else in_two_inks(picture, duotone, profile.ink_limit)
    jpeg = _jpeg(ready)
    if given.box is not None:
        _judge_resolution(place.resolution, name, profile, given.note)
    return Prepared(jpeg, ready.width, ready.height, place.resolution, tuple(notes), mask)


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
    if (unfit := unusable(picture)) is not None:
        problem = Problem.of(unfit, "error", name=name)
        raise _Unusable(problem.code, problem.message, problem.hint)
    return picture


def _place_of(picture: Image.Image, given: _Given) -> _Place:
    """Which part of a picture is shown. Raises ``_Unusable`` where nothing is left of it."""
    turn = 1
    if picture.format != "TIFF":  # Pillow turns those itself
        try:
            turn = int(picture.getexif().get(0x0112, 1) or 1)
        except (OSError, ValueError, TypeError, SyntaxError, KeyError, IndexError, OverflowError):
            turn = 1
    turn = turn if 1 <= turn <= 8 else 1
    size = (picture.height, picture.width) if turn > 4 else picture.size
    if given.box is None:
        return _Place(size, (0.0, 0.0, float(size[0]), float(size[1])), 0.0, turn)
    crop = crop_box(size, given.box, given.focus)
    if min(crop[2] - crop[0], crop[3] - crop[1]) < 1:
        message = f"{given.name}, {size[0]} × {size[1]} pixels, has none left when it is cropped to its place"
        raise _Unusable("image-thin", message, "take a picture of nearly the place's proportions")
    return _Place(size, crop, (crop[2] - crop[0]) / (given.box[0] / 72), turn)


def _load(picture: Image.Image, name: str) -> None:
    """Decode the pixels. Raises ``_Unusable``."""
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
    picture = _plain(picture, name, given.note) if times < 2 else _brought_down(picture, times, name, given.note)
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
        across, down = float(width), width / ratio
    left = min(max(focus[0] * width - across / 2, 0.0), width - across)
    top = min(max(focus[1] * height - down / 2, 0.0), height - down)
    return (left, top, left + across, top + down)


def _plain(picture: Image.Image, name: str, note: Note) -> Image.Image:
    """Any of Pillow's modes as L, LA, RGB, RGBA, CMYK or LAB, at 8 bits."""
    mode = picture.mode
    if mode.startswith("I;16") or mode == "I":
        deep = np.asarray(picture)
        if deep.min(initial=0) < 0 or deep.max(initial=0) > 65535:
            raise _Unusable("image-deep", f"{name} has 32 bits a pixel", "export it with 8 or 16 bits a channel")
        info = dict(picture.info)
        shallow = np.empty(deep.shape, np.uint8)
        for top in range(0, len(deep), 256):  # bands bound the memory used
            shallow[top : top + 256] = (deep[top : top + 256].astype(np.int32) + 128) // 257
        picture = Image.fromarray(shallow)
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


def _upright_inks(picture: Image.Image, is_marked: bool | None, given: _Given) -> Image.Image:
    """CMYK with 255 as solid ink; what is doubtful about it, and more ink than paper takes, is told."""
    name, limit = given.name, given.profile.ink_limit
    reading = stored_inks.read(picture, is_marked)
    if reading.is_negative:
        raise _Unusable(
            "image-inverted",
            f"{name} looks like a negative: its inks are marked as inverted and are not, or the other way round",
            "open it in an image editor, check its colours and save it again",
        )
    if is_marked is False:
        taken = "inverted: otherwise it would be a negative" if reading.inverted else "not inverted"
        given.note(
            "image-cmyk-unmarked",
            "warning",
            f"{name} is a CMYK JPEG that does not say whether its inks are inverted; taken as {taken}",
            "look at it on the proof; saving it again from Photoshop or GIMP settles it",
        )
    if reading.most > limit + 5 and reading.heavy(limit + 5) > stored_inks.NOTABLE:
        given.note(
            "image-ink",
            "warning",
            f"{name} has up to {reading.most:.0f} % of ink, more than the {limit:.0f} % of this paper: "
            "its darkest parts are printed with less cyan, magenta and yellow",
            "look at them on the proof, or separate the picture again for this paper",
        )
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
    is_clear = alpha.histogram()[255] < alpha.width * alpha.height
    if is_clear and given.profile.standard != "X-4":
        paper = Image.new(solid, picture.size, "white")
        paper.paste(picture.convert(solid), mask=alpha)
        message = f"{given.name} is clear in parts, which PDF/{given.profile.standard} does not know: printed on white"
        given.note("image-alpha", "warning", message, "if it stands on a colour, give it that colour as its ground")
    else:  # what is behind a clear pixel must not show at its edge when a picture is made smaller
        paper = Image.new(solid, picture.size, "white")
        paper.paste(picture.convert(solid), mask=alpha.point([0] + [255] * 255))
    if is_clear and given.profile.standard == "X-4":
        given.note("image-alpha", "info", f"{given.name} is clear in parts: what stands behind it is seen there")
        mask = line_art.png(alpha)
    else:
        mask = b""
    paper.info.update(info)
    return paper, mask


def _into_inks(picture: Image.Image, given: _Given) -> Image.Image:
    """CMYK within the ink limit, or L for a picture without colour (0 then is solid black ink)."""
    profile = given.profile
    held = picture.info.get("icc_profile")
    icc = held if isinstance(held, bytes) and held else None
    picture = _as_srgb_has_it(picture) if icc is None else picture
    try:
        inks = _converted(picture, icc, profile)
    except colour.BrokenProfile as fault:
        assumed = "its inks are printed as they are" if picture.mode == "CMYK" else "it is read as sRGB"
        message = f"{given.name} carries an ICC profile that cannot be used ({fault}): {assumed}"
        given.note("image-profile", "warning", message, "look at its colours on the proof; export it again with sRGB")
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
        raise colour.BrokenProfile("it is made for another kind of pixels")
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
