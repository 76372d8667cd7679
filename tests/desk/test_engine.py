"""The warm engine: the right pages are made again, and a broken file takes nothing down."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mise_en_page.desk.engine import Engine
from mise_en_page.desk.picture import Picture, draw
from mise_en_page.reading import press_profile

PROFILE = press_profile.shipped("fogra39")
LEAD = "issues/2018-05/articles/fleuve.md"
Edit = Callable[[str, str, str], str]


@pytest.fixture
def engine(publication: Path) -> Engine:
    engine = Engine(publication / "issues/2018-05", PROFILE)
    engine.make()
    for page in range(2):
        engine.leaf(page)
    return engine


def pixels(picture: Picture) -> np.ndarray:
    rows = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.stride)
    return rows[:, : picture.width * 3].reshape(picture.height, picture.width, 3)


def whole(engine: Engine, page: int) -> np.ndarray:
    leaf = engine.leaf(page)
    assert leaf is not None
    return pixels(draw(leaf, 1.0))


def test_a_word_changes_its_page_alone(engine: Engine, edit: Edit) -> None:
    edition = engine.make([edit(LEAD, "crue", "rive")])
    assert [change.page for change in edition.changes] == [1]
    assert edition.versions[0] < edition.versions[1] == edition.number


def test_the_part_that_is_told_holds_all_that_changed(engine: Engine, edit: Edit) -> None:
    before = whole(engine, 1)
    edition = engine.make([edit("issues/2018-05/articles/gare.md", "gare", "gars")])
    part = edition.changes[0].part
    assert part is not None, "no box has moved"
    leaf = engine.leaf(1)
    assert leaf is not None
    patch = draw(leaf, 1.0, part)
    patched = before.copy()
    patched[patch.y : patch.y + patch.height, patch.x : patch.x + patch.width] = pixels(patch)
    assert not np.array_equal(before, patched)
    assert np.array_equal(patched, whole(engine, 1))


def test_a_warm_engine_draws_what_a_fresh_one_draws(engine: Engine, publication: Path, edit: Edit) -> None:
    edit("layouts/breves/style.css", "42pt", "40pt")
    edit("issues/2018-05/issue.yaml", "Écouter le fleuve", "Écouter la Loire")
    engine.make(["layouts/breves/style.css", "issues/2018-05/issue.yaml"])
    other = Engine(publication / "issues/2018-05", PROFILE)
    other.make()
    for page in range(2):
        assert np.array_equal(whole(engine, page), whole(other, page))


def test_a_broken_file_leaves_the_last_good_page_and_heals(engine: Engine, publication: Path, edit: Edit) -> None:
    before, good = whole(engine, 1), (publication / LEAD).read_text(encoding="utf-8")
    edition = engine.make([edit(LEAD, "title:", "titel:")])
    assert {problem.where.file for problem in edition.broken} == {LEAD}  # type: ignore[union-attr]
    assert np.array_equal(whole(engine, 1), before)
    # An edit elsewhere does not make it forget the file that is still broken.
    assert engine.make([edit("issues/2018-05/articles/gare.md", "gare", "gars")]).broken
    (publication / LEAD).write_text(good, encoding="utf-8")
    edition = engine.make([LEAD])
    assert not edition.broken
    assert [change.page for change in edition.changes] == [1], "the other edit is on the page now"


def test_a_template_at_fault_leaves_the_last_good_page(engine: Engine, edit: Edit) -> None:
    before = whole(engine, 1)
    edition = engine.make([edit("layouts/breves/page.html.j2", "{{ page.folio }}", "{{ page.folo }}")])
    assert [problem.code for problem in edition.broken] == ["template"]
    assert np.array_equal(whole(engine, 1), before)
    assert not engine.make([edit("layouts/breves/page.html.j2", "{{ page.folo }}", "{{ page.folio }}")]).broken


def test_an_issue_that_was_broken_from_the_start_heals(publication: Path, edit: Edit) -> None:
    edit(LEAD, "title:", "titel:")
    engine = Engine(publication / "issues/2018-05", PROFILE)
    assert engine.make().broken
    assert engine.leaf(0) is None
    edition = engine.make([edit(LEAD, "titel:", "title:")])
    assert not edition.broken
    assert len(edition.changes) == 2


def test_a_new_picture_file_is_drawn(engine: Engine, publication: Path) -> None:
    before = whole(engine, 1)
    drawing = publication / "issues/2018-05/images/fleuve.svg"
    drawing.write_text(
        drawing.read_text(encoding="utf-8").replace("device-cmyk(0 .7 .8 .1)", "device-cmyk(.7 .1 0 0)"), encoding="utf-8"
    )
    engine.make(["issues/2018-05/images/fleuve.svg"])
    assert not np.array_equal(whole(engine, 1), before)


@pytest.mark.field
def test_a_thousand_saves_keep_no_more_than_a_few(engine: Engine, publication: Path) -> None:
    """Each save is another text; what is held stays the same from the fiftieth to the last."""
    path = publication / "issues/2018-05/articles/gare.md"
    text, kept = path.read_text(encoding="utf-8"), []
    for number in range(150):
        path.write_text(text + f"\n\nEt {number} de plus.\n", encoding="utf-8")
        engine.make(["issues/2018-05/articles/gare.md"])
        kept.append(engine.kept)
    assert max(kept[60:]) <= max(kept[30:60]) * 1.05
