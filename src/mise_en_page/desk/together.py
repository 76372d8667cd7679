"""What people at one desk see of each other: who is where, who writes, how far everything is; and what they say of it.

One more WebSocket a tab, ``/together``: the browser says where it is, and hears of the rest whenever that is another.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from mise_en_page.desk import clock, states
from mise_en_page.desk.door import PROTOCOL, Door
from mise_en_page.desk.invitations import DAYS, MOST_DAYS, TooMany
from mise_en_page.desk.judge import Asked
from mise_en_page.desk.live import Live
from mise_en_page.desk.people import Person, Role, who
from mise_en_page.desk.signing import Sign, Signed, since
from mise_en_page.desk.spoken import language_of
from mise_en_page.desk.state import problem_data
from mise_en_page.desk.tab import MOST_TABS
from mise_en_page.files import system
from mise_en_page.model.message import Message, say, spoken
from mise_en_page.model.problem import Problem, Refused

#: What is told is looked at so often (s): who comes and goes, who writes, what git has brought.
LOOK = 0.5
#: Bytes of what is sent, and seconds that it may take.
BODY, SECONDS = 4_000, 10.0
#: Characters of the name of a file in which somebody is.
NAME = 300


@dataclass(slots=True, eq=False)
class Here:
    """Somebody's open tab: the page (from 0) and the article that they look at."""

    person: Person
    page: int | None = None
    file: str = ""


class Together:
    """The answers, a method for each path."""

    def __init__(self, live: Live, door: Door, sign: Sign | None) -> None:
        self._live, self._door, self._sign = live, door, sign
        self._here: set[Here] = set()
        self._states = states.States(live.process.work.folder)
        self._told: tuple[float, dict[str, Any]] = (-1.0, {})
        self._signing = asyncio.Lock()
        self._looking: asyncio.Future[Signed | None] | None = None

    # --- who comes

    async def join(self, request: Request) -> Response:
        """An invitation is changed for a session."""
        guests, address = self._door.guests, str(request.scope.get("address", ""))
        secret = request.headers.get("x-invitation", "")
        try:
            browser = request.headers.get("user-agent", "")
            joined = await asyncio.to_thread(guests.join, secret, browser, clock.now()) if guests is not None else None
        except TooMany:
            self._door.audit.note("", "refused", address, once="browsers", why="browsers")
            return _plain(request, 403, say("answer/too-many-browsers"))
        except OSError as error:
            return _plain(request, 422, say("answer/not-kept", reason=system.reason(error)))
        if joined is None or guests is None:
            wait = self._door.guesses.wrong(address, time.monotonic())
            self._door.audit.note("", "refused", address, once="invitation", why="invitation")
            if wait:
                try:
                    await asyncio.sleep(wait)
                finally:
                    self._door.guesses.answered(address)
            return _plain(request, 429 if wait is None else 403, say("answer/no-invitation"))
        key, invited = joined
        browsers = guests.browsers(invited)
        self._door.audit.note(invited.name, "joined", address, role=invited.role, browser=browser, browsers=browsers)
        return JSONResponse({"token": key, "name": invited.name, "role": invited.role, "browsers": browsers})

    async def socket(self, socket: WebSocket) -> None:
        """A tab says where it is, and hears of the others."""
        if len(self._here) >= MOST_TABS:
            await socket.close(1013)
            return
        await socket.accept(PROTOCOL)
        here = Here(who(socket))
        self._here.add(here)
        telling = asyncio.create_task(self._tell(socket, here))
        try:
            while not telling.done():
                message = json.loads(await socket.receive_text())
                page, file = message.get("page"), message.get("file")
                here.page = page if isinstance(page, int) and 0 <= page < 10_000 else None
                here.file = file[:NAME] if isinstance(file, str) else ""
        except (ValueError, AttributeError, KeyError, RecursionError):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await socket.close(1008)
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has gone
        finally:
            self._here.discard(here)
            telling.cancel()

    async def _tell(self, socket: WebSocket, here: Here) -> None:
        last = ""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                text = json.dumps(self._seen_by(here), ensure_ascii=False)
                if text != last:
                    await socket.send_text(text)
                    last = text
                await asyncio.sleep(LOOK)

    def _seen_by(self, here: Here) -> dict[str, Any]:
        """All that is told, once for all tabs of one moment."""
        now = time.monotonic()
        if now - self._told[0] > LOOK / 2:
            known = self._live.known
            folios = [page["folio"] for page in known["pages"]]
            root = self._live.root
            self._told = (
                now,
                {
                    "writers": self._live.editing.writers(),
                    "states": states.told(self._states, root, known["articles"], folios),
                },
            )
        me = here.person
        people = [
            {"name": each.person.name, "role": each.person.role, "page": each.page, "file": each.file,
             "me": each.person == me}
            for each in sorted(self._here, key=lambda each: (each.person.name, each.page or 0, each.file))
        ]  # fmt: skip
        rights = {"write": me.may(Role.WRITER), "design": me.may(Role.DESIGNER), "sign": me.may(Role.CHIEF)}
        return {
            "type": "together", "session": self._live.session, "people": people, **self._told[1],
            "me": {"name": me.name, "role": me.role, "owner": me.owner, "may": rights},
            "shared": self._door.guests is not None, "browsers": self._browsers(me),
        }  # fmt: skip

    def _browsers(self, me: Person) -> int:
        """In how many browsers somebody's link was opened: more than they have, and it is in other hands."""
        guests = self._door.guests
        own = [each for each in guests.all() if each.name == me.name] if guests is not None and not me.owner else []
        return sum(guests.browsers(each) for each in own) if guests is not None else 0

    # --- how far it is

    async def set_state(self, request: Request) -> Response:
        asked = await _asked(request)
        kind, subject, state = (str(asked.get(name, "")) for name in ("kind", "subject", "state"))
        known = self._live.known
        folios = {str(page["folio"]): n for n, page in enumerate(known["pages"])}
        on_page = folios.get(subject, -1)
        own = [
            each for each in known["articles"] if (each["page"] == on_page if kind == "page" else each["name"] == subject)
        ]
        there = bool(own) if kind == "article" else kind == "page" and subject in folios
        if not there or state not in states.STATES:
            return _plain(request, 400, say("answer/which-state"))
        person = who(request)
        if not person.may(states.MAY[state]):
            return _plain(request, 403, say("answer/role", role=person.role))
        await self._live.editing.settle()
        files = {self._live.root / each["file"] for each in own}
        try:
            await asyncio.to_thread(self._states.put, kind, subject, state, person, files)
        except OSError as error:
            return _plain(request, 422, say("answer/not-kept", reason=system.reason(error)))
        self._told = (-1.0, {})
        self._note(request, "state", subject=f"{kind} {subject}", state=state)
        return _plain(request, 200, say("answer/state", state=state))

    # --- the last word

    async def signed(self, request: Request) -> Response:
        """Who has signed, when, and what differs since."""
        work = self._live.process.work
        try:
            if self._looking is None or self._looking.done():  # one at a time, for however many ask
                self._looking = asyncio.ensure_future(asyncio.to_thread(since, Asked(work.folder, work.profile)))
            signed = await asyncio.shield(self._looking)
        except Refused as refused:
            return JSONResponse({"signed": False, "problems": _data(request, refused.problems)})
        if signed is None:
            return JSONResponse({"signed": False, "problems": []})
        problems = _data(request, signed.changes)
        return JSONResponse({"signed": True, "by": signed.by, "on": signed.on, "problems": problems})

    async def sign_off(self, request: Request) -> Response:
        """The issue is signed off, as the command does it."""
        if self._sign is None or self._signing.locked():
            return _plain(request, 409, say("answer/signing"))
        person = who(request)
        async with self._signing:
            await self._live.editing.settle()
            try:
                with_language = language_of(request.headers.get("accept-language", ""))
                told = await asyncio.to_thread(self._sign, person.name or "?", with_language)
            except Refused as refused:
                return JSONResponse({"problems": _data(request, refused.problems)}, 422)
            except OSError as error:
                return _plain(request, 422, say("answer/not-kept", reason=system.reason(error)))
        self._note(request, "signed")
        return JSONResponse({"problems": _data(request, told)})

    # --- who is invited

    async def invited(self, _: Request) -> Response:
        guests, now = self._door.guests, clock.now()
        if guests is None:
            return JSONResponse([])
        return JSONResponse([
            {"name": each.name, "role": each.role, "until": clock.stamp(each.until), "over": each.until <= now,
             "browsers": guests.browsers(each)}
            for each in guests.all()
        ])  # fmt: skip

    async def invite(self, request: Request) -> Response:
        asked, guests = await _asked(request), self._door.guests
        if guests is None:
            return _plain(request, 409, say("answer/not-shared"))
        try:
            role, days = Role(str(asked.get("role", ""))), int(asked.get("days", DAYS))
            if not 1 <= days <= MOST_DAYS:
                raise ValueError("days")
        except (ValueError, TypeError, OverflowError):
            return _plain(request, 400, say("answer/which-invitation"))
        name = str(asked.get("name", ""))
        try:
            secret = await asyncio.to_thread(guests.invite, name, role, days, clock.now())
        except Refused as refused:
            return _plain(request, 422, refused.problems[0].said)
        except OSError as error:
            return _plain(request, 422, say("answer/not-kept", reason=system.reason(error)))
        self._note(request, "invited", name=name, role=role, days=days)
        return JSONResponse({"secret": secret})

    async def revoke(self, request: Request) -> Response:
        asked, guests = await _asked(request), self._door.guests
        name = str(asked.get("name", ""))
        try:
            gone = guests is not None and await asyncio.to_thread(guests.revoke, name)
        except OSError as error:
            return _plain(request, 422, say("answer/not-kept", reason=system.reason(error)))
        if gone:
            self._note(request, "revoked", name=name)
        return _plain(request, 200 if gone else 404, say("answer/revoked") if gone else say("answer/which-invitation"))

    def _note(self, request: Request, what: str, **values: str | int) -> None:
        self._door.audit.note(who(request).name, what, request.scope.get("address", ""), once=None, **values)


def together(live: Live, door: Door, sign: Sign | None) -> list[BaseRoute]:
    """The paths of this; ``sign`` signs the issue off (None: it cannot be from here)."""
    served = Together(live, door, sign)
    return [
        WebSocketRoute("/together", served.socket),
        Route("/join", served.join, methods=["POST"]),
        Route("/states", served.set_state, methods=["POST"]),
        Route("/signed.json", served.signed),
        Route("/sign", served.sign_off, methods=["POST"]),
        Route("/invitations", served.invited),
        Route("/invitations", served.invite, methods=["POST"]),
        Route("/invitations/revoke", served.revoke, methods=["POST"]),
    ]


def _data(request: Request, problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    with spoken(language_of(request.headers.get("accept-language", ""))):
        return [problem_data(problem, broken=False) for problem in problems]


def _plain(request: Request, status: int, words: Message) -> Response:
    """In the language of whoever asks."""
    with spoken(language_of(request.headers.get("accept-language", ""))):
        return PlainTextResponse(str(words), status)


async def _asked(request: Request) -> dict[str, Any]:
    """What the page has sent; nothing, where that is no table or too much of it."""
    body = b""
    with contextlib.suppress(ValueError, RecursionError, TimeoutError, ClientDisconnect):
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > BODY:
                    return {}
        told = json.loads(body)
        return told if isinstance(told, dict) else {}
    return {}
