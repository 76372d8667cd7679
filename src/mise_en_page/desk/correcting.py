"""The corrections of typography, listed; one that is refused is kept as it was typed, in its article or everywhere.

In an article that is an edit of its field ``keep``, shared with whoever writes in it; for the publication, a phrase more in
publication.yaml. Nothing else of the file is touched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mise_en_page.desk import manuscript
from mise_en_page.desk.asked import sent, told
from mise_en_page.desk.audit import Note
from mise_en_page.desk.editing import Document
from mise_en_page.desk.live import Live
from mise_en_page.desk.people import Role, who
from mise_en_page.desk.process import Lost
from mise_en_page.files import system
from mise_en_page.files.atomic import replace_seen
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import Language, say
from mise_en_page.model.problem import Refused, Span
from mise_en_page.reading.keeping import with_kept
from mise_en_page.typography import Correction

FILE: Final = "publication.yaml"
#: So often it is tried again when somebody else has just written the file.
TIMES: Final = 5

Speaks = Callable[[HTTPConnection], Language]


def routes(live: Live, speaks: Speaks, note: Note) -> list[Route]:
    """The paths of this module; ``speaks``: the language of whoever asks; ``note``: the desk's record."""

    async def listed(request: Request) -> Response:
        try:
            return JSONResponse(await live.process.ask("corrections", speaks(request)))
        except Lost:
            return told(422, say("answer/no-corrections"), speaks(request))

    async def refuse(request: Request) -> Response:
        language = speaks(request)
        if not who(request).may(Role.WRITER):
            return told(403, say("comment-role"), language)
        asked = await sent(request)
        try:
            if asked is None:
                raise ValueError("nothing")
            correction, everywhere = _correction(asked), asked.get("everywhere") is True
            phrase = await _refuse(live, correction, everywhere=everywhere)
        except Refused as refused:
            return told(422, refused.problems[0].said, language)
        except OSError as error:
            return told(422, say("answer/not-written", reason=system.reason(error)), language)
        except Lost:
            return told(422, say("answer/no-corrections"), language)
        except (ValueError, TypeError, KeyError, OverflowError):
            return told(400, say("answer/which-correction"), language)
        note(request, "kept", file=FILE if everywhere else correction.where.file, words=phrase)
        return JSONResponse({"kept": phrase})

    return [Route("/corrections.json", listed), Route("/corrections", refuse, methods=["POST"])]


def _correction(asked: dict[str, Any]) -> Correction:
    """The correction that is meant. Raises KeyError, TypeError or ValueError."""
    rule, before, after, file = (asked[name] for name in ("rule", "typed", "became", "file"))
    if not all(isinstance(each, str) for each in (rule, before, after, file)):
        raise TypeError("no text")
    return Correction(rule, before, after, Span(file, int(asked["line"]), int(asked["column"]), len(before)))


async def _refuse(live: Live, correction: Correction, *, everywhere: bool) -> str:
    """Keep the words of a correction; which they are. Raises Refused, OSError or Lost."""
    document = await live.editing.open(correction.where.file)  # an article of this issue, or refused
    phrase: str | None = await live.process.ask("keeping", correction)
    if phrase is None:
        raise Refused.of("correction-stays", correction.where)
    if everywhere:
        await asyncio.to_thread(_keep, live.root / FILE, live.root, phrase)
        return phrase

    def put(document: Document) -> None:
        kept = (manuscript.fields(document.shared.text) or {}).get("keep", "")
        if phrase not in kept.split("\n"):
            live.editing.set_field(document, "keep", f"{kept}\n{phrase}".strip("\n"), kept)

    await live.editing.by_desk(document.file, put)
    return phrase


def _keep(path: Path, root: Path, phrase: str) -> None:
    """Write a phrase more into publication.yaml. Raises Refused or OSError."""
    for _ in range(TIMES):
        there = path.exists()
        seen = plain_bytes(path, within=root, limit=limits.YAML_BYTES) if there else b""
        try:
            made = with_kept(seen.decode("utf-8"), phrase)
        except UnicodeDecodeError:
            made = None
        if made is None:
            raise Refused.of("keep-by-hand", Span(FILE), phrase=phrase)
        if replace_seen(path.resolve(), made.encode("utf-8"), seen) is None:
            return
    raise Refused.of("keep-by-hand", Span(FILE), phrase=phrase)
