"""The catalogue of fonts: what the publication's own font files hold.

Families and weights are matched as CSS Fonts 4 §5.2 says; the line box's ascent and descent are those that HarfBuzz and
Pango take (hhea, or OS/2 typo when USE_TYPO_METRICS is set). Nothing outside the given folders is ever read, so the same
publication gives the same lines on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from mise_en_page import limits
from mise_en_page.composition.tables import FAMILY_NAMES, Facts, Metrics, facts
from mise_en_page.plain import plain_bytes
from mise_en_page.problem import Problem, Span

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

ENDINGS = frozenset({".otf", ".ttf", ".ttc", ".otc", ".woff", ".woff2"})
#: A text font weighs 50 to 500 KB, a large CJK one 20 MB: what is over this is not a font for a briefs page.
LARGEST = limits.FONT_BYTES

USE_TYPO_METRICS = 1 << 7  # OS/2 fsSelection, bit 7
ITALIC = 1  # OS/2 fsSelection, bit 0
NORMAL, MEDIUM = 400, 500  # the two weights that CSS treats as one another's first neighbours


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file. ``ascent`` and ``descent`` (positive, down) are fractions of the em.

    ``key`` names the face in the catalogue: the file's path below its folder, and ``#n`` for the n-th of a collection.
    ``families`` are all the names under which CSS may ask for it; ``digest`` tells two contents of one path apart.
    """

    key: str
    path: Path
    number: int
    family: str
    families: tuple[str, ...]
    weight: int
    italic: bool
    units_per_em: int
    ascent: float
    descent: float
    digest: str
    characters: frozenset[int] = field(compare=False, repr=False)
    features: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def covers(self, character: str) -> bool:
        return ord(character) in self.characters


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The faces that a publication may use, in the order of their keys, and what was wrong with its font files."""

    faces: tuple[Face, ...]
    problems: tuple[Problem, ...] = ()
    _chains: dict[tuple[tuple[str, ...], int, bool], tuple[Face, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def read(cls, *folders: Path) -> Catalogue:
        """Every font file below some folders, each once; a damaged one is a Problem and is left out.

        So is one that a link leads to outside of the folder which holds ``folder``, the publication: nothing there is read.
        """
        faces: list[Face] = []
        problems: list[Problem] = []
        seen: set[Path] = set()
        for folder in folders:
            publication = folder.parent.resolve()
            for path in sorted(_font_files(folder)):
                name = path.relative_to(folder).as_posix()
                if (real := path.resolve()) in seen:
                    continue
                seen.add(real)
                if not real.is_relative_to(publication):
                    problems.append(_outside(name))
                    continue
                try:
                    faces.extend(_read_file(path, name))
                except Exception as error:  # fontTools raises struct.error, KeyError, AssertionError… on damaged files
                    problems.append(_damaged(name, error))
        return cls(tuple(faces), tuple(problems))

    def face(self, key: str) -> Face:
        """The face of a key (KeyError if there is none)."""
        for face in self.faces:
            if face.key == key:
                return face
        raise KeyError(key)

    def chain(self, families: tuple[str, ...], weight: int, italic: bool) -> tuple[Face, ...]:
        """For each family that the catalogue holds, its nearest face, in the order of the chain; maybe none."""
        wanted = (families, weight, italic)
        if wanted not in self._chains:
            found = (self._nearest(family, weight, italic) for family in families)
            self._chains[wanted] = tuple(dict.fromkeys(face for face in found if face is not None))
        return self._chains[wanted]

    def match(self, families: tuple[str, ...], weight: int = 400, italic: bool = False) -> Face | None:
        """The nearest face of the first family that the catalogue holds; None if it holds none of them."""
        chain = self.chain(families, weight, italic)
        return chain[0] if chain else None

    def _nearest(self, family: str, weight: int, italic: bool) -> Face | None:
        name = family.strip("\"' ").casefold()
        same = [face for face in self.faces if name in face.families]
        if not same:
            return None
        return min(same, key=lambda face: (face.italic != italic, _weight_rank(weight, face.weight)))


def _weight_rank(wanted: int, weight: int) -> tuple[int, int]:
    """How CSS orders the weights at hand: the less, the nearer (CSS Fonts 4 §5.2, font-weight)."""
    distance = abs(weight - wanted)
    if NORMAL <= wanted <= MEDIUM:
        if wanted <= weight <= MEDIUM:
            return 0, distance
        return (1, distance) if weight < wanted else (2, distance)
    heavier_first = wanted > MEDIUM
    right_side = weight >= wanted if heavier_first else weight <= wanted
    return (0 if right_side else 1), distance


def _font_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and not path.is_dir())


def _outside(name: str) -> Problem:
    message = f"The font file {name} is a link that leads out of the publication."
    return Problem("outside", "error", message, "Copy the file itself into fonts/.", Span(name))


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{type(error).__name__}: {error}"


def _damaged(name: str, error: Exception) -> Problem:
    return Problem(
        "font-damaged",
        "error",
        f"The font file {name} cannot be read ({_words(error)}).",
        "Copy the file again from the foundry's archive, or remove it.",
        Span(name),
    )


def _read_file(path: Path, name: str) -> list[Face]:
    data = plain_bytes(path, limit=LARGEST)
    digest = hashlib.sha256(data).hexdigest()
    plain = facts(data)
    if plain is not None:
        return [_face(plain, path, name, 0, digest)]
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415 - a heavy import, for what is not plain

    if data[:4] == b"ttcf":
        with TTCollection(BytesIO(data), lazy=True) as collection:
            return [_face(_facts_of(font), path, f"{name}#{n}", n, digest) for n, font in enumerate(collection.fonts)]
    with TTFont(BytesIO(data), lazy=True) as font:
        return [_face(_facts_of(font), path, name, 0, digest)]


def _facts_of(font: TTFont) -> Facts:
    """A face's facts by fontTools, which reads every kind of file, and has a word for each damage."""
    names = [font["name"].getDebugName(number) for number in FAMILY_NAMES]
    os2 = font.get("OS/2")
    metrics = None
    if os2:
        typo = os2.sTypoAscender, os2.sTypoDescender
        metrics = Metrics(os2.usWeightClass, os2.fsSelection, *typo, os2.usWinAscent, os2.usWinDescent)
    head, hhea = font["head"], font["hhea"]
    return Facts(
        names=tuple(found for found in names if found),
        units_per_em=head.unitsPerEm,
        mac_style=head.macStyle,
        ascent=hhea.ascent,
        descent=hhea.descent,
        metrics=metrics,
        characters=frozenset(font.getBestCmap() or ()),
        features=_features(font),
    )


def _face(read: Facts, path: Path, key: str, number: int, digest: str) -> Face:
    if not read.names:
        raise ValueError("no family name")
    metrics = read.metrics
    ascent, descent = _extents(read)
    return Face(
        key=key,
        path=path,
        number=number,
        family=read.names[0],
        families=tuple(dict.fromkeys(name.casefold() for name in read.names)),
        weight=metrics.weight if metrics else 700 if read.mac_style & 1 else 400,
        italic=bool(metrics.selection & ITALIC if metrics else read.mac_style & 2),
        units_per_em=read.units_per_em,
        ascent=ascent / read.units_per_em,
        descent=descent / read.units_per_em,
        digest=digest,
        characters=read.characters,
        features=read.features,
    )


def _extents(read: Facts) -> tuple[int, int]:
    """Ascent and descent (positive) as hb_font_get_h_extents takes them: typo if asked for, hhea, typo, win."""
    metrics = read.metrics
    if metrics is None:
        return read.ascent, -read.descent
    typo = bool(metrics.typo_ascender or metrics.typo_descender)
    if typo and metrics.selection & USE_TYPO_METRICS:
        return metrics.typo_ascender, -metrics.typo_descender
    if read.ascent or read.descent:
        return read.ascent, -read.descent
    if typo:
        return metrics.typo_ascender, -metrics.typo_descender
    return metrics.win_ascent, metrics.win_descent


def _features(font: TTFont) -> frozenset[str]:
    if "GSUB" not in font or not font["GSUB"].table.FeatureList:
        return frozenset()
    return frozenset(record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord)


def bare_file(path: Path) -> bytes:
    """A font file as bare OpenType, which is what HarfBuzz reads: WOFF and WOFF2 are unpacked."""
    data = path.read_bytes()
    if data[:3] != b"wOF":
        return data
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a heavy import, for packed fonts

    bare = BytesIO()
    with TTFont(BytesIO(data)) as packed:
        packed.flavor = None
        packed.save(bare, reorderTables=None)
    return bare.getvalue()
