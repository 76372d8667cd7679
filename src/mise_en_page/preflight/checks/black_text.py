"""Small type in one ink: four plates never fall exactly on one another."""

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

SMALL: Final = 12.0


@check("black-text", "error", "GWG 2022, R0015; stricter below 12 pt: house rule")
def black_text(pdf: Examined, profile: Profile) -> Faults:
    for thing in pdf.looks():
        if thing.kind != "text" or thing.size >= SMALL or thing.colour.inks is None:
            continue
        black, total = thing.colour.ink("Black"), thing.colour.total
        rich = black >= 0.85 and total > black + 0.05
        mixed = black >= 0.3 and total > 2 and thing.colour.space == "DeviceCMYK"
        if (rich or mixed) and "All" not in dict(thing.colour.inks):
            inks = " ".join(f"{ink[0]}{amount * 100:.0f}" for ink, amount in thing.colour.inks)
            yield Fault.of("black-text", pdf.spot(thing), alike=thing.colour.values, size=thing.size, inks=inks)
