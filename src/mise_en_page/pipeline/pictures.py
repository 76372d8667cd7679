"""Pictures made ready for the press: those of articles in their boxes, and what a layout shows besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mise_en_page import composition, reading, rendering
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.drawn import Raster
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Span
from mise_en_page.pagination.makeup import MadeUpPage, PlacedPicture, placed_pictures
from mise_en_page.press.cache import Cache
from mise_en_page.press.job import Swatch
from mise_en_page.processes.activity import doing

if TYPE_CHECKING:
    from mise_en_page.press.drawing import Families

#: Width and height in pt, the focus (0..1 across and down), and the second ink of a duotone.
_Box = tuple[float, float, tuple[float, float], tuple[float, float, float, float] | None]


#: A colour of a theme, as a layout's stylesheet begins with it; and as a drawing asks for it, with what holds without one.
SAID = re.compile(r"^:root \{ (?P<name>--theme-[a-z]+): (?P<inks>device-cmyk\([^()]*\)) \}$", re.MULTILINE)
ASKED = re.compile(rb"var\(\s*(?P<name>--theme-[a-z]+)\s*,\s*(?P<inks>device-cmyk\([^()]*\))\s*\)")


@dataclass(frozen=True, slots=True)
class Press:
    """For which printer; where pictures are kept from one build to the next; the families that drawings may be set in; the
    inks that a layout's theme has for the roles of its colours, as CSS.
    """

    profile: Profile
    cache: Cache | None = None
    families: Families | None = None
    theme: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, profile: Profile, cache: Cache | None, catalogue: composition.Catalogue) -> Press:
        """For pages in some fonts: a drawing's text is in the first upright face's family where its own is not there."""
        from mise_en_page.press.drawing import Families  # noqa: PLC0415

        instead = next((face.family for face in catalogue.faces if not face.italic), "")
        known = frozenset(name for face in catalogue.faces for name in face.families)
        characters = frozenset(point for face in catalogue.faces for point in face.characters)
        return cls(profile, cache, Families(known, instead, characters) if instead else None)

    def dressed(self, layout: Layout) -> Press:
        """For a page in a layout: what its drawings ask for by ``var(--theme-accent, …)`` has the theme's inks."""
        said = rendering.with_stand_ins(layout.stylesheet)
        return replace(self, theme=tuple((match["name"], match["inks"]) for match in SAID.finditer(said)))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page's pictures for the press, the inks that drawings' colours stand for, and what was noticed.

    ``whole``: each picture could be made ready, so that the page can be drawn, whatever else is wrong with them.
    """

    pictures: Mapping[PlacedPicture, bytes | Raster]
    swatches: tuple[Swatch, ...] = ()
    problems: tuple[Problem, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Ready:
    """One picture: in inks, a drawing with stand-ins for its inks, or None for what cannot be printed."""

    data: bytes | Raster | None
    problems: tuple[Problem, ...]
    swatches: tuple[Swatch, ...] = ()


def prepare_pictures(page: MadeUpPage, root: Path, press: Press, ask: Ask = at_once) -> Prepared:
    """Every raster picture of a page in the profile's inks, cropped to its box; every drawing (SVG) with its inks."""
    pictures: dict[PlacedPicture, bytes | Raster] = {}
    swatches: dict[tuple[int, int, int], Swatch] = {}
    problems: list[Problem] = []
    whole = True
    for placed in placed_pictures(page):
        box = (placed.width, placed.height, placed.focus, placed.duotone)
        ready = ask(_of_file, placed.picture.file, root, press, box, frozenset(swatches.values()), placed.fit == "contain")
        problems += ready.problems
        swatches |= {swatch.rgb: swatch for swatch in ready.swatches}
        whole = whole and ready.data is not None
        if ready.data is not None:
            pictures[placed] = ready.data
    return Prepared(pictures, tuple(swatches.values()), tuple(dict.fromkeys(problems)), whole)


def _of_file(file: str, root: Path, press: Press, box: _Box, taken: frozenset[Swatch], whole: bool = False) -> _Ready:
    """``whole``: all of it is shown, as large as its box lets it be."""
    data = plain_bytes(root / file, root, limits.IMAGE_BYTES)
    if whole and not reading.looks_like_svg(data):
        from mise_en_page.reading.images import seen  # noqa: PLC0415 - an issue without pictures does without

        size = seen(data)[0]
        scale = min(box[0] / size[0], box[1] / size[1])
        box = (size[0] * scale, size[1] * scale, (0.5, 0.5), box[3])
    return _ready(file, data, press, box, taken)


def in_inks(file: str, data: bytes, press: Press, size: tuple[float, float]) -> _Ready:
    """A picture for a box of some size (width and height in pt), cropped around its middle."""
    return _ready(file, data, press, (*size, (0.5, 0.5), None), frozenset())


def _ready(file: str, data: bytes, press: Press, box: _Box | None, taken: frozenset[Swatch]) -> _Ready:
    from mise_en_page.press.drawing import prepare_drawing  # noqa: PLC0415 - an issue without pictures does without
    from mise_en_page.press.images import prepare_image  # noqa: PLC0415

    doing(say("doing/prepare-picture", file=file), Span(file))
    if reading.looks_like_svg(data):
        inks = {name.encode(): said.encode() for name, said in press.theme}
        data = ASKED.sub(lambda match: inks.get(match["name"], match["inks"]), data)
        drawing = prepare_drawing(data, file, press.profile, taken, press.families)
        return _Ready(drawing.data or None, drawing.problems, drawing.swatches)
    prepare = press.cache.prepare if press.cache is not None else prepare_image
    if box is None:
        made = prepare(data, file, press.profile, None)
    else:
        made = prepare(data, file, press.profile, box[:2], *box[2:])
    raster = Raster(made.data, made.mask, (made.width, made.height)) if made.data else None
    return _Ready(raster, made.problems)


@dataclass(slots=True)
class OwnPictures:
    """Makes ready what a page's layout shows besides its articles' pictures; gathers what is to be told of them.

    ``swatches`` begin with those of the articles' pictures.
    """

    press: Press
    swatches: tuple[Swatch, ...]
    problems: tuple[Problem, ...] = ()
    _made: dict[str, Raster | bytes | None] = field(default_factory=dict)

    def prepare(self, file: str, data: bytes) -> Raster | bytes | None:
        """A picture's pixels in inks, a drawing with stand-ins for its inks; None for what cannot be printed."""
        if file not in self._made:
            ready = _ready(file, data, self.press, None, frozenset(self.swatches))
            self.swatches = tuple(dict.fromkeys((*self.swatches, *ready.swatches)))
            self.problems += ready.problems
            self._made[file] = ready.data
        return self._made[file]


def spot_swatches(layout: Layout, profile: Profile) -> tuple[tuple[Swatch, ...], list[Problem]]:
    """The spot inks that a layout names, and the inks of its gradients; an error for each spot ink that the press profile
    does not know.
    """
    known = dict(zip(profile.spots, profile.looks, strict=False))
    swatches: dict[str, Swatch] = {}
    problems = []
    for name, where in rendering.spot_inks(layout):
        if name in known:
            swatches[name] = Swatch(name, (0, 0, 0), known[name], spot=True, stand_in=rendering.stand_in(name))
        else:
            problems.append(Problem.of("spot-ink", "error", where, profile=profile.name, name=name))
    mixed = (Swatch("", rgb, inks) for rgb, inks in rendering.mixed_inks(layout))
    return (*swatches.values(), *mixed), problems
