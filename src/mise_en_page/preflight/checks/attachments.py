"""Other files in the file are no part of what is printed."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("attachments", severity="error", authority="ISO 15930-7", proved_by=("attachments.fails", "good"), scope="file")
def attachments(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is there no other file inside?"""
    names = pdf.pdf.Root.get("/Names")
    if (isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names) or "/AF" in pdf.pdf.Root:
        yield Fault("other files are attached", hint="export without attachments")
