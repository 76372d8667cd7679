"""The few facts that the catalogue asks of a font file, read straight from its tables.

fontTools reads the same, and makes objects of all that stands beside them, which takes thirty times as long. So only what
is wholly plain is read here (OpenType, chapters “OpenType font file”, name, head, hhea, OS/2, post, GSUB; HarfBuzz reads
the character map): of anything else, nothing is said, and fontTools judges, with its own words for what is damaged.
"""

from __future__ import annotations

from itertools import islice
from struct import Struct, error, iter_unpack, unpack_from
from typing import NamedTuple

import uharfbuzz as hb

#: The name identifiers under which CSS may ask for a face, in this order: typographic family, family, full name.
FAMILY_NAMES = (16, 1, 4)

#: The character maps of all of Unicode, then of its first plane, by platform and encoding: fontTools and HarfBuzz take
#: the first of these that there is.
UNICODE_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))

#: So many characters are tried, for one that has an outline.
TRIED = 16

_ENTRY = Struct(">4sLLL")
_NAME = Struct(">HHHHHH")


class Metrics(NamedTuple):
    """What OS/2 says: ascents up and descents as they stand there, in units of the em."""

    weight: int
    selection: int
    typo_ascender: int
    typo_descender: int
    win_ascent: int
    win_descent: int


class Facts(NamedTuple):
    """A face as its file describes it; lengths in units of the em. ``names`` are those of ``FAMILY_NAMES`` that it has."""

    names: tuple[str, ...]
    units_per_em: int
    mac_style: int
    ascent: int
    descent: int
    metrics: Metrics | None
    characters: frozenset[int]
    features: frozenset[str]


class _NotPlain(Exception):
    """There is more to this file than is read here, or less."""


def facts(data: bytes) -> Facts | None:
    """The facts of a file of one face; None where it is not wholly plain."""
    try:
        return _facts(data)
    except (_NotPlain, error, UnicodeDecodeError, IndexError, KeyError):
        return None


def _facts(data: bytes) -> Facts:
    tables = _tables(data)
    head, hhea, maxp = tables["head"], tables["hhea"], tables["maxp"]
    units, glyphs = unpack_from(">H", head, 18)[0], unpack_from(">H", maxp, 4)[0]
    _demand(len(head) == 54 and len(hhea) == 36 and units > 0 and glyphs > 0)
    _demand("CFF " in tables or {"glyf", "loca"} <= tables.keys())
    _demand_glyph_names(tables["post"], glyphs, "CFF " in tables)
    face = hb.Face(data)
    characters = _characters(tables["cmap"], face)
    _demand_outlines(face, characters)
    ascent, descent = unpack_from(">hh", hhea, 4)
    return Facts(
        names=_names(tables["name"]),
        units_per_em=units,
        mac_style=unpack_from(">H", head, 44)[0],
        ascent=ascent,
        descent=descent,
        metrics=_metrics(tables["OS/2"]) if "OS/2" in tables else None,
        characters=characters,
        features=_features(tables["GSUB"]) if "GSUB" in tables else frozenset(),
    )


def _demand(so: bool) -> None:
    if not so:
        raise _NotPlain


def _tables(data: bytes) -> dict[str, bytes]:
    """All the tables; each must stand wholly in the file, so that one cut short is left to fontTools."""
    _demand(data[:4] in (b"\0\1\0\0", b"OTTO", b"true"))
    tables: dict[str, bytes] = {}
    for n in range(unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = _ENTRY.unpack_from(data, 12 + 16 * n)
        name = tag.decode("ascii")
        _demand(name not in tables and length > 0 and offset + length <= len(data))
        tables[name] = data[offset : offset + length]
    return tables


def _names(table: bytes) -> tuple[str, ...]:
    """As fontTools' getDebugName: of each name the English one for Windows, else the Macintosh's, else the last."""
    _, count, strings = unpack_from(">HHH", table, 0)
    _demand(strings == 6 + 12 * count or unpack_from(">H", table, 0)[0] == 1)
    windows: dict[int, str] = {}
    macintosh: dict[int, str] = {}
    some: dict[int, str] = {}
    for n in range(count):
        platform, encoding, language, number, length, offset = _NAME.unpack_from(table, 6 + 12 * n)
        _demand(strings + offset + length <= len(table))
        if number not in FAMILY_NAMES:
            continue
        written = table[strings + offset : strings + offset + length]
        if platform == 0 or (platform == 3 and encoding in (0, 1, 10)):
            _demand(length % 2 == 0)
            name = written.decode("utf_16_be")
        else:
            _demand((platform, encoding, language) == (1, 0, 0))
            name = written.decode("mac_roman")
        _demand("\0" not in name)
        some[number] = name
        if (platform, language) == (3, 0x409):
            windows.setdefault(number, name)
        elif (platform, language) == (1, 0):
            macintosh.setdefault(number, name)
    names = [windows.get(n) or macintosh.get(n) or some.get(n) for n in FAMILY_NAMES]
    return tuple(name for name in names if name)


def _metrics(table: bytes) -> Metrics:
    _demand(len(table) >= 78 and unpack_from(">H", table, 0)[0] <= 5)
    weight, selection = unpack_from(">H", table, 4)[0], unpack_from(">H", table, 62)[0]
    ascender, descender, _, win_ascent, win_descent = unpack_from(">hhhHH", table, 68)
    return Metrics(weight, selection, ascender, descender, win_ascent, win_descent)


def _features(table: bytes) -> frozenset[str]:
    """The tags of the features that substitute glyphs."""
    _demand(unpack_from(">H", table, 0)[0] == 1)
    (start,) = unpack_from(">H", table, 6)
    if not start:
        return frozenset()
    (count,) = unpack_from(">H", table, start)
    _demand(start + 2 + 6 * count <= len(table))
    return frozenset(table[at : at + 4].decode("ascii") for at in range(start + 2, start + 2 + 6 * count, 6))


def _characters(table: bytes, face: hb.Face) -> frozenset[int]:
    """The characters of the map that HarfBuzz takes, once it is known to be whole."""
    (count,) = unpack_from(">H", table, 2)
    maps = {(platform, encoding): at for platform, encoding, at in iter_unpack(">HHL", table[4 : 4 + 8 * count])}
    at = next((maps[kind] for kind in UNICODE_MAPS if kind in maps), None)
    _demand(at is not None)
    _demand_map(table[at:])
    return frozenset(face.unicodes)


def _demand_map(table: bytes) -> None:
    """That a map of segments (format 4) points nowhere outside of it, or that one of groups (12) is as long as told."""
    version, length = unpack_from(">HH", table, 0)
    if version == 12:
        _, length, _, groups = unpack_from(">LLLL", table, 0)
        _demand(length == 16 + 12 * groups <= len(table))
        return
    _demand(version == 4 and length <= len(table))
    (double,) = unpack_from(">H", table, 6)
    count = double // 2
    ends, starts = unpack_from(f">{count}H", table, 14), unpack_from(f">{count}H", table, 16 + double)
    offsets = unpack_from(f">{count}H", table, 16 + 3 * double)
    for n in range(count - 1):  # the last is 0xFFFF and no character's
        _demand(starts[n] <= ends[n])
        if offsets[n]:
            place = 16 + 3 * double + 2 * n + offsets[n]
            _demand(16 + 4 * double <= place and place + 2 * (ends[n] - starts[n]) + 2 <= length)


def _demand_glyph_names(table: bytes, glyphs: int, bare: bool) -> None:
    """That what stands where the glyphs' names are is as long as it says (``bare``: CFF has the names)."""
    (version,) = unpack_from(">L", table, 0)
    if version == 0x20000 and not bare:
        _demand(unpack_from(">H", table, 32)[0] == glyphs and len(table) >= 34 + 2 * glyphs)
    else:
        _demand(version in (0x10000, 0x20000, 0x30000) and len(table) >= 32)


def _demand_outlines(face: hb.Face, characters: frozenset[int]) -> None:
    """That HarfBuzz can draw a character: it looks at the whole of what the outlines stand in before it does."""
    font = hb.Font(face)
    letters = (character for character in sorted(characters) if character > ord(" "))
    for character in islice(letters, TRIED):
        extents = font.get_glyph_extents(font.get_nominal_glyph(character) or 0)
        if extents is not None and extents.width:
            return
    raise _NotPlain
