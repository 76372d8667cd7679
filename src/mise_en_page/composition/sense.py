"""Where lines of titles, chapos, quotes and labels end by the sense, and what it costs to end one against it.

A line of display is read as one breath: what belongs together stays together. ``PLACES`` is the whole table, its costs
in the units of badness (100: a line that lacks a fifth of its measure). They are prices and no law: a title that is too
narrow for anything else is still set, and in no more lines than without. What the rows stand on:

* OQLF 1: Office québécois de la langue française, *Vitrine linguistique*, « Coupure entre les mots des titres et des
  appellations »: no line ends with a determiner, a preposition, a coordinating or subordinating word;
* OQLF 2: the same, « Coupure dans les noms propres de personnes »: never behind an initial or a shortened title (M.,
  Dr), better not between a first name and a surname;
* IN: *Lexique des règles typographiques en usage à l’Imprimerie nationale*, of divisions: no number in figures is
  parted from what it counts, no date within itself;
* André: Jacques André, « Titres : à lire, à voir ou à dire ? », Cahiers GUTenberg 15 (1993): a title breaks where a
  voice that reads it aloud may pause, at its stops first, and within no group of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from mise_en_page.typography.lexicon import NONE, Kind, lexicon

#: A line that ends at such a cost is read amiss.
AMISS: Final = 200.0
#: So many characters on either side are looked at: three words.
REACH: Final = 60


def cost(characters: str, start: int, end: int) -> float:
    """What it costs to end a line before the spaces ``start``..``end`` of a text."""
    left, right = characters[max(0, start - REACH) : start], characters[end : end + REACH]
    return parted(left, right, capitals=characters.isupper()).cost


@lru_cache(maxsize=8192)
def parted(left: str, right: str, *, capitals: bool = False) -> Place:
    """What a line's end parts, between what stands before it and behind it: the first of ``PLACES`` that it is.

    ``capitals``: the text is in capitals, which then tell no names.
    """
    words = [word for word in left.rpartition("\n")[2].split(" ") if word]
    following = [word for word in right.partition("\n")[0].split(" ") if word]
    if not words or not following:
        return PLACES[-1]
    ends = Ends(words[-1], following[0], words[-2] if len(words) > 1 else "", capitals)
    return next(place for place in PLACES if place.holds(ends))


# --- words --------------------------------------------------------------------------------------------------------------


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NUMBERS: Final = _listed(
    "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante cent cents mille"
)
#: They may stand alone, too: « les deux | et la troisième », « certains | disent ».
_INDEFINITE: Final = _NUMBERS | _listed("tout toute tous toutes aucun aucune certains certaines plusieurs")
_ARTICLES: Final = _listed("le la les l’ un une du au aux ce cet cette mon ton son ma sa notre votre leur leurs d’")
_DETERMINERS: Final = _listed(
    "le la les un une des du au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre nos vos leur leurs quel "
    "quelle quels quelles chaque quelque quelques nul nulle divers diverses différents différentes"
)
_PREPOSITIONS: Final = _listed(
    "à de en dans par pour sur sous sans avec chez vers entre parmi malgré selon dès jusque jusqu’à jusqu’au jusqu’aux "
    "jusqu’en hormis outre pendant durant voici voilà via suivant lès"
)
#: Prepositions that may be adverbs: « ils étaient contre », « trois jours après ».
_ADVERBIAL: Final = _listed("contre avant après depuis devant derrière hors pour sauf")
_SPANS: Final = _listed(
    "jour jours an ans mois semaine semaines heure heures minutes siècle siècles peu longtemps temps fois"
)
_CONJUNCTIONS: Final = _listed(
    "et ou ni mais que qui dont où quand si comme lorsque puisque quoique or car donc sinon tandis pourquoi comment "
    "combien lequel laquelle lesquels lesquelles auquel duquel"
)
_PRONOUNS: Final = _listed("je tu il on ils ne se me te y cela ça celui celle ceux celles")
#: Those that may also stand behind a verb or a preposition: « avec elle | la mer ».
_STRESSED: Final = _listed("elle elles nous vous")
#: Nothing hangs on the word before these.
_JOINING: Final = _listed(
    "et ou ni mais car à de du au aux en dans par pour sur sous sans avec chez vers entre selon dès qui que sinon est"
)
_BE: Final = _listed("est sont était étaient sera seront serait seraient fut furent été être")
_STATES: Final = _BE | _listed("reste restent devient deviennent")
_HAVE: Final = _listed("ai as a avons avez ont avait avaient aura auront aurait auraient ait aient eut avoir")
_MODAL: Final = _listed(
    "va vont allait allaient doit doivent devait devaient devra devront devrait devraient peut peuvent pouvait pouvaient "
    "pourra pourront pourrait pourraient veut veulent voulait voulaient vient viennent faut fait font faire laisse "
    "laissent sait savent ose osent fera feront"
)
_DENIALS: Final = _listed("pas plus jamais rien été déjà bien")
_DEGREES: Final = _listed(
    "plus moins très trop aussi assez bien peu pas tant tellement autant beaucoup jamais rien fort si"
)
#: With « à », « de » or « que » they make one word of several.
_LOCUTIONS: Final = _listed(
    "face grâce quant loin près lors hors autour faute afin avant cause côté propos partir rapport raison dépit bord "
    "cours fin lieu travers long milieu sein cœur suite sujet vis-à-vis au-delà au-dessus au-dessous au-devant peut parce "
    "alors après dès depuis pendant tandis bien sans ainsi tant"
)
_LINKS_OF_LOCUTIONS: Final = _listed("à de au aux du des que d’ qu’")
_BEFORE_NOUNS: Final = re.compile(
    r"(?:grand|petit|gros|grosse|beau|beaux|bel|belle|bon|bonne|mauvais|meilleur|pire|nouveau|nouvel|nouveaux|nouvelle|vieux|"
    r"vieil|vieille|jeune|joli|long|longue|haut|premier|première|dernier|dernière|prochain|second|seul|même|autre|"
    r"ancien|ancienne|vrai|faux|fausse|futur|simple|double|triple|demi|ex|\w+ième)e?s?"
)
_COUNTS: Final = re.compile(r"(?:million|milliard|millier|centaine|dizaine|douzaine|quinzaine|vingtaine|trentaine)s?")
_MONTHS: Final = _listed("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_DAYS: Final = _listed("lundi mardi mercredi jeudi vendredi samedi dimanche")
#: What stands before these is a year, and no number of anything.
_OF_YEARS: Final = _MONTHS | _listed(
    "en de depuis dès d’ici avant après vers et à an année début fin mi été hiver printemps automne"
)
#: What bears a number: « page | 12 », « Louis | XIV ».
_NUMBERED: Final = re.compile(
    r"(?:pages?|p|numéro|n[°os]+|articles?|art|chapitre|ligne|acte|tome|volume|étape|épisode|saison|phase|loi|route|rn|rd|"
    r"départementale|nationale|autoroute|[adng]|groupe|lot|chambre|quai|porte|niveau|zone|louis|charles|henri|"
    r"françois|napoléon|philippe|jean-paul|benoît|pie|léon)"
)
_FIGURES: Final = re.compile(r"[-+−±]?\d[\d.,\u00a0\u202f]*(?:ers?|re|es?|ds?|nde?)?")
_ROMAN: Final = re.compile(r"[IVXLC]+(?:er?|ère)?")
_YEAR: Final = re.compile(r"(?:1\d|20)\d\d")
_TITLES: Final = re.compile(r"MM?\.?|(?:Mmes?|Mlles?|Mgr|Mes?|Drs?|Prs?|Sr|Ste?)\.?|[A-ZÀ-Þ](?:\.?-[A-ZÀ-Þ])?\.")
_ELISION: Final = re.compile(r"^((?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)’)(?=\w)")
#: The lexicon has them among pronouns, too.
_NO_TOOLS: Final = _listed("autre autres même mêmes tel telle tels telles certain personne rien")
_OPENING: Final = "«“‘‹„([{\"'"
_CLOSING: Final = "»”›)]}\"'"
_STOPS: Final = "!?;:.…"
_NAMES: Final = Kind.GIVEN | Kind.PLACE | Kind.FAMILY | Kind.OTHER_NAME


def _bare(word: str) -> str:
    """A word without the signs around it, in small letters."""
    return word.replace("'", "’").strip('«»“”‹›()[]{}"\u00a0\u202f.,;:!?…').lower()


def _core(word: str) -> str:
    """A word without what is elided before it."""
    return _ELISION.sub("", word)


def _kind(word: str) -> Kind:
    return lexicon().kind(word) if word else NONE


@dataclass(frozen=True)
class Ends:
    """The words at a line's end: its ``last``, the ``next`` line's first, and the one ``before`` the last ("": none)."""

    last: str
    next: str
    before: str
    capitals: bool

    @cached_property
    def own(self) -> str:
        """The last word, bare: of those that a space binds, the last."""
        word = re.split("[\u00a0\u202f]", _bare(self.last))[-1]
        return word if word[:1].isalpha() else _bare(self.last)

    @cached_property
    def core(self) -> str:
        return _core(self.own)

    @cached_property
    def elided(self) -> str:
        """What is elided before the last word."""
        return self.own.removesuffix(self.core)

    @cached_property
    def after(self) -> str:
        """The next word, bare."""
        return re.split("[\u00a0\u202f]", _bare(self.next))[0]

    @cached_property
    def after_elided(self) -> str:
        """What is elided before the next word."""
        return self.after.removesuffix(_core(self.after))

    @cached_property
    def after_kind(self) -> Kind:
        return _kind(_core(self.after))

    @cached_property
    def pair(self) -> str:
        """The word before the last, bare; none where a stop stands between them."""
        return _bare(self.before) if self.before and self.before[-1] not in _STOPS + _CLOSING + ",–—" else ""

    @cached_property
    def stop(self) -> str:
        """The sign that ends the last word, those that close aside."""
        return self.last.rstrip(_CLOSING + "\u00a0\u202f")[-1:]

    @cached_property
    def is_noun(self) -> bool:
        """Does an article make the last word a noun (« le pour », « un car », « l’or »)?"""
        return (self.elided or _core(self.pair)) in _ARTICLES

    @cached_property
    def before_tool(self) -> bool:
        """Does a determiner, a pronoun, a preposition or a conjunction follow?"""
        word = _core(self.after)
        ours = word in _DETERMINERS | _INDEFINITE | _PREPOSITIONS | _ADVERBIAL | _CONJUNCTIONS | _PRONOUNS
        return ours or bool(_kind(word) & Kind.TOOL and word not in _NO_TOOLS)

    @cached_property
    def before_verb(self) -> bool:
        """Does surely a verb follow? (Units are verbs, too: « mètres ».)"""
        if self.after.endswith("s"):
            return False
        return bool(self.after_kind & Kind.VERB) and not self.after_kind & (Kind.NOUN | Kind.ADJECTIVE | Kind.PARTICIPLE)

    @cached_property
    def figures(self) -> bool:
        """Is the last word a number in figures?"""
        return _FIGURES.fullmatch(self.own) is not None

    @cached_property
    def before_figures(self) -> bool:
        roman = len(self.after) > 1 and _ROMAN.fullmatch(self.next.rstrip(_STOPS + ","))
        return self.after[:1].isdigit() or roman is not None


# --- places -------------------------------------------------------------------------------------------------------------


def _title(at: Ends) -> bool:
    return _TITLES.fullmatch(at.last.lstrip(_OPENING)) is not None and at.next[0].isupper()


def _dash(at: Ends) -> bool:
    return at.last in ("–", "—")


def _stop(at: Ends) -> bool:
    return not at.stop or at.stop in _STOPS or at.next[0] in "–—"


def _comma(at: Ends) -> bool:
    return at.stop == "," or at.last[-1] in _CLOSING


def _number(at: Ends) -> bool:
    if at.figures and not at.before_figures:
        if _YEAR.fullmatch(at.own) and at.pair.rpartition("’")[2] in _OF_YEARS:
            return False
        return not (at.before_tool and at.after != "à") and not at.before_verb
    if at.before_figures and _NUMBERED.fullmatch(at.own):
        return True
    if (
        _ROMAN.fullmatch(at.last)
        and at.last[-1] in "er"
        and at.after.startswith(("siècle", "république", "arrondissement"))
    ):
        return True
    return bool(_COUNTS.fullmatch(at.own)) and (at.after == "de" or at.after_elided == "d’")


def _date(at: Ends) -> bool:
    return at.before_figures and at.own in _MONTHS | _DAYS


def _determiner(at: Ends) -> bool:
    if at.core in _INDEFINITE:
        if at.core == "tous":
            return at.after in _DETERMINERS
        return not (at.after in _JOINING or at.after_elided in ("d’", "n’", "qu’") or at.before_verb)
    return at.core in _DETERMINERS and (not at.is_noun or at.pair in _INDEFINITE)


def _preposition(at: Ends) -> bool:
    if at.is_noun and at.elided != "d’":
        return False
    if at.core in _ADVERBIAL:
        return at.after not in _JOINING and at.pair not in _SPANS
    return at.core in _PREPOSITIONS


def _locution(at: Ends) -> bool:
    alone = not at.is_noun or at.pair == "au"
    return alone and at.core in _LOCUTIONS and bool({at.after, at.after_elided} & _LINKS_OF_LOCUTIONS)


def _conjunction(at: Ends) -> bool:
    return at.core in _CONJUNCTIONS and (not at.is_noun or at.own == "d’où")


def _pronoun(at: Ends) -> bool:
    if at.own == "l’on":
        return True
    if at.core in _STRESSED:
        return _core(at.pair) not in _PREPOSITIONS | _ADVERBIAL and not at.before_tool
    return at.core in _PRONOUNS and not at.is_noun


def _name(at: Ends) -> bool:
    one, other = at.last.lstrip(_OPENING), at.next.rstrip(_STOPS + _CLOSING + ",\u00a0\u202f")
    if at.capitals or not (one[0].isupper() and one[-1].isalpha() and other[:1].isupper()):
        return False
    known = _kind(_core(one.replace("'", "’"))) | _kind(other)
    return bool(known & _NAMES) or not _kind(at.core)


def _auxiliary(at: Ends) -> bool:
    if at.core in _HAVE:
        return bool(at.after_kind & Kind.PARTICIPLE) or at.after in _DENIALS
    if at.core in _MODAL:
        return bool(at.after_kind & Kind.INFINITIVE) or at.after in _DENIALS
    return at.core in _BE and bool(at.after_kind & Kind.PARTICIPLE) and not at.after_kind & Kind.NOUN


def _predicate(at: Ends) -> bool:
    return (at.core in _STATES and not at.is_noun) or at.own == "est-ce" or (at.core == "a" and _core(at.pair) == "y")


def _degree(at: Ends) -> bool:
    described = at.after_kind & (Kind.ADJECTIVE | Kind.ADVERB | Kind.PARTICIPLE)
    return at.core in _DEGREES and (bool(described) or at.after in ("de", "que") or at.after_elided == "d’")


def _adjective(at: Ends) -> bool:
    named = at.after_kind & (Kind.NOUN | Kind.ADJECTIVE)
    return not at.before_tool and bool(_BEFORE_NOUNS.fullmatch(at.core)) and bool(named)


def _epithet(at: Ends) -> bool:
    mine = _kind(at.core)
    adjective = at.after_kind & Kind.ADJECTIVE and not at.after_kind & (Kind.VERB | Kind.TOOL) and not at.after_elided
    return bool(adjective) and bool(mine & Kind.NOUN) and not mine & Kind.VERB


def _complement(at: Ends) -> bool:
    return at.after in ("de", "du", "des") or at.after_elided == "d’"


def _before_preposition(at: Ends) -> bool:
    return _core(at.after) in _PREPOSITIONS | _ADVERBIAL or at.after in ("au", "aux")


def _before_link(at: Ends) -> bool:
    return at.after in _CONJUNCTIONS or at.after_elided == "qu’"


def _any(_: Ends) -> bool:
    return True


class Place(NamedTuple):
    """A kind of place where a line may end: what that costs, by which usage, with an example."""

    kind: str
    cost: float
    source: str
    example: str
    holds: Callable[[Ends], bool]


#: The first that holds is what a line's end parts.
PLACES: Final = (
    Place("title", 450.0, "OQLF 2", "M. | Dupont", _title),
    Place("dash", 150.0, "André", "la mer – | et le vent – monte", _dash),
    Place("stop", 0.0, "André", "Canicule : | la Loire à sec", _stop),
    Place("comma", 0.0, "André", "Ni fleurs, | ni couronnes", _comma),
    Place("number", 450.0, "IN", "300 | kilos", _number),
    Place("date", 200.0, "IN", "vendredi | 10 mai", _date),
    Place("determiner", 380.0, "OQLF 1", "la | mer", _determiner),
    Place("locution", 200.0, "OQLF 1", "face | à la mer", _locution),
    Place("preposition", 360.0, "OQLF 1", "dans | la ville", _preposition),
    Place("conjunction", 300.0, "OQLF 1", "et | le vin", _conjunction),
    Place("pronoun", 300.0, "André", "elle | chante", _pronoun),
    Place("name", 200.0, "OQLF 2", "Simone | Veil", _name),
    Place("auxiliary", 240.0, "André", "on a | voté", _auxiliary),
    Place("predicate", 200.0, "André", "c’est | un paysage", _predicate),
    Place("degree", 200.0, "André", "plus | belle", _degree),
    Place("adjective", 200.0, "André", "le petit | village", _adjective),
    Place("complement", 60.0, "André", "la maison | du peuple", _complement),
    Place("before-preposition", 25.0, "André", "le vélo | dans la ville", _before_preposition),
    Place("before-link", 15.0, "André", "le pain | et le vin", _before_link),
    Place("epithet", 90.0, "André", "énergie | nucléaire", _epithet),
    Place("words", 50.0, "André", "la mer | monte", _any),
)
