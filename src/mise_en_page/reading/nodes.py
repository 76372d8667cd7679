"""Keys and values as they were written, each with its place: what YAML and front matter are both read into."""

from __future__ import annotations

from dataclasses import dataclass

from mise_en_page.model.problem import Span


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value; always text. ``origins[i]`` is the offset of ``value[i]`` in the file."""

    value: str
    span: Span
    origins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with their values (YAML: a mapping)."""

    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """Values in their order (YAML: a sequence)."""

    items: tuple[Node, ...]
    span: Span


Node = Scalar | Table | Row
