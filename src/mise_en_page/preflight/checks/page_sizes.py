"""An issue has one format."""

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import MM
from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check


@check("page-sizes", "error", "GWG 2022, R0002 to R0004", "file")
def page_sizes(pdf: Examined, profile: Profile) -> Faults:
    if not pdf.pages:
        yield Fault.of("page-sizes/none")
    known = [page for page in pdf.pages if page.trim or page.art]  # without either, the check of boxes speaks
    sizes = [(page.cut[2] - page.cut[0], page.cut[3] - page.cut[1]) for page in known]
    for page, size in zip(known, sizes, strict=True):
        if max(abs(size[0] - sizes[0][0]), abs(size[1] - sizes[0][1])) > 0.05:
            here, first = (say("word/size", width=width / MM, height=height / MM) for width, height in (size, sizes[0]))
            yield Fault.of("page-sizes", page.spot(), size=here, first=first)
