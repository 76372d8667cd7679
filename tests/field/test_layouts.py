"""Pages of one article, of two, three or four, of briefs alone, with a picture and without: each fills its page in each of
the shipped layouts, by the whole command, and nothing is told of it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.field.desk import ROOT, issue, publication, run

LAYOUTS = ("breves", "breves-dense", "breves-double")
#: The slot that takes briefs.
BRIEFS = {"breves": "rail", "breves-dense": "briefs", "breves-double": "briefs"}
LEAD = (Path(__file__).parent / "one_article.md").read_text(encoding="utf-8")
#: Briefs that somebody wrote, of many lengths.
SHORT = [
    path.read_text(encoding="utf-8")
    for name in ("2018-05", "2018-07")
    for path in sorted((ROOT / "issues" / name / "articles").glob("*.md"))
    if not any(key in path.read_text(encoding="utf-8") for key in ("chapo:", "figure:", "image:"))
]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: a lead or none, with a picture or not, and so many briefs."""

    lead: bool = True
    briefs: int = 0
    picture: bool = False
    quote: bool = True
    chapo: bool = True
    figure: bool = False


def lead(page: Page) -> str:
    _, head, body = LEAD.split("---\n")
    lines = [line for line in head.splitlines() if page.chapo or not line.startswith("chapo")]
    lines += ["image: images/photo.jpg", "caption: Le bief, un matin de mars."] if page.picture else []
    blocks = [block for block in body.split("\n\n") if page.quote or not block.startswith(">")]
    return "---\n" + "\n".join(lines) + "\n---\n" + "\n\n".join(blocks)


def poured(root: Path, layout: str, page: Page) -> Path:
    texts = {"lead": lead(page)} if page.lead else {}
    texts |= {f"b{n}": text for n, text in enumerate(SHORT[: page.briefs])}
    texts |= (
        {"chiffre": "---\nkicker: Le chiffre\nfigure: 64\n---\nhabitants ont souscrit une part.\n"} if page.figure else {}
    )
    folder = issue(root, texts, layout)
    if not page.lead:  # else the first of them would be the lead
        written = (folder / "issue.yaml").read_text(encoding="utf-8")
        for n in range(page.briefs):
            written = written.replace(f"b{n},", f"{{article: b{n}, slot: {BRIEFS[layout]}}},")
            written = written.replace(f"b{n}]", f"{{article: b{n}, slot: {BRIEFS[layout]}}}]")
        (folder / "issue.yaml").write_text(written, encoding="utf-8")
    if page.picture:
        grey = Image.linear_gradient("L").resize((2400, 1800))
        Image.merge("RGB", (grey, grey.rotate(90).resize(grey.size), grey.rotate(180))).save(folder / "images/photo.jpg")
    return folder


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication(tmp_path_factory.mktemp("layouts"))


def filled(desk: Path, layout: str, page: Page) -> list[str]:
    """What is told of a page, and of its articles what was done to them; the command itself is said to have succeeded."""
    shutil.rmtree(desk / "issues", ignore_errors=True)
    folder = poured(desk, layout, page)
    said = run("build", folder, where=desk)
    assert said.status == 0, said.words
    report = json.loads((desk / "out" / "essai.report.json").read_text(encoding="utf-8"))
    return [problem["message"] for problem in report["problems"]]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("page", [Page(), Page(briefs=2, picture=True)], ids=str)
def test_a_page_of_one_article_or_three_is_full(desk: Path, layout: str, page: Page) -> None:
    assert filled(desk, layout, page) == []


@pytest.mark.field
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "page",
    [
        Page(picture=True),
        Page(quote=False),
        Page(quote=False, chapo=False),
        Page(picture=True, quote=False),
        Page(briefs=1),
        Page(briefs=2),
        Page(briefs=1, picture=True),
    ],
    ids=str,
)
def test_a_page_of_few_articles_is_full(desk: Path, layout: str, page: Page) -> None:
    assert filled(desk, layout, page) == []


@pytest.mark.field
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("page", [Page(briefs=3), Page(briefs=3, picture=True), Page(figure=True)], ids=str)
def test_a_crowded_page_may_leave_out_its_quote(desk: Path, layout: str, page: Page) -> None:
    assert [words for words in filled(desk, layout, page) if "pull quote was left out" not in words] == []


@pytest.mark.field
@pytest.mark.parametrize(("layout", "briefs"), [("breves", 8), ("breves-dense", 12), ("breves-double", 16)])
def test_briefs_alone_fill_their_page(desk: Path, layout: str, briefs: int) -> None:
    assert filled(desk, layout, Page(lead=False, briefs=briefs)) == []
