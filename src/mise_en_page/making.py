"""A page from what was written to its art in inks, and everything that is to be told of it.

Pages know nothing of each other (the two of a spread are made together), so they can be made by several processes side by
side, and kept: what a page becomes depends on its own texts and pictures, and on what all pages have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from mise_en_page import composition, limits, pagination, press, reading, rendering, typography
from mise_en_page.composition.galley import Styles
from mise_en_page.doing import doing
from mise_en_page.layout import Layout, Slot
from mise_en_page.model import Issue, Page, Placement
from mise_en_page.pagination.makeup import Fit, MadeUpPage, PlacedPicture, placed_pictures
from mise_en_page.plain import plain_bytes
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.typography import Correction

#: The stages of the road, in order: what is wrong is told by stage, and then page by page.
STAGES = ("typography", "fonts", "cascade", "assign", "set", "pictures", "draw", "ink")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, made. ``number`` is its place among those that were made with it, from 1, and in all that is told of it;
    ``problems`` come with their stage's place in ``STAGES``; ``art`` is None if one is an error; ``files``: what the layout
    asked for besides its own, relative to the publication; ``findings`` are those of its preflight, as of a first page.
    """

    number: int
    fits: tuple[Fit, ...]
    corrections: tuple[Correction, ...]
    problems: tuple[tuple[int, Problem], ...]
    art: press.Art | None = None
    files: frozenset[str] = frozenset()
    findings: press.Findings | None = None

    def at(self, before: int) -> MadePage:
        """The page at its place in the issue, where so many pages stand before its unit; its findings stay as they are."""
        problems = tuple((stage, _further(problem, before)) for stage, problem in self.problems)
        return replace(self, number=self.number + before, problems=problems)


def _further(problem: Problem, pages: int) -> Problem:
    """A problem so many pages further on."""
    if not isinstance(problem.where, Spot):
        return problem
    return replace(problem, where=replace(problem.where, page=problem.where.page + pages))


@dataclass(slots=True)
class Maker:
    """Makes the pages of one issue for one printer. What they have in common is made when it is first needed.

    Where a font file is wrong, pages are only looked at until their articles have their slots: no text is set.
    """

    read: reading.Read
    profile: Profile
    catalogue: composition.Catalogue
    cache: press.Cache | None = None
    _styles: dict[str, tuple[Styles, tuple[Problem, ...]]] = field(default_factory=dict)
    _phases: Mapping[float, float] | None = None
    _policy: typography.Policy | None = None
    _hyphenate: Callable[[str], tuple[int, ...]] | None = None
    _pages: rendering.Pages | None = None

    def units(self) -> list[tuple[int, ...]]:
        """The pages that are made together, by their places from 0: each alone, or both of a spread."""
        units: list[list[int]] = []
        for number, page in enumerate(self.read.issue.pages):
            if page.part and units:
                units[-1].append(number)
            else:
                units.append([number])
        return [tuple(unit) for unit in units]

    def make(self, unit: tuple[int, ...]) -> tuple[MadePage, ...]:
        """The pages of a unit. What is wrong with them is among what they tell."""
        told = _Told()
        pages: tuple[MadeUpPage, ...] = ()
        issue = self.read.issue
        written = [issue.pages[number] for number in unit]
        corrections: list[tuple[Correction, ...]] = [() for _ in unit]
        made: list[tuple[press.Art | None, frozenset[str]]] = [(None, frozenset())] * len(unit)
        with told.refusals():
            corrected = []
            for n, page in enumerate(written):
                told.stage("typography")
                done = typography.correct_page(page, issue.source, self._correcting())
                corrections[n] = done.corrections
                told.tell(done.problems)
                corrected.append(done.page)
            issue = replace(issue, pages=tuple(corrected))
            pages = self._set(issue, told)
            for n, (page, made_up) in enumerate(zip(corrected, pages, strict=True)):
                made[n] = self._inked(n + 1, unit[n] + 1, page, made_up, told)
        shared = tuple(told.problems)
        return tuple(
            MadePage(
                n + 1,
                pages[n].fits if pages else (),
                corrections[n],
                shared if n == 0 else (),
                *(made[n] if not told.wrong else (None, frozenset())),
            )
            for n in range(len(unit))
        )

    # the stages

    def _correcting(self) -> typography.Policy:
        if self._policy is None:
            publication = self.read.issue.publication
            self._policy = typography.policy_of(publication.language, publication.settings, Span("publication.yaml"))
        return self._policy

    def _set(self, issue: Issue, told: _Told) -> tuple[MadeUpPage, ...]:
        """The pages of an issue that holds nothing but one unit, made up."""
        told.stage("cascade")
        layout = self.read.layouts[issue.pages[0].layout]
        styles = self._styled(layout, issue, told)
        told.stage("assign")
        filled = pagination.assign(issue.pages[0], layout)
        told.tell(filled.problems)
        told.stop()
        if has_errors(self.catalogue.problems):
            raise _Stop
        told.tell(rendering.judge_features(styles, self.catalogue, layout, stretches_of(filled.pairs, styles)))
        told.stage("set")
        if self._hyphenate is None:
            self._hyphenate = typography.hyphenator(issue.publication)
        assigned = [(page, filled.pairs if n == 0 else ()) for n, page in enumerate(issue.pages)]
        layouts = {layout.name: layout}
        galley = composition.compose(assigned, layouts, {layout.name: styles}, self.catalogue, self._hyphenate)
        makeup = pagination.make_up(galley, layouts, phases=self._baselines())
        told.tell(composition.problems_of(galley))
        told.tell(pagination.problems(makeup))
        told.stop()
        return makeup.pages

    def _styled(self, layout: Layout, issue: Issue | None, told: _Told) -> Styles:
        """A layout's styles; those of marks that no page had before are asked for when one has them."""
        known = self._styles.get(layout.name)
        if known is None:
            likely = rendering.likely_marks(self.read.issue)
            styles, problems = rendering.styles(layout, likely, self.read.root)
            used = faces_asked(self.read.issue, layout, styles)
            problems = (*problems, *rendering.judge_faces(styles, layout, self.catalogue, used))
            known = self._styles[layout.name] = styles, problems
        if issue is not None:
            wanted = rendering.marks_in_use(issue)
            if missing := rendering.missing_marks(known[0], wanted):
                more, _ = rendering.styles(layout, missing, self.read.root)
                known = self._styles[layout.name] = rendering.joined(known[0], more), known[1]
        told.tell(known[1])
        return known[0]

    def _baselines(self) -> Mapping[float, float]:
        if self._phases is None:
            issue, layouts = self.read.issue, self.read.layouts
            used = {page.layout for page in issue.pages}
            styles = {name: self._styled(layouts[name], None, _Told()) for name in sorted(used)}
            self._phases = pagination.phases(issue.pages, layouts, styles, self.catalogue)
        return self._phases

    def _inked(
        self, place: int, number: int, page: Page, made_up: MadeUpPage, told: _Told
    ) -> tuple[press.Art, frozenset[str]]:
        """A made-up page drawn and in inks: the page at a ``place`` of its unit, ``number`` of the issue."""
        layout = self.read.layouts[page.layout]
        told.stage("pictures")
        spots, unknown = spot_swatches([layout], self.profile)
        told.tell(unknown)
        prepared = prepare_pictures(made_up, self.read.root, self.profile, self.cache)
        told.tell(prepared.problems)
        told.stop()
        told.stage("draw")
        if self._pages is None:
            self._pages = rendering.Pages(self.read.root, self.catalogue)
        drawn = self._pages.draw(page, made_up, layout, self.read.issue, prepared.pictures)
        told.tell(drawn.problems)
        told.stop()
        told.stage("ink")
        job = replace(job_of(self.read, self.catalogue, (number,)), swatches=(*spots, *prepared.swatches))
        return press.prepare_art(drawn, self.profile, job, place), self._pages.served


@dataclass(slots=True)
class _Told:
    """What is told of some pages, by stage."""

    problems: list[tuple[int, Problem]] = field(default_factory=list)
    _stage: int = 0

    def stage(self, name: str) -> None:
        self._stage = STAGES.index(name)

    def tell(self, problems: Sequence[Problem]) -> None:
        self.problems += [(self._stage, problem) for problem in problems]

    @property
    def wrong(self) -> bool:
        return has_errors([problem for _, problem in self.problems])

    def stop(self) -> None:
        """No further if anything is wrong."""
        if self.wrong:
            raise _Stop

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Whatever a room refuses is told; nothing after it is done."""
        try:
            yield
        except _Stop:
            pass
        except Refused as refused:
            self.tell(refused.problems)


class _Stop(Exception):
    """Something is wrong that is told already."""


def spot_swatches(layouts: Sequence[Layout], profile: Profile) -> tuple[tuple[press.Swatch, ...], list[Problem]]:
    """The spot inks that some layouts name; an error for each that the press profile does not know."""
    known = dict(zip(profile.spots, profile.looks, strict=False))
    swatches: dict[str, press.Swatch] = {}
    problems = []
    for layout in layouts:
        for name, where in rendering.spot_inks(layout):
            if name in known:
                stand_in = rendering.stand_in(name)
                swatches[name] = press.Swatch(name, (0, 0, 0), known[name], spot=True, stand_in=stand_in)
                continue
            message = f"the press profile {profile.name} knows no spot ink “{name}”"
            hint = f"name it there with its look in four inks: spots: {{{name}: [0, .9, .76, 0]}}"
            problems.append(Problem("spot-ink", "error", message, hint, where))
    return tuple(swatches.values()), problems


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page's pictures for the press, the inks that drawings' colours stand for, and what was noticed."""

    pictures: Mapping[PlacedPicture, bytes]
    swatches: tuple[press.Swatch, ...]
    problems: tuple[Problem, ...]


def prepare_pictures(page: MadeUpPage, root: Path, profile: Profile, cache: press.Cache | None = None) -> Prepared:
    """Every raster picture of a page in the profile's inks, cropped to its box; every drawing (SVG) with its inks."""
    pictures: dict[PlacedPicture, bytes] = {}
    swatches: dict[tuple[int, int, int], press.Swatch] = {}
    problems: list[Problem] = []
    for placed in placed_pictures(page):
        file = placed.picture.file
        doing(f"preparing the picture {file}", Span(file))
        data = plain_bytes(root / file, root, limits.IMAGE_BYTES)
        if file.lower().endswith(".svg"):
            drawing = press.prepare_drawing(data, file, profile, frozenset(swatches.values()))
            problems += drawing.problems
            if drawing.data not in (b"", data):
                pictures[placed] = drawing.data
            swatches |= {swatch.rgb: swatch for swatch in drawing.swatches}
            continue
        box = placed.width, placed.height
        prepare = cache.prepare if cache is not None else press.prepare_image
        prepared = prepare(data, file, profile, box, placed.picture.focus, placed.duotone)
        problems += prepared.problems
        pictures[placed] = prepared.data
    return Prepared(pictures, tuple(swatches.values()), tuple(dict.fromkeys(problems)))


class _Issue(Protocol):
    """What was read of an issue, or set of it."""

    @property
    def issue(self) -> Issue: ...
    @property
    def layouts(self) -> Mapping[str, Layout]: ...


def job_of(read: _Issue, catalogue: composition.Catalogue, pages: tuple[int, ...]) -> press.Job:
    """What the press writes into marks, metadata and ids of these pages; the slug line in the first upright face."""
    issue = read.issue
    grid = read.layouts[issue.pages[0].layout].grid
    return press.Job(
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
        (slot.name, stretch)
        for placement, slot in pairs
        for stretch in composition.stretches(placement.article, slot, styles)
    ]


def of_fonts(problem: Problem) -> Span | Spot | None:
    """The catalogue names files within its folder, everybody else within the publication."""
    where = problem.where
    return replace(where, file=f"fonts/{where.file}") if isinstance(where, Span) else where
