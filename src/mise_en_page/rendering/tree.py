"""A page's HTML as a tree: what WeasyPrint's parser of HTML would make of it, sooner.

What a template writes is nearly always well formed, and then the C parser of XML reads the same tree from it in a tenth of
the time. Where the two might differ (an element that HTML closes by itself, puts elsewhere, or keeps in another namespace;
anything that is not well formed) HTML's own parser is asked.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

import tinyhtml5

#: Elements that HTML leaves where they are written, whatever they stand in.
FREE: Final = frozenset(
    {"div", "span", "section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "img", "br",
     "b", "strong", "i", "em", "small", "sup", "sub", "u", "s", "cite", "q", "abbr", "time", "mark"}
)  # fmt: skip

_VOID: Final = re.compile(r"""<(img|br)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*/?>""")
#: A slash at the end of another element’s tag: XML closes it, HTML does not.
_CLOSED: Final = re.compile(r"""<(?!(?:img|br)\b)\w(?:[^<>"']|"[^"]*"|'[^']*')*/>""")
#: A line’s end within an attribute: XML reads it as a space.
_BROKEN: Final = re.compile(r"""=\s*(?:"[^"]*[\n\r\t]|'[^']*[\n\r\t])""")
_ENTITY: Final = re.compile(r"&(\w+;)")
_XML: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def is_page(element: Element) -> bool:
    """Is it the element of the page itself?"""
    return "page" in (element.get("class") or "").split()


def parse(html: str) -> Element:
    """The root element of a page. ``html`` begins with its ``html`` element, which holds a ``body`` and nothing else."""
    root = _well_formed(html)
    if root is not None:
        return root
    made: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return made


def _well_formed(html: str) -> Element | None:
    """The tree by the parser of XML; None if that may not be HTML's."""
    if "<!" in html or "<?" in html or _CLOSED.search(html) or _BROKEN.search(html):
        return None
    parser = XMLParser()
    try:
        parser.feed(_VOID.sub(r"<\1\2/>", _ENTITY.sub(_character, html)))
        root = parser.close()
    except (ParseError, ValueError):
        return None
    if [child.tag for child in root] != ["body"] or root.tag != "html" or (root.text or "").strip():
        return None
    body = root[0]
    if any(element.tag not in FREE for element in body.iter() if element is not body):
        return None
    if any(len(element) or element.text for tag in ("img", "br") for element in body.iter(tag)):
        return None
    root.insert(0, Element("head"))
    root.text = body.tail = None
    return root


def _character(entity: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know."""
    name = entity[1]
    return entity[0] if name in _XML else "".join(f"&#{ord(character)};" for character in html5.get(name, "")) or entity[0]
