"""The record of a shared desk."""

import json
from pathlib import Path

from mise_en_page.desk import audit
from mise_en_page.desk.audit import Audit


def lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_who_when_what_and_is_for_its_owners_eyes(tmp_path: Path) -> None:
    record = Audit(tmp_path / "desk")
    record.note("Jeanne", "edited", "10.0.0.7", file="fleuve.md")
    record.note("Luc\nJeanne", "signed")
    assert record.file is not None
    first, second = lines(record.file)
    assert first.pop("at").endswith("Z")
    assert first == {"who": "Jeanne", "what": "edited", "address": "10.0.0.7", "file": "fleuve.md"}
    assert second["who"] == "Luc\nJeanne", "no name begins a line of its own"
    assert record.file.stat().st_mode & 0o777 == 0o600


def test_what_repeats_is_told_once_a_minute(tmp_path: Path) -> None:
    record = Audit(tmp_path)
    for n in range(100):
        record.note("", "refused", "6.6.6.6", once="secret", path=f"/{n}")
    record.note("", "refused", "6.6.6.7", once="secret", path="/")
    assert record.file is not None
    assert [line["address"] for line in lines(record.file)] == ["6.6.6.6", "6.6.6.7"]


def test_it_grows_to_a_bound_and_the_newest_stays(tmp_path: Path) -> None:
    record = Audit(tmp_path)
    for n in range(20_000):
        record.note("Jeanne", "edited", file=f"{n}" + "x" * 1_000)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + audit.OLDER
    assert all(file.stat().st_size <= audit.LARGEST for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert record.file is not None
    assert lines(record.file)[-1]["file"].startswith("19999")


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/audit.jsonl").symlink_to(other)
    Audit(tmp_path / "desk").note("Jeanne", "joined")
    assert other.read_text() == ""


def test_a_preview_that_is_not_shared_writes_none(tmp_path: Path) -> None:
    Audit(None).note("Jeanne", "edited")
    assert list(tmp_path.iterdir()) == []
