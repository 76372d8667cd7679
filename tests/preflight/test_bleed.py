"""The bleed is judged by what is painted: bright pictures, discs and bands that run off the page are right, and what stops
at the cut, or between it and the bleed's edge, is not, whatever its colour.
"""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Callable, Mapping

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from mise_en_page.preflight.checks.bleed_painted import bleed_painted
from mise_en_page.preflight.judge import preflight
from tests.press.faulty import draw, good
from tests.press.press_pages import MM, profile

WIDE, HIGH, BLEED = 100 * MM, 80 * MM, 5 * MM
Draw = Callable[[Pdf], None]


def told(change: Draw) -> list[str]:
    """The sides where the bleed is found wanting."""
    with pikepdf.open(io.BytesIO(good())) as pdf:
        draw(pdf, f"0 0 0 0 k {-BLEED} {-BLEED} {WIDE + 2 * BLEED:.2f} {HIGH + 2 * BLEED:.2f} re f")  # paper over all
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    found = preflight(out.getvalue(), profile(), (bleed_painted,))
    assert all(problem.severity == "error" for problem in found)
    return [problem.message.split(",")[0].removeprefix("at the ") for problem in found]


def paints(operators: str, **resources: Mapping[str, object]) -> Draw:
    return lambda pdf: draw(pdf, operators, **resources)


def picture(pdf: Pdf, pixels: np.ndarray, mask: np.ndarray | None = None) -> pikepdf.Object:
    """A picture in DeviceCMYK or DeviceGray, 255 being solid ink in the first."""
    space = Name.DeviceCMYK if pixels.ndim == 3 else Name.DeviceGray
    made = pdf.make_stream(zlib.compress(pixels.astype(np.uint8).tobytes()))
    made.Type, made.Subtype, made.ColorSpace, made.BitsPerComponent = Name.XObject, Name.Image, space, 8
    made.Width, made.Height, made.Filter = pixels.shape[1], pixels.shape[0], Name.FlateDecode
    if mask is not None:
        made.SMask = picture(pdf, mask)
    return made


def shows(pixels: np.ndarray, box: tuple[float, float, float, float], mask: np.ndarray | None = None) -> Draw:
    """A picture in a box, in pt from the trimmed page's lower left."""
    left, foot, right, top = box

    def change(pdf: Pdf) -> None:
        place = f"{right - left:.3f} 0 0 {top - foot:.3f} {left:.3f} {foot:.3f} cm"
        draw(pdf, f"q {place} /Shown Do Q", XObject={"Shown": picture(pdf, pixels, mask)})

    return change


def disc(x: float, y: float, radius: float) -> str:
    """A circle as four curves."""
    k = radius * 0.5523
    return (
        f"{x + radius:.3f} {y:.3f} m {x + radius:.3f} {y + k:.3f} {x + k:.3f} {y + radius:.3f} {x:.3f} {y + radius:.3f} c "
        f"{x - k:.3f} {y + radius:.3f} {x - radius:.3f} {y + k:.3f} {x - radius:.3f} {y:.3f} c "
        f"{x - radius:.3f} {y - k:.3f} {x - k:.3f} {y - radius:.3f} {x:.3f} {y - radius:.3f} c "
        f"{x + k:.3f} {y - radius:.3f} {x + radius:.3f} {y - k:.3f} {x + radius:.3f} {y:.3f} c h "
    )


def band(angle: float, width: float = 30, x: float = WIDE / 2, y: float = HIGH) -> str:
    """A long bar through a point, turned so many degrees from lying along the top."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return f"q {c:.5f} {s:.5f} {-s:.5f} {c:.5f} {x:.3f} {y:.3f} cm -600 {-width / 2:.2f} 1200 {width:.2f} re f Q "


TOP = (-BLEED, 120.0, WIDE + BLEED, HIGH + BLEED)
SKY = np.zeros((60, 90, 4))
SKY[..., 0] = np.linspace(60, 0, 60)[::-1, None]  # white at the top
SNOW = np.full((60, 90, 4), 2)
PACKSHOT = np.zeros((60, 90, 4))
PACKSHOT[20:40, 30:60, 1] = 220
ROUND = np.where(np.hypot(*np.mgrid[-1:1:60j, -1:1:90j]) < 0.9, 255, 0)


def axial() -> pikepdf.Object:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0.6, 0, 0, 0]), C1=Array([0, 0, 0, 0]), N=1)
    coords = Array([0, 100, 0, HIGH + BLEED])
    return Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=coords, Function=function, Extend=Array([True, True])
    )


def dots(pdf: Pdf) -> pikepdf.Object:
    tile = pdf.make_stream(f"1 0 0 0 k {disc(4, 4, 2)} f".encode())
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 8, 8]), 8, 8, Dictionary()
    return tile


def form(pdf: Pdf, operators: str) -> pikepdf.Object:
    made = pdf.make_stream(operators.encode())
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([-50, -50, 400, 400])
    made.Resources = Dictionary()
    return made


def whole(operators: str) -> str:
    """Something clipped to the top of the page and its bleed."""
    return f"q {TOP[0]:.2f} {TOP[1]:.2f} {TOP[2] - TOP[0]:.2f} {TOP[3] - TOP[1]:.2f} re W n {operators} Q"


RIGHT: dict[str, Draw] = {
    "sky": shows(SKY, TOP),
    "snow": shows(SNOW, TOP),
    "packshot": shows(PACKSHOT, TOP),
    "white": shows(np.zeros((8, 8, 4)), TOP),
    "white-grey": shows(np.full((8, 8), 255), TOP),
    "cut-out": shows(PACKSHOT, (60, 60, 160, 160), ROUND),
    "clear-at-the-cut": shows(PACKSHOT, (60, 120, 160, HIGH + 4), ROUND * (np.arange(60)[:, None] > 20)),
    "cut-out-that-ends-in-the-bleed": shows(PACKSHOT, (60, 120, 160, HIGH + BLEED), ROUND),
    "clipped-picture": lambda pdf: draw(pdf, whole("400 0 0 400 -60 0 cm /Shown Do"), XObject={"Shown": picture(pdf, SKY)}),
    "near-white": paints(f"0 0 0.01 0 k {TOP[0]} {TOP[1]} {TOP[2] - TOP[0]:.2f} {TOP[3] - TOP[1]:.2f} re f"),
    "disc": paints(f"1 0 0 0 k {disc(100, HIGH - 20, 60)} f"),
    "disc-on-a-corner": paints(f"1 0 0 0 k {disc(WIDE, HIGH, 70)} f"),
    "ring": paints(f"0 1 0 0 K 9 w {disc(0, 100, 70)} S"),
    "white-page-to-the-cut": paints(f"0 0 0 0 k 0 0 {WIDE:.2f} {HIGH:.2f} re f"),
    "hairline-beside-the-cut": paints(f"0 0 0 1 K .5 w 2 0 m 2 {HIGH:.2f} l S"),
    "gradient": lambda pdf: draw(pdf, whole("/Fade sh"), Shading={"Fade": axial()}),
    "dots": lambda pdf: draw(
        pdf, "/Pattern cs /Dots scn " + whole(f"-20 100 {WIDE + 40:.0f} 300 re f"), Pattern={"Dots": dots(pdf)}
    ),
    "dots-drawn-one-by-one": paints(
        "0 1 1 0 k " + "".join(disc(x, y, 2) + "f " for x in range(20, 250, 8) for y in range(int(HIGH) - 30, 241, 8))
    ),
    "hatching": paints("0 0 0 .5 K .7 w " + "".join(f"{x} 150 m {x + 60} 241 l S " for x in range(20, 200, 4))),
    "blend-of-strips": paints(
        "".join(f"{n / 60:.3f} 0 0 0 k -15 {HIGH - 40 + n:.2f} {WIDE + 30:.2f} 1 re f " for n in range(55))
    ),
    "in-a-form": lambda pdf: draw(
        pdf, "/Form Do", XObject={"Form": form(pdf, f"0 .3 0 0 k -15 190 {WIDE + 30:.2f} 60 re f")}
    ),
    "text-over-a-picture": lambda pdf: (
        shows(SNOW, TOP)(pdf),
        draw(pdf, f"0 0 0 0 k 40 {HIGH - 20:.2f} 60 12 re f"),
    )[0],
    "half-clear": lambda pdf: draw(
        pdf, f"/Half gs 1 0 0 0 k -15 150 {WIDE + 30:.0f} 90 re f", ExtGState={"Half": Dictionary(ca=0.3)}
    ),
    **{f"band-{angle}": paints(f"0 .8 1 0 k {band(angle)}") for angle in (2, 3, 5, 10, 30, 45, 60, 85, 120, 177)},
    **{f"side-band-{angle}": paints(f"0 .8 1 0 k {band(angle, 12, WIDE, 90)}") for angle in (4, 20, 45, 70, 87, 93)},
}

WRONG: dict[str, tuple[Draw, list[str]]] = {
    "panel-to-the-cut": (paints("0 0 .01 0 k 40 150 60 " + f"{HIGH - 150:.2f} re f"), ["top"]),
    "sky-to-the-cut": (shows(SKY, (-BLEED, 120, WIDE + BLEED, HIGH)), ["top"]),
    "white-picture-to-the-cut": (shows(np.zeros((8, 8, 4)), (20, 120, 120, HIGH)), ["top"]),
    "snow-between": (shows(SNOW, (-2 * MM, 20, 90, 90)), ["left"]),
    "picture-on-a-ground": (
        lambda pdf: (
            draw(pdf, f"0 .1 .2 0 k -15 -15 {WIDE + 30:.2f} {HIGH + 30:.2f} re f"),
            shows(PACKSHOT, (20, 120, 180, HIGH))(pdf),
        )[0],
        ["top"],
    ),
    "cut-out-to-the-cut": (shows(PACKSHOT, (60, 120, 160, HIGH), np.full((60, 90), 255)), ["top"]),
    "disc-that-stops": (paints(f"1 0 0 0 k {disc(100, HIGH - 58, 60)} f"), ["top"]),
    "disc-beside-a-panel": (
        paints(f"1 0 0 0 k {disc(100, HIGH - 20, 60)} f 0 1 0 0 k 160 180 60 {HIGH - 180:.2f} re f"),
        ["top"],
    ),
    "bled-beside-unbled": (
        paints(f"1 0 0 0 k 40 180 60 80 re f 100 180 60 {HIGH - 180:.2f} re f"),
        ["top"],
    ),
    "clipped-at-the-cut": (
        lambda pdf: draw(
            pdf, f"q 0 0 {WIDE:.2f} {HIGH:.2f} re W n " + whole("400 0 0 400 -60 0 cm /Shown Do") + " Q",
            XObject={"Shown": picture(pdf, SNOW)},
        ),
        ["top", "left", "right"],
    ),
    "gradient-to-the-cut": (
        lambda pdf: draw(pdf, f"q 30 30 200 {HIGH - 30:.2f} re W n /Fade sh Q", Shading={"Fade": axial()}), ["top"]
    ),
    "dots-to-the-cut": (
        lambda pdf: draw(
            pdf, f"/Pattern cs /Dots scn 30 30 200 {HIGH - 30:.2f} re f", Pattern={"Dots": dots(pdf)}
        ),
        ["top"],
    ),
    "form-clipped": (
        lambda pdf: draw(
            pdf, f"q 0 0 400 {HIGH:.2f} re W n /Form Do Q",
            XObject={"Form": form(pdf, "0 .3 0 0 k 30 190 150 60 re f")},
        ),
        ["top"],
    ),
    "corner": (paints("1 0 0 0 k 0 0 100 60 re f"), ["bottom", "left"]),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_what_runs_off_the_page_is_right(name: str) -> None:
    assert told(RIGHT[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_stops_at_the_cut_or_before_the_bleeds_edge_is_told(name: str) -> None:
    change, sides = WRONG[name]
    assert sorted(told(change)) == sorted(sides)
