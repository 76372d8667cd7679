"""The page that is asked what a stylesheet makes of text: an element for a role in a look, and in it one a set of marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement

import tinycss2
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INHERITED

from mise_en_page.composition.galley import Marks
from mise_en_page.model.issue import MarkKind
from mise_en_page.rendering.fetcher import Fetcher
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.translation import decorations

#: From the outside in: how an element for a mark is written in the probe, and so what a stylesheet can select.
ELEMENTS: dict[MarkKind, tuple[str, str]] = {
    "opening": ('<span class="opening">', "</span>"),
    "kicker": ('<span class="kicker">', "</span>"),
    "title": ('<span class="title">', "</span>"),
    "byline": ('<span class="byline">', "</span>"),
    "credit": ('<span class="credit">', "</span>"),
    "end-mark": ('<span class="end-mark">', "</span>"),
    "date": ('<span class="date">', "</span>"),
    "marker": ('<span class="marker">', "</span>"),
    "link": ("<a>", "</a>"),
    "strong": ("<strong>", "</strong>"),
    "emphasis": ("<em>", "</em>"),
    "small-caps": ('<span class="small-caps">', "</span>"),
    "superior": ("<sup>", "</sup>"),
}

#: What of a block a stylesheet may dress besides its text.
PSEUDO: Final = ("first-letter", "before", "after")

#: What a text's style takes from the element around it (cascade.py reads no more of a text), in one order.
_TEXT: Final = ("font_", "line_", "letter_", "word_", "text_transform", "text_underline", "color")
_HANDED_DOWN: Final = tuple(sorted(name for name in INHERITED if name.startswith(_TEXT)))
#: Declarations that take from the element around what is not inherited of itself.
_TAKEN: Final = re.compile(r"([\w-]+)\s*:\s*(?:inherit|unset|revert)", re.I)


class Probed(NamedTuple):
    """A block to ask for: its slot's classes, its page's master, if any, and its own classes."""

    look: str
    master: str
    role: str


class Probe:
    """Stylesheets that were read, and what a page under them looks like."""

    def __init__(self, sheets: Sequence[CSS], fonts: Fonts, fetcher: Fetcher, base_url: str) -> None:
        self._sheets = sheets
        self._fonts = fonts
        self._fetcher = fetcher
        self._base_url = base_url

    def styles(
        self, wanted: Sequence[tuple[Probed, Sequence[Marks]]]
    ) -> list[tuple[Any, Mapping[str, Any], dict[Marks, Any]]]:
        """The computed style of each block, those of its ``PSEUDO`` elements that a rule selects, and those of a text in it
        under each set of marks.
        """
        root = Element("html")
        SubElement(root, "head")
        body = SubElement(root, "body")
        slots: dict[tuple[str, str], Element] = {}
        blocks = []
        for (look, master, role), marks in wanted:
            if (look, master) not in slots:
                page = SubElement(body, "div", {"class": f"page {master}".strip()})
                slots[look, master] = SubElement(page, "div", {"class": look})
            block = SubElement(slots[look, master], "div", {"class": f"placed {role}"})
            blocks.append((block, {each: _text(block, each) for each in marks}))
        html = _Made(root, self._base_url, self._fetcher)
        style_for = get_all_computed_styles(html, self._sheets, font_config=self._fonts)
        return [
            (
                style_for(block),
                {name: style for name in PSEUDO if (style := style_for(block, name)) is not None},
                {marks: style_for(text) for marks, text in texts.items()},
            )
            for block, texts in blocks
        ]


class _Made(HTML):  # type: ignore[misc]
    """A page of elements that are there already: to write thousands of them down and have them parsed takes a second."""

    def __init__(self, root: Element, base_url: str, fetcher: Fetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


def _text(block: Element, marks: Marks) -> Element:
    """The innermost of the elements for some marks, in a block."""
    inner = block
    for opening in [ELEMENTS[kind][0] for kind in ELEMENTS if kind in marks] or ["<span>"]:
        tag, _, name = opening[1:-1].partition(" class=")
        inner = SubElement(inner, tag, {"class": name.strip('"')} if name else {})
    return inner


def inherited_by(stylesheet: str) -> Callable[[Any], object]:
    """What elements in one of a computed style take from it: equal for two, they look alike if the same rules select."""
    own = tuple(f"__{name.replace('-', '_')}" for name in sorted(set(re.findall(r"--([\w-]+)", stylesheet))))
    if any(name.lower().replace("-", "_") not in INHERITED for name in _TAKEN.findall(stylesheet)):
        return id

    def taken(style: Any) -> object:
        handed = [repr(style[name]) for name in _HANDED_DOWN], [_written(style[name]) for name in own]
        return *map(tuple, handed), tuple(decorations(style))

    numbers: dict[object, int] = {}
    numbered: dict[int, tuple[int, Any]] = {}
    known: dict[int, object] = {}

    def declared(style: Any) -> int:
        """A number for what is declared, of what is handed down, for an element and those around it.

        Where that is the same, so are the values, and computing one takes a hundred times as long.
        """
        if style is None:
            return -1
        if id(style) not in numbered:
            here = frozenset((name, id(value)) for name, (value, _) in style.cascaded.items() if _hands_down(name))
            number = numbers.setdefault((declared(style.parent_style), here), len(numbers))
            numbered[id(style)] = number, style  # held, so that no other style bears its number
        return numbered[id(style)][0]

    def taken_once(style: Any) -> object:
        number = declared(style)
        if number not in known:
            known[number] = taken(style)
        return known[number]

    return taken_once


def _hands_down(name: str) -> bool:
    return name in INHERITED or name.startswith(("__", "text_decoration"))


def _written(value: Any) -> str:
    return tinycss2.serialize(value) if isinstance(value, tuple | list) else repr(value)


def probe_of(slot: str, role: str, marks: Marks) -> str:
    """A page that holds one text: that of a role in a slot, under some marks."""
    opening = "".join(ELEMENTS[kind][0] for kind in ELEMENTS if kind in marks)
    closing = "".join(ELEMENTS[kind][1] for kind in reversed(ELEMENTS) if kind in marks)
    return f'<div class="page"><div class="{slot}"><div class="placed {role}">{opening}{closing}</div></div></div>'
