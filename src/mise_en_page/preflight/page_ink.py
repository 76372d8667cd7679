"""What is told of a page's inks: plain values, apart from what measures them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mise_en_page.model.message import Message
from mise_en_page.model.problem import Spot


class Unmeasured(Exception):
    """Something on the page whose inks cannot be told: ``said`` what."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Heaviest:
    """The square of ``side`` pt with most ink: the mean sum of its inks in percent, and its place."""

    side: float
    percent: float
    where: Spot


@dataclass(frozen=True, slots=True)
class PageInk:
    """A page's inks: ``coverage`` the mean of each over the trimmed page in percent; the large and the small worst spot."""

    page: int
    coverage: tuple[tuple[str, float], ...]
    large: Heaviest
    small: Heaviest


@dataclass(frozen=True, slots=True)
class Separation:
    """One plate of one page as a grey PNG, black being solid ink."""

    page: int
    ink: str
    png: bytes

    @property
    def file_ink(self) -> str:
        """The ink's name as a part of a file name."""
        return re.sub(r"[^\w-]+", "-", self.ink).strip("-") or "ink"
