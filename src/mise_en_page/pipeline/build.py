"""The road: a folder of briefs becomes a print PDF. It only names the rooms in order and carries values between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from mise_en_page import composition, pagination, reading, typography
from mise_en_page.model.drawn import Drawn
from mise_en_page.model.issue import Issue
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Span, Spot, has_errors
from mise_en_page.pagination.makeup import Makeup
from mise_en_page.pipeline.page import MadePage, Maker, Setter, SetUnit, job_of, of_fonts
from mise_en_page.pipeline.page_cache import PageShelf
from mise_en_page.preflight.by_page import moved, page_findings
from mise_en_page.preflight.judge import Findings, whole
from mise_en_page.preflight.page_ink import PageInk
from mise_en_page.press.cache import Cache
from mise_en_page.press.finishing import assemble, ready
from mise_en_page.press.job import Job, pair
from mise_en_page.processes import pool
from mise_en_page.processes.activity import Step, crashed, doing, too_deep, too_long, too_much_memory
from mise_en_page.processes.child import Died, Limits
from mise_en_page.processes.pool import Lost
from mise_en_page.typography import Correction

A = TypeVar("A")
T = TypeVar("T")

#: Pages that one process checks together: letters that were drawn once are drawn again at once.
TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Set:
    """An issue set and made up, with no PDF yet: what proofs are made of."""

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
    inks: tuple[PageInk, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A printer's files (none where anything is an error), and all that was noticed on the way to them."""

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
    pictures: Cache | None = None
    pages: PageShelf | None = None
    tell: Callable[[int, int], None] = lambda _made, _of: None


def set_issue(folder: Path) -> Set:
    """Read, correct, set and make up an issue. Raises Refused with every problem found if it cannot be read."""
    return set_read(reading.read_issue(folder))


def set_read(read: reading.Read, ask: Ask = at_once) -> Set:
    """Correct, set and make up what was read; what ``ask`` has kept of an earlier time is not made again.

    Raises Refused if a page could not be made up, or not in its layout's own styles.
    """
    common = _common(read, ask)
    setter = Setter(common.read, common.catalogue, ask)
    units = [setter.set(unit) for unit in setter.units()]
    made = assembled(common, units)
    if has_errors(common.catalogue.problems) or not all(unit.drawable and unit.made_up for unit in units):
        raise Refused(made.problems)
    return made


def assembled(common: Common, units: Sequence[SetUnit]) -> Set:
    """An issue of units that were set, each thing that is wrong once, by stage and then page by page."""
    told = [each for unit in units for each in unit.problems]
    issue = replace(common.read.issue, pages=tuple(page for unit in units for page in unit.pages))
    corrections = (*(each for unit in units for page in unit.corrections for each in page), *common.corrections)
    makeup = Makeup(tuple(page for unit in units for page in unit.made_up))
    read = common.read
    return Set(issue, read.root, read.layouts, common.catalogue, corrections, makeup, common.gathered(told))


@dataclass(frozen=True, slots=True)
class Common:
    """What all pages of an issue have in common: ``read`` with the issue's title corrected, and the fonts."""

    read: reading.Read
    catalogue: composition.Catalogue
    corrections: tuple[Correction, ...]
    problems: tuple[Problem, ...]

    def gathered(self, told: Iterable[tuple[int, Problem]]) -> tuple[Problem, ...]:
        """All problems, each once: these, then those of the pages by stage."""
        return tuple(dict.fromkeys([*self.problems, *(problem for _, problem in sorted(told, key=lambda each: each[0]))]))


def _common(read: reading.Read, ask: Ask = at_once) -> Common:
    doing(say("doing/correct"), read.issue_yaml, times=sum(len(page.articles) for page in read.issue.pages))
    title, corrections, problems = read.issue.title, tuple[Correction, ...](), tuple[Problem, ...]()
    try:
        title, corrections, problems = typography.correct_title(read.issue)
    except Refused as refused:  # the settings: each page tells it too
        problems = refused.problems
    doing(say("doing/read-fonts"), Span("fonts"))
    catalogue = ask(composition.Catalogue.read, read.root / "fonts")
    damaged = [replace(problem, where=of_fonts(problem)) for problem in catalogue.problems]
    return Common(replace(read, issue=replace(read.issue, title=title)), catalogue, corrections,
                  (*read.problems, *problems, *damaged))  # fmt: skip


def build(folder: Path, profile: Profile, form: Form = Form(), how: How = How()) -> Built:
    """An issue's PDF or PDFs, ready for the printer. Raises Refused if there is any error: no file is made then."""
    built = look(folder, profile, form, how)
    if has_errors(built.problems):
        raise Refused(built.problems)
    return built


def look(folder: Path, profile: Profile, form: Form = Form(), how: How = How()) -> Built:
    """The same, as far as it goes: where anything is an error, it is told with all the others, and there are no files.

    Pages that are good are judged as the printer will, whatever is wrong with others. Raises Refused if none can be read.
    """
    common = _common(reading.read_sound_pages(folder))
    read, catalogue = common.read, common.catalogue
    maker = Maker(Setter(read, catalogue), profile, how.pictures)
    units = maker.setter.units()
    keys = how.pages.keys(maker, units) if how.pages is not None else ("",) * len(units)
    pages, new = _made(maker, units, keys, how)
    corrections = (*(each for page in pages for each in page.corrections), *common.corrections)
    files, found, problems = _finished(common, pages, profile, form, how)
    if how.pages is not None:
        for place in new:
            first = units[place][0] + 1
            kept = [replace(page, findings=found.get(first + n)) for n, page in enumerate(new[place])]
            how.pages.put(keys[place], tuple(kept))
    return Built(read, pages, corrections, () if has_errors(problems) else tuple(files), problems)


def _finished(
    common: Common, pages: Sequence[MadePage], profile: Profile, form: Form, how: How
) -> tuple[list[PrintFile], Mapping[int, Findings], tuple[Problem, ...]]:
    """The files of those pages that are in inks (none if they cannot be put together), what was found on each sheet of one
    page, and all that is wrong, each once, with what stands there.
    """
    problems = list(common.gathered(each for page in pages for each in page.problems))
    files: list[PrintFile] = []
    found: Mapping[int, Findings] = {}
    try:
        files, found, told = _printed(common.read, common.catalogue, pages, profile, form, how)
        problems += told
    except Refused as refused:
        problems += refused.problems
    return files, found, tuple(dict.fromkeys(_found_there(problem, common.read.issue, pages) for problem in problems))


def _printed(
    read: reading.Read,
    catalogue: composition.Catalogue,
    pages: Sequence[MadePage],
    profile: Profile,
    form: Form,
    how: How,
) -> tuple[list[PrintFile], dict[int, Findings], list[Problem]]:
    """The files of those pages that are in inks; what was found on each sheet of one page, by its number; what is wrong.

    Raises Refused if they cannot be put together.
    """
    inked = {number for number, page in enumerate(pages, 1) if page.art}
    kept = [(part, tuple(number for number in numbers if number in inked)) for part, numbers in parts(read.issue, form)]
    asked = [(part, numbers) for part, numbers in kept if numbers]
    jobs = [replace(job_of(read, catalogue, numbers), part=part, spreads=form.spreads) for part, numbers in asked]
    pdfs = [
        assemble([art for number in numbers if (art := pages[number - 1].art)], catalogue, profile, job)
        for job, (_, numbers) in zip(jobs, asked, strict=True)
    ]
    sheets = [
        tuple(tuple(numbers[place - 1] for place in sheet) for sheet in job.sheets())
        for job, (_, numbers) in zip(jobs, asked, strict=True)
    ]
    found = _judged(read.issue, pdfs, sheets, pages, profile, how)
    files, problems = [], list[Problem]()
    for n, (pdf, job) in enumerate(zip(pdfs, jobs, strict=True)):
        inspection = whole(pdf, [found[n, place] for place in range(len(sheets[n]))], profile)
        problems += [_of_page(problem, sheets[n], job) for problem in inspection.problems]
        folios = tuple(tuple(read.issue.pages[number - 1].folio for number in sheet) for sheet in sheets[n])
        files.append(PrintFile(job.part, pdf, folios, inspection.inks))
    if form.spreads:
        return files, {}, problems
    alone = {sheet[0]: found[n, place] for n, of in enumerate(sheets) for place, sheet in enumerate(of)}
    return files, alone, problems


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue with all that is wrong with it, to be looked at: ``made`` as it was set, and its pages as ``drawn``.

    ``pdf`` is the whole issue as the printer would get it; None where a page cannot be put in inks.
    """

    made: Set
    drawn: tuple[Drawn, ...]
    pdf: bytes | None
    problems: tuple[Problem, ...]


def show(folder: Path, profile: Profile, how: How = How()) -> Shown:
    """All pages of an issue, whatever is wrong with them. Raises Refused if one cannot be read or drawn."""
    common = _common(reading.read_sound_pages(folder))
    maker = Maker(Setter(common.read, common.catalogue), profile, how.pictures)
    units = maker.setter.units()
    works = [maker.work(unit) for unit in units]
    pages = [page.at(unit[0]) for unit, work in zip(units, works, strict=True) for page in work.pages]
    files, _, problems = _finished(common, pages, profile, Form(), how)
    drawn = [each for work in works for each in work.drawn]
    if not all(drawn) or has_errors(common.read.problems):
        raise Refused(problems)
    inked = bool(files) and all(page.art for page in pages)
    made = assembled(common, [work.set for work in works])
    return Shown(made, tuple(each for each in drawn if each), files[0].pdf if inked else None, problems)


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
    doing(say("doing/make-pages"), times=len(left))
    for n, answer in _work(maker.make, [units[place] for place in left], how, lambda: ready(maker.profile)):
        place = left[n]
        made[place] = new[place] = _answered(answer, maker.read.issue, units[place])
        how.tell(len(made), len(units))
    return tuple(page.at(unit[0]) for place, unit in enumerate(units) for page in made[place]), new


def _judged(
    issue: Issue,
    pdfs: Sequence[bytes],
    sheets: Sequence[Sequence[tuple[int, ...]]],
    pages: Sequence[MadePage],
    profile: Profile,
    how: How,
) -> dict[tuple[int, int], Findings]:
    """What preflight finds on each sheet of each file, by the file's and the sheet's place; what is known is not asked."""
    found: dict[tuple[int, int], Findings] = {}
    left: list[tuple[int, tuple[int, ...]]] = []
    for n, of in enumerate(sheets):
        unknown = []
        for place, sheet in enumerate(of):
            known = pages[sheet[0] - 1].findings if len(sheet) == 1 else None
            if known is not None:
                found[n, place] = moved(known, place + 1)
            else:
                unknown.append(place)
        left += [(n, tuple(unknown[at : at + TOGETHER])) for at in range(0, len(unknown), TOGETHER)]
    doing(say("doing/check-file"), times=sum(len(places) for _, places in left))

    def judge(task: tuple[int, tuple[int, ...]]) -> tuple[Findings, ...]:
        return tuple(page_findings(pdfs[task[0]], task[1], profile))

    for at, answer in _work(judge, left, how):
        n, places = left[at]
        if not isinstance(answer, tuple):
            folio = issue.pages[sheets[n][places[0]][0] - 1].folio
            step = Step(say("doing/check-file-from", page=folio))
            raise Refused((_why(answer, step),))
        found.update({(n, place): findings for place, findings in zip(places, answer, strict=True)})
    return found


def _work(
    function: Callable[[A], T], things: Sequence[A], how: How, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[tuple[int, T | Exception | Lost]]:
    """A function of some things, by their places: side by side where that is asked for and possible."""
    if how.jobs and things and pool.can_fork():
        yield from pool.work(function, things, how.jobs, how.limits, meanwhile)
    else:
        yield from ((n, function(thing)) for n, thing in enumerate(things))


def _why(error: Exception | Lost, step: Step) -> Problem:
    """Why there is no answer; ``step`` is what was to be done. Raises an exception that is nobody's fault but ours."""
    match error:
        case Lost(error=Died(how=how), step=told):
            return crashed(told or step, how)
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
    step = Step(say("doing/make-page", page=page.folio), page.span)
    problem = _why(answer, step)
    return tuple(MadePage(n + 1, (), (), ((0, problem),) if n == 0 else ()) for n in range(len(unit)))


def parts(issue: Issue, form: Form) -> list[tuple[str, tuple[int, ...]]]:
    """The files to make: how each is called, and its pages (from 1)."""
    everything = tuple(range(1, len(issue.pages) + 1))
    if not form.split:
        return [("spreads" if form.spreads else "", everything)]
    folios = tuple(str(page.folio) for page in issue.pages)
    sheets = pair(folios) if form.spreads else tuple((number,) for number in everything)
    return [("p" + "-".join(f"{issue.pages[number - 1].folio:03d}" for number in sheet), sheet) for sheet in sheets]


def _found_there(problem: Problem, issue: Issue, pages: Sequence[MadePage]) -> Problem:
    """A problem at a place of a page, told with the page's folio and with what stands there."""
    spot = problem.where
    if not isinstance(spot, Spot) or not 1 <= spot.page <= len(pages):
        return problem
    there = pagination.what_stands(pages[spot.page - 1].standing, (spot.x0, spot.y0, spot.x1, spot.y1))
    said = problem.said if there is None else say("stands-there", said=problem.said, name=there.name)
    where = replace(spot, folio=str(issue.pages[spot.page - 1].folio), at=there.where if there is not None else None)
    return replace(problem, said=said, where=where)


def _of_page(problem: Problem, sheets: tuple[tuple[int, ...], ...], job: Job) -> Problem:
    """A place on a sheet as a place on the issue's page that is there."""
    spot = problem.where
    if not isinstance(spot, Spot) or not 1 <= spot.page <= len(sheets):
        return problem
    sheet = sheets[spot.page - 1]
    right = job.spreads and spot.x1 > 0 and (spot.x0 + spot.x1) / 2 > job.trim[0]
    shift = job.trim[0] if right else 0.0
    where = Spot(sheet[-1 if right else 0], round(spot.x0 - shift, 2), spot.y0, round(spot.x1 - shift, 2), spot.y1)
    return replace(problem, where=where)
