"""Would the printer accept this file? Every check is asked; what they find is sorted by gravity and place.

Any PDF may be given, from any tool. Nothing in it is trusted or run, and what cannot be read becomes a problem.

A file is judged page by page, and no page is held while the next is read. Pages may also be judged apart, by several
processes side by side: ``pages`` judges some, of the file or of the piece that holds them, and ``whole`` judges the file
with what was found on its pages. Together they find what ``inspect`` finds, in the same order.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from mise_en_page.model.message import Message, Value, key, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Severity, Spot
from mise_en_page.pdf.spaces import PROCESS
from mise_en_page.preflight.checks import CHECKS
from mise_en_page.preflight.checks.registry import Check, Fault
from mise_en_page.preflight.examine import PAGES, Reading
from mise_en_page.preflight.examined import DAMAGE, Examined, PageRead, opened, plain_words
from mise_en_page.preflight.page_ink import PageInk

BYTES: Final = 1024 * 1024 * 1024
TOGETHER: Final = 8
"""Pages whose inks are measured together."""

MOST: Final = 20
"""Faults of one kind that are listed; the rest are counted."""

GRAVITY: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, errors first, and the inks of the pages that could be measured."""

    problems: tuple[Problem, ...]
    inks: tuple[PageInk, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found on a page. ``is_broken``: the page is too damaged to be asked about, as the last fault says."""

    faults: tuple[Fault, ...]
    is_broken: bool = False


@dataclass(slots=True)
class Findings:
    """What was found on a page: plain values, that one process may hand to another."""

    page: int
    answers: dict[str, Answer] = field(default_factory=dict)
    """By check; nothing for those that found nothing."""

    faults: tuple[tuple[int, Message], ...] = ()
    """Why the page's content could not be read."""

    spots: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What had to be repaired to read it."""

    ink: PageInk | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of an inspection brought: first the number of pages, then problems as checks find them, then inks."""

    problems: tuple[Problem, ...] = ()
    inks: tuple[PageInk, ...] = ()
    pages: int = 0


def preflight(pdf: bytes, profile: Profile, checks: tuple[Check, ...] = CHECKS) -> tuple[Problem, ...]:
    """Every fault of a PDF against ``profile``, errors first; nothing for a file that may go to press."""
    return by_gravity([problem for step in steps(pdf, profile, checks) for problem in step.problems])


def inspect(pdf: bytes, profile: Profile) -> Inspection:
    """Every fault of a PDF against ``profile``, and how much ink its pages take."""
    done = list(steps(pdf, profile))
    problems = by_gravity([problem for step in done for problem in step.problems])
    return Inspection(problems, tuple(ink for step in done for ink in step.inks))


def by_gravity(problems: list[Problem]) -> tuple[Problem, ...]:
    """Errors first, then page by page."""
    return tuple(sorted(problems, key=_order))


def steps(pdf: bytes, profile: Profile, checks: tuple[Check, ...] = CHECKS) -> Iterator[Step]:
    """An inspection step by step: whoever waits, and may not come to the end, has what was found so far."""
    document = _opened(pdf)
    if isinstance(document, Step):
        yield document
        return
    with document:
        yield Step(pages=max(len(document.pages), 1))
        try:
            reading = Reading(pdf, document)
            findings, leaves = [], []
            for place in range(reading.count):
                seen = reading.page(place)
                findings.append(_found(seen, profile, checks, _repairs(document)))
                leaves.append(seen.leaf())
            file = _file(pdf, document, tuple(leaf.pages[0] for leaf in leaves), findings)
        except DAMAGE as fault:
            yield _only(key("undamaged/pages"), reason=plain_words(fault)[:80])
            return
        for one in checks:
            if one.scope in ("drawn", "inked"):
                asked = _measured(leaves, profile) if one.scope == "inked" else leaves
                for leaf, found in zip(asked, findings, strict=True):
                    _ask(one, leaf, profile, found)
            yield Step(tuple(_told(one, file, findings, profile)))
        yield Step(inks=_inks(findings))


def pages(
    pdf: bytes, places: Iterable[int], profile: Profile, checks: tuple[Check, ...] = CHECKS, *, first: int = 1
) -> Iterator[Findings]:
    """What is found on some pages of ``pdf``, ``places`` from 0, for ``whole``. Holds a few at a time.

    ``first`` is the number that the first page of ``pdf`` has in the whole file, where ``pdf`` is a piece of it. Raises
    ``DAMAGE`` when it cannot be opened: then the whole file cannot either, and ``inspect`` says why.
    """
    with opened(pdf) as document:
        reading = Reading(pdf, document, first)
        waiting: list[tuple[Examined, Findings]] = []
        for place in places:
            seen = reading.page(place)
            waiting.append((seen.leaf(), _found(seen, profile, checks, _repairs(document))))
            if len(waiting) == TOGETHER:
                yield from _drawn(waiting, profile, checks)
                waiting = []
        yield from _drawn(waiting, profile, checks)


def _drawn(waiting: list[tuple[Examined, Findings]], profile: Profile, checks: tuple[Check, ...]) -> Iterator[Findings]:
    """Findings, with what the checks find that need pictures."""
    leaves = [leaf for leaf, _ in waiting]
    inked = any(one.scope == "inked" for one in checks)
    for leaf, (_, found) in zip(_measured(leaves, profile) if inked else leaves, waiting, strict=True):
        for one in checks:
            if one.scope in ("drawn", "inked"):
                _ask(one, leaf, profile, found)
        yield found


def whole(pdf: bytes, findings: Sequence[Findings], profile: Profile, checks: tuple[Check, ...] = CHECKS) -> Inspection:
    """Every fault of a file with what ``pages`` found on each of its pages, in the order of pages."""
    document = _opened(pdf)
    if isinstance(document, Step):
        return Inspection(document.problems)
    with document:
        if len(document.pages) != len(findings):
            raise ValueError(f"{len(findings)} pages were judged, the file has {len(document.pages)}")
        reading = Reading(pdf, document)
        file = _file(pdf, document, tuple(reading.read(place) for place in range(reading.count)), findings)
        problems = [problem for one in checks for problem in _told(one, file, findings, profile)]
    return Inspection(by_gravity(problems), _inks(findings))


def _measured(leaves: list[Examined], profile: Profile) -> Iterable[Examined]:
    from mise_en_page.preflight import ink  # noqa: PLC0415 - numpy and pdfium, when something is measured

    return ink.measured(leaves, profile)


def _opened(pdf: bytes) -> pikepdf.Pdf | Step:
    """The file, or what there is to say when it cannot be opened."""
    if len(pdf) > BYTES:
        return _only(key("undamaged/large"))
    try:
        document = opened(pdf)
        count = len(document.pages)
    except pikepdf.PasswordError:
        return _only(key("encryption/password"))
    except DAMAGE as fault:
        starts = pdf[:1024].lstrip().startswith(b"%PDF")
        words = key("undamaged/unreadable") if starts else key("undamaged/no-pdf")
        return _only(words, reason=plain_words(fault)[:80])
    if count > PAGES:
        document.close()
        return _only(key("undamaged/many"), pages=count, most=PAGES)
    return document


def _only(words: str, **values: Value) -> Step:
    return Step((Problem.of(words, "error", **values),))


def _repairs(document: pikepdf.Pdf) -> tuple[str, ...]:
    """What was repaired since this was asked, in words."""
    return tuple(plain_words(warning).splitlines()[0][-160:] for warning in document.get_warnings())


def _found(seen: Examined, profile: Profile, checks: tuple[Check, ...], repairs: tuple[str, ...]) -> Findings:
    """What the checks that need no picture find on a page."""
    found = Findings(seen.pages[0].number, faults=seen.faults, spots=seen.spots, warnings=repairs)
    for one in checks:
        if one.scope == "page":
            _ask(one, seen, profile, found)
    return found


def _file(pdf: bytes, document: pikepdf.Pdf, read: tuple[PageRead, ...], findings: Sequence[Findings]) -> Examined:
    """The file without what is on its pages."""
    repairs = (*_repairs(document), *(repair for found in findings for repair in found.warnings))
    faults = tuple(fault for found in findings for fault in found.faults)
    return Examined(pdf, document, read, spots=_spots(findings), faults=faults, warnings=tuple(dict.fromkeys(repairs)))


def _ask(one: Check, seen: Examined, profile: Profile, found: Findings) -> None:
    """Put a check's answer about a page down."""
    answer = _answer(one, seen, profile)
    if answer.faults:
        found.answers[one.id] = answer
    if isinstance(seen.ink, PageInk):
        found.ink = seen.ink


def _answer(one: Check, seen: Examined, profile: Profile) -> Answer:
    """A check's faults; what is too damaged to be checked is a fault too."""
    found: list[Fault] = []
    told: set[object] = set()
    try:
        for fault in one.ask(seen, profile):
            if fault.alike is None or fault.alike not in told:
                found.append(fault)
                told.add(fault.alike)
    except DAMAGE as damage:
        said = say("unchecked", reason=type(damage).__name__)
        return Answer((*found, Fault(said, None, "error", one.question)), is_broken=True)
    return Answer(tuple(found))


def _told(one: Check, file: Examined, findings: Sequence[Findings], profile: Profile) -> list[Problem]:
    """A check's faults in the whole file as problems; where they are many, the first of them."""
    if one.scope == "file":
        found = list(_answer(one, file, profile).faults)
    else:
        found = _gathered(found.answers[one.id] for found in findings if one.id in found.answers)
    listed = found[:MOST]
    if len(found) > MOST:
        said = say("more-like-it", said=listed[-1].said, count=len(found) - MOST)
        listed[-1] = dataclasses.replace(listed[-1], said=said)
    return [Problem(one.id, fault.severity or one.severity, fault.said, fault.advice, fault.where) for fault in listed]


def _gathered(answers: Iterable[Answer]) -> list[Fault]:
    """What was found page by page, what is about the same thing once; nothing after a page that breaks the check."""
    found: list[Fault] = []
    told: dict[str, int] = {}
    for answer in answers:
        here: dict[str, int] = {}
        for fault in answer.faults:
            if fault.instead:
                return [fault]
            if fault.about in told:
                first = told[fault.about]
                if found[first].where is None and fault.where is not None:
                    found[first] = fault  # the thing was named before, and is seen only here
                continue
            if fault.about:
                here.setdefault(fault.about, len(found))
            found.append(fault)
        told |= here
        if answer.is_broken:
            break
    return found


def _spots(findings: Sequence[Findings]) -> tuple[str, ...]:
    return tuple(sorted({spot for found in findings for spot in found.spots}))


def _inks(findings: Sequence[Findings]) -> tuple[PageInk, ...]:
    """The inks of all pages that were measured; of an ink that is on other pages only, none."""
    none = dict.fromkeys((*PROCESS, *_spots(findings)), 0.0)
    inks = (found.ink for found in findings if found.ink is not None)
    return tuple(dataclasses.replace(ink, coverage=tuple((none | dict(ink.coverage)).items())) for ink in inks)


def _order(problem: Problem) -> tuple[int, int]:
    page = problem.where.page if isinstance(problem.where, Spot) else 0
    return (GRAVITY[problem.severity], page)
