"""Who is invited: a list without a secret, in a place that only its owner reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mise_en_page.desk import private
from mise_en_page.desk.invitations import MOST_BROWSERS, MOST_GUESTS, Guests, TooMany
from mise_en_page.desk.people import Person, Role
from mise_en_page.model.problem import Refused

DAY = 86_400


@pytest.fixture
def guests(tmp_path: Path) -> Guests:
    return Guests(tmp_path / "desk")


def test_a_link_is_changed_for_a_session_that_says_who_it_is(guests: Guests) -> None:
    secret = guests.invite("Jeanne  Martin ", Role.WRITER, 14, now=0)
    assert len(secret) >= 43, "256 bits"
    joined = guests.join(secret, "Firefox", now=5)
    assert joined is not None
    assert guests.person(joined[0], now=5) == Person("Jeanne Martin", Role.WRITER)
    assert guests.person(secret, now=5) is None, "the link's secret opens nothing by itself"
    assert guests.join("another", "Firefox", now=5) is None
    assert guests.person("", now=5) is None


def test_neither_secret_stands_in_the_file_and_nobody_else_may_read_it(guests: Guests) -> None:
    secret = guests.invite("Jeanne", Role.WRITER, 14, now=0)
    joined = guests.join(secret, "Firefox", now=5)
    assert joined is not None
    file = guests.folder / "invitations.json"
    written = file.read_text(encoding="utf-8")
    assert secret not in written
    assert joined[0] not in written
    assert (file.stat().st_mode & 0o777, guests.folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_link_and_its_sessions_end_with_their_days(guests: Guests) -> None:
    secret = guests.invite("Jeanne", Role.READER, 1, now=0)
    joined = guests.join(secret, "", now=0)
    assert joined is not None
    assert guests.person(joined[0], now=DAY - 1) is not None
    assert guests.person(joined[0], now=DAY) is None
    assert guests.join(secret, "", now=DAY) is None


def test_who_is_revoked_or_invited_anew_has_nothing_left_of_before(guests: Guests) -> None:
    secret = guests.invite("Jeanne", Role.CHIEF, 14, now=0)
    joined = guests.join(secret, "", now=0)
    assert joined is not None
    guests.invite("Jeanne", Role.READER, 14, now=1)
    assert guests.person(joined[0], now=1) is None, "a chief no longer"
    assert guests.revoke("Jeanne")
    assert not guests.revoke("Jeanne")
    assert guests.all() == ()
    assert json.loads((guests.folder / "invitations.json").read_text())["sessions"] == []


def test_what_a_command_writes_a_running_preview_sees(guests: Guests) -> None:
    joined = guests.join(guests.invite("Jeanne", Role.READER, 14, now=0), "", now=0)
    assert joined is not None
    running = Guests(guests.folder)
    assert running.person(joined[0], now=1) is not None
    guests.revoke("Jeanne")
    assert running.person(joined[0], now=1) is None


def test_a_link_lets_in_so_many_browsers_and_no_more(guests: Guests) -> None:
    secret = guests.invite("Jeanne", Role.READER, 14, now=0)
    for _ in range(MOST_BROWSERS):
        assert guests.join(secret, "", now=0)
    with pytest.raises(TooMany):
        guests.join(secret, "", now=0)
    assert guests.browsers(guests.all()[0]) == MOST_BROWSERS


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 61, "\u202egro.exe"])
def test_what_is_no_name_is_refused(guests: Guests, name: str) -> None:
    with pytest.raises(Refused):
        guests.invite(name, Role.READER, 14, now=0)


def test_so_many_are_invited_and_no_more(guests: Guests) -> None:
    told = {"name": "", "role": "lecteur", "made": 0, "until": DAY}
    many = [told | {"name": f"n{n}", "secret": str(n)} for n in range(MOST_GUESTS)]
    private.write(guests.folder / "invitations.json", json.dumps({"invited": many, "sessions": []}).encode())
    with pytest.raises(Refused):
        guests.invite("Jeanne", Role.READER, 14, now=0)
    guests.invite("n0", Role.READER, 14, now=0)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"invited": [{"name": "a"}]}', b'{"invited": 5}', b"\xff", b"[" * 100_000])
def test_a_damaged_list_lets_nobody_in(guests: Guests, data: bytes) -> None:
    private.write(guests.folder / "invitations.json", data)
    assert guests.all() == ()


def test_a_list_that_somebody_else_may_have_laid_is_not_believed(guests: Guests, tmp_path: Path) -> None:
    joined = guests.join(guests.invite("Jeanne", Role.CHIEF, 14, now=0), "", now=0)
    assert joined is not None
    file = guests.folder / "invitations.json"
    file.chmod(0o644)
    assert Guests(guests.folder).person(joined[0], now=1) is None
    file.chmod(0o600)
    moved = file.rename(tmp_path / "elsewhere.json")
    file.symlink_to(moved)
    assert Guests(guests.folder).person(joined[0], now=1) is None


def test_each_issue_has_a_desk_of_its_own_outside_the_publication(tmp_path: Path) -> None:
    one, other = (private.desk_folder(tmp_path / name) for name in ("one", "other"))
    assert one != other
    assert not one.is_relative_to(tmp_path / "one")
