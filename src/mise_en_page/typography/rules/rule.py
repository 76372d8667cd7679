"""What a rule is: a function from flat text to edits, which carries its own name, setting, authority and example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import Near, Signs, needed
from mise_en_page.typography.policy import Policy

Find = Callable[[str, Policy], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``sentence`` says what the rule does; ``authority`` who says so; ``example`` is (typed, corrected).

    ``need`` are the signs (bits of near.py) without any of which it finds nothing.
    ``setting`` is the setting that governs it, ``value`` the one with which the example holds if that is not the default.
    """

    id: str
    find: Find
    sentence: str
    authority: str
    example: tuple[str, str]
    need: int
    setting: str = ""
    value: str = ""

    @property
    def example_policy(self) -> Policy:
        """The policy with which the example holds."""
        return replace(Policy(), **{self.setting: self.value}) if self.value else Policy()  # type: ignore[arg-type]


def rule(
    id_: str,
    *,
    authority: str,
    example: tuple[str, str],
    near: Sequence[Near | Signs],
    setting: str = "",
    value: str = "",
) -> Callable[[Find], Rule]:
    """Make a rule of a function, which finds nothing but ``near`` these; its docstring is the rule's sentence."""

    def made(find: Find) -> Rule:
        return Rule(id_, find, " ".join((find.__doc__ or "").split()), authority, example, needed(*near), setting, value)

    return made
