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

#: Selectors that look at more than classes, ids and tags from the page's element down: then it counts which of the classes
#: that they name there are, and not only whether all of them are; of those that look at attributes, each class does.
BEYOND: Final = re.compile(r"[\[\\+~&]|:(?!:?(?:root|first-letter|first-line|before|after|marker)\b)", re.I)
_OF_ATTRIBUTES: Final = re.compile(r"[\[\\&]")
#: Classes that other rules than the layout's own have rules for (base.css).
BASE: Final = frozenset(
    (
        "page",
        "placed",
        "lines",
        "picture",
        "continued-on",
        "continued-from",
        "item",
        "agenda",
        "boxed",
        "qr",
        "nested",
        "third",
        "row",
        "header",
        "verse",
        "stanza",
    )
)

#: A look and a role.
Place = tuple[str, str]


class _Rule(NamedTuple):
    """What a selector asks for: classes that only looks have, and classes that only blocks and marks in them have."""

    looks: frozenset[str]
    roles: frozenset[str]
    within: bool  # it may select a mark in a block


class Alike(NamedTuple):
    """Of each look and role: the ``first`` in which a block, and what stands in it, is selected by the same rules; and
    what is equal where the marks over its text (``within`` it) are, whichever rules select the block itself.
    """

    first: Mapping[Place, Place]
    within: Mapping[Place, object]


def alike(stylesheet: str, looks: Mapping[str, str], roles: Mapping[str, Sequence[Marks]]) -> Alike:
    """Which looks and roles a stylesheet's rules tell apart, by the classes that they name.

    ``looks``: the classes around a block, its page's with its slot's, with spaces between them. The keys of ``roles`` are
    its own; the values: the sets of marks that lie over it.
    """
    words = {word for around in looks.values() for word in around.split()}
    within = {role: frozenset({*role.split(), *chain.from_iterable(marks)}) for role, marks in roles.items()}
    inner = frozenset(chain.from_iterable(within.values()))
    unsure = (words & inner) | (words & BASE)
    selectors = _selectors(stylesheet)
    if selectors is None:
        apart = {(look, role): (look, role) for look in looks for role in roles}
        return Alike(apart, apart)
    marks = frozenset(chain.from_iterable(chain.from_iterable(roles.values())))
    rules = {
        _Rule(each.named & (words - unsure), each.named & (inner - unsure), within=each.last <= marks)
        for each in selectors
        if not each.beyond
    }
    asked = frozenset().union(*(each.named if each.named else words | inner for each in selectors if each.beyond))
    found: dict[Place, Place] = {}
    over: dict[Place, object] = {}
    first: dict[object, Place] = {}
    for look, around in looks.items():
        classes = frozenset(around.split())
        holding = [rule for rule in rules if rule.looks <= classes]
        for role, allowed in within.items():
            selecting = frozenset(rule for rule in holding if rule.roles <= allowed)
            told = (
                tuple(roles[role]),
                classes & (unsure | asked),
                frozenset(role.split()) & (unsure | BASE | asked),
            )
            found[look, role] = first.setdefault((selecting, told), (look, role))
            over[look, role] = frozenset(rule for rule in selecting if rule.within), told
    return Alike(found, over)


class _Selector(NamedTuple):
    """The classes that a selector names, and those of the element that it selects; ``beyond``: it asks for more than that
    they are all there. None named: for any of all classes.
    """

    named: frozenset[str]
    last: frozenset[str]
    beyond: bool


def _selectors(stylesheet: str) -> list[_Selector] | None:
    """Those of a stylesheet; None where they may stand in another way."""
    found = []
    for prelude in _preludes(tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True)):
        if prelude is None:
            return None
        beyond = bool(BEYOND.search(prelude))
        for each in prelude.split(","):
            named = frozenset() if _OF_ATTRIBUTES.search(prelude) else _classes(each)
            if named or not beyond or _OF_ATTRIBUTES.search(prelude):
                found.append(_Selector(named, _classes(re.split(r"[\s>]+", each.strip())[-1]), beyond))
    return found


def _classes(selector: str) -> frozenset[str]:
    return frozenset(re.findall(r"\.([\w-]+)", selector))


def _preludes(rules: Iterable[Any]) -> Iterator[str | None]:
    """The selectors of all rules, those within at-rules too; None for what may hold rules in another way."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude)
            if any(token.type == "{} block" for token in rule.content):
                yield None  # rules within rules
        elif rule.type == "at-rule":
            if rule.lower_at_keyword in ("layer", "scope"):  # and no @import is followed
                yield None
            elif rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
                yield from _preludes(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
