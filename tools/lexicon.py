"""Make src/mise_en_page/typography/lexicon/: every form of the French lexicon with what it is, and the gazetteer.

usage: python -m tools.lexicon DIR    (DIR holds the unpacked packages, see below; the same packages give the same bytes)

    mkdir DIR && cd DIR && for p in dictionary-fr@3.0.0 @etalab/decoupage-administratif@6.0.0 i18n-iso-countries@7.14.0; do
        npm pack "$p"; done
    for f in *.tgz; do mkdir "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}" --strip-components=1; done
    apt-get download hunspell-fr-comprehensive=1:7.0-1 && dpkg -x hunspell-fr-comprehensive_*.deb hunspell-fr-comprehensive

Dicollecte's lexicon (Grammalecte's) comes twice: version 7.0 with all variants of spelling says what each form is (Debian
keeps the tags), version 7.5 has the newer words. A form is of letters, and of hyphens and apostrophes between them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import marisa_trie

from mise_en_page.typography.lexicon import FILE, Kind

#: What is read, by package.
READ = {
    "hunspell-fr-comprehensive 1:7.0-1": (
        "hunspell-fr-comprehensive/usr/share/hunspell/fr.aff",
        "hunspell-fr-comprehensive/usr/share/hunspell/fr.dic",
    ),
    "dictionary-fr 3.0.0": ("dictionary-fr-3.0.0/index.aff", "dictionary-fr-3.0.0/index.dic"),
    "@etalab/decoupage-administratif 6.0.0": tuple(
        f"etalab-decoupage-administratif-6.0.0/data/{name}.json" for name in ("communes", "departements", "regions")
    ),
    "i18n-iso-countries 7.14.0": ("i18n-iso-countries-7.14.0/langs/fr.json",),
}
#: Hunspell's suffix: flag, what it takes away, what it adds, what the stem must end in, tags.
SUFFIX = re.compile(r"SFX (\S\S) (\S+) ([^\s/]+)(?:/\S+)? (\S+)(?: (.*))?")
ENTRY = re.compile(r"([^\s/]+)(?:/(\S+))?(?:\s(.*))?")
FORM = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
NEEDS_SUFFIX, FORBIDDEN = "()", "{}"
#: What is no word by itself, or a wrong one.
LEFT_OUT = ("po:err", "po:sfx", "po:pfx")
#: What its tags say of a form.
PARTS = {
    Kind.INFINITIVE: re.compile("po:infi"),
    Kind.NOUN: re.compile("po:nom"),
    Kind.ADJECTIVE: re.compile("po:adj"),
    Kind.ADVERB: re.compile("po:(?:neg)?adv"),
    Kind.VERB: re.compile("po:(?:ipre|iimp|ipsi|ifut|cond|spre|simp|impe)"),
    Kind.PARTICIPLE: re.compile("po:ppas"),
    Kind.GERUND: re.compile("po:ppre"),
    Kind.TOOL: re.compile("po:(?:mg|det|pro[a-z]|prep|cj)"),
}
NAMES = {"po:prn": Kind.GIVEN, "po:npr": Kind.PLACE, "po:patr": Kind.FAMILY}


class Suffix(NamedTuple):
    strip: str
    add: str
    ends: re.Pattern[str]
    tags: str


def flags_of(written: str | None) -> frozenset[str]:
    """Flags of two characters each."""
    return frozenset(written[at : at + 2] for at in range(0, len(written), 2)) if written else frozenset()


def expanded(affixes: Path, words: Path) -> Iterator[tuple[str, str]]:
    """Every form of a Hunspell dictionary, with its tags."""
    suffixes: dict[str, list[Suffix]] = defaultdict(list)
    for flag, strip, add, ends, tags in SUFFIX.findall(affixes.read_text(encoding="utf-8")):
        made = Suffix(strip.replace("0", ""), "" if add == "0" else add, re.compile(f"{ends}$"), tags)
        suffixes[flag].append(made)
    for line in words.read_text(encoding="utf-8").splitlines()[1:]:
        entry = ENTRY.match(line)
        if entry is None or any(tag in line for tag in LEFT_OUT):
            continue
        stem, flags, tags = entry[1], flags_of(entry[2]), entry[3] or ""
        if FORBIDDEN in flags:
            continue
        if NEEDS_SUFFIX not in flags:
            yield stem, tags
        for flag in sorted(flags & suffixes.keys()):
            for suffix in suffixes[flag]:
                if stem.endswith(suffix.strip) and suffix.ends.search(stem):
                    yield stem[: len(stem) - len(suffix.strip)] + suffix.add, f"{tags} {suffix.tags}".strip()


def kind_of(form: str, tags: str) -> Kind:
    """What a form is, by one reading of it. Without tags, a capital is a name's."""
    if any(map(str.isupper, form)):
        names = [name for tag, name in NAMES.items() if tag in tags]
        return names[0] if names else Kind.OTHER_NAME
    kind = Kind.COMMON
    for part, of in PARTS.items():
        kind |= part if of.search(tags) else 0
    if form.endswith("ent"):
        conjugated = "po:3pl" in tags if tags else not form.endswith("ment")
        kind |= Kind.MUTE if conjugated else Kind.VOICED
    return kind


def places(folder: Path) -> Iterator[str]:
    """The names of communes, departments, regions and countries, with the article that is theirs and without."""
    for package in ("@etalab/decoupage-administratif 6.0.0", "i18n-iso-countries 7.14.0"):
        for name in READ[package]:
            data = json.loads((folder / name).read_text(encoding="utf-8"))
            named = [entry["nom"] for entry in data] if isinstance(data, list) else data["countries"].values()
            for names in named:
                yield from [names] if isinstance(names, str) else names


def kinds(folder: Path) -> dict[str, Kind]:
    """Every form and every place with what it is."""
    found: dict[str, Kind] = defaultdict(lambda: Kind(0))
    for package in ("hunspell-fr-comprehensive 1:7.0-1", "dictionary-fr 3.0.0"):
        affixes, words = (folder / name for name in READ[package])
        known = frozenset(found)
        for form, tags in expanded(affixes, words):
            if FORM.fullmatch(form) and (tags or form not in known):
                found[form.replace("'", "’")] |= kind_of(form, tags)
    for name in places(folder):
        found[name.replace("'", "’")] |= Kind.PLACE
    return dict(found)


def provenance(folder: Path, digest: str, forms: int) -> str:
    """PROVENANCE.md."""
    rows = [
        f"| {Path(name).name} | {package} | `{hashlib.sha256((folder / name).read_bytes()).hexdigest()}` |"
        for package, names in READ.items()
        for name in names
    ]
    return f"""# Where the lexicon comes from

`french.marisa` (sha256 `{digest}`) holds {forms:,} forms and names. Made by `python -m tools.lexicon` out of:

| file | package | sha256 |
|---|---|---|
{chr(10).join(rows)}

The words, and so `french.marisa`, are under the Mozilla Public License 2.0 (LICENSE-MPL-2.0.txt): Dicollecte's lexicon, by
Olivier R. and contributors, https://grammalecte.net. The names of communes, departments and regions are INSEE's (Code
officiel géographique, Licence Ouverte 2.0), gathered by Etalab under the MIT licence; those of countries are from
i18n-iso-countries (Michael Wittig, MIT licence). The source is in these packages, and in `tools/lexicon.py`.
"""


def main(folder: Path) -> None:
    """Write the file and say where it comes from."""
    found = kinds(folder)
    trie = marisa_trie.RecordTrie(
        "<H", [(form, (kind.value,)) for form, kind in sorted(found.items())], order=marisa_trie.LABEL_ORDER
    )
    FILE.parent.mkdir(exist_ok=True)
    trie.save(str(FILE))
    FILE.with_name("PROVENANCE.md").write_text(
        provenance(folder, hashlib.sha256(FILE.read_bytes()).hexdigest(), len(found)), encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
