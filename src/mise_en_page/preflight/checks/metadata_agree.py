"""Info and XMP say the same things twice; when they differ, nobody knows which is right."""

from typing import Final

from mise_en_page.preflight.checks.registry import Examined, Fault, Faults, Profile, check
from mise_en_page.preflight.metadata import info, same, xmp_values

PAIRS: Final = (
    ("Title", "dc:title"),
    ("Producer", "pdf:Producer"),
    ("Creator", "xmp:CreatorTool"),
    ("Trapped", "pdf:Trapped"),
    ("CreationDate", "xmp:CreateDate"),
    ("ModDate", "xmp:ModifyDate"),
)


@check("metadata-agree", "error", "ISO 15930-7; XMP specification, part 3", "file")
def metadata_agree(pdf: Examined, profile: Profile) -> Faults:
    plain, xmp = info(pdf), xmp_values(pdf)
    for here, there in PAIRS:
        if here in plain and there in xmp and not same(here, plain[here], xmp[there]):
            yield Fault.of("metadata-agree", entry=here, info=plain[here][:60], xmp=xmp[there][:60])
