"""Paper takes only so much ink: more does not dry, smears on the next sheet, and sticks pages together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined

MARGIN: Final = 5.0
"""Percent over the limit that GWG grants (R0026: 305 for a limit of 300)."""


@check(
    "ink-limit",
    severity="error",
    authority="GWG 2022, R0026; the printing condition's limit",
    proved_by=("ink-limit.fails", "good"),
    scope="inked",
)
def ink_limit(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Does every part of the page carry as little ink as the paper takes?"""
    from mise_en_page.preflight import ink, plate_pictures  # noqa: PLC0415 - numpy and pdfium, when something is drawn

    for page in pdf.pages:
        try:
            measured = ink.measure(pdf, page, profile)
        except plate_pictures.Unmeasured as reason:
            yield Fault(f"the ink of the page could not be measured: {reason}", page.spot(), severity="info")
            continue
        if measured is None:
            continue
        for heaviest in (measured.large, measured.small):
            if heaviest.percent > profile.ink_limit + MARGIN:
                square = f"{heaviest.side / MM:.0f} × {heaviest.side / MM:.0f} mm"
                message = f"{heaviest.percent:.0f} % of ink on {square}, the paper takes {profile.ink_limit:.0f} %"
                hint = "use fewer inks, or convert the picture with the printer's profile"
                yield Fault(message, heaviest.where, hint, "error" if heaviest is measured.large else "warning")
                break
