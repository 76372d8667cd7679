"""Fonts in other containers than the shipped ones, made of these when a test asks: CFF, CFF2, WOFF, WOFF2, variable, TTC.

Each has the letters of French and another family's name, so that nothing of the shipped files can be taken for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.cffLib.CFFToCFF2 import convertCFFToCFF2
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib import build as build_variable

FONTS = Path(__file__).parents[1] / "fonts"
SERIF = "source-serif-4/SourceSerif4SmText-{}.ttf"
#: Made of one variable font, so that what lies between them can be drawn again.
BETWEEN = "newsreader/Newsreader72pt-{}.ttf"
FRENCH = "".join(map(chr, range(32, 256))) + "Œœ’‘“”–—…€‹›•■\u202f\u2010ﬁﬂ"
WEIGHTS = {"Regular": (400, False), "Semibold": (600, False), "It": (400, True), "SemiboldIt": (600, True)}


def cut(
    style: str, family: str, characters: str = FRENCH, features: Iterable[str] = ("kern", "liga"), file: str = ""
) -> TTFont:
    """A face (of Source Serif, or a file) with some characters and features, under a family's name."""
    options = subset.Options(layout_features=list(features), hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6])
    font = TTFont(FONTS / (file or SERIF.format(style)), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(font)
    named(font, family, style)
    return font


def named(font: TTFont, family: str, style: str) -> None:
    """Give a font its names: family, style, full, PostScript, typographic family and style."""
    weight, italic = WEIGHTS[style]
    plain = "".join(letter for letter in family if letter.isascii() and letter.isalnum())
    values = {
        1: family,
        2: style,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{plain}-{style}",
        16: family,
        17: style,
    }
    font["name"].names = []
    for number, value in values.items():
        font["name"].setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 1 if italic else 1 << 6
    font["head"].macStyle = 2 if italic else 0


def saved(font: TTFont, flavor: str | None = None) -> bytes:
    font.flavor = flavor
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def as_cff(font: TTFont) -> TTFont:
    """The same font with PostScript outlines."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    names = font["name"]
    builder.setupCFF(names.getDebugName(6), {"FullName": names.getDebugName(4)}, strings, {})
    for tag in ("name", "OS/2", "hhea", "hmtx", "head", "GPOS", "GSUB", "GDEF"):
        if tag in font:
            builder.font[tag] = font[tag]
    builder.font["hmtx"].metrics = dict(font["hmtx"].metrics)
    builder.setupPost(keepGlyphNames=False)
    builder.setupMaxp()
    return builder.font


@cache
def variable(family: str = "Essai Variable", italic: bool = False) -> bytes:
    """A variable font of one axis, wght from 400 to 700."""
    document = DesignSpaceDocument()
    document.addAxisDescriptor(tag="wght", name="Weight", minimum=400, default=400, maximum=700)
    slope = "Italic" if italic else ""
    for file, weight in ((f"Medium{slope}", 400), (f"SemiBold{slope}", 700)):
        source: Any = document.addSourceDescriptor(name=file, location={"Weight": weight})
        source.font = cut("It" if italic else "Regular", family, features=(), file=BETWEEN.format(file))
    font, _, _ = build_variable(document)
    named(font, family, "It" if italic else "Regular")
    return saved(font)


def family(form: Callable[[TTFont], bytes], ending: str, name: str) -> dict[str, bytes]:
    """The four faces of a family as files of one form."""
    return {f"{style}{ending}": form(cut(style, name)) for style in WEIGHTS}


def cff2(font: TTFont) -> bytes:
    made = as_cff(font)
    convertCFFToCFF2(made)
    return saved(made)


def collection(name: str) -> dict[str, bytes]:
    whole = TTCollection()
    whole.fonts = [cut(style, name) for style in WEIGHTS]
    made = BytesIO()
    whole.save(made)
    return {"tout.ttc": made.getvalue()}


#: The families that the tests try, each by its form: the files of its four faces.
FORMS: dict[str, Callable[[str], dict[str, bytes]]] = {
    "ttf": lambda name: family(saved, ".ttf", name),
    "otf": lambda name: family(lambda font: saved(as_cff(font)), ".otf", name),
    "cff2": lambda name: family(cff2, ".otf", name),
    "woff": lambda name: family(lambda font: saved(font, "woff"), ".woff", name),
    "woff2": lambda name: family(lambda font: saved(font, "woff2"), ".woff2", name),
    "otf in woff2": lambda name: family(lambda font: saved(as_cff(font), "woff2"), ".woff2", name),
    "ttc": collection,
    "variable": lambda name: {"romain.ttf": variable(name), "italique.ttf": variable(name, italic=True)},
}
