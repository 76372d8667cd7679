"""What each stage of the road (stages.py) does: values in, values and problems out, and no more said than that.

Pages know nothing of each other (the two of a spread are set together), so they can be made by several processes side by
side, and kept: what a page becomes depends on its own texts and pictures, and on what all pages have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mise_en_page import composition, pagination, reading, rendering, typography
from mise_en_page.composition.galley import Galley, Styles
from mise_en_page.model.drawn import Drawn, Standing
from mise_en_page.model.issue import Issue, Page, Placement, Publication, Source
from mise_en_page.model.layout import Layout, Slot
from mise_en_page.model.memo import Ask
from mise_en_page.model.message import Message, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.pagination.apart import pictures_apart
from mise_en_page.pagination.makeup import Fit, MadeUpPage
from mise_en_page.pagination.settling import Settled
from mise_en_page.pipeline.adverts import prepare_adverts
from mise_en_page.pipeline.pictures import OwnPictures, Prepared, Press, prepare_pictures, spot_swatches
from mise_en_page.pipeline.styles_cache import StylesCache, styles_of
from mise_en_page.preflight.by_page import page_findings
from mise_en_page.preflight.judge import Findings, whole
from mise_en_page.press.adverts import Ready
from mise_en_page.press.art import Art, prepare_art
from mise_en_page.press.job import Job, Swatch
from mise_en_page.processes.activity import doing
from mise_en_page.reading.found import meant
from mise_en_page.rendering.page import Filled, Pages, fill
from mise_en_page.typography import Correction


class _Missing:
    """What could not be made: whatever needs it is not made either."""

    def __bool__(self) -> bool:
        return False


MISSING: Final = _Missing()


@dataclass(frozen=True, slots=True)
class Done:
    """What a stage gives, in the order of its ``gives``, and what it has to tell. It may raise Refused instead."""

    values: tuple[Any, ...] = ()
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, made. ``number`` is its place among those that were made with it, from 1, and in all that is told of it;
    ``problems`` come with the place of their heading (stages.py); ``art`` is None where it has no inks; ``files``: what the
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
        problems = tuple((heading, _further(problem, before)) for heading, problem in self.problems)
        return replace(self, number=self.number + before, problems=problems)


def _further(problem: Problem, pages: int) -> Problem:
    """A problem so many pages further on."""
    if not isinstance(problem.where, Spot):
        return problem
    return replace(problem, where=replace(problem.where, page=problem.where.page + pages))


# --- what all pages of an issue have in common


def read(folder: Path, kept: StylesCache) -> reading.Read:
    """An issue with the pages that can be made. Raises Refused where none can.

    Where an article or a picture keeps pages from being made, what is wrong with their layouts is told all the same.
    """
    found = reading.read_sound_pages(folder)
    if not has_errors(found.problems):
        return found
    needed = {name for page in found.issue.pages for name in (page.choice.layouts if page.choice else (page.layout,))}
    told = [
        each for name, layout in found.layouts.items() if name not in needed for each in _in_layout(found, layout, kept)
    ]
    found = replace(found, problems=tuple(dict.fromkeys((*found.problems, *told))))
    if not found.issue.pages:
        raise Refused(found.problems)
    return found


def _in_layout(found: reading.Read, layout: Layout, kept: StylesCache) -> Iterator[Problem]:
    """What is wrong with the stylesheet and the template of a layout, whatever text it will hold."""
    try:
        yield from styles_of(kept, layout, rendering.likely_marks(found.issue), found.root)[1]
    except Refused as refused:
        yield from refused.problems
    try:
        rendering.judge_template(layout)
    except Refused as refused:
        yield from refused.problems


def titled(read: reading.Read) -> Done:
    """The issue with its own title corrected."""
    doing(say("doing/correct"), read.issue_yaml, times=sum(len(page.articles) for page in read.issue.pages))
    title, corrections, problems = read.issue.title, tuple[Correction, ...](), tuple[Problem, ...]()
    try:
        title, corrections, problems = typography.correct_title(read.issue)
    except Refused as refused:  # the settings: each page tells it too
        problems = refused.problems
    issue = replace(read.issue, title=title)
    problems = (*problems, *typography.told_title(issue))
    return Done((issue, read.root, issue.publication, issue.source, issue.date, corrections), problems)


def fonts(root: Path) -> Done:
    """The publication's faces; where a font file is wrong, no text is set."""
    catalogue = composition.Catalogue.read(root / "fonts")
    return Done((catalogue,), [replace(problem, where=_of_fonts(problem)) for problem in catalogue.problems])


def _of_fonts(problem: Problem) -> Span | Spot | None:
    """The catalogue names files within its folder, everybody else within the publication."""
    where = problem.where
    return replace(where, file=f"fonts/{where.file}") if isinstance(where, Span) else where


def baselines(
    issue: Issue, layouts: Mapping[str, Layout], styles: Mapping[str, Styles], catalogue: composition.Catalogue
) -> Done:
    """Those of all pages whose layouts have styles: the others are told of already."""
    pages = [page for page in issue.pages if page.layout in styles and styles[page.layout].by_role]
    return Done((tuple(pagination.phases(pages, layouts, styles, catalogue).items()),))


# --- the text of a unit: a page, or both of a spread


def corrected(written: tuple[Page, ...], source: Source, publication: Publication, ask: Ask) -> Done:
    pages, corrections, problems = list(written), [tuple[Correction, ...]() for _ in written], list[Problem]()
    try:
        policy = ask(_policy, publication)
        for n, page in enumerate(written):
            done = ask(typography.correct_page, page, source, policy, ask)
            pages[n], corrections[n] = done.page, done.corrections
            problems += done.problems
    except Refused as refused:  # as they were written, they are looked at all the same
        problems += refused.problems
    return Done((tuple(map(pictures_apart, pages)), tuple(corrections)), problems)


def told(pages: tuple[Page, ...], source: Source, date: str, ask: Ask) -> list[Problem]:
    """What an editor should look at in the text as it is set."""
    return [problem for page in pages for problem in ask(typography.told_page, page, source, date, ask)]


def coherent(read: reading.Read, ask: Ask) -> Done:
    """The spellings of the whole issue held against one another; there is nothing to give but that it was done."""
    return Done((True,), typography.coherence(read.issue, read.words, ask))


def _policy(publication: Publication) -> typography.Policy:
    return typography.policy_of(publication.language, publication.settings, Span("publication.yaml"))


def styles(layout: Layout, issue: Issue, root: Path, catalogue: composition.Catalogue, kept: StylesCache, ask: Ask) -> Done:
    """A layout's styles for the marks that its texts are likely to have, and what is wrong with the faces they ask for."""
    made, problems = ask(styles_of, kept, layout, rendering.likely_marks(issue, ask), root)
    pages = [page for page in issue.pages if page.layout == layout.name and not page.part]
    used = [each for page in pages for each in ask(_used, page, layout, made)]
    goes_on = any(placed.article.next is not None for page in issue.pages for placed in page.articles)
    unused = () if goes_on else (*rendering.NOTES, *rendering.CONTINUED_TITLES)
    return Done((made,), (*problems, *rendering.judge_faces(made, layout, catalogue, used, unused, ask)))


def marked(
    likely: Styles, pages: tuple[Page, ...], issue: Issue, layout: Layout, root: Path, kept: StylesCache, ask: Ask
) -> Done:
    """The styles with those of marks that no page had before its correction."""
    if likely.by_role:
        wanted = rendering.marks_in_use(replace(issue, pages=pages), ask)
        if missing := rendering.missing_marks(likely, wanted):
            more, _ = ask(styles_of, kept, layout, missing, root)
            return Done((ask(rendering.joined, likely, more),))
    return Done((likely,))


def undressed(pages: tuple[Page, ...], layout: Layout) -> list[Problem]:
    """The articles that ask for a style of their own which the layout's stylesheet does not have."""
    known = layout.styles
    asking = [placed.article.style for page in pages for placed in page.articles if placed.article.style]
    return [
        Problem.of(
            "no-style", "warning", style.span, _style_meant(style.name, layout), style=style.name, layout=layout.name
        )
        for style in asking
        if style.name not in known
    ]


def _style_meant(name: str, layout: Layout) -> Message:
    return meant(name, layout.styles) or (
        say("hint/the-styles", styles=layout.styles) if layout.styles
        else say("hint/write-style", file=f"{layout.folder}/style.css", style=name)
    )  # fmt: skip


def assigned(pages: tuple[Page, ...], layout: Layout) -> Done:
    """What is wrong with the page's articles whichever stands where."""
    filled = pagination.assign(pagination.in_taste(pages[0]), layout)
    return Done((), [problem for problem in filled.problems if problem.severity == "error"])


def chosen(
    pages: tuple[Page, ...],
    layout: Layout,
    styles: Styles,
    catalogue: composition.Catalogue,
    publication: Publication,
    ask: Ask,
) -> Done:
    """Which article stands in which slot, and how all are filled: the way of least price."""
    made = pagination.choose(pages[0], layout, setting(layout, styles, catalogue, publication, ask), ask)
    return Done((made.assigned, made.settled), made.assigned.problems)


def setting(
    layout: Layout, styles: Styles, catalogue: composition.Catalogue, publication: Publication, ask: Ask
) -> pagination.SetFor:
    """What sets an article for a slot: once for all slots that set it alike, whatever stands beside them."""
    hyphenate = ask(typography.hyphenator, publication)
    alike: dict[tuple[object, ...], Slot] = {}

    def set_for(placement: Placement, slot: Slot) -> composition.SetArticle:
        own = alike.setdefault(composition.set_alike(slot, layout.grid), slot)
        return composition.set_for(placement, own, layout.grid, styles, catalogue, hyphenate, ask)

    return set_for


def alternatives(
    pages: tuple[Page, ...],
    layout: Layout,
    styles: Styles,
    catalogue: composition.Catalogue,
    publication: Publication,
    ask: Ask,
) -> tuple[pagination.Offer, ...]:
    """The ways that are offered to make the same pages; the first is the one that was chosen."""
    return pagination.alternatives(pages[0], layout, setting(layout, styles, catalogue, publication, ask), ask)


def features(styles: Styles, catalogue: composition.Catalogue, layout: Layout, filled: pagination.Assigned) -> Done:
    return Done((), rendering.judge_features(styles, catalogue, layout, _stretches(filled.pairs, styles)))


def _used(page: Page, layout: Layout, styles: Styles) -> tuple[tuple[str, composition.Stretch], ...]:
    """The text of a page's articles, each style of each slot once: where it first stands."""
    first: dict[object, tuple[str, composition.Stretch]] = {}
    for slot, stretch in _stretches(pagination.assign(pagination.in_taste(page), layout).pairs, styles):
        added = stretch.characters if "end-mark" in stretch.marks else ""
        first.setdefault((slot, stretch.role, stretch.marks, added), (slot, stretch))
    return tuple(first.values())


def _stretches(pairs: Sequence[tuple[Placement, Slot]], styles: Styles) -> list[tuple[str, composition.Stretch]]:
    """The text of some articles in their slots; none where the stylesheet is refused as a whole."""
    if not styles.by_role:
        return []
    return [
        (styles.dressed(slot, placement.article).look, stretch)
        for placement, slot in pairs
        for stretch in composition.stretches(placement.article, slot, styles, placement.part)
    ]


def composed(
    pages: tuple[Page, ...],
    layout: Layout,
    styles: Styles,
    catalogue: composition.Catalogue,
    publication: Publication,
    filled: pagination.Assigned,
    ask: Ask,
) -> Done:
    hyphenate = ask(typography.hyphenator, publication)
    taken = [(page, filled.pairs if n == 0 else ()) for n, page in enumerate(pages)]
    galley = composition.compose(taken, {layout.name: layout}, {layout.name: styles}, catalogue, hyphenate, ask)
    return Done((galley,), composition.problems_of(galley))


def made_up(
    galley: Galley,
    pages: tuple[Page, ...],
    layout: Layout,
    phases: Iterable[tuple[float, float]],
    settled: tuple[Settled, ...],
    ask: Ask,
) -> Done:
    makeup = pagination.make_up(galley, {layout.name: layout}, dict(phases), ask, {galley.pages[0].folio: settled})
    return Done((pagination.with_adverts(makeup.pages, pages[0], layout),), pagination.problems(makeup))


# --- one page


def apart(pages: tuple[Page, ...], makeups: tuple[MadeUpPage, ...], place: int) -> Done:
    return Done((pages[place], makeups[place], makeups[place].folio))


def spots(_makeup: MadeUpPage, layout: Layout, profile: Profile) -> Done:
    swatches, unknown = spot_swatches(layout, profile)
    return Done((MISSING if unknown else swatches,), unknown)


def pictures(makeup: MadeUpPage, layout: Layout, root: Path, press: Press, ask: Ask) -> Done:
    prepared = prepare_pictures(makeup, root, press.dressed(layout), ask)
    return Done((prepared, prepared.whole or MISSING), prepared.problems)


def adverts(makeup: MadeUpPage, layout: Layout, root: Path, press: Press, ask: Ask) -> Done:
    made = prepare_adverts(makeup, layout, root, press, ask)
    return Done((made.ready, made.whole or MISSING), made.problems)


def filled(page: Page, makeup: MadeUpPage, layout: Layout, issue: Issue, prepared: Prepared) -> Done:
    return Done((fill(page, makeup, layout, issue, prepared.pictures),))


def ground(
    pages: Pages, filled: Filled, layout: Layout, folio: int, _whole: bool, prepared: Prepared, press: Press
) -> Done:
    own = OwnPictures(press.dressed(layout), prepared.swatches)
    made = pages.ground(filled, layout, folio, own.prepare)
    return Done((made, own), made.problems)


def own(pictures: OwnPictures) -> Done:
    return Done((MISSING if has_errors(pictures.problems) else pictures.swatches,), pictures.problems)


def inked(
    drawn: Drawn,
    profile: Profile,
    spots: tuple[Swatch, ...],
    own: tuple[Swatch, ...],
    laid_over: tuple[Ready, ...],
    _fit: bool,
    issue: Issue,
    layouts: Mapping[str, Layout],
    catalogue: composition.Catalogue,
    number: int,
    place: int,
) -> Done:
    job = replace(job_of(issue, layouts, catalogue, (number,)), swatches=(*spots, *own))
    return Done((prepare_art(drawn, profile, job, place + 1, laid_over),))


def job_of(issue: Issue, layouts: Mapping[str, Layout], catalogue: composition.Catalogue, pages: tuple[int, ...]) -> Job:
    """What the press writes into marks, metadata and ids of pages (from 1); the slug line in the first upright face."""
    grid = layouts[issue.pages[0].layout].grid
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


# --- the printer's file


def looked_at(pdf: bytes, sheets: tuple[int, ...], profile: Profile) -> Done:
    return Done((tuple(page_findings(pdf, sheets, profile)),))


def judged(pdf: bytes, findings: Sequence[Findings], profile: Profile) -> Done:
    inspection = whole(pdf, findings, profile)
    return Done((inspection.inks,), inspection.problems)
