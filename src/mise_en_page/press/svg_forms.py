"""Drawings as WeasyPrint can draw them: what programs write in one way and it knows in another, written in the other.

A drawing that needs none of it stays as it is, to the byte.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import tinycss2

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
EVERYWHERE: Final = {"x": "-100000", "y": "-100000", "width": "200000", "height": "200000"}
"""A region that clips nothing: no drawing is larger (limits.SVG_NUMBER is, in one direction)."""

_NO_SIZE: Final = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*(?:auto|[\d.]+%)\s*;?", re.IGNORECASE)
UNITS: Final = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 96 / 101.6}
PAINTS: Final = ("fill", "stroke", "stop-color", "color")
WEIGHTS: Final = frozenset({"bold", "bolder", "lighter"})
_LENGTH: Final = re.compile(r"\s*([+]?(?:\d+\.?\d*|\.\d+))\s*([a-z]*)\s*", re.IGNORECASE)
_SIZE: Final = re.compile(
    r"(?:^|\s)((?:[\d.]+(?:[a-z]+|%)|(?:xx?-)?(?:small|large)|medium)(?:\s*/\s*\S+)?)\s+(.+)$", re.I | re.S
)


def rewritten(data: bytes, families: tuple[frozenset[str], str] | None = None) -> bytes:
    """The drawing, as WeasyPrint can draw it; with ``families``, those that are known (case-folded) and the one for others,
    its text set in these. Raises what reading a damaged one raises.
    """
    if families is None and not _NEEDED.search(data):
        return data
    root = ElementTree.fromstring(data)
    before = ElementTree.tostring(root)
    _sized(root)
    _switched(root)
    ids = {element.get("id"): element for element in root.iter()}
    for element in root.iter():
        name = _name(element)
        if name == "clipPath":
            _outlined(element, ids)
        elif name == "mask":
            _masked(element)
        elif name == "radialGradient":
            _reaching(element)
        elif name == "style" and element.text and "font" in element.text:
            element.text = _sheet(element.text, families)
        if "font" in element.get("style", ""):
            element.set("style", _declarations(element.get("style", ""), families))
        if families is not None and "font-family" in element.attrib:
            element.set("font-family", set_in(element.get("font-family", ""), families))
    if families is not None and root.get("font-family") is None:
        root.set("font-family", f"'{families[1]}'")
    after = ElementTree.tostring(root)
    return data if after == before else after


#: Without any of these words in it a drawing needs nothing.
_NEEDED: Final = re.compile(
    rb"(?:font|width|height)\s*:|<(?:\w+:)?(?:mask|switch|clipPath|foreignObject|radialGradient)\b|<(?:\w+:)?svg(?![^>]*viewBox)"
)


def size_of(root: Element) -> tuple[float, float] | None:
    """The width and height of a drawing's page, in px, as it says them itself."""
    sides = [_LENGTH.fullmatch(root.get(key, "")) for key in ("width", "height")]
    found = [float(side[1]) * UNITS.get(side[2].lower(), 0) if side else 0.0 for side in sides]
    return (found[0], found[1]) if min(found) > 0 else None


def _sized(root: Element) -> None:
    """Of a drawing without viewBox, its own size is one; a size that is none (``height: auto``) goes."""
    style = root.get("style", "")
    if (kept := _NO_SIZE.sub("", style)) != style:
        root.set("style", kept)
    size = size_of(root)
    if root.get("viewBox") is None and size is not None:
        root.set("viewBox", f"0 0 {size[0]:.6g} {size[1]:.6g}")


def _switched(root: Element) -> None:
    """Of a switch the first child that is no program's private copy."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _name(child) == "foreignObject":
                parent.remove(child)
        if _name(parent) == "switch":
            for child in list(parent)[1:]:
                parent.remove(child)


def _outlined(clip: Element, ids: dict[str | None, Element]) -> None:
    """What a clip path uses, in it."""
    for place, child in enumerate(list(clip)):
        used = ids.get((child.get(f"{{{XLINK}}}href") or child.get("href") or "").removeprefix("#"))
        if _name(child) != "use" or used is None:
            continue
        held = copy.deepcopy(used)
        held.attrib.pop("id", None)
        moved = (
            f"translate({child.get('x', '0')},{child.get('y', '0')})" if "x" in child.attrib or "y" in child.attrib else ""
        )
        transform = " ".join(filter(None, (child.get("transform"), moved, held.get("transform"))))
        if transform:
            held.set("transform", transform)
        clip.remove(child)
        clip.insert(place, held)


def _masked(mask: Element) -> None:
    """A mask everywhere: WeasyPrint reckons its region wrongly. One by alpha is one by light, all white."""
    mask.set("maskUnits", "userSpaceOnUse")
    mask.attrib.update(EVERYWHERE)
    by_alpha = mask.get("mask-type", "") == "alpha" or re.search(r"mask-type\s*:\s*alpha", mask.get("style", ""))
    if not by_alpha:
        return
    for element in mask.iter():
        style = element.get("style", "")
        for key in PAINTS:
            if element.get(key, "none") not in ("none", "transparent") and not element.get(key, "").startswith("url"):
                element.set(key, "#fff")
            style = re.sub(rf"(?<![\w-]){key}\s*:\s*(?!none|url)[^;]*", f"{key}:#fff", style)
        if style:
            element.set("style", style)
        if element is mask and element.get("fill") is None:
            element.set("fill", "#fff")


def _reaching(gradient: Element) -> None:
    """A round gradient's radius as a number: WeasyPrint reckons a share of the box too large, by the root of two."""
    if gradient.get("gradientUnits") == "userSpaceOnUse":
        return
    for key in ("r", "fr"):
        share = gradient.get(key, "").strip()
        if share.endswith("%"):
            gradient.set(key, f"{float(share[:-1]) / 100:g}")
    if not {"r", "href", f"{{{XLINK}}}href"} & gradient.attrib.keys():
        gradient.set("r", "0.5")


def first_known(written: str, known: frozenset[str]) -> str | None:
    """The first family of a list that is known, as it is written there; None when none is."""
    names = (name.strip().strip("\"'").strip() for name in written.split(","))
    return next((name for name in names if " ".join(name.casefold().split()) in known), None)


def set_in(written: str, families: tuple[frozenset[str], str]) -> str:
    """A list of families as the one of them that is known, or the one for others."""
    if written.lower() in ("inherit", "initial", "unset"):
        return written
    return f"'{first_known(written, families[0]) or families[1]}'"


def _sheet(text: str, families: tuple[frozenset[str], str] | None) -> str:
    """A stylesheet with the shorthand of fonts written out."""
    rules = []
    for rule in tinycss2.parse_stylesheet(text):
        if rule.type == "qualified-rule":
            prelude = tinycss2.serialize(rule.prelude)
            rules.append(f"{prelude}{{{_declarations(tinycss2.serialize(rule.content), families)}}}")
        else:
            rules.append(rule.serialize())
    return "".join(rules)


def _declarations(text: str, families: tuple[frozenset[str], str] | None) -> str:
    return ";".join(
        _spelt(declaration, families)
        for declaration in tinycss2.parse_blocks_contents(text)
        if declaration.type == "declaration"
    )


def _spelt(declaration: Any, families: tuple[frozenset[str], str] | None) -> str:
    value = tinycss2.serialize(declaration.value).strip()
    important = "!important" if declaration.important else ""
    parts = font(value) if declaration.lower_name == "font" else iter([(declaration.name, value)])
    return ";".join(
        f"{name}:{set_in(part, families) if families and name == 'font-family' else part}{important}"
        for name, part in parts
    )


def font(value: str) -> Iterator[tuple[str, str]]:
    """The parts of the shorthand ``font``: its style and weight, its size, its families (CSS Fonts 4, 2.7).

    >>> dict(font("italic 700 90px/1.2 'Newsreader 72pt', serif"))
    {'font-style': 'italic', 'font-weight': '700', 'font-size': '90px', 'font-family': "'Newsreader 72pt', serif"}
    """
    found = _SIZE.search(value)
    if found is None:
        return
    for word in value[: found.start()].lower().split():
        if word in ("italic", "oblique"):
            yield "font-style", word
        elif word in WEIGHTS or word.isdecimal():
            yield "font-weight", word
        elif word.endswith(("condensed", "expanded")):
            yield "font-stretch", word
    yield "font-size", found[1].split("/")[0].strip()
    yield "font-family", found[2].strip()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
