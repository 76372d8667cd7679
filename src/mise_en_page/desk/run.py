"""The command's one call: make the issue, serve its page on this machine, follow its files."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from mise_en_page import reading
from mise_en_page.desk import private
from mise_en_page.desk.audit import Audit
from mise_en_page.desk.connections import HTTP, TAB
from mise_en_page.desk.door import Door
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.private import desk_folder
from mise_en_page.desk.process import Process
from mise_en_page.desk.secret import secret_of
from mise_en_page.desk.server import application
from mise_en_page.desk.sharing import LOOPBACK, Sharing
from mise_en_page.desk.signing import Sign
from mise_en_page.desk.watch import changes
from mise_en_page.files import system
from mise_en_page.files.atomic import cache_folder
from mise_en_page.model import limits
from mise_en_page.model.message import Language
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Refused
from mise_en_page.proof.comments import Comment

PORT = 8715
#: This user's key, in the cache's folder.
KEY = "preview.key"
#: Where the address of a shared desk stands, for ``invite``; in its private folder.
ADDRESS = "address"
#: Ports that are tried after the one asked for is taken, where nobody asked for one.
MORE = 20
#: The address is told when the issue is made for the first time, or after so long (s).
FIRST = 5.0


def serve(
    folder: Path,
    profile: Profile,
    port: int | None,
    editor: str,
    ready: Callable[[str], None],
    proof: tuple[Comment, ...] = (),
    language: Language | None = None,
    sharing: Sharing | None = None,
    sign: Sign | None = None,
) -> None:
    """Serve the issue's live proof until it is interrupted; ``ready`` gets its address. Raises Refused.

    ``proof``, what was written on a proof, is shown among the comments. The page speaks ``language``; None: that of the
    browser. ``sharing``: with whom else it is shared, and how; None: with nobody. ``sign`` signs the issue off.
    """
    folder = folder.resolve()
    root = reading.publication_root(folder)
    if root is None or not (folder / "issue.yaml").is_file():
        reading.read_issue(folder)  # raises Refused in its own words
        raise Refused.of("no-issue/preview", folder=folder.name)
    shared = sharing or Sharing(port=port)
    listening = _listen(shared)
    number = listening.getsockname()[1]
    secret = secret_of(folder, number, cache_folder() / KEY)
    kept = desk_folder(folder) if sharing is not None else None
    live = Live(Process(Work(folder, profile, proof=proof)), Editor(editor), root, secret)

    async def begin(live: Live) -> None:
        await asyncio.wait({live.begin()}, timeout=FIRST)
        ready(f"{shared.origin(number)}/#{secret}")

    async def watch(live: Live) -> None:
        live.soon(begin(live))
        async for names in changes(root, folder):  # what is saved while it is made for the first time counts too
            live.soon(live.changed(names))

    guests = Guests(kept) if kept is not None else None
    door = Door(shared.entrance(number), live.token, live.session, guests, Audit(kept))
    if kept is not None:
        private.write(kept / ADDRESS, shared.origin(number).encode())
    config = uvicorn.Config(
        application(live, number, watch, language, door, sign), log_level="error", access_log=False, http=HTTP, ws=TAB,
        ws_max_size=8 * limits.TEXT_BYTES, lifespan="on", timeout_graceful_shutdown=1, server_header=False,
        proxy_headers=False, ssl_certfile=shared.certificate, ssl_keyfile=shared.key,
    )  # fmt: skip
    _Server(config, live).run(sockets=[listening])


class _Server(uvicorn.Server):
    """At its end who waits for a picture is answered; who is kept waiting for a wrong secret is cut off, without a word."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").addFilter(_is_fault)
        await self._live.stop()
        await super().shutdown(sockets)


def _is_fault(record: logging.LogRecord) -> bool:
    """Is it anything but what is cut off at the end?"""
    cut = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cut and not str(record.msg).startswith("Cancel ")


def _listen(shared: Sharing) -> socket.socket:
    """A socket at the address that is asked for. Raises Refused where it, or its port, cannot be had."""
    port = shared.port
    tried = [port] if port is not None else [*range(PORT, PORT + MORE), 0]
    for number in tried:
        try:
            family, _, _, _, address = socket.getaddrinfo(shared.host, number, type=socket.SOCK_STREAM)[0]
        except (OSError, OverflowError, UnicodeError) as error:
            fault: Exception = error
            break
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except (OSError, OverflowError) as error:
            listening.close()
            fault = error
            continue
        return listening
    reason = system.reason(fault) if isinstance(fault, OSError) else str(fault)
    if shared.host != LOOPBACK:
        raise Refused.of("share-listen", host=shared.host, port=str(port), reason=reason)
    raise Refused.of("port", port=str(port), reason=reason)
