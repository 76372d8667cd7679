"""QR codes: an address for telephones at an article's end, in black alone (ISO/IEC 18004).

A code is a square of modules, four of them white around it (§ 9.1, the quiet zone). All modules are of one size, a whole
number of hundredths of a millimetre, and none smaller than a telephone tells apart in print.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import Final

from mise_en_page.composition.galley import Code, Line, RoleStyle, Setting
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Span

#: The role of a code.
ROLE: Final = "qr"
#: White modules on each side.
QUIET: Final = 4
#: The least size of a module in mm (DENSO WAVE, “Determining the cell size”: .25 at 600 dpi; newsprint wants more).
LEAST_MODULE: Final = 0.4


def code_of(address: str, size: float) -> Code:
    """The code of an address, no wider than a size in pt: correction of level M, more where there is room for it."""
    import segno  # noqa: PLC0415 - few pages have a code

    made = segno.make(address, error="m", micro=False, boost_error=True)
    matrix = [[bool(module) for module in row] for row in made.matrix]
    side = len(matrix) + 2 * QUIET
    module = floor(size / MM / side * 100 + 1e-6) / 100 * MM
    return Code(tuple(_runs(row) for row in matrix), module, side)


def _runs(row: list[bool]) -> tuple[tuple[int, int], ...]:
    """Where dark modules in a row begin and end."""
    edges = [n for n, (before, own) in enumerate(zip([False, *row], [*row, False], strict=True)) if before is not own]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def set_code(
    address: str, style: RoleStyle, leading: float, measure: float, span: Span
) -> tuple[RoleStyle, Setting, Code, tuple[Problem, ...]]:
    """A code as lines of nothing: its style, in the grid's ``leading``, on as many lines as it is high; and what is wrong.

    ``measure``: the column's, in pt, beyond which it is no wider.
    """
    code = code_of(address, min(style.block.code_size, measure))
    problems: tuple[Problem, ...] = ()
    if code.module < LEAST_MODULE * MM - 1e-9:
        needed = code.side * LEAST_MODULE
        told = Problem.of(
            "qr/fine", "error", span, size=code.module / MM, least=LEAST_MODULE, signs=len(address), side=needed
        )
        problems = (told,)
    count = max(1, ceil(code.size / leading - 1e-6))
    lines = tuple(Line((), 0.0, code.size, 1.0, 0, 0, last=n + 1 == count) for n in range(count))
    return replace(style, block=replace(style.block, leading=leading)), Setting(lines, 0.0), code, problems
