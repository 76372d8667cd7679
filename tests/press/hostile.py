"""PDFs made to do harm: each a few kilobytes (or megabytes) that unpack, repeat or nest without end."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.press.faulty import good

BOXES = b"/MediaBox[0 0 400 400]/BleedBox[20 20 380 380]/TrimBox[40 40 360 360]"


def raw(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, from number 1 (the catalogue) on."""
    out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, keys: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


def page(content: bytes, resources: bytes = b"", more: tuple[bytes, ...] = (), keys: bytes = b"") -> bytes:
    """One page; ``more`` are objects from number 5 on."""
    return raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<<%s>>%s>>" % (BOXES, resources, keys),
            content,
            *more,
        ]
    )


@cache
def bomb(size: int = 1_000_000_000, of: bytes = b" ") -> bytes:
    """A deflated run of one byte."""
    packer = zlib.compressobj(9)
    block = of * 10_000_000
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def changed(change: Callable[[Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(good())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def packed(pdf: Pdf, data: bytes, filters: object = Name.FlateDecode) -> pikepdf.Object:
    held = pdf.make_stream(b"")
    held.write(data, filter=filters)
    return held


def twice_packed() -> bytes:
    return page(stream(zlib.compress(bomb()), b"/Filter[/FlateDecode/FlateDecode]"))


def content_bomb() -> bytes:
    return page(stream(bomb(), b"/Filter/FlateDecode"))


def many_streams() -> bytes:
    """A thousand times the same ten megabytes."""
    data = stream(bomb(10_000_000), b"/Filter/FlateDecode")
    return raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R%s/Contents[%s]>>" % (BOXES, b"4 0 R " * 1000),
            data,
        ]
    )


def icc_bomb() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfile = packed(pdf, bomb())

    return changed(change)


def metadata_bomb() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.Root.Metadata = packed(pdf, bomb())

    return changed(change)


def entities() -> bytes:
    """XML entities that double forty times in the metadata."""
    lines = ['<!ENTITY a0 "aaaaaaaaaa">'] + [f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40)]
    text = f"<?xml version='1.0'?><!DOCTYPE x [{''.join(lines)}]><x>&a39;</x>"

    def change(pdf: Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(text.encode())

    return changed(change)


def font_bomb() -> bytes:
    def change(pdf: Pdf) -> None:
        font = next(iter(pdf.pages[0].obj.Resources.XObject.Art.Resources.Font.values()))
        font.DescendantFonts[0].FontDescriptor.FontFile2 = packed(pdf, bomb())

    return changed(change)


def font_map_bomb() -> bytes:
    def change(pdf: Pdf) -> None:
        font = next(iter(pdf.pages[0].obj.Resources.XObject.Art.Resources.Font.values()))
        font.ToUnicode = packed(pdf, bomb())
        font.DescendantFonts[0].CIDToGIDMap = packed(pdf, bomb())

    return changed(change)


def picture_bomb() -> bytes:
    keys = b"/Type/XObject/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceCMYK/Filter/FlateDecode"
    return page(stream(b"100 0 0 100 50 50 cm /I Do"), b"/XObject<</I 5 0 R>>", (stream(bomb(), keys),))


def vast_picture() -> bytes:
    keys = (
        b"/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8/ColorSpace/DeviceCMYK/Filter/FlateDecode"
    )
    return page(stream(b"100 0 0 100 50 50 cm /I Do"), b"/XObject<</I 5 0 R>>", (stream(bomb(), keys),))


def vast_jpx() -> bytes:
    """A JPEG 2000 of 60,000 pixels square in a hundred bytes."""
    size = (60_000).to_bytes(4, "big")
    siz = b"\xff\x51\0\x2f\0\0" + size * 2 + b"\0" * 8 + size * 2 + b"\0" * 8 + b"\0\3" + b"\7\1\1" * 3
    data = b"\xff\x4f" + siz + b"\xff\x52\0\x0c\0\0\0\1\1\5\4\4\0\1" + b"\xff\x5c\0\4\x40\x40" + b"\xff\xd9"
    keys = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/JPXDecode"
    return page(stream(b"100 0 0 100 50 50 cm /I Do"), b"/XObject<</I 5 0 R>>", (stream(data, keys),))


def mask_bomb() -> bytes:
    keys = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    mask = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceGray"
    content = stream(b"100 0 0 100 50 50 cm /I Do")
    return page(
        content,
        b"/XObject<</I 5 0 R>>",
        (stream(b"a" * 81, keys + b"/SMask 6 0 R"), stream(bomb(), mask + b"/Filter/FlateDecode")),
    )


def deep_pages() -> bytes:
    """Fifty thousand page tree nodes, one in the other."""
    deep = 50_000
    nodes = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>" % (n + 3, b"/Parent %d 0 R" % (n + 1) if n else b"") for n in range(deep)
    ]
    last = b"<</Type/Page/Parent %d 0 R%s>>" % (deep + 1, BOXES)
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, last])


def page_loop() -> bytes:
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def shared_pages() -> bytes:
    """Ten kids, each with the same ten kids, eight levels down: a hundred million pages."""
    nodes = [b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"%d 0 R " % (n + 3) * 10, 10 ** (8 - n)) for n in range(8)]
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page%s>>" % BOXES])


def many_pages() -> bytes:
    count = 100_000
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    leaf = b"<</Type/Page/Parent 2 0 R%s>>" % BOXES
    return raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[leaf] * count])


def recursive_forms() -> bytes:
    """Thirty forms, each drawing the next one twice: a thousand million drawings; the last one draws the first."""
    keys = b"/Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do /X Do", keys % (6 + n if n < 29 else 5)) for n in range(30)]
    return page(stream(b"/X Do"), b"/XObject<</X 5 0 R>>", tuple(forms))


def recursive_patterns() -> bytes:
    keys = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .01/YStep .01"
    again = b"/Resources<</Pattern<</P 5 0 R>>>>"
    tile = stream(b"/Pattern cs /P scn 0 0 1 1 re f", keys + again)
    return page(stream(b"/Pattern cs /P scn 0 0 400 400 re f"), b"/Pattern<</P 5 0 R>>", (tile,))


def tiny_tiles() -> bytes:
    keys = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .0005/YStep .0005/Resources<<>>"
    content = stream(b"/Pattern cs /P scn 0 0 400 400 re f")
    return page(content, b"/Pattern<</P 5 0 R>>", (stream(b"0 0 0 1 k 0 0 1 1 re f", keys),))


def recursive_letters() -> bytes:
    """A Type 3 font whose letter is set in that font, sixteen times."""
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>"
    font += b"/FirstChar 97/LastChar 97/Widths[1]/Encoding<</Differences[97/a]>>/Resources<</Font<</F 5 0 R>>>>>>"
    letter = stream(b"1 0 d0 BT /F 1 Tf (aaaaaaaaaaaaaaaa) Tj ET")
    return page(stream(b"BT /F 9 Tf 50 50 Td (a) Tj ET"), b"/Font<</F 5 0 R>>", (font, letter))


def recursive_masks() -> bytes:
    state = b"<</Type/ExtGState/SMask<</Type/Mask/S/Luminosity/G 6 0 R>>>>"
    keys = b"/Type/XObject/Subtype/Form/BBox[0 0 400 400]/Group<</S/Transparency/CS/DeviceGray>>"
    form = stream(
        b"/G gs 0 g 0 0 400 400 re f /G gs /X Do", keys + b"/Resources<</ExtGState<</G 5 0 R>>/XObject<</X 6 0 R>>>>"
    )
    return page(stream(b"/G gs 0 0 400 400 re f"), b"/ExtGState<</G 5 0 R>>", (state, form))


def fine_dashes() -> bytes:
    """Two lines of a hundred million dashes."""
    return page(stream(b"1 w [.000001 .000001] 0 d 0 0 m 400 400 l S [.00001] 0 d 0 400 m 400 0 l S"))


def many_operators() -> bytes:
    return page(stream(zlib.compress(b"0 0 1 1 re f\n" * 1_200_000), b"/Filter/FlateDecode"))


def many_lines() -> bytes:
    """Under the limit of operators, each with the whole page to paint through a curve."""
    return page(stream(zlib.compress(b"0 0 m 400 400 0 400 400 0 c S\n" * 90_000), b"/Filter/FlateDecode"))


def deep_arrays() -> bytes:
    return page(stream(b"[" * 500_000 + b"]" * 500_000 + b" TJ"))


def deep_objects() -> bytes:
    return page(stream(b"0 0 9 9 re f"), more=(b"[" * 200_000 + b"]" * 200_000,), keys=b"/Trouble 5 0 R")


def deep_saves() -> bytes:
    return page(stream(b"q " * 150_000 + b"0 0 9 9 re f " + b"Q " * 150_000))


def many_inks() -> bytes:
    """A colour space of five hundred inks: five hundred plates."""
    names = b"".join(b"/Ink%d" % n for n in range(500))
    space = b"[/DeviceN[%s]/DeviceCMYK<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>]" % names
    return page(stream(b"/S cs " + b"1 " * 500 + b"scn 60 60 90 90 re f"), b"/ColorSpace<</S %s>>" % space)


def vast_page() -> bytes:
    return page(stream(b"0 0 9 9 re f")).replace(b"[0 0 400 400]", b"[0 0 14000000 14000000]")


def odd_numbers() -> bytes:
    """Boxes and matrices of numbers that no page has."""
    content = b"9" * 400 + b" 0 0 1e308 0 0 cm 1e308 1e308 1e308 1e308 re f BT 1e300 0 0 1e300 0 0 Tm ET 0 0 9 9 re f"
    return page(stream(content), keys=b"/UserUnit 1e300/Rotate 1e30")


def vast_xref() -> bytes:
    """A cross-reference table that promises two thousand million objects."""
    data = raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    return data.replace(b"xref\n0 3\n", b"xref\n0 2147483647\n").replace(b"/Size 3", b"/Size 2147483647")


def xref_loop() -> bytes:
    data = raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    start = data.rindex(b"xref\n0 3")
    return data.replace(b"/Size 3", b"/Size 3/Prev %d" % start)


def object_stream_bomb() -> bytes:
    """The catalogue lies in a stream that unpacks to a gigabyte."""
    body = stream(bomb(), b"/Type/ObjStm/N 1/First 10/Filter/FlateDecode")
    head = b"%PDF-1.6\n"
    first = b"1 0 obj\n" + body + b"\nendobj\n"
    start = len(head) + len(first)
    rows = (
        b"\0\0\0\0\0\0"
        + b"\1"
        + len(head).to_bytes(4, "big")
        + b"\0"
        + b"\2\0\0\0\1\0"
        + b"\1"
        + start.to_bytes(4, "big")
        + b"\0"
    )
    xref = stream(rows, b"/Type/XRef/W[1 4 1]/Size 4/Root 2 0 R")
    return head + first + b"3 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def mesh() -> bytes:
    """A gradient mesh of a hundred thousand patches, each as large as the page."""
    patch = b"\0" + b"\0\0\0\0\xff\xff\xff\xff" * 6 + b"\0\xff\0\xff" * 4
    keys = b"/ShadingType 6/ColorSpace/DeviceCMYK/BitsPerCoordinate 16/BitsPerComponent 8/BitsPerFlag 8"
    keys += b"/Decode[0 400 0 400 0 1 0 1 0 1 0 1]/Filter/FlateDecode"
    data = stream(zlib.compress(patch * 100_000), keys)
    return page(stream(b"/S sh"), b"/Shading<</S 5 0 R>>", (data,))


def cut_short() -> bytes:
    return good()[: len(good()) // 2]


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(good())) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        return out.getvalue()


def names_loop() -> bytes:
    """Names and outlines that hold themselves."""

    def change(pdf: Pdf) -> None:
        node = pdf.make_indirect(Dictionary())
        node.Kids = Array([node, node])
        node.First = node.Next = node
        pdf.Root.Names = Dictionary(JavaScript=node, EmbeddedFiles=node, Dests=node)
        pdf.Root.Outlines = node
        pdf.Root.AcroForm = Dictionary(Fields=Array([node]))
        field = pdf.make_indirect(Dictionary(Subtype=Name.Widget))
        field.Kids = Array([field])
        field.Parent = field
        pdf.pages[0].obj.Annots = Array([field] * 1000)

    return changed(change)


HOSTILE: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        *(twice_packed, content_bomb, many_streams, icc_bomb, metadata_bomb, entities, font_bomb, font_map_bomb),
        *(picture_bomb, vast_picture, vast_jpx, mask_bomb, deep_pages, page_loop, shared_pages, many_pages),
        *(recursive_forms, recursive_patterns, tiny_tiles, recursive_letters, recursive_masks, fine_dashes),
        *(many_operators, many_lines, deep_arrays, deep_objects, deep_saves, many_inks, vast_page, odd_numbers),
        *(vast_xref, xref_loop, object_stream_bomb, mesh, cut_short, locked, names_loop),
    )
}
