"""Pages in, PDF/X out: the steps in their order.

What comes in is the pages' art (press/art.py), or a plain PDF (no variant, no output intent, ``bleed`` set, no marks). What
goes out is a sheet a page, with its marks, exact boxes, colours in inks, overprinting black, an output intent and an
identity. Same arguments, same bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from mise_en_page.composition.fonts import Catalogue
from mise_en_page.model.drawn import Drawn
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Problem, Refused, has_errors
from mise_en_page.press import art, black, boxes, identity, intent, marks, typefaces
from mise_en_page.press.art import Art, Shared, faces_shown, placed, rewriter_of
from mise_en_page.press.embed import embed, merged
from mise_en_page.press.job import Job

ROOT_KEYS: Final = frozenset({"/Type", "/Pages", "/OutputIntents", "/Metadata", "/Lang"})


def ready(profile: Profile) -> None:
    """Have at hand what it takes to put pages together and to judge the file."""
    import_module("mise_en_page.preflight.judge")
    import_module("mise_en_page.preflight.plates")
    intent.packed(profile.icc)


def assemble(arts: Sequence[Art], catalogue: Catalogue, profile: Profile, job: Job) -> bytes:
    """The printer's file of some pages, one for each folio of ``job``. Raises ``Refused`` with every problem."""
    problems = _asked(profile, job)
    if has_errors(problems):
        raise Refused(tuple(problems))
    with pikepdf.new() as document:
        font_of = fonts_of(document, catalogue, merged(faces_shown(arts)), profile)
        shared = Shared()
        forms = [(placed(document, art, font_of, shared), art.transparent) for art in arts]
        _make_sheets(document, forms, profile, job)
        return _finished(document, profile, job)


def fonts_of(
    document: pikepdf.Pdf, catalogue: Catalogue, texts: Mapping[str, Mapping[int, str]], profile: Profile | None = None
) -> Callable[[str], pikepdf.Object]:
    """Gives the font of each face, embedded when it is first asked for. PDF 1.4 knows no OpenType font files."""
    made: dict[str, pikepdf.Object] = {}

    def font_of(key: str) -> pikepdf.Object:
        if key not in made:
            made[key] = embed(document, catalogue.face(key), texts[key])
            if profile is not None and profile.standard != "X-4":
                try:
                    typefaces.unwrap(made[key])
                except typefaces.Unreadable as fault:
                    raise Refused((_unwrappable(profile, fault),)) from None
        return made[key]

    return font_of


def plain(pages: Sequence[Drawn], catalogue: Catalogue) -> bytes:
    """Pages as they were drawn, in no printer's inks: for a proof of what the press refuses."""
    texts = merged(faces_shown(pages))
    return art.plain(pages, lambda document: fonts_of(document, catalogue, texts))


def finish(pdf: bytes, profile: Profile, job: Job) -> bytes:
    """The printer's file of a whole PDF whose fonts are in it.

    Raises ``Refused`` with every problem when the content cannot be printed as it is.
    """
    try:
        document = pikepdf.open(io.BytesIO(pdf))
    except (pikepdf.PdfError, OSError, ValueError):
        raise Refused((Problem.of("press-damaged", "error"),)) from None
    with document:
        problems = _look(document, profile, job)
        if has_errors(problems):
            raise Refused(tuple(problems))
        rewriter = rewriter_of(document, profile, job.swatches)
        forms = []
        for number, page in enumerate(document.pages, 1):
            form = boxes.art_form(document, page)
            rewriter.rewrite(form, form.Resources, number)
            forms.append((form, rewriter.transparent))
        if profile.standard != "X-4":
            _unwrap_fonts(rewriter)
        if rewriter.problems:
            raise Refused((*problems, *rewriter.problems))
        del document.pages[:]
        _strip(document.Root, ROOT_KEYS)
        _make_sheets(document, forms, profile, job)
        return _finished(document, profile, job)


def _make_sheets(document: pikepdf.Pdf, forms: Sequence[tuple[pikepdf.Object, bool]], profile: Profile, job: Job) -> None:
    """The sheets of a job, with the pages' forms on them; ``forms`` says which of them are transparent."""
    registration = marks.registration(document)
    sheet = boxes.Sheet(*job.trim, job.bleed, profile.slug, 2 if job.spreads else 1)
    for numbers in job.sheets():
        page = document.add_blank_page(page_size=sheet.media[2:])
        held, content = Dictionary(), b""
        for number in numbers:
            leaf = job.leaf(number)
            content += boxes.on_sheet(forms[number - 1][0], sheet, leaf)
            held[f"/{boxes.ART[leaf]}"] = forms[number - 1][0]
        slug = marks.draw(sheet, _slug_text(job, profile, numbers), job.font)
        page.obj.Contents = document.make_stream(content + slug)
        page.obj.Resources = Dictionary(XObject=held, ColorSpace=Dictionary(All=registration))
        boxes.set_boxes(page, sheet)
        if any(forms[number - 1][1] for number in numbers):
            page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)


def _finished(document: pikepdf.Pdf, profile: Profile, job: Job) -> bytes:
    """With its output intent and its identity."""
    intent.set_intent(document, profile)
    said = repr(dataclasses.replace(job, font=None)).encode("utf-8")  # where the font file lies is no content
    digest = hashlib.sha256(b"\n".join((_content_digest(document), said, profile.icc))).hexdigest()
    identity.set_identity(document, profile.standard, job, digest)
    return _save(document, identity.PDF_VERSION[profile.standard])


def _look(document: pikepdf.Pdf, profile: Profile, job: Job) -> list[Problem]:
    """What can be seen before anything is changed."""
    found: list[Problem] = []
    if len(document.pages) != len(job.folios):
        pages, folios = len(document.pages), len(job.folios)
        found.append(Problem.of("press-page-count", "error", pages=pages, folios=folios))
    for number, page in enumerate(document.pages, 1):
        found += boxes.check_source(page, number, job)
    return [*found, *_asked(profile, job)]


def _asked(profile: Profile, job: Job) -> list[Problem]:
    """What a job cannot have of a printer."""
    if job.bleed >= profile.bleed_least - boxes.EXACT:
        return []
    return [Problem.of("press-bleed", "error", bleed=job.bleed, least=profile.bleed_least)]


def _slug_text(job: Job, profile: Profile, numbers: tuple[int, ...]) -> str:
    folio = "–".join(job.folios[number - 1] for number in numbers)
    parts = (
        job.publication,
        f"{job.issue} {job.number}".strip(),
        f"p. {folio}",
        job.date,
        f"{profile.condition} · PDF/{profile.standard}",
    )
    return " — ".join(part for part in parts if part)


def _unwrap_fonts(rewriter: black.Rewriter) -> None:
    """PDF 1.4 knows no OpenType font files."""
    for font in rewriter.fonts.values():
        try:
            typefaces.unwrap(font)
        except typefaces.Unreadable as fault:
            rewriter.problems.append(_unwrappable(rewriter.profile, fault))


def _unwrappable(profile: Profile, fault: typefaces.Unreadable) -> Problem:
    return Problem.of("press-font", "error", standard=profile.standard, fault=str(fault))


def _strip(holder: pikepdf.Object, kept: frozenset[str]) -> None:
    """Nothing that a printer has no use for: links, names, outlines, tags, actions."""
    for key in list(holder.keys()):
        if key not in kept:
            del holder[key]


def _content_digest(document: pikepdf.Pdf) -> bytes:
    """What is on the pages, without the names and numbers that a program gave to its objects."""
    digest = hashlib.sha256()
    for page in document.pages:
        digest.update(page.obj.Contents.read_bytes())
        for _, form in sorted(page.obj.Resources.XObject.items()):
            digest.update(form.read_bytes())
            for _, held in sorted(form.Resources.get("/XObject", Dictionary()).items()):
                digest.update(held.read_raw_bytes())
    return digest.hexdigest().encode("ascii")


def _save(document: pikepdf.Pdf, version: str) -> bytes:
    out = io.BytesIO()
    document.save(
        out,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
        recompress_flate=False,
        linearize=False,
    )
    return out.getvalue()
