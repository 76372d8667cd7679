"""What the program says, apart from the words: a key of the catalogues with its values, spoken in French or in English.

The sentences stand in ``locale/LANGUAGE/LC_MESSAGES/ROOM.po``, a file a room; setup.py makes one catalogue of them. A key
begins with the code of the problem that it words; what follows a slash tells one of its sentences from another
(“bad-value/number”). A hint has its sentence's key and the context “hint”. Placeholders are those of ``str.format``.
"""

from __future__ import annotations

import gettext
import os
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Union, cast

Language = Literal["fr", "en"]
Value = Union[str, int, float, "Message", tuple["Value", ...]]

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
#: Tells the processes that this one begins which language is spoken.
VARIABLE: Final = "MISE_EN_PAGE_LANG"
DOMAIN: Final = "mise_en_page"
LOCALE: Final = Path(__file__).parents[1] / "locale"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogues, not yet spoken: its key, and its values by name. Made by ``say``."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.spoken()

    def spoken(self, context: str = "") -> str:
        """The sentence in the language that is spoken now; of ``context``, “” where the catalogues hold none."""
        values = dict(self.values)
        template = _template(language(), self.key, context, values.get("n"))
        if template is None:
            return "" if context else f"{self.key} {values}"
        return _FORMATTERS[language()].vformat(template, (), values)

    def innermost(self) -> Message:
        """The message that this one only adds something to, as its value ``said``."""
        inner = dict(self.values).get("said")
        return inner.innermost() if isinstance(inner, Message) else self


def say(key: str, /, **values: Value) -> Message:
    """The sentence called ``key``, filled with ``values``; where ``n`` is among them, it decides singular or plural."""
    return Message(key, tuple(values.items()))


def key(text: str) -> str:
    """A key that a table holds, for ``say`` to take later: marks it for tools/catalogues.py."""
    return text


def language() -> Language:
    """The language that is spoken in this process."""
    return "fr" if os.environ.get(VARIABLE) == "fr" else "en"


def speak(chosen: Language) -> None:
    """From here on, this process and those that it begins speak this language."""
    os.environ[VARIABLE] = chosen


@contextmanager
def spoken(chosen: Language) -> Iterator[None]:
    """One language for a while: a page of a browser, a report."""
    before = os.environ.get(VARIABLE)
    speak(chosen)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def of_locale(environment: Mapping[str, str]) -> Language:
    """The language of a shell's locale: French for fr_FR, fr_CH and so on, else English (POSIX: LC_ALL is asked first)."""
    asked = next((environment[name] for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "fr" if asked.lower().partition("_")[0].partition(".")[0] == "fr" else "en"


def taken(arguments: Sequence[str]) -> tuple[Language | None, list[str]]:
    """The language that ``--lang`` names on a command line, wherever it stands before “--”, and what else is there."""
    left = list(arguments)
    options = left[: left.index("--")] if "--" in left else left
    for place, option in enumerate(options):
        name, joined, value = option.partition("=")
        words = 1 if joined else 2
        value = value if joined else "".join(options[place + 1 : place + 2])
        if name == "--lang" and value in LANGUAGES:
            return value, left[:place] + left[place + words :]
    return None, left


def as_data(message: Message) -> list[Any]:
    """A message as plain JSON, for another process or another day: ``[key, {name: value}]``."""
    return [message.key, {name: _plain(value) for name, value in message.values}]


def from_data(data: Sequence[Any]) -> Message:
    """What ``as_data`` has written. Raises ``ValueError`` or ``TypeError`` for anything else."""
    key, values = data
    return Message(str(key), tuple((str(name), _value(value)) for name, value in values.items()))


def spoken_value(value: Value) -> Any:
    """A value as plain JSON for a reader: numbers and texts as they are, messages spoken."""
    if isinstance(value, tuple):
        return [spoken_value(each) for each in value]
    return str(value) if isinstance(value, Message) else value


def _plain(value: Value) -> Any:
    if isinstance(value, Message):
        return {"message": as_data(value)}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(data: Any) -> Value:
    if isinstance(data, dict):
        return from_data(data["message"])
    return tuple(_value(each) for each in data) if isinstance(data, list) else cast(Value, data)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


def _template(language: Language, key: str, context: str, n: object) -> str | None:
    """The words of a catalogue for a key; gettext gives the key back where it has none."""
    catalogue = _catalogue(language)
    if isinstance(n, int):
        found = catalogue.npgettext(context, key, key, n) if context else catalogue.ngettext(key, key, n)
        if found != key:
            return found
    found = catalogue.pgettext(context, key) if context else catalogue.gettext(key)
    return found if found != key else None


class _Formatter(string.Formatter):
    """Values as a language writes them: messages spoken, several in a row with commas, numbers as they are usual."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return ", ".join(self.format_field(each, format_spec) for each in value)
        if isinstance(value, bool | str | Message):
            return format(str(value), format_spec)
        said = format(value, format_spec)
        return said.translate({ord(","): "\u202f", ord("."): ","}) if self.language == "fr" else said

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """“{reason!l}”: its first letter small, after a colon."""
        if conversion != "l":
            return super().convert_field(value, conversion)
        said = str(value)
        return said[:1].lower() + said[1:]

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002
        return kwargs.get(str(key), f"{{{key}}}")


_FORMATTERS: Final = {each: _Formatter(each) for each in LANGUAGES}
