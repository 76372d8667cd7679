"""Text, HTML and Markdown into flat text, and back to the letter but for the edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from mise_en_page.typography.flat import OPAQUE, OPAQUE_BLANK, PARAGRAPH, Edge, Flat

Format = Literal["text", "html", "markdown"]

BLOCKS = (
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|"
    "li|main|nav|ol|p|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
HTML = re.compile(
    r"(?P<opaque>[\ufffb\ufffc\u2029]|<!--.{0,9999}?-->|<(?P<name>script|style|code|pre|kbd|samp|tt|var|textarea|svg|math)\b[^<>]*>.{0,9999}?</(?P=name)\s*>"
    r"|&(?:[A-Za-z][A-Za-z0-9]*|\#[0-9]+|\#[xX][0-9A-Fa-f]+);)"
    rf"|(?P<block></?(?:{BLOCKS})\b[^<>]*>|<![^<>]*>)"
    r"|(?P<close></[A-Za-z][^<>]*>)|(?P<open><[A-Za-z][^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
BLANK_ENTITY = re.compile(r"&(?:nbsp|thinsp|NNBSP|#160|#8239|#8201|#x[aA]0|#x202[fF]);")
MARKDOWN = re.compile(
    r"(?P<opaque>[\ufffb\ufffc\u2029]|^(?:```|~~~).*?^(?:```|~~~)[^\n]*$|`+[^`\n]+`+|!\[[^\]\n]{0,2000}\]\([^)\n]{0,2000}\)|<!--.{0,9999}?-->|<https?://[^>\s]+>"
    r"|^[ \t]*(?:\#{1,6}|>|[-*+]|\d{1,9}[.)])[ \t]+|^[ \t]+|[ ]{2,}$|\\[^\w\s]|^[ ]*(?:[-*_][ ]*){3,}$"
    r"|^\|?[ :|-]+\|[ :|-]*$)"
    r"|(?P<block>\n[ \t]*\n)"
    r"|(?P<close>\]\([^)\n]{0,2000}\)|\]\[[^\]\n]{0,2000}\]|</[A-Za-z][^<>]*>)|(?P<open>\[(?=[^\]\n]{1,2000}\](?:\(|\[))|<[A-Za-z][^<>]*>)"
    r"|(?P<mark>\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|~~)",
    re.DOTALL | re.MULTILINE,
)


#: The characters that stand for something else.
STANDING = (OPAQUE, OPAQUE_BLANK, PARAGRAPH)


def flatten(text: str, form: Format) -> tuple[Flat, list[str]]:
    """A text of a format as flat text, and what each of its opaque characters stands for, in order."""
    if form == "text":
        return Flat(text, list(range(len(text)))), []
    characters: list[str] = []
    origins: list[int] = []
    edges: list[Edge] = []
    raws: list[str] = []
    length = at = 0
    for match in (HTML if form == "html" else MARKDOWN).finditer(text):
        start, end = match.span()
        characters.append(text[at:start])
        origins += range(at, start)
        length += start - at
        at = end
        kind, raw = match.lastgroup, match.group()
        kind = "opaque" if kind == "name" else kind
        if kind in ("opaque", "block"):
            characters.append(PARAGRAPH if kind == "block" else OPAQUE_BLANK if BLANK_ENTITY.fullmatch(raw) else OPAQUE)
            origins.append(start)
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


def _left(text: str, start: int) -> bool:
    """May a run of ``*`` or ``_`` open here? (CommonMark: left-flanking)"""
    return start == 0 or text[start - 1].isspace() or text[start - 1] in "([{«“‘\"'’—–-*_"


def unflatten(flat: Flat, raws: list[str]) -> str:
    """Flat text back in its format."""
    parts: list[str] = []
    opaque = iter(raws)
    at = 0
    for edge in [*sorted(flat.edges, key=lambda edge: edge.at), None]:
        until = len(flat.characters) if edge is None else edge.at
        piece = flat.characters[at:until]
        if raws and any(sign in piece for sign in STANDING):
            piece = "".join(_restored(piece, opaque))
        parts.append(piece)
        at = until
        if edge is not None:
            parts.append(str(edge.tag))
    return "".join(parts)


def _restored(piece: str, opaque: Iterator[str]) -> Iterator[str]:
    for character in piece:
        yield next(opaque, character) if character in STANDING else character
