"""A page as the preview's picture is drawn from: the road's own drawing with its lines in it, and whole faces beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import uharfbuzz as hb

from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.model.layout import Layout
from mise_en_page.press.adverts import Ready, alone
from mise_en_page.press.embed import subset
from mise_en_page.rendering.glyphs import glyphs_of
from mise_en_page.rendering.page import Filled, Ground, Pages, whole
from mise_en_page.rendering.plain import Box, Objects, Piece, Plain

#: The faces' objects bear numbers from here on, whatever page they go with.
FACES_FROM = 100_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page ready to be drawn, whole or in part. ``box`` is the page with its bleed; ``lines`` those for each mark;
    ``adverts`` are laid over it.
    """

    box: Box
    plain: Plain
    lines: Mapping[int, Sequence[Piece]]
    faces: Objects
    names: bytes
    adverts: tuple[Ready, ...] = ()

    def pdf(self, part: Box | None = None) -> bytes:
        """A PDF of this page. Of what lies outside ``part`` some may be missing."""
        return self.plain.pdf(self.lines, self.faces, self.names, part)

    def over(self) -> tuple[bytes, ...]:
        """What is drawn over it: a PDF of its adverts, if there are any."""
        left, top, right, bottom = self.box
        return (alone(self.adverts, right - left, bottom - top, -left),) if self.adverts else ()


class Faces:
    """The faces of all pages as fonts of a PDF. Each is written whole, the first time that it is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names: dict[str, bytes] = {}
        self.objects = Objects()

    def __call__(self, names: Mapping[str, str]) -> bytes:
        """The entries of a font dictionary for some faces, by the names of their resources."""
        for key in dict.fromkeys(names.values()):
            if key not in self._names:
                number = FACES_FROM + len(self.objects.offsets)
                self._names[key] = b"%d 0 R" % number
                self.objects += Objects.of(enumerate(_font(self._catalogue.face(key), number), number))
        return b"".join(b"/%s %s" % (name.encode(), self._names[key]) for name, key in names.items())


def _font(face: Face, number: int) -> tuple[bytes, ...]:
    """A face's font (ISO 32000-1, 9.7), as the objects from ``number`` on: glyphs go by their numbers in the file."""
    source = hb.Face(face.program())
    glyphs, count = glyphs_of(face), source.glyph_count
    program = subset(source, range(count))
    widths = " ".join(str(glyphs.width(glyph)) for glyph in range(count))
    compact = program[:4] == b"OTTO"
    kind, said, told = ("0", "3/Subtype/OpenType", "") if compact else ("2", "2", "/CIDToGIDMap/Identity")
    name, ascent, descent = f"/F{number}", round(face.ascent * 1000), -round(face.descent * 1000)
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{number + 1} 0 R]>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType{kind}/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>{told}/W[0[{widths}]]/FontDescriptor {number + 2} 0 R>>".encode(),
        f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[0 {descent} 1000 {ascent}]/ItalicAngle 0/Ascent {ascent}"
        f"/Descent {descent}/CapHeight {ascent}/StemV 80/FontFile{said[0]} {number + 3} 0 R>>".encode(),
        b"<<%s/Length %d>>\nstream\n%s\nendstream" % (said[1:].encode(), len(program), program),
    )


def leaf_of(
    pages: Pages, faces: Faces, filled: Filled, ground: Ground, layout: Layout, adverts: tuple[Ready, ...] = ()
) -> Leaf:
    """A page with its lines and adverts."""
    lines = pages.lines(filled, ground, layout)
    names, page = faces(pages.faces(ground)), whole(layout)
    box = (page.left, page.top, page.left + page.width, page.top + page.height)
    return Leaf(box, ground.plain, lines, faces.objects, names, adverts)


def differing(before: Leaf, after: Leaf) -> Box | None:
    """Where two leaves of one page differ; None for all over. Nothing changed: a box without room."""
    if before.plain is not after.plain or before.adverts != after.adverts:
        return None
    boxes: list[Box] = []
    for mark, pieces in after.lines.items():
        for old, new in zip(before.lines[mark], pieces, strict=True):
            if old is not new and old != new:
                boxes += [box for box in (old.box, new.box) if box is not None]
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
