"""What is said beside the pages: a comment, an answer, a proposed change that somebody accepts.

Each is a file in ``ISSUE/comments/``; whoever watches the folder sees to every tab. An accepted proposal is an edit of the
article like any other, made before it is said to be accepted.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, cast

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mise_en_page.desk import manuscript
from mise_en_page.desk.asked import sent, told
from mise_en_page.desk.audit import Note
from mise_en_page.desk.editing import Document
from mise_en_page.desk.live import Live
from mise_en_page.desk.merging import merged
from mise_en_page.desk.people import Person, Role, who
from mise_en_page.files import system
from mise_en_page.model import limits
from mise_en_page.model.message import Language, say
from mise_en_page.model.problem import Refused, Span
from mise_en_page.proof.comments import (
    Comment,
    Kept,
    Kind,
    On,
    Thread,
    anchored,
    extent,
    offset,
    replaced,
    threads,
    write,
)
from mise_en_page.proof.comments.files import too_long
from mise_en_page.proof.comments.values import FIRST, KINDS

#: Bytes of a message as it is sent.
BODY: Final = 8 * limits.COMMENT
#: So many accepted proposals can be taken back, as long as the preview goes on.
REMEMBERED: Final = 200

Speaks = Callable[[HTTPConnection], Language]


def routes(live: Live, speaks: Speaks, note: Note) -> list[Route]:
    """The paths of this module; ``speaks``: the language of whoever asks; ``note``: the desk's record."""
    commenting = Commenting(live)

    async def comment(request: Request) -> Response:
        language = speaks(request)
        asked = await sent(request, BODY)
        if asked is None:
            return told(400, say("answer/which-comment"), language)
        try:
            name = await commenting.take(asked, who(request))
        except Refused as refused:
            problem = refused.problems[0]
            status = {"comment-role": 403, "comment-gone": 409, "comment-state": 409}.get(problem.code, 422)
            return told(status, problem.said, language)
        except OSError as error:
            return told(422, say("answer/not-written", reason=system.reason(error)), language)
        except (ValueError, TypeError, KeyError, OverflowError):
            return told(400, say("answer/which-comment"), language)
        note(request, "commented", kind=str(asked["kind"]), comment=name)
        return JSONResponse({"id": name})

    return [Route("/comments", comment, methods=["POST"])]


class Commenting:
    """For the thread of the event loop alone."""

    def __init__(self, live: Live) -> None:
        self._live, self._issue = live, live.process.work.folder
        self._kept = Kept(self._issue, live.root)
        self._one = asyncio.Lock()
        #: Of accepted proposals the file, and its text before and after.
        self._taken: OrderedDict[str, tuple[str, str, str]] = OrderedDict()

    async def take(self, asked: dict[str, Any], person: Person) -> str:
        """Write what somebody says; its name. Raises Refused or OSError where that cannot be, ValueError, TypeError or
        KeyError for what makes no sense.
        """
        kind = cast("Kind", asked["kind"])
        if kind not in KINDS:
            raise ValueError("no kind")
        async with self._one:  # what two do at one time with a proposal is done one after the other
            if kind in FIRST:
                return await self._first(kind, asked, person)
            return await self._more(kind, asked, person)

    async def _first(self, kind: Kind, asked: dict[str, Any], person: Person) -> str:
        text, by = _text(asked, "text"), person.name
        replace = _text(asked, "replace") if kind == "proposal" else ""
        on = await self._on(asked["on"])
        if kind == "proposal" and not on.quote:
            raise ValueError("nothing to replace")
        if kind == "comment" and not text.strip():
            raise ValueError("nothing said")
        return await self._write([Comment.made(kind, by, _now(), text, on=on, replace=replace)])

    async def _on(self, asked: dict[str, Any]) -> On:
        """What it is about: words of an article of this issue as they are written now, or a page."""
        file, quote = _text(asked, "file"), _text(asked, "quote")
        if not file:
            return On(folio=max(0, min(99_999, int(asked["folio"]))))
        document = await self._live.editing.open(file)  # an article of this issue, or refused
        where = Span(document.file, max(1, int(asked["line"])), max(1, int(asked["column"])))
        return anchored(manuscript.plain(document.shared.text), where, quote)

    async def _more(self, kind: Kind, asked: dict[str, Any], person: Person) -> str:
        to, text = _text(asked, "to"), _text(asked, "text")
        thread, on_proof = await asyncio.to_thread(self._thread, to)
        first = thread.first
        if kind == "answer" and not text.strip():
            raise ValueError("nothing said")
        if kind in ("accepted", "refused") and first.kind != "proposal":
            raise ValueError("no proposal")
        if kind != "answer" and not (person.may(Role.WRITER) or (first.by == person.name and kind == "resolved")):
            raise Refused.of("comment-role")
        if kind != "answer" and (kind == "reopened") == (thread.state == "open"):
            raise Refused.of("comment-state")
        if kind == "accepted":
            await self._accept(thread)
        if kind == "reopened" and thread.state == "accepted":
            await self._take_back(thread)
        at = max(_now(), _after(thread))
        said = Comment.made(kind, person.name, at, text, to=thread.name)
        return await self._write([*on_proof, said])

    def _thread(self, name: str) -> tuple[Thread, list[Comment]]:
        """A conversation; and what of it was only read on a proof, which is now to be written. Raises Refused."""
        own, proof = self._kept(), self._live.process.work.proof
        made, _ = threads((*own, *proof))
        thread = next((each for each in made if each.name == name), None)
        if thread is None:
            raise Refused.of("comment-gone/thread")
        written = {each.name for each in own}
        return thread, [each for each in (thread.first, *thread.more) if each.name not in written]

    async def _accept(self, thread: Thread) -> None:
        """The words of a proposal in place of those that it is about."""
        on, by = thread.first.on, thread.first.replace
        assert on is not None
        if not on.file:
            raise Refused.of("comment-gone")
        before, after = await self._live.editing.by_desk(on.file, lambda document: self._put(document, on, by))
        self._taken[thread.name] = on.file, before, after
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)

    def _put(self, document: Document, on: On, by: str) -> None:
        shared = document.shared
        text = shared.shown
        place = extent(on, text)
        if place is None:
            raise Refused.of("comment-gone", Span(document.file, max(1, on.line), max(1, on.column)))
        if place[0] >= manuscript.body(shared.text):
            made = replaced(text, on, by)
            assert made is not None
            shared.put(made)
            return
        # In the head, a field's value: it is written as its own file needs it.
        values = manuscript.fields(shared.text) or {}
        starts = {name: offset(text, Span("", *at)) for name, at in manuscript.places(shared.text).items()}
        name = max((each for each, at in starts.items() if at <= place[0]), key=starts.__getitem__, default="")
        value = values.get(name, "")
        made = replaced(value, anchored(value, Span(on.file, 1, place[0] - starts.get(name, 0) + 1), on.quote), by)
        if made is None:
            raise Refused.of("comment-gone", Span(document.file, max(1, on.line), max(1, on.column)))
        self._live.editing.set_field(document, name, made, value)

    async def _take_back(self, thread: Thread) -> None:
        """The text without an accepted proposal, and with all that was written since. Raises Refused if that cannot be."""
        taken = self._taken.get(thread.name)
        if taken is None:
            raise Refused.of("comment-gone/taken")
        file, before, after = (manuscript.plain(each) for each in taken)

        def put(document: Document) -> None:
            made = merged(after, document.shared.shown, before)
            if made.clash:
                raise Refused.of("comment-gone/taken")
            document.shared.put(made.text)

        await self._live.editing.by_desk(file, put)
        del self._taken[thread.name]

    async def _write(self, comments: list[Comment]) -> str:
        await asyncio.to_thread(write, self._issue, self._live.root, comments)
        return comments[-1].name


def _text(asked: dict[str, Any], name: str) -> str:
    """Some words that were sent. Raises TypeError, or ValueError for what is longer than anybody says."""
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    if len(value) > limits.COMMENT:
        raise too_long()
    return value


def _after(thread: Thread) -> str:
    """A second later than what was said last: messages stand in the order of their times."""
    last = datetime.fromisoformat(max(each.at for each in (thread.first, *thread.more)))
    return (last + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")


def _now() -> str:
    """The hour at which it is said, UTC. No page knows it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
