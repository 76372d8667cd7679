"""The file a printer keeps: pictures into inks, plain PDF into PDF/X, and the checks that prove it."""

from mise_en_page.press import guard
from mise_en_page.press.annotations import Annotated, Annotation
from mise_en_page.press.cache import Cache
from mise_en_page.press.drawing import Drawing, prepare_drawing
from mise_en_page.press.finish import finish
from mise_en_page.press.images import Prepared, prepare_image
from mise_en_page.press.ink import Heaviest, PageInk, Separation, separations
from mise_en_page.press.job import Job, Swatch, pair
from mise_en_page.press.marked import STACKED, MarkedPage, marked, stacked
from mise_en_page.press.preflight import Inspection, inspect, preflight
from mise_en_page.press.profile import Profile, known, named, read_profile, shipped

__all__ = [
    "STACKED",
    "Annotated",
    "Annotation",
    "Cache",
    "Drawing",
    "Heaviest",
    "Inspection",
    "Job",
    "MarkedPage",
    "PageInk",
    "Prepared",
    "Profile",
    "Separation",
    "Swatch",
    "finish",
    "guard",
    "inspect",
    "known",
    "marked",
    "named",
    "pair",
    "preflight",
    "prepare_drawing",
    "prepare_image",
    "read_profile",
    "separations",
    "shipped",
    "stacked",
]
