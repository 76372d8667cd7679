"""The one walk over content: the state that operators leave, on small streams."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mise_en_page.pdf.content import taken_apart
from mise_en_page.pdf.geometry import EVERYWHERE, IDENTITY, Box
from mise_en_page.pdf.graphics import Budget
from mise_en_page.pdf.state import State
from mise_en_page.pdf.walker import Walker


class Asking(Walker):
    """Notes the state at each path that is painted, and walks forms."""

    def __init__(self, resources: Any, state: State, depth: int = 0, budget: Budget | None = None) -> None:
        super().__init__(resources, state, depth, budget)
        self.seen: list[tuple[str, Box, State]] = []
        self.ended = False

    def painted(self, operator: str, box: Box) -> None:
        self.seen.append((operator, box, self.state.copy()))

    def do(self, _: str, operands: Any) -> None:
        form = self.resource("XObject", operands[0])
        inner = Asking(form.get("/Resources", self.resources), self.form_state(form), self.depth + 1, self.budget)
        inner.run(taken_apart(form.read_bytes())[1])
        self.seen += inner.seen

    def overrun(self) -> None:
        self.ended = True


def walked(content: str, budget: Budget | None = None, **resources: Any) -> Asking:
    found = Asking(Dictionary({f"/{kind}": held for kind, held in resources.items()}), State(), 0, budget)
    found.run(taken_apart(content.encode("latin-1"))[1])
    return found


SQUARE = "0 0 10 10 re f"


def test_a_page_begins_with_the_initial_state() -> None:
    """ISO 32000-1, tables 52 and 104, and 8.6.5.1: black of DeviceGray, lines of one unit, nothing clipped, opaque."""
    ((_, box, state),) = walked(SQUARE).seen
    assert (state.matrix, state.clip, box) == (IDENTITY, EVERYWHERE, (0, 0, 10, 10))
    assert state.fill == state.stroke == ("DeviceGray", (0.0,), (("Black", 1.0),))
    assert (state.width, state.alpha_fill, state.blend, state.masked) == (1.0, 1.0, "Normal", False)
    assert (state.op_fill, state.opm, state.render, state.stretch, state.leading) == (False, 0, 0, 1.0, 0.0)


def test_what_is_saved_comes_back() -> None:
    found = walked(f"q 2 0 0 2 5 5 cm 3 w 0 1 0 0 k 0 0 4 4 re W n {SQUARE} Q {SQUARE} Q {SQUARE}").seen
    assert [box for _, box, _ in found] == [(5, 5, 13, 13), (5, 5, 13, 13), (0, 0, 10, 10), (0, 0, 10, 10)]
    assert [state.width for _, _, state in found] == [3, 3, 1, 1]
    assert found[1][2].fill.ink("Magenta") == 1
    assert found[2][2].fill.space == "DeviceGray"


@pytest.mark.parametrize("own", [True, False])
def test_a_form_has_the_state_of_its_place_and_its_own_resources_or_those_around_it(own: bool) -> None:
    with pikepdf.new() as pdf:
        spaces = Dictionary(C=Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()]))
        form = pdf.make_stream(f"/C cs {SQUARE}".encode(), Matrix=Array([1, 0, 0, 1, 100, 0]), BBox=Array([0, 0, 6, 20]))
        if own:
            form.Resources = Dictionary(ColorSpace=spaces)
        found = walked("/G gs /F Do", XObject=Dictionary(F=form), ExtGState=Dictionary(G=Dictionary(OP=True)),
                       **({} if own else {"ColorSpace": spaces}))  # fmt: skip
        ((_, box, state),) = found.seen
    assert box == (100, 0, 106, 10)
    assert state.op_fill  # OP stands for op where that is not said
    assert state.fill == ("Separation", (1.0,), (("Gold", 1.0),))


def test_no_more_is_walked_than_may_be() -> None:
    budget = Budget(7)
    found = walked(f"{SQUARE} 0 0 m 1 1 l 2 2 l h {SQUARE} {SQUARE}", budget)
    assert found.ended
    assert len(found.seen) == 1  # two operators, a path of four, and the rectangle after it


def test_a_damaged_dictionary_of_graphics_state_is_a_fault() -> None:
    damaged = Dictionary(LW=4, OPM=Name.Odd, ca=0.5)
    with pytest.raises((TypeError, ValueError)):
        walked("/G gs", ExtGState=Dictionary(G=damaged))
