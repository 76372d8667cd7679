"""Where transparent things are mixed: in the inks that print, or colours shift."""

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("blend-space", "error", "GWG 2022, R0030")
def blend_space(pdf: Examined, profile: Profile) -> Faults:
    for number, named in pdf.groups:
        space = named.removeprefix("mask:")
        allowed = ("", "DeviceCMYK", "DeviceGray") if space != named else ("", "DeviceCMYK")
        if space not in allowed:
            yield Fault.of("blend-space", pdf.page(number).spot(), space=space)
