"""An article that stands on two pages: which of its text is on the one, which on the other.

The first page holds lines of a paragraph as it is set whole, so that its last line is as full as those above it; what is
left of the paragraph is set anew on the measure of the other page.
"""

from __future__ import annotations

from dataclasses import replace

from mise_en_page.composition.galley import SetBlock, Setting
from mise_en_page.model.issue import Text


def since(text: Text, at: int) -> Text:
    """A text from a character on."""
    marks = tuple(replace(mark, start=max(0, mark.start - at), end=mark.end - at) for mark in text.marks if mark.end > at)
    return Text(text.characters[at:], text.origins[at:], marks)


def before(text: Text, at: int) -> Text:
    """A text up to a character, without the space there."""
    characters = text.characters[:at].rstrip(" ")
    end = len(characters)
    marks = tuple(replace(mark, end=min(mark.end, end)) for mark in text.marks if mark.start < end)
    return Text(characters, text.origins[:end], marks)


def cut_at(block: SetBlock, character: int) -> SetBlock | None:
    """A paragraph with its lines before a character of it, in all the settings that break a line there; None in none."""
    at = character - (block.place[1] if block.place else 0)
    settings: dict[int, Setting] = {}
    for _, setting in sorted(block.settings.items()):
        count = next((n for n, line in enumerate(setting.lines) if line.start == at), 0)
        if count and not setting.lines[count - 1].hyphenated:
            made = Setting(setting.lines[:count], setting.cost)
            if count not in settings or made.cost < settings[count].cost:
                settings[count] = made
    if not settings:
        return None
    own = next((n for n, line in enumerate(block.lines) if line.start == at), 0)
    natural = own if own in settings else min(settings, key=lambda count: (settings[count].cost, count))
    text = block.text[: settings[natural].lines[-1].end]
    in_text = cut_at(block.in_text, character) if block.in_text is not None else None
    return replace(
        block, settings=settings, natural=natural, text=text, origins=block.origins[: len(text)], in_text=in_text
    )
