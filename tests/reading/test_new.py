"""A publication to start from: it can be read as it is, and nothing that was there is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from mise_en_page.model.problem import Refused
from mise_en_page.reading import new_publication, read_issue

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    folder = tmp_path / "starter"
    (folder / "fonts" / "Serif").mkdir(parents=True)
    (folder / "fonts" / "Serif" / "OFL.txt").write_text("OFL")
    (folder / "layouts").symlink_to(GOOD / "layouts")
    return folder


def refusal(target: Path, starter: Path) -> str:
    with pytest.raises(Refused) as caught:
        new_publication(target, starter)
    return caught.value.problems[0].code


def test_a_new_publication_can_be_read(tmp_path: Path, starter: Path) -> None:
    target = tmp_path / "revue"
    files = new_publication(target, starter)
    assert target / "fonts/Serif/OFL.txt" in files
    assert target / "schemas/issue.schema.json" in files
    assert all(file.is_file() for file in files)
    read = read_issue(target / "issues/numero-1")
    assert read.problems == ()
    assert len(read.issue.pages[0].articles) == 6
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_empty_folder_will_do(tmp_path: Path, starter: Path) -> None:
    (tmp_path / "revue").mkdir()
    assert new_publication(tmp_path / "revue", starter)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, starter: Path) -> None:
    target = tmp_path / "revue"
    target.mkdir()
    (target / "note.txt").write_text("à garder")
    assert refusal(target, starter) == "not-empty"
    assert [path.name for path in target.iterdir()] == ["note.txt"]


def test_a_file_is_no_folder(tmp_path: Path, starter: Path) -> None:
    (tmp_path / "revue").write_text("")
    assert refusal(tmp_path / "revue", starter) == "not-a-folder"


def test_without_layouts_nothing_is_written(tmp_path: Path) -> None:
    assert refusal(tmp_path / "revue", tmp_path) == "incomplete-starter"
    assert list(tmp_path.iterdir()) == []


def test_when_copying_fails_nothing_is_left(tmp_path: Path, starter: Path) -> None:
    (starter / "fonts" / "lost.otf").symlink_to("nowhere.otf")
    assert refusal(tmp_path / "revue", starter) == "unwritable"
    assert not (tmp_path / "revue").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["starter"]


def test_the_first_issue_may_have_another_layout(tmp_path: Path) -> None:
    house = Path(__file__).parents[2]
    for name in ("breves", "breves-dense", "breves-double", "breves-une", "breves-photo"):
        new_publication(tmp_path / name, house, name)
        read = read_issue(tmp_path / name / "issues/numero-1")
        assert {page.layout for page in read.issue.pages} == {name}
        assert read.problems == ()


def test_a_layout_that_is_not_there(tmp_path: Path, starter: Path) -> None:
    with pytest.raises(Refused, match="there is no layout “brevs”") as caught:
        new_publication(tmp_path / "revue", starter, "brevs")
    assert caught.value.problems[0].hint == "did you mean “breves”?"
    assert not (tmp_path / "revue").exists()
