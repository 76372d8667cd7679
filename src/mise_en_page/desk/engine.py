"""An issue held warm: a changed file goes down the one road again, and only what depends on it is made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mise_en_page import reading
from mise_en_page.desk import corrected
from mise_en_page.desk.leaf import Faces, Leaf, differing, leaf_of
from mise_en_page.desk.messages import Box, Change
from mise_en_page.desk.ways import leaves_of
from mise_en_page.files import system
from mise_en_page.model.memo import Keep
from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.pipeline.build import Set, set_issue
from mise_en_page.pipeline.stages import HEADINGS, Road
from mise_en_page.pipeline.warm import TEXTS
from mise_en_page.plan import pinning
from mise_en_page.plan.issue import PagePlan, offers_of
from mise_en_page.press.art import Art
from mise_en_page.processes.activity import now, too_deep, too_much_memory
from mise_en_page.typography import Correction

#: So many changed pages are drawn before anybody asks for them.
AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """What there is to show after an edit. ``number`` grows with each; ``versions`` those of the pages.

    ``made`` and the leaves are the last that could be made: while a file is broken they are older than the files, and
    ``broken`` says what is wrong. ``problems`` are those of ``made`` and of its leaves.
    """

    number: int = 0
    made: Set | None = None
    versions: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class _Drawn:
    """A page as it was last drawn: from what, and the leaf."""

    source: object = None
    leaf: Leaf | None = None
    problems: tuple[Problem, ...] = ()


class Engine:
    """Not for two threads at once: ``make`` and ``leaf`` are asked one after the other."""

    def __init__(self, folder: Path, profile: Profile, number: int = 0) -> None:
        """``number`` is that of the last edition that another engine made before this one."""
        self.profile = profile
        #: Hears which page is being drawn (from 0), and None when it is.
        self.drawing: Callable[[int | None], object] = lambda _: None
        self._folder = folder
        self._keep = Keep()
        self._read: reading.Read | None = None
        self._road: Road | None = None
        self._faces: Faces | None = None
        self._drawn: dict[int, _Drawn] = {}
        self._unread: set[str] = set()
        self.edition = Edition(number)

    @property
    def root(self) -> Path | None:
        """The publication's folder; None until the issue could be read once."""
        return self.edition.made.root if self.edition.made is not None else None

    def with_text(self, file: str, text: str, changed: Iterable[str] = ()) -> Road | None:
        """The issue as if a placed article's file held ``text``, after other files have changed; nothing of it is shown or
        drawn. None where the article is on no page, or the issue cannot be read.
        """
        self._unread |= set(changed)
        try:
            read = self._as_written(whole=False)
            self._unread.clear()
            placed = {each.article.source.file for page in read.issue.pages for each in page.articles}
            typed = reading.with_text(read, file, text) if file in placed else None
            if typed is None:
                return None
            return Road(self._keep, read=typed, profile=self.profile)
        except Exception:  # whatever it is, it is told where the issue is made
            return None

    @property
    def kept(self) -> int:
        """How many values are held."""
        return len(self._keep)

    def make(self, changed: Iterable[str] = ()) -> Edition:
        """Make the issue again after files have changed (relative to the publication; none: after any).

        Never raises for what people write: then the edition before stays, with what is wrong.
        """
        before = self.edition
        files = set(changed)
        self._unread |= files
        try:
            made = self._set(whole=not files)
        except Exception as error:
            return self._refused(_wrong(error))
        self._unread.clear()
        old = before.made.makeup.pages if before.made else ()
        pages = made.makeup.pages
        stale = [n for n in range(len(pages)) if n >= len(old) or self._source(before.made, n) != self._source(made, n)]
        versions = tuple(
            before.number + 1 if n in stale or n >= len(before.versions) else before.versions[n] for n in range(len(pages))
        )
        self.edition = Edition(before.number + 1, made, versions, made.problems)
        # Where a stylesheet has changed all pages, each waits until somebody looks at it.
        changes = tuple(Change(n, self._part(n) if len(stale) <= AT_ONCE else None) for n in stale)
        self.edition = replace(self.edition, changes=changes)
        return self.gather()

    def gather(self) -> Edition:
        """The edition with what is wrong in the pages that have been drawn since it was made."""
        edition = self.edition
        if edition.made is None or self._unread:
            return edition
        found = [problem for _, drawn in sorted(self._drawn.items()) for problem in drawn.problems]
        broken = tuple(dict.fromkeys(problem for problem in found if problem.severity == "error"))
        problems = tuple(dict.fromkeys((*edition.made.problems, *found)))
        if (broken, problems) != (edition.broken, edition.problems):
            self.edition = replace(edition, problems=problems, broken=broken)
        return self.edition

    def judged(self, number: int, problems: tuple[Problem, ...]) -> Edition:
        """The edition of that number with all that is wrong with it, as ``check`` tells it (judge.py); or a newer one."""
        edition = self.edition
        if edition.number == number and problems != edition.problems:
            broken = tuple(problem for problem in edition.broken if problem in problems)
            self.edition = replace(edition, problems=problems, broken=broken)
        return self.edition

    def _refused(self, problems: tuple[Problem, ...]) -> Edition:
        before = self.edition
        self.edition = replace(before, number=before.number + 1, broken=problems, changes=())
        return self.edition

    def leaf(self, page: int) -> Leaf | None:
        """A page (from 0) to draw, or the last that could be made; None if none ever could."""
        made = self.edition.made
        if made is None or page >= len(made.makeup.pages):
            return None
        drawn = self._drawn.setdefault(page, _Drawn())
        source = self._source(made, page)
        if drawn.source == source:
            return drawn.leaf
        assert self._road is not None
        assert self._faces is not None
        self.drawing(page)
        try:
            place = self._road.page(page, "ground")
            ground = place.value("ground")
            if ground:
                layout = place.value("layout")
                filled, adverts = place.value("filled"), place.value("adverts")
                drawn.leaf = leaf_of(place.value("renderer"), self._faces, filled, ground, layout, adverts)
            at = HEADINGS.index("pictures")
            drawn.problems = tuple(problem for heading, problem in self._road.told(page) if heading >= at)
        except Exception as error:
            drawn.problems = _wrong(error)
        finally:
            self.drawing(None)
        drawn.source = source
        return drawn.leaf

    def art(self, page: int) -> tuple[Road, Art] | None:
        """A page in the printer's inks, and its road; None where there is no page. Raises Refused if it cannot be."""
        if self._road is None or self.leaf(page) is None:
            return None
        art = self._road.page(page, "ink").value("art")
        if not art:
            raise Refused(tuple(problem for _, problem in self._road.told(page)))
        return self._road, art

    def ways(self, page: int) -> PagePlan | None:
        """The ways to make a page (from 0), or both of its spread; None where there are none."""
        made = self.edition.made
        if made is None or self._road is None or page >= len(made.makeup.pages):
            return None
        numbers = next(unit for unit in self._road.units if page in unit)
        offers = offers_of(self._road, numbers)
        return PagePlan(numbers[0], self._road.read.issue.pages[numbers[0]], offers) if offers else None

    def way(self, page: int, number: int) -> Leaf | None:
        """A page (from 0) as a way of it, from 1, would have it. Raises Refused where there is no such way."""
        plan = self.ways(page)
        if plan is None or self._road is None or self._faces is None:
            return None
        leaves = leaves_of(self._road, plan.place, plan.offer(number), self._faces)
        return tuple(leaves)[page - plan.place]

    def pinned(self, page: int, number: int) -> dict[str, bytes]:
        """The files, relative to the publication, that pin a way of a page. Raises Refused where that cannot be."""
        plan = self.ways(page)
        if plan is None or self._road is None:
            raise Refused.of("no-ways")
        files = pinning.files(self._road.read, plan.offer(number).page)
        return {path.relative_to(self._road.read.root).as_posix(): data for path, data in files.items()}

    def corrections(self) -> list[dict[str, Any]]:
        """What typography has changed, article by article (corrected.py)."""
        made = self.edition.made
        return corrected.by_article(made) if made is not None and self._read is not None else []

    def keeping(self, correction: Correction) -> str | None:
        """The words that, kept as they were typed, undo a correction; None where none do, or it is no more."""
        return corrected.keeping(self._read, correction) if self._read is not None else None

    def undrawn(self) -> tuple[int, ...]:
        """The pages that are not drawn as they stand now."""
        made = self.edition.made
        if made is None:
            return ()
        return tuple(
            n for n in range(len(made.makeup.pages))
            if n not in self._drawn or self._drawn[n].source != self._source(made, n)
        )  # fmt: skip

    def _part(self, page: int) -> Box | None:
        """Draw a changed page, if it was drawn before, and tell where it differs."""
        drawn = self._drawn.get(page)
        if drawn is None or drawn.leaf is None:
            return None
        before = drawn.leaf
        after = self.leaf(page)
        return differing(before, after) if after is not None else None

    def _set(self, *, whole: bool) -> Set:
        root = self._read.root if self._read is not None else None
        road = Road(self._keep, read=self._as_written(whole=whole), profile=self.profile)
        made = set_issue(road)
        self._road = road
        road.issue.value("renderer")  # it stays, though no page be drawn for long
        if self._faces is None or root != made.root:
            self._faces = Faces(made.catalogue)
        for page in [page for page in self._drawn if page >= len(made.makeup.pages)]:
            del self._drawn[page]
        return made

    def _as_written(self, *, whole: bool) -> reading.Read:
        """What has changed is read again. Raises Refused with what is wrong in it."""
        if whole or self._read is None or any(not file.endswith(TEXTS) for file in self._unread):
            # Fonts or images: whatever was made may rest on them.
            self._keep.forget()
            self._read = self._faces = None
        self._keep.turn()
        self._read = reading.read_issue(self._folder) if self._read is None else reading.reread(self._read, self._unread)
        return self._read

    @staticmethod
    def _source(made: Set | None, page: int) -> object:
        """What a page's picture is made from: equal for two pages that look the same."""
        assert made is not None
        makeup, issue = made.makeup.pages[page], made.issue
        written = issue.pages[page]
        return (_Same(makeup), _Same(made.layouts[makeup.layout]), _Same(made.catalogue), issue.number,
                issue.date, issue.title, issue.publication, written.section)  # fmt: skip


def _wrong(error: Exception) -> tuple[Problem, ...]:
    """What has gone wrong, in words; whatever it is, the preview goes on."""
    match error:
        case Refused():
            return error.problems
        case OSError():  # a file that went away while it was read, say
            return (system.refused(error, say("hint/save-again")),)
        case RecursionError():
            return (too_deep(now()),)
        case MemoryError():
            return (too_much_memory(now()),)
    return (
        Problem.of("internal/preview", "error", now().where, doing=now().words, error=f"{type(error).__name__}: {error}"),
    )


class _Same:
    """Equal only where it holds the same object."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)
