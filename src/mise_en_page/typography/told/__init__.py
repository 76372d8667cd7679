"""What is told and never changed unasked: the kinds of findings, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mise_en_page.typography.near import EVERY, know, signs_of
from mise_en_page.typography.told import capitals, dates, numbers, sentences, spelling, words
from mise_en_page.typography.told.finding import Finding, Kind, Passage


def _paragraph(text: str, before: str = "") -> Passage:
    """A paragraph among others that are prose, in an issue of May 2018."""
    return Passage(text, "paragraph", before=before, date="2018-05-01")


KINDS: tuple[Kind, ...] = (
    Kind("spelling", spelling.spelling, _paragraph("Bon acceuil au village."), EVERY),
    Kind("repeated-word", words.repeated, _paragraph("Le maire de de la ville."), EVERY),
    Kind("divided-word", words.divided, _paragraph("Un point impor- tant."), words.DIVIDED.need),
    Kind(
        "final-point", sentences.final_point,
        _paragraph("Le bac de la Vienne traverse sans gazole depuis le mois d’avril et les passagers sont contents"), EVERY,
    ),
    Kind("sentence-capital", sentences.capital, _paragraph("Le bac est parti. il revient ce soir à quai."), EVERY),
    Kind("two-points", sentences.two_points, _paragraph("Le bac est parti.."), sentences.TWO.need),
    Kind("date-capital", capitals.days, _paragraph("Il part le Lundi."), capitals.DAY.need | capitals.MONTH.need),
    Kind("dotted-acronym", capitals.dotted, _paragraph("Un train de la S.N.C.F. en retard."), capitals.SIGLE.need),
    Kind("multiplication-sign", numbers.multiplications, _paragraph("Un lit de 3 x 5 m."), numbers.TIMES.need),
    Kind("phone-form", numbers.phones, _paragraph("Au 01.23.45.67.89."), numbers.PHONE.need),
    Kind("impossible-date", dates.dates, _paragraph("Rendez-vous le 31 avril."), dates.DATE.need),
)  # fmt: skip

#: Of one kind, so many are told of one text: who has more of it mends the text as a whole.
MOST = 20

__all__ = ["KINDS", "Finding", "Kind", "Passage", "told"]


def told(passage: Passage) -> Iterator[Finding]:
    """Everything in a text that an editor should look at, in the order of the text."""
    signs = signs_of(passage.text)
    know(passage.text, signs)
    wanted = (kind for kind in KINDS if kind.need == EVERY or kind.need & signs)
    found = (finding for kind in wanted for finding in islice(kind.find(passage), MOST))
    yield from sorted(found, key=lambda finding: finding.at)
