"""The one walk over the operators of a content stream: who asks what they do is a visitor, a class that stands on this one.

Here the graphics state is followed, the text state and the path (ISO 32000-1, 8.4, 8.5 and 9.3), on any source of
instructions; ``walker.Walker`` knows a PDF's resources as well. A visitor defines the methods that ``OPERATORS`` names for
what it asks about, and ``skips`` those that it need not follow. Nothing here needs pikepdf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final

from mise_en_page.pdf.content import INLINE, NEST, PATH, SHOW, Instruction, numbers_of
from mise_en_page.pdf.geometry import IDENTITY, Box, Matrix, Point, apply, bounds, cross, multiply, placed
from mise_en_page.pdf.state import State

OPERATORS: Final[Mapping[str, str]] = {
    NEST: "nest",
    "q": "save",
    "Q": "restore",
    "cm": "concat",
    "w": "weight",
    "J": "cap",
    "j": "join",
    "M": "mitre",
    "d": "dash",
    "gs": "graphics",
    "BT": "begin",
    "Tm": "text_matrix",
    **dict.fromkeys(("Td", "TD"), "text_move"),
    "T*": "text_next",
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts"), "text_value"),
    "Tr": "rendering",
    "Tf": "font",
    SHOW: "show_parts",
    **dict.fromkeys(("Tj", "TJ", "'", '"'), "show"),
    PATH: "path",
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), "trace"),
    **dict.fromkeys(("W", "W*"), "clip"),
    **dict.fromkeys(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"), "paint"),
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), "device"),
    **dict.fromkeys(("cs", "CS"), "space"),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), "colour"),
    "Do": "do",
    "sh": "shade",
    INLINE: "inline",
    "MP": "point",
    **dict.fromkeys(("BDC", "DP"), "marked"),
    **dict.fromkeys(("ri", "i"), "reproduction"),
}
"""The method for each operator; the others leave no mark."""

FILLS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
STROKES: Final = frozenset({"S", "s", "B", "B*", "b", "b*"})
NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)
FAULTY: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError)
"""What operands raise that are not what they should be."""

_TEXT: Final = {"Tc": "spacing", "Tw": "words", "TL": "leading", "Ts": "rise"}
_Q: Final = ord("q")


class Budget:
    """How many operators may still be walked, by all who share it."""

    def __init__(self, left: float = float("inf")) -> None:
        self.left = left


class GraphicsWalker:
    """One content stream, walked with the state it is called in."""

    steps: ClassVar[Mapping[str, Callable[[Any, str, Any], None]]]
    skips: ClassVar[frozenset[str]] = frozenset()
    """Methods that a visitor does not want to be called."""

    def __init_subclass__(cls) -> None:
        wanted = {word: name for word, name in OPERATORS.items() if name not in cls.skips and hasattr(cls, name)}
        cls.steps = {word: getattr(cls, name) for word, name in wanted.items()}

    def __init__(self, state: State, budget: Budget | None = None) -> None:
        self.state: Any = state
        self.budget = budget or Budget()
        self.stack: list[Any] = []
        self.now: Instruction = ("", (), 0, 0)
        """The instruction at hand."""

        self.points: list[Point] = []
        self.rectangles: list[Box] = []
        """The path's rectangles, on the page; NOWHERE for each other part."""

        self.straight = True
        self.clipping = False
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY

    def run(self, instructions: Iterable[Instruction]) -> None:
        steps, budget = self.steps, self.budget
        for instruction in instructions:
            budget.left -= 1
            if budget.left < 0:
                self.overrun()
                return
            word = instruction[0]
            step = steps.get(word)
            if step is not None:
                self.now = instruction
                try:
                    step(self, word, instruction[1])
                except FAULTY as fault:
                    self.damaged("TJ" if word == SHOW else word, fault)

    def overrun(self) -> None:
        """There are more operators than may be walked."""

    def damaged(self, word: str, fault: Exception) -> None:  # noqa: ARG002 - visitors name the operator
        """An operator whose operands are not what they should be."""
        raise fault

    # graphics state

    def nest(self, _: str, letters: bytes) -> None:
        """Several of q and Q."""
        self.budget.left -= len(letters) - 1
        stack = self.stack
        for letter in letters:
            if letter == _Q:
                stack.append(self.state.copy())
            elif stack:
                self.state = stack.pop()

    def save(self, _: str, __: Any) -> None:
        self.stack.append(self.state.copy())

    def restore(self, _: str, __: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concat(self, _: str, operands: Any) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.state.matrix = multiply((a, b, c, d, e, f), self.state.matrix)

    def weight(self, _: str, operands: Any) -> None:
        self.state.width = float(operands[0])

    # paths

    def path(self, _: str, operands: Any) -> None:
        """A run of operators that trace a path: only its bounds are asked for."""
        (count, moves, curved, box), written = operands
        self.budget.left -= count - 1
        if curved:
            self.straight = False
        if moves:
            self.rectangles += [NOWHERE] * min(moves, 3)
        if box is None:
            return
        a, b, c, d, e, f = self.state.matrix
        if b == 0 and c == 0:
            x0, y0, x1, y1 = box
            self.points += [(x0 * a + e, y0 * d + f), (x1 * a + e, y1 * d + f)]
        else:
            values = numbers_of(written)
            pairs = zip(values[::2], values[1::2], strict=True)
            self.points += [(x * a + y * c + e, x * b + y * d + f) for x, y in pairs]

    def trace(self, operator: str, operands: Any) -> None:
        values = [float(value) for value in operands]
        if operator == "re":
            x, y, width, height = values
            box = placed((x, y, x + width, y + height), self.state.matrix)
            self.points += [(box[0], box[1]), (box[2], box[3])]
            self.rectangles.append(box)
            return
        self.straight = self.straight and operator in ("m", "l", "h")
        self.points += [apply(self.state.matrix, point) for point in zip(values[::2], values[1::2], strict=False)]
        if operator == "m":
            self.rectangles.append(NOWHERE)

    def clip(self, _: str, __: Any) -> None:
        self.clipping = True

    def paint(self, operator: str, _: Any) -> None:
        """A path is painted, and ends; ``painted`` says how much of its bounds the clip leaves."""
        state = self.state
        box = cross(bounds(self.points), state.clip) if self.points else NOWHERE
        self.painted(operator, box)
        if self.clipping:
            state.clip = box
        self.points, self.rectangles, self.clipping, self.straight = [], [], False, True

    def painted(self, operator: str, box: Box) -> None:
        """The path at hand is painted; ``box`` bounds what of it is within the clip."""

    # text

    def begin(self, _: str, __: Any) -> None:
        self.text = self.line = IDENTITY

    def text_matrix(self, _: str, operands: Any, /) -> None:
        a, b, c, d, e, f = map(float, operands)
        self.text = self.line = (a, b, c, d, e, f)

    def text_move(self, operator: str, operands: Any, /) -> None:
        x, y = map(float, operands)
        if operator == "TD":
            self.state.leading = -y
        self.text = self.line = multiply((1, 0, 0, 1, x, y), self.line)

    def text_next(self, _: str, __: Any, /) -> None:
        self.text = self.line = multiply((1, 0, 0, 1, 0, -self.state.leading), self.line)

    def text_value(self, operator: str, operands: Any) -> None:
        value = float(operands[0])
        if operator == "Tz":
            self.state.stretch = value / 100
        else:
            setattr(self.state, _TEXT[operator], value)

    def rendering(self, _: str, operands: Any) -> None:
        self.state.render = int(float(operands[0]))
