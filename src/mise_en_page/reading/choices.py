"""What an entry of issue.yaml leaves to the program: which of several layouts its pages take, which page an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mise_en_page.model import limits
from mise_en_page.model.issue import Choice, Page
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import say
from mise_en_page.model.problem import Span
from mise_en_page.reading.fields import PageFields, at
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.layout import layout_names, read_layout
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.theme import Theme

#: Stands for any of the publication's layouts.
AUTO = "auto"

#: Layouts by their names; None for one that cannot be used, which is told.
Layouts = Mapping[str, Layout | None]


def asked_layouts(page: Node) -> Iterator[Scalar]:
    """Where an entry names its layouts."""
    asked = at(page, "layout")
    yield from (each for each in getattr(asked, "items", (asked,)) if isinstance(each, Scalar) and each.value)


def any_layouts(root: Path, node: Node, named: Layouts, found: Found, theme: Theme | None = None) -> dict[str, Layout]:
    """The layouts that ``auto`` stands for; none is read where nobody asks for it.

    They are those of one format: that of the layouts that issue.yaml names, or else of most. One that cannot be used is
    left out, and told.
    """
    pages = getattr(at(node, "pages"), "items", ())
    where = next((each.span for page in pages for each in asked_layouts(page) if each.value == AUTO), None)
    if where is None:
        return {}
    made: dict[str, Layout] = {}
    for name in layout_names(root):
        apart = Found()
        layout = named[name] if name in named else read_layout(root, name, apart, where, theme)
        if layout is not None:
            made[name] = layout
        elif name not in named:
            found.warning("auto-left-out", next((each.where for each in apart if isinstance(each.where, Span)), where),
                          layout=shown(name))  # fmt: skip
    formats = Counter(_format(each) for each in made.values())
    rather = [_format(each) for each in named.values() if each is not None]
    wanted = rather[0] if rather else max(sorted(formats), key=lambda each: formats[each], default=None)
    return {name: layout for name, layout in made.items() if _format(layout) == wanted}


def _format(layout: Layout) -> tuple[float, float, float]:
    return layout.grid.width, layout.grid.height, layout.grid.bleed


def span_of(fields: PageFields, layouts: Layouts) -> tuple[int, int]:
    """The first and the last folio of an entry."""
    if fields.folio:
        layout = layouts.get(fields.layout[0])
        return fields.folio, fields.folio + (layout.pages if layout is not None else 1) - 1
    return fields.folios


def settled_layouts(fields: PageFields, layouts: Layouts, any_of: Mapping[str, Layout]) -> tuple[str, ...]:
    """The layouts that an entry's pages may take, by their names: as they are listed, or by name for ``auto``."""
    first, last = span_of(fields, layouts)
    if AUTO not in fields.layout:
        return tuple(dict.fromkeys(fields.layout))
    return tuple(name for name, layout in any_of.items() if _has_place(layout, first, last))


def _has_place(layout: Layout, first: int, last: int) -> bool:
    """Is there a place among some folios for a layout's pages? A spread begins on a left-hand page."""
    return layout.pages == 1 or first + first % 2 + 1 <= last


def pages_of(page: Page, fields: PageFields, layouts: Layouts, any_of: Mapping[str, Layout]) -> tuple[Page, ...]:
    """The pages that an entry stands for, written as one: all that it leaves open is the first one's to say."""
    names = settled_layouts(fields, layouts, any_of)
    first, last = span_of(fields, layouts)
    if len(names) > 1 or fields.folios != (0, 0):
        page = replace(page, choice=Choice(names, last - first + 1))
    page = replace(page, layout=names[0] if names else AUTO, folio=first)
    parts = range(1, last - first + 1)
    return (page, *(replace(page, folio=first + part, articles=(), part=part, choice=None) for part in parts))


def judge(fields: PageFields, node: Node, layouts: Layouts, any_of: Mapping[str, Layout], found: Found) -> None:
    """What is wrong with an entry's folios, and its layouts for so many."""
    folio = (at(node, "folio") or at(node, "folios") or node).span
    first, last = span_of(fields, layouts)
    if fields.folios[0] < 1 and not fields.folio:
        found.error("bad-value/too-small", folio, name="folios", typed=shown("-".join(map(str, fields.folios))), least=1)
        return
    if last - first >= limits.POOL_FOLIOS:
        found.error("too-many-folios", folio, most=limits.POOL_FOLIOS)
        return
    names = settled_layouts(fields, layouts, any_of)
    known = [(name, layout) for name in names if (layout := layouts.get(name)) is not None]
    if AUTO in fields.layout and not names:
        found.error("auto-none", (at(node, "layout") or node).span, folio=first)
    if fields.folio:
        _judge_alone(fields, node, known, found)
    elif known and not any(layout.pages == 1 for _, layout in known) and (first % 2 or not last % 2):
        found.error("spread-folios", folio, layout=shown(known[0][0]))
    for n, asked in enumerate(fields.articles):
        if asked.folio and not first <= asked.folio <= last:
            where = at(node, "articles", n, "folio") or node
            hint = say("hint/its-folios", first=first, last=last)
            found.error("missing-folio", where.span, hint, folio=asked.folio)


def _judge_alone(fields: PageFields, node: Node, known: Sequence[tuple[str, Layout]], found: Found) -> None:
    """Layouts for one page, or for both of a spread: all of them alike."""
    for name, layout in known:
        if layout.pages > 1 and fields.folio % 2:
            below = at(node, "folio") or node
            found.error("spread-folio", below.span, layout=shown(name), folio=fields.folio)
            return
        if layout.pages != known[0][1].pages:
            where = next((each for each in asked_layouts(node) if each.value == name), node)
            found.error("pages-differ", where.span, layout=shown(name), folio=fields.folio, next=fields.folio + 1)
            return
