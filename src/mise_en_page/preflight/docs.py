"""The pages on the press for editors and printers, in French and in English, made from the profiles and checks themselves.

``python -m mise_en_page.preflight.docs fr`` (or ``en``) writes one out; docs/press/ holds what it wrote.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final

from mise_en_page.model.message import Language, spoken
from mise_en_page.preflight.checks import CHECKS
from mise_en_page.preflight.checks.registry import SEVERITIES
from mise_en_page.reading.press_profile import is_ours, known, written


@dataclass(frozen=True, slots=True)
class Words:
    """What differs from one language to the other."""

    profiles: str
    profile_columns: tuple[str, ...]
    checks: str
    check_columns: tuple[str, ...]


WORDS: Final[dict[Language, Words]] = {
    "fr": Words(
        "## Les profils d’impression",
        ("Profil", "Papier et norme", "Condition", "Encrage max.", "Image : voulu, alerte, refus", "Filet min.",
         "Corps min.", "Réserve min.", "Fichier ICC"),
        "## Les contrôles, dans l’ordre",
        ("Contrôle", "Question", "Si non", "Autorité"),
    ),
    "en": Words(
        "## The press profiles",
        ("Profile", "Paper and standard", "Condition", "Most ink", "Picture: wanted, warning, error", "Thinnest rule",
         "Smallest type", "Smallest reversed type", "ICC file"),
        "## The checks, in order",
        ("Check", "Question", "If not", "Authority"),
    ),
}  # fmt: skip
FILES: Final[dict[Language, str]] = {"fr": "impression.md", "en": "printing.md"}
"""The pages' names in docs/press/."""


def page(language: Language) -> str:
    """The whole page, as Markdown."""
    words = WORDS[language]
    head = (resources.files("mise_en_page.preflight") / "words" / f"page.{language}.md").read_text("utf-8")
    with spoken(language):
        return "\n".join([head, words.profiles, "", *_profiles(words), "", words.checks, "", *_checks(words), ""])


def _profiles(words: Words) -> Iterator[str]:
    yield from _row(words.profile_columns, head=True)
    for name in known():
        value = written(name)
        yield from _row(
            (
                f"`{name}`",
                f"{value['title']} ({value['standard']})",
                value["condition"],
                f"{value['ink_limit']} %",
                " / ".join(value[f"resolution.{step}"] for step in ("wanted", "warning", "error")) + " ppi",
                f"{value['hairline']} pt",
                f"{value['least_size']} pt",
                f"{value['reversed_size']} pt",
                f"{value['icc']} ({value['icc_from']})"
                if "icc_from" in value and not is_ours(value["icc"])
                else value["icc"],
            )
        )


def _checks(words: Words) -> Iterator[str]:
    yield from _row(words.check_columns, head=True)
    for check in CHECKS:
        yield from _row((f"`{check.id}`", str(check.question), str(SEVERITIES[check.severity]), check.authority))


def _row(cells: tuple[str, ...], *, head: bool = False) -> Iterator[str]:
    yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    if head:
        yield f"|{'---|' * len(cells)}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page("en" if sys.argv[1:] == ["en"] else "fr"))
