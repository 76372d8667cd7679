"""A publication's theme: colours and families by role, format and margins, for all of its layouts (``theme:``).

::

    theme:
      colours: {accent: 1 .6 0 .2, tint: PANTONE 7527 C}
      families: {titles: {family: Lora, weight: 700}, text: Literata}
      format: {width: 210mm, height: 285mm}
      margins: {inner: 14mm, outer: 12mm}

Colours and families become custom properties (``--theme-accent``, ``--theme-titles``), which layouts' stylesheets read and
fall back from. A format moves the lines of layout.yaml: those of the page's head stay where they are, those of its foot as
far from the foot, what lies between is shared out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tinycss2.color4 import parse_color

from mise_en_page.model import limits
from mise_en_page.model.layout import Grid, Layout, Sheet, Slot, Stretch
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem, Span
from mise_en_page.reading.fields import at
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.nodes import Node, Scalar
from mise_en_page.reading.publication_fields import FamilyFields, ThemeFields

#: A role's families are those of another, where nothing is said of it.
AS = {"headings": "titles", "chapo": "text"}
#: From the least to the most, in mm.
BOUNDS = {"width": (170, 300), "height": (240, 420), "inner": (8, 40), "outer": (8, 40)}
#: Of a page's lines, those of its head: section, running head, the beginnings of slots.
HEAD = 0.3
#: Leadings under a large line of a family that the layout was not drawn for.
ROOM = 0.5
_CMYK = re.compile(r"(?:device-cmyk\()?\s*((?:[01]?[.,]?\d+%?[\s,]+){3}[01]?[.,]?\d+%?)\s*\)?", re.IGNORECASE)
_SPOT = re.compile(r"""spot\(\s*["']([^"']+)["']\s*\)""", re.IGNORECASE)
_SCREEN = re.compile(r"(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|#", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Theme:
    """``properties``: each custom property with its value and where that was typed; ``sizes`` of the page in pt, by their
    names in ``Grid``; ``where`` they were typed.
    """

    properties: tuple[tuple[str, str, Span], ...] = ()
    sizes: tuple[tuple[str, float], ...] = ()
    where: Span | None = None


def theme_of(fields: ThemeFields | None, node: Node | None, found: Found) -> Theme | None:
    """What publication.yaml says of a theme; None where it says nothing, or what is wrong was told."""
    if fields is None or node is None:
        return None
    before = len(found)
    properties = (*_colours(fields, node, found), *_families(fields, node))
    sizes = tuple(_sizes(fields, node, found))
    where = at(node, "format") or at(node, "margins")
    return Theme(properties, sizes, where.span if where else None) if len(found) == before else None


def _colours(fields: ThemeFields, node: Node, found: Found) -> Iterator[tuple[str, str, Span]]:
    for role, typed in (vars(fields.colours) if fields.colours else {}).items():
        place = at(node, "colours", role)
        if not typed or place is None:
            continue
        value = _ink(typed)
        if value is None:
            found.error("bad-value/theme-colour", place.span, name=role, typed=shown(typed))
        else:
            yield f"--theme-{role}", value, place.span


def _ink(typed: str) -> str | None:
    """A colour as CSS: four shares, or the name of a spot ink; None for a colour of a screen."""
    if match := _CMYK.fullmatch(typed.strip()):
        shares = match[1].replace(",", " " if typed.count(",") == 3 and " " in typed else ".").split()
        numbers = [float(share.rstrip("%")) / (100 if share.endswith("%") else 1) for share in shares]
        if len(numbers) != 4 or max(numbers) > 1:
            return None
        return "device-cmyk({} {} {} {})".format(*(f"{number:g}" for number in numbers))
    name = _SPOT.fullmatch(typed.strip())
    ink = name[1] if name else typed.strip()
    if (
        _SCREEN.match(ink)
        or parse_color(ink) is not None
        or re.search(r"[\"'\\{};]", ink)
        or not re.search(r"[^\W\d]", ink)
    ):
        return None
    return f'spot("{ink}")'


def _families(fields: ThemeFields, node: Node) -> Iterator[tuple[str, str, Span]]:
    said = {role: each for role, each in vars(fields.families).items() if each} if fields.families else {}
    for role in (*said, *(role for role, other in AS.items() if other in said and role not in said)):
        told = role if role in said else AS[role]
        held, place = said[told], at(node, "families", told)
        if place is None:
            continue
        names = held.family if isinstance(held, FamilyFields) else held
        yield f"--theme-{role}", ", ".join(map(_quoted, names)), (at(place, "family") or place).span
        if role == "titles":
            yield "--theme-titles-room", f"{ROOM}", place.span
        for name in ("weight", "style"):
            if value := getattr(held, name, None):
                yield f"--theme-{role}-{name}", str(value), (at(place, name) or place).span


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\A ") + '"'


def _sizes(fields: ThemeFields, node: Node, found: Found) -> Iterator[tuple[str, float]]:
    for group in ("format", "margins"):
        held = getattr(fields, group)
        for name, value in (vars(held) if held else {}).items():
            if value is None:
                continue
            least, most = BOUNDS.get(name, (0, round(limits.BLEED / MM)))
            if not least * MM - 0.01 <= value <= most * MM + 0.01:
                place = at(node, group, name) or node
                found.error("bad-value/theme-size", place.span, name=name, typed=_typed(place), least=least, most=most)
            else:
                yield name, value


def _typed(node: Node) -> str:
    return shown(node.value) if isinstance(node, Scalar) else ""


# --- a layout in a theme


def properties_of(theme: Theme, own: Grid, grid: Grid) -> tuple[str, tuple[Sheet, ...]]:
    """A theme as the first lines of a layout's stylesheet, and where these come from."""
    lines = [f":root {{ {name}: {value} }}\n" for name, value, _ in theme.properties]
    sheets = [Sheet(number, each.file, each.line, each.column) for number, (*_, each) in enumerate(theme.properties, 1)]
    lower = (_lines(grid) - _lines(own)) * grid.leading
    if lower and theme.where is not None:
        lines.append(f":root {{ --theme-lower: {lower:.5f}pt }}\n")
        sheets.append(Sheet(len(lines), theme.where.file, theme.where.line, theme.where.column))
    return "".join(lines), tuple(sheets)


def grid_in(theme: Theme, grid: Grid) -> Grid:
    """A layout's grid with the theme's format and margins."""
    sizes: dict[str, Any] = dict(theme.sizes)
    return replace(grid, **sizes)


def in_format(layout: Layout, own: Grid) -> Layout:
    """A layout whose grid has another format than the ``own`` with its slots moved to the lines of that."""
    more = _lines(layout.grid) - _lines(own)
    if not more:
        return layout
    stretches = [each for slot in layout.every_slot for shape in shapes_of(slot) for each in shape.stretches]
    first, last = round(HEAD * _lines(own)), max(each.foot for each in stretches)
    share = _lines(layout.grid) / _lines(own)

    def lowered(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """The slots of one master: the white between two of them stays what it is."""
        tops = {each.top for slot in slots for shape in shapes_of(slot) for each in shape.stretches}

        def top(line: int) -> int:
            if line - 1 in tops:  # a slot that begins a line under another's beginning, beside what goes on there
                return top(line - 1) + 1
            return line + round(more * min(1.0, max(0, line - first) / max(1, last + 1 - first)))

        def foot(line: int) -> int:
            """As far above the line after it as it was."""
            return top(line) if line in tops else top(line + 1) - 1

        return tuple(moved(slot, top, foot, share) for slot in slots)

    masters = tuple(replace(each, slots=lowered(each.slots)) for each in layout.masters)
    return replace(layout, slots=masters[0].slots if masters else lowered(layout.slots), masters=masters)


def _lines(grid: Grid) -> int:
    return int((grid.height + 0.01) / max(grid.leading, 4))


def shapes_of(slot: Slot) -> tuple[Slot, ...]:
    return (slot, *(variant.slot for variant in slot.variants))


_Line = Callable[[int], int]


def moved(slot: Slot, top: _Line, foot: _Line, share: float, page: int = -1) -> Slot:
    """A slot on other lines (of one ``page`` of its layout alone, from 0); what may grow grows with the page's height."""
    here, tops, feet, across, picture = page in (-1, slot.page), slot.tops, slot.feet, slot.across, slot.picture
    continues = tuple(_stretch(each, top, foot) if page in (-1, each.page) else each for each in slot.continues)
    variants = tuple(replace(each, slot=moved(each.slot, top, foot, share, page)) for each in slot.variants)
    if not here:
        return replace(slot, continues=continues, variants=variants)
    if picture is not None:
        high = foot(slot.foot) - top(slot.top)
        most = high if slot.takes == "picture" else min(high, max(picture.least, round(picture.most * share)))
        lowest = min(picture.least, most)
        ideal = picture.ideal and min(most, max(lowest, round(picture.ideal * share)))
        picture = replace(picture, least=lowest, most=most, ideal=ideal)
    least = foot((slot.feet or (slot.foot,))[0]) - top((slot.tops or (slot.top, slot.top))[1])  # as low as it can be there
    shrink = slot.shrink + foot(slot.foot) - top(slot.top) - (slot.foot - slot.top)  # as low as it was, then
    return replace(
        slot,
        top=top(slot.top),
        foot=foot(slot.foot),
        tops=tops and (top(tops[0]), top(tops[1])),
        feet=feet and (foot(feet[0]), foot(feet[1])),
        continues=continues,
        across=across and replace(across, top=top(across.top), foot=foot(across.foot)),
        picture=picture,
        sink=slot.sink and (slot.sink[0], max(slot.sink[0], min(round(slot.sink[1] * share), least - 1))),
        shrink=max(0, min(shrink, least - 1)),
        variants=variants,
    )


def _stretch(stretch: Stretch, top: _Line, foot: _Line) -> Stretch:
    return replace(stretch, top=top(stretch.top), foot=foot(stretch.foot))


def no_room(layout: Layout, theme: Theme, told: Found) -> Problem:
    """The error of a theme's format in which a layout has no room, in the words of the first fault there."""
    return Problem.of("theme-format", "error", theme.where, layout=layout.name, why=told[0].said)
