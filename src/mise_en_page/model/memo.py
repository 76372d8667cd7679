"""Work that need not be done again: a pure function's value, kept for as long as the same things are asked of it.

The rooms' functions give the same value for the same arguments. A build asks once and keeps nothing; the live preview
hands in a ``Keep``, and only what depends on a changed file is made again, by the very same road.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class ByValue:
    """What derives from this says itself what it is equal to."""

    __slots__ = ()


@dataclass(frozen=True)
class Aside(ByValue):
    """An argument that goes along with others: what it is follows from these, so that it is not compared."""

    thing: Any = field(compare=False)


#: Compared by value; tuples by what is in them; all else is the same only if it is one object.
PLAIN = (str, int, float, bool, type(None), frozenset, PurePath, ByValue)

#: A value that nothing has asked for during so many turns is let go at the next sweep; a sweep comes every so many turns.
LIFE, SWEEP = 24, 8
#: More values than these are not kept for long, unless as many are in use: twenty people at one page, whose texts have no
#: room, ask for some 25,000 new ones each turn.
MANY = 60_000


class Ask(Protocol):
    """``ask(function, *arguments)`` is ``function(*arguments)``, made now or kept."""

    def __call__(self, function: Callable[..., T], *arguments: object) -> T: ...


def at_once(function: Callable[..., T], *arguments: object) -> T:
    """Keep nothing."""
    return function(*arguments)


class _Kept:
    """A value with what it was made from (held, so that no other object can take its identity) and what was asked in it."""

    __slots__ = ("arguments", "inner", "used", "value")

    def __init__(self, arguments: tuple[object, ...], turn: int) -> None:
        self.arguments = arguments
        self.inner: set[Hashable] | None = None  # most have none: a hundred thousand empty sets take 20 MB
        self.used = turn
        self.value: object = None


class Keep:
    """Kept values. ``turn()`` is called once for each thing made (an edit, say): by it, values grow old.

    What was asked within a kept value stays as long as that value does: when one word of an article changes, its other
    paragraphs are still there, though nobody asked for them alone. An exception is raised and nothing kept.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Kept] = {}
        self._open: list[_Kept] = []
        self._turn = 0
        self._many = MANY

    def __call__(self, function: Callable[..., T], *arguments: object) -> T:
        key = (function, _key(arguments))
        if self._open:
            asking = self._open[-1]
            if asking.inner is None:
                asking.inner = set()
            asking.inner.add(key)
        kept = self._kept.get(key)
        if kept is None:
            kept = _Kept(arguments, self._turn)
            self._open.append(kept)
            try:
                kept.value = function(*arguments)
            finally:
                self._open.pop()
            self._kept[key] = kept
        kept.used = self._turn
        return kept.value  # type: ignore[return-value]

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Let everything go."""
        self._kept.clear()

    def turn(self) -> None:
        """A new turn begins; now and then what is out of use is let go, and sooner where there is much of it."""
        self._turn += 1
        if self._turn % SWEEP == 0:
            self._sweep(LIFE)
        if len(self._kept) > self._many:
            self._sweep(1)
            self._many = max(MANY, len(self._kept) * 3 // 2)

    def _sweep(self, life: int) -> None:
        """Let go what was asked for ``life`` turns ago and not since."""
        alive: set[Hashable] = set()
        waiting = [key for key, kept in self._kept.items() if kept.used >= self._turn - life]
        while waiting:
            key = waiting.pop()
            if key not in alive and key in self._kept:
                alive.add(key)
                waiting += self._kept[key].inner or ()
        self._kept = {key: kept for key, kept in self._kept.items() if key in alive}


#: How values of a type are compared: as they are, by what is in them, or as the object that they are.
_VALUE, _WITHIN, _OBJECT = range(3)
_HOW: dict[type, int] = {}


def _key(value: object) -> Hashable:
    how = _HOW.get(type(value))
    if how is None:
        kind = type(value)
        how = _HOW[kind] = _WITHIN if kind is tuple else _VALUE if issubclass(kind, PLAIN) else _OBJECT
    if how == _OBJECT:
        return ~id(value)  # no number that is handed in is as low
    return value if how == _VALUE else tuple([_key(each) for each in value])  # type: ignore[attr-defined]
