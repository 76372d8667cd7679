"""Initials of several lines: as high as they should be, the text beside them, and what has none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from composing import SERIF, by_patterns, justified, text_of
from dump import line_text
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.composition import Catalogue, RoleStyle, SetBlock, Styles, TextStyle
from mise_en_page.composition.compose import compose_article
from mise_en_page.composition.initials import cap_height, initial_of
from mise_en_page.composition.ink import ink_of, letters
from mise_en_page.model.issue import Article, Block, Intertitle, Paragraph, Source
from mise_en_page.model.layout import Grid, Slot
from mise_en_page.model.problem import Span

HERE = Span("articles/a.md")
GRID = Grid(width=595, height=842, bleed=9, inner=40, outer=30, units=12, gutter=12, leading=11)
SLOT = Slot("lead", unit=0, units=12, top=0, foot=60, columns=3)
LONG = (
    "e conseil municipal se réunit ce mardi soir pour voter le budget des écoles, puis celui de la voirie, et les élus "
    "entendront les riverains du quai sur le bruit des terrasses en été, qui dure depuis trois ans déjà"
)


def styles(lines: int = 3, **changes: object) -> Styles:
    body = justified(opening=3, initial=lines, **changes)
    large = replace(body, initial=TextStyle(SERIF, 9.0, 600))
    plain = justified()
    roles = {"title": plain, "intertitle": plain, "body": plain, "body first": large, "body first opening": large}
    return Styles({("lead", role + end): style for role, style in roles.items() for end in ("", " opens", " closes")})


def blocks(catalogue: Catalogue, *body: Block, lines: int = 3) -> tuple[SetBlock, ...]:
    article = Article("a", Source("articles/a.md"), text_of("Une imprimeuse"), body=body)
    return compose_article(article, SLOT, GRID, styles(lines), catalogue, by_patterns).body[1:]


def paragraph(catalogue: Catalogue, characters: str, lines: int = 3) -> SetBlock:
    return blocks(catalogue, Paragraph(text_of(characters), HERE), lines=lines)[0]


@pytest.mark.parametrize(
    ("characters", "initial"),
    [
        ("Le fleuve", "L"), ("L’État", "L’"), ("L'État", "L'"), ("«\u00a0Étonnant\u00a0», dit-il", "É"), ("À la gare", "À"),
        ("A. Dupont", "A."), ("(Suite)", "S"), ("“Si”", "S"), ("E\u0301tonnant", "E\u0301"), ("Œuvre", "Œ"), ("¿Qué?", "Q"),
        ("«\u202fÀ\u202f», dit-il", "À"), ("D’où\u00a0?", "D’"), ("SNCF", "S"), ("Y a-t-il", "Y"), ("O’Brien", "O’"),
        ("[La suite]", "L"), ("(A) Un", "A"), ("C\u202f!", "C"),
    ],
)  # fmt: skip
def test_an_initial_is_a_capital_with_what_belongs_to_it(characters: str, initial: str) -> None:
    found = initial_of(characters)
    assert found is not None
    assert characters[slice(*found)] == initial


@pytest.mark.parametrize(
    "characters",
    [
        "",
        " ",
        "iPhone",
        "12 mai",
        "— Tu viens ?",
        "– Non",
        "d’Artagnan",
        "«",
        "№ 5",
        "@La",
        "# Un",
        "A@b"[1:],
        "«\u00a0— Non",
    ],
)
def test_what_begins_with_no_capital_has_no_initial(characters: str) -> None:
    assert initial_of(characters) is None


@given(st.text(max_size=12))
def test_an_initial_begins_with_a_capital_and_ends_before_the_next_letter(characters: str) -> None:
    found = initial_of(characters)
    if found is not None:
        start, end = found
        assert characters[start].isupper()
        assert not any(map(str.isalnum, characters[:start] + characters[start + 1 : end]))


@pytest.mark.parametrize("lines", [2, 3, 5])
@pytest.mark.parametrize("letter", ["L", "H", "É", "O"])
def test_its_cap_height_goes_from_the_first_line_s_to_the_baseline_of_the_last(
    catalogue: Catalogue, letter: str, lines: int
) -> None:
    block = paragraph(catalogue, letter + LONG, lines)
    run = block.lines[0].runs[0]
    assert run.initial
    assert run.texts == (letter,)
    assert run.style.rise == -(lines - 1) * 11.0
    face = catalogue.face(run.face)
    text = catalogue.face(block.lines[0].runs[1].face)
    assert run.style.rise + cap_height(face) * run.style.size == pytest.approx(cap_height(text) * 9.0)


def test_the_lines_beside_it_stand_in_by_its_width_and_those_below_under_it(catalogue: Catalogue) -> None:
    block = paragraph(catalogue, "L" + LONG)
    first, second, third, fourth, *_ = block.lines
    initial, beside = first.runs[0], first.runs[1]
    (ink,) = letters(initial, 0.0, ink_of(catalogue.face(initial.face)))
    assert ink[0] == pytest.approx(0.0, abs=0.01)
    assert second.x == pytest.approx(third.x) == pytest.approx(beside.x)
    assert beside.x > ink[2] + 2.0
    assert fourth.x == pytest.approx(0.0)
    assert all(line.x + line.width == pytest.approx(block.measure, abs=4.0) for line in block.lines[:-1])
    assert block.first_lines == 3


def test_a_tail_under_the_line_takes_another_line_beside_it(catalogue: Catalogue) -> None:
    block = paragraph(catalogue, "Qu" + LONG, 4)
    assert block.first_lines == 5
    assert block.lines[4].x == pytest.approx(block.lines[1].x)
    assert block.lines[5].x == pytest.approx(0.0)


@pytest.mark.parametrize("characters", ["L" + LONG, "L’" + LONG, "«\u00a0L" + LONG, "À la gar" + LONG])
def test_each_setting_holds_each_character_once_and_in_order(catalogue: Catalogue, characters: str) -> None:
    block = paragraph(catalogue, characters)
    assert block.text == characters
    for setting in block.settings.values():
        assert setting.lines[0].start == 0
        assert setting.lines[-1].end == len(characters)
        assert all(before.end <= after.start for before, after in pairwise(setting.lines))
        said = "".join(line_text(line) if line.hyphenated else f"{line_text(line)} " for line in setting.lines)
        assert said.replace("\u00ad", "").replace("\u00a0", " ").split() == characters.replace("\u00a0", " ").split()


def test_a_quotation_mark_before_it_is_as_large_as_the_text(catalogue: Catalogue) -> None:
    runs = paragraph(catalogue, "«\u00a0L" + LONG).lines[0].runs
    assert [(run.texts[0], run.initial) for run in runs[:2]] == [("«", False), ("L", True)]
    assert runs[0].style.size == 9.0


def test_words_of_the_opening_are_counted_with_it(catalogue: Catalogue) -> None:
    article = Article("a", Source("articles/a.md"), text_of("T"), body=(Paragraph(text_of("À la gar" + LONG), HERE),))
    made = styles()
    look = made.role("lead", "body first opening")
    look = replace(look, marked={("opening",): TextStyle(SERIF, 9.0, 700)})
    made = Styles({**made.by_role, ("lead", "body first opening closes"): look})
    (_, block) = compose_article(article, SLOT, GRID, made, catalogue, by_patterns).body
    bold = [run for run in block.lines[0].runs if run.style.weight == 700]
    assert "".join(text for run in bold for text in run.texts).split() == ["la", "gare"]


@pytest.mark.parametrize(
    ("characters", "code", "lines"),
    [
        ("Le pont.", "initial", 3),
        ("12 mai" + LONG, "initial", 3),
        ("— Tu viens" + LONG, "initial", 3),
        ("W" + LONG, "initial", 9),
    ],
)
def test_what_can_have_none_is_set_as_any_paragraph_and_told(
    catalogue: Catalogue, characters: str, code: str, lines: int
) -> None:
    block = paragraph(catalogue, characters, lines)
    assert block.first_lines == 0
    assert not any(run.initial for line in block.lines for run in line.runs)
    assert [(problem.code, problem.severity) for problem in block.problems] == [(code, "info")]


def test_an_accent_keeps_clear_of_the_line_above(catalogue: Catalogue) -> None:
    plain, accented = (
        blocks(
            catalogue,
            Paragraph(text_of("L" + LONG), HERE),
            Intertitle(text_of("Un pont"), HERE),
            Paragraph(text_of(each + LONG), HERE),
        )
        for each in ("E", "É")
    )
    assert accented[2].style.margin_top > plain[2].style.margin_top == 0.0


def test_no_setting_has_fewer_lines_than_its_initial(catalogue: Catalogue) -> None:
    for words in range(4, 30):
        block = paragraph(catalogue, "L" + " ".join(LONG.split()[:words]))
        assert min(block.settings) >= block.first_lines


def test_the_style_of_an_initial_that_stands_in_its_line_is_that_of_a_mark(catalogue: Catalogue) -> None:
    block = paragraph(catalogue, "L" + LONG, lines=0)
    first, *others = block.lines[0].runs
    assert (first.texts, first.style.weight, first.initial) == (("L",), 600, False)
    assert all(run.style.weight == 400 for run in others)
    assert not block.problems


def test_no_other_mark_changes_an_initial() -> None:
    style = RoleStyle(justified().block, {}, TextStyle(SERIF, 9.0, 600))
    assert style.text(("initial", "strong")) is style.initial
    assert style.text(("strong",)) == style.block.text
