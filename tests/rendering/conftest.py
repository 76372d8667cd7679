"""Fixtures of the rendering tests, from the page made by hand."""

from hand_made_page import catalogue, render_text

__all__ = ["catalogue", "render_text"]
