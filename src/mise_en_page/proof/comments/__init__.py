"""Comments on words, proposed changes, their answers: small files beside the issue, which git merges."""

from mise_en_page.proof.comments.files import FOLDER, Kept, read_list, write
from mise_en_page.proof.comments.home import as_notes, of_notes
from mise_en_page.proof.comments.places import anchored, extent, located, offset, replaced
from mise_en_page.proof.comments.values import Comment, Kind, On, Thread, as_list, threads

__all__ = (
    "FOLDER",
    "Comment",
    "Kept",
    "Kind",
    "On",
    "Thread",
    "anchored",
    "as_list",
    "as_notes",
    "extent",
    "located",
    "of_notes",
    "offset",
    "read_list",
    "replaced",
    "threads",
    "write",
)
