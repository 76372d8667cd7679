"""QR codes: their modules, how large they are, and what is too much for them."""

from __future__ import annotations

import pytest
import segno
from composing import justified
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.composition.codes import LEAST_MODULE, MM, QUIET, code_of, set_code
from mise_en_page.model.problem import Span

HERE = Span("articles/a.md", 5, 5)
ADDRESS = "https://www.exemple.fr/loire"
ADDRESSES = st.text("abcdefghijklmnopqrstuvwxyz0123456789/-?=&", min_size=1, max_size=280).map("https://".__add__)


@given(ADDRESSES)
@settings(max_examples=40, deadline=None)
def test_its_modules_are_those_of_the_norm(address: str) -> None:
    code = code_of(address, 20 * MM)
    dark = [[False] * (code.side - 2 * QUIET) for _ in code.rows]
    for row, runs in zip(dark, code.rows, strict=True):
        for start, end in runs:
            row[start:end] = [True] * (end - start)
    wanted = segno.make(address, error="m", micro=False).matrix
    assert dark == [[bool(module) for module in row] for row in wanted]


@given(ADDRESSES, st.floats(30, 200))
@settings(max_examples=40, deadline=None)
def test_all_modules_are_whole_hundredths_of_a_millimetre_and_no_wider_than_asked(address: str, size: float) -> None:
    code = code_of(address, size)
    hundredths = code.module / MM * 100
    assert hundredths == pytest.approx(round(hundredths))
    assert size - code.side * MM / 100 < code.size <= size + 1e-6


def test_it_stands_on_whole_lines_of_the_grid() -> None:
    style, setting, code, problems = set_code(ADDRESS, justified(), 11.5, 165.0, HERE)
    assert not problems
    assert style.block.leading == 11.5
    assert len(setting.lines) == -(-code.size // 11.5)
    assert all(line.runs == () and line.width == code.size for line in setting.lines)


@pytest.mark.parametrize(("address", "measure"), [(ADDRESS + "x" * 200, 165.0), (ADDRESS, 30.0)])
def test_modules_too_small_for_a_telephone_are_an_error_that_says_how_large_they_would_be(
    address: str, measure: float
) -> None:
    *_, code, problems = set_code(address, justified(), 11.5, measure, HERE)
    assert [(problem.code, problem.severity, problem.where) for problem in problems] == [("qr", "error", HERE)]
    assert code.module < LEAST_MODULE * MM
    assert f"{code.module / MM:.2f} mm" in problems[0].message


def test_more_room_makes_them_larger() -> None:
    *_, code, problems = set_code(ADDRESS + "x" * 60, justified(code_size=30 * MM), 11.5, 165.0, HERE)
    assert not problems
    assert code.size <= 30 * MM
