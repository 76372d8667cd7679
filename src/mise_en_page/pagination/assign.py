"""Which article goes into which slot of its page's layout."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from math import inf

from mise_en_page.model.issue import Article, Page, Picture, Placement, PullQuote, Table
from mise_en_page.model.layout import OVER, Layout, Slot
from mise_en_page.model.message import Value, say
from mise_en_page.model.press_profile import MM
from mise_en_page.model.problem import Problem
from mise_en_page.pagination.adverts import booked, left_white, size_of, without_slot
from mise_en_page.pagination.grid import arranged, is_verso, meet, taker


@dataclass(frozen=True, slots=True)
class Assigned:
    """Each article with its slot, in the page's order; ``problems`` says what found none, and what stays empty."""

    pairs: tuple[tuple[Placement, Slot], ...]
    problems: tuple[Problem, ...] = ()


#: The places of articles in their page's list, by the slot that holds them.
Held = dict[str, list[int]]


def assign(page: Page, layout: Layout) -> Assigned:
    """Give the page's articles to the layout's slots by their order, each slot in the first of its shapes that suits.

    The master is the one that is asked for, or the first that has a place for all, else that which lacks fewest.
    """
    ways = [
        way
        for way, _ in layout.ways_on(verso=is_verso(page.folio))
        if page.pins.master in ("", way.master, way.master.partition(OVER)[0])
    ] or [layout]
    return min((_assigned_by_order(page, way) for way in ways), key=_errors)


def _errors(filled: Assigned) -> tuple[int, bool]:
    """How many there are; of as many, those rather that are none of an advert, which others make room for."""
    errors = [problem.code for problem in filled.problems if problem.severity == "error"]
    return len(errors), "advert-left" in errors


def _assigned_by_order(page: Page, layout: Layout) -> Assigned:
    held, problems = in_order(page, layout)
    articles = {name: [page.articles[index].article for index in each] for name, each in held.items()}
    here = booked(page, layout)
    shapes = _shapes(layout, articles, frozenset(here), verso=is_verso(page.folio))
    by_name = {slot.name: slot for slot in layout.slots}

    def quotes(name: str) -> bool:
        """Do the quotes of a slot's first article stand in another?"""
        return bool(shapes[name].quotes) and has_quotes(page.articles[held[name][0]].article)

    quoting = {shapes[name].quotes: name for name in list(shapes) if quotes(name)}
    shapes |= {name: by_name[name] for name in quoting}
    standing = {name: shape.variant for name, shape in shapes.items()} | dict.fromkeys(here, "")
    slots = [slot for slot in arranged(layout, standing) if slot.takes != "advert"]
    return assigned(page, layout, held, slots, quoting, problems)


def in_order(page: Page, layout: Layout) -> tuple[Held, tuple[Problem, ...]]:
    """Which articles stand in which slot, if they are given out by their order; what found none.

    The slots that issue.yaml asked for come first. The other articles then fill the slots in order, key figures those
    that take figures: first each slot's least number (but not the optional slots'), so that no slot stays empty while
    another is crowded, then up to each slot's most.
    """
    held: Held = {slot.name: [] for slot in layout.slots}
    problems: list[Problem] = []
    waiting: list[int] = []
    adverts = {slot.name for slot in layout.slots if slot.takes == "advert"}
    for index, placement in enumerate(page.articles):
        asked = asked_slot(placement, layout)
        if not asked:
            waiting.append(index)
        elif asked in adverts:
            name = placement.article.name
            problems.append(Problem.of("wrong-slot/adverts", "error", page.span, name=name, slot=asked))
        elif asked not in held:
            problems.append(_unknown(page, placement, layout))
        else:
            held[asked].append(index)
    for most in (False, True):
        waiting = _fill(page, layout, held, waiting, most=most)
    for article in (page.articles[index].article for index in waiting):
        values: dict[str, Value] = {"name": article.name, "folio": page.folio, "layout": layout.name}
        if article.figure:
            problems.append(Problem.of("no-slot-left/figure", "error", page.span, **values))
        elif article.kind == "picture":
            problems.append(Problem.of("no-slot-left/picture", "error", page.span, **values))
        else:
            problems.append(Problem.of("no-slot-left", "error", page.span, **values))
    return held, tuple(problems)


def assigned(
    page: Page,
    layout: Layout,
    held: Mapping[str, Sequence[int]],
    slots: Sequence[Slot],
    quoting: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> Assigned:
    """The articles with their slots as they stand on the page, and what is wrong with that.

    ``quoting``: the slots that take the quotes of another slot's first article, with that slot's name.
    """
    by_name = {slot.name: slot for slot in slots}
    told = [*problems, *_adverts_without_slot(page, layout)]
    here = booked(page, layout)
    for slot in (each for each in layout.slots if each.name not in here):
        told += _count_problems(page, layout, slot, [page.articles[index] for index in held.get(slot.name, ())], by_name)
    told += [
        Problem.of("slots-overlap", "error", page.span, folio=page.folio, one=a.look, other=b.look, layout=layout.name)
        for a, b in combinations(slots, 2)
        if meet(a, b)
    ]
    slot_of = {index: by_name[name] for name, indices in held.items() for index in indices}
    pairs = [(page.articles[index], slot_of[index]) for index in sorted(slot_of)]
    pairs += [(page.articles[held[name][0]], by_name[quote]) for quote, name in quoting.items()]
    return Assigned(tuple(pairs), tuple(told))


def _adverts_without_slot(page: Page, layout: Layout) -> Iterator[Problem]:
    """The adverts without a slot; by their measures, where no slot of the layout is large enough."""
    for advert in without_slot(page, layout):
        values: dict[str, Value] = {"file": advert.file, "folio": page.folio, "layout": layout.name}
        slots = {(slot.name, *size_of(slot, layout.grid)): slot for slot in layout.every_slot if slot.takes == "advert"}
        if slots and all(left_white(advert, slot, layout.grid) == inf for slot in slots.values()):
            values |= {"width": advert.size[0] / MM, "height": advert.size[1] / MM}
            values["slots"] = tuple(
                say("advert-slot-size", slot=name, width=width / MM, height=height / MM) for name, width, height in slots
            )
            yield Problem.of("advert-left/size", "error", advert.span, **values)
        else:
            yield Problem.of("advert-left", "error", advert.span, **values, n=len(page.adverts))


def lead_slot(layout: Layout) -> str:
    """The slot of a page's lead: the first that takes one article, and may not stay empty; "" where there is none."""
    return next(
        (each.name for each in layout.slots if each.takes == "article" and each.most == 1 and not each.optional), ""
    )


def asked_slot(placement: Placement, layout: Layout) -> str:
    """The slot that issue.yaml asks for; "" where it leaves the choice."""
    return placement.slot or (lead_slot(layout) if placement.lead else "")


def _shapes(
    layout: Layout, held: Mapping[str, Sequence[Article]], adverts: Collection[str], *, verso: bool
) -> dict[str, Slot]:
    """Each filled slot in the first of its variants that suits the page, else in its own shape; ``adverts`` are the slots
    that hold one.
    """
    counts = {name: len(articles) for name, articles in held.items()} | dict.fromkeys(adverts, 1)
    pictures = {name: sum(article.picture is not None for article in articles) for name, articles in held.items()}
    signs = {name: sum(map(signs_of, articles)) for name, articles in held.items()}
    return {
        slot.name: next(
            (variant.slot for variant in slot.variants if variant.suits(counts, pictures, signs, verso=verso)), slot
        )
        for slot in layout.slots
        if held[slot.name]
    }


def signs_of(article: Article) -> int:
    """The characters of an article's texts, all together."""
    texts = [article.kicker, article.title, article.chapo, article.byline, article.figure]
    for block in article.body:
        if isinstance(block, Table):
            texts += block.cells
        elif not isinstance(block, Picture):
            texts.append(block.text)
    return sum(len(text.characters) for text in texts)


def takes(slot: Slot, article: Article) -> bool:
    return slot.takes == article.kind


def has_quotes(article: Article) -> bool:
    return any(isinstance(block, PullQuote) for block in article.body)


def _fill(page: Page, layout: Layout, held: dict[str, list[int]], waiting: list[int], *, most: bool) -> list[int]:
    """Put waiting articles into slots up to each slot's least count, or its most; give back those that still wait."""
    left = list(waiting)
    for slot in layout.slots:
        count = slot.most if most else 0 if slot.optional else slot.least
        room = count - len(held[slot.name])
        chosen = [index for index in left if takes(slot, page.articles[index].article)][: max(0, room)]
        held[slot.name] += chosen
        left = [index for index in left if index not in chosen]
    return left


def _unknown(page: Page, placement: Placement, layout: Layout) -> Problem:
    names = [slot.name for slot in layout.slots]
    near = get_close_matches(placement.slot, names, n=1, cutoff=0.5)
    hint = say("unknown-slot/near", name=near[0]) if near else say("unknown-slot/all", names=tuple(names))
    name = placement.article.name
    return Problem.of("unknown-slot", "error", page.span, hint, name=name, layout=layout.name, slot=placement.slot)


def _count_problems(
    page: Page, layout: Layout, slot: Slot, placements: list[Placement], shapes: Mapping[str, Slot]
) -> list[Problem]:
    found: list[Problem] = []
    for placement in placements:
        name = placement.article.name
        if takes(slot, placement.article):
            continue
        if slot.takes == "figure":
            found.append(Problem.of("wrong-slot/figures", "error", page.span, name=name, slot=slot.name))
        elif slot.takes == "picture":
            found.append(Problem.of("wrong-slot/pictures", "error", page.span, name=name, slot=slot.name))
        elif slot.takes == "quote":
            found.append(Problem.of("wrong-slot/quotes", "error", page.span, name=name, slot=slot.name))
        else:
            found.append(Problem.of("wrong-slot/articles", "error", page.span, name=name, slot=slot.name))
    count = len(placements)
    if count > slot.most:
        over = tuple(placement.article.name for placement in placements[slot.most :])
        found.append(
            Problem.of(
                "slot-crowded", "error", page.span, folio=page.folio, count=count, slot=slot.name, most=slot.most, over=over
            )
        )
    elif count < slot.least and counted_on(layout, slot, shapes):
        pass
    elif count == 0 and slot.takes == "advert":
        if not slot.optional:
            values: dict[str, Value] = {"folio": page.folio, "slot": slot.name, "layout": layout.name}
            found.append(Problem.of("slot-empty/advert", "error", page.span, **values))
    elif count == 0 and slot.least > 0 and not slot.optional and slot.takes != "quote":
        found.append(Problem.of("slot-empty", "error", page.span, folio=page.folio, slot=slot.name, layout=layout.name))
    elif 0 < count < slot.least:
        found.append(
            Problem.of("slot-short", "warning", page.span, folio=page.folio, count=count, least=slot.least, slot=slot.name)
        )
    return found


def counted_on(layout: Layout, slot: Slot, shapes: Mapping[str, Slot]) -> bool:
    """Does the layout know what becomes of the slot's room, where too few articles fill it, or none?

    Another slot takes it, or some slot has a variant for such pages.
    """
    chosen = [
        variant
        for each in layout.slots
        for variant in each.variants
        if each.name in shapes and shapes[each.name].variant == variant.slot.variant
    ]
    return any(variant.counts_on(slot.name) for variant in chosen) or (
        slot.name not in shapes and taker(layout, slot, shapes) is not None
    )
