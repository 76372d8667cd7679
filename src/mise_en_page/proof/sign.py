"""Sign-off (bon à tirer): what somebody read and agreed to, so that nothing else goes to the printer.

The record lies in the issue's folder, as text that people can read. It holds a digest of each file that reaches the page,
the words of each article, the press profile, the program's version and the digest of the PDF. The files tell *what* has
changed; the PDF, which the same input makes the same to the byte, tells that nothing else has.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from mise_en_page import reading
from mise_en_page.composition.fonts import ENDINGS
from mise_en_page.model.issue import Article, Issue, Picture
from mise_en_page.model.layout import Layout
from mise_en_page.model.message import Message, key, say
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, Span, has_errors
from mise_en_page.proof.dates import said
from mise_en_page.reading.files import exists, read_bytes, relative
from mise_en_page.reading.found import Found, shown
from mise_en_page.reading.nodes import Node, Scalar, Table
from mise_en_page.reading.source import TEXT_LIMIT, decode, read_text
from mise_en_page.reading.yaml import read_yaml

RECORD: Final = "bon-a-tirer.yaml"

FILE_LIMIT: Final = 200_000_000
"""Bytes of one file that is digested."""

RECORD_LIMIT: Final = 4_000_000
"""Bytes of a record: the articles of a thick issue, and room."""

BESIDE: Final = frozenset({".md", ".txt"})
"""What in a layout's folder is written about it. Should a template take it in all the same, the PDF tells."""

TOLD: Final = 12
"""Changed passages of one article that are told one by one."""

AGAIN: Final = say("hint/sign-again")

CHANGED: Final = {
    "new": key("signed-changed/new"), "gone": key("signed-changed/gone"), "other": key("signed-changed")
}  # fmt: skip
WORDS: Final = {
    "replace": key("signed-words"), "delete": key("signed-words/taken-out"), "insert": key("signed-words/put-in")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """A record. Digests are SHA-256 in hexadecimal; ``files`` and ``articles`` go by path relative to the publication."""

    by: str
    on: str
    version: str
    press: str
    pdf: str
    files: dict[str, str]
    articles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reached:
    """The files that reach the page as they stand now: their digests, and the text of the articles.

    ``needed``: where each article is written that may not be left out, by its name. ``saved``: when the last of the files
    was (s since 1970); what is only saved again is no other state.
    """

    files: dict[str, str]
    articles: dict[str, str]
    needed: dict[str, Span]
    saved: int = field(default=0, compare=False)


def reached(folder: Path) -> Reached:
    """Look at everything that reaches the page. Raises Refused if the issue, or one of its files, cannot be read."""
    read = reading.read_issue(folder)
    root, found = read.root, Found()
    common, own = pages_of(read.issue, read.layouts, root)
    placed = [placement for page in read.issue.pages for placement in page.articles]
    sources = {each.article.source.file for each in placed}
    files, articles, saved = {}, {}, 0
    for path in sorted(common.union(*own)):
        name = relative(root, path)
        if (data := read_bytes(root, path, FILE_LIMIT, found)) is None:
            continue
        files[name] = hashlib.sha256(data).hexdigest()
        with contextlib.suppress(OSError):
            saved = max(saved, int(path.stat().st_mtime))
        if name in sources and (written := decode(data, name, found)) is not None:
            articles[name] = written.text
    if has_errors(found):
        raise Refused(tuple(found))
    needed = {each.article.name: Span(each.article.source.file) for each in placed if not each.optional}
    return Reached(files, articles, needed, saved)


def pages_of(
    issue: Issue, layouts: Mapping[str, Layout], root: Path
) -> tuple[frozenset[Path], tuple[frozenset[Path], ...]]:
    """The files that reach every page of an issue, and those that reach each page besides.

    What is written about fonts and layouts beside them (a licence, a provenance) reaches none.
    """
    settings = {path for path in (root / "publication.yaml", root / "hyphenation.txt") if exists(path)}
    fonts = {path for path in _files_in(root / "fonts") if path.suffix.lower() in ENDINGS}
    common = {root / issue.source.file} | fonts | settings
    own = []
    for page in issue.pages:
        articles = [placement.article for placement in page.articles]
        layout = layouts[page.layout]
        files = {article.source.file for article in articles} | _pictures_of(articles) | {*layout.shared}
        shown = {path for path in _files_in(root / layout.folder) if path.suffix.lower() not in BESIDE}
        own.append(frozenset({root / file for file in files} | shown))
    return frozenset(common), tuple(own)


def _files_in(folder: Path) -> set[Path]:
    """Its files, but for an editor's or a desktop's own."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def _pictures_of(articles: Sequence[Article]) -> set[str]:
    heads = {article.picture.file for article in articles if article.picture is not None}
    return heads | {block.file for article in articles for block in article.body if isinstance(block, Picture)}


@dataclass(frozen=True, slots=True)
class ToSign:
    """The PDF that is signed, and the names of the articles that stand in it."""

    pdf: bytes
    shown: frozenset[str]


def record(before: Reached | None, after: Reached, made: ToSign, profile: Profile, by: str, on: str) -> bytes:
    """The record of a sign-off. ``before`` (None: it could not be read) and ``after`` were looked at around the build, and
    must agree.

    Raises Refused if the name or the date cannot be one, a file was saved while the PDF was made, or an article is missing
    from it of which issue.yaml does not say that it is optional.
    """
    found = list[Problem]()
    if not by.strip() or not by.isprintable() or len(by) > 200:
        found.append(Problem.of("signer", "error"))
    if not _is_date(on):
        found.append(Problem.of("sign-date", "error", date=shown(on)))
    if before != after:
        found.append(Problem.of("changed-meanwhile", "error"))
    missing = [(name, where) for name, where in after.needed.items() if name not in made.shown]
    found += [Problem.of("article-missing", "error", where, article=shown(name)) for name, where in missing]
    if found:
        raise Refused(tuple(found))
    data: dict[str, Any] = {
        "by": by.strip(),
        "on": on,
        "version": version("mise-en-page"),
        "press": digest_of(profile),
        "pdf": hashlib.sha256(made.pdf).hexdigest(),
        "files": after.files,
        "articles": {name: _Literal(text) for name, text in after.articles.items()},
    }
    head = f"# {say('record/head')}\n"
    return (head + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)).encode()


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def digest_of(profile: Profile) -> str:
    """A press profile by its name and all that it asks."""
    return f"{profile.name} {hashlib.sha256(repr(profile).encode()).hexdigest()[:16]}"


class _Literal(str):
    """Text that YAML shows line by line."""


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(
    _Literal, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def record_of(issue: Path) -> Path:
    """Where an issue's record lies; the issue is named by its folder, or by its issue.yaml as everywhere else."""
    return (issue.parent if issue.name == "issue.yaml" and issue.is_file() else issue) / RECORD


def read_record(folder: Path) -> Signed:
    """The record of an issue. Raises Refused if there is none, or it is no record."""
    folder, found = folder.absolute(), Found()
    root = reading.publication_root(folder) or folder
    path = record_of(folder)
    where = Span(relative(root, path))
    if not exists(path):
        raise Refused.of("not-signed", where)
    written = read_text(root, path, found, RECORD_LIMIT)
    node = read_yaml(written, found) if written is not None else None
    if node is not None and (signed := _signed(node)) is not None and not has_errors(found):
        return signed
    raise Refused((*found, Problem.of("bad-record", "error", where, AGAIN)))


def _signed(node: Node) -> Signed | None:
    if not isinstance(node, Table):
        return None
    values = {entry.key.value: entry.value for entry in node.entries}
    words = {key: value.value for key, value in values.items() if isinstance(value, Scalar)}
    tables = {key: _texts(value) for key, value in values.items() if isinstance(value, Table)}
    if not {"by", "on", "version", "press", "pdf"} <= words.keys() or not {"files", "articles"} <= tables.keys():
        return None
    return Signed(**{key: words[key] for key in ("by", "on", "version", "press", "pdf")}, **tables)  # type: ignore[arg-type]


def _texts(table: Table) -> dict[str, str]:
    return {entry.key.value: entry.value.value for entry in table.entries if isinstance(entry.value, Scalar)}


def changes(signed: Signed, now: Reached, profile: Profile) -> tuple[Problem, ...]:
    """All that differs from what was signed, file by file; in an article the words. Nothing when all is as it was."""
    found = list[Problem]()
    if signed.version != version("mise-en-page"):
        versions = {"signed": shown(signed.version), "now": version("mise-en-page")}
        found.append(Problem.of("signed-version", "error", None, AGAIN, **versions))
    if signed.press != digest_of(profile):
        found.append(Problem.of("signed-press", "error", signed=shown(signed.press), now=digest_of(profile)))
    for name in sorted({name for name in signed.files if not _beside(name)} | now.files.keys()):
        before, after = signed.files.get(name), now.files.get(name)
        if before != after:
            what = CHANGED["new" if before is None else "gone" if after is None else "other"]
            values = {"file": shown(name, 200), "by": shown(signed.by), "on": said(shown(signed.on))}
            found.append(Problem.of(what, "error", Span(name), AGAIN, **values))
        if before and after and before != after and name in signed.articles and name in now.articles:
            found += _told(name, changed_words(signed.articles[name], now.articles[name]))
    return tuple(dict.fromkeys(found))


def _beside(name: str) -> bool:
    """Is this a file that an older record holds, and that reaches no page?"""
    ending = PurePosixPath(name).suffix.lower()
    return (name.startswith("fonts/") and ending not in ENDINGS) or (name.startswith("layouts/") and ending in BESIDE)


def _told(name: str, changed: Iterator[tuple[int, Message]]) -> Iterator[Problem]:
    for count, (line, words) in enumerate(changed):
        if count == TOLD:
            words = say("signed-words/more")  # noqa: PLW2901
        yield Problem("signed-words", "info", words, None, Span(name, line))
        if count == TOLD:
            return


def changed_words(before: str, after: str) -> Iterator[tuple[int, Message]]:
    """Each changed passage, with the line where it stands now: “was “le pont”, is “la gare””."""
    if max(len(before), len(after)) > TEXT_LIMIT:
        return
    old, new = before.split(), list(re.finditer(r"\S+", after))
    matcher = difflib.SequenceMatcher(None, old, [word.group() for word in new], autojunk=len(old) > 5000)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        at = new[min(first, len(new) - 1)].start() if new else 0
        was, now = shown(" ".join(old[start:end])), shown(" ".join(word.group() for word in new[first:last]))
        yield after.count("\n", 0, at) + 1, say(WORDS[kind], was=was, now=now)


def same_pdf(signed: Signed, pdf: bytes) -> tuple[Problem, ...]:
    """The last word: no file differs, and yet the page might (another library, a file that nobody thought of)."""
    if hashlib.sha256(pdf).hexdigest() == signed.pdf:
        return ()
    return (Problem.of("signed-pdf", "error", None, AGAIN, by=shown(signed.by), on=said(shown(signed.on))),)
