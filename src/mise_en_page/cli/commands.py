"""The commands: words in, one call, words out. Rooms are imported by the command that needs them, so that help is quick."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click
from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from mise_en_page.cli import streams
from mise_en_page.editions import edition, report
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.problem import Problem, Refused, has_errors
from mise_en_page.processes import activity, watchdog
from mise_en_page.processes.child import Limits

if TYPE_CHECKING:
    from mise_en_page.proof.compare import Side
    from mise_en_page.typography.formats import Format

PRESS = "A press profile: one of ours, one in the publication's folder press/, or a YAML file."
ISSUE = click.Path(path_type=Path)
OUT = Path("out")
#: Faults of a disk, whatever is written to it.
OF_A_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
#: Seconds that a named pipe may take to begin.
FIRST_WORD = 10


def _console() -> Console:
    return Console(stderr=True, highlight=False)


@contextmanager
def _refusals(*, as_json: bool = False, bad: int = report.BAD) -> Iterator[None]:
    """Any refusal below: every problem shown, then exit status 1; an operating system's word as a problem of its own."""
    try:
        yield
    except Refused as refused:
        problems = refused.problems
    except BrokenPipeError:
        raise  # the reader of our output has gone: click ends quietly
    except OSError as error:
        problems = (Problem("system", "error", _of_system(error), "Nothing was changed."),)
    except RecursionError:
        problems = (activity.too_deep(activity.now()),)
    except MemoryError:
        problems = (activity.too_much_memory(activity.now()),)
    else:
        return
    _end(problems, as_json=as_json, bad=bad)


def _of_system(error: OSError) -> str:
    """An operating system's word with the file that it is about; of a disk, which one."""
    from mise_en_page.files.atomic import disk_of  # noqa: PLC0415

    told = error.strerror or str(error)
    if not error.filename:
        return told
    disk = f" (the disk at {disk_of(Path(os.fsdecode(error.filename)))})" if error.errno in OF_A_DISK else ""
    return f"{error.filename}: {told}{disk}"


def _end(problems: tuple[Problem, ...], *, as_json: bool = False, bad: int = report.BAD) -> None:
    if as_json:
        _write(report.as_json({"problems": [report.as_data(problem) for problem in problems]}) + "\n")
    else:
        console = _console()
        report.show(console, problems)
        console.print(report.count(problems))
    sys.exit(bad if has_errors(problems) else report.GOOD)


def _starter() -> Path:
    """Where the shipped layouts and fonts lie: the checkout, or where a wheel puts its data."""
    places = (Path(__file__).resolve().parents[3], Path(sys.prefix) / "share" / "mise-en-page")
    return next((place for place in places if (place / "layouts").is_dir() and (place / "fonts").is_dir()), places[-1])


@contextmanager
def _progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A line on a terminal, nothing in a pipe. What is given tells how much is done, and of how much.

    No thread draws it: processes are forked meanwhile.
    """
    console = _console()
    if not console.is_terminal:
        yield lambda _done, _of: None
        return

    def show(done: int, of: int) -> None:
        told = f"{words}… {done} of {of} pages" if of > 1 else f"{words}…"
        console.control(Control.move_to_column(0), Control((ControlType.ERASE_IN_LINE, 2)))
        console.print(told, end="")

    show(0, 0)
    try:
        yield show
    finally:
        console.control(Control.move_to_column(0), Control((ControlType.ERASE_IN_LINE, 2)))


def _jobs() -> int:
    """As many processes as this one may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mise-en-page")
def commands() -> None:
    """A layout engine for the briefs pages of French magazines: plain text in, print-ready PDF out."""


@commands.command(epilog="Example: mise-en-page build issues/2018-05 -o out; a night's: mise-en-page build --all --jobs 8")
@click.argument("issues", type=ISSUE, nargs=-1, metavar="ISSUE...")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=OUT, show_default=True,
              help="The folder that receives NAME.pdf and NAME.report.json.")  # fmt: skip
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
@click.option("--plates", type=click.Path(path_type=Path),
              help="A folder for the separations: a grey PNG for each page and ink.")  # fmt: skip
@click.option("--split", is_flag=True, help="One PDF a page (NAME_p014.pdf), or a spread with --spreads.")
@click.option("--spreads", is_flag=True, help="Facing pages side by side on one sheet (NAME_spreads.pdf).")
@click.option("--signed", is_flag=True, help="Refuse unless everything is as it was signed (see sign).")
@click.option("--all", "every", is_flag=True, help="All issues of the publication that you are in.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="So many issues at once; as many as processors if not given.")
@click.option("--timeout", type=click.FloatRange(1, 86400), help="Seconds that one of several issues may take (300).")
@click.option("--memory", type=click.FloatRange(0.5, 1024), help="Gigabytes that one of several issues may take (4).")
@click.option("--scheduler", metavar="ADDRESS", help="Make them on the workers of a Dask scheduler: tcp://…, tls://….")
def build(
    issues: tuple[Path, ...],
    every: bool,
    jobs: int | None,
    timeout: float | None,
    memory: float | None,
    scheduler: str | None,
    **how: Any,
) -> None:
    """Make the print PDF of an ISSUE folder, and its report; or those of many, side by side.

    Nothing is handed out under its final name that has an error: the last good files stay. Of several issues, each is
    built within limits in a process of its own; what goes wrong with one stops no other.
    """
    if every == bool(issues):
        raise click.UsageError("Name the issues, or give --all: one of the two.")
    names = ("output", "press_name", "plates", "split", "spreads", "signed")
    order = edition.Edition(Path(), *(how[name] for name in names))
    if len(issues) == 1 and (jobs, timeout, memory, scheduler) == (None,) * 4:
        _build_one(replace(order, issue=issues[0]))
    else:
        given = {"seconds": timeout, "memory": None if memory is None else int(memory * (1 << 30))}
        limits = Limits(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        _build_many(issues, order, jobs or _jobs(), limits, scheduler)


def _build_one(asked: edition.Edition) -> None:
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    with _refusals():
        watchdog.bounded()
        with _progress(f"Building {asked}") as tell:
            made = edition.make(asked, _jobs(), tell)
        write_whole(dict(made.files))
    done = made.finished
    console = _console()
    for line in done.lines:
        console.print(line, soft_wrap=True)
    report.show(console, done.problems)
    console.print(f"{report.count(done.problems)}; {done.pages} pages")
    for name in done.files:
        if name.endswith(".pdf"):
            click.echo(asked.output / name)


def _build_many(issues: tuple[Path, ...], order: edition.Edition, jobs: int, limits: Limits, scheduler: str | None) -> None:
    """The given issues, or all; exit status 1 if any failed."""
    from mise_en_page.cli import progress  # noqa: PLC0415
    from mise_en_page.editions import batch, cluster  # noqa: PLC0415

    console = _console()
    with _refusals():
        edition.need_pango()
        wanted = [replace(order, issue=issue) for issue in batch.told_apart(issues or batch.find(Path.cwd()))]
    with contextlib.ExitStack() as stack:
        with _refusals():
            if scheduler is None:
                executor = stack.enter_context(batch.processes(min(jobs, len(wanted))))
            else:
                executor, left_out = stack.enter_context(cluster.workers(scheduler, batch.roots(wanted)))
                report.show(console, left_out)
        shown = stack.enter_context(progress.board(console, len(wanted)))
        try:
            outcomes = batch.run(wanted, executor, limits, tell=shown)
        except KeyboardInterrupt:
            console.print(f"Interrupted: {shown.done} of {len(wanted)} editions built; the others are as they were.")
            sys.exit(report.BAD)
    progress.summary(console, outcomes)
    for outcome in outcomes:
        for name in outcome.finished.files if outcome.finished is not None else ():
            if name.endswith(".pdf"):
                click.echo(outcome.edition.output / name)
    if any(outcome.finished is None for outcome in outcomes):
        sys.exit(report.BAD)


@commands.command(epilog='Example: mise-en-page sign issues/2018-05 --by "Jeanne Martin"')
@click.argument("issue", type=ISSUE)
@click.option("--by", required=True, help="Who signs.")
@click.option("--on", help="The day of the sign-off (YYYY-MM-DD); today if not given.")
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
def sign(issue: Path, by: str, on: str | None, press_name: str) -> None:
    """Sign an ISSUE off (bon à tirer): build --signed then refuses whatever has changed since.

    The record is bon-a-tirer.yaml, in the issue's folder. An issue with errors cannot be signed.
    """
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    with _refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.pagination.makeup import WHOLE  # noqa: PLC0415
        from mise_en_page.proof import sign as proof  # noqa: PLC0415

        profile = edition.profile_named(press_name, issue)
        before = None
        with contextlib.suppress(Refused):  # what cannot be read is told with all the rest
            before = proof.reached(issue)
        with _progress(f"Building {issue}") as tell:
            made = edition.make(edition.Edition(issue, OUT, press_name), _jobs(), tell)
        # The only clock of the program: who signs, signs today. No page knows this day.
        day = on if on is not None else time.strftime("%Y-%m-%d")
        path = proof.record_of(issue)
        told = [fit for page in json.loads(made.report)["pages"] for fit in page["articles"]]
        shown = frozenset(fit["article"] for fit in told if str(WHOLE) not in fit["left_out"])
        signed = proof.ToSign(made.pdf, shown)
        write_whole({path: proof.record(before, proof.reached(issue), signed, profile, by, day)})
    report.show(_console(), made.finished.problems)
    click.echo(path)


@commands.command(epilog="Example: mise-en-page proof issues/2018-05")
@click.argument("issue", type=ISSUE)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("out"), show_default=True,
              help="The folder that receives NAME_proof.pdf, or a file NAME.pdf.")  # fmt: skip
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
def proof(issue: Path, output: Path, press_name: str) -> None:
    """Make the proof of an ISSUE folder for the office's printer: A4, with line numbers and all that is wrong.

    Text that has no room is shown too. Comments made on the proof in any reader are read with notes.
    """
    from mise_en_page.files.atomic import cache_folder, write_whole  # noqa: PLC0415

    with _refusals():
        watchdog.bounded()
        edition.need_pango()
        from mise_en_page.pipeline.build import How  # noqa: PLC0415
        from mise_en_page.press.cache import Cache  # noqa: PLC0415
        from mise_en_page.proof.paper import paper_proof  # noqa: PLC0415

        with _progress(f"Proofing {issue}"):
            cache = Cache(cache_folder() / "pictures")
            made = paper_proof(issue, edition.profile_named(press_name, issue), How(_jobs(), pictures=cache))
            cache.sweep()
        to_file = output.suffix.lower() == ".pdf" and not output.is_dir()
        path = output if to_file else output / f"{made.made.issue.name}_proof.pdf"
        write_whole({path: made.pdf})
    console = _console()
    report.show(console, made.problems)
    console.print(f"{report.count(made.problems)}; version {made.version}")
    click.echo(path)
    sys.exit(report.BAD if has_errors(made.problems) else report.GOOD)


@commands.command(epilog="Example: mise-en-page notes 2018-05_proof.pdf --json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The notes as JSON on standard output.")
def notes(file: Path, as_json: bool) -> None:
    """List the comments made on a proof (a PDF of ours) in any reader, with the file and line that each is about."""
    with _refusals(as_json=as_json):
        from mise_en_page.proof.notes import as_data, read_notes  # noqa: PLC0415

        found = read_notes(_read_pdf(file), file.name)
    if as_json:
        problems = {"problems": [report.as_data(problem) for problem in found.problems]}
        _write(report.as_json(as_data(found) | problems) + "\n")
        return
    for note in found.notes:
        place = f"page {note.folio}" if note.folio else f"sheet {note.sheet}"
        where = str(note.where) if note.where is not None else place
        quote = f" “{note.quote}”" if note.quote else ""
        _say_note(report.printable(where) + ": ", note.kind + quote, note.author, note.text)
        for reply in note.replies:
            _say_note("    ", "reply", reply.author, reply.text)
    report.show(_console(), found.problems)
    count = len(found.notes)
    _console().print(f"{count} note{'' if count == 1 else 's'} on version {report.printable(found.version)}")


def _say_note(where: str, what: str, author: str, text: str) -> None:
    """“file:12:5: highlight “word” (Jeanne): what for?”; a note's further lines under its first."""
    lines = text.split("\n")
    by = f" ({author})" if author else ""
    click.echo(where + report.printable(f"{what}{by}: {lines[0]}".removesuffix(": ")))
    for line in lines[1:]:
        click.echo(f"        {report.printable(line)}")


@commands.command(epilog="Example: mise-en-page compare issues/2018-05@HEAD~1 issues/2018-05 -o changes.html")
@click.argument("before")
@click.argument("after")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default=Path("compare.html"),
              show_default=True, help="The report; - for standard output.")  # fmt: skip
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
def compare(before: str, after: str, output: Path, press_name: str) -> None:
    """What differs between two PDFs, two ISSUE folders, or revisions of one (ISSUE@REVISION): pictures and words.

    Exit status: 0 the same, 1 different, 2 when they cannot be compared.
    """
    from mise_en_page.files.atomic import write_whole  # noqa: PLC0415

    with _refusals(bad=2):
        watchdog.bounded(bad=2)
        from mise_en_page.proof.compare import compare as compare_sides  # noqa: PLC0415
        from mise_en_page.proof.compare_report import as_html  # noqa: PLC0415

        with _progress("Comparing"):
            compared = compare_sides(_side(before, press_name), _side(after, press_name))
        html = as_html(compared)
        if str(output) == "-":
            _write(html)
        else:
            write_whole({output: html.encode("utf-8")})
    for page in compared.changed:
        click.echo(f"page {page.folio}: {page.share:.2%} of it looks different", err=True)
    for text in compared.texts:
        click.echo(report.printable(f"{text.name}: words changed"), err=True)
    if str(output) != "-":
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
    from mise_en_page.proof.revision import at_revision  # noqa: PLC0415
    from mise_en_page.proof.sign import reached  # noqa: PLC0415

    with workshop() as temporary:
        folder_now = at_revision(path, revision, temporary) if revision is not None else path
        made = edition.make(edition.Edition(folder_now, OUT, press_name), _jobs())
        articles = {Path(file).name: text for file, text in reached(folder_now).articles.items()}
    folios = tuple(page["folio"] for page in json.loads(made.report)["pages"])
    return Side(named, made.pdf, articles, folios)


@commands.command(epilog="Example: mise-en-page check issues/2018-05 --json")
@click.argument("issue", type=ISSUE)
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
@click.option("--json", "as_json", is_flag=True, help="The report that build writes, as JSON on standard output.")
def check(issue: Path, press_name: str, as_json: bool) -> None:
    """All that is wrong with an ISSUE folder, from its texts to the printer's file, which is made and not written.

    What check passes, build passes, and in no time: what was made is kept.
    """
    with _refusals(as_json=as_json):
        watchdog.bounded(as_json=as_json)
        with _progress(f"Checking {issue}") as tell:
            made = edition.look(edition.Edition(issue, OUT, press_name), _jobs(), tell)
    problems, told = made.finished.problems, json.loads(made.report)
    if as_json:
        _write(made.report.decode())
        sys.exit(report.BAD if has_errors(problems) else report.GOOD)
    console = _console()
    for page in told["pages"]:
        for fit in page["articles"]:
            done = [*fit["done"], *(f"{what} left out" for what in fit["left_out"])]
            words = _fit_words(fit["lines"], fit["characters"]) + (f" ({', '.join(done)})" if done else "")
            click.echo(f"page {page['folio']}  {fit['article']}: {words}")
    report.show(console, problems)
    console.print(f"{report.count(problems)}; {len(told['corrections'])} typographic corrections")
    sys.exit(report.BAD if has_errors(problems) else report.GOOD)


def _fit_words(lines: int, characters: int) -> str:
    """“fits”, “+3 lines, 142 characters over”, “−2 lines, 80 characters under”."""
    if not lines:
        return "fits"
    sign, side = ("+", "over") if lines > 0 else ("−", "under")
    return f"{sign}{abs(lines)} line{'s' if abs(lines) > 1 else ''}, {abs(characters)} characters {side}"


@commands.command(epilog="Example: echo 'Vraiment?' | mise-en-page typography -")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default=Path("-"))
@click.option("--explain", is_flag=True, help="List each correction: place, before, after, rule and its authority.")
@click.option("--jsonl", is_flag=True, help='A line in {"id","input","format"}, a line out {"id","output"}.')
@click.option("--format", "form", type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True,
              help="What the text is written in: markup is left as it is.")  # fmt: skip
@click.option("--profile", default="fr-FR", show_default=True, help="fr-FR, fr-CH or fr-CA.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="One setting; may be given several times.")
def typography(file: Path, explain: bool, jsonl: bool, form: str, profile: str, settings: tuple[str, ...]) -> None:
    """The French typography stage alone, a filter from FILE (or standard input) to standard output."""
    from mise_en_page.typography import correct_text, explanation, filter_jsonl, policy_of  # noqa: PLC0415

    with _refusals():
        policy = policy_of(profile, [(name, value) for name, _, value in (given.partition("=") for given in settings)])
        data = _read_text(file)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Refused(
                (Problem("encoding", "error", f"{file}: line {line} is not UTF-8", "Save the file as UTF-8."),)
            ) from error
        if jsonl:
            _answer_lines(filter_jsonl(text.split("\n"), policy))
            return
        corrected = correct_text(text, cast("Format", form), policy)
        if explain:
            for line_out in explanation(corrected):
                _write(line_out + "\n")
        else:
            _write(corrected.text)


def _write(text: str) -> None:
    """Text for programs is UTF-8, whatever this terminal's own encoding is."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "the output") from error


def _answer_lines(answers: Iterator[str]) -> None:
    """Lines of JSON as they come; exit status 1 if there is no output for some."""
    bad = of = 0
    for answer in answers:
        _write(answer + "\n")
        bad, of = bad + ("output" not in json.loads(answer)), of + 1
    if bad:
        _console().print(f"error: {bad} of {of} lines could not be corrected: each has its “error” in the output")
        sys.exit(report.BAD)


@commands.command(epilog="Example: mise-en-page hyphenate typographie imprimerie")
@click.argument("words", nargs=-1)
def hyphenate(words: tuple[str, ...]) -> None:
    """Show where WORDS may be divided (ty-po-gra-phie); words come from standard input when none is given."""
    from mise_en_page.typography import hyphenate as breaks  # noqa: PLC0415

    with _refusals():
        given = words or _read_text(Path("-")).decode("utf-8", "replace").split()
    for word in given:
        at = (0, *breaks(word), len(word))
        click.echo("-".join(word[start:end] for start, end in pairwise(at)))


@commands.command(epilog="Example: mise-en-page preview issues/2018-05 --editor 'code --goto {file}:{line}:{column}'")
@click.argument("issue", type=ISSUE)
@click.option("--port", type=click.IntRange(1, 65535), help="The port on this machine; otherwise the first free one.")
@click.option(
    "--press", "press_name", default="fogra39", show_default=True, help="A press profile: a name, or a YAML file."
)
@click.option("--editor", envvar="MISE_EN_PAGE_EDITOR", default="", show_envvar=True,
              help="The command that opens a file at a place: {file}, {line} and {column} are put in.")  # fmt: skip
@click.option("--notes", "noted", type=click.Path(path_type=Path), metavar="PROOF.pdf",
              help="Show the comments made on a proof among the problems (see notes).")  # fmt: skip
def preview(issue: Path, port: int | None, press_name: str, editor: str, noted: Path | None) -> None:
    """Show the pages of an ISSUE folder in the browser, live as its files are saved.

    On this machine only. The address is printed; interrupt (Ctrl-C) to end.
    """
    with _refusals():
        edition.need_pango()
        from mise_en_page.desk.run import serve  # noqa: PLC0415
        from mise_en_page.proof.notes import as_problems, read_notes  # noqa: PLC0415

        profile = edition.profile_named(press_name, issue)
        told = as_problems(read_notes(_read_pdf(noted), noted.name)) if noted is not None else ()
        with contextlib.suppress(KeyboardInterrupt):
            serve(issue, profile, port, editor, click.echo, told)


@commands.command(epilog="Example: mise-en-page new mon-magazine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--layout", default="breves", show_default=True,
              help="Of the first issue: breves, breves-dense or breves-double; all three are there.")  # fmt: skip
def new(folder: Path, layout: str) -> None:
    """Make a publication to start from, in FOLDER (new or empty)."""
    from mise_en_page import reading  # noqa: PLC0415

    with _refusals():
        for path in reading.new_publication(folder, _starter(), layout):
            click.echo(path)


@commands.command(epilog="Example: mise-en-page preflight out/2018-05.pdf --json")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON on standard output.")
@click.option("--picture", type=click.Path(path_type=Path),
              help="The pages with the faults marked: a file NAME.png, or a folder for one PNG a page.")  # fmt: skip
@click.option("--plates", type=click.Path(path_type=Path),
              help="A folder for the separations: a grey PNG for each page and ink.")  # fmt: skip
def preflight(file: Path, press_name: str, as_json: bool, picture: Path | None, plates: Path | None) -> None:
    """Check a PDF FILE, from whatever tool, as a printer would."""
    with _refusals(as_json=as_json):
        from mise_en_page.files.atomic import write_whole  # noqa: PLC0415
        from mise_en_page.preflight import guard  # noqa: PLC0415

        profile = edition.profile_named(press_name, Path.cwd())
        data = _read_pdf(file)
        inspection = guard.inspect(data, profile)
        problems = inspection.problems
        made = {} if picture is None else _pictures(data, problems, picture, file.stem)
        if plates is not None:
            made |= edition.plates(data, profile, plates, file.stem, {})
        write_whole(made)
    if as_json:
        found = {
            "problems": [report.as_data(problem) for problem in problems],
            "ink_limit": profile.ink_limit,
            "ink": [{"page": ink.page} | report.ink_data(ink) for ink in inspection.inks],
        }
        _write(report.as_json(found) + "\n")
        sys.exit(report.BAD if has_errors(problems) else report.GOOD)
    for ink in inspection.inks:
        _console().print(report.ink_words(ink, str(ink.page), profile.ink_limit), soft_wrap=True)
    _end(problems)


def _read_pdf(file: Path) -> bytes:
    """The file's bytes; never those of a device or a pipe, which may have no end."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise Refused((Problem("not-a-file", "error", f"{file} is no ordinary file", "Give a PDF file."),))
    if file.is_file() and file.stat().st_size > limits.PDF_BYTES:
        raise Refused((Problem("undamaged", "error", f"{file} is larger than 1 GB", "Deliver it page by page."),))
    return file.read_bytes() if file.is_dir() else plain_bytes(file, limit=limits.PDF_BYTES)


def _read_text(file: Path) -> bytes:
    """A text for a filter: standard input (-), or a file that is no device; no more of either than can be worked with."""
    most = limits.FILTER_BYTES
    if str(file) == "-":
        data = sys.stdin.buffer.read(most + 1)
    elif file.is_fifo() and hasattr(os, "O_NONBLOCK"):  # <(a command): wait for its first word, and for nobody's not long
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as pipe:
            if not select.select([pipe], [], [], FIRST_WORD)[0]:
                raise TimeoutError(None, f"nothing has come for {FIRST_WORD} seconds", str(file))
            os.set_blocking(pipe.fileno(), True)
            data = pipe.read(most + 1)
    else:
        data = plain_bytes(file, limit=most)
    if len(data) > most:
        message = f"{'standard input' if str(file) == '-' else file} holds more than {most:,} bytes"
        raise Refused((Problem("too-large", "error", message, "Give it in parts."),))
    return data


def _pictures(pdf: bytes, problems: tuple[Problem, ...], target: Path, name: str) -> dict[Path, bytes]:
    """The marked pages as files: one for all where ``target`` is named .png, else one a page in that folder."""
    from mise_en_page.preflight import guard, marked_up  # noqa: PLC0415

    faces = sorted((_starter() / "fonts" / "source-serif-4").glob("*SmText-Regular.ttf"))
    pages = guard.marked_pages(pdf, problems, faces[0] if faces else None)
    if target.suffix.lower() != ".png":
        return {target / f"{name}_p{page.number:03d}.png": page.png for page in pages}
    first = list(islice(pages, marked_up.STACKED + 1))
    if len(first) > marked_up.STACKED:
        message = f"the file has more than {marked_up.STACKED} pages: too many for one picture"
        raise Refused((*problems, Problem("picture", "error", message, "Give --picture a folder instead.")))
    return {target: marked_up.stacked(first)} if first else {}


def main() -> None:
    """Run a command under watch: however it ends, the user reads why, and the exit status says so."""
    streams.prepare()
    if not watchdog.possible() or sys.argv[1:2] == ["preview"]:  # a server: it has no end to see to
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _command()
    fate = watchdog.run(_command)
    if fate.problem is not None:
        _told(lambda: _end((fate.problem,) if fate.problem else (), as_json=fate.as_json, bad=fate.status))
    if fate.signal:  # whoever ended the command sees that this did it
        signal.signal(fate.signal, signal.SIG_DFL)
        os.kill(os.getpid(), fate.signal)
    sys.exit(fate.status)


def _command() -> NoReturn:
    """Run a command."""
    _told(lambda: commands(standalone_mode=True))


def _told(work: Callable[[], object]) -> NoReturn:
    """Do the work and exit; what nobody foresaw becomes one line, and its traceback only where someone asks for it."""
    status: Any = report.GOOD
    try:
        work()
    except SystemExit as end:
        status = end.code
    except OSError as error:  # nothing but the outputs: what a command works with has been told by it
        status = _unwritten(error)
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        words = report.printable(f"{type(error).__name__}: {error}")
        hint = f"    It was {activity.now().words}. Please report it; MISE_EN_PAGE_DEBUG=1 shows where."
        status = report.BAD
        with contextlib.suppress(OSError):
            _console().print(f"internal error: {words}\n{hint}", markup=False)
    if (fault := streams.flushed()) is not None:
        status = max(_unwritten(fault), status if isinstance(status, int) else 0)
    sys.exit(status)


def _unwritten(error: OSError) -> int:
    """An output did not take what was said: that is told where there is still one, but for a reader who has gone."""
    if not isinstance(error, BrokenPipeError):
        with contextlib.suppress(OSError):
            _console().print(f"error: {error.filename or 'the output'}: {error.strerror or error}", markup=False)
    return report.BAD
