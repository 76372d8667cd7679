"""Which looks of a layout's slots a stylesheet styles alike, role by role: what is the same is computed once.

A layout with several masters, shapes and sizes has some hundred looks (the classes of a slot's element), and WeasyPrint
takes a millisecond to compute an element's style. But a block looks the same in two of them, or in two roles (its own
classes), if the same rules select it in both; and of most rules the names of their classes say where they can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import tinycss2

from mise_en_page.composition.galley import Marks

#: Selectors that look at more than classes, ids and tags from the page's element down; then nothing is taken for alike.
_BEYOND: Final = re.compile(r"[\[\\+~&]|:(?!:?(?:root|first-letter|first-line|before|after|marker)\b)", re.I)
#: Classes that other rules than the layout's own have rules for (base.css).
BASE: Final = frozenset({"page", "placed", "lines", "picture", "continued-on", "continued-from"})

#: A look and a role.
Place = tuple[str, str]


class _Rule(NamedTuple):
    """What a selector asks for: classes that only looks have, and classes that only blocks and marks in them have."""

    looks: frozenset[str]
    roles: frozenset[str]


def alike(stylesheet: str, looks: Mapping[str, str], roles: Mapping[str, Sequence[Marks]]) -> Mapping[Place, Place]:
    """For each look and role the first in which a block, and what stands in it, is selected by the same rules.

    ``looks``: the classes around a block, its page's with its slot's, with spaces between them. The keys of ``roles`` are
    its own; the values: the sets of marks that lie over it.
    """
    words = {word for around in looks.values() for word in around.split()}
    within = {role: frozenset({*role.split(), *chain.from_iterable(marks)}) for role, marks in roles.items()}
    inner = frozenset(chain.from_iterable(within.values()))
    unsure = (words & inner) | (words & BASE)
    selectors = _selectors(stylesheet)
    if selectors is None:
        return {(look, role): (look, role) for look in looks for role in roles}
    rules = {_Rule(each & (words - unsure), each & (inner - unsure)) for each in selectors}
    found: dict[Place, Place] = {}
    first: dict[object, Place] = {}
    for look, around in looks.items():
        classes = frozenset(around.split())
        holding = [rule for rule in rules if rule.looks <= classes]
        for role, allowed in within.items():
            selecting = frozenset(rule for rule in holding if rule.roles <= allowed)
            key = tuple(roles[role]), selecting, classes & unsure, frozenset(role.split()) & unsure
            found[look, role] = first.setdefault(key, (look, role))
    return found


def _selectors(stylesheet: str) -> list[frozenset[str]] | None:
    """The classes that each selector of a stylesheet names; None if one looks at more."""
    found = []
    for prelude in _preludes(tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True)):
        if prelude is None or _BEYOND.search(prelude):
            return None
        found += [frozenset(re.findall(r"\.([\w-]+)", each)) for each in prelude.split(",")]
    return found


def _preludes(rules: Iterable[Any]) -> Iterator[str | None]:
    """The selectors of all rules, those within at-rules too; None for what may hold rules in another way."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude)
            if any(token.type == "{} block" for token in rule.content):
                yield None  # rules within rules
        elif rule.type == "at-rule":
            if rule.lower_at_keyword in ("import", "layer", "scope"):
                yield None
            elif rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
                yield from _preludes(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
