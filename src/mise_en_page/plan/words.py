"""A way to make a page in words: what it is, and in what another differs from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from mise_en_page.model.message import Message, key, say
from mise_en_page.pagination import Offer, Settled
from mise_en_page.plan.issue import PagePlan

#: The parts of a price, in the order in which they are told (pagination/costs.py).
PARTS: Mapping[str, str] = {
    "master": key("price/master"),
    "edges": key("price/edges"),
    "shape": key("price/shape"),
    "counts": key("price/counts"),
    "lead": key("price/lead"),
    "no-lead": key("price/no-lead"),
    "size": key("price/size"),
    "picture": key("price/picture"),
    "sink": key("price/sink"),
    "gaps": key("price/gaps"),
    "free": key("price/free"),
    "tailpiece": key("price/tailpiece"),
    "left-out": key("price/left-out"),
    "picture-nowhere": key("price/picture-nowhere"),
    "text": key("price/text"),
    "white": key("price/white"),
    "overset": key("price/overset"),
}
_WITHOUT = {"pull-quote": key("plan/without-quote"), "picture": key("plan/without-picture")}


def words_of(plan: PagePlan, number: int) -> tuple[Message, ...]:
    """A way, from 1, in words: the first as it is, the others by what is different from it."""
    offer, first = plan.offer(number), plan.offers[0]
    return tuple(described(offer)) if offer is first else tuple(differing(offer, first))


def joined(words: Sequence[Message]) -> Message:
    """Words as one sentence."""
    return reduce(lambda before, behind: say("plan/joined", before=before, behind=behind), words)


def price_of(offer: Offer) -> Message:
    """The parts of a way's price."""
    parts = tuple(say(PARTS[name], cost=round(cost)) for name, cost in sorted(offer.parts.items(), key=_order))
    return say("price/sum", parts=parts) if parts else say("price/nothing")


def _order(part: tuple[str, float]) -> int:
    return list(PARTS).index(part[0])


def described(offer: Offer) -> Iterator[Message]:
    """The master, who stands in which slot, and how each slot is made."""
    if offer.kind.master:
        yield say("plan/master", name=offer.kind.master)
    for slot, settled in _slots(offer).items():
        yield say("plan/stands", slot=slot, articles=tuple(each.name for each in settled.articles))
        if settled.slot.variant:
            yield _shape(settled)
        if settled.slot.size:
            yield _size(settled)
        if picture := _picture(settled):
            yield say("plan/picture", slot=slot, n=picture)
        yield from _done(settled)


def differing(offer: Offer, first: Offer) -> Iterator[Message]:
    """In what a way is different from the first, as a reader sees it."""
    if offer.kind.master != first.kind.master:
        yield say("plan/master", name=offer.kind.master)
    slots, others = _slots(offer), _slots(first)
    for slot, settled in slots.items():
        before = others.get(slot)
        names = tuple(each.name for each in settled.articles)
        if before is None or {each.name for each in before.articles} != set(names):
            yield say("plan/stands", slot=slot, articles=names)
        if settled.slot.variant != (before.slot.variant if before else ""):
            yield _shape(settled)
        if settled.slot.size != (before.slot.size if before else ""):
            yield _size(settled)
        if before is not None:
            yield from _heights(settled, before)
        elif picture := _picture(settled):
            yield say("plan/picture", slot=slot, n=picture)
        yield from _done(settled, before)
    for slot in others:
        if slot not in slots:
            yield say("plan/empty", slot=slot)


def _shape(settled: Settled) -> Message:
    slot, shape = settled.slot.name, settled.slot.variant
    return say("plan/shape", slot=slot, shape=shape) if shape else say("plan/shape-own", slot=slot)


def _size(settled: Settled) -> Message:
    slot, size = settled.slot.name, settled.slot.size
    return say("plan/size", slot=slot, size=size) if size else say("plan/size-own", slot=slot)


def _heights(settled: Settled, before: Settled) -> Iterator[Message]:
    slot, other = settled.slot.text_stretch, before.slot.text_stretch
    lines = (slot.foot - slot.top) - (other.foot - other.top)
    if lines < 0:
        yield say("plan/shorter", slot=settled.slot.name, n=-lines)
    elif lines > 0:
        yield say("plan/taller", slot=settled.slot.name, n=lines)
    one, two = _picture(before), _picture(settled)
    if one and two and one != two:
        yield say("plan/picture-from", before=one, n=two)
    elif two and not one:
        yield say("plan/picture", slot=settled.slot.name, n=two)


def _done(settled: Settled, before: Settled | None = None) -> Iterator[Message]:
    """What is left out, a tailpiece, what is over or white; of what was so before, nothing."""
    slot = settled.slot.name
    known = {(each.article, each.role, each.whole) for each in before.left_out} if before else set()
    for left in settled.left_out:
        if (left.article, left.role, left.whole) not in known:
            told = _WITHOUT.get(left.role)
            yield say("plan/without-article", article=left.article) if left.whole or not told else say(told)
    now = {(each.article, each.role, each.whole) for each in settled.left_out}
    for left in before.left_out if before else ():
        if (left.article, left.role, left.whole) not in now:
            with_it = say("plan/with-article", article=left.article)
            yield with_it if left.whole else say("plan/with", what=left.what, article=left.article)
    if settled.tailed and not (before and before.tailed):
        yield say("plan/tailpiece", slot=slot, n=settled.trial.tail)
    if over := lines_over(settled):
        yield say("plan/over", slot=slot, n=over)
    if white := sum(settled.poured.ragged):
        yield say("plan/white", slot=slot, n=white)


def lines_over(settled: Settled) -> int:
    """Lines of a slot that have no room."""
    return settled.poured.overset + max(0, settled.head_over)


def _slots(offer: Offer) -> dict[str, Settled]:
    """What stands in each slot, but for key figures and quotes, whose place follows from the others."""
    return {each.slot.name: each for each in offer.way.settled if each.slot.takes == "article"}


def _picture(settled: Settled) -> int:
    """The lines of the picture at a slot's head; 0 where there is none."""
    pictured = settled.slot.picture is not None and bool(settled.articles) and settled.articles[0].picture is not None
    return settled.trial.picture if pictured else 0


def data_of(plan: PagePlan, number: int) -> dict[str, Any]:
    """A way as plain data, its words in the language that is spoken."""
    offer = plan.offer(number)
    return {
        "number": number,
        "price": round(offer.way.price, 1),
        "parts": dict(sorted(offer.parts.items(), key=_order)),
        "full": all(settled.full for settled in offer.way.settled),
        "master": offer.kind.master,
        "slots": [
            {
                "slot": slot, "articles": [each.name for each in settled.articles], "shape": settled.slot.variant,
                "size": settled.slot.size, "lines": settled.slot.text_stretch.foot - settled.slot.text_stretch.top,
                "picture": _picture(settled), "over": lines_over(settled), "white": sum(settled.poured.ragged),
                "left_out": [{"article": left.article, "role": left.role} for left in settled.left_out],
            }
            for slot, settled in _slots(offer).items()
        ],
        "words": [str(each) for each in words_of(plan, number)],
    }  # fmt: skip
