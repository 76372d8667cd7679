"""Files into the model; the only room that opens a user's text."""

from mise_en_page.reading.issue import Read, accept, publication_root, read_issue, read_sound_pages
from mise_en_page.reading.new import new_publication
from mise_en_page.reading.reread import reread, rewritten, with_text
from mise_en_page.reading.svg import looks_like_svg

__all__ = [
    "Read",
    "accept",
    "looks_like_svg",
    "new_publication",
    "publication_root",
    "read_issue",
    "read_sound_pages",
    "reread",
    "rewritten",
    "with_text",
]
