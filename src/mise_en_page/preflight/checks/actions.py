"""A file for the press does nothing by itself."""

import pikepdf

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("actions", "error", "ISO 15930-7; ISO 15930-4 and -6", "file")
def actions(pdf: Examined, profile: Profile) -> Faults:
    root = pdf.pdf.Root
    if isinstance(root.get("/OpenAction"), pikepdf.Dictionary):
        yield Fault.of("actions/opening")
    if isinstance(root.get("/AA"), pikepdf.Dictionary):
        yield Fault.of("actions/document")
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        yield Fault.of("actions/program")
    for page in pdf.pages:
        if "/AA" in page.obj:
            yield Fault.of("actions/page", page.spot())
        held = page.obj.get("/Annots")
        for one in held if isinstance(held, pikepdf.Array) else ():
            action = one.get("/A") if isinstance(one, pikepdf.Dictionary) else None
            if isinstance(action, pikepdf.Dictionary) and _is_active(action):
                yield Fault.of("actions/annotation", page.spot(), action=str(action.get("/S", "/?"))[1:])


def _is_active(action: pikepdf.Dictionary) -> bool:
    where = str(action.get("/URI", "")).strip().lower()
    active = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData")
    return str(action.get("/S")) in active or where.startswith("javascript:")
