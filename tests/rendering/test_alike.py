"""Looks and roles that a stylesheet does not tell apart are computed once; those that it does, never as one."""

from __future__ import annotations

import pytest

from mise_en_page.rendering.alike import alike

LOOKS = ("lead", "lead tight", "rail", "rail tight", "figure")
ROLES = {"kicker": [()], "title": [(), ("strong",)], "title opens": [(), ("strong",)], "figure": [()]}


def same(stylesheet: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
    found = alike(stylesheet, {look: f"{look} main" for look in LOOKS} | {"lead dark": "lead dark"}, ROLES)
    return found.first[one] == found.first[other]


def test_a_rule_tells_apart_those_that_it_selects_and_no_others() -> None:
    sheet = ".title { font-size: 20pt } .lead.tight .title { font-size: 12pt }"
    assert not same(sheet, ("lead", "title"), ("lead tight", "title"))
    assert same(sheet, ("lead", "title"), ("rail tight", "title"))
    assert same(sheet, ("lead", "kicker"), ("lead tight", "kicker"))
    assert same(sheet, ("lead", "title"), ("rail", "title opens"))


@pytest.mark.parametrize(
    "sheet",
    [
        ".tight { color: red }",  # inherited
        ".tight strong, .x { color: red }",  # of a mark within
        "@media print { .tight .title { color: red } }",
        ".page .tight > .placed { color: red }",
        ".title + .tight { color: red }",  # looks around
        ".title:not(.tight) { color: red }",
        '[class~="tight"] { color: red }',
        ".lead { .title & { color: red } }",
        "@layer one { .title { color: red } }",
        ".tight ~ .title { color: red }",
    ],
)
def test_what_may_tell_two_looks_apart_keeps_them_apart(sheet: str) -> None:
    assert not same(sheet, ("lead", "title"), ("lead tight", "title"))


def test_a_word_for_both_a_slot_and_a_role_keeps_its_slot_apart() -> None:
    sheet = ".figure .title { color: red }"
    assert not same(sheet, ("figure", "title"), ("rail", "title"))


def test_a_page_of_another_master_is_kept_apart() -> None:
    assert not same(".main .title { color: red }", ("lead", "title"), ("lead dark", "title"))
    assert same(".title { color: red }", ("lead", "title"), ("lead dark", "title"))


def test_marks_that_may_lie_over_it_are_part_of_a_role() -> None:
    assert not same("", ("lead", "title"), ("lead", "kicker"))
    assert same("", ("lead", "title"), ("lead", "title opens"))


def test_marks_are_computed_once_for_blocks_that_only_their_own_rules_tell_apart() -> None:
    sheet = ".lead .title { margin-top: 3pt } .rail .title { margin-top: 2pt } .figure em { color: red }"
    found = alike(sheet, {look: look for look in LOOKS}, ROLES | {"title": [(), ("emphasis",)]})
    assert found.first["lead", "title"] != found.first["rail", "title"]
    assert found.within["lead", "title"] == found.within["rail", "title"]
    assert found.within["lead", "title"] != found.within["figure", "title"]


def test_a_selector_that_looks_around_keeps_apart_what_it_names_alone() -> None:
    sheet = ".tight ~ .title { color: red } .placed:first-child { margin: 0 } @import 'other.css';"
    assert not same(sheet, ("lead", "title"), ("lead tight", "title"))
    assert same(sheet, ("lead", "title"), ("rail", "title"))
