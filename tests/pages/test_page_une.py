"""The sample pages of « breves-une » as they are: one article over the page, full at any length of its range."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from kept_picture import looks_as_it_did, picture

from mise_en_page.pipeline.build import Built, build
from mise_en_page.reading import press_profile
from tests.field.desk import article, issue, publication, run

HOUSE = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


@cache
def built() -> Built:
    return build(HOUSE / "issues" / "2018-09", press_profile.shipped())


@pytest.mark.parametrize("page", [0, 1])
def test_each_page_looks_as_it_did(page: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    kept = GOLDEN / f"une-{13 + page}.png"
    looks_as_it_did(
        picture(built().pdf, page),
        kept,
        tmp_path,
        update=request.config.getoption("--update-golden"),
        greys=64,
        most_bytes=110_000,
    )


def test_nothing_is_told_of_them() -> None:
    assert [problem.message for problem in built().problems if problem.code != "image-resolution"] == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication(tmp_path_factory.mktemp("une"), "breves-une")


@pytest.mark.parametrize("words", [210, 330, 470, 640, 820, 1060])
@pytest.mark.parametrize("folio", [8, 9], ids=["verso", "recto"])
def test_an_article_of_any_length_fills_the_page(desk: Path, words: int, folio: int) -> None:
    text = article("Le pont des Arts", words, kicker="Ville", chapo="Il ouvre au printemps, et l’on y dansera.")
    folder = issue(desk, {"seul": text}, "breves-une", folio, f"essai-{words}-{folio}")
    said = run("check", folder, where=desk)
    assert said.status == 0, said.words
    assert not any(code in said.words for code in ("underfull", "overset", "left-out")), said.words


@pytest.mark.parametrize(("words", "code", "status"), [(60, "underfull", 0), (2000, "overset", 1)])
def test_too_little_and_too_much_are_told(desk: Path, words: int, code: str, status: int) -> None:
    folder = issue(desk, {"seul": article("Le pont des Arts", words)}, "breves-une", 9, f"essai-{words}")
    said = run("check", folder, where=desk)
    assert said.status == status, said.words
    assert f"[{code}]" in said.words
