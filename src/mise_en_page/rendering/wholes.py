"""Blocks that are drawn as one: lighter, or turned, their boxes and their lines together (``opacity``, ``transform``).

A template writes a block's box and its lines beside each other. Where a stylesheet makes a role lighter or turns it, both
are put into an element as large as the page, which takes that over: WeasyPrint then draws them as one group (CSS Color 4,
§ 17; CSS Transforms 1), and no place within it has to be counted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from mise_en_page.pagination.makeup import Frame, Placed
from mise_en_page.pagination.panels import own_turn, panels
from mise_en_page.pdf.geometry import IDENTITY, Matrix
from mise_en_page.rendering.ground import PX

#: left, top, width, height in pt from the trimmed page's top left corner
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Whole:
    """Blocks to be drawn as one. ``boxes``: theirs, the first of which has the look that is taken over; ``lines``: the
    numbers of theirs; ``opacity`` 0..1; ``matrix`` in pt, y growing downwards.
    """

    boxes: tuple[Rectangle, ...]
    lines: tuple[int, ...]
    opacity: float
    matrix: Matrix


def wholes(frames: Sequence[Frame], numbers: Mapping[int, int]) -> tuple[Whole, ...]:
    """What of some frames is drawn as one, the inner first. ``numbers``: those of blocks' lines, by ``id`` of the block."""
    return tuple(each for frame in frames for each in _wholes(frame, numbers))


def _wholes(frame: Frame, numbers: Mapping[int, int]) -> Iterator[Whole]:
    def made(
        blocks: Sequence[Placed], box: tuple[Rectangle, ...], opacity: float, matrix: Matrix | None
    ) -> Iterator[Whole]:
        if opacity < 1 or matrix is not None:
            lines = tuple(numbers[id(each)] for each in blocks if id(each) in numbers)
            boxes = (*box, *((each.x, each.y, each.width, each.height) for each in blocks))
            yield Whole(boxes, lines, opacity, matrix or IDENTITY)

    for placed in frame.placed:
        if placed.block.picture is None:
            yield from made((placed,), (), placed.block.style.opacity, own_turn(placed))
    for panel in panels(frame):
        box = panel.left, panel.top, panel.width, panel.height
        yield from made(frame.placed[panel.first : panel.end], (box,), panel.opacity, panel.matrix)


def joined(root: Element, found: Sequence[Whole], block_of: Callable[[str], int | None]) -> None:
    """Put the elements of each whole into one of their own. ``block_of``: which block's lines a URL shows, if any."""
    if not found:
        return
    lines: dict[int, Element] = {}
    placed: dict[str, Element] = {}
    for element in root.iter():
        number = block_of(element.get("src", "")) if element.tag == "img" else None
        if number is not None:
            lines.setdefault(number, element)
        elif "placed" in (element.get("class") or "").split():
            placed.setdefault(element.get("style", "").partition(";height:")[0], element)
    for whole in found:
        boxes = [placed[name] for name in map(_place, whole.boxes) if name in placed]
        members = [*boxes, *(lines[number] for number in whole.lines if number in lines)]
        if members:
            _join(root, members, whole)
        if boxes:
            boxes[0].set("style", f"{boxes[0].get('style')};opacity:1!important;transform:none!important")


def _place(box: Rectangle) -> str:
    """How the filter ``box`` begins what it writes of a rectangle: up to its height, which a ground may be drawn out by."""
    left, top, width, _ = box
    return f"margin:0;left:{left:.4f}pt;top:{top:.4f}pt;width:{width:.4f}pt"


def _join(root: Element, members: Sequence[Element], whole: Whole) -> None:
    """Elements, and those that hold nothing else, into a new one where the first of them stood."""
    parents = {child: parent for parent in root.iter() for child in parent}
    taken = {id(each) for each in members}
    units: dict[Element, None] = {}
    for each in members:
        unit = each
        while _holds_only(parents[unit], taken):
            unit = parents[unit]
            taken.add(id(unit))
        units[unit] = None
    for parent in dict.fromkeys(parents[unit] for unit in units):
        own = [child for child in parent if child in units]
        around = Element("div", {"style": _style(whole)})
        parent.insert(list(parent).index(own[0]), around)
        for child in own:
            parent.remove(child)
            around.append(child)


def _holds_only(element: Element, taken: set[int]) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return all(id(child) in taken for child in element) and not any((text or "").strip() for text in texts)


def _style(whole: Whole) -> str:
    a, b, c, d, e, f = whole.matrix
    turned = f"matrix({a:.6f},{b:.6f},{c:.6f},{d:.6f},{e * PX:.4f},{f * PX:.4f})"
    look = [f"opacity:{whole.opacity:g}"] if whole.opacity < 1 else []
    look += [f"transform-origin:0 0;transform:{turned}"] if whole.matrix != IDENTITY else []
    return f"position:absolute;left:0;top:0;width:var(--page-width);height:var(--page-height);{';'.join(look)}"
