"""A stylesheet as it was typed: every declaration's tokens with their places, which the cascade no longer knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tinycss2
from tinycss2.ast import AtRule, Declaration, QualifiedRule


def at_rules(stylesheet: str, name: str) -> Iterator[Any]:
    """The at-rules of a name that stand at the stylesheet's top level."""
    for rule in tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True):
        if isinstance(rule, AtRule) and rule.lower_at_keyword == name:
            yield rule


def declared(stylesheet: str) -> Iterator[tuple[str, Any]]:
    """Each property with each token of its value, functions before what stands in them; rules within rules included."""
    yield from _within(tinycss2.parse_stylesheet(stylesheet, skip_comments=True, skip_whitespace=True))


def _within(nodes: list[Any]) -> Iterator[tuple[str, Any]]:
    for node in nodes:
        if isinstance(node, Declaration):
            yield from ((node.lower_name, token) for token in _flat(node.value))
        elif isinstance(node, AtRule | QualifiedRule) and node.content is not None:
            yield from _within(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))


def _flat(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        inner = token.arguments if token.type == "function" else getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _flat(inner)
