"""The road: a folder of briefs becomes a print PDF. It only names the rooms in order and carries values between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from mise_en_page import composition, pagination, reading
from mise_en_page.model.drawn import Drawn
from mise_en_page.model.issue import Issue
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Spot, has_errors
from mise_en_page.pagination.makeup import Makeup
from mise_en_page.pipeline.page import MadePage, job_of
from mise_en_page.pipeline.page_cache import KnownPages
from mise_en_page.pipeline.stages import HEADINGS, Place, Road, Unit
from mise_en_page.preflight.by_page import moved
from mise_en_page.preflight.judge import Findings
from mise_en_page.preflight.page_ink import PageInk
from mise_en_page.press.cache import Cache
from mise_en_page.press.finishing import ready
from mise_en_page.press.job import Job, pair
from mise_en_page.processes import pool
from mise_en_page.processes.activity import Step, crashed, doing, too_deep, too_long, too_much_memory
from mise_en_page.processes.child import Died, Limits
from mise_en_page.processes.pool import Lost
from mise_en_page.typography import CODES, Accepted, Correction, kept

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
    pages: KnownPages | None = None
    tell: Callable[[int, int], None] = lambda _made, _of: None


def set_issue(road: Road) -> Set:
    """The issue of a road, set and made up. Raises Refused if a page could not be, or not in its layout's own styles."""
    return _set_of(road, set_units(road, road.units))


def set_units(road: Road, wanted: Iterable[tuple[int, ...]]) -> list[Unit]:
    """Some of an issue's units, set and made up. Raises Refused if one could not be, or not in its layout's own styles."""
    units = [road.to("pagination", numbers) for numbers in wanted]
    told = [*road.issue.told, *(each for unit in units for each in unit.told)]
    at_set = HEADINGS.index("set")
    wrong = has_errors([*road.read.problems, *(problem for at, problem in told if 0 < at < at_set)])
    if wrong or not all(unit.shared.value("makeups") for unit in units if unit.shared.value("pages")):
        raise Refused(_gathered(road, (each for unit in units for each in unit.told)))
    return units


def _set_of(road: Road, units: Sequence[Unit]) -> Set:
    """An issue of units, as far as they were set."""
    issue, root, layouts, catalogue = map(road.issue.value, ("issue", "root", "layouts", "catalogue"))
    pages, corrections, makeups = (
        [each for unit in units for each in unit.shared.value(name) or ()] for name in ("pages", "corrections", "makeups")
    )
    corrected = (*(each for page in corrections for each in page), *road.issue.value("title-corrections"))
    problems = _gathered(road, (each for unit in units for each in unit.told))
    return Set(replace(issue, pages=tuple(pages)), root, layouts, catalogue, corrected, Makeup(tuple(makeups)), problems)


def _gathered(road: Road, found: Iterable[tuple[int, Problem]]) -> tuple[Problem, ...]:
    """All problems, each once: the issue's own, then those of its pages by heading. What the publication's own words accept
    (mots.txt, and its setting ``keep``) is none.
    """
    road.issue.value("spellings")
    of_issue = (*road.read.problems, *(problem for _, problem in road.issue.told))
    every = dict.fromkeys([*of_issue, *(problem for _, problem in sorted(found, key=lambda each: each[0]))])
    own = (*road.read.words, *kept(road.read.issue.publication.settings))
    return Accepted(own).left(every)


def spell(folder: Path) -> tuple[Problem, ...]:
    """What ``check`` tells of an issue's words, and what of it cannot be read. Raises Refused if that is all of it."""
    road = Road(folder=folder)
    road.issue.must("read")
    told = [each for numbers in road.units for each in road.to("told", numbers).told]
    problems = _gathered(road, told)
    return tuple(problem for problem in problems if problem.code in CODES or problem.severity == "error")


def corrected(folder: Path) -> Issue:
    """An issue as typography corrects it, not set. Raises Refused where it cannot be read."""
    road = Road(folder=folder)
    road.issue.must("read")
    pages = (page for numbers in road.units for page in road.to("typography", numbers).shared.value("pages") or ())
    return replace(road.read.issue, pages=tuple(pages))


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
    return made_of(_road(folder, profile, how), form, how)


def made_of(road: Road, form: Form, how: How) -> Built:
    """What is handed out of an issue that is on its road already."""
    keys = how.pages.keys(road) if how.pages is not None else ("",) * len(road.units)
    pages, new = _made(road, keys, how)
    corrections = (*(each for page in pages for each in page.corrections), *road.issue.value("title-corrections"))
    files, found, problems = _finished(road, pages, form, how)
    if how.pages is not None:
        for place in new:
            first = road.units[place][0] + 1
            kept = [replace(page, findings=found.get(first + n)) for n, page in enumerate(new[place])]
            how.pages.put(keys[place], tuple(kept))
    return Built(road.read, pages, corrections, () if has_errors(problems) else tuple(files), problems)


def _road(folder: Path, profile: Profile, how: How) -> Road:
    """An issue's road to a printer's file, with what its pages have in common made."""
    road = Road(folder=folder, profile=profile, cache=how.pictures)
    road.issue.must("read")
    road.issue.to("fonts")
    return road


def make(road: Road, numbers: tuple[int, ...]) -> tuple[MadePage, ...]:
    """The pages of a unit, made. What is wrong with them is among what they tell."""
    unit = road.to("ink", numbers)
    road.leave(unit)
    return _pages_of(road, unit)


def _pages_of(road: Road, unit: Unit) -> tuple[MadePage, ...]:
    makeups, corrections = unit.shared.value("makeups"), unit.shared.value("corrections")
    renderer = road.issue.values.get("renderer")
    return tuple(
        MadePage(
            n + 1,
            makeups[n].fits if makeups else (),
            corrections[n],
            unit.told if n == 0 else (),
            (*pagination.standing(makeups[n]), *(drawn.painting if drawn else ())) if makeups else (),
            page.value("art") or None,
            renderer.served if renderer and page.value("art") else frozenset(),
        )
        for n, page in enumerate(unit.pages)
        for drawn in (page.value("drawn"),)
    )


def _finished(
    road: Road, pages: Sequence[MadePage], form: Form, how: How
) -> tuple[list[PrintFile], Mapping[int, Findings], tuple[Problem, ...]]:
    """The files of those pages that are in inks (none if they cannot be put together), what was found on each sheet of one
    page, and all that is wrong, each once, with what stands there.
    """
    problems = list(_gathered(road, (each for page in pages for each in page.problems)))
    files: list[PrintFile] = []
    found: Mapping[int, Findings] = {}
    try:
        files, found, told = _printed(road, pages, form, how)
        problems += told
    except Refused as refused:
        problems += refused.problems
    return files, found, tuple(dict.fromkeys(_found_there(problem, road.read.issue, pages) for problem in problems))


def _printed(
    road: Road, pages: Sequence[MadePage], form: Form, how: How
) -> tuple[list[PrintFile], dict[int, Findings], list[Problem]]:
    """The files of those pages that are in inks; what was found on each sheet of one page, by its number; what is wrong.

    Raises Refused if they cannot be put together.
    """
    issue, layouts, catalogue = map(road.issue.value, ("issue", "layouts", "catalogue"))
    started: list[Place] = []
    for part, wanted in parts(issue, form):
        numbers = tuple(number for number in wanted if pages[number - 1].art)
        if numbers:
            job = replace(job_of(issue, layouts, catalogue, numbers), part=part, spreads=form.spreads)
            leaves = tuple(tuple(numbers[place - 1] for place in sheet) for sheet in job.sheets())
            started.append(road.file(arts=[pages[number - 1].art for number in numbers], job=job, leaves=leaves))
    for file in started:
        file.must("pdf")
    found = _judged(road, started, pages, how)
    files, problems = [], list[Problem]()
    for n, file in enumerate(started):
        job, leaves = file.value("job"), file.value("leaves")
        file.values["found"] = [found[n, place] for place in range(len(leaves))]
        inks = file.must("inks")
        problems += [_of_page(problem, leaves, job) for _, problem in file.told]
        folios = tuple(tuple(issue.pages[number - 1].folio for number in sheet) for sheet in leaves)
        files.append(PrintFile(job.part, file.value("pdf"), folios, inks))
    if form.spreads:
        return files, {}, problems
    alone = {sheet[0]: found[n, at] for n, file in enumerate(started) for at, sheet in enumerate(file.value("leaves"))}
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
    road = _road(folder, profile, how)
    units, pages, drawn = list[Unit](), list[MadePage](), list[Drawn]()
    for numbers in road.units:
        unit = road.to("ink", numbers)
        pages += (page.at(numbers[0]) for page in _pages_of(road, unit))
        drawn += (page.value("drawn") for page in unit.pages)
        unit.rest()
        units.append(unit)
    files, _, problems = _finished(road, pages, Form(), how)
    if not all(drawn) or has_errors(road.read.problems):
        raise Refused(problems)
    inked = bool(files) and all(page.art for page in pages)
    return Shown(_set_of(road, units), tuple(drawn), files[0].pdf if inked else None, problems)


def _made(road: Road, keys: Sequence[str], how: How) -> tuple[tuple[MadePage, ...], dict[int, tuple[MadePage, ...]]]:
    """Every page of the issue, in order: from the cache where nothing of it has changed, else by the pool.

    And the units that were made now, by their places.
    """
    made: dict[int, tuple[MadePage, ...]] = {}
    for place, key in enumerate(keys):
        if how.pages is not None and (found := how.pages.find(key)) is not None:
            made[place] = found
    units = road.units
    left = [place for place in range(len(units)) if place not in made]
    new: dict[int, tuple[MadePage, ...]] = {}
    how.tell(len(made), len(units))
    doing(say("doing/make-pages"), times=len(left))
    profile = road.issue.value("profile")
    for n, answer in _work(partial(make, road), [units[place] for place in left], how, lambda: ready(profile)):
        place = left[n]
        made[place] = new[place] = _answered(answer, road.read.issue, units[place])
        how.tell(len(made), len(units))
    return tuple(page.at(unit[0]) for place, unit in enumerate(units) for page in made[place]), new


def _judged(road: Road, files: Sequence[Place], pages: Sequence[MadePage], how: How) -> dict[tuple[int, int], Findings]:
    """What preflight finds on each sheet of each file, by the file's and the sheet's place; what is known is not asked."""
    found: dict[tuple[int, int], Findings] = {}
    left: list[tuple[int, tuple[int, ...]]] = []
    for n, file in enumerate(files):
        unknown = []
        for place, sheet in enumerate(file.value("leaves")):
            known = pages[sheet[0] - 1].findings if len(sheet) == 1 else None
            if known is not None:
                found[n, place] = moved(known, place + 1)
            else:
                unknown.append(place)
        left += [(n, tuple(unknown[at : at + TOGETHER])) for at in range(0, len(unknown), TOGETHER)]
    doing(say("doing/check-file"), times=sum(len(places) for _, places in left))

    def judge(task: tuple[int, tuple[int, ...]]) -> tuple[Findings, ...]:
        findings: tuple[Findings, ...] = road.sheets(files[task[0]], task[1]).value("findings")
        return findings

    for at, answer in _work(judge, left, how):
        n, places = left[at]
        if not isinstance(answer, tuple):
            folio = road.read.issue.pages[files[n].value("leaves")[places[0]][0] - 1].folio
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
