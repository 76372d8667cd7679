"""The stage: everything that is told of a corrected page, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mise_en_page.model.issue import (
    Article,
    Intertitle,
    Issue,
    ListItem,
    Page,
    Paragraph,
    Picture,
    PullQuote,
    Source,
    Table,
    Text,
    Verse,
)
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import Message, say
from mise_en_page.model.problem import Problem
from mise_en_page.typography.told import KINDS, Finding, told
from mise_en_page.typography.told.finding import Passage, Role

#: What has texts of its own, and what these are. A byline, a credit, who said something: names, which nobody spells.
_ROLES: Final[dict[type, dict[str, Role]]] = {
    Issue: {"title": "line"},
    Page: {"section": "line"},
    Article: {"kicker": "line", "title": "line", "chapo": "apart", "next_title": "line"},
    Intertitle: {"text": "line"},
    PullQuote: {"text": "apart"},
    ListItem: {"text": "line"},
    Verse: {"text": "line"},
    Picture: {"caption": "apart"},
}
#: The codes of all that mots.txt may accept: what is told here, over an issue (coherence.py), on the way (rules/lint.py).
CODES: Final = frozenset(kind.code for kind in KINDS) | {
    "two-spellings", "house-word", "time-colon", "currency-first", "ungrouped-number", "closing-dash", "hyphen-incise",
    "capital-accent", "unpaired-quote",
}  # fmt: skip
_ENDS = ".!?…»”)"
#: What opens an item of a list, or a line of dialogue.
_ITEM = ("•", "–", "—", "-", "·", "*")


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a paragraph: see ``Passage``."""

    ended: float = 1.0
    before: str = ""


def told_page(page: Page, source: Source, date: str, ask: Ask = at_once) -> tuple[Problem, ...]:
    """What is told of a page: of its section's name, which stands in ``source``, and of its articles.

    ``date`` is the issue's (ISO 8601).
    """
    problems = [*_of_fields(page, source, date, ask)]
    for placed in page.articles:
        if placed.part is not None and placed.part.start is not None:
            continue  # told of the page on which it begins
        problems += ask(told_article, placed.article, date, ask)
    return tuple(problems)


def told_title(issue: Issue) -> tuple[Problem, ...]:
    """What is told of the issue's own title."""
    return tuple(_of_fields(issue, issue.source, issue.date, at_once))


def told_article(article: Article, date: str, ask: Ask = at_once) -> tuple[Problem, ...]:
    source = article.source
    problems = [*_of_fields(article, source, date, ask)]
    if article.picture is not None:
        problems += _of_fields(article.picture, source, date, ask)
    around = iter(_surroundings([block.text for block in article.body if isinstance(block, Paragraph) and not block.dated]))
    #: what explains a key figure goes on where that ends
    role: Role = "apart" if article.figure else "paragraph"
    for block in article.body:
        if isinstance(block, Paragraph) and block.dated:
            problems += _of_text(block.text, "line", _Around(), source, date, ask)
        elif isinstance(block, Paragraph):
            problems += _of_text(block.text, role, next(around), source, date, ask)
        elif isinstance(block, Table):
            for cell in block.cells:
                problems += _of_text(cell, "line", _Around(), source, date, ask)
        else:
            problems += _of_fields(block, source, date, ask)
    return tuple(problems)


def _surroundings(texts: Sequence[Text]) -> Iterator[_Around]:
    """For each paragraph of an article, how the others end."""
    lasts = [text.characters.rstrip()[-1:] for text in texts]
    ended = [last != "" and last in _ENDS for last in lasts]
    for n, text in enumerate(texts):
        others = len(texts) - 1
        share = (sum(ended) - ended[n]) / others if others else 1.0
        yield _Around(0.0 if text.characters.startswith(_ITEM) else share, lasts[n - 1] if n else "")


def _of_fields(
    of: Issue | Page | Article | Intertitle | PullQuote | ListItem | Verse | Picture, source: Source, date: str, ask: Ask
) -> Iterator[Problem]:
    for name, role in _ROLES[type(of)].items():
        yield from _of_text(getattr(of, name), role, _Around(), source, date, ask)


def _of_text(text: Text, role: Role, around: _Around, source: Source, date: str, ask: Ask) -> Iterator[Problem]:
    if not text:
        return
    set_off, links = (
        tuple((mark.start, mark.end) for mark in text.marks if mark.kind in kinds)
        for kinds in (("emphasis", "small-caps"), ("link",))
    )
    for finding in ask(_findings, text.characters, role, set_off, links, around.ended, around.before, date):
        where = source.span(text.origins[finding.at], _typed(text, finding))
        yield Problem(finding.said.key.partition("/")[0], "warning", finding.said, acceptance(finding.said), where)


def _typed(text: Text, finding: Finding) -> int:
    """How many characters were typed where something was found: a rule may have put others in their place."""
    last = text.origins[finding.at + finding.length - 1]
    return max(1, last - text.origins[finding.at] + 1)


def _findings(
    text: str, role: Role, set_off: tuple[tuple[int, int], ...], links: tuple[tuple[int, int], ...], ended: float,
    before: str, date: str,
) -> tuple[Finding, ...]:  # fmt: skip
    """The same words are told alike in any place, so that this may be kept while others are typed."""
    return tuple(told(Passage(text, role, set_off, links, ended, before, date)))


def acceptance(said: Message) -> Message:
    """How to accept for good what a message tells."""
    values = dict(said.values)
    return say("told/accept", words=values.get("accept", values["words"]))
