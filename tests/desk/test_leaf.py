"""A page kept warm gives the picture that a whole build gives, after whatever edits."""

import re
import shutil
from pathlib import Path
from random import Random  # noqa: TID251 (a seeded one: the same edits every time)

import numpy as np
import pypdfium2
import pytest

from mise_en_page.desk.engine import Engine
from mise_en_page.desk.leaf import Leaf, differing
from mise_en_page.desk.picture import Picture, draw
from mise_en_page.pipeline.stages import Road
from mise_en_page.press import finishing
from mise_en_page.reading import press_profile

HOUSE = Path(__file__).resolve().parents[2]
PROFILE = press_profile.shipped("fogra39")
WORDS = ("eau", "péniche", "l’été", "hirondelles", "1er", "*rive*", "a", "extraordinairement", "« non »", "**Loire**")


def picture(pdf: bytes, page: int = 0) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    pixels = document[page].render(scale=1).to_numpy().copy()
    document.close()
    return pixels


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same to the eye: faces are cut down in one and whole in the other, and soft edges may be a shade off."""
    off = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return bool(off.max() <= 32 and (off > 0).mean() < 0.003)


def warm(engine: Engine, page: int) -> Leaf:
    leaf = engine.leaf(page)
    assert leaf is not None
    return leaf


def fresh(folder: Path) -> bytes:
    road = Road(folder=folder, profile=PROFILE)
    drawn = [road.page(number, "lines").value("drawn") for number in range(len(road.read.issue.pages))]
    return finishing.plain(drawn, road.issue.value("catalogue"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("layouts", "fonts", "issues"):
        shutil.copytree(HOUSE / name, tmp_path / name)
    shutil.copy(HOUSE / "publication.yaml", tmp_path)
    return tmp_path / "issues/2018-05"


def test_the_sample_pages_are_those_of_the_build(folder: Path) -> None:
    engine, pdf = Engine(folder, PROFILE), fresh(folder)
    engine.make()
    for page in range(2):
        assert alike(picture(warm(engine, page).pdf()), picture(pdf, page))


def test_random_edits_give_the_pages_of_a_fresh_build(folder: Path) -> None:
    chance, engine = Random(6), Engine(folder, PROFILE)
    made = engine.make().made
    assert made is not None
    for _ in range(4):
        path = chance.choice(sorted((folder / "articles").glob("*.md")))
        text = path.read_text(encoding="utf-8")
        body = text.index("---", 4) + 3
        word = chance.choice([match for match in re.finditer(r"\b\w{3,}\b", text) if match.start() > body])
        path.write_text(text[: word.start()] + chance.choice(WORDS) + text[word.end() :], encoding="utf-8")
        engine.make([str(path.relative_to(made.root))])
        page = next(n for n, p in enumerate(made.issue.pages) if path.stem in [a.article.name for a in p.articles])
        assert alike(picture(warm(engine, page).pdf()), picture(fresh(folder), page)), path.stem


def test_lines_within_what_is_drawn_as_one_are_shown(folder: Path) -> None:
    """Half-clear matter is a group with a stream of its own, in which the lines belong."""
    engine = Engine(folder, PROFILE)
    engine.make()
    before = picture(warm(engine, 1).pdf())
    with (folder.parents[1] / "layouts/breves/style.css").open("a", encoding="utf-8") as style:
        style.write("\n.rail { opacity: .8 }\n")
    engine.make(["layouts/breves/style.css"])
    after = picture(warm(engine, 1).pdf())
    assert not np.array_equal(before, after)
    assert (after < 160).sum() > 0.9 * (before < 160).sum()


def test_a_part_is_drawn_from_the_pieces_that_touch_it(folder: Path) -> None:
    engine = Engine(folder, PROFILE)
    engine.make()
    leaf = warm(engine, 1)
    part = (200.0, 500.0, 380.0, 640.0)
    whole, cut = picture(leaf.pdf()), picture(leaf.pdf(part))
    left, top = leaf.box[:2]
    x0, y0, x1, y1 = (round(value - origin) for value, origin in zip(part, (left, top) * 2, strict=True))
    assert np.array_equal(whole[y0:y1, x0:x1], cut[y0:y1, x0:x1])
    assert len(leaf.pdf(part)) < len(leaf.pdf()), "the drawing at the page's head is left out"


@pytest.mark.parametrize("scale", [1.0, 1.333, 2.625])
def test_a_picture_that_is_patched_again_and_again_is_that_of_the_page(folder: Path, scale: float) -> None:
    """Marks hang out of the measure at both sides: nothing of the old ones stays beside the new lines."""
    engine, lead = Engine(folder, PROFILE), folder / "articles" / "fleuve.md"
    root = folder.parents[1]
    text = lead.read_text(encoding="utf-8")
    engine.make()
    before = warm(engine, 1)
    shown = pixels(draw(before, scale))
    patched = 0
    for typed in (
        "« Halte ! » – « Non ! » – « Si ! » – ",
        "Avant-hier, - là-haut -, peut-être, ",
        "",
        "« « « ",
        "… … … ",
        "W W W ",
    ):
        lead.write_text(text.replace("Il faut d'abord", f"{typed}Il faut d'abord", 1), encoding="utf-8")
        engine.make([lead.relative_to(root).as_posix()])
        after = warm(engine, 1)
        part = differing(before, after)
        if part is None:
            shown = pixels(draw(after, scale))
        elif part[0] < part[2]:
            piece = draw(after, scale, part)
            shown[piece.y : piece.y + piece.height, piece.x : piece.x + piece.width] = pixels(piece)
            patched += 1
        off = np.abs(shown.astype(int) - pixels(draw(after, scale)).astype(int)).max()
        assert off <= 2, f"a ghost after {typed!r}: soft edges may be a shade off, and nothing else"
        before = after
    assert patched >= 2


def pixels(drawn: Picture) -> np.ndarray:
    rows = np.frombuffer(drawn.pixels, np.uint8).reshape(drawn.height, drawn.stride)
    return rows[:, : 3 * drawn.width].reshape(drawn.height, drawn.width, 3).copy()
