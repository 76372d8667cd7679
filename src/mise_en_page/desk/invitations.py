"""Who is invited to an issue's desk, as what, until when: one list, from which a link's secret cannot be read.

Each link has a secret of its own (256 bits), of which the list holds the SHA-256 alone. A browser changes it for a session,
a secret of its own again, which it keeps for this address: it goes in a header, as the owner's does, and not in a cookie,
because a browser sends a host's cookies to every port of it, and any user of that machine may listen at another port.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from mise_en_page.desk import private
from mise_en_page.desk.people import Person, Role
from mise_en_page.model.problem import Refused

#: Days that a link holds, where nothing else is asked for; and at most.
DAYS, MOST_DAYS = 14, 366
MOST_GUESTS = 200
#: Browsers that one link may let in: a desk, a telephone, a tablet, at home and at the office.
MOST_BROWSERS = 6
NAME = 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """``secret`` is a digest; ``made`` and ``until`` are seconds since 1970."""

    name: str
    role: Role
    secret: str
    made: int
    until: int


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that a link has let in: ``key`` is the digest of what it says, ``link`` that of the link's secret."""

    key: str
    link: str
    since: int
    browser: str


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class TooMany(Exception):
    """A link has let in as many browsers as it may."""


class Guests:
    """The list of an issue's desk, in its private folder. It is read again whenever it is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "invitations.json"
        self._mark: tuple[int, ...] = (-1,)
        self._invited: dict[str, Invitation] = {}
        self._sessions: dict[str, Session] = {}

    # --- the list

    def all(self) -> tuple[Invitation, ...]:
        """By name; those that are over as well."""
        self._look()
        return tuple(sorted(self._invited.values(), key=lambda each: each.name))

    def invite(self, name: str, role: Role, days: int, now: int) -> str:
        """Invite somebody, in place of what they had; the secret of their link, told this once. Raises Refused, OSError."""
        name = " ".join(name.split())
        if not name or not name.isprintable() or len(name) > NAME:
            raise Refused.of("invite-name", most=NAME)
        secret = secrets.token_urlsafe(32)
        with private.alone(self.folder):
            self._look()
            kept = {key: each for key, each in self._invited.items() if each.name != name and each.until > now}
            if len(kept) >= MOST_GUESTS:
                raise Refused.of("invite-many", most=MOST_GUESTS)
            made = Invitation(name, role, digest(secret), now, now + days * 86_400)
            self._write({**kept, made.secret: made})
        return secret

    def revoke(self, name: str) -> bool:
        """Take an invitation back; False where nobody of that name is invited. Raises OSError."""
        with private.alone(self.folder):
            self._look()
            kept = {key: each for key, each in self._invited.items() if each.name != " ".join(name.split())}
            if len(kept) == len(self._invited):
                return False
            self._write(kept)
        return True

    # --- who comes

    def join(self, secret: str, browser: str, now: int) -> tuple[str, Invitation] | None:
        """The session of a browser that comes with a link, and whose it is; None where the link holds no longer, or never
        did. Raises TooMany, OSError.
        """
        with private.alone(self.folder):
            self._look()
            invited = self._invited.get(digest(secret))
            if invited is None or invited.until <= now:
                return None
            if self.browsers(invited) >= MOST_BROWSERS:
                raise TooMany
            key = secrets.token_urlsafe(32)
            session = Session(digest(key), invited.secret, now, browser[:200])
            self._write(self._invited, {**self._sessions, session.key: session})
        return key, invited

    def browsers(self, invited: Invitation) -> int:
        """How many browsers a link has let in."""
        return sum(each.link == invited.secret for each in self._sessions.values())

    def invited(self, key: str, now: int) -> Invitation | None:
        """Whose session this is; None where it is nobody's, or no longer."""
        self._look()
        session = self._sessions.get(digest(key))
        invited = self._invited.get(session.link) if session is not None else None
        return invited if invited is not None and invited.until > now else None

    def person(self, key: str, now: int) -> Person | None:
        invited = self.invited(key, now)
        return None if invited is None else Person(invited.name, invited.role)

    # --- the file

    def _look(self) -> None:
        """What is read is put in place at once: one thread may look while another does."""
        if (mark := private.mark(self._file)) == self._mark:
            return
        try:
            told = json.loads(private.read(self._file) or b"{}")
            invited = [replace(Invitation(**each), role=Role(each["role"])) for each in told.get("invited", ())]
            sessions = [Session(**each) for each in told.get("sessions", ())]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            invited, sessions = [], []  # damaged: nobody is let in
        self._invited = {each.secret: each for each in invited}
        self._sessions = {each.key: each for each in sessions}
        self._mark = mark

    def _write(self, invited: dict[str, Invitation], sessions: dict[str, Session] | None = None) -> None:
        """Sessions of links that are no more go with them."""
        kept = [each for each in (sessions or self._sessions).values() if each.link in invited]
        told: dict[str, Any] = {
            "invited": [asdict(each) for each in invited.values()],
            "sessions": [asdict(each) for each in kept],
        }
        private.write(self._file, json.dumps(told, ensure_ascii=False, indent=1).encode())
        self._look()
