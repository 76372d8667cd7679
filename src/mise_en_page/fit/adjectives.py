"""Adjectives without which a sentence is still French.

One goes only where its neighbours say what it is: behind a noun that has its determiner, or between the two. What
others hang on (« fier de », « plus grand que », « belle et grande ») stays; and so does what makes the sense of its noun
(« dernier », « même », « au niveau national »).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.fit.words import AUXILIARIES, VOWELS, Cut, Prose, Word, around, listed
from mise_en_page.typography.lexicon import Kind

DETERMINERS = listed(
    "le la les l’ un une des du au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre nos vos leur "
    "leurs quelques plusieurs"
)
#: Articles that may be pronouns: « il la porte ».
DOUBTFUL = listed("le la les l’ leur")
#: Adjectives without which the noun is another thing, or that are rather determiners.
NEEDED = re.compile(
    r"(?:dernier|premier|second|prochain|passé|suivant|précédent|même|seul|autre|tel|certain|divers|différent|quelque|propre|"
    r"pareil|quel|nul|aucun|demi|double|triple|plein|prêt|né|dit|feu|ci|vif|possible|susceptible|capable|seule|sauf|"
    r"public|publique|jaune|rouge|rose|populaire|partiel|naturel|physique|social|sociaux|sociale|potable|âgé|lourd|civil|routi[eè]re?|vert|gras|sec|bleu|noir|blanc|humain|"
    r"majeur|mineur|municipal|municipaux|maternel|primaire|secondaire|élémentaire|régional|régionaux|départemental|"
    r"départementaux|général|généraux|national|nationaux|fédéral|fédéraux|pénal|judiciaire|bancaire|renouvelable|"
    r"inférieur|supérieur|moyen|mondial|commun|réel|haut|bas|\w+ième|quotidien|annuel|mensuel|hebdomadaire)(?:le|ne|e)?s?"
)
#: Nouns that mean little without their adjective.
BARE = listed(
    "manière manières façon façons matière titre nature type ordre caractère plan niveau domaine échelle couleur "
    "taille sens sorte espèce air allure cours moyenne point points part esprit langue mode milieu voie forme "
    "fois côté main base fin terme termes rapport lieu cas temps an ans année années mois semaine jour matin soir "
    "heure siècle saison état âge homme hommes femme femmes pouvoir pouvoirs parti partis réseau réseaux énergie "
    "énergies droit droits force forces mot mots raison raisons but objet objectif effet conditions condition "
    "situation mesure ton côte règle rôle bureau président directeur directrice chambre nombre chiffre peine prix "
    "coup œuvre place moyen moyens monde guerre marché ministre conseil assemblée commission collège police code "
    "acte chose choses personne personnes gens goût rang secteur salaire système revenu banlieue carte bulletin produit "
    "score seuil taux délai contrat statut"
)
#: Behind an adjective: it has a complement, or a companion.
HANGS = listed("et ou ni mais que qu’ comme à au aux de d’ du des en par pour dont sur envers avec contre voire")
#: Adjectives of relation have none: « une réunion syndicale à Nantes ».
RELATION = re.compile(r"\w{2,}(?:ique|ial|iaux|iale|al|ale|aux|aire|el|elle|iel|ien|ienne|ais|aise|ois|oise|iste|if|ive)s?")
NO_RELATION = re.compile(
    r"(?:égal|inégal|originaire|tributaire|contraire|similaire|essentiel|spécifique|identique|typique|caractéristique|"
    r"symptomatique|emblématique|consécutiv|positi[fv]|négati[fv]|attentiv|représentativ|nécessaire|"
    r"proportionnel|vital|fatal|loyal|solidaire|relatif|consécutif|complémentaire|supplémentaire|"
    r"spécialiste|natif|attentif|mauvais|frais|exclusif|sensible|représentatif|significatif|salutaire)\w{0,3}"
)
#: Before the noun: only these, which say how large, how old, how much it is.
BEFORE = re.compile(
    r"(?:grand|petit|gros|vaste|énorme|immense|véritable|célèbre|fameux|récent|éventuel|actuel|superbe|magnifique|"
    r"important|incontournable|solide|traditionnel|impressionnant|redoutable|formidable|modeste|nouve(?:lle|au)|"
    r"spectaculaire|sérieux|sérieuse|fameuse|grosse|ancienne|énième|imposant|lourd|large|long|longue|bel|belle|joli|vieux|vieil)"
    r"(?:le|e)?[sx]?"
)
#: Nouns that are another thing without what stands before them.
FIXED = listed(
    "nombre partie majorité peu moment fois temps terme public déjeuner école écoles plan surface surfaces "
    "magasin magasins patron monde âge ligne lignes garde main route frère sœur fille fils mère père parents "
    "enfants pas écran ville pain bonhomme jour vent date durée cours porte rire titre quantité quantités chose "
    "mot mots vacances marche jeu distribution couronne vitesse messe oral jury dame rentrée gueule salle bain bois "
    "bourg air dieu monstre théâtre commerce enfance soirée âge pompe roue sœurs"
)

PREPOSITIONS = listed("à au aux de du des d’ pour sur en par avec dont contre")
STOPS = frozenset(".,;:!?)…")


def adjectives(prose: Prose) -> Iterator[Cut]:
    """The adjectives that may go."""
    words = prose.words
    for index, word in enumerate(words):
        if not word.kind & Kind.ADJECTIVE or word.capital or prose.kept(word.start) or NEEDED.fullmatch(word.low):
            continue
        first, before, after, second = around(words, index)
        if _behind_a_noun(word, first, before, after, second):
            yield Cut("adjective", before.end, word.end)
        elif before.low in {"et", "ou"} and _companion(word, first, around(words, index - 1)[0], after):
            yield Cut("adjective", first.end, word.end)
        elif _before_a_noun(word, before, after) and prose.meets(word.start, after.start):
            yield Cut("adjective", word.start, after.start)


def bare(noun: str) -> bool:
    """Does a noun, or its singular, mean little without its adjective?"""
    return noun in BARE or noun.rstrip("sx") in BARE


def _behind_a_noun(word: Word, first: Word, noun: Word, after: Word, second: Word) -> bool:
    stops = after.text in STOPS
    if word.kind & (Kind.VERB | Kind.ADVERB | Kind.TOOL | Kind.INFINITIVE) or not (stops or after.is_word):
        return False
    if word.kind & (Kind.GERUND | Kind.PARTICIPLE) and not (stops and after.text not in ":!?…"):
        return False
    surely = noun.is_only(Kind.NOUN, Kind.ADJECTIVE | Kind.ADVERB | Kind.TOOL) and noun.low not in AUXILIARIES
    doubtful = bool(noun.kind & (Kind.VERB | Kind.PARTICIPLE)) and first.low in DOUBTFUL
    if not surely or doubtful or bare(noun.low) or first.low not in DETERMINERS:
        return False
    relation = RELATION.fullmatch(word.low) and not NO_RELATION.fullmatch(word.low) and after.low in PREPOSITIONS
    alone = after.text != "," or not (second.kind & Kind.ADJECTIVE or second.low in {"et", "ou", "mais", "voire"})
    return alone and (after.low not in HANGS or bool(relation))


def _companion(word: Word, other: Word, noun: Word, after: Word) -> bool:
    """« des élus locaux et nationaux »: the second of two adjectives."""
    never = Kind.VERB | Kind.PARTICIPLE | Kind.ADVERB | Kind.TOOL | Kind.GERUND | Kind.INFINITIVE | Kind.NOUN
    return (
        (
            word.is_only(Kind.ADJECTIVE, never)
            or (word.is_only(Kind.ADJECTIVE, never & ~Kind.NOUN) and RELATION.fullmatch(word.low) is not None)
        )
        and other.is_only(Kind.ADJECTIVE, never & ~Kind.NOUN)
        and noun.is_only(Kind.NOUN, Kind.ADJECTIVE | Kind.ADVERB | Kind.TOOL)
        and (after.text in {".", ",", ";", ":", ")"} or after.low in {"dans", "qui"})
    )


def _before_a_noun(word: Word, before: Word, noun: Word) -> bool:
    return (
        bool(BEFORE.fullmatch(word.low))
        and before.low in DETERMINERS - {"l’", "cet"}
        and noun.is_only(Kind.NOUN, Kind.ADJECTIVE | Kind.VERB | Kind.TOOL | Kind.ADVERB | Kind.PARTICIPLE)
        and noun.low not in FIXED
        and not (
            before.low in {"mon", "ton", "son", "ma", "ta", "sa", "le", "la", "du", "au", "ce", "cette"}
            and noun.text[0] in VOWELS
        )
    )
