"""The comments that stand beside the issue, each with the words of the passage that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from mise_en_page.model.message import Message, key, say
from mise_en_page.proof.comments import Thread, extent, located
from mise_en_page.proof.comments.places import offset
from mise_en_page.proof.html.articles import Passages

STATES: Final = {
    "open": key("html/state-open"), "resolved": key("html/state-resolved"), "accepted": key("html/state-accepted"),
    "refused": key("html/state-refused"),
}  # fmt: skip
SAYS: Final = {
    "comment": key("html/kind-comment"), "proposal": key("html/kind-proposal"), "answer": key("html/kind-answer"),
    "resolved": key("html/kind-resolved"), "reopened": key("html/kind-reopened"), "accepted": key("html/kind-accepted"),
    "refused": key("html/kind-refused"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A conversation and its passage (0: none), from which character of it to which; its page's folio, if it has one."""

    thread: Thread
    passage: int = 0
    start: int = 0
    end: int = 0
    folio: int = 0

    def data(self) -> dict[str, Any]:
        """What the page's script needs to mark the words."""
        open_ = self.thread.state == "open"
        return {"id": self.thread.name, "p": self.passage, "s": self.start, "e": self.end, "open": open_}


def placed(threads: Iterable[Thread], files: Mapping[str, str], passages: Passages) -> list[Placed]:
    """Each conversation where it belongs in the articles' texts as they are now, in their order."""
    made = [_one(thread, files, passages) for thread in threads]
    return sorted(made, key=lambda each: (each.passage, each.start, each.thread.first.at, each.thread.name))


def _one(thread: Thread, files: Mapping[str, str], passages: Passages) -> Placed:
    on = thread.first.on
    if on is None:
        return Placed(thread)
    text = files.get(on.file)
    found = located(on, text) if text is not None else None
    if found is None or text is None:
        return Placed(thread, folio=on.folio)
    begins, ends = extent(on, text) or (offset(text, found.where),) * 2
    first, last = passages.at(on.file, begins), passages.at(on.file, max(begins, ends - 1))
    if first is None or last is None:
        return Placed(thread, folio=on.folio)
    end = last[1] + 1 if ends > begins and last[0] == first[0] else first[1]
    return Placed(thread, first[0], first[1], end, on.folio)


def listed(found: Iterable[Placed]) -> str:
    """Them as a list, which says all without a script."""
    return "".join(_item(each) for each in found)


def _item(each: Placed) -> str:
    thread, first = each.thread, each.thread.first
    on = first.on
    quote = f"<q>{escape(on.quote)}</q>" if on is not None and on.quote else ""
    change = ""
    if first.kind == "proposal":
        change = f" <del>{escape(on.quote if on else '')}</del> <ins>{escape(first.replace)}</ins>"
        quote = ""
    link = f'<a href="#t{each.passage}">{_said(say("html/see"))}</a>' if each.passage else ""
    if not link and each.folio:
        link = f'<a href="#page-{each.folio}">{_said(say("html/page", folio=each.folio))}</a>'
    answers = "".join(f"<li>{_message(more.by, more.at, SAYS[more.kind], more.text)}</li>" for more in thread.more)
    return (
        f'<li id="n-{escape(thread.name)}" data-thread="{escape(thread.name)}" class="{thread.state}">'
        f'<p class="quote">{quote}{change}</p>{_message(first.by, first.at, SAYS[first.kind], first.text)}'
        f"{f'<ul>{answers}</ul>' if answers else ''}"
        f'<p class="foot"><span class="state">{_said(say(STATES[thread.state]))}</span> {link}</p></li>\n'
    )


def _message(by: str, at: str, kind: str, text: str) -> str:
    day = escape(at[:10])
    words = escape(text).replace("\n", "<br>")
    return (
        f'<p><b>{escape(by) or "?"}</b> <small>{_said(say(kind))} · <time datetime="{escape(at)}">{day}</time></small></p>'
        f"{f'<p>{words}</p>' if words else ''}"
    )


def _said(message: Message) -> str:
    return escape(str(message))
