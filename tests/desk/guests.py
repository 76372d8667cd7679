"""A shared desk for tests: the server without its pages, and clients of each role."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from mise_en_page.desk import clock
from mise_en_page.desk.audit import Audit
from mise_en_page.desk.door import Door
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.people import Role
from mise_en_page.desk.process import Process
from mise_en_page.desk.server import application
from mise_en_page.desk.sharing import here
from mise_en_page.desk.signing import Sign
from mise_en_page.model.message import Language
from mise_en_page.model.problem import Problem
from mise_en_page.reading import press_profile

HERE = "http://127.0.0.1:8715"
LEAD = "issues/2018-05/articles/fleuve.md"
STATE = {
    "number": 1, "title": "", "pages": [{"folio": 14}, {"folio": 15}], "problems": [],
    "articles": [{"name": "fleuve", "file": LEAD, "page": 1, "title": "Le fleuve"}],
}  # fmt: skip


@dataclass
class Desk:
    """``tokens``: what each person's browser says; ``signed``: in whose name the issue was signed off."""

    client: TestClient
    live: Live
    door: Door
    guests: Guests
    tokens: dict[str, str]
    signed: list[str] = field(default_factory=list)

    def headers(self, who: str) -> dict[str, str]:
        return {"x-token": self.tokens[who], "origin": HERE, "accept-language": "en"}

    def get(self, who: str, path: str) -> Any:
        return self.client.get(path, headers=self.headers(who))

    def post(self, who: str, path: str, data: object) -> Any:
        return self.client.post(path, headers=self.headers(who), json=data)

    def socket(self, who: str, path: str = "/together") -> WebSocketTestSession:
        token = self.tokens.get(who, who)
        return self.client.websocket_connect(
            f"ws://127.0.0.1:8715{path}?language=en", ["live", token], headers={"origin": HERE}
        )

    def record(self) -> list[dict[str, str]]:
        file = self.door.audit.file
        assert file is not None
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


@contextmanager
def shared_desk(root: Path, kept: Path) -> Iterator[Desk]:
    """The sample issue at a desk with its owner, Luc (a reader), Jeanne (a writer), Ada (a designer) and Paul (a chief)."""
    live = Live(Process(Work(root / "issues/2018-05", press_profile.shipped("fogra39"))), Editor(), root)
    live.begin = lambda: asyncio.create_task(asyncio.sleep(0))  # type: ignore[method-assign]
    live._states["en"] = STATE
    guests = Guests(kept)
    tokens = {"owner": live.token}
    for name, role in zip(("Luc", "Jeanne", "Ada", "Paul"), Role, strict=True):
        joined = guests.join(guests.invite(name, role, 14, clock.now()), "", clock.now())
        assert joined is not None
        tokens[name] = joined[0]
    door = Door(here(8715), live.token, live.session, guests, Audit(kept))
    signed: list[str] = []

    def sign(by: str, _: Language) -> tuple[Problem, ...]:
        signed.append(by)
        return ()

    checked: Sign = sign
    with TestClient(application(live, 8715, None, None, door, checked), base_url=HERE) as client:
        yield Desk(client, live, door, guests, tokens, signed)
