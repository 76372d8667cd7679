"""An issue looked through for the ways to make each of its pages; the first of each is the one that a build makes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from mise_en_page.model.issue import Page
from mise_en_page.model.memo import Keep
from mise_en_page.model.message import say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.pagination import Offer
from mise_en_page.pipeline.page import alternatives
from mise_en_page.pipeline.stages import Road
from mise_en_page.plan import pinning
from mise_en_page.processes.activity import doing


@dataclass(frozen=True, slots=True)
class PagePlan:
    """The ways of a page, or of both of a spread: ``place`` is that of the first in the issue, from 0."""

    place: int
    page: Page
    offers: tuple[Offer, ...]

    def offer(self, number: int) -> Offer:
        """The way of a number, from 1. Raises Refused where there is none."""
        if not 1 <= number <= len(self.offers):
            raise Refused.of("no-such-way", n=number, folio=self.page.folio, most=len(self.offers))
        return self.offers[number - 1]


@dataclass(frozen=True, slots=True)
class Planned:
    """``problems`` say of which pages nothing can be told."""

    road: Road
    pages: tuple[PagePlan, ...]
    problems: tuple[Problem, ...]


def look(folder: Path, folios: Collection[int] = (), **given: object) -> Planned:
    """The ways of each page, or of those with some folios alone; ``given`` are values of the road.

    Raises Refused if the issue cannot be read, or has no page of a folio that is named.
    """
    road = Road(Keep(), folder=folder, **given)
    known = {page.folio for page in road.read.issue.pages}
    if missing := sorted(set(folios) - known):
        file = road.read.issue.source.file
        raise Refused(tuple(Problem.of("no-such-folio", "error", Span(file), folio=each) for each in missing))
    pages: list[PagePlan] = []
    problems: list[Problem] = []
    for numbers in road.units:
        if folios and not set(folios) & {road.read.issue.pages[number].folio for number in numbers}:
            continue
        doing(say("doing/plan", page=road.read.issue.pages[numbers[0]].folio), road.read.issue_yaml)
        offers = offers_of(road, numbers)
        if offers:
            pages.append(PagePlan(numbers[0], road.read.issue.pages[numbers[0]], offers))
        else:
            problems += [problem for _, problem in road.told(numbers[0]) if problem.severity == "error"]
    return Planned(road, tuple(pages), tuple(dict.fromkeys(problems)))


def offers_of(road: Road, numbers: tuple[int, ...]) -> tuple[Offer, ...]:
    """The ways of the pages that are made together, by their places from 0; none where something hinders the choice."""
    shared = road.to("choice", numbers).shared
    if not shared.value("filled-slots"):
        return ()
    needs = [shared.value(name) for name in ("pages", "layout", "styles", "catalogue", "publication", "ask")]
    return shared.ask(alternatives, *needs)


def taking(road: Road, place: int, offer: Offer) -> Road:
    """The road of the issue with a way pinned to the page at a place, and nothing else changed."""
    read = road.read
    written = read.issue.pages[place]
    slots = {each.article.name: each.slot for each in offer.page.articles}
    articles = tuple(replace(each, slot=slots[each.article.name]) for each in written.articles)
    page = replace(written, articles=articles, pins=offer.page.pins)
    pages = (*read.issue.pages[:place], page, *read.issue.pages[place + 1 :])
    given = {name: road.issue.values[name] for name in ("profile",) if name in road.issue.values}
    return Road(road.issue.ask, read=replace(read, issue=replace(read.issue, pages=pages)), **given)


def carried_out(planned: Planned, number: int) -> dict[Path, bytes]:
    """issue.yaml with a way pinned. Raises Refused for another number, or where there are several pages."""
    if len(planned.pages) != 1:
        folios = tuple(plan.page.folio for plan in planned.pages)
        raise Refused.of("which-page", folios=folios) if folios else Refused(planned.problems)
    (plan,) = planned.pages
    return pinning.files(planned.road.read, plan.offer(number).page)
