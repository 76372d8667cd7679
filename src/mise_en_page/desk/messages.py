"""What the preview's server and the process that works for it say to each other: plain values, sent as pickles."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mise_en_page.model import limits
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem
from mise_en_page.processes.activity import Step
from mise_en_page.proof.comments import Comment

#: left, top, right, bottom in pt from the trimmed page's top left corner
Box = tuple[float, float, float, float]

#: The number of the request, and the length of what follows.
HEAD = struct.Struct("<IQ")


@dataclass(frozen=True, slots=True)
class Note:
    """In place of an answer: the step that a request is at, and the page (from 0) that it draws."""

    step: Step
    page: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request has come to; ``good`` or an exception to raise."""

    good: bool
    value: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A page that has another picture now; ``part`` is where (None: all over)."""

    page: int
    part: Box | None


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to show after an edit, as far as the server must know it."""

    number: int = 0
    versions: tuple[int, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    changes: tuple[Change, ...] = ()
    made: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a file (BMP), its place in the page's whole picture, and how large that is."""

    file: bytes
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker begins with. ``notes`` are told among the problems; ``proof`` was written on a proof.

    ``number`` is that of the last edition that another one made before it; a step may take ``seconds`` of the processor.
    """

    folder: Path
    profile: Profile
    notes: tuple[Problem, ...] = ()
    number: int = 0
    proof: tuple[Comment, ...] = ()
    seconds: float = field(default_factory=lambda: limits.STEP_SECONDS)
