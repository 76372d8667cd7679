"""An issue built again and again by one process: at each save only what depends on the changed files is made anew.

What comes of it is byte for byte what ``build`` makes. Where the files cannot be read, ``build``'s own way says all that is
wrong with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mise_en_page import reading
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.memo import Keep
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Refused, has_errors
from mise_en_page.pipeline.build import Built, Form, How, look, made_of
from mise_en_page.pipeline.build_cache import order
from mise_en_page.pipeline.page import MadePage
from mise_en_page.pipeline.page_cache import PageCache
from mise_en_page.pipeline.stages import Road
from mise_en_page.press.cache import Cache

#: Files whose change leaves fonts and images as they are.
TEXTS = (".md", ".yaml", ".yml", ".j2", ".css", ".txt")


@dataclass(slots=True)
class _Held:
    """Made units by the keys that ``PageCache`` gives them: those of the last build in memory, others in its folder."""

    names: PageCache
    known: dict[str, tuple[MadePage, ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def keys(self, road: Road) -> tuple[str, ...]:
        keys = self.names.keys(road)
        self.asked = set(keys)
        return keys

    def find(self, key: str) -> tuple[MadePage, ...] | None:
        if key and key not in self.known and (found := self.names.find(key)) is not None:
            self.known[key] = found
        return self.known.get(key)

    def put(self, key: str, pages: tuple[MadePage, ...]) -> None:
        if key and self.names.may_be_kept(pages):
            self.known[key] = pages
            self.names.put(key, pages)

    def sweep(self) -> None:
        self.known = {key: pages for key, pages in self.known.items() if key in self.asked}


class Warm:
    """``cache`` is the folder of the caches, which builds share; ``leave_out`` are those of what was made, where they lie
    in the publication.
    """

    def __init__(self, folder: Path, profile: Profile, form: Form, cache: Path, *leave_out: Path) -> None:
        self._folder, self._profile, self._form = folder, profile, form
        self._pages_folder, self._pictures = cache / "pages", Cache(cache / "pictures")
        self._leave_out = (cache, *leave_out)
        #: Of the last build: the digests of the publication's files, by their paths; none if it may have looked at others.
        self.made_of: Mapping[str, str] = {}
        self._keep = Keep()
        self._read: reading.Read | None = None
        self._digests: dict[str, str] = {}
        self._pages: dict[str, tuple[MadePage, ...]] = {}

    def build(self, changed: Iterable[str] = ()) -> Built:
        """The issue's files after some of the publication's have ``changed`` (paths relative to it; none: any may have).

        Where anything is an error, there are no files. Raises Refused if the issue cannot be read.
        """
        try:
            road = self._road(tuple(changed))
        except Refused:
            self._read, self.made_of = None, {}
            return look(self._folder, self._profile, self._form, How(pictures=self._pictures))
        held = _Held(PageCache(self._pages_folder, self._digests), self._pages)
        built = made_of(road, self._form, How(pictures=self._pictures, pages=held))
        held.sweep()
        self._pages = held.known
        self.made_of = {**self._digests} if held.asked <= held.known.keys() else {}
        return built

    def _road(self, changed: tuple[str, ...]) -> Road:
        """Raises Refused with what is wrong in the files that were read."""
        texts = bool(changed) and all(name.endswith(TEXTS) for name in changed)
        if self._read is None or not texts or not self._digested(changed):
            # Fonts or images may be others: whatever was made may rest on them.
            self._keep.forget()
            self._read = None
            known = order(self._folder, (), *self._leave_out)
            self._digests = dict(known.digests) if known is not None else {}
        self._keep.turn()
        self._read = reading.read_issue(self._folder) if self._read is None else reading.reread(self._read, changed)
        if has_errors(self._read.problems):
            raise Refused(self._read.problems)
        road = Road(self._keep, read=self._read, profile=self._profile, cache=self._pictures)
        road.issue.to("fonts")
        road.issue.value("renderer")  # it stays, though no page be drawn for long
        return road

    def _digested(self, changed: tuple[str, ...]) -> bool:
        """Are the digests those of the files as they are now? False where one has come or gone."""
        assert self._read is not None
        for name in changed:
            if name not in self._digests:
                return False
            try:
                data = plain_bytes(self._read.root / name, self._read.root, limits.IMAGE_BYTES)
            except OSError:
                return False
            self._digests[name] = hashlib.sha256(data).hexdigest()
        return True
