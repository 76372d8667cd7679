"""Pages to try the press stage on, made by WeasyPrint as the road makes them; and the outside judges."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import weasyprint
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from numpy.typing import NDArray
from PIL import Image

from mise_en_page.model.press_profile import Profile
from mise_en_page.press.job import Job
from mise_en_page.reading.press_profile import shipped

MM = 72 / 25.4
TRIM = (100 * MM, 80 * MM)
BLEED = 5 * MM


@cache
def font_file(*, cff: bool = False) -> bytes:
    """A font whose letters are plain blocks of different widths: the same on every machine, with or without fonts."""
    letters = [chr(code) for code in range(33, 127)] + list("éèàçÉ«»’—…°·")
    names = [".notdef", "space"] + [f"u{ord(letter):04X}" for letter in letters]
    cmap = {32: "space", 160: "space"} | {ord(letter): f"u{ord(letter):04X}" for letter in letters}
    builder = FontBuilder(1000, isTTF=not cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(cmap)
    shapes, metrics = {}, {}
    for index, name in enumerate(names):
        width = 300 if name == "space" else 400 + 13 * (index % 20)
        metrics[name] = (width, 50)
        pen = T2CharStringPen(width, None) if cff else TTGlyphPen(None)
        if name != "space":
            pen.moveTo((50, 0))
            pen.lineTo((50, 700))
            pen.lineTo((width - 50, 700))
            pen.lineTo((width - 50, 0))
            pen.closePath()
        shapes[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Blocks-Regular", {}, shapes, {})
    else:
        builder.setupGlyf(shapes)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Blocks", "styleName": "Regular", "psName": "Blocks-Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    # a font file carries its date; this one is of no day
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()


def data_url(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def plain(body: str, css: str = "", *, size: str = "100mm 80mm", bleed: str = "5mm", cff: bool = False) -> bytes:
    """The plain PDF that WeasyPrint makes of a page."""
    html = f"""<html lang="fr"><head><title>Essai</title><style>
      @font-face {{ font-family: Blocks; src: url({data_url(font_file(cff=cff), "font/otf" if cff else "font/ttf")}) }}
      @page {{ size: {size}; bleed: {bleed}; margin: 10mm }}
      html {{ font: 10pt/14pt Blocks; color: device-cmyk(0 0 0 1) }}
      body, p {{ margin: 0 }}
      {css}</style></head><body>{body}</body></html>"""
    return bytes(weasyprint.HTML(string=html).write_pdf())


def job(pages: int = 1, **changes: object) -> Job:
    values: dict[str, object] = {
        "publication": "La Gazette",
        "issue": "Mai",
        "number": "12",
        "date": "2018-05-01",
        "title": "La Gazette n° 12",
        "folios": tuple(str(4 + index) for index in range(pages)),
        "trim": TRIM,
        "bleed": BLEED,
    }
    return Job(**(values | changes))  # type: ignore[arg-type]


def profile(name: str = "fogra39") -> Profile:
    return shipped(name)


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def tool(name: str) -> str:
    """An outside judge, or a loud skip."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: an outside judge is missing")
    return found


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def plates(pdf: bytes, folder: Path, ppi: int = 100) -> dict[str, NDArray[np.uint8]]:
    """Ghostscript's separations of the first page: for each ink an array, 255 being solid."""
    gs = tool("gs")
    folder.mkdir(parents=True, exist_ok=True)
    icc = folder / "press.icc"
    icc.write_bytes(profile().icc)
    (folder / "in.pdf").write_bytes(pdf)
    options = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dLastPage=1", "-sDEVICE=tiffsep", f"-r{ppi}")
    colour = (f"-sDefaultCMYKProfile={icc}", f"-sOutputICCProfile={icc}", f"--permit-file-read={icc}")
    run(gs, *options, *colour, "-o", folder / "plate.tif", folder / "in.pdf")
    found = {}
    for file in sorted(folder.glob("plate(*).tif")):
        with Image.open(file) as picture:
            found[file.stem[6:-1]] = 255 - np.asarray(picture.convert("L"))
    return found


def inside(plate: NDArray[np.uint8], box: tuple[float, float, float, float], ppi: int = 100) -> NDArray[np.uint8]:
    """The part of a plate inside a rectangle in mm from the trimmed page's top left corner (17 mm of bleed and slug)."""
    x0, y0, x1, y1 = (round((17 + side) / 25.4 * ppi) for side in box)
    return plate[y0:y1, x0:x1]
