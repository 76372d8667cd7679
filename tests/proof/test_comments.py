"""Comments beside an issue: what a message's file holds, how conversations are made of them, and how git merges them."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.proof.comments import Comment, Kept, On, as_list, of_notes, read_list, threads, write
from mise_en_page.proof.comments.files import as_yaml
from mise_en_page.proof.notes import Note, Notes, Reply

FILE = "issues/numero-1/articles/fleuve.md"
ON = On(FILE, 12, 5, "vraiment", "On ne sait", "où il va")
FIRST = Comment.made("comment", "Jeanne", "2026-11-30T21:40:05Z", "Qui le dit ?", on=ON)
ANSWER = Comment.made("answer", "Paul", "2026-11-30T21:45:00Z", "La mairie.", to=FIRST.name)
RESOLVED = Comment.made("resolved", "Jeanne", "2026-11-30T21:50:00Z", to=FIRST.name)
CUT = Comment.made("proposal", "Paul", "2026-11-30T22:00:00Z", on=ON)


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    made = tmp_path / "issues" / "numero-1"
    made.mkdir(parents=True)
    return made


def root(issue: Path) -> Path:
    return issue.parents[1]


def kept(issue: Path) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    reading = Kept(issue, root(issue))
    found = reading()
    return found, reading.problems


def test_a_message_is_a_small_file_that_people_can_read(issue: Path) -> None:
    write(issue, root(issue), [FIRST])
    (path,) = (issue / "comments").iterdir()
    assert path.name == f"2026-11-30T21-40-05-{FIRST.name[-8:]}.yaml"
    assert path.read_text(encoding="utf-8") == (
        "kind: comment\nby: Jeanne\nat: '2026-11-30T21:40:05Z'\ntext: Qui le dit ?\n'on':\n"
        f"  file: {FILE}\n  line: 12\n  column: 5\n  quote: vraiment\n  before: On ne sait\n  after: où il va\n"
    )


def test_the_same_message_is_written_once(issue: Path) -> None:
    assert write(issue, root(issue), [FIRST, ANSWER]) == 2
    assert write(issue, root(issue), [ANSWER, FIRST, RESOLVED]) == 1
    assert set(kept(issue)[0]) == {FIRST, ANSWER, RESOLVED}


def test_a_conversation_is_its_first_message_and_what_followed() -> None:
    later = Comment.made("reopened", "Paul", "2026-11-30T23:00:00Z", "Non !", to=FIRST.name)
    (thread, cut), problems = threads([later, RESOLVED, CUT, ANSWER, FIRST])
    assert (thread.first, thread.more, problems) == (FIRST, (ANSWER, RESOLVED, later), [])
    assert (thread.state, cut.state) == ("open", "open")
    assert threads([FIRST, ANSWER, RESOLVED])[0][0].state == "resolved"


def test_an_answer_without_its_first_is_told(issue: Path) -> None:
    write(issue, root(issue), [ANSWER])
    reading = Kept(issue, root(issue))
    _, (problem,) = threads(reading(), reading.files)
    assert (problem.code, str(problem.where)) == (
        "comment-orphan", f"issues/numero-1/comments/{ANSWER.name}.yaml:1:1",
    )  # fmt: skip


def test_bad_files_are_told_each_at_its_place_and_the_others_are_read(issue: Path) -> None:
    write(issue, root(issue), [FIRST])
    folder = issue / "comments"
    bad = {
        "kind.yaml": "kind: coment\nat: 2026-11-30T21:40:05Z\n",
        "time.yaml": "kind: comment\nat: hier\non: {folio: 3}\n",
        "place.yaml": "kind: comment\nat: 2026-11-30T21:40:05Z\ntext: où ?\n",
        "to.yaml": "kind: answer\nat: 2026-11-30T21:40:05Z\ntext: à qui ?\n",
        "open.yaml": 'kind: "comment\n',
        "bytes.yaml": "kind: caf\xe9\n",
    }
    for name, text in bad.items():
        (folder / name).write_bytes(text.encode("latin-1" if name == "bytes.yaml" else "utf-8"))
    (folder / "large.yaml").write_bytes(b"#" * (limits.COMMENT_BYTES + 1))
    (folder / "link.yaml").symlink_to("/etc/passwd")
    (folder / f"{CUT.name}.yaml").write_bytes(as_yaml(replace(CUT, by="Pierre")))
    found, problems = kept(issue)
    assert FIRST in found
    assert len(found) == 2
    told = {(each.code, str(each.where).rpartition("/")[2]) for each in problems}
    assert told == {
        ("bad-value", "kind.yaml:1:7"), ("bad-value", "time.yaml:2:5"), ("comment-place", "place.yaml:1:1"),
        ("comment-to", "to.yaml:1:1"), ("broken-yaml", "open.yaml:1:7"), ("not-utf-8", "bytes.yaml:1:10"),
        ("too-large", "large.yaml:1:1"), ("path-outside", "link.yaml:1:1"),
        ("comment-changed", f"{CUT.name}.yaml:1:1"),
    }  # fmt: skip
    assert all(each.message and each.severity == "warning" for each in problems)


def test_only_new_files_are_read(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Kept(issue, root(issue))
    write(issue, root(issue), [FIRST])
    reading()
    looked: list[str] = []
    one = reading._one
    monkeypatch.setattr(reading, "_one", lambda name: (looked.append(name), one(name))[1])
    write(issue, root(issue), [ANSWER])
    assert (set(reading()), looked) == ({FIRST, ANSWER}, [f"{ANSWER.name}.yaml"])
    (issue / "comments" / f"{FIRST.name}.yaml").unlink()
    assert reading() == (ANSWER,)


def test_nothing_is_written_outside_or_beyond_the_bounds(issue: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as told:
        write(issue, root(issue), [Comment.made("comment", "J", FIRST.at, "a" * (limits.COMMENT + 1), on=ON)])
    assert told.value.problems[0].code == "comment-long"
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (issue / "comments").symlink_to(elsewhere)
    with pytest.raises(Refused) as told:
        write(issue, root(issue), [FIRST])
    assert told.value.problems[0].code == "comment-folder"
    assert not list(elsewhere.iterdir())


def test_two_branches_that_each_add_comments_merge_without_a_conflict(issue: Path) -> None:
    def git(*words: str) -> None:
        own = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *own, *words], cwd=root(issue), check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    write(issue, root(issue), [FIRST])
    git("add", "-A")
    git("commit", "-qm", "first")
    git("checkout", "-qb", "paul")
    write(issue, root(issue), [ANSWER, CUT])
    git("add", "-A")
    git("commit", "-qm", "paul")
    git("checkout", "-q", "main")
    write(issue, root(issue), [RESOLVED])
    git("add", "-A")
    git("commit", "-qm", "jeanne")
    git("merge", "-q", "--no-edit", "paul")
    found, problems = kept(issue)
    assert (set(found), problems) == ({FIRST, ANSWER, RESOLVED, CUT}, ())


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)


@given(words, words, words, words)
def test_what_is_written_is_read_again_whatever_it_says(
    tmp_path_factory: pytest.TempPathFactory, by: str, text: str, quote: str, put: str
) -> None:
    made = Comment.made("proposal", by, FIRST.at, text, on=replace(ON, quote=quote), replace=put)
    folder = tmp_path_factory.mktemp("law") / "issue"
    folder.mkdir()
    write(folder, folder.parent, [made])
    reading = Kept(folder, folder.parent)
    assert (reading(), reading.problems) == ((made,), ())
    assert read_list(json.dumps(as_list([made]), ensure_ascii=False).encode(), "a.json") == (made,)


# --- what an HTML proof sends home


def test_a_list_in_json_is_the_same_messages() -> None:
    made = (FIRST, ANSWER, RESOLVED)
    assert read_list(json.dumps(as_list(made), indent=1).encode(), "retour.json") == made
    assert read_list(json.dumps(as_list(made), ensure_ascii=False).encode(), "retour.json") == made


def test_an_answer_may_name_a_message_of_the_list_by_any_id() -> None:
    own = [{"id": "n1", **FIRST.data()}, {"kind": "answer", "by": "Paul", "at": ANSWER.at, "text": "Oui.", "to": "n1"}]
    first, answer = read_list(json.dumps(own).encode(), "retour.json")
    assert (first, answer.to) == (FIRST, FIRST.name)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"[{}", [("broken-json", 1)]),
        (b"{}", [("comment-list", 1)]),
        (b'[\n "a",\n {"kind": "coment"}\n]', [("comment-list", 2), ("bad-value", 3), ("missing-field", 3)]),
        (b"\xff", [("broken-json", 1)]),
        (b"[" * 5_000, [("broken-json", 1)]),
        (b" " * (limits.COMMENT_LIST + 1), [("too-large", 1)]),
    ],
    ids=["cut", "no list", "rows", "bytes", "deep", "large"],
)
def test_a_list_that_is_none_is_told_with_every_place(data: bytes, told: list[tuple[str, int]]) -> None:
    with pytest.raises(Refused) as refused:
        read_list(data, "retour.json")
    assert [(each.code, each.where.line) for each in refused.value.problems if isinstance(each.where, Span)] == told


# --- what comes home from a proof


def test_notes_of_a_proof_are_comments_and_a_bare_strike_out_proposes_a_cut() -> None:
    from mise_en_page.proof.anchors import Anchor  # noqa: PLC0415

    anchor = Anchor(Span(FILE, 12, 5), "vraiment", "On ne sait", "où il va")
    note = Note(
        1, 15, anchor.where, "fleuve", 5, "strike-out", "Jeanne", "", "vraiment", near=False,
        replies=(Reply("note", "Paul", "oui", "2026-11-30T22:00:00Z"),), anchor=anchor, at="2026-11-30T21:40:05Z",
    )  # fmt: skip
    page = replace(note, anchor=None, where=None, kind="stamp", text="À revoir", quote="", replies=())
    cut, answer, about = of_notes(Notes("Le Halage", "numero-1", "1a2b3c4d", (note, page)))
    assert (cut.kind, cut.replace, cut.mark) == ("proposal", "", "")
    assert cut.on == replace(ON, version="1a2b3c4d")
    assert (answer.kind, answer.to, answer.text) == ("answer", cut.name, "oui")
    assert (about.kind, about.mark, about.on) == ("comment", "stamp", On(folio=15, version="1a2b3c4d"))
