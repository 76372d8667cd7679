"""The body: our blocks, and every character that was typed."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mise_en_page.model.issue import Intertitle, ListItem, Mark, Paragraph, PullQuote, Table, Text, Verse
from mise_en_page.model.problem import Span
from mise_en_page.reading import markdown
from mise_en_page.reading.found import Found
from mise_en_page.reading.markdown import BodyBlock, Image, read_body
from mise_en_page.reading.source import Written, decode


def body(text: str) -> tuple[list[BodyBlock], Found, Written]:
    found = Found()
    written = decode(text.encode(), "a.md", found)
    assert written is not None
    return read_body(written, 0, found), found, written


def texts(block: BodyBlock) -> tuple[Text, ...]:
    if isinstance(block, PullQuote):
        return block.text, block.attribution
    if isinstance(block, Table):
        return block.cells
    if isinstance(block, ListItem):
        return block.sign, block.text
    return (block.text,) if isinstance(block, Paragraph | Intertitle | Verse) else (block.caption, block.credit)


def drawn(text: str) -> list[str]:
    """Blocks as one line each: what they are, then what they say."""
    names = {Paragraph: "p", Intertitle: "i", PullQuote: "q", ListItem: "l", Table: "t", Verse: "v", Image: "image"}
    blocks, found, _ = body(text)
    assert not [problem for problem in found if problem.severity == "error"]
    return [" | ".join([names[type(b)], *(t.characters for t in texts(b) if t)]) for b in blocks]


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("Un.\n\nDeux.", ["p | Un.", "p | Deux."]),
        ("Une ligne\nqui continue.", ["p | Une ligne qui continue."]),
        ("Un vers\\\net un autre.", ["p | Un vers\net un autre."]),
        ("## Un inter\nTexte.", ["i | Un inter", "p | Texte."]),
        ("Texte.\n## Un inter", ["p | Texte.", "i | Un inter"]),
        ("## Un inter ##", ["i | Un inter"]),
        ("> La lune", ["q | La lune"]),
        ("> La lune\n> et Mars\n> — Jeanne Martin", ["q | La lune et Mars | Jeanne Martin"]),
        ("> La lune\n>\n> -- Jeanne", ["q | La lune | Jeanne"]),
        ("> Visons la lune — François Bonneau", ["q | Visons la lune | François Bonneau"]),
        ("> La lune — disait-il — est loin", ["q | La lune — disait-il — est loin"]),
        ("> La lune\nTexte.", ["q | La lune", "p | Texte."]),
        ("> La lune,\n> 65 ans après", ["q | La lune, 65 ans après"]),
        ("![Un pont](images/pont.jpg)\nLe *pont*.\nCrédit : J. R.", ["image | Le pont. | J. R."]),
        ("![](images/pont.jpg)", ["image"]),
        ("![Un pont](images/pont.jpg)\n\nTexte.", ["image", "p | Texte."]),
        ("- Tu viens ?\n- Non.\n\n— Oui.\n— Ah.", ["p | - Tu viens ?", "p | - Non.", "p | — Oui.", "p | — Ah."]),
        ("Au menu :\n- entrée ;\n- plat.", ["p | Au menu :", "l | - | entrée ;", "l | - | plat."]),
        ("Il dit :\n| Neige *ici*\n| Le train\n\n| Fin", ["p | Il dit :", "v | Neige ici\nLe train", "v | Fin"]),
        ("| Mairie\n| 12, rue Haute\nOuvert.", ["v | Mairie\n12, rue Haute", "p | Ouvert."]),
        (
            "Voix :\n| Ville | Voix |\n|---|--:|\n| Brest | 38 |\nFin.",
            ["p | Voix :", "t | Ville | Voix | Brest | 38", "p | Fin."],
        ),
        ("1. Couper\n   le moteur\n\n2. Écouter", ["l | 1. | Couper le moteur", "l | 2. | Écouter"]),
    ],
)
def test_our_blocks(typed: str, blocks: list[str]) -> None:
    assert drawn(typed) == blocks


@pytest.mark.parametrize(
    "typed",
    [
        "1964. Le pont est neuf.",
        "1) Le pont.",
        "- Tu viens ? demande-t-il.",
        "— Non.",
        "* Voir page 3.",
        "+ 3 degrés ce matin.",
        "***",
        "* * *",
        "---",
        "===",
        "> 65 ans : la carte est gratuite.",
        ">= 3 enfants",
        "#MeToo, et après",
        "#1 des ventes",
        "5*3*2 font 30, 2 * 3 * 4 font 24",
        "étudiant*es et lycéen*nes",
        "Prix* : 3 €. *hors taxes",
        "Hôtel du Parc ***, hôtel du Lac **",
        "mot_avec_traits, jean_paul@exemple.fr, -_- et ^_^, nom : ______",
        "AT&T, R&D; &inconnu;",
        "3 < 4 et 5 > 4, a<b",
        "[sic] […] [1] (sic)",
        "[…](suite de la page 3)",
        "`code`, l`été et d`Alice",
        "C:\\dossier \\n \\\\serveur",
        "fin de ligne\\",
        "~ 3 km, ~~~",
        "a | b | c",
        "www.exemple.fr https://exemple.fr/a_b*c*",
        "Term: définition",
        "!Attention [ et ]",
        "\"Droits\" et 'simples'",
        "jean@exemple.fr <jean@exemple.fr>",
        "$x$ {y} == 3",
        "^haut^ ~bas~",
        ":smile: (c) (tm) -- ...",
    ],
)
def test_what_journalists_type_is_text(typed: str) -> None:
    assert drawn(typed) == [f"p | {typed}"]


def test_a_paste_with_four_spaces_is_no_code() -> None:
    typed = "    Le pont\n    rouvre.\n\n\tLe quai aussi.\n\n    ## Et après ?"
    assert drawn(typed) == ["p | Le pont rouvre.", "p | Le quai aussi.", "i | Et après ?"]


def test_a_comparison_is_told_but_stays() -> None:
    _, found, _ = body("> 65 ans : la carte est gratuite.")
    assert [(problem.code, problem.severity) for problem in found] == [("comparison", "warning")]


def test_a_backslash_writes_the_signs_of_markup() -> None:
    assert drawn("\\*mot\\* \\<b> \\[a](b) \\## \\> \\!") == ["p | *mot* <b> [a](b) ## > !"]


def test_marks_lie_over_flat_text() -> None:
    blocks, _, written = body("Lire *Le **Monde** du* [soir](https://exemple.fr/a_(b)) ***ici***.")
    (text,) = texts(blocks[0])
    assert text.characters == "Lire Le Monde du soir ici."
    assert text.marks == (
        Mark("emphasis", 5, 16),
        Mark("strong", 8, 13),
        Mark("link", 17, 21, "https://exemple.fr/a_(b)"),
        Mark("emphasis", 22, 25),
        Mark("strong", 22, 25),
    )
    assert "".join(written.text[origin] for origin in text.origins) == text.characters


def test_emphasis_within_a_link_and_around_it() -> None:
    blocks, _, _ = body("[le *Monde*](https://a.fr) *[b](https://b.fr)*")
    (text,) = texts(blocks[0])
    assert text.characters == "le Monde b"
    assert [(mark.kind, mark.start, mark.end) for mark in text.marks] == [
        ("link", 0, 8),
        ("emphasis", 3, 8),
        ("emphasis", 9, 10),
        ("link", 9, 10),
    ]


def test_the_emphasis_of_french_elisions() -> None:
    blocks, _, _ = body("l'*Humanité*, d’*Ouest-France*, (*Sud*) «*Est*»")
    (text,) = texts(blocks[0])
    assert [text.characters[mark.start : mark.end] for mark in text.marks] == ["Humanité", "Ouest-France", "Sud", "Est"]


def test_a_soft_end_of_line_is_a_space_that_stands_at_the_end_of_line() -> None:
    blocks, _, written = body("  Un \n   deux")
    (text,) = texts(blocks[0])
    assert text.characters == "Un deux"
    assert written.text[text.origins[2]] in " \n"
    assert text.origins[3] == written.text.index("deux")


def test_blocks_know_their_place() -> None:
    blocks, _, _ = body("Un.\n\n  ## Inter\n\n> Lune\n")
    assert [block.span for block in blocks if not isinstance(block, Image)] == [
        Span("a.md", 1, 1, 3),
        Span("a.md", 3, 3, 8),
        Span("a.md", 5, 1, 0),
    ]


#: What markup is made of: all that may be missing from the text.
_MARKUP = "*_#>![]()\\—–―-"

_JOINTS = re.compile(r"(?<!\*)\*{4}(?!\*)")
_BOLD_SPACES = re.compile(r"(?=(\*{2,3}|__)[ \t\u00a0\n]+\1)")


def told_lines(found: Found) -> set[int]:
    return {problem.where.line for problem in found if isinstance(problem.where, Span)}


def assert_nothing_lost(typed: str) -> None:
    """Every character but space is printed, is markup, is in a link's address or an image's line, or is told."""
    blocks, found, written = body(typed)
    if any(problem.severity == "error" for problem in found):
        return
    kept: set[int] = set()
    for block in blocks:
        for text in texts(block):
            kept.update(text.origins)
            for mark in text.marks:
                if mark.href:
                    start = written.text.index(f"]({mark.href})", written_index(written, text.origins[mark.end - 1]))
                    kept.update(written.offset(start + 2 + i) for i in range(len(mark.href)))
        if isinstance(block, Image):
            line = written.text.split("\n")[block.where.line - 1]
            start = sum(len(each) + 1 for each in written.text.split("\n")[: block.where.line - 1])
            kept.update(written.offset(start + i) for i in range(len(line)))
    missing = Counter(c for i, c in enumerate(written.text) if written.offset(i) not in kept)
    marks = Counter(mark.kind for block in blocks for text in texts(block) for mark in text.marks)
    kinds = Counter(type(block) for block in blocks)
    signs = 2 * marks["emphasis"] + 4 * marks["strong"]
    joints = len(_JOINTS.findall(typed))  # « **a****b** »: one bold ends where the next begins
    assert signs <= missing["*"] + missing["_"] <= signs + 6 * len(_BOLD_SPACES.findall(typed)) + 4 * joints
    assert missing["["] == missing["]"] == missing["("] == missing[")"] == marks["link"]
    assert missing["#"] <= 4 * kinds[Intertitle]
    ruled = sum(line.count("-") for line in written.text.split("\n") if re.fullmatch(r"[ \t|:-]+", line)) * bool(
        kinds[Table]
    )
    assert sum(missing[dash] for dash in "-–—―") <= 2 * kinds[PullQuote] + ruled
    parting = "|:-" if kinds[Table] else "|" if kinds[Verse] else ""  # what parts cells, and stands before verse
    assert missing[">"] <= sum(line.lstrip().startswith(">") for line in written.text.split("\n"))
    assert missing["!"] == 0
    for index, character in enumerate(written.text):
        if not character.isspace() and written.offset(index) not in kept and character not in _MARKUP + parting:
            label = re.match(
                r"[ \t]*cr[ée]dits?[\s]*:", written.text[written.text.rfind("\n", 0, index) + 1 :], re.IGNORECASE
            )
            assert label, f"{character!r} of {typed!r} is lost"


def written_index(written: Written, origin: int) -> int:
    return origin if written.origins is None else written.origins.index(origin)


def test_the_law_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = markdown._joined
    monkeypatch.setattr(markdown, "_joined", lambda lines: joined(lines).part(1))
    with pytest.raises(AssertionError, match="'a' of 'abc' is lost"):
        assert_nothing_lost("abc")


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_character_of_any_text_is_lost(typed: str) -> None:
    assert_nothing_lost(typed)


@given(st.text("aé1 \n\n*#>![]()\\-—.:&<|`~_/+=«»\t\"'", max_size=60))
@example("[a](https://b)c*d*")
@example("![a](b)\ncrédit : c")
@example("> a — B\n\n> b\n> - c")
def test_no_character_of_markup_like_text_is_lost(typed: str) -> None:
    assert_nothing_lost(typed)


_PARTS = ["*", "**", "[", "](https://a.fr)", "](", ")", "![", "\n", "\n\n", "> ", "## ", "- ", "— ", "\\", "mot", "É", " "]
_PARTS += ["crédit : ", "<b>", "1. ", "| ", "---"]


@given(st.lists(st.sampled_from(_PARTS), max_size=30).map("".join))
@example("[*](https://a.fr)")  # the sign is what the link shows
@example("*[*](https://a.fr)")  # nothing stands between the two
@example("[*](https://a.fr)[*")
@example("[ ](https://a.fr)")
@example("**[****[**")
@example("**\n**")  # bold laid over the end of a line
def test_no_character_of_mixed_markup_is_lost(typed: str) -> None:
    assert_nothing_lost(typed)


@pytest.mark.parametrize(
    "sign",
    [
        "*",
        "**",
        "[",
        "]",
        "![",
        "[a](",
        "<",
        "\\",
        "> ",
        "*a ",
        "[](",
        "_",
        "`",
        "[*",
        "a*b ",
        "* ",
        "_a ",
        "&a;",
        "~~a",
        "a~b",
        "{.",
    ],
)
def test_a_heap_of_one_sign_is_read_in_no_time(sign: str) -> None:
    body(sign * (19_000 // len(sign)))
