"""Paper takes only so much ink: more does not dry, smears on the next sheet, and sticks pages together."""

from typing import Final

from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Severity
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

MARGIN: Final = 5.0
"""Percent over the limit that GWG grants (R0026: 305 for a limit of 300)."""


@check("ink-limit", "error", "GWG 2022, R0026; the printing condition's limit", "inked")
def ink_limit(pdf: Examined, profile: Profile) -> Faults:
    from mise_en_page.preflight import ink, plate_pictures  # noqa: PLC0415 - numpy and pdfium, when something is drawn

    for page in pdf.pages:
        try:
            measured = ink.measure(pdf, page, profile)
        except plate_pictures.Unmeasured as fault:
            yield Fault.of("ink-limit/unmeasured", page.spot(), "info", reason=fault.said)
            continue
        for heaviest in (measured.large, measured.small) if measured is not None else ():
            percent, side, limit = heaviest.percent, heaviest.side / MM, profile.ink_limit
            if percent > limit + MARGIN:
                severity: Severity = "error" if measured and heaviest is measured.large else "warning"
                yield Fault.of("ink-limit", heaviest.where, severity, percent=percent, side=side, limit=limit)
                break
