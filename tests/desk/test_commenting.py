"""Comments at the desk: what is said is a file beside the issue, found at its words; an accepted proposal is an edit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from conftest import copy_sample
from mise_en_page.desk import commenting
from mise_en_page.desk.editor import Editor
from mise_en_page.desk.live import Live
from mise_en_page.desk.messages import Work
from mise_en_page.desk.people import Person, Role
from mise_en_page.desk.process import Process
from mise_en_page.desk.server import application
from mise_en_page.model import limits
from mise_en_page.model.problem import Span
from mise_en_page.proof.comments import Comment, Kept, On, write
from mise_en_page.reading import press_profile

HERE = "http://127.0.0.1:8715"
ISSUE = "issues/2018-05"
LEAD = f"{ISSUE}/articles/fleuve.md"
WORDS = "couper le moteur"


class Desk:
    """A preview without a browser; whoever asks is ``person``."""

    def __init__(self, root: Path, client: TestClient, live: Live) -> None:
        self.root, self.client, self.live = root, client, live
        self.lead = root / LEAD
        self.person = Person("Jeanne", Role.WRITER)
        self.typed = self.lead.read_text(encoding="utf-8")

    def say(self, kind: str, **asked: Any) -> Any:
        return self.client.post("/comments", json={"kind": kind, **asked}, headers={"origin": HERE})

    def on(self, quote: str = WORDS) -> dict[str, Any]:
        where = Span.within(LEAD, self.typed, self.typed.index(quote))
        return {"file": LEAD, "line": where.line, "column": where.column, "quote": quote}

    def told(self) -> list[dict[str, Any]]:
        assert self.client.portal is not None
        self.client.portal.call(self.live.changed, (LEAD,))
        comments: list[dict[str, Any]] = self.client.get("/state.json").json()["comments"]
        return comments

    def text(self) -> str:
        return self.lead.read_text(encoding="utf-8")


@contextmanager
def opened(root: Path, patch: pytest.MonkeyPatch, proof: tuple[Comment, ...] = ()) -> Iterator[Desk]:
    work = Work(root / ISSUE, press_profile.shipped("fogra39"), proof=proof)
    live = Live(Process(work), Editor(), root)
    headers = {"accept-language": "fr", "x-token": live.token}
    with TestClient(application(live, 8715), base_url=HERE, headers=headers) as client:
        desk = Desk(root, client, live)
        patch.setattr(commenting, "who", lambda _: desk.person)
        assert client.portal is not None
        client.portal.call(live.changed, ())
        yield desk


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch, opened(copy_sample(tmp_path_factory.mktemp("one")), patch) as made:
        yield made


@pytest.fixture
def desk(one: Desk) -> Iterator[Desk]:
    one.person = Person("Jeanne", Role.WRITER)
    yield one
    one.lead.write_text(one.typed, encoding="utf-8")
    shutil.rmtree(one.root / ISSUE / "comments", ignore_errors=True)
    one.told()


def test_what_is_said_is_a_file_and_is_found_at_its_words(desk: Desk) -> None:
    named = desk.say("comment", text="Qui le dit ?", on=desk.on()).json()["id"]
    assert (desk.root / ISSUE / "comments" / f"{named}.yaml").is_file()
    (thread,) = desk.told()
    assert (thread["by"], thread["text"], thread["quote"], thread["state"]) == ("Jeanne", "Qui le dit ?", WORDS, "open")
    assert (thread["page"], thread["words"], thread["length"]) == (1, "there", len(WORDS))
    (left, top, width, height), *_ = thread["boxes"]
    assert 0 < left < 700
    assert (width > 10, 5 < height < 30, top > 0) == (True, True, True)
    desk.say("answer", to=named, text="La mairie.")
    desk.say("resolved", to=named)
    (thread,) = desk.told()
    assert thread["state"] == "resolved"
    assert [(each["kind"], each["text"]) for each in thread["more"]] == [("answer", "La mairie."), ("resolved", "")]


def test_a_comment_follows_its_words_and_tells_when_they_are_gone(desk: Desk) -> None:
    desk.say("comment", text="Sûr ?", on=desk.on())
    before = desk.told()[0]
    desk.lead.write_text(desk.typed.replace("\n---\n", "\n---\n\nUn alinéa de plus.\n", 1), encoding="utf-8")
    (after,) = desk.told()
    assert (after["line"], after["words"]) == (before["line"] + 2, "there")
    assert after["boxes"] != before["boxes"]
    desk.lead.write_text(desk.typed.replace(WORDS, "ranger la gaffe", 1), encoding="utf-8")
    (after,) = desk.told()
    assert (after["line"], after["words"]) == (before["line"], "changed")


def test_an_accepted_proposal_is_an_edit_of_the_words_alone(desk: Desk) -> None:
    named = desk.say("proposal", replace="lever l'ancre", on=desk.on()).json()["id"]
    assert desk.say("accepted", to=named).status_code == 200
    assert desk.text() == desk.typed.replace(WORDS, "lever l'ancre", 1)
    assert desk.told()[0]["state"] == "accepted"
    assert desk.say("accepted", to=named).status_code == 409, "once"
    # Somebody writes elsewhere; then it is taken back.
    desk.lead.write_text(desk.text() + "\nUne fin.\n", encoding="utf-8")
    desk.told()
    assert desk.say("reopened", to=named).status_code == 200
    assert desk.text() == desk.typed + "\nUne fin.\n"
    assert desk.told()[0]["state"] == "open"


def test_a_proposal_for_a_field_is_written_as_the_head_needs_it(desk: Desk) -> None:
    title = next(line for line in desk.typed.split("\n") if line.startswith("title:")).removeprefix("title: ")
    word = title.split()[-1].strip("\"'")
    named = desk.say("proposal", replace=f"{word} : suite", on=desk.on(word)).json()["id"]
    assert desk.say("accepted", to=named).status_code == 200
    changed = [pair for pair in zip(desk.typed.split("\n"), desk.text().split("\n"), strict=True) if pair[0] != pair[1]]
    ((before, after),) = changed
    assert before.startswith("title:")
    assert f"{word} : suite" in after


def test_words_that_are_gone_cannot_be_replaced_and_nothing_is_said_of_it(desk: Desk) -> None:
    named = desk.say("proposal", replace="x", on=desk.on()).json()["id"]
    desk.lead.write_text(desk.typed.replace(WORDS, "ranger la gaffe", 1), encoding="utf-8")
    answer = desk.say("accepted", to=named)
    assert (answer.status_code, answer.text) == (409, "ces mots ne sont plus là\u00a0: le texte a changé")
    assert len(list((desk.root / ISSUE / "comments").iterdir())) == 1
    assert desk.say("refused", to=named).status_code == 200
    assert desk.told()[0]["state"] == "refused"


def test_a_reader_comments_and_only_a_writer_accepts(desk: Desk) -> None:
    proposed = desk.say("proposal", replace="x", on=desk.on()).json()["id"]
    desk.person = Person("Paul", Role.READER)
    mine = desk.say("comment", text="Ah ?", on=desk.on()).json()["id"]
    assert desk.say("answer", to=proposed, text="Non.").status_code == 200
    for kind in ("accepted", "refused", "resolved"):
        assert desk.say(kind, to=proposed).status_code == 403
    assert desk.say("resolved", to=mine).status_code == 200, "one's own"
    assert desk.text() == desk.typed


NONSENSE: list[Any] = [
    {"kind": "comment", "text": "a", "on": {"file": "../../etc/passwd", "line": 1, "column": 1, "quote": "root"}},
    {"kind": "comment", "text": "a", "on": {"file": f"{ISSUE}/issue.yaml", "line": 1, "column": 1, "quote": "x"}},
    {"kind": "comment", "text": " ", "on": {"folio": 15}},
    {"kind": "comment", "text": "a"},
    {"kind": "proposal", "replace": "a", "on": {"folio": 15}},
    {"kind": "answer", "to": "../../x", "text": "a"},
    {"kind": "answer", "to": ["x"], "text": "a"},
    {"kind": "shout", "text": "a", "on": {"folio": 15}},
    {"kind": ["comment"], "text": "a", "on": {"folio": 15}},
    {"kind": "comment", "text": "a" * (limits.COMMENT + 1), "on": {"folio": 15}},
    {"kind": "comment", "text": "a", "on": {"folio": float("inf")}},
    ["comment"],
]


def test_what_makes_no_sense_is_refused_and_writes_nothing(desk: Desk) -> None:
    for asked in NONSENSE:
        answer = desk.client.post("/comments", content=json.dumps(asked), headers={"origin": HERE})
        assert answer.status_code in (400, 409, 422), asked
        assert answer.text
    assert not (desk.root / ISSUE / "comments").exists()


def test_notes_of_a_proof_stand_in_the_same_list_and_are_kept_when_they_are_answered(
    publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = (publication / LEAD).read_text(encoding="utf-8")
    where = Span.within(LEAD, lead, lead.index(WORDS))
    on = On(LEAD, where.line, where.column, WORDS, "Il faut d’abord", "puis se taire", version="12345678")
    note = Comment.made("comment", "Paul", "2026-11-30T21:40:05Z", "Sûr ?", on=on, mark="highlight")
    with opened(publication, monkeypatch, (note,)) as desk:
        (thread,) = desk.told()
        assert (thread["page"], thread["kept"], thread["older"], thread["proof"]) == (1, False, True, "12345678")
        assert not (publication / ISSUE / "comments").exists()
        assert desk.say("answer", to=thread["id"], text="Oui.").status_code == 200
        (thread,) = desk.told()
        assert (thread["kept"], len(thread["more"])) == (True, 1)
        assert note in Kept(publication / ISSUE, publication)()


def test_what_others_have_written_is_there_and_bad_files_are_told(desk: Desk) -> None:
    other = Comment.made("comment", "Ali", "2026-11-30T21:40:05Z", "À revoir", on=On(folio=14))
    write(desk.root / ISSUE, desk.root, [other, replace(other, kind="answer", on=None, to="nobody")])
    (desk.root / ISSUE / "comments" / "x.yaml").write_text("kind: comment\n", encoding="utf-8")
    (thread,) = desk.told()
    assert (thread["by"], thread["page"], thread["boxes"]) == ("Ali", 0, [])
    problems = desk.client.get("/state.json").json()["problems"]
    told = {each["code"]: each for each in problems if "comments/" in each.get("file", "")}
    assert set(told) == {"missing-field", "comment-orphan"}
    assert told["missing-field"]["file"].endswith("comments/x.yaml")
    assert {each["severity"] for each in told.values()} == {"warning"}
