"""How a check is declared: what it asks, how grave a fault is, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Severity, Spot
from mise_en_page.preflight.examined import Examined, Painted


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found. ``severity`` only where it differs from the check's own, ``advice`` from the sentence's."""

    said: Message
    where: Spot | None = None
    severity: Severity | None = None
    advice: Message | None = None
    about: str = ""
    """What is told once in a file, on the first page where it is met: a font, an ink."""

    alike: object = None
    """What is told once on a page: a size, a colour."""

    instead: bool = False
    """Told once, and nothing else of its check in the whole file."""

    @classmethod
    def of(
        cls, key: str, where: Spot | None = None, severity: Severity | None = None, /, *, about: str = "",
        alike: object = None, instead: bool = False, **values: Value,
    ) -> Fault:  # fmt: skip
        """The fault of the sentence ``key``."""
        return cls(say(key, **values), where, severity, None, about, alike, instead)


Faults = Iterator[Fault]

SEVERITIES: Final[dict[Severity, Message]] = {
    "error": say("gravity/error"),
    "warning": say("gravity/warning"),
    "info": say("gravity/info"),
}

Scope = Literal["file", "page", "drawn", "inked"]
"""What a check is asked about: the file without what is on its pages; each page; each page, to draw it; each page whose
inks have been measured.

A page's faults depend on that page alone, so that pages may be asked about side by side. Drawn ones are asked last: it is
renderers that hostile files break.
"""

Ask = Callable[[Examined, Profile], Faults]


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to a file. ``id`` is the problem's code."""

    id: str
    severity: Severity
    authority: str
    scope: Scope
    ask: Ask

    @property
    def question(self) -> Message:
        return say(f"question/{self.id}")


def check(id: str, severity: Severity, authority: str, scope: Scope = "page") -> Callable[[Ask], Check]:
    """Declare a check; what it asks stands in the catalogues as “question/id”."""
    return lambda ask: Check(id, severity, authority, scope, ask)


__all__ = ["SEVERITIES", "Check", "Examined", "Fault", "Faults", "Painted", "Profile", "check"]
