"""A page as it is drawn, before any printer is thought of: what rendering hands to the press.

The layout's own drawing is a plain PDF of one page. The composer's lines are not in it: where they belong stands a mark,
and the lines come beside it as text operators by colour, so that the press may say each colour in its inks. No font of the
publication is embedded yet, for all pages share one copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mise_en_page.model.message import Message
from mise_en_page.model.problem import Problem, Span

#: Cyan, magenta, yellow, black: 0..1.
Inks = tuple[float, float, float, float]

#: Text operators under one colour, without the operators that set it.
Inked = tuple[Inks, bytes]

#: Lines that are painted at one place, in order: one text object, from BT to ET.
Strip = tuple[Inked, ...]

#: The operator of a marked-content point (ISO 32000-1, 14.6) stands where a strip belongs: ``/Lines0 MP``.
MARK = "Lines"


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture in pixels that the press has made ready: a JPEG, or a PNG of one bit a pixel.

    ``mask`` is a grey PNG of the same size where it is clear in parts, else empty; ``size`` the width and height in
    pixels.
    """

    data: bytes
    mask: bytes
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class FaceUse:
    """The glyphs of one face that a page shows: what each stands for ("" for a mark that says nothing by itself)."""

    face: str
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Something on a page: its box (left, top, right, bottom in pt from the trimmed page's top left corner), what it is
    called, and where it was written.
    """

    box: tuple[float, float, float, float]
    name: Message
    where: Span


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page: its own drawing, the strips for its marks, and by the names of its font resources the faces behind them."""

    pdf: bytes
    strips: tuple[Strip, ...]
    faces: Mapping[str, FaceUse]
    problems: tuple[Problem, ...] = ()
    painting: tuple[Standing, ...] = ()
