"""Pasted junk: invisible characters, decomposed letters, runs of spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, BREAKS, Signs, near
from mise_en_page.typography.policy import NARROW, NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

COMBINED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
#: Of no width: spaces and joiners, marks of byte order and of the writing direction.
VOID = "\u200b\ufeff\u2060\u200e\u200f\u061c\u180e\u2061\u2062\u2063\u2064"
INVISIBLE = re.compile(f"[{VOID}]+")
#: Letters that a font once drew as one sign, and that a PDF gives back so.
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
#: Spaces of every width, which are one space at a keyboard.
WIDE = "\t\u1680\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
RUN = near(rf"[{BLANKS}{WIDE}]{{2,}}|[{WIDE}]", Signs(BLANKS + WIDE, BLANKS + WIDE), WIDE, before=1, after=2)
GAP = r"[ \t\u00a0\u202f]"
EDGE = near(
    rf"(?<=[\n\u2029]){GAP}+(?=\S)|(?<!{GAP}){GAP}+(?=[\n\u2029])",
    Signs(BREAKS, BLANKS + "\t"), Signs(BLANKS + "\t", BREAKS), Signs(BLANKS + "\t", BLANKS + "\t"), before=2, after=4,
)  # fmt: skip
FIRST, LAST = re.compile(rf"{GAP}+(?=\S)"), re.compile(rf"{GAP}+(?=\n?$)")


@rule(
    "SP-NFC",
    authority="Unicode UAX #15 (NFC)",
    example=("e\u0301te\u0301", "été"),
    near=(Signs("".join(map(chr, range(0x300, 0x370)))),),
)
def compose(text: str, _policy: Policy) -> Iterator[Edit]:
    """Un signe décomposé (lettre et accent) redevient une lettre accentuée."""
    combined = () if unicodedata.is_normalized("NFC", text) else COMBINED.finditer(text)
    for match in combined:
        yield Edit(*match.span(), unicodedata.normalize("NFC", match.group()), "SP-NFC")


@rule("SP-VOID", authority="Usage", example=("l\u200b’été", "l’été"), near=(Signs(VOID),))
def drop_invisible(text: str, _policy: Policy) -> Iterator[Edit]:
    """Les signes invisibles et sans largeur, collés avec le texte, disparaissent."""
    yield from (Edit(*match.span(), "", "SP-VOID") for match in INVISIBLE.finditer(text))


@rule(
    "SP-LIGA",
    authority="Unicode, formes de présentation",
    example=("o\ufb03cier", "officier"),
    near=(Signs("".join(LIGATURES)),),
)
def part_ligatures(text: str, _policy: Policy) -> Iterator[Edit]:
    """Une ligature toute faite, collée d’un PDF, redevient ses lettres : la fonte les liera elle-même."""
    for match in re.finditer(f"[{''.join(LIGATURES)}]", text):
        yield Edit(*match.span(), LIGATURES[match.group()], "SP-LIGA")


#: Bullets of Word's fonts of signs, as they come by the clipboard.
BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076"


@rule("SP-BULLET", authority="Usage", example=("\uf0b7 lundi", "• lundi"), near=(Signs(BULLETS),))
def name_bullets(text: str, _policy: Policy) -> Iterator[Edit]:
    """Une puce d’une police de signes de Word devient la puce de toutes les fontes."""
    yield from (Edit(*match.span(), "•", "SP-BULLET") for match in re.finditer(f"[{BULLETS}]", text))


@rule("SP-SHY", authority="Usage", example=("mi\u00adnute", "minute"), setting="soft_hyphen", near=(Signs("\u00ad"),))
def strip_soft_hyphens(text: str, policy: Policy) -> Iterator[Edit]:
    """Un trait d’union conditionnel collé avec le texte disparaît."""
    if policy.soft_hyphen == "strip":
        yield from (Edit(*match.span(), "", "SP-SHY") for match in re.finditer("\u00ad+", text))


@rule(
    "SP-NORM",
    authority="Lexique IN 2002, Espacement",
    example=("Le  maire", "Le maire"),
    near=(EDGE, RUN),
)
def collapse_spaces(text: str, _policy: Policy) -> Iterator[Edit]:
    """Une seule espace entre deux mots, aucune au début ni à la fin d’un paragraphe."""
    edges = set()
    first, last = FIRST.match(text), LAST.search(text, len(text.rstrip(" \t\u00a0\u202f\n")))
    for match in (*filter(None, (first, last)), *EDGE.finditer(text)):
        edges.add(match.start())
        yield Edit(*match.span(), "", "SP-NORM")
    for match in RUN.finditer(text):
        if match.start() in edges:
            continue
        run = match.group()
        kept = next((space for space in (NARROW, NO_BREAK) if set(run) == {space}), " ")
        yield Edit(*match.span(), kept, "SP-NORM")


RULES = (compose, drop_invisible, part_ligatures, name_bullets, strip_soft_hyphens, collapse_spaces)
