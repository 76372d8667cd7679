"""What is read before it is printed: ``proof`` and ``notes``, ``compare``, ``sign``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mise_en_page.cli import telling
from mise_en_page.cli.build import jobs_here
from mise_en_page.cli.check import read_pdf
from mise_en_page.cli.command import OUT, PATH, PATH_OR_DASH, PRESS, argument, commands, option
from mise_en_page.editions import edition, report
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import key, say
from mise_en_page.model.problem import Refused
from mise_en_page.processes import watchdog

if TYPE_CHECKING:
    from mise_en_page.proof.comments import Comment
    from mise_en_page.proof.compare import Side
    from mise_en_page.proof.html import HtmlProof
    from mise_en_page.proof.notes import Notes
    from mise_en_page.proof.paper import PaperProof


@commands.command(help=key("help/sign"), epilog='mise-en-page sign issues/2018-05 --by "Jeanne Martin"')
@argument("issue")
@option("--by", required=True, help=key("help/sign/by"))
@option("--on", help=key("help/sign/on"))
@PRESS
def sign(issue: Path, by: str, on: str | None, press_name: str) -> None:
    """What is signed is what is built now."""
    with telling.refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.editions.signing import SignOff, sign_off  # noqa: PLC0415

        with telling.progress(say("progress/building", issue=str(issue))) as tell:
            path, problems = sign_off(SignOff(issue, by, press_name, on), jobs_here(), tell)
    telling.show(problems)
    click.echo(path)


@commands.command(help=key("help/proof"), epilog="mise-en-page proof issues/2018-05")
@argument("issue")
@option("-o", "--output", type=PATH, default=OUT, show_default=True, help=key("help/proof/output"))
@option("--html", is_flag=True, help=key("help/proof/html"))
@PRESS
def proof(issue: Path, output: Path, html: bool, press_name: str) -> None:
    """Also of an issue with errors."""
    from mise_en_page.files.atomic import cache_folder, write_whole  # noqa: PLC0415

    with telling.refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.pipeline.build import How  # noqa: PLC0415
        from mise_en_page.press.cache import Cache  # noqa: PLC0415
        from mise_en_page.proof.html import html_proof  # noqa: PLC0415
        from mise_en_page.proof.paper import paper_proof  # noqa: PLC0415

        made: PaperProof | HtmlProof
        with telling.progress(say("progress/proofing", issue=str(issue))):
            cache = Cache(cache_folder() / "pictures")
            asked = edition.profile_named(press_name, issue), How(jobs_here(), pictures=cache)
            if html:
                made, ending = html_proof(issue, *asked), ".html"
                data = made.html
            else:
                made, ending = paper_proof(issue, *asked), ".pdf"
                data = made.pdf
            cache.sweep()
        to_file = output.suffix.lower() == ending and not output.is_dir()
        path = output if to_file else output / f"{made.made.issue.name}_proof{ending}"
        write_whole({path: data})
    telling.show(made.problems)
    summary = say("summary/proof", problems=report.count(made.problems), version=made.version)
    telling.console().print(str(summary))
    click.echo(path)
    telling.leave(made.problems)


@commands.command(help=key("help/notes"), epilog="mise-en-page notes 2018-05_proof.pdf --into issues/2018-05")
@argument("file")
@argument("issue", required=False)
@option("--into", type=PATH, metavar="ISSUE", help=key("help/notes/into"))
@option("--json", "as_json", is_flag=True, help=key("help/notes/json"))
def notes(file: Path, issue: Path | None, into: Path | None, as_json: bool) -> None:
    """Comments made in any reader, or in an HTML proof; of an issue's folder, those that stand beside it."""
    with telling.refusals(as_json=as_json):
        from mise_en_page.proof.notes import as_data, as_lines, relocated  # noqa: PLC0415

        found, comments = read_noted(file)
        now, new = None, None
        if (issue := into or issue or (file if file.is_dir() else None)) is not None:
            from mise_en_page.proof.sign import reached  # noqa: PLC0415
            from mise_en_page.proof.versions import version_of  # noqa: PLC0415

            files = reached(issue)
            found, now = relocated(found, files.articles), version_of(files)
        if into is not None:
            from mise_en_page.proof.comments import write  # noqa: PLC0415
            from mise_en_page.reading import publication_root  # noqa: PLC0415

            new = write(into, publication_root(into) or into, comments)
    told = {"version_now": now} | ({"taken": new} if new is not None else {})
    if as_json:
        telling.write_json(as_data(found) | told | {"problems": [report.as_data(problem) for problem in found.problems]})
        return
    for note in found.notes:
        for line in as_lines(note):
            click.echo(report.printable(line))
    telling.show(found.problems)
    summary = say("summary/notes", n=len(found.notes), version=report.printable(found.version))
    if not found.version:
        summary = say("summary/comments", n=len(found.notes))
    elif now is not None and now != found.version:
        summary = say("summary/notes-since", said=summary, now=now)
    telling.console().print(str(summary))
    if new is not None:
        telling.console().print(str(say("summary/notes-taken", n=new, known=len(comments) - new)))


def read_noted(file: Path) -> tuple[Notes, tuple[Comment, ...]]:
    """The notes of a proof, of a list that an HTML proof has sent, or of an issue; and the same as its comments."""
    from mise_en_page.proof import comments  # noqa: PLC0415
    from mise_en_page.proof.notes import read_notes  # noqa: PLC0415

    if file.is_dir():
        from mise_en_page.reading import publication_root  # noqa: PLC0415

        kept = comments.Kept(file.absolute(), (publication_root(file) or file).absolute())
        found, problems = kept(), kept.problems
        made, orphans = comments.threads(found, kept.files)
        return comments.as_notes(made, (*problems, *orphans)), found
    if file.suffix.lower() == ".json":
        found = comments.read_list(plain_bytes(file, limit=limits.COMMENT_LIST), file.name)
        made, _ = comments.threads(found)  # what answers others is at home beside these
        return comments.as_notes(made), found
    read = read_notes(read_pdf(file), file.name)
    return read, comments.of_notes(read)


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
    from mise_en_page.pipeline.build import corrected  # noqa: PLC0415
    from mise_en_page.proof.passages import written  # noqa: PLC0415
    from mise_en_page.proof.revision import at_revision  # noqa: PLC0415

    with workshop() as temporary:
        folder_now = at_revision(path, revision, temporary) if revision is not None else path
        made = edition.make(edition.Edition(folder_now, OUT, press_name), jobs_here())
        pages = json.loads(made.report)["pages"]
        folios = {fit["article"]: page["folio"] for page in reversed(pages) for fit in page["articles"]}
        articles = written(corrected(folder_now), folios)
    return Side(named, made.pdf, articles, tuple(page["folio"] for page in pages))
