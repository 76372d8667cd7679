"""What touches the cut, and how far it runs on into the bleed: judged by what is painted, not by how dark it is.

The page is drawn once more with every colour solid, and white only where no ink at all is asked for: a bright sky is
paint, and so is the white in a picture. Then each place of the cut is asked how far the paint goes on outwards. Where
something runs off the page slantwise, or in a curve, its edge crosses the bleed; what stops alongside the cut is a fault.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pikepdf
import pypdfium2
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name

from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.pdf.resources import contents_of, key_of
from mise_en_page.pdf.state import Colour, State
from mise_en_page.pdf.walker import PATTERN, Walker
from mise_en_page.preflight.examined import Examined, PageRead
from mise_en_page.preflight.page_ink import Unmeasured
from mise_en_page.preflight.plate_content import Plate, Sheet
from mise_en_page.preflight.plate_pictures import Pictures
from mise_en_page.preflight.plates import DAMAGED, add_page, resources_in
from mise_en_page.preflight.raster import may_draw

Coverage = NDArray[np.float32]

PPI: Final = 100.0
LEAST: Final = 1 * MM
"""What is missed over less than this, in pt, is no fault: corners of marks, ends of hairlines."""

GIVEN: Final = 0.75 * MM
"""How much of the bleed's outermost edge may lack."""

INSIDE: Final = 3
"""Pixels from the cut inwards that are painted where something touches it."""

ALONGSIDE: Final = 0.02
"""The slope, against the cut, below which an edge stops alongside it: one degree."""

SPAN: Final = 8
"""Pixels to either side over which a slope is taken."""

FAINT: Final = 0.05
"""The share of a pixel that is painted for it to count."""

SPECK: Final = 4 * MM
"""Shapes that are no longer than this along the cut, with others between them and the bleed's edge, are a pattern."""


class _Solid(Plate):
    """Content rewritten so that red is where paint is seen, green where an opaque picture is, blue how far things reach."""

    def choose(self, operator: str, space: Any, colour: Colour) -> None:
        Walker.choose(self, operator, space, colour)
        self.set_channels(operator, b"1 1 1" if is_paper(colour) else b"0 1 0")

    def leaves(self, *, stroke: bool) -> bool:  # noqa: ARG002
        return False

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:  # noqa: ARG002
        return iter(())

    def pattern(self, operands: Any) -> Colour:  # noqa: ARG002
        return PATTERN

    def inline(self, _: str, instruction: Any) -> None:
        if not instruction.iimage.image_mask:
            self.put(b"q 0 0 0 rg 0 0 1 1 re f Q\n")

    def picture(self, held: Any) -> Any:
        """A picture as a plain square; what is clear in parts reaches as far as its box, and is seen where it is not."""
        book = self.sheet.book
        masks = {key: held[key] for key in ("/SMask", "/Mask") if isinstance(held.get(key), pikepdf.Stream)}
        square = book.make_stream(b"\0\xff\0" if masks else b"\0\0\0")
        square.Type, square.Subtype, square.Width, square.Height = Name.XObject, Name.Image, 1, 1
        square.ColorSpace, square.BitsPerComponent = Name.DeviceRGB, 8
        if not masks:
            return square
        for key, mask in masks.items():
            square[key] = mask
        both = book.make_stream(b"q /Over gs 1 1 0 rg 0 0 1 1 re f Q /Seen Do")
        both.Type, both.Subtype, both.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        states = Dictionary(Over=Dictionary(BM=Name.Multiply))
        both.Resources = Dictionary(ExtGState=states, XObject=Dictionary(Seen=square))
        return both

    def shading(self, held: Any) -> Any:
        key, done = f"shading {key_of(held)}", self.sheet.done
        if key not in done:
            flat = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 1, 0]), C1=Array([0, 1, 0]), N=1)
            done[key] = Dictionary(
                ShadingType=2,
                ColorSpace=Name.DeviceRGB,
                Coords=Array([0, 0, 1, 0]),
                Extend=Array([True, True]),
                Function=flat,
            )
        return done[key]


def is_paper(colour: Colour) -> bool:
    """Does this colour ask for no ink at all?"""
    name, values, _ = colour
    if not values:
        return False
    if name in ("Separation", "DeviceN", "DeviceCMYK") or (name == "ICCBased" and len(values) == 4):
        return max(values) < 0.002
    if name == "Lab":
        return values[0] > 99.8
    return name in ("DeviceGray", "DeviceRGB", "CalGray", "CalRGB", "ICCBased") and min(values) > 0.998


def coverage(pdf: Examined, page: PageRead, profile: Profile) -> Coverage | None:
    """Which share of each pixel is painted, at ``PPI`` from the top left of the MediaBox.

    It says where paint is seen, where an opaque picture is, and how far things reach. Shape (height, width, 3); None when
    the page cannot be drawn so.
    """
    content = contents_of(page.obj)
    if content is None or not may_draw(pdf, page, PPI):
        return None
    try:
        data = _solid(pdf, page, content, profile)
        document = pypdfium2.PdfDocument(data)
        try:
            drawn = document[0].render(scale=PPI / 72 * page.unit, rev_byteorder=True, may_draw_forms=False).to_numpy()
        finally:
            document.close()
    except (Unmeasured, *DAMAGED):
        return None
    found: Coverage = 1 - drawn[..., :3].astype(np.float32) / 255
    return found


def _solid(pdf: Examined, page: PageRead, content: bytes, profile: Profile) -> bytes:
    """The page alone, in solid colours. Raises ``Unmeasured`` and what a damaged page may raise."""
    with pikepdf.new() as book:
        parsed = pdf.known.taken_apart(content)
        sheet = Sheet(book, ("seen", "picture", "reached"), Pictures(profile), {"": parsed}, pdf.known)
        text, shown = _Solid(sheet, parsed, resources_in(book, pdf, page), State()).written()
        add_page(book, page, b"0 1 0 rg 0 1 0 RG\n" + text, shown)  # black, before a colour is chosen
        out = io.BytesIO()
        book.save(out, compress_streams=False)
        return out.getvalue()


def short_of_bleed(pdf: Examined, page: PageRead, profile: Profile) -> Iterator[tuple[str, float]]:
    """The sides where what touches the cut stops short of the bleed's edge, and over which length in pt.

    A picture is judged by itself as well: a ground behind it does not make up for what it lacks.
    """
    painted = coverage(pdf, page, profile) if page.bleed is not None else None
    if painted is None:
        return
    factor = PPI / 72
    for side, inside, outside in _sides(painted, page, factor):
        anything = _short(inside[..., 0], outside[..., 2], factor)
        length = max(anything, _short(inside[..., 1], outside[..., 1], factor)) / factor
        if length > LEAST:
            yield side, length


def _sides(painted: Coverage, page: PageRead, factor: float) -> Iterator[tuple[str, Coverage, Coverage]]:
    """For each side of the cut what lies inside and outside of it, from the cut away, along the bleed's whole length."""
    media, cut, bleed = page.media, page.cut, page.bleed
    assert media is not None
    assert bleed is not None
    rows, columns = painted.shape[:2]

    def sides(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        left, right = round((box[0] - media[0]) * factor), round((box[2] - media[0]) * factor)
        top, bottom = round((media[3] - box[3]) * factor), round((media[3] - box[1]) * factor)
        return max(left, 0), max(top, 0), min(right, columns), min(bottom, rows)

    left, top, right, bottom = sides(cut)
    wide, high, far, low = sides(bleed)
    turned = painted.transpose(1, 0, 2)
    yield "top", painted[top : top + INSIDE, wide:far], painted[high:top, wide:far][::-1]
    yield "bottom", painted[bottom - INSIDE : bottom, wide:far][::-1], painted[bottom:low, wide:far]
    yield "left", turned[left : left + INSIDE, high:low], turned[wide:left, high:low][::-1]
    yield "right", turned[right - INSIDE : right, high:low][::-1], turned[right:far, high:low]


def _short(inside: Coverage, outside: Coverage, factor: float) -> float:
    """Over how many pixels of the cut paint stops between it and the bleed's edge."""
    deep = len(outside)
    least = deep - GIVEN * factor
    if least <= 0 or len(inside) < INSIDE or not inside.any():
        return 0.0
    covered = outside > FAINT
    touches = (inside > FAINT).all(axis=0)
    reach = np.minimum.accumulate(covered, axis=0).sum(axis=0)
    off = _running_off(covered, int(least))[0]
    short = touches & (reach < least)
    missed = 0
    for start, end in _runs(short):
        if off[start:end].any():
            edge = _edge(inside[:, start:end], outside[:, start:end], reach[start:end])
            missed += int(_alongside(edge).sum()) if end - start > LEAST * factor else 0
        elif not (end - start < SPECK * factor and _goes_on(covered[int(least) :], start, end, round(MM * factor))):
            missed += end - start
    return float(missed)


def _running_off(covered: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Where paint hangs together with some that reaches the bleed's edge: this side's, or the next one's."""
    starts = np.diff(covered, axis=1, prepend=False) & covered
    names = np.cumsum(starts).reshape(covered.shape)  # each run of a row has a number; others' are not looked at
    reached = covered.copy()
    reached[:least, 1:-1] = False
    while True:
        known = np.zeros(int(names[-1, -1]) + 1, bool)
        known[names[reached]] = True
        grown = covered & known[names]
        wide = grown.copy()
        wide[:, 1:] |= grown[:, :-1]
        wide[:, :-1] |= grown[:, 1:]
        grown[1:] |= wide[:-1] & covered[1:]
        grown[:-1] |= wide[1:] & covered[:-1]
        if np.array_equal(grown, reached):
            return reached
        reached = grown


def _edge(inside: Coverage, outside: Coverage, reach: NDArray[np.int64]) -> Coverage:
    """How far paint reaches, in pixels and parts of one; what is painted thinly all over ends where it ends."""
    painted = np.concatenate([inside[1::-1], outside])  # two rows within the cut, then those beyond it
    places = np.arange(painted.shape[1])
    last, before = painted[reach + 1, places], painted[reach, places]
    edge: Coverage = (reach - 1 + np.minimum(last / np.maximum(before, FAINT), 1)).astype(np.float32)
    return edge


def _alongside(reach: Coverage) -> NDArray[np.bool_]:
    """Where the outer edge of what touches the cut lies alongside it."""
    ends = np.pad(reach, SPAN, mode="reflect", reflect_type="odd")
    found: NDArray[np.bool_] = np.abs(ends[2 * SPAN :] - ends[: -2 * SPAN]) / (2 * SPAN) < ALONGSIDE
    return found


def _goes_on(edge: NDArray[np.bool_], start: int, end: int, room: int) -> bool:
    """Is there more of a pattern at the bleed's edge?"""
    return bool(edge[:, max(start - room, 0) : end + room].any())


def _runs(places: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where it is true, from and to."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], places, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
