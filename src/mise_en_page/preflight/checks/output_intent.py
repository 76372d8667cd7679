"""For which press and paper the file is made."""

import pikepdf

from mise_en_page.pdf.resources import unpack
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("output-intent", "error", "ISO 15930-7; GWG 2022, R0035", "file")
def output_intent(pdf: Examined, profile: Profile) -> Faults:
    held = pdf.pdf.Root.get("/OutputIntents")
    intents = [one for one in held if isinstance(one, pikepdf.Dictionary)] if isinstance(held, pikepdf.Array) else []
    ours = [one for one in intents if str(one.get("/S")) == "/GTS_PDFX"]
    if len(ours) != 1:
        yield Fault.of("output-intent/several", count=len(ours)) if ours else Fault.of("output-intent/none")
        return
    name = str(ours[0].get("/OutputConditionIdentifier", ""))
    if not name:
        yield Fault.of("output-intent/unnamed")
    elif name != profile.condition:
        yield Fault.of("output-intent", None, "warning", condition=name, wanted=profile.condition)
    if "/Info" not in ours[0] and "/RegistryName" not in ours[0]:
        yield Fault.of("output-intent/registry")
    if "/DestOutputProfile" in ours[0]:
        yield from _of_profile(ours[0]["/DestOutputProfile"])
    elif not str(ours[0].get("/RegistryName", "")).startswith("http://www.color.org"):
        yield Fault.of("output-intent/profile")


def _of_profile(held: pikepdf.Object) -> Faults:
    icc = unpack(held)
    if icc is None or len(icc) < 132 or icc[36:40] != b"acsp":
        yield Fault.of("output-intent/damaged")
    elif icc[12:16] != b"prtr" or icc[16:20] != b"CMYK":
        yield Fault.of("output-intent/press", space=icc[16:20].decode("ascii", "replace").strip())
    elif int(held.get("/N", 0)) != 4:
        yield Fault.of("output-intent/inks")
