"""What must always hold of the stage, whatever is typed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.typography import correct_text, policy_of
from mise_en_page.typography.flat import Edge, Edit, Flat
from mise_en_page.typography.formats import Format
from mise_en_page.typography.policy import CHOICES

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


POLICIES = st.fixed_dictionaries({name: st.sampled_from(choices) for name, choices in CHOICES.items()})
COPY = st.lists(
    st.sampled_from(
        ['"Oui" ', "d'", "« ", " »", "14:30 ", "2'33\" ", "n°5 ", "30 m2 ", "2010-2015 ", "-5 ", "12500 ", "etc... ", "Mr Vidal ",
         "ex aequo ", "av. J.-C. ", "850 brebis ", "$80 ", "€12 ", "20% ", "2nd ", "XIXe siècle ", "- ", "-- ", "...", "\n", "Etat ",
         "3 mai 2026 ", "mot ", "Le ", "!", "?", ":", ";", "(", ")", "“", "”"]
    ),
    max_size=16,
).map("".join)  # fmt: skip


@given(COPY, POLICIES)
@settings(max_examples=400, deadline=None)
def test_twice_is_once_under_every_setting(typed: str, chosen: dict[str, str]) -> None:
    policy = policy_of("fr-FR", sorted(chosen.items()))
    once = correct_text(typed, policy=policy).text
    assert correct_text(once, policy=policy).text == once


@pytest.mark.parametrize(
    ("piece", "form"),
    [(piece, form) for piece in ("<!--", "<code>", "<a href=", "</b", "&amp", "[", "](", "![a](", "`", "`a", "*", "_", "|", "> ", "~~~\n")
     for form in ("html", "markdown")],
)  # fmt: skip
def test_markup_that_never_ends_comes_back_to_the_letter(piece: str, form: Format) -> None:
    """120,000 characters: what is quadratic would be minutes here."""
    text = piece * (120_000 // len(piece))
    assert correct_text(text, form).text.replace("\u00a0", " ").replace("\u202f", "").split() == text.split()


def test_code_and_comments_are_opaque_at_any_length() -> None:
    for text in (f"<!-- {'a ! ' * 5000} -->", f"<pre>{'a ! ' * 5000}</pre>", f"<CODE>{'x? ' * 9000}</CODE >"):
        assert correct_text(text, "html").text == text
    link = f"[lien!](https://exemple.fr/{'a!' * 3000})"
    assert correct_text(link, "markdown").text == link.replace("lien!", "lien\u202f!")
