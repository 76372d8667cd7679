"""Whose something on a page is: an element of the template by its class, and where style.css or the template has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mise_en_page.model.drawn import Standing
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Value, say
from mise_en_page.model.problem import Span
from mise_en_page.pdf.geometry import Box
from mise_en_page.rendering.declarations import place_of
from mise_en_page.rendering.ground import PT, boxes_of
from mise_en_page.rendering.painted import THIN, Painting
from mise_en_page.rendering.tree import is_page

NEAR = 1.0  # pt


class Elements:
    """The elements of one laid-out page."""

    def __init__(self, document: Any, layout: Layout) -> None:
        self._layout = layout
        self._boxes = boxes_of(document)
        roots = [box.element for box in self._boxes if box.element is not None and box.element_tag == "html"]
        self._parents = {child: parent for root in roots for parent in root.iter() for child in parent}

    def lines(self, number: int) -> Any:
        """The box that stands for a block's lines; None where the page has none."""
        return next(
            (box for box in self._boxes if getattr(getattr(box, "replacement", None), "number", -1) == number), None
        )

    def of(self, painting: Painting) -> Any:
        """The box that something painted belongs to; None where that cannot be told."""
        return painting.source if painting.source is not None else self._around(painting.box)

    def _showing(self) -> Iterator[tuple[Any, Box]]:
        """The boxes that paint a ground, a border or a shadow, and where their borders are."""
        for box in self._boxes:
            if box.element is not None and hasattr(box, "border_box_x") and _shows(box.style):
                left, top = box.border_box_x() * PT, box.border_box_y() * PT
                yield box, (left, top, left + box.border_width() * PT, top + box.border_height() * PT)

    def _around(self, wanted: Box) -> Any:
        """The smallest box that paints a ground or a border, or a shadow around it, where a rectangle is.

        A rule belongs to a box at whose edge it is, though it lies in a smaller one too.
        """
        holding = []
        for box, at in self._showing():
            room = _around(box.style) * PT + NEAR
            across = at[0] - room < wanted[0] and wanted[2] < at[2] + room
            if across and at[1] - room < wanted[1] and wanted[3] < at[3] + room:
                holding.append((box, at))
        return min(holding, key=lambda showing: (not _at_edge(wanted, showing[1]), _size(showing)), default=(None,))[0]

    def painting(self) -> tuple[Standing, ...]:
        """What the layout itself paints on the page, the smallest first."""
        found = []
        for box, at in sorted(self._showing(), key=_size):
            where = self.place(box, "background", "border", "box-shadow", "outline")
            found.append(Standing(at, say("word/of-layout", name=self.name(box)), where))
        return tuple(found)

    def up(self, element: Any) -> Iterator[Any]:
        """An element and those that it stands in."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def style(self, element: Any) -> Any:
        """The computed style of an element's box; None where it has no box."""
        return next((box.style for box in self._boxes if box.element is element), None)

    def room(self, element: Any) -> Box | None:
        """The content box of the nearest element, itself included, that has a width of its own; None where none has."""
        for each in list(self.up(element)):
            box = next((box for box in self._boxes if box.element is each and hasattr(box, "content_box_x")), None)
            if box is not None and not is_page(each) and box.style["width"] != "auto":
                left, top = box.content_box_x() * PT, box.content_box_y() * PT
                return (left, top, left + box.width * PT, top + box.height * PT)
        return None

    def name(self, box: Any) -> Value:
        """An element as a stylesheet would select it; a text with its beginning."""
        if box is None:
            return say("word/something")
        element = next((each for each in self.up(box.element) if each.get("class") or each.get("id")), box.element)
        classes = (element.get("class") or "").removeprefix("placed ").split()
        name: Value = f".{classes[0]}" if classes else f"#{element.get('id')}" if element.get("id") else f"<{element.tag}>"
        text = (getattr(box, "text", "") or "").strip()
        if element is not box.element and not text:
            name = say("word/within", tag=str(box.element.tag), name=name)
        pseudo = "".join(box.element_tag.rpartition("::")[1:]) if "::" in (box.element_tag or "") else ""
        if pseudo:
            name = say("word/pseudo", name=name, pseudo=pseudo)
        return say("word/text", text=f"{text[:30]}{'…' if len(text) > 30 else ''}", name=name) if text else name

    def place(self, box: Any, *properties: str) -> Span:
        """Where a rule for an element says one of some properties; else where it is first named."""
        if box is None:
            return self._layout.in_sheet()
        for element in self.up(box.element):
            names = _names(element)
            if names and (found := place_of(self._layout.stylesheet, names, properties)):
                return self._layout.in_sheet(*found)
            written = element.get("style", "")
            for name in properties:
                if re.search(rf"(?<![\w-]){name}\s*:", written) and (at := self._in_template(f"{name}")):
                    return at
        for element in self.up(box.element):
            for name in _names(element):
                if found := place_of(self._layout.stylesheet, [name], ()):
                    return self._layout.in_sheet(*found)
                if at := self._in_template(name[1:] if name[0] in ".#" else f"<{name}"):
                    return at
        return self._layout.in_sheet()

    def place_of_role(self, role: str, *properties: str) -> Span:
        """Where the stylesheet says one of some properties of a role; else where it first names it."""
        found = place_of(self._layout.stylesheet, [f".{role}"], properties)
        found = found or place_of(self._layout.stylesheet, [f".{role}"], ()) or (1, 1)
        return self._layout.in_sheet(*found)

    def _in_template(self, words: str) -> Span | None:
        for file, text in self._layout.templates:
            if match := re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text):
                return Span.within(file, text, match.start(), len(words))
        return None


def class_of(element: Any) -> str:
    """An element by its first class, or its tag."""
    return "." + (element.get("class") or str(element.tag)).split()[0]


def _names(element: Any) -> list[str]:
    given = [f".{name}" for name in (element.get("class") or "").removeprefix("placed ").split()]
    given += [f"#{element.get('id')}"] if element.get("id") else []
    return given or ([] if element.tag in ("html", "body", "div", "span") else [str(element.tag)])


def _size(showing: tuple[Any, Box]) -> float:
    left, top, right, bottom = showing[1]
    return (right - left) * (bottom - top)


def _at_edge(rule: Box, at: Box) -> bool:
    """Is it thin, and at one of a box's edges?"""
    lying, standing = rule[3] - rule[1] < THIN, rule[2] - rule[0] < THIN
    return any(
        thin and min(abs(rule[side] - at[side]), abs(rule[side + 2] - at[side + 2])) < NEAR
        for thin, side in ((lying, 1), (standing, 0))
    )


def _shows(style: Any) -> bool:
    return bool(
        style["background_color"].alpha
        or any(layer[0] != "none" for layer in style["background_image"])
        or any(style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
        or style["column_rule_width"]
        or _around(style)
    )


def _around(style: Any) -> float:
    """How far an outline or a shadow reaches out of a box, in px."""
    outline = style["outline_width"] + max(0, _px(style["outline_offset"])) if style["outline_style"] != "none" else 0
    shadows = [
        max(abs(_px(x)), abs(_px(y))) + 2 * _px(blur) + _px(spread) for x, y, blur, spread, *_ in style["box_shadow"]
    ]
    return float(max([outline, *shadows]))


def _px(value: Any) -> float:
    return float(getattr(value, "value", value))
