"""A form to fill in is not a page to print."""

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("form-fields", "error", "ISO 15930-7", "file")
def form_fields(pdf: Examined, profile: Profile) -> Faults:
    form = pdf.pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        fields = form.get("/Fields")
        if (isinstance(fields, pikepdf.Array) and len(fields)) or "/XFA" in form:
            yield Fault.of("form-fields")
