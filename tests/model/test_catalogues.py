"""Every sentence is worded in both languages, with all its values; and nothing is worded that no one says."""

from __future__ import annotations

import ast
import gettext
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir

from tools.catalogues import LANGUAGES, LOCALE, SOURCES, calls, empty, key_of, path_of, read, rooms

ROOMS = sorted(room for room, keys in rooms().items() if keys)


def placeholders(words: object) -> set[str]:
    texts = [words] if isinstance(words, str) else list(words)  # type: ignore[call-overload]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def entries(language: str, room: str) -> dict[tuple[str, str], Entry]:
    return {(key_of(each.id), each.context or ""): each for each in read(path_of(language, room)) if each.id}


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_worded_and_no_other(language: str, room: str) -> None:
    """When this fails: make words"""
    worded = entries(language, room)
    assert {key for key, context in worded if not context} == rooms()[room]
    assert empty(read(path_of(language, room))) == []
    assert {key for key, context in worded if context} <= rooms()[room]


def test_no_two_rooms_word_one_key() -> None:
    """All rooms' words come into one catalogue."""
    told = Counter(key for keys in rooms().values() for key in keys)
    assert [key for key, times in told.items() if times > 1] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_value_is_lost_on_the_way_into_another_language(room: str) -> None:
    english, french = (entries(language, room) for language in ("en", "fr"))
    assert english.keys() == french.keys()
    for name, entry in english.items():
        assert placeholders(entry.string) == placeholders(french[name].string), name


def uses() -> Iterator[tuple[str, str, ast.Call]]:
    for file in sorted(SOURCES.rglob("*.py")):
        for key, call in calls(file):
            yield file.relative_to(SOURCES).parts[0], key, call


def test_every_value_that_a_sentence_needs_is_given() -> None:
    """A misspelt name would print its braces."""
    for room, key, call in uses():
        given = {each.arg for each in call.keywords}
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if None in given or name == "key":  # values that come from elsewhere
            continue
        for (worded, _), entry in entries("en", room).items():
            if worded == key:
                assert placeholders(entry.string) <= given, f"{room}: {key} at line {call.lineno}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_that_is_read_holds_what_the_rooms_say(language: str) -> None:
    """When this fails: make issue"""
    compiled = gettext.translation("mise_en_page", LOCALE, [language])
    for room in ROOMS:
        for (key, context), entry in entries(language, room).items():
            said = entry.string if isinstance(entry.string, str) else entry.string[0]
            found = compiled.pgettext(context, key) if context else compiled.gettext(key)
            if entry.pluralizable:
                found = compiled.npgettext(context, key, key, 1) if context else compiled.ngettext(key, key, 1)
            assert found == said, (room, key)


def test_a_room_that_says_nothing_has_no_catalogue() -> None:
    found = {path.stem for path in Path(LOCALE).rglob("*.po")}
    assert found == {*ROOMS, "click"}


def test_click_speaks_french_in_its_own_words() -> None:
    """Each sentence that we word in French is one of click's; those in capitals are our own usage lines'."""
    extracted = extract_from_dir(Path(click.__file__).parent, keywords={"_": None, "ngettext": (1, 2)})
    known = {message for _, _, message, _, _ in extracted} | {"required"}
    worded = {each.id: each.string for each in read(path_of("fr", "click")) if each.id}
    ours = {words for words in worded if isinstance(words, str) and words.isupper()}
    assert {"Usage:", "Missing argument", "Error: {message}"} <= worded.keys() - ours <= known
    for words, french in worded.items():
        assert placeholders(french) <= placeholders(words), words
