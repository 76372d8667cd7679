"""What ``fit`` proposes for an article that is written in, as edits of its text: looked for in a process of its own, for it
takes as long as some tens of pages do.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mise_en_page.desk.editing import Editing
from mise_en_page.desk.galley import Galleys
from mise_en_page.model.message import Language, say, spoken
from mise_en_page.model.problem import Refused
from mise_en_page.processes import child
from mise_en_page.processes.child import Died, Hung, Limits

#: As much as ``fit`` of a full page may take.
LIMITS: Final = Limits(seconds=120.0)
#: So many proposals are shown.
MOST = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue's folder and the name of one of its articles."""

    folder: Path
    name: str


def routes(
    editing: Editing, galleys: Galleys, folder: Path, spoken_to: Callable[[HTTPConnection], Language]
) -> list[Route]:  # fmt: skip
    """The path that tells the proposals for an article whose galley is shown."""
    one = asyncio.Lock()

    async def offers(request: Request) -> Response:
        try:
            document = await editing.open(request.query_params.get("file", ""))
            name = galleys.name_of(document.file)
            if name is None:
                return PlainTextResponse(str(say("answer/not-here")), 404)
            await editing.write(document)
            async with one:
                found = await asyncio.to_thread(child.call, _last_in_line, Asked(folder, name), LIMITS)
            return JSONResponse(found)
        except Refused as refused:
            with spoken(spoken_to(request)):
                return PlainTextResponse(str(refused.problems[0].said), 422)
        except (Died, Hung, MemoryError):
            with spoken(spoken_to(request)):
                return PlainTextResponse(str(say("answer/no-ways")), 422)

    return [Route("/offers.json", offers)]


class _Plain:
    """A file's text with one character for each end of line, and places in the file as places in it."""

    def __init__(self, raw: str) -> None:
        self._raw = raw if "\r\n" in raw else ""
        self.text = raw.replace("\r\n", "\n").replace("\r", "\n")

    def place(self, origin: int) -> int:
        return origin - self._raw.count("\r\n", 0, origin) if self._raw else origin


def _last_in_line(asked: Asked) -> list[dict[str, Any]]:
    with contextlib.suppress(OSError):
        os.nice(5)
    return offers_of(asked)


def offers_of(asked: Asked) -> list[dict[str, Any]]:
    """The cuts that were tried for the slots of an article, and what would fill them. Raises Refused."""
    from mise_en_page.fit import issue as fitting  # noqa: PLC0415 (the server itself makes no page)

    fitted = fitting.look(asked.folder, (asked.name,))
    texts: dict[str, _Plain] = {}
    told = []
    for slot in fitted.slots:
        cuts = []
        for cut in slot.cuts[:MOST]:
            edits = []
            for edit in cut.edits:
                if edit.file not in texts:
                    texts[edit.file] = _Plain((fitted.root / edit.file).read_bytes().decode("utf-8"))
                text = texts[edit.file]
                start, end = text.place(edit.start), text.place(edit.end)
                edits.append(
                    {"file": edit.file, "start": start, "end": end, "gone": text.text[start:end], "put": edit.put,
                     "cut": edit.cut, "before": edit.before, "behind": edit.behind}
                )  # fmt: skip
            tried = cut.proposal
            cuts.append({"signs": tried.signs, "lines": tried.lines, "over": tried.over, "edits": edits})
        adds = [
            {"least": each.least, "most": each.most} for each in slot.additions if each.least and each.article == asked.name
        ]
        told.append(
            {"slot": slot.slot, "folio": slot.folio, "over": slot.over, "under": slot.under, "cuts": cuts, "add": adds}
        )
    return told
