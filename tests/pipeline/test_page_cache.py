"""Pages that are kept: a changed word makes its page anew, and nobody can tell a build with the cache from one without."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from random import Random  # noqa: TID251 (a seeded one: the same edits every time)

import pytest

from bench.design import design
from bench.ours import publication
from bench.work_item import work_item
from mise_en_page.model.problem import Refused
from mise_en_page.pipeline.build import Built, Form, How, build
from mise_en_page.pipeline.build_cache import order
from mise_en_page.pipeline.page_cache import PageCache
from mise_en_page.reading import press_profile

PROFILE = press_profile.shipped("fogra39")
WORDS = ("eau", "péniche", "l’été", "fi", "1er", "XIXe", "« non »", "ŒUVRE")


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Three pages of briefs in three columns, the first one a left-hand page."""
    return publication(work_item(3), design(3), tmp_path)


PAGES = Form()


def built(issue: Path, folder: Path, made: list[int] | None = None, form: Form = PAGES) -> Built:
    """A build with the cache in ``folder``; the count of pages that were made is added to ``made``."""
    wanted = order(issue, (), issue.parent.parent / "out")
    assert wanted is not None
    told: list[int] = []
    cache = PageCache(folder, wanted.digests)
    result = build(issue, PROFILE, form, How(pages=cache, tell=lambda done, of: told.append(of - done)))
    if made is not None:
        made.append(told[0])
    return result


def test_random_edits_give_the_bytes_of_a_clean_build_and_make_only_their_page(issue: Path, tmp_path: Path) -> None:
    chance, made = Random(8), list[int]()
    built(issue, tmp_path / "pages", made)
    assert made == [3]
    for _ in range(4):
        path = chance.choice(sorted((issue / "articles").glob("*.md")))
        text = path.read_text(encoding="utf-8")
        body = text.index("---", 4) + 3
        word = chance.choice([match for match in re.finditer(r"\b\w{3,}\b", text) if match.start() > body])
        path.write_text(text[: word.start()] + chance.choice(WORDS) + text[word.end() :], encoding="utf-8")
        kept, clean = built(issue, tmp_path / "pages", made), build(issue, PROFILE)
        assert made[-1] == 1
        assert kept.pdf == clean.pdf
        assert (kept.problems, kept.corrections, kept.files) == (clean.problems, clean.corrections, clean.files)
        assert [page.fits for page in kept.pages] == [page.fits for page in clean.pages]


def test_what_all_pages_have_in_common_makes_all_anew(issue: Path, tmp_path: Path) -> None:
    root, made = issue.parent.parent, list[int]()
    built(issue, tmp_path / "pages", made)
    for path, before, after in (
        (root / "layouts" / "columns" / "style.css", ".body {", ".body { color: device-cmyk(0 0 0 .9);"),
        (root / "publication.yaml", "name:", "# a remark\nname:"),
        (issue / "issue.yaml", "number:", "number: 1"),
    ):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        built(issue, tmp_path / "pages", made)
        assert made[-1] == 3, path


def test_other_forms_share_the_pages(issue: Path, tmp_path: Path) -> None:
    made = list[int]()
    built(issue, tmp_path / "pages", made)
    for form in (Form(split=True), Form(spreads=True)):
        kept = built(issue, tmp_path / "pages", made, form)
        assert made[-1] == 0
        assert [file.pdf for file in kept.files] == [file.pdf for file in build(issue, PROFILE, form).files]


def test_a_damaged_entry_and_a_folder_that_vanishes_are_made_anew(issue: Path, tmp_path: Path) -> None:
    made = list[int]()
    clean = built(issue, tmp_path / "pages", made).pdf
    entries = sorted((tmp_path / "pages").glob(f"*{PageCache.suffix}"))
    assert len(entries) == 3
    entries[0].write_bytes(entries[0].read_bytes()[:-9])
    entries[1].unlink()
    assert built(issue, tmp_path / "pages", made).pdf == clean
    assert made[-1] == 2


def test_pages_of_files_that_were_saved_meanwhile_are_not_kept(issue: Path, tmp_path: Path) -> None:
    wanted = order(issue, (), issue.parent.parent / "out")
    assert wanted is not None
    build(issue, PROFILE, Form(), How(pages=PageCache(tmp_path / "pages", wanted.digests, lambda: False)))
    assert not list(tmp_path.glob("pages/*"))


def test_good_pages_are_kept_where_others_have_errors(issue: Path, tmp_path: Path) -> None:
    """Whoever mends the one that is wrong waits for that alone."""
    path = next(path for path in sorted((issue / "articles").glob("*.md")))
    good, made = path.read_text(encoding="utf-8"), list[int]()
    path.write_text(good + "\n\nUne phrase de plus, et une autre encore.\n" * 60, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        built(issue, tmp_path / "pages")
    assert "overset" in [problem.code for problem in refused.value.problems]
    path.write_text(good, encoding="utf-8")
    built(issue, tmp_path / "pages", made)
    assert made == [1]


def test_an_entry_can_make_nothing_happen(tmp_path: Path) -> None:
    import hashlib  # noqa: PLC0415

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "touched",))

    packed = pickle.dumps((Evil(),))
    (tmp_path / f"key{PageCache.suffix}").write_bytes(hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
    assert PageCache(tmp_path, {}).find("key") is None
    assert not (tmp_path / "touched").exists()


def test_pages_made_side_by_side_are_those_made_one_after_the_other(issue: Path) -> None:
    assert build(issue, PROFILE, Form(), How(jobs=2)).pdf == build(issue, PROFILE).pdf
