"""The road: a folder of briefs becomes a print PDF. It only names the rooms in order and carries values between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from mise_en_page import composition, crew, pagination, press, reading, rendering, typography
from mise_en_page.composition.galley import Styles
from mise_en_page.crew import Lost
from mise_en_page.doing import Step, crashed, doing, too_deep, too_long, too_much_memory
from mise_en_page.keep import Ask, at_once
from mise_en_page.layout import Layout, Slot
from mise_en_page.limited import Died, Limits
from mise_en_page.making import MadePage, Maker, faces_asked, job_of, of_fonts, stretches_of
from mise_en_page.model import Issue, Page, Placement
from mise_en_page.page_shelf import PageShelf
from mise_en_page.pagination.makeup import Makeup
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.typography import Correction

A = TypeVar("A")
T = TypeVar("T")

#: Pages that one process checks together: letters that were drawn once are drawn again at once.
TOGETHER = 8


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

    read: reading.Read
    pages: tuple[MadePage, ...]
    corrections: tuple[Correction, ...]
    files: tuple[PrintFile, ...]
    problems: tuple[Problem, ...]

    @property
    def issue(self) -> Issue:
        return self.read.issue

    @property
    def pdf(self) -> bytes:
        """The first file, which is the whole issue where nothing else was asked for."""
        return self.files[0].pdf


@dataclass(frozen=True, slots=True)
class How:
    """How the work is done, which changes nothing of what comes of it.

    ``jobs`` processes make pages side by side (0: this one makes them all); each page within ``limits``. ``pictures`` and
    ``pages`` keep what was made from one build to the next. ``tell`` hears how many pages are made, and of how many.
    """

    jobs: int = 0
    limits: Limits = field(default_factory=lambda: Limits(seconds=120.0))
    pictures: press.Cache | None = None
    pages: PageShelf | None = None
    tell: Callable[[int, int], None] = lambda _made, _of: None


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
    problems += [replace(problem, where=of_fonts(problem)) for problem in catalogue.problems]
    styles: dict[str, Styles] = {}
    assigned: list[tuple[Page, tuple[tuple[Placement, Slot], ...]]] = []
    for page in issue.pages:
        layout = read.layouts[page.layout]
        if page.layout not in styles:
            doing(f"reading the styles of {layout.name}", Span(f"{layout.folder}/style.css"))
            styles[page.layout], found = rendering.cascade(layout, issue, read.root, ask)
            problems += found
            used = faces_asked(read.issue, layout, styles[page.layout])
            problems += ask(rendering.judge_faces, styles[page.layout], layout, catalogue, tuple(used))
        if page.part:  # its articles belong to the first page of its spread
            assigned.append((page, ()))
            continue
        filled = ask(pagination.assign, page, layout)
        problems += filled.problems
        assigned.append((page, filled.pairs))
        texts = stretches_of(filled.pairs, styles[page.layout])
        problems += rendering.judge_features(styles[page.layout], catalogue, layout, texts)
    if has_errors(problems):
        raise Refused(tuple(problems))

    hyphenate = ask(typography.hyphenator, issue.publication)
    galley = composition.compose(assigned, read.layouts, styles, catalogue, hyphenate, ask)
    baselines = pagination.phases(issue.pages, read.layouts, styles, catalogue)
    doing("filling the pages", read.issue_yaml, times=len(issue.pages))
    makeup = pagination.make_up(galley, read.layouts, ask, baselines)
    problems += composition.problems_of(galley)
    problems += pagination.problems(makeup)
    return Set(issue, read.root, read.layouts, catalogue, corrected.corrections, makeup, tuple(problems))


def build(folder: Path, profile: Profile, form: Form = Form(), how: How = How()) -> Built:
    """An issue's PDF or PDFs, ready for the printer. Raises Refused if there is any error: no file is made then."""
    read = reading.read_issue(folder)
    catalogue = composition.Catalogue.read(read.root / "fonts")
    title, corrections, problems_of_title = typography.correct_title(read.issue)
    read = replace(read, issue=replace(read.issue, title=title))
    maker = Maker(read, profile, catalogue, how.pictures)
    units = maker.units()
    keys = how.pages.keys(maker, units) if how.pages is not None else ("",) * len(units)
    pages, new = _made(maker, units, keys, how)

    problems = [*read.problems, *problems_of_title]
    problems += [replace(problem, where=of_fonts(problem)) for problem in catalogue.problems]
    told = [(stage, problem) for page in pages for stage, problem in page.problems]
    problems += [problem for _, problem in sorted(told, key=lambda pair: pair[0])]
    arts = [page.art for page in pages if page.art is not None]
    if has_errors(problems) or len(arts) < len(pages):
        raise Refused(tuple(dict.fromkeys(problems)))
    jobs = [
        replace(job_of(read, catalogue, numbers), part=part, spreads=form.spreads)
        for part, numbers in parts(read.issue, form)
    ]
    numbered = [numbers for _, numbers in parts(read.issue, form)]
    pdfs = [
        press.assemble([arts[number - 1] for number in numbers], catalogue, profile, job)
        for job, numbers in zip(jobs, numbered, strict=True)
    ]
    sheets = [
        tuple(tuple(numbers[place - 1] for place in sheet) for sheet in job.sheets())
        for job, numbers in zip(jobs, numbered, strict=True)
    ]
    found = _judged(pdfs, sheets, pages, profile, how)
    files = []
    for n, (pdf, job) in enumerate(zip(pdfs, jobs, strict=True)):
        inspection = press.whole(pdf, [found[n, place] for place in range(len(sheets[n]))], profile)
        problems += [_of_page(problem, sheets[n], job) for problem in inspection.problems]
        folios = tuple(tuple(read.issue.pages[number - 1].folio for number in sheet) for sheet in sheets[n])
        files.append(PrintFile(job.part, pdf, folios, inspection.inks))
    problems = list(dict.fromkeys(problems))
    if has_errors(problems):
        raise Refused(tuple(problems))
    if how.pages is not None:
        alone = {
            sheet[0]: found[n, place] for n, of in enumerate(sheets) for place, sheet in enumerate(of) if len(sheet) == 1
        }
        for place in new:
            first = units[place][0] + 1
            kept = [replace(page, findings=alone.get(first + n)) for n, page in enumerate(new[place])]
            how.pages.put(keys[place], tuple(kept) if not form.spreads else new[place])
    corrections = (*(each for page in pages for each in page.corrections), *corrections)
    return Built(read, pages, corrections, tuple(files), tuple(problems))


def _made(
    maker: Maker, units: Sequence[tuple[int, ...]], keys: Sequence[str], how: How
) -> tuple[tuple[MadePage, ...], dict[int, tuple[MadePage, ...]]]:
    """Every page of the issue, in order: from the shelf where nothing of it has changed, else by the crew.

    And the units that were made now, by their places.
    """
    made: dict[int, tuple[MadePage, ...]] = {}
    for place, key in enumerate(keys):
        if how.pages is not None and (found := how.pages.find(key)) is not None:
            made[place] = found
    left = [place for place in range(len(units)) if place not in made]
    new: dict[int, tuple[MadePage, ...]] = {}
    how.tell(len(made), len(units))
    doing("making the pages", times=len(left))
    for n, answer in _work(maker.make, [units[place] for place in left], how, lambda: press.ready(maker.profile)):
        place = left[n]
        made[place] = new[place] = _answered(answer, maker.read.issue, units[place])
        how.tell(len(made), len(units))
    return tuple(page.at(unit[0]) for place, unit in enumerate(units) for page in made[place]), new


def _judged(
    pdfs: Sequence[bytes],
    sheets: Sequence[Sequence[tuple[int, ...]]],
    pages: Sequence[MadePage],
    profile: Profile,
    how: How,
) -> dict[tuple[int, int], press.Findings]:
    """What preflight finds on each sheet of each file, by the file's and the sheet's place; what is known is not asked."""
    found: dict[tuple[int, int], press.Findings] = {}
    left: list[tuple[int, tuple[int, ...]]] = []
    for n, of in enumerate(sheets):
        unknown = []
        for place, sheet in enumerate(of):
            known = pages[sheet[0] - 1].findings if len(sheet) == 1 else None
            if known is not None:
                found[n, place] = press.moved(known, place + 1)
            else:
                unknown.append(place)
        left += [(n, tuple(unknown[at : at + TOGETHER])) for at in range(0, len(unknown), TOGETHER)]
    doing("checking the printer's file", times=sum(len(places) for _, places in left))

    def judge(task: tuple[int, tuple[int, ...]]) -> tuple[press.Findings, ...]:
        return tuple(press.page_findings(pdfs[task[0]], task[1], profile))

    for at, answer in _work(judge, left, how):
        n, places = left[at]
        if not isinstance(answer, tuple):
            step = Step(f"checking the printer's file from page {sheets[n][places[0]][0]} on")
            raise Refused((_why(answer, step),))
        found.update({(n, place): findings for place, findings in zip(places, answer, strict=True)})
    return found


def _work(
    function: Callable[[A], T], things: Sequence[A], how: How, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[tuple[int, T | Exception | Lost]]:
    """A function of some things, by their places: side by side where that is asked for and possible."""
    if how.jobs and things and crew.can_fork():
        yield from crew.work(function, things, how.jobs, how.limits, meanwhile)
    else:
        yield from ((n, function(thing)) for n, thing in enumerate(things))


def _why(error: Exception | Lost, step: Step) -> Problem:
    """Why there is no answer; ``step`` is what was to be done. Raises an exception that is nobody's fault but ours."""
    match error:
        case Lost(error=Died(how=how), step=told) if "SIGXCPU" not in how:
            return crashed(told or step, f"was ended: its process {how}")
        case Lost(step=told):
            return too_long(told or step)
        case MemoryError():
            return too_much_memory(step)
        case RecursionError():
            return too_deep(step)
        case Refused():
            return error.problems[0]
    assert isinstance(error, Exception)
    raise error


def _answered(answer: tuple[MadePage, ...] | Exception | Lost, issue: Issue, unit: tuple[int, ...]) -> tuple[MadePage, ...]:
    """The pages, or why there are none in words."""
    if isinstance(answer, tuple):
        return answer
    page = issue.pages[unit[0]]
    step = Step(f"making page {page.folio}", page.span)
    problem = _why(answer, step)
    return tuple(MadePage(n + 1, (), (), ((0, problem),) if n == 0 else ()) for n in range(len(unit)))


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
