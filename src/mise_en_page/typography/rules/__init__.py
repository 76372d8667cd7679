"""The rules, in the order in which they are applied: one visible list."""

from mise_en_page.typography.rules import (
    abbreviations,
    apostrophes,
    capitals,
    dashes,
    ellipsis,
    junk,
    numbers,
    ordinals,
    quotes,
    spaces,
    words,
)
from mise_en_page.typography.rules.dress import DRESS
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
    *capitals.RULES,
)

#: Every rule; an identifier is one rule's, so that a correction says which rule acted, and on whose authority.
EVERY_RULE: tuple[Rule, ...] = (*CLEANING, *RULES, *DRESS)
BY_ID = {rule.id: rule for rule in EVERY_RULE}

__all__ = ["BY_ID", "CLEANING", "EVERY_RULE", "RULES", "Rule"]
