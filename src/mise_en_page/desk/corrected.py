"""What typography has changed in each article, among the words in which it stands; and what undoes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mise_en_page import reading
from mise_en_page.desk.texts import text_of
from mise_en_page.model.issue import Article
from mise_en_page.model.problem import Refused, Span, place_data
from mise_en_page.pipeline.build import Set
from mise_en_page.proof.comments import offset
from mise_en_page.typography import Correction, policy_of
from mise_en_page.typography.correct import correct_article, visible
from mise_en_page.typography.refusing import phrase_for
from mise_en_page.typography.rules import BY_ID, CLEANING

#: Characters of the text before a correction and behind it.
AROUND: Final = 24
#: Corrections of one article that are listed; nobody looks at more.
MOST: Final = 2_000
#: What is cleaned before any rule (spaces that nobody sees, letters in two parts) cannot be kept.
_CLEANING: Final = frozenset(rule.id for rule in CLEANING)


def by_article(made: Set) -> list[dict[str, Any]]:
    """The articles in which something was changed, in the order of the pages, each with what it was."""
    own: dict[str, list[Correction]] = {}
    for each in made.corrections:
        own.setdefault(each.where.file, []).append(each)
    listed, done = [], set[str]()
    for number, page in enumerate(made.issue.pages):
        for placed in page.articles:
            article, file = placed.article, placed.article.source.file
            if file in done or file not in own:
                continue
            done.add(file)
            text = text_of(made.root, file) or ""
            title = article.title.characters or article.figure.characters or article.name
            corrections = [_data(each, text) for each in own[file][:MOST]]
            listed.append({"file": file, "title": title, "page": number, "corrections": corrections})
    return listed


def _data(correction: Correction, text: str) -> dict[str, Any]:
    rule, where = BY_ID.get(correction.rule), correction.where
    at = offset(text, where)
    begins, ends = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    left = text[begins:at]
    if len(left) > AROUND:  # from the first whole word of it
        left = "…" + (left[-AROUND:].partition(" ")[2] or left[-AROUND:])
    right = text[at + len(correction.before) : ends if ends >= 0 else len(text)]
    if len(right) > AROUND:
        right = (right[:AROUND].rpartition(" ")[0] or right[:AROUND]) + "…"
    return {
        "rule": correction.rule, "sentence": str(rule.sentence) if rule is not None else "",
        "authority": str(rule.authority) if rule is not None else "",
        "typed": correction.before, "became": correction.after,
        "before": visible(correction.before), "after": visible(correction.after),
        "left": left, "right": right, "keeps": correction.rule not in _CLEANING,
        "length": len(correction.before), **place_data(where),
    }  # fmt: skip


def keeping(read: reading.Read, correction: Correction) -> str | None:
    """The words that, kept as they were typed, undo a correction of an article; None where none do."""
    file = correction.where.file
    articles = (placed.article for page in read.issue.pages for placed in page.articles)
    article = next((each for each in articles if each.source.file == file), None)
    text = text_of(read.root, file)
    if article is None or text is None:
        return None
    publication = read.issue.publication
    try:
        policy = policy_of(publication.language, publication.settings, Span("publication.yaml"))
    except Refused:
        return None

    def still(tried: Article) -> bool:
        return correction in correct_article(tried, policy)[1]

    def refused(phrase: str) -> bool:
        return not still(replace(article, keep=(*article.keep, phrase)))

    if not still(article):
        return None
    return phrase_for(text, offset(text, correction.where), correction.where.length, refused)
