"""Colours as they are written, in the inks that print them, and the operators that set these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from mise_en_page.model.drawn import Inks
from mise_en_page.model.message import Message, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf import colour
from mise_en_page.pdf.spaces import kind_of
from mise_en_page.press.job import Swatch

BLACK: Final[Inks] = (0.0, 0.0, 0.0, 1.0)
NEUTRAL: Final = 0.004
"""How far apart the three values of an RGB colour may be and still mean grey: one step of 8 bits."""

INKED: Final = ("DeviceCMYK", "DeviceGray", "Separation", "DeviceN")
"""Spaces whose colours are inks."""

Tell = Callable[[Message], None]
"""Takes the sentence of a problem."""


class Paint(NamedTuple):
    """A current colour: the instructions that set it, and its inks when it is a plain process colour."""

    key: str
    instructions: tuple[Any, ...]
    inks: Inks | None


INHERITED: Final = Paint("inherited", (), None)
"""Inside a form, before it sets a colour: whatever the caller had."""


def instruction(operator: str, *operands: Any) -> ContentStreamInstruction:
    return ContentStreamInstruction(list(operands), Operator(operator))


def inked(inks: Inks, *, stroke: bool) -> Paint:
    """Process inks as a colour."""
    values = [Decimal(str(round(ink, 5))).normalize() for ink in inks]
    plain = [value.quantize(Decimal(1)) if value == value.to_integral() else value for value in values]
    return Paint(str(inks), (instruction("K" if stroke else "k", *plain),), inks)


@dataclass(slots=True)
class Colours:
    """A document's colours: those that stand for inks by what is written, and the spaces of its spot inks."""

    pdf: pikepdf.Pdf
    profile: Profile
    swatches: Mapping[tuple[int, int, int], Swatch]
    stand_ins: Mapping[Inks, Swatch]
    tell: Tell
    _spots: dict[str, pikepdf.Object] = field(default_factory=dict)

    def spot(self, swatch: Swatch) -> tuple[str, pikepdf.Object]:
        """A spot ink's name as a resource, and its Separation: one for the document, with its look in process inks."""
        names = sorted({one.name for one in (*self.swatches.values(), *self.stand_ins.values()) if one.spot})
        if swatch.name not in self._spots:
            look = Dictionary(
                FunctionType=2,
                Domain=Array([0, 1]),
                C0=Array([0, 0, 0, 0]),
                C1=Array([round(ink, 5) for ink in swatch.inks]),
                N=1,
            )
            space = Array([Name.Separation, Name(f"/{swatch.name}"), Name.DeviceCMYK, look])
            self._spots[swatch.name] = self.pdf.make_indirect(space)
        return f"Spot{names.index(swatch.name) + 1}", self._spots[swatch.name]

    def swatch(self, kind: str, values: list[float]) -> Swatch | None:
        """The swatch that a colour stands for."""
        if kind == "DeviceCMYK" and len(values) == 4:
            cyan, magenta, yellow, black = (round(value, 4) for value in values)
            return self.stand_ins.get((cyan, magenta, yellow, black))
        if kind != "DeviceRGB" or len(values) != 3 or not self.swatches:
            return None
        red, green, blue = (round(value * 255) for value in values)
        return self.swatches.get((red, green, blue))

    def inks(self, kind: str, values: list[float]) -> Inks:
        """The process inks of a colour in a space of that family; black, and a problem, where nobody said which."""
        swatch = self.swatch(kind, values)
        if swatch is not None:
            return swatch.inks
        if kind == "DeviceCMYK" and len(values) == 4:
            cyan, magenta, yellow, black = (round(min(max(value, 0.0), 1.0), 5) for value in values)
            return (cyan, magenta, yellow, black)
        if kind == "DeviceGray" and len(values) == 1:
            return (0.0, 0.0, 0.0, round(1 - min(max(values[0], 0.0), 1.0), 5))
        if kind == "DeviceRGB" and len(values) == 3 and max(values) - min(values) <= NEUTRAL:
            return (0.0, 0.0, 0.0, colour.grey_to_black(sum(values) / 3, self.profile))
        shown = " ".join(f"{value:.3g}" for value in values)
        if kind == "DeviceRGB" and len(values) == 3:
            shown = "#" + "".join(f"{round(min(max(value, 0), 1) * 255):02x}" for value in values)
        said = kind.removeprefix("Device") if kind.startswith("Device") else f"/{kind}"
        self.tell(say("press-colour-rgb", values=shown, space=said))
        return BLACK

    def lightness(self, kind: str, values: list[float]) -> float:
        """How much a colour lets through in a mask: CSS Masking 1, 7.10.1; of inks, ISO 32000-1, 10.3.5."""
        swatch = self.swatch(kind, values)
        if kind == "DeviceCMYK" or swatch is not None:
            cyan, magenta, yellow, black = swatch.inks if swatch is not None else values
            return 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black)
        if kind == "DeviceRGB":
            red, green, blue = (min(max(value, 0.0), 1.0) for value in values)
            return 0.2125 * red + 0.7154 * green + 0.0721 * blue
        return min(max(values[0], 0.0), 1.0) if values else 0.0

    def judge_shading(self, shading: Any, *, is_mask: bool) -> None:
        """A gradient's colours, put into inks where they stand for some."""
        kind = kind_of(shading.get("/ColorSpace")) if isinstance(shading, pikepdf.Object) else ""
        if kind == "DeviceRGB" and self._ends_in_inks(shading.get("/Function"), 0, is_mask):
            shading["/ColorSpace"] = Name.DeviceGray if is_mask else Name.DeviceCMYK
        elif kind not in INKED:
            self.tell(say("press-gradient-rgb"))

    def _ends_in_inks(self, function: Any, depth: int, is_mask: bool) -> bool:
        """Put a gradient's ends, and those of its parts, into inks; False when one is neither a swatch nor neutral."""
        if not isinstance(function, pikepdf.Dictionary) or depth > 4:
            return False
        if "/Functions" in function:
            return all(self._ends_in_inks(part, depth + 1, is_mask) for part in function["/Functions"])
        ends = [[float(value) for value in function.get(key, [])] for key in ("/C0", "/C1")]
        if any(len(end) == (1 if is_mask else 4) for end in ends):
            return True  # shared with another gradient, and done
        known = [len(end) == 3 and (self.swatch("DeviceRGB", end) or max(end) - min(end) <= NEUTRAL) for end in ends]
        if not all(known) and not is_mask:
            return False
        for key, end in zip(("/C0", "/C1"), ends, strict=True):
            inks = [self.lightness("DeviceRGB", end)] if is_mask else self.inks("DeviceRGB", end)
            function[key] = Array([round(ink, 5) for ink in inks])
        if "/Range" in function:
            del function["/Range"]
        return True

    def judge_image(self, image: Any) -> None:
        """A picture's inks are looked at, what a printer has no use for is taken off."""
        for key in ("/Interpolate", "/Name", "/Intent", "/Metadata", "/OPI", "/Alternates", "/StructParent"):
            if key in image:
                del image[key]
        if bool(image.get("/ImageMask", False)):
            return
        space = image.get("/ColorSpace")
        kind = kind_of(space)
        if kind == "Indexed" and isinstance(space, pikepdf.Array):
            kind = kind_of(space[1])
        if kind not in INKED:
            self.tell(say("press-image-rgb", width=str(image.get("/Width")), height=str(image.get("/Height")), space=kind))
