"""The rules, in the order in which they are applied: one visible list."""

from mise_en_page.typography.rules import (
    abbreviations,
    apostrophes,
    dashes,
    ellipsis,
    junk,
    numbers,
    ordinals,
    quotes,
    spaces,
    words,
)
from mise_en_page.typography.rules.rule import Rule

#: Before anything is protected: what is only the keyboard's or the clipboard's doing.
CLEANING: tuple[Rule, ...] = junk.RULES

RULES: tuple[Rule, ...] = (
    *apostrophes.RULES,
    *quotes.RULES,
    *ellipsis.RULES,
    *dashes.RULES,
    *ordinals.RULES,
    *numbers.RULES,
    *abbreviations.RULES,
    *spaces.RULES,
    *words.RULES,
)

__all__ = ["CLEANING", "RULES", "Rule"]
