"""Colleagues who all type at one desk, at the pace of people: every letter is in its file, and the memory stays flat."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from browsing import Address, free_port, served
from test_bounded import family, memory
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from mise_en_page.desk import clock
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.people import Role
from mise_en_page.desk.private import desk_folder

ISSUE = "issues/2018-05"
#: Letters a second of somebody who types; then a moment of thought after each sentence (s).
PACE, THOUGHT = 5.0, 2.0
#: A page that has changed is looked at by each so often (s).
LOOK = 3.0
SENTENCE = "La Loire monte, dit-on à Saumur : « Il n'y a qu'à attendre. » "
#: So many of them make a paragraph: what is typed in is set anew at each letter, and kept for two dozen of them.
PARAGRAPH = 5


@dataclass
class Colleague:
    """One who types at the end of an article, behind a word of their own, while others type in the same."""

    name: str
    file: str
    token: str
    address: Address
    typed: str = ""
    text: str = ""
    version: int = 0
    taken: int = 0
    seen: int = 0
    #: How often it was told that pages have changed.
    told: int = 0
    behind: int = 0
    #: From the key to the server's answer (ms).
    waits: list[float] = field(default_factory=list)
    saved: bool = False

    def socket(self, path: str) -> connect:
        return connect(
            f"{self.address.replace('http', 'ws', 1)}{path}?language=fr", origin=Origin(self.address.rstrip("/")),
            subprotocols=[Subprotocol("live"), Subprotocol(self.token)], max_size=None, proxy=None,
        )  # fmt: skip

    async def works(self, seconds: float) -> None:
        """Type for so long, and until all of it is in the file; look at the pages meanwhile."""
        looking = asyncio.create_task(self.looks())
        async with self.socket("edit") as socket:
            await socket.send(json.dumps({"file": self.file, "tab": self.name, "session": ""}))
            while not self.text:
                self.hears(json.loads(await socket.recv()))
            begun = time.monotonic()
            await self.puts(socket, f"\n\n{self.name} : ")
            n = 0
            while time.monotonic() - begun < seconds:
                letter = SENTENCE[n % len(SENTENCE)]
                if n and n % (PARAGRAPH * len(SENTENCE)) == 0:
                    letter = f"\n\n{letter}"
                await self.puts(socket, letter)
                n += 1
                await asyncio.sleep(1 / PACE + (THOUGHT if n % len(SENTENCE) == 0 else 0))
            while not self.saved:
                self.hears(json.loads(await socket.recv()))
        looking.cancel()
        await asyncio.wait({looking})
        if not looking.cancelled():
            looking.result()  # what went wrong there

    async def puts(self, socket: ClientConnection, letters: str) -> None:
        """Put letters behind those that were put before; tried anew for as long as others are quicker."""
        begun, mine = time.monotonic(), self.taken + 1
        self.saved = False
        while self.taken < mine:
            behind, at = self.behind, self.text.find(self.typed) + len(self.typed) if self.typed else len(self.text)
            change: list[Any] = [_units(self.text[:at]), [0, *letters.split("\n")]]
            if at < len(self.text):
                change.append(_units(self.text[at:]))
            await socket.send(json.dumps({"type": "push", "version": self.version, "changes": [change]}))
            while self.taken < mine and self.behind == behind:
                self.hears(json.loads(await socket.recv()))
        self.typed += letters
        self.waits.append(1000 * (time.monotonic() - begun))

    def hears(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "joined":
                self.text, self.version = message["text"], message["version"]
            case "updates":
                for update in message["updates"]:
                    self.text = _applied(self.text, update["changes"])
                    self.taken += update["clientID"] == self.name
                self.version = message["version"]
            case "behind":
                self.behind += 1
            case "status":
                self.saved = message["saved"] and message["version"] == self.version
            case "refused":
                raise AssertionError(message)

    async def looks(self) -> None:
        """As a browser does: a page that has changed is asked for."""
        with suppress(ConnectionClosed):
            async with self.socket("live") as socket:
                last, asked = 0.0, asyncio.create_task(asyncio.sleep(0))
                async for text in socket:
                    message = json.loads(text)
                    self.told += message["type"] == "changes"
                    if message["type"] == "changes" and time.monotonic() - last >= LOOK and asked.done():
                        asked.result()
                        last = time.monotonic()
                        asked = asyncio.create_task(self.pictures([change["page"] for change in message["changes"]]))

    async def pictures(self, pages: list[int]) -> None:
        for page in pages:
            await asyncio.to_thread(self.picture, page)

    def picture(self, page: int) -> None:
        request = Request(f"{self.address}page/{page}.bmp?scale=1", headers={"X-Token": self.token})
        with urlopen(request) as answer:
            assert answer.read(2) == b"BM"
        self.seen += 1


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _applied(text: str, change: list[Any]) -> str:
    """A change as CodeMirror writes it, made; no letter here is of two units."""
    made, at = [], 0
    for part in change:
        long, *put = [part] if isinstance(part, int) else part
        made.append(text[at : at + long] if isinstance(part, int) else "\n".join(put))
        at += long
    return "".join(made)


def joined(address: Address, issue: Path, name: str) -> str:
    """The token of somebody who is invited to write, and follows the link."""
    secret = Guests(desk_folder(issue)).invite(name, Role.WRITER, 1, clock.now())
    headers = {"X-Invitation": secret, "Origin": address.rstrip("/")}
    with urlopen(Request(f"{address}join", b"", headers, method="POST")) as answer:
        return str(json.load(answer)["token"])


async def work_together(colleagues: list[Colleague], seconds: float) -> list[float]:
    """All type for so long; the memory of the server and its processes meanwhile, a dozen times (MB)."""
    held = []

    async def measure() -> None:
        while True:
            await asyncio.sleep(seconds / 12)
            held.append(memory(family(colleagues[0].address.process)))

    measuring = asyncio.create_task(measure())
    await asyncio.gather(*(each.works(seconds) for each in colleagues))
    measuring.cancel()
    return held


@pytest.mark.parametrize(
    ("people", "seconds"), [(4, 5.0), pytest.param(20, 600.0, marks=[pytest.mark.field, pytest.mark.timeout(1800)])]
)
def test_each_letter_of_every_colleague_is_in_the_files_and_the_memory_is_flat(
    publication: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int, seconds: float
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    issue, port = publication / ISSUE, free_port()
    files = sorted((issue / "articles").glob("*.md"))
    files = [each for each in files if each.read_text(encoding="utf-8").startswith("---")]
    before = {each: each.read_text(encoding="utf-8") for each in files}
    with served(issue, port=port, more=("--share", f"127.0.0.1:{port}")) as url:
        colleagues = []
        for n in range(people):
            name, file = f"Collègue {chr(65 + n)}", files[n % min(len(files), people - 1)].relative_to(publication)
            colleagues.append(Colleague(name, file.as_posix(), joined(url, issue, name), url))
        held = asyncio.run(work_together(colleagues, seconds))
    for file, text in before.items():
        own = [each.typed for each in colleagues if (publication / each.file) == file]
        after = file.read_text(encoding="utf-8")
        assert all(after.count(each) == 1 for each in own), "each letter, in its order"
        for each in own:
            after = after.replace(each, "", 1)
        assert after == text, "and nothing else"
    assert not list((issue / "articles").glob("*(autre version*"))
    waits = sorted(wait for each in colleagues for wait in each.waits)
    told = f"{len(waits)} keys, {waits[len(waits) // 2]:.0f} ms, 95 % {waits[len(waits) * 95 // 100]:.0f} ms; {held} MB"
    print(told, [(each.told, each.seen) for each in colleagues])
    assert len(waits) >= people * seconds, told
    # what is kept for two dozen saves fills up in the first third
    third = len(held) // 3
    assert max(held[-third:]) < max(held[third : 2 * third]) * 1.15 + 30, told
