"""What people at one desk see of each other, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guests import HERE, LEAD, Desk, shared_desk
from starlette.testclient import WebSocketTestSession

from conftest import copy_sample
from mise_en_page.editions.signing import SignOff, sign_off
from mise_en_page.model.problem import Problem, Refused


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = copy_sample(tmp_path_factory.mktemp("together"))
    with shared_desk(root, tmp_path_factory.mktemp("kept") / "desk") as made:
        yield made


def when(socket: WebSocketTestSession, holds: Any) -> Any:
    """The first word of the socket for which something holds."""
    for _ in range(50):
        if holds(told := socket.receive_json()):
            return told
    raise AssertionError("in vain")


def test_who_is_where_and_who_writes_is_told_to_all(desk: Desk) -> None:
    with desk.socket("Luc") as luc:
        me = luc.receive_json()["me"]
        assert (me["name"], me["role"], me["owner"]) == ("Luc", "lecteur", False)
        assert me["may"] == {"write": False, "design": False, "sign": False}
        with desk.socket("Jeanne") as jeanne, desk.socket("Jeanne", "/edit") as editor:
            jeanne.send_json({"page": 1, "file": LEAD})
            told = when(luc, lambda each: any(one["file"] for one in each["people"]))
            assert [one for one in told["people"] if one["name"] == "Jeanne"] == [
                {"name": "Jeanne", "role": "rédacteur", "page": 1, "file": LEAD, "me": False}
            ]
            editor.send_json({"file": LEAD, "tab": "j", "session": ""})
            editor.receive_json()
            editor.send_json({"type": "take"})
            assert when(luc, lambda each: each["writers"])["writers"] == {LEAD: "Jeanne"}
        told = when(luc, lambda each: len(each["people"]) == 1)
        assert when(luc, lambda each: not each["writers"])["writers"] == {} if told["writers"] else True


def test_a_state_that_is_set_is_seen_by_all_with_who_and_when(desk: Desk) -> None:
    with desk.socket("Luc") as luc:
        assert luc.receive_json()["states"]["article"]["fleuve"]["state"] == "en cours"
        assert desk.post("Jeanne", "/states", {"kind": "article", "subject": "fleuve", "state": "relu"}).status_code == 200
        told = when(luc, lambda each: each["states"]["article"]["fleuve"]["by"])["states"]
        assert (told["article"]["fleuve"]["state"], told["article"]["fleuve"]["by"]) == ("relu", "Jeanne")
        assert not told["article"]["fleuve"]["changed"]
        assert told["page"]["15"]["state"] == "en cours"
        with desk.socket("Ada", "/edit") as editor:
            editor.send_json({"file": LEAD, "tab": "a", "session": ""})
            version = editor.receive_json()["version"]
            editor.send_json({"type": "field", "name": "byline", "value": "a.l", "was": None})
            assert version >= 0
            told = when(luc, lambda each: each["states"]["article"]["fleuve"]["changed"])["states"]
        assert told["article"]["fleuve"]["state"] == "relu", "modifié depuis"
    assert {"who": "Jeanne", "what": "state", "state": "relu"}.items() <= next(
        each for each in desk.record() if each["what"] == "state"
    ).items()


@pytest.mark.parametrize(
    "data",
    [
        {}, [], {"kind": "article", "subject": "../fleuve", "state": "relu"},
        {"kind": "page", "subject": "99", "state": "relu"}, {"kind": "x", "subject": "15", "state": "relu"},
        {"kind": "article", "subject": "fleuve", "state": "lu"},
    ],
)  # fmt: skip
def test_a_state_of_nothing_is_refused(desk: Desk, data: object) -> None:
    assert desk.post("Jeanne", "/states", data).status_code == 400


def test_the_chief_signs_in_his_name_and_invites_and_all_is_written_down(desk: Desk) -> None:
    assert desk.post("Paul", "/sign", {}).json() == {"problems": []}
    assert desk.signed == ["Paul"]
    invited = desk.post("Paul", "/invitations", {"name": "Eve", "role": "rédacteur", "days": 3})
    assert desk.client.post("/join", headers={"origin": HERE, "x-invitation": invited.json()["secret"]}).status_code == 200
    (eve,) = [each for each in desk.get("Paul", "/invitations").json() if each["name"] == "Eve"]
    assert (eve["role"], eve["browsers"], eve["over"]) == ("rédacteur", 1, False)
    assert desk.post("Paul", "/invitations/revoke", {"name": "Eve"}).status_code == 200
    done = [(each["who"], each["what"]) for each in desk.record()]
    assert [each for each in done if each[0] in ("Paul", "Eve")] == [
        ("Paul", "signed"), ("Paul", "invited"), ("Eve", "joined"), ("Paul", "revoked"),
    ]  # fmt: skip


def test_what_is_said_and_what_is_kept_is_written_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    on = {"file": LEAD, "line": 12, "column": 16, "quote": "couper le moteur"}
    assert desk.post("Luc", "/comments", {"kind": "comment", "text": "Qui le dit ?", "on": on}).status_code == 200
    assert desk.post("Luc", "/comments", {"kind": "comment", "text": "", "on": on}).status_code == 400

    async def keeping(name: str, *_: object) -> str:
        assert name == "keeping"
        return "le feu: ce"

    monkeypatch.setattr(desk.live.process, "ask", keeping)
    correction = {"rule": "colon", "typed": ":", "became": "\u00a0:", "file": LEAD, "line": 12, "column": 1}
    assert desk.post("Luc", "/corrections", correction).status_code == 403
    assert desk.post("Jeanne", "/corrections", correction).json() == {"kept": "le feu: ce"}
    said, kept = [each for each in desk.record() if each["what"] in ("commented", "kept")]
    assert (said["who"], said["kind"]) == ("Luc", "comment")
    assert (kept["who"], kept["file"], kept["words"]) == ("Jeanne", LEAD, "le feu: ce")


@pytest.mark.parametrize(
    "data", [{"name": "A", "role": "roi"}, {"name": "A", "role": "chef", "days": 0}, {"name": "", "role": "chef"}]
)
def test_an_invitation_of_nobody_is_refused(desk: Desk, data: object) -> None:
    assert desk.post("Paul", "/invitations", data).status_code in (400, 422)


def test_what_the_sign_off_refuses_is_told_in_the_readers_language(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> tuple[Problem, ...]:
        raise Refused.of("signer")

    served = next(route for route in desk.client.app.routes if getattr(route, "path", "") == "/sign")  # type: ignore[attr-defined]
    monkeypatch.setattr(served.endpoint.__self__, "_sign", refuses)
    answer = desk.post("Paul", "/sign", {})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "signer")


def test_signed_in_the_browser_is_signed_and_what_changes_since_is_told(publication: Path, tmp_path: Path) -> None:
    """The same file as the command writes; the build it asks for is tried with the command."""
    issue = publication / "issues/2018-05"
    with shared_desk(publication, tmp_path / "kept") as desk:
        assert desk.get("Luc", "/signed.json").json() == {"signed": False, "problems": []}
        path, _ = sign_off(SignOff(issue, "Paul", on="2018-05-02"))
        assert path == issue / "bon-a-tirer.yaml"
        told = desk.get("Luc", "/signed.json").json()
        assert (told["signed"], told["by"], told["on"], told["problems"]) == (True, "Paul", "2018-05-02", [])
        lead = publication / LEAD
        lead.write_text(lead.read_text(encoding="utf-8").replace("couper le moteur", "ranger les rames"), encoding="utf-8")
        problems = desk.get("Luc", "/signed.json").json()["problems"]
        assert [each["code"] for each in problems] == ["signed-changed", "signed-words"]
        assert problems[0]["file"] == LEAD
