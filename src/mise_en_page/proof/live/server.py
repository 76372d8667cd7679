"""The web server of the live proof: for this machine alone, and for the one page that it serves itself.

What is refused, and why:

- any ``Host`` but this server's own names: a foreign name that was made to point here would be the same origin as ours
  (DNS rebinding);
- a WebSocket or a POST of another ``Origin``: other pages in the same browser may talk to every port of the machine;
- a POST without the page's own token, which only who can read the page knows;
- every path that is not in a fixed table: no file of the disk is served by its name.

The page may run no script but the files beside this module (Content-Security-Policy), and all words of articles reach it
as JSON that is written into text nodes.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pypdfium2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from mise_en_page.problem import Problem, Refused
from mise_en_page.proof.live.editor import Editor
from mise_en_page.proof.live.engine import Edition, Engine
from mise_en_page.proof.live.inks import inks
from mise_en_page.proof.live.judge import Judge
from mise_en_page.proof.live.overlay import page_data
from mise_en_page.proof.live.picture import Picture, draw
from mise_en_page.proof.live.state import state
from mise_en_page.rendering.leaf import Box

#: What the page is made of: its own files, by name.
STATIC = {
    "preview.css": "text/css", "preview.js": "text/javascript", "sheet.js": "text/javascript",
    "overlays.js": "text/javascript", "panel.js": "text/javascript", "words.js": "text/javascript",
}  # fmt: skip
#: Pictures that several tabs ask for at once, or again: at most so many bytes are held.
CACHE = 96_000_000
#: An editor that truncates and then writes is given so long before its empty file counts (s).
PATIENCE = 0.06
#: Edits that a tab has not yet taken; one that lags further is let go and connects again.
BEHIND = 64
#: Nothing is drawn ahead until so long after an edit (s): the next one must not wait for it.
QUIET = 0.8
#: The state of the issue follows its pictures by so much (s).
AFTER = 0.1
MOST_TABS = 64
MOST_SCALE = 8.0

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


@dataclass(eq=False)
class _Tab:
    """An open page: what it has not been sent yet."""

    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BEHIND))


class Live:
    """An issue, the tabs that look at it, and the two threads that work for them: one makes, one draws."""

    def __init__(self, engine: Engine, editor: Editor, signed: Callable[[Edition], frozenset[int] | None],
                 notes: tuple[Problem, ...] = ()) -> None:  # fmt: skip
        self.engine, self.editor, self._signed, self._notes = engine, editor, signed, notes
        self.token = secrets.token_urlsafe(24)
        self._judge = Judge(engine.asked)
        self._maker = ThreadPoolExecutor(1, "make")
        self._painter = ThreadPoolExecutor(1, "draw")
        self._tabs: set[_Tab] = set()
        self._pictures: OrderedDict[tuple[object, ...], Picture] = OrderedDict()
        self._held = 0
        self._drawing: dict[tuple[object, ...], asyncio.Future[Picture | None]] = {}
        self._edits = asyncio.Lock()
        self._idle: asyncio.Task[None] | None = None
        self._working: set[asyncio.Task[None]] = set()
        self._scales: dict[int, float] = {}
        self._settled = False

    @property
    def edition(self) -> Edition:
        return self.engine.edition

    async def in_maker(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._maker, function, *arguments)

    async def in_painter(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._painter, function, *arguments)

    def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._judge.end()
        self._maker.shutdown(wait=True, cancel_futures=True)
        self._painter.shutdown(wait=True, cancel_futures=True)

    def draw_ahead(self) -> None:
        self._idle = asyncio.create_task(self._draw_ahead())

    # --- edits

    async def changed(self, names: Iterable[str]) -> None:
        """Files of the publication have changed: make what depends on them, and tell every tab."""
        names = sorted(set(names))
        async with self._edits:
            if self._idle is not None:
                self._idle.cancel()
            if self.edition.made is not None and any(_is_empty(self.engine.root, name) for name in names):
                await asyncio.sleep(PATIENCE)
            before = self.edition
            edition = await self.in_maker(self.engine.make, names)
            if edition.broken and not before.broken:
                # Half-written, maybe: look again before anybody is told.
                await asyncio.sleep(PATIENCE)
                edition = await self.in_maker(self.engine.make, names)
            for change in edition.changes:
                if change.part is not None and change.page in self._scales and self._tabs:
                    # What a tab is about to ask for is drawn while it is being told.
                    self._soon(self.picture(change.page, self._scales[change.page], tuple(change.part)))
            self._tell({
                "type": "changes",
                "number": edition.number,
                "changes": [
                    {"page": change.page, "version": edition.versions[change.page], "part": change.part,
                     "before": before.versions[change.page] if change.page < len(before.versions) else 0}
                    for change in edition.changes
                ],
            })  # fmt: skip
        self._soon(self._tell_state(edition.number))
        self.draw_ahead()

    async def _tell_state(self, number: int) -> None:
        """Problems and copyfit come after the picture; of several edits in a row, the last one's."""
        await asyncio.sleep(AFTER)
        if self.edition.number == number:
            self._tell({"type": "state", "state": await self.in_maker(self.state)})

    def _soon(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _draw_ahead(self) -> None:
        """Nobody has looked at some pages yet: make them ready one by one, and find what is wrong in them."""
        edition = self.edition
        await asyncio.sleep(QUIET)
        for page in self.engine.undrawn():
            await self.in_maker(self.engine.leaf, page)
            await asyncio.sleep(0.02)
        if not self._settled:
            # Fonts and pages stay: the collector need not walk through them at every edit (tens of ms in a large issue).
            self._settled = True
            await self.in_maker(_settle)
        told = await self.in_maker(self.engine.gather)
        if told is not edition and told.number == edition.number:
            self._tell({"type": "state", "state": self.state()})
        judged = await self.in_maker(self.engine.judged, told.number, await self._judge.problems())
        if judged is not told and judged.number == told.number:
            self._tell({"type": "state", "state": self.state()})

    def state(self) -> dict[str, Any]:
        return state(self.edition, self._signed(self.edition), self._notes) | {"editor": self.editor.command}

    # --- tabs

    def _tell(self, message: dict[str, Any]) -> None:
        text = json.dumps(message, ensure_ascii=False)
        for tab in list(self._tabs):
            try:
                tab.waiting.put_nowait(text)
            except asyncio.QueueFull:
                self._tabs.discard(tab)

    async def serve_tab(self, socket: WebSocket) -> None:
        if len(self._tabs) >= MOST_TABS:
            await socket.close(1013)
            return
        await socket.accept()
        tab = _Tab()
        self._tabs.add(tab)
        tab.waiting.put_nowait(json.dumps({"type": "state", "state": self.state()}, ensure_ascii=False))
        listening = asyncio.create_task(_until_gone(socket))
        try:
            while tab in self._tabs and not listening.done():
                asking = asyncio.create_task(tab.waiting.get())
                await asyncio.wait({asking, listening}, return_when=asyncio.FIRST_COMPLETED)
                if not asking.done():
                    asking.cancel()
                    break
                await socket.send_text(asking.result())
        except (WebSocketDisconnect, RuntimeError):
            pass  # it has gone while it was written to
        finally:
            self._tabs.discard(tab)
            listening.cancel()

    # --- pictures

    async def picture(self, page: int, scale: float, part: Box | None) -> tuple[int, Picture] | None:
        """A page's version and its picture; None if there is none. Raises ValueError for what cannot be drawn."""
        edition = self.edition
        if page >= len(edition.versions):
            return None
        version = edition.versions[page]
        if part is None:
            self._scales[page] = scale
        key = (page, version, scale, part)
        if (ready := self._pictures.get(key)) is not None:
            self._pictures.move_to_end(key)
            return version, ready
        if key not in self._drawing:
            self._drawing[key] = asyncio.ensure_future(self._draw(page, scale, part))
            self._drawing[key].add_done_callback(lambda _: self._drawing.pop(key, None))
        drawn = await asyncio.shield(self._drawing[key])
        if drawn is not None and self.edition.versions[page : page + 1] == (version,):
            self._remember(key, drawn)
        return (version, drawn) if drawn is not None else None

    async def _draw(self, page: int, scale: float, part: Box | None) -> Picture | None:
        leaf = await self.in_maker(self.engine.leaf, page)
        picture: Picture | None = await self.in_painter(draw, leaf, scale, part) if leaf is not None else None
        return picture

    def _remember(self, key: tuple[object, ...], drawn: Picture) -> None:
        if key in self._pictures or len(drawn.pixels) > CACHE // 4:
            return
        self._pictures[key] = drawn
        self._held += len(drawn.pixels)
        while self._held > CACHE:
            _, old = self._pictures.popitem(last=False)
            self._held -= len(old.pixels)


async def _quietly(work: Coroutine[Any, Any, object]) -> None:
    """Work that was only meant to save time: who needs its fruit will meet its fault."""
    with contextlib.suppress(ValueError, pypdfium2.PdfiumError, RuntimeError):
        await work


def _settle() -> None:
    gc.collect()
    gc.freeze()


def _is_empty(root: Path | None, name: str) -> bool:
    with contextlib.suppress(OSError):
        return root is not None and (root / name).stat().st_size == 0
    return True  # gone: perhaps for a moment, while an editor puts the new file in its place


async def _until_gone(socket: WebSocket) -> None:
    """A tab says nothing that matters; what it says is dropped."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


# --- the table of what is served -------------------------------------------------------------------------------------


def application(live: Live, port: int, watch: Callable[[Live], Coroutine[Any, Any, None]] | None = None) -> Starlette:
    """The ASGI application, for the names of this machine at ``port``."""
    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
    static = {name: files("mise_en_page.proof.live").joinpath("static", name).read_bytes() for name in STATIC}
    page = files("mise_en_page.proof.live").joinpath("static", "index.html").read_text(encoding="utf-8")

    async def index(request: Request) -> Response:
        language = _language(request.headers.get("accept-language", ""))
        return Response(
            page.replace("{{token}}", live.token).replace("{{language}}", language), media_type="text/html; charset=utf-8"
        )

    async def own_file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static:
            return PlainTextResponse("not here", 404)
        return Response(static[name], media_type=f"{STATIC[name]}; charset=utf-8")

    async def whole_state(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse(live.state())

    async def overlays(request: Request) -> Response:
        made, number = live.edition.made, request.path_params["page"]
        if made is None or number >= len(made.makeup.pages):
            return PlainTextResponse("not here", 404)
        return JSONResponse(await live.in_maker(page_data, made, number))

    async def picture(request: Request) -> Response:
        try:
            scale = float(request.query_params.get("scale", "1"))
            part = _part(request.query_params.get("part", ""))
            if not 0 < scale <= MOST_SCALE:
                raise ValueError("scale")
            found = await live.picture(request.path_params["page"], scale, part)
        except (ValueError, OverflowError):
            return PlainTextResponse("there is no such picture", 400)
        if found is None:
            return PlainTextResponse("not here", 404)
        version, drawn = found
        place = f"{drawn.x},{drawn.y},{drawn.whole[0]},{drawn.whole[1]}"
        return Response(drawn.bmp(), media_type="image/bmp", headers={"X-Version": str(version), "X-Place": place})

    async def inked(request: Request) -> Response:
        number = request.path_params["page"]
        leaf = await live.in_maker(live.engine.leaf, number)
        made = live.edition.made
        if leaf is None or made is None:
            return PlainTextResponse("not here", 404)
        try:
            return JSONResponse(
                await live.in_painter(inks, made, number, leaf, live.engine.profile, live.engine.swatches(number))
            )
        except (Refused, pypdfium2.PdfiumError):
            return PlainTextResponse("the inks cannot be measured", 422)

    async def open_in_editor(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get("x-token", ""), live.token):
            return PlainTextResponse("the page's token is missing", 403)
        body = await request.body()
        try:
            asked = json.loads(body[:10_000])
            file, line, column = str(asked["file"]), int(asked["line"]), int(asked["column"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return PlainTextResponse("file, line and column are needed", 400)
        opened = live.editor.open(live.engine.root, file, line, column)
        return PlainTextResponse("opened" if opened else "no editor, or no such file", 200 if opened else 404)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        live.draw_ahead()
        watching = asyncio.create_task(watch(live)) if watch is not None else None
        yield
        if watching is not None:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
        live.close()

    return Starlette(
        routes=[
            Route("/", index),
            Route("/static/{name}", own_file),
            Route("/state.json", whole_state),
            Route("/page/{page:int}.json", overlays),
            Route("/page/{page:int}.bmp", picture),
            Route("/page/{page:int}/inks.json", inked),
            Route("/open", open_in_editor, methods=["POST"]),
            WebSocketRoute("/live", live.serve_tab),
        ],
        middleware=[Middleware(Doorkeeper, hosts=hosts)],
        lifespan=lifespan,
    )


def _part(text: str) -> Box | None:
    if not text:
        return None
    left, top, right, bottom = (float(value) for value in text.split(","))
    return left, top, right, bottom


def _language(accepted: str) -> Literal["fr", "en"]:
    """French, unless the browser prefers English to it (or knows neither)."""
    weights = {"fr": 0.0, "en": 0.0}
    for part in accepted[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        short = name[:2].lower()
        with contextlib.suppress(ValueError):
            if short in weights:
                weights[short] = max(weights[short], float(weight or 1))
    return "en" if weights["en"] > weights["fr"] else "fr"


class Doorkeeper:
    """Refuses foreign hosts and origins, and puts the headers of safety on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts
        sockets = " ".join(sorted(f"ws://{host}" for host in hosts if not host.startswith("[")))
        policy = POLICY.format(ws=sockets)
        self._headers = [
            (name.lower().encode(), value.encode())
            for name, value in (HEADERS | {"Content-Security-Policy": policy}).items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get("host", ""), headers.get("origin")
        own = host in self._hosts and (origin is None or origin.removeprefix("http://") in self._hosts)
        # A browser always names the origin of a WebSocket and of a POST.
        needs_origin = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if not own or (needs_origin and origin is None):
            await _refuse(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own_names = {name for name, _ in self._headers}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own_names]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        await self._app(scope, receive, with_headers)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).close(1008)
        return
    await PlainTextResponse("this proof is for the machine that it runs on", 403)(scope, receive, send)
