"""An article that goes on in another page's slot, down the whole road."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mise_en_page import reading
from mise_en_page.cli.commands import main
from mise_en_page.composition.cutting import before, since
from mise_en_page.desk.engine import Engine
from mise_en_page.model.issue import Mark, Part, Text
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import has_errors
from mise_en_page.pagination.makeup import MadeUpPage, Placed
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading import press_profile
from tests.sample_issue import copied

PROFILE = press_profile.shipped("fogra39")
ARTICLES = "issues/2018-05/articles"
FIRST = ["fleuve", "bac", "glacier", "verger", "gare", "vitrail", "radeau"]
SECOND = ["carillon", "pain", "velo", "bibliotheque", "chiffre-nuit"]

#: Sentences of different lengths, with what a correction changes: a quotation, a sign with a space before it.
SENTENCES = (
    'La gabare dérive, l\'ancre accroche le sable; "on se tait", dit-elle.',
    "Puis un crépitement, comme une poêle oubliée sur le feu: ce sont les graviers qui roulent sous la coque.",
    "Onze nuits d'écoute ont suffi pour localiser quatre frayères, dont une inconnue, à 800 m d'un chantier de dragage.",
    "Le chantier a été décalé au 15 juillet.",
    "Les appareils ont été fabriqués dans un lycée professionnel de Vierzon, pour 180€ pièce!",
)


def body(lengths: list[int]) -> str:
    """Paragraphs of so many sentences each, and an intertitle over every third."""
    found = []
    for number, length in enumerate(lengths):
        found += [f"## Partie {number}"] if number % 3 == 2 else []
        found.append(" ".join(SENTENCES[(number + n) % len(SENTENCES)] for n in range(length)))
    return "\n\n".join(found) + "\n"


def written(root: Path, lengths: list[int], onward: str = "16", second: list[str] = SECOND) -> Path:
    """Two of the sample's pages, in a layout with few sizes of heads; « fleuve » goes on from the one to the other."""
    if not (root / "layouts").exists():
        small = copied(root) / "layouts" / "breves" / "layout.yaml"
        held = yaml.safe_load(small.read_text(encoding="utf-8"))
        held["masters"] = {"main": held["masters"]["main"]}
        for slot in held["masters"]["main"]["slots"].values():
            slot["sizes"] = dict(list(slot.get("sizes", {}).items())[:1])
        small.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
        (root / ARTICLES / "etoiles.md").unlink()
    page = "  - {{layout: breves, folio: {}, section: Les Brèves{}}}\n"
    pages = [page.format(folio, f", articles: [{', '.join(names)}]" if names else "")
             for folio, names in ((14, FIRST), (16, second))]  # fmt: skip
    issue = root / "issues" / "2018-05"
    head = "number: 27\ndate: 2018-05-04\ntitle: Écouter le fleuve\npages:\n"
    (issue / "issue.yaml").write_text(head + "".join(pages), encoding="utf-8")
    lead = root / ARTICLES / "fleuve.md"
    keys = lead.read_text(encoding="utf-8").split("\n---\n", 1)[0].split("\nsuite:")[0]
    lead.write_text(f"{keys}\nsuite: {onward}\n---\n{body(lengths)}", encoding="utf-8")
    return issue


#: What was made of the layouts once, for all tests of this file.
KEEP = Keep()
LAYOUTS: dict[str, Layout] = {}
LONG = [4, 6, 5, 7, 4, 6, 8, 5, 6, 7, 5, 4]


def made(issue: Path) -> Set:
    """An issue set; its layouts are those of the first one."""
    read = reading.read_issue(issue)
    layouts = {name: LAYOUTS.setdefault(name, layout) for name, layout in read.layouts.items()}
    return set_issue(Road(KEEP, read=replace(read, layouts=layouts), profile=PROFILE))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("continued")


@pytest.fixture(scope="module")
def two_pages(root: Path) -> Set:
    return made(written(root, LONG))


def parts(set_: Set) -> list[Part]:
    return [each.part for page in set_.issue.pages for each in page.articles if each.part is not None]


def placed(page: MadeUpPage, name: str = "fleuve") -> list[Placed]:
    return [each for frame in page.frames for each in frame.placed if each.block.article == name]


def text(each: Placed) -> str:
    return each.block.text[each.lines[0].start : each.lines[-1].end] if each.lines else ""


def without_spaces(texts: list[str]) -> str:
    return "".join("".join(texts).split())


def of_body(page: MadeUpPage) -> str:
    """All that stands of the body on a page, or found no room there, without spaces."""
    lost = [block for over in page.oversets if over.article == "fleuve" for block in over.blocks]
    texts = [text(each) for each in placed(page) if each.block.place is not None]
    found = without_spaces([*texts, *(block.text[block.lines[0].start :] for block in lost if block.place is not None)])
    return found.removesuffix("■").removesuffix("c.v")


def whole(set_: Set) -> str:
    """The article's body, corrected, without spaces."""
    article = next(each.article for each in set_.issue.pages[0].articles if each.article.name == "fleuve")
    return without_spaces([block.text.characters for block in article.body if hasattr(block, "text")])


def test_both_pages_are_full_and_each_says_where_the_other_is(two_pages: Set) -> None:
    assert not has_errors(two_pages.problems)
    first, second = two_pages.makeup.pages
    for page in (first, second):
        assert not page.oversets
        assert all(fit.lines == 0 for fit in page.fits)
    assert text(placed(first)[-1]) == "Suite page\u00a016"
    title, note = placed(second)[:2]
    assert (title.role, text(title)) == ("intertitle continued-title opens", "Le fleuve reprend la parole")
    assert text(note) == "Suite de la page\u00a014"
    ends = [
        max(each.baselines[-1] for each in frame.placed)
        for frame in first.frames
        if frame.slot == "lead" and frame.column >= 0
    ]
    assert max(ends) - min(ends) < 0.01, "the note stands on the last line of the slot"


def test_no_letter_is_lost_or_doubled(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    assert of_body(first) + of_body(second) == whole(two_pages)


def test_the_head_and_the_byline_stand_once(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    roles = [each.role.split()[0] for each in placed(first)]
    assert [role for role in roles if role in ("kicker", "title", "chapo", "caption")] == [
        "caption",
        "kicker",
        "title",
        "chapo",
    ]
    assert {each.role.split()[0] for each in placed(second)} <= {"body", "intertitle"}
    assert [[each.picture.file for each in page.pictures if each.article] for page in (first, second)] == [
        ["issues/2018-05/images/fleuve.svg"],
        [],
    ]


def test_a_paragraph_is_cut_after_two_lines_and_before_two_and_goes_on_without_indent(two_pages: Set) -> None:
    first, second = two_pages.makeup.pages
    end, start = parts(two_pages)
    assert end.end == start.start
    assert end.end is not None
    assert end.end[1] > 0, "the sample is cut within a paragraph"
    upper = [each for each in placed(first) if each.block.place == (end.end[0], 0)]
    lower = [each for each in placed(second) if each.block.place == end.end]
    assert sum(len(each.lines) for each in upper) >= 2
    assert sum(len(each.lines) for each in lower) >= 2
    last = upper[-1].lines[-1]
    assert not last.hyphenated
    assert last.x + last.width == pytest.approx(upper[-1].block.measure, abs=4.0), "it is as full as the lines above it"
    assert lower[0].lines[0].x == pytest.approx(0.0, abs=1.0)


@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=16))
@example(lengths=[9] * 16)
@example(lengths=[40])
@example(lengths=[1])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_its_length_all_of_it_stands_on_the_two_pages(root: Path, lengths: list[int]) -> None:
    """Or is told as overset; where it has room on the first, nothing goes on."""
    set_ = made(written(root, lengths))
    first, second = set_.makeup.pages
    assert of_body(first) + of_body(second) == whole(set_)
    idle = [problem for problem in set_.problems if problem.code == "nothing-goes-on"]
    assert bool(idle) != bool(parts(set_))
    if parts(set_):
        assert not first.oversets
        assert all(fit.lines == 0 for fit in first.fits), "the first page is full"
    assert bool(second.oversets) == any(problem.code == "overset" for problem in set_.problems)


def test_where_all_of_it_has_room_nothing_goes_on_and_that_is_told(root: Path) -> None:
    set_ = made(written(root, [5, 6, 4]))
    (told,) = [problem for problem in set_.problems if problem.code == "nothing-goes-on"]
    assert (told.severity, told.where.line if told.where else 0) == ("warning", 11)
    assert parts(set_) == []
    assert not placed(set_.makeup.pages[1])


def test_a_page_may_hold_the_rest_alone(root: Path) -> None:
    set_ = made(written(root, LONG, onward="{folio: 16, slot: lead}", second=[]))
    assert [each.article.name for each in set_.issue.pages[1].articles] == ["fleuve"]
    first, second = set_.makeup.pages
    assert of_body(first) + of_body(second) == whole(set_)


def test_the_order_of_the_list_changes_nothing(root: Path, two_pages: Set) -> None:
    issue = written(root, LONG)
    before_ = issue / "issue.yaml"
    listed = before_.read_text(encoding="utf-8").replace(", ".join(FIRST), ", ".join(reversed(FIRST)))
    before_.write_text(listed.replace(", ".join(SECOND), ", ".join(reversed(SECOND))), encoding="utf-8")
    again = made(issue)
    assert parts(again) == parts(two_pages)
    assert [sorted((fit.article, fit.slot) for fit in page.fits) for page in again.makeup.pages] == [
        sorted((fit.article, fit.slot) for fit in page.fits) for page in two_pages.makeup.pages
    ]


def test_a_save_makes_both_pages_anew_and_another_article_its_own_alone(tmp_path: Path, root: Path) -> None:
    issue = written(root, LONG)
    shutil.copytree(root, tmp_path / "desk")
    engine = Engine(tmp_path / "desk" / "issues" / issue.name, PROFILE)
    engine.make()
    lead, brief = (tmp_path / "desk" / ARTICLES / f"{name}.md" for name in ("fleuve", "velo"))
    lead.write_text(lead.read_text(encoding="utf-8").replace("\n---\nLes ", "\n---\nTous les ", 1).replace(
        "\n---\n", "\n---\nTrois mots de plus: le fleuve, la rive, le vent. ", 1), encoding="utf-8")  # fmt: skip
    edition = engine.make([f"{ARTICLES}/fleuve.md"])
    assert [change.page for change in edition.changes] == [0, 1]
    assert edition.made is not None
    first, second = edition.made.makeup.pages
    assert of_body(first) + of_body(second) == whole(edition.made)
    brief.write_text(brief.read_text(encoding="utf-8").replace("300", "301"), encoding="utf-8")
    assert [change.page for change in engine.make([f"{ARTICLES}/velo.md"]).changes] == [1]


@pytest.mark.parametrize(
    "command",
    [["build", "-o", "OUT"], ["check"], ["fit"], ["plan"], ["proof", "-o", "OUT"], ["spell"]],
    ids=lambda each: each[0],
)
def test_every_command_takes_it(
    root: Path, tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = written(root, LONG)
    name, *options = [str(tmp_path) if each == "OUT" else each for each in command]
    monkeypatch.setattr(sys, "argv", ["mise-en-page", name, str(issue), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    out = capsys.readouterr()
    assert ended.value.code in (0, None), out.err + out.out


def test_a_text_and_its_two_parts() -> None:
    """« Il dit oui » in italics from the third letter on, cut before « oui »."""
    text_ = Text("Il dit oui", tuple(range(10)), (Mark("emphasis", 3, 10),))
    assert before(text_, 7) == Text("Il dit", tuple(range(6)), (Mark("emphasis", 3, 6),))
    assert since(text_, 7) == Text("oui", (7, 8, 9), (Mark("emphasis", 0, 3),))
