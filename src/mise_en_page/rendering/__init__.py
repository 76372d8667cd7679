"""A made-up page into PDF: the only room that knows WeasyPrint and Jinja."""

from mise_en_page.rendering import lighter  # noqa: F401 - before anything imports WeasyPrint
from mise_en_page.rendering.cascade import (
    CONTINUED_TITLES,
    NOTES,
    joined,
    likely_marks,
    marks_in_use,
    missing_marks,
    styles,
)
from mise_en_page.rendering.inks import mixed_inks, spot_inks, stand_in, with_stand_ins
from mise_en_page.rendering.judging_faces import judge_faces, judge_features
from mise_en_page.rendering.page import Pages
from mise_en_page.rendering.template import judge_template

__all__ = [
    "CONTINUED_TITLES",
    "NOTES",
    "Pages",
    "joined",
    "judge_faces",
    "judge_features",
    "judge_template",
    "likely_marks",
    "marks_in_use",
    "missing_marks",
    "mixed_inks",
    "spot_inks",
    "stand_in",
    "styles",
    "with_stand_ins",
]
