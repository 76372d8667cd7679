"""Text, HTML and Markdown into flat text, and back to the letter but for the edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from mise_en_page.typography.flat import OPAQUE, PARAGRAPH, Edge, Flat

Format = Literal["text", "html", "markdown"]

BLOCKS = (
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|"
    "li|main|nav|ol|p|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
#: Elements whose content is no prose.
RAW = "script|style|code|pre|kbd|samp|tt|var|textarea|svg|math"
ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{0,40}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});"
HTML = (
    r"(?P<comment><!--)"
    rf"|(?P<raw><(?P<name>{RAW})\b[^<>]*>)"
    r"|(?P<opaque>[\ufffc\u2029]|<(?:img|input|embed|video|audio|iframe|object|canvas)\b[^<>]*>)"
    rf"|(?P<entity>{ENTITY})"
    rf"|(?P<block></?(?:{BLOCKS})\b[^<>]*>|<![^<>]*>)"
    r"|(?P<close></[A-Za-z][^<>]*>)|(?P<open><[A-Za-z][^<>]*>)"
)
#: Entities that are spaces which do not break: rules see the space, and may put another in its place.
BLANKS = {
    **dict.fromkeys(("&nbsp;", "&#160;", "&#xa0;"), "\u00a0"),
    **dict.fromkeys(("&thinsp;", "&nnbsp;", "&#8239;", "&#8201;", "&#x202f;", "&#x2009;"), "\u202f"),
}
#: A link's address: no space but before its title, parentheses in pairs.
ADDRESS = r"\((?:[^()\n]|\([^()\n]*\))*\)"
#: Every alternative stops at the sign with which it begins, so that a page of such signs costs no more than its length.
MARKDOWN = (
    r"(?P<comment><!--)"
    r"|(?P<opaque>[\ufffc\u2029]|^[ ]{0,3}\[\^[^\[\]\n]+\]:[ \t]*|^[ ]{0,3}\[[^\[\]\n]+\]:[^\n]*$"
    r"|^(?:```|~~~).*?^(?:```|~~~)[^\n]*$|(?<![`a-zA-Zà-ÿ])`+[^`\n]+`+"
    rf"|!\[[^\[\]\n]*\]{ADDRESS}|<https?://[^<>\s]+>"
    r"|^[ \t]*(?:\#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+|^[ \t]+|(?<! )[ ]{2,}$|\\[^\w\s]|^[ ]*(?:[-*_][ ]*){3,}$"
    r"|^(?=[ :|-]*\|)[ :|-]+$)"
    rf"|(?P<entity>{ENTITY})"
    r"|(?P<block>\n[ \t]*\n)"
    rf"|(?P<close>\]{ADDRESS}|\]\[[^\[\]\n]*\]|</[A-Za-z][^<>]*>)"
    r"|(?P<open>\[(?=(?:[^\[\]\n]|\[[^\[\]\n]*\])+\](?:\(|\[))|<[A-Za-z][^<>]*>)"
    r"|(?P<mark>\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~)"
)


#: The characters that stand for something else.
STANDING = (OPAQUE, PARAGRAPH)


def flatten(text: str, form: Format) -> tuple[Flat, list[str]]:
    """A text of a format as flat text, and what each of its opaque characters stands for, in order.

    An entity that is a space (``&nbsp;``) is that space.
    """
    if form == "text":
        return Flat(text, list(range(len(text)))), []
    characters: list[str] = []
    origins: list[int] = []
    edges: list[Edge] = []
    raws: list[str] = []
    length = at = 0
    for kind, start, end in _tokens(text, form):
        characters.append(text[at:start])
        origins += range(at, start)
        length += start - at
        at = end
        raw = text[start:end]
        if kind in ("opaque", "block", "entity"):
            within = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()  # 31&nbsp;500 is right as it is
            blank = BLANKS.get(raw.lower()) if kind == "entity" and not within else None
            characters.append(blank or (PARAGRAPH if kind == "block" else OPAQUE))
            origins.append(start)
            if blank is None:
                raws.append(raw)
            length += 1
        else:
            opens = kind == "open" or (
                kind == "mark" and end < len(text) and not text[end].isspace() and _left(text, start)
            )
            edges.append(Edge(length, opens, raw))
    characters.append(text[at:])
    origins += range(at, len(text))
    return Flat("".join(characters), origins, edges), raws


@cache
def _pattern(form: Format) -> re.Pattern[str]:
    """Compiled when a text of the format comes: an issue has none."""
    if form == "html":
        return re.compile(HTML, re.DOTALL | re.IGNORECASE)
    return re.compile(MARKDOWN, re.DOTALL | re.MULTILINE)


def _tokens(text: str, form: Format) -> Iterator[tuple[str, int, int]]:
    """What is no prose, as (kind, start, end). A comment or an element of code that never ends is looked for but once."""
    pattern = _pattern(form)
    endless: set[str] = set()
    at = 0
    while match := pattern.search(text, at):
        kind, start, at = str(match.lastgroup), match.start(), match.end()
        if kind in ("comment", "raw"):
            name = "--" if kind == "comment" else match["name"].lower()
            end = -1 if name in endless else _end(text, name, at)
            if end < 0:
                endless.add(name)
                if kind == "comment":
                    continue
                kind = "open"
            else:
                kind, at = "opaque", end
        yield kind, start, at


def _end(text: str, name: str, at: int) -> int:
    """Where a comment (``--``) or an element of this name ends; -1 if it does not."""
    match = re.compile("-->" if name == "--" else rf"</{name}\s{{0,9}}>", re.IGNORECASE).search(text, at)
    return match.end() if match else -1


def _left(text: str, start: int) -> bool:
    """May a run of ``*`` or ``_`` open here? (CommonMark: left-flanking)"""
    return start == 0 or text[start - 1].isspace() or text[start - 1] in "([{«“‘\"'’—–-*_"


def unflatten(flat: Flat, raws: list[str], text: str) -> str:
    """Flat text back in its format; ``text`` is what it was made of."""
    if not raws and not flat.edges and "&" not in text:
        return flat.characters
    parts: list[str] = []
    opaque = iter(raws)
    at = 0
    characters: Sequence[str] = _with_entities(flat, text) if "&" in text else flat.characters
    for edge in [*sorted(flat.edges, key=lambda edge: edge.at), None]:
        until = len(characters) if edge is None else edge.at
        parts += (next(opaque, character) if character in STANDING else character for character in characters[at:until])
        at = until
        if edge is not None:
            parts.append(str(edge.tag))
    return "".join(parts)


def _with_entities(flat: Flat, text: str) -> list[str]:
    """The characters, with each space that was an entity, and that no rule has changed, as it was typed."""
    entities = {match.start(): match.group() for match in re.finditer(ENTITY, text) if match.group().lower() in BLANKS}
    characters = list(flat.characters)
    for n, origin in enumerate(flat.origins) if entities else ():
        if origin in entities and characters[n] == BLANKS[entities[origin].lower()]:
            characters[n] = entities.pop(origin)
    return characters
