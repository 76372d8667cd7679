"""How much ink a page takes: each plate's coverage, and the place that takes most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mise_en_page.desk.picture import LOCK
from mise_en_page.model.press_profile import MM, Profile
from mise_en_page.pipeline.build import Set
from mise_en_page.pipeline.page import job_of
from mise_en_page.preflight import plates
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import opened
from mise_en_page.press import finishing
from mise_en_page.press.job import Swatch
from mise_en_page.rendering.leaf import Leaf

#: Presses are asked about the heaviest surface of this side (pt).
SIDE = 5 * MM


def inks(made: Set, page: int, leaf: Leaf, profile: Profile, swatches: tuple[Swatch, ...] = ()) -> dict[str, Any]:
    """The coverage of each ink in percent of the trimmed page, and the greatest sum with the profile's limit."""
    job = replace(job_of(made, made.catalogue, (page + 1,)), swatches=swatches)
    pdf = finishing.finish(leaf.pdf(), profile, job)
    with LOCK, opened(pdf) as document:
        examined = Reading(pdf, document).page(0)
        separated = plates.separate(examined, examined.pages[0], profile)
    if separated is None:
        return {"inks": {}, "most": None, "limit": profile.ink_limit}
    ((most, _),) = separated.heaviest(SIDE)
    return {
        "inks": {ink: round(value, 1) for ink, value in separated.coverage().items()},
        "most": round(most),
        "limit": profile.ink_limit,
    }
