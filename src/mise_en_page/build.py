"""The road: a folder of briefs becomes a print PDF. It only names the rooms in order and carries values between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mise_en_page import composition, pagination, press, reading, rendering, typography
from mise_en_page.keep import Ask, at_once
from mise_en_page.layout import Layout
from mise_en_page.model import Issue
from mise_en_page.pagination.makeup import Makeup, PlacedPicture, placed_pictures
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
class Built:
    """A printer's file, and all that was noticed on the way to it."""

    made: Set
    pdf: bytes
    problems: tuple[Problem, ...]


def set_issue(folder: Path) -> Set:
    """Read, correct, set and make up an issue. Raises Refused with every problem found if it cannot be read."""
    return set_read(reading.read_issue(folder))


def set_read(read: reading.Read, ask: Ask = at_once) -> Set:
    """Correct, set and make up what was read; what ``ask`` has kept of an earlier time is not made again."""
    corrected = typography.correct(read.issue, None, ask)
    issue = corrected.issue
    problems = [*read.problems, *corrected.problems]

    catalogue = ask(composition.Catalogue.read, read.root / "fonts")
    problems += [replace(problem, where=_of_fonts(problem)) for problem in catalogue.problems]
    styles, assigned = {}, []
    for page in issue.pages:
        layout = read.layouts[page.layout]
        if page.layout not in styles:
            styles[page.layout], found = rendering.cascade(layout, issue, read.root, ask)
            problems += found
            problems += ask(rendering.judge_families, styles[page.layout], layout, catalogue)
        filled = ask(pagination.assign, page, layout)
        problems += filled.problems
        assigned.append((page, filled.pairs))
    if has_errors(problems):
        raise Refused(tuple(problems))

    hyphenate = ask(typography.hyphenator, issue.publication)
    galley = composition.compose(assigned, read.layouts, styles, catalogue, hyphenate, ask)
    makeup = pagination.make_up(galley, read.layouts, ask)
    problems += composition.problems_of(galley)
    problems += pagination.problems(makeup)
    return Set(issue, read.root, read.layouts, catalogue, corrected.corrections, makeup, tuple(problems))


def _of_fonts(problem: Problem) -> Span | Spot | None:
    """The catalogue names files within its folder, everybody else within the publication."""
    where = problem.where
    return replace(where, file=f"fonts/{where.file}") if isinstance(where, Span) else where


def build(folder: Path, profile: Profile) -> Built:
    """An issue's PDF, ready for the printer. Raises Refused if there is any error: no file is made then."""
    made = set_issue(folder)
    if has_errors(made.problems):
        raise Refused(made.problems)
    pictures, found = prepare_pictures(made.makeup, made.root, profile)
    problems = [*made.problems, *found]
    if has_errors(problems):
        raise Refused(tuple(problems))
    rendered = rendering.render(made.makeup, made.issue, made.layouts, made.catalogue, made.root, pictures)
    problems += rendered.problems
    if has_errors(problems):
        raise Refused(tuple(problems))
    pdf = press.finish(rendered.pdf, profile, job_of(made))
    problems += press.preflight(pdf, profile)
    if has_errors(problems):
        raise Refused(tuple(problems))
    return Built(made, pdf, tuple(problems))


def prepare_pictures(
    makeup: Makeup, root: Path, profile: Profile, ask: Ask = at_once
) -> tuple[Mapping[PlacedPicture, bytes], tuple[Problem, ...]]:
    """Every raster picture of the pages in the profile's inks, cropped to its box; drawings (SVG) are drawn as they are."""
    pictures: dict[PlacedPicture, bytes] = {}
    problems: list[Problem] = []
    for page in makeup.pages:
        for placed in placed_pictures(page):
            file = placed.picture.file
            if file.lower().endswith(".svg"):
                continue
            prepared = ask(_prepare, root, file, profile, placed.width, placed.height, placed.picture.focus)
            problems += prepared.problems
            pictures[placed] = prepared.data
    return pictures, tuple(problems)


def _prepare(
    root: Path, file: str, profile: Profile, width: float, height: float, focus: tuple[float, float]
) -> press.Prepared:
    return press.prepare_image((root / file).read_bytes(), file, profile, (width, height), focus)


def job_of(made: Set) -> press.Job:
    """What the press writes into marks, metadata and ids; the slug line in the catalogue's first upright face."""
    issue = made.issue
    grid = made.layouts[issue.pages[0].layout].grid
    upright = [face for face in made.catalogue.faces if not face.italic]
    return press.Job(
        publication=issue.publication.name,
        issue=issue.name,
        number=issue.number,
        date=issue.date,
        title=issue.title.characters or f"{issue.publication.name} {issue.number}",
        folios=tuple(str(page.folio) for page in issue.pages),
        trim=(grid.width, grid.height),
        bleed=grid.bleed,
        font=upright[0].path if upright else None,
    )
