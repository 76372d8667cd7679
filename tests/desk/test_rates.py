"""How much in a minute, by a clock that is handed in."""

from mise_en_page.desk.rates import FREE, KNOWN, SLOWEST, WAITING, Guesses, Rate


def test_so_much_at_once_and_so_much_a_second_after() -> None:
    rate = Rate(10, 2)
    assert [rate.wait("Jeanne", 0.0) for _ in range(11)] == [0.0] * 10 + [0.5]
    assert rate.wait("Luc", 0.0) == 0.0, "each has their own"
    assert rate.wait("Jeanne", 1.0) == 0.0, "two more, of which one was owed"


def test_what_is_refused_costs_nothing() -> None:
    rate = Rate(1, 1)
    assert rate.may("Jeanne", 0.0)
    assert not any(rate.may("Jeanne", 0.5) for _ in range(100))
    assert rate.may("Jeanne", 1.0)


def test_a_large_thing_waits_for_its_size() -> None:
    assert Rate(1_000, 100).wait("Jeanne", 0.0, 3_000) == 20.0


def test_no_flood_of_addresses_fills_the_memory() -> None:
    rate, guesses = Rate(1, 1), Guesses()
    for n in range(3 * KNOWN):
        rate.wait(str(n), 0.0)
        guesses.wrong(str(n), 0.0)
    assert len(rate._buckets) == len(guesses._wrong) == KNOWN


def test_who_guesses_waits_longer_and_longer() -> None:
    guesses = Guesses()
    waits = []
    for _ in range(FREE + 8):
        waits.append(guesses.wrong("6.6.6.6", 0.0))
        guesses.answered("6.6.6.6")
    assert waits == [0.0] * FREE + [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, SLOWEST, SLOWEST]
    assert guesses.wrong("10.0.0.1", 0.0) == 0.0, "nobody else does"


def test_many_guesses_at_a_time_are_not_all_kept_waiting() -> None:
    guesses = Guesses()
    answers = [guesses.wrong("6.6.6.6", 0.0) for _ in range(FREE + WAITING + 5)]
    assert answers[-5:] == [None] * 5
