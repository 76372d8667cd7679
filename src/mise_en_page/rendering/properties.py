"""The properties that composed text knows: what the composer reads of it, what is drawn of its boxes, and what to write
instead of all else; heard.py tells by these tables, css_page.py prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mise_en_page.model.message import Message, say

#: Of roles and of marks within their text.
TEXT: Final = (
    "color", "font", "font-family", "font-size", "font-weight", "font-style", "font-stretch",
    "font-kerning", "font-variation-settings", "font-variant",
    "font-variant-ligatures", "font-variant-position", "font-variant-caps", "font-variant-numeric",
    "font-variant-alternates", "font-variant-east-asian", "font-feature-settings", "letter-spacing", "word-spacing",
    "vertical-align", "text-transform", "text-decoration", "text-decoration-line", "text-decoration-thickness",
    "text-decoration-color", "text-underline-offset",
)  # fmt: skip

#: Of roles.
BLOCK: Final = (
    "line-height", "text-align", "text-align-all", "text-indent", "hyphens", "hyphenate-limit-chars", "margin", "padding",
    "border-top", "border-bottom", "border-width", "opacity", "transform", "transform-origin",
    "counter-reset", "counter-increment", "counter-set",
)  # fmt: skip

#: The beginnings of what is drawn of a role's box, under or around its text.
BOX: Final = (
    "margin",
    "padding",
    "border",
    "background",
    "outline",
    "box-shadow",
    "box-sizing",
    "box-decoration",
    "z-index",
)

#: Settings that CSS has no property for: what their value is, and an example.
SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "--tracking": ("percentage", "1.5%"),
    "--scaling": ("percentage", "2%"),
    "--hang": ("percentage", "100%"),
    "--word-space": ("percentage percentage", "80% 150%"),
    "--fit": ("dimension dimension", "28pt 44pt"),
    "--least-size": ("percentage", "50%"),
    "--balance": ("yes", "yes"),
    "--by-sense": ("yes", "no"),
    "--opening": ("number", "3"),
    "--end-mark": ("string", '"■"'),
    "--marker": ("string", '"–"'),
    "--code-size": ("dimension", "20mm"),
    "--run-in": ("yes|string", 'yes, or "."'),
}

#: Custom properties that the grid gives.
GRID: Final = ("leading", "gutter", "unit", "bleed", "inner", "outer", "page-width", "page-height")

#: Those that a publication's theme gives, where it says something of them (reading/theme.py).
THEME: Final = (
    *(f"--theme-{role}" for role in ("ink", "accent", "tint", "rule", "grey", "paper", "reverse", "lower", "titles-room")),
    *(
        f"--theme-{role}{more}"
        for role in ("text", "titles", "headings", "chapo", "labels")
        for more in ("", "-weight", "-style")
    ),
)
#: What to do instead, by the beginning of a property's name.
INSTEAD: Final[Mapping[str, Message]] = {
    "direction": say("hint/french"),
    "filter": say("hint/flat"),
    "font-optical-sizing": say("hint/optical"),
    "font-size-adjust": say("hint/own-size"),
    "font-synthesis": say("hint/no-synthesis"),
    "gap": say("hint/gutter"),
    "hanging-punctuation": say("hint/hang"),
    "hyphenate": say("hint/hyphens"),
    "list-style": say("hint/sign"),
    "max-height": say("hint/height"),
    "max-width": say("hint/width"),
    "min-height": say("hint/height"),
    "min-width": say("hint/width"),
    "mix-blend-mode": say("hint/flat"),
    "object": say("hint/cropped"),
    "overflow-wrap": say("hint/hyphens"),
    "quotes": say("hint/typed-quotes"),
    "rotate": say("hint/turned"),
    "scale": say("hint/scaled"),
    "tab-size": say("hint/columns-typed"),
    "text-decoration-style": say("hint/solid"),
    "text-shadow": say("hint/shadow"),
    "visibility": say("hint/taken-out"),
    "display": say("hint/display"),
    "text-justify": say("hint/tracking"),
    "text-overflow": say("hint/overset"),
    "translate": say("hint/turned"),
    "float": say("hint/in-layout"),
    "clear": say("hint/in-layout"),
    "position": say("hint/position"),
    "column": say("hint/columns"),
    "text-wrap": say("hint/balance"),
    "text-align-last": say("hint/last-line"),
    "orphans": say("hint/two-lines"),
    "widows": say("hint/two-lines"),
    "break": say("hint/unbroken"),
    "page-break": say("hint/unbroken"),
    "initial-letter": say("hint/initial"),
    "width": say("hint/width"),
    "height": say("hint/height"),
    "white-space": say("hint/white-space"),
    "word-break": say("hint/hyphens"),
    "writing-mode": say("hint/french"),
}


def instead(name: str) -> Message | None:
    """What to write instead of a property; None where there is nothing to be said."""
    return INSTEAD.get(max((each for each in INSTEAD if name.startswith(each)), key=len, default=""))
