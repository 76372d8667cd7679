"""Would the printer accept this file? Every check is asked; what they find is sorted by gravity and place.

Any PDF may be given, from any tool. Nothing in it is trusted or run, and what cannot be read becomes a problem.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

import pikepdf

from mise_en_page.press import ink
from mise_en_page.press.checks import CHECKS
from mise_en_page.press.checks.registry import Check, Fault
from mise_en_page.press.examine import DAMAGE, Examined, examine, opened
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


def preflight(pdf: bytes, profile: Profile, checks: tuple[Check, ...] = CHECKS) -> tuple[Problem, ...]:
    """Every fault of a PDF against ``profile``, errors first; nothing for a file that may go to press."""
    return _inspected(pdf, profile, checks, measuring=False).problems


def inspect(pdf: bytes, profile: Profile) -> Inspection:
    """Every fault of a PDF against ``profile``, and how much ink its pages take."""
    return _inspected(pdf, profile, CHECKS, measuring=True)


def _inspected(pdf: bytes, profile: Profile, checks: tuple[Check, ...], *, measuring: bool) -> Inspection:
    if len(pdf) > BYTES:
        return _only(Problem("undamaged", "error", "the file is larger than 1 GB", "deliver it page by page"))
    try:
        document = opened(pdf)
    except pikepdf.PasswordError:
        hint = "export it without password or restrictions"
        return _only(Problem("encryption", "error", "the file is locked with a password", hint))
    except DAMAGE as fault:
        starts = pdf[:1024].lstrip().startswith(b"%PDF")
        message = "the file is damaged: it cannot be read" if starts else "the file is no PDF"
        return _only(Problem("undamaged", "error", message, f"export it again ({str(fault)[:80]})"))
    with document:
        try:
            examined = examine(pdf, document)
        except DAMAGE as fault:
            hint = f"export it again ({str(fault)[:80]})"
            return _only(Problem("undamaged", "error", "the file's pages cannot be read", hint))
        problems: list[Problem] = []
        for one in checks:
            problems += _asked(one, examined, profile)
        inks = ink.pages(examined, profile) if measuring else ()
    return Inspection(tuple(sorted(problems, key=_order)), inks)


def _only(problem: Problem) -> Inspection:
    return Inspection((problem,))


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
