"""What of a page WeasyPrint need not see, because nothing of it is drawn by it.

A page of briefs has some thirty blocks. Each has a box (which a stylesheet may give a rule or a ground, and mostly does
not), the picture that stands for its lines, and an element around both; WeasyPrint spends two milliseconds on each. So the
first element of each *kind* (its tags, classes and other attributes from the root down; all but its place) is laid out once
for a layout, and looked at. From then on

- an empty element out of the flow which draws nothing is left out, and so is one in the flow that has no height;
- lines that stand where their rectangle says are taken out, and those that would be drawn one after the other are drawn at
  the first one's place.

What cannot be told from an element's kind (a stylesheet that counts elements or looks at their neighbours) is left alone:
then nothing is left out at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from xml.etree.ElementTree import Element

import tinycss2

from mise_en_page.rendering.tree import is_page

#: What an element of a kind is: ``nothing`` to see; ``lines`` where they should be; ``empty``: a block in the flow that may
#: be left out when there is nothing in it; ``block`` or ``inline``: in the flow, and no layer of its own; ``layer``: out of
#: the flow; ``other``: anything else.
Kind = Literal["nothing", "lines", "empty", "block", "inline", "layer", "other"]

#: left, top, width, height in pt from the trimmed page's top left corner
Rectangle = tuple[float, float, float, float]

_BOX: Final = re.compile(r"margin:0;left:(-?[\d.]+)pt;top:(-?[\d.]+)pt;width:([\d.]+)pt;height:([\d.]+)pt")
_NEIGHBOURS: Final = re.compile(r":(?:nth|first-child|last-child|only|empty|has|not|is|where|first-of|last-of)|[+~|]", re.I)
PX: Final = 4 / 3  # one pt in CSS px
NEAR: Final = 0.02  # px


@dataclass(slots=True)
class _Seen:
    """An element of a page's tree."""

    element: Element
    parent: _Seen | None
    sign: int
    lines: int | None  # the block whose lines it shows
    box: Rectangle | None

    @property
    def blank(self) -> bool:
        """Is there nothing in it?"""
        return not len(self.element) and not (self.element.text or "").strip()


@dataclass(frozen=True, slots=True)
class Pruned:
    """A page's tree, cut. ``carried`` are the blocks whose lines are drawn at the place of another's, by that one's number,
    itself included; ``times`` says how often each block that is taken out stood in the tree.
    """

    root: Element
    carried: Mapping[int, tuple[int, ...]]
    times: Mapping[int, int]


@dataclass(slots=True)
class Pruner:
    """What is known of one layout's kinds. ``urls`` are asked for the number of the block whose lines a URL shows."""

    stylesheet: str
    page: Rectangle  # with its bleed
    block_of: Callable[[str], int | None]
    _kinds: dict[int, Kind] = field(default_factory=dict)
    _signs: dict[object, int] = field(default_factory=dict)
    _enabled: bool = field(init=False)

    def __post_init__(self) -> None:
        self._enabled = not looks_around(self.stylesheet)

    def prune(self, root: Element, lay_out: Callable[[Element], Sequence[Any]]) -> Pruned:
        """Cut a page's tree. ``lay_out`` gives all boxes of a tree that is cut down to what must be learnt."""
        if not self._enabled:
            return Pruned(root, {}, {})
        seen = list(self._walk(root, None))
        unknown = {each.sign: each for each in reversed(seen) if each.sign not in self._kinds}
        if unknown:
            self._learn(root, seen, unknown, lay_out)
        return self._cut(root, seen)

    # kinds

    def _walk(self, element: Element, parent: _Seen | None) -> Iterator[_Seen]:
        given = dict(element.items())
        style = given.pop("style", "")
        placed = _BOX.match(style)
        box: Rectangle | None = None
        if placed:
            left, top, width, height = map(float, placed.groups())
            box, style = (left, top, width, height), "box" + style[placed.end() :]
        block = self.block_of(given["src"]) if element.tag == "img" and "src" in given else None
        if block is not None:
            given["src"] = "lines"
        sign = (parent.sign if parent else 0, element.tag, tuple(sorted(given.items())), style)
        one = _Seen(element, parent, self._signs.setdefault(sign, len(self._signs) + 1), block, box)
        yield one
        for child in element:
            yield from self._walk(child, one)

    def _learn(
        self, root: Element, seen: list[_Seen], unknown: dict[int, _Seen], lay_out: Callable[[Element], Sequence[Any]]
    ) -> None:
        """Lay out one element of each unknown kind, with those that it stands in."""
        wanted: set[int] = set()
        for each in unknown.values():
            step: _Seen | None = each
            while step is not None:
                wanted.add(id(step.element))
                step = step.parent
        copies: dict[int, Element] = {}
        made = _copy(root, wanted, copies)
        origin = {id(copy): number for number, copy in copies.items()}
        held: dict[int, list[Any]] = {}
        for box in lay_out(made):
            number = origin.get(id(box.element))
            if number is not None:
                held.setdefault(number, []).append(box)
        plain: dict[int, bool] = {}
        for each in seen:  # parents come before their children
            if each.sign not in plain:
                above = plain[each.parent.sign] if each.parent else True
                boxes = held.get(id(each.element), [])
                plain[each.sign] = above and all(_is_still(box, each) for box in boxes)
        for sign, each in unknown.items():
            above = plain[each.parent.sign] if each.parent else True
            self._kinds[sign] = _kind(each, held.get(id(each.element), []), plain[sign], above)

    # the cut

    def _cut(self, root: Element, seen: list[_Seen]) -> Pruned:
        times: dict[int, int] = {}
        carried: dict[int, list[int]] = {}
        carrier: int | None = None
        gone: set[int] = set()
        for each in seen:
            kind = self._kinds[each.sign]
            if kind == "nothing" and each.blank:
                gone.add(id(each.element))
            elif kind == "lines" and each.lines is not None:
                times[each.lines] = times.get(each.lines, 0) + 1
                if carrier is None:
                    carrier = each.lines
                    carried[carrier] = []
                    _place(each.element, self.page)
                else:
                    gone.add(id(each.element))
                carried[carrier].append(each.lines)
            elif kind in ("layer", "other"):
                carrier = None  # it may be drawn over the lines before it
        self._take_out(seen, gone)
        return Pruned(root, {number: tuple(held) for number, held in carried.items()}, times)

    def _take_out(self, seen: list[_Seen], gone: set[int]) -> None:
        """Take some elements out, and the blocks that are empty then, where no text would run on over their places."""
        kinds = self._kinds
        among_blocks = {
            id(each.parent.element): False for each in seen if each.parent and kinds[each.sign] in ("inline", "other")
        }
        for each in reversed(seen):  # what is within an element goes before it is looked at
            if each.parent is None:
                continue
            above = each.parent.element
            if id(each.element) in gone:
                _remove(above, each.element)
            elif kinds[each.sign] == "empty" and each.blank:
                free = among_blocks.get(id(above))
                if free is None:
                    free = not (above.text or "").strip() and not any((child.tail or "").strip() for child in above)
                    among_blocks[id(above)] = free
                if free:
                    _remove(above, each.element)


def looks_around(stylesheet: str) -> bool:
    """Has a stylesheet selectors that look at an element's neighbours or count them, or does it number anything?"""
    for rule in tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            if rule.content is not None and looks_around(tinycss2.serialize(rule.content)):
                return True
        elif rule.type == "qualified-rule":
            prelude, content = tinycss2.serialize(rule.prelude), tinycss2.serialize(rule.content)
            if _NEIGHBOURS.search(prelude) or re.search(r"counter|content-set|string-set|[{&]", content, re.I):
                return True
    return False


def _copy(element: Element, wanted: set[int], copies: dict[int, Element]) -> Element:
    made = Element(element.tag, dict(element.items()))
    made.text, made.tail = element.text, element.tail
    copies[id(element)] = made
    made.extend(_copy(child, wanted, copies) for child in element if id(child) in wanted or child.tag == "head")
    return made


def _remove(parent: Element, element: Element) -> None:
    """Take an element out; what follows it stays."""
    if (element.tail or "").strip():
        before = None
        for child in parent:
            if child is element:
                break
            before = child
        if before is None:
            parent.text = (parent.text or "") + (element.tail or "")
        else:
            before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _place(element: Element, rectangle: Rectangle) -> None:
    """Give an element the whole page for its place: what is drawn there is not cut off."""
    left, top, width, height = rectangle
    style = _BOX.sub("", element.get("style", ""), count=1)
    box = f"margin:0;left:{left:.4f}pt;top:{top:.4f}pt;width:{width:.4f}pt;height:{height:.4f}pt"
    element.set("style", box + style)


def _kind(each: _Seen, boxes: list[Any], still: bool, above: bool) -> Kind:
    if not boxes:
        return "other"
    box = boxes[0]
    alone = len(boxes) == 1 and not getattr(box, "pseudo_type", None)
    kinds: tuple[tuple[Kind, bool], ...] = (
        ("lines", each.lines is not None and above and alone and _is_lines(box, each)),
        ("other", each.lines is not None),
        ("nothing", each.box is not None and alone and _out_of_flow(box) and _draws_nothing(box)),
        ("layer", above and _out_of_flow(box) and _alone(box.style)),
        ("other", not still or any(getattr(one, "pseudo_type", None) for one in boxes)),
        ("empty", alone and _is_empty_block(box)),
        ("block", box.style["display"][0] == "block"),
    )
    return next((kind for kind, holds in kinds if holds), "inline")


def _draws_nothing(box: Any, *, but_lines: bool = False) -> bool:
    style = box.style
    return bool(
        (but_lines or not hasattr(box, "replacement"))
        and style["background_color"].alpha == 0
        and all(layer[0] == "none" for layer in style["background_image"])
        and all(not style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
        and (style["outline_style"] == "none" or not style["outline_width"])
        and style["border_image_source"][0] == "none"
        and not style["box_shadow"]
        and "list-item" not in style["display"]
        and not style["anchor"]
        and style["bookmark_level"] in (None, "none")
        and style["string_set"] in (None, "none")
        and _sets_no_counter(style)
    )


def _sets_no_counter(style: Any) -> bool:
    return all(style[f"counter_{what}"] in ("none", "auto", None, (), []) for what in ("set", "increment", "reset"))


def _out_of_flow(box: Any) -> bool:
    return bool(box.style["position"] == "absolute") and box.style["float"] == "none"


def _alone(style: Any) -> bool:
    """Does nothing of a style change how what it holds is drawn?"""
    return bool(
        style["opacity"] == 1
        and not style["transform"]
        and style["overflow"] == "visible"
        and style["visibility"] == "visible"
        and style["mask_border_source"][0] == "none"
        and style["z_index"] == "auto"
    )


def _is_still(box: Any, each: _Seen) -> bool:
    """Is it in the flow (or the page itself) and no layer of its own?"""
    style = box.style
    in_flow = style["position"] == "static" or is_page(each.element)
    return bool(in_flow and style["float"] == "none" and _alone(style))


def _is_empty_block(box: Any) -> bool:
    """A block of no height and no margins, whose absence nothing else would notice."""
    style = box.style
    nothing = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
    return (
        type(box).__name__ == "BlockBox"
        and tuple(style["display"]) == ("block", "flow")
        and style["position"] == "static"
        and _draws_nothing(box)
        and box.height == 0
        and style["height"] == "auto"
        and (style["min_height"] == "auto" or not style["min_height"].value)
        and all(not getattr(box, name) for name in nothing)
        and style["clear"] == "none"
        and style["break_before"] == style["break_after"] == "auto"
        and style["page"] in ("auto", "")
    )


def _is_lines(box: Any, each: _Seen) -> bool:
    """Do the lines stand just where their rectangle says, with nothing around them?"""
    style = box.style
    if each.box is None or not _out_of_flow(box) or not _draws_nothing(box, but_lines=True):
        return False
    # a picture is cut at its box by itself, so that its overflow says nothing
    if style["opacity"] != 1 or style["transform"] or style["visibility"] != "visible" or style["z_index"] != "auto":
        return False
    if style["clip"] or any(getattr(box, f"padding_{side}") for side in ("top", "right", "bottom", "left")):
        return False
    found = box.position_x, box.position_y, box.width, box.height
    wanted = tuple(length * PX for length in each.box)
    return all(abs(a - b) <= NEAR for a, b in zip(found, wanted, strict=True))
