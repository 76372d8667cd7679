"""The stylesheet as the composer sees it: WeasyPrint's cascade in pt and inks, and what is wrong at its line."""

from dataclasses import replace

import pytest
from hand_made_page import CSS, ROOT, flat, issue, layout

from mise_en_page import rendering
from mise_en_page.composition import Catalogue, RoleStyle, Stretch
from mise_en_page.model.issue import Mark
from mise_en_page.model.layout import Slot
from mise_en_page.model.memo import Keep
from mise_en_page.model.problem import Problem, Span
from mise_en_page.rendering import judging_faces
from mise_en_page.rendering.inks import screen_colours
from mise_en_page.rendering.judging_faces import judge_faces


def role(css: str, name: str = "body", slot: str = "lead") -> RoleStyle:
    styles, problems = rendering.styles(layout(css), rendering.marks_in_use(issue(flat("Le pont."))), ROOT)
    assert problems == ()
    return styles.role(slot, name)


def told(css: str) -> list[str]:
    _styles, problems = rendering.styles(layout(css), rendering.marks_in_use(issue(flat("Le pont."))), ROOT)
    return [f"{problem.where} {problem.severity} {problem.code}" for problem in problems]


def test_lengths_are_in_pt_and_leadings_are_the_grids() -> None:
    block = role(".body { font-size: 4mm; line-height: var(--leading); margin-top: calc(2 * var(--leading)) }").block
    assert block.text.size == pytest.approx(4 * 72 / 25.4)
    assert block.leading == pytest.approx(11.5)
    assert block.margin_top == pytest.approx(23)


def test_inks_come_through_as_they_were_written_and_black_is_black_alone() -> None:
    assert role(".body { color: device-cmyk(.1 .2 .3 .4) }").block.text.colour == (0.1, 0.2, 0.3, 0.4)
    assert role("").block.text.colour == (0, 0, 0, 1)


def test_what_css_has_no_word_for_is_a_custom_property() -> None:
    css = ".body { --tracking: 1.5%; --scaling: 2%; --hang: 50%; --word-space: 70% 160%; --balance: yes; --end-mark: '■' }"
    block = role(css).block
    assert (block.tracking, block.scaling, block.hang, block.balance) == (0.015, 0.02, 0.5, True)
    assert (block.space_least, block.space_most, block.end_mark) == (0.7, 1.6, "■")


def test_a_range_of_sizes_is_in_points() -> None:
    assert role(".title { --fit: 28pt 44pt }", "title").block.fit == (28, 44)
    assert role(".title { --fit: 10mm 1in }", "title").block.fit == pytest.approx((72 / 2.54, 72))
    assert role(".title { --fit: none }", "title").block.fit is None


def test_lines_end_by_the_sense_as_the_stylesheet_says() -> None:
    assert role("").block.by_sense is None
    assert role(".body { --by-sense: yes }").block.by_sense is True
    assert role(".page { --by-sense: no }").block.by_sense is False


def test_a_custom_property_of_the_wrong_form_leaves_the_default() -> None:
    css = ".body { --tracking: much; --word-space: 80%; --opening: soon }"
    styles, problems = rendering.styles(layout(css), rendering.marks_in_use(issue(flat("Texte"))), ROOT)
    assert [problem.message for problem in problems] == [
        "--tracking: much is not understood", "--word-space: 80% is not understood", "--opening: soon is not understood",
    ]  # fmt: skip
    block = styles.role("lead", "body").block
    assert (block.tracking, block.space_least, block.space_most, block.opening) == (0, 0.8, 1.5, 0)


def test_the_look_of_an_initial_is_that_of_a_first_letter() -> None:
    css = ".body { font-size: 9pt } .body.first::first-letter { initial-letter: 3; font-weight: 700; margin-right: 2pt }"
    first, other = role(css, "body first opening"), role(css)
    assert first.initial == replace(first.block.text, weight=700)
    assert (first.block.initial, first.block.initial_gap) == (3, pytest.approx(2))
    assert (other.initial, other.block.initial) == (None, 0)


@pytest.mark.parametrize("value", ["normal", "1", "40", "-2", "big"])
def test_a_first_letter_of_one_line_stands_in_it(value: str) -> None:
    made = (
        role(f".lead .body::first-letter {{ color: device-cmyk(0 1 1 0); initial-letter: {value} }}")
        if value == "normal"
        else None
    )
    styles, _ = rendering.styles(
        layout(f".body::first-letter {{ initial-letter: {value} }}"), rendering.marks_in_use(issue(flat("Le pont."))), ROOT
    )
    assert styles.role("lead", "body").block.initial == 0
    assert made is None or (made.initial is not None and made.initial.colour == (0, 1, 1, 0))


def test_what_is_no_paragraph_has_no_initial() -> None:
    css = ".body::first-letter, .title::first-letter { initial-letter: 3 }"
    styles, _ = rendering.styles(layout(css), rendering.marks_in_use(issue(flat("Le pont."))), ROOT)
    for name in ("title", "body continued-on closes", "chapo", "pull-quote"):
        assert styles.role("lead", name).block.initial == 0


def test_a_role_is_styled_by_its_slot_and_by_where_it_stands_in_its_article() -> None:
    css = ".body { font-size: 9pt } .lead .body { font-size: 10pt } .body.opens { padding-top: 3pt }"
    assert role(css).block.text.size == pytest.approx(10)
    assert role(css, "body opens").block.padding_top == pytest.approx(3)
    assert role(css).block.padding_top == 0


def test_marks_within_marks_are_styled_together() -> None:
    text = replace(flat("Le Monde"), marks=(Mark("strong", 0, 8), Mark("emphasis", 3, 8)))
    css = "strong { font-weight: 600 } em { font-style: italic } strong em { letter-spacing: 1pt }"
    styles, problems = rendering.styles(layout(css), rendering.marks_in_use(issue(text)), ROOT)
    style = styles.role("lead", "body").text(("emphasis", "strong"))
    assert problems == ()
    assert (style.weight, style.italic, style.letter_spacing) == (600, True, pytest.approx(1))


def test_every_slot_has_every_role() -> None:
    whole = replace(layout(), slots=(Slot("lead", 0, 4, 2, 16), Slot("rail", 0, 4, 2, 16)))
    styles, _problems = rendering.styles(whole, rendering.marks_in_use(issue(flat("Le pont."))), ROOT)
    assert {slot for slot, _role in styles.by_role} == {"lead", "rail"}
    assert ("rail", "pull-quote opens closes") in styles.by_role


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (".a {}\n .body { colour: red }", "layouts/try/style.css:2:18 error colour"),
        (".body { leading: 3pt }", "layouts/try/style.css:1:9 warning stylesheet"),
        (".body { margin-top: 3em; padding-left: 5% }", "layouts/try/style.css:1:26 error length"),
        (".x { background: url(nothing.png) }", "layouts/try/style.css:1:18 error resource"),
        ("@import 'x.css';", "layouts/try/style.css:1:1 error import"),
    ],
)
def test_a_fault_is_told_at_its_line_and_column(css: str, words: str) -> None:
    assert words in told(css)


def test_a_text_in_a_screen_colour_is_told_once_and_where_it_was_typed() -> None:
    assert told("em {}\n.body { color: #123 }") == ["layouts/try/style.css:2:16 error colour"]


def colours(css: str) -> list[str]:
    return [problem.message.split(" is a colour")[0] for problem in screen_colours(layout(css))]


@pytest.mark.parametrize(
    "colour",
    ["red", "RebeccaPurple", "#f00", "#FF000080", "rgb(1 2 3)", "rgba(1, 2, 3, .4)", "hsl(1 2% 3%)", "hwb(1 2% 3%)",
     "lab(1 2 3)", "oklch(1 2 3)", "color(srgb 1 0 0)", "rgb(from var(--x) r g b)"],
)  # fmt: skip
@pytest.mark.parametrize(
    "rule",
    [".a {{ color: {} }}", ":root {{ --x: {} }}", ".a {{ border: 1pt solid {} }}", "@page {{ background: {} }}",
     ".a {{ & .b {{ background: linear-gradient({}, device-cmyk(0 0 0 1)) }} }}",
     "@media print {{ .a {{ column-rule: 1pt solid {} }} }}"],
)  # fmt: skip
def test_a_colour_of_a_screen_is_found_wherever_it_stands(rule: str, colour: str) -> None:
    assert colours(rule.format(colour)) == [colour]


@pytest.mark.parametrize(
    ("template", "places"),
    [
        ('a\n<p style="color: red">', [(2, 18)]),
        ('<p class="x"\n style="left: {{ page.left }}pt;\n color: #f00; background: device-cmyk(0 0 0 1)">', [(3, 9)]),
        ("<style>\n.a { color: rgb(1 2 3) }\n</style>", [(2, 13)]),
        ('<svg><path fill="#f00" stroke="none"/></svg>', [(1, 18)]),
        ('{# style="color: red" #}<p style="{{ red }}" title="red">red</p>', []),
        ('<p style="color: currentcolor; font-family: Tan">', []),
    ],
)
def test_a_colour_of_a_screen_in_a_template_is_told_with_its_place(template: str, places: list[tuple[int, int]]) -> None:
    found = screen_colours(replace(layout(""), template=template))
    assert {problem.where.file for problem in found if problem.where} <= {"layouts/try/page.html.j2"}  # type: ignore[union-attr]
    assert [(problem.where.line, problem.where.column) for problem in found] == places  # type: ignore[union-attr]


def test_inks_and_words_that_are_no_colour_are_left_alone() -> None:
    assert colours(CSS) == []
    assert colours("""
        /* red */ #red, .tan[title="#f00"] { color: device-cmyk(0 .5 1 0); background: transparent }
        .b { border-color: currentColor }
        .a { color: inherit; fill: var(--red); font: 9pt Tan; font-family: Navy; content: "red"; background: url(#f00) }
        .a::before { content: "#f00"; --balance: yes; --end-mark: "red"; grid-area: navy }
    """) == []  # fmt: skip


def families(css: str, catalogue: Catalogue) -> tuple[Problem, ...]:
    styles, _problems = rendering.styles(layout(css), rendering.marks_in_use(issue(flat("Le pont."))), ROOT)
    return judge_faces(styles, layout(css), catalogue)


def test_a_family_that_no_file_has_is_told_with_its_roles_and_the_nearest_name(catalogue: Catalogue) -> None:
    (problem,) = families("html { font-family: 'Source Serif 4' }\n.title { font-family: 'Newsreadr 16pt' }", catalogue)
    assert problem.message == ".lead .title: no font file has the family “Newsreadr 16pt”"
    assert problem.hint == "Did you mean “Newsreader 16pt”?"
    assert str(problem.where) == "layouts/try/style.css:2:24"


def test_a_chain_of_families_needs_one_that_is_there(catalogue: Catalogue) -> None:
    assert families("html { font-family: Garamond, 'Source Serif 4' }", catalogue) == ()


def test_a_role_that_no_rule_gives_a_family_is_not_blamed(catalogue: Catalogue) -> None:
    assert families(".body { font-family: 'Source Serif 4' }", catalogue) == ()


def test_roles_are_judged_once_however_often_their_texts_change(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each save only the texts' marks are; what comes of it is what it would be if all were."""
    css = (
        "html { font-family: 'Source Serif 4' }\n.title { font-family: 'Newsreadr 16pt' }\n.body em { font-family: 'Inte' }"
    )
    own, asked = layout(css), issue(replace(flat("Le pont."), marks=(Mark("emphasis", 3, 7),)))
    styles, _problems = rendering.styles(own, rendering.marks_in_use(asked), ROOT)
    emphasis = ("lead", Stretch("body", ("emphasis",), "pont", Span("a.md", 1, 4)))
    whole = judge_faces(styles, own, catalogue, [emphasis])
    keep = Keep()
    before = judge_faces(styles, own, catalogue, [], (), keep)
    assert [problem.code for problem in before] == ["font-not-found"]
    monkeypatch.setattr(judging_faces._Judge, "own", lambda *_asked: pytest.fail("judged again"))
    assert judge_faces(styles, own, catalogue, [emphasis], (), keep) == whole != before
    assert judge_faces(styles, own, catalogue, [], (), keep) == before
