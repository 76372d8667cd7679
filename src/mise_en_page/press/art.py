"""A page's art: what rendering has drawn, in inks, ready to be put on a sheet. One page knows nothing of the others.

The art is a form in a small PDF of its own. Its fonts are named and not embedded: ``finish.assemble`` puts the pages of an
issue together and gives all of them one copy of each face.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name

from mise_en_page.model.drawn import MARK, Drawn, FaceUse
from mise_en_page.model.press_profile import Profile
from mise_en_page.model.problem import Refused, has_errors
from mise_en_page.press import black, boxes
from mise_en_page.press.adverts import Ready, lay
from mise_en_page.press.job import Job, Swatch

#: The key that says which font resource a place in the art stands for.
STANDS_FOR: Final = "/MiseEnPageFace"
DEPTH: Final = 30  # forms within forms; the rewriter refuses fewer already


@dataclass(frozen=True, slots=True)
class Art:
    """A page in inks: ``pdf`` holds its form (as ``Art`` in the root), ``faces`` the uses of its fonts by resource name;
    ``transparent``: it needs a space to blend in; ``adverts`` are laid over it on its sheet.
    """

    pdf: bytes
    faces: Mapping[str, FaceUse]
    transparent: bool
    adverts: tuple[Ready, ...] = ()


def prepare_art(drawn: Drawn, profile: Profile, job: Job, number: int = 1, laid_over: Sequence[Ready] = ()) -> Art:
    """One page's art for a profile, its adverts ``laid_over`` it as they are. Of ``job`` the trimmed size, the bleed and
    the swatches matter.

    Raises ``Refused`` with every problem, at page ``number``, when it cannot be printed as it is.
    """
    with pikepdf.open(io.BytesIO(drawn.pdf)) as document:
        page = document.pages[0]
        problems = boxes.check_source(page, number, job)
        if has_errors(problems):
            raise Refused(tuple(problems))
        rewriter = rewriter_of(document, profile, job.swatches)
        rewriter.faces, rewriter.strips = frozenset(drawn.faces), drawn.strips
        form = boxes.art_form(document, page)
        rewriter.rewrite(form, form.Resources, number)
        if rewriter.problems:
            raise Refused(tuple(rewriter.problems))
        with pikepdf.new() as alone:
            alone.Root.Art = alone.copy_foreign(form)
            out = io.BytesIO()
            alone.save(out, compress_streams=True, recompress_flate=True, static_id=True)
    transparent = rewriter.transparent or any(advert.transparent for advert in laid_over)
    return Art(out.getvalue(), drawn.faces, transparent, tuple(laid_over))


def rewriter_of(document: pikepdf.Pdf, profile: Profile, swatches: Iterable[Swatch]) -> black.Rewriter:
    """What puts a document's colours into a profile's inks."""
    known = tuple(swatches)
    rgb = {swatch.rgb: swatch for swatch in known if swatch.stand_in is None}
    stand_ins = {swatch.stand_in: swatch for swatch in known if swatch.stand_in is not None}
    return black.Rewriter(document, profile, rgb, stand_ins)


def placed(document: pikepdf.Pdf, art: Art, font_of: Callable[[str], pikepdf.Object], shared: Shared) -> pikepdf.Object:
    """The form of a page in another document. ``font_of`` gives the font of a face; pictures that are there are shared."""
    with pikepdf.open(io.BytesIO(art.pdf)) as source:
        form = document.copy_foreign(source.Root.Art)
    for resources in _resources(form, 0):
        fonts = resources.get(Name.Font)
        if isinstance(fonts, pikepdf.Dictionary):
            for name, font in list(fonts.items()):
                if STANDS_FOR in font:
                    fonts[name] = font_of(art.faces[str(font[STANDS_FOR])[1:]].face)
        held = resources.get(Name.XObject)
        if isinstance(held, pikepdf.Dictionary):
            for name, each in list(held.items()):
                if each.get(Name.Subtype) == Name.Image:
                    held[name] = shared.one(each)
    lay(document, form, art.adverts, (float(form.BBox[0]), float(form.BBox[1])))
    return form


class Shared:
    """The pictures of a document, each kept once however many pages show it."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, bytes], pikepdf.Object] = {}

    def one(self, image: pikepdf.Object) -> pikepdf.Object:
        """The first of the pictures that are the same. Its plain values come as Python's own: a width is an int."""
        values = {key: value for key, value in image.items() if not getattr(value, "is_indirect", False)}
        if len(values) < len(image.keys()):
            return image  # with a mask, say: it is another object
        return self._known.setdefault((image.read_raw_bytes(), Dictionary(values).unparse()), image)


def _resources(form: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The resources of a form, and of all that stand in it."""
    resources = form.get(Name.Resources)
    if not isinstance(resources, pikepdf.Dictionary) or depth > DEPTH:
        return
    yield resources
    for kind in (Name.XObject, Name.Pattern):
        held = resources.get(kind)
        for _, each in list(held.items()) if isinstance(held, pikepdf.Dictionary) else ():
            if isinstance(each, pikepdf.Stream) and each.get(Name.Subtype) != Name.Image:
                yield from _resources(each, depth + 1)


def plain(pages: Iterable[Drawn], font_of: Callable[[pikepdf.Pdf], Callable[[str], pikepdf.Object]]) -> bytes:
    """Pages as they were drawn, their lines in them, in no printer's inks: for a proof of what the press refuses."""
    with pikepdf.new() as document:
        fonts = font_of(document)
        for drawn in pages:
            with pikepdf.open(io.BytesIO(drawn.pdf)) as source:
                document.pages.append(source.pages[0])
            page = document.pages[-1]
            page.contents_coalesce()
            page.obj.Contents = document.make_stream(_spliced(page, drawn))
            faces = {f"/{name}": fonts(use.face) for name, use in drawn.faces.items()}
            for held in _with_lines(page.obj, drawn):
                known = held.get(Name.Font, Dictionary())
                for name, font in faces.items():
                    known[name] = font
                held.Font = known
        out = io.BytesIO()
        document.save(out, compress_streams=True, deterministic_id=True)
    return out.getvalue()


def _with_lines(page: pikepdf.Object, drawn: Drawn) -> Iterator[pikepdf.Object]:
    """The resources of a page, and of the groups in it, whose strips are put in (what is lighter as a whole is a group)."""
    for resources in _resources(page, 0):
        yield resources
        for form in resources.get(Name.XObject, Dictionary()).values():
            if form.get(Name.Subtype) == Name.Form and f"/{MARK}".encode() in form.read_bytes():
                form.write(_spliced(form, drawn))


def _spliced(page: pikepdf.Page | pikepdf.Object, drawn: Drawn) -> bytes:
    """A page's operators, or a form's, with its strips at their marks."""
    parts = []
    for instruction in pikepdf.parse_content_stream(page):
        number = black.strip_number(instruction)
        if number is None:
            parts.append(pikepdf.unparse_content_stream([instruction]))
            continue
        for inks, shown in drawn.strips[number]:
            parts.append(" ".join(f"{ink:g}" for ink in inks).encode() + b" k\n" + shown)
    return b"\n".join(parts)


def faces_shown(pages: Iterable[Drawn | Art]) -> Iterator[FaceUse]:
    """The uses of all faces of some pages."""
    for page in pages:
        yield from page.faces.values()
