"""``import``: what people send to a page becomes articles and pictures of an issue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from mise_en_page.cli import telling
from mise_en_page.cli.command import PATH, PATH_OR_DASH, argument, commands, option
from mise_en_page.editions import report
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import Message, from_data, key, say
from mise_en_page.model.problem import Problem, Refused
from mise_en_page.processes import watchdog

if TYPE_CHECKING:
    from mise_en_page.importing.bring import Brought
    from mise_en_page.importing.settings import Split

STATES = {"new": key("imported/new"), "merged": key("imported/merged"), "same": key("imported/same"),
          "left": key("imported/left")}  # fmt: skip


@commands.command("import", help=key("help/import"), epilog="mise-en-page import brèves.docx --into issues/2018-05")
@argument("files", nargs=-1, metavar="[FILE]...", type=PATH_OR_DASH)
@option("--into", "issue", type=PATH, required=True, metavar="ISSUE", help=key("help/import/into"))
@option("--split", type=click.Choice(["auto", "title", "page", "line", "none"]), default="auto", show_default=True,
        help=key("help/import/split"))  # fmt: skip
@option("--reject", is_flag=True, help=key("help/import/reject"))
@option("--page", type=click.IntRange(1), metavar="FOLIO", help=key("help/import/page"))
@option("--watch", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="FOLDER",
        help=key("help/import/watch"))  # fmt: skip
@option("--json", "as_json", is_flag=True, help=key("help/import/json"))
def import_(
    files: tuple[Path, ...], issue: Path, split: str, reject: bool, page: int | None, watch: Path | None, as_json: bool
) -> None:
    """Each file comes whole or not at all; nothing is written outside the issue."""
    if not files and watch is None:
        raise click.UsageError(str(say("import-nothing")))
    with telling.refusals(as_json=as_json):
        from mise_en_page.importing.bring import bring  # noqa: PLC0415

        wanted = cast("Split", split)
        problems: list[Problem] = []
        if files:
            if watch is None:  # what waits for ever has no bound
                watchdog.bounded(as_json=as_json)
            sources, unread = _sources(files)
            brought = bring(issue, sources, split=wanted, reject=reject, page=page or 0)
            brought.refused[:0] = unread
            problems += brought.problems
            _show(brought, as_json=as_json)
        if watch is not None:
            from mise_en_page.importing.folder import dropped  # noqa: PLC0415

            for source in dropped(watch):
                try:
                    _show(bring(issue, [source], split=wanted, reject=reject, page=page or 0), as_json=as_json)
                except Refused as refused:  # the next one may come
                    telling.show(refused.problems)
    telling.leave(problems)


def _sources(files: tuple[Path, ...]) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """The bytes of each file, and what is told of those that cannot be read."""
    made: list[tuple[str, bytes]] = []
    unread: list[Problem] = []
    for file in files:
        try:
            made.append(_read(file))
        except OSError as fault:
            from mise_en_page.files.system import refused  # noqa: PLC0415

            unread.append(refused(fault))
        except Refused as fault:
            unread += fault.problems
    return made, unread


def _read(file: Path) -> tuple[str, bytes]:
    if str(file) != "-":
        return file.name, plain_bytes(file, limit=limits.IMPORT_BYTES)
    data = sys.stdin.buffer.read(limits.IMPORT_BYTES + 1)
    if len(data) > limits.IMPORT_BYTES:
        raise Refused.of("import-large", file=say("word/clipboard"), most=limits.IMPORT_BYTES)
    return str(say("word/clipboard")), data


def _show(brought: Brought, *, as_json: bool) -> None:
    if as_json:
        telling.write_json(_data(brought))
        return
    for record in brought.records:
        for entry in (each for each in record.articles if each["state"] != "gone"):
            click.echo(str(_line(entry)))
    telling.show(brought.problems)
    telling.console().print(
        str(
            say(
                "import-done",
                n=sum(each["state"] != "gone" for record in brought.records for each in record.articles),
                issue=brought.issue.name,
            )
        )
    )


def _line(entry: dict[str, Any]) -> Message:
    from mise_en_page.importing.bring import mapped_words  # noqa: PLC0415

    fields = tuple(say("imported/field", role=say(role), how=how) for role, how in mapped_words(entry))
    first, last = (from_data(entry[end]) for end in ("from", "to"))
    return say(
        "imported/article", article=f"articles/{entry['name']}.md", state=say(STATES[entry["state"]]), first=first,
        last=last, signs=entry["signs"], fields=fields, pictures=tuple(entry["pictures"]),
    )  # fmt: skip


def _data(brought: Brought) -> dict[str, Any]:
    from mise_en_page.importing.bring import mapped_words  # noqa: PLC0415

    return {
        "sources": [
            {
                "source": record.source, "form": record.form, "encoding": record.encoding,
                "articles": [
                    {
                        "article": entry["name"], "title": entry["title"], "state": entry["state"], "signs": entry["signs"],
                        "from": str(from_data(entry["from"])),
                        "to": str(from_data(entry["to"])),
                        "fields": {str(say(role)): str(how) for role, how in mapped_words(entry)},
                        "pictures": entry["pictures"],
                    }
                    for entry in record.articles
                    if entry["state"] != "gone"
                ],
                "comments": record.comments,
            }
            for record in brought.records
        ],
        "written": [path.relative_to(brought.issue).as_posix() for path in brought.written],
        "problems": [report.as_data(problem) for problem in brought.problems],
    }  # fmt: skip
