"""Blocks that a stylesheet makes lighter or turns as a whole: their boxes and their lines are drawn as one."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from math import cos, pi, sin
from xml.etree.ElementTree import tostring

import pikepdf
import pytest

from mise_en_page.composition.codes import code_of
from mise_en_page.composition.style import Turn
from mise_en_page.pdf.geometry import apply
from mise_en_page.rendering.fetcher import ROOT
from mise_en_page.rendering.letters import turned_code
from mise_en_page.rendering.page import block_of
from mise_en_page.rendering.painted import marks_box
from mise_en_page.rendering.tree import parse
from mise_en_page.rendering.wholes import Whole, joined
from tests.rendering.hand_made_page import CSS, Rendering, flat

PANEL = "background: device-cmyk(.2 0 0 0); "


def test_a_quarter_turn_about_the_left_top_corner_lies_to_its_left() -> None:
    turn = Turn(((0.0, 0.0), (0.0, 0.0)), ((pi / 2, (0.0, 0.0), (0.0, 0.0)),))
    matrix = turn.matrix(100, 50, 60, 12)
    assert apply(matrix, (100, 50)) == pytest.approx((100, 50))
    assert apply(matrix, (160, 50)) == pytest.approx((100, 110)), "what ran to the right runs down"
    assert apply(matrix, (100, 62)) == pytest.approx((88, 50))


def test_a_block_turns_about_its_middle_and_is_moved_by_shares_of_itself() -> None:
    half = ((0.0, 0.5), (0.0, 0.5))
    turn = Turn(half, ((0.0, (4.0, 0.0), (0.0, 1.0)), (pi, (0.0, 0.0), (0.0, 0.0))))
    assert apply(turn.matrix(100, 50, 60, 12), (100, 50)) == pytest.approx((164, 74))


def test_a_block_with_its_lines_goes_into_an_element_of_its_own() -> None:
    block = """<div class="lead">
      <div class="placed {role}" style="margin:0;left:40.0000pt;top:{top}.0000pt;width:150.0000pt;height:11.5000pt"></div>
      <img class="lines" src="{root}lines/{number}" style="margin:0">
    </div>"""
    blocks = (
        block.format(role=role, top=top, root=ROOT, number=n) for n, (role, top) in enumerate((("title", 23), ("body", 99)))
    )
    html = f'<html><body><div class="page"><i></i>{"".join(blocks)}</div></body></html>'
    root = parse(html)
    joined(root, [Whole(((40.0, 23.0, 150.0, 11.5),), (0,), 0.5, (1, 0, 0, 1, 0, 0))], block_of)
    page = root.find(".//*[@class='page']")
    assert page is not None
    assert [child.get("class") for child in page] == [None, None, "lead"]
    assert "opacity:0.5" in page[1].get("style", "")
    assert [child.get("class") for child in page[1]] == ["lead"], "with the slot’s element around both"
    assert b"opacity:1!important" in tostring(page[1]), "it is not taken twice"


def operators(page: pikepdf.Page) -> list[tuple[list[str], str]]:
    return [([str(each) for each in one.operands], str(one.operator)) for one in pikepdf.parse_content_stream(page)]


def everything(form: pikepdf.Object) -> list[str]:
    """The operators of a form and of those in it."""
    found = [operator for _, operator in operators(form)]
    return found + [each for inner in form.Resources.get("/XObject", {}).values() for each in everything(inner)]


def opened(made: Rendering) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made[0].pdf))


def test_opacity_is_of_the_ground_and_the_letters_together(render_text: Callable[..., Rendering]) -> None:
    """Were each lighter by itself, the ground would shine through the letters."""
    made = render_text(flat("Un texte"), css=CSS + ".body { opacity: .6; " + PANEL + "}")
    with opened(made) as document:
        page = document.pages[0]
        shown = [operands for operands, operator in operators(page) if operator == "Do"]
        assert len(shown) == 1
        group = page.Resources.XObject[shown[0][0]]
        assert group.Group.S == "/Transparency"
        within = everything(group)
        assert "re" in within
        assert "TJ" in within
        assert not any(operator == "TJ" for _, operator in operators(page))
        alphas = [float(state["/ca"]) for state in page.Resources.ExtGState.values() if "/ca" in state]
        assert alphas == [0.6]


def test_the_lines_of_a_turned_block_are_turned_with_it(render_text: Callable[..., Rendering]) -> None:
    made = render_text(flat("Un texte"), css=CSS + ".body { transform: rotate(-3deg); " + PANEL + "}")
    with opened(made) as document:
        turned = [operands for operands, operator in operators(document.pages[0]) if operator == "cm"]
    matrices = [[float(each) for each in operands] for operands in turned]
    assert [cos(pi / 60), -sin(pi / 60)] in [[pytest.approx(value, abs=1e-5) for value in each[:2]] for each in matrices]


def test_other_blocks_cost_nothing(render_text: Callable[..., Rendering]) -> None:
    """A page without such blocks is written as if there were none."""
    plain, same = (
        render_text(flat("Un texte"), css=CSS + css)[0].pdf for css in ("", ".body { opacity: 1; transform: none }")
    )
    assert plain == same


def test_a_code_that_is_turned_has_a_ground_of_its_own(render_text: Callable[..., Rendering]) -> None:
    """Turned by an eighth it reaches over the blocks beside it, and hides what stands there."""
    _, block, upright = render_text(flat("Un texte"))
    code = code_of("https://halage.example", 56.7)
    placed = replace(upright, block=replace(block, code=code))
    assert turned_code(placed) is None
    middle = upright.x + code.size / 2, upright.y + code.size / 2
    eighth = Turn(((code.size / 2, 0.0), (code.size / 2, 0.0)), ((pi / 4, (0.0, 0.0), (0.0, 0.0)),))
    ground = turned_code(replace(placed, turn=eighth.matrix(upright.x, upright.y, upright.width, upright.height)))
    assert ground is not None
    reach = code.size / 2**0.5
    assert ground.box == pytest.approx((middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach))
    assert marks_box(ground, (middle[0] - 1, ground.box[1] + 2, middle[0] + 1, ground.box[1] + 4)), "its upper corner"
    assert not marks_box(ground, (ground.box[0], ground.box[1], ground.box[0] + 4, ground.box[1] + 4)), (
        "white paper beside it"
    )
