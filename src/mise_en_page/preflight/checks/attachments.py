"""Other files in the file are no part of what is printed."""

from __future__ import annotations

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("attachments", severity="error", authority="ISO 15930-7", scope="file")
def attachments(pdf: Examined, profile: Profile) -> Faults:
    """Is there no other file inside?"""
    names = pdf.pdf.Root.get("/Names")
    if (isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names) or "/AF" in pdf.pdf.Root:
        yield Fault("other files are attached", hint="export without attachments")
