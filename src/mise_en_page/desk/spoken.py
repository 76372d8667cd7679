"""Which language a browser is spoken to in."""

from __future__ import annotations

import contextlib

from mise_en_page.model.message import Language


def language_of(accepted: str) -> Language:
    """French, unless the browser prefers English to it (or knows neither)."""
    weights = {"fr": 0.0, "en": 0.0}
    for part in accepted[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        short = name[:2].lower()
        with contextlib.suppress(ValueError):
            if short in weights:
                weights[short] = max(weights[short], float(weight or 1))
    return "en" if weights["en"] > weights["fr"] else "fr"
