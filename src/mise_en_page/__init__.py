"""A layout engine for the briefs pages of French magazines."""

from mise_en_page import compiled

compiled.choose()
