"""Other files in the file are no part of what is printed."""

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("attachments", "error", "ISO 15930-7", "file")
def attachments(pdf: Examined, profile: Profile) -> Faults:
    names = pdf.pdf.Root.get("/Names")
    if (isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names) or "/AF" in pdf.pdf.Root:
        yield Fault.of("attachments")
