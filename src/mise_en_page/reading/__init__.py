"""Files into the model; the only room that opens a user's text."""

from mise_en_page.reading.issue import Read, publication_root, read_issue

__all__ = ["Read", "publication_root", "read_issue"]
