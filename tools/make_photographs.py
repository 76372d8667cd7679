"""The photographs of issues/2018-08, 2018-09 and of the starter, scaled down from those of two Debian packages.

    python tools/make_photographs.py FOLDER

FOLDER holds the packages' files, unpacked (``apt-get download lomiri-wallpapers-16.04 lomiri-wallpapers-20.04``, then
``dpkg-deb -x``). Each is made in another form, as desks get them; PROVENANCE.md beside them says the rest.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageOps

ROOT = Path(__file__).parent.parent
ISSUE = ROOT / "issues" / "2018-08" / "images"
PAGES = ROOT / "issues" / "2018-09" / "images"
STARTER = ROOT / "src" / "mise_en_page" / "reading" / "starter" / "images"
ICC = ROOT / "src" / "mise_en_page" / "reading" / "profiles" / "ISOcoated_v2_300_bas.icc"
LANCZOS = Image.Resampling.LANCZOS


def cut(image: Image.Image, size: tuple[int, int], at: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """Cropped to the shape of a size in pixels, around a place, and scaled to it."""
    return ImageOps.fit(image, size, LANCZOS, centering=at)


def in_inks(image: Image.Image) -> Image.Image:
    """In the four inks of coated paper."""
    made = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), str(ICC), outputMode="CMYK")
    assert made is not None
    return made


def cut_out(image: Image.Image) -> Image.Image:
    """The bowl alone, on nothing: what is red, and all that lies within; its edge softened."""
    _, saturation, _ = image.convert("HSV").split()
    mask = saturation.point([0] * 110 + [255] * 146).filter(ImageFilter.MedianFilter(9))
    ImageDraw.floodfill(mask, (0, 0), 128)
    solid = mask.point(lambda value: 0 if value == 128 else 255).filter(ImageFilter.GaussianBlur(1.2))
    made = Image.new("RGBA", image.size, (255, 255, 255, 0))
    made.paste(image, mask=solid.point(lambda value: 255 if value else 0))
    made.putalpha(solid)
    return made


def main(folder: Path) -> None:
    def found(name: str) -> Image.Image:
        (path,) = folder.rglob(f"{name}*.jpg")
        return Image.open(path).convert("RGB")

    jpeg = {"quality": 74, "optimize": True, "progressive": True}
    cut(found("life_by"), (1680, 1120)).save(ISSUE / "ruisseau.jpg", **jpeg)
    cut(found("Kleiber"), (720, 480), (0.62, 0.5)).convert("L").save(ISSUE / "sittelle.png", optimize=True)
    in_inks(cut(found("picosdeeuropa"), (1320, 880))).save(ISSUE / "alpage.jpg", quality=60, optimize=True)
    cut(found("Dragonfly").crop((1610, 746, 3110, 1746)), (480, 320)).save(ISSUE / "libellule.webp", quality=80, method=6)
    cut(found("sunset"), (2400, 1968), (0.42, 0.5)).save(ISSUE / "aube.jpg", **jpeg)
    exif = Image.Exif()
    exif[274] = 6  # stored lying on its side: to be turned a quarter clockwise
    turned = cut(found("friends"), (760, 1140)).transpose(Image.Transpose.ROTATE_90)
    turned.save(ISSUE / "chiens.jpg", exif=exif, **jpeg)
    cut(found("greentock"), (720, 480), (0.6, 0.4)).convert("L").save(ISSUE / "horloge.tif", compression="tiff_lzw")
    cut_out(cut(found("Picture_0B"), (630, 426))).save(ISSUE / "figue.png", optimize=True)
    cut(found("Wine"), (1760, 1920), (0.5, 0.72)).save(ISSUE / "veillee.jpg", **jpeg)
    cut(found("aitzgorri"), (2640, 1560)).save(PAGES / "melezes.jpg", **jpeg | {"quality": 64})
    cut(found("Bridge"), (2640, 1560), (0.6, 0.6)).save(PAGES / "haubans.jpg", **jpeg | {"quality": 58})
    cut(found("Picture_1A"), (820, 1020), (0.2, 0.5)).save(PAGES / "pinceaux.jpg", **jpeg)
    seeds = found("seeding")
    seeds.crop((0, 0, 3984, 2988)).resize((2600, 1950), LANCZOS).save(STARTER / "pissenlit.jpg", **jpeg | {"quality": 62})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
