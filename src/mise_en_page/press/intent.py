"""The output intent: for which printing condition the file is made (ISO 32000-1, 14.11.5; ISO 15930).

The profile is embedded, so that a proof looks right anywhere, and the condition is named as it is registered at the ICC, so
that a printer's system finds it.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mise_en_page.model.press_profile import Profile


def set_intent(pdf: pikepdf.Pdf, profile: Profile) -> None:
    """One output intent, GTS_PDFX, with the profile's ICC file."""
    icc = pdf.make_stream(packed(profile.icc))
    icc.Filter = Name.FlateDecode
    icc.N = 4
    icc.Alternate = Name.DeviceCMYK
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(profile.condition),
                    OutputCondition=String(profile.condition_title),
                    RegistryName=String(profile.registry),
                    Info=String(profile.condition_title),
                    DestOutputProfile=icc,
                )
            )
        ]
    )


@lru_cache(maxsize=8)
def packed(icc: bytes) -> bytes:
    """A profile is mostly tables of numbers: the best that zlib can do is 3 % smaller, and takes ten times as long."""
    return zlib.compress(icc, 1)
