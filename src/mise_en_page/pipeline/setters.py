"""What sets the articles of a page before any page is made: to know what is left open, or where an article is cut."""

from __future__ import annotations

from pathlib import Path

from mise_en_page import composition
from mise_en_page.model.issue import Page, Publication, Source
from mise_en_page.model.layout import Layout
from mise_en_page.model.memo import Aside, Ask
from mise_en_page.pagination.once import SetFor
from mise_en_page.pipeline import page as stages
from mise_en_page.pipeline.styles_cache import StylesCache, styles_of
from mise_en_page.rendering.cascade import MarksInUse

#: What all pages of an issue have in common before any is made, in the order in which it is handed on: the marks that are
#: likely in the issue, the issue itself, its source and publication, the publication's folder, faces, styles that are kept,
#: and what keeps what is made. A plain tuple, whose parts the memo compares one by one (model/memo.py).
Held = tuple[MarksInUse, Aside, Source, Publication, Path, composition.Catalogue, StylesCache, Ask]


def set_up(page: Page, layouts: tuple[Layout, ...], *held: *Held) -> tuple[Page, dict[str, SetFor]] | None:
    """A page corrected, and what sets its articles in each layout, by the layout's name; None where nothing can be set.

    Raises Refused where settings of the publication are not known.
    """
    marks, issue, source, publication, root, catalogue, kept, ask = held
    done = stages.corrected((page,), source, publication, ask)
    corrected: Page = done.values[0][0]
    styles = {}
    for layout in layouts:
        likely, _ = ask(styles_of, kept, layout, marks, root)
        styles[layout.name] = stages.marked(likely, (corrected,), issue.thing, layout, root, kept, ask).values[0]
    if done.problems or catalogue.problems or not all(each.by_role for each in styles.values()):
        return None
    return corrected, {
        layout.name: stages.setting(layout, styles[layout.name], catalogue, publication, ask) for layout in layouts
    }
