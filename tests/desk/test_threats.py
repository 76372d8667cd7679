"""What was thought of against a shared desk, each tried: docs/preview.md has the table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from guests import HERE, LEAD, Desk, shared_desk
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from conftest import copy_sample
from mise_en_page.desk import clock, rates, rights
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.people import Person, Role
from mise_en_page.desk.server import application


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = copy_sample(tmp_path_factory.mktemp("threats"))
    with shared_desk(root, tmp_path_factory.mktemp("kept") / "desk") as made:
        yield made


@pytest.fixture(autouse=True)
def forgiven(desk: Desk) -> None:
    """What one test has guessed wrong keeps no other waiting."""
    desk.door.guesses = rates.Guesses()


def is_closed(socket: WebSocketTestSession) -> bool:
    """Does it end, whatever else is still said?"""
    with suppress(WebSocketDisconnect):
        for _ in range(50):
            socket.receive_json()
        return False
    return True


def lead(desk: Desk) -> bytes:
    return (desk.live.root / LEAD).read_bytes()


# --- another local process, another site


@pytest.mark.parametrize("told", [{}, {"x-token": ""}, {"x-token": "a" * 43}, {"cookie": "token=x"}])
@pytest.mark.parametrize("path", ["/state.json", "/page/0.bmp", "/signed.json", "/invitations", "/STATE.json"])
def test_a_program_without_a_secret_is_told_nothing(desk: Desk, path: str, told: dict[str, str]) -> None:
    answer = desk.client.get(path, headers=told)
    assert answer.status_code == 403
    assert "Halage" not in answer.text


@pytest.mark.parametrize(
    "told",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}, {"host": "rebound.example:8715"}, {"host": "127.0.0.1:8715.evil.example"}, {"origin": "https://127.0.0.1:8715"},
     {"origin": "http://127.0.0.1:8716"}],
)  # fmt: skip
def test_another_site_is_refused_even_with_the_secret(desk: Desk, told: dict[str, str]) -> None:
    for path in ("/state.json", "/invitations"):
        assert desk.client.get(path, headers=desk.headers("Paul") | told).status_code == 403
    assert desk.client.post("/join", headers=desk.headers("Paul") | told).status_code == 403
    headers = {"origin": HERE} | told
    with (
        pytest.raises(WebSocketDisconnect),
        desk.client.websocket_connect("ws://127.0.0.1:8715/together", ["live", desk.tokens["Paul"]], headers=headers),
    ):
        pass


# --- another invited person


ASKED: list[tuple[str, object, dict[str, int]]] = [
    ("/accept", {"words": "Gabarre"}, {"Luc": 403, "Jeanne": 400}),
    ("/take", {"page": 0, "number": 1, "version": 9}, {"Luc": 403, "Jeanne": 403, "Ada": 409}),
    ("/states", {"kind": "page", "subject": "15", "state": "relu"}, {"Luc": 403, "Jeanne": 200}),
    ("/states", {"kind": "page", "subject": "15", "state": "BAT"}, {"Luc": 403, "Jeanne": 403, "Ada": 403, "Paul": 200}),
    ("/sign", {}, {"Luc": 403, "Jeanne": 403, "Ada": 403, "Paul": 200}),
    ("/invitations", {"name": "Eve", "role": "chef"}, {"Luc": 403, "Jeanne": 403, "Ada": 403}),
    ("/invitations/revoke", {"name": "Nobody"}, {"Luc": 403, "Jeanne": 403, "Ada": 403, "Paul": 404}),
    ("/open", {"file": LEAD, "line": 1, "column": 1}, {"Luc": 403, "Jeanne": 403, "Ada": 403, "Paul": 403, "owner": 404}),
    ("/nowhere", {}, {"Luc": 403, "Jeanne": 403, "Ada": 403, "Paul": 404}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "data", "answers"), ASKED)
def test_what_is_asked_by_hand_is_answered_by_the_role(
    desk: Desk, path: str, data: object, answers: dict[str, int]
) -> None:
    assert {who: desk.post(who, path, data).status_code for who in answers} == answers


def test_a_role_that_is_claimed_changes_nothing(desk: Desk) -> None:
    """In every place where a hand-made request could put one."""
    told = desk.headers("Luc") | {
        "x-role": "chef",
        "x-person": "Paul",
        "x-forwarded-user": "Paul",
        "x-http-method-override": "GET",
    }
    data = {"kind": "page", "subject": "15", "state": "BAT", "role": "chef", "by": "Paul", "person": {"role": "chef"}}
    assert desk.client.post("/states?role=chef", headers=told, json=data).status_code == 403
    for method in ("PUT", "PATCH", "DELETE", "get", "FOO"):
        assert desk.client.request(method, "/states", headers=told).status_code in (403, 405)


def test_every_path_that_takes_something_says_whose_it_is(desk: Desk) -> None:
    """Another one must be listed in rights.py: till then it is for the chief alone."""
    app = application(desk.live, 8715)
    sent = {route.path for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())}
    assert sent - {"/join"} == set(rights.SENT) | rights.OWNERS
    assert {route.path for route in app.routes if isinstance(route, WebSocketRoute)} == set(rights.SOCKETS)
    assert not rights.may(Person("Ada", Role.DESIGNER), "http", "POST", "/another")
    assert not rights.may(Person("Ada", Role.DESIGNER), "websocket", "", "/another")


def hello(file: str = LEAD, tab: str = "t", **more: Any) -> dict[str, Any]:
    return {"file": file, "tab": tab, "session": "", **more}


def test_a_reader_opens_no_editor_not_even_to_hand_in_what_he_claims_to_have_typed(desk: Desk) -> None:
    before = lead(desk)
    text = before.decode()
    known = {"base": text, "version": 0, "changes": [[len(text), [0, "Eve"]]], "written": text, "past": []}
    for words in (hello(), hello(**known)):
        with desk.socket("Luc", "/edit") as socket:
            socket.send_json(words)
            told = socket.receive_json()
            assert (told["type"], "read" in told["fault"]["message"]) == ("refused", True)
            socket.send_json({"type": "push", "version": 0, "changes": [[0, [0, "Eve"]]]})
            with pytest.raises(WebSocketDisconnect):
                socket.receive_json()
    desk.client.portal.call(desk.live.editing.settle)  # type: ignore[union-attr]
    assert lead(desk) == before


@pytest.mark.parametrize(
    "file",
    ["issues/2018-05/issue.yaml", "publication.yaml", "layouts/breves/style.css", "../../../../etc/passwd", "/etc/passwd",
     "issues/2018-05/articles/../issue.yaml", "issues/2018-05/articles/\x00.md", "bon-a-tirer.yaml"],
)  # fmt: skip
def test_a_writer_writes_in_articles_of_the_issue_alone(desk: Desk, file: str) -> None:
    with desk.socket("Jeanne", "/edit") as socket:
        socket.send_json(hello(file))
        assert socket.receive_json()["type"] == "refused"


def test_the_tab_of_somebody_else_is_not_to_be_taken(desk: Desk) -> None:
    """Its name is told to all, as the holder's: with it one could hear what it is told, and speak as it."""
    with desk.socket("Jeanne", "/edit") as jeanne:
        jeanne.send_json(hello(tab="jeannes"))
        assert jeanne.receive_json()["type"] == "joined"
        with desk.socket("Ada", "/edit") as ada:
            ada.send_json(hello(tab="jeannes"))
            with pytest.raises(WebSocketDisconnect):
                ada.receive_json()
        jeanne.send_json({"type": "take"})
        while (told := jeanne.receive_json())["type"] != "status" or not told["holder"]:
            pass
        assert (told["holder"], told["by"]) == ("jeannes", "Jeanne")


# --- a stolen link, a replay


def joined(desk: Desk, name: str, role: Role = Role.WRITER, days: int = 14) -> tuple[str, Any]:
    secret = desk.guests.invite(name, role, days, clock.now())
    return secret, desk.client.post("/join", headers={"origin": HERE, "x-invitation": secret, "user-agent": "Firefox"})


def test_a_link_is_changed_for_a_session_and_written_down(desk: Desk) -> None:
    secret, answer = joined(desk, "Zoé")
    assert (answer.status_code, answer.json()["name"], answer.json()["role"]) == (200, "Zoé", "rédacteur")
    assert desk.client.get("/state.json", headers={"x-token": answer.json()["token"]}).status_code == 200
    assert desk.client.get("/state.json", headers={"x-token": secret}).status_code == 403, (
        "the link opens nothing by itself"
    )
    line = next(each for each in desk.record() if each["what"] == "joined" and each["who"] == "Zoé")
    assert (line["role"], line["browser"]) == ("rédacteur", "Firefox")
    assert secret not in str(desk.record())
    assert answer.json()["token"] not in str(desk.record())


def test_a_link_that_is_opened_again_elsewhere_is_told_to_whom_it_was_given(desk: Desk) -> None:
    secret, first = joined(desk, "Ida")
    desk.client.post("/join", headers={"origin": HERE, "x-invitation": secret, "user-agent": "the thief's"})
    desk.tokens["Ida"] = first.json()["token"]
    with desk.socket("Ida") as socket:
        assert socket.receive_json()["browsers"] == 2
    lines = [each for each in desk.record() if each["what"] == "joined" and each["who"] == "Ida"]
    assert [line["browser"] for line in lines] == ["Firefox", "the thief's"]


def test_a_link_of_which_the_days_are_over_opens_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, answer = joined(desk, "Old", days=1)
    desk.tokens["Old"] = answer.json()["token"]
    with desk.socket("Old") as socket:
        socket.receive_json()
        later = clock.now() + 86_401
        monkeypatch.setattr(clock, "now", lambda: later)
        assert is_closed(socket)
    assert desk.client.post("/join", headers={"origin": HERE, "x-invitation": secret}).status_code == 403
    assert desk.get("Old", "/state.json").status_code == 403


def test_who_is_revoked_is_shut_out_at_once_and_a_word_on_its_way_is_not_taken(desk: Desk) -> None:
    _, answer = joined(desk, "Eve")
    desk.tokens["Eve"] = answer.json()["token"]
    before = lead(desk)
    with desk.socket("Eve", "/edit") as editor, desk.socket("Eve") as socket, desk.socket("Eve", "/live") as tab:
        editor.send_json(hello(tab="eves"))
        told = editor.receive_json()
        assert told["type"] == "joined"
        socket.receive_json()
        Guests(desk.guests.folder).revoke("Eve")  # as the command does, in another process
        editor.send_json({"type": "push", "version": told["version"], "changes": [[len(told["text"]), [0, "Eve"]]]})
        for each in (editor, socket, tab):
            assert is_closed(each)
    desk.client.portal.call(desk.live.editing.settle)  # type: ignore[union-attr]
    assert lead(desk) == before
    assert desk.get("Eve", "/state.json").status_code == 403


def test_a_session_that_was_recorded_is_worth_nothing_after_a_new_invitation(desk: Desk) -> None:
    _, answer = joined(desk, "Max", Role.CHIEF)
    old = {"x-token": answer.json()["token"], "origin": HERE}
    joined(desk, "Max", Role.READER)
    assert desk.client.get("/state.json", headers=old).status_code == 403
    assert desk.client.post("/sign", headers=old, json={}).status_code == 403


def test_an_edit_that_is_sent_again_is_not_made_again(desk: Desk) -> None:
    """A change says of which version it is; of an old one it is sent back, and nothing is written."""
    with desk.socket("Jeanne", "/edit") as socket:
        socket.send_json(hello(tab="replay"))
        told = socket.receive_json()
        push = {"type": "push", "version": told["version"], "changes": [[len(told["text"]), [0, " Encore-ci."]]]}
        socket.send_json(push)
        socket.send_json(push)
        seen = []
        while "behind" not in seen:
            seen.append(socket.receive_json()["type"])
    desk.client.portal.call(desk.live.editing.settle)  # type: ignore[union-attr]
    assert lead(desk).count(b"Encore-ci.") == 1


# --- path traversal


@pytest.mark.parametrize(
    "path",
    ["/static/../state.json", "/static/%2e%2e/state.json", "/static/..%2f..%2fpublication.yaml", "/static//etc/passwd",
     "/static/%00", "/page/../../publication.yaml", "/static/....//state.json", "/join/../state.json", "/%2e/state.json"],
)  # fmt: skip
def test_no_file_is_reached_by_its_name(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code in (403, 404)
    assert "Halage" not in answer.text
    assert "root:" not in answer.text


# --- floods


def test_wrong_secrets_wait_and_the_right_one_does_not(desk: Desk) -> None:
    for _ in range(rates.FREE):
        desk.client.get("/state.json", headers={"x-token": "wrong"})
    begun = time.monotonic()
    assert desk.client.get("/state.json", headers={"x-token": "wrong"}).status_code == 403
    assert time.monotonic() - begun >= 0.25
    assert desk.get("Jeanne", "/state.json").status_code == 200
    wrong = [each for each in desk.record() if each.get("why") == "secret"]
    assert len(wrong) == 1, "once a minute"


def test_too_many_requests_of_one_person_are_told_to_come_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.door, "requests", rates.Rate(5, 0.001))
    answers = [desk.get("Luc", "/state.json") for _ in range(7)]
    assert [each.status_code for each in answers] == [200] * 5 + [429] * 2
    assert answers[-1].headers["retry-after"] == "30"
    assert desk.get("Jeanne", "/state.json").status_code == 200


def test_too_many_requests_for_the_bare_page_are_told_to_come_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.door, "unknown", rates.Rate(3, 0.001))
    assert [desk.client.get("/").status_code for _ in range(5)] == [200] * 3 + [429] * 2
    assert desk.client.post("/join", headers={"origin": HERE}).status_code == 429


def test_too_many_sockets_of_one_person_are_closed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "SOCKETS", 2)
    with desk.socket("Luc") as one, desk.socket("Luc") as two:
        one.receive_json()
        two.receive_json()
        with pytest.raises(WebSocketDisconnect), desk.socket("Luc"):
            pass
        with desk.socket("Ada") as other:
            other.receive_json()
    with desk.socket("Luc") as again:
        again.receive_json()


def test_what_is_typed_too_fast_waits_and_is_not_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.door, "sent", rates.Rate(1_000, 4_000))
    with desk.socket("Jeanne", "/edit") as socket:
        socket.send_json(hello(tab="fast"))
        version = socket.receive_json()["version"]
        socket.send_json({"type": "field", "name": "credit", "value": "x" * 1_500, "was": None})
        socket.send_json({"type": "field", "name": "credit", "value": "y" * 1_500, "was": None})
        begun = time.monotonic()
        heard = 0
        while heard < 2:
            heard += socket.receive_json()["type"] == "field"
        assert time.monotonic() - begun > 0.2
        assert version >= 0
    desk.client.portal.call(desk.live.editing.settle)  # type: ignore[union-attr]
    assert b"y" * 1_500 in lead(desk)


@pytest.mark.parametrize("word", ["[]", "5", "null", "{", '"' + "x" * 100_000, "[" * 50_000])
def test_nonsense_ends_a_conversation_and_nothing_else(desk: Desk, word: str) -> None:
    for path in ("/together", "/edit"):
        with desk.socket("Jeanne", path) as socket:
            socket.send_text(word)
            assert is_closed(socket)
    assert desk.get("Jeanne", "/state.json").status_code == 200
