"""Articles that are open: which files may be, and what becomes of those that others write, take away or lock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from mise_en_page.desk.editing import Document, Editing, Tab
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.process import Process
from mise_en_page.desk.server import application
from mise_en_page.model.problem import Refused
from mise_en_page.reading import press_profile

HERE, SOCKET = "http://127.0.0.1:8715", "ws://127.0.0.1:8715/edit?language=fr"
LEAD = "issues/2018-05/articles/fleuve.md"


@contextmanager
def asking(root: Path) -> Iterator[tuple[TestClient, Live]]:
    """A client that knows the secret; no page is made."""
    live = Live(Process(Work(root / "issues/2018-05", press_profile.shipped("fogra39"))), Editor(), root)
    live.begin = lambda: asyncio.create_task(asyncio.sleep(0))  # type: ignore[method-assign]
    with TestClient(application(live, 8715), base_url=HERE) as client:
        yield client, live


@pytest.fixture(scope="module")
def here(same_publication: Path) -> Iterator[tuple[TestClient, Live]]:
    with asking(same_publication) as both:
        yield both


@contextmanager
def editor(here: tuple[TestClient, Live], hello: Any) -> Iterator[WebSocketTestSession]:
    client, live = here
    with client.websocket_connect(SOCKET, ["live", live.token], headers={"origin": HERE}) as socket:
        socket.send_json(hello)
        yield socket


@pytest.mark.parametrize("protocols", [[], ["live"], ["live", "wrong"]])
def test_without_the_secret_nothing_is_opened(here: tuple[TestClient, Live], protocols: list[str]) -> None:
    with pytest.raises(WebSocketDisconnect), here[0].websocket_connect(SOCKET, protocols, headers={"origin": HERE}):
        pass


def test_another_site_opens_nothing(here: tuple[TestClient, Live]) -> None:
    client, live = here
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(
        SOCKET, ["live", live.token], headers={"origin": "http://evil.example"}
    ):  # fmt: skip
        pass


@pytest.mark.parametrize(
    "file",
    ["/etc/passwd", "publication.yaml", "issues/2018-05/issue.yaml", "../fleuve.md", "issues/2018-05/articles/none.md",
     "issues/2018-05/articles/../../../outside.md", "issues/2018-05/articles", "", "\0"],
)  # fmt: skip
def test_only_articles_of_the_issue_are_opened(here: tuple[TestClient, Live], file: str) -> None:
    with editor(here, {"tab": "a", "file": file}) as socket:
        told = socket.receive_json()
    assert told["type"] == "refused"
    assert told["fault"]["message"] == "ce n’est pas un article de ce numéro qui puisse être modifié"


@pytest.mark.parametrize(
    "said",
    [[], {}, {"type": "none"}, {"type": "push", "version": "x", "changes": []}, {"type": "field", "name": "title"},
     {"type": "push", "version": 0, "changes": [[9]]}, {"type": "push", "version": 0},
     {"type": "push", "version": 0, "changes": 3}],
)  # fmt: skip
def test_who_talks_nonsense_is_let_go_and_nothing_is_changed(here: tuple[TestClient, Live], said: Any) -> None:
    with editor(here, {"tab": "a", "file": LEAD}) as socket:
        assert socket.receive_json()["type"] == "joined"
        socket.send_json(said)
        with pytest.raises(WebSocketDisconnect):
            _all_of(socket)


def _all_of(socket: WebSocketTestSession) -> None:
    while True:
        socket.receive_json()


def test_a_value_that_may_not_stand_there_is_told_in_the_language_of_the_page(here: tuple[TestClient, Live]) -> None:
    with editor(here, {"tab": "a", "file": LEAD}) as socket:
        socket.send_json({"type": "field", "name": "title", "value": "Le\u0000 fleuve", "was": None})
        while (told := socket.receive_json())["type"] != "field":
            pass
    assert told["fault"]["message"] == "le caractère U+0000 ne peut figurer ici"


# --- the file


class Desk:
    """An article that is open in one tab, and what the tab was told."""

    def __init__(self, editing: Editing, document: Document) -> None:
        self.editing, self.document = editing, document
        self.told: list[dict[str, Any]] = []
        self.tab = Tab("a", self.told.append)
        editing.join(document, self.tab)

    def type(self, text: str) -> None:
        """Put words at the beginning of the body."""
        shared = self.document.shared
        at = shared.shown.index("Il faut")
        shared.push(shared.version, [[at, [0, text], len(shared.shown) - at]], "a")
        self.editing.news(self.document)


async def opened(root: Path) -> Desk:
    editing = Editing(root, root / "issues/2018-05")
    return Desk(editing, await editing.open(LEAD))


def test_what_comes_at_the_very_moment_of_writing_is_taken_in(publication: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves between our last look at the file and the moment at which ours takes its place."""
    path = publication / LEAD
    before = path.read_bytes()

    async def run() -> Desk:
        desk = await opened(publication)
        link = Path.hardlink_to

        def late(old: Path, target: Path) -> None:
            link(old, target)
            monkeypatch.undo()
            target.write_bytes(before.replace(b"Le programme", b"Ce programme"))

        monkeypatch.setattr(Path, "hardlink_to", late)
        desk.type("Ici. ")
        await desk.editing.write(desk.document)
        await desk.editing.close()
        return desk

    asyncio.run(run())
    assert path.read_bytes() == before.replace(b"Il faut", b"Ici. Il faut").replace(b"Le programme", b"Ce programme")


def test_a_file_that_is_emptied_and_then_written_is_waited_for(publication: Path) -> None:
    path = publication / LEAD
    before = path.read_bytes()

    async def run() -> None:
        desk = await opened(publication)
        desk.type("Ici. ")
        path.write_bytes(b"")
        merging = asyncio.create_task(desk.editing.changed([LEAD]))
        await asyncio.sleep(0.1)
        path.write_bytes(before.replace(b"Le programme", b"Ce programme"))
        await merging
        await desk.editing.close()

    asyncio.run(run())
    assert path.read_bytes() == before.replace(b"Il faut", b"Ici. Il faut").replace(b"Le programme", b"Ce programme")


def test_a_file_that_is_taken_away_is_there_again_when_somebody_writes(publication: Path) -> None:
    path = publication / LEAD
    before = path.read_bytes()

    async def run() -> None:
        desk = await opened(publication)
        path.unlink()
        await desk.editing.changed([LEAD])
        await desk.editing.write(desk.document)
        assert not path.exists()
        desk.type("Ici. ")
        await desk.editing.close()

    asyncio.run(run())
    assert path.read_bytes() == before.replace(b"Il faut", b"Ici. Il faut")


def test_what_is_no_text_any_longer_is_kept_beside(publication: Path) -> None:
    path = publication / LEAD

    async def run() -> Desk:
        desk = await opened(publication)
        path.write_bytes("Été".encode("latin-1"))
        await desk.editing.changed([LEAD])
        await desk.editing.write(desk.document)
        return desk

    before = path.read_bytes()
    desk = asyncio.run(run())
    assert path.read_bytes() == before
    (problem,) = desk.editing.problems()
    assert problem.code == "edit-kept"
    assert (path.parent / desk.document.kept).read_bytes() == "Été".encode("latin-1")


def test_a_field_that_others_have_changed_too_keeps_theirs_beside(publication: Path) -> None:
    path = publication / LEAD

    async def run() -> None:
        desk = await opened(publication)
        desk.editing.set_field(desk.document, "byline", "m.b.", "was another")
        await asyncio.sleep(0.05)
        await desk.editing.close()

    before = path.read_bytes()
    asyncio.run(run())
    assert path.read_bytes() == before.replace(b"byline: c.v\n", b"byline: m.b.\n")
    (beside,) = path.parent.glob("fleuve (*")
    assert beside.read_bytes() == before


def test_permissions_stay(publication: Path) -> None:
    path = publication / LEAD
    path.chmod(0o604)

    async def run() -> None:
        desk = await opened(publication)
        desk.type("Ici. ")
        await desk.editing.close()

    asyncio.run(run())
    assert path.stat().st_mode & 0o777 == 0o604
    assert not list(path.parent.glob(".*.part"))


def test_who_leaves_last_leaves_everything_written(publication: Path) -> None:
    path = publication / LEAD

    async def run() -> None:
        desk = await opened(publication)
        desk.type("Ici. ")
        await desk.editing.leave(desk.document, desk.tab)
        assert b"Ici. Il faut" in path.read_bytes()
        await desk.editing.close()

    asyncio.run(run())


def test_a_link_that_leads_out_of_the_issue_is_not_followed(publication: Path) -> None:
    outside = publication.parent / "outside.md"
    outside.write_text("---\ntitle: x\n---\n", encoding="utf-8")
    (publication / "issues/2018-05/articles/link.md").symlink_to(outside)
    with pytest.raises(Refused):
        asyncio.run(Editing(publication, publication / "issues/2018-05").open("issues/2018-05/articles/link.md"))


@pytest.mark.parametrize("saves", [60, pytest.param(1_000, marks=pytest.mark.field)])
def test_of_many_saves_and_much_typing_at_once_nothing_is_lost(
    publication: Path, monkeypatch: pytest.MonkeyPatch, saves: int
) -> None:
    """Somebody types a word into one paragraph after another, somebody else saves another into others, in haste."""
    monkeypatch.setattr("mise_en_page.desk.editing.BEHIND", 0.004)
    monkeypatch.setattr("mise_en_page.desk.editing.PATIENCE", 0.004)
    path = publication / LEAD
    path.write_text("---\ntitle: x\n---\n" + "\n\n".join(f"Paragraphe {n}." for n in range(12)) + "\n", encoding="utf-8")

    async def typing(desk: Desk) -> None:
        for n in range(saves):
            shared = desk.document.shared
            at = shared.shown.index(f"Paragraphe {n * 5 % 12}.")
            shared.push(shared.version, [[at, [0, f"t{n} "], len(shared.shown) - at]], "a")
            desk.editing.news(desk.document)
            await asyncio.sleep(0.002)

    async def saving(desk: Desk) -> None:
        for n in range(saves):
            text = path.read_text(encoding="utf-8").replace(
                f"Paragraphe {n * 7 % 12}.", f"s{n} Paragraphe {n * 7 % 12}.", 1
            )
            if n % 2:
                path.write_text(text, encoding="utf-8")
            else:
                other = path.with_suffix(".new")
                other.write_text(text, encoding="utf-8")
                other.replace(path)
            desk.editing._soon(desk.editing.changed([LEAD]))  # as the watcher does
            await asyncio.sleep(0.003)

    async def run() -> None:
        desk = await opened(publication)
        await asyncio.gather(typing(desk), saving(desk))
        await asyncio.sleep(0.3)
        await desk.editing.changed([LEAD])
        await desk.editing.close()

    asyncio.run(run())
    there = path.read_text(encoding="utf-8")
    assert [n for n in range(saves) if f"t{n} " not in there] == []
    kept = there + "".join(other.read_text(encoding="utf-8") for other in path.parent.glob("fleuve (*"))
    assert [n for n in range(saves) if f"s{n} " not in kept] == []
