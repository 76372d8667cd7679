"""What a printer asks for: the standard, the printing condition, the limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final, Literal

Standard = Literal["X-4", "X-3", "X-1a"]

MM: Final = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Pixels per inch on the page: what is made, below which we warn, below which we refuse."""

    wanted: float
    warning: float
    error: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One printing condition and its limits.

    ``ink_limit`` is the sum of the inks in percent; ``bleed``, ``bleed_least`` and ``slug`` in pt;
    ``hairline``, ``reversed_size``, ``least_size`` and ``overprint_line`` in pt; ``spots`` the spot inks allowed.
    """

    name: str
    title: str
    standard: Standard
    icc: bytes = field(repr=False)
    condition: str
    condition_title: str
    registry: str
    ink_limit: float
    bleed: float
    bleed_least: float
    slug: float
    resolution: Resolution
    line_art: Resolution
    hairline: float
    reversed_size: float
    least_size: float
    overprint_line: float
    spots: tuple[str, ...] = ()
    looks: tuple[tuple[float, float, float, float], ...] = ()
    """How each of ``spots`` looks in process inks (0..1); empty where the profile only names them."""

    @property
    def icc_digest(self) -> str:
        """The sha256 of the ICC file: what makes two conversions the same."""
        return hashlib.sha256(self.icc).hexdigest()
