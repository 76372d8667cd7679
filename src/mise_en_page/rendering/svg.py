"""Drawings as their norms have them, where WeasyPrint 70 draws them otherwise.

Masks: one is set after its element's children are drawn, so that a group's masks nothing, and between a path and its
painting. Here whatever has one is drawn as a group, and the group through the mask. Gradients: one is a tile exactly as
large as what it fills, and where the next tile begins a line shows. Here the tile is larger than what it fills.
tests/field/test_drawings.py guards what is assumed.
"""

from __future__ import annotations

from typing import Any

from weasyprint import svg as _svg
from weasyprint.svg.defs import paint_mask
from weasyprint.svg.utils import parse_url, size

_draw_node = _svg.SVG.draw_node
_draw_gradient = _svg.draw_gradient

#: The region of a group that clips nothing.
FAR = 100_000.0


def draw_node(svg: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None) -> None:
    """WeasyPrint's ``SVG.draw_node``, for elements with a mask (CSS Masking 1)."""
    mask = svg.masks.get(parse_url(node.get("mask")).fragment) if fill_stroke and node.tag != "defs" else None
    if mask is None:
        _draw_node(svg, node, font_size, fill_stroke, context)
        return
    node.attrib.pop("mask")
    size_of_type = size(node.get("font-size", "1em"), font_size, font_size)
    outer = svg.stream
    group = outer.add_group(-FAR, -FAR, 2 * FAR, 2 * FAR)
    svg.stream = group
    _draw_node(svg, node, font_size, fill_stroke, context)
    svg.stream = outer
    outer.push_state()
    matrix = svg.get_node_transform_matrix(node, size_of_type)
    if matrix:
        outer.transform(*matrix.values)
    paint_mask(svg, node, mask, size_of_type)
    if matrix:
        outer.transform(*matrix.invert.values)
    outer.draw_x_object(group.id)
    outer.pop_state()


def draw_gradient(svg: Any, *what: Any, **more: Any) -> Any:
    """WeasyPrint's ``draw_gradient``, whose tiles reach further than what they fill."""
    patterns = svg.stream._resources["Pattern"]
    known = set(patterns)
    done = _draw_gradient(svg, *what, **more)
    for name in patterns.keys() - known:
        tile = patterns[name].extra
        across, down = _grown(tile)
        tile["XStep"], tile["YStep"] = across, down
        for group in tile["Resources"]["XObject"].values():
            _grown(group.extra)
            for state in group.extra["Resources"]["ExtGState"].values():
                if "SMask" in state:
                    _grown(state["SMask"]["G"].extra)
    return done


def _grown(form: Any) -> tuple[float, float]:
    """A box drawn out by a tenth to each side; its width and height now."""
    left, top, right, bottom = form["BBox"]
    across, down = (right - left) / 10, (bottom - top) / 10
    form["BBox"][:] = left - across, top - down, right + across, bottom + down
    return right - left + 2 * across, bottom - top + 2 * down


_svg.SVG.draw_node = draw_node
_svg.draw_gradient = draw_gradient
