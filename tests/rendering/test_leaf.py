"""A page kept warm gives the picture that a whole build gives, after whatever edits."""

import re
import shutil
from pathlib import Path
from random import Random  # noqa: TID251 (a seeded one: the same edits every time)

import numpy as np
import pypdfium2
import pytest

from mise_en_page import reading, rendering
from mise_en_page.model.memo import Keep
from mise_en_page.pipeline.build import Set, set_issue, set_read
from mise_en_page.pipeline.page import prepare_pictures
from mise_en_page.press import finishing
from mise_en_page.reading import press_profile
from mise_en_page.rendering.leaf import Leaf, Leaves

HOUSE = Path(__file__).resolve().parents[2]
PROFILE = press_profile.shipped("fogra39")
WORDS = ("eau", "péniche", "l’été", "hirondelles", "1er", "*rive*", "a", "extraordinairement", "« non »", "**Loire**")


def picture(pdf: bytes, page: int = 0) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    pixels = document[page].render(scale=1).to_numpy().copy()
    document.close()
    return pixels


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same to the eye: WeasyPrint rounds the widths of its own text to a thousandth of the em, the press gives it those
    of the font, and a letter of the section's name may be that much off. All other pixels are the same.
    """
    off = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return bool(off.max() <= 32 and (off > 0).mean() < 0.003)


def warm(leaves: Leaves, made: Set, page: int, last: Leaf | None = None) -> Leaf:
    makeup = made.makeup.pages[page]
    pictures = prepare_pictures(makeup, made.root, PROFILE).pictures
    return leaves.leaf(made.issue.pages[page], makeup, made.layouts[makeup.layout], made.issue, pictures, last)


def fresh(folder: Path) -> bytes:
    made = set_issue(folder)
    pages = rendering.Pages(made.root, made.catalogue)
    drawn = []
    for page, made_up in zip(made.issue.pages, made.makeup.pages, strict=True):
        pictures = prepare_pictures(made_up, made.root, PROFILE).pictures
        drawn.append(pages.draw(page, made_up, made.layouts[page.layout], made.issue, pictures))
    return finishing.plain(drawn, made.catalogue)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("layouts", "fonts", "issues"):
        shutil.copytree(HOUSE / name, tmp_path / name)
    shutil.copy(HOUSE / "publication.yaml", tmp_path)
    return tmp_path / "issues/2018-05"


def test_the_sample_pages_are_those_of_the_build(folder: Path) -> None:
    made = set_issue(folder)
    leaves, pdf = Leaves(made.root, made.catalogue, Keep()), fresh(folder)
    for page in range(2):
        assert alike(picture(warm(leaves, made, page).pdf()), picture(pdf, page))


def test_random_edits_give_the_pages_of_a_fresh_build(folder: Path) -> None:
    chance, keep = Random(6), Keep()
    read = reading.read_issue(folder)
    made = set_read(read, keep)
    leaves, last = Leaves(made.root, made.catalogue, keep), None
    for _ in range(4):
        keep.turn()
        path = chance.choice(sorted((folder / "articles").glob("*.md")))
        text = path.read_text(encoding="utf-8")
        body = text.index("---", 4) + 3
        word = chance.choice([match for match in re.finditer(r"\b\w{3,}\b", text) if match.start() > body])
        path.write_text(text[: word.start()] + chance.choice(WORDS) + text[word.end() :], encoding="utf-8")
        read = reading.reread(read, [str(path.relative_to(read.root))])
        made = set_read(read, keep)
        page = next(n for n, p in enumerate(read.issue.pages) if path.stem in [a.article.name for a in p.articles])
        last = warm(leaves, made, page, last)
        assert alike(picture(last.pdf()), picture(fresh(folder), page)), path.stem


def test_a_part_is_drawn_from_the_pieces_that_touch_it(folder: Path) -> None:
    made = set_issue(folder)
    leaf = warm(Leaves(made.root, made.catalogue, Keep()), made, 1)
    part = (200.0, 500.0, 380.0, 640.0)
    whole, cut = picture(leaf.pdf()), picture(leaf.pdf(part))
    left, top = leaf.box[:2]
    x0, y0, x1, y1 = (round(value - origin) for value, origin in zip(part, (left, top) * 2, strict=True))
    assert np.array_equal(whole[y0:y1, x0:x1], cut[y0:y1, x0:x1])
    assert len(leaf.pdf(part)) < len(leaf.pdf()), "the drawing at the page's head is left out"
