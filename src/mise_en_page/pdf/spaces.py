"""Colour spaces, and what colours print with (ISO 32000-1, 8.6)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.resources import resource
from mise_en_page.pdf.state import Colour

PROCESS: Final = ("Cyan", "Magenta", "Yellow", "Black")
DEVICE: Final = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
"""The space that an operator for colour names, in small letters."""

INITIAL: Final = {"DeviceGray": (0.0,), "DeviceRGB": (0.0,) * 3, "DeviceCMYK": (0.0, 0.0, 0.0, 1.0), "Separation": (1.0,)}
"""The colour that choosing a space sets (ISO 32000-1, table 74); for the others it is not looked at."""

COLOURS: Final = 4096
"""How many colours are remembered."""


def space_of(resources: Any, name: Any) -> Any:
    """A device name without slash, or the array of a colour space; ``name`` is that array, or what resources call it."""
    if isinstance(name, pikepdf.Array):
        return name
    if str(name) in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
        return str(name)[1:]
    found = resource(resources, "ColorSpace", name)
    if isinstance(found, pikepdf.Name):
        return str(found)[1:]
    return found if isinstance(found, pikepdf.Array) and len(found) else "unknown"


def kind_of(space: Any) -> str:
    """The family of a colour space, its name or the array that defines it, without a slash; "" for an empty array."""
    if isinstance(space, pikepdf.Array):
        return str(space[0])[1:] if len(space) else ""
    return str(space).removeprefix("/")


def colour_of(space: Any, values: tuple[float, ...]) -> Colour:
    """What a colour prints with. ``space`` is a device name without slash, or the array that defines it."""
    name = kind_of(space)
    if name == "DeviceCMYK" and len(values) == 4:
        return Colour(name, values, tuple(zip(PROCESS, values, strict=True)))
    if name in ("DeviceGray", "CalGray") and len(values) == 1:
        return Colour(name, values, (("Black", 1 - values[0]),) if name == "DeviceGray" else None)
    if name == "Separation" and values:
        return Colour(name, values, () if str(space[1]) == "/None" else ((str(space[1])[1:], values[0]),))
    if name == "DeviceN":
        inks = [str(ink)[1:] for ink in space[1]]
        return Colour(name, values, tuple(zip(inks, values, strict=False)))
    return Colour(name, values, None)


device_colour = lru_cache(COLOURS)(colour_of)
"""The same for a device space, where colours come again and again."""


def inks_of(space: Any) -> list[str]:
    """The inks that a Separation or DeviceN space names, without slashes; none for another space."""
    kind = kind_of(space)
    return [str(ink)[1:] for ink in space[1]] if kind == "DeviceN" else [str(space[1])[1:]] if kind == "Separation" else []
