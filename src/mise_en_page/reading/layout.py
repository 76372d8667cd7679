"""``layouts/NAME/``: layout.yaml (the grid and its slots), page.html.j2 (the blocks), style.css (the look).

::

    format: {width: 210mm, height: 297mm, bleed: 5mm}
    margins: {inner: 15mm, outer: 13mm}
    grid: {units: 12, gutter: 4.5mm, leading: 11.5pt}
    slots:
      lead: {unit: 0, units: 8, lines: 5-70, head: [kicker, title, chapo], picture: {lines: 12-22, bleed: [top]}}
      rail: {unit: 8, units: 4, lines: 5-55, articles: 3-9, spread: 2}
      figure: {unit: 8, units: 4, lines: 55-70, takes: figure, optional: true, gives_to: rail}

``lines: 5-70`` is from the top of line 5 to the top of line 70: sixty-five lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mise_en_page.model import limits
from mise_en_page.model.layout import Across, Condition, Grid, Layout, PictureSlot, Slot, Stretch, Tailpiece, Variant
from mise_en_page.model.message import say
from mise_en_page.model.problem import Span
from mise_en_page.processes.activity import doing
from mise_en_page.reading.fields import AcrossFields, LayoutFields, ShapeFields, SlotFields, TailpieceFields
from mise_en_page.reading.files import exists, find, relative
from mise_en_page.reading.found import Found, nearest, shown
from mise_en_page.reading.images import check_image
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.source import YAML_LIMIT, read_text
from mise_en_page.reading.validation import at, validate
from mise_en_page.reading.yaml import read_yaml

MM = 72 / 25.4  # pt
#: The pages of a spread by their names.
PAGES = ("left", "right")
#: Slots may end a little below the page's last whole line without being wrong: no file is exact to less (pt).
_SLACK = 0.01


def layout_names(root: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(each.name for each in (root / "layouts").iterdir() if exists(each / "layout.yaml")))
    except OSError:
        return ()


def read_layout(root: Path, name: str, found: Found, where: Span) -> Layout | None:
    """A layout by its name; None when it was told why not. ``where``: the place that asks for it."""
    names = layout_names(root)
    if name not in names:
        near = nearest(name, names)
        hint = (
            f"did you mean “{near}”?"
            if near
            else f"the layouts are {', '.join(names)}"
            if names
            else "put one into layouts/"
        )
        found.error("missing-layout", f"there is no layout “{shown(name)}”", hint, where)
        return None
    folder = root / "layouts" / name
    before = len(found)
    doing(say("doing/read-layout", layout=shown(name)), Span(relative(root, folder / "layout.yaml")))
    grid_text = read_text(root, folder / "layout.yaml", found, YAML_LIMIT)
    template, stylesheet = (_text(root, folder / file, found) for file in ("page.html.j2", "style.css"))
    node = read_yaml(grid_text, found) if grid_text is not None else None
    fields = validate(LayoutFields, node, found) if node is not None else None
    if node is None or fields is None or any(problem.severity == "error" for problem in found[before:]):
        return None
    layout = Layout(name, relative(root, folder), _grid(fields), _slots(fields), template, stylesheet, fields.pages)
    _check(layout, node, found)
    slots = tuple(_with_tailpieces(slot, fields, root, folder, node, found) for slot in layout.slots)
    layout = replace(layout, slots=slots)
    return None if any(problem.severity == "error" for problem in found[before:]) else layout


def _text(root: Path, path: Path, found: Found) -> str:
    if not exists(path):
        name = relative(root, path)
        found.error("incomplete-layout", f"the layout has no {path.name}", f"write {name}", Span(name))
        return ""
    written = read_text(root, path, found)
    return written.text if written is not None else ""


def _grid(fields: LayoutFields) -> Grid:
    return Grid(
        width=fields.format.width,
        height=fields.format.height,
        bleed=fields.format.bleed,
        inner=fields.margins.inner,
        outer=fields.margins.outer,
        units=fields.grid.units,
        gutter=fields.grid.gutter,
        leading=fields.grid.leading,
    )


def _slots(fields: LayoutFields) -> tuple[Slot, ...]:
    return tuple(_slot(name, slot) for name, slot in fields.slots.items())


def _slot(name: str, fields: SlotFields) -> Slot:
    own = Slot(
        name=name,
        takes=fields.takes,
        least=fields.articles[0],
        most=fields.articles[1],
        optional=fields.optional,
        **_shape(fields),
    )
    variants = tuple(
        Variant(
            replace(own, variant=variant, **_shape(shape)),
            when=_conditions(shape.when),
            pictures=_conditions(shape.pictures),
            signs=_conditions(shape.signs),
            side=shape.side,
        )
        for variant, shape in fields.variants.items()
    )
    return replace(own, variants=variants)


def _conditions(asked: Mapping[str, tuple[int, int]]) -> tuple[Condition, ...]:
    return tuple((name, least, most) for name, (least, most) in asked.items())


def _shape(fields: ShapeFields) -> dict[str, Any]:
    """What a slot and each of its variants says of its place and of how it is filled."""
    picture = None
    if fields.picture is not None:
        asked = fields.picture
        picture = PictureSlot(*asked.lines, bleed=tuple(asked.bleed), ideal=asked.ideal, duotone=asked.duotone)
    return {
        "unit": fields.unit,
        "units": fields.units,
        "top": fields.lines[0],
        "foot": fields.lines[1],
        "head": tuple(fields.head),
        "columns": fields.columns,
        "spread": fields.spread,
        "fill": fields.fill,
        "drops": tuple(fields.drops),
        "picture": picture,
        "gives_to": fields.gives_to,
        "unbroken": fields.unbroken,
        "inset": fields.inset,
        "sink": fields.sink,
        "shrink": fields.shrink,
        "quotes": fields.quotes,
        "page": PAGES.index(fields.page),
        "continues": tuple(
            Stretch(each.unit, each.units, *each.lines, columns=each.columns, page=PAGES.index(each.page))
            for each in fields.continues
        ),
        "across": _across(fields.across) if fields.across is not None else None,
    }


def _with_tailpieces(slot: Slot, fields: LayoutFields, root: Path, folder: Path, node: Node, found: Found) -> Slot:
    """The slot and its variants with their tailpieces."""
    own = fields.slots[slot.name]
    variants = []
    for variant in slot.variants:
        name = variant.slot.variant
        here = at(node, "slots", slot.name, "variants", name, "tailpiece", "file") or node
        asked = own.variants[name].tailpiece
        variants.append(replace(variant, slot=_with_tailpiece(variant.slot, asked, root, folder, here, found)))
    here = at(node, "slots", slot.name, "tailpiece", "file") or node
    return _with_tailpiece(replace(slot, variants=tuple(variants)), own.tailpiece, root, folder, here, found)


def _with_tailpiece(slot: Slot, asked: TailpieceFields | None, root: Path, folder: Path, here: Node, found: Found) -> Slot:
    """A slot with its tailpiece, a picture in the layout's folder that was looked at; without it if it was refused."""
    if asked is None:
        return slot
    path = find(root, (folder,), Scalar(asked.file, here.span), "image", found)
    if path is None or not check_image(root, path, found, here.span):
        return slot
    return replace(slot, tailpiece=Tailpiece(relative(root, path), *asked.lines, line=here.span.line))


def _across(fields: AcrossFields) -> Across:
    return Across(tuple(fields.head), *fields.lines, -1.0 if fields.fold is None else fields.fold)


def _check(layout: Layout, node: Node, found: Found) -> None:
    """Does the grid leave room, and does every slot lie on it?"""
    grid = layout.grid

    def error(message: str, hint: str, *path: str | int) -> None:
        found.error("bad-layout", message, hint, (at(node, *path) or node).span)

    def below(*path: str | int) -> _Tell:
        return lambda message, hint, key: error(message, hint, *path, key)

    if min(grid.width, grid.height) < 72 or max(grid.width, grid.height) > 5000:
        error("the page must measure between 72 pt (1 inch) and 5000 pt", "", "format")
    if grid.leading < 4:
        error("the leading must be at least 4 pt", "", "grid", "leading")
    if grid.bleed > limits.BLEED:
        message = f"the bleed of {grid.bleed / MM:.4g} mm is more than {limits.BLEED / MM:.4g} mm"
        error(message, "printers ask for 3 mm to 5 mm", "format", "bleed")
    if grid.unit <= 1:
        error("margins and gutters leave no room for the units", "make them smaller, or the units fewer", "grid")
        return
    _check_pages(layout, node, error)
    _check_overlaps(layout, error)
    for slot in layout.slots:
        here = ("slots", slot.name)
        _check_slot(layout, slot, here, below)
        for variant in slot.variants:
            place = (*here, "variants", variant.slot.variant)
            _check_slot(layout, variant.slot, place, below)
            for key, named in (("when", variant.when), ("pictures", variant.pictures), ("signs", variant.signs)):
                for name, _, _ in named:
                    _check_name(layout, name, "a slot of this layout", "", below(*place, key), name)
        if slot.most < 1:
            error(f"the slot {slot.name} takes no article", "", *here, "articles")


def _check_slot(layout: Layout, slot: Slot, here: tuple[str, ...], below: Callable[..., _Tell]) -> None:
    """Does a slot, in its own shape or in that of a variant, lie on the grid, and do the others that it names exist?"""
    grid, error = layout.grid, below(*here)
    lines = int((grid.height + _SLACK) / max(grid.leading, 4))
    called = f"the slot {slot.name}" + (f", as {slot.variant}," if slot.variant else "")
    for number, stretch in enumerate(slot.stretches):
        place = (*here, "continues", number - 1) if number else here
        which = f"the rectangle {number} in which {called} goes on" if number else called
        _check_stretch(layout, stretch, which, lines, below(*place))
        if abs(grid.measure(stretch) - grid.measure(slot.text_stretch)) > _SLACK and stretch.columns:
            hint = "text is set once, on one measure: give its rectangles units and columns that make it the same"
            below(*place)(f"the columns of {which} are not as wide as those before", hint, "columns")
    if not any(stretch.columns for stretch in slot.stretches):
        error(f"{called} has no column", "a first rectangle without columns goes on in one that has some", "columns")
    if slot.across is not None:
        _check_across(layout, slot, lines, below(*here, "across"))
    if slot.picture is not None:
        _check_picture(slot, slot.picture, below(*here, "picture"))
    if slot.sink is not None and slot.sink[1] >= slot.foot - slot.top:
        error(f"{called} sinks by more lines than it has", "", "sink")
    if slot.shrink >= slot.foot - slot.top:
        error(f"{called} shrinks by more lines than it has", "", "shrink")
    quoting = [other.name for other in layout.slots if other.takes == "quote"]
    if slot.quotes and slot.quotes not in quoting:
        hint = f"such slots are {', '.join(quoting)}" if quoting else "write a slot with takes: quote"
        error(f"“{shown(slot.quotes)}” is no slot of this layout that takes quotes", hint, "quotes")
    if slot.gives_to:
        _check_name(layout, slot.gives_to, "another slot of this layout", slot.name, error, "gives_to")


def _check_name(layout: Layout, name: str, what: str, but: str, error: _Tell, key: str) -> None:
    """Is it the name of a slot, other than ``but``?"""
    names = [slot.name for slot in layout.slots if slot.name != but]
    if name not in names:
        near = nearest(name, names)
        hint = f"did you mean “{near}”?" if near else f"the slots are {', '.join(slot.name for slot in layout.slots)}"
        error(f"“{shown(name)}” is not {what}", hint, key)


def _check_pages(layout: Layout, node: Node, error: Callable[..., None]) -> None:
    """In a spread every slot says on which page it stands, and each page has one."""
    if layout.pages == 1:
        return
    for slot in layout.slots:
        if at(node, "slots", slot.name, "page") is None:
            message = f"the slot {slot.name} does not say on which page of the spread it stands"
            error(message, "write page: left or page: right", "slots", slot.name)
    used = {stretch.page for slot in layout.slots for stretch in slot.stretches}
    for page, name in enumerate(PAGES):
        if page not in used:
            error(f"no slot stands on the {name} page of this spread", "write pages: 1 for a single page", "pages")


def _check_overlaps(layout: Layout, error: Callable[..., None]) -> None:
    """No two rectangles that take text share units and lines of a page; nor do they what stands across a spread.

    Slots in their own shapes alone: which variants meet, a page's articles say (pagination.assign). A slot that takes the
    quotes of variants only meets no other.
    """
    placed: list[tuple[str, Stretch, tuple[str | int, ...]]] = []
    quoted = {slot.quotes for slot in layout.slots}
    for slot in layout.slots:
        if slot.takes == "quote" and slot.name not in quoted:
            continue
        for number, stretch in enumerate(slot.stretches):
            place: tuple[str | int, ...] = ("slots", slot.name, *(("continues", number - 1) if number else ()))
            placed.append((f"the slot {slot.name}", stretch, place))
        if slot.across is not None:
            placed += [
                (
                    f"what stands across from the slot {slot.name}",
                    Stretch(0, layout.grid.units, slot.across.top, slot.across.foot, page=page),
                    ("slots", slot.name, "across"),
                )
                for page in range(layout.pages)
            ]
    told: set[tuple[str, str]] = set()
    for n, (name, one, _) in enumerate(placed):
        for other_name, other, place in placed[n + 1 :]:
            if not one.meets(other):
                continue
            if (name, other_name) not in told:
                told.add((name, other_name))
                units = f"units {max(one.unit, other.unit)}-{min(one.unit + one.units, other.unit + other.units)}"
                shared = f"lines {max(one.top, other.top)}-{min(one.foot, other.foot)}, {units}"
                error(f"{other_name} lies over {name}: {shared}", "give each a rectangle of its own", *place, "lines")


#: Tells a fault of a layout: message, hint, and the key that it lies at.
_Tell = Callable[[str, str, str], None]


def _check_stretch(layout: Layout, stretch: Stretch, which: str, lines: int, error: _Tell) -> None:
    """Does a rectangle lie on the grid?"""
    units = layout.grid.units
    if stretch.unit + stretch.units > units:
        message = f"{which} ends at unit {stretch.unit + stretch.units}, and the grid has {units}"
        error(message, "units are counted from 0", "units")
    if stretch.foot > lines:
        error(f"{which} ends at line {stretch.foot}, and the page has {lines}", "", "lines")
    if stretch.top >= stretch.foot:
        error(f"{which} has no lines", "write its first line and the one after its last", "lines")
    if stretch.columns > stretch.units:
        error(f"{which} has more columns than units", "", "columns")
    elif (measure := layout.grid.measure(stretch)) < layout.grid.leading:
        message = f"the columns of {which} are {measure:.4g} pt wide, less than a leading"
        error(message, "give it more units, or make the gutter smaller", "columns" if stretch.columns > 1 else "units")
    if stretch.page >= layout.pages:
        error(f"{which} stands on a right page, and this layout has one page", "say pages: 2 above for a spread", "page")


def _check_picture(slot: Slot, picture: PictureSlot, error: _Tell) -> None:
    """Has a picture's range of heights room in its slot, and its ideal in the range?"""
    if picture.most > slot.foot - slot.top:
        error(f"the picture of the slot {slot.name} is higher than the slot", "", "lines")
    if picture.least < 1:
        error(f"the picture of the slot {slot.name} may have no lines", "write drops: [picture] below the slot", "lines")
    if picture.ideal and not picture.least <= picture.ideal <= picture.most:
        message = f"the picture of the slot {slot.name} should have {picture.ideal} lines, which are not in its range"
        error(message, "", "ideal")


def _check_across(layout: Layout, slot: Slot, lines: int, error: _Tell) -> None:
    """Is there a spread to stand across, and room?"""
    across = slot.across
    assert across is not None
    if layout.pages != 2:
        error(f"the slot {slot.name} stands across a spread, and this layout has one page", "say pages: 2 above", "head")
    if slot.most != 1:
        error(f"the slot {slot.name} stands across a spread, so that it takes one article", "say articles: 1", "head")
    if twice := [role for role in across.roles if role in slot.head]:
        error(f"the slot {slot.name} has its {twice[0]} in its head as well", "keep it in one of them", "head")
    if across.box(layout.grid, verso=False)[1] < layout.grid.leading:
        error(
            f"the fold of the slot {slot.name} leaves no room beside it", "write the white at the fold, such as 9mm", "fold"
        )
    if across.foot > lines or across.top >= across.foot:
        error(f"what stands across has no lines {across.top}-{across.foot}", f"the page has {lines}", "lines")
