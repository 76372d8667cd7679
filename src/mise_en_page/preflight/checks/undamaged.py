"""A file is whole: nothing had to be guessed to read it."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("undamaged", "error", "ISO 32000-1, 7.5", "file")
def undamaged(pdf: Examined, profile: Profile) -> Faults:
    for warning in pdf.warnings[:5]:
        yield Fault.of("undamaged", reason=warning)
    for number, reason in pdf.faults:
        yield Fault.of("undamaged/page", pdf.page(number).spot(), page=number, reason=reason)
