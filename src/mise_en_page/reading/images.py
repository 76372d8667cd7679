"""Is this file an image that can be printed, whole and of a size that can be worked with?

Pillow is content with a cut JPEG once somebody (WeasyPrint does, when it is imported) has set LOAD_TRUNCATED_IMAGES,
and then half of the picture is grey; and it decodes 13,000 × 13,000 pixels without a word. So the header's size is
looked at first, then the whole picture is decoded once, strictly.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mise_en_page.model import limits
from mise_en_page.model.problem import Span
from mise_en_page.reading.files import read_bytes, relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.svg import check_svg, looks_like_svg

if TYPE_CHECKING:
    from PIL import Image

FILE_LIMIT, PIXELS = limits.IMAGE_BYTES, limits.PIXELS
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "BMP")

#: What people drop into a folder of images although no page can show it, by a pattern of how it begins.
_OTHERS = tuple(
    (re.compile(start, re.IGNORECASE | re.DOTALL), kind)
    for start, kind in (
        (rb"%PDF", "a PDF"),
        (rb"%!PS|\xc5\xd0\xd3\xc6", "an EPS"),
        (rb"8BPS", "a Photoshop file"),
        (rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", "a HEIC, as telephones write them"),
        (rb"....ftypcrx |IIRO|FUJIFILMCCD-RAW|.{8}HEAPCCDR|II\x2a\0.{4}CR", "a camera's raw file"),
        (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "a JPEG 2000"),
        (rb"\xff\x0a|\0\0\0\x0cJXL ", "a JPEG XL"),
        (rb"\s*(?:<!--.{,500}?-->\s*)*(?:<!doctype\s+html|<html|<head)", "a page of the web"),
        (rb"version https://git-lfs", "where another file lies (Git LFS), not the file"),
        (rb"PK\x03\x04", "an archive or a text document"),
    )
)


def check_image(root: Path, path: Path, found: Found, where: Span) -> bool:
    """Can this picture be printed? Told at ``where`` if not."""
    name = relative(root, path)
    data = read_bytes(root, path, FILE_LIMIT, found, where)
    if data is None:
        return False
    kind = _other_kind(data)
    if not kind and looks_like_svg(data):
        return check_svg(data, name, found, where, _is_whole)
    if kind or not data:
        message = f"{shown(name)} is {kind}, not an image that can be printed" if kind else f"{shown(name)} is empty"
        found.error("not-an-image", message, HINT if kind else "copy it again", where)
        return False
    return _is_whole(data, shown(name), found, where)


HINT = "save it anew as JPEG, PNG, TIFF, WebP or SVG"


def _other_kind(data: bytes) -> str:
    """What kind of file it is that no page can show; "" for a picture, or what is nothing known."""
    kind = next((kind for start, kind in _OTHERS if start.match(data[:1024])), "")
    return "" if kind.startswith("a HEIC") and b"avif" in data[8:64] else kind


def _is_whole(data: bytes, name: str, found: Found, where: Span) -> bool:
    """Is this a picture in pixels, whole, that can be printed? It is decoded once."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (many issues show nothing; its import takes a while)

    try:
        with _strict(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > PIXELS:
                raise Image.DecompressionBombError
            if (unfit := unusable(image)) is not None:
                found.error(unfit[0], f"{name} {unfit[1]}", unfit[2], where)
                return False
            image.draft(None, (width // 8, height // 8))  # a JPEG is read to its end, and costs an eighth of its size
            image.load()
    except Image.DecompressionBombError:
        message = f"{name} has more than {PIXELS // 1_000_000} million pixels"
        found.error("image-too-large", message, "make it smaller: a page at 300 dpi has 9 million", where)
    except UnidentifiedImageError:
        found.error("not-an-image", f"{name} is not an image", HINT, where)
    except Exception as fault:  # a damaged picture makes Pillow raise nearly anything: struct.error, SyntaxError, KeyError…
        words = re.sub(r" \(\d+ [^)]*\)", "", str(fault))  # how many bytes were left depends on who read before
        found.error(
            "damaged-image",
            f"{name} is cut short or damaged: {shown(words, 80)}",
            "copy it again from where it came",
            where,
        )
    else:
        return True
    return False


def unusable(image: Image.Image) -> tuple[str, str, str] | None:
    """What keeps a picture, its header read, from any page: a code, words that follow its name, and what to do."""
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # an MPO holds its picture first, then smaller ones
        if image.format == "TIFF":
            return "image-many-pages", "holds several pages", "export the page wanted as a file of its own"
        return "image-animated", "is animated", "export the frame wanted as JPEG or PNG"
    if image.mode == "F":
        return "image-deep", "has floating-point pixels", "export it with 8 or 16 bits a channel"
    return None


@contextmanager
def _strict() -> Iterator[None]:
    from PIL import ImageFile  # noqa: PLC0415 (as above)

    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about damaged metadata and sizes below our own limit
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
