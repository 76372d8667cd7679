"""What an editor in a browser and the server say to each other of one article, over a WebSocket of its own.

The browser begins: the file; who it is; where it comes back, the session and version that it knows, the text of that, and
what it has made of it since. It sends changes of a version, values of fields, and that it takes the article over. It hears
of every change, of the fields, of who holds the article, and of whether it is written.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from mise_en_page.desk import manuscript
from mise_en_page.desk.editing import Document, Editing, Tab
from mise_en_page.desk.shared import Known
from mise_en_page.model.message import Language, spoken
from mise_en_page.model.problem import Problem, Refused

#: The first word must be there so long after the connection (s).
FIRST = 10.0
#: Messages that a tab has not taken yet; one that lags further begins anew with what it has.
MOST = 500
#: What a tab says to change the text.
CHANGING = frozenset({"push", "field"})
#: A word for oneself; and so many of them for one text.
NAME, MOST_NAMES = 64, 20_000


class Mistaken(Exception):
    """What was sent is no word of this conversation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who is at the other end: their name, whether they may write, and what hears of each file that they have changed."""

    name: str = ""
    may_write: bool = True
    edited: Callable[[str], None] = lambda _file: None


async def converse(socket: WebSocket, editing: Editing, language: Language, seen: Seen | None = None) -> None:
    """Serve one editor until it is gone; the socket is accepted already. ``seen``: None for the desk's owner."""
    seen = seen or Seen()
    waiting: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(MOST)

    def tell(message: dict[str, Any]) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            waiting.put_nowait(message)
            return
        while not waiting.empty():
            waiting.get_nowait()
        waiting.put_nowait(None)

    sending = asyncio.create_task(_send(socket, waiting, language))
    try:
        async with asyncio.timeout(FIRST):
            hello = await _heard(socket)
        tab = Tab(_text(hello, "tab", NAME), tell, seen.name)
        if not tab.name:
            raise Mistaken
        if not seen.may_write:  # also what is handed in by who comes back would be written
            await _say(socket, {"type": "refused", "fault": Problem.of("edit-reader", "error")}, language)
            await socket.close(1008)
            return
        try:
            document = await editing.open(_text(hello, "file"))
        except Refused as refused:
            await _say(socket, {"type": "refused", "fault": refused.problems[0]}, language)
            return
        if len(document.names) >= MOST_NAMES or document.names.setdefault(tab.name, seen.name) != seen.name:
            raise Mistaken  # somebody else's tab: what is told to it, and what it has sent, is not theirs to take
        await _joined(editing, document, tab, hello)
        try:
            while not sending.done():
                message = await _heard(socket)
                _do(editing, document, tab, message)
                if message.get("type") in CHANGING:
                    seen.edited(document.file)
        finally:
            await asyncio.shield(editing.leave(document, tab))
    except (Mistaken, ValueError, TypeError, KeyError, RecursionError):
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(1008)
    except (WebSocketDisconnect, RuntimeError, TimeoutError):
        pass  # it has gone
    finally:
        sending.cancel()


async def _send(socket: WebSocket, waiting: asyncio.Queue[dict[str, Any] | None], language: Language) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (message := await waiting.get()) is not None:
            await _say(socket, message, language)
        await socket.close(1013)


async def _say(socket: WebSocket, message: dict[str, Any], language: Language) -> None:
    fault = message.get("fault")
    if isinstance(fault, Problem):
        with spoken(language):
            message = {**message, "fault": {"message": fault.message, "hint": fault.hint}}
    await socket.send_text(json.dumps(message, ensure_ascii=False))


async def _heard(socket: WebSocket) -> dict[str, Any]:
    message = json.loads(await socket.receive_text())
    if not isinstance(message, dict):
        raise Mistaken
    return message


async def _joined(editing: Editing, document: Document, tab: Tab, hello: dict[str, Any]) -> None:
    """Bring a tab and the text to the same, and let it hear of all that follows."""
    shared = document.shared
    answer: dict[str, Any] = {"type": "joined", "session": shared.session, "missed": None, "text": None}
    before, clash = shared.text, False
    editing.news(document)  # who joins hears of nothing that it has
    if hello.get("base") is None:
        answer["text"] = shared.shown
    elif (missed := shared.since(_text(hello, "session"), int(hello["version"]))) is not None:
        answer["missed"] = [{"clientID": each.who, "changes": each.change} for each in missed]
    else:
        base = _text(hello, "base")
        known = Known(base, _changes(hello), _text(hello, "written"), _changes(hello, "past"))
        rejoined = shared.rejoin(known, tab.name)
        answer["change"], clash = rejoined.change, rejoined.clash
        editing.news(document)
    tab.tell({**answer, "version": shared.version})
    tab.tell(document.values())
    editing.join(document, tab)  # and from here on it hears of all that changes
    if clash:
        await editing.keep(document, manuscript.written(before))


def _do(editing: Editing, document: Document, tab: Tab, message: dict[str, Any]) -> None:
    """What a tab says. Raises Mistaken, ValueError, TypeError or KeyError for what makes no sense."""
    shared = document.shared
    match message.get("type"):
        case "push":
            if shared.push(int(message["version"]), _changes(message), tab.name):
                editing.typed(document, tab)
                editing.news(document)
            else:
                tab.tell({"type": "behind"})
        case "field":
            name, value = _text(message, "name", NAME), _text(message, "value")
            answer: dict[str, Any] = {"type": "field", "name": name, "value": value, "fault": None}
            try:
                editing.set_field(document, name, value, message.get("was"))
            except Refused as refused:
                answer["fault"] = refused.problems[0]
            editing.typed(document, tab)
            tab.tell(answer)
        case "take":
            editing.take(document, tab)
        case "galley":
            editing.galley(document, tab, message)
        case _:
            raise Mistaken


def _changes(message: dict[str, Any], name: str = "changes") -> list[Any]:
    changes = message[name]
    if not isinstance(changes, list):
        raise Mistaken
    return changes


def _text(message: dict[str, Any], name: str, most: int | None = None) -> str:
    value = message[name]
    if not isinstance(value, str) or (most is not None and len(value) > most):
        raise Mistaken
    return value
