"""For which press and paper the file is made."""

from __future__ import annotations

import pikepdf

from mise_en_page.pdf.resources import unpack
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("output-intent", severity="error", authority="ISO 15930-7; GWG 2022, R0035", scope="file")
def output_intent(pdf: Examined, profile: Profile) -> Faults:
    """Is there one output intent, complete, for a CMYK press, and the one the printer asks for?"""
    held = pdf.pdf.Root.get("/OutputIntents")
    intents = [one for one in held if isinstance(one, pikepdf.Dictionary)] if isinstance(held, pikepdf.Array) else []
    ours = [one for one in intents if str(one.get("/S")) == "/GTS_PDFX"]
    if len(ours) != 1:
        yield Fault(
            f"the file has {len(ours) or 'no'} output intents for PDF/X: there must be one", hint="export it as PDF/X"
        )
        return
    name = str(ours[0].get("/OutputConditionIdentifier", ""))
    if not name:
        yield Fault("the output intent does not name its printing condition")
    elif name != profile.condition:
        yield Fault(f"the file is made for {name}, the printer prints {profile.condition}", severity="warning")
    if "/Info" not in ours[0] and "/RegistryName" not in ours[0]:
        yield Fault("the output intent names neither a registry nor what its condition is")
    if "/DestOutputProfile" not in ours[0]:
        registered = str(ours[0].get("/RegistryName", "")).startswith("http://www.color.org")
        if not registered:
            yield Fault("the output intent has no ICC profile", hint="embed the profile of the press")
        return
    icc = unpack(ours[0]["/DestOutputProfile"])
    if icc is None or len(icc) < 132 or icc[36:40] != b"acsp":
        yield Fault("the output intent's ICC profile is damaged")
    elif icc[12:16] != b"prtr" or icc[16:20] != b"CMYK":
        kind = icc[16:20].decode("ascii", "replace").strip()
        yield Fault(f"the output intent's profile is for {kind}, not for a CMYK press")
    elif int(ours[0]["/DestOutputProfile"].get("/N", 0)) != 4:
        yield Fault("the output intent's profile has four inks and /N says otherwise")
