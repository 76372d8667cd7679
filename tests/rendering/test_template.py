"""Templates are sandboxed, always escaped, and their errors name file and line."""

from dataclasses import replace

import pytest

from mise_en_page.model.issue import Mark, Text
from mise_en_page.model.layout import Grid, Layout
from mise_en_page.model.problem import Refused, Span
from mise_en_page.rendering.template import Area, boxer, issue_view, markup, render_template

GRID = Grid(width=600, height=800, bleed=15, inner=40, outer=30, units=12, gutter=12, leading=11.5)


def layout(template: str) -> Layout:
    return Layout("try", "layouts/try", GRID, (), template, "")


def test_values_are_escaped_in_a_template_of_any_name() -> None:
    assert render_template(layout("{{ section }}"), {"section": "<b>&"}, False) == "&lt;b&gt;&amp;"


def test_marks_become_elements_and_their_text_is_escaped() -> None:
    text = Text("le <b> Monde", tuple(range(12)), (Mark("emphasis", 3, 12), Mark("strong", 7, 12)))
    assert markup(text) == "le <em>&lt;b&gt; </em><em><strong>Monde</strong></em>"


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("a\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("a\nb\n{% for x %}", 3, "expected"),
        ("{{ page.absent }}", 1, "absent"),
        ("\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("{% include 'other' %}", 1, "other"),
        ("{{ range(10000000) }}", 1, "it asks for 10,000,000"),
    ],
)
def test_an_error_names_the_template_and_its_line(template: str, line: int, words: str) -> None:
    with pytest.raises(Refused) as caught:
        render_template(layout(template), {"page": GRID}, False)
    (problem,) = caught.value.problems
    assert problem.where == Span("layouts/try/page.html.j2", line)
    assert words in problem.message


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ page.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(page) }}",
        "{{ ''|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ [].append(1) }}",
    ],
)
def test_known_ways_out_of_the_sandbox_are_closed(escape: str) -> None:
    with pytest.raises(Refused):
        render_template(layout(escape), {"page": GRID}, False)


def test_a_box_bleeds_off_the_outer_edge_which_a_verso_mirrors() -> None:
    area = Area("panel", left=400, top=600, width=170, height=100)
    assert (
        boxer(GRID, False)(area, bleed="outer")
        == "margin:0;left:400.0000pt;top:600.0000pt;width:215.0000pt;height:100.0000pt"
    )
    assert boxer(GRID, True)(replace(area, left=30), bleed="outer") == (
        "margin:0;left:-15.0000pt;top:600.0000pt;width:215.0000pt;height:100.0000pt"
    )


def test_dates_are_written_as_french_does() -> None:
    assert issue_view("3", Text(), "2018-05-04").day == "4\u00a0mai 2018"
    assert issue_view("3", Text(), "2018-06-01").day == "1er\u00a0juin 2018"
