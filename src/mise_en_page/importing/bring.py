"""Sources into an issue: read, mapped, written all together or not at all, and told.

Each source comes whole or not at all; a damaged one keeps no other from coming. What the desk has changed since the last
time stays (merge.py).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mise_en_page.files.atomic import write_whole
from mise_en_page.importing.article import Made, article_text
from mise_en_page.importing.document import Document, Remark
from mise_en_page.importing.draft import Draft
from mise_en_page.importing.formats import read_source
from mise_en_page.importing.mapping import articles
from mise_en_page.importing.merge import merged
from mise_en_page.importing.names import own, slug
from mise_en_page.importing.new_issue import listed, new_issue
from mise_en_page.importing.pictures import Gallery, ending_of, hang
from mise_en_page.importing.records import FOLDER, Record, records, text_at
from mise_en_page.importing.settings import Settings, Split, describe, read_settings
from mise_en_page.model.message import Message, as_data, from_data, key, say
from mise_en_page.model.problem import Problem, Refused, Span
from mise_en_page.processes.activity import doing
from mise_en_page.reading.files import relative
from mise_en_page.reading.issue import publication_root

#: Two articles of one title are versions of one if this much of their words is the same.
_SAME = 0.5


@dataclass(slots=True)
class Brought:
    """What an import has brought: of each source its record (``told`` among it); the problems of sources that could not be
    taken, and of the pages that list the articles.
    """

    issue: Path
    root: Path
    records: list[Record] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    listed: list[Problem] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.refused, *(each for record in self.records for each in record.told), *self.listed)


@dataclass(slots=True)
class _Work:
    """An import that is under way: what is known of the issue, and what is to be written."""

    brought: Brought
    settings: Settings
    split: Split
    known: list[Record]
    gallery: Gallery
    names: set[str]
    files: dict[Path, bytes] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    date: str = ""

    @property
    def issue(self) -> Path:
        return self.brought.issue


def bring(
    issue: Path, sources: Sequence[tuple[str, bytes]], *, split: Split = "auto", reject: bool = False, page: int = 0
) -> Brought:
    """Import sources, each with its name, into an issue's folder; ``page``: the folio on which they are listed (0: none,
    but in an issue that is new).

    Raises Refused where there is no publication to import into, OSError where something cannot be written; then nothing is.
    """
    issue = issue.absolute()
    root = publication_root(issue)
    if root is None:
        raise Refused.of("import-no-publication", name=issue.name)
    for each in ("articles", "images", FOLDER):
        if not (issue / each).resolve().is_relative_to(issue.resolve()):
            raise Refused.of("import-link", name=f"{issue.name}/{each}")
    work = _begin(Brought(issue, root), split)
    pictures = {name: data for name, data in sources if ending_of(data) not in ("", ".svg")}
    work.gallery.lent = pictures
    for name, data in sources:
        if name in pictures:
            continue
        doing(say("doing/import", file=name))
        try:
            documents = read_source(name, data, reject=reject)
        except Refused as refused:
            work.brought.refused += refused.problems
            continue
        except RecursionError:
            work.brought.refused.append(Problem.of("import-damaged", "error", file=name, words="depth"))
            continue
        work.date = work.date or next((each.date for each in documents if each.date), "")
        record = Record(name, documents[0].form, documents[0].encoding, hashlib.sha256(data).hexdigest())
        _take(work, record, documents)
        work.brought.records.append(record)
    for name in sorted(set(pictures) - work.gallery.used):
        problem = Problem.of("import-form", "error", file=name, what=say("import-form/picture"))
        work.brought.refused.append(problem)
    _finish(work, page)
    return work.brought


def _begin(brought: Brought, split: Split) -> _Work:
    known = records(brought.issue)
    folder = brought.issue
    there = {each.name for each in (folder / "images").iterdir()} if (folder / "images").is_dir() else set()
    gallery = Gallery(there, {}, {digest: name for record in known for name, digest in record.pictures.items()})
    articles_ = folder / "articles"
    names = {each.stem for each in articles_.glob("*.md")} if articles_.is_dir() else set()
    names |= {str(each.get("name", "")) for record in known for each in record.articles}
    return _Work(brought, read_settings(brought.root), split, known, gallery, names)


def _take(work: _Work, record: Record, documents: Sequence[Document]) -> None:
    """The documents of one source."""
    drafts = [(draft, document) for document in documents for draft in articles(document, work.settings, work.split)]
    before = _titles(_former(work, record.source))
    matched = _matched(work, drafts, before)
    for number, (draft, document) in enumerate(drafts):
        draft.name = matched.get(number) or own(slug(draft.title() or _stem(document.file)), work.names)
        work.names.add(draft.name)
        work.touched.add(draft.name)
        if "title" not in draft.fields and "figure" not in draft.fields:
            document.remarks.warning(key("import-no-title"), draft.first, None, words=_first_words(draft))
    for document in documents:
        own_drafts = [draft for draft, of in drafts if of is document]
        for draft in own_drafts:
            hang(draft, document, work.gallery)
        made = [article_text(draft, document, french=work.settings.french) for draft in own_drafts]
        for draft, text in zip(own_drafts, made, strict=True):
            _put(work, record, draft, document, text)
        _tell(work, record, document, list(zip(own_drafts, made, strict=True)))
    _remember_gone(work, record, {draft.name for draft, _ in drafts})
    used = {piece.file.removeprefix("images/") for draft, _ in drafts for piece in draft.pieces() if piece.file}
    used |= set(work.gallery.files)
    record.pictures = {name: digest for digest, name in work.gallery.known.items() if name in used}


def _first_words(draft: Draft) -> str:
    return next((" ".join(piece.text.split())[:80] for piece in draft.pieces() if piece.text.strip()), "…")


def _stem(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0] or file


# --- a new version of what is there -----------------------------------------------------------------------------------


def _remember_gone(work: _Work, record: Record, there: set[str]) -> None:
    """Articles that came from the source before, and are no longer in it: told once, and still known as its own."""
    for entry in _former(work, record.source):
        name = str(entry["name"])
        if name in there:
            continue
        if entry.get("state") != "gone":
            where = Span(relative(work.brought.root, work.issue / "articles" / f"{name}.md"))
            record.told.append(Problem.of("import-gone", "warning", where, file=record.source, article=name))
        record.articles.append({**entry, "state": "gone"})


def _former(work: _Work, source: str) -> list[dict[str, Any]]:
    """The articles that came from a source the last time."""
    return next((record.articles for record in work.known if record.source == source), [])


def _titles(articles: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Titles of articles, by name."""
    return {str(each["name"]): str(each.get("title", "")) for each in articles}


def _matched(work: _Work, drafts: Sequence[tuple[Draft, Document]], before: dict[str, str]) -> dict[int, str]:
    """Which article of the issue each draft is a new version of: by its title, else by its words."""
    made: dict[int, str] = {}
    left = [name for name in before if name not in work.touched]
    for number, (draft, _) in enumerate(drafts):
        name = next((each for each in left if before[each] == draft.title()), None)
        if name is not None:
            made[number] = name
            left.remove(name)
    for number, (draft, _) in enumerate(drafts):
        if number not in made and left:
            ratio, name = max((_alike(work, draft, each), each) for each in sorted(left))
            if ratio >= _SAME:
                made[number] = name
                left.remove(name)
    others = _titles(each for record in work.known for each in record.articles)
    for number, (draft, document) in enumerate(drafts):
        name = next((each for each, title in others.items() if title and title == draft.title()), None)
        free = name is not None and name not in before and name not in work.touched and name not in made.values()
        if number not in made and name is not None and free and _alike(work, draft, name) >= _SAME:
            made[number] = name
            document.remarks.info(key("import-version"), draft.first, None, article=name)
    return made


def _alike(work: _Work, draft: Draft, name: str) -> float:
    """How many of the words of both are the same, from 0 to 1."""
    base = text_at(work.issue, work.issue / FOLDER / f"{name}.md") or ""
    one = Counter(base.partition("\n---\n")[2].split())
    other = Counter(" ".join(piece.text for piece in draft.body).split())
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _put(work: _Work, record: Record, draft: Draft, document: Document, made: Made) -> None:
    """An article's file, and its base; where the desk has changed it since, both versions in one."""
    path = work.issue / "articles" / f"{draft.name}.md"
    base_path = work.issue / FOLDER / f"{draft.name}.md"
    base = text_at(work.issue, base_path)
    text, state = made.text, "new"
    where = Span(relative(work.brought.root, path))
    if base is not None and not path.exists():
        state = "left"
        record.told.append(Problem.of("import-deleted-here", "warning", where, article=draft.name))
    elif base is not None:
        ours = text_at(work.issue, path)
        if ours is None:
            state = "left"
            record.told.append(Problem.of("import-not-text", "error", where, article=draft.name))
        else:
            now = merged(base, ours, text)
            text, state = now.text, "merged" if now.changed else "same"
            by_line = {line: block for block, line in made.lines.items()}
            for each in now.conflicts:
                place = _place_of(each.theirs, made, document, by_line)
                record.told.append(
                    Problem.of("import-conflict", "error", Span(where.file, each.line), place=place,
                               ours=_shown(each.ours), theirs=_shown(each.theirs))
                )  # fmt: skip
    if state in ("new", "merged"):
        work.files[path] = text.encode("utf-8")
    if base != made.text:
        work.files[base_path] = made.text.encode("utf-8")
    record.articles.append(_entry(draft, document, state))


def _entry(draft: Draft, document: Document, state: str) -> dict[str, Any]:
    last = len(document.blocks) - 1
    places = [document.blocks[min(max(at, 0), last)].place for at in (draft.first, draft.last)]
    return {
        "name": draft.name, "title": draft.title(), "state": state, "from": as_data(places[0]), "to": as_data(places[1]),
        "how": {role: as_data(said) for role, said in draft.how.items()},
        "signs": sum(len(piece.text) for piece in draft.pieces()),
        "pictures": [piece.file for piece in draft.pieces() if piece.file],
    }  # fmt: skip


def _place_of(theirs: str, made: Made, document: Document, by_line: dict[int, int]) -> Message:
    at = made.text.find(theirs) if theirs else -1
    block = by_line.get(made.text.count("\n", 0, at) + 1) if at >= 0 else None
    return document.blocks[block].place if block is not None else say("import-place", file=document.file)


def _shown(text: str) -> str:
    return " ".join(text.split())[:1_000] or "—"


# --- telling ----------------------------------------------------------------------------------------------------------


def _tell(work: _Work, record: Record, document: Document, made: Sequence[tuple[Draft, Made]]) -> None:
    """What was met, each with its place in the source and in the article; comments with theirs."""
    if document.encoding and document.encoding != "utf-8":
        record.told.append(Problem.of("import-encoding", "info", None, file=document.file, encoding=document.encoding))
    if not made:
        record.told.append(Problem.of("import-empty", "error", None, file=document.file))
    for remark in document.remarks:
        where = _where(work, remark.block, made)
        record.told.append(_problem(remark, document, where))
    for comment in document.comments:
        where = _where(work, comment.block, made)
        record.comments.append(
            {
                "article": Path(where.file).stem if where else "",
                "file": where.file if where else "",
                "line": where.line if where else 0,
                "author": comment.author,
                "date": comment.date,
                "text": comment.text,
                "words": comment.words,
                "done": comment.done,
            }
        )


def _problem(remark: Remark, document: Document, where: Span | None) -> Problem:
    last = len(document.blocks) - 1
    place = remark.place or (
        document.blocks[min(remark.block, last)].place if last >= 0 else say("import-place", file=document.file)
    )
    said = Message(remark.key, remark.values)
    return Problem(remark.key.partition("/")[0], remark.severity, say("import-at", place=place, said=said), None, where)


def _where(work: _Work, block: int, made: Sequence[tuple[Draft, Made]]) -> Span | None:
    """Where in the articles a block of the source stands: its line, or that of the one before it."""
    if not made:
        return None
    draft, text = next((each for each in reversed(made) if each[0].first <= block), made[0])
    at = bisect_right(text.blocks(), block) - 1
    line = text.lines[text.blocks()[at]] if at >= 0 else 1
    return Span(relative(work.brought.root, work.issue / "articles" / f"{draft.name}.md"), line)


# --- writing ----------------------------------------------------------------------------------------------------------


def _finish(work: _Work, page: int) -> None:
    issue = work.issue
    for name, data in work.gallery.files.items():
        work.files[issue / "images" / name] = data
    for record in work.brought.records:
        work.files[issue / FOLDER / record.name()] = record.written()
    _list(work, page)
    if work.files:
        write_whole(work.files)
    work.brought.written = sorted(work.files)


def _list(work: _Work, page: int) -> None:
    """The articles that are new, on a page: of an issue that is made for them, or on one that was asked for."""
    path = work.issue / "issue.yaml"
    entries = [each for record in work.brought.records for each in record.articles if each["state"] == "new"]
    if not entries:
        return
    where = Span(relative(work.brought.root, path))
    if not path.exists():
        names = [(str(each["name"]), int(each["signs"])) for each in entries]
        work.files[path] = new_issue(work.brought.root, work.issue.name, names, french=work.settings.french, date=work.date)
        work.brought.listed.append(Problem.of("import-new-issue", "info", where))
    elif page:
        made = listed(text_at(work.issue, path) or "", page, [str(each["name"]) for each in entries])
        if made is None:
            work.brought.listed.append(Problem.of("import-no-page", "error", where, folio=page))
        else:
            work.files[path] = made.encode("utf-8")
    else:
        work.brought.listed.append(Problem.of("import-unlisted", "info", where, n=len(entries)))


def mapped_words(entry: dict[str, Any]) -> list[tuple[str, Message]]:
    """Of a record's article, each field with what told it."""
    return [(describe(role), from_data(said)) for role, said in entry.get("how", {}).items()]
