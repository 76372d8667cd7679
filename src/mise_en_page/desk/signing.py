"""The sign-off as the browser sees it: who has signed, when, and what differs since. In a process of its own, for it reads
the whole issue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from mise_en_page.desk.judge import Asked
from mise_en_page.model.message import Language, say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.processes import activity, child
from mise_en_page.processes.activity import Step
from mise_en_page.processes.child import Died, Hung, Limits

A = TypeVar("A")
T = TypeVar("T")

#: Signs the issue off in somebody's name, as the command ``sign`` does; gives what is told all the same. Raises Refused.
Sign = Callable[[str, Language], tuple[Problem, ...]]
#: As much as a build of many pages may take.
LIMITS: Final = Limits(seconds=600.0)


@dataclass(frozen=True, slots=True)
class Signed:
    """``by`` and ``on`` ("2018-05-02") of the record, and all that differs from what was signed."""

    by: str
    on: str
    changes: tuple[Problem, ...]


def since(asked: Asked) -> Signed | None:
    """What has become of a sign-off; None where nothing is signed. Raises Refused where that cannot be said."""
    return apart(_since, asked, asked.folder)


def apart(function: Callable[[A], T], asked: A, folder: Path) -> T:
    """What a function makes of an issue in ``folder``, in a process of its own. Raises Refused."""
    step = Step(say("doing/check", folder=folder.name), None, LIMITS.seconds)
    try:
        return child.call(function, asked, LIMITS)
    except Hung:
        raise Refused((activity.too_long(step),)) from None
    except Died as error:
        raise Refused((activity.crashed(step, error.how),)) from None
    except MemoryError:
        raise Refused((activity.too_much_memory(step),)) from None


def _since(asked: Asked) -> Signed | None:
    # Here alone: the server itself reads no issue.
    from mise_en_page.proof import sign  # noqa: PLC0415

    if not sign.record_of(asked.folder).is_file():
        return None
    signed = sign.read_record(asked.folder)
    return Signed(signed.by, signed.on, sign.changes(signed, sign.reached(asked.folder), asked.profile))
