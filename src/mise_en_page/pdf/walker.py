"""The walk over a PDF's content, its resources looked up: colours, dictionaries of graphics state, fonts, forms and tiles.

What a visitor asks about it says in methods of its own (``graphics.OPERATORS``), which call those here for the state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.geometry import EVERYWHERE, cross, multiply, placed
from mise_en_page.pdf.graphics import FAULTY, Budget, GraphicsWalker
from mise_en_page.pdf.resources import matrix_of, resource
from mise_en_page.pdf.spaces import DEVICE, INITIAL, colour_of, device_colour, kind_of, space_of
from mise_en_page.pdf.state import Colour, State

PATTERN: Final = Colour("Pattern", (), None)
SETTINGS: Final[tuple[tuple[str, str, Callable[[Any], Any]], ...]] = (
    ("/LW", "width", float),
    ("/OP", "op_stroke", bool),
    ("/OP", "op_fill", bool),  # unless op says otherwise
    ("/op", "op_fill", bool),
    ("/OPM", "opm", int),
    ("/ca", "alpha_fill", float),
    ("/CA", "alpha_stroke", float),
)
"""Entries of a dictionary of graphics state (ISO 32000-1, table 58), what they set, and as what."""


class Walker(GraphicsWalker):
    """A stream of a PDF. ``resources`` are its own or those it inherits, ``depth`` is how deep it stands in others."""

    def __init__(self, resources: Any, state: State, depth: int = 0, budget: Budget | None = None) -> None:
        super().__init__(state, budget)
        self.resources, self.depth = resources, depth
        self._held: dict[tuple[str, str], Any] = {}
        self._changes: dict[str, tuple[tuple[tuple[str, Any], ...], Exception | None]] = {}

    def resource(self, kind: str, name: Any) -> Any:
        """What a name stands for; None when it stands for nothing."""
        key = (kind, str(name))
        if key not in self._held:
            self._held[key] = resource(self.resources, *key)
        return self._held[key]

    # graphics state

    def graphics(self, _: str, operands: Any) -> None:
        name = str(operands[0])
        if name not in self._changes:
            found: list[tuple[str, Any]] = []
            fault: Exception | None = None
            try:
                for change in self.changes(self.resource("ExtGState", name)):
                    found.append(change)  # what was read before a fault counts
            except FAULTY as why:
                fault = why
            self._changes[name] = (tuple(found), fault)
        changes, fault = self._changes[name]
        state = self.state
        for key, value in changes:
            setattr(state, key, value)
        if fault is not None:
            raise fault

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:
        """What a dictionary of graphics state changes, in order. Raises where it is damaged."""
        if not isinstance(held, pikepdf.Dictionary):
            return
        for key, name, kind in SETTINGS:
            if key in held:
                yield name, kind(held[key])
        if "/BM" in held:
            blend = held["/BM"]
            yield "blend", str(blend[0] if isinstance(blend, pikepdf.Array) else blend)[1:]
        if "/SMask" in held:
            yield "masked", self.masked(held["/SMask"])
        if "/Font" in held and len(held["/Font"]) == 2:
            face = self.face(held["/Font"][0])
            yield "size", float(held["/Font"][1])
            yield "face", face

    def masked(self, mask: Any) -> bool:
        """Is this a soft mask, and not the end of one?"""
        return isinstance(mask, pikepdf.Dictionary)

    def font(self, _: str, operands: Any) -> None:
        name, size = str(operands[0]), float(operands[1])
        self.state.face = self.face(self.resource("Font", name))
        self.state.size = size

    def face(self, font: Any) -> Any:
        """A font as the visitor keeps it in the state."""
        return font

    # colour

    def device(self, operator: str, operands: Any) -> None:
        name = DEVICE[operator.lower()]
        self.choose(operator, name, device_colour(name, tuple(map(float, operands))))

    def space(self, operator: str, operands: Any) -> None:
        found = space_of(self.resources, operands[0])
        self.choose(operator, found, colour_of(found, INITIAL.get(kind_of(found), ())))

    def colour(self, operator: str, operands: Any) -> None:
        space = self.state.stroke_space if operator.isupper() else self.state.fill_space
        if kind_of(space) == "Pattern":
            self.choose(operator, space, self.pattern(operands))
        else:
            self.choose(operator, space, colour_of(space, tuple(float(value) for value in operands)))

    def choose(self, operator: str, space: Any, colour: Any) -> None:
        """A colour is set; operators in capitals are for strokes."""
        state = self.state
        if operator.isupper():
            state.stroke, state.stroke_space = colour, space
        else:
            state.fill, state.fill_space = colour, space

    def pattern(self, operands: Any) -> Colour:  # noqa: ARG002 - visitors look at the pattern
        """A pattern is chosen as the colour."""
        return PATTERN

    # forms

    def form_state(self, form: Any) -> Any:
        """The state that a form is walked with: its matrix, and its box as a clip."""
        state = self.state.copy()
        state.matrix = multiply(matrix_of(form), state.matrix)
        x0, y0, x1, y1 = (float(value) for value in form.get("/BBox", EVERYWHERE))
        state.clip = cross(state.clip, placed((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), state.matrix))
        return state
