"""A made-up page into PDF: the only room that knows WeasyPrint and Jinja."""

from mise_en_page.rendering.cascade import cascade
from mise_en_page.rendering.faults import layout_at_fault
from mise_en_page.rendering.inks import spot_inks, stand_in
from mise_en_page.rendering.judging import judge_families
from mise_en_page.rendering.page import Rendered, render

__all__ = ["Rendered", "cascade", "judge_families", "layout_at_fault", "render", "spot_inks", "stand_in"]
