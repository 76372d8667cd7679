"""How far articles and pages are: small files that git merges."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mise_en_page.desk import clock, states
from mise_en_page.desk.people import Person, Role
from mise_en_page.desk.states import State, States, read_state, told

JEANNE, LUC = Person("Jeanne Martin", Role.WRITER), Person("Luc", Role.CHIEF)
FLEUVE = {"name": "fleuve", "file": "issue/articles/fleuve.md", "page": 0}


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "issue/articles/fleuve.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: Le fleuve\n---\nUn mot.\n", encoding="utf-8")
    return path


def of_fleuve(tmp_path: Path) -> tuple[str, str, bool]:
    data = told(States(tmp_path / "issue"), tmp_path, [FLEUVE], [14])["article"]["fleuve"]
    return data["state"], data["by"], data["changed"]


def test_a_state_is_plain_lines_that_are_read_again(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "milliseconds", lambda: 1_525_356_131_250)
    made = States(tmp_path / "issue").put("article", "fleuve", "relu", JEANNE, [article])
    (file,) = (tmp_path / "issue/states").iterdir()
    lines = "article: fleuve\nstate: relu\nby: Jeanne Martin\non: 2018-05-03T14:02:11.250Z\ntext: " + made.text + "\n"
    assert file.read_text(encoding="utf-8") == lines
    assert file.name.startswith("2018-05-03T14.02.11.250Z-article-fleuve-relu-")
    assert read_state(lines.replace("\n", "\r\n").encode()) == made, "as Windows and git may write it"


def test_a_text_that_changes_after_it_was_read_is_told(tmp_path: Path, article: Path) -> None:
    assert of_fleuve(tmp_path) == ("en cours", "", False)
    States(tmp_path / "issue").put("article", "fleuve", "relu", JEANNE, [article])
    assert of_fleuve(tmp_path) == ("relu", "Jeanne Martin", False)
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert of_fleuve(tmp_path)[2] is False, "no word is another"
    article.write_text(text.replace("Un mot", "Deux mots"), encoding="utf-8")
    assert of_fleuve(tmp_path) == ("relu", "Jeanne Martin", True)
    States(tmp_path / "issue").put("article", "fleuve", "corrigé", LUC, [article])
    assert of_fleuve(tmp_path) == ("corrigé", "Luc", False)


def test_the_newest_counts_wherever_it_came_from(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = States(tmp_path / "issue")
    for second, state in ((30, "BAT"), (10, "relu"), (20, "corrigé")):
        monkeypatch.setattr(clock, "milliseconds", lambda second=second: second)
        own.put("page", "14", state, LUC, [article])
    assert own.now()["page", "14"].state == "BAT"
    folder = tmp_path / "issue/states"
    late = State("page", "14", "en cours", "Jeanne", "2030-01-01T00:00:00Z", "")
    (folder / "aaa.txt").write_bytes(late.written())
    assert own.now()["page", "14"] == late, "what git has brought is seen"


def test_git_merges_what_two_have_said_on_two_branches(tmp_path: Path, article: Path) -> None:
    def git(*words: str) -> None:
        named = ["-c", "user.name=Luc", "-c", "user.email=luc@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *named, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    git("add", "-A")
    git("commit", "-m", "one")
    git("switch", "-c", "other")
    States(tmp_path / "issue").put("article", "fleuve", "relu", JEANNE, [article])
    git("add", "-A")
    git("commit", "-m", "two")
    git("switch", "main")
    States(tmp_path / "issue").put("article", "fleuve", "corrigé", LUC, [article])
    States(tmp_path / "issue").put("page", "14", "relu", LUC, [article])
    git("add", "-A")
    git("commit", "-m", "three")
    git("merge", "other")
    assert len(list((tmp_path / "issue/states").iterdir())) == 3
    assert of_fleuve(tmp_path)[0] in ("relu", "corrigé")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"article: a\nstate: lu\nby: J\non: 2018-05-03T14:02:11Z\n",
     b"article: a\nstate: relu\nby: J\non: hier\n",
     b"state: relu\nby: J\non: 2018-05-03T14:02:11Z\n", b"article: a\nstate: relu\non: 2018-05-03T14:02:11Z\n"],
)  # fmt: skip
def test_what_is_no_state_is_passed_over(tmp_path: Path, data: bytes) -> None:
    assert read_state(data) is None
    folder = tmp_path / "issue/states"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_bytes(data)
    assert States(tmp_path / "issue").now() == {}


def test_nothing_outside_the_issue_is_read_or_written(tmp_path: Path, article: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    good = State("article", "fleuve", "BAT", "X", "2018-05-03T14:02:11Z", "")
    (outside / "a.txt").write_bytes(good.written())
    (tmp_path / "issue/states").symlink_to(outside)
    own = States(tmp_path / "issue")
    assert own.now() == {}
    with pytest.raises(OSError, match="states"):
        own.put("article", "../../fleuve", "relu", JEANNE, [article])
    assert [path.name for path in outside.iterdir()] == ["a.txt"]


def test_a_subject_makes_no_path(tmp_path: Path, article: Path) -> None:
    States(tmp_path / "issue").put("article", "../../é/x" * 40, "relu", JEANNE, [article])
    (file,) = (tmp_path / "issue/states").iterdir()
    assert len(file.name) < 140


def test_the_last_word_is_the_chiefs() -> None:
    assert {state for state, role in states.MAY.items() if JEANNE.may(role)} == {"en cours", "relu", "corrigé"}
    assert all(LUC.may(role) for role in states.MAY.values())
