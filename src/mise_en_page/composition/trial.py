"""A face tried out when it is read: all that the later rooms will do with it, so that none of them fails on it.

A damaged table is noticed late, and by chance, by those who draw: HarfBuzz sets a table aside that it cannot read and goes
on without it. So the tables are held against the file, every outline and width is looked at (of a very large face some),
and the face is cut down and shaped as the press and the composer do.
"""

from __future__ import annotations

from io import BytesIO
from itertools import chain
from struct import unpack_from
from typing import Final

import uharfbuzz as hb

from mise_en_page.composition.tables import COLOUR_TABLES, Unsound
from mise_en_page.model.message import say

REQUIRED: Final = ("cmap", "head", "hhea", "hmtx", "maxp", "name")
OUTLINES: Final = (("glyf", "loca"), ("CFF ",), ("CFF2",))
#: So many glyphs are tried, those of a face's first characters; and of what is left, some here and there.
TRIED: Final = 4_000
#: No letter is so many ems wide or high, nor stands so far off (U+FDFD, the widest in use, has 12).
FAR: Final = 40
#: Units of the em by which an outline may be elsewhere once its points are whole numbers, parts of parts included.
ROUNDING: Final = 6
CHARSTRINGS: Final = 400  # so many PostScript outlines are read one by one
ODD: Final = 3  # so many letters may be blank: some fonts have them, which are taken for missing
SAMPLE: Final = "Être à l’œuvre, « 1er »"
EM: Final = range(16, 16_385)  # OpenType, chapter “head”


def try_out(data: bytes, number: int) -> None:
    """Try the face ``number`` of an OpenType file. Raises Unsound."""
    _demand_whole(data, number)
    face = hb.Face(data, number)
    demand_tables(face)
    places = _demand_places(face)
    characters = sorted(face.unicodes)
    if not characters:
        raise Unsound(say("unsound/no-map"))
    glyphs = _some(face, characters)
    _demand_glyphs(face, glyphs)
    _demand_letters(face, characters, places)
    _demand_cut(face, glyphs)
    demand_charstrings(face, glyphs)
    _demand_shaped(face)


def demand_tables(face: hb.Face) -> None:
    """That a face has what it cannot do without. HarfBuzz leaves out of what it writes each table that it cannot read."""
    tags = set(face.table_tags)
    if absent := [tag for tag in REQUIRED if tag not in tags]:
        raise Unsound(say("unsound/no-table", tables=tuple(absent)))
    if not any(tags.issuperset(tables) for tables in OUTLINES):
        raise Unsound(say("unsound/pictures") if tags & COLOUR_TABLES else say("unsound/no-outlines"))


def _demand_whole(data: bytes, number: int) -> None:
    """That every table stands in the file where the directory says (OpenType, chapter “OpenType font file”)."""
    start = 0
    if data[:4] == b"ttcf":
        start = unpack_from(">L", data, 12 + 4 * number)[0]
    if data[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true", b"typ1"):
        raise Unsound(say("unsound/no-font"))
    for n in range(unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, length = unpack_from(">4sLLL", data, start + 12 + 16 * n)
        if offset + length > len(data):
            raise Unsound(say("unsound/cut-short", table=tag.decode("ascii", "replace").strip()))


def _demand_places(face: hb.Face) -> tuple[int, ...]:
    """That widths and outlines are as many as the glyphs (chapters “hhea”, “hmtx”, “loca”); where the outlines begin."""
    head, hhea, maxp = (bytes(face.reference_table(tag).data) for tag in ("head", "hhea", "maxp"))
    if len(head) < 54 or len(hhea) < 36 or len(maxp) < 6:
        raise Unsound(say("unsound/first-tables"))
    (units,), (glyphs,) = unpack_from(">H", head, 18), unpack_from(">H", maxp, 4)
    if units not in EM or not glyphs:
        raise Unsound(say("unsound/em", units=units, glyphs=glyphs))
    (widths,) = unpack_from(">H", hhea, 34)
    held = len(bytes(face.reference_table("hmtx").data))
    if not 0 < widths <= glyphs or held < 4 * widths + 2 * (glyphs - widths):
        raise Unsound(say("unsound/widths"))
    places, outlines = (bytes(face.reference_table(tag).data) for tag in ("loca", "glyf"))
    if not places:
        return ()
    (long,) = unpack_from(">h", head, 50)
    size = 4 if long else 2
    if long not in (0, 1) or len(places) < size * (glyphs + 1):
        raise Unsound(say("unsound/places"))
    found = unpack_from(f">{glyphs + 1}{'L' if long else 'H'}", places)
    ordered = all(found[n] <= found[n + 1] for n in range(glyphs))
    if not ordered or found[-1] * (1 if long else 2) > len(outlines):
        raise Unsound(say("unsound/nowhere"))
    return tuple(found)


def _some(face: hb.Face, characters: list[int]) -> list[int]:
    """The glyphs to try: all, or those of the first characters and some of the rest."""
    if face.glyph_count <= TRIED:
        return list(range(face.glyph_count))
    font = hb.Font(face)
    first = (font.get_nominal_glyph(character) or 0 for character in characters[: TRIED // 2])
    rest = range(0, face.glyph_count, face.glyph_count // (TRIED // 2) + 1)
    return sorted(set(chain(first, rest)))


def _demand_glyphs(face: hb.Face, glyphs: list[int]) -> None:
    """That each glyph can be drawn within reach of the line."""
    font = hb.Font(face)
    far = FAR * face.upem
    for glyph in glyphs:
        advance, seen = font.get_glyph_h_advance(glyph), font.get_glyph_extents(glyph)
        if not 0 <= advance <= far:
            raise Unsound(say("unsound/wide", glyph=glyph, ems=advance / face.upem))
        if seen is not None and not all(-far < value < far for value in seen):
            raise Unsound(say("unsound/far", glyph=glyph, ems=FAR))


def _demand_letters(face: hb.Face, characters: list[int], places: tuple[int, ...]) -> None:
    """That letters draw anything: those that have an outline at all, but for a few odd ones, and so most."""
    font, pictures = hb.Font(face), COLOUR_TABLES & set(face.table_tags)
    letters = [chr(character) for character in characters if chr(character).isalnum()][:TRIED]
    drawn, odd = 0, ""
    for letter in letters:
        glyph = font.get_nominal_glyph(ord(letter)) or 0
        seen = font.get_glyph_extents(glyph)
        drawn += bool(seen is not None and (seen.width or seen.height))
        held = places[glyph + 1] > places[glyph] if places else seen is None
        odd += letter if held and (seen is None or not (seen.width or seen.height)) else ""
    if len(odd) > ODD and not pictures:
        raise Unsound(say("unsound/undrawn", letters=odd[:12]))
    if letters and drawn * 2 < len(letters) and not pictures:
        raise Unsound(say("unsound/blank"))


def _demand_cut(face: hb.Face, glyphs: list[int]) -> None:
    """That the face can be cut down to these glyphs, at the ends of its axes too, and that they look as before."""
    axes = face.axis_infos
    ends = [{axis.tag: getattr(axis, end) for axis in axes} for end in ("min_value", "max_value")] if axes else []
    if not axes and "fvar" in face.table_tags:
        raise Unsound(say("unsound/varies"))
    for at in ({}, *ends):
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )  # fmt: skip
        for tag, value in at.items():
            wanted.pin_axis_location(face, tag, value)
        try:
            cut = wanted.subset(face)
        except (RuntimeError, MemoryError) as fault:
            raise Unsound(say("unsound/uncut", fault=str(fault))) from None
        demand_tables(cut)
        if cut.glyph_count <= max(glyphs):
            raise Unsound(say("unsound/loses"))
        before, after = hb.Font(face), hb.Font(cut)
        if at:
            before.set_variations(at)
        for glyph in glyphs:
            if not _alike(before.get_glyph_extents(glyph), after.get_glyph_extents(glyph)):
                raise Unsound(say("unsound/otherwise", glyph=glyph))


def demand_charstrings(face: hb.Face, glyphs: list[int]) -> None:
    """That fontTools can read PostScript outlines as well, of some glyphs: it makes of them what older PDF wants."""
    if "CFF " not in face.table_tags:
        return
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a heavy import, for what few fonts need

    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs[:: len(glyphs) // CHARSTRINGS + 1])
    wanted.flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    try:
        with TTFont(BytesIO(bytes(wanted.subset(face).blob.data))) as font:
            table = font["CFF "]
            top = table.cff.topDictIndex[0]
            for name in top.charset:
                top.CharStrings[name].decompile()
            table.compile(font)
    except Exception as fault:  # struct.error, IndexError, AssertionError…: whatever it meets
        raise Unsound(say("unsound/outlines", fault=type(fault).__name__, table="CFF")) from None


def _alike(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> bool:
    """Do two outlines take the same room, but for what rounding does?"""
    return all(abs(a - b) <= ROUNDING for a, b in zip(one or (0,) * 4, other or (0,) * 4, strict=True))


def _demand_shaped(face: hb.Face) -> None:
    """That words can be set: glyphs of the face, none of them far off."""
    font, far = hb.Font(face), FAR * face.upem
    for features in ({}, {"smcp": True, "c2sc": True}, {"sups": True}, {"onum": True, "pnum": True}):
        buffer = hb.Buffer()
        buffer.add_str(SAMPLE)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", "fr"
        hb.shape(font, buffer, features)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if len(infos) > 8 * len(SAMPLE) or any(info.codepoint >= face.glyph_count for info in infos):
            raise Unsound(say("unsound/substitutions"))
        if any(abs(value) > far for place in positions for value in place.position):
            raise Unsound(say("unsound/kerning"))
