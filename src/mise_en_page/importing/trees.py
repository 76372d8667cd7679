"""XML from strangers: no entity is expanded, no DTD loaded, nothing fetched, depth and length are bounded.

Names are compared without their name space: Word's transitional and strict forms, and the versions of a wire's format,
differ in that alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from mise_en_page.model.problem import Refused
from mise_en_page.reading.found import shown

#: lxml's element; it ships no types.
Element = Any

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
#: What HTML calls by name and XML does not know; feeds are full of it.
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def tree(data: bytes, file: str, part: str = "") -> Element:
    """The root of an XML document. Raises Refused with one problem."""
    from lxml import etree  # noqa: PLC0415 (only where a source is XML)

    if _ENTITY.search(data):
        raise Refused.of("import-entities", file=file)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(_NAMED.sub(_numbered, data), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        said = shown(str(fault).partition(", line")[0], 100)
        if part:
            raise Refused.of("import-damaged/part", file=file, part=shown(part, 100), words=said) from None
        raise Refused.of("import-damaged", file=file, words=said) from None


def _numbered(found: re.Match[bytes]) -> bytes:
    """An entity of HTML as the number of its character; one that nobody knows stays as it was typed."""
    if found[1] in _XML_NAMES:
        return found[0]
    read = html.unescape(found[0].decode("ascii"))
    if read == found[0].decode("ascii"):
        return b"&amp;" + found[0][1:]
    return "".join(f"&#{ord(character)};" for character in read).encode("ascii")


def name(element: Element | None) -> str:
    """An element's name without its name space; "" for what is no element."""
    tag = element.tag if element is not None else None
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, attribute: str = "val", otherwise: str = "") -> str:
    """An attribute by its name without its name space."""
    if element is None:
        return otherwise
    for each, held in element.attrib.items():
        if each.rpartition("}")[2] == attribute:
            return str(held)
    return otherwise


def whole(text: str, otherwise: int) -> int:
    """A number as it is written in an attribute; ``otherwise`` for anything else."""
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of this name, then its, and so on."""
    for step in path:
        element = next((each for each in element if name(each) == step), None) if element is not None else None
    return element


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The children of these names, in order."""
    if element is not None:
        yield from (each for each in element if name(each) in names)


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """All that is below and bears one of these names, in order."""
    if element is not None:
        yield from (each for each in element.iter() if each is not element and name(each) in names)


def words(element: Element | None) -> str:
    """All text below, white as one space."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
