"""The command's one call: make the issue, serve its page on this machine, follow its files."""

from __future__ import annotations

import hashlib
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from mise_en_page import limits, reading
from mise_en_page.plain import plain_bytes
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Refused
from mise_en_page.proof import sign
from mise_en_page.proof.live.editor import Editor
from mise_en_page.proof.live.engine import Edition, Engine
from mise_en_page.proof.live.server import Live, application
from mise_en_page.proof.live.watch import changes

PORT = 8715
#: Ports that are tried after the one asked for is taken, where nobody asked for one.
MORE = 20


def serve(
    folder: Path,
    profile: Profile,
    port: int | None,
    editor: str,
    ready: Callable[[str], None],
    notes: tuple[Problem, ...] = (),
) -> None:
    """Serve the issue's live proof until it is interrupted; ``ready`` gets its address. Raises Refused.

    ``notes`` are shown among the problems.
    """
    folder = folder.resolve()
    root = reading.publication_root(folder)
    if root is None or not (folder / "issue.yaml").is_file():
        reading.read_issue(folder)  # raises Refused in its own words
        raise Refused((Problem("no-issue", "error", f"there is no issue.yaml in “{folder.name}”", "Name its folder."),))
    listening = _listen(port)
    number = listening.getsockname()[1]
    engine = Engine(folder, profile)
    engine.make()
    # The thread that answers must not wait 5 ms for the one that composes.
    sys.setswitchinterval(0.001)
    live = Live(engine, Editor(editor), SinceSigned(folder, profile), notes)

    async def watch(live: Live) -> None:
        async for names in changes(root, folder):
            await live.changed(names)

    config = uvicorn.Config(
        application(live, number, watch), log_level="error", access_log=False, ws="websockets-sansio", ws_max_size=65_536,
        lifespan="on", timeout_graceful_shutdown=1, server_header=False,
    )  # fmt: skip
    ready(f"http://127.0.0.1:{number}/")
    uvicorn.Server(config).run(sockets=[listening])


class SinceSigned:
    """Which pages differ from the last signed proof. Asked at every edit: a file is digested anew only when it changed."""

    def __init__(self, folder: Path, profile: Profile) -> None:
        self._folder, self._profile = folder, profile
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}

    def __call__(self, edition: Edition) -> frozenset[int] | None:
        """The pages, from 0; None: no proof of this issue is signed."""
        if edition.made is None or not (self._folder / sign.RECORD).is_file():
            return None
        try:
            signed = sign.read_record(self._folder)
        except Refused:
            return None
        made = edition.made
        common, pages = sign.pages_of(made.issue, made.layouts, made.root)
        if signed.press != sign.digest_of(self._profile) or self._differ(common, made.root, signed):
            return frozenset(range(len(pages)))
        return frozenset(n for n, files in enumerate(pages) if self._differ(files, made.root, signed))

    def _differ(self, files: frozenset[Path], root: Path, signed: sign.Signed) -> bool:
        return any(self._digest(path) != signed.files.get(path.relative_to(root).as_posix()) for path in files)

    def _digest(self, path: Path) -> str:
        try:
            state = path.stat()
            key = (state.st_mtime_ns, state.st_size)
            known = self._digests.get(path)
            if known is None or known[0] != key:
                known = self._digests[path] = (key, hashlib.sha256(plain_bytes(path, limit=limits.IMAGE_BYTES)).hexdigest())
        except OSError:
            return ""  # it is gone: the page has changed
        return known[1]


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
    message = f"the port {port} cannot be used: {getattr(fault, 'strerror', None) or fault}"
    raise Refused((Problem("port", "error", message, "Choose another with --port."),))
