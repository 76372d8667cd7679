"""A stylesheet as it was typed: every declaration's tokens with their places, which the cascade no longer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import tinycss2
from tinycss2.ast import AtRule, Declaration, QualifiedRule

from mise_en_page.model.layout import Layout
from mise_en_page.model.problem import Span


def at_rules(stylesheet: str, name: str) -> Iterator[Any]:
    """The at-rules of a name that stand at the stylesheet's top level."""
    return (rule for rule in parsed(stylesheet) if isinstance(rule, AtRule) and rule.lower_at_keyword == name)


def declared(stylesheet: str) -> Iterator[tuple[str, Any]]:
    """Each property with each token of its value, functions before what stands in them; rules within rules included."""
    return ((name, token) for name, value in declarations(stylesheet) for token in flat(value))


def declarations(stylesheet: str) -> tuple[tuple[str, list[Any]], ...]:
    """Each property with its value as a list of tokens; rules within rules included."""
    return tuple((node.lower_name, node.value) for node in every_declaration(stylesheet))


@lru_cache(maxsize=16)
def every_declaration(stylesheet: str) -> tuple[Any, ...]:
    """Each declaration; rules within rules included."""
    return tuple(_within(parsed(stylesheet)))


@lru_cache(maxsize=16)
def parsed(stylesheet: str) -> list[Any]:
    """The rules of a stylesheet."""
    rules: list[Any] = tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True)
    return rules


def _within(nodes: list[Any]) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, Declaration):
            yield node
        elif isinstance(node, AtRule | QualifiedRule) and node.content is not None:
            yield from _within(contents(node))


def contents(node: Any) -> list[Any]:
    """The declarations and rules in a rule's block."""
    found: list[Any] = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found


def rules_in(node: Any) -> list[Any]:
    """The rules within an at-rule."""
    found: list[Any] = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    return found


def typed(layout: Layout, node: Any, length: int = 0) -> Span:
    """Where something of a layout's stylesheet was typed."""
    return layout.in_sheet(node.source_line, node.source_column, length)


def typed_at(layout: Layout, at: int, length: int = 0) -> Span:
    """The same of what begins so many characters from the stylesheet's beginning."""
    found = Span.within("", layout.stylesheet, at, length)
    return layout.in_sheet(found.line, found.column, found.length)


def flat(tokens: list[Any]) -> Iterator[Any]:
    """Each token, functions and blocks before what stands in them."""
    for token in tokens:
        yield token
        inner = token.arguments if token.type == "function" else getattr(token, "content", None)
        if isinstance(inner, list):
            yield from flat(inner)


def place_of(stylesheet: str, names: Sequence[str], properties: Sequence[str]) -> tuple[int, int] | None:
    """Line and column of the last declaration of a property (none: the first rule) that names an element so."""
    return _place_of(stylesheet, tuple(names), tuple(properties))


@lru_cache(maxsize=1024)  # asked of each box on each page
def _place_of(stylesheet: str, names: tuple[str, ...], properties: tuple[str, ...]) -> tuple[int, int] | None:
    found = None
    for rule in parsed(stylesheet):
        if rule.type != "qualified-rule":
            continue
        prelude = tinycss2.serialize(rule.prelude)
        if not any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", prelude) for name in names):
            continue
        if not properties:
            return rule.source_line, rule.source_column
        for each in contents(rule):
            if each.type == "declaration" and each.lower_name.startswith(properties):
                found = each.source_line, each.source_column
    return found
