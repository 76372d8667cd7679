"""How much ink a page takes: each plate's coverage, and the place that takes most."""

from __future__ import annotations

from typing import Any

from mise_en_page.desk.picture import LOCK
from mise_en_page.model.press_profile import MM
from mise_en_page.pipeline.page import job_of
from mise_en_page.pipeline.stages import Road
from mise_en_page.preflight import plates
from mise_en_page.preflight.examine import Reading
from mise_en_page.preflight.examined import opened
from mise_en_page.press.art import Art
from mise_en_page.press.finishing import assemble

#: Presses are asked about the heaviest surface of this side (pt).
SIDE = 5 * MM


def inks(road: Road, page: int, art: Art) -> dict[str, Any]:
    """The coverage of each ink in percent of the trimmed page, and the greatest sum with the profile's limit."""
    issue, layouts, catalogue, profile = map(road.issue.value, ("issue", "layouts", "catalogue", "profile"))
    pdf = assemble([art], catalogue, profile, job_of(issue, layouts, catalogue, (page + 1,)))
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
