"""Each check is proved by a file that fails and one that passes."""

from __future__ import annotations

import dataclasses
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Spot
from mise_en_page.preflight import checks
from mise_en_page.preflight.checks import CHECKS
from mise_en_page.preflight.judge import preflight
from tests.press.faulty import FAULTS, GOOD, GOOD_PRESS, OTHER_STANDARD
from tests.press.press_pages import profile


def press_for(name: str) -> Profile:
    return dataclasses.replace(profile(), standard="X-1a") if name in OTHER_STANDARD else profile()


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_caught_by_its_check(name: str) -> None:
    pdf = FAULTS[name]()
    start = time.perf_counter()
    problems = preflight(pdf, press_for(name))
    wanted = name.split(".", maxsplit=1)[0]
    assert wanted in {problem.code for problem in problems}, problems
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_causes_no_others(name: str) -> None:
    """One fault, one check: a false alarm beside a true one sends people looking in the wrong place."""
    if name in OTHER_STANDARD:
        pytest.skip("another standard: the claim and the version differ too")
    codes = {problem.code for problem in preflight(FAULTS[name](), press_for(name)) if problem.severity != "info"}
    assert codes - ALLOWED.get(name, set()) == {name.split(".", maxsplit=1)[0]}


ALLOWED: dict[str, set[str]] = {
    "information.metadata": {"claim"},  # X-4 makes its claim in the metadata
    "marks-outside.fails": {"ink-limit"},  # every plate is solid there
    "boxes.outside": {"page-sizes", "bleed-declared"},  # the page is another, and its bleed too
}
"""Faults that bring another with them, by their nature."""


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_passes(name: str) -> None:
    assert preflight(GOOD[name](), GOOD_PRESS.get(name, profile())) == ()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_no_damage_makes_it_stumble(data: st.DataObject) -> None:
    """A few bytes changed anywhere outside the ICC profile, or the end cut off: problems, never an exception."""
    whole = bytearray(GOOD["good.qpdf-plain"]() if shutil.which("qpdf") else GOOD["good"]())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, 60_000)) if data.draw(st.booleans()) else data.draw(st.integers(0, len(whole) - 1))
        whole[place % len(whole)] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        whole = whole[: data.draw(st.integers(0, len(whole)))]
    for problem in preflight(bytes(whole), profile()):
        assert problem.message


def test_every_check_is_proved_and_documented() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    written = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__", "registry"}
    assert written == {*checks.ORDER}
    for check in CHECKS:
        assert f"{check.id}.fails" in FAULTS
        assert str(check.question).endswith("?"), check.id
        assert check.authority


def test_a_place_is_counted_from_the_trimmed_pages_top_left() -> None:
    (problem,) = preflight(FAULTS["colour-spaces.fails"](), profile())
    assert isinstance(problem.where, Spot)
    assert problem.where.page == 1
    # drawn at 30, 100 from the lower left of a page 226.77 pt high, 20 pt square
    found = (problem.where.x0, problem.where.y0, problem.where.x1, problem.where.y1)
    assert found == pytest.approx((30, 226.77 - 120, 50, 226.77 - 100), abs=0.02)
