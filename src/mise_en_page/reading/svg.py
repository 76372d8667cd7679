"""Is this SVG a drawing and nothing more?

An SVG can fetch files and addresses, run for ever through ``use`` within ``use``, and take half a minute over markers.
Drawing programs begin their files with a DOCTYPE, and name spaces by entities: both are read, nothing is fetched for them,
nothing grows by them. Elements are counted as if every reference were drawn out, and what leads out of the file is an
error; a picture in pixels that lies within it is looked at like any other.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from mise_en_page.model import limits
from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Span
from mise_en_page.reading.found import Found, shown

FILE_LIMIT, ELEMENTS, DEPTH, LARGEST = limits.SVG_BYTES, limits.SVG_ELEMENTS, limits.SVG_DEPTH, limits.SVG_NUMBER
ENTITY, GROWN = limits.SVG_ENTITY, limits.SVG_GROWN

_REFERENCE = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_ACTIVE = {"script", "foreignobject", "iframe", "handler", "listener", "audio", "video"}


class _Refused(Exception):
    """Why it cannot be printed, and what to do about it."""

    def __init__(self, why: Message, hint: Message | None = None) -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


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
    pictures: list[bytes] = field(default_factory=list)
    entities: list[int] = field(default_factory=list)
    sized: bool = False

    def entity(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        """One that stands for a few plain letters, a name space's address, is as good as these."""
        if is_parameter or value is None or set(value) & set("&<%") or len(value) > ENTITY or len(self.entities) >= 100:
            raise _Refused(say("svg/entity", name=shown(name, 20)), say("hint/plain-svg"))
        self.entities.append(len(value))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2].lower()
        if self.root is None and name != "svg":
            raise _Refused(say("svg/root"))
        if name in _ACTIVE and not (name == "foreignobject" and "requiredExtensions" in attributes):
            raise _Refused(say("svg/active", name=name))
        if name == "feimage":
            raise _Refused(say("svg/picture", name=name))
        self.count += 1
        if self.count > ELEMENTS or len(self.open) >= DEPTH:
            raise _Refused(say("svg/elements", most=ELEMENTS, depth=DEPTH))
        self.text = self.text or name == "text"
        if self.root is None:
            self.sized = "viewBox" in attributes or all(_SIDE.match(attributes.get(key, "")) for key in ("width", "height"))
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
            raise _Refused(say("svg/script", name=shown(key, 20)))
        if key == "id":
            self.ids[value] = element
        elif key in ("href", "src"):
            self._reference(value.strip(), element)
            return
        elif key in ("d", "points"):
            element.vertices = 1 + len(_NUMBER.findall(value)) // 2
        if key in _MEASURES and (_LARGE.search(value) or _NO_NUMBER.search(value)):
            _judge_numbers(_NAMED.sub("", value))
        if key == "viewbox":
            _judge_view(value)
        elif key in ("width", "height") and self.root is None and re.match(r"\s*[-+]?0*\.?0*(?:[a-z%]|\s|$)|\s*-", value):
            raise _Refused(say("svg/side", name=key, value=shown(value, 20)))
        element.refers.extend(_within(value))

    def _reference(self, value: str, element: _Element) -> None:
        """To what a link, a use or a picture refers."""
        if value.startswith("#"):
            element.refers.append(value[1:])
        elif element.name == "image" and (data := embedded(value)) is not None:
            self.pictures.append(data)
        elif element.name == "image":
            raise _Refused(say("svg/elsewhere", name=shown(value, 40)), say("hint/embed-images"))
        elif element.name != "a":  # where a link leads is nothing to paper
            raise _Refused(say("svg/reference", name=shown(value, 40)))

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
_SIDE = re.compile(r"\s*\+?(?:\d+\.?\d*|\.\d+)\s*(?:px|pt|pc|mm|cm|in|q)?\s*$", re.IGNORECASE)
_NAMED = re.compile(r"#[\w.-]+|[\"'][^\"']*[\"']")  # a colour such as #4e9a06, an id, a family: no numbers
_EXACT = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def embedded(value: str) -> bytes | None:
    """The file behind a data: URL of a picture in pixels; None for whatever else."""
    head, _, body = value.partition(",")
    kind, *more = head.lower().replace(" ", "").split(";")
    if not kind.startswith("data:image/") or "svg" in kind or "base64" not in more:
        return None
    try:
        return base64.b64decode(re.sub(r"\s+|%0[ad]", "", body, flags=re.IGNORECASE), validate=True)
    except ValueError:
        return b""


def _judge_numbers(value: str) -> None:
    if _NO_NUMBER.search(value):
        raise _Refused(say("svg/no-number", value=shown(value, 20)))
    if any(abs(float(number)) > LARGEST for number in _EXACT.findall(value)):
        raise _Refused(say("svg/large-number", most=LARGEST))


def _judge_view(value: str) -> None:
    numbers = [float(number) for number in _EXACT.findall(value)]
    if len(numbers) != 4 or min(numbers[2:]) < 1 / LARGEST:
        raise _Refused(say("svg/view", value=shown(value, 40)))


def _within(value: str) -> list[str]:
    """The ids that a value or a style sheet points to; nothing else may be pointed to."""
    if "\\" in value and ("url" in value.lower() or ";" in value or "@" in value):
        raise _Refused(say("svg/escapes"))
    if "@import" in value.lower():
        raise _Refused(say("svg/import"))
    refers = []
    for match in _REFERENCE.finditer(value):
        if not match[1].startswith("#"):
            raise _Refused(say("svg/reference", name=shown(match[1], 40)))
        refers.append(match[1][1:].strip())
    return refers


def looks_like_svg(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE", b"<!doctype"))


def check_svg(
    data: bytes, name: Value, found: Found, where: Span, look: Callable[[bytes, Value, Found, Span], bool] | None = None
) -> bool:
    """Is it a bounded drawing that needs nothing from outside? Told at ``where`` if not.

    ``look`` judges a picture in pixels that lies within it; without it there may be none.
    """
    if len(data) > FILE_LIMIT:
        found.error("image-too-large/drawing", where, name=name, most=FILE_LIMIT)
        return False
    drawing = _Drawing()
    try:
        _parse(data, drawing)
        _weigh(drawing)
    except _Refused as fault:
        found.error("unsafe-svg", where, fault.hint, name=name, why=fault.why)
        return False
    except (expat.ExpatError, UnicodeDecodeError, LookupError, ValueError) as fault:
        found.error("damaged-image/drawing", where, name=name, words=shown(str(fault), 80))
        return False
    for picture in drawing.pictures:
        if look is None or not look(picture, say("picture-within", name=name), found, where):
            return False
    if look is not None and not drawing.sized:
        found.error("svg-size", where, name=name)
        return False
    if drawing.text and look is None:
        found.warning("svg-text", where, name=name)
    return True


def _parse(data: bytes, drawing: _Drawing) -> None:
    parser = expat.ParserCreate()

    def refuse(why: Message) -> Callable[..., int]:
        def handler(*_: object) -> int:
            raise _Refused(why)

        return handler

    def instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            raise _Refused(say("svg/stylesheet"))

    parser.EntityDeclHandler = drawing.entity
    parser.ExternalEntityRefHandler = refuse(say("svg/outside"))
    parser.SkippedEntityHandler = refuse(say("svg/undeclared"))
    parser.ProcessingInstructionHandler = instruction
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    parser.CharacterDataHandler = drawing.characters
    parser.Parse(data, True)
    if drawing.entities and max(drawing.entities) * data.count(b"&") > GROWN:
        raise _Refused(say("svg/grown"))
    if drawing.root is None:
        raise _Refused(say("svg/empty"))


def _weigh(drawing: _Drawing) -> None:
    """Count the elements as drawn, every reference followed; each element once, so that a bomb is counted in no time."""
    weights: dict[int, int] = {}
    busy: set[int] = set()

    def weigh(element: _Element, depth: int) -> int:
        key = id(element)
        if key in weights:
            return weights[key]
        if key in busy:
            raise _Refused(say("svg/itself"))
        if depth > 4 * DEPTH:
            raise _Refused(say("svg/nested"))
        busy.add(key)
        total = 1 + sum(weigh(child, depth + 1) for child in element.children)
        for target in (drawing.ids[name] for name in element.refers if name in drawing.ids):
            drawn = weigh(target, depth + 1)
            if not target.name.endswith("gradient"):  # a gradient draws no element, however often it is used
                total += drawn * (element.vertices if target.name == "marker" else 1)
        if total > ELEMENTS:
            raise _Refused(say("svg/references", most=ELEMENTS))
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
        raise _Refused(say("svg/style", most=ELEMENTS))
