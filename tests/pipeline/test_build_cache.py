"""A build of which nothing has changed is handed out again; any change of a byte that may reach the page makes another."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path

import pytest
from click.testing import CliRunner

from mise_en_page.cli.commands import commands
from mise_en_page.editions import edition
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span, Spot
from mise_en_page.pipeline.build_cache import BuildCache, Finished, Order, order, watch

HOUSE = Path(__file__).parents[2]
LEAD = "issues/2018-05/articles/fleuve.md"
PROBLEMS = (
    Problem.of("line-loose", "warning", Span("a.md", 3, 4, 5), say("hint/a"), ratio=2.5, words="une ligne “creuse”"),
    Problem.of("ink-limit", "warning", Spot(2, 1.0, 2.0, 3.5, 4.0), percent=310),
    Problem.of("plain", "info", said=say("inner", name="\udce9")),
)
MADE = Finished({"a.pdf": b"%PDF\n\0\n", "a.report.json": b"{}\n"}, ("page 1  K 5 %",), PROBLEMS, 2)
#: Files of a publication, and whether a change of them may reach a page of issues/1.
FILES = {
    "publication.yaml": True,
    "hyphenation.txt": True,
    "fonts/a.ttf": True,
    "layouts/row/style.css": True,
    "press/own.yaml": True,
    "pictures/shared.jpg": True,
    "issues/1/issue.yaml": True,
    "issues/1/articles/a.md": True,
    "issues/2/issue.yaml": False,
    "issues/2/articles/a.md": False,
    ".git/index": False,
    "issues/1/.a.md.swp": False,
    "venv/pyvenv.cfg": False,
    "venv/lib/a.py": False,
    "src/__pycache__/a.cpython-311.pyc": False,
    "out/1.pdf": False,
}


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path / "house"


def ordered(publication: Path, *asked: str) -> Order:
    found = order(publication / "issues/1", asked, publication / "out")
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "reaches"), FILES.items())
def test_a_change_makes_another_order_where_it_may_reach_the_page(publication: Path, name: str, reaches: bool) -> None:
    before = ordered(publication)
    with (publication / name).open("a", encoding="utf-8") as file:
        file.write(".")
    assert (ordered(publication) != before) == reaches


def test_a_file_more_a_file_less_and_another_name_make_another_order(publication: Path) -> None:
    keys = [ordered(publication).key]
    (publication / "fonts/b.ttf").write_bytes(b"")
    keys.append(ordered(publication).key)
    (publication / "fonts/b.ttf").rename(publication / "fonts/c.ttf")
    keys.append(ordered(publication).key)
    (publication / "hyphenation.txt").unlink()
    keys.append(ordered(publication).key)
    assert len({*keys}) == len(keys)


def test_what_is_asked_is_part_of_the_order(publication: Path) -> None:
    assert ordered(publication, "fogra39").key != ordered(publication, "fogra51").key


def test_the_publication_may_lie_anywhere(publication: Path, tmp_path: Path) -> None:
    shutil.copytree(publication, tmp_path / "elsewhere")
    assert ordered(publication).key == ordered(tmp_path / "elsewhere").key


def test_nothing_is_ordered_without_a_publication(tmp_path: Path) -> None:
    assert order(tmp_path / "nowhere", (), tmp_path / "out") is None


def test_what_was_put_is_found_whole(publication: Path, tmp_path: Path) -> None:
    cache, wanted = BuildCache(tmp_path / "cache"), ordered(publication)
    assert cache.find(wanted) is None
    cache.put(wanted, MADE)
    assert cache.find(wanted) == MADE


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"files": [["a.pdf", 3, "0"]]}\nabc', b"\0" * 50, b"[1]\n"])
def test_a_damaged_entry_is_no_entry(publication: Path, tmp_path: Path, damage: bytes) -> None:
    cache, wanted = BuildCache(tmp_path / "cache"), ordered(publication)
    cache.put(wanted, MADE)
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(damage)
    assert cache.find(wanted) is None


def test_a_flipped_byte_is_seen(publication: Path, tmp_path: Path) -> None:
    cache, wanted = BuildCache(tmp_path / "cache"), ordered(publication)
    cache.put(wanted, MADE)
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(entry.read_bytes()[:-2] + b"?\n")
    assert cache.find(wanted) is None


def test_a_cache_that_cannot_be_written_is_no_fault(publication: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    BuildCache(tmp_path / "file").put(ordered(publication), MADE)
    assert BuildCache(tmp_path / "file").find(ordered(publication)) is None


def test_the_longest_unused_goes_first(publication: Path, tmp_path: Path) -> None:
    cache = BuildCache(tmp_path / "cache")
    old, new = ordered(publication, "old"), ordered(publication, "new")
    for used, wanted in ((50, old), (100, new)):
        cache.put(wanted, MADE)
        os.utime(tmp_path / "cache" / f"{wanted.key}.build", (used, used))
    cache.sweep((tmp_path / "cache" / f"{new.key}.build").stat().st_size)
    assert cache.find(old) is None
    assert cache.find(new) == MADE


def test_a_file_that_the_order_does_not_know_is_seen_when_it_is_read(publication: Path) -> None:
    with watch(ordered(publication)) as strange:
        (publication / "issues/1/articles/a.md").read_bytes()
        assert strange == set()
        (publication / "issues/2/articles/a.md").read_bytes()
    assert strange == {str(publication / "issues/2/articles/a.md")}


def test_what_is_installed_is_of_the_program_and_no_file_of_the_publication(
    publication: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The README makes ``.venv`` beside ``publication.yaml``: modules are loaded from it until the last page is made."""
    wanted, place = ordered(publication), publication / ".venv/site-packages"
    known = place / "a.py", place / "weasyprint/a.css", publication / "src/__pycache__/a.cpython-311.pyc"
    strange_ones = place / "a.png", publication / ".venv/a.py"
    for each in (*known, *strange_ones):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_bytes(b"")
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(place))
    with watch(wanted) as strange:
        for each in known:
            each.read_bytes()
        assert strange == set()
        for each in strange_ones:
            each.read_bytes()
    assert strange == {str(each) for each in strange_ones}


def test_caches_that_lie_in_the_publication_are_no_part_of_it(publication: Path) -> None:
    issue, made, caches = publication / "issues/1", publication / "out", publication / "cache"
    before = order(issue, (), made, caches)
    caches.mkdir()
    (caches / "a.page").write_bytes(b"")
    assert order(issue, (), made, caches) == before
    with watch(before, made, caches) as strange:
        (caches / "a.page").read_bytes()
    assert strange == set()


def test_the_second_build_makes_no_page_and_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And any edit is built as without the cache."""
    root = tmp_path / "house"
    for name in ("layouts", "fonts", "issues"):
        shutil.copytree(HOUSE / name, root / name)
    shutil.copy(HOUSE / "publication.yaml", root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def built(output: str) -> tuple[str, dict[str, bytes]]:
        result = CliRunner().invoke(commands, ["build", str(root / "issues/2018-05"), "-o", str(tmp_path / output)])
        assert result.exit_code == 0, result.output
        files = {path.name: path.read_bytes() for path in (tmp_path / output).iterdir()}
        return result.output.replace(output, "out"), files

    first = built("one")
    with monkeypatch.context() as patch:
        patch.setattr(edition, "_made_anew", lambda *_args, **_named: pytest.fail("made again"))
        assert built("two") == first
    article = root / LEAD
    article.write_text(article.read_text(encoding="utf-8").replace("crue", "rive", 1), encoding="utf-8")
    edited = built("three")
    assert edited != first
    shutil.rmtree(tmp_path / "cache")
    assert built("four") == edited
