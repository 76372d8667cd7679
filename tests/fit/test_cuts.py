"""What may go from a sentence, and what may not: cases.md in a table, then laws over any text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mise_en_page.fit.cuts import CHAPO, Offer, offers, sentences, within
from mise_en_page.fit.edits import Edit, edit_of, overlap, shortened, spliced
from mise_en_page.fit.words import Cut, Prose
from mise_en_page.model.issue import Article, Intertitle, Mark, Paragraph, Source, Text
from mise_en_page.model.problem import Span

ROWS = re.findall(r"^\| (\w+) \| (.+) \|$", Path(__file__).with_name("cases.md").read_text(encoding="utf-8"), re.MULTILINE)[
    1:
]
HERE = Span("a.md")


def cuts_of(text: str) -> list[Cut]:
    return list(within(Prose(text)))


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_what_may_go(kind: str, row: str) -> None:
    gone, _, put = re.search(r"\[(.*?)\]", row)[1].partition("/")  # type: ignore[index]
    text = re.sub(r"\[(.*?)\]", gone, row)
    start = row.index("[")
    assert Cut(kind, start, start + len(gone), put) in cuts_of(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Il est fier de son travail.",  # an attribute
        "Une ville belle et grande.",  # two that belong together
        "La plus grande ville de France.",
        "L’ancienne école a fermé.",  # « l’ | école » would do, « la » would not
        "Mon ancienne amie est venue.",
        "Le mois dernier, il a plu.",
        "Au niveau national, rien ne bouge.",
        "Il travaille de manière efficace.",
        "Les gilets jaunes manifestent.",
        "Il n’a pas seulement menti.",
        "Il a agi rapidement que prévu.",
        "L’homme se comporte bizarrement.",
        "Conformément à la loi, il paie.",
        "Il a dit : « La place centrale a finalement changé, malgré le beau temps. »",  # nothing within a quotation
        "« La place centrale a finalement changé », dit-il, « malgré le beau temps. »",
        "Le Front national progresse.",  # a name
        "Il a tué trois personne(s).",
        "Un prix de 3 000 euros.",
        "L’accusé, qui a refusé lundi, a précisé le procureur.",  # who speaks stands behind
        "Vers midi, une marche organisée par la ville, avait réuni mille personnes.",  # the subject
        "Ils ont, de la même manière, souligné le point.",
        "Il n’est pas venu, mais il a écrit.",  # sets right what is denied
        "Non seulement il vient, mais il chante.",
        "Il appelle la ministre, élue lundi, à garantir la paix.",
        "L’appel est assez grave pour fermer la ville.",
        "Un apport du (des) candidat(s) suffit.",  # another form of the word
        "Il y a Le Drian (48 %), Borne (45 %) et Parly (42 %).",  # the others would keep theirs
        "C’est économiquement impensable et politiquement utile.",  # one answers the other
        "La grande distribution recrute.",
        "Les slogans fusent, divergent et se recoupent.",  # three of a kind
        "Le conducteur n’a pas attendu et a dépassé le car.",  # sets right what is denied
        "Le chiffre dépasse ceux enregistrés lors du marché.",
        "Le pont n’a pas fermé depuis trois ans.",
        "Ce maire, la ville le connaît.",
        "Il a demandé à tous les partis, aux élus et au public de se taire.",  # goes on a list
        "Le chat dort, lui, a dit sa voisine.",
        "Elle arrive hier et repart.",
        "Il parlait de Brest, Quimper, Morlaix.",  # a list of names
        "La fête aura lieu ce samedi soir.",  # all that it says
        "Pourtant, assure Nicolas, « tout va ».",  # who speaks breaks in
        "Néanmoins, a-t-elle noté, « tout va ».",
        "Un homme est mort dans la nuit de vendredi à samedi.",
        "Il travaille à l’aide de tubes.",  # « avec tubes » is no French, « avec des tubes » another thing
        "C’est la mairie qui est visée.",  # sets one apart
        "Il parle de ce qui est interdit.",
        "Un couple qui est venu et repart.",  # « et repart » hangs on « qui »
        "Les couleurs sont le bleu, le blanc et le rouge.",  # that is all of them
        "Il y a trois villes, la plus grande et la plus petite.",
        "Elle a choisi entre le train et la voiture.",
        "Il a opposé le maire et la préfète.",
        "Le train arrive deux ans après la décision.",  # so long after
        "Soit il pleut, soit il neige.",
        "Le train ralentit au passage des chevreuils.",
        "La panne est décrite et, une fois sur deux, vaincue.",
        "Si le pont ferme, la rue est barrée, et le bus passe.",
        "Anne, menuisière depuis que le pont a fermé, en détient la clef.",
        "Les uns partent ; les autres restent.",
        "Il a fini par le faire.",
        "Anne Martin est née en 1967.",
        "Le pont, la rue a été fermée.",
    ],
)
def test_what_stays(text: str) -> None:
    assert [text[cut.start : cut.end] for cut in cuts_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Grâce à l’aide de Jean, il marche.",  # no « grâce avec »
        "Il est âgé de trois ans et demi.",  # « il est de trois ans »
        "Il a dit : « Je suis venu afin de voter. »",
        "Ceux qui sont venus ont gagné.",
        "Elle part du mois de mai au mois d’août.",
        "Il parle de la ville de Tours.",
        "Il n’est pas en mesure de payer.",
    ],
)
def test_what_is_not_said_in_fewer_words(text: str) -> None:
    assert [cut for cut in cuts_of(text) if cut.kind == "shorter"] == []


def test_whole_sentences_but_never_the_first_of_a_paragraph_nor_one_that_another_leans_on() -> None:
    prose = Prose("Le pont rouvre. Il a coûté cher. La ville paie. Elle a emprunté.")
    gone = [prose.characters[cut.start : cut.end] for cut in sentences(prose)]
    assert gone == [
        " Il a coûté cher.",
        " Il a coûté cher. La ville paie. Elle a emprunté.",
        " La ville paie. Elle a emprunté.",
        " Elle a emprunté.",
    ]


def test_a_sentence_leans_on_the_one_before_wherever_its_link_stands() -> None:
    prose = Prose("Le pont rouvre. Un car passe. Anne Martin a ensuite traversé.")
    assert [prose.characters[cut.start : cut.end] for cut in sentences(prose)] == [
        " Un car passe. Anne Martin a ensuite traversé.",
        " Anne Martin a ensuite traversé.",
    ]


def test_sentences_end_where_they_end() -> None:
    ends = Prose("M. Dupont (LR) vote. « Oui. Non. » Il est 18 h. J. Martin, art. 3, part ! Bien ?").sentences
    assert len(ends) == 5


def article(*texts: str) -> Article:
    blocks = [
        Intertitle(made, HERE) if text.startswith("##") else Paragraph(made, HERE)
        for text in texts
        for made in [Text(text.removeprefix("## "), tuple(range(len(text.removeprefix("## ")))))]
    ]
    return Article("a", Source("a.md"), Text("Un titre"), body=tuple(blocks))


def test_whole_paragraphs_with_the_intertitle_above_but_never_the_first() -> None:
    found = [(each.block, each.blocks) for each in offers(article("Un.", "Deux.", "## Titre", "Trois.")) if each.blocks]
    assert sorted(found) == [(1, 1), (1, 3), (2, 1), (2, 2)]  # (2, 1): the intertitle alone


FIRST = "Le pont rouvre après deux ans de travaux."
SECOND = "La commune a payé la moitié de la somme, le département le reste."


def test_two_paragraphs_of_prose_may_be_run_on_and_nothing_goes_but_the_break() -> None:
    whole = article(FIRST, SECOND)
    (joint,) = [each for each in offers(whole) if each.joins]
    assert shortened(whole, [joint]).body[0].text.characters == f"{FIRST} {SECOND}"  # type: ignore[union-attr]
    assert joint.cut.signs == 0


@pytest.mark.parametrize(
    "second",
    [
        "– Non, a-t-il répondu sans regarder personne.",
        "« Il était temps », disent les commerçants de la rue.",
        "Rue de la Paix",
        "Horaires : du lundi au samedi, de neuf heures à midi.",
    ],
)
def test_dialogue_quotations_labels_and_addresses_keep_their_own_line(second: str) -> None:
    assert not [each for each in offers(article(FIRST, second)) if each.joins]


def test_cuts_of_run_on_paragraphs_are_those_of_each() -> None:
    whole = article(FIRST, SECOND, "La suite attend.")
    joint = next(each for each in offers(whole) if each.joins and each.block == 0)
    cuts = [Offer("a", 0, Cut("clause", 14, 40)), Offer("a", 1, Cut("clause", 38, 65, ""))]
    one, rest = shortened(whole, [joint, *cuts]).body
    assert one.text.characters == f"Le pont rouvre. {SECOND[:38]}"  # type: ignore[union-attr]
    assert rest.text.characters == "La suite attend."  # type: ignore[union-attr]


def test_the_chapo_gives_sentences_but_its_first() -> None:
    whole = replace(article(FIRST), chapo=Text("Il pleut. La fête est remise.", tuple(range(29))))
    gone = [whole.chapo.characters[each.cut.start : each.cut.end] for each in offers(whole) if each.block == CHAPO]
    assert gone == [" La fête est remise."]


@pytest.mark.parametrize(
    ("gone", "text"),
    [
        (" Anne Martin, maire, vient.", "Le pont rouvre. Anne Martin, maire, vient. Le projet de Mme Martin a duré."),
        (" (PLU)", "Le plan local d’urbanisme (PLU) change. Le PLU sera voté lundi."),
    ],
)  # fmt: skip
def test_who_is_called_by_less_from_there_on_stays_where_it_is_brought_in(gone: str, text: str) -> None:
    def cut(whole: str) -> list[str]:
        return [whole[each.cut.start : each.cut.end] for each in offers(article(whole)) if not each.blocks]

    assert gone not in cut(text)
    alone = text[: text.index(gone) + len(gone)] + " La ville paie."
    assert gone in cut(alone)


@given(st.text("ab c", min_size=1, max_size=20), st.data())
def test_a_text_that_is_spliced_keeps_its_origins_and_marks(characters: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(characters)))
    end = data.draw(st.integers(start, len(characters)))
    put = data.draw(st.sampled_from(["", "X", " – "]))
    text = Text(characters, tuple(range(len(characters))), (Mark("strong", 0, len(characters)),))
    made = spliced(text, start, end, put)
    assert made.characters == characters[:start] + put + characters[end:]
    assert len(made.origins) == len(made.characters)
    kept = [*range(start), *range(start + len(put), len(made.characters))]
    assert [made.origins[n] for n in kept] == [*range(start), *range(end, len(characters))]
    assert all(0 <= mark.start < mark.end <= len(made.characters) for mark in made.marks)


SIGNS = st.text("aeé «»“”\"'’()–—,.;:!?…\u00a0\u202f12AÉM\n", max_size=60)
SOME = (
    "le la grande ville belle et finalement , . ( ) – « » qui a voté est donc malgré maire L’ pour faire lundi Par "
    "ailleurs afin de des ; a été votée âgé 30 ans par dans un deux"
)
WORDS = st.lists(
    st.sampled_from(SOME.split()),
    max_size=40,
).map(" ".join)


@given(st.one_of(SIGNS, WORDS))
@settings(max_examples=300, deadline=None)
def test_a_cut_lies_in_the_text_and_outside_quotations_and_takes_more_than_it_puts(text: str) -> None:
    prose = Prose(text)
    for cut in (*within(prose), *sentences(prose)):
        assert 0 <= cut.start < cut.end <= len(text)
        assert cut.signs > 0
        left = text[: cut.start] + cut.put + text[cut.end :]
        assert left.count("«") - left.count("»") == text.count("«") - text.count("»")
        assert cut.kind == "shorter" or cut.put in ("", text[cut.end - 1].upper())


@given(st.sampled_from(["(", "«", ",", "– ", "a.", "le ", "’", "Le maire, qui a, ", "1 "]), st.integers(100, 4000))
@settings(max_examples=20, deadline=None)
def test_any_run_is_looked_through_in_time(sign: str, times: int) -> None:
    start = process_time()
    prose = Prose(sign * times)
    [*within(prose), *sentences(prose)]
    assert process_time() - start < 1.5


RAW = "Le 3e pont, *le plus vieux*, rouvre."


@pytest.mark.parametrize(
    ("mark", "fits"),
    [
        (Mark("superior", 15, 17), True),  # within the cut
        (Mark("emphasis", 10, 26), True),  # it holds the cut
        (Mark("emphasis", 14, 26), False),  # half of it would go
        (Mark("emphasis", 0, 3), True),
    ],
)
def test_no_mark_is_cut_in_half(mark: Mark, fits: bool) -> None:
    text = Text(RAW, tuple(range(len(RAW))), (mark,))
    one = Article("a", Source("a.md"), Text("Titre"), body=(Paragraph(text, HERE),))
    assert (edit_of(one, Offer("a", 0, Cut("clause", 12, 20)), RAW) is not None) is fits


def test_edits_that_touch_go_together_and_edits_that_meet_do_not() -> None:
    def edit(start: int, end: int) -> Edit:
        return Edit("a.md", start, end, "", HERE, "")

    assert not overlap([edit(3, 5), edit(0, 3)])
    assert overlap([edit(3, 5), edit(0, 4)])


def test_nothing_of_an_agenda_may_go() -> None:
    long = (
        "Un très grand concert de l’harmonie, dirigé par son jeune chef, est donné à la halle. L’entrée est libre ce soir."
    )
    plain = [Paragraph(Text(f"Vendredi 3. {long}", tuple(range(len(long) + 12))), HERE) for _ in range(3)]
    article = Article("a", Source("a.md"), Text("T", (0,)), body=tuple(plain))
    assert offers(article)
    assert not offers(replace(article, body=tuple(replace(each, dated=True) for each in plain)))
