"""What a photograph says of itself: IPTC (IIM 4.2), XMP and Exif; and whether a clipping path lies in it.

Agencies write caption, photographer, credit and rights into their files. Where several tell the same, XMP is believed
before IPTC, and IPTC before Exif (IPTC Photo Metadata Standard, mapping guidelines).
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from mise_en_page.importing.news_item import credited
from mise_en_page.importing.trees import below, tree, value
from mise_en_page.model.problem import Refused

if TYPE_CHECKING:
    from PIL import Image

_CAPTION, _BYLINE, _CREDIT, _SOURCE, _RIGHTS = (2, 120), (2, 80), (2, 110), (2, 115), (2, 116)
_UTF_8 = b"\x1b%G"
_EXIF = {270: "caption", 315: "creator", 33432: "rights"}
_LONGEST = 2_000
#: Photoshop's image resources: paths, and the name of the one that clips.
_PATHS, _CLIPPING = range(2000, 2998), 2999
#: What cameras and programs write where nobody has written anything.
_NOTHING = re.compile(r"(?:default|olympus digital camera|sony dsc|untitled|ascii|screenshot|screen shot|x?default)?", re.I)


@dataclass(frozen=True, slots=True)
class Words:
    """Caption and credit as a page prints them; the name of the clipping path."""

    caption: str = ""
    credit: str = ""
    path: str = ""


def words_of(data: bytes, ending: str) -> Words:
    """What is written in a picture; nothing where there is nothing, or where it cannot be read."""
    if ending not in (".jpg", ".tif", ".png", ".webp", ".heic", ".avif"):
        return Words()
    if not any(
        sign in data for sign in (b"http://ns.adobe.com/xap", b"<x:xmpmeta", b"Photoshop 3.0", b"Exif", b"8BIM", b"xmp")
    ):
        return Words()
    from PIL import Image  # noqa: PLC0415 (its import takes a while, and most pictures say nothing)

    said: dict[str, str] = {}
    path = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                resources = _resources(image)
                for source in (_exif(image), _iptc(image), _xmp(image)):
                    said |= {each: text for each, text in source.items() if text}
                path = _path(resources)
    except Exception:  # a damaged picture makes Pillow raise nearly anything; whether it is whole is told by `check`
        return Words()
    return Words(said.get("caption", ""), _credit(said), path)


def _credit(said: dict[str, str]) -> str:
    """« Jeanne Roux / AFP »; else whose rights they are."""
    creator, credit = said.get("creator", ""), said.get("credit", "") or said.get("source", "")
    return credited(creator, credit) or said.get("rights", "")


def _tidy(text: str) -> str:
    text = " ".join(text.replace("\0", " ").split())[:_LONGEST]
    return "" if _NOTHING.fullmatch(text) else text


def _exif(image: Image.Image) -> dict[str, str]:
    try:
        tags: Any = image.getexif()
    except Exception:
        return {}
    return {name: _tidy(_decoded(tags[tag])) for tag, name in _EXIF.items() if tag in tags}


def _decoded(raw: object) -> str:
    """Text of a file that does not say its encoding: Pillow gives Exif as Latin-1."""
    if isinstance(raw, str):
        try:
            raw = raw.encode("latin-1")
        except UnicodeEncodeError:
            return str(raw)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").replace("\ufffd", "")


def _iptc(image: Image.Image) -> dict[str, str]:
    from PIL import IptcImagePlugin  # noqa: PLC0415

    fields: Any = IptcImagePlugin.getiptcinfo(cast("Any", image)) or {}

    def text(number: tuple[int, int]) -> str:
        held = fields.get(number)
        parts = held if isinstance(held, list) else [held] if held else []
        return _tidy(", ".join(_decoded(part) for part in parts))

    return {"caption": text(_CAPTION), "creator": text(_BYLINE), "credit": text(_CREDIT), "source": text(_SOURCE),
            "rights": text(_RIGHTS)}  # fmt: skip


def _xmp(image: Image.Image) -> dict[str, str]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not raw and image.format == "TIFF":
        raw = image.tag_v2.get(700, b"")  # type: ignore[attr-defined]
    packet = bytes(raw) if isinstance(raw, bytes | bytearray) else str(raw).encode("utf-8") if raw else b""
    start, end = packet.find(b"<"), packet.rfind(b">")
    if start < 0:
        return {}
    try:
        root = tree(packet[start : end + 1], "xmp")
    except Refused:
        return {}
    said: dict[str, str] = {}
    for what, where in (("caption", "description"), ("creator", "creator"), ("rights", "rights")):
        for each in below(root, where):
            items = [each for each in below(each, "li") if each.text]
            french = [one for one in items if value(one, "lang").lower().startswith("fr")]
            chosen = items if what == "creator" else (french or items)[:1]
            if text := _tidy(", ".join(one.text for one in chosen) or (each.text or "")):
                said.setdefault(what, text)
    for what, where in (("credit", "Credit"), ("source", "Source")):
        held = [each.text or "" for each in below(root, where)]
        held += [value(each, where) for each in below(root, "Description")]
        said[what] = next((text for text in map(_tidy, held) if text), "")
    return said


def _resources(image: Image.Image) -> dict[int, bytes]:
    """Photoshop's image resources: of a JPEG Pillow has read them, of a TIFF they stand in a tag."""
    if image.format == "JPEG":
        held = image.info.get("photoshop")
        return {number: data for number, data in held.items() if isinstance(data, bytes)} if isinstance(held, dict) else {}
    raw = image.tag_v2.get(34377, b"") if image.format == "TIFF" else b""  # type: ignore[attr-defined]
    made: dict[int, bytes] = {}
    at = 0
    while isinstance(raw, bytes) and raw[at : at + 4] == b"8BIM":
        number = int.from_bytes(raw[at + 4 : at + 6], "big")
        at += 6
        at += (raw[at] + 2) // 2 * 2 if at < len(raw) else 0
        length = int.from_bytes(raw[at : at + 4], "big")
        made[number] = raw[at + 4 : at + 4 + length]
        at += 4 + (length + 1) // 2 * 2
    return made


def _path(resources: dict[int, bytes]) -> str:
    """The name of the clipping path; "" if there is none."""
    held = resources.get(_CLIPPING, b"")
    if held and any(number in resources for number in _PATHS):
        return held[1 : 1 + held[0]].decode("mac-roman", "replace") or "1"
    return ""
