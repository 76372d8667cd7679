"""A form to fill in is not a page to print."""

from __future__ import annotations

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("form-fields", severity="error", authority="ISO 15930-7", scope="file")
def form_fields(pdf: Examined, profile: Profile) -> Faults:
    """Is there no form?"""
    form = pdf.pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        fields = form.get("/Fields")
        if (isinstance(fields, pikepdf.Array) and len(fields)) or "/XFA" in form:
            yield Fault("the file holds a form", hint="flatten it: print it to a new PDF")
