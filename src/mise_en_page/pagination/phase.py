"""Where body text stands under its grid lines: in one place on all pages of an issue.

Text of another size has its baseline a little elsewhere in a line of the same leading; all body text is moved to where
most of it stands. How much there will be of each size is told by the layouts' slots and not by the texts, so that a page
does not hang on what is written on the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mise_en_page.composition.compose import first_baseline
from mise_en_page.composition.fonts import Catalogue
from mise_en_page.composition.galley import Styles
from mise_en_page.composition.strands import Strands
from mise_en_page.model.issue import Page
from mise_en_page.model.layout import Layout
from mise_en_page.pagination.heights import is_on_grid


def phases(
    pages: Iterable[Page], layouts: Mapping[str, Layout], styles: Mapping[str, Styles], catalogue: Catalogue
) -> Mapping[float, float]:
    """For each leading, the place of body baselines under their grid line, in pt: that of the most lines there is room for.

    Raises Refused if there is no font at all.
    """
    room: dict[float, dict[float, int]] = {}
    for page in pages:
        layout = layouts[page.layout]
        counts = room.setdefault(layout.grid.leading, {})
        for slot in layout.slots:
            style = styles[page.layout].role(slot.look, "body")
            if slot.takes != "article" or not is_on_grid(style.block.leading, layout.grid):
                continue
            baseline = first_baseline(style, Strands(style, catalogue))
            lines = sum(
                (stretch.foot - stretch.top) * stretch.columns for stretch in slot.stretches if stretch.page == page.part
            )
            counts[baseline] = counts.get(baseline, 0) + lines
    return {leading: max(sorted(counts), key=lambda at: counts[at], default=0.0) for leading, counts in room.items()}
