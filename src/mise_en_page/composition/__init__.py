"""Composition: a paragraph into lines.

``compose`` sets the articles of some pages for their slots.
"""

from mise_en_page.composition.compose import Stretch, compose, problems_of, set_alike, set_for, stretches
from mise_en_page.composition.fonts import Catalogue, Face
from mise_en_page.composition.galley import (
    Galley,
    GalleyPage,
    GlyphRun,
    Line,
    RoleStyle,
    SetArticle,
    SetBlock,
    Setting,
    Styles,
)
from mise_en_page.composition.style import BlockStyle, TextStyle

__all__ = [
    "BlockStyle",
    "Catalogue",
    "Face",
    "Galley",
    "GalleyPage",
    "GlyphRun",
    "Line",
    "RoleStyle",
    "SetArticle",
    "SetBlock",
    "Setting",
    "Stretch",
    "Styles",
    "TextStyle",
    "compose",
    "problems_of",
    "set_alike",
    "set_for",
    "stretches",
]
