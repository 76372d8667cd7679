"""Who is at the desk: a name, and the role that says what they may do.

Without ``--share`` there is one person only, the owner of the command, who may do everything.
"""

from __future__ import annotations

import enum
import getpass
from dataclasses import dataclass

from starlette.requests import HTTPConnection


class Role(enum.StrEnum):
    """What somebody may do; each may do what those before it may."""

    READER = "lecteur"
    WRITER = "rédacteur"
    DESIGNER = "maquettiste"
    CHIEF = "chef"

    @property
    def rank(self) -> int:
        return tuple(Role).index(self)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk; ``owner``: who has given the command, at whose machine it runs."""

    name: str
    role: Role
    owner: bool = False

    def may(self, role: Role) -> bool:
        """May they do what ``role`` may?"""
        return self.role.rank >= role.rank


def owner() -> Person:
    """Who has given the command: by the name of their account."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        name = ""
    return Person(name, Role.CHIEF, owner=True)


def who(connection: HTTPConnection) -> Person:
    """Who is at the other end of a request or a WebSocket, as the door has let them in (``scope["person"]``)."""
    person = connection.scope.get("person")
    return person if isinstance(person, Person) else owner()
