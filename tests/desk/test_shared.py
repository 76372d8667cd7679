"""A text that several write in: order, coming back, and what others have made of its file."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.desk.changes import applied, between
from mise_en_page.desk.holding import SILENCE, Holding
from mise_en_page.desk.manuscript import read, written
from mise_en_page.desk.shared import Known, Shared


def test_only_who_has_seen_all_may_add() -> None:
    text = Shared("un deux")
    assert text.push(0, [[2, [0, ","], 5]], "a")
    assert not text.push(0, [[7, [0, "!"]]], "b")
    assert text.push(1, [[8, [0, "!"]]], "b")
    assert (text.text, text.version) == ("un, deux!", 2)
    missed = text.since(text.session, 1)
    assert missed is not None
    assert [(each.change, each.who) for each in missed] == [([8, [0, "!"]], "b")]
    assert text.since("another", 1) is None
    assert text.since(text.session, 3) is None


def test_of_several_changes_all_or_none_are_taken() -> None:
    text = Shared("un")
    with pytest.raises(ValueError, match="longer"):
        text.push(0, [[2, [0, "!"]], [9]], "a")
    assert (text.text, text.version, list(text.log)) == ("un", 0, [])


def test_lines_end_as_those_of_the_file() -> None:
    text = Shared(read(b"un\r\ndeux\r\n", "a.md"))
    text.push(0, [[8, [0, "trois", ""]]], "a")
    assert written(text.text) == b"un\r\ndeux\r\ntrois\r\n"


@pytest.mark.parametrize("through", [0, 1, 2])
def test_a_tab_of_another_session_adds_what_had_not_come_through(through: int) -> None:
    """The server was killed when it had written so many of the tab's changes, and told it of none."""
    base, changes = "Un.\n", [[2, [0, "e"], 2], [3, [0, " fois"], 2]]
    there = base
    for change in changes[:through]:
        there = applied(there, change)
    text = Shared(there)
    back = text.rejoin(Known(base, changes, base), "a")
    assert (text.text, back.change, back.clash) == ("Une fois.\n", [], False)


def test_what_the_tab_was_told_of_but_the_file_never_held_comes_back() -> None:
    """The server was killed before it had written what it had taken."""
    text = Shared("Un.\n")
    back = text.rejoin(Known("Une fois.\n", [[8, [0, " ou"], 2]], "Un.\n", [[2, [0, "e"], 2], [3, [0, " fois"], 2]]), "a")
    assert (text.text, back.clash) == ("Une fois ou.\n", False)


@given(st.lists(st.text(st.sampled_from("ab\n🎺"), max_size=12), min_size=2, max_size=7), st.data())
def test_wherever_the_server_ended_the_text_goes_on(texts: list[str], data: st.DataObject) -> None:
    """It knew so many of the changes, had told so many, and had written so many; the tab had made all."""
    steps = [between(one, other) for one, other in pairwise(texts)]
    told = data.draw(st.integers(0, len(steps)))
    written = data.draw(st.integers(0, told))
    there = data.draw(st.integers(written, len(steps)))
    text = Shared(texts[there])
    back = text.rejoin(Known(texts[told], steps[told:], texts[written], steps[written:told]), "a")
    assert (text.text, back.change, back.clash) == (texts[-1], [], False)


def test_a_text_that_no_issue_would_read_is_not_taken() -> None:
    text = Shared("é" * 240_000)
    with pytest.raises(ValueError, match="too long"):
        text.push(0, [[240_000, [0, "é" * 20_000]]], "a")
    assert text.version == 0


def test_a_tab_that_comes_back_to_another_text_is_merged_with_it() -> None:
    base = "Un.\n\nDeux.\n"
    text = Shared("Un.\n\nDeux fois.\n")
    back = text.rejoin(Known(base, [[2, [0, "e"], 9]], base), "a")
    assert (text.text, back.clash) == ("Une.\n\nDeux fois.\n", False)
    assert applied("Une.\n\nDeux.\n", back.change) == text.text


def test_what_is_saved_outside_brings_its_ends_of_lines() -> None:
    text = Shared("Un.\n\nDeux.\n")
    text.push(0, [[2, [0, "e"], 9]], "a")
    assert not text.take_in("Un.\n\nDeux.\n", read(b"Un.\r\n\r\nDeux fois.\r\n", "a.md"))
    assert written(text.text) == b"Une.\r\n\r\nDeux fois.\r\n"


@given(
    st.lists(st.sampled_from(["\n", "\r\n", "\r", "a", "b"])).map("".join),
    st.lists(st.sampled_from(["\r\n", "\n", "c"])).map("".join),
)
def test_where_nobody_types_what_is_saved_outside_is_the_text(before: str, after: str) -> None:
    base, theirs = (read(text.encode(), "a.md") for text in (before, after))
    text = Shared(base)
    assert not text.take_in(base, theirs)
    assert text.text == theirs


def test_one_writes_at_a_time_until_silence_or_somebody_takes_it() -> None:
    held = Holding()
    assert held.typed("a", 0.0)
    assert not held.typed("b", 1.0)
    assert held.typed("a", 30.0)
    assert held.holder(30.0 + SILENCE - 1) == "a"
    assert held.typed("b", 30.0 + SILENCE)
    held.take("a", 100.0)
    assert not held.typed("b", 101.0)
    held.release("b")
    assert held.holder(101.0) == "a"
    held.release("a")
    assert held.typed("b", 102.0)
