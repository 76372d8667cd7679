"""The web server of the live proof, for the one page that it serves itself.

Who may ask is decided at the door (``door.py``). Every path stands in a fixed table: no file of the disk is served by its
name. The page may run no script but the files beside this module (Content-Security-Policy), and all words of articles reach
it as JSON that is written into text nodes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from mise_en_page.desk.asked import body, told
from mise_en_page.desk.commenting import routes as comment_routes
from mise_en_page.desk.correcting import routes as correction_routes
from mise_en_page.desk.door import PROTOCOL, Door, Doorkeeper
from mise_en_page.desk.edit_socket import Seen, converse
from mise_en_page.desk.galley_offers import routes as galley_routes
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Box
from mise_en_page.desk.people import Role, who
from mise_en_page.desk.sharing import here
from mise_en_page.desk.signing import Sign
from mise_en_page.desk.spoken import language_of
from mise_en_page.desk.tab import MOST_TABS, Tab
from mise_en_page.desk.together import together
from mise_en_page.files import system
from mise_en_page.model.message import Language, Message, say
from mise_en_page.model.problem import Refused, Span

#: What the page is made of: its own files, by name.
STATIC = {
    "preview.css": "text/css", "preview.js": "text/javascript", "sheet.js": "text/javascript",
    "overlays.js": "text/javascript", "panel.js": "text/javascript", "words.js": "text/javascript",
    "asking.js": "text/javascript", "card.js": "text/javascript",
    "edit.css": "text/css", "edit.js": "text/javascript", "manuscript.js": "text/javascript", "link.js": "text/javascript",
    "comments.css": "text/css", "comments.js": "text/javascript", "choosing.js": "text/javascript",
    "comment-words.js": "text/javascript", "corrections.js": "text/javascript",
    "galley.css": "text/css", "galley.js": "text/javascript", "galley-words.js": "text/javascript",
    "galley-pane.js": "text/javascript", "proposals.js": "text/javascript",
    "edit-words.js": "text/javascript", "vendor/codemirror.js": "text/javascript",
    "together.css": "text/css", "together.js": "text/javascript", "flatplan.js": "text/javascript",
    "together-words.js": "text/javascript",
}  # fmt: skip
#: Bytes that are handed to a connection at one time: more are not until these are on their way.
CHUNK = 1 << 18
MOST_SCALE = 8.0
#: Pixels a point of the small picture of a way.
SMALL = 0.6
#: Characters of a passage that is looked for on the pages.
LONGEST = 10_000

NOT_HERE, NO_PICTURE = say("answer/not-here"), say("answer/no-picture")

# --- the table of what is served -------------------------------------------------------------------------------------


Watch = Callable[[Live], Coroutine[Any, Any, None]]


def application(
    live: Live, port: int, watch: Watch | None = None, language: Language | None = None, door: Door | None = None,
    sign: Sign | None = None,
) -> Starlette:  # fmt: skip
    """The ASGI application; ``watch`` goes on for as long as it serves.

    It speaks ``language``; None: to each browser the one that this prefers. ``door``: who is let in; None: who has the
    secret, under the names of this machine at ``port``. ``sign`` signs the issue off.
    """
    door = door or Door(here(port), live.token, live.session)
    served = _Served(live, language, door)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(watch(live)) if watch is not None else live.begin()
        yield
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await live.close()

    return Starlette(
        routes=[
            Route("/", served.index),
            Route("/static/{name:path}", served.own_file),
            Route("/state.json", served.whole_state),
            Route("/place.json", served.place),
            Route("/page/{page}.json", served.overlays),
            Route("/page/{page}.bmp", served.picture),
            Route("/page/{page}/inks.json", served.inks),
            Route("/page/{page}/ways.json", served.ways),
            Route("/page/{page}/ways/{number}.bmp", served.way),
            *galley_routes(live.editing, live.galleys, live.process.work.folder, served.spoken_to),
            Route("/open", served.open_in_editor, methods=["POST"]),
            Route("/accept", served.accept, methods=["POST"]),
            Route("/take", served.take, methods=["POST"]),
            Route("/page/{page}/words.json", served.words),
            *comment_routes(live, served.spoken_to, served.note),
            *correction_routes(live, served.spoken_to, served.note),
            WebSocketRoute("/live", served.tab),
            WebSocketRoute("/edit", served.editor),
            *together(live, door, sign),
        ],
        middleware=[Middleware(Doorkeeper, door=door)],
        lifespan=lifespan,
    )


class _Served:
    """The answers, a method for each path."""

    def __init__(self, live: Live, language: Language | None, door: Door) -> None:
        self._live, self._language, self._editors, self._audit = live, language, 0, door.audit
        static = files("mise_en_page.desk").joinpath("static")
        self._static = {name: static.joinpath(name).read_bytes() for name in STATIC}
        self._page = static.joinpath("index.html").read_text(encoding="utf-8")

    def spoken_to(self, connection: HTTPConnection) -> Language:
        """The language of the page that asks: a WebSocket names it, for a browser may not."""
        asked = connection.query_params.get("language", "") or connection.headers.get("accept-language", "")
        return self._language or language_of(asked)

    async def index(self, request: Request) -> Response:
        page = self._page.replace("{{language}}", self.spoken_to(request))
        return Response(page, media_type="text/html; charset=utf-8")

    async def own_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._static:
            return told(404, NOT_HERE)
        return Response(self._static[name], media_type=f"{STATIC[name]}; charset=utf-8")

    async def whole_state(self, request: Request) -> Response:
        return JSONResponse(await self._live.state(self.spoken_to(request)))

    async def place(self, request: Request) -> Response:
        """Where on the pages a place of a file is seen."""
        asked = request.query_params
        try:
            line, column, length = (int(asked.get(name, "0")) for name in ("line", "column", "length"))
        except ValueError:
            return told(400, say("answer/which-place"))
        found = await _answer(self._live.place(Span(asked.get("file", ""), line, column, max(0, min(length, LONGEST)))))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def overlays(self, request: Request) -> Response:
        found = await _answer(self._live.of_page("overlays", _number(request), self.spoken_to(request)))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def words(self, request: Request) -> Response:
        found = await _answer(self._live.of_page("words", _number(request)))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def inks(self, request: Request) -> Response:
        found = await _answer(self._live.of_page("inks", _number(request)), say("answer/no-inks"))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def ways(self, request: Request) -> Response:
        asked = self._live.of_page("ways", _number(request), self.spoken_to(request))
        found = await _answer(asked, say("answer/no-ways"))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def way(self, request: Request) -> Response:
        """A small picture of a way."""
        number = _number(request, "number")
        found = await _answer(self._live.of_page("way", _number(request), number, SMALL))
        return found if isinstance(found, Response) else Response(found.file, media_type="image/bmp")

    async def picture(self, request: Request) -> Response:
        try:
            scale = float(request.query_params.get("scale", "1"))
            part = _part(request.query_params.get("part", ""))
            if not 0 < scale <= MOST_SCALE:
                raise ValueError("scale")
            self._live.size(0, scale, part)
        except (ValueError, OverflowError):
            return told(400, NO_PICTURE)
        return _Picture(self._live, _number(request), scale, part)

    async def open_in_editor(self, request: Request) -> Response:
        asked = await self._asked(request, say("answer/which-place"))
        if isinstance(asked, Response):
            return asked
        try:
            file, line, column = str(asked["file"]), int(asked["line"]), int(asked["column"])
        except (ValueError, OverflowError, TypeError, KeyError):
            return told(400, say("answer/which-place"))
        opened = self._live.editor.open(self._live.root, file, line, column)
        return told(200, say("answer/opened")) if opened else told(404, say("answer/no-editor"))

    async def accept(self, request: Request) -> Response:
        """Words that are told become the publication's own."""
        asked = await self._asked(request, say("answer/which-words"))
        if isinstance(asked, Response):
            return asked
        words = asked.get("words") if isinstance(asked, dict) else None
        try:
            accepted = isinstance(words, str) and await self._live.accept(words)
        except Refused as refused:
            return told(422, refused.problems[0].said)
        except OSError as error:
            return told(422, say("answer/not-written", reason=system.reason(error)))
        if accepted:
            self.note(request, "accepted", words=str(words))
        return told(200, say("answer/accepted")) if accepted else told(400, say("answer/which-words"))

    async def take(self, request: Request) -> Response:
        """A way of a page is pinned in issue.yaml."""
        asked = await self._asked(request, say("answer/which-way"))
        if isinstance(asked, Response):
            return asked
        try:
            page, number, version = (int(asked[name]) for name in ("page", "number", "version"))
            taken = await self._live.take(page, number, version)
        except (ValueError, OverflowError, TypeError, KeyError):
            return told(400, say("answer/which-way"))
        except Refused as refused:
            return told(422, refused.problems[0].said)
        except OSError as error:
            return told(422, say("answer/not-written", reason=system.reason(error)))
        if taken:
            self.note(request, "took", page=page, way=number)
        return told(200, say("answer/taken")) if taken else told(409, say("answer/other-ways"))

    def note(self, connection: HTTPConnection, what: str, once: str | None = None, **values: str | int) -> None:
        """For the record of a shared desk."""
        self._audit.note(who(connection).name, what, connection.scope.get("address", ""), once=once, **values)

    async def _asked(self, request: Request, otherwise: Message) -> Any:
        """What the page has sent, as JSON; a refusal of what is none."""
        try:
            return json.loads(await body(request))
        except (ValueError, RecursionError, TimeoutError, ClientDisconnect):
            return told(400, otherwise)

    async def tab(self, socket: WebSocket) -> None:
        """A tab hears of every edit until it is gone."""
        live = self._live
        if len(live.tabs) >= MOST_TABS:
            await socket.close(1013)
            return
        await socket.accept(PROTOCOL)
        tab = Tab(self.spoken_to(socket))
        text = live.message("state", {"state": await live.state(tab.language)})
        tab.tell("state", text, text)
        live.tabs.add(tab)
        listening = asyncio.create_task(_until_gone(socket))
        try:
            while True:
                asking = asyncio.create_task(tab.next())
                await asyncio.wait({asking, listening}, return_when=asyncio.FIRST_COMPLETED)
                if not asking.done():
                    asking.cancel()
                    break
                await socket.send_text(asking.result())
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has gone while it was written to
        finally:
            live.tabs.discard(tab)
            listening.cancel()

    async def editor(self, socket: WebSocket) -> None:
        """An article is written in until its editor is closed."""
        if self._editors >= MOST_TABS:
            await socket.close(1013)
            return
        await socket.accept(PROTOCOL)
        self._editors += 1
        try:
            person = who(socket)
            seen = Seen(person.name, person.may(Role.WRITER), lambda file: self.note(socket, "edited", file, file=file))
            await converse(socket, self._live.editing, self.spoken_to(socket), seen)
        finally:
            self._editors -= 1


class _Picture(Response):
    """A picture that is drawn when there is room for it, and sent as fast as it is taken."""

    def __init__(self, live: Live, page: int, scale: float, part: Box | None) -> None:
        super().__init__()
        self._live, self._page, self._scale, self._part = live, page, scale, part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        live, page = self._live, self._page
        async with live.pictures.room(live.size(page, self._scale, self._part)):
            if await Request(scope, receive).is_disconnected():
                return
            found = await _answer(live.picture(page, self._scale, self._part))
            if isinstance(found, Response):
                await found(scope, receive, send)
                return
            version, drawn = found
            place = ",".join(str(number) for number in drawn.place)
            headers = {"X-Version": str(version), "X-Place": place, "Content-Length": str(len(drawn.file))}
            if len(drawn.file) <= CHUNK:
                await Response(drawn.file, media_type="image/bmp", headers=headers)(scope, receive, send)
                return
            view = memoryview(drawn.file)
            chunks = (bytes(view[at : at + CHUNK]) for at in range(0, len(view), CHUNK))
            await StreamingResponse(_each(chunks), media_type="image/bmp", headers=headers)(scope, receive, send)


async def _each(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def _answer(asked: Coroutine[Any, Any, Any], otherwise: Message | None = None) -> Any:
    """What is asked for; or a refusal, where there is no such thing or something has gone wrong with it."""
    try:
        found = await asked
    except (ValueError, OverflowError):
        return told(400, NO_PICTURE)
    except Exception:  # whatever it was, it is told where the page is drawn
        return told(422, otherwise or say("answer/no-drawing"))
    return told(404, NOT_HERE) if found is None else found


def _number(request: Request, name: str = "page") -> int:
    """A page's number from 0, or another of the path; one that there is not, for what is no number."""
    text: str = request.path_params[name]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


async def _until_gone(socket: WebSocket) -> None:
    """A tab says nothing that matters; what it says is dropped."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass


def _part(text: str) -> Box | None:
    if not text:
        return None
    left, top, right, bottom = (float(value) for value in text.split(","))
    return left, top, right, bottom
