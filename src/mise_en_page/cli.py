"""The commands: words in, one call, words out. Rooms are imported by the command that needs them, so that help is quick."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console

from mise_en_page import report
from mise_en_page.problem import Problem, Refused, has_errors

if TYPE_CHECKING:
    from mise_en_page.build import PrintFile, Set
    from mise_en_page.press import Profile
    from mise_en_page.proof.compare import Side
    from mise_en_page.shelf import Finished
    from mise_en_page.typography.formats import Format

PRESS = "A press profile: one of ours, one in the publication's folder press/, or a YAML file."
ISSUE = click.Path(path_type=Path)
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


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
        where = f"{error.filename}: " if error.filename else ""
        problems = (Problem("system", "error", f"{where}{error.strerror or error}", "Nothing was changed."),)
    except RecursionError:
        problems = (Problem("nesting", "error", "something in this issue is nested too deeply", "Simplify it."),)
    else:
        return
    _end(problems, as_json=as_json, bad=bad)


def _end(problems: tuple[Problem, ...], *, as_json: bool = False, bad: int = report.BAD) -> None:
    if as_json:
        click.echo(report.as_json({"problems": [report.as_data(problem) for problem in problems]}))
    else:
        console = _console()
        report.show(console, problems)
        console.print(report.count(problems))
    sys.exit(bad if has_errors(problems) else report.GOOD)


def _starter() -> Path:
    """Where the shipped layouts and fonts lie: the checkout, or where a wheel puts its data."""
    places = (Path(__file__).resolve().parents[2], Path(sys.prefix) / "share" / "mise-en-page")
    return next((place for place in places if (place / "layouts").is_dir() and (place / "fonts").is_dir()), places[-1])


@contextmanager
def _progress(words: str) -> Iterator[None]:
    """A spinner on a terminal, nothing in a pipe."""
    console = _console()
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield


def _need_pango() -> None:
    """WeasyPrint needs Pango, which pip cannot bring: say so in one line before it is imported."""
    import ctypes.util  # noqa: PLC0415

    missing = [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if not ctypes.util.find_library(name)]
    if missing:
        raise Refused(
            (Problem("pango", "error", f"Pango is not installed ({', '.join(missing)})", f"Run: apt-get install {PANGO}"),)
        )


def _profile(name: str, near: Path) -> Profile:
    """A press profile: a YAML file, a publication's own in its folder press/, or one of ours."""
    from mise_en_page import press, reading  # noqa: PLC0415

    if name.endswith((".yaml", ".yml")):
        return press.read_profile(Path(name))
    return press.named(name, reading.publication_root(near.absolute()))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mise-en-page")
def commands() -> None:
    """A layout engine for the briefs pages of French magazines: plain text in, print-ready PDF out."""


@commands.command(epilog="Example: mise-en-page build issues/2018-05 -o out")
@click.argument("issue", type=ISSUE)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("out"), show_default=True,
              help="The folder that receives NAME.pdf and NAME.report.json.")  # fmt: skip
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
@click.option("--plates", type=click.Path(path_type=Path),
              help="A folder for the separations: a grey PNG for each page and ink.")  # fmt: skip
@click.option("--split", is_flag=True, help="One PDF a page (NAME_p014.pdf), or a spread with --spreads.")
@click.option("--spreads", is_flag=True, help="Facing pages side by side on one sheet (NAME_spreads.pdf).")
@click.option("--signed", is_flag=True, help="Refuse unless everything is as it was signed (see sign).")
def build(
    issue: Path, output: Path, press_name: str, plates: Path | None, split: bool, spreads: bool, signed: bool
) -> None:
    """Make the print PDF of an ISSUE folder, and its report.

    Nothing is handed out under its final name that has an error: the last good files stay.
    """
    from mise_en_page import shelf as shelves  # noqa: PLC0415
    from mise_en_page.output import cache_folder, write_whole  # noqa: PLC0415

    with _refusals():
        shelf = shelves.Shelf(cache_folder() / "builds")
        # A sign-off and separations look at more than the files; a press profile of one's own may lie anywhere.
        known = not (plates or signed or press_name.endswith((".yaml", ".yml")))
        asked = (press_name, f"{split=}", f"{spreads=}")
        wanted = shelves.order(issue, asked, output) if known else None
        done = shelf.find(wanted) if wanted is not None else None
        if done is None:
            with shelves.watch(wanted) as strange:
                done, plates_made = _build(issue, press_name, plates, split=split, spreads=spreads, signed=signed)
            # Not if a file was saved meanwhile, or one was read that the order does not know.
            if wanted is not None and not strange and shelves.order(issue, asked, output) == wanted:
                shelf.put(wanted, done)
                shelf.sweep()
        else:
            plates_made = {}
        write_whole({output / name: data for name, data in done.files.items()} | plates_made)
    console = _console()
    for line in done.lines:
        console.print(line, soft_wrap=True)
    report.show(console, done.problems)
    console.print(f"{report.count(done.problems)}; {done.pages} pages")
    for name in done.files:
        if name.endswith(".pdf"):
            click.echo(output / name)


def _build(
    issue: Path, press_name: str, plates: Path | None, *, split: bool, spreads: bool, signed: bool
) -> tuple[Finished, dict[Path, bytes]]:
    """Make an issue's PDFs, its report, and its separations if there is a folder for ``plates``."""
    _need_pango()
    from mise_en_page import press  # noqa: PLC0415
    from mise_en_page.build import Form  # noqa: PLC0415
    from mise_en_page.build import build as build_issue  # noqa: PLC0415
    from mise_en_page.output import cache_folder  # noqa: PLC0415
    from mise_en_page.shelf import Finished  # noqa: PLC0415

    profile = _profile(press_name, issue)
    as_signed = _as_signed(issue, profile) if signed else None
    with _progress(f"Building {issue}"):
        cache = press.Cache(cache_folder() / "pictures")
        built = build_issue(issue, profile, Form(split, spreads), cache)
        if as_signed is not None:  # what was signed is the whole issue in pages
            plain = build_issue(issue, profile, Form(), cache) if split or spreads else built
            as_signed(plain.pdf)
        cache.sweep()
    name = built.made.issue.name
    names = {f"{'_'.join(filter(None, (name, file.part)))}.pdf": file for file in built.files}
    data = _report_data(built.made, built.problems) | _print_data(names, profile)
    files = {name: file.pdf for name, file in names.items()}
    files[f"{name}.report.json"] = report.as_json(data).encode() + b"\n"
    plates_made: dict[Path, bytes] = {}
    lines = []
    for file in built.files:
        for ink in file.inks:
            label = "-".join(str(folio) for folio in file.folios[ink.page - 1])
            lines.append(report.ink_words(ink, label, profile.ink_limit))
        if plates is not None:
            labels = {number: _folios(folios) for number, folios in enumerate(file.folios, 1)}
            plates_made |= _plates(file.pdf, profile, plates, name, labels)
    return Finished(files, tuple(lines), built.problems, len(built.made.issue.pages)), plates_made


def _as_signed(issue: Path, profile: Profile) -> Callable[[bytes], None]:
    """Refuses what has changed since the sign-off; what it returns refuses another PDF, or a file saved meanwhile."""
    from mise_en_page.proof import sign as proof  # noqa: PLC0415

    record, now = proof.read_record(issue), proof.reached(issue)
    if changed := proof.changes(record, now, profile):
        raise Refused(changed)

    def judge(pdf: bytes) -> None:
        if told := proof.changes(record, proof.reached(issue), profile) or proof.same_pdf(record, pdf):
            raise Refused(told)

    return judge


@commands.command(epilog='Example: mise-en-page sign issues/2018-05 --by "Jeanne Martin"')
@click.argument("issue", type=ISSUE)
@click.option("--by", required=True, help="Who signs.")
@click.option("--on", help="The day of the sign-off (YYYY-MM-DD); today if not given.")
@click.option("--press", "press_name", default="fogra39", show_default=True, help=PRESS)
def sign(issue: Path, by: str, on: str | None, press_name: str) -> None:
    """Sign an ISSUE off (bon à tirer): build --signed then refuses whatever has changed since.

    The record is bon-a-tirer.yaml, in the issue's folder. An issue with errors cannot be signed.
    """
    from mise_en_page.output import write_whole  # noqa: PLC0415

    with _refusals():
        _need_pango()
        from mise_en_page import press  # noqa: PLC0415
        from mise_en_page.build import Form  # noqa: PLC0415
        from mise_en_page.build import build as build_issue  # noqa: PLC0415
        from mise_en_page.output import cache_folder  # noqa: PLC0415
        from mise_en_page.proof import sign as proof  # noqa: PLC0415

        profile = _profile(press_name, issue)
        before = proof.reached(issue)
        with _progress(f"Building {issue}"):
            built = build_issue(issue, profile, Form(), press.Cache(cache_folder() / "pictures"))
        # The only clock of the program: who signs, signs today. No page knows this day.
        day = on if on is not None else time.strftime("%Y-%m-%d")
        path = proof.record_of(issue)
        write_whole({path: proof.record(before, proof.reached(issue), built, profile, by, day)})
    report.show(_console(), built.problems)
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
    from mise_en_page.output import cache_folder, write_whole  # noqa: PLC0415

    with _refusals():
        _need_pango()
        from mise_en_page import press  # noqa: PLC0415
        from mise_en_page.proof.paper import paper_proof  # noqa: PLC0415

        with _progress(f"Proofing {issue}"):
            cache = press.Cache(cache_folder() / "pictures")
            made = paper_proof(issue, _profile(press_name, issue), cache)
            cache.sweep()
        to_file = output.suffix.lower() == ".pdf" and not output.is_dir()
        path = output if to_file else output / f"{made.made.issue.name}_proof.pdf"
        write_whole({path: made.pdf})
    console = _console()
    report.show(console, made.problems)
    console.print(f"{report.count(made.problems)}; version {made.version}")
    click.echo(path)


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
        click.echo(report.as_json(as_data(found) | problems))
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
    from mise_en_page.output import write_whole  # noqa: PLC0415

    with _refusals(bad=2):
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
        click.echo(f"page {page.number}: {page.share:.2%} of it looks different", err=True)
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
    _need_pango()
    from mise_en_page import press  # noqa: PLC0415
    from mise_en_page.build import Form  # noqa: PLC0415
    from mise_en_page.build import build as build_issue  # noqa: PLC0415
    from mise_en_page.output import cache_folder  # noqa: PLC0415
    from mise_en_page.proof.revision import at_revision  # noqa: PLC0415
    from mise_en_page.proof.sign import reached  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as temporary:
        folder_now = at_revision(path, revision, Path(temporary)) if revision is not None else path
        articles = {Path(file).name: text for file, text in reached(folder_now).articles.items()}
        built = build_issue(folder_now, _profile(press_name, folder_now), Form(), press.Cache(cache_folder() / "pictures"))
    return Side(named, built.pdf, articles)


def _folios(folios: tuple[int, ...]) -> str:
    """A sheet's folios in a file's name: “014”, “014-015”."""
    return "-".join(f"{folio:03d}" for folio in folios)


def _print_data(names: Mapping[str, PrintFile], profile: Profile) -> dict[str, Any]:
    """What was handed out, for the report; ``pdf`` and ``sha256`` are those of the first file."""
    files = [
        {
            "pdf": name,
            "sha256": hashlib.sha256(file.pdf).hexdigest(),
            "sheets": [list(folios) for folios in file.folios],
            "ink": [report.ink_data(ink) | {"folios": list(file.folios[ink.page - 1])} for ink in file.inks],
        }
        for name, file in names.items()
    ]
    first = {key: files[0][key] for key in ("pdf", "sha256")}
    return first | {"press": profile.name, "ink_limit": profile.ink_limit, "files": files}


@commands.command(epilog="Example: mise-en-page check issues/2018-05 --json")
@click.argument("issue", type=ISSUE)
@click.option("--json", "as_json", is_flag=True, help="Problems, fit and corrections as JSON on standard output.")
def check(issue: Path, as_json: bool) -> None:
    """Content, typography and copyfit of an ISSUE folder; no PDF."""
    with _refusals(as_json=as_json):
        _need_pango()
        from mise_en_page.build import set_issue  # noqa: PLC0415

        with _progress(f"Checking {issue}"):
            made = set_issue(issue)
    if as_json:
        click.echo(report.as_json(_report_data(made, made.problems)))
        sys.exit(report.BAD if has_errors(made.problems) else report.GOOD)
    console = _console()
    for page in made.makeup.pages:
        for fit in page.fits:
            done = f" ({', '.join(fit.done)})" if fit.done else ""
            click.echo(f"page {page.folio}  {fit.article}: {_fit_words(fit.lines, fit.characters)}{done}")
    report.show(console, made.problems)
    console.print(f"{report.count(made.problems)}; {len(made.corrections)} typographic corrections")
    sys.exit(report.BAD if has_errors(made.problems) else report.GOOD)


def _fit_words(lines: int, characters: int) -> str:
    """“fits”, “+3 lines, 142 characters over”, “−2 lines, 80 characters under”."""
    if not lines:
        return "fits"
    sign, side = ("+", "over") if lines > 0 else ("−", "under")
    return f"{sign}{abs(lines)} line{'s' if abs(lines) > 1 else ''}, {abs(characters)} characters {side}"


def _report_data(made: Set, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "issue": made.issue.name,
        "publication": made.issue.publication.name,
        "number": made.issue.number,
        "date": made.issue.date,
        "problems": [report.as_data(problem) for problem in problems],
        "pages": [
            {
                "folio": page.folio,
                "layout": page.layout,
                "articles": [
                    {"article": fit.article, "slot": fit.slot, "lines": fit.lines, "characters": fit.characters,
                     "done": list(fit.done)}
                    for fit in page.fits
                ],
            }
            for page in made.makeup.pages
        ],
        "corrections": [
            {"rule": correction.rule, "before": correction.before, "after": correction.after,
             "file": correction.where.file, "line": correction.where.line, "column": correction.where.column}
            for correction in made.corrections
        ],
    }  # fmt: skip


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
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Refused(
                (Problem("encoding", "error", f"{file}: line {line} is not UTF-8", "Save the file as UTF-8."),)
            ) from error
        if jsonl:
            for line_out in filter_jsonl(text.split("\n"), policy):
                _write(line_out + "\n")
            return
        corrected = correct_text(text, cast("Format", form), policy)
        if explain:
            for line_out in explanation(corrected):
                _write(line_out + "\n")
        else:
            _write(corrected.text)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8"))


@commands.command(epilog="Example: mise-en-page hyphenate typographie imprimerie")
@click.argument("words", nargs=-1)
def hyphenate(words: tuple[str, ...]) -> None:
    """Show where WORDS may be divided (ty-po-gra-phie); words come from standard input when none is given."""
    from mise_en_page.typography import hyphenate as breaks  # noqa: PLC0415

    for word in words or sys.stdin.read().split():
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
        _need_pango()
        from mise_en_page.proof.live.run import serve  # noqa: PLC0415
        from mise_en_page.proof.notes import as_problems, read_notes  # noqa: PLC0415

        profile = _profile(press_name, issue)
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
        from mise_en_page import press  # noqa: PLC0415
        from mise_en_page.output import write_whole  # noqa: PLC0415

        profile = _profile(press_name, Path.cwd())
        data = _read_pdf(file)
        inspection = press.guard.inspect(data, profile)
        problems = inspection.problems
        made = {} if picture is None else _pictures(data, problems, picture, file.stem)
        if plates is not None:
            made |= _plates(data, profile, plates, file.stem, {})
        write_whole(made)
    if as_json:
        found = {
            "problems": [report.as_data(problem) for problem in problems],
            "ink_limit": profile.ink_limit,
            "ink": [report.ink_data(ink) for ink in inspection.inks],
        }
        click.echo(report.as_json(found))
        sys.exit(report.BAD if has_errors(problems) else report.GOOD)
    for ink in inspection.inks:
        _console().print(report.ink_words(ink, str(ink.page), profile.ink_limit), soft_wrap=True)
    _end(problems)


def _plates(pdf: bytes, profile: Profile, folder: Path, name: str, labels: Mapping[int, str]) -> dict[Path, bytes]:
    """The separations as files, a grey PNG a page and ink; pages are called as ``labels`` say, else by number."""
    from mise_en_page import press  # noqa: PLC0415

    made: dict[Path, bytes] = {}
    for plate in press.guard.plates(pdf, profile):
        stem = f"{name}_p{labels.get(plate.page, f'{plate.page:03d}')}_{plate.file_ink}"
        alike = sum(1 for path in made if path.stem.split("~")[0] == stem)  # inks whose names differ in other signs only
        made[folder / (f"{stem}~{alike + 1}.png" if alike else f"{stem}.png")] = plate.png
    return made


def _read_pdf(file: Path) -> bytes:
    """The file's bytes; never those of a device or a pipe, which may have no end."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise Refused((Problem("not-a-file", "error", f"{file} is no ordinary file", "Give a PDF file."),))
    if file.is_file() and file.stat().st_size > 1 << 30:
        raise Refused((Problem("undamaged", "error", f"{file} is larger than 1 GB", "Deliver it page by page."),))
    return file.read_bytes()


def _pictures(pdf: bytes, problems: tuple[Problem, ...], target: Path, name: str) -> dict[Path, bytes]:
    """The marked pages as files: one for all where ``target`` is named .png, else one a page in that folder."""
    from mise_en_page import press  # noqa: PLC0415

    faces = sorted((_starter() / "fonts" / "source-serif-4").glob("*SmText-Regular.ttf"))
    pages = press.guard.marked_pages(pdf, problems, faces[0] if faces else None)
    if target.suffix.lower() != ".png":
        return {target / f"{name}_p{page.number:03d}.png": page.png for page in pages}
    first = list(islice(pages, press.STACKED + 1))
    if len(first) > press.STACKED:
        message = f"the file has more than {press.STACKED} pages: too many for one picture"
        raise Refused((*problems, Problem("picture", "error", message, "Give --picture a folder instead.")))
    return {target: press.stacked(first)} if first else {}


def main() -> None:
    """Run a command; what nobody foresaw becomes one line, and its traceback only where someone asks for it."""
    try:
        commands(standalone_mode=True)
    except Exception as error:
        if os.environ.get("MISE_EN_PAGE_DEBUG"):
            raise
        console = _console()
        words = report.printable(f"{type(error).__name__}: {error}")
        console.print(f"internal error: {words}\n    Please report it; MISE_EN_PAGE_DEBUG=1 shows where.", markup=False)
        sys.exit(report.BAD)
