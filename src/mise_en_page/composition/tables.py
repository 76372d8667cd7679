"""The few facts that the catalogue asks of a face, read by HarfBuzz from its tables.

What a table says is taken as it stands; whether the face can be used at all, ``trial`` has tried before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from struct import error, unpack_from
from typing import Final, NamedTuple

import uharfbuzz as hb

from mise_en_page.model.message import Message, say

#: The names under which CSS may ask for a family (OpenType, chapter “name”): typographic family, WWS family.
PROPER_NAMES: Final = (16, 21)
#: And those that also, or alone, name one face or a few: family of four styles, full name, PostScript name.
OTHER_NAMES: Final = (1, 4, 6)
STYLE_NAMES: Final = (17, 2)

#: usWidthClass in percent of the normal width, as CSS Fonts 4 §2.3 has font-stretch; from 1.
WIDTHS: Final = (50.0, 62.5, 75.0, 87.5, 100.0, 112.5, 125.0, 150.0, 200.0)

ITALIC, BOLD, OBLIQUE = 1, 1 << 5, 1 << 9  # OS/2 fsSelection
NORMAL, BOLD_WEIGHT = 400, 700
MANY: Final = 8_000  # characters of which not each is tried

#: What bears a picture in place of an outline.
COLOUR_TABLES: Final = frozenset({"CBDT", "sbix", "SVG ", "COLR"})


class Unsound(ValueError):
    """A face that cannot be used; says why in a few words."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class Axis(NamedTuple):
    """What may vary in a variable font, and between which values."""

    tag: str
    least: float
    default: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A face as its file describes it.

    ``family`` is its best name, as it is written there; ``families`` are all the names under which it may be asked for, and
    ``proper`` those of the family that it belongs to, as they are compared. ``ascent`` and ``descent`` (positive, down) are
    fractions of the em, ``stretch`` is the width in percent, ``embedding`` OS/2 fsType, ``coloured``: glyphs are pictures.
    """

    family: str
    families: tuple[str, ...]
    units_per_em: int
    weight: int
    italic: bool
    ascent: float
    descent: float
    characters: frozenset[int] = field(compare=False, repr=False)
    features: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    proper: tuple[str, ...] = ()
    stretch: float = 100.0
    axes: tuple[Axis, ...] = ()
    embedding: int = 0
    coloured: bool = False


def facts(face: hb.Face) -> Facts:
    """The facts of a face. Raises Unsound where it has no name."""
    proper = _names(face, PROPER_NAMES)
    others = _names(face, OTHER_NAMES)
    if not (proper or others):
        raise Unsound(say("unsound/no-name"))
    weight, stretch, selection, embedding = _style(face)
    coloured = bool(COLOUR_TABLES & set(face.table_tags))
    extents, units = hb.Font(face).get_font_extents("ltr"), int(face.upem)
    ascent, descent = extents.ascender, -extents.descender
    if not (ascent or descent):  # where nothing is said, four fifths of the em and the rest
        ascent, descent = round(0.8 * units), round(0.2 * units)
    return Facts(
        family=(proper or others)[0], families=_keys((*proper, *others)), proper=_keys(proper or others[:1]),
        units_per_em=units, weight=weight, italic=_italic(face, selection), stretch=stretch, ascent=ascent / units,
        descent=descent / units, characters=_characters(face, coloured), features=_features(_table(face, "GSUB")),
        axes=tuple(Axis(axis.tag, axis.min_value, axis.default_value, axis.max_value) for axis in face.axis_infos),
        embedding=embedding, coloured=coloured,
    )  # fmt: skip


def _keys(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(name_key, names)))


def name_key(name: str) -> str:
    """A family's name as it is compared: without case, quotes and doubled spaces, accents in one form."""
    return " ".join(unicodedata.normalize("NFC", name).strip("\"' ").casefold().split())


def _table(face: hb.Face, tag: str) -> bytes:
    return bytes(face.reference_table(tag).data)


def _names(face: hb.Face, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The names of some kinds, by kind; of each the English one first, then those in other languages."""
    found: dict[str, None] = {}
    entries = [(int(entry.name_id), str(entry.language)) for entry in face.list_names()]
    for number in numbers:
        for _, language in sorted((not said.startswith("en"), said) for kind, said in entries if kind == number):
            name = face.get_name(number, language)
            if name and name.strip() and "\0" not in name:
                found[name.strip()] = None
    return tuple(found)


def _style(face: hb.Face) -> tuple[int, float, int, int]:
    """Weight, width in percent, fsSelection and fsType; from head's style where there is no OS/2."""
    table = _table(face, "OS/2")
    bold = bool(_mac_style(face) & 1)
    try:
        weight, width, embedding = unpack_from(">HHH", table, 4)
        (selection,) = unpack_from(">H", table, 62)
    except error:
        return BOLD_WEIGHT if bold else NORMAL, 100.0, 0, 0
    if 1 <= weight <= 9:  # as fonts of the nineties have it
        weight *= 100
    if not 1 <= weight <= 1000:
        weight = NORMAL
    if (selection & BOLD or bold) and weight < 600:  # a bold that says of itself that it is regular
        weight = BOLD_WEIGHT
    return int(weight), WIDTHS[width - 1] if 1 <= width <= 9 else 100.0, int(selection), int(embedding)


def _mac_style(face: hb.Face) -> int:
    head = _table(face, "head")
    return int(unpack_from(">H", head, 44)[0]) if len(head) >= 46 else 0


def _italic(face: hb.Face, selection: int) -> bool:
    if selection & (ITALIC | OBLIQUE) or (not selection and _mac_style(face) & 2):
        return True
    post = _table(face, "post")
    angle = unpack_from(">l", post, 4)[0] if len(post) >= 8 else 0
    style = " ".join(_names(face, STYLE_NAMES)).casefold()
    return bool(angle) and ("ital" in style or "obli" in style)


def _characters(face: hb.Face, coloured: bool) -> frozenset[int]:
    """The characters that the face can print: not those that draw nothing, as pictures do, and letters left blank."""
    font = hb.Font(face)
    kinds = "LNPS" if coloured else "LN"

    def prints(character: int) -> bool:
        seen = font.get_glyph_extents(font.get_nominal_glyph(character) or 0)
        return seen is not None and bool(seen.width or seen.height)

    mapped = frozenset(face.unicodes)
    if not coloured and len(mapped) > MANY:
        return mapped
    return frozenset(each for each in mapped if unicodedata.category(chr(each))[0] not in kinds or prints(each))


def _features(table: bytes) -> frozenset[str]:
    """The tags of the features that substitute glyphs."""
    try:
        (start,) = unpack_from(">H", table, 6)
        (count,) = unpack_from(">H", table, start)
        tags = [table[at : at + 4].decode("ascii") for at in range(start + 2, start + 2 + 6 * count, 6)] if start else []
    except (error, UnicodeDecodeError):
        return frozenset()
    return frozenset(tags)
