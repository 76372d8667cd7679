"""Custom properties of a stylesheet: those that nothing reads, values that mean nothing, names that nothing gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import tinycss2

from mise_en_page.model.message import Message, say
from mise_en_page.rendering.declarations import every_declaration, flat
from mise_en_page.rendering.faults import did_you_mean
from mise_en_page.rendering.properties import GRID, SETTINGS, THEME
from mise_en_page.rendering.settings import range_of

#: What has no effect; what to do where the catalogues have no hint beside it; line and column.
Told = tuple[Message, Message | None, int, int]


def settings(stylesheet: str, template: str) -> Iterator[Told]:
    """Custom properties that nothing reads, or whose value is none; and names in var() that nothing declares."""
    declared: dict[str, Any] = {}
    uses: dict[str, tuple[Any, bool]] = {}  # the first of each name, and whether something holds without it
    for node in every_declaration(stylesheet):
        if node.name.startswith("--"):
            declared.setdefault(node.name, node)
            yield from _value(node)
        for token in flat(node.value):
            if token.type == "function" and token.lower_name == "var":
                named = next((part for part in token.arguments if part.type == "ident"), None)
                fallback = any(part == "," for part in token.arguments)
                if named is not None:
                    uses.setdefault(named.value, (named, fallback))
    used = {*uses, *re.findall(r"var\(\s*(--[\w-]+)", template)}
    ours = {*SETTINGS, *(f"--{name}" for name in GRID), *THEME}
    for name, node in declared.items():
        near = get_close_matches(name, sorted({*ours, *(used - declared.keys())}), 1, 0.8)
        if name not in used and name not in ours:
            yield say("stylesheet/unread", name=name), did_you_mean(near), node.source_line, node.source_column
    for name, (token, fallback) in uses.items():
        place = token.source_line, token.source_column
        if name.startswith("--theme-") and name not in ours:
            yield say("stylesheet/theme", name=name), did_you_mean(get_close_matches(name, THEME, 1, 0.6)), *place
        elif not fallback and name not in declared and name not in ours and f"{name}:" not in template.replace(" ", ""):
            near = get_close_matches(name, sorted({*declared, *ours}), 1, 0.6)
            yield say("stylesheet/var", name=name), did_you_mean(near), *place


def _value(node: Any) -> Iterator[Told]:
    """Is the value of one of our settings what it should be? One through var() is not judged."""
    setting = SETTINGS.get(node.name)
    tokens = [token for token in node.value if token.type not in ("whitespace", "comment")]
    if setting is None or any(token.type == "function" for token in tokens):
        return
    kinds, example = setting
    unranged = node.name == "--fit" and len(tokens) > 1 and range_of(tokens) is None
    said = " ".join(token.lower_value if token.type == "ident" else token.type for token in tokens)
    if unranged or said not in (*kinds.split("|"), "none", "no", "inherit", "initial", "unset"):
        written = tinycss2.serialize(node.value).strip()
        fault = say("stylesheet/value", name=node.name, value=written, example=example)
        yield fault, None, node.source_line, node.source_column
