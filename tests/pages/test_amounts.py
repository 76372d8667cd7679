"""Each layout with too little text, with its own and with too much: full by the means that it names, or its white told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mise_en_page.model.layout import MOST_TAILPIECE
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road

HOUSE = Path(__file__).parents[2]


def cut(body: str, share: float) -> str:
    """Each paragraph with this share of its words: cut, or begun again. Quotes and intertitles stay."""
    parts = []
    for part in body.strip().split("\n\n"):
        words = part.replace('"', "").replace("**", "").split(" ")
        count = max(3, round(len(words) * share))
        plain = " ".join((words * 2)[:count]).rstrip(" .,;:?!") + "."
        parts.append(part if part.startswith((">", "#")) else plain)
    return "\n\n".join(parts) + "\n"


def issue_of(name: str, share: float, root: Path) -> Path:
    for folder in ("layouts", "fonts"):
        shutil.copytree(HOUSE / folder, root / folder)
    issue = root / "issues" / name
    shutil.copytree(HOUSE / "issues" / name, issue)
    written = issue / "issue.yaml"
    text = written.read_text(encoding="utf-8")
    for last in ("bibliotheque", "radeau"):  # the pages of breves may do without their last brief
        text = text.replace(f"- {last}\n", f"- {{article: {last}, optional: 1}}\n")
    written.write_text(text, encoding="utf-8")
    for path in (issue / "articles").glob("*.md"):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        if "figure:" not in front and share != 1:
            path.write_text(f"---\n{front}---\n{cut(body, share)}", encoding="utf-8")
    return issue


@pytest.fixture(scope="module", params=[0.6, 1.0, 1.15], ids=["60 %", "100 %", "115 %"])
def share(request: pytest.FixtureRequest) -> float:
    return float(request.param)


@pytest.fixture(scope="module", params=["2018-05", "2018-06", "2018-07"], ids=["breves", "breves-dense", "breves-double"])
def made(request: pytest.FixtureRequest, share: float, tmp_path_factory: pytest.TempPathFactory) -> Set:
    return set_issue(Road(folder=issue_of(request.param, share, tmp_path_factory.mktemp("amounts"))))


def test_no_text_is_without_room(made: Set) -> None:
    assert [problem.message for problem in made.problems if problem.code == "overset"] == []


def test_only_what_may_be_left_out_is_left_out(made: Set, share: float) -> None:
    optional = {each.article.name for page in made.issue.pages for each in page.articles if each.optional}
    for problem in made.problems:
        if problem.code == "left-out" and "whole article" in problem.message:
            assert problem.message.split(":")[0] in optional
    if share < 1:
        assert not [problem for problem in made.problems if problem.code == "left-out"]


def test_a_tailpiece_is_a_full_stop(made: Set) -> None:
    """One a page, of at most eight lines, and none where something was left out."""
    for page in made.makeup.pages:
        pieces = [picture for picture in page.pictures if not picture.article]
        assert len(pieces) <= (0 if any(fit.lacks for fit in page.fits) else 1)
        assert all(piece.height <= (MOST_TAILPIECE - 1) * made.layouts[page.layout].grid.leading for piece in pieces)


def test_columns_end_on_the_foot_or_on_a_tailpiece(made: Set, share: float) -> None:
    """But for what is told: an article of short paragraphs that cannot be broken may stay some lines short, and what is
    much too short for its layout stays white.
    """
    told = sum(-fit.lines for page in made.makeup.pages for fit in page.fits if fit.lines < 0)
    white = 0.0
    for page in made.makeup.pages:
        grid = made.layouts[page.layout].grid
        free = {slot.name for slot in made.layouts[page.layout].slots if slot.takes == "figure"}
        for frame in page.frames:
            if frame.column >= 0 and frame.slot not in free:
                foot = frame.placed[-1].baselines[-1] if frame.placed else frame.y
                white += (frame.y + frame.height - foot) // grid.leading
    blanks = sum(
        int(said.split()[0]) for page in made.makeup.pages for fit in page.fits for said in fit.done if "of blank" in said
    )
    assert white <= told + blanks
    assert told <= 6 or share < 1
