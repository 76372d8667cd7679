"""``invite``: links that are told once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mise_en_page.cli.commands import commands
from mise_en_page.desk import clock, private
from mise_en_page.desk.invitations import Guests
from mise_en_page.desk.people import Role


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "issues/2018-05"
    folder.mkdir(parents=True)
    (tmp_path / "publication.yaml").write_text("name: Le Halage\n")
    (folder / "issue.yaml").write_text("number: 27\n")
    return folder


def invite(*words: str) -> Result:
    return CliRunner().invoke(commands, ["invite", *words])


def test_a_link_leads_to_where_the_preview_is_shared_and_its_secret_stands_behind_the_hash(issue: Path) -> None:
    private.write(private.desk_folder(issue) / "address", b"https://desk.example")
    told = invite(str(issue), "Jeanne Martin", "--role", "rédacteur", "--days", "3")
    link = re.fullmatch(r"https://desk\.example/#i=([\w-]{43})\n", told.stdout)
    assert link is not None
    guests = Guests(private.desk_folder(issue))
    joined = guests.join(link[1], "", clock.now())
    assert joined is not None
    assert (joined[1].name, joined[1].role, joined[1].until - joined[1].made) == ("Jeanne Martin", Role.WRITER, 3 * 86_400)
    listed = invite(str(issue), "--list")
    assert listed.stdout.startswith("Jeanne Martin\trédacteur\tuntil ")
    assert "audit.jsonl" in listed.stderr
    assert invite(str(issue), "--revoke", "Jeanne Martin").exit_code == 0
    assert guests.all() == ()
    record = (private.desk_folder(issue) / "audit.jsonl").read_text(encoding="utf-8")
    assert [word in record for word in ('"invited"', '"revoked"', link[1])] == [True, True, False]
    assert list(issue.iterdir()) == [issue / "issue.yaml"], "nothing of it lies in the publication"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("Jeanne",), 1, "invite-where"),
        (("--revoke", "Jeanne"), 1, "invite-nobody"),
        (("x" * 61, "--address", "https://desk.example"), 1, "invite-name"),
        ((), 2, "One of"),
        (("Jeanne", "--list"), 2, "One of"),
        (("Jeanne", "--role", "roi"), 2, "roi"),
    ],
)
def test_what_cannot_be_is_told(issue: Path, words: tuple[str, ...], status: int, told: str) -> None:
    answer = invite(str(issue), *words)
    assert (answer.exit_code, told in answer.stderr) == (status, True)


def test_a_folder_that_is_no_issue_is_told(tmp_path: Path) -> None:
    assert invite(str(tmp_path), "Jeanne").exit_code == 1


def test_plain_http_for_others_is_refused_before_anything_listens(issue: Path) -> None:
    answer = CliRunner().invoke(commands, ["preview", str(issue), "--share", "192.0.2.7:8715"])
    assert (answer.exit_code, "share-plain" in answer.stderr) == (1, True)
    answer = CliRunner().invoke(commands, ["preview", str(issue), "--behind-proxy", "https://desk.example"])
    assert (answer.exit_code, "share-missing" in answer.stderr) == (1, True)
