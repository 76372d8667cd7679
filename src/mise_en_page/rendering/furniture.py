"""Sheets of our own around the pages (a proof's lists and margins): HTML that we wrote, in the publication's fonts.

No layout is involved, so nothing here can be the publication's fault; a character that no font of it holds is told by
its number, for a font of the machine would make other bytes elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.rendering.faces import declared, face_files, font_face_rules
from mise_en_page.rendering.fetcher import ROOT, Fetcher
from mise_en_page.rendering.fonts_apart import Fonts
from mise_en_page.rendering.sheets import LOGGER

PX: Final = 0.75
"""A CSS pixel in pt."""

#: Spaces of all kinds are set with a glyph or without; they need none.
_SPACES: Final = frozenset(" \n\t\u00a0\u2009\u202f")


@dataclass(frozen=True, slots=True)
class Furniture:
    """The sheets as PDF, and where the named elements stand: sheet (from 0), then left, top, right, bottom in pt from
    the sheet's top left corner."""

    pdf: bytes
    count: int
    anchors: Mapping[str, tuple[int, float, float, float, float]]


def print_sheets(template: str, stylesheet: str, context: Mapping[str, Any], catalogue: Catalogue, root: Path) -> Furniture:
    """Sheets from a Jinja template of the package; every value is escaped, and legible in the catalogue's fonts."""
    known = frozenset[int]().union(*(face.characters for face in catalogue.faces))

    def legible(value: Any) -> Any:
        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        return "".join(c if c in _SPACES or ord(c) in known else f"[U+{ord(c):04X}]" for c in value)

    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=legible, trim_blocks=True)
    html = environment.from_string(template).render(context)
    fonts = Fonts()
    faces = declared(catalogue, stylesheet)
    fetcher = Fetcher(root, face_files(faces))
    sheets = [
        CSS(string=text, font_config=fonts, url_fetcher=fetcher, base_url=ROOT)
        for text in (font_face_rules(faces), stylesheet)
    ]
    before = LOGGER.level
    LOGGER.setLevel(logging.CRITICAL)  # a font without a table that it wants: nothing that the reader can mend
    try:
        document = HTML(string=html, base_url=ROOT, url_fetcher=fetcher).render(stylesheets=sheets, font_config=fonts)
        pdf = document.write_pdf(pdf_identifier=b"mise-en-page")
    finally:
        LOGGER.setLevel(before)
    anchors = {
        name: (number, *(PX * value for value in box))
        for number, page in enumerate(document.pages)
        for name, box in page.anchors.items()
    }
    return Furniture(pdf, len(document.pages), anchors)


def families(catalogue: Catalogue) -> tuple[str, ...]:
    """The publication's families, those first that can write French upright, plain and bold."""
    wanted = frozenset(map(ord, "ÉÀéèàçœ«»→0123456789"))

    def rank(family: str) -> int:
        faces = [face for face in catalogue.faces if face.family == family and not face.italic]
        full = [face for face in faces if wanted <= face.characters]
        return -(2 * any(face.weight == 400 for face in full) + any(face.weight >= 600 for face in full))

    names = dict.fromkeys(face.family for face in catalogue.faces)
    return tuple(sorted(names, key=rank))
