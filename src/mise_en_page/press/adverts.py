"""Adverts put on a page as they were supplied: the page of a PDF, or a picture, as a form over the page's own art.

A supplied page keeps its fonts, inks, overprint and transparency: nothing in it is rewritten. It is laid with its trimmed
page on the slot, and clipped there; over the edges of the page that the slot touches, its own bleed goes with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from mise_en_page.model.drawn import Raster
from mise_en_page.pagination.makeup import PlacedAdvert
from mise_en_page.pdf.geometry import Box
from mise_en_page.pdf.resources import contents_of, inherited, trimmed

DEPTH: Final = 12  # resources within resources that are looked at for transparency


@dataclass(frozen=True, slots=True)
class Supplied:
    """An advert's trimmed page as it is supplied: ``box`` in its own coordinates, turned by ``turn`` degrees and ``unit``
    times as large when it is shown.
    """

    box: Box
    turn: int = 0
    unit: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height as it is shown, in pt."""
        wide, high = (self.box[2] - self.box[0]) * self.unit, (self.box[3] - self.box[1]) * self.unit
        return (high, wide) if self.turn % 180 else (wide, high)


@dataclass(frozen=True, slots=True)
class Laid:
    """Where an advert's trimmed page stands on the page (left, top, in pt), and by how much it is scaled."""

    x: float
    y: float
    width: float
    height: float
    scale: float


@dataclass(frozen=True, slots=True)
class Ready:
    """An advert ready for its page: ``pdf`` holds its form (as ``Advert`` in the root); ``matrix`` puts it on the trimmed
    page, whose lower left corner is 0, 0; ``clip`` is what of it is shown there (left, bottom, right, top). In pt.
    """

    pdf: bytes
    matrix: tuple[float, float, float, float, float, float]
    clip: Box
    transparent: bool


def supplied(page: Any) -> Supplied | None:
    """The trimmed page of a PDF's page; None where it has none."""
    box = trimmed(page)
    if box is None or min(box[2] - box[0], box[3] - box[1]) <= 0:
        return None
    turn, unit = inherited(page, "/Rotate"), page.get("/UserUnit", 1)
    return Supplied(box, int(turn or 0) % 360, float(unit))


def laid(placed: PlacedAdvert, size: tuple[float, float]) -> Laid:
    """An advert of a size (width, height in pt) in its box."""
    wide, high = placed.width / size[0], placed.height / size[1]
    scale = {"contain": min(wide, high), "cover": max(wide, high)}.get(placed.fit, 1.0)
    width, height = size[0] * scale, size[1] * scale
    spare = placed.width - width, placed.height - height
    across = 0.0 if "left" in placed.align else 1.0 if "right" in placed.align else 0.5
    down = 0.0 if "top" in placed.align else 1.0 if "bottom" in placed.align else 0.5
    return Laid(placed.x + spare[0] * across, placed.y + spare[1] * down, width, height, scale)


def from_pdf(
    document: pikepdf.Pdf, number: int, placed: PlacedAdvert, given: Supplied, height: float, bleed: float
) -> Ready:
    """A page (from 0) of a PDF as it stands in its box on a trimmed page of some ``height``, with so much bleed, in pt.

    Raises ``ValueError`` for content that cannot be unpacked, or is too large.
    """
    where = laid(placed, given.size)
    form = _form(document, document.pages[number].obj)
    x0, y0, x1, y1 = given.box
    more = bleed / (where.scale * given.unit)
    form.BBox = Array([x0 - more, y0 - more, x1 + more, y1 + more])
    a, b, c, d = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}.get(given.turn, (1, 0, 0, 1))
    by = where.scale * given.unit
    corners = [(a * x + c * y, b * x + d * y) for x in (x0, x1) for y in (y0, y1)]
    left, bottom = where.x, height - where.y - where.height
    move = left - by * min(x for x, _ in corners), bottom - by * min(y for _, y in corners)
    return _ready(form, (by * a, by * b, by * c, by * d, *move), placed, height, bleed, is_transparent(form))


def from_picture(picture: Raster, placed: PlacedAdvert, box: Laid, height: float, bleed: float) -> Ready:
    """A picture in inks as it stands in its box."""
    with pikepdf.new() as document:
        form = document.make_stream(b"/Im Do")
        form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
        form.BBox = Array([0, 0, 1, 1])
        form.Resources = Dictionary(XObject=Dictionary(Im=_image(document, picture)))
        matrix = (box.width, 0.0, 0.0, box.height, box.x, height - box.y - box.height)
        return _ready(form, matrix, placed, height, bleed, bool(picture.mask))


def _ready(
    form: pikepdf.Object, matrix: tuple[float, ...], placed: PlacedAdvert, height: float, bleed: float, transparent: bool
) -> Ready:
    left, right = (bleed if side in placed.bleed else 0.0 for side in ("left", "right"))
    top, bottom = (bleed if side in placed.bleed else 0.0 for side in ("top", "bottom"))
    foot = height - placed.y - placed.height
    clip = (placed.x - left, foot - bottom, placed.x + placed.width + right, foot + placed.height + top)
    with pikepdf.new() as kept:
        kept.Root.Advert = kept.copy_foreign(form)
        out = io.BytesIO()
        kept.save(out, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    a, b, c, d, e, f = (round(value, 6) for value in matrix)
    return Ready(out.getvalue(), (a, b, c, d, e, f), clip, transparent)


def _image(document: pikepdf.Pdf, picture: Raster) -> pikepdf.Object:
    """A picture that was made ready as an image: a JPEG as it is, a PNG's pixels packed anew."""
    from PIL import Image  # noqa: PLC0415 - for pictures alone

    with Image.open(io.BytesIO(picture.data)) as opened:
        mode, jpeg = opened.mode, opened.format == "JPEG"
        image = document.make_stream(picture.data if jpeg else opened.tobytes())
    if jpeg:
        image.Filter = Name.DCTDecode
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = picture.size
    image.ColorSpace = Name.DeviceCMYK if mode == "CMYK" else Name.DeviceGray
    image.BitsPerComponent = 1 if mode == "1" else 8
    if mode == "CMYK":
        image.Decode = Array([1, 0] * 4)  # Adobe's JPEGs hold their inks inverted
    if picture.mask:
        with Image.open(io.BytesIO(picture.mask)) as opened:
            mask = document.make_stream(opened.convert("L").tobytes())
        mask.Type, mask.Subtype, mask.ColorSpace, mask.BitsPerComponent = Name.XObject, Name.Image, Name.DeviceGray, 8
        mask.Width, mask.Height = picture.size
        image.SMask = mask
    return image


def _form(document: pikepdf.Pdf, page: Any) -> pikepdf.Object:
    """A page's content as a form, with what it names and the group in which it is mixed."""
    content = contents_of(page)
    if content is None:
        raise ValueError("contents")
    form = document.make_stream(content)
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    resources = inherited(page, "/Resources")
    if not isinstance(resources, (pikepdf.Dictionary, type(None))):
        raise ValueError("resources")
    form.Resources = resources if resources is not None else Dictionary()
    if isinstance(page.get("/Group"), pikepdf.Dictionary):
        form.Group = page.Group
    return form


def is_transparent(form: Any) -> bool:
    """Does it need a space to blend in? Looked for in all that it paints with."""
    group = form.get("/Group")
    if isinstance(group, pikepdf.Dictionary) and group.get("/S") == "/Transparency":
        return True
    return any(map(_blends, _held(form, 0, set())))


def _blends(held: Any) -> bool:
    """Is it a state or a picture that lets something through, or a group?"""
    mask, mode = held.get("/SMask"), held.get("/BM")
    modes = list(mode) if isinstance(mode, pikepdf.Array) else [mode] if mode is not None else []
    masked = isinstance(mask, (pikepdf.Dictionary, pikepdf.Stream))
    if masked or any(str(each) not in ("/Normal", "/Compatible") for each in modes):
        return True
    return "/Group" in held or any(float(held.get(key, 1)) < 1 for key in ("/ca", "/CA") if _is_number(held.get(key, 1)))


def _is_number(value: Any) -> bool:
    return not isinstance(value, (pikepdf.Object, str, bool, type(None)))


def _held(form: Any, depth: int, seen: set[tuple[int, int]]) -> Iterator[Any]:
    """The states, pictures, forms and patterns of a form and of all that stand in it, each once."""
    resources = form.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary) or depth > DEPTH:
        return
    for kind in ("/ExtGState", "/XObject", "/Pattern"):
        held = resources.get(kind)
        for _, each in list(held.items()) if isinstance(held, pikepdf.Dictionary) else ():
            if not isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) or (each.is_indirect and each.objgen in seen):
                continue
            seen.add(each.objgen)
            yield each
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != Name.Image:
                yield from _held(each, depth + 1, seen)


def lay(document: pikepdf.Pdf, form: pikepdf.Object, adverts: Sequence[Ready], corner: tuple[float, float]) -> None:
    """Put adverts, if any, over a page's form; ``corner``: where its trimmed page begins, left and bottom, in pt."""
    if adverts:
        shown = _shown(document, form, adverts, corner)
        form.write(b"q\n" + form.read_bytes() + b"\nQ\n" + shown)


def _shown(document: pikepdf.Pdf, holder: pikepdf.Object, adverts: Sequence[Ready], corner: tuple[float, float]) -> bytes:
    """The operators that show adverts, whose forms are put into the resources of a page or form."""
    resources = holder.get(Name.Resources, Dictionary())
    held = resources.get(Name.XObject, Dictionary())
    parts = []
    for number, advert in enumerate(adverts):
        with pikepdf.open(io.BytesIO(advert.pdf)) as source:
            held[f"/Advert{number}"] = document.copy_foreign(source.Root.Advert)
        left, bottom, right, top = advert.clip
        a, b, c, d, e, f = advert.matrix
        box = f"{left + corner[0]:.4f} {bottom + corner[1]:.4f} {right - left:.4f} {top - bottom:.4f}"
        matrix = f"{a:.6f} {b:.6f} {c:.6f} {d:.6f} {e + corner[0]:.4f} {f + corner[1]:.4f}"
        parts.append(f"q {box} re W n {matrix} cm /Advert{number} Do Q\n".encode("ascii"))
    resources.XObject = held
    holder.Resources = resources
    return b"".join(parts)


@lru_cache(maxsize=32)
def alone(adverts: tuple[Ready, ...], width: float, height: float, bleed: float) -> bytes:
    """A PDF of a page with its bleed on which nothing but its adverts stands; ``width`` and ``height`` with the bleed."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(width, height)).obj
        page.Contents = document.make_stream(_shown(document, page, adverts, (bleed, bleed)))
        out = io.BytesIO()
        document.save(out, static_id=True)
    return out.getvalue()
