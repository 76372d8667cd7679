"""Who may ask the preview for anything: this machine's own browser, from the page that the command has opened.

What is refused, and why:

- any ``Host`` but this server's own names: a foreign name that was made to point here would be the same origin as ours
  (DNS rebinding);
- another ``Origin``, and a ``Sec-Fetch-Site`` that is not the page's own (W3C Fetch Metadata): other pages in the same
  browser may talk to every port of the machine, and ask for a picture without any script. They may lead to the page, which
  by itself holds nothing;
- everything but that bare page and its scripts without the secret (``secret.py``): any program of any user of the machine
  may ask, and has no browser's manners.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event
from starlette.websockets import WebSocket

from mise_en_page.model.message import Message, say

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
#: Without the secret: the bare page, and its own files under this folder.
BARE, STATIC = "/", "/static/"


class Doorkeeper:
    """Refuses whoever may not ask, and puts the headers of safety and the session's name on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str, session: str) -> None:
        self._app, self._hosts, self._token = app, hosts, token.encode()
        sockets = " ".join(sorted(f"ws://{host}" for host in hosts if not host.startswith("[")))
        policy = POLICY.format(ws=sockets)
        named = HEADERS | {"Content-Security-Policy": policy, "X-Session": session}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in named.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = say("answer/elsewhere") if not self._at_home(scope, headers) else None
        if refused is None and not self._knows(scope, headers):
            refused = say("answer/no-token")

        async def with_headers(message: Event) -> None:
            if message["type"] == "http.response.start":
                own_names = {name for name, _ in self._headers}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own_names]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        if refused is not None:
            await _refuse(refused, scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    def _at_home(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Does this come from a page of ours, or from no page at all?"""
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts or (origin is not None and origin.removeprefix("http://") not in self._hosts):
            return False
        # A browser always names the origin of a WebSocket and of a POST.
        if origin is None and (scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")):
            return False
        site = headers.get("sec-fetch-site", "none")
        followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        return site in ("none", "same-origin") or (scope["path"] == BARE and followed)

    def _knows(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Is this asked with the secret, or is none needed?"""
        if scope["type"] == "websocket":
            first, *others = scope["subprotocols"] or [""]
            told = others[0] if first == PROTOCOL and len(others) == 1 else ""
        else:
            path = scope["path"]
            if scope["method"] in ("GET", "HEAD") and (path == BARE or path.startswith(STATIC)):
                return True
            told = headers.get("x-token", "")
        return secrets.compare_digest(told.encode("latin-1", "replace"), self._token)


async def _refuse(told: Message, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocket(scope, receive, send).close(1008)
        return
    await PlainTextResponse(str(told), 403)(scope, receive, send)
