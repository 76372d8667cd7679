"""What is kept, and for how long."""

import pytest

from mise_en_page.model.memo import LIFE, MANY, SWEEP, Keep, at_once


class Value:
    """Something that is only equal to itself."""


def counted() -> tuple[list[object], object]:
    made: list[object] = []

    def make(*arguments: object) -> tuple[object, ...]:
        made.append(arguments)
        return arguments

    return made, make


def test_the_same_arguments_give_the_kept_value() -> None:
    made, make = counted()
    keep, thing = Keep(), Value()
    assert keep(make, thing, "a", (1, thing)) is keep(make, thing, "a", (1, thing))
    assert len(made) == 1


def test_another_object_or_another_word_is_made_anew() -> None:
    made, make = counted()
    keep, thing = Keep(), Value()
    keep(make, thing, "a")
    keep(make, Value(), "a")
    keep(make, thing, "b")
    keep(make, thing, ("a",))
    assert len(made) == 4


def test_nothing_is_kept_at_once() -> None:
    made, make = counted()
    at_once(make, 1)
    at_once(make, 1)
    assert len(made) == 2


def test_what_nobody_asks_for_is_let_go_and_memory_stays_flat() -> None:
    _, make = counted()
    keep = Keep()
    sizes = []
    for number in range(1000):
        keep.turn()
        keep(make, "always")
        keep(make, number)
        sizes.append(len(keep))
    assert max(sizes) <= LIFE + SWEEP + 2


def test_much_that_is_asked_for_once_is_let_go_sooner_and_what_is_in_use_stays() -> None:
    made, make = counted()
    keep = Keep()
    sizes = []
    for turn in range(LIFE):
        keep.turn()
        keep(make, "always")
        for number in range(MANY // 4):
            keep(make, turn, number)
        sizes.append(len(keep))
    assert max(sizes) <= 2 * MANY
    assert made.count(("always",)) == 1


def test_what_was_asked_within_a_value_stays_as_long_as_that_value() -> None:
    made, make = counted()
    keep = Keep()

    def article(name: str) -> tuple[object, ...]:
        return keep(make, name)

    for _ in range(4 * (LIFE + SWEEP)):
        keep.turn()
        keep(article, "loire")
    keep(make, "loire")
    assert made == [("loire",)]


def test_a_fault_is_not_kept() -> None:
    keep, fails = Keep(), [True]

    def make() -> str:
        if fails:
            raise ValueError(fails.pop())
        return "made"

    with pytest.raises(ValueError, match="True"):
        keep(make)
    assert keep(make) == "made"
