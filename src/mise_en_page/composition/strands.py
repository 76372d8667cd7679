"""Strands: the style and the face of a stretch of text, and which strand sets which character."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mise_en_page.composition.fonts import Asked, Catalogue, Face
from mise_en_page.composition.galley import Marks, RoleStyle
from mise_en_page.composition.shaping import Features, Shaped, Shaper, shaper
from mise_en_page.composition.style import TextStyle
from mise_en_page.model.problem import Problem, Refused

#: Small capitals and superiors for faces that have none of their own: the size against the text's, and the superiors'
#: rise. CSS Fonts 4 §6.6 asks for the first ("simulated"); 0.8 keeps their stems near those of the text.
SMALL_CAPITALS: Final = 0.8
SUPERIOR: Final = 0.62
SUPERIOR_RISE: Final = 0.34
OLD_STYLE: Final = 0.08  # of the em, that a nine at least stands below the line


class Strand:
    """A style set in one face. ``size`` and ``space`` (the natural word space) in pt; ``spacing``: CSS letter-spacing.

    A strand is made once for a style and a face and remembers what it has shaped; two strands are the same if they are
    one object.
    """

    def __init__(self, style: TextStyle, face: Face) -> None:
        self.style = style
        self.face = face
        self.shaper: Shaper = shaper(face, features_of(style))
        self.size = style.size
        self.spacing = style.letter_spacing
        self.space = self.shaper.shape(" ").width * style.size + style.word_spacing + style.letter_spacing
        self.hyphen = "\u2010" if not face.covers("-") and face.covers("\u2010") else "-"
        self.hyphen_width = self.shaper.shape(self.hyphen).width * style.size
        self.space_glyph = self.shaper.glyph(" ")
        self.packed_space = array("H", (self.space_glyph,)).tobytes()
        #: what sets letters as small capitals where the face has none; and the letters that it sets
        self.small: Strand | None = None
        self.all_small = False
        #: what sets a word of which the face lacks some letters as superiors or small capitals
        self.instead: Strand | None = None

    def covers(self, text: str) -> bool:
        """Has the face every character of a text?"""
        return self.face.characters.issuperset(map(ord, text))

    def shape(self, text: str) -> Shaped:
        return self.shaper.shape(text)

    def knows(self, text: str) -> bool:
        """Has the face superiors, or small capitals, for a whole text, where its style asks for them?"""
        features = self.style.features
        return knows(self.face, features, tuple(tag for tag, value in features if value and tag in ABOUT), text)


def features_of(style: TextStyle) -> Features:
    """The style's features; ligatures are off when letters are spaced (CSS Text 3 §8.2)."""
    if style.letter_spacing and not any(tag == "liga" for tag, _ in style.features):
        return (*style.features, ("liga", 0), ("clig", 0))
    return style.features


@lru_cache(maxsize=1024)
def strand_of(style: TextStyle, face: Face) -> Strand:
    """The one strand of a style and a face; small capitals and superiors that the face lacks are simulated."""
    asked = {tag for tag, value in style.features if value}
    instead = None
    if "sups" in asked:
        instead = strand_of(
            replace(_without(style, "sups"), size=style.size * SUPERIOR, rise=style.rise + style.size * SUPERIOR_RISE), face
        )
    elif asked & {"smcp", "c2sc"}:
        plain = _without(style, "smcp", "c2sc")
        instead = Strand(plain, face)  # not the plain style's own strand, which others share
        instead.small = strand_of(replace(plain, size=style.size * SMALL_CAPITALS, transform="uppercase"), face)
        instead.all_small = "c2sc" in asked
    if instead is not None and not asked & {"sups", "smcp"} & face.features:
        return instead
    strand = Strand(style, face)
    strand.instead = instead
    return strand


def lacks(face: Face, style: TextStyle, text: str) -> list[str]:
    """The features of a style for which the face has no glyphs of a text: of “sups”, “smcp”, “c2sc” and “onum”."""
    asked = {tag for tag, value in style.features if value}
    found: list[str] = [
        tag for tag in ("sups", "smcp", "c2sc") if tag in asked and not knows(face, style.features, (tag,), text)
    ]
    if "onum" in asked and "onum" not in face.features and any(map(str.isdigit, text)) and not _old_style(face):
        found.append("onum")
    return found


def knows(face: Face, features: Features, tags: tuple[str, ...], text: str) -> bool:
    """Has the face a glyph of its own under these features for every character of a text that they are about?"""
    return all(_changes(face, features, tag, character) for tag in tags for character in text if ABOUT[tag](character))


#: What the features are about: letters that have no capital of one letter (ß) stay as they are.
ABOUT: Final[dict[str, Callable[[str], bool]]] = {
    "sups": str.isalnum,
    "smcp": lambda character: character.islower() and len(character.upper()) == 1,
    "c2sc": str.isupper,
}


@lru_cache(maxsize=4096)
def _changes(face: Face, features: Features, tag: str, character: str) -> bool:
    without = tuple(feature for feature in features if feature[0] != tag)
    own, plain = shaper(face, features).shape_anew(character), shaper(face, without).shape_anew(character)
    return own.glyphs != plain.glyphs


@lru_cache(maxsize=64)
def _old_style(face: Face) -> bool:
    """Are the face's ordinary figures old-style ones, some of which stand below the line?"""
    return shaper(face, ()).depth("9") > OLD_STYLE


def _without(style: TextStyle, *tags: str) -> TextStyle:
    return replace(style, features=tuple(feature for feature in style.features if feature[0] not in tags))


def asked_of(style: TextStyle) -> Asked:
    """What a style asks of its face; a face of optical sizes is taken at the size of the type, in pt."""
    return Asked(style.weight, style.italic, style.stretch, style.size, style.axes)


#: The strands of some marks, and the families, where the catalogue has none of them.
_Chain = tuple[tuple[Strand, ...], tuple[str, ...] | None]
#: The chains of each style and catalogue, by identity: they hold much, and to hash them takes longer than to set a line.
#: The values hold both, so that no other object can take their place.
_CHAINS: Final[dict[tuple[int, int], tuple[RoleStyle, Catalogue, dict[Marks, _Chain]]]] = {}
MOST_CHAINS: Final = 512


def _chains_of(style: RoleStyle, catalogue: Catalogue) -> dict[Marks, _Chain]:
    key = (id(style), id(catalogue))
    known = _CHAINS.get(key)
    if known is None:
        if len(_CHAINS) >= MOST_CHAINS:
            _CHAINS.clear()
        known = _CHAINS[key] = (style, catalogue, {})
    return known[2]


class Strands:
    """The strands of a block: by the marks over a character, and by the first face of the chain that has it."""

    def __init__(self, style: RoleStyle, catalogue: Catalogue) -> None:
        self._style = style
        self._catalogue = catalogue
        self._chains = _chains_of(style, catalogue)
        #: the chains of families that were asked for and of which the catalogue holds none
        self.missing_families: dict[tuple[str, ...], None] = {}

    def chain(self, marks: Marks) -> tuple[Strand, ...]:
        """The strands that may set text under some marks, the best first; never empty (Refused without any font)."""
        known = self._chains.get(marks)
        if known is None:
            known = self._chains[marks] = self._made(marks)
        strands, missing = known
        if missing is not None:
            self.missing_families[missing] = None
        return strands

    def _made(self, marks: Marks) -> _Chain:
        text = self._style.text(marks)
        faces = self._catalogue.chain(text.family, asked_of(text))
        missing = None if faces else text.family
        upright = self._catalogue.upright()
        faces = faces or ((upright,) if upright is not None else ())
        if not faces:
            raise Refused((*self._catalogue.problems, Problem.of("no-fonts", "error")))
        return tuple([strand_of(text, face) for face in faces]), missing
