"""Is what a PDF holds packed honestly? Sizes are measured before anything is unpacked whole or given to a renderer."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from typing import Any, Final

import pikepdf

from mise_en_page.model.message import Message, say

SAMPLES: Final = 480_000_000
"""The largest picture that is looked into, in bytes unpacked: 120 million pixels of CMYK."""

IMAGE_PIXELS: Final = 300_000_000
"""The pictures of a page that has more pixels are not unpacked to draw it."""

CHUNK: Final = 1 << 20
CHANNELS: Final = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/Indexed": 1,
    "/Separation": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
}
OPERATOR: Final = re.compile(rb"(?<![^\s\])>])[A-Za-z'\"]{1,3}\*?(?![^\s/\[(<])")
"""An operator in a content stream, near enough to count them."""


def filters_of(stream: Any) -> list[str]:
    """How a stream is packed, outermost first."""
    held = stream.get("/Filter")
    if isinstance(held, pikepdf.Array):
        return [str(name) for name in held]
    return [str(held)] if held is not None else []


def flate_size(packed: bytes, limit: int) -> int | None:
    """The size of deflated data, at most ``limit`` + 1; None when it is damaged. Keeps nothing."""
    engine, size, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not engine.eof and size <= limit:
            size += len(engine.decompress(rest, CHUNK))
            rest = engine.unconsumed_tail
    except zlib.error:
        return None
    return size


def picture_fault(image: Any) -> Message | None:
    """What is wrong with how a picture is packed; None when nothing is."""
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width <= 0 or height <= 0:
        return say("image-whole/empty")
    bits = 1 if bool(image.get("/ImageMask", False)) else int(image.get("/BitsPerComponent", 8))
    if width * height * (_channels(image.get("/ColorSpace")) or 1) * bits // 8 > SAMPLES:
        return say("image-whole/pixels", width=width, height=height)
    names = filters_of(image)
    if names == ["/DCTDecode"]:
        return _jpeg_fault(bytes(image.read_raw_bytes()), width, height)
    if names in ([], ["/FlateDecode"]):
        return _samples_fault(image, names, width, height)
    if len(names) > 1 and names.count("/FlateDecode") > 1:
        return say("image-whole/packed")
    return None


def _jpeg_fault(data: bytes, width: int, height: int) -> Message | None:
    from PIL import Image, ImageFile  # noqa: PLC0415 - only for files with pictures

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
                if picture.size != (width, height):
                    has = f"{picture.width} × {picture.height}"
                    return say("image-whole/size", says=f"{width} × {height}", has=has)
                picture.draft(None, (max(1, width // 8), max(1, height // 8)))  # an eighth is enough to read it through
                picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return say("image-whole/jpeg")
    return None


def _samples_fault(image: Any, names: list[str], width: int, height: int) -> Message | None:
    raw = bytes(image.read_raw_bytes())
    mask = bool(image.get("/ImageMask", False))
    bits = 1 if mask else int(image.get("/BitsPerComponent", 8))
    channels = 1 if mask else _channels(image.get("/ColorSpace"))
    row = (width * bits * (channels or 4) + 7) // 8
    most = height * (row + 1) + 65_536  # a byte more a row when it is predicted
    size = flate_size(raw, most) if names else len(raw)
    if size is None:
        return say("image-whole/unpacked")
    if size > most:
        return say("image-whole/more")
    if channels is not None and size < height * row:
        return say("image-whole/less")
    return None


def _channels(space: Any) -> int | None:
    """How many values a pixel has; None when that is not plain."""
    name = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
    if name == "/ICCBased":
        return int(space[1].get("/N", 0)) or None
    return CHANNELS.get(name)


def operators_in(content: bytes, most: int = 0) -> int:
    """About how many operators a content stream has: parsed, each takes a kilobyte of memory.

    Only counted when they may be more than ``most``: each takes two bytes.
    """
    return 0 if len(content) <= 2 * most else sum(1 for _ in OPERATOR.finditer(content))
