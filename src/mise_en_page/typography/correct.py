"""The stage: an issue corrected with all its corrections, or a text alone as a filter does it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar, get_args

from mise_en_page.model.issue import (
    Article,
    Block,
    Intertitle,
    Issue,
    ListItem,
    Mark,
    MarkKind,
    Page,
    Paragraph,
    Picture,
    Placement,
    PullQuote,
    Source,
    Table,
    Text,
    Verse,
)
from mise_en_page.model.memo import Ask, at_once
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Span
from mise_en_page.typography.flat import PARAGRAPH, Change, Edge, Flat
from mise_en_page.typography.formats import Format, flatten, unflatten
from mise_en_page.typography.near import EVERY, know, signs_in, signs_of
from mise_en_page.typography.policy import Policy, policy_of
from mise_en_page.typography.protect import kept_spans, protected_spans
from mise_en_page.typography.rules import BY_ID, CLEANING, RULES, Rule
from mise_en_page.typography.rules.dress import dress
from mise_en_page.typography.rules.lint import Warn, lint


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of an article: by which rule, what was typed, what it became, and where."""

    rule: str
    before: str
    after: str
    where: Span


@dataclass(frozen=True, slots=True)
class TextCorrected:
    """A text corrected by the filter; ``source`` is what came in, to which the offsets belong; ``flat`` is without tags."""

    source: str
    text: str
    flat: Flat
    policy: Policy

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(self.flat.changes)

    @property
    def warnings(self) -> tuple[Warn, ...]:
        characters = self.flat.characters
        return tuple(lint(characters, self.flat.signs, kept_spans(characters, self.policy)))


#: A rule may give another something to do; text that is none of French settles after two or three passes.
PASSES = 4


def run(flat: Flat, policy: Policy) -> None:
    """Apply every rule, in order, to a flat text, until none of them changes it: corrected twice is corrected once."""
    signs = signs_of(flat.characters)
    fresh: list[int] = []
    seen: dict[str, int] = {}
    for _ in range(PASSES):
        rounds = len(flat.rounds)
        signs = _applied(CLEANING, flat, policy, signs, fresh, seen)
        protected = protected_spans(flat.characters, policy, signs)
        if protected != flat.protected:
            seen.clear()  # what was spared may be so no longer
        flat.protected = protected
        signs = _applied(RULES, flat, policy, signs, fresh, seen)
        if len(flat.rounds) == rounds:
            break
    flat.signs = signs


def _applied(rules: Iterable[Rule], flat: Flat, policy: Policy, signs: int, fresh: list[int], seen: dict[str, int]) -> int:
    """Apply those rules that may find something among these signs; the signs with those that the edits brought.

    ``fresh`` are the signs that the edits of each round may have brought, ``seen`` how many rounds each rule has seen: it
    need not look again unless a later one brought a sign of its own.
    """
    know(flat.characters, signs)
    for rule in rules:
        if not rule.need & signs:
            continue
        rounds = len(flat.rounds)
        known = seen.get(rule.id)
        if known is not None and not any(rule.need & brought for brought in fresh[known:]):
            continue
        seen[rule.id] = rounds
        flat.apply(rule.find(flat.characters, policy))
        if len(flat.rounds) > rounds:
            fresh.append(signs_after(flat))
            signs = signs if signs == EVERY else signs | fresh[-1]
            know(flat.characters, signs)
    return signs


def signs_after(flat: Flat) -> int:
    """The signs that the last edits may have brought."""
    characters = flat.characters
    return signs_in((*flat.renewed(), f"{PARAGRAPH}{characters[:1]}", f"{characters[-1:]}{PARAGRAPH}"))


def correct_text(text: str, form: Format = "text", policy: Policy | None = None) -> TextCorrected:
    """Correct a text alone (the profile fr-FR unless told otherwise)."""
    flat, raws = flatten(text, form)
    policy = policy or Policy()
    run(flat, policy)
    return TextCorrected(text, unflatten(flat, raws, text), flat, policy)


def explanation(corrected: TextCorrected) -> Iterator[str]:
    """A line for each correction: place, before → after, rule, its sentence, its authority."""
    source = Source("", tuple(_line_starts(corrected.source)))
    for change in sorted(corrected.changes, key=lambda change: change.origin):
        span = source.span(change.origin)
        rule = BY_ID[change.rule]
        yield (
            f"{span.line}:{span.column}\t{visible(change.before)} → {visible(change.after)}\t{change.rule}\t"
            f"{rule.sentence}\t{rule.authority}"
        )
    for warn in corrected.warnings:
        yield f"\t\t{warn.code}\t{warn.said}\t{warn.said.spoken('hint')}"


def visible(text: str) -> str:
    """Spaces made visible: ⍽ for U+00A0, ¦ for U+202F, ␣ for a plain one; ∅ for nothing."""
    return text.replace("\u00a0", "⍽").replace("\u202f", "¦").replace(" ", "␣") or "∅"


def filter_jsonl(lines: Iterable[str], policy: Policy | None = None) -> Iterator[str]:
    """``{"id", "input", "format"}`` a line in, ``{"id", "output"}`` a line out; a bad line gets an ``error``."""
    import json  # noqa: PLC0415 (the filter's alone)

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            given, form = data["input"], data.get("format", "text")
            if not isinstance(given, str) or form not in get_args(Format):
                raise ValueError(say("jsonl/values"))
            made: dict[str, object] = {"id": data.get("id"), "output": correct_text(given, form, policy).text}
        except json.JSONDecodeError as error:
            made = {"line": number, "error": str(say("jsonl/no-json", fault=str(error)))}
        except (KeyError, TypeError, AttributeError):
            made = {"line": number, "error": str(say("jsonl/keys"))}
        except RecursionError:
            made = {"line": number, "error": str(say("jsonl/nested"))}
        except ValueError as error:
            made = {"line": number, "error": str(error)}
        yield json.dumps(made)


def _line_starts(text: str) -> Iterator[int]:
    yield 0
    yield from (match.end() for match in re.finditer("\n", text))


# --- an issue --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CorrectedPage:
    page: Page
    corrections: tuple[Correction, ...]
    problems: tuple[Problem, ...]


def correct_page(page: Page, source: Source, policy: Policy, ask: Ask = at_once) -> CorrectedPage:
    """Correct a page's section name, which stands in ``source``, and its articles."""
    stage = _Stage(policy, ask)
    page = stage.fields(page, source)
    articles: list[Placement] = []
    for placed in page.articles:
        article, corrections, problems = ask(correct_article, placed.article, policy, ask)
        articles.append(replace(placed, article=article))
        if placed.part is None or placed.part.start is None:  # else told of the page on which it begins
            stage.corrections += corrections
            stage.problems += problems
    return CorrectedPage(replace(page, articles=tuple(articles)), tuple(stage.corrections), tuple(stage.problems))


def correct_title(issue: Issue) -> tuple[Text, tuple[Correction, ...], tuple[Problem, ...]]:
    """The issue's own title, corrected. Raises Refused if the publication's settings are not known."""
    publication = issue.publication
    stage = _Stage(policy_of(publication.language, publication.settings, Span("publication.yaml")))
    title = stage.fields(issue, issue.source).title
    return title, tuple(stage.corrections), tuple(stage.problems)


def correct_article(
    article: Article, policy: Policy, ask: Ask = at_once, apart: bool = False
) -> tuple[Article, tuple[Correction, ...], tuple[Problem, ...]]:
    """The texts of one article, corrected. ``apart``: paragraphs go one by one where no quotation is open, so that of a
    long article only one is corrected again while it is typed.
    """
    if article.keep:
        policy = replace(policy, keep=(*policy.keep, *article.keep))
    stage = _Stage(policy, ask)
    source = article.source
    article = stage.fields(article, source)
    picture = article.picture and stage.fields(article.picture, source)
    paragraphs = tuple(block.text for block in article.body if isinstance(block, Paragraph))
    groups = closed(paragraphs) if apart else (paragraphs,)
    texts = iter([text for group in groups for text in stage.texts(group, source)])
    body: list[Block] = []
    for block in article.body:
        if isinstance(block, Paragraph):
            text = next(texts)
            body.append(block if text is block.text else replace(block, text=text))
        elif isinstance(block, Table):
            rows = tuple(tuple(stage.texts((cell,), source)[0] for cell in row) for row in block.rows)
            body.append(replace(block, rows=rows) if rows != block.rows else block)
        else:
            body.append(stage.fields(block, source))
    return replace(article, picture=picture, body=tuple(body)), tuple(stage.corrections), tuple(stage.problems)


#: Signs of quotation that open, and those that close them; what opens and closes.
_OPENING, _CLOSING, _BOTH = "«“„‹", "»”›", '"'


def closed(texts: tuple[Text, ...]) -> Iterator[tuple[Text, ...]]:
    """Texts in groups, no quotation being open where one begins."""
    group: list[Text] = []
    opened = both = 0
    for text in texts:
        group.append(text)
        opened += sum(map(text.characters.count, _OPENING)) - sum(map(text.characters.count, _CLOSING))
        both += text.characters.count(_BOTH)
        if not opened and both % 2 == 0:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


#: What has texts of its own, by their names.
_TEXTS: dict[type, tuple[str, ...]] = {
    Issue: ("title",),
    Page: ("section",),
    Article: ("kicker", "title", "chapo", "figure", "next_title"),
    Intertitle: ("text",),
    PullQuote: ("text", "attribution"),
    ListItem: ("text",),
    Verse: ("text",),
    Picture: ("caption", "credit"),
}
_Texts = TypeVar("_Texts", Issue, Page, Article, Block, Picture)


class _Stage:
    """Corrects texts and keeps what was noticed."""

    def __init__(self, policy: Policy, ask: Ask = at_once) -> None:
        self._policy, self._ask = policy, ask
        self.corrections: list[Correction] = []
        self.problems: list[Problem] = []

    def fields(self, of: _Texts, source: Source) -> _Texts:
        """The same with its own texts corrected, each by itself."""
        typed: dict[str, Text] = {name: getattr(of, name) for name in _TEXTS[type(of)]}
        made = {name: self.texts((text,), source)[0] for name, text in typed.items()}
        changed: dict[str, Any] = {name: text for name, text in made.items() if text is not typed[name]}
        return replace(of, **changed) if changed else of

    def texts(self, texts: Sequence[Text], source: Source) -> tuple[Text, ...]:
        """Correct texts that follow one another: a quotation may open in one and close in the next."""
        if not any(texts):
            return tuple(texts)
        plain = tuple(
            (text.characters, tuple((mark.kind, mark.start, mark.end, mark.href) for mark in text.marks)) for text in texts
        )
        made = self._ask(_group, plain, self._policy)
        if not made.texts and not made.warnings:
            return tuple(texts)
        typed: list[int] = []
        for n, text in enumerate(texts):
            typed += [typed[-1] if typed else 0] if n else []
            typed += text.origins
        for change in made.changes:
            where = source.span(typed[change.origin], len(change.before))
            self.corrections.append(Correction(change.rule, change.before, change.after, where))
        for warn, at in made.warnings:
            where = source.span(typed[at], warn.length)
            self.problems.append(Problem(warn.code, "warning", warn.said, None, where))
        if not made.texts:
            return tuple(texts)
        place = typed.__getitem__
        return tuple(Text(text.characters, tuple(map(place, text.origins)), text.marks) for text in made.texts)


@dataclass(frozen=True, slots=True)
class _Group:
    """Texts corrected wherever they were typed: origins count in the joined texts. No texts: they stay as they were."""

    texts: tuple[Text, ...]
    changes: tuple[Change, ...]
    warnings: tuple[tuple[Warn, int], ...]


_PlainMark = tuple[MarkKind, int, int, str]


def _group(plain: tuple[tuple[str, tuple[_PlainMark, ...]], ...], policy: Policy) -> _Group:
    """The same words are corrected alike in any place, so that this may be kept while others are typed."""
    whole = PARAGRAPH.join([characters.replace(PARAGRAPH, " ") for characters, _ in plain])
    edges: list[Edge] = []
    base = 0
    for n, (characters, marks) in enumerate(plain):
        for number, (kind, start, end, href) in enumerate(marks):
            key = (n, number, kind, href)
            edges += (Edge(base + start, True, key), Edge(base + end, False, key))
        base += len(characters) + 1
    flat = Flat(whole, range(len(whole)), edges)
    run(flat, policy)
    dress(flat)
    warns = tuple(lint(flat.characters, flat.signs, kept_spans(flat.characters, policy)))
    if not flat.rounds and not flat.edges and not any(PARAGRAPH in characters for characters, _ in plain):
        return _Group((), (), tuple((warn, warn.at) for warn in warns))
    origins = flat.origins
    warnings = tuple((warn, origins[warn.at]) for warn in warns)
    return _Group(parted(flat, len(plain)), tuple(flat.changes), warnings)


def parted(flat: Flat, count: int) -> tuple[Text, ...]:
    """A flat text of ``count`` texts back into them."""
    origins = flat.origins
    opened: dict[object, int] = {}
    spans: list[tuple[int, int, object]] = []
    for edge in sorted(flat.edges, key=lambda edge: edge.at):
        if edge.opens:
            opened[edge.tag] = edge.at
        elif (start := opened.pop(edge.tag, None)) is not None and start < edge.at:
            spans.append((start, edge.at, edge.tag))
    breaks = [-1, *(n for n, character in enumerate(flat.characters) if character == PARAGRAPH), len(flat.characters)]
    made = []
    for before, end in pairwise(breaks):
        start = before + 1
        marks = [
            Mark(tag[2], max(at, start) - start, min(to, end) - start, tag[3])
            for at, to, tag in spans
            if isinstance(tag, tuple) and at < end and to > start
        ]
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        made.append(Text(flat.characters[start:end], tuple(origins[start:end]), tuple(marks)))
    assert len(made) == count
    return tuple(made)
