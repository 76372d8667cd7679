"""What two have made of an article: both, and where they clash ours."""

from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.desk.merging import Merged, merged

BASE = """---
title: Le fleuve
# relu
chapo: Douze micros
  l'écoutent.
---

Il faut couper le moteur.

Le programme réunit une université.

Reste à dépouiller le son.
"""


def put(*pairs: tuple[str, str]) -> str:
    text = BASE
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


def test_neighbouring_paragraphs_and_keys_of_both_are_taken() -> None:
    ours = put(("couper", "arrêter"), ("Le fleuve", "La Loire"))
    theirs = put(("réunit", "rassemble"), ("l'écoutent", "la suivent"))
    both = put(("couper", "arrêter"), ("Le fleuve", "La Loire"), ("réunit", "rassemble"), ("l'écoutent", "la suivent"))
    assert merged(BASE, ours, theirs) == Merged(both)


def test_of_one_paragraph_ours_stays_and_the_clash_is_told() -> None:
    ours, theirs = put(("couper", "arrêter")), put(("couper", "taire"), ("Reste", "Il reste"))
    assert merged(BASE, ours, theirs) == Merged(put(("couper", "arrêter"), ("Reste", "Il reste")), clash=True)


def test_a_key_of_both_is_ours() -> None:
    ours, theirs = put(("Le fleuve", "La Loire")), put(("Le fleuve", "Un tout autre titre"))
    assert merged(BASE, ours, theirs) == Merged(ours, clash=True)


def test_a_paragraph_that_is_added_at_the_end_by_each_comes_twice() -> None:
    ours, theirs = BASE + "\nFin.\n", BASE + "\nAutre fin.\n"
    assert merged(BASE, ours, theirs).text == BASE + "\nFin.\n\nAutre fin.\n"


def test_a_piece_of_ours_is_no_clash() -> None:
    ours, theirs = put(("université.", "université et deux lycées.")), put(("université.", "université"))
    assert merged(BASE, ours, theirs) == Merged(ours)


PIECES = st.lists(
    st.sampled_from(["Un.", "Deux mots.", "\n\n", "\n", " ", "---\n", "title: x\n", "## Trois\n"]), max_size=10
)


@given(PIECES.map("".join), PIECES.map("".join))
def test_who_has_changed_nothing_gets_the_others_text(base: str, text: str) -> None:
    assert merged(base, text, base) == Merged(text)
    assert merged(base, base, text) == Merged(text)
    assert merged(base, text, text) == Merged(text)


@given(st.lists(st.sampled_from(["Un deux.", "Trois quatre.", "Cinq."]), min_size=1, max_size=6), st.data())
def test_what_either_has_added_stands_in_what_is_merged(paragraphs: list[str], data: st.DataObject) -> None:
    def added(mark: str) -> str:
        at = data.draw(st.integers(0, len(paragraphs)))
        return "\n\n".join([*paragraphs[:at], mark, *paragraphs[at:]]) + "\n"

    made = merged("\n\n".join(paragraphs) + "\n", added("NOTRE"), added("LEUR"))
    assert "NOTRE" in made.text
    assert "LEUR" in made.text
