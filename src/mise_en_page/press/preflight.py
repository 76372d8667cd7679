"""Would the printer accept this file? Every check is asked; what they find is sorted by gravity and place.

Any PDF may be given, from any tool. Nothing in it is trusted or run, and what cannot be read becomes a problem.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pikepdf

from mise_en_page.press import ink
from mise_en_page.press.checks import CHECKS
from mise_en_page.press.checks.registry import Check, Fault
from mise_en_page.press.examine import DAMAGE, PAGES, Examined, examine, opened, plain_words
from mise_en_page.press.ink import PageInk
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Severity, Spot

BYTES: Final = 1024 * 1024 * 1024
MOST: Final = 20
"""Faults of one kind that are listed; the rest are counted."""

GRAVITY: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, errors first, and the inks of the pages that could be measured."""

    problems: tuple[Problem, ...]
    inks: tuple[PageInk, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of an inspection brought: first the number of pages, then problems as checks find them, then inks."""

    problems: tuple[Problem, ...] = ()
    inks: tuple[PageInk, ...] = ()
    pages: int = 0


def preflight(pdf: bytes, profile: Profile, checks: tuple[Check, ...] = CHECKS) -> tuple[Problem, ...]:
    """Every fault of a PDF against ``profile``, errors first; nothing for a file that may go to press."""
    return by_gravity([problem for step in steps(pdf, profile, checks, measuring=False) for problem in step.problems])


def inspect(pdf: bytes, profile: Profile) -> Inspection:
    """Every fault of a PDF against ``profile``, and how much ink its pages take."""
    done = list(steps(pdf, profile))
    problems = by_gravity([problem for step in done for problem in step.problems])
    return Inspection(problems, tuple(ink for step in done for ink in step.inks))


def by_gravity(problems: list[Problem]) -> tuple[Problem, ...]:
    """Errors first, then page by page."""
    return tuple(sorted(problems, key=_order))


def steps(pdf: bytes, profile: Profile, checks: tuple[Check, ...] = CHECKS, *, measuring: bool = True) -> Iterator[Step]:
    """An inspection step by step: whoever waits, and may not come to the end, has what was found so far."""
    if len(pdf) > BYTES:
        yield _only("undamaged", "the file is larger than 1 GB", "deliver it page by page")
        return
    try:
        document = opened(pdf)
        pages = len(document.pages)
    except pikepdf.PasswordError:
        yield _only("encryption", "the file is locked with a password", "export it without password or restrictions")
        return
    except DAMAGE as fault:
        starts = pdf[:1024].lstrip().startswith(b"%PDF")
        message = "the file is damaged: it cannot be read" if starts else "the file is no PDF"
        yield _only("undamaged", message, f"export it again ({plain_words(fault)[:80]})")
        return
    with document:
        if pages > PAGES:
            message = f"the file has {pages:,} pages: more than {PAGES:,} are not checked"
            yield _only("undamaged", message, "deliver it in parts")
            return
        yield Step(pages=max(pages, 1))
        try:
            examined = examine(pdf, document)
        except DAMAGE as fault:
            hint = f"export it again ({plain_words(fault)[:80]})"
            yield _only("undamaged", "the file's pages cannot be read", hint)
            return
        for one in checks:
            yield Step(tuple(_asked(one, examined, profile)))
        if measuring:
            yield Step(inks=ink.pages(examined, profile))


def _only(code: str, message: str, hint: str) -> Step:
    return Step((Problem(code, "error", message, hint),))


def _asked(one: Check, examined: Examined, profile: Profile) -> list[Problem]:
    """A check's faults as problems; a file too damaged to be checked is a fault too."""
    found: list[Fault] = []
    try:
        found += one.ask(examined, profile)
    except DAMAGE as fault:
        found.append(
            Fault(f"could not be checked, the file is damaged there ({type(fault).__name__})", None, one.question, "error")
        )
    listed = found[:MOST]
    if len(found) > MOST:
        last = listed[-1]
        listed[-1] = dataclasses.replace(last, message=f"{last.message} (and {len(found) - MOST} more like it)")
    return [Problem(one.id, fault.severity or one.severity, fault.message, fault.hint, fault.where) for fault in listed]


def _order(problem: Problem) -> tuple[int, int]:
    page = problem.where.page if isinstance(problem.where, Spot) else 0
    return (GRAVITY[problem.severity], page)
