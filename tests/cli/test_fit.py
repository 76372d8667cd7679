"""``fit`` on real matter: what it promises is what ``check`` counts once it is carried out, and nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from sample_issue import one_page

ISSUE = "issues/2018-05"
MORE = "\nLe fleuve monte encore, malgré le beau temps. Le port, qui date de 1890, a rouvert. Il n’y a donc personne.\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


@pytest.fixture
def too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = one_page(tmp_path / "publication")
    with (root / ISSUE / "articles" / "fleuve.md").open("a", encoding="utf-8") as article:
        article.write(MORE * 30)
    monkeypatch.chdir(root)
    return root / ISSUE / "articles"


def slots() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("fit", ISSUE, "--json").stdout)["slots"]
    return [slot for slot in found if slot["over"]]


def over(slot: str) -> int:
    told = json.loads(run("check", ISSUE, "--json").stdout)["problems"]
    return sum(each["values"]["n"] for each in told if each["code"] == "overset" and each["values"]["slot"] == slot)


def test_every_promise_is_true_when_it_is_carried_out(too_long: Path) -> None:
    (slot,) = slots()
    assert slot["over"] == over(slot["slot"]) > 0
    assert slot["cuts"][0]["over"] == 0  # what makes it fit stands first
    typed = {path: path.read_bytes() for path in too_long.iterdir()}
    for cut in slot["cuts"][:2]:
        assert run("fit", ISSUE, "--take", str(cut["number"])).exit_code == 0
        assert over(slot["slot"]) == cut["over"] == slot["over"] - cut["lines"]
        for path, before in typed.items():
            text = before.decode("utf-8")
            own = [edit for edit in cut["edits"] if edit["file"].endswith(f"/{path.name}")]
            for edit in sorted(own, key=lambda each: -each["start"]):
                text = text[: edit["start"]] + edit["put"] + text[edit["end"] :]
            assert path.read_bytes().decode("utf-8") == text  # to the letter, but for the cut
            path.write_bytes(before)


@pytest.mark.usefixtures("too_long")
def test_it_is_told_in_words_in_either_language() -> None:
    english, french = run("fit", ISSUE, "fleuve"), run("--lang", "fr", "fit", ISSUE, "fleuve")
    assert "lines over" in english.stdout
    assert "fits" in english.stdout
    assert "lignes en trop" in french.stdout
    assert "ça tient" in french.stdout


@pytest.mark.usefixtures("too_long")
def test_what_is_not_there_is_refused() -> None:
    assert "[not-in-issue]" in run("fit", ISSUE, "nobody").stderr
    assert "[no-such-cut]" in run("fit", ISSUE, "--take", "999").stderr
