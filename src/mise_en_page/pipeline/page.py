"""A page from what was written to its art in inks, and everything that is to be told of it.

Pages know nothing of each other (the two of a spread are made together), so they can be made by several processes side by
side, and kept: what a page becomes depends on its own texts and pictures, and on what all pages have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mise_en_page import composition, pagination, reading, rendering, typography
from mise_en_page.composition.galley import Styles
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.drawn import Drawn, Raster, Standing
from mise_en_page.model.issue import Issue, Page, Placement, Publication
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.pagination.makeup import Fit, MadeUpPage, PlacedPicture, placed_pictures
from mise_en_page.preflight.judge import Findings
from mise_en_page.press.art import Art, prepare_art
from mise_en_page.press.cache import Cache
from mise_en_page.press.job import Job, Swatch
from mise_en_page.processes.activity import doing
from mise_en_page.typography import Correction

if TYPE_CHECKING:
    from mise_en_page.press.drawing import Families
    from mise_en_page.press.images import Prepared as PreparedImage

#: The stages of the road, in order: what is wrong is told by stage, and then page by page.
STAGES = ("typography", "fonts", "cascade", "assign", "set", "pictures", "draw", "ink")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, made. ``number`` is its place among those that were made with it, from 1, and in all that is told of it;
    ``problems`` come with their stage's place in ``STAGES``; ``art`` is None where it has no inks; ``files``: what the
    layout asked for besides its own, relative to the publication; ``findings`` are those of its preflight, as of a first
    page.
    """

    number: int
    fits: tuple[Fit, ...]
    corrections: tuple[Correction, ...]
    problems: tuple[tuple[int, Problem], ...]
    standing: tuple[Standing, ...] = ()
    art: Art | None = None
    files: frozenset[str] = frozenset()
    findings: Findings | None = None

    def at(self, before: int) -> MadePage:
        """The page at its place in the issue, where so many pages stand before its unit; its findings stay as they are."""
        problems = tuple((stage, _further(problem, before)) for stage, problem in self.problems)
        return replace(self, number=self.number + before, problems=problems)


def _further(problem: Problem, pages: int) -> Problem:
    """A problem so many pages further on."""
    if not isinstance(problem.where, Spot):
        return problem
    return replace(problem, where=replace(problem.where, page=problem.where.page + pages))


@dataclass(frozen=True, slots=True)
class SetUnit:
    """The pages of a unit as far as their texts could be set: ``pages`` corrected, ``made_up`` (empty where something
    before is wrong), and what was told. ``drawable``: nothing is wrong with their layout's styles.
    """

    pages: tuple[Page, ...]
    corrections: tuple[tuple[Correction, ...], ...]
    made_up: tuple[MadeUpPage, ...]
    problems: tuple[tuple[int, Problem], ...]
    drawable: bool


@dataclass(slots=True)
class Setter:
    """Sets and makes up the pages of one issue. What they have in common is made when it is first needed.

    ``ask`` may keep what was made (keep.py). Where a font file is wrong, no text is set.
    """

    read: reading.Read
    catalogue: composition.Catalogue
    ask: Ask = at_once
    _styles: dict[str, tuple[Styles, tuple[Problem, ...]]] = field(default_factory=dict)
    _phases: Mapping[float, float] | None = None

    def units(self) -> list[tuple[int, ...]]:
        """The pages that are made together, by their places from 0: each alone, or both of a spread."""
        units: list[list[int]] = []
        for number, page in enumerate(self.read.issue.pages):
            if page.part and units:
                units[-1].append(number)
            else:
                units.append([number])
        return [tuple(unit) for unit in units]

    def set(self, unit: tuple[int, ...]) -> SetUnit:
        """The pages of a unit, made up if they can be. What is wrong with them is among what is told."""
        told, issue = Told(), self.read.issue
        pages = [issue.pages[number] for number in unit]
        corrections: list[tuple[Correction, ...]] = [() for _ in unit]
        with told.refusals("typography"):
            policy = self.ask(_policy, issue.publication)
            for n, page in enumerate(pages):
                done = self.ask(typography.correct_page, page, issue.source, policy, self.ask)
                corrections[n], pages[n] = done.corrections, done.page
                told.tell(done.problems)
        issue = replace(issue, pages=tuple(pages))
        layout = self.read.layouts[pages[0].layout]
        made_up: tuple[MadeUpPage, ...] = ()
        styles = Styles({})
        with told.refusals("cascade"):
            styles = self._styled(layout, issue, told)
        with told.refusals("assign"):
            filled = self.ask(pagination.assign, pages[0], layout)
            told.tell(filled.problems)
        drawable = not told.wrong
        if not told.hindered and not has_errors(self.catalogue.problems):
            with told.refusals("set"):
                made_up = self._made_up(issue, layout, styles, filled, told)
        return SetUnit(tuple(pages), tuple(corrections), made_up, tuple(told.problems), drawable)

    def _made_up(
        self, issue: Issue, layout: Layout, styles: Styles, filled: pagination.Assigned, told: Told
    ) -> tuple[MadeUpPage, ...]:
        """The pages of an issue that holds nothing but one unit, made up."""
        told.tell(rendering.judge_features(styles, self.catalogue, layout, stretches_of(filled.pairs, styles)))
        hyphenate = self.ask(typography.hyphenator, issue.publication)
        assigned = [(page, filled.pairs if n == 0 else ()) for n, page in enumerate(issue.pages)]
        layouts = {layout.name: layout}
        galley = composition.compose(assigned, layouts, {layout.name: styles}, self.catalogue, hyphenate, self.ask)
        makeup = pagination.make_up(galley, layouts, self._baselines(), self.ask)
        told.tell(composition.problems_of(galley))
        told.tell(pagination.problems(makeup))
        return makeup.pages

    def _styled(self, layout: Layout, issue: Issue | None, told: Told) -> Styles:
        """A layout's styles; those of marks that no page had before are asked for when one has them."""
        known = self._styles.get(layout.name)
        if known is None:
            doing(say("doing/read-styles", layout=layout.name), Span(f"{layout.folder}/style.css"))
            likely = rendering.likely_marks(self.read.issue, self.ask)
            styles, problems = self.ask(rendering.styles, layout, likely, self.read.root)
            used = faces_asked(self.read.issue, layout, styles)
            problems = (*problems, *self.ask(rendering.judge_faces, styles, layout, self.catalogue, used))
            known = self._styles[layout.name] = styles, problems
        if issue is not None and known[0].by_role:
            wanted = rendering.marks_in_use(issue, self.ask)
            if missing := rendering.missing_marks(known[0], wanted):
                more, _ = self.ask(rendering.styles, layout, missing, self.read.root)
                known = self._styles[layout.name] = self.ask(rendering.joined, known[0], more), known[1]
        told.tell(known[1])
        return known[0]

    def _baselines(self) -> Mapping[float, float]:
        """Those of all pages whose layouts have styles: the others are told of already."""
        if self._phases is None:
            issue, layouts = self.read.issue, self.read.layouts
            styles = {name: self._styled(layouts[name], None, Told()) for name in {page.layout for page in issue.pages}}
            pages = [page for page in issue.pages if styles[page.layout].by_role]
            self._phases = pagination.phases(pages, layouts, styles, self.catalogue)
        return self._phases


@dataclass(frozen=True, slots=True)
class Work:
    """A unit made: as it was set, and each of its pages as it was drawn (None where it could not be) and made."""

    set: SetUnit
    drawn: tuple[Drawn | None, ...]
    pages: tuple[MadePage, ...]


@dataclass(slots=True)
class Maker:
    """Makes the pages of one issue for one printer: ``setter`` sets them, and here they are drawn and put in inks."""

    setter: Setter
    profile: Profile
    cache: Cache | None = None
    _pages: rendering.Pages | None = None
    _families: Families | None = None

    @property
    def read(self) -> reading.Read:
        return self.setter.read

    def make(self, unit: tuple[int, ...]) -> tuple[MadePage, ...]:
        """The pages of a unit. What is wrong with them is among what they tell."""
        return self.work(unit).pages

    def work(self, unit: tuple[int, ...]) -> Work:
        """The pages of a unit, with what they were made of. One fault hides no other that can be known without it."""
        done = self.setter.set(unit)
        told = Told(list(done.problems))
        inked = [self._inked(n, number + 1, done, told) for n, number in enumerate(unit)]
        shared = tuple(told.problems)
        pages = tuple(
            MadePage(
                n + 1,
                done.made_up[n].fits if done.made_up else (),
                done.corrections[n],
                shared if n == 0 else (),
                _standing(done.made_up[n], each.drawn) if done.made_up else (),
                each.art,
                each.files,
            )
            for n, each in enumerate(inked)
        )
        return Work(done, tuple(each.drawn for each in inked), pages)

    def _inked(self, place: int, number: int, done: SetUnit, told: Told) -> _Inked:
        """A page, at a ``place`` of its unit and ``number`` of the issue, in inks; or as far as it can be made."""
        layout = self.read.layouts[done.pages[place].layout]
        if not done.made_up:
            with told.refusals("draw"):
                rendering.judge_template(layout)
            return _Inked()
        if self._pages is None:
            self._pages = rendering.Pages(self.read.root, self.setter.catalogue)
        page, made_up = done.pages[place], done.made_up[place]
        told.stage("pictures")
        spots, unknown = spot_swatches([layout], self.profile)
        told.tell(unknown)
        families = self._families = self._families or families_of(self.setter.catalogue)
        prepared = prepare_pictures(made_up, self.read.root, self.profile, self.cache, families)
        told.tell(prepared.problems)
        own = OwnPictures(self.profile, self.cache, prepared.swatches, families)
        with told.refusals("draw"):
            if not (done.drawable and prepared.whole):
                self._pages.judge(page, made_up, layout, self.read.issue)
                return _Inked()
            drawn = self._pages.draw(page, made_up, layout, self.read.issue, prepared.pictures, own.prepare)
            told.tell(drawn.problems)
        told.tell(own.problems)
        if told.refused or unknown or has_errors(own.problems):
            return _Inked(None if told.refused else drawn)
        with told.refusals("ink"):
            job = replace(job_of(self.read, self.setter.catalogue, (number,)), swatches=(*spots, *own.swatches))
            art = prepare_art(drawn, self.profile, job, place + 1)
            return _Inked(drawn, art, self._pages.served)
        return _Inked(drawn)


def _standing(made_up: MadeUpPage, drawn: Drawn | None) -> tuple[Standing, ...]:
    """What stands on a page: its content, then what its layout paints."""
    return (*pagination.standing(made_up), *(drawn.painting if drawn is not None else ()))


@dataclass(frozen=True, slots=True)
class _Inked:
    """How far a page came; ``files``: what the layout asked for besides its own."""

    drawn: Drawn | None = None
    art: Art | None = None
    files: frozenset[str] = frozenset()


#: Faults of a stylesheet that leave the text where it stands: it is set all the same, and what is wrong with it told too.
HARMLESS = frozenset(("colour", "resource", "face-not-found"))


@dataclass(slots=True)
class Told:
    """What is told of some pages, by stage. ``refused``: the last room that was asked refused."""

    problems: list[tuple[int, Problem]] = field(default_factory=list)
    refused: bool = False
    _stage: int = 0

    def stage(self, name: str) -> None:
        self._stage = STAGES.index(name)

    def tell(self, problems: Sequence[Problem]) -> None:
        self.problems += [(self._stage, problem) for problem in problems]

    @property
    def wrong(self) -> bool:
        return has_errors([problem for _, problem in self.problems])

    @property
    def hindered(self) -> bool:
        """Is anything wrong without which no text can be set as it is meant?"""
        return has_errors([problem for _, problem in self.problems if problem.code not in HARMLESS])

    @contextmanager
    def refusals(self, stage: str) -> Iterator[None]:
        """A stage begins: whatever its room refuses is told."""
        self.stage(stage)
        self.refused = False
        try:
            yield
        except Refused as refused:
            self.refused = True
            self.tell(refused.problems)


def _policy(publication: Publication) -> typography.Policy:
    return typography.policy_of(publication.language, publication.settings, Span("publication.yaml"))


def spot_swatches(layouts: Sequence[Layout], profile: Profile) -> tuple[tuple[Swatch, ...], list[Problem]]:
    """The spot inks that some layouts name, and the inks of their gradients; an error for each spot ink that the press
    profile does not know.
    """
    known = dict(zip(profile.spots, profile.looks, strict=False))
    swatches: dict[str, Swatch] = {}
    problems = []
    for layout in layouts:
        for name, where in rendering.spot_inks(layout):
            if name in known:
                stand_in = rendering.stand_in(name)
                swatches[name] = Swatch(name, (0, 0, 0), known[name], spot=True, stand_in=stand_in)
                continue
            message = f"the press profile {profile.name} knows no spot ink “{name}”"
            hint = f"name it there with its look in four inks: spots: {{{name}: [0, .9, .76, 0]}}"
            problems.append(Problem("spot-ink", "error", message, hint, where))
    mixed = (Swatch("", rgb, inks) for layout in layouts for rgb, inks in rendering.mixed_inks(layout))
    return (*swatches.values(), *mixed), problems


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page's pictures for the press, the inks that drawings' colours stand for, and what was noticed.

    ``whole``: each picture could be made ready, so that the page can be drawn, whatever else is wrong with them.
    """

    pictures: Mapping[PlacedPicture, bytes | Raster]
    swatches: tuple[Swatch, ...]
    problems: tuple[Problem, ...]
    whole: bool = True


@dataclass(slots=True)
class OwnPictures:
    """Makes ready what a page's layout shows besides its articles' pictures; gathers what is to be told of them.

    ``swatches`` begin with those of the articles' pictures.
    """

    profile: Profile
    cache: Cache | None
    swatches: tuple[Swatch, ...]
    families: Families | None = None
    problems: tuple[Problem, ...] = ()
    _made: dict[str, Raster | bytes | None] = field(default_factory=dict)

    def prepare(self, file: str, data: bytes) -> Raster | bytes | None:
        """A picture's pixels in inks, a drawing with stand-ins for its inks; None for what cannot be printed."""
        if file not in self._made:
            self._made[file] = self._prepared(file, data)
        return self._made[file]

    def _prepared(self, file: str, data: bytes) -> Raster | bytes | None:
        from mise_en_page.press.drawing import prepare_drawing  # noqa: PLC0415 - an issue without pictures does without
        from mise_en_page.press.images import prepare_image  # noqa: PLC0415

        doing(say("doing/prepare-picture", file=file), Span(file))
        if reading.looks_like_svg(data):
            drawing = prepare_drawing(data, file, self.profile, frozenset(self.swatches), self.families)
            self.swatches = tuple(dict.fromkeys((*self.swatches, *drawing.swatches)))
            self.problems += drawing.problems
            return drawing.data or None
        prepare = self.cache.prepare if self.cache is not None else prepare_image
        prepared = prepare(data, file, self.profile, None)
        self.problems += prepared.problems
        return raster_of(prepared) if prepared.data else None


def families_of(catalogue: composition.Catalogue) -> Families | None:
    """What a drawing's text may be set in: the first upright face's family where its own is not there."""
    from mise_en_page.press.drawing import Families  # noqa: PLC0415

    instead = next((face.family for face in catalogue.faces if not face.italic), "")
    known = frozenset(name for face in catalogue.faces for name in face.families)
    characters = frozenset(point for face in catalogue.faces for point in face.characters)
    return Families(known, instead, characters) if instead else None


def prepare_pictures(
    page: MadeUpPage,
    root: Path,
    profile: Profile,
    cache: Cache | None = None,
    families: Families | None = None,
) -> Prepared:
    """Every raster picture of a page in the profile's inks, cropped to its box; every drawing (SVG) with its inks."""
    from mise_en_page.press.drawing import prepare_drawing  # noqa: PLC0415 - an issue without pictures does without
    from mise_en_page.press.images import prepare_image  # noqa: PLC0415

    pictures: dict[PlacedPicture, bytes | Raster] = {}
    swatches: dict[tuple[int, int, int], Swatch] = {}
    problems: list[Problem] = []
    whole = True
    for placed in placed_pictures(page):
        file = placed.picture.file
        doing(say("doing/prepare-picture", file=file), Span(file))
        data = plain_bytes(root / file, root, limits.IMAGE_BYTES)
        if reading.looks_like_svg(data):
            drawing = prepare_drawing(data, file, profile, frozenset(swatches.values()), families)
            problems += drawing.problems
            whole = whole and bool(drawing.data)
            if drawing.data not in (b"", data):
                pictures[placed] = drawing.data
            swatches |= {swatch.rgb: swatch for swatch in drawing.swatches}
            continue
        box = placed.width, placed.height
        prepare = cache.prepare if cache is not None else prepare_image
        prepared = prepare(data, file, profile, box, placed.picture.focus, placed.duotone)
        problems += prepared.problems
        whole = whole and bool(prepared.data)
        if prepared.data:
            pictures[placed] = raster_of(prepared)
    return Prepared(pictures, tuple(swatches.values()), tuple(dict.fromkeys(problems)), whole)


def raster_of(prepared: PreparedImage) -> Raster:
    """A prepared picture as rendering takes it."""
    return Raster(prepared.data, prepared.mask, (prepared.width, prepared.height))


class _Issue(Protocol):
    """What was read of an issue, or set of it."""

    @property
    def issue(self) -> Issue: ...
    @property
    def layouts(self) -> Mapping[str, Layout]: ...


def job_of(read: _Issue, catalogue: composition.Catalogue, pages: tuple[int, ...]) -> Job:
    """What the press writes into marks, metadata and ids of these pages; the slug line in the first upright face."""
    issue = read.issue
    grid = read.layouts[issue.pages[0].layout].grid
    return Job(
        publication=issue.publication.name,
        issue=issue.name,
        number=issue.number,
        date=issue.date,
        title=issue.title.characters or f"{issue.publication.name} {issue.number}",
        folios=tuple(str(issue.pages[number - 1].folio) for number in pages),
        trim=(grid.width, grid.height),
        bleed=grid.bleed,
        font=catalogue.upright(),
    )


Stretches = list[tuple[str, composition.Stretch]]


def faces_asked(issue: Issue, layout: Layout, styles: Styles) -> Stretches:
    """All the text of an issue that a layout sets, each stretch with its slot's name."""
    pages = [page for page in issue.pages if page.layout == layout.name and not page.part]
    return [each for page in pages for each in stretches_of(pagination.assign(page, layout).pairs, styles)]


def stretches_of(pairs: Sequence[tuple[Placement, Slot]], styles: Styles) -> Stretches:
    """The text of some articles in their slots; none where the stylesheet is refused as a whole."""
    if not styles.by_role:
        return []
    return [
        (slot.look, stretch)
        for placement, slot in pairs
        for stretch in composition.stretches(placement.article, slot, styles)
    ]


def of_fonts(problem: Problem) -> Span | Spot | None:
    """The catalogue names files within its folder, everybody else within the publication."""
    where = problem.where
    return replace(where, file=f"fonts/{where.file}") if isinstance(where, Span) else where
