"""What a rule is: a finder of edits in flat text, which carries its own name, setting, authority and example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mise_en_page.model.message import say
from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import Near, Signs, needed
from mise_en_page.typography.policy import Policy

Find = Callable[[str, Policy], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``authority`` is who says so; ``example`` is (typed, corrected).

    ``need`` are the signs (bits of near.py) without any of which it finds nothing.
    ``setting`` is the setting that governs it, ``value`` the one with which the example holds if that is not the default.
    """

    id: str
    find: Find
    authority: str
    example: tuple[str, str]
    need: int
    setting: str = ""
    value: str = ""

    @property
    def sentence(self) -> str:
        """What it does, in the language that is spoken now."""
        return str(say(self.id))

    @property
    def example_policy(self) -> Policy:
        """The policy with which the example holds."""
        return replace(Policy(), **{self.setting: self.value}) if self.value else Policy()  # type: ignore[arg-type]


def rule(
    id_: str, authority: str, example: tuple[str, str], *near: Near | Signs, find: Find | None = None,
    insert: str | Mapping[str, str] = "", setting: str = "", only: str = "", value: str = "",
) -> Rule:  # fmt: skip
    """A rule that ``find`` works out, or that has ``insert`` in the place of whatever the patterns ``near`` match.

    ``insert`` may be one for each value of the setting, and nothing is done where there is none. ``only``: the value of the
    setting without which nothing is done. What it does is said in the catalogues, under its name.
    """

    patterns = [pattern for pattern in near if isinstance(pattern, Near)]

    def act(text: str, policy: Policy) -> Iterable[Edit]:
        chosen = getattr(policy, setting) if setting else ""
        if only and chosen != only:
            return ()
        if find:
            return find(text, policy)
        made = insert if isinstance(insert, str) else insert.get(chosen)
        return () if made is None else put(id_, made, patterns, text)

    value = value or (only if only and only != getattr(Policy(), setting) else "")
    return Rule(id_, act, authority, example, needed(*near), setting, value)


def put(id_: str, insert: str, patterns: Iterable[Near], text: str) -> Iterator[Edit]:
    """``insert`` in the place of the one group of each pattern, or of all that it matches where it has none."""
    for pattern in patterns:
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            yield Edit(start, end, insert, id_)
