"""Adverts as advertisers supply them: PDF/X pages with fonts, a spot ink, overprint, transparency, bleed; and worse ones.

They are made here, object by object, as no layout of ours would: a form over the page, a page turned, marks around it.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mise_en_page import composition
from mise_en_page.composition.fonts import Face
from mise_en_page.model.press_profile import MM
from mise_en_page.press import intent
from mise_en_page.press.embed import embed
from mise_en_page.reading import press_profile

FONTS = Path(__file__).parent.parent / "fonts"
#: What is set in each of them.
WORDS = "Librairie Dupont"
#: The name of its spot ink; the press profile has to know it.
SPOT = "PANTONE 485 C"


def advert(
    width: float,
    height: float,
    *,
    bleed: float = 3.0,
    marks: float = 6.0,
    turn: int = 0,
    pages: int = 1,
    profile: str = "fogra39",
    fill: str = "0 .8 .9 0 k",
    spot: bool = False,
    font: bool = True,
    clear: bool = True,
    trim: bool = True,
) -> bytes:
    """The PDF of an advert whose trimmed page is ``width`` × ``height`` mm as it is shown.

    Its ground reaches over the bleed; on it stand a text that overprints, a square that lets the ground through, and, with
    ``spot``, another in a spot ink. ``marks``: paper around the bleed, in mm.
    """
    wide, high = (height, width) if turn % 180 else (width, height)
    edge = (bleed + marks) * MM
    box = [edge, edge, edge + wide * MM, edge + high * MM]
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(box[2] + edge, box[3] + edge))
            bled = [box[0] - bleed * MM, box[1] - bleed * MM, box[2] + bleed * MM, box[3] + bleed * MM]
            if trim:
                page.obj.TrimBox, page.obj.BleedBox = Array(box), Array(bled)
            if turn:
                page.obj.Rotate = turn
            ground = f"q {fill} {bled[0]} {bled[1]} {bled[2] - bled[0]} {bled[3] - bled[1]} re f Q\n"
            page.obj.Contents = pdf.make_stream((ground + _content(box, spot=spot, font=font, clear=clear)).encode())
            page.obj.Resources = _resources(pdf, spot=spot, font=font, clear=clear, number=number)
        intent.set_intent(pdf, press_profile.shipped(profile))
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    return out.getvalue()


def _content(box: list[float], *, spot: bool, font: bool, clear: bool) -> str:
    left, foot, right, top = box
    middle = (foot + top) / 2
    drawn = (
        f"q /Over gs 1 0 0 1 {left + 20:.2f} {middle:.2f} cm 0 0 0 1 k BT /F 14 Tf {_glyphs()} Tj ET Q\n" if font else ""
    )
    drawn += f"q /Clear gs 0 0 1 0 k {left + 20:.2f} {foot + 20:.2f} 40 40 re f Q\n" if clear else ""
    drawn += f"q /Spot cs 1 scn {right - 60:.2f} {foot + 20:.2f} 40 40 re f Q\n" if spot else ""
    return (
        drawn
        + f"q /Over gs 0 0 0 1 K 1 w {left + 10:.2f} {foot + 10:.2f} {right - left - 20:.2f} {top - foot - 20:.2f} re S Q\n"
    )


def _face() -> Face:
    found = composition.Catalogue.read(FONTS).upright()
    assert found is not None
    return found


def _numbers() -> dict[int, str]:
    """The glyphs of the words, by their numbers."""
    import uharfbuzz as hb  # noqa: PLC0415

    font = hb.Font(hb.Face(_face().program()))
    return {font.get_nominal_glyph(ord(letter)) or 0: letter for letter in WORDS}


def _glyphs() -> str:
    numbers = {letter: glyph for glyph, letter in _numbers().items()}
    return "<" + "".join(f"{numbers[letter]:04x}" for letter in WORDS) + ">"


def _resources(pdf: pikepdf.Pdf, *, spot: bool, font: bool, clear: bool, number: int) -> Dictionary:
    held = Dictionary(
        ExtGState=Dictionary(
            Over=Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
        )
    )
    if clear:
        held.ExtGState.Clear = Dictionary(Type=Name.ExtGState, ca=0.5 + number / 10)
    if font:
        held.Font = Dictionary(F=embed(pdf, _face(), _numbers()))
    if spot:
        tint = pdf.make_stream(b"{dup dup 0 exch .95 mul exch .9 mul 0}")
        tint.FunctionType, tint.Domain, tint.Range = 4, Array([0, 1]), Array([0, 1] * 4)
        held.ColorSpace = Dictionary(Spot=Array([Name.Separation, Name("/" + SPOT), Name.DeviceCMYK, tint]))
    return held


def changed(pdf: bytes, how: str) -> bytes:
    """The same with something that no printer's file has."""
    if how == "damaged":
        return pdf[: len(pdf) // 3]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page, root = document.pages[0].obj, document.Root
        if how == "form":
            field = Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nom"), Rect=Array([40, 40, 90, 60])
            )
            page.Annots = Array([document.make_indirect(field)])
            root.AcroForm = Dictionary(Fields=page.Annots)
        elif how == "comment":
            note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([60, 60, 80, 80]), Contents=String("?"))
            page.Annots = Array([document.make_indirect(note)])
        elif how == "program":
            action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
            root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), document.make_indirect(action)])))
        elif how == "layer":
            layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("caché")))
            root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        elif how == "rgb group":
            page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        elif how == "bomb":
            page.Contents = document.make_stream(b"")
            page.Contents.write(zlib.compress(b"q Q " * (8 << 20)), filter=Name.FlateDecode)
        elif how == "endless":
            form = document.make_stream(b"/Own Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]))
            form.Resources = Dictionary(XObject=Dictionary(Own=form))
            page.Resources.XObject, page.Contents = Dictionary(Own=form), document.make_stream(b"/Own Do")
        elif how == "no font file":
            page.Resources.Font.F = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Contents = document.make_stream(b"0 0 0 1 k /Over gs BT /F 14 Tf 60 60 Td (Dupont) Tj ET")
        elif how == "coarse":
            image = document.make_stream(bytes(4 * 20 * 20), Type=Name.XObject, Subtype=Name.Image, Width=20, Height=20)
            image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
            page.Resources.XObject = Dictionary(Im=image)
            page.Contents = document.make_stream(b"q 99 0 0 99 60 60 cm /Im Do Q")
        elif how == "no intent":
            del root.OutputIntents
        out = io.BytesIO()
        locked = pikepdf.Encryption(owner="o", user="u") if how == "locked" else None
        locked = pikepdf.Encryption(owner="o", user="") if how == "half locked" else locked
        document.save(out, encryption=locked or False)
    return out.getvalue()
