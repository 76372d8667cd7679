"""Each standard stands on one version of PDF."""

import re
from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check

MOST: Final = {"X-4": "1.6", "X-3": "1.4", "X-1a": "1.4"}


@check("version", "error", "ISO 15930-7 (PDF 1.6); ISO 15930-4 and -6 (PDF 1.4)", "file")
def version(pdf: Examined, profile: Profile) -> Faults:
    said, most = pdf.pdf.pdf_version, MOST[profile.standard]
    if not re.fullmatch(r"\d+\.\d+", said) or [*map(int, said.split("."))] > [*map(int, most.split("."))]:
        yield Fault.of("version", version=said, standard=profile.standard, most=most)
