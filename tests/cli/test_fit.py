"""``fit`` on real matter: what it promises is what ``check`` counts once it is carried out, and nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.fit import issue as fitting
from mise_en_page.fit.issue import Fitted
from sample_issue import one_page

ISSUE = "issues/2018-05"
MORE = "\nLe fleuve monte encore, malgré le beau temps. Le port, qui date de 1890, a rouvert. Il n’y a donc personne.\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


#: A layout of one slot: what is tried is the cutting, and no other way to make the page, which would take longer.
SLOT = "slots:\n  lead: {unit: 0, units: 8, lines: 5-55, articles: 1, head: [kicker, title, chapo], columns: 2}\n"
TIMES = 3


def one_slot(root: Path) -> None:
    """Give the only page that layout, and the only article."""
    layout, issue = root / "layouts" / "breves" / "layout.yaml", root / ISSUE / "issue.yaml"
    layout.write_text(layout.read_text(encoding="utf-8").partition("adverts:")[0] + SLOT, encoding="utf-8")
    begun = issue.read_text(encoding="utf-8").partition("      - fleuve\n")
    issue.write_text("".join(begun[:2]), encoding="utf-8")
    for path in (root / ISSUE / "articles").iterdir():
        if path.stem != "fleuve":
            path.unlink()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fitted]:
    """A publication with an article that is too long, and what is found out about it: looked at once for all tests."""
    root = one_page(tmp_path_factory.mktemp("publication"))
    one_slot(root)
    with (root / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
        article.write(MORE * TIMES)
    return root, fitting.look(root / ISSUE)


@pytest.fixture
def too_long(made: tuple[Path, Fitted], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made[0])
    return made[0] / ISSUE / "articles"


@pytest.fixture
def looked(too_long: Path, made: tuple[Path, Fitted], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, and the command is told what was found out before."""
    monkeypatch.setattr(fitting, "look", lambda *_: made[1])
    return too_long


def slots() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("fit", ISSUE, "--json").stdout)["slots"]
    return [slot for slot in found if slot["over"]]


def over(slot: str) -> int:
    told = json.loads(run("check", ISSUE, "--json").stdout)["problems"]
    return sum(each["values"]["n"] for each in told if each["code"] == "overset" and each["values"]["slot"] == slot)


def without(text: str, edits: list[dict[str, Any]]) -> str:
    for edit in sorted(edits, key=lambda each: -each["start"]):
        text = text[: edit["start"]] + edit["put"] + text[edit["end"] :]
    return text


def test_every_promise_is_true_when_it_is_carried_out(looked: Path) -> None:
    (slot,) = slots()
    assert slot["over"] == over(slot["slot"]) > 0
    assert slot["cuts"][0]["over"] == 0  # what makes it fit stands first
    typed = {path: path.read_bytes() for path in looked.iterdir()}
    for cut in slot["cuts"][:2]:
        for path, before in typed.items():
            own = [edit for edit in cut["edits"] if edit["file"].endswith(f"/{path.name}")]
            path.write_bytes(without(before.decode("utf-8"), own).encode("utf-8"))
        assert over(slot["slot"]) == cut["over"] == slot["over"] - cut["lines"]
        for path, before in typed.items():
            path.write_bytes(before)


def test_what_is_taken_is_written_to_the_letter(too_long: Path, made: tuple[Path, Fitted]) -> None:
    """Looked at anew by the command itself: the numbers are those of the last look."""
    typed = {path: path.read_bytes() for path in too_long.iterdir()}
    taken = run("fit", ISSUE, "--take", "1", "--json")
    assert taken.exit_code == 0
    ((cut,),) = [each["cuts"] for each in json.loads(taken.stdout)["slots"]]
    first = next(each for slot in made[1].slots for each in slot.cuts if each.number == 1)
    assert [edit["cut"] for edit in cut["edits"]] == [edit.cut for edit in first.edits]
    for path, before in typed.items():
        own = [edit for edit in cut["edits"] if edit["file"].endswith(f"/{path.name}")]
        assert path.read_bytes().decode("utf-8") == without(before.decode("utf-8"), own)
        path.write_bytes(before)


@pytest.mark.usefixtures("looked")
def test_it_is_told_in_words_in_either_language() -> None:
    english, french = run("fit", ISSUE, "fleuve"), run("--lang", "fr", "fit", ISSUE, "fleuve")
    assert "lines over" in english.stdout
    assert "fits" in english.stdout
    assert "lignes en trop" in french.stdout
    assert "ça tient" in french.stdout


@pytest.mark.usefixtures("too_long")
def test_what_is_not_there_is_refused() -> None:
    assert "[not-in-issue]" in run("fit", ISSUE, "nobody").stderr


@pytest.mark.usefixtures("looked")
def test_a_cut_that_is_not_there_is_refused() -> None:
    assert "[no-such-cut]" in run("fit", ISSUE, "--take", "999").stderr
