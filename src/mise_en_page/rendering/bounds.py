"""What a stylesheet may ask for and a template may make: looked at before WeasyPrint works on it, which some would stop.

A chain of custom properties that doubles runs for ever, numbers beyond any page break sums far from where they were typed,
a table of a million cells takes all memory. Each is told at its line; what no rule foresees meets the clock (watchdog.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import tinycss2

from mise_en_page.model import limits
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.svg import check_svg
from mise_en_page.rendering.declarations import declarations, flat, parsed
from mise_en_page.rendering.faults import code_of
from mise_en_page.rendering.origins import place

_QUIET = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|\\.", re.DOTALL)
_BRACKET = re.compile(r"[()\[\]{}]")
#: Only a style with one of these can ask for too much.
_SUSPECT = re.compile(r"--|var\(|\d{6}|\d[eE][+-]?\d|\){8}|repeating|content")
_ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
#: Elements that lead out of the page, or do something.
FOREIGN = frozenset(
    ("applet", "audio", "base", "embed", "frame", "iframe", "link", "math", "meta", "object", "script", "video")
)
COUNTED = ("colspan", "rowspan", "span", "start", "value", "size", "rows", "cols", "width", "height")


# ——— stylesheets ———


def judge_stylesheet(stylesheet: str, file: str) -> tuple[Problem, ...]:
    """What in it is beyond all bounds; nothing for a stylesheet that can be worked with."""
    if deep := _too_deep(stylesheet, file):
        return (Problem.of("css-depth", "error", deep, most=limits.CSS_DEPTH),)
    found = list(_many_selectors(stylesheet, file))
    variables: dict[str, list[list[Any]]] = {}
    for name, value in declarations(stylesheet):
        if name.startswith("--"):
            variables.setdefault(name, []).append(value)
        for token in flat(value):
            where = Span(file, token.source_line, token.source_column)
            found += [Problem(code_of(said), "error", said, None, where) for said in _beyond(token)]
    return (*found, *_growing(stylesheet, variables, file))


def _many_selectors(stylesheet: str, file: str) -> Iterator[Problem]:
    """Every selector is held against every element."""
    count = 0
    for node in parsed(stylesheet):
        if node.type == "qualified-rule":
            count += 1 + sum(token.type == "literal" and token.value == "," for token in node.prelude)
        if count > limits.SELECTORS:
            where = Span(file, node.source_line, node.source_column)
            yield Problem.of("css-selectors", "error", where, most=limits.SELECTORS)
            return


def _too_deep(stylesheet: str, file: str) -> Span | None:
    """Where brackets first stand in too many others."""
    quiet = _QUIET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), stylesheet)
    depth = 0
    for match in _BRACKET.finditer(quiet):
        depth += 1 if match[0] in "([{" else -1
        if depth > limits.CSS_DEPTH:
            return Span.within(file, quiet, match.start())
        depth = max(depth, 0)
    return None


def _beyond(token: Any) -> Iterator[Message]:
    """What one token has too much of."""
    if token.type in ("number", "percentage", "dimension"):
        if not math.isfinite(token.value) or abs(token.value) > limits.CSS_NUMBER:
            yield say("css-number", number=shown(tinycss2.serialize([token]), 30), most=limits.CSS_NUMBER)
    elif token.type == "string" and len(token.value) > limits.CSS_STRING:
        yield say("css-string", length=len(token.value), most=limits.CSS_STRING)
    elif token.type == "function" and token.lower_name.startswith("repeating-"):
        stops = [part for part in token.arguments if part.type in ("dimension", "percentage")]
        alike = len({getattr(part, "unit", "%") for part in stops}) == 1
        period = abs(stops[-1].value - (stops[0].value if len(stops) > 1 else 0)) if stops and alike else 1
        if period < limits.CSS_REPEAT:
            yield say("css-number/repeat", name=token.name, least=f"{limits.CSS_REPEAT}")


def _growing(stylesheet: str, variables: dict[str, list[list[Any]]], file: str) -> Iterator[Problem]:
    """Custom properties that name each other in a circle, too deeply, or so that they grow beyond bounds."""
    sizes: dict[str, tuple[int, int]] = {}
    told: set[Message] = set()

    def measured(name: str, above: tuple[str, ...]) -> tuple[int, int]:
        """Tokens with every var() followed, and how deep that leads."""
        if name in sizes:
            return sizes[name]
        if name in above or len(above) > limits.VAR_DEPTH:
            raise _Circle(name, circle=name in above)
        sizes[name] = max((_size(value, (*above, name), measured) for value in variables.get(name, ())), default=(1, 0))
        return sizes[name]

    for name, value in declarations(stylesheet):
        said = None
        try:
            size, deep = _size(value, (name,) if name.startswith("--") else (), measured)
            if deep > limits.VAR_DEPTH:
                said = say("css-variables/depth", name=name, most=limits.VAR_DEPTH)
            elif size > limits.VAR_TOKENS:
                said = say("css-variables/size", name=name, most=limits.VAR_TOKENS)
        except _Circle as fault:
            said = say("css-variables", name=fault.name)
            if not fault.circle:
                said = say("css-variables/depth", name=name, most=limits.VAR_DEPTH)
        if said is not None and said not in told:
            told.add(said)
            yield Problem("css-variables", "error", said, None, Span(file, value[0].source_line, value[0].source_column))
            if len(told) > 4:
                return


class _Circle(Exception):
    def __init__(self, name: str, *, circle: bool) -> None:
        super().__init__(name)
        self.name, self.circle = name, circle


def _size(value: list[Any], above: tuple[str, ...], measured: Any) -> tuple[int, int]:
    size, depth = 0, 0
    for token in flat(value):
        size += 1
        if token.type == "function" and token.lower_name == "var":
            name = next((part.value for part in token.arguments if part.type == "ident"), "")
            inner, below = measured(name, above)
            size, depth = size + inner, max(depth, below + 1)
        if size > limits.VAR_TOKENS:
            break
    return size, depth


# ——— what a template makes ———


def judge_tree(root: Any, layout: Layout, folio: int) -> None:
    """Raises Refused if the elements of a page are too many, nested too deeply, or none that a page can have."""
    problems: list[Problem] = []
    count = 0
    waiting: list[tuple[Any, int]] = [(root, 0)]
    while waiting:
        element, depth = waiting.pop()
        if not isinstance(element.tag, str):  # a comment
            continue
        count += 1
        if count > limits.ELEMENTS or depth > limits.ELEMENT_DEPTH:
            deep = depth > limits.ELEMENT_DEPTH
            words = key("template-elements/depth") if deep else key("template-elements")
            most = limits.ELEMENT_DEPTH if deep else limits.ELEMENTS
            problems.append(Problem.of(words, "error", Span(f"{layout.folder}/page.html.j2"), folio=folio, most=most))
            break
        tag = element.tag.rpartition("}")[2]
        problems += _of_element(element, tag, layout)
        if tag != "svg":
            waiting += ((child, depth + 1) for child in reversed(element))
    if problems:
        raise Refused(tuple(dict.fromkeys(problems)))


def _of_element(element: Any, tag: str, layout: Layout) -> Iterator[Problem]:
    file, templates = f"{layout.folder}/page.html.j2", {name for name, _ in layout.templates}

    def at(words: str) -> Span:
        found = place(layout, words)
        return found if found.file in templates else Span(file)

    if tag in FOREIGN and not (tag == "meta" and not element.attrib):
        yield Problem.of("template-elements/foreign", "error", at(f"<{tag}"), tag=tag)
    if tag == "svg":
        found = Found()
        if not check_svg(ElementTree.tostring(element), say("word/drawing"), found, at("<svg")):
            yield from found
    for name, value in element.attrib.items():
        if name == "style" and _SUSPECT.search(value):
            for problem in judge_stylesheet(f"a{{{value}}}", file):
                yield replace(problem, where=at(value[:40]))
        elif name in COUNTED and re.search(r"\d{4}", value) and not _within(value):
            number = shown(value, 20)
            yield Problem.of(
                "template-elements/number", "error", at(f"{name}="), name=name, number=number, most=limits.SPAN
            )
        elif name == "href" and tag in ("a", "area") and not _ADDRESS.match(value.strip()):
            yield Problem.of("template-elements/address", "error", at(value[:40]), address=shown(value, 40))
        elif name == "rel" and "attachment" in value:
            yield Problem.of("template-elements/attachment", "error", at("attachment"))
    if tag == "style":
        yield from (replace(problem, where=at("<style")) for problem in judge_stylesheet(element.text or "", file))
    for text in (element.text, element.tail):
        if text is not None and len(text) > limits.PARAGRAPH and not text.isspace() and tag != "style":
            begins, where = shown(text.strip(), 30), at(text.strip()[:20])
            told = say("template-elements/text", length=len(text), begins=begins, most=limits.PARAGRAPH)
            yield Problem("template-elements", "error", told, None, where)


def _within(value: str) -> bool:
    """Is a number of an attribute one that can be counted to?"""
    digits = re.match(r"\s*[-+]?(\d{1,6})", value)
    return digits is not None and int(digits[1]) <= limits.SPAN and not re.search(r"\d{7}|[eE]\d", value)
