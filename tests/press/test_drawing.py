"""Drawings: colours of a screen mapped and told by line, gradients in inks, no filters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mise_en_page.model.problem import Span
from mise_en_page.pdf import colour
from mise_en_page.preflight.judge import preflight
from mise_en_page.press.drawing import Drawing, Families, prepare_drawing
from mise_en_page.press.finishing import finish
from mise_en_page.reading.press_profile import shipped
from tests.press.press_pages import data_url, inside, job, plain, plates, profile

INKS = ("Cyan", "Magenta", "Yellow", "Black")


def svg(body: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20mm" height="20mm">\n{body}\n</svg>'.encode()
    )


def drawn(body: str) -> Drawing:
    return prepare_drawing(svg(body), "plan.svg", profile())


def on_page(drawing: Drawing, standard: str = "X-4") -> bytes:
    image = f'<img src="{data_url(drawing.data, "image/svg+xml")}" style="display: block; width: 20mm; height: 20mm">'
    return finish(plain(image), replace(profile(), standard=standard), job(swatches=drawing.swatches))  # type: ignore[arg-type]


def test_a_drawing_in_inks_is_left_alone() -> None:
    body = '<path fill="device-cmyk(0 1 1 0)" stroke="none" color="currentColor" d="M0 0h9v9"/>'
    assert drawn(body) == Drawing(svg(body), (), ())


@pytest.mark.parametrize(
    "body",
    [
        '<g>\n<rect width="20" height="20" fill="#c8281e"/></g>',
        '<g>\n<rect width="20" height="20" style="stroke: none; fill: rgb(200, 40, 30)"/></g>',
        '<style>\nrect { fill: #C8281E }</style><rect width="20" height="20"/>',
        '<g>\n<rect width="20" height="20" color="rgb(200 40 30)" fill="currentColor"/></g>',
    ],
)
def test_a_screens_colour_is_mapped_through_the_profile_and_told_with_its_line(body: str, tmp_path: Path) -> None:
    drawing = drawn(body)
    (problem,) = drawing.problems
    assert (problem.code, problem.severity, problem.where) == ("drawing-colour", "warning", Span("plan.svg", 3))
    found = plates(on_page(drawing), tmp_path)
    wanted = colour.rgb_to_inks((200, 40, 30), profile())
    for ink, amount in zip(INKS, wanted, strict=True):
        assert float(np.median(inside(found[ink], (12, 12, 28, 28)))) / 255 == pytest.approx(amount, abs=0.01), ink


def test_black_and_greys_print_in_black_ink_without_a_word(tmp_path: Path) -> None:
    drawing = drawn('<rect width="20" height="10"/><rect y="10" width="20" height="10" fill="#808080"/>')
    assert drawing.problems == ()
    found = plates(on_page(drawing), tmp_path)
    assert max(inside(found[ink], (11, 11, 29, 29)).max() for ink in INKS[:3]) == 0
    assert np.median(inside(found["Black"], (12, 11, 28, 19))) == 255


@pytest.mark.parametrize("stops", [
    ("device-cmyk(1 0 0 .5)", "device-cmyk(0 0 1 0)"), ("device-cmyk(100%, 0, 0, 50%)", "device-cmyk(0,0,1,0)"),
])  # fmt: skip
@pytest.mark.parametrize("form", ['stop-color="{}"', 'style="stop-color: {}"'])
def test_gradients_keep_their_inks(stops: tuple[str, str], form: str, tmp_path: Path) -> None:
    """WeasyPrint reads three of a stop's four inks as RGB: here black stays black."""
    ends = "".join(f'<stop offset="{place}" {form.format(stop)}/>' for place, stop in enumerate(stops))
    drawing = drawn(f'<linearGradient id="a">{ends}</linearGradient><rect width="20" height="20" fill="url(#a)"/>')
    assert drawing.problems == ()
    pdf = on_page(drawing)
    assert preflight(pdf, profile()) == ()
    found = plates(pdf, tmp_path)
    left = [float(inside(found[ink], (10.2, 12, 10.6, 28)).mean()) / 255 for ink in INKS]
    right = [float(inside(found[ink], (29.4, 12, 29.8, 28)).mean()) / 255 for ink in INKS]
    assert left == pytest.approx([1, 0, 0, 0.5], abs=0.06)
    assert right == pytest.approx([0, 0, 1, 0], abs=0.06)


def test_a_gradient_of_screen_colours_is_mapped_too() -> None:
    ends = '<stop offset="0" stop-color="#c8281e"/><stop offset="1" stop-color="#1e28c8"/>'
    drawing = drawn(f'<linearGradient id="a">{ends}</linearGradient><rect width="20" height="20" fill="url(#a)"/>')
    assert [problem.code for problem in drawing.problems] == ["drawing-colour"] * 2
    assert preflight(on_page(drawing), profile()) == ()


@pytest.mark.parametrize(
    "body",
    [
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="9" height="9" fill="none"/>',
        '<rect width="9" height="9" filter="url(#f)"/>',
        '<rect width="9" height="9" style="filter: blur(2px)"/>',
        "<style>rect { filter: blur(2px) }</style>",
    ],
)
def test_a_filter_is_an_error_with_its_line(body: str) -> None:
    (problem,) = drawn(body).problems
    assert (problem.code, problem.severity, problem.where) == ("drawing-filter", "error", Span("plan.svg", 2))
    assert drawn('<g filter="none"/>').problems == ()


def test_transparency_in_a_drawing_stops_pdf_x_1a() -> None:
    drawing = drawn('<rect width="20" height="20" fill="device-cmyk(0 1 1 0)" opacity=".5"/>')
    assert preflight(on_page(drawing), profile()) == ()
    with pytest.raises(Exception, match="transparent"):
        on_page(drawing, "X-1a")


def test_stand_ins_are_no_colour_of_the_drawing_and_agree_from_one_to_the_next() -> None:
    stop = '<stop stop-color="device-cmyk(1 0 0 .5)"/>'
    (first,) = drawn(stop).swatches
    with_colour = drawn(f'{stop}<rect fill="{first.name}"/>')
    assert len({swatch.rgb for swatch in with_colour.swatches}) == 2
    again = prepare_drawing(svg(stop), "b.svg", profile(), frozenset(with_colour.swatches))
    assert again.swatches[0] in with_colour.swatches


def test_many_colours_are_counted_not_listed() -> None:
    body = "".join(f'<rect fill="#{n:02x}0080"/>' for n in range(30))
    problems = drawn(body).problems
    assert len(problems) == 9
    assert "22 more" in problems[-1].message


def test_what_is_no_xml_is_told() -> None:
    (problem,) = prepare_drawing(b"<svg><a></svg>", "plan.svg", profile()).problems
    assert (problem.code, problem.severity) == ("image-unreadable", "error")


FAMILIES = Families(frozenset({"newsreader 72pt", "source serif 4"}), "Source Serif 4")


@pytest.mark.parametrize(
    ("written", "style"),
    [
        ("italic 90px 'Newsreader 72pt'", "font-style:italic;font-size:90px;font-family:'Newsreader 72pt'"),
        ("bold 12pt/1.5 Lato, sans-serif", "font-weight:bold;font-size:12pt;font-family:Lato, sans-serif"),
        ("700 condensed 1.2em Lato", "font-weight:700;font-stretch:condensed;font-size:1.2em;font-family:Lato"),
        ("10px sans-serif", "font-size:10px;font-family:sans-serif"),
    ],
)
def test_the_shorthand_of_fonts_is_written_out(written: str, style: str) -> None:
    made = prepare_drawing(svg(f'<text style="font: {written}">A</text>'), "plan.svg", profile())
    assert style in made.data.decode().replace("&quot;", "'")


def test_text_is_set_in_the_publications_fonts_and_in_no_others() -> None:
    body = '<text font-family="Lato, Source Serif 4">A</text>\n<text style="font: 9px Lato">B</text>'
    made = prepare_drawing(svg(body), "plan.svg", profile(), frozenset(), FAMILIES)
    assert made.data.count(b"Source Serif 4") == 3
    assert b"Lato" not in made.data
    assert [(problem.code, problem.severity, problem.where) for problem in made.problems] == [
        ("drawing-font", "warning", Span("plan.svg", 3))
    ]
    assert prepare_drawing(svg("<path d='M0 0'/>"), "plan.svg", profile(), frozenset(), FAMILIES).problems == ()


@pytest.mark.parametrize(
    "written",
    [
        '<rect opacity=".5"/>', '<rect style="fill-opacity:50%"/>', '<g mask="url(#m)"/>',
        "<style>.a{stop-opacity:0}</style>",
    ],
)  # fmt: skip
def test_transparency_is_told_with_its_line_where_it_is_not_known(written: str) -> None:
    x1a = prepare_drawing(svg(written), "plan.svg", shipped("fogra39-x1a"))
    assert [(problem.code, problem.severity, problem.where) for problem in x1a.problems] == [
        ("drawing-transparency", "error", Span("plan.svg", 2))
    ]
    assert prepare_drawing(svg(written), "plan.svg", profile()).problems == ()


def test_what_is_whole_is_not_transparent() -> None:
    body = '<rect opacity="1" fill-opacity="100%" style="opacity:1;mask:none;mix-blend-mode:normal"/>'
    assert prepare_drawing(svg(body), "plan.svg", shipped("fogra39-x1a")).problems == ()


def test_blending_is_told_with_its_line() -> None:
    made = prepare_drawing(svg('<rect style="mix-blend-mode:multiply"/>'), "plan.svg", profile())
    assert [(problem.code, problem.severity, problem.where) for problem in made.problems] == [
        ("drawing-blend", "warning", Span("plan.svg", 2))
    ]


def test_a_drawing_that_needs_nothing_stays_as_it_is_to_the_byte() -> None:
    written = svg('<path d="M0 0 9 9" fill="device-cmyk(0 0 0 1)"/><g opacity=".5"><rect/></g>')
    assert prepare_drawing(written, "plan.svg", profile()).data == written


def test_what_a_clip_path_uses_stands_in_it() -> None:
    body = '<defs><rect id="r" width="9" height="9"/></defs><clipPath id="c"><use href="#r" x="2" y="3"/></clipPath>'
    made = prepare_drawing(svg(body), "plan.svg", profile()).data
    assert b"use" not in made
    assert b'transform="translate(2,3)"' in made


def test_a_mask_by_alpha_is_one_by_light() -> None:
    body = '<mask id="m" style="mask-type:alpha"><rect fill="#123456"/><circle style="fill:#888;stroke:none"/></mask>'
    made = prepare_drawing(svg(body), "plan.svg", profile()).data
    assert b"#123456" not in made
    assert b"#888" not in made
    assert b"stroke:none" in made


def test_a_character_that_no_font_has_is_told_with_its_line() -> None:
    families = replace(FAMILIES, characters=frozenset(map(ord, "Police")))
    body = '<text font-family="Source Serif 4">Police \U0001f600</text><desc>\U0001f601</desc>'
    found = prepare_drawing(svg(body), "plan.svg", profile(), frozenset(), families).problems
    assert [(problem.code, problem.severity, problem.where) for problem in found] == [
        ("drawing-font", "warning", Span("plan.svg", 2))
    ]
