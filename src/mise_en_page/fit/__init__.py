"""Copyfitting by the text (French: calibrage): cuts that were tried by composing them, and how much may be added."""
