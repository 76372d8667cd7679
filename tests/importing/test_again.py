"""A file that comes again: what the desk has changed stays, what the author has comes; where both have, it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sources import Desk, desk, docx, p, picture, shown, told

from mise_en_page.importing.folder import dropped
from mise_en_page.importing.merge import merged

PONT = ("Le pont de la gare rouvre lundi matin.", "Les travaux ont duré deux ans.", "La mairie attend du monde.")


def article(*body: str, title: str = "Le pont", chapo: str = "Enfin.") -> str:
    return f"---\ntitre: {title}\nchapô: {chapo}\n---\n" + "\n\n".join(body) + ("\n" if body else "")


def source(*body: str, title: str = "Le pont") -> bytes:
    return docx(p(title, style="Titre1"), *map(p, body))


@pytest.fixture
def into(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def edit(into: Desk, before: str, after: str, name: str = "le-pont") -> None:
    path = into.issue / "articles" / f"{name}.md"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_changes_of_different_paragraphs_both_stand(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    edit(into, "deux ans", "deux longues années")
    brought = into.take(("a.docx", source("Le pont de la gare rouvre mardi matin.", PONT[1], PONT[2], "Il fera beau.")))
    assert into.only() == (
        "---\ntitre: Le pont\n---\nLe pont de la gare rouvre mardi matin.\n\nLes travaux ont duré deux longues années.\n\n"
        "La mairie attend du monde.\n\nIl fera beau.\n"
    )
    assert told(brought) == []


def test_a_paragraph_that_both_have_changed_stays_the_desks_and_both_are_told(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    edit(into, "lundi matin", "lundi 7 mai")
    brought = into.take(("a.docx", source("Le pont de la gare rouvre mardi matin.", *PONT[1:])))
    (conflict,) = brought.problems
    assert (conflict.code, conflict.severity) == ("import-conflict", "error")
    assert "rouvre lundi 7 mai" in conflict.message
    assert "rouvre mardi matin" in conflict.message
    assert "a.docx, paragraph 2" in conflict.message
    assert str(conflict.where) == "issues/2018-09/articles/le-pont.md:4:1"
    assert "lundi 7 mai" in into.only()
    assert told(into.take(("a.docx", source("Le pont de la gare rouvre mardi matin.", *PONT[1:])))) == []  # told once


def test_the_same_file_again_changes_nothing(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    edit(into, "\n\nLes", "\n\n\n\nLes")
    before = into.only()
    brought = into.take(("a.docx", source(*PONT)))
    assert into.only() == before
    assert [entry["state"] for entry in brought.records[0].articles] == ["same"]


def test_a_new_title_is_still_the_same_article(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    into.take(("a.docx", source(*PONT, title="Le pont rouvre")))
    assert list(into.articles()) == ["le-pont"]
    assert "titre: Le pont rouvre\n" in into.only()


def test_the_same_text_from_another_file_is_a_new_version(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    brought = into.take(("a v2.docx", source(*PONT, "Il fera beau.")))
    assert list(into.articles()) == ["le-pont"]
    assert "import-version" in told(brought)


def test_another_text_of_the_same_title_is_another_article(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    into.take(("b.docx", source("Rien à voir avec le premier texte, ni de près ni de loin.")))
    assert sorted(into.articles()) == ["le-pont", "le-pont-2"]


def test_an_article_that_the_desk_took_out_stays_out(into: Desk) -> None:
    into.take(("a.docx", source(*PONT)))
    (into.issue / "articles" / "le-pont.md").unlink()
    assert told(into.take(("a.docx", source(*PONT)))) == ["import-deleted-here"]
    assert into.articles() == {}


def test_an_article_that_the_author_took_out_stays_and_is_told(into: Desk) -> None:
    two = docx(p("Le pont", style="Titre1"), p(PONT[0]), p("La gare", style="Titre1"), p("Elle ferme mardi soir."))
    into.take(("a.docx", two))
    assert told(into.take(("a.docx", source(PONT[0])))) == ["import-gone"]
    assert sorted(into.articles()) == ["la-gare", "le-pont"]


def test_another_text_under_the_name_of_an_earlier_file_is_another_article(into: Desk) -> None:
    into.take(("brèves.docx", source(*PONT)))
    assert told(into.take(("brèves.docx", source("Elle ferme mardi soir, pour deux ans.", title="La gare")))) == [
        "import-gone"
    ]
    assert sorted(into.articles()) == ["la-gare", "le-pont"]
    back = into.take(("brèves.docx", source(*PONT, "Il fera beau.")))
    assert sorted(into.articles()) == ["la-gare", "le-pont"]
    assert "Il fera beau." in into.articles()["le-pont"]
    assert told(back) == ["import-gone"]


def test_a_picture_that_the_desk_has_retouched_stays(into: Desk) -> None:
    data = docx(p("Le pont", style="Titre1"), p(shown("i")), p("Il rouvre."), parts={"word/media/pont.png": picture()},
                targets={"i": ("image", "media/pont.png")})  # fmt: skip
    into.take(("a.docx", data))
    (into.issue / "images" / "pont.png").write_bytes(picture(side=20))
    into.take(("a.docx", data))
    assert (into.issue / "images" / "pont.png").read_bytes() == picture(side=20)


# --- the merge alone ------------------------------------------------------------------------------------------------------

TEXTS = st.lists(
    st.sampled_from([f"Le {word} est ici depuis {n} ans." for n, word in enumerate("abcdefgh")]), max_size=6, unique=True
)


@given(TEXTS, TEXTS)
def test_what_one_side_alone_has_changed_is_taken(base: list[str], changed: list[str]) -> None:
    old, new = article(*base), article(*changed)
    assert merged(old, old, new).text == new
    assert merged(old, new, old).text == new
    assert merged(old, new, new).text == new
    assert not merged(old, old, new).conflicts


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_that_the_desk_wrote_is_lost(base: list[str], ours: list[str], theirs: list[str]) -> None:
    made = merged(article(*base), article(*ours), article(*theirs))
    written = made.text.split("\n---\n")[1].strip("\n").split("\n\n")
    for each in ours:
        assert each in written or each in base  # what is gone, the author has taken out of what both had
    for each in theirs:
        assert each in written or each in base or any(each == conflict.theirs for conflict in made.conflicts)


def test_fields_are_merged_by_their_keys() -> None:
    base, ours = article("a", title="Un", chapo="Deux"), article("a", title="Un !", chapo="Deux").replace("titre", "title")
    made = merged(base, ours, article("a", title="Un", chapo="Trois"))
    assert made.text == "---\ntitle: Un !\nchapô: Trois\n---\na\n"
    assert [conflict.ours for conflict in merged(base, ours, article("a", title="Un ?", chapo="Deux")).conflicts] == [
        "title: Un !"
    ]


# --- a folder that is watched ---------------------------------------------------------------------------------------------


def test_what_is_dropped_into_a_folder_is_taken_once_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "~$a.docx").write_bytes(b"lock")
    (tmp_path / "a.docx.part").write_bytes(b"half")
    (tmp_path / "a.docx").write_bytes(b"half")
    looks = iter(range(6))

    def wait() -> bool:
        look = next(looks, None)
        if look == 0:
            (tmp_path / "a.docx").write_bytes(b"whole!")
        if look == 3:
            (tmp_path / "b.txt").write_bytes(b"other")
        return look is not None

    assert list(dropped(tmp_path, wait)) == [("a.docx", b"whole!"), ("b.txt", b"other")]
