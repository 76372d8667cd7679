"""A gradient whose colours have the wrong number of inks vanishes in most printing systems."""

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.resources import key_of
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

COUNT: Final = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}


@check("shadings", "error", "ISO 32000-1, 8.7.4.5")
def shadings(pdf: Examined, profile: Profile) -> Faults:
    for held in pdf.objects:
        wanted = COUNT.get(str(held.get("/ColorSpace"))) if "/ShadingType" in held else None
        outputs = _outputs(held.get("/Function"), 0) if wanted is not None else ()
        given = next((count for count in outputs if count != wanted), None)
        if wanted is not None and given is not None:
            yield Fault.of("shadings", about=key_of(held), given=given, wanted=wanted)


def _outputs(function: Any, depth: int) -> Iterator[int]:
    """How many values each end of a gradient gives."""
    if isinstance(function, pikepdf.Array):
        yield len(function)
    elif isinstance(function, pikepdf.Dictionary) and depth < 4:
        for key in ("/C0", "/C1"):
            if key in function:
                yield len(function[key])
        for part in function.get("/Functions", ()):
            yield from _outputs(part, depth + 1)
