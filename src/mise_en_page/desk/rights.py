"""What each path of the server needs: the role of whoever asks. What is not listed is for the chief, but to look at."""

from __future__ import annotations

from typing import Final

from mise_en_page.desk.people import Person, Role

#: What is sent, by its path: who may.
SENT: Final = {
    "/accept": Role.WRITER,
    "/comments": Role.READER,  # what of them is for writers is decided there
    "/corrections": Role.WRITER,
    "/states": Role.WRITER,
    "/take": Role.DESIGNER,
    "/sign": Role.CHIEF,
    "/invitations": Role.CHIEF,
    "/invitations/revoke": Role.CHIEF,
}
#: What may be looked at by fewer than all.
LOOKED: Final = {"/invitations": Role.CHIEF, "/offers.json": Role.WRITER}
#: WebSockets. Who may only read hears that from the editor's own conversation.
SOCKETS: Final = {"/live": Role.READER, "/edit": Role.READER, "/together": Role.READER}
#: Starts a program on the machine of whoever has begun the preview: nobody else's to do.
OWNERS: Final = frozenset({"/open"})


def may(person: Person, kind: str, method: str, path: str) -> bool:
    """May somebody ask for this? ``kind`` is the ASGI scope's, ``method`` that of a request."""
    if path in OWNERS:
        return person.owner
    if kind == "websocket":
        return person.may(SOCKETS.get(path, Role.CHIEF))
    if method in ("GET", "HEAD"):
        return person.may(LOOKED.get(path, Role.READER))
    return person.may(SENT.get(path, Role.CHIEF))
