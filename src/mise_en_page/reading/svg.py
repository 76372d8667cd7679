"""Is this SVG a drawing and nothing more?

An SVG can fetch files and addresses, run for ever through ``use`` within ``use``, and take half a minute over markers.
It is parsed with entities and doctypes refused, its elements are counted as if every reference were drawn out, and
whatever leads out of the file is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from mise_en_page import limits
from mise_en_page.problem import Span
from mise_en_page.reading.found import Found, shown

FILE_LIMIT, ELEMENTS, DEPTH, LARGEST = limits.SVG_BYTES, limits.SVG_ELEMENTS, limits.SVG_DEPTH, limits.SVG_NUMBER

_REFERENCE = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_ACTIVE = {"script", "foreignobject", "iframe", "handler", "listener", "audio", "video"}
_EMBEDS = {"image", "feimage"}


class _Refused(Exception):
    pass


@dataclass
class _Element:
    """``vertices``: of a path, which a marker is drawn at; ``refers``: the ids that it draws."""

    name: str
    vertices: int = 1
    children: list[_Element] = field(default_factory=list)
    refers: list[str] = field(default_factory=list)


@dataclass
class _Drawing:
    """What expat has met so far."""

    ids: dict[str, _Element] = field(default_factory=dict)
    open: list[_Element] = field(default_factory=list)
    root: _Element | None = None
    count: int = 0
    vertices: int = 0
    styled: list[str] = field(default_factory=list)
    text: bool = False
    style: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2].lower()
        if self.root is None and name != "svg":
            raise _Refused("its first element is not <svg>")
        if name in _ACTIVE:
            raise _Refused(f"it holds <{name}>")
        if name in _EMBEDS:
            raise _Refused(f"it holds another picture (<{name}>)")
        self.count += 1
        if self.count > ELEMENTS or len(self.open) >= DEPTH:
            raise _Refused(f"it holds more than {ELEMENTS:,} elements, or more than {DEPTH} within each other")
        self.text = self.text or name == "text"
        element = _Element(name)
        for key, value in attributes.items():
            self._attribute(key.rpartition(":")[2].lower(), value, element)
        self.vertices += element.vertices
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        if name == "style":
            self.style = []

    def _attribute(self, key: str, value: str, element: _Element) -> None:
        if key.startswith("on"):
            raise _Refused(f"it holds a script ({shown(key, 20)})")
        if key == "id":
            self.ids[value] = element
        elif key in ("href", "src"):
            if not value.strip().startswith("#"):
                raise _Refused(f"it refers to “{shown(value, 40)}”")
            element.refers.append(value.strip()[1:])
        elif key in ("d", "points"):
            element.vertices = 1 + len(_NUMBER.findall(value)) // 2
        if key in _MEASURES and (_LARGE.search(value) or _NO_NUMBER.search(value)):
            _judge_numbers(value)
        if key == "viewbox":
            _judge_view(value)
        elif key in ("width", "height") and self.root is None and re.match(r"\s*[-+]?0*\.?0*(?:[a-z%]|\s|$)|\s*-", value):
            raise _Refused(f"its {key} is {shown(value, 20)}")
        element.refers.extend(_within(value))

    def end(self, tag: str) -> None:
        self.open.pop()
        if self.style is not None and tag.rpartition(":")[2].lower() == "style":
            text, self.style = "".join(self.style), None
            self.styled.extend(_within(text))

    def characters(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)


#: Attributes that hold numbers; those of no other matter.
_MEASURES = frozenset((
    "d", "points", "viewbox", "transform", "gradienttransform", "patterntransform", "x", "y", "x1", "x2", "y1", "y2",
    "r", "rx", "ry", "cx", "cy", "fx", "fy", "dx", "dy", "width", "height", "refx", "refy", "markerwidth",
    "markerheight", "offset", "opacity", "style", "stroke-width", "stroke-dasharray", "stroke-dashoffset",
    "stroke-miterlimit", "font-size", "letter-spacing", "word-spacing", "fill-opacity", "stroke-opacity",
    "stop-opacity", "rotate", "textlength",
))  # fmt: skip
_LARGE = re.compile(r"(?<![\d.])\d{7}|\d\.?[eE]\+?\d")
_NO_NUMBER = re.compile(r"(?<![\w-])[-+]?(?:nan|inf|infinity)(?![\w-])", re.IGNORECASE)
_EXACT = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def _judge_numbers(value: str) -> None:
    if _NO_NUMBER.search(value):
        raise _Refused(f"it measures with “{shown(value, 20)}”, which is no number")
    if any(abs(float(number)) > LARGEST for number in _EXACT.findall(value)):
        raise _Refused(f"it holds a number beyond {LARGEST:,}")


def _judge_view(value: str) -> None:
    numbers = [float(number) for number in _EXACT.findall(value)]
    if len(numbers) != 4 or min(numbers[2:]) < 1 / LARGEST:
        raise _Refused(f"its viewBox “{shown(value, 40)}” is no rectangle")


def _within(value: str) -> list[str]:
    """The ids that a value or a style sheet points to; nothing else may be pointed to."""
    if "\\" in value and ("url" in value.lower() or ";" in value or "@" in value):
        raise _Refused("its style holds escapes (\\)")
    if "@import" in value.lower():
        raise _Refused("it imports a style sheet")
    refers = []
    for match in _REFERENCE.finditer(value):
        if not match[1].startswith("#"):
            raise _Refused(f"it refers to “{shown(match[1], 40)}”")
        refers.append(match[1][1:].strip())
    return refers


def looks_like_svg(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE", b"<!doctype"))


def check_svg(data: bytes, name: str, found: Found, where: Span) -> bool:
    """Is it a bounded drawing that needs nothing from outside? Told at ``where`` if not."""
    if len(data) > FILE_LIMIT:
        found.error("image-too-large", f"{shown(name)} is larger than {FILE_LIMIT:,} bytes", "simplify the drawing", where)
        return False
    drawing = _Drawing()
    try:
        _parse(data, drawing)
        _weigh(drawing)
    except _Refused as fault:
        hint = "export it as plain SVG: outlines only, no scripts, no links, no embedded pictures"
        found.error("unsafe-svg", f"{shown(name)} cannot be printed: {fault}", hint, where)
        return False
    except (expat.ExpatError, UnicodeDecodeError, LookupError, ValueError) as fault:
        found.error(
            "damaged-image", f"{shown(name)} is no well-formed SVG: {shown(str(fault), 80)}", "export it again", where
        )
        return False
    if drawing.text:
        message = f"{shown(name)} holds text, which is set in whatever font this machine has"
        found.warning("svg-text", message, "turn its text into outlines", where)
    return True


def _parse(data: bytes, drawing: _Drawing) -> None:
    parser = expat.ParserCreate()

    def refuse(what: str) -> Callable[..., int]:
        def handler(*_: object) -> int:
            raise _Refused(what)

        return handler

    parser.EntityDeclHandler = refuse("it declares entities")
    parser.ExternalEntityRefHandler = refuse("it refers to an outside entity")
    parser.StartDoctypeDeclHandler = refuse("it has a DOCTYPE")
    parser.ProcessingInstructionHandler = refuse("it holds a processing instruction")
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    parser.CharacterDataHandler = drawing.characters
    parser.Parse(data, True)
    if drawing.root is None:
        raise _Refused("it is empty")


def _weigh(drawing: _Drawing) -> None:
    """Count the elements as drawn, every reference followed; each element once, so that a bomb is counted in no time."""
    weights: dict[int, int] = {}
    busy: set[int] = set()

    def weigh(element: _Element, depth: int) -> int:
        key = id(element)
        if key in weights:
            return weights[key]
        if key in busy:
            raise _Refused("it refers to itself")
        if depth > 4 * DEPTH:
            raise _Refused("its references are nested too deeply")
        busy.add(key)
        total = 1 + sum(weigh(child, depth + 1) for child in element.children)
        for target in (drawing.ids[name] for name in element.refers if name in drawing.ids):
            drawn = weigh(target, depth + 1)
            if not target.name.endswith("gradient"):  # a gradient draws no element, however often it is used
                total += drawn * (element.vertices if target.name == "marker" else 1)
        if total > ELEMENTS:
            raise _Refused(f"its references draw more than {ELEMENTS:,} elements")
        busy.discard(key)
        weights[key] = total
        return total

    assert drawing.root is not None
    total = weigh(drawing.root, 0)
    for name in drawing.styled:  # a rule of a style sheet may meet any element
        target = drawing.ids.get(name)
        if target is not None and not target.name.endswith("gradient"):
            total += weigh(target, 0) * (drawing.vertices if target.name == "marker" else drawing.count)
    if total > ELEMENTS:
        raise _Refused(f"its style draws more than {ELEMENTS:,} elements")
