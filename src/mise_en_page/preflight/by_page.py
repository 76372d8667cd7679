"""A page judged before anyone knows which of a file it will be: what is found on it alone, and told of another number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Spot
from mise_en_page.preflight.checks.registry import Fault
from mise_en_page.preflight.judge import Answer, Findings, pages
from mise_en_page.preflight.page_ink import PageInk

T = TypeVar("T")


def page_findings(pdf: bytes, places: Iterable[int], profile: Profile, first: int = 1) -> Iterator[Findings]:
    """What is found on some pages of a piece of a file, whose first page has the number ``first`` there."""
    return pages(pdf, places, profile, first=first)


def moved(found: Findings, page: int) -> Findings:
    """The same findings on the page of that number, from 1."""
    if found.page == page:
        return found
    answers = {
        check: Answer(tuple(_fault(fault, page) for fault in answer.faults), answer.is_broken)
        for check, answer in found.answers.items()
    }
    faults = tuple((page, reason) for _, reason in found.faults)
    return replace(found, page=page, answers=answers, faults=faults, ink=_ink(found.ink, page))


def _fault(fault: Fault, page: int) -> Fault:
    return replace(fault, where=_place(fault.where, page))


def _place(where: T, page: int) -> T:
    return replace(where, page=page) if isinstance(where, Spot) else where


def _ink(ink: PageInk | None, page: int) -> PageInk | None:
    if ink is None:
        return None
    large, small = (replace(heaviest, where=_place(heaviest.where, page)) for heaviest in (ink.large, ink.small))
    return replace(ink, page=page, large=large, small=small)
