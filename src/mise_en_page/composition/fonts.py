"""The catalogue of fonts: what the publication's own font files hold.

Families, widths, styles and weights are matched as CSS Fonts 4 §5.2 says; a variable font gives an instance for whatever
its axes reach. Nothing outside the given folders is ever read, so the same publication gives the same lines on every
machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Final, NamedTuple

import uharfbuzz as hb

from mise_en_page.composition import programs
from mise_en_page.composition.programs import At
from mise_en_page.composition.tables import Axis, Facts, Unsound, facts, name_key
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import Message
from mise_en_page.model.problem import Problem, Span

ENDINGS = frozenset({".otf", ".ttf", ".ttc", ".otc", ".woff", ".woff2"})
#: A text font weighs 50 to 500 KB, a large CJK one 20 MB: what is over this is not a font for a briefs page.
LARGEST = limits.FONT_BYTES

NORMAL, MEDIUM = 400, 500  # the two weights that CSS treats as one another's first neighbours
#: Letters and signs of French: of two faces that are equally near, the one that has more of them comes first.
FRENCH: Final = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789éèàçêœÉ« »’.,;:!?()–—… "))


class Asked(NamedTuple):
    """What CSS asks of a face, besides its family. ``stretch`` in percent; ``opsz``: for this size in pt, if for any;
    ``settings``: places of axes that are named themselves (font-variation-settings).
    """

    weight: int = NORMAL
    italic: bool = False
    stretch: float = 100.0
    opsz: float | None = None
    settings: At = ()


#: What is asked where nothing is said.
PLAIN: Final = Asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class Face(Facts):
    """One face of a font file.

    ``key`` names the face in the catalogue: the file's path below its folder, ``#n`` for the n-th of a collection, and
    ``@wght=620`` and so on for an instance of a variable font, of which ``at`` are the places of all its axes; ``digest``
    tells two contents of one path apart.
    """

    key: str
    path: Path
    number: int
    digest: str
    at: At = ()

    def covers(self, character: str) -> bool:
        return ord(character) in self.characters

    def program(self) -> bytes:
        """The face alone as OpenType, packed no more, its axes pinned."""
        return programs.program(self.path, self.digest, self.number, self.at)

    def axis(self, tag: str) -> Axis | None:
        return next((axis for axis in self.axes if axis.tag == tag), None)

    def instance(self, at: Mapping[str, float]) -> Face:
        """A variable font's instance, its other axes at their default; weight, width and slope are what they then are."""
        pinned = tuple(
            (axis.tag, round(min(max(at.get(axis.tag, axis.default), axis.least), axis.most), 2)) for axis in self.axes
        )
        said = dict(pinned)
        moved = ",".join(f"{axis.tag.strip()}={said[axis.tag]:g}" for axis in self.axes)
        made = replace(
            self,
            key=f"{self.key}@{moved}",
            weight=round(said.get("wght", self.weight)),
            stretch=said.get("wdth", self.stretch),
            italic=self.italic or bool(said.get("ital") or said.get("slnt")),
            axes=(),
            at=pinned,
        )
        extents = hb.Font(hb.Face(made.program())).get_font_extents("ltr")
        if extents.ascender or extents.descender:  # fonts may move them with their axes (MVAR)
            units = self.units_per_em
            return replace(made, ascent=extents.ascender / units, descent=-extents.descender / units)
        return made


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The faces that a publication may use, in the order of their keys, and what was wrong with its font files."""

    faces: tuple[Face, ...]
    problems: tuple[Problem, ...] = ()
    _chains: dict[tuple[tuple[str, ...], Asked], tuple[Face, ...]] = field(default_factory=dict, compare=False, repr=False)
    _instances: dict[str, Face] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, folder: Path) -> Catalogue:
        """Every font file below a folder, each once; a damaged one is a Problem and is left out.

        So is one that a link leads to outside of the folder which holds ``folder``, the publication: nothing there is read.
        """
        faces: list[Face] = []
        problems: list[Problem] = []
        seen: set[Path] = set()
        publication = folder.parent.resolve()
        for path in sorted(_font_files(folder)):
            name = path.relative_to(folder).as_posix()
            if (real := path.resolve()) in seen:
                continue
            seen.add(real)
            if not real.is_relative_to(publication):
                problems.append(Problem.of("outside/font", "error", Span(name), name=name))
                continue
            try:
                faces.extend(_read_file(path, name))
            except Exception as error:  # fontTools raises struct.error, KeyError, AssertionError… on damaged files
                problems.append(Problem.of("font-damaged", "error", Span(name), name=name, why=_why(error)))
        return cls(tuple(faces), tuple(problems))

    def face(self, key: str) -> Face:
        """The face of a key (KeyError if there is none); an instance is made where another process had made it."""
        found = self._instances.get(key)
        if found is None:
            file, at, places = key.rpartition("@")
            found = next((face for face in self.faces if face.key == key), None)
            whole = next((face for face in self.faces if at and face.key == file and face.axes), None)
            if found is None and whole is not None:
                moved = dict(place.split("=") for place in places.split(","))
                found = whole.instance({axis.tag: float(moved[axis.tag.strip()]) for axis in whole.axes})
            if found is None:
                raise KeyError(key)
            self._instances[key] = found
        return found

    def chain(self, families: tuple[str, ...], asked: Asked = PLAIN) -> tuple[Face, ...]:
        """For each family that the catalogue holds, its nearest faces, in the order of the chain; maybe none.

        A family may be spread over several files, by characters: then they follow each other.
        """
        wanted = (families, asked)
        if wanted not in self._chains:
            found = (face for family in families for face in self._nearest(family, asked))
            self._chains[wanted] = tuple(dict.fromkeys(found))
        return self._chains[wanted]

    def family(self, name: str) -> tuple[Face, ...]:
        """The faces of a family as their files have them: variable fonts as one."""
        key = name_key(name)
        return tuple(face for face in self.faces if key in face.families)

    def upright(self) -> Face | None:
        """A face to write with that everybody can read: the first one that is not italic and has the letters of French."""
        faces = [face for face in self.faces if not face.italic]
        first = max(faces, key=lambda face: len(FRENCH & face.characters), default=None)
        return first if first is None or not first.axes else first.instance({})

    def _nearest(self, family: str, asked: Asked) -> list[Face]:
        same = self.family(family)
        if not same:
            return []
        best = min(_distance(face, asked) for face in same)
        tied = [face for face in same if _distance(face, asked) == best]
        tied.sort(key=lambda face: (-len(FRENCH & face.characters), face.key))
        return [self.instance(face, asked) if face.axes else face for face in tied]

    def instance(self, face: Face, asked: Asked) -> Face:
        """A variable face as it comes nearest to what is asked."""
        at: dict[str, float] = {"wght": asked.weight, "wdth": asked.stretch}
        if asked.opsz is not None:
            at["opsz"] = asked.opsz
        if asked.italic and not face.italic:
            slope = face.axis("slnt")
            at |= {"ital": 1.0, "slnt": slope.least if slope and slope.least < 0 else slope.most if slope else 0.0}
        made = face.instance(at | dict(asked.settings))
        return self._instances.setdefault(made.key, made)


def _distance(face: Face, asked: Asked) -> tuple[tuple[int, float], int, tuple[int, float]]:
    """How far a face is from what is asked, as CSS orders it: by width, by style, by weight."""
    width = _nearness(asked.stretch, _reach(face, "wdth", face.stretch), asked.stretch > 100)
    return width, _style_rank(asked.italic, face), _weight_rank(asked.weight, face)


def _reach(face: Face, tag: str, own: float) -> tuple[float, float]:
    axis = face.axis(tag)
    return (axis.least, axis.most) if axis else (own, own)


def _nearness(wanted: float, reach: tuple[float, float], more_first: bool) -> tuple[int, float]:
    """How far a face's value is from the one wanted, those on the side that CSS asks first before the others."""
    value = min(max(wanted, reach[0]), reach[1])
    right_side = value >= wanted if more_first else value <= wanted
    return int(not right_side), abs(value - wanted)


def _style_rank(italic: bool, face: Face) -> int:
    if face.italic:
        return 0 if italic else 2
    return (1 if face.axis("ital") or face.axis("slnt") else 2) if italic else 0


def _weight_rank(wanted: int, face: Face) -> tuple[int, float]:
    """How CSS orders the weights at hand: the less, the nearer (CSS Fonts 4 §5.2, font-weight)."""
    reach = _reach(face, "wght", face.weight)
    if not NORMAL <= wanted <= MEDIUM:
        return _nearness(wanted, reach, wanted > MEDIUM)
    weight = min(max(wanted, reach[0]), reach[1])
    return 0 if wanted <= weight <= MEDIUM else 1 if weight < wanted else 2, abs(weight - wanted)


def _font_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and not path.is_dir())


def _why(error: Exception) -> Message | str:
    if isinstance(error, Unsound):
        return error.said
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, ValueError) and str(error):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _read_file(path: Path, name: str) -> list[Face]:
    data = plain_bytes(path, limit=LARGEST)
    digest = hashlib.sha256(data).hexdigest()
    bare = programs.unpacked(data, digest)
    several = bare[:4] == programs.COLLECTION
    keys = [f"{name}#{n}" for n in range(hb.Face(bare).count)] if several else [name]
    found = []
    for number, key in enumerate(keys):
        read = facts(programs.sound(bare, digest, number))
        values = {each.name: getattr(read, each.name) for each in fields(read)}
        found.append(Face(key=key, path=path, number=number, digest=digest, **values))
    return found
