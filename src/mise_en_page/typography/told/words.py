"""Words twice in a row, and what an end of line has left of words that were divided."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.model.message import key
from mise_en_page.typography.lexicon import lexicon
from mise_en_page.typography.near import BLANKS, Signs, near
from mise_en_page.typography.told.finding import Finding, Passage, found, listed

_LETTER = r"[^\W\d_]"
TWICE = re.compile(rf"(?<![\w’'.-])({_LETTER}{{1,30}})[ \u00a0\n]+(?i:\1)(?![\w’'@.-]|-\w|\.\w)")
#: Small words that no sentence needs twice.
SMALL = listed("""
de du des la le les au aux à et ou un une dans par pour sur avec que qui dont où ce cette ces son sa ses leur leurs se
ne il ils elle elles on je tu mais donc car sous chez entre vers ni si comme plus
pas y eux lui moi ton ta tes mon ma mes notre nos votre vos en été dit
""")
#: Verbs that end a relative clause and begin what follows: « ce qui est est », « ceux qui le sont sont ».
VERBS = listed("""
est sont a ont était étaient avait avaient fait peut va sera seront doit faut
""")
#: Said twice on purpose, or two words in one shape.
ON_PURPOSE = listed("""
nous vous très bla tout non oui si petit petite bien loin vite trop jamais longtemps beaucoup rien tant doucement allez
allons hop ha hé ho hi oh ah hein chut tic tac toc cui boum vroum ding cha can ron dada papa maman joujou train fou
bonjour merci voilà vrai blanc noir rouge moins tralala lalala yé yo tam bang coin miam glou clap ouf aïe merde vive
faire tsoin pan gna patati patata piou meuh ouaf bravo adieu dodo tutu
""")
RELATIVE = re.compile(r"\b(?:qu[ie]?|dont|où)\b[^.;:!?]{0,60}$")


def repeated(passage: Passage) -> Iterator[Finding]:
    for match in TWICE.finditer(passage.text):
        first, second = match[1], match.group()[-len(match[1]) :]
        if first.isupper() and second.islower():
            continue  # « Kamel A a dit », « un ET et un OU »
        word = first.lower()
        shouted = first == second and first.isupper() and (len(first) > 3 or word in SMALL) and len(first) > 1
        if not second.islower() and not shouted:
            continue  # « de De Gaulle », « Boutros Boutros »
        if word in SMALL or word in VERBS:
            told = not _is_needed(passage.text, match, word)
        else:
            told = len(word) > 2 and word not in ON_PURPOSE
        if told:
            yield found(passage, *match.span(), key("repeated-word"), word=word)


def _is_needed(text: str, match: re.Match[str], word: str) -> bool:
    """Does grammar want the small word twice? « faites-le le jour », « tout en en parlant », « ceux que on… »."""
    before = text[max(0, match.start() - 80) : match.start()].lower()
    if word in VERBS:
        return bool(RELATIVE.search(before)) and not (word not in ("est", "sont") and before.endswith("qui "))
    if word in ("la", "si"):  # a song
        return before.endswith(f"{word} ") or text[match.end() : match.end() + 4].lower().strip(" ,") == word
    return word == "en" and before.endswith("tout ")


#: A hyphen with a space behind it, or before it.
DIVIDED = near(
    rf"(?<![\w-])({_LETTER}{{2,30}})(-[ \u00a0\n]|[ \u00a0\n]-)({_LETTER}{{2,30}})(?![\w’'-])",
    Signs("-", BLANKS + "\n"), Signs(BLANKS + "\n", "-"), before=34, after=34,
)  # fmt: skip


def divided(passage: Passage) -> Iterator[Finding]:
    words = lexicon()
    for match in DIVIDED.finditer(passage.text):
        left, sign, right = match[1], match[2], match[3]
        if not right.islower() or right in ("et", "ou", "ni", "à", "puis"):
            continue
        compound, whole = f"{left}-{right}", f"{left}{right}"
        if compound in words or compound.lower() in words:
            yield found(passage, *match.span(), key("divided-word"), whole=compound)
        elif sign[0] == "-" and words.knows(whole):
            yield found(passage, *match.span(), key("divided-word"), whole=whole)
