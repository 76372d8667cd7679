"""A file for the press does nothing by itself."""

from __future__ import annotations

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("actions", severity="error", authority="ISO 15930-7; ISO 15930-4 and -6", scope="file")
def actions(pdf: Examined, profile: Profile) -> Faults:
    """Is there no script and no action?"""
    root = pdf.pdf.Root
    hint = "export for print, not for screen"
    for key, words in (("/OpenAction", "an action on opening"), ("/AA", "actions of the document")):
        if isinstance(root.get(key), pikepdf.Dictionary):
            yield Fault(words, hint=hint)
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        yield Fault("a JavaScript program", hint=hint)
    for page in pdf.pages:
        if "/AA" in page.obj:
            yield Fault("actions of a page", page.spot(), hint)
        held = page.obj.get("/Annots")
        for one in held if isinstance(held, pikepdf.Array) else ():
            action = one.get("/A") if isinstance(one, pikepdf.Dictionary) else None
            if isinstance(action, pikepdf.Dictionary) and _is_active(action):
                yield Fault(f"an annotation acts ({str(action.get('/S', '/?'))[1:]})", page.spot(), hint)


def _is_active(action: pikepdf.Dictionary) -> bool:
    where = str(action.get("/URI", "")).strip().lower()
    return str(action.get("/S")) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData") or where.startswith(
        "javascript:"
    )
