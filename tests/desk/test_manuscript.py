"""An article's file in an editor: every byte comes back, and a field's new value changes that field alone."""

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mise_en_page.desk import manuscript
from mise_en_page.desk.manuscript import fields, with_field
from mise_en_page.model.problem import Refused
from mise_en_page.reading.fields import ArticleFields

ARTICLE = """---
# relu par Jeanne
kicker: Bioacoustique
title: Le fleuve reprend la parole
chapo: Depuis le 1er mars,
  douze micros
byline: c.v
image: images/fleuve.svg
caption: '**À l''écoute.** Un hydrophone'
credit: "Atelier \\"du Halage\\""
---
Il faut d'abord couper le moteur.
"""
FRENCH = "Titre : |\n  Un titre\n  en deux lignes\nChapô : Il dort\\\\puis claque\n# fin\n"


def article(head: str, body: str = "Corps.\n") -> str:
    return f"---\n{head}---\n{body}"


def changed(before: str, after: str) -> list[str]:
    """The lines that are others, or new."""
    return [line for line in after.split("\n") if line not in before.split("\n")]


@given(
    st.lists(st.sampled_from(["a", "é", " ", "\n", "\r\n", "\r", "---", "title: x", "\t", "🎺", "\x0b", "\u2028"])).map(
        "".join
    )
)
def test_every_byte_comes_back(text: str) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        assert manuscript.written(manuscript.read(data, "a.md")) == data


@pytest.mark.parametrize("data", [b"\xff\xfea\0", "Été".encode("latin-1"), "a\ufdd0".encode()])
def test_what_could_not_come_back_is_not_opened(data: bytes) -> None:
    with pytest.raises(Refused):
        manuscript.read(data, "a.md")


def test_fields_are_shown_as_they_are_read() -> None:
    shown = fields(ARTICLE)
    assert shown is not None
    assert shown["chapo"] == "Depuis le 1er mars, douze micros"
    assert shown["caption"] == "**À l'écoute.** Un hydrophone"
    assert shown["credit"] == 'Atelier "du Halage"'
    assert fields(article(FRENCH))["title"] == "Un titre\nen deux lignes"  # type: ignore[index]
    assert fields(article(FRENCH))["chapo"] == "Il dort\npuis claque"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("title", "Le fleuve reprend la parole : enfin", "title: Le fleuve reprend la parole : enfin"),
        ("title", "Le fleuve\nreprend la parole", "title: Le fleuve \\\\ reprend la parole"),
        ("title", '"Silence"', 'title: "\\"Silence\\""'),
        ("title", "'On'", "title: \"'On'\""),
        ("title", "|", 'title: "|"'),
        ("title", "# 1 des ventes", "title: # 1 des ventes"),
        ("title", "", "title: "),
        ("chapo", "Depuis le 1er mars, trois micros", "  trois micros"),
        ("caption", "**À l'écoute.** L'hydrophone", "caption: '**À l''écoute.** L''hydrophone'"),
        ("credit", 'Atelier "du Quai"', 'credit: "Atelier \\"du Quai\\""'),
        ("alt", "Une gabare", "alt: Une gabare"),
        ("figure", "12", "figure: 12"),
        ("next_title", "Suite", "next_title: Suite"),
    ],
)
def test_only_the_line_of_the_field_is_another(name: str, value: str, line: str) -> None:
    made = with_field(ARTICLE, name, value)
    assert changed(ARTICLE, made) == [line]
    assert manuscript.fields(made)[name] == value  # type: ignore[index]


def test_a_new_key_stands_where_it_is_usual_and_is_written_as_the_others_are() -> None:
    made = with_field(article(FRENCH), "byline", "c.v.")
    assert made == article(FRENCH.replace("# fin\n", "Signature : c.v.\n# fin\n"))
    assert with_field(article(FRENCH), "kicker", "En Loire").startswith("---\nSurtitre : En Loire\nTitre : |\n")


def test_lines_of_a_block_stay_a_block() -> None:
    made = with_field(article(FRENCH), "title", "Un titre\nen trois\nlignes")
    assert made == article(FRENCH.replace("  en deux lignes\n", "  en trois\n  lignes\n"))


def test_crlf_and_the_byte_order_mark_stay() -> None:
    data = ("\ufeff" + article(FRENCH)).replace("\n", "\r\n").encode()
    made = manuscript.written(with_field(manuscript.read(data, "a.md"), "title", "Un titre\nen\ntrois"))
    assert made == data.replace(b"  en deux lignes\r\n", b"  en\r\n  trois\r\n")


def test_without_a_head_no_field_is_written() -> None:
    assert fields("Rien que du texte.\n") is None
    with pytest.raises(Refused):
        with_field("Rien que du texte.\n", "title", "Titre")


def test_places_are_those_of_the_first_letters() -> None:
    shown = manuscript.places(ARTICLE.replace("byline: c.v", "byline:"))
    lines = ARTICLE.split("\n")
    assert {name: lines[line - 1][column - 1] for name, (line, column) in shown.items() if name != "byline"} == {
        "kicker": "B", "title": "L", "chapo": "D", "image": "i", "caption": "*", "credit": "A",
    }  # fmt: skip
    assert shown["byline"] == (7, 8)


def test_every_key_has_a_field_with_a_name_in_both_languages() -> None:
    static = files("mise_en_page.desk").joinpath("static")
    lists = re.findall(
        r"const (?:ABOVE|PICTURE|OTHERS) = \[(.*?)\];", static.joinpath("edit.js").read_text(encoding="utf-8")
    )
    listed = re.findall(r'"(\w+)"', " ".join(lists))
    assert sorted(listed) == sorted(ArticleFields.model_fields)
    names = re.findall(r"names: \{(.*?)\}", static.joinpath("edit-words.js").read_text(encoding="utf-8"), re.S)
    assert [sorted(re.findall(r"(\w+): \"", each)) for each in names] == [sorted(listed)] * 2


# --- laws

WORDS = st.text(st.sampled_from("aé'\"\\:#|>- *«»\n\u00a0{}[]&%🎺,"), max_size=14)
VALUES = [
    "Le titre",
    "'l''eau'",
    '"l\\"eau"',
    "|\n  un\n  deux",
    ">\n  un\n  deux",
    "un\n  deux",
    "un \\\\ deux",
    "",
    "22:30",
    '"a" et "b"',
]
HEADS = st.lists(
    st.tuples(st.sampled_from(["title", "Titre", "chapo", "Chapô ", "byline", "légende", "credit", "# note", "image"]),
              st.sampled_from(VALUES)),
    max_size=5, unique_by=lambda pair: manuscript.folded(pair[0]),
)  # fmt: skip


@given(HEADS, st.sampled_from(["title", "chapo", "byline", "caption", "credit", "alt", "kicker"]), WORDS, WORDS,
       st.sampled_from(["\n", "\r\n", "\r"]))  # fmt: skip
def test_a_field_says_its_value_and_nothing_else_says_another(
    head: list[tuple[str, str]], name: str, value: str, again: str, end: str
) -> None:
    text = article("".join(f"{key}: {typed}\n" for key, typed in head), "Corps: un\n---\ntitle: deux\n").replace("\n", end)
    before = manuscript.read(text.encode(), "a.md")
    old = fields(before)
    assert old is not None
    made = with_field(with_field(before, name, value), name, again)
    new = fields(made)
    assert new is not None
    assert _told(new[name]) == _told(again)
    assert {key: each for key, each in new.items() if key != name} == {
        key: each for key, each in old.items() if key != name
    }
    assert made[manuscript.body(made) :] == before[manuscript.body(before) :]
    kept = [line for line in re.split("[\n\ufdd0\ufdd1]", before) if line.startswith("# note")]
    assert all(line in made for line in kept)


def _told(value: str) -> str:
    """Without what nobody sees."""
    broken = re.sub(r"[ \t]*\\\\[ \t]*", "\n", value)
    return "\n".join(line.strip(" \t") for line in broken.split("\n")).strip("\n")
