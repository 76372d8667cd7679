"""What a PDF says about itself, in Info and in XMP, read without trust."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from xml.etree import ElementTree

import pikepdf

from mise_en_page.pdf.resources import unpack
from mise_en_page.preflight.examined import Examined

LONGEST: Final = 4 * 1024 * 1024

NAMESPACES: Final = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
}
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def info(pdf: Examined) -> dict[str, str]:
    """The document information, names without their slash."""
    held = pdf.pdf.trailer.get("/Info")
    if not isinstance(held, pikepdf.Dictionary):
        return {}
    found = {}
    for key, value in held.items():
        if isinstance(value, pikepdf.Name):
            found[key[1:]] = str(value)[1:]
        elif isinstance(value, pikepdf.String):
            found[key[1:]] = str(value)
    return found


def xmp_values(pdf: Examined) -> dict[str, str]:
    """The XMP packet's simple values and the first of each list, as ``prefix:name``; nothing when it cannot be read."""
    stream = pdf.pdf.Root.get("/Metadata")
    data = unpack(stream, LONGEST) if isinstance(stream, pikepdf.Stream) else None
    if not data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return {}
    try:
        root = ElementTree.fromstring(data.strip(b"\0 \r\n\t"))
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for description in root.iter(f"{RDF}Description"):
        for name, value in description.attrib.items():
            _keep(found, name, value)
        for element in description:
            item = element.find(f".//{RDF}li")
            _keep(found, element.tag, (item if item is not None else element).text or "")
    return found


def _keep(found: dict[str, str], tag: str, value: str) -> None:
    namespace, _, name = tag.removeprefix("{").partition("}")
    if namespace in NAMESPACES:
        found.setdefault(f"{NAMESPACES[namespace]}:{name}", value.strip())


def claims(pdf: Examined) -> list[str]:
    """Every PDF/X standard that the file says it follows."""
    xmp = xmp_values(pdf)
    said = [info(pdf).get("GTS_PDFXVersion"), xmp.get("pdfxid:GTS_PDFXVersion"), xmp.get("pdfx:GTS_PDFXVersion")]
    said.append(info(pdf).get("GTS_PDFXConformance"))
    return list(dict.fromkeys(one for one in said if one))


def same(key: str, plain: str, xmp: str) -> bool:
    """Do a value of Info and its twin in XMP mean the same?"""
    if key.endswith("Date"):
        first, second = _info_date(plain), _xmp_date(xmp)
        return first is not None and second is not None and abs((first - second).total_seconds()) < 60
    return plain.strip() == xmp.strip()


def _info_date(text: str) -> datetime | None:
    """``D:20180501120000+02'00'`` as an instant; without zone as UTC."""
    match = re.fullmatch(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([Zz+-])(?:(\d\d)'?(\d\d)?'?)?)?", text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    sign, hours, minutes = match.group(7), int(match.group(8) or 0), int(match.group(9) or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    try:
        zone = timezone(offset)
        return datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone)
    except ValueError:
        return None


def _xmp_date(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
