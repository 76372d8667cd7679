"""How well and how fast briefs pages are set, by this engine and by others: ``python -m bench`` (``make bench``)."""
