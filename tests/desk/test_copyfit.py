"""What the panel knows of an article's fit: what is over, in whole words; what was done; what is left over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mise_en_page.desk.engine import Engine
from mise_en_page.desk.state import state
from mise_en_page.model.message import spoken
from mise_en_page.reading import press_profile

ARTICLES = "issues/2018-05/articles"


def fits(publication: Path) -> dict[str, dict[str, Any]]:
    engine = Engine(publication / "issues/2018-05", press_profile.shipped("fogra39"))
    with spoken("fr"):
        return {each["name"]: each for each in state(engine.make())["articles"]}


def test_what_was_done_is_told_in_the_language_that_is_spoken(publication: Path) -> None:
    done = fits(publication)["fleuve"]["done"]
    assert any("photo" in each for each in done)
    assert not any("shorter" in each or "picture" in each for each in done)


def test_text_without_room_begins_with_a_whole_word_and_ends_with_the_last(publication: Path) -> None:
    for times in (1, 3, 12):
        lead = publication / ARTICLES / "fleuve.md"
        typed = lead.read_text(encoding="utf-8")
        paragraph = "Quatre mariniers regardaient passer quarante gabares chargées de sable blond et de tuffeau."
        lead.write_text(typed + f"\n\n{paragraph} {paragraph}" * (20 * times), encoding="utf-8")
        over = fits(publication)["fleuve"]["overset"]
        lead.write_text(typed, encoding="utf-8")
        words = [word.rstrip(".") for word in over.replace("■", "").split()]
        assert words[-1] == "tuffeau"
        assert set(words) <= {word.rstrip(".") for word in paragraph.split()}, words[:3]
        assert over.count("\n") >= 1, "paragraphs stay apart"


def test_an_article_that_is_not_on_the_page_is_left_over(publication: Path, edit: Callable[[str, str, str], str]) -> None:
    edit("issues/2018-05/issue.yaml", "- bac", "- {article: bac, optional: 1}")
    brief = publication / ARTICLES / "gare.md"
    brief.write_text(
        brief.read_text(encoding="utf-8") + "\n\n" + "Les voyageurs attendent sur le quai. " * 90, encoding="utf-8"
    )
    told = fits(publication)
    assert told["bac"]["gone"]
    assert not told["gare"]["gone"]
    assert told["bac"]["title"].startswith("Le bac")
    assert told["vitrail"]["shared"] >= 3
    assert (told["bac"]["file"], told["bac"]["page"]) == (f"{ARTICLES}/bac.md", 1)


def test_the_text_stands_beside_what_was_ordered_and_its_heads_do_not_count(
    publication: Path, edit: Callable[[str, str, str], str]
) -> None:
    assert fits(publication)["gare"]["ordered"] is None
    for name, length in (("gare", "300 signes"), ("bac", "12 lignes"), ("fleuve", "2 feuillets")):
        edit(f"{ARTICLES}/{name}.md", "---\n", f"---\nlongueur: {length}\n")
    told = fits(publication)
    text = (publication / ARTICLES / "gare.md").read_text(encoding="utf-8").split("\n---\n")[1].strip()
    gare, bac, lead = (told[name]["ordered"] for name in ("gare", "bac", "fleuve"))
    assert (gare["unit"], gare["asked"]) == ("signs", 300)
    assert abs(gare["is"] - len(text)) <= 0.02 * len(text)
    assert (bac["unit"], bac["asked"]) == ("lines", 12)
    assert told["bac"]["room"] - 4 <= bac["is"] < told["bac"]["room"], "its kicker and title are no text"
    assert (lead["unit"], lead["asked"]) == ("signs", 3000)
    edit(f"{ARTICLES}/bac.md", "\n---\n", "\n---\n\n" + "Le passeur attend sur la rive d'en face. " * 60 + "\n\n")
    more = fits(publication)["bac"]["ordered"]["is"]
    assert more > bac["is"] + 40, "what has no room is of its length, too"
