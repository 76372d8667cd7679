"""What is read before it is printed: ``proof`` and ``notes``, ``compare``, ``sign``, ``preview``."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mise_en_page.cli import telling
from mise_en_page.cli.build import jobs_here
from mise_en_page.cli.check import read_pdf
from mise_en_page.cli.command import OUT, PATH, PATH_OR_DASH, PRESS, argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.model.message import LANGUAGES, Language, key, say
from mise_en_page.model.problem import Refused
from mise_en_page.processes import watchdog

if TYPE_CHECKING:
    from mise_en_page.proof.compare import Side


@commands.command(help=key("help/sign"), epilog='mise-en-page sign issues/2018-05 --by "Jeanne Martin"')
@argument("issue")
@option("--by", required=True, help=key("help/sign/by"))
@option("--on", help=key("help/sign/on"))
@PRESS
def sign(issue: Path, by: str, on: str | None, press_name: str) -> None:
    """What was looked at before the build and after it must agree."""
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    with telling.refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.proof import sign as proof  # noqa: PLC0415

        profile = edition.profile_named(press_name, issue)
        before = None
        with contextlib.suppress(Refused):  # what cannot be read is told with all the rest
            before = proof.reached(issue)
        with telling.progress(say("progress/building", issue=str(issue))) as tell:
            made = edition.make(edition.Edition(issue, OUT, press_name), jobs_here(), tell)
        # The only clock of the program: who signs, signs today. No page knows this day.
        day = on if on is not None else time.strftime("%Y-%m-%d")
        path = proof.record_of(issue)
        told = [fit for page in json.loads(made.report)["pages"] for fit in page["articles"]]
        signed = proof.ToSign(made.pdf, frozenset(fit["article"] for fit in told if fit["on_page"]))
        write_whole({path: proof.record(before, proof.reached(issue), signed, profile, by, day)})
    telling.show(made.finished.problems)
    click.echo(path)


@commands.command(help=key("help/proof"), epilog="mise-en-page proof issues/2018-05")
@argument("issue")
@option("-o", "--output", type=PATH, default=OUT, show_default=True, help=key("help/proof/output"))
@PRESS
def proof(issue: Path, output: Path, press_name: str) -> None:
    """Also of an issue with errors."""
    from mise_en_page.files.atomic import cache_folder, write_whole  # noqa: PLC0415

    with telling.refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.pipeline.build import How  # noqa: PLC0415
        from mise_en_page.press.cache import Cache  # noqa: PLC0415
        from mise_en_page.proof.paper import paper_proof  # noqa: PLC0415

        with telling.progress(say("progress/proofing", issue=str(issue))):
            cache = Cache(cache_folder() / "pictures")
            made = paper_proof(issue, edition.profile_named(press_name, issue), How(jobs_here(), pictures=cache))
            cache.sweep()
        to_file = output.suffix.lower() == ".pdf" and not output.is_dir()
        path = output if to_file else output / f"{made.made.issue.name}_proof.pdf"
        write_whole({path: made.pdf})
    telling.show(made.problems)
    summary = say("summary/proof", problems=report.count(made.problems), version=made.version)
    telling.console().print(str(summary))
    click.echo(path)
    telling.leave(made.problems)


@commands.command(help=key("help/notes"), epilog="mise-en-page notes 2018-05_proof.pdf --json")
@argument("file")
@argument("issue", required=False)
@option("--json", "as_json", is_flag=True, help=key("help/notes/json"))
def notes(file: Path, issue: Path | None, as_json: bool) -> None:
    """Comments made in any reader."""
    with telling.refusals(as_json=as_json):
        from mise_en_page.proof.notes import as_data, as_lines, read_notes, relocated  # noqa: PLC0415

        found, now = read_notes(read_pdf(file), file.name), None
        if issue is not None:
            from mise_en_page.proof.sign import reached  # noqa: PLC0415
            from mise_en_page.proof.versions import version_of  # noqa: PLC0415

            files = reached(issue)
            found, now = relocated(found, files.articles), version_of(files)
    if as_json:
        data = as_data(found) | {"version_now": now}
        telling.write_json(data | {"problems": [report.as_data(problem) for problem in found.problems]})
        return
    for note in found.notes:
        for line in as_lines(note):
            click.echo(report.printable(line))
    telling.show(found.problems)
    summary = say("summary/notes", n=len(found.notes), version=report.printable(found.version))
    if now is not None and now != found.version:
        summary = say("summary/notes-since", said=summary, now=now)
    telling.console().print(str(summary))


@commands.command(
    help=key("help/compare"), epilog="mise-en-page compare issues/2018-05@HEAD~1 issues/2018-05 -o changes.html"
)
@argument("before", type=str)
@argument("after", type=str)
@option("-o", "--output", type=PATH_OR_DASH, default=Path("compare.html"), show_default=True,
        help=key("help/compare/output"))  # fmt: skip
@PRESS
def compare(before: str, after: str, output: Path, press_name: str) -> None:
    """Exit status: 0 the same, 1 different, 2 when they cannot be compared."""
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    to_file = str(output) != "-"
    with telling.refusals(bad=2):
        watchdog.bounded(bad=2)
        from mise_en_page.proof.compare import compare as compare_sides  # noqa: PLC0415
        from mise_en_page.proof.compare_report import as_html, named  # noqa: PLC0415

        with telling.progress(say("progress/comparing")):
            compared = compare_sides(_side(before, press_name), _side(after, press_name))
        html = as_html(compared)
        if to_file:
            write_whole({output: html.encode("utf-8")})
        else:
            telling.write(html)
    for page in compared.changed:
        click.echo(str(say("compare/page", folio=page.folio, share=100 * page.share)), err=True)
    for text in compared.texts:
        click.echo(report.printable(str(say("compare/text", text=named(text), n=len(text.passages)))), err=True)
    if to_file:
        click.echo(output)
    sys.exit(report.GOOD if compared.same else report.BAD)


def _side(named: str, press_name: str) -> Side:
    """A PDF, an issue's folder, or FOLDER@REVISION; a folder is built."""
    from mise_en_page.proof.compare import Side  # noqa: PLC0415

    path: Path = Path(named)
    revision: str | None = None
    if not path.exists() and "@" in named:
        folder, _, revision = named.rpartition("@")
        path = Path(folder)
    if revision is None and not path.is_dir():
        from mise_en_page.reading.files import read_bytes  # noqa: PLC0415
        from mise_en_page.reading.found import Found  # noqa: PLC0415

        found = Found()
        data = read_bytes(path.absolute().parent, path.absolute(), 500_000_000, found)
        if data is None:
            raise Refused(tuple(found))
        return Side(path.name, data)
    edition.need_pango()
    from mise_en_page.files.atomic import workshop  # noqa: PLC0415
    from mise_en_page.proof.passages import written  # noqa: PLC0415
    from mise_en_page.proof.revision import at_revision  # noqa: PLC0415
    from mise_en_page.reading import read_issue  # noqa: PLC0415

    with workshop() as temporary:
        folder_now = at_revision(path, revision, temporary) if revision is not None else path
        made = edition.make(edition.Edition(folder_now, OUT, press_name), jobs_here())
        pages = json.loads(made.report)["pages"]
        folios = {fit["article"]: page["folio"] for page in reversed(pages) for fit in page["articles"]}
        articles = written(read_issue(folder_now).issue, folios)
    return Side(named, made.pdf, articles, tuple(page["folio"] for page in pages))


@commands.command(
    help=key("help/preview"), epilog="mise-en-page preview issues/2018-05 --editor 'code --goto {file}:{line}:{column}'"
)
@argument("issue")
@option("--port", type=click.IntRange(1, 65535), help=key("help/preview/port"))
@PRESS
@option("--editor", envvar="MISE_EN_PAGE_EDITOR", default="", show_envvar=True, help=key("help/preview/editor"))
@option("--notes", "noted", type=PATH, metavar="PROOF.pdf", help=key("help/preview/notes"))
@click.pass_obj
def preview(
    chosen: Language | None, issue: Path, port: int | None, press_name: str, editor: str, noted: Path | None
) -> None:
    """On this machine only."""
    with telling.refusals():
        edition.need_pango()
        from mise_en_page.desk.run import serve  # noqa: PLC0415
        from mise_en_page.proof.notes import read_notes  # noqa: PLC0415

        profile = edition.profile_named(press_name, issue)
        told = read_notes(read_pdf(noted), noted.name) if noted is not None else None
        with contextlib.suppress(KeyboardInterrupt):
            serve(issue, profile, port, editor, click.echo, told, chosen or _of_shell())


def _of_shell() -> Language | None:
    """The language of this shell's locale, if it is one of ours."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return next((each for each in LANGUAGES if named[:2] == each), None)
