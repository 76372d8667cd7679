"""How a check is declared: what it asks, how grave a fault is, and who says so; and the words that most checks need.

Of each the tests hold a file that fails it and must be told, under the check's name; the good files pass all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.model.problem import Severity, Spot
from mise_en_page.preflight.examined import Examined, Painted, once

__all__ = ["MM", "Check", "Examined", "Fault", "Faults", "Painted", "Profile", "check", "once"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found. ``severity`` only where it differs from the check's own."""

    message: str
    where: Spot | None = None
    hint: str = ""
    severity: Severity | None = None
    about: str = ""
    """What is told once in a file, on the first page where it is met: a font, an ink."""

    instead: bool = False
    """Told once, and nothing else of its check in the whole file."""


Scope = Literal["file", "page", "drawn", "inked"]
"""What a check is asked about: the file without what is on its pages; each page; each page, to draw it; each page whose
inks have been measured.

A page's faults depend on that page alone, so that pages may be asked about side by side. Drawn ones are asked last: it is
renderers that hostile files break.
"""

Faults = Iterator[Fault]
Ask = Callable[[Examined, Profile], Faults]


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to a file. ``id`` is the problem's code."""

    id: str
    severity: Severity
    question: str
    authority: str
    ask: Ask
    scope: Scope = "page"


def check(id: str, *, severity: Severity, authority: str, scope: Scope = "page") -> Callable[[Ask], Check]:
    """Declare a check: the function's docstring is the question."""

    def declare(ask: Ask) -> Check:
        question = (ask.__doc__ or "").strip().split("\n")[0]
        return Check(id, severity, question, authority, ask, scope)

    return declare
