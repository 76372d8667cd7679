"""What the painted lines assume of WeasyPrint 70, and what readers make of them: glyphs in place, whole words."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hand_made_page import CSS, Rendering, flat

from mise_en_page.model.issue import Mark, Text
from mise_en_page.rendering.paint import PX, divides, plain, word_around

PROSE = (
    "Les fissures, infirmières et bibliothécaires l’affirment\u00a0: il suffit d’offrir au fleuve une "
    "« gouvernance » efficace, difficilement négociable, pour qu’il reflue vers l’affluent le plus proche."
)
BREAKS = {"bibliothécaires": (6, 9), "difficilement": (5, 7), "gouvernance": (4, 7), "négociable": (2, 4)}


def hyphenate(word: str) -> tuple[int, ...]:
    return BREAKS.get(word, ())


def characters(pdf: bytes) -> list[tuple[str, float, float]]:
    """Each character that pdfium finds, with its left edge and baseline in pt from the trimmed page's top left."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    left, bottom, _, top = page.get_mediabox()
    text = page.get_textpage()
    found = []
    for n in range(text.count_chars()):
        box = text.get_charbox(n, loose=True)
        found.append((text.get_text_range(n, 1), box[0] - left - 15, (top - bottom) - (box[3] - bottom) - 15))
    return found


def test_every_glyph_stands_where_the_composer_set_it(render_text: Callable[..., Rendering]) -> None:
    rendered, block, _ = render_text(flat(PROSE))
    seen = [(c, x) for c, x, _ in characters(rendered.pdf) if not c.isspace()]
    expected = []
    for line in block.lines:
        for run in line.runs:
            x = 40 + run.x
            for text, advance in zip(run.texts, run.advances, strict=True):
                if text.strip():
                    expected.append((text, x))
                x += advance
    singles = {round(x, 1) for text, x in expected if len(text) == 1}
    assert "".join(c for c, _ in seen) == "".join(text for text, _ in expected)
    near = [x for c, x in seen if any(abs(x - other) <= 0.1 for other in singles)]
    assert len(near) >= len(singles) * 0.9  # pdfium shares a ligature's width between its letters


def test_lines_end_where_the_measure_ends(render_text: Callable[..., Rendering]) -> None:
    _, block, _ = render_text(flat(PROSE), hyphenate)
    for line in block.lines[:-1]:
        last = line.runs[-1]
        assert last.x + sum(last.advances) == pytest.approx(line.x + line.width, abs=0.01)


def test_a_divided_word_is_found_whole(render_text: Callable[..., Rendering]) -> None:
    rendered, block, _ = render_text(flat(PROSE), hyphenate)
    assert any(line.hyphenated for line in block.lines), "the example divides no word"
    text = pypdfium2.PdfDocument(rendered.pdf)[0].get_textpage().get_text_range()
    assert re.findall(r"\w+", text) == re.findall(r"\w+", PROSE)


def test_small_capitals_and_superiors_are_found_as_they_were_typed(render_text: Callable[..., Rendering]) -> None:
    css = CSS + ".small-caps { font-variant-caps: all-small-caps }"
    marked = Text("Le XVIIIe siècle", tuple(range(16)), (Mark("small-caps", 3, 8), Mark("superior", 8, 9)))
    rendered, _, _ = render_text(marked, css=css)
    text = pypdfium2.PdfDocument(rendered.pdf)[0].get_textpage().get_text_range()
    assert text.split() == ["Le", "XVIIIe", "siècle"]


def test_text_is_black_ink_alone_and_the_fonts_are_embedded(render_text: Callable[..., Rendering]) -> None:
    rendered, _, _ = render_text(flat(PROSE))
    with pikepdf.open(BytesIO(rendered.pdf)) as pdf:
        page = pdf.pages[0]
        inks = [
            [float(value) for value in instruction.operands]
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) in ("scn", "k")
        ]
        assert inks
        assert all(ink == [0, 0, 0, 1] for ink in inks)
        for font in page.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_same_text_gives_the_same_bytes(render_text: Callable[..., Rendering]) -> None:
    assert render_text(flat(PROSE))[0].pdf == render_text(flat(PROSE))[0].pdf


@pytest.mark.parametrize(
    ("text", "offset", "divided"),
    [("bateau", 2, True), ("le bateau", 3, False), ("le bateau", 2, False), ("Saint-Jean", 6, True), ("fin", 3, False)],
)
def test_a_break_divides_a_word_where_letters_stand_on_both_sides(text: str, offset: int, divided: bool) -> None:
    assert divides(text, offset) is divided


def test_a_divided_word_is_known_by_the_place_of_its_break() -> None:
    assert word_around("un petit bateau bleu", 11) == "bateau"


def test_any_space_is_copied_as_a_space_and_an_added_hyphen_as_a_hyphen() -> None:
    assert [plain(c) for c in ("\u202f", "\u00a0", "\u00ad", "fi")] == [" ", " ", "-", "fi"]


def test_a_line_along_a_text_is_drawn_where_its_font_says_in_its_inks(render_text: Callable[..., Rendering]) -> None:
    css = CSS + (
        ".body { text-decoration: underline; text-decoration-thickness: .4pt; text-underline-offset: 2pt }"
        "strong { text-decoration: line-through; text-decoration-color: device-cmyk(.1 .2 .3 0) }"
    )
    marked = Text("Du gras, souligné", tuple(range(17)), (Mark("strong", 3, 7),))
    rendered, block, _ = render_text(marked, css=css)
    with pikepdf.open(BytesIO(rendered.pdf)) as pdf:
        shown = [(str(each.operator), each.operands) for each in pikepdf.parse_content_stream(pdf.pages[0])]
    (_, _, _, _, x, y), *_ = ([float(value) for value in operands] for operator, operands in shown if operator == "Tm")
    end = next(n for n, (operator, _) in enumerate(shown) if operator == "ET")
    rules = [[float(value) for value in operands] for operator, operands in shown[end:] if operator == "re"]
    inks = [[float(value) for value in operands] for operator, operands in shown[end:] if operator in ("k", "scn")]
    runs = block.lines[0].runs
    under, through = [rules[0], *rules[-2:]], rules[1:-2]
    assert len(under) + len(through) == len(rules) == 4
    assert [rule[0] - x for rule in under] == pytest.approx([(run.x - runs[0].x) * PX for run in runs], abs=0.01)
    assert [rule[1] - y for rule in under] == pytest.approx([2 * PX] * 3, abs=0.01)
    assert [rule[2] for rule in under] == pytest.approx([sum(run.advances) * PX for run in runs], abs=0.01)
    assert [rule[3] for rule in under] == pytest.approx([0.4 * PX] * 3, abs=0.001)
    assert through[0][1] < y
    assert [0.1, 0.2, 0.3, 0] in inks
