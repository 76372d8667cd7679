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

from mise_en_page import limits
from mise_en_page.problem import Span
from mise_en_page.reading.files import read_bytes, relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.svg import check_svg, looks_like_svg

FILE_LIMIT, PIXELS = limits.IMAGE_BYTES, limits.PIXELS
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")

#: What people drop into a folder of images although no page can show it, by how it begins.
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"%!PS", "an EPS"),
    (b"\xc5\xd0\xd3\xc6", "an EPS"),
    (b"8BPS", "a Photoshop file"),
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
)


def check_image(root: Path, path: Path, found: Found, where: Span) -> bool:
    """Can this picture be printed? Told at ``where`` if not."""
    name = relative(root, path)
    data = read_bytes(root, path, FILE_LIMIT, found, where)
    if data is None:
        return False
    if looks_like_svg(data):
        return check_svg(data, name, found, where)
    hint = "save it anew as JPEG, PNG, TIFF, WebP or SVG"
    if not data:
        found.error("not-an-image", f"{shown(name)} is empty", "copy it again", where)
        return False
    kind = next((kind for start, kind in _OTHERS if data.startswith(start)), "")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        kind = "a HEIC or AVIF, as telephones write them"
    if kind:
        found.error("not-an-image", f"{shown(name)} is {kind}, not an image that can be printed", hint, where)
        return False
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (many issues show nothing; its import takes a while)

    try:
        with _strict(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > PIXELS:
                raise Image.DecompressionBombError
            image.draft(None, (width // 8, height // 8))  # a JPEG is read to its end, and costs an eighth of its size
            image.load()
    except Image.DecompressionBombError:
        message = f"{shown(name)} has more than {PIXELS // 1_000_000} million pixels"
        found.error("image-too-large", message, "make it smaller: a page at 300 dpi has 9 million", where)
    except UnidentifiedImageError:
        found.error("not-an-image", f"{shown(name)} is not an image", hint, where)
    except Exception as fault:  # a damaged picture makes Pillow raise nearly anything: struct.error, SyntaxError, KeyError…
        words = re.sub(r" \(\d+ [^)]*\)", "", str(fault))  # how many bytes were left depends on who read before
        message = f"{shown(name)} is cut short or damaged: {shown(words, 80)}"
        found.error("damaged-image", message, "copy it again from where it came", where)
    else:
        return True
    return False


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
