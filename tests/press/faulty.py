"""Files with one fault each, made from a good one; and good ones. A check names the pair that proves it."""

from __future__ import annotations

import dataclasses
import io
import tempfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from mise_en_page.press.finishing import finish
from mise_en_page.press.images import prepare_image
from tests.press.press_pages import MM, data_url, encoded, font_file, job, plain, profile, run, tool

BODY = """<h1 style="font: 18pt/20pt Blocks; margin: 0">Un titre</h1><p>Le texte courant, en noir seul.</p>
<p style="background: device-cmyk(0 1 1 0); color: device-cmyk(0 0 0 0)">Blanc</p><hr>"""
CSS = """@page { background: device-cmyk(.1 0 .2 0) }
hr { border: 0; border-top: .5pt solid device-cmyk(0 0 0 1) } img { width: 20mm; height: 20mm; display: block }"""
LEFT = BOTTOM = 17 * MM
"""Where the trimmed page begins on the sheet."""


@cache
def picture() -> str:
    """A prepared picture as a URL."""
    across = np.linspace(0, 255, 400).astype(np.uint8)
    photo = np.stack([np.tile(across, (400, 1)), np.tile(across[::-1], (400, 1)), np.full((400, 400), 90, np.uint8)], -1)
    ready = prepare_image(encoded(Image.fromarray(photo)), "photo.png", profile(), (20 * MM, 20 * MM))
    return data_url(ready.data, "image/jpeg")


@cache
def good() -> bytes:
    body = BODY + f'<img src="{picture()}"><p style="break-before: page">Une autre page.</p>'
    return finish(plain(body, CSS), profile(), job(2))


Change = Callable[[Pdf], object]
FAULTS: dict[str, Callable[[], bytes]] = {}


def changed(change: Change, source: bytes | None = None, **saving: object) -> bytes:
    with pikepdf.open(io.BytesIO(source or good())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True, **saving)  # type: ignore[arg-type]
        return out.getvalue()


def fault(name: str, **saving: object) -> Callable[[Change], Change]:
    """A change to the good file that puts this fault in. ``check.more`` is a further fault of the same check."""

    def declare(change: Change) -> Change:
        FAULTS[name] = lambda: changed(change, **saving)
        return change

    return declare


def draw(pdf: Pdf, operators: str, page: int = 0, **resources: object) -> None:
    """Paint more on a page, in pt from the trimmed page's lower left corner."""
    held = pdf.pages[page].obj
    held.Resources = pdf.make_indirect(Dictionary(dict(held.Resources.items())))
    for kind, values in resources.items():
        merged = Dictionary(dict(held.Resources.get(f"/{kind}", Dictionary()).items()))
        for key, value in values.items():  # type: ignore[attr-defined]
            merged[f"/{key}"] = value
        held.Resources[f"/{kind}"] = merged
    placed = f"q 1 0 0 1 {LEFT:.4f} {BOTTOM:.4f} cm {operators} Q\n"
    pdf.pages[page].contents_add(pdf.make_stream(placed.encode("latin-1")))


def font(pdf: Pdf) -> pikepdf.Object:
    """The font that the page's text uses."""
    return next(iter(pdf.pages[0].obj.Resources.XObject.Art.Resources.Font.values()))


def text(pdf: Pdf, colour: str, size: float = 10, *, before: str = "", where: str = "30 120", **resources: object) -> None:
    """A word more, of the page's own font (glyph 5)."""
    operators = f"{before} {colour} BT /F {size} Tf {where} Td <000500060007> Tj ET"
    draw(pdf, operators, Font={"F": font(pdf)}, **resources)


def image(pdf: Pdf, mode: str = "CMYK", side: int = 400, **keys: object) -> pikepdf.Object:
    """An image XObject of one colour."""
    channels = {"CMYK": 4, "RGB": 3, "L": 1}[mode]
    held = pdf.make_stream(bytes([90]) * side * side * channels)
    held.Type, held.Subtype, held.Width, held.Height, held.BitsPerComponent = Name.XObject, Name.Image, side, side, 8
    held.ColorSpace = {"CMYK": Name.DeviceCMYK, "RGB": Name.DeviceRGB, "L": Name.DeviceGray}[mode]
    for key, value in keys.items():
        held[f"/{key}"] = value
    return held


def place(pdf: Pdf, held: pikepdf.Object, width: float = 57, height: float = 57) -> None:
    draw(pdf, f"q {width} 0 0 {height} 60 60 cm /I Do Q", XObject={"I": held})


OVER = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)


# the file as a whole


def unchanged(_: Pdf) -> None:
    """Only saved otherwise."""


def cut_short() -> bytes:
    return good()[: len(good()) * 3 // 4]


def wrong_offset() -> bytes:
    data = good()
    start = data.rindex(b"startxref")
    return data[:start] + b"startxref\n12\n%%EOF\n"


def no_pdf() -> bytes:
    return b"Ceci n'est pas un PDF.\n" * 20


def bomb() -> bytes:
    """A content stream of a few kilobytes that unpacks to 300 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()

    def change(pdf: Pdf) -> None:
        held = pdf.make_stream(b"")
        held.write(packed, filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = held

    return changed(change)


def nested() -> bytes:
    """A form that draws itself."""

    def change(pdf: Pdf) -> None:
        form = pdf.make_stream(b"/Me Do")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 10, 10])
        form.Resources = Dictionary(XObject=Dictionary(Me=form))
        draw(pdf, "/Me Do", XObject={"Me": form})

    return changed(change)


FAULTS["undamaged.fails"] = cut_short
FAULTS["undamaged.xref"] = wrong_offset
FAULTS["undamaged.text"] = no_pdf
FAULTS["undamaged.bomb"] = bomb
FAULTS["undamaged.nested"] = nested
FAULTS["encryption.fails"] = lambda: changed(unchanged, encryption=pikepdf.Encryption(owner="maître", user="", R=4))
FAULTS["encryption.password"] = lambda: changed(
    unchanged, encryption=pikepdf.Encryption(owner="maître", user="secret", R=6)
)
FAULTS["version.fails"] = lambda: changed(unchanged, force_version="1.7")


@fault("undamaged.operator")
def _(pdf: Pdf) -> None:
    draw(pdf, "(a) (b) (c) rg 3 w")


def xmp(pdf: Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8")
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new).encode("utf-8"))


@fault("claim.fails")
def _(pdf: Pdf) -> None:
    xmp(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")


@fault("claim.other")
def _(pdf: Pdf) -> None:
    xmp(pdf, "PDF/X-4<", "PDF/X-5g<")


@fault("claim.several")
def _(pdf: Pdf) -> None:
    pdf.docinfo[Name.GTS_PDFXVersion] = String("PDF/X-1a:2003")


@fault("information.fails")
def _(pdf: Pdf) -> None:
    xmp(pdf, '<rdf:li xml:lang="x-default">La Gazette n° 12</rdf:li>', '<rdf:li xml:lang="x-default"></rdf:li>')
    del pdf.docinfo["/Title"]


@fault("information.metadata")
def _(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@fault("metadata-agree.fails")
def _(pdf: Pdf) -> None:
    pdf.docinfo[Name.Title] = String("Un autre titre")


@fault("metadata-agree.date")
def _(pdf: Pdf) -> None:
    pdf.docinfo[Name.ModDate] = String("D:20190501120000Z")


@fault("trapped.fails")
def _(pdf: Pdf) -> None:
    pdf.docinfo[Name.Trapped] = Name.Unknown
    xmp(pdf, "<pdf:Trapped>False</pdf:Trapped>", "")


@fault("output-intent.fails")
def _(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@fault("output-intent.two")
def _(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@fault("output-intent.rgb")
def _(pdf: Pdf) -> None:
    from PIL import ImageCms  # noqa: PLC0415

    srgb = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    srgb.N = 3
    pdf.Root.OutputIntents[0].DestOutputProfile = srgb


@fault("output-intent.damaged")
def _(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"nothing")


@fault("output-intent.unnamed")
def _(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/OutputConditionIdentifier"]


@fault("output-intent.other")
def _(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String("FOGRA52")


# boxes


@fault("boxes.fails")
def _(pdf: Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


@fault("boxes.outside")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([20, 20, 300, 250])


@fault("boxes.art")
def _(pdf: Pdf) -> None:
    pdf.pages[1].obj.ArtBox = pdf.pages[1].obj.TrimBox


@fault("boxes.huge")
def _(pdf: Pdf) -> None:
    pdf.pages[1].obj.MediaBox = Array([0, 0, 14_000_000, 400])


@fault("page-geometry.fails")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.CropBox = pdf.pages[0].obj.TrimBox


@fault("page-geometry.unit")
def double_unit(pdf: Pdf) -> None:
    """The same pages, in units of 1/36 inch."""
    for page in pdf.pages:
        page.obj.UserUnit = 2
        for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
            page.obj[name] = Array([float(side) / 2 for side in page.obj[name]])
        page.contents_add(b"0.5 0 0 0.5 0 0 cm", prepend=True)


@fault("page-geometry.turned")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90


@fault("page-sizes.fails")
def _(pdf: Pdf) -> None:
    pdf.pages[1].obj.TrimBox = Array([float(side) for side in pdf.pages[1].obj.TrimBox[:3]] + [270.0])


@fault("bleed-declared.fails")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.BleedBox = pdf.pages[0].obj.TrimBox


@fault("bleed-declared.little")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.BleedBox = Array([LEFT - 10, BOTTOM - 10, LEFT + 100 * MM + 10, BOTTOM + 80 * MM + 10])


@fault("bleed-painted.fails")
def _(pdf: Pdf) -> None:
    white_frame(pdf, 0)
    draw(pdf, "1 0 0 0 k 0 0 100 60 re f")  # a panel in the corner, exactly to the cut


@fault("bleed-painted.half")
def _(pdf: Pdf) -> None:
    white_frame(pdf, 0)
    draw(pdf, f"1 0 0 0 k {100 * MM - 40:.2f} 50 {40 + 2 * MM:.2f} 60 re f")  # runs on, but only 2 mm


def white_frame(pdf: Pdf, page: int) -> None:
    """The whole sheet up to the marks in white, under what follows."""
    draw(pdf, f"0 0 0 0 k -14 -14 {100 * MM + 28:.2f} {80 * MM + 28:.2f} re f", page)


# fonts


@fault("fonts-embedded.fails")
def _(pdf: Pdf) -> None:
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    draw(pdf, "/O gs 0 0 0 1 k BT /H 10 Tf 30 100 Td (absente) Tj ET", Font={"H": helvetica}, ExtGState={"O": OVER})


@fault("fonts-embedded.stripped")
def _(pdf: Pdf) -> None:
    del font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


@fault("fonts-subset.fails")
def _(pdf: Pdf) -> None:
    font(pdf).BaseFont = Name("/Blocks-Regular")


@fault("fonts-type3.fails")
def _(pdf: Pdf) -> None:
    glyph = pdf.make_stream(b"500 0 0 0 500 700 d1 0 0 500 700 re f")
    drawn = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([600]),
        Resources=Dictionary(),
    )
    draw(pdf, "/O gs 0 0 0 1 k BT /T 10 Tf 30 100 Td (aaa) Tj ET", Font={"T": drawn}, ExtGState={"O": OVER})


@fault("missing-glyphs.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "/O gs 0 0 0 1 k BT /F 10 Tf 30 100 Td <00050000> Tj ET", Font={"F": font(pdf)}, ExtGState={"O": OVER})


# colour


@fault("colour-spaces.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 rg 30 100 20 20 re f")


@fault("colour-spaces.black")
def _(pdf: Pdf) -> None:
    text(pdf, "0 0 0 rg")


@fault("colour-spaces.stroke")
def _(pdf: Pdf) -> None:
    draw(pdf, "0 0 1 RG 2 w 30 100 m 60 100 l S")


@fault("colour-spaces.lab")
def _(pdf: Pdf) -> None:
    lab = Array([Name.Lab, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]), Range=Array([-128, 127, -128, 127]))])
    draw(pdf, "/L cs 50 60 0 scn 30 100 20 20 re f", ColorSpace={"L": lab})


@fault("colour-spaces.icc")
def _(pdf: Pdf) -> None:
    icc = pdf.make_stream(profile().icc)
    icc.N = 4
    draw(pdf, "/P cs 0 1 0 0 scn 30 100 20 20 re f", ColorSpace={"P": Array([Name.ICCBased, icc])})


@fault("colour-spaces.calibrated")
def _(pdf: Pdf) -> None:
    grey = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9642, 1, 0.8249]), Gamma=2.2)])
    draw(pdf, "/G cs .5 scn 30 100 20 20 re f", ColorSpace={"G": grey})


@fault("colour-spaces.gradient")
def _(pdf: Pdf) -> None:
    draw(pdf, "q 30 100 40 40 re W n /S sh Q", Shading={"S": shading(Name.DeviceRGB, (1, 0, 0), (0, 0, 1))})


@fault("colour-spaces.form")
def _(pdf: Pdf) -> None:
    form = pdf.make_stream(b"0 1 0 rg 0 0 20 20 re f")
    form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 20, 20]), Dictionary()
    draw(pdf, "/Fo Do", XObject={"Fo": form})


def shading(space: object, first: tuple[float, ...], last: tuple[float, ...]) -> Dictionary:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(list(first)), C1=Array(list(last)), N=1)
    return Dictionary(ShadingType=2, ColorSpace=space, Coords=Array([30, 0, 70, 0]), Function=function)


@fault("shadings.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "q 30 100 40 40 re W n /S sh Q", Shading={"S": shading(Name.DeviceCMYK, (1, 0, 0), (0, 0, 1))})


@fault("image-colour.fails")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, "RGB"))


@fault("image-colour.inline")
def _(pdf: Pdf) -> None:
    draw(pdf, "q 1.9 0 0 1.9 60 60 cm BI /W 2 /H 2 /CS /RGB /BPC 8 /F /AHx ID ff0000ff0000ff0000ff0000> EI Q")


@fault("image-colour.icc")
def _(pdf: Pdf) -> None:
    icc = pdf.make_stream(profile().icc)
    icc.N = 4
    place(pdf, image(pdf, "CMYK", ColorSpace=Array([Name.ICCBased, icc])))


@fault("image-whole.fails")
def _(pdf: Pdf) -> None:
    held = image(pdf)
    held.write(bytes(400 * 300 * 4))  # a quarter is missing
    place(pdf, held)


@fault("image-whole.jpeg")
def _(pdf: Pdf) -> None:
    held = image(pdf)
    data = encoded(Image.effect_noise((400, 400), 60), "JPEG")
    held.write(data[: len(data) // 2], filter=Name.DCTDecode)
    held.ColorSpace = Name.DeviceGray
    place(pdf, held)


@fault("image-whole.size")
def _(pdf: Pdf) -> None:
    held = image(pdf)
    held.Width = held.Height = 50_000
    place(pdf, held)


@fault("image-whole.bomb")
def _(pdf: Pdf) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(400)) + packer.flush()
    held = image(pdf)
    held.write(packed, filter=Name.FlateDecode)
    place(pdf, held)


@fault("undamaged.operators")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 1 1 re f\n" * 500_000)


@fault("undamaged.tree")
def _(pdf: Pdf) -> None:
    """Forms that draw the next twice: two million drawings from a few lines."""
    inner = pdf.make_stream(b"1 0 0 0 k 0 0 1 1 re f")
    for _ in range(21):
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        outer = pdf.make_stream(b"/A Do /A Do")
        outer.Resources = Dictionary(XObject=Dictionary(A=inner))
        inner = outer
    inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    draw(pdf, "/T Do", XObject={"T": inner})


@fault("undamaged.font")
def _(pdf: Pdf) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    font(pdf).DescendantFonts[0].FontDescriptor.FontFile2.write(packed, filter=Name.FlateDecode)


@fault("image-resolution.fails")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, side=100))


@fault("image-resolution.soft")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, side=160))


@fault("line-art-resolution.fails")
def _(pdf: Pdf) -> None:
    mask = pdf.make_stream(b"\xaa" * 32 * 256)
    mask.Type, mask.Subtype, mask.Width, mask.Height, mask.BitsPerComponent = Name.XObject, Name.Image, 256, 256, 1
    mask.ImageMask = True
    draw(pdf, "0 0 0 1 k q 57 0 0 57 60 60 cm /I Do Q", XObject={"I": mask})


@fault("image-shape.fails")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf), 57, 45)


@fault("blend-space.fails")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


@fault("blend-space.form")
def _(pdf: Pdf) -> None:
    form = pdf.make_stream(b"0 1 0 0 k 0 0 20 20 re f")
    form.Type, form.Subtype, form.BBox, form.Resources = Name.XObject, Name.Form, Array([0, 0, 20, 20]), Dictionary()
    icc = pdf.make_stream(profile().icc)
    icc.N = 4
    form.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Array([Name.ICCBased, icc]))
    draw(pdf, "/Fo Do", XObject={"Fo": form})


# what does not belong


def annotate(pdf: Pdf, box: tuple[float, ...], **keys: object) -> None:
    one = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(box)), Border=Array([0, 0, 0]))
    for key, value in keys.items():
        one[f"/{key}"] = value
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one)])


@fault("page-annotations.fails")
def _(pdf: Pdf) -> None:
    annotate(pdf, (100, 100, 150, 120))


@fault("page-annotations.note")
def _(pdf: Pdf) -> None:
    annotate(pdf, (40, 40, 45, 45), Subtype=Name.Text)  # in the bleed


@fault("actions.fails")
def _(pdf: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


@fault("actions.opening")
def _(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


@fault("actions.link")
def _(pdf: Pdf) -> None:
    annotate(pdf, (1, 1, 5, 5), A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)")))


@fault("actions.page")
def _(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@fault("form-fields.fails")
def _(pdf: Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("nom")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


@fault("attachments.fails")
def _(pdf: Pdf) -> None:
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, b"secret", filename="note.txt")


@fault("layers.fails")
def _(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Calque")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


# black, white, lines


@fault("black-text.fails")
def _(pdf: Pdf) -> None:
    text(pdf, ".77 .69 .6 .93 k", 9)


@fault("black-text.rich")
def _(pdf: Pdf) -> None:
    text(pdf, ".4 0 0 1 k", 8)


@fault("many-ink-text.fails")
def _(pdf: Pdf) -> None:
    text(pdf, ".8 .5 .6 0 k", 8)


@fault("reversed-text.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 0 k 20 110 80 30 re f")
    text(pdf, "0 0 0 0 k", 6)


@fault("least-size.fails")
def _(pdf: Pdf) -> None:
    text(pdf, "0 1 0 0 k", 3.5)


@fault("black-overprint.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "0 0 1 0 k 20 110 80 30 re f")
    text(pdf, "0 0 0 1 k", 9)


@fault("black-overprint.line")
def _(pdf: Pdf) -> None:
    draw(pdf, "0 0 1 0 k 20 110 80 30 re f 0 0 0 1 K .5 w 20 120 m 90 120 l S")


@fault("black-overprint.mode")
def _(pdf: Pdf) -> None:
    half = Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=0)
    draw(pdf, "0 0 1 0 k 20 110 80 30 re f")
    text(pdf, "/H gs 0 0 0 1 k", 9, ExtGState={"H": half})


@fault("white-overprint.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "0 1 0 0 k 20 110 80 30 re f")
    text(pdf, "/O gs 0 0 0 0 k", 10, ExtGState={"O": OVER})


@fault("white-overprint.path")
def _(pdf: Pdf) -> None:
    draw(pdf, "/O gs 0 0 0 0 k 20 110 80 30 re f", ExtGState={"O": OVER})


@fault("grey-overprint.fails")
def _(pdf: Pdf) -> None:
    text(pdf, "/O gs 0 g", 10, ExtGState={"O": OVER})


@fault("hairlines.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 0 K .1 w 20 120 m 90 120 l S")


@fault("hairlines.scaled")
def _(pdf: Pdf) -> None:
    draw(pdf, ".1 0 0 .1 0 0 cm 1 0 0 0 K 1 w 200 1200 m 900 1200 l S")


@fault("hairlines.zero")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 0 K 0 w 20 120 m 90 120 l S")


@fault("hairlines.filled")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 0 k 20 120 80 .15 re f")


def separation(name: str) -> Array:
    spread = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 0.8, 1, 0]), N=1
    )  # fmt: skip
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, spread])


@fault("ink-limit.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, ".9 .9 .9 .9 k 20 110 80 30 re f")


@fault("ink-limit.small")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 .8 .8 .6 k 30 100 4 4 re f")


@fault("ink-limit.overprint")
def _(pdf: Pdf) -> None:
    # each alone is under the limit: only together, because the second overprints, are they too much
    draw(pdf, ".9 .9 .8 0 k 20 110 80 30 re f /O gs 0 0 0 1 k 20 110 80 30 re f", ExtGState={"O": OVER})


@fault("ink-limit.picture")
def _(pdf: Pdf) -> None:
    held = image(pdf)
    held.write(bytes([230]) * 400 * 400 * 4)
    place(pdf, held)


@fault("spot-inks.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "/S cs 1 scn 30 100 20 20 re f", ColorSpace={"S": separation("PANTONE 032 C")})


@fault("spot-inks.image")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, "L", ColorSpace=separation("Vernis")))


@fault("marks-outside.fails")
def _(pdf: Pdf) -> None:
    draw(pdf, "/S cs 1 scn 30 100 20 20 re f", ColorSpace={"S": separation("All")})


@fault("transfer-curves.fails")
def _(pdf: Pdf) -> None:
    curve = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=2)
    draw(pdf, "/T gs 0 1 0 0 k 30 100 20 20 re f", ExtGState={"T": Dictionary(Type=Name.ExtGState, TR=curve)})


@fault("foreign-objects.fails")
def _(pdf: Pdf) -> None:
    held = pdf.make_stream(b"showpage")
    held.Type, held.Subtype = Name.XObject, Name.PS
    draw(pdf, "/P Do", XObject={"P": held})


@fault("foreign-objects.opi")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, OPI=Dictionary()))


@fault("foreign-objects.alternates")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, Alternates=Array([])))


def packed_with_lzw() -> bytes:
    """A picture of nine bytes, packed by LZW: the example of ISO 32000-1, 7.4.4.2."""

    def change(pdf: Pdf) -> None:
        held = image(pdf, "L", 3)
        held.write(bytes.fromhex("800B6050220C0C8501"), filter=Name.LZWDecode)
        draw(pdf, "q .7 0 0 .7 60 60 cm /I Do Q", XObject={"I": held})

    return changed(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


FAULTS["filters.fails"] = packed_with_lzw


@fault("safe-zone.fails")
def _(pdf: Pdf) -> None:
    text(pdf, "0 1 0 0 k", 10, where="4 100")


@fault("empty-page.fails")
def _(pdf: Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")


# a profile of another standard


def opentype() -> bytes:
    return finish(plain("<p>Un texte</p>", cff=True), profile(), job())


def half_transparent() -> bytes:
    return finish(plain('<p style="opacity: .5">Un texte</p>'), profile(), job())


FAULTS["fonts-version.fails"] = opentype
FAULTS["transparency.fails"] = half_transparent
OTHER_STANDARD = {"fonts-version.fails", "transparency.fails"}
"""Faults only under PDF/X-1a."""


def with_opacity() -> bytes:
    return finish(plain('<p style="opacity: .5">Un texte</p>', CSS), profile(), job())


def rewritten(*command: str) -> Callable[[], bytes]:
    """The good file as another program writes it; ``IN`` and ``OUT`` stand for the files."""

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source, made = Path(folder, "in.pdf"), Path(folder, "out.pdf")
            source.write_bytes(good())
            words = [{"IN": str(source), "OUT": str(made)}.get(word, word) for word in command[1:]]
            run(tool(command[0]), *words)
            return made.read_bytes()

    return make


def more(name: str) -> Callable[[Change], Change]:
    """A change to the good file that a printer accepts."""

    def declare(change: Change) -> Change:
        GOOD[name] = lambda: changed(change)
        return change

    return declare


GOOD: dict[str, Callable[[], bytes]] = {
    "good": good,
    "good.opacity": with_opacity,
    "good.opentype": lambda: finish(plain(BODY, CSS, cff=True), profile(), job()),
    "good.white": lambda: finish(plain("<p>Une page blanche autour.</p>"), profile(), job()),
    "good.x3": lambda: finish(plain(BODY, CSS), profile("fogra39-x3"), job()),
    "good.x1a": lambda: finish(plain(BODY, CSS, cff=True), profile("fogra39-x1a"), job()),
    "good.qpdf-linear": rewritten("qpdf", "--linearize", "IN", "OUT"),
    "good.qpdf-streams": rewritten("qpdf", "--object-streams=generate", "IN", "OUT"),
    "good.qpdf-plain": rewritten("qpdf", "--qdf", "IN", "OUT"),
    "good.mutool": rewritten("mutool", "clean", "-gg", "-z", "IN", "OUT"),
}


@more("good.rich-title")
def _(pdf: Pdf) -> None:
    text(pdf, ".4 .3 0 1 k", 24)  # rich black is for large type


@more("good.white-title")
def _(pdf: Pdf) -> None:
    draw(pdf, ".8 .6 0 0 k 20 100 120 50 re f")
    text(pdf, "0 0 0 0 k", 12)


@more("good.quarter-point")
def _(pdf: Pdf) -> None:
    draw(pdf, "1 0 0 0 K .25 w 20 120 m 90 120 l S")


@more("good.grey-picture")
def _(pdf: Pdf) -> None:
    place(pdf, image(pdf, "L"))


@more("good.cmyk-gradient")
def _(pdf: Pdf) -> None:
    draw(pdf, "q 30 100 40 40 re W n /S sh Q", Shading={"S": shading(Name.DeviceCMYK, (1, 0, 0, 0), (0, 0, 1, 0))})


@more("good.far-note")
def _(pdf: Pdf) -> None:
    annotate(pdf, (2, 2, 20, 20), Subtype=Name.Text)  # in the slug: the standards allow it


@more("good.overprinting-line")
def _(pdf: Pdf) -> None:
    draw(pdf, "0 0 1 0 k 20 110 80 30 re f /O gs 0 0 0 1 K .5 w 20 120 m 90 120 l S", ExtGState={"O": OVER})


@more("good.ordered-spot")
def _(pdf: Pdf) -> None:
    draw(pdf, "/S cs 1 scn 30 100 20 20 re f", ColorSpace={"S": separation("PANTONE 032 C")})


@more("good.clipped-away")
def _(pdf: Pdf) -> None:
    draw(pdf, f"q 20 20 10 10 re W n 1 0 0 0 k {100 * MM - 40:.2f} 50 40 60 re f Q")  # drawn, and not seen


@more("good.whole-bleed")
def _(pdf: Pdf) -> None:
    draw(pdf, f"0 .5 0 0 k -14.17 -14.17 {100 * MM + 28.34:.2f} 60 re f")


def by_ghostscript() -> bytes:
    """A page made by Ghostscript from PostScript, dressed as PDF/X-4 by its own few lines."""
    program = b"""%!PS
<< /PageSize [379.84 323.15] >> setpagedevice
true setoverprint
0 0 0 1 setcmykcolor /C059-Roman findfont 11 scalefont setfont 80 200 moveto (Un texte) show
false setoverprint
1 0.2 0 0 setcmykcolor 34 34 100 100 rectfill
showpage
"""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "in.ps"), Path(folder, "out.pdf")
        source.write_bytes(program)
        options = (
            "-q",
            "-dNOPAUSE",
            "-dBATCH",
            "-sDEVICE=pdfwrite",
            "-dCompatibilityLevel=1.6",
            "-dPreserveOverprintSettings=true",
        )
        run(tool("gs"), *options, "-dEmbedAllFonts=true", "-dSubsetFonts=true", "-o", made, source)
        page = made.read_bytes()

    def dress(pdf: Pdf) -> None:
        with pikepdf.open(io.BytesIO(good())) as ours:
            pdf.Root.OutputIntents = pdf.copy_foreign(ours.make_indirect(ours.Root.OutputIntents))
            pdf.Root.Metadata = pdf.copy_foreign(ours.Root.Metadata)
            for key in list(pdf.docinfo.keys()):
                del pdf.docinfo[key]
            for key, value in ours.docinfo.items():
                pdf.docinfo[key] = value
            for box in ("/MediaBox", "/BleedBox", "/TrimBox"):
                pdf.pages[0].obj[box] = Array([float(side) for side in ours.pages[0].obj[box]])

    return changed(dress, page)


GOOD["good.ghostscript"] = by_ghostscript
GOOD_PRESS = {
    "good.x3": profile("fogra39-x3"),
    "good.x1a": profile("fogra39-x1a"),
    "good.ordered-spot": dataclasses.replace(profile(), spots=("PANTONE 032 C",)),
}
"""The profile for which a file is good, where it is not the usual one."""

__all__ = ["FAULTS", "GOOD", "GOOD_PRESS", "OTHER_STANDARD", "changed", "draw", "font_file", "good", "text"]
