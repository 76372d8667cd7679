"""An edition: one issue in one form for one printer, from the order to the files. ``build`` makes one, or a night's.

The rooms below are imported by the function that needs them: without Pango they cannot be, and that must be told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mise_en_page.editions import report
from mise_en_page.model.message import Language, language, speak
from mise_en_page.model.problem import Problem, Refused, has_errors, place_data
from mise_en_page.pipeline.build_cache import BuildCache, Finished, Order, order, watch
from mise_en_page.processes.libraries import has_library

if TYPE_CHECKING:
    from mise_en_page.model.issue import Issue, Page
    from mise_en_page.model.press_profile import Profile
    from mise_en_page.pagination.makeup import Fit
    from mise_en_page.pipeline.build import Built, PrintFile
    from mise_en_page.typography import Correction

PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Edition:
    """What is asked for: the ``issue``'s folder, where its files go (``output``, ``plates``), for which ``press``, how.

    ``language`` is that of the report, where another machine makes it; None: the one that is spoken here.
    """

    issue: Path
    output: Path
    press: str = "fogra39"
    plates: Path | None = None
    split: bool = False
    spreads: bool = False
    signed: bool = False
    language: Language | None = None

    def __str__(self) -> str:
        return str(self.issue)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it. Nothing is written yet: ``files`` are the bytes under their final names; ``report`` is that of the
    issue, also where there are no files because something is an error.
    """

    finished: Finished
    files: Mapping[Path, bytes] = field(repr=False)
    report: bytes = field(repr=False)

    @property
    def pdf(self) -> bytes:
        """The first file, which is the whole issue where nothing else was asked for."""
        return next(data for path, data in self.files.items() if path.suffix == ".pdf")


def make(edition: Edition, jobs: int = 0, tell: Callable[[int, int], None] = lambda _made, _of: None) -> Made:
    """An edition's files, from the cache if nothing has changed. Raises Refused if there is any error.

    ``jobs`` processes make its pages side by side (0: this one makes them all); ``tell`` hears how many are made, and of
    how many.
    """
    made = look(edition, jobs, tell)
    if has_errors(made.finished.problems):
        raise Refused(made.finished.problems)
    return made


def look(edition: Edition, jobs: int = 0, tell: Callable[[int, int], None] = lambda _made, _of: None) -> Made:
    """The same, but with no files where there is an error. Raises Refused if the issue cannot be read."""
    from mise_en_page.files.atomic import cache_folder  # noqa: PLC0415

    speak(edition.language or language())
    wanted = _ordered(edition)
    done = _builds().find(wanted) if wanted is not None else None
    if done is not None:
        return _placed(done, edition.output)

    @cache
    def unchanged() -> bool:
        """Was no file saved while pages were made? What is kept of them bears the files' digests."""
        return _ordered(edition) == wanted

    with watch(wanted, cache_folder()) as strange:
        made = _made_anew(edition, wanted, unchanged, jobs, tell)
    # Not if a file was read that the order does not know.
    if wanted is not None and not strange and unchanged():
        _keep(made, wanted)
    return made


def keep(edition: Edition, made: Made, digests: Mapping[str, str]) -> None:
    """Keep what was made of files of these ``digests``, if they are so still: the next ``make`` hands it out."""
    wanted = _ordered(edition)
    if wanted is not None and wanted.digests == digests:
        _keep(made, wanted)


def _keep(made: Made, wanted: Order) -> None:
    if made.finished.files:
        _builds().put(wanted, made.finished)
        _builds().sweep()


def _builds() -> BuildCache:
    from mise_en_page.files.atomic import cache_folder  # noqa: PLC0415

    return BuildCache(cache_folder() / "builds")


def _ordered(edition: Edition) -> Order | None:
    """The edition by all that it is made of, as it is now; None where that is more than the publication's files."""
    from mise_en_page.files.atomic import cache_folder  # noqa: PLC0415

    # A sign-off and separations look at more than the files; a press profile of one's own may lie anywhere.
    if edition.plates or edition.signed or edition.press.endswith((".yaml", ".yml")):
        return None
    asked = (edition.press, f"split={edition.split}", f"spreads={edition.spreads}", f"lang={language()}")
    return order(edition.issue, asked, edition.output, cache_folder())


def _placed(done: Finished, output: Path) -> Made:
    report_file = next(data for name, data in done.files.items() if name.endswith(".report.json"))
    return Made(done, {output / name: data for name, data in done.files.items()}, report_file)


def _made_anew(
    edition: Edition, wanted: Order | None, unchanged: Callable[[], bool], jobs: int, tell: Callable[[int, int], None]
) -> Made:
    """An issue's PDFs, its report, and its separations if there is a folder for ``plates``."""
    need_pango()
    from mise_en_page.files.atomic import cache_folder  # noqa: PLC0415
    from mise_en_page.pipeline.build import Form, How, look  # noqa: PLC0415
    from mise_en_page.pipeline.page_cache import PageCache  # noqa: PLC0415
    from mise_en_page.press.cache import Cache  # noqa: PLC0415

    profile = profile_named(edition.press, edition.issue)
    as_signed = _as_signed(edition.issue, profile) if edition.signed else None
    pictures = Cache(cache_folder() / "pictures")
    pages = PageCache(cache_folder() / "pages", wanted.digests, unchanged) if wanted is not None else None
    how = How(jobs, pictures=pictures, pages=pages, tell=tell)
    built = look(edition.issue, profile, Form(edition.split, edition.spreads), how)
    if as_signed is not None and built.files:  # what was signed is the whole issue in pages
        as_pages = not (edition.split or edition.spreads)
        plain = built if as_pages else look(edition.issue, profile, Form(), how)
        as_signed(plain.pdf)
    pictures.sweep()
    if pages is not None:
        pages.sweep()
    return handed_out(edition, built, profile)


def handed_out(edition: Edition, built: Built, profile: Profile) -> Made:
    """What was built, as the files that are asked for, with their report."""
    name = built.issue.name
    names = {f"{'_'.join(filter(None, (name, file.part)))}.pdf": file for file in built.files}
    fits = [page.fits for page in built.pages]
    data = report_data(built.issue, fits, built.corrections, built.problems) | _print_data(names, profile)
    told = report.as_json(data).encode() + b"\n"
    if not built.files:
        return Made(Finished({}, (), built.problems, len(built.issue.pages)), {}, told)
    files = {name: file.pdf for name, file in names.items()} | {f"{name}.report.json": told}
    plates_made: dict[Path, bytes] = {}
    lines = []
    for file in built.files:
        for ink in file.inks:
            label = "-".join(str(folio) for folio in file.folios[ink.page - 1])
            lines.append(report.ink_words(ink, label, profile.ink_limit))
        if edition.plates is not None:
            labels = {number: _folios(folios) for number, folios in enumerate(file.folios, 1)}
            plates_made |= plates(file.pdf, profile, edition.plates, name, labels)
    made = _placed(Finished(files, tuple(lines), built.problems, len(built.issue.pages)), edition.output)
    return replace(made, files={**made.files, **plates_made})


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


def _folios(folios: tuple[int, ...]) -> str:
    """A sheet's folios in a file's name: “014”, “014-015”."""
    return "-".join(f"{folio:03d}" for folio in folios)


def _print_data(names: Mapping[str, PrintFile], profile: Profile) -> dict[str, Any]:
    """What is handed out, for the report, if anything; ``pdf`` and ``sha256`` are those of the first file."""
    files = [
        {
            "pdf": name,
            "sha256": hashlib.sha256(file.pdf).hexdigest(),
            "sheets": [list(folios) for folios in file.folios],
            "ink": [{"folios": list(file.folios[ink.page - 1])} | report.ink_data(ink) for ink in file.inks],
        }
        for name, file in names.items()
    ]
    first = {key: files[0][key] for key in ("pdf", "sha256")} if files else {}
    return first | {"press": profile.name, "ink_limit": profile.ink_limit, "files": files}


def report_data(
    issue: Issue, fits: Sequence[Sequence[Fit]], corrections: Sequence[Correction], problems: Sequence[Problem]
) -> dict[str, Any]:
    """What is told of an issue, in the language that is spoken; ``fits`` are those of each page."""
    from mise_en_page.pagination.makeup import WHOLE  # noqa: PLC0415

    return {
        "issue": issue.name,
        "publication": issue.publication.name,
        "number": issue.number,
        "date": issue.date,
        "problems": [report.as_data(problem) for problem in problems],
        "pages": [
            {
                "folio": page.folio,
                "layout": page.layout,
                "articles": [
                    {"article": fit.article, "slot": fit.slot, "lines": fit.lines, "characters": fit.characters,
                     "done": list(fit.done), "left_out": list(fit.left_out), "on_page": WHOLE not in fit.lacks}
                    for fit in told
                ],
                **_adverts(page),
            }
            for page, told in zip(issue.pages, fits, strict=True)
        ],
        "corrections": [
            {"rule": each.rule, "before": each.before, "after": each.after, **place_data(each.where)}
            for each in corrections
        ],
    }  # fmt: skip


def _adverts(page: Page) -> dict[str, Any]:
    """The adverts that are booked on a page, where there are any."""
    own = [{"file": each.file, "slot": each.slot} for each in page.adverts if each.folio == page.folio]
    return {"adverts": own} if own else {}


def plates(pdf: bytes, profile: Profile, folder: Path, name: str, labels: Mapping[int, str]) -> dict[Path, bytes]:
    """The separations as files, a grey PNG a page and ink; pages are called as ``labels`` say, else by number."""
    from mise_en_page.preflight import guard  # noqa: PLC0415

    made: dict[Path, bytes] = {}
    for plate in guard.plates(pdf, profile):
        stem = f"{name}_p{labels.get(plate.page, f'{plate.page:03d}')}_{plate.file_ink}"
        alike = sum(1 for path in made if path.stem.split("~")[0] == stem)  # inks whose names differ in other signs only
        made[folder / (f"{stem}~{alike + 1}.png" if alike else f"{stem}.png")] = plate.png
    return made


def need_pango() -> None:
    """WeasyPrint needs Pango, which pip cannot bring: say so in one line before it is imported."""
    missing = tuple(name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if not has_library(name))
    if missing:
        raise Refused.of("pango", missing=missing, packages=PANGO)


def profile_named(name: str, near: Path) -> Profile:
    """A press profile: a YAML file, a publication's own in its folder press/, or one of ours."""
    from mise_en_page import reading  # noqa: PLC0415
    from mise_en_page.reading import press_profile  # noqa: PLC0415

    if name.endswith((".yaml", ".yml")):
        return press_profile.read_profile(Path(name))
    return press_profile.named(name, reading.publication_root(near.absolute()))
