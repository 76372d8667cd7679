"""What the pages of a proof share while they are drawn, and a page as it grows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.graphics import Budget
from mise_en_page.pdf.resources import key_of
from mise_en_page.pdf.state import State
from mise_en_page.proof.html import pixels
from mise_en_page.proof.html.letters import Face, NoOutlines
from mise_en_page.proof.html.svg import clipped

OPERATORS: Final = 300_000
"""How many of one page are drawn."""


class Look(State):
    """The graphics state with what only a drawing asks for. ``shapes``: the clip besides its bounds, by its id."""

    shapes = ""
    cap = join = 0
    mitre = 10.0
    dash: tuple[tuple[float, ...], float] = ((), 0.0)


@dataclass(slots=True)
class Workshop:
    """What the pages of a proof share: their file, its fonts and colours. ``ppi``: of photographs, at most."""

    source: pikepdf.Pdf
    ppi: float
    colours: pixels.Colours = field(init=False)
    faces: dict[str, Face | None] = field(default_factory=dict)
    blends: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.colours = pixels.Colours(self.source)

    def face(self, font: Any) -> Face | None:
        """A font; None for one that is not read here."""
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = key_of(font)
        if key not in self.faces:
            try:
                self.faces[key] = Face(font, len(self.faces))
            except (NoOutlines, ValueError, TypeError, KeyError, AttributeError):
                self.faces[key] = None
        return self.faces[key]

    def css(self) -> str:
        """The rules for all that was drawn."""
        fonts = [face.css() for face in self.faces.values() if face is not None and any(face.layers)]
        return "\n".join([*fonts, *(f".b-{name}{{mix-blend-mode:{name}}}" for name in sorted(self.blends))])


@dataclass(slots=True)
class Sheet(Budget):
    """A page as it is drawn: ``size`` of what is shown, and the clips by what they are."""

    workshop: Workshop
    number: int
    size: tuple[float, float]
    clips: dict[tuple[str, ...], str] = field(default_factory=dict)
    left: float = OPERATORS
    lost: bool = False

    def clip(self, *made: str) -> str:
        """The id of a clip: its shape, and that within which it stands ("": none)."""
        return self.clips.setdefault(made, f"c{self.number}-{len(self.clips)}")

    def clip_paths(self) -> str:
        return "".join(
            f'<clipPath id="{name}"{clipped(within)}>{shape}</clipPath>' for (shape, within), name in self.clips.items()
        )
