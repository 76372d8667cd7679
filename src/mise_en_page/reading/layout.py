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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mise_en_page.model import limits
from mise_en_page.model.layout import (
    MOST_TAILPIECE,
    Across,
    Condition,
    Grid,
    Layout,
    Master,
    PictureSlot,
    Slot,
    Stretch,
    Tailpiece,
    Variant,
)
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Span
from mise_en_page.processes.activity import doing
from mise_en_page.reading import stylesheets
from mise_en_page.reading.fields import LayoutFields, ShapeFields, SlotFields, TailpieceFields, at
from mise_en_page.reading.files import exists, find, relative
from mise_en_page.reading.footed import over_adverts
from mise_en_page.reading.found import Found, meant, shown
from mise_en_page.reading.images import check_image
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.partials import partials
from mise_en_page.reading.source import read_text
from mise_en_page.reading.theme import Theme, grid_in, in_format, no_room, properties_of
from mise_en_page.reading.values import Lines
from mise_en_page.reading.yaml import read_tree

#: The pages of a spread by their names.
PAGES = ("left", "right")
#: Slots may end a little below the page's last whole line without being wrong: no file is exact to less (pt).
_SLACK = 0.01

#: Tells a fault of a layout: its sentence, the keys below which it lies, the sentence's values.
_Tell = Callable[..., None]


def layout_names(root: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(each.name for each in (root / "layouts").iterdir() if exists(each / "layout.yaml")))
    except OSError:
        return ()


def missing_layout(name: str, names: Sequence[str], where: Span | None = None) -> Problem:
    hint = meant(name, names, say("hint/the-layouts", layouts=tuple(names)) if names else None)
    return Problem.of("missing-layout", "error", where, hint, layout=shown(name))


def read_layout(root: Path, name: str, found: Found, where: Span, theme: Theme | None = None) -> Layout | None:
    """A layout by its name, in the publication's theme; None when it was told why not. ``where``: what asks for it."""
    names = layout_names(root)
    if name not in names:
        found.add(missing_layout(name, names, where))
        return None
    folder = root / "layouts" / name
    before = len(found)
    doing(say("doing/read-layout", layout=shown(name)), Span(relative(root, folder / "layout.yaml")))
    node = read_tree(root, folder / "layout.yaml", found)
    template, own = (_text(root, folder / file, found) for file in ("page.html.j2", "style.css"))
    asked = stylesheets.shared_files(root, folder, at(node, "stylesheets") if node else None, ".css", found)
    stylesheet, sheets = stylesheets.joined(root, folder, own, asked, found)
    fields = LayoutFields.of(node, found) if node is not None else None
    if node is None or fields is None or _has_errors(found, before):
        return None
    if bool(fields.slots) == bool(fields.masters):
        sentence = key("bad-layout/slots-and-masters") if fields.slots else key("missing-field")
        found.error(sentence, (at(node, "masters") or node).span, name="slots")
        return None
    masters: list[Master] = []
    for each, master in fields.masters.items():
        tailpiece = partial(_tailpiece, root, folder, at(node, "masters", each) or node, found)
        bears = each if masters else ""  # the first is the layout as it is
        slots = tuple(_slot(slot, asked, tailpiece, bears) for slot, asked in master.slots.items())
        masters.append(Master(each, slots, master.price, master.side))
    tailpiece = partial(_tailpiece, root, folder, node, found)
    slots = tuple(_slot(each, slot, tailpiece) for each, slot in fields.slots.items())
    layout = Layout(
        name, relative(root, folder), _grid(fields), slots or masters[0].slots, template, stylesheet, fields.pages,
        tuple(masters), sheets=sheets, partials=partials(root, folder, template, found),
    )  # fmt: skip
    _check_ways(layout, node, found)
    dressed = None if _has_errors(found, before) else _dressed(layout, theme, node, found)
    resized = theme is not None and bool(theme.sizes)
    return dressed and _over_adverts(dressed, fields.adverts, node, found, resized=resized)


def _over_adverts(layout: Layout, heights: Mapping[str, int], node: Node, found: Found, *, resized: bool) -> Layout | None:
    """A layout with its masters over each advert, those that have room there; None where none has, which is told, unless a
    theme has ``resized`` the page: then it is without such an advert.
    """
    made = list[Master]()
    taken = {slot.name for slot in layout.every_slot}
    for name, height in heights.items():
        where = (at(node, "adverts", name) or node).span
        sound = []
        if name not in taken:
            for master in over_adverts(layout, {name: height}):
                apart = Found()
                _check(replace(layout, slots=master.slots, master=master.name), node, node, apart)
                sound += [master] if not apart else []
        if not sound and (name in taken or not resized):
            found.error(
                key("bad-layout/advert-twice") if name in taken else key("bad-layout/advert-high"), where, name=name
            )
            return None
        made += sound
    own = layout.masters or (Master("", layout.slots),)
    return replace(layout, masters=(*own, *made)) if made else layout


def _dressed(layout: Layout, theme: Theme | None, node: Node, found: Found) -> Layout | None:
    """A layout in a theme; None where it has no room in its format, which is told."""
    if theme is None:
        return layout
    own, grid = layout.grid, grid_in(theme, layout.grid)
    first, made = properties_of(theme, own, grid)
    stylesheet, sheets = stylesheets.beneath(
        first, made, layout.stylesheet, layout.sheets, f"{layout.folder}/{stylesheets.OWN}"
    )
    dressed = in_format(replace(layout, grid=grid, stylesheet=stylesheet, sheets=sheets), own)
    apart = Found()
    if grid != own:
        _check_ways(dressed, node, apart)
    if apart:
        found.add(no_room(layout, theme, apart))
        return None
    return dressed


def _check_ways(layout: Layout, node: Node, found: Found) -> None:
    for way, _ in layout.ways:
        _check(way, (at(node, "masters", way.master) if way.master else node) or node, node, found)


def _has_errors(found: Found, before: int) -> bool:
    return any(problem.severity == "error" for problem in found[before:])


def _text(root: Path, path: Path, found: Found) -> str:
    if not exists(path):
        name = relative(root, path)
        found.error("incomplete-layout", Span(name), name=path.name, file=name)
        return ""
    written = read_text(root, path, found)
    return written.text if written is not None else ""


def _grid(fields: LayoutFields) -> Grid:
    return Grid(**vars(fields.format), **vars(fields.margins), **vars(fields.grid))


def _slot(name: str, fields: SlotFields, tailpiece: _Tailpiece, master: str = "") -> Slot:
    own: dict[str, Any] = {
        "name": name,
        "master": master,
        "takes": fields.takes,
        "least": fields.articles[0],
        "most": fields.articles[1],
    }
    own["optional"] = fields.optional
    own |= {"fit": fields.fit, "align": tuple(fields.align), "bleed": tuple(fields.bleed)}
    variants = tuple(
        Variant(
            _filled_by_picture(Slot(**own, variant=variant, **_shape(shape, tailpiece, name, "variants", variant))),
            when=_conditions(shape.when),
            pictures=_conditions(shape.pictures),
            signs=_conditions(shape.signs),
            side=shape.side,
        )
        for variant, shape in fields.variants.items()
    )
    return _filled_by_picture(Slot(**own, variants=variants, **_shape(fields, tailpiece, name)))


def _filled_by_picture(slot: Slot) -> Slot:
    """A slot that takes a picture has it as high as it is, but for its caption."""
    if slot.takes != "picture":
        return slot
    crop = 0.0 if slot.fit == "contain" else PictureSlot.CROP
    return replace(slot, picture=PictureSlot(1, max(1, slot.foot - slot.top), bleed=slot.bleed, crop=crop))


def _conditions(asked: Mapping[str, tuple[int, int]]) -> tuple[Condition, ...]:
    return tuple((name, least, most) for name, (least, most) in asked.items())


#: What a slot says of itself as layout.yaml says it.
_SAME = (
    "unit",
    "units",
    "columns",
    "spread",
    "off_grid",
    "fill",
    "gives_to",
    "unbroken",
    "inset",
    "sink",
    "shrink",
    "quotes",
)


def _shape(fields: ShapeFields, tailpiece: _Tailpiece, *place: str) -> dict[str, Any]:
    """What a slot and each of its variants says of its place and of how it is filled."""
    picture, across = fields.picture, fields.across
    return {name: getattr(fields, name) for name in _SAME} | {
        **Lines(*fields.lines)._asdict(),
        "sizes": tuple(fields.sizes.items()),
        "head": tuple(fields.head),
        "drops": tuple(fields.drops),
        "picture": picture
        and PictureSlot(
            *picture.lines, bleed=tuple(picture.bleed), ideal=picture.ideal, duotone=picture.duotone, crop=picture.crop
        ),
        "page": PAGES.index(fields.page),
        "continues": tuple(
            Stretch(each.unit, each.units, *each.lines, columns=each.columns, page=PAGES.index(each.page))
            for each in fields.continues
        ),
        "across": across and Across(tuple(across.head), *across.lines, -1.0 if across.fold is None else across.fold),
        "tailpiece": fields.tailpiece and tailpiece(fields.tailpiece, *place),
    }


_Tailpiece = Callable[..., Tailpiece | None]


def _tailpiece(root: Path, folder: Path, node: Node, found: Found, asked: TailpieceFields, *place: str) -> Tailpiece | None:
    """A picture in the layout's folder, which is looked at; None if it is refused."""
    file, lines = (at(node, "slots", *place, "tailpiece", name) or node for name in ("file", "lines"))
    here = file.span
    if asked.lines[1] > MOST_TAILPIECE:
        found.warning("tailpiece-high", lines.span, name=place[0], n=asked.lines[1], most=MOST_TAILPIECE)
    path = find(root, (folder,), Scalar(asked.file, here), "image", found)
    if path is None or not check_image(root, path, found, here):
        return None
    return Tailpiece(relative(root, path), *asked.lines, line=here.line)


def _check(layout: Layout, node: Node, whole: Node, found: Found) -> None:
    """Does the grid leave room, and does every slot lie on it? ``node`` holds the slots, ``whole`` is the file's."""
    grid = layout.grid

    def error(sentence: str, *path: str | int, hint: Message | None = None, **values: Any) -> None:
        found.error(sentence, (at(node, *path) or at(whole, *path) or node).span, hint, **values)

    if min(grid.width, grid.height) < 72 or max(grid.width, grid.height) > 5000:
        error("bad-layout/format", "format")
    if grid.leading < 4:
        error("bad-layout/leading", "grid", "leading")
    if grid.bleed > limits.BLEED:
        error("bad-layout/bleed", "format", "bleed", bleed=grid.bleed / MM, most=limits.BLEED / MM)
    if grid.unit <= 1:
        error("bad-layout/no-room", "grid")
        return
    if layout.pages > 1:
        _check_pages(layout, node, error)
    _check_overlaps(layout, error)
    for slot in layout.slots:
        here = ("slots", slot.name)
        _check_slot(layout, slot, here, error)
        for variant in slot.variants:
            place = (*here, "variants", variant.slot.variant)
            _check_slot(layout, variant.slot, place, error)
            for asked in ("when", "pictures", "signs"):
                for name, _, _ in getattr(variant, asked):
                    _check_name(layout, name, "", partial(_under, error, (*place, asked, name)))
        if slot.most < 1:
            error("bad-layout/takes-none", *here, "articles", slot=slot.name)
        _check_advert(layout, slot, partial(_under, error, here))


def _under(error: _Tell, place: Sequence[str | int], sentence: str, *path: str | int, **values: Any) -> None:
    error(sentence, *place, *path, **values)


def _check_slot(layout: Layout, slot: Slot, here: Sequence[str | int], tell: _Tell) -> None:
    """Does a slot, in its own shape or in that of a variant, lie on the grid, and do the others that it names exist?"""
    grid, error = layout.grid, partial(_under, tell, here)
    lines = int((grid.height + _SLACK) / max(grid.leading, 4))
    height = (slot.feet or (slot.foot,))[0] - (slot.tops or (slot.top, slot.top))[1]
    called = say("slot/as", slot=slot.name, variant=slot.variant) if slot.variant else say("slot", slot=slot.name)
    for number, stretch in enumerate(slot.stretches):
        below = partial(_under, tell, (*here, "continues", number - 1) if number else here)
        which = say("slot/rectangle", number=number, slot=called) if number else called
        _check_stretch(
            layout, stretch, which, lines if number or not slot.feet else lines - slot.feet[1] + slot.foot, below
        )
        if abs(grid.measure(stretch) - grid.measure(slot.text_stretch)) > _SLACK and stretch.columns:
            below(key("bad-layout/measure"), "columns", which=which)
    if not any(stretch.columns for stretch in slot.stretches):
        error("bad-layout/no-column", "columns", which=called)
    if slot.across is not None:
        _check_across(layout, slot, slot.across, lines, partial(_under, error, ("across",)))
    if slot.picture is not None:
        _check_picture(slot, slot.picture, partial(_under, error, ("picture",)))
    if slot.sink is not None and slot.sink[1] >= height:
        error("bad-layout/sink", "sink", which=called)
    if slot.shrink >= height:
        error("bad-layout/shrink", "shrink", which=called)
    quoting = tuple(other.name for other in layout.slots if other.takes == "quote")
    if slot.quotes and slot.quotes not in quoting:
        hint = say("hint/quoting", slots=quoting) if quoting else None
        error("bad-layout/quotes", "quotes", hint=hint, name=shown(slot.quotes))
    if slot.gives_to:
        _check_name(layout, slot.gives_to, slot.name, partial(_under, error, ("gives_to",)))


def _check_advert(layout: Layout, slot: Slot, error: _Tell) -> None:
    """An advert's slot has one shape, and takes no room of others; no other slot has what an advert's has."""
    if slot.takes == "advert":
        idle = [name for name in ("variants", "continues", "across", "tailpiece", "tops", "feet") if getattr(slot, name)]
        for name in idle[:1]:
            moves = name in ("tops", "feet")
            error("bad-layout/advert-fixed", "lines" if moves else name, slot=slot.name)
        giver = next((each for each in layout.slots if each.gives_to == slot.name), None)
        if giver is not None:
            error("bad-layout/advert-given", "gives_to", slot=slot.name, giver=giver.name)
    elif slot.takes == "picture":
        names = ("across", "continues", "drops", "head", "inset", "quotes", "sink", "spread", "tailpiece")
        for name in [name for name in names if getattr(slot, name)][:1]:
            error("bad-layout/picture-alone", name, slot=slot.name, name=name)
    else:
        for name in ("fit", "align", "bleed"):
            if getattr(slot, name):
                error("bad-layout/no-advert", name, slot=slot.name, name=name)


def _check_name(layout: Layout, name: str, but: str, error: _Tell) -> None:
    """Is it the name of a slot, other than ``but``?"""
    names = [slot.name for slot in layout.slots if slot.name != but]
    if name not in names:
        hint = meant(name, names, say("hint/the-slots", slots=tuple(slot.name for slot in layout.slots)))
        error(key("bad-layout/no-other") if but else key("bad-layout/no-slot"), hint=hint, name=shown(name))


def _check_pages(layout: Layout, node: Node, error: _Tell) -> None:
    """In a spread every slot says on which page it stands, and each page has one."""
    for slot in layout.slots:
        if at(node, "slots", slot.name, "page") is None and not slot.over:
            error("bad-layout/page", "slots", slot.name, slot=slot.name)
    used = {stretch.page for slot in layout.slots for stretch in slot.stretches}
    for page, sentence in enumerate((key("bad-layout/empty-left"), key("bad-layout/empty-right"))):
        if page not in used:
            error(sentence, "pages")


def _check_overlaps(layout: Layout, error: _Tell) -> None:
    """No two rectangles that take text share units and lines of a page; nor do they what stands across a spread.

    Slots in their own shapes alone: which variants meet, a page's articles say (pagination.assign). A slot that takes the
    quotes of variants only meets no other.
    """
    placed: list[tuple[Message, Stretch, tuple[str | int, ...]]] = []
    quoted = {slot.quotes for slot in layout.slots}
    for slot in layout.slots:
        if slot.takes == "quote" and slot.name not in quoted:
            continue
        for number, stretch in enumerate(slot.stretches):
            place = ("slots", slot.name, *(("continues", number - 1) if number else ()))
            placed.append((say("slot", slot=slot.name), stretch, place))
        if (across := slot.across) is not None:
            whole = (Stretch(0, layout.grid.units, across.top, across.foot, page=page) for page in range(layout.pages))
            placed += [(say("slot/across", slot=slot.name), each, ("slots", slot.name, "across")) for each in whole]
    told: set[tuple[Message, Message]] = set()
    for n, (name, one, _) in enumerate(placed):
        for other_name, other, place in placed[n + 1 :]:
            if one.meets(other) and (name, other_name) not in told:
                told.add((name, other_name))
                error(
                    "bad-layout/overlap", *place, "lines",
                    which=other_name, over=name, top=max(one.top, other.top), foot=min(one.foot, other.foot),
                    first=max(one.unit, other.unit), last=min(one.unit + one.units, other.unit + other.units),
                )  # fmt: skip


def _check_stretch(layout: Layout, stretch: Stretch, which: Message, lines: int, error: _Tell) -> None:
    """Does a rectangle lie on the grid?"""
    grid, end = layout.grid, stretch.unit + stretch.units
    if end > grid.units:
        error("bad-layout/unit-beyond", "units", which=which, unit=end, units=grid.units)
    if stretch.foot > lines:
        error("bad-layout/line-beyond", "lines", which=which, line=stretch.foot, lines=lines)
    if stretch.top >= stretch.foot:
        error("bad-layout/no-lines", "lines", which=which)
    if stretch.columns > stretch.units:
        error("bad-layout/many-columns", "columns", which=which)
    elif (measure := grid.measure(stretch)) < grid.leading:
        error("bad-layout/narrow", "columns" if stretch.columns > 1 else "units", which=which, width=measure)
    if stretch.page >= layout.pages:
        error("bad-layout/right-page", "page", which=which)


def _check_picture(slot: Slot, picture: PictureSlot, error: _Tell) -> None:
    """Has a picture's range of heights room in its slot, and its ideal in the range?"""
    if picture.most > slot.foot - slot.top:
        error("bad-layout/picture-high", "lines", slot=slot.name)
    if picture.least < 1:
        error("bad-layout/picture-none", "lines", slot=slot.name)
    if picture.ideal and not picture.least <= picture.ideal <= picture.most:
        error("bad-layout/picture-ideal", "ideal", slot=slot.name, lines=picture.ideal)


def _check_across(layout: Layout, slot: Slot, across: Across, lines: int, error: _Tell) -> None:
    """Is there a spread to stand across, and room?"""
    if layout.pages != 2:
        error("bad-layout/across-one-page", "head", slot=slot.name)
    if slot.most != 1:
        error("bad-layout/across-many", "head", slot=slot.name)
    if twice := [role for role in across.roles if role in slot.head]:
        error("bad-layout/across-twice", "head", slot=slot.name, role=twice[0])
    if across.box(layout.grid, verso=False)[1] < layout.grid.leading:
        error("bad-layout/across-fold", "fold", slot=slot.name)
    if across.foot > lines or across.top >= across.foot:
        error("bad-layout/across-lines", "lines", top=across.top, foot=across.foot, lines=lines)
