"""How long a connection may say nothing, take nothing, or stay: uvicorn's own protocols, bounded.

uvicorn closes a connection that is idle after an answer, but waits for ever for the first request, for the rest of one, and
for a reader that does not read.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

#: A request must be there, head and all, so long after the connection or the last answer (s).
HEAD = 10.0
#: A reader that takes nothing for so long is let go (s).
STALL = 10.0
#: Connections at one time; the oldest that asks for nothing makes room for a new one.
MOST = 128


class _Timed:
    """The timers of a connection, by name; when one runs out, the connection is cut, with what waits to be sent."""

    def __init__(self, protocol: Any) -> None:
        self._protocol, self._timers = protocol, dict[str, asyncio.TimerHandle]()

    def start(self, name: str, seconds: float) -> None:
        self.stop(name)
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, self._protocol.transport.abort)

    def stop(self, *names: str) -> None:
        for name in names or tuple(self._timers):
            if (timer := self._timers.pop(name, None)) is not None:
                timer.cancel()


class _Bounded:
    """What both protocols have: timers that end with the connection, and one for a reader that takes nothing."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timed = _Timed(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._timed.stop()
        super().connection_lost(exc)  # type: ignore[misc]

    def pause_writing(self) -> None:
        self._timed.start("stall", STALL)
        super().pause_writing()  # type: ignore[misc]

    def resume_writing(self) -> None:
        self._timed.stop("stall")
        super().resume_writing()  # type: ignore[misc]


class Http(_Bounded, H11Protocol):
    """A connection with a bound on its waiting."""

    @property
    def waits(self) -> bool:
        """Is nothing asked for that is not answered?"""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.since = self.loop.time()
        self._timed.start("head", HEAD)
        open_ones = [each for each in self.connections if not each.transport.is_closing()]
        if len(open_ones) > MOST:
            idle = [each for each in open_ones if isinstance(each, Http) and each.waits]
            min(idle, key=lambda each: each.since).transport.abort()  # this one, if all others are at work

    def handle_events(self) -> None:
        super().handle_events()
        if not self.waits:
            self._timed.stop("head")

    def handle_websocket_upgrade(self, event: Any) -> None:
        self._timed.stop()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        self._timed.start("head", HEAD)
        super().on_response_complete()


class Tab(_Bounded, WebSocketsSansIOProtocol):
    """A WebSocket whose reader must read."""


HTTP = cast("type[asyncio.Protocol]", Http)
TAB = cast("type[asyncio.Protocol]", Tab)
