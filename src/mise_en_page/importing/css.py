"""As much of CSS as says what pasted words look like: classes with a few properties, and an element's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_CLASS = re.compile(r"(?:^|[\s,])[A-Za-z0-9]*\.([A-Za-z_][\w-]*)\s*(?=,|$)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def rules(text: str) -> dict[str, dict[str, str]]:
    """What a stylesheet says of classes that stand alone."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in _RULE.findall(_COMMENT.sub("", text)):
        said = declarations(body)
        for name in _CLASS.findall(selectors.strip()):
            found[name] = found.get(name, {}) | said
    return found


def declarations(text: str) -> dict[str, str]:
    made = {}
    for each in text.split(";"):
        name, colon, held = each.partition(":")
        if colon:
            made[name.strip().casefold()] = held.partition("!")[0].strip().casefold()
    return made


def look_of(said: Mapping[str, str]) -> dict[str, Any]:
    """What some declarations change in how characters look."""
    look: dict[str, Any] = {}
    weight = said.get("font-weight", "")
    if weight:
        look["bold"] = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    if style := said.get("font-style", ""):
        look["italic"] = style.startswith(("italic", "oblique"))
    if align := said.get("vertical-align", ""):
        look["raised"] = {"super": 1, "sub": -1}.get(align, 0)
    if variant := said.get("font-variant", said.get("font-variant-caps", "")):
        look["small_caps"] = "small-caps" in variant
    line = said.get("text-decoration", said.get("text-decoration-line", ""))
    if line:
        look["struck"] = "line-through" in line
    if said.get("display") == "none" or said.get("visibility") == "hidden" or said.get("mso-hide") == "all":
        look["hidden"] = True
    if said.get("white-space", "").startswith("pre") and said.get("white-space") != "pre-line":
        look["pre"] = True
    return look
