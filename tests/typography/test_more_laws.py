"""What must always hold of the stage, whatever is typed."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.typography import correct_text
from mise_en_page.typography.flat import Edge, Edit, Flat

PIECES = [
    *"abcdeéàçœLÉX 0123459 \u00a0\u202f'’\"«»“”.,;:!?…-–—()[]%€°\n/@&",
    "oe",
    " h ",
    "n°",
    "er ",
    "XIXe ",
    " -- ",
    "1 000",
]
FRENCH = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def plain(text: str) -> str:
    """Letters and digits as they count: œ is o and e, an accent on a capital is the rule's doing."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]", "", text)


@given(FRENCH)
def test_twice_is_once(text: str) -> None:
    once = correct_text(text).text
    assert correct_text(once).text == once


@given(st.text(max_size=60))
def test_anything_goes_in_and_comes_out_twice_the_same(text: str) -> None:
    once = correct_text(text).text
    assert correct_text(once).text == once


@given(st.text(st.sampled_from(list("abcdefé àç.,;:!?'\"()-…%\n")), max_size=80))
def test_no_letter_and_no_digit_is_lost_added_or_moved(text: str) -> None:
    assert plain(correct_text(text).text) == plain(text)


@given(FRENCH, st.sampled_from(["html", "markdown"]))
def test_tags_stay_in_their_order(text: str, form: str) -> None:
    typed = f"<em>{text}</em> <b>x</b>" if form == "html" else f"{text} `code`"
    made = correct_text(typed, form).text  # type: ignore[arg-type]
    pattern = r"<[^<>]*>" if form == "html" else r"`code`"
    assert re.findall(pattern, made) == re.findall(pattern, typed)


@given(
    st.text("ab c", min_size=1, max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3), st.text("xy ", max_size=2)), max_size=4),
    st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=4),
)
def test_edits_keep_origins_and_edges_within_the_text(
    text: str, wanted: list[tuple[int, int, str]], tags: list[tuple[int, bool]]
) -> None:
    edges = [Edge(min(at, len(text)), opens, n) for n, (at, opens) in enumerate(tags)]
    flat = Flat(text, list(range(len(text))), edges)
    flat.apply(Edit(min(s, len(text)), min(s + n, len(text)), new, "T") for s, n, new in wanted)
    assert len(flat.origins) == len(flat.characters)
    assert all(0 <= edge.at <= len(flat.characters) for edge in flat.edges)
    assert flat.origins == sorted(flat.origins)


def test_hostile_input_costs_no_more_than_its_length() -> None:
    """Counted in changes and size, not in seconds: what is quadratic shows as a run that never ends."""
    for piece in (" ", '"', "a!", "<a ", "a", "1 ", "« ", "l'", "-- ", "oe", "A.", "::", "/a", "…", "('"):
        text = piece * (60_000 // len(piece))
        assert len(correct_text(text).text) < 4 * len(text) + 10
