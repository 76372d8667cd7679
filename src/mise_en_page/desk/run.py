"""The command's one call: make the issue, serve its page on this machine, follow its files."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from mise_en_page import reading
from mise_en_page.desk.connections import HTTP, TAB
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.process import Process
from mise_en_page.desk.secret import secret_of
from mise_en_page.desk.server import application
from mise_en_page.desk.watch import changes
from mise_en_page.files import system
from mise_en_page.files.atomic import cache_folder
from mise_en_page.model import limits
from mise_en_page.model.message import Language
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Refused
from mise_en_page.proof.notes import Notes

PORT = 8715
#: This user's key, in the cache's folder.
KEY = "preview.key"
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
    notes: Notes | None = None,
    language: Language | None = None,
) -> None:
    """Serve the issue's live proof until it is interrupted; ``ready`` gets its address. Raises Refused.

    ``notes`` are shown among the problems. The page speaks ``language``; None: that of the browser.
    """
    folder = folder.resolve()
    root = reading.publication_root(folder)
    if root is None or not (folder / "issue.yaml").is_file():
        reading.read_issue(folder)  # raises Refused in its own words
        raise Refused.of("no-issue/preview", folder=folder.name)
    listening = _listen(port)
    number = listening.getsockname()[1]
    secret = secret_of(folder, number, cache_folder() / KEY)
    live = Live(Process(Work(folder, profile, noted=notes)), Editor(editor), root, secret)

    async def watch(live: Live) -> None:
        await asyncio.wait({live.begin()}, timeout=FIRST)
        ready(f"http://127.0.0.1:{number}/#{secret}")
        async for names in changes(root, folder):
            live.soon(live.changed(names))

    config = uvicorn.Config(
        application(live, number, watch, language), log_level="error", access_log=False, http=HTTP, ws=TAB,
        ws_max_size=8 * limits.TEXT_BYTES, lifespan="on", timeout_graceful_shutdown=1, server_header=False,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int | None) -> socket.socket:
    """A socket on this machine's own address. Raises Refused where the port is taken."""
    tried = [port] if port is not None else [*range(PORT, PORT + MORE), 0]
    for number in tried:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", number))
        except (OSError, OverflowError) as error:
            listening.close()
            fault = error
            continue
        return listening
    reason = system.reason(fault) if isinstance(fault, OSError) else str(fault)
    raise Refused.of("port", port=str(port), reason=reason)
