"""What a page sends, and the plain words that it is answered with."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from mise_en_page.model.message import Language, Message, spoken

#: Bytes of what a page may send, and seconds that it may take for it.
BODY: Final = 10_000
SECONDS: Final = 10.0


async def body(request: Request, most: int = BODY) -> bytes:
    """What was sent. Raises ValueError if it is too much, TimeoutError if it does not come."""
    data = b""
    async with asyncio.timeout(SECONDS):
        async for piece in request.stream():
            data += piece
            if len(data) > most:
                raise ValueError("too much")
    return data


async def sent(request: Request, most: int = BODY) -> dict[str, Any] | None:
    """The keys that were sent, as JSON; None for anything else."""
    try:
        data = json.loads(await body(request, most))
    except (ValueError, RecursionError, TimeoutError, ClientDisconnect):
        return None
    return data if isinstance(data, dict) else None


def told(status: int, words: Message, language: Language | None = None) -> Response:
    if language is None:
        return PlainTextResponse(str(words), status)
    with spoken(language):
        return PlainTextResponse(str(words), status)
