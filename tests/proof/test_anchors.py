"""A note is found again by the words that it is about, whatever was edited around them."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pikepdf import Array
from proofs import annotated, annotation, lines, places, quad
from test_notes import FLEUVE, body, home_of, marked, proof, run

from mise_en_page.model.problem import Span
from mise_en_page.proof.anchors import Anchor, Located, locate
from sample_issue import ROOT

TEXT = """---
title: Le fleuve
---

Il faut d'abord couper le moteur, puis se taire. La gabare dérive, l'ancre accroche le sable,
et Maryse Aubrée laisse filer le câble entre ses doigts.

Le câble, lui, ne dit rien ; le coeur du fleuve, si. En 1 200 jours, on n'a pas entendu deux fois le même bruit.
"""


BODY = TEXT.index("Il faut")


def anchor(words: str) -> Anchor:
    """As a proof of TEXT holds it: what typography has made of the words, and of those around them."""
    typed = words.replace("’", "'").replace("œ", "oe").replace("\u202f", " ")
    at = TEXT.index(typed)
    before, after = (each.replace("'", "’").replace("oe", "œ") for each in (TEXT[BODY:at], TEXT[at + len(typed) :]))
    return Anchor(Span.within("a.md", TEXT, at), words, before[-60:], after[:60])


def shown(found: Located, text: str) -> str:
    """What stands at the place."""
    return text.split("\n")[found.where.line - 1][found.where.column - 1 :]


@pytest.mark.parametrize("words", ["d’abord", "gabare", "cœur", "1\u202f200", "couper le moteur", "fleuve, si"])
def test_printed_words_are_found_in_the_text_as_typed(words: str) -> None:
    found = locate(anchor(words), TEXT)
    assert found == Located(anchor(words).where, "there")


@pytest.mark.parametrize(
    "edited",
    [
        TEXT,
        TEXT.replace("---\n\nIl", "---\n\nUn alinéa de plus, avec un câble.\n\nEt encore un.\n\nIl"),
        TEXT.replace("Il faut d'abord couper le moteur, puis se taire. ", ""),
        TEXT.replace("Maryse Aubrée", "la capitaine"),
        TEXT.replace("laisse filer le", "laisse *filer* le"),
        TEXT.replace("câble entre ses doigts.", "**câble** entre ses doigts, et le câble encore."),
        TEXT.replace("title: Le fleuve", "kicker: Loire\ntitle: Le câble du fleuve\nchapo: Un câble."),
        "\n".join(reversed(TEXT.split("\n"))),
    ],
)
def test_a_word_is_known_again_among_others_like_it(edited: str) -> None:
    """« câble » stands in the text twice or more: by what is around it, this one is found."""
    found = locate(_cable(), edited)
    assert found.words == "there"
    assert shown(found, edited).removeprefix("**").startswith("câble")
    assert "entre ses doigts" in shown(found, edited)


def _cable() -> Anchor:
    at = TEXT.index("câble entre")
    return Anchor(
        Span.within("a.md", TEXT, at), "câble", "Maryse Aubrée laisse filer le", "entre ses doigts. Le câble, lui"
    )


@pytest.mark.parametrize(
    ("sign", "before", "after"), [(";", "ne dit rien", "le cœur du"), (",", "la gabare dérive", "l’ancre accroche")]
)
def test_a_sign_without_a_letter_is_found_between_its_words(sign: str, before: str, after: str) -> None:
    edited = "Un alinéa.\n\n" + TEXT
    found = locate(Anchor(Span("a.md", 5), sign, before, after), edited)
    assert found.words == "there"
    assert shown(found, edited).startswith(sign)


def test_words_that_were_changed_leave_the_note_where_they_stood() -> None:
    edited = TEXT.replace("La gabare dérive", "Le bateau file")
    found = locate(anchor("gabare dérive"), "Un alinéa de plus.\n\n" + edited)
    assert found.words == "changed"
    assert "Le bateau file" in edited.split("\n")[found.where.line - 3]


def test_words_that_are_gone_are_told_and_the_place_is_one_of_the_file() -> None:
    for edited in ("", "Tout autre chose.\n", "---\ntitle: Rien\n---\n"):
        found = locate(anchor("gabare dérive"), edited)
        assert found.words == "gone"
        assert 1 <= found.where.line <= edited.count("\n") + 1


def test_a_short_word_is_not_taken_for_another() -> None:
    """« le » stands everywhere: without what was around it, it is not this one."""
    at = TEXT.index("le sable")
    little = Anchor(Span.within("a.md", TEXT, at), "le", "l’ancre accroche", "sable, et Maryse")
    assert locate(little, TEXT) == Located(little.where, "there")
    assert locate(little, "Le pont. Et puis le quai, le port, le phare.\n").words == "gone"


@given(some.text("ab c\n", max_size=60), some.text("xyz \n", max_size=60), some.data())
def test_what_was_not_touched_is_found_exactly(before: str, after: str, data: some.DataObject) -> None:
    """The law: whatever is put before a paragraph and after it, each of its words is found where it is."""
    paragraph = "Il faut couper le moteur puis se taire car la gabare dérive et son ancre accroche enfin le sable."
    words = paragraph.rstrip(".").split()
    number = data.draw(some.integers(0, len(words) - 1))
    was = paragraph.index(" ".join(words[number:]))
    told = Anchor(Span("a.md", 1, was + 1), words[number], " ".join(words[:number]), " ".join(words[number + 1 :]))
    text = f"{before}\n\n{paragraph}\n\n{after}"
    found = locate(told, text)
    assert found == Located(Span.within("a.md", text, text.index(paragraph) + was), "there")


def test_thousands_of_notes_in_a_long_text_are_found_in_time() -> None:
    """As many as a file may hold, in a text of a thousand paragraphs that are all alike."""
    text = "\n\n".join(f"Alinéa {n}. {TEXT[BODY:]}" for n in range(1_000))
    began = time.process_time()
    for n in range(0, 1_000):
        told = Anchor(Span("a.md", 1 + 5 * n), str(n), "Alinéa", "Il faut d’abord couper le moteur")
        assert shown(locate(told, text), text).startswith(f"{n}. Il faut")
    assert time.process_time() - began < 60


# --- on a proof, by the command


def test_notes_are_led_to_the_files_as_they_are_now(tmp_path: Path) -> None:
    line = body()[20]
    box = marked(line, 1, 1)
    note = annotation("Highlight", box, "Vraiment ?", "Jeanne", QuadPoints=Array(quad(*box)))
    path = tmp_path / "relue.pdf"
    path.write_bytes(annotated(proof(), (line["sheet"], note)))
    root = tmp_path / "publication"
    for name in ("layouts", "fonts", "issues"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "publication.yaml", root)
    article = root / FLEUVE
    typed = article.read_text(encoding="utf-8")
    head, _, rest = typed.partition("\n---\n")
    article.write_text(f"{head}\n---\n\nUn alinéa tout neuf, que l'épreuve ne connaît pas.\n{rest}", encoding="utf-8")
    _, _, number, column, word = line["words"][1]
    assert run("notes", str(path)).stdout.startswith(f"{FLEUVE}:{number}:{column}: ")
    now = run("--lang", "fr", "notes", str(path), str(root / "issues/2018-05"))
    assert now.stdout.startswith(f"{FLEUVE}:{number + 2}:{column}: ")
    version = places(proof())["version"]
    assert f"1 annotation sur la version {version}" in now.stderr
    assert "en est à la version" in now.stderr
    (told,) = json.loads(run("notes", str(path), str(root / "issues/2018-05"), "--json").stdout)["notes"]
    assert (told["line"], told["words"], told["anchor"]["line"], told["anchor"]["exact"]) == (
        number + 2,
        "there",
        number,
        word,
    )
    article.write_text(typed.replace(typed.split("\n")[number - 1], "Plus rien de tout cela."), encoding="utf-8")
    gone = run("--lang", "fr", "notes", str(path), str(root / "issues/2018-05"))
    assert "ne sont plus" in gone.stdout


def test_a_note_on_what_the_layout_draws_is_in_no_article() -> None:
    """The masthead, the folio, the foot: above a column, under it, wherever its lines are not; marked or stuck on."""
    rail = [line for line in places(proof())["sheets"][0]["lines"] if line.get("slot") == "rail"]
    first, last = max(rail, key=lambda line: line["box"][3]), min(rail, key=lambda line: line["box"][1])
    x, top, bottom = (first["box"][0] + first["box"][2]) / 2, first["box"][3], last["box"][1]
    for y in (top + 14, top + 40, top + 70, bottom - 110, 40.0):
        for kind in ("Text", "Highlight", "Square", "FreeText", "StrikeOut"):
            box = [x - 30, y, x + 30, y + 16]
            more = {"QuadPoints": Array(quad(*box))} if kind in ("Highlight", "StrikeOut") else {}
            found = home_of(annotation(kind, box, "Ici", **more), 1)
            inside = any(line["box"][1] < y + 16 and y < line["box"][3] and line["box"][0] < x < line["box"][2]
                         for line in places(proof())["sheets"][0]["lines"])  # fmt: skip
            assert inside or (found.where, found.article, found.page) == (None, "", 1), (kind, y)


def test_a_ring_around_the_masthead_that_touches_a_line_is_not_about_it() -> None:
    first = max(
        (line for line in places(proof())["sheets"][0]["lines"] if line.get("slot") == "rail"),
        key=lambda line: line["box"][3],
    )
    x0, _, _, top = first["box"]
    assert home_of(annotation("Circle", [x0 - 8, top - 1.5, x0 + 130, top + 60], "Trop gros"), 1).where is None


def test_a_note_under_the_last_line_of_a_column_is_still_about_it() -> None:
    line = lines(proof(), "fleuve")[-1]
    x0, y0, _, _ = line["box"]
    found = home_of(annotation("Text", [x0, y0 - 9, x0 + 12, y0 - 1], "Plus court"), line["sheet"])
    assert found.article == "fleuve"
