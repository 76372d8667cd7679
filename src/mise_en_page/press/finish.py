"""Plain PDF in, PDF/X out: the steps in their order.

What comes in is WeasyPrint's plain output (no variant, no output intent, ``bleed`` set, no marks). What goes out is a sheet
with its marks, exact boxes, colours in inks, overprinting black, an output intent and an identity. Same arguments, same
bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from mise_en_page.press import black, boxes, identity, intent, marks, typefaces
from mise_en_page.press.job import Job
from mise_en_page.press.profile import Profile
from mise_en_page.problem import Problem, Refused, has_errors

PAGE_KEYS: Final = frozenset(
    {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/BleedBox", "/TrimBox", "/Group"}
)
ROOT_KEYS: Final = frozenset({"/Type", "/Pages", "/OutputIntents", "/Metadata", "/Lang"})


def finish(pdf: bytes, profile: Profile, job: Job, pages: tuple[int, ...] | None = None) -> bytes:
    """The printer's file of the whole PDF, or of those of its ``pages`` (from 1) that ``job`` describes.

    Raises ``Refused`` with every problem when the content cannot be printed as it is.
    """
    try:
        document = pikepdf.open(io.BytesIO(pdf))
    except (pikepdf.PdfError, OSError, ValueError):
        raise Refused((Problem("press-damaged", "error", "the PDF that came in cannot be read"),)) from None
    with document:
        if pages is not None:
            for number in range(len(document.pages), 0, -1):
                if number not in pages:
                    del document.pages[number - 1]
        problems = _look(document, profile, job)
        if has_errors(problems):
            raise Refused(tuple(problems))
        rgb = {swatch.rgb: swatch for swatch in job.swatches if swatch.stand_in is None}
        stand_ins = {swatch.stand_in: swatch for swatch in job.swatches if swatch.stand_in is not None}
        rewriter = black.Rewriter(document, profile, rgb, stand_ins)
        registration = marks.registration(document)
        sheet = boxes.Sheet(*job.trim, job.bleed, profile.slug, 2 if job.spreads else 1)
        sources = list(document.pages)
        for numbers in job.sheets():
            _make_sheet([sources[number - 1] for number in numbers], numbers, sheet, rewriter, job, registration)
        for numbers in reversed(job.sheets()):
            for number in reversed(numbers[1:]):
                del document.pages[number - 1]
        if profile.standard != "X-4":
            _unwrap_fonts(rewriter)
        if rewriter.problems:
            raise Refused((*problems, *rewriter.problems))
        _strip(document.Root, ROOT_KEYS)
        intent.set_intent(document, profile)
        said = repr(dataclasses.replace(job, font=None)).encode("utf-8")  # where the font file lies is no content
        digest = hashlib.sha256(b"\n".join((_content_digest(document), said, profile.icc))).hexdigest()
        identity.set_identity(document, profile.standard, identity.identify(job, digest))
        return _save(document, identity.PDF_VERSION[profile.standard])


def _make_sheet(
    pages: list[pikepdf.Page],
    numbers: tuple[int, ...],
    sheet: boxes.Sheet,
    rewriter: black.Rewriter,
    job: Job,
    registration: pikepdf.Object,
) -> None:
    """The first of ``pages`` becomes the sheet, with all of them on it."""
    art, content, transparent = Dictionary(), b"", False
    for page, number in zip(pages, numbers, strict=True):
        leaf = job.leaf(number)
        form, place = boxes.on_sheet(rewriter.pdf, page, sheet, leaf)
        rewriter.rewrite(form, form.Resources, number)
        transparent = transparent or rewriter.transparent
        art[f"/{boxes.ART[leaf]}"] = form
        content += place
    page = pages[0]
    slug = marks.draw(sheet, _slug_text(job, rewriter.profile, numbers), job.font)
    page.obj.Contents = rewriter.pdf.make_stream(content + slug)
    page.obj.Resources = Dictionary(XObject=art, ColorSpace=Dictionary(All=registration))
    boxes.set_boxes(page, sheet)
    _strip(page.obj, PAGE_KEYS)
    if transparent:
        page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)


def _look(document: pikepdf.Pdf, profile: Profile, job: Job) -> list[Problem]:
    """What can be seen before anything is changed."""
    found: list[Problem] = []
    if len(document.pages) != len(job.folios):
        message = f"the PDF has {len(document.pages)} pages, the issue {len(job.folios)}"
        found.append(Problem("press-page-count", "error", message, "text that runs on to a further page is overset"))
    for number, page in enumerate(document.pages, 1):
        found += boxes.check_source(page, number, job)
    if job.bleed < profile.bleed_least - boxes.EXACT:
        message = f"the bleed is {job.bleed:.2f} pt, the printer refuses less than {profile.bleed_least:.2f} pt"
        found.append(Problem("press-bleed", "error", message))
    return found


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
            message = f"a font cannot be brought into the form of PDF/{rewriter.profile.standard}: {fault}"
            rewriter.tell("press-font", message, "use another format of the font, or deliver PDF/X-4")


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
        for _, art in sorted(page.obj.Resources.XObject.items()):
            digest.update(art.read_bytes())
            for _, held in sorted(art.Resources.get("/XObject", Dictionary()).items()):
                digest.update(held.read_raw_bytes())
    return digest.hexdigest().encode("ascii")


def _save(document: pikepdf.Pdf, version: str) -> bytes:
    document.remove_unreferenced_resources()
    out = io.BytesIO()
    document.save(
        out,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
        recompress_flate=True,
        linearize=False,
    )
    return out.getvalue()
