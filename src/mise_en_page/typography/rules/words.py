"""Words that a keyboard writes badly: œ by its list, never blind; accents on capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, Signs, near
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


@cache
def accented() -> dict[str, str]:
    """Capitals that lost their accent, as whole words at a place where a word may begin with a capital."""
    lines = Path(__file__).parent.with_name("accents.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    plain = str.maketrans("ÉÈÊÀÇÔÎ", "EEEACOI")
    found = {word.translate(plain): word for word in words if word.translate(plain) not in ("Elu", "Elus", "Ete")}
    found |= {"Etre": "Être", "Etes": "Êtes", "Elu": "Élu", "Ete": "Été", "Elus": "Élus"}
    # The same all in capitals, where the first letter alone has an accent (ELEVE may be élève and élevé).
    return found | {
        word.upper().translate(plain): word.upper()
        for word in words
        if len(word) > 3 and word[1:].isascii() and word[0] in "ÉÈÊÎ"
    }


#: A saint's name stands behind a hyphen, and no other word of the list does.
CAPITAL = near(
    r"(?:(?<![\w@#.-])|(?<=\bSaint-))[AEIOC][A-Za-zà-ÿ]+(?![\w@]|\.\w)", Signs("AEIOC", kind="letter"), before=7, after=32
)
CA = near(r"\bCa(?= [a-zà-ÿ]|,|\u00a0y | n’| m’| s’| t’)", Signs("C", "a"), before=1, after=6)
TOWNS = (
    "Paris|Lyon|Marseille|Lille|Nantes|Bordeaux|Toulouse|Nice|Strasbourg|Rennes|Brest|Montpellier|Grenoble|Toulon|Dijon|Angers|"
    "Nîmes|Reims|Metz|Nancy|Rouen|Caen|Amiens|Tours|Limoges|Orléans|Besançon|Perpignan|Mulhouse|Roubaix|Tourcoing|Dunkerque|"
    "Calais|Lens|Arras|Douai|Avignon|Poitiers|Pau|Bayonne|Biarritz|Cannes|Annecy|Chambéry|Valence|Bourges|Lorient|Quimper|Vannes|"
    r"Sainte?-[A-ZÉ]\w+|Ajaccio|Bastia|Bruxelles|Liège|Genève|Lausanne|Londres|Berlin|Rome|Madrid|Barcelone|Lisbonne|Bamako|Dakar|"
    "Alger|Tunis|Rabat|Kiev|Moscou|Pékin|Tokyo|New York|Washington|Montréal|Québec|Gaza|Beyrouth"
)
A_GRAVE = near(
    rf"\bA(?= (?:la|l’\w+|partir|noter|savoir|suivre|ce|cette|ces|propos|"
    r"travers|quelques|quel|quelle|deux|trois|lire|voir|moins|peine|nouveau|côté|cause|condition|défaut|droite|gauche|force|"
    r"terme|titre|ses|son|sa|leur|leurs|mon|ma|chaque|tous|toutes|toute|tout|un|une|qui|quoi|bord|bout|cet|mesure|mi-\w+|"
    rf"bientôt|demain|jamais|peu|présent|midi|minuit|table|première|lui|elle|eux|elles|nous|vous|moi|quand|vrai|"
    r"domicile|égalité|distance|terre|\d+|contre\w*|pied|vélo|vendre|louer|venir|ne|en|plusieurs|cinq|dix|vingt|cent|mille)\b"
    rf"| l’| (?:{TOWNS})\b)",
    Signs("A", BLANKS), before=1, after=32,
)  # fmt: skip
SENTENCE = re.compile(r"(?:^|[.!?…][»”\u00a0\u202f]* |[\n\u2029]|[«—–]\u00a0)$")


def _begins(text: str, at: int) -> bool:
    """Does a sentence begin here?"""
    return at == 0 or bool(SENTENCE.search(text, max(0, at - 6), at))


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


def capitals(text: str, _policy: Policy) -> Iterator[Edit]:
    words = accented()
    for match in CAPITAL.finditer(text):
        if match.group() not in words:
            continue
        yield Edit(match.start(), match.start() + 1, words[match.group()][0], "CAP")
        if match.group() == "Ete":
            yield Edit(match.end() - 1, match.end(), "é", "CAP")
    for pattern, letter in ((CA, "Ç"), (A_GRAVE, "À")):
        for match in pattern.finditer(text):
            if _begins(text, match.start()):
                yield Edit(match.start(), match.start() + 1, letter, "CAP")


RULES = (
    rule("LIG", "Usage ; lexique Dicollecte", ("oeuvre", "œuvre"), WORD, find=ligatures),
    rule(
        "LIG-AE", "Lexique IN 2002, Ligatures", ("ex aequo", "ex æquo"), LATIN, find=latin, setting="latin_ae", only="yes",
    ),
    rule(
        "CAP", "Lexique IN 2002, Accentuation des capitales", ("Etat", "État"), CAPITAL, CA, A_GRAVE,
        find=capitals, setting="accent_caps", only="fix",
    ),
)  # fmt: skip
