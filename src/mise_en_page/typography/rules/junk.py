"""Pasted junk: invisible characters, decomposed letters, runs of spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mise_en_page.typography.flat import Edit
from mise_en_page.typography.near import BLANKS, BREAKS, Signs, near
from mise_en_page.typography.policy import NARROW, NO_BREAK, Policy
from mise_en_page.typography.rules.rule import rule

ACCENTS = Signs("".join(map(chr, range(0x300, 0x370))))
COMBINED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
#: Of no width: spaces and joiners, marks of byte order and of the writing direction.
VOID = "\u200b\u200c\ufeff\u2060\u200e\u200f\u061c\u180e\u2061\u2062\u2063\u2064"
INVISIBLE = near(f"[{VOID}]+", VOID, before=0, after=0)
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


#: Bullets of Word's fonts of signs, as they come by the clipboard.
BULLET = near("[\uf0b7\uf0a7\uf0d8\uf0fc\uf076]", "\uf0b7\uf0a7\uf0d8\uf0fc\uf076", before=0, after=0)
SOFT_HYPHENS = near("\u00ad+", "\u00ad", before=0, after=0)


def compose(text: str, _policy: Policy) -> Iterator[Edit]:
    combined = () if unicodedata.is_normalized("NFC", text) else COMBINED.finditer(text)
    for match in combined:
        yield Edit(*match.span(), unicodedata.normalize("NFC", match.group()), "SP-NFC")


def part_ligatures(text: str, _policy: Policy) -> Iterator[Edit]:
    for match in re.finditer(f"[{''.join(LIGATURES)}]", text):
        yield Edit(*match.span(), LIGATURES[match.group()], "SP-LIGA")


def collapse_spaces(text: str, _policy: Policy) -> Iterator[Edit]:
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


RULES = (
    rule("SP-NFC", "Unicode UAX #15 (NFC)", ("e\u0301te\u0301", "été"), ACCENTS, find=compose),
    rule("SP-VOID", "Usage", ("l\u200b’été", "l’été"), INVISIBLE),
    rule(
        "SP-LIGA",
        "Unicode, formes de présentation",
        ("o\ufb03cier", "officier"),
        Signs("".join(LIGATURES)),
        find=part_ligatures,
    ),
    rule("SP-BULLET", "Usage", ("\uf0b7 lundi", "• lundi"), BULLET, insert="•"),
    rule("SP-SHY", "Usage", ("mi\u00adnute", "minute"), SOFT_HYPHENS, setting="soft_hyphen", only="strip"),
    rule("SP-NORM", "Lexique IN 2002, Espacement", ("Le  maire", "Le maire"), EDGE, RUN, find=collapse_spaces),
)
