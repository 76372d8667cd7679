"""An issue has one format."""

from __future__ import annotations

from mise_en_page.preflight.checks.registry import MM, Examined, Fault, Faults, Profile, check


@check("page-sizes", severity="error", authority="GWG 2022, R0002 to R0004", scope="file")
def page_sizes(pdf: Examined, profile: Profile) -> Faults:
    """Are all pages trimmed to the same size?"""
    if not pdf.pages:
        yield Fault("the file has no pages")
        return
    known = [page for page in pdf.pages if page.trim or page.art]  # without either, the check of boxes speaks
    if not known:
        return
    first = known[0].cut
    size = (first[2] - first[0], first[3] - first[1])
    for page in known[1:]:
        other = (page.cut[2] - page.cut[0], page.cut[3] - page.cut[1])
        if max(abs(other[0] - size[0]), abs(other[1] - size[1])) > 0.05:
            shown = f"{other[0] / MM:.1f} × {other[1] / MM:.1f} mm"
            yield Fault(f"the page is {shown}, the first {size[0] / MM:.1f} × {size[1] / MM:.1f} mm", page.spot())
