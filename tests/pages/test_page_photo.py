"""The sample page of « breves-photo » as it is; and the place that a photograph takes goes by its shape."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from kept_picture import looks_as_it_did, picture
from PIL import Image

from mise_en_page.pipeline.build import Built, Set, build, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from tests.field.desk import article, briefs, issue, publication

HOUSE = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
ALONE = "---\nimage: images/{}.jpg\ncaption: La halle\nalt: Une halle\n---\n"


@cache
def built() -> Built:
    return build(HOUSE / "issues" / "2018-09", press_profile.shipped())


def test_the_page_looks_as_it_did(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    update = request.config.getoption("--update-golden")
    looks_as_it_did(picture(built().pdf, 2), GOLDEN / "photo-15.png", tmp_path, update=update, greys=64, most_bytes=110_000)


def test_its_pictures_are_in_inks_under_the_limit() -> None:
    assert [problem.code for problem in built().problems if problem.severity != "info"] == []


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication(tmp_path_factory.mktemp("photo"), "breves-photo")


def made(desk: Path, name: str, size: tuple[int, int], alone: int = 0, count: int = 3) -> Set:
    """A lead with a photograph of some size, briefs, and photographs by themselves."""
    texts = {"lead": article("Le pont des Arts", 170, kicker="Ville", chapo="On y danse.", image="images/lead.jpg")}
    texts |= briefs(count, 32) | {f"p{n}": ALONE.format("alone") for n in range(alone)}
    folder = issue(desk, texts, "breves-photo", 9, name)
    Image.new("RGB", size, "grey").save(folder / "images" / "lead.jpg")
    Image.new("RGB", (1200, 800), "grey").save(folder / "images" / "alone.jpg")
    return set_issue(Road(folder=folder))


def told(made: Set) -> list[str]:
    return [
        problem.message for problem in made.problems if problem.code in ("overset", "underfull", "picture-without-place")
    ]


@pytest.mark.parametrize(
    ("size", "alone", "masters"),
    [((2700, 1500), 0, {""}), ((1800, 2700), 0, {"tall"}), ((2700, 1500), 1, {"", "pair"}), ((1800, 2700), 1, {"tall"})],
)
def test_a_photograph_takes_the_place_of_its_shape(
    desk: Path, size: tuple[int, int], alone: int, masters: set[str]
) -> None:
    way = made(desk, f"shape-{size[0]}-{alone}", size, alone)
    assert told(way) == []
    assert way.makeup.pages[0].master in masters  # the first of a layout bears no name


def test_two_by_themselves_stand_side_by_side(desk: Path) -> None:
    way = made(desk, "two", (2700, 1500), alone=2)
    first, second = (each for each in way.makeup.pages[0].pictures if each.article != "lead" and each.article)
    assert (first.y, first.height) == (second.y, second.height)
    assert told(way) == []
