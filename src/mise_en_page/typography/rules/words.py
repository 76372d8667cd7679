"""Words that a keyboard writes badly: œ by its list, never blind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import Signs, near
from mise_en_page.typography.policy import Policy
from mise_en_page.typography.rules.rule import rule

#: The French words with œ, a part of a compound at a time (« moelle », « coercition », « Boeing » are not among them).
WORDS = (
    r"^(?:(?:man|dés|main-d’|chef-d’|hors-d’|sous-|sur|contre-)?[oO][eE]uvr\w*|[bB]?[oO][eE]ufs?|(?:a?(?:r|é)?(?:ran|éc|sacré-|contre-?)?c|ch|s|cons|d?emi-s)"
    r"[oO][eE]ur\w*|[mM][oO][eE]urs|[nN][oO][eE]ud\w*|[vV][oO][eE]ux?|[oO][eE]il(?:l\w*)?|[fF][oO][eE]t\w+|[oO][eE]soph\w+|"
    r"[oO][eE]cum\w+|[oO][eE]d[èé]m\w+|[oO][eE]dip\w+|[oO][eE]no(?:log|ph|th|t)\w+|[oO][eE]str\w+|[oO][eE]kou\w+|[oO][eE]rsted\w*|"
    r"c[oO][eE]l(?:acanth|iaqu|iosc)\w+|[pP][oO][eE]cil\w+|[pP]h[oO][eE]nix\w)$"
)
WORD = near(r"(?<![\w’'-])[\w’'-]{0,60}oe[\w-]{0,60}", Signs("oO", "eE"), before=64, after=64, flags=re.IGNORECASE)


def ligatures(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in WORD.finditer(text):
        word = match.group()
        offset = word.rfind("’") + 1 if word[: word.rfind("’") + 1].lower() in ELISIONS else 0
        bare = word[offset:]
        # each part of a compound: chef-d’oeuvre, sacré-coeur
        for part in re.finditer(r"[^\W_]+", bare):
            if not re.match(WORDS, part.group(), re.IGNORECASE):
                continue
            at = match.start() + offset + part.start() + part.group().lower().index("oe")
            yield Edit(at, at + 2, "Œ" if text[at] == "O" else "œ", "LIG")


ELISIONS = frozenset({"l’", "d’", "j’", "m’", "t’", "s’", "n’", "c’", "qu’", "jusqu’", "lorsqu’", "puisqu’"})


#: Latin in French type, where some houses keep the ligature.
LATIN = near(
    r"\b(?:ex (ae)quo|curriculum vit(ae)|et (cae)tera|(Nae|nae)vus"
    r"|(Cae|cae)cum\w*|personae? non grat(ae))\b",
    Signs("a", "e"), before=24, after=16,
)  # fmt: skip


def latin(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in LATIN.finditer(text):
        end = match.end(match.lastindex or 0)
        yield Edit(end - 2, end, "æ", "LIG-AE")


RULES = (
    rule("LIG", "Usage ; lexique Dicollecte", ("oeuvre", "œuvre"), WORD, find=ligatures),
    rule(
        "LIG-AE",
        "Lexique IN 2002, Ligatures",
        ("ex aequo", "ex æquo"),
        LATIN,
        find=latin,
        setting="latin_ae",
        only="yes",
    ),
)
