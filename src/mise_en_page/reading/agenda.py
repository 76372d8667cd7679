"""Agendas: paragraphs in a row that begin with a date in bold (``**Vendredi 3.** Concert à la halle``).

What stands before the text may be any label, once dates stand before half of them at least: « Et aussi », « Tous les
jours ». One such paragraph alone is a paragraph, as is a row of questions in bold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

_SPACE = r"[ \t\u00a0\u202f]"
_DAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|(?:lun|mar|mer|jeu|ven|sam|dim)\.|week-ends?)"
_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
    r"|(?:janv|f[ée]vr?|avr|juil|sept|oct|nov|d[ée]c)\.)"
)
_NUMBER = r"\d{1,2}(?:er)?"
_TIME = r"\d{1,2}[ \u00a0\u202f]?(?:h(?![\w/])|h[ \u00a0\u202f]?\d\d|:\d\d)"
#: What may stand before a date.
_BEFORE = (
    r"(?:les?|la|du|de|d[èe]s|à partir du|à|au|jusqu[’'](?:au|à)|d[’'](?=ici|août|avril|octobre)|ici|avant|après|tous|"
    r"toutes|chaque|ces?|cette|prochain|nuit|soir[ée]e?|matin|fin|d[ée]but|mi-|en|entre|courant|vers)"
)
_DATE: Final = re.compile(
    rf"(?:{_BEFORE}(?:{_SPACE}+|(?<=[-’'])))*"
    rf"(?:{_DAY}(?!\w)|{_NUMBER}(?:{_SPACE}*(?:,|et|au|-|–|/|&){_SPACE}*{_NUMBER})*{_SPACE}+{_MONTH}(?!\w)|{_MONTH}(?!\w)"
    rf"|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?(?![\w%])|{_TIME}|(?:1[0-9]|20)\d\d(?!\w)"
    rf"|aujourd[’']hui|demain|ce soir)",
    re.IGNORECASE,
)
#: A label in bold, and text behind it.
_LABEL: Final = re.compile(r"(\*\*|__)(?![\s*_])(?P<label>[^*_]{1,60})\1(?P<behind>.*)", re.DOTALL)


def label(text: str) -> str:
    """The label in bold with which a paragraph begins; "" where there is none, or nothing but that."""
    found = _LABEL.match(text)
    return found["label"] if found is not None and re.search(r"\w", found["behind"]) else ""


def is_dated(text: str) -> bool:
    """Does a paragraph begin with a date in bold? A question is none, whatever it asks for."""
    said = label(text).strip()
    return bool(_DATE.match(said)) and not said.endswith("?")


def agendas(texts: Sequence[str | None]) -> frozenset[int]:
    """Which of an article's paragraphs are of an agenda; None stands for what is no paragraph."""
    found: set[int] = set()
    for labelled, run in groupby(range(len(texts)), lambda n: bool(label(texts[n] or ""))):
        row = list(run)
        dates = sum(is_dated(texts[n] or "") for n in row)
        if labelled and len(row) > 1 and dates * 2 >= len(row) and is_dated(texts[row[0]] or ""):
            found.update(row)
    return frozenset(found)
