"""Words that several rooms' faults need."""

from __future__ import annotations

from collections.abc import Sequence

from mise_en_page.model.message import Message, Value, say
from mise_en_page.model.problem import Problem, Span


def code_of(said: Message) -> str:
    """The code of the problem that a sentence words."""
    return said.key.partition("/")[0]


def listed(names: Sequence[Value]) -> Value:
    """Names in a sentence: the first three, and how many there are beside."""
    return tuple(names) if len(names) < 4 else say("word/and-more", names=tuple(names[:3]), n=len(names) - 3)


def asked(
    asking: Sequence[Value], said: Message, where: Span, hint: Message | None = None, first: Span | None = None
) -> Problem:
    """The error of some who ask for what is not to be had; ``first``: where in an article that is met first."""
    names = listed(asking)
    told = say("asked", asking=names, said=said)
    if first is not None:
        told = say("asked/first", asking=names, said=said, first=str(first))
    return Problem(code_of(said), "error", told, hint, where)


def did_you_mean(near: Sequence[str]) -> Message | None:
    """The hint that names what was perhaps meant."""
    return say("hint/did-you-mean", near=near[0]) if near else None
