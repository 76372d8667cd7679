"""What is left out of a page, and what the press refuses on it: told by every command, with folio, file and line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from mise_en_page.desk.engine import Edition
from mise_en_page.desk.state import state
from mise_en_page.model.problem import Refused, Span
from mise_en_page.pipeline.build import set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.proof import sign
from mise_en_page.reading import press_profile
from tests.field.desk import ROOT, article, briefs, issue, publication, run

ISSUE = "issues/2018-06"
LEFT_OUT = ("cinema", "sieste", "horloge")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample whose last briefs are optional, with one of those that are not made longer."""
    root = publication(tmp_path_factory.mktemp("crowded"))
    shutil.copytree(ROOT / ISSUE, root / ISSUE)
    with (root / ISSUE / "articles" / "lavoir.md").open("a", encoding="utf-8") as file:
        file.write("\nLe lavoir rouvre samedi, et chacun peut y venir avec son linge dès huit heures.\n" * 10)
    return root


def test_a_whole_article_that_is_left_out_is_told_by_every_command(crowded: Path) -> None:
    told = run("check", ISSUE, where=crowded)
    assert told.status == 0, told.words
    for name in LEFT_OUT:
        assert f"page 13  {name}: +" in told.out
    assert told.out.count("(the whole article left out)") == 3
    data = json.loads(run("check", ISSUE, "--json", where=crowded).out)
    built = run("build", ISSUE, where=crowded)
    assert data == json.loads((crowded / "out" / "2018-06.report.json").read_text(encoding="utf-8"))
    (page,) = data["pages"]
    missing = {fit["article"] for fit in page["articles"] if fit["left_out"] == ["the whole article"]}
    assert missing == set(LEFT_OUT)
    assert all(fit["lines"] > 0 and fit["characters"] > 0 for fit in page["articles"] if fit["left_out"])
    proofed = run("proof", ISSUE, where=crowded)
    signed = run("sign", ISSUE, "--by", "Jeanne Martin", where=crowded)
    for name in LEFT_OUT:
        words = f"{name}: the whole article was left out, for want of room [left-out]"
        assert all(words in said.err for said in (told, built, proofed, signed))
    assert [said.status for said in (built, proofed, signed)] == [0, 0, 0], "they are optional"


def test_the_previews_meter_shows_what_was_left_out(crowded: Path) -> None:
    made = set_issue(Road(folder=crowded / ISSUE))
    shown = {each["name"]: each for each in state(Edition(1, made, (1,), made.problems))["articles"]}
    assert {name for name, each in shown.items() if each["leftOut"]} == set(LEFT_OUT)
    assert shown["fontaines"]["leftOut"] == []


def test_a_pull_quote_that_is_left_out_is_told_with_its_article(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    lead = article("Un titre", 900, kicker="Lieu", chapo="Le chapô.")
    lead = lead.replace("\n\n", "\n\n> Une phrase qui reste en mémoire bien après la lecture.\n>\n> — Une riveraine\n\n", 1)
    folder = issue(root, {"lead": lead, **briefs(5)})
    said = run("check", folder, where=root)
    assert "lead: a pull quote was left out, for want of room [left-out]" in said.err
    (first, *_) = said.out.splitlines()
    assert first.startswith("page 9  lead: ")
    assert "a pull quote left out" in first


def test_what_is_missing_without_leave_cannot_be_signed(crowded: Path) -> None:
    reached = sign.reached(crowded / ISSUE)
    assert "horloge" not in reached.needed
    made = sign.ToSign(b"%PDF-", frozenset(reached.needed) - {"orgue"})
    with pytest.raises(Refused) as refused:
        sign.record(reached, reached, made, press_profile.shipped("fogra39"), "Jeanne Martin", "2018-06-01")
    (told,) = refused.value.problems
    assert (told.code, told.severity, told.where) == ("article-missing", "error", Span(f"{ISSUE}/articles/orgue.md"))
    assert told.message == "orgue stands on no page of the PDF"
    assert told.hint == "make room for it, or mark it in issue.yaml as optional"


def test_an_article_that_no_page_names_is_told_by_every_command(tmp_path: Path) -> None:
    root = publication(tmp_path, "breves")
    folder = issue(root, {"lead": article("Un titre", 420, kicker="Lieu", chapo="Le chapô."), **briefs(5)})
    (folder / "articles" / "marbre.md").write_text(article("Sur le marbre", 40), encoding="utf-8")
    words = "issues/essai/articles/marbre.md stands on no page [unplaced-article]"
    for command in (("check",), ("build",), ("proof",), ("sign", "--by", "Jeanne Martin")):
        assert words in run(command[0], folder, *command[1:], where=root).err, command


def test_a_fault_of_the_press_names_the_folio_and_what_is_there(tmp_path: Path) -> None:
    """The first page of the file is page 9; a small picture is told at its line, and the layout's own at its rule."""
    root = publication(tmp_path, "breves")
    lead = article("Un titre", 320, kicker="Lieu", chapo="Le chapô de l'article.", image="images/photo.jpg")
    folder = issue(root, {"lead": lead, **briefs(5)})
    Image.linear_gradient("L").resize((200, 150)).save(folder / "images" / "photo.jpg")
    style = root / "layouts" / "breves" / "style.css"
    line = style.read_text(encoding="utf-8").count("\n") + 2
    with style.open("a", encoding="utf-8") as file:
        file.write("\n.tab { background: device-cmyk(1 1 1 1) }\n")
    said = run("check", folder, where=root)
    assert f"layouts/breves/style.css:{line}:8: page 9: error: 400 % of ink" in said.err
    assert "; .tab of the layout is there [ink-limit]" in said.err
    assert "page 1:" not in said.err
    told = json.loads(run("check", folder, "--json", where=root).out)["problems"]
    (ink,) = [problem for problem in told if problem["code"] == "ink-limit"]
    assert (ink["page"], ink["file"], ink["line"]) == (9, "layouts/breves/style.css", line)
    assert len(ink["rectangle"]) == 4
