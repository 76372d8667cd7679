"""Comments as files: ``ISSUE/comments/``, a small YAML file for each message, written once and never again; and as a list
in JSON, as an HTML proof sends home what was written in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import yaml

from mise_en_page.files.atomic import write_whole
from mise_en_page.model import limits
from mise_en_page.model.message import key
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.proof.comments.values import FIRST, KINDS, Comment, Kind, On, fits
from mise_en_page.reading.fields import Fields, or_none
from mise_en_page.reading.files import relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.nodes import Node, Row, Table
from mise_en_page.reading.source import decode
from mise_en_page.reading.values import choice, matching, whole
from mise_en_page.reading.values import text as words
from mise_en_page.reading.yaml import read_tree, read_yaml

FOLDER: Final = "comments"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-[0-9a-f]{8}")
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"


class OnFields(Fields):
    """What a comment is about"""

    file: str = words(500, "")
    line: int = whole(0, 1 << 30, 0)
    column: int = whole(0, 1 << 30, 0)
    quote: str = words(limits.COMMENT, "")
    before: str = words(limits.COMMENT, "")
    after: str = words(limits.COMMENT, "")
    version: str = words(40, "")
    folio: int = whole(0, 99_999, 0)


class CommentFields(Fields):
    """A comment"""

    id: str = words(200, "")
    kind: str = choice(*KINDS)
    by: str = words(limits.COMMENT_NAME, "")
    at: str = matching(_TIME, key("bad-value/time"))
    text: str = words(limits.COMMENT, "")
    on: OnFields | None = or_none(OnFields)
    replace: str = words(limits.COMMENT, "")
    to: str = words(200, "")
    mark: str = words(40, "")


def _comment(node: Node, found: Found) -> tuple[str, Comment] | None:
    """A message and its own word for itself ("": none); None where it was told what is wrong with it."""
    fields = CommentFields.of(node, found)
    if fields is None:
        return None
    first = fields.kind in FIRST
    if first and fields.on is None:
        found.error("comment-place", node.span)
        return None
    if not first and not fields.to:
        found.error("comment-to", node.span)
        return None
    on = On(**{name: getattr(fields.on, name) for name in OnFields.model_fields}) if first and fields.on else None
    to = "" if first else fields.to
    made = Comment.made(
        cast("Kind", fields.kind), fields.by, fields.at, fields.text,
        on=on, replace=fields.replace, to=to, mark=fields.mark,
    )  # fmt: skip
    return fields.id, made


# --- the folder ------------------------------------------------------------------------------------------------------


class Kept:
    """The comments of an issue, of which only new files are read. ``root`` is the publication's folder."""

    def __init__(self, issue: Path, root: Path) -> None:
        self._issue, self._root = issue, root
        self._read: dict[str, tuple[tuple[int, int], Comment | None, tuple[Problem, ...]]] = {}
        self.problems: tuple[Problem, ...] = ()
        #: Of each message its file, relative to the publication.
        self.files: dict[str, str] = {}
        #: Counts the times at which something was other than before.
        self.number = 0

    def __call__(self) -> tuple[Comment, ...]:
        """All that can be read, by name; what is wrong with the others is in ``problems``."""
        now = self._listed()
        known = {name: kept for name, kept in self._read.items() if now.get(name) == kept[0]}
        if len(known) != len(now) or len(known) != len(self._read):
            self.number += 1
        self._read = {name: known.get(name) or (state, *self._one(name)) for name, state in now.items()}
        self.problems = tuple(problem for _, _, told in self._read.values() for problem in told)
        if len(now) == limits.COMMENTS:
            folder = relative(self._root, self._issue / FOLDER)
            self.problems += (Problem.of("too-many-comments", "warning", Span(folder), most=limits.COMMENTS),)
        made = {comment.name: comment for _, comment, _ in self._read.values() if comment is not None}
        folder = relative(self._root, self._issue / FOLDER)
        self.files = {comment.name: f"{folder}/{name}" for name, (_, comment, _) in self._read.items() if comment}
        return tuple(made[name] for name in sorted(made))

    def _listed(self) -> dict[str, tuple[int, int]]:
        try:
            with os.scandir(self._issue / FOLDER) as entries:
                files = [each for each in entries if each.name.endswith((".yaml", ".yml")) and each.name[0] not in ".~#"]
                states = {each.name: each.stat(follow_symlinks=False) for each in files}
        except OSError:
            return {}
        return {name: (states[name].st_mtime_ns, states[name].st_size) for name in sorted(states)[: limits.COMMENTS]}

    def _one(self, name: str) -> tuple[Comment | None, tuple[Problem, ...]]:
        found, path = Found(), self._issue / FOLDER / name
        tree = read_tree(self._root, path, found, limits.COMMENT_BYTES)
        made = _comment(tree, found) if tree is not None else None
        if made is not None and made[1].name != path.stem:
            told = key("comment-changed") if _NAME.fullmatch(path.stem) else key("comment-changed/name")
            found.warning(told, Span(relative(self._root, path)), name=shown(made[1].name))
        # Nothing of it is on a page: nobody is kept from printing.
        return made[1] if made is not None else None, tuple(replace(each, severity="warning") for each in found)


def too_long() -> Refused:
    """What is said of a message that is longer than anybody says."""
    return Refused.of("comment-long", most=limits.COMMENT)


def write(issue: Path, root: Path, comments: Iterable[Comment]) -> int:
    """Write messages into an issue's folder, each a file; how many were not there yet.

    Raises Refused where the folder leads out of the publication or holds too many, or for a message that is too long;
    OSError where it cannot be written.
    """
    folder = issue / FOLDER
    if not folder.resolve().is_relative_to(root.resolve()):
        raise Refused.of("comment-folder", Span(relative(root, folder)))
    made = {each.name: each for each in comments}
    if not all(map(fits, made.values())):
        raise too_long()
    new = {folder / f"{name}.yaml": as_yaml(each) for name, each in made.items() if not (folder / f"{name}.yaml").exists()}
    there = sum(1 for _ in folder.glob("*.yaml")) if folder.is_dir() else 0
    if there + len(new) > limits.COMMENTS:
        raise Refused.of("too-many-comments", Span(relative(root, folder)), most=limits.COMMENTS)
    write_whole(new)
    return len(new)


def as_yaml(comment: Comment) -> bytes:
    """The file of a message: the same message, the same bytes."""
    return yaml.dump(comment.data(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100).encode("utf-8")


class _Dumper(yaml.SafeDumper):
    """Several lines as lines."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


# --- a list ----------------------------------------------------------------------------------------------------------


def read_list(data: bytes, file: str) -> tuple[Comment, ...]:
    """The messages of a list in JSON. Raises Refused with all that is wrong with it, each with its line and column.

    A message may bear an ``id``; another of the list may name it under ``to``.
    """
    found = Found()
    if len(data) > limits.COMMENT_LIST:
        raise Refused.of("too-large/comments", Span(file), file=file, most=limits.COMMENT_LIST)
    plain = _plain(data, file, found)
    written = decode(plain, file, found) if plain is not None else None
    tree = read_yaml(written, found) if written is not None else None
    if tree is not None and not isinstance(tree, Row):
        found.error("comment-list", tree.span)
    rows = tree.items if isinstance(tree, Row) else ()
    pairs = [pair for row in rows if (pair := _of_row(row, found)) is not None]
    if has_errors(found):
        raise Refused(tuple(found))
    names = {own: comment.name for own, comment in pairs if own and comment.kind in FIRST}
    return tuple(replace(comment, to=names.get(comment.to, comment.to)) for _, comment in pairs)


def _of_row(row: Node, found: Found) -> tuple[str, Comment] | None:
    if isinstance(row, Table):
        return _comment(row, found)
    found.error("comment-list/row", row.span)
    return None


def _plain(data: bytes, file: str, found: Found) -> bytes | None:
    """JSON that is YAML, too, with no escapes but those of both; None when it was told that it is none."""
    try:
        read: Any = json.loads(data)
    except json.JSONDecodeError as fault:
        found.error("broken-json", Span(file, fault.lineno, fault.colno), reason=fault.msg)
        return None
    except (ValueError, RecursionError) as fault:  # no UTF-8, or too deep
        found.error("broken-json", Span(file), reason=str(fault)[:80])
        return None
    if b"\\u" in data or b"\\/" in data or b"\t" in data:
        return json.dumps(read, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    return data
