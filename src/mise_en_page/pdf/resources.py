"""What a content stream names and is called with: resources, boxes and matrices, inherited entries, unpacked bytes."""

from __future__ import annotations

import zlib
from typing import Any, Final

import pikepdf

from mise_en_page.pdf.geometry import Box, Matrix
from mise_en_page.pdf.soundness import filters_of, flate_size

STREAM: Final = 16 * 1024 * 1024
"""The largest content stream, profile or metadata that is unpacked, in bytes."""

PACKING: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms"})
"""Entries of a stream that say how it is packed."""

UP: Final = 16
"""How many nodes of the page tree are looked through for an inherited entry."""


def key_of(held: Any) -> str:
    """What tells one object of a file from its others: its number, or for a direct one its text."""
    return f"{held.objgen}" if held.is_indirect else str(held.unparse())


def resource(resources: Any, kind: str, name: Any) -> Any:
    """What resources hold under a name with its slash; None when there is nothing."""
    held = resources.get(f"/{kind}") if isinstance(resources, pikepdf.Dictionary) else None
    return held.get(str(name)) if isinstance(held, pikepdf.Dictionary) else None


def inherited(obj: Any, name: str) -> Any:
    """A page's entry, looked for in the page tree; None when there is none."""
    for _ in range(UP):
        if not isinstance(obj, pikepdf.Dictionary):
            return None
        if name in obj:
            return obj[name]
        obj = obj.get("/Parent")
    return None


def box_of(obj: Any, name: str) -> Box | None:
    """A page's box, its corners in order, looked for in the page tree when it may be inherited."""
    held = inherited(obj, name) if name in ("/MediaBox", "/CropBox") else obj.get(name)
    try:
        x0, y0, x1, y1 = (float(side) for side in held)
    except (TypeError, ValueError):
        return None
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def trimmed(page: Any) -> Box | None:
    """A page's trimmed page: its TrimBox, else its ArtBox, CropBox or MediaBox; None where it has none."""
    names = ("/TrimBox", "/ArtBox", "/CropBox", "/MediaBox")
    return next((box for name in names if (box := box_of(page, name)) is not None), None)


def matrix_of(obj: Any) -> Matrix:
    """The /Matrix of a form or a pattern."""
    a, b, c, d, e, f = (float(value) for value in obj.get("/Matrix", [1, 0, 0, 1, 0, 0]))
    return (a, b, c, d, e, f)


def group_space(group: Any) -> str:
    """The space in which a transparency group is mixed, without its slash; "" when it has none of its own."""
    space = group.get("/CS")
    if isinstance(space, pikepdf.Array) and len(space):
        return str(space[0])[1:]
    return str(space)[1:] if space is not None else ""


def copied(held: Any, into: Any = None, without: frozenset[str] = frozenset()) -> Any:
    """A dictionary's entries in a new one, or ``into`` a stream."""
    copy = pikepdf.Dictionary() if into is None else into
    for key in held.keys():  # noqa: SIM118 - an object of pikepdf, no dict
        if key not in without:
            copy[key] = held[key]
    return copy


def unpack(stream: Any, limit: int = STREAM) -> bytes | None:
    """A stream's bytes, or None when it cannot be unpacked or is larger than ``limit``. Never fills the memory."""
    try:
        names = filters_of(stream)
        raw = stream.read_raw_bytes()
        if (
            len(raw) > limit
            or len(names) > 2
            or names.count("/FlateDecode") > 1
            or ("/LZWDecode" in names and len(raw) > limit // 64)
        ):
            return None
        if names == ["/FlateDecode"] and "/DecodeParms" not in stream:
            inflated = _inflated(raw, limit)
            if inflated is not None:
                return inflated if len(inflated) <= limit else None
        elif names and names[0] == "/FlateDecode" and (flate_size(raw, limit) or 0) > limit:
            return None
        data = bytes(stream.read_bytes())
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError):
        return None
    return data if len(data) <= limit else None


def _inflated(raw: bytes, limit: int) -> bytes | None:
    """Deflated data, at most ``limit`` + 1 bytes of it; None when it is damaged: qpdf knows how to save some."""
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(raw, limit + 1)
    except zlib.error:
        return None
    return data if engine.eof or len(data) > limit else None


def contents_of(page: Any) -> bytes | None:
    """A page's content, its streams joined; None when it cannot be unpacked or is too large."""
    held = page.get("/Contents")
    if held is None:
        return b""
    joined = bytearray()
    for stream in held if isinstance(held, pikepdf.Array) else [held]:
        part = unpack(stream)
        if part is None or len(joined) + len(part) > STREAM:
            return None
        joined += part + b"\n"
    return bytes(joined)
