"""The fonts of a PDF, as checks ask about them."""

from __future__ import annotations

import re
from typing import Any, Final

import pikepdf

from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Spot
from mise_en_page.preflight.examined import Examined

SUBSET: Final = re.compile(r"[A-Z]{6}\+")
"""How the name of a subset font begins (ISO 32000-1, 9.6.4)."""


def name_of(font: Any) -> str:
    """The font's PostScript name; empty where it has none."""
    return str(font.get("/BaseFont", font.get("/Name", "/")))[1:] if isinstance(font, pikepdf.Dictionary) else ""


def named(font: Any) -> str | Message:
    """The font's name, or what it is called where it has none."""
    return name_of(font) or say("word/font")


def first_use(pdf: Examined, font: Any) -> Spot | None:
    """Where a font is first seen."""
    for thing in pdf.painted:
        if thing.font is not None and thing.font == font:
            return pdf.spot(thing)
    return None
