"""The file a printer keeps: pictures into inks, plain PDF into PDF/X, and the checks that prove it."""

from mise_en_page.press import guard
from mise_en_page.press.annotations import Annotated, Annotation
from mise_en_page.press.art import Art, prepare_art
from mise_en_page.press.cache import Cache
from mise_en_page.press.drawing import Drawing, prepare_drawing
from mise_en_page.press.finish import assemble, finish, plain
from mise_en_page.press.images import Prepared, prepare_image
from mise_en_page.press.ink import Heaviest, PageInk, Separation, separations
from mise_en_page.press.job import Job, Swatch, pair
from mise_en_page.press.marked import STACKED, MarkedPage, marked, stacked
from mise_en_page.press.moved import moved
from mise_en_page.press.preflight import Findings, Inspection, inspect, preflight, whole
from mise_en_page.press.preflight import pages as page_findings
from mise_en_page.press.profile import Profile, known, named, read_profile, shipped

__all__ = [
    "STACKED",
    "Annotated",
    "Annotation",
    "Art",
    "Cache",
    "Drawing",
    "Findings",
    "Heaviest",
    "Inspection",
    "Job",
    "MarkedPage",
    "PageInk",
    "Prepared",
    "Profile",
    "Separation",
    "Swatch",
    "assemble",
    "finish",
    "guard",
    "inspect",
    "known",
    "marked",
    "moved",
    "named",
    "page_findings",
    "pair",
    "plain",
    "preflight",
    "prepare_art",
    "prepare_drawing",
    "prepare_image",
    "read_profile",
    "separations",
    "shipped",
    "stacked",
    "whole",
]
