"""A printer must be able to open and change the file."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("encryption", "error", "ISO 15930-7; ISO 15930-4 and -6", "file")
def encryption(pdf: Examined, profile: Profile) -> Faults:
    if pdf.pdf.is_encrypted:
        yield Fault.of("encryption")
