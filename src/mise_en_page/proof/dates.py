"""Dates as people write them: « 4 mai 2018 »."""

from __future__ import annotations

import datetime
from typing import Final

from mise_en_page.model.message import Message, key, say

MONTHS: Final = (
    key("date/january"), key("date/february"), key("date/march"), key("date/april"), key("date/may"), key("date/june"),
    key("date/july"), key("date/august"), key("date/september"), key("date/october"), key("date/november"),
    key("date/december"),
)  # fmt: skip


def said(iso: str) -> Message | str:
    """“1er mai 2018”, “1 May 2018”; what is no date (YYYY-MM-DD) stays what it is."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    number = say("date/first") if day.day == 1 else str(day.day)
    return say(MONTHS[day.month - 1], day=number, year=day.year)
