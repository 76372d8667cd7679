"""An issue looked through for text over and under: what takes the room of each slot, and what may be done about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from mise_en_page.fit.amounts import Addition, LeftOut, Shorter, additions, left_out, titles
from mise_en_page.fit.edits import Edit, applied
from mise_en_page.fit.search import Proposal, proposals
from mise_en_page.fit.trial import Workbench
from mise_en_page.model.memo import Keep
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.pipeline.stages import Road
from mise_en_page.processes.activity import doing


@dataclass(frozen=True, slots=True)
class Room:
    """What an article takes of its slot: its ``signs``, and its lines as best set, those of its title among them."""

    article: str
    signs: int
    lines: int
    title: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """A proposal with its number in all that is told, and what it changes in the articles' files."""

    number: int
    proposal: Proposal
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """Sizes of a slot's head: how many its layout has besides its own, all tried; and the lines ``saved`` without the
    size that issue.yaml pins.
    """

    sizes: int = 0
    saved: int = 0


@dataclass(frozen=True, slots=True)
class SlotFit:
    """A slot of a page that has ``over`` lines too many, or ``under`` too few, and what was tried; ``untried``: not all
    that its articles offer.
    """

    folio: int
    slot: str
    over: int
    under: int
    signs: int
    rooms: tuple[Room, ...]
    cuts: tuple[Cutting, ...] = ()
    titles: tuple[Shorter, ...] = ()
    heads: Heads = Heads()
    left_out: tuple[LeftOut, ...] = ()
    additions: tuple[Addition, ...] = ()
    untried: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """``root`` is the publication's; ``problems`` say of which pages nothing can be told."""

    root: Path
    slots: tuple[SlotFit, ...]
    problems: tuple[Problem, ...]


def look(folder: Path, names: Collection[str] = ()) -> Fitted:
    """Every slot whose text is over or under, with what may be done; of articles that bear one of ``names`` alone, if any.

    Raises Refused if the issue cannot be read, or an article that is named is not in it.
    """
    keep = Keep()
    road = Road(keep, folder=folder)
    placed = {each.article.name for page in road.read.issue.pages for each in page.articles}
    if missing := [name for name in names if name not in placed]:
        file = road.read.issue.source.file
        raise Refused(tuple(Problem.of("not-in-issue", "error", Span(file), name=name) for name in missing))
    slots: list[SlotFit] = []
    problems: list[Problem] = []
    for numbers in road.units:
        unit = road.to("pagination", numbers)
        if not unit.shared.value("makeups"):
            problems += [problem for _, problem in unit.told if problem.severity == "error"]
        else:
            slots += _of_unit(Workbench(road, unit, keep), names, sum(len(each.cuts) for each in slots))
        road.leave(unit)
    return Fitted(road.read.root, tuple(slots), tuple(dict.fromkeys(problems)))


def _of_unit(bench: Workbench, names: Collection[str], number: int) -> Iterator[SlotFit]:
    base = bench.base
    for slot in dict.fromkeys(each.slot for each in base.articles):
        inside = [each.name for each in base.articles if each.slot == slot]
        over, under = base.over(slot), base.under(slot)
        if not (over or under) or (names and not set(names) & set(inside)):
            continue
        asked = [name for name in inside if not names or name in names]
        wanted = [name for name in asked if bench.ends(name)]
        whole = [name for name in wanted if bench.is_whole(name)]
        folio = next(page.folio for page in base.makeups if any(fit.slot == slot for fit in page.fits))
        doing(say("doing/fit", slot=slot, page=folio), Span(bench.article(inside[0]).source.file))
        signs = sum(each.characters for page in base.makeups for each in page.oversets if each.slot == slot)
        rooms = tuple(_room(bench, name) for name in inside)
        if not over:
            yield SlotFit(folio, slot, 0, under, 0, rooms, additions=tuple(additions(bench, slot)))
            continue
        found, spent = proposals(bench, slot, wanted)
        cuts = tuple(Cutting(number + n, each, bench.edits(each.offers) or ()) for n, each in enumerate(found, 1))
        number += len(cuts)
        told = tuple(titles(bench, slot, whole)), _heads(bench, slot), tuple(left_out(bench, slot, whole))
        yield SlotFit(folio, slot, over, under, signs, rooms, cuts, *told, untried=spent)


def _heads(bench: Workbench, slot: str) -> Heads:
    free = bench.unpinned(slot)
    return Heads(bench.sizes(slot), max(0, bench.base.over(slot) - free.over(slot)) if free else 0)


def _room(bench: Workbench, name: str) -> Room:
    blocks = bench.base.set(name)
    title = sum(block.natural for block in blocks if block.role.split()[0] == "title")
    return Room(name, sum(len(block.text) for block in blocks), sum(block.natural for block in blocks), title)


def carried_out(fitted: Fitted, number: int) -> dict[Path, bytes]:
    """The articles' files with a proposal's cuts carried out, and not a sign besides. Raises Refused for another number."""
    chosen = next((cut for slot in fitted.slots for cut in slot.cuts if cut.number == number), None)
    if chosen is None:
        raise Refused.of("no-such-cut", n=number, most=sum(len(slot.cuts) for slot in fitted.slots))
    made = {}
    for file in dict.fromkeys(edit.file for edit in chosen.edits):
        raw = (fitted.root / file).read_bytes().decode("utf-8")
        made[fitted.root / file] = applied(raw, [edit for edit in chosen.edits if edit.file == file]).encode("utf-8")
    return made
