"""What every engine is given to set: 32 pages of briefs, the same on every machine.

The text of ``corpus.md`` was written for this and is of this repository. A page takes five of its briefs, with their
places, names and numbers changed, so that no two pages break alike. Nothing is drawn by chance: what a page takes follows
from its number. The characters are corrected here (French spaces and quotes), so that all engines set the same ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from mise_en_page.typography import correct_text

CORPUS = Path(__file__).parent / "corpus.md"
PAGES = 32
BRIEFS_A_PAGE = 5
PARAGRAPHS = 3

TOWNS = (
    "Besançon", "Vesoul", "Pontarlier", "Mâcon", "Beaune", "Nevers", "Chaumont", "Colmar", "Saverne", "Remiremont",
    "Gray", "Tulle", "Cahors", "Rodez", "Laval",
)  # fmt: skip
PEOPLE = (
    "Hélène Guillemot", "Jules Barthélemy", "Samira Haddad", "Thomas Le Bihan", "Noémie Vauquelin", "Gaspard Tessandier",
    "Camille Dutour", "Maria Pimentel", "Rémi Castaing", "Inès Bourdelle", "Yves Prudhommeau", "Maëlle Kervadec",
    "Luc Zeller",
)  # fmt: skip
WORDS = ("sept", "neuf", "douze", "quatorze", "dix-sept", "vingt-trois", "trente", "quarante-huit", "cinquante-six")
MONTHS = ("janvier", "février", "mars", "juin", "juillet", "septembre", "novembre", "décembre")

Kind = Literal["body", "quote", "source", "inter"]


@dataclass(frozen=True, slots=True)
class Part:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    kicker: str
    title: str
    chapo: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    folio: int
    briefs: tuple[Brief, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The running text in its order: what is measured."""
        return tuple(part.text for brief in self.briefs for part in brief.parts if part.kind == "body")

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(part.text for brief in self.briefs for part in brief.parts if part.kind in ("quote", "source"))


@cache
def corpus() -> tuple[Brief, ...]:
    """The briefs as they were written, their blanks (``{ville}``…) not filled yet."""
    return tuple(_brief(text) for text in re.split(r"^# ", CORPUS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:])


def _brief(text: str) -> Brief:
    head, *rest = [line for line in text.splitlines() if line]
    kicker, title = head.split(" | ")
    return Brief(kicker, title, rest[0], tuple(_part(line) for line in rest[1:]))


def _part(line: str) -> Part:
    for sign, kind in (("> — ", "source"), ("> ", "quote"), ("## ", "inter")):
        if line.startswith(sign):
            return Part(kind, line.removeprefix(sign))  # type: ignore[arg-type]
    return Part("body", line)


def work_item(pages: int = PAGES) -> tuple[Page, ...]:
    return tuple(_page(number) for number in range(pages))


def _page(number: int) -> Page:
    briefs = corpus()
    # 7 and 5 have no divisor in common with the count of briefs (17): all of them come up, in ever new neighbourhoods
    chosen = [briefs[(number * 7 + place * 5) % len(briefs)] for place in range(BRIEFS_A_PAGE)]
    return Page(12 + number, tuple(_filled(brief, number * 11 + place * 3) for place, brief in enumerate(chosen)))


def _filled(brief: Brief, seed: int) -> Brief:
    blanks = {
        "ville": TOWNS[seed % len(TOWNS)],
        "nom": PEOPLE[(seed * 5 + 2) % len(PEOPLE)],
        "lettres": WORDS[(seed * 3) % len(WORDS)],
        "mois": MONTHS[(seed * 3 + 1) % len(MONTHS)],
        "chiffres": f"{12 + seed * 37 % 87} {(seed * 131) % 900 + 100}",
    }

    def fill(text: str) -> str:
        return correct_text(re.sub(r"\{(\w+)\}", lambda blank: blanks[blank[1]], text)).text

    return Brief(
        fill(brief.kicker),
        fill(brief.title),
        fill(brief.chapo),
        tuple(Part(part.kind, fill(part.text)) for part in _cut(brief.parts, seed)),
    )


def _cut(parts: tuple[Part, ...], seed: int) -> tuple[Part, ...]:
    """A brief cut to ``PARAGRAPHS``: the first stays, and others than the last time are left out."""
    kept = list(parts)
    while len(body := [part for part in kept if part.kind == "body"]) > PARAGRAPHS:
        kept.remove(body[1 + seed % (len(body) - 1)])
    return tuple(part for part, after in zip(kept, [*kept[1:], None], strict=True) if part.kind != "inter" or _leads(after))


def _leads(after: Part | None) -> bool:
    """An intertitle whose text was cut goes with it."""
    return after is not None and after.kind == "body"
