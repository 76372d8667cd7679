"""The galley of an article: settled, it has the lines of the page; while it is typed, it loses no letter."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import copy_sample
from mise_en_page.composition.fonts import Catalogue
from mise_en_page.desk.engine import Engine
from mise_en_page.desk.galley_held import Held, held
from mise_en_page.desk.galley_lines import Outlines, drawn
from mise_en_page.desk.galley_set import Setter
from mise_en_page.desk.galley_settled import Galleys, Settled, chunks_of
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile

ISSUE = "issues/2018-05"
LEAD, BRIEF = f"{ISSUE}/articles/fleuve.md", f"{ISSUE}/articles/gare.md"


class Desk:
    """An engine, the galley of one article, and what sets its words in the server."""

    def __init__(self, publication: Path, file: str) -> None:
        self.root, self.path, self.file = publication, publication / file, file
        self.engine = Engine(publication / ISSUE, press_profile.shipped("fogra39"))
        self.galleys = Galleys()
        self.made: Set | None = None
        self.settled = self.settle()
        assert self.settled.setting is not None
        self.setter = Setter(pickle.loads(pickle.dumps(self.settled.setting)), Catalogue.read(publication / "fonts"))
        self.token = self.settled.token

    @property
    def page(self) -> int:
        """The folio of the page on which the article stands."""
        return self.setter.setting.wheres[0].folio

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def settle(self, token: str = "") -> Settled:
        made = self.settles(self.text, token)
        assert made is not None
        return made

    def settles(self, text: str, token: str = "") -> Settled | None:
        """The galley of the page made with a text, whatever the file holds."""
        road = self.engine.with_text(self.file, text, [self.file])
        settled = None if road is None else self.galleys.settled(road, self.file, token, text)
        self.made = set_issue(road) if road is not None and settled is not None else None
        return settled

    def holds(self, text: str) -> Held:
        made = held(self.settled, self.setter, text)
        assert made is not None
        return made

    def saves(self, text: str) -> Held:
        """The text is written, and the page made with it."""
        self.path.write_text(text, encoding="utf-8")
        self.settled = self.settle(self.token)
        if self.settled.setting is not None:
            self.setter, self.token = Setter(self.settled.setting, self.setter.catalogue), self.settled.token
        return self.holds(text)

    def built(self, name: str, made: Set | None) -> list[str]:
        """The lines of an article as they are made, those without room behind: only what is as wide as a column."""
        assert made is not None
        setting = self.setter.setting.wheres[0]
        page = next(page for page in made.makeup.pages if page.folio == setting.folio)
        placed = [
            (each.block, each.lines) for frame in page.frames for each in frame.placed if each.block.article == name
        ] + [(block, block.lines) for over in page.oversets if over.article == name for block in over.blocks]
        return [
            drawn(block, line, line.start == block.lines[0].start).data
            for block, lines in placed if block.measure <= setting.widest for line in lines
        ]  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    desk = Desk(copy_sample(tmp_path_factory.mktemp("galley")), LEAD)
    return desk, desk.text


@pytest.fixture
def lead(opened: tuple[Desk, str]) -> Desk:
    """The lead as it came."""
    desk, text = opened
    if desk.text != text or not desk.holds(text).exact:
        desk.saves(text)
    return desk


def edits(text: str) -> Iterator[tuple[str, str]]:
    """What editors do, each done to the text as the last one left it."""
    yield "a word", (text := text.replace("moteur", "petit moteur", 1))
    yield (
        "a sentence",
        (text := text.replace("se taire.", "se taire. Puis écouter, longtemps, sans un geste ni un mot.", 1)),
    )
    yield "bold for italic", (text := text.replace("*Basse continue*", "**Basse continue**", 1))
    yield "a paragraph that splits", (text := text.replace("de Vierzon, pour", "de Vierzon.\n\nPour", 1))
    yield "two that join", (text := text.replace("de Vierzon.\n\nPour", "de Vierzon, pour", 1))
    yield "an intertitle", (text := text.replace("## Une partition de graviers", "## Partition", 1))
    yield "a quotation that stays open", (text := text.replace('rivière malade."', "rivière malade.", 1))
    yield "a list", (text := text + "\n- un héron\n- deux loutres\n- trois saumons, dont un bécard de quinze livres\n")
    yield "a title", (text := text.replace("title: Le fleuve reprend la parole", "title: Le fleuve parle", 1))
    yield "a paragraph cut", re.sub(r"\n\nPremier résultat.*?\n\n", "\n\n", text, count=1, flags=re.DOTALL)


def words(rows: list[str]) -> str:
    """Letters alone, in order: a hyphen that a break added, and blanks, are none."""
    return re.sub(r"[\W_]+", "", "".join(rows))


def test_at_each_edit_no_letter_is_lost_and_then_the_lines_are_those_of_the_page(lead: Desk) -> None:
    """While it is typed, all letters are there, each once; settled, the lines are those of the page, and at last of a build
    that has seen none of the edits.
    """
    for what, text in edits(lead.text):
        typing = lead.holds(text)
        assert not typing.exact
        made = lead.saves(text)
        assert made.exact, what
        assert [row.data for row, _ in made.rows] == lead.built("fleuve", lead.made), what
        assert sorted(words([row.said for row, _ in typing.rows])) == sorted(words([row.said for row, _ in made.rows])), (
            what
        )
    assert [row.data for row, _ in made.rows] == lead.built("fleuve", set_issue(Road(folder=lead.root / ISSUE)))


def test_a_paragraph_that_keeps_its_count_of_lines_stays_where_it_is(lead: Desk) -> None:
    """All lines but those of the paragraph that is typed in are the very same."""
    before = [row.data for row, _ in lead.holds(lead.text).rows]
    after = [row.data for row, _ in lead.holds(lead.text.replace("moteur", "monteur", 1)).rows]
    assert len(after) == len(before)
    assert before[12:] == after[12:]
    assert before[:2] != after[:2]


def test_letter_by_letter_it_is_set_as_if_all_of_it_were_looked_through(lead: Desk) -> None:
    """The short way of a paragraph, through a sentence with a quotation, a mark, a colon and a blank too many."""
    text, whole = lead.text, Setter(lead.setter.setting, lead.setter.catalogue)
    at = text.index("En croisant")
    for letter in 'Puis : "oui", *dit*-elle !  Et ...':
        text = text[:at] + letter + text[at:]
        at += 1
        short, again = lead.setter.set(text), whole._whole(text)
        assert short is not None
        assert again is not None
        assert short.chunks == again.chunks
        assert list(short.numbers) == list(again.numbers)
        assert [block.lines for block in short.blocks] == [block.lines for block in again.blocks], text[at - 20 : at]


def test_each_line_leads_to_the_letters_that_it_begins_with(lead: Desk) -> None:
    text = lead.text.replace("moteur", "moteur à deux temps", 1)
    for row, at in lead.holds(text).rows:
        first = re.search(r"\w", row.said)
        if first is not None:
            assert text[at : at + first.start() + 3].lower().find(first.group().lower()) >= 0, row.said


def test_words_that_the_article_keeps_stand_as_they_are_typed(lead: Desk) -> None:
    """On the page, while something else is typed in their paragraph, and no longer than ``keep:`` says so."""

    def said(made: Held) -> str:
        return " ".join(row.said for row, _ in made.rows)

    kept = lead.text.replace("\nfocus:", "\nkeep: 'le feu: ce'\nfocus:", 1)
    assert "feu: ce" not in said(lead.holds(lead.text))
    assert "feu: ce" in said(lead.saves(kept))
    for typed in ("laissé", "laissée"):  # letter by letter: the second time by the short way of a paragraph
        held = lead.holds(kept.replace("oubliée sur", f"{typed} sur", 1))
        assert (held.exact, "feu: ce" in said(held)) == (False, True), typed
    assert "feu: ce" not in said(lead.saves(kept.replace("le feu: ce'", "la pluie: ce'", 1)))


def test_where_overset_begins_and_how_much_it_is(lead: Desk) -> None:
    more = " Quatre mariniers regardaient passer quarante gabares chargées de sable blond." * 40
    made = lead.saves(lead.text.rstrip() + more + "\n")
    page = next(page for page in lead.made.makeup.pages if page.folio == 15)  # type: ignore[union-attr]
    over = next(each for each in page.oversets if each.article == "fleuve")
    assert len(made.rows) - made.placed == over.lines == lead.settled.over > 0
    assert made.rows[made.placed][0].said.split()[0] == over.blocks[0].text[over.blocks[0].lines[0].start :].split()[0]
    shorter = lead.holds(lead.text.replace(more, more[: len(more) // 2]))
    assert lead.settled.over + shorter.more < lead.settled.over


def test_a_line_more_gives_no_alarm_before_the_page_has_been_made_with_it(lead: Desk) -> None:
    text = lead.text.replace("se taire.", "se taire. " + "Puis écouter longtemps sans un geste ni un mot. " * 3, 1)
    made = lead.holds(text)
    assert made.more > 0
    assert made.placed == len(made.rows)


def test_an_article_that_is_left_over_has_all_its_lines_without_room(publication: Path) -> None:
    issue = publication / ISSUE / "issue.yaml"
    issue.write_text(issue.read_text(encoding="utf-8").replace("- bac", "- {article: bac, optional: 1}"), encoding="utf-8")
    brief = publication / BRIEF
    brief.write_text(
        brief.read_text(encoding="utf-8") + "\n\n" + "Les voyageurs attendent sur le quai. " * 90, encoding="utf-8"
    )
    made = Desk(publication, f"{ISSUE}/articles/bac.md").settled
    assert made.placed == 0
    assert len(made.rows) > 5
    assert made.fits is not None
    assert made.fits["fr"]["gone"]


def test_how_it_is_set_is_told_once(lead: Desk) -> None:
    lead.saves(lead.text.replace("moteur", "monteur", 1))
    assert lead.settled.setting is None


def test_only_the_page_of_the_article_is_made(lead: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 32 pages it is one: nobody waits for the others."""
    real, taken = Road.to, list[tuple[int, ...]]()
    monkeypatch.setattr(Road, "to", lambda road, wanted, numbers: taken.append(numbers) or real(road, wanted, numbers))
    road = lead.engine.with_text(LEAD, lead.text)
    assert road is not None
    assert lead.galleys.settled(road, LEAD, "", lead.text) is not None
    assert len(road.units) == 2
    assert {*taken} == {next(unit for unit in road.units if road.read.issue.pages[unit[0]].folio == lead.page)}


def test_a_head_that_cannot_be_read_leaves_the_galley_as_it_was(lead: Desk) -> None:
    assert held(lead.settled, lead.setter, lead.text.replace("---\n", "", 1)) is None
    assert lead.holds(lead.text).exact


def test_a_mark_that_is_typed_half_way_is_set_as_it_stands(lead: Desk) -> None:
    """The page is not made with it, for it is an error; the galley goes on."""
    half = lead.text.replace("*Basse continue*", "**Basse continue*", 1)
    before = words([row.said for row, _ in lead.holds(lead.text).rows])
    assert words([row.said for row, _ in lead.holds(half).rows]) == before
    lead.path.write_text(half, encoding="utf-8")
    assert lead.engine.make([LEAD]).broken
    assert lead.settles(half) is None


def test_signs_are_those_of_the_text_as_it_is_typed(lead: Desk) -> None:
    before = lead.holds(lead.text).signs
    assert lead.holds(lead.text.replace("moteur", "gros moteur", 1)).signs == before + len("gros ")
    assert lead.holds(lead.text.replace("title: Le", "title: Ce Le", 1)).signs == before, "a title is not of the text"


def test_the_page_is_made_with_what_is_typed_and_not_yet_saved(lead: Desk) -> None:
    typed = lead.text.replace("moteur", "monteur", 1)
    made = lead.settles(typed, lead.token)
    assert made is not None
    assert "monteur" in "".join(row.line.said for row in made.rows)
    lead.settled = made
    assert lead.holds(typed).exact
    saved = lead.saves(typed)
    assert [row.line.data for row in made.rows] == [row.data for row, _ in saved.rows]


def test_blocks_of_one_line_of_the_file_are_one_chunk() -> None:
    text = "---\ntitle: A\n---\nUn.\n\nDeux trois.\n"
    found, numbers = chunks_of(
        [((11,), "title"), ((17, 18, 19), "body first"), ((22, 23), "body"), ((27, 30), "body"), ((), "x")], text
    )
    assert numbers == [0, 1, 2, 2, 2]
    assert [chunk.said for chunk in found] == ["title title: A", "body Un.", "body Deux trois."]


def test_outlines_are_what_the_face_draws(same_publication: Path) -> None:
    catalogue = Catalogue.read(same_publication / "fonts")
    face = catalogue.faces[0]
    made = Outlines(catalogue).of([(face.key, [5, 6])])
    assert all(re.fullmatch(r"(?:[MLCQ][-\d ]+|Z)*", path) for path in made[face.key].values())
    assert json.dumps(made)
