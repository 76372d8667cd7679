"""A filled slot's price, part by part (prices.py says how much of what)."""

from __future__ import annotations

from typing import Literal

from mise_en_page.pagination import prices
from mise_en_page.pagination.heights import LEADING
from mise_en_page.pagination.settling import Settled, of_left_out

#: What a page costs by, in the order in which it is told: its master, edges that moved, shapes drawn for other amounts of
#: text, slots that are filled or empty against the layout's habit, a lead that is not the longest text or none; the sizes
#: of heads, heights of pictures, white above a text that sinks or between briefs or left free, tailpieces, what is left
#: out, pictures without a place; all else that is done to the texts; white at feet and text without room.
PartName = Literal[
    "master", "edges", "shape", "counts", "lead", "no-lead", "size", "picture", "sink", "gaps", "free", "tailpiece",
    "left-out", "picture-nowhere", "text", "white", "overset",
]  # fmt: skip
Parts = dict[PartName, float]


def parts_of(settled: Settled) -> Parts:
    """What a slot costs as it is filled; the sum is ``settled.cost``."""
    slot, trial, poured = settled.slot, settled.trial, settled.poured
    pictured = slot.picture is not None and bool(settled.articles) and settled.articles[0].picture is not None
    parts: Parts = {"size": dict(slot.sizes).get(slot.size, 0.0), "left-out": sum(map(of_left_out, settled.left_out))}
    if slot.columns and pictured and slot.picture is not None:
        parts["picture"] = prices.PICTURE * abs(trial.picture - slot.picture.preferred)
    elif slot.columns:
        parts["sink"] = prices.SINK * trial.picture
    if trial.tail and trial.sunk:
        parts["sink"] = prices.SINK * trial.tail
    elif trial.tail:
        parts["tailpiece"] = prices.TAILPIECE + prices.TAILPIECE_LINE * trial.tail
    parts["free"] = prices.FREE * settled.free
    if settled.full:
        parts["gaps"] = prices.SPREAD * sum(poured.spread) / LEADING if settled.columns.several else 0.0
    parts["white"] = prices.WHITE * sum(poured.ragged)
    parts["overset"] = prices.OVERSET * (poured.overset + max(0, settled.head_over))
    parts["text"] = settled.cost - sum(parts.values())
    return {name: cost for name, cost in parts.items() if abs(cost) > 1e-9}
