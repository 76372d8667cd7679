"""The road: a folder of briefs becomes a print PDF. It only names the rooms in order and carries values between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mise_en_page import composition, limits, pagination, press, reading, rendering, typography
from mise_en_page.composition.galley import Styles
from mise_en_page.doing import doing
from mise_en_page.keep import Ask, at_once
from mise_en_page.layout import Layout, Slot
from mise_en_page.model import Issue, Page, Placement
from mise_en_page.pagination.makeup import Makeup, PlacedPicture, placed_pictures
from mise_en_page.plain import plain_bytes
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.typography import Correction


@dataclass(frozen=True, slots=True)
class Set:
    """An issue set and made up, with no PDF yet: what ``check`` looks at."""

    issue: Issue
    root: Path
    layouts: Mapping[str, Layout]
    catalogue: composition.Catalogue
    corrections: tuple[Correction, ...]
    makeup: Makeup
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How a printer wants its files: ``split`` into one a sheet, and facing pages on one sheet (``spreads``)."""

    split: bool = False
    spreads: bool = False


@dataclass(frozen=True, slots=True)
class PrintFile:
    """One PDF. ``part`` ends its name (“p014”; none for a whole issue in pages); ``folios`` are its sheets'."""

    part: str
    pdf: bytes
    folios: tuple[tuple[int, ...], ...]
    inks: tuple[press.PageInk, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A printer's files, and all that was noticed on the way to them."""

    made: Set
    files: tuple[PrintFile, ...]
    problems: tuple[Problem, ...]

    @property
    def pdf(self) -> bytes:
        """The first file, which is the whole issue where nothing else was asked for."""
        return self.files[0].pdf


def set_issue(folder: Path) -> Set:
    """Read, correct, set and make up an issue. Raises Refused with every problem found if it cannot be read."""
    return set_read(reading.read_issue(folder))


def set_read(read: reading.Read, ask: Ask = at_once) -> Set:
    """Correct, set and make up what was read; what ``ask`` has kept of an earlier time is not made again."""
    doing("correcting the texts", read.issue_yaml, times=sum(len(page.articles) for page in read.issue.pages))
    corrected = typography.correct(read.issue, None, ask)
    issue = corrected.issue
    problems = [*read.problems, *corrected.problems]

    doing("reading the fonts", Span("fonts"))
    catalogue = ask(composition.Catalogue.read, read.root / "fonts")
    problems += [replace(problem, where=_of_fonts(problem)) for problem in catalogue.problems]
    styles: dict[str, Styles] = {}
    assigned: list[tuple[Page, tuple[tuple[Placement, Slot], ...]]] = []
    for page in issue.pages:
        layout = read.layouts[page.layout]
        if page.layout not in styles:
            doing(f"reading the styles of {layout.name}", Span(f"{layout.folder}/style.css"))
            styles[page.layout], found = rendering.cascade(layout, issue, read.root, ask)
            problems += found
            problems += ask(rendering.judge_families, styles[page.layout], layout, catalogue)
        if page.part:  # its articles belong to the first page of its spread
            assigned.append((page, ()))
            continue
        filled = ask(pagination.assign, page, layout)
        problems += filled.problems
        assigned.append((page, filled.pairs))
    if has_errors(problems):
        raise Refused(tuple(problems))

    hyphenate = ask(typography.hyphenator, issue.publication)
    galley = composition.compose(assigned, read.layouts, styles, catalogue, hyphenate, ask)
    doing("filling the pages", read.issue_yaml, times=len(issue.pages))
    makeup = pagination.make_up(galley, read.layouts, ask)
    problems += composition.problems_of(galley)
    problems += pagination.problems(makeup)
    return Set(issue, read.root, read.layouts, catalogue, corrected.corrections, makeup, tuple(problems))


def _of_fonts(problem: Problem) -> Span | Spot | None:
    """The catalogue names files within its folder, everybody else within the publication."""
    where = problem.where
    return replace(where, file=f"fonts/{where.file}") if isinstance(where, Span) else where


def build(folder: Path, profile: Profile, form: Form = Form(), cache: press.Cache | None = None) -> Built:
    """An issue's PDF or PDFs, ready for the printer. Raises Refused if there is any error: no file is made then.

    ``cache`` keeps prepared pictures from one build to the next.
    """
    made = set_issue(folder)
    if has_errors(made.problems):
        raise Refused(made.problems)
    swatches, found = spot_swatches(made, profile)
    if found:
        raise Refused((*made.problems, *found))
    prepared = prepare_pictures(made.makeup, made.root, profile, cache)
    doing("drawing the pages", times=len(made.issue.pages))
    problems = [*made.problems, *prepared.problems]
    if has_errors(problems):
        raise Refused(tuple(problems))
    rendered = rendering.render(made.makeup, made.issue, made.layouts, made.catalogue, made.root, prepared.pictures)
    problems += rendered.problems
    if has_errors(problems):
        raise Refused(tuple(problems))
    files = []
    for part, pages in parts(made.issue, form):
        job = replace(job_of(made, pages), part=part, spreads=form.spreads, swatches=(*swatches, *prepared.swatches))
        doing("making and checking the printer's file", times=len(pages))
        with rendering.layout_at_fault(made.layouts[made.issue.pages[pages[0] - 1].layout], "the printer's file"):
            pdf = press.finish(rendered.pdf, profile, job, pages)
        inspection = press.inspect(pdf, profile)
        sheets = tuple(tuple(pages[place - 1] for place in sheet) for sheet in job.sheets())
        problems += [_of_page(problem, sheets, job) for problem in inspection.problems]
        folios = tuple(tuple(made.issue.pages[number - 1].folio for number in sheet) for sheet in sheets)
        files.append(PrintFile(part, pdf, folios, inspection.inks))
    if has_errors(problems):
        raise Refused(tuple(problems))
    return Built(made, tuple(files), tuple(problems))


def parts(issue: Issue, form: Form) -> list[tuple[str, tuple[int, ...]]]:
    """The files to make: how each is called, and its pages (from 1)."""
    everything = tuple(range(1, len(issue.pages) + 1))
    if not form.split:
        return [("spreads" if form.spreads else "", everything)]
    folios = tuple(str(page.folio) for page in issue.pages)
    sheets = press.pair(folios) if form.spreads else tuple((number,) for number in everything)
    return [("p" + "-".join(f"{issue.pages[number - 1].folio:03d}" for number in sheet), sheet) for sheet in sheets]


def _of_page(problem: Problem, sheets: tuple[tuple[int, ...], ...], job: press.Job) -> Problem:
    """A place on a sheet as a place on the issue's page that is there."""
    spot = problem.where
    if not isinstance(spot, Spot) or not 1 <= spot.page <= len(sheets):
        return problem
    sheet = sheets[spot.page - 1]
    right = job.spreads and spot.x1 > 0 and (spot.x0 + spot.x1) / 2 > job.trim[0]
    shift = job.trim[0] if right else 0.0
    where = Spot(sheet[-1 if right else 0], round(spot.x0 - shift, 2), spot.y0, round(spot.x1 - shift, 2), spot.y1)
    return replace(problem, where=where)


def spot_swatches(made: Set, profile: Profile) -> tuple[tuple[press.Swatch, ...], list[Problem]]:
    """The spot inks that the issue's layouts name; an error for each that the press profile does not know."""
    known = dict(zip(profile.spots, profile.looks, strict=False))
    swatches: dict[str, press.Swatch] = {}
    problems = []
    for layout in made.layouts.values():
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
    """The pages' pictures for the press, the inks that drawings' colours stand for, and what was noticed."""

    pictures: Mapping[PlacedPicture, bytes]
    swatches: tuple[press.Swatch, ...]
    problems: tuple[Problem, ...]


def prepare_pictures(makeup: Makeup, root: Path, profile: Profile, cache: press.Cache | None = None) -> Prepared:
    """Every raster picture of the pages in the profile's inks, cropped to its box; every drawing (SVG) with its inks."""
    prepare = cache.prepare if cache is not None else press.prepare_image
    pictures: dict[PlacedPicture, bytes] = {}
    swatches: dict[tuple[int, int, int], press.Swatch] = {}
    problems: list[Problem] = []
    for page in makeup.pages:
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
            prepared = prepare(data, file, profile, box, placed.picture.focus, placed.duotone)
            problems += prepared.problems
            pictures[placed] = prepared.data
    return Prepared(pictures, tuple(swatches.values()), tuple(dict.fromkeys(problems)))


def job_of(made: Set, pages: tuple[int, ...]) -> press.Job:
    """What the press writes into marks, metadata and ids of these pages; the slug line in the first upright face."""
    issue = made.issue
    grid = made.layouts[issue.pages[0].layout].grid
    upright = [face for face in made.catalogue.faces if not face.italic]
    return press.Job(
        publication=issue.publication.name,
        issue=issue.name,
        number=issue.number,
        date=issue.date,
        title=issue.title.characters or f"{issue.publication.name} {issue.number}",
        folios=tuple(str(issue.pages[number - 1].folio) for number in pages),
        trim=(grid.width, grid.height),
        bleed=grid.bleed,
        font=upright[0].path if upright else None,
    )
