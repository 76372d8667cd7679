"""The file a printer keeps: pictures into inks, plain PDF into PDF/X, and the checks that prove it."""

from mise_en_page.press.finish import finish
from mise_en_page.press.images import Prepared, prepare_image
from mise_en_page.press.job import Job, Swatch
from mise_en_page.press.marked import STACKED, MarkedPage, marked, stacked
from mise_en_page.press.preflight import preflight
from mise_en_page.press.profile import Profile, read_profile, shipped

__all__ = [
    "STACKED",
    "Job",
    "MarkedPage",
    "Prepared",
    "Profile",
    "Swatch",
    "finish",
    "marked",
    "preflight",
    "prepare_image",
    "read_profile",
    "shipped",
    "stacked",
]
