"""Made pages on a shelf: when one word has changed in an issue, its page is made again, and the others are taken from here.

An entry's name is a digest of everything that its page depends on: this program and its libraries, the press profile, what
all pages have in common (layouts, fonts, settings, whatever else lies in the publication), and the page's own texts and
pictures. The folder may be deleted at any time; two builds may share it; what cannot be read is made anew. Only pages
without errors come here, and none that has looked at a file which the name does not speak of.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mise_en_page.files.atomic import keep, keep_at_most
from mise_en_page.model.issue import Article, Page, Picture
from mise_en_page.model.problem import has_errors
from mise_en_page.pipeline.build_cache import program
from mise_en_page.pipeline.page import MadePage, Maker

SUFFIX: Final = ".page"
#: Bytes that the folder may hold; beyond, what was not used for longest goes.
LARGEST: Final = 1024**3


@dataclass(frozen=True, slots=True)
class PageShelf:
    """The folder, and the digests of the publication's files by their paths relative to it. Nothing that goes wrong here is
    an error: the page is made anew. ``unchanged`` says whether those are still the files' digests, once pages are made of
    them.
    """

    folder: Path
    digests: Mapping[str, str]
    unchanged: Callable[[], bool] = lambda: True

    def keys(self, maker: Maker, units: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
        """The names of some units' entries; "" for one that cannot be kept."""
        issue = maker.read.issue
        own = [frozenset(file for number in unit for file in _files_of(issue.pages[number])) for unit in units]
        apart = frozenset().union({issue.source.file}, *own)
        common = sorted((file, digest) for file, digest in self.digests.items() if file not in apart)
        layouts = Counter((page.layout, page.part) for page in issue.pages)
        asked = (
            program(),
            repr(replace(maker.profile, icc=b"")),
            hashlib.sha256(maker.profile.icc).hexdigest(),
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
        if not key:
            return None
        entry = self.folder / f"{key}{SUFFIX}"
        try:
            data = entry.read_bytes()
            digest, _, packed = data.partition(b"\n")
            if hashlib.sha256(packed).hexdigest().encode() != digest:
                return None
            found = _Reader(io.BytesIO(packed)).load()
            os.utime(entry)
        except (OSError, pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError, ImportError):
            return None
        return found if isinstance(found, tuple) else None

    def put(self, key: str, pages: tuple[MadePage, ...]) -> None:
        """Beside its name, then renamed: a reader sees a whole entry or none."""
        if not key or not all(self._may_be_kept(page) for page in pages) or not self.unchanged():
            return
        packed = pickle.dumps(pages, protocol=5)
        keep(self.folder / f"{key}{SUFFIX}", hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)

    def _may_be_kept(self, page: MadePage) -> bool:
        wrong = has_errors([problem for _, problem in page.problems])
        return page.art is not None and not wrong and page.files <= self.digests.keys()

    def sweep(self, largest: int = LARGEST) -> None:
        """Remove what was not used for longest until the folder holds no more than ``largest`` bytes."""
        keep_at_most(largest, self.folder, SUFFIX)


class _Reader(pickle.Unpickler):
    """Reads this program's own plain values and nothing else: an entry can make nothing happen."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in READ:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a page")
        return super().find_class(module, name)


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


def _pictures(article: Article) -> Iterator[str]:
    for block in (article.picture, *article.body):
        if isinstance(block, Picture):
            yield block.file


def _told(page: Page) -> tuple[object, ...]:
    """What issue.yaml says of a page."""
    articles = [(placed.article.name, placed.article.source.file, placed.slot, placed.optional, placed.unbroken)
                for placed in page.articles]  # fmt: skip
    return page.layout, page.folio, page.part, repr(page.section), page.span, articles
