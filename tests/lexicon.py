"""Every form of a full French lexicon, for laws that must hold for all words.

The lexicon is Dicollecte's (Grammalecte's; Olivier R. and contributors, MPL 2.0), as Debian packages it for Hunspell:
hunspell-fr-comprehensive, which ``scripts/setup.sh judges`` installs. Nothing of it is in this repository, and nothing in
``src`` reads it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path("/usr/share/hunspell")
#: Hunspell's suffix: what it takes away, what it adds, what the stem must end in.
_SUFFIX = re.compile(r"SFX (\S\S) (\S+) ([^\s/]+)(?:/(\S+))? (\S+)")
_ENTRY = re.compile(r"([^\s/]+)(?:/(\S+))?")
#: Stems that are no words by themselves, and words that are wrong.
_NEEDS_SUFFIX, _FORBIDDEN = "()", "{}"
_ELISIONS = {"L'": "l’", "D'": "d’", "Q'": "qu’", "N'": "n’", "J'": "j’", "S'": "s’", "M'": "m’"}


def words() -> list[str]:
    """Every form, sorted; the test is skipped where the lexicon is not, and fails there in CI."""
    if not (FOLDER / "fr.dic").exists():
        if os.environ.get("CI"):
            pytest.fail("no French lexicon: scripts/setup.sh judges")
        pytest.skip("no French lexicon: scripts/setup.sh judges")
    return sorted(_forms())


def elided() -> list[str]:
    """The forms that bear an elision, each behind one of its own, sorted."""
    words()
    vowels = tuple("aàâeéèêëhiîïoôöuùûüyœæAÀÂEÉÈÊËHIÎÏOÔÖUÙÛÜYŒÆ")
    bearing = ((form, flags) for form, flags in _forms().items() if form.startswith(vowels))
    return sorted({f"{before}{form}" for form, flags in bearing for before in _before(flags)})


def _before(flags: frozenset[str]) -> Iterator[str]:
    yield from (elision for flag, elision in _ELISIONS.items() if flag in flags)


def _flags(written: str | None) -> frozenset[str]:
    return frozenset(written[at : at + 2] for at in range(0, len(written), 2)) if written else frozenset()


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The forms of letters, each with the flags of its prefixes (here: elisions)."""
    suffixes: dict[str, list[tuple[str, str, frozenset[str], re.Pattern[str]]]] = {}
    for flag, strip, add, more, ends in _SUFFIX.findall((FOLDER / "fr.aff").read_text(encoding="utf-8")):
        suffix = (strip.replace("0", ""), "" if add == "0" else add, _flags(more), re.compile(f"{ends}$"))
        suffixes.setdefault(flag, []).append(suffix)
    forms: dict[str, frozenset[str]] = {}

    def add_form(form: str, flags: frozenset[str]) -> None:
        if re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", form):
            forms[form] = forms.get(form, frozenset()) | flags

    for line in (FOLDER / "fr.dic").read_text(encoding="utf-8").splitlines()[1:]:
        entry = _ENTRY.match(line)
        if entry is None:
            continue
        stem, flags = entry[1], _flags(entry[2])
        if _FORBIDDEN in flags:
            continue
        if _NEEDS_SUFFIX not in flags:
            add_form(stem, flags)
        for flag in flags & suffixes.keys():
            for strip, add, more, ends in suffixes[flag]:
                if stem.endswith(strip) and ends.search(stem):
                    add_form(stem[: len(stem) - len(strip)] + add, more)
    return forms
