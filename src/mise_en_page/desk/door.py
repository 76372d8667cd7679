"""Who may ask the preview for anything: the browser in which the command's address was opened, and those of the people who
are invited, each within what their role may do (``rights.py``).

What is refused, and why:

- any ``Host`` but this server's own names: a foreign name that was made to point here would be the same origin as ours
  (DNS rebinding);
- another ``Origin``, and a ``Sec-Fetch-Site`` that is not the page's own (W3C Fetch Metadata): other pages in the same
  browser may talk to every port of the machine, and ask for a picture without any script. They may lead to the page, which
  by itself holds nothing;
- everything but that bare page and its scripts without the secret (``secret.py``) or an invited person's session
  (``invitations.py``): any program of any user of the machine may ask, and has no browser's manners;
- what comes too often (``rates.py``): requests are told to come later, words in a WebSocket wait, and none is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event
from starlette.websockets import WebSocket

from mise_en_page.desk import clock, rates
from mise_en_page.desk.audit import Audit
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.people import Person, owner
from mise_en_page.desk.rights import may
from mise_en_page.desk.sharing import Entrance
from mise_en_page.desk.spoken import language_of
from mise_en_page.model.message import Message, say, spoken

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' {ws}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: What a WebSocket names beside the secret, and is answered with.
PROTOCOL = "live"
#: Without the secret: the bare page, and its own files under this folder; and where an invitation is changed for a session.
BARE, STATIC, JOIN = "/", "/static/", "/join"
#: Whether somebody is still invited is looked at so often while their socket is silent (s).
LOOK = 0.5


@dataclass(slots=True)
class Door:
    """Who is let in: under which addresses, with the owner's ``token``; and, where the preview is shared, its guests."""

    entrance: Entrance
    token: str
    session: str
    guests: Guests | None = None
    audit: Audit = field(default_factory=lambda: Audit(None))
    guesses: rates.Guesses = field(default_factory=rates.Guesses)
    requests: rates.Rate = field(default_factory=lambda: rates.Rate(*rates.REQUESTS))
    sent: rates.Rate = field(default_factory=lambda: rates.Rate(*rates.BYTES))
    unknown: rates.Rate = field(default_factory=lambda: rates.Rate(*rates.UNKNOWN))
    sockets: dict[str, int] = field(default_factory=dict)

    def person(self, told: str) -> Person | None:
        """Whose secret this is."""
        if secrets.compare_digest(told.encode("latin-1", "replace"), self.token.encode()):
            return owner()
        return self.guests.person(told, clock.now()) if self.guests is not None and told else None


class Doorkeeper:
    """Refuses whoever may not ask, and puts the headers of safety and the session's name on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door
        origins = sorted(door.entrance.direct | door.entrance.proxied)
        sockets = " ".join(f"ws{each.removeprefix('http')}" for each in origins if "[" not in each)
        policy = POLICY.format(ws=sockets)
        named = HEADERS | {"Content-Security-Policy": policy, "X-Session": door.session}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in named.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Event) -> None:
            if message["type"] == "http.response.start":
                own_names = {name for name, _ in self._headers}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own_names]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = await self._refused(scope, headers)
        if refused is not None:
            await _refuse(*refused, scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, with_headers)
        else:
            await self._app(scope, self._counted(scope, receive), with_headers)

    async def _refused(self, scope: Scope, headers: Mapping[str, str]) -> tuple[Message, int] | None:
        """Why this is not answered, and the status of that; None if it is. The scope is told who asks, from where."""
        door, now = self._door, time.monotonic()
        peer = str((scope.get("client") or ("",))[0])
        address = door.entrance.asked(peer, headers)
        if address is None or not self._at_home(scope, headers):
            door.audit.note("", "refused", peer, once="elsewhere", why="elsewhere", path=scope["path"])
            return say("answer/elsewhere"), 403
        scope["address"], path = address, scope["path"]
        looked = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        bare = looked and (path == BARE or path.startswith(STATIC))
        if bare or (scope["type"] == "http" and path == JOIN):
            return None if door.unknown.may(address, now) else (say("answer/too-often"), 429)
        person = door.person(_told(scope, headers))
        if person is None:
            return await self._wrong(address, path)
        scope["person"] = person
        if not may(person, scope["type"], scope.get("method", ""), path):
            door.audit.note(person.name, "refused", address, once="role", why="role", role=person.role, path=path)
            return say("answer/role", role=person.role), 403
        if not person.owner and not door.requests.may(person.name, now):
            door.audit.note(person.name, "refused", address, once="often", why="often")
            return say("answer/too-often"), 429
        return None

    async def _wrong(self, address: str, path: str) -> tuple[Message, int]:
        """A wrong secret, or none: the more there are of an address, the later it hears so."""
        door = self._door
        door.audit.note("", "refused", address, once="secret", why="secret", path=path)
        wait = door.guesses.wrong(address, time.monotonic())
        if wait is None:
            return say("answer/too-often"), 429
        if wait:
            try:
                await asyncio.sleep(wait)
            finally:
                door.guesses.answered(address)
        return say("answer/no-token"), 403

    def _at_home(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Does this come from a page of ours, or from no page at all?"""
        origin = headers.get("origin")
        if origin is not None and not self._door.entrance.ours(origin):
            return False
        # A browser always names the origin of a WebSocket and of a POST.
        if origin is None and (scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")):
            return False
        site = headers.get("sec-fetch-site", "none")
        followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        return site in ("none", "same-origin") or (scope["path"] == BARE and followed)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """What a guest sends waits while it is more than they may."""
        person: Person | None = scope.get("person")
        if person is None or person.owner:
            return receive

        async def counted() -> Event:
            message = await receive()
            size = len(message.get("body") or b"") if message["type"] == "http.request" else 0
            await asyncio.sleep(self._door.sent.wait(person.name, time.monotonic(), size))
            return message

        return counted

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A guest's socket: so many at a time, and none once they are no longer invited."""
        person: Person = scope["person"]
        if person.owner:
            await self._app(scope, receive, send)
            return
        sockets, name = self._door.sockets, person.name
        if sockets.get(name, 0) >= rates.SOCKETS:
            await WebSocket(scope, receive, send).close(1013)
            return
        sockets[name] = sockets.get(name, 0) + 1
        guarded = _Guarded(self._door, _told(scope, {}), person, receive, send)
        try:
            await self._app(scope, guarded.receive, send)
        finally:
            guarded.end()
            sockets[name] -= 1
            if not sockets[name]:
                del sockets[name]


class _Guarded:
    """What comes from a guest, for as long as they are invited as what they were when they came."""

    def __init__(self, door: Door, key: str, person: Person, receive: Receive, send: Send) -> None:
        self._door, self._key, self._person = door, key, person
        self._receive, self._send = receive, send
        self._coming: asyncio.Future[Event] | None = None
        self._over = False

    async def receive(self) -> Event:
        while not self._over:
            if self._coming is None:
                self._coming = asyncio.ensure_future(_of(self._receive))
            await asyncio.wait({self._coming}, timeout=LOOK)
            if self._coming.done():
                message = self._coming.result()
                size = len(message.get("text") or message.get("bytes") or "")
                await asyncio.sleep(self._door.sent.wait(self._person.name, time.monotonic(), size))
            if self._door.person(self._key) != self._person:
                self._over = True
                with contextlib.suppress(RuntimeError, OSError):
                    await self._send({"type": "websocket.close", "code": 1008})
            elif self._coming.done():
                self._coming = None
                return message
        return {"type": "websocket.disconnect", "code": 1008}

    def end(self) -> None:
        if self._coming is not None:
            self._coming.cancel()


async def _of(receive: Receive) -> Event:
    return await receive()


def _told(scope: Scope, headers: Mapping[str, str]) -> str:
    """The secret that this is asked with; "" for none."""
    if scope["type"] != "websocket":
        return headers.get("x-token", "")
    first, *others = scope["subprotocols"] or [""]
    return str(others[0]) if first == PROTOCOL and len(others) == 1 else ""


async def _refuse(told: Message, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).close(1008)
        return
    headers = {"Retry-After": "30"} if status == 429 else None
    accepted = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"), "")
    with spoken(language_of(accepted)):
        answer = PlainTextResponse(str(told), status, headers)
    await answer(scope, receive, send)
