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
from mise_en_page.model.message import Value, key, say
from mise_en_page.model.problem import Span
from mise_en_page.reading.files import read_bytes, relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.svg import check_svg, looks_like_svg

if TYPE_CHECKING:
    from PIL import Image

FILE_LIMIT, PIXELS = limits.IMAGE_BYTES, limits.PIXELS
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "BMP")

#: As telephones write pictures; Pillow itself does not read them.
_HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
#: What people drop into a folder of images although no page can show it, by a pattern of how it begins.
_OTHERS = tuple(
    (re.compile(start, re.IGNORECASE | re.DOTALL), kind)
    for start, kind in (
        (rb"%PDF", key("kind/pdf")),
        (rb"%!PS|\xc5\xd0\xd3\xc6", key("kind/eps")),
        (rb"8BPS", key("kind/photoshop")),
        (rb"....ftypcrx |IIRO|FUJIFILMCCD-RAW|.{8}HEAPCCDR|II\x2a\0.{4}CR", key("kind/raw")),
        (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", key("kind/jpeg-2000")),
        (rb"\xff\x0a|\0\0\0\x0cJXL ", key("kind/jpeg-xl")),
        (rb"\s*(?:<!--.{,500}?-->\s*)*(?:<!doctype\s+html|<html|<head)", key("kind/web")),
        (rb"version https://git-lfs", key("kind/lfs")),
        (rb"PK\x03\x04", key("kind/archive")),
    )
)

#: The width and the height of a drawing's view.
_VIEW = re.compile(rb"""viewBox\s*=\s*["']\s*[-+.\de]+[\s,]+[-+.\de]+[\s,]+([.\d]+)[\s,]+([.\d]+)""")


def check_image(root: Path, path: Path, found: Found, where: Span) -> bool:
    """Can this picture be printed? Told at ``where`` if not."""
    name = relative(root, path)
    data = read_bytes(root, path, FILE_LIMIT, found, where)
    if data is None:
        return False
    kind = _other_kind(data)
    if not kind and looks_like_svg(data):
        return check_svg(data, shown(name), found, where, _is_whole)
    if kind:
        found.error("not-an-image/other", where, file=shown(name), kind=say(kind))
        return False
    if not data:
        found.error("not-an-image/empty", where, file=shown(name))
        return False
    return _is_whole(data, shown(name), found, where)


def shape_of(root: Path, path: Path) -> float:
    """The width by the height of a picture that can be printed, as it is shown; 0 where a drawing does not say it."""
    data = read_bytes(root, path, FILE_LIMIT, Found(), Span(relative(root, path))) or b""
    if looks_like_svg(data):
        view = _VIEW.search(data[:4096])
        wide, high = map(float, view.groups()) if view else (0.0, 1.0)
        return wide / high if high else 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damaged metadata
        wide, high = seen(data)[0]
    return wide / high if high else 0.0


def seen(data: bytes) -> tuple[tuple[float, float], str]:
    """A picture's width and height as it is shown, in pixels, and its kind of colours. Raises what Pillow raises."""
    with opened(data) as picture:
        turned = picture.format != "TIFF" and int(picture.getexif().get(0x0112, 1) or 1) > 4
        wide, high = float(picture.width), float(picture.height)
        return ((high, wide) if turned else (wide, high)), picture.mode


def _other_kind(data: bytes) -> str:
    """What kind of file it is that no page can show; "" for a picture, or what is nothing known."""
    return next((kind for start, kind in _OTHERS if start.match(data[:1024])), "")


def opened(data: bytes) -> Image.Image:
    """A picture, its header read. Raises what Pillow raises."""
    from PIL import Image  # noqa: PLC0415 (as above)

    formats: tuple[str, ...] = FORMATS
    if _HEIC.match(data[:1024]) and b"avif" not in data[8:64]:
        import pi_heif  # noqa: PLC0415 (only where there is one)

        pi_heif.register_heif_opener(thumbnails=False)
        formats = ("HEIF",)
    return Image.open(io.BytesIO(data), formats=formats)


def _is_whole(data: bytes, name: Value, found: Found, where: Span) -> bool:
    """Is this a picture in pixels, whole, that can be printed? It is decoded once."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (many issues show nothing; its import takes a while)

    try:
        with _strict(), opened(data) as image:
            width, height = image.size
            if width * height > PIXELS:
                raise Image.DecompressionBombError
            if (unfit := unusable(image)) is not None:
                found.error(unfit, where, name=name)
                return False
            image.draft(None, (width // 8, height // 8))  # a JPEG is read to its end, and costs an eighth of its size
            image.load()
    except Image.DecompressionBombError:
        found.error("image-too-large/picture", where, name=name, most=PIXELS // 1_000_000)
    except UnidentifiedImageError:
        found.error("not-an-image", where, name=name)
    except Exception as fault:  # a damaged picture makes Pillow raise nearly anything: struct.error, SyntaxError, KeyError…
        words = re.sub(r" \(\d+ [^)]*\)", "", str(fault))  # how many bytes were left depends on who read before
        found.error("damaged-image", where, name=name, words=shown(words, 80))
    else:
        return True
    return False


def unusable(image: Image.Image) -> str | None:
    """The sentence of what keeps a picture, its header read, from any page; its value is the picture's ``name``."""
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":  # an MPO holds its picture first, then smaller ones
        if image.format == "TIFF":
            return key("image-many-pages")
        return key("image-animated")
    if image.mode == "F":
        return key("image-deep/picture")
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
