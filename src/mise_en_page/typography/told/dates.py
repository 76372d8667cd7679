"""Dates that are on no calendar, and days of the week that a date has not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache

from mise_en_page.model.message import key
from mise_en_page.typography.near import DIGITS, Signs, near
from mise_en_page.typography.told.finding import Finding, Passage, found

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BLANK = r"[ \u00a0\u202f]"
DATE = near(
    rf"(?:(?P<name>\b(?:{'|'.join(DAYS)}))(?:\b{_BLANK}))?(?<![\d.,/-])(?P<day>\d{{1,2}})(?:er)?"
    rf"(?:{_BLANK}?(?P<link>et|ou|au|,){_BLANK}(?:(?P<name2>{'|'.join(DAYS)}){_BLANK})?(?P<day2>\d{{1,2}}))?"
    rf"{_BLANK}(?P<month>{'|'.join(MONTHS)})\b(?:{_BLANK}(?P<year>\d{{4}})\b)?",
    Signs(DIGITS, " \u00a0\u202fe,"), before=24, after=48, flags=re.IGNORECASE,
)  # fmt: skip
#: The Gregorian calendar is France's from here on.
GREGORIAN = 1583
#: A date without a year is the issue's own where it is no further from it than this (days before, days after).
BEFORE, AFTER = 25, 60


def dates(passage: Passage) -> Iterator[Finding]:
    for match in DATE.finditer(passage.text):
        month = MONTHS.index(match["month"].lower()) + 1
        year = int(match["year"]) if match["year"] else None
        for name, day in ((match["name"], match["day"]), (match["name2"], match["day2"])):
            if day is not None:
                yield from _judged(passage, match, name, int(day), month, year)


def _judged(
    passage: Passage, match: re.Match[str], name: str | None, day: int, month: int, year: int | None
) -> Iterator[Finding]:
    length = LENGTHS[month - 1]
    common = year if year is not None else _year_of_february(passage.date)
    if month == 2 and common is not None and common >= GREGORIAN and not _is_leap(common):
        length = 28
    if not 1 <= day <= length:
        if day <= 31 or name:  # « 48 mai » is a score, a number, anything
            yield found(passage, *match.span(), key("impossible-date"), last=length, month=MONTHS[month - 1])
        return
    if name is None:
        return
    typed = DAYS.index(name.lower())
    when = _when(day, month, year, passage.date)
    if when is not None and when.weekday() != typed:
        yield found(
            passage, *match.span(), key("impossible-date/weekday"), day=day, month=MONTHS[month - 1], year=when.year,
            right=DAYS[when.weekday()],
        )  # fmt: skip


def _when(day: int, month: int, year: int | None, issue: str) -> datetime.date | None:
    """The date that is meant, where that is plain."""
    if year is not None:
        return datetime.date(year, month, day) if year >= GREGORIAN else None
    near = _issue(issue)
    if near is None:
        return None
    for candidate in (near.year, near.year + 1, near.year - 1):
        try:
            when = datetime.date(candidate, month, day)
        except ValueError:
            continue
        if -BEFORE <= (when - near).days <= AFTER:
            return when
    return None


def _year_of_february(issue: str) -> int | None:
    """The year of the end of February that an issue's date is near."""
    near = _issue(issue)
    if near is None:
        return None
    years = (near.year, near.year + 1)
    return next((year for year in years if -BEFORE <= (datetime.date(year, 3, 1) - near).days <= AFTER), None)


@lru_cache(maxsize=8)
def _issue(date: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        return None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
