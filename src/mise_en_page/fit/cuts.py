"""All cuts that an article offers, smallest first: words, asides, clauses, sentences, ends of paragraphs, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mise_en_page.fit.adjectives import adjectives
from mise_en_page.fit.adverbs import adverbs
from mise_en_page.fit.clauses import asides, clauses, endings
from mise_en_page.fit.complements import complements
from mise_en_page.fit.enumerations import enumerations
from mise_en_page.fit.shorter import shorter
from mise_en_page.fit.words import MOST_SENTENCES, Cut, Prose
from mise_en_page.model.issue import (
    LINE_BREAK,
    Article,
    Block,
    Intertitle,
    ListItem,
    Paragraph,
    Picture,
    PullQuote,
    Table,
    Text,
    Verse,
)

#: A sentence that begins so speaks of the one before it, which stays.
LEANS = re.compile(
    r"(?:Ils?|Elles?|C[e’']|Cet|Cette|Ces|Cela|Ceci|Ça|Celui|Celle|Celles|Ceux|Mais|Or|Car|Et|Donc|Ainsi|Pourtant|"
    r"Cependant|Toutefois|Néanmoins|En effet|En revanche|Au contraire|De plus|D[’']ailleurs|Par ailleurs|Ensuite|Puis|"
    r"Enfin|Aussi|Là|"
    r"Y|Leurs?|Son|Sa|Ses|Lui|Dès lors|Alors|Du coup|Voilà|Résultat|De quoi|L[’']un|L[’']autre|Tous|Toutes|Tout|Les deux|"
    r"L[’']intéressé|Ce dernier|Cette dernière|Une fois|De même|À son tour|Même|Quant|Non|Oui|Sauf|Quoi|Pas|Plus|Autre|"
    r"Autant|Pour autant|Or|Un|Une|Après)(?![\w’'])|(?:C|Qu|S|L|D|N|J)[’']|«|–|—|“|\(",
)
#: Or that has one of these near its beginning.
LEANING = re.compile(
    r"(?<![\w’-])(?:ensuite|également|aussi|toutefois|pourtant|donc|ainsi|cependant|néanmoins|en revanche|à son tour|"
    r"de son côté|de leur côté|c(?:e|es|ette) derni\w+|ce(?:lui|lle|ux|lles)-ci|eux|lui)(?![\w’-])"
)
NEAR_BEGINNING = 70
#: So many sentences, or blocks, in a row are offered as one cut.
IN_A_ROW = 12
#: A paragraph that is a sentence or more, and one that begins as prose does: no dialogue, no list, no quotation, no label.
CLOSED = re.compile(r"\w{2}[.!?…]$|\w{2}[ \u00a0\u202f][!?]$")
BEGUN = re.compile(r"[A-ZÀ-ÖØ-Þ][^:\n]{30,}")
#: What introduces something that follows it: « : » at its end.
OPEN = (":", ",", ";")


@dataclass(frozen=True, slots=True)
class Offer:
    """A cut in an article's block; ``blocks`` many whole blocks from there on where it is no part of one; ``joins``: the
    next block goes on in its last line (French: faire suivre).
    """

    article: str
    block: int
    cut: Cut
    blocks: int = 0
    joins: bool = False


#: Stands for an article's chapô, where a block's place is asked for.
CHAPO = -1
#: Paragraphs that are run on make one of so many signs at most.
RUN_ON = 900


def is_prose(block: Block | None) -> bool:
    """Is it a paragraph of which something may go? An agenda and a box are nothing but what one must know."""
    return isinstance(block, Paragraph) and not (block.dated or block.boxed)


def text_of(block: Block) -> Text:
    """A block's own text; that of a picture is none."""
    return Text() if isinstance(block, Picture | Table) else block.text


def text_at(article: Article, block: int) -> Text:
    """The text of a block by its place, or the chapô's."""
    return article.chapo if block == CHAPO else text_of(article.body[block])


def offers(article: Article) -> tuple[Offer, ...]:
    """Everything that may go of an article's body, by itself: fewest signs first."""
    found: list[Offer] = []
    first = next((n for n, block in enumerate(article.body) if is_prose(block)), 0)
    for index, block in enumerate(article.body):
        if is_prose(block):
            assert isinstance(block, Paragraph)
            prose = Prose(block.text.characters)
            if prose.sound:
                cuts = (*within(prose), *sentences(prose))
                found += [Offer(article.name, index, cut) for cut in dict.fromkeys(cuts)]
    chapo = Prose(article.chapo.characters)
    if chapo.sound:
        cuts = (*within(chapo), *sentences(chapo))
        found += [Offer(article.name, CHAPO, cut) for cut in dict.fromkeys(cuts)]
    found += _paragraphs(article, first)
    found += _furniture(article)
    found += _run_on(article)
    told = Telling(article)
    kept = (each for each in found if each.joins or not told.leans_on(each))
    return tuple(sorted(kept, key=lambda each: (each.cut.signs, each.block, each.cut.start)))


#: Who or what is brought in by a text, and called by less of it from there on: « Anne Martin », then « M^me Martin »; « le
#: plan local d’urbanisme (PLU) », then « le PLU ».
BROUGHT_IN = re.compile(
    r"\((?P<short>[A-ZÀ-Þ][\w&-]*[A-ZÀ-Þ])\)"
    r"|[A-ZÀ-Þ][\w’-]+(?:[ \u00a0](?:d[eu] |d’|la |le |van |von |ben |el )?[A-ZÀ-Þ][\w’-]+)*"
    r"[ \u00a0](?P<name>[A-ZÀ-Þ][\w-]+)"
)


class Telling:
    """Where an article's text stands, from its chapô on, so that it is seen who is brought in where."""

    def __init__(self, article: Article) -> None:
        blocks = (article.chapo, *(text_of(block) for block in article.body))
        self._starts, self._whole = [0], ""
        for text in blocks:
            self._whole += text.characters + "\n"
            self._starts.append(len(self._whole))

    def leans_on(self, offer: Offer) -> bool:
        """Does what follows a cut call somebody or something by what only the cut says?"""
        start = self._starts[offer.block + 1] + (0 if offer.blocks else offer.cut.start)
        end = self._starts[offer.block + 1 + offer.blocks] if offer.blocks else start + offer.cut.end - offer.cut.start
        before, after = self._whole[:start], self._whole[end:]
        for match in BROUGHT_IN.finditer(self._whole, start, end):
            called = re.compile(rf"(?<!\w){re.escape(match['short'] or match['name'])}(?!\w)")
            if called.search(after) and not called.search(before):
                return True
        return False


def within(prose: Prose) -> Iterator[Cut]:
    """What may go from within sentences."""
    for kind in (adjectives, adverbs, asides, clauses, endings, complements, enumerations, shorter):
        yield from (cut for cut in kind(prose) if cut.signs > 0)


def sentences(prose: Prose) -> Iterator[Cut]:
    """Whole sentences, one or more in a row, but for the first, which tells what its paragraph is about."""
    found = prose.sentences[:MOST_SENTENCES]
    for first in range(1, len(found)):
        for last in range(first, min(len(found), first + IN_A_ROW)):
            if _stand(prose, found, first, last):
                yield Cut("end" if last == len(found) - 1 else "sentence", found[first - 1][1], found[last][1])


def _stand(prose: Prose, found: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Do those before and behind stand without them?"""
    start, end = found[first][0], found[last][1]
    if not prose.may_go(start, end) or prose.kept(start):
        return False
    if prose.characters[found[first - 1][1] - 1] in OPEN or prose.characters[end - 1] in OPEN:
        return False
    return last + 1 == len(found) or not leans(prose.characters[found[last + 1][0] :])


def leans(characters: str) -> bool:
    """Does a text begin with what speaks of the one before it?"""
    return bool(LEANS.match(characters) or LEANING.search(characters, 0, NEAR_BEGINNING))


def _paragraphs(article: Article, opening: int) -> Iterator[Offer]:
    """Paragraphs, one or more in a row, but for the first; an intertitle above goes with all that stood under it."""
    body = article.body
    for start in range(opening + 1, len(body)):
        signs = 0
        for end in range(start, min(len(body), start + IN_A_ROW)):
            block = body[end]
            if not (is_prose(block) or isinstance(block, Intertitle)):
                break
            prose = Prose(text_of(block).characters)
            if not prose.sound:
                break
            signs += len(prose.characters)
            if _may_go(body, start, end):
                yield Offer(article.name, start, Cut("paragraph", 0, signs), end - start + 1)


def _may_go(body: Sequence[Block], start: int, end: int) -> bool:
    before, after = body[start - 1], body[end + 1] if end + 1 < len(body) else None
    if isinstance(after, ListItem | Verse | Table) or (isinstance(after, Paragraph) and after.dated):
        return False  # the list would hang on what is before
    if isinstance(body[end], Intertitle) or (isinstance(before, Intertitle) and not is_prose(after)):
        return False
    if text_of(before).characters.rstrip().endswith(OPEN):
        return False
    return not (isinstance(after, Paragraph) and leans(after.text.characters))


def _furniture(article: Article) -> Iterator[Offer]:
    """Intertitles and pull quotes, which the text goes on without."""
    for index, (before, block) in enumerate(pairwise(article.body), 1):
        after = article.body[index + 1] if index + 1 < len(article.body) else None
        signs = len(text_of(block).characters)
        if isinstance(block, Intertitle) and is_prose(before) and is_prose(after):
            yield Offer(article.name, index, Cut("intertitle", 0, signs), 1)
        elif isinstance(block, PullQuote):
            yield Offer(article.name, index, Cut("pull-quote", 0, signs + len(block.attribution.characters)), 1)


def _run_on(article: Article) -> Iterator[Offer]:
    """Two paragraphs of prose made one: no sign goes but the break between them."""
    for index, (one, other) in enumerate(pairwise(article.body)):
        if not (is_prose(one) and is_prose(other)):
            continue
        first, second = text_of(one).characters, text_of(other).characters
        prose = len(first) + len(second) < RUN_ON and LINE_BREAK not in first + second
        if prose and CLOSED.search(first) and BEGUN.match(second):
            yield Offer(article.name, index, Cut("run-on", len(first), len(first), " "), joins=True)
