"""What a sentence may end without though no comma stands before it: the second of two predicates, when and how it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mise_en_page.fit.clauses import CORRELATED, DENIED, ENDS
from mise_en_page.fit.ends import SPANS, is_described, is_how, is_second
from mise_en_page.fit.words import AUXILIARIES, CLITICS, Cut, Prose, Word, listed
from mise_en_page.typography.lexicon import Kind

#: Prepositions whose complement no verb asks for, of one word and of more.
FREE = listed("depuis pendant durant malgré lors dès après avant")
FREE_OF_MORE = re.compile(
    r"(?:à l’occasion|à cause|en raison|en présence|sous (?:la houlette|l’égide|la direction|l’œil|les yeux)|"
    r"à l’initiative|au cours|à l’issue|à la suite|dans le cadre|en marge|à la veille|au lendemain|au profit|au bénéfice|"
    r"faute|en dépit|à l’approche|au fil|au terme|en compagnie|aux côtés|à l’aide|au moyen|par l’intermédiaire|"
    r"par le biais|avec (?:l’aide|le soutien|le concours|la complicité|l’appui)|sur fond|en vue|afin|à l’instar) "
    r"d(?:e |u |es |’)"
    r"|(?:grâce|suite) (?:à |aux? )",
)
#: Before these a complement is what the sentence is about, or is more than one.
BOUND = listed("seulement notamment surtout même juste peu encore bien et ou ni que qu’ dont déjà y est sont était")
#: Behind « et », they begin another complement, which may be the verb's own.
LINKED = listed("pour à au aux de d’ du des par sur en dans avec sans qui que qu’ dont")
#: No complement that goes has more words.
WORDS = 12


def complements(prose: Prose) -> Iterator[Cut]:
    """From « et » with its verb, or from a preposition, to the sentence's end; and what stands behind a semicolon."""
    yield from _seconds(prose)
    for words in prose.parsed:
        start, end = words[0].start, words[-1].end
        if (
            len(words) < 6
            or words[-1].text not in ENDS
            or prose.kept(start)
            or CORRELATED.search(prose.characters, start, end)
        ):
            continue
        for n in range(3, len(words) - 2):
            before, rest = words[n - 1], words[n:-1]
            if prose.kept(words[n].start) or any(word.text in ",;:–—()" for word in rest):
                continue
            many = FREE_OF_MORE.match(prose.characters.replace("'", "’"), words[n].start) is not None
            ends = _is_predicate(words[:n], rest) or _is_free(words[:n], rest, many=many)
            ends = ends or any(kind(words[:n], rest) for kind in (is_second, is_described, is_how))
            if ends and prose.may_go(before.end, words[-1].start) and prose.meets(before.end, words[-1].start):
                yield Cut("clause", before.end, words[-2].end)


#: What answers something before it: « les uns… ; les autres… ».
ANSWERS = listed(
    "autre autres second seconde troisième dernier dernière premier derniers idem tel telle celui celle ceux celles"
)


def _seconds(prose: Prose) -> Iterator[Cut]:
    """« Le pont a rouvert ; la rue reste fermée »: from the only semicolon of a sentence on, a sentence being before it."""
    for words in prose.parsed:
        places = [n for n, word in enumerate(words) if word.text == ";"]
        if (
            len(places) != 1
            or words[-1].text not in ENDS
            or prose.kept(words[0].start)
            or prose.kept(words[places[0]].start)
        ):
            continue
        begun, rest = words[: places[0]], words[places[0] + 1 : -1]
        whole = any(word.is_verb for word in begun) and not any(word.text == ":" for word in begun)
        answers = any(word.low in ANSWERS or word.text == ":" for word in rest[:6]) or CORRELATED.search(
            prose.characters, words[0].start, words[-1].end
        )
        if whole and rest and not answers and not prose.kept(rest[0].start) and prose.may_go(begun[-1].end, rest[-1].end):
            yield Cut("clause", begun[-1].end, rest[-1].end)


def _is_predicate(begun: Sequence[Word], rest: Sequence[Word]) -> bool:
    """« Il a voté le budget et a fermé la salle »: two of one subject, the second to go with all that follows it."""
    head = next((word for word in rest[1:] if word.low not in CLITICS), rest[-1])
    if rest[0].low != "et" or len(rest) < 3 or not begun[-1].is_word or any(word.low in {"et", "ou"} for word in rest[1:]):
        return False
    listed_on = bool(begun[-1].kind & Kind.VERB) and any(word.text == "," for word in begun[-4:])
    if listed_on or any(word.low in DENIED | {"ne", "n’"} for word in begun):
        return False
    clitic = rest[1].low in CLITICS - {"en", "y"} and (head.is_verb or bool(head.kind & Kind.VERB))
    return (clitic or (rest[1] is head and head.is_verb)) and any(word.is_verb for word in begun)


def _is_free(begun: Sequence[Word], rest: Sequence[Word], *, many: bool) -> bool:
    """« La place est en travaux depuis le printemps », where nothing is denied."""
    before = begun[-1]
    if not (many or rest[0].low in FREE) or not 2 <= len(rest) <= WORDS or any(word.is_verb for word in rest):
        return False
    if any(word.low in DENIED | {"ne", "n’", "que", "qu’"} for word in (*begun, *rest)) or before.low in BOUND:
        return False
    second = any(one.low in {"et", "ou"} and other.low in LINKED for one, other in pairwise(rest))
    if second or (len(begun) > 1 and begun[-2].low in {"ceux", "celles", "celui", "celle"}):
        return False
    if rest[0].low in {"après", "avant"} and (before.low in SPANS or before.text.isdigit() or before.is_verb):
        return False
    settled = before.capital or bool(before.kind & (Kind.NOUN | Kind.PARTICIPLE)) or before.text in "»)"
    return settled and before.low not in AUXILIARIES and any(word.is_verb for word in begun)
