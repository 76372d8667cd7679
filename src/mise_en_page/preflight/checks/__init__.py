"""What is asked of a file for the press: one check a module of its name, in the order in which they are reported."""

from importlib import import_module
from typing import Final

from mise_en_page.preflight.checks.registry import Check

ORDER: Final = (
    "undamaged", "claim", "version", "encryption", "information", "metadata_agree", "trapped", "output_intent", "boxes",
    "page_geometry", "page_sizes", "bleed_declared", "fonts_embedded", "fonts_subset", "fonts_type3", "fonts_version",
    "missing_glyphs", "colour_spaces", "image_whole", "image_colour", "image_resolution", "line_art_resolution",
    "image_shape", "transparency", "blend_space", "page_annotations", "actions", "form_fields", "attachments", "layers",
    "black_text", "many_ink_text", "reversed_text", "least_size", "black_overprint", "white_overprint", "grey_overprint",
    "hairlines", "spot_inks", "marks_outside", "transfer_curves", "foreign_objects", "filters", "shadings", "safe_zone",
    "empty_page", "bleed_painted", "ink_limit",
)  # fmt: skip

CHECKS: Final[tuple[Check, ...]] = tuple(getattr(import_module(f"{__name__}.{name}"), name) for name in ORDER)
