"""Photographs as a desk is sent them: one scene in every form, so made that a picture gone wrong is seen at once.

The scene's four quarters have four colours, from dark to light: when it is turned, mirrored, made a negative or left out,
something else stands where they stood.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Pixels = NDArray[np.uint8]

#: The quarters' colours in sRGB, from the top left to the bottom right; their greys fall apart by forty steps and more.
QUARTERS: Final = ((150, 20, 40), (40, 150, 70), (120, 170, 230), (250, 225, 120))
ICC: Final = Path(__file__).parents[2] / "src" / "mise_en_page" / "reading" / "profiles" / "ISOcoated_v2_300_bas.icc"
WIDE: Final = (2100, 1575)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a photograph: how the file is called, what writes it, and how it comes out.

    ``space``: that of the printed picture; ``mode``: what is seen of the scene (``colour``, ``grey``; ``partly``: some of
    its first quarter is clear; ``sky``; ``middle``: something dark in the middle of light; ``white``; ``dark``); ``told``:
    the codes that commands name; ``refused``: one of them is an error; ``bits``: of a pixel's colour.
    """

    name: str
    write: Callable[[], bytes]
    space: str = "DeviceCMYK"
    mode: str = "colour"
    told: tuple[str, ...] = ()
    refused: bool = False
    bits: int = 8


def scene(width: int = WIDE[0], height: int = WIDE[1]) -> Image.Image:
    """The scene in RGB, with a little grain: a flat colour is no photograph."""
    pixels = np.empty((height, width, 3), np.float64)
    for row, across in ((0, (0, 1)), (1, (2, 3))):
        for column, quarter in enumerate(across):
            rows = slice(row * height // 2, height if row else height // 2)
            columns = slice(column * width // 2, width if column else width // 2)
            pixels[rows, columns] = QUARTERS[quarter]
    y, x = np.mgrid[0:height, 0:width]
    pixels += (6 * np.sin(x / 7.0) * np.cos(y / 5.0))[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def in_inks() -> Image.Image:
    """The scene in CMYK, 255 being solid ink, through the printing condition of coated paper."""
    return _converted(scene(), ICC, "CMYK")


def _converted(picture: Image.Image, profile: Path | bytes, mode: str) -> Image.Image:
    origin = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    target = ImageCms.ImageCmsProfile(io.BytesIO(profile if isinstance(profile, bytes) else profile.read_bytes()))
    done = ImageCms.profileToProfile(picture, origin, target, outputMode=mode)
    assert done is not None
    return done


# ——— ICC profiles, written by hand: a matrix and a curve ———

#: Primaries adapted to D50, as the profiles that cameras and screens embed have them.
_PRIMARIES: Final = {
    "Adobe RGB (1998)": ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.19921875),
    "Display P3": ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407), 2.2),
}


def _tag(kind: bytes, body: bytes) -> bytes:
    data = kind + b"\0\0\0\0" + body
    return data + b"\0" * (-len(data) % 4)


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _icc(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = "of a test".encode("ascii")
    tags = {
        b"desc": _tag(b"desc", struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * 78),
        b"cprt": _tag(b"text", b"none\0"),
        b"wtpt": _tag(b"XYZ ", _fixed(0.9642, 1.0, 0.8249)),
        **tags,
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at, len(data))
        body, at = body + data, at + len(data)
    head = struct.pack(
        ">I4sI4s4s4s12s4s4s", 0, b"\0" * 4, 0x02400000, b"mntr", space, b"XYZ ", b"\0" * 12, b"acsp", b"\0" * 4
    )
    head += b"\0" * 24 + _fixed(0.9642, 1.0, 0.8249) + b"\0" * 48
    whole = head + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


def _curve(gamma: float) -> bytes:
    return _tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))


def rgb_icc(name: str) -> bytes:
    """The profile of a wide RGB space."""
    red, green, blue, gamma = _PRIMARIES[name]
    tags = {key: _tag(b"XYZ ", _fixed(*value)) for key, value in ((b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue))}
    return _icc(b"RGB ", {**tags, **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))})


def grey_icc(gamma: float) -> bytes:
    """The profile of a grey space."""
    return _icc(b"GRAY", {b"kTRC": _curve(gamma)})


# ——— files that Pillow does not write ———


def png(pixels: NDArray[np.integer], bits: int, kind: int, *more: tuple[bytes, bytes]) -> bytes:
    """A PNG of this depth and colour type (0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA), with further chunks."""
    height, width = pixels.shape[:2]
    if bits == 16:
        rows = pixels.astype(">u2").reshape(height, -1).view(np.uint8)
    elif bits == 8:
        rows = pixels.astype(np.uint8).reshape(height, -1)
    else:
        each = 8 // bits
        padded = np.zeros((height, -(-width // each) * each), np.uint8)
        padded[:, :width] = pixels
        parts = padded.reshape(height, -1, each) << (np.arange(each - 1, -1, -1) * bits).astype(np.uint8)
        rows = parts.sum(axis=2).astype(np.uint8)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)), *more]
    chunks += [(b"IDAT", zlib.compress(raw, 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def tiff16(pixels: NDArray[np.integer], kind: int) -> bytes:
    """A TIFF of 16 bits a channel, little-endian, in one strip: ``kind`` 0 grey from white on, 2 RGB, 5 CMYK."""
    height, width, count = pixels.shape
    body = pixels.astype("<u2").tobytes()
    depths = struct.pack(f"<{count}H", *[16] * count)
    at = 8 + len(body)
    fields = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, count, 16 if count == 1 else at), (259, 3, 1, 1),
        (262, 3, 1, kind), (273, 4, 1, 8), (277, 3, 1, count), (278, 4, 1, height), (279, 4, 1, len(body)),
    ]  # fmt: skip
    table = struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", *one) for one in fields) + struct.pack("<I", 0)
    return struct.pack("<2sHI", b"II", 42, at + len(depths)) + body + depths + table


def unmarked(jpeg: bytes) -> bytes:
    """A JPEG without Adobe's marker."""
    at = jpeg.find(b"\xff\xee")
    return jpeg[:at] + jpeg[at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0] :]


def _exif(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    return exif


#: What has to be done to an upright picture so that this orientation shows it upright again.
_STORED: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def turned(picture: Image.Image, turn: int) -> Image.Image:
    """A picture as a camera held so stores it."""
    return picture.transpose(_STORED[turn]) if turn in _STORED else picture


def _grey() -> Image.Image:
    return scene().convert("L")


def _deep(mode: str) -> NDArray[np.integer]:
    return np.asarray(scene().convert(mode)).astype(np.uint16) * 257


def line_art(width: int = 4800, height: int = 3600) -> Image.Image:
    """The scene in black and white alone: solid, half, a quarter, paper."""
    y, x = np.mgrid[0:height, 0:width]
    ink = np.zeros((height, width), bool)
    left, top = x < width // 2, y < height // 2
    ink[top & left] = True
    ink[top & ~left] = ((x // 8 + y // 8) % 2 == 0)[top & ~left]
    ink[~top & left] = ((x // 8 % 2 == 0) & (y // 8 % 2 == 0))[~top & left]
    return Image.fromarray(~ink)


def _with_alpha(picture: Image.Image) -> Image.Image:
    """Cut out: an ellipse of the picture, the corners clear."""
    y, x = np.mgrid[-1 : 1 : picture.height * 1j, -1 : 1 : picture.width * 1j]
    mask = np.clip((0.95 - np.hypot(x, y)) * 40, 0, 1) * 255
    cut = picture.convert("LA" if picture.mode == "L" else "RGBA")
    cut.putalpha(Image.fromarray(mask.astype(np.uint8)))
    return cut


def _palette(colours: int, **options: object) -> bytes:
    picture = scene().quantize(colours)
    if options.pop("clear", False):
        options["transparency"] = picture.getpixel((0, 0))
    return saved(picture, "PNG", **options)


def _sky() -> Image.Image:
    down = np.linspace(0, 1, WIDE[1])[:, None, None] ** 0.5
    sky = down * np.array([255, 255, 255]) + (1 - down) * np.array([90, 150, 215])
    return Image.fromarray(np.repeat(sky, WIDE[0], 1).astype(np.uint8))


def _packshot() -> Image.Image:
    picture = Image.new("RGB", WIDE, "white")
    picture.paste((150, 20, 40), (700, 420, 1400, 1120))
    return picture


def _snow() -> Image.Image:
    picture = Image.new("RGB", WIDE, (252, 252, 254))
    picture.paste((40, 60, 90), (840, 630, 1260, 980))
    return picture


def _pages() -> bytes:
    return saved(scene(), "TIFF", save_all=True, append_images=[scene().rotate(180)])


def _broken_icc() -> bytes:
    return rgb_icc("Display P3")[:200] + b"\xff" * 100


def _damaged() -> bytes:
    jpeg = saved(scene(), "JPEG")
    return jpeg[: len(jpeg) // 2]


def _heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400


def forms() -> tuple[Form, ...]:
    """Every form."""
    cmyk = "DeviceCMYK"
    grey = {"space": "DeviceGray", "mode": "grey"}
    line = {**grey, "bits": 1}
    clear = {"told": ("image-alpha",)}
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    rgba = np.concatenate([_deep("RGB"), np.asarray(_with_alpha(scene()))[..., 3:].astype(np.uint16) * 257], axis=2)
    four = np.asarray(_grey())[::1] >> 4

    def tiff(mode: str, compression: str | None = None, **options: object) -> Callable[[], bytes]:
        return lambda: saved(scene().convert(mode), "TIFF", compression=compression, **options)

    return (
        Form("plain.jpg", lambda: saved(scene(), "JPEG", quality=90)),
        Form("two-in-one.jpg", lambda: saved(scene(), "MPO", save_all=True, append_images=[scene(320, 240)])),
        Form("rgb16.tif", lambda: tiff16(_deep("RGB"), 2)),
        Form("cmyk16.tif", lambda: tiff16(np.asarray(in_inks()).astype(np.uint16) * 257, 5)),
        Form("white-is-zero.tif", lambda: tiff16(65535 - _deep("L")[..., None], 0), **grey),
        Form("progressive.jpg", lambda: saved(scene(), "JPEG", progressive=True)),
        Form("subsampled.jpg", lambda: saved(scene(), "JPEG", subsampling=2, quality=60)),
        Form("grey.jpg", lambda: saved(_grey(), "JPEG"), **grey),
        *(
            Form(f"exif{turn}.jpg", lambda turn=turn: saved(turned(scene(), turn), "JPEG", exif=_exif(turn)))
            for turn in range(1, 9)
        ),
        Form("exif-nonsense.jpg", lambda: saved(scene(), "JPEG", exif=_exif(77))),
        Form("exif6.png", lambda: saved(turned(scene(), 6), "PNG", exif=_exif(6))),
        Form("exif5.webp", lambda: saved(turned(scene(), 5), "WEBP", exif=_exif(5))),
        Form("exif8.tif", lambda: saved(turned(scene(), 8), "TIFF", exif=_exif(8))),
        Form("exif6-grey.jpg", lambda: saved(turned(_grey(), 6), "JPEG", exif=_exif(6)), **grey),
        Form("exif3-cmyk.jpg", lambda: saved(turned(in_inks(), 3), "JPEG", exif=_exif(3)), cmyk),
        Form("srgb.jpg", lambda: saved(scene(), "JPEG", icc_profile=srgb)),
        Form("adobe-rgb.jpg", lambda: _wide("Adobe RGB (1998)")),
        Form("display-p3.jpg", lambda: _wide("Display P3")),
        Form("grey-gamma.jpg", lambda: saved(_grey(), "JPEG", icc_profile=grey_icc(1.8)), **grey),
        Form("cmyk-adobe.jpg", lambda: saved(in_inks(), "JPEG", quality=90)),
        Form("cmyk-icc.jpg", lambda: saved(in_inks(), "JPEG", quality=90, icc_profile=ICC.read_bytes())),
        Form("cmyk-unmarked.jpg", lambda: unmarked(saved(Image.eval(in_inks(), _negative), "JPEG", quality=90)),
             told=("image-cmyk-unmarked",)),
        Form("cmyk-unmarked-inverted.jpg", lambda: unmarked(saved(in_inks(), "JPEG", quality=90)),
             told=("image-cmyk-unmarked",)),
        Form("wrong-icc.jpg", lambda: saved(scene(), "JPEG", icc_profile=ICC.read_bytes()), told=("image-profile",)),
        Form("broken-icc.jpg", lambda: saved(scene(), "JPEG", icc_profile=_broken_icc()), told=("image-profile",)),
        Form("rgb8.png", lambda: png(np.asarray(scene()), 8, 2)),
        Form("rgb16.png", lambda: png(_deep("RGB"), 16, 2)),
        Form("grey8.png", lambda: png(np.asarray(_grey()), 8, 0), **grey),
        Form("grey16.png", lambda: png(_deep("L"), 16, 0), **grey),
        Form("grey4.png", lambda: png(four, 4, 0), **grey),
        Form("grey2.png", lambda: png(four >> 2, 2, 0), **grey),
        Form("grey1.png", lambda: png(np.asarray(line_art(3200, 2400)), 1, 0), told=("image-resolution",), **line),
        Form("palette256.png", lambda: _palette(256)),
        Form("palette16.png", lambda: _palette(16, bits=4)),
        Form("palette-clear.png", lambda: _palette(64, clear=True), told=("image-alpha",), mode="partly"),
        Form("alpha.png", lambda: saved(_with_alpha(scene()), "PNG"), **clear),
        Form("alpha-full.png", lambda: saved(scene().convert("RGBA"), "PNG")),
        Form("grey-alpha.png", lambda: saved(_with_alpha(_grey()), "PNG"), told=("image-alpha",), **grey),
        Form("alpha16.png", lambda: png(rgba, 16, 6), **clear),
        Form("gamma.png", lambda: png(np.asarray(scene()), 8, 2, (b"gAMA", struct.pack(">I", 45455)))),
        Form("icc.png", lambda: saved(scene(), "PNG", icc_profile=srgb)),
        Form("rgb-lzw.tif", tiff("RGB", "tiff_lzw")),
        Form("rgb-deflate.tif", tiff("RGB", "tiff_adobe_deflate")),
        Form("rgb-jpeg.tif", tiff("RGB", "jpeg")),
        Form("rgb-raw.tif", tiff("RGB")),
        Form("grey.tif", tiff("L", "tiff_lzw"), **grey),
        Form("alpha.tif", lambda: saved(_with_alpha(scene()), "TIFF", compression="tiff_lzw"), **clear),
        Form("cmyk.tif", lambda: saved(in_inks(), "TIFF", compression="tiff_lzw")),
        Form("lab.tif", lambda: saved(_lab(), "TIFF")),
        Form("grey16.tif", lambda: saved(Image.fromarray(_deep("L").astype(np.uint16)), "TIFF"), **grey),
        Form("group4.tif", lambda: saved(line_art(), "TIFF", compression="group4"), **line),
        Form("group4-turned.tif", lambda: saved(turned(line_art(), 6), "TIFF", compression="group4", tiffinfo={274: 6}),
             **line),
        Form("lossy.webp", lambda: saved(scene(), "WEBP")),
        Form("lossless.webp", lambda: saved(scene(), "WEBP", lossless=True)),
        Form("alpha.webp", lambda: saved(_with_alpha(scene()), "WEBP", lossless=True), **clear),
        Form("phone.avif", lambda: saved(scene(), "AVIF")),
        Form("still.gif", lambda: saved(scene().quantize(128), "GIF")),
        Form("windows.bmp", lambda: saved(scene(), "BMP")),
        Form("sky.jpg", lambda: saved(_sky(), "JPEG", quality=92), mode="sky"),
        Form("packshot.jpg", lambda: saved(_packshot(), "JPEG", quality=92), mode="middle"),
        Form("snow.jpg", lambda: saved(_snow(), "JPEG", quality=92), mode="middle"),
        Form("white.png", lambda: saved(Image.new("L", WIDE, 255), "PNG"), space="DeviceGray", mode="white"),
        Form("portrait.jpg", lambda: saved(scene(1960, 2940), "JPEG")),
        Form("panorama.jpg", lambda: saved(scene(6300, 1350), "JPEG")),
        Form("square.jpg", lambda: saved(scene(2000, 2000), "JPEG")),
        Form("large.jpg", lambda: saved(scene(6000, 4000), "JPEG")),
        Form("Été à l'île (2).JPG", lambda: saved(scene(), "JPEG")),
        Form("a photo.final v2.JPEG", lambda: saved(scene(), "JPEG")),
        Form("really-a-png.jpg", lambda: saved(scene(), "PNG")),
        # what no page can show
        Form("soft.jpg", lambda: saved(scene(400, 300), "JPEG"), told=("image-resolution",), refused=True),
        Form("tiny.jpg", lambda: saved(scene(90, 68), "JPEG"), told=("image-resolution",), refused=True),
        Form("pages.tif", _pages, told=("image-many-pages",), refused=True),
        Form("moving.gif", lambda: saved(scene().quantize(8), "GIF", save_all=True,
             append_images=[scene().rotate(180).quantize(8)]), told=("image-animated",), refused=True),
        Form("float.tif", lambda: saved(Image.fromarray(np.asarray(_grey()).astype(np.float32)), "TIFF"),
             told=("image-deep",), refused=True),
        Form("heavy.tif", lambda: saved(Image.new("CMYK", WIDE, (250, 240, 240, 245)), "TIFF", compression="tiff_lzw"),
             mode="dark", told=("image-ink",)),
        Form("damaged.jpg", _damaged, told=("damaged-image",), refused=True),
        Form("empty.jpg", lambda: b"", told=("not-an-image",), refused=True),
        Form("phone.heic", _heic, told=("not-an-image",), refused=True),
        Form("artwork.jpg", lambda: b"%PDF-1.4\n%\xe2\xe3\n", told=("not-an-image",), refused=True),
        Form("layers.psd", lambda: b"8BPS\0\1" + b"\0" * 40, told=("not-an-image",), refused=True),
        Form("page.jpg", lambda: b"<!DOCTYPE html><html><body>404</body></html>", told=("not-an-image",), refused=True),
    )  # fmt: skip


def _negative(value: int) -> int:
    return 255 - value


def _wide(name: str) -> bytes:
    profile = rgb_icc(name)
    return saved(_converted(scene(), profile, "RGB"), "JPEG", quality=92, icc_profile=profile)


def _lab() -> Image.Image:
    origin, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    done = ImageCms.profileToProfile(scene(), origin, lab, outputMode="LAB")
    assert done is not None
    return done
