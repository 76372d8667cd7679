"""The sample issue with photographs, over all layouts: each page as it is, and each picture on it as its form asks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from kept_picture import looks_as_it_did, picture
from PIL import Image

from mise_en_page.pipeline.build import Built, build
from mise_en_page.reading import press_profile

HOUSE = Path(__file__).parents[2]
ISSUE = HOUSE / "issues" / "2018-08"
GOLDEN = Path(__file__).parent / "golden"
FOLIOS = (12, 13, 14, 15, 17)


@cache
def built() -> Built:
    return build(ISSUE, press_profile.shipped())


@pytest.mark.parametrize("folio", FOLIOS)
def test_each_page_looks_as_it_did(folio: int, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    page, kept = picture(built().pdf, FOLIOS.index(folio)), GOLDEN / f"photographs-{folio}.png"
    update = request.config.getoption("--update-golden")
    looks_as_it_did(page, kept, tmp_path, update=update, greys=64, most_bytes=120_000)


def test_nothing_is_wrong_with_it() -> None:
    assert [problem.message for problem in built().problems if problem.severity != "info"] == []


def test_its_pictures_are_of_many_forms() -> None:
    forms = set()
    for path in sorted((ISSUE / "images").iterdir()):
        if path.suffix != ".md":
            with Image.open(path) as image:
                forms.add((image.format, image.mode, image.getexif().get(274, 1)))
    assert {form for form, _, _ in forms} == {"JPEG", "PNG", "TIFF", "WEBP"}
    assert {mode for _, mode, _ in forms} == {"RGB", "CMYK", "L", "RGBA"}
    assert 6 in {turned for _, _, turned in forms}


def test_each_picture_has_its_provenance() -> None:
    told = (ISSUE / "images" / "PROVENANCE.md").read_text(encoding="utf-8")
    files = [path for path in (ISSUE / "images").iterdir() if path.suffix != ".md"]
    assert all(f"`{path.name}`" in told for path in files)
    assert sum(path.stat().st_size for path in files) <= 2_500_000
