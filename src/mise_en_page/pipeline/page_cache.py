"""Made pages, kept: when one word has changed in an issue, its page is made again, and the others are taken from here.

An entry's name is a digest of everything that its page depends on: this program and its libraries, the press profile, what
all pages have in common (layouts, fonts, settings, whatever else lies in the publication), and the page's own texts and
pictures. The folder may be deleted at any time; two builds may share it; what cannot be read is made anew. Only pages
without errors come here, and none that has looked at a file which the name does not speak of.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from mise_en_page.model.issue import Article, Page, Picture
from mise_en_page.model.problem import has_errors
from mise_en_page.pipeline.build_cache import Entries, program
from mise_en_page.pipeline.page import MadePage
from mise_en_page.pipeline.stages import Road
from mise_en_page.reading.words import NAME as WORDS


class KnownPages(Protocol):
    """Made units by their keys: in a folder, or in a process that stays."""

    def keys(self, road: Road) -> tuple[str, ...]: ...

    def find(self, key: str) -> tuple[MadePage, ...] | None: ...

    def put(self, key: str, pages: tuple[MadePage, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class PageCache(Entries):
    """Made pages, and the ``digests`` of the publication's files by their paths relative to it. ``unchanged`` says whether
    those are still the files' digests, once pages are made of them.
    """

    suffix = ".page"
    digests: Mapping[str, str]
    unchanged: Callable[[], bool] = lambda: True

    def keys(self, road: Road) -> tuple[str, ...]:
        """The names of the entries of an issue's units; "" for one that cannot be kept."""
        issue, profile, units = road.issue.value("issue"), road.issue.value("profile"), road.units
        own = [frozenset(file for number in unit for file in _files_of(issue.pages[number])) for unit in units]
        # mots.txt takes away from what is told once the pages are there, and changes none of them
        apart = frozenset().union({issue.source.file, WORDS}, *own)
        common = sorted((file, digest) for file, digest in self.digests.items() if file not in apart)
        layouts = Counter((page.layout, page.part) for page in issue.pages)
        asked = (
            program(),
            repr(replace(profile, icc=b"")),
            hashlib.sha256(profile.icc).hexdigest(),
            common,
            (issue.name, repr(issue.publication), issue.number, issue.date, repr(issue.title)),
            # how often each layout comes up decides where baselines stand, unless there is but one
            sorted(layouts.items()) if len({page.layout for page in issue.pages}) > 1 else sorted(layouts),
        )
        begun = hashlib.sha256(repr(asked).encode("utf-8", "surrogateescape"))
        keys = []
        for unit, files in zip(units, own, strict=True):
            digest = begun.copy()
            told = [_told(issue.pages[number]) for number in unit]
            digest.update(
                repr((told, sorted((file, self.digests.get(file)) for file in files))).encode("utf-8", "surrogatepass")
            )
            known = all(file in self.digests for file in files)
            keys.append(digest.hexdigest() if known else "")
        return tuple(keys)

    def find(self, key: str) -> tuple[MadePage, ...] | None:
        found = self.value(key, READ) if key else None
        return found if isinstance(found, tuple) else None

    def put(self, key: str, pages: tuple[MadePage, ...]) -> None:
        if key and self.may_be_kept(pages) and self.unchanged():
            self.write(key, pickle.dumps(pages, protocol=5))

    def may_be_kept(self, pages: tuple[MadePage, ...]) -> bool:
        """Are they without errors, and made of files that the key speaks of?"""
        wrong = has_errors([problem for page in pages for _, problem in page.problems])
        return not wrong and all(page.art is not None and page.files <= self.digests.keys() for page in pages)


def _names(*places: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((f"mise_en_page.{module}", name) for module, names in places for name in names.split())


#: What a made page is made of.
READ: Final = _names(
    ("pipeline.page", "MadePage"),
    ("model.problem", "Problem Span Spot"),
    ("model.message", "Message"),
    ("pagination.makeup", "Fit"),
    ("typography.correct", "Correction"),
    ("press.art", "Art"),
    ("press.adverts", "Ready"),
    ("model.drawn", "FaceUse Standing"),
    ("preflight.judge", "Findings Answer"),
    ("preflight.checks.registry", "Fault"),
    ("preflight.page_ink", "PageInk Heaviest"),
)


def _files_of(page: Page) -> Iterator[str]:
    """The files that reach this page alone (or others that show them too)."""
    for placement in page.articles:
        article = placement.article
        yield article.source.file
        yield from _pictures(article)
    yield from (advert.file for advert in page.adverts)


def _pictures(article: Article) -> Iterator[str]:
    for block in (article.picture, *article.body):
        if isinstance(block, Picture):
            yield block.file


def _told(page: Page) -> tuple[object, ...]:
    """What issue.yaml says of a page."""
    articles = [
        (
            placed.article.name, placed.article.source.file, placed.slot, placed.lead, placed.optional, placed.unbroken,
            placed.part, placed.picture,
        )
        for placed in page.articles
    ]  # fmt: skip
    return page.layout, page.folio, page.part, page.order, page.pins, repr(page.section), page.span, page.adverts, articles
