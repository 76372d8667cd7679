"""Figures of another usage: telephone numbers, multiplications."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mise_en_page.model.message import key
from mise_en_page.typography.near import DIGITS, Signs, near
from mise_en_page.typography.told.finding import Finding, Passage, found

PHONE = near(
    r"(?<![\w.,/:@+#=-])(?:0[1-9](?:\.\d{2}){4}|0[1-9](?:-\d{2}){4}|0[1-9](?:/\d{2}){4}|0[1-9]\d{8}|"
    r"(?:\+|00)33[ \u00a0.]?(?:\(0\))?[1-9](?:[.-]?\d{2}){4})(?![\w/-]|[.,]\d)",
    Signs("0+", DIGITS), before=2, after=24,
)  # fmt: skip
#: What stands before a number that is no telephone's.
REFERENCE = re.compile(
    r"\b(?:[nN][°ºo]|ISBN|ISSN|SIRET|SIREN|réf(?:érence)?|code|matricule|IBAN|RCS)\.?[ \u00a0:]*$", re.IGNORECASE
)


def phones(passage: Passage) -> Iterator[Finding]:
    for match in PHONE.finditer(passage.text):
        if REFERENCE.search(passage.text, max(0, match.start() - 16), match.start()):
            continue
        digits = re.sub(r"\D", "", match.group().replace("(0)", ""))
        digits = "0" + digits[-9:]
        pairs = "\u00a0".join(digits[at : at + 2] for at in range(0, 10, 2))
        yield found(passage, *match.span(), key("phone-form"), pairs=pairs)


TIMES = near(
    r"(?<![\w.,])\d{1,4}(?:,\d+)?(?:[ \u00a0](?:[cmk]?m))?[ \u00a0][xX][ \u00a0]\d{1,4}(?:,\d+)?(?![\w])"
    r"|(?<![\w.,])\d{1,4},\d+[xX]\d{1,4}(?:,\d+)?(?!\w)|(?<![\w.,])\d{1,4}[xX]\d{1,4}[ \u00a0](?:[cmk]?m)\b",
    Signs("xX", " \u00a0" + DIGITS), before=14, after=14,
)  # fmt: skip


def multiplications(passage: Passage) -> Iterator[Finding]:
    for match in TIMES.finditer(passage.text):
        right = re.sub(r"(?<=[\d\sm])[xX](?=[\d\s])", "×", match.group())
        yield found(passage, *match.span(), key("multiplication-sign"), right=right)
