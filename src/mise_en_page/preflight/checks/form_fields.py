"""A form to fill in is not a page to print."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from mise_en_page.model.press_profile import Profile
from mise_en_page.preflight.checks.registry import Fault, check
from mise_en_page.preflight.examined import Examined


@check("form-fields", severity="error", authority="ISO 15930-7", proved_by=("form-fields.fails", "good"), scope="file")
def form_fields(pdf: Examined, profile: Profile) -> Iterator[Fault]:
    """Is there no form?"""
    form = pdf.pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        fields = form.get("/Fields")
        if (isinstance(fields, pikepdf.Array) and len(fields)) or "/XFA" in form:
            yield Fault("the file holds a form", hint="flatten it: print it to a new PDF")
