"""The visitor that asks what is painted: each thing with its inks, size and place, and what it is painted with.

Every stream is bounded before it is unpacked, loops are cut, and what could not be read is a fault of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from pikepdf import ContentStreamInlineImage, Name

from mise_en_page.model.message import Message, say
from mise_en_page.pdf.advances import OPEN, Face, font_program, read_parts
from mise_en_page.pdf.content import Content, Known
from mise_en_page.pdf.geometry import Box, cross, is_empty, is_frame, multiply, placed, scale, thickness
from mise_en_page.pdf.graphics import FILLS, STROKES, Budget
from mise_en_page.pdf.resources import group_space, key_of, matrix_of, unpack
from mise_en_page.pdf.soundness import operators_in
from mise_en_page.pdf.spaces import PROCESS, inks_of, kind_of, space_of
from mise_en_page.pdf.state import Colour, State
from mise_en_page.pdf.type3 import font_matrix, glyph_of, has_colours, is_type3
from mise_en_page.pdf.walker import PATTERN, Walker
from mise_en_page.preflight.examined import Kind, PageRead, Painted

PAGE_OPERATORS: Final = 300_000
"""How many of one page."""

ENTERING: Final = 20
"""How many operators it counts to enter a form."""

FONT: Final = 48 * 1024 * 1024
"""The largest font file that is unpacked."""

DEPTH: Final = 28
TOO_MANY: Final = say("damage/operators")
SHORT: Final = {"/G": Name.DeviceGray, "/RGB": Name.DeviceRGB, "/CMYK": Name.DeviceCMYK}
"""The short names that only inline pictures may use."""


class Book(Budget):
    """What is gathered on a page, and how many operators may still be walked on it."""

    def __init__(self, read: PageRead, faces: dict[str, Face], known: Known, left: float) -> None:
        super().__init__(left)
        self.read, self.page = read, read.number
        self.faces, self.known = faces, known
        """Those of the whole document."""

        self.painted: list[Painted] = []
        self.fonts: dict[str, pikepdf.Object] = {}
        self.images: dict[str, pikepdf.Object] = {}
        self.states: dict[str, pikepdf.Object] = {}
        self.objects: dict[str, pikepdf.Object] = {}
        self.groups: list[tuple[int, str]] = []
        self.spots: set[str] = set()
        self.faults: list[tuple[int, Message]] = []
        self.glyphs: set[tuple[str, int]] = set()
        """Those of Type 3 fonts that were looked at, by their fonts and codes."""

        self.parsed: dict[str, Content] = {}

    def fault(self, said: Message) -> None:
        self.faults.append((self.page, said))


class Examiner(Walker):
    """What one content stream paints."""

    def __init__(self, book: Book, resources: Any, state: State, depth: int) -> None:
        super().__init__(resources, state, depth, book)
        self.book = book

    def overrun(self) -> None:
        self.book.fault(TOO_MANY)

    def damaged(self, word: str, fault: Exception) -> None:  # noqa: ARG002
        self.book.fault(say("damage/operator", operator=word))

    def put(self, kind: Kind, box: Box, colour: Colour, size: float = 0.0, *, stroke: bool = False, **more: Any) -> None:
        if is_empty(box) and kind not in ("stroke", "text"):
            return
        state = self.state
        over, alpha = (state.op_stroke, state.alpha_stroke) if stroke else (state.op_fill, state.alpha_fill)
        alpha = 0.5 if state.masked else alpha
        self.book.painted.append(
            Painted(kind, self.book.page, box, colour, over, state.opm, alpha, state.blend, size, **more)
        )

    # graphics state

    def changes(self, held: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(held, pikepdf.Dictionary):
            self.book.states.setdefault(key_of(held), held)
        return super().changes(held)

    def masked(self, mask: Any) -> bool:
        if not super().masked(mask):
            return False
        if isinstance(mask.get("/G"), pikepdf.Stream):
            group = mask["/G"].get("/Group")
            self.book.groups.append((self.book.page, f"mask:{group_space(group)}" if group is not None else "mask:"))
        return True

    def face(self, font: Any) -> Face | None:
        """A font as it is measured with; None when there is none."""
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key, book, faces = key_of(font), self.book, self.book.faces
        if key not in faces:
            held = font_program(font)
            faces[key] = Face(font, held is None or unpack(held, FONT) is not None)
        if key not in book.fonts:
            book.fonts[key] = font
            if not faces[key].is_sound:
                book.fault(say("damage/font"))
        return faces[key]

    # colour

    def note_spots(self, space: Any) -> str:
        """The family of a colour space; its inks are on the page."""
        self.book.spots.update(name for name in inks_of(space) if name not in (*PROCESS, "All", "None"))
        return kind_of(space)

    def space(self, operator: str, operands: Any) -> None:
        super().space(operator, operands)
        self.note_spots(self.state.stroke_space if operator == "CS" else self.state.fill_space)

    def pattern(self, operands: Any) -> Colour:
        pattern = self.resource("Pattern", operands[-1])
        if isinstance(pattern, pikepdf.Dictionary) and isinstance(pattern.get("/Shading"), pikepdf.Object):
            return self.shading_colour(pattern["/Shading"])
        if isinstance(pattern, pikepdf.Stream) and self.depth < DEPTH:
            state = State()
            state.matrix, state.clip = matrix_of(pattern), self.state.clip
            self.into(pattern, state)
        return PATTERN

    def shading_colour(self, shading: Any) -> Colour:
        self.book.objects.setdefault(key_of(shading), shading)
        return Colour(f"Shading/{self.note_spots(space_of(self.resources, shading.get('/ColorSpace')))}", (), None)

    def shade(self, _: str, operands: Any) -> None:
        shading = self.resource("Shading", operands[0])
        if isinstance(shading, pikepdf.Object):
            self.put("shading", self.state.clip, self.shading_colour(shading))

    # paths

    def painted(self, operator: str, box: Box) -> None:
        if not self.points:
            return
        state = self.state
        if operator in FILLS:
            # a fill of straight lines is as thin as its bounds; a curved shape is not judged by them
            thin = thickness(box) if self.straight else 1e9
            a, b, c, d, *_ = state.matrix
            upright = abs(a * b) < 1e-6 and abs(c * d) < 1e-6  # or turned by a right angle: bounds are what they bound
            if upright and is_frame(self.rectangles, 1e9):
                outer, inner = sorted(self.rectangles, key=lambda side: -(side[2] - side[0]))
                gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
                thin = min([thin, *(gap for gap in gaps if gap > 0.001)])
            self.put("fill", box, state.fill, thin)
        if operator in STROKES:
            weight = state.width * scale(state.matrix)
            grown = (box[0] - weight / 2, box[1] - weight / 2, box[2] + weight / 2, box[3] + weight / 2)
            self.put("stroke", cross(grown, state.clip), state.stroke, weight, stroke=True)

    # text

    def show_parts(self, _: str, parts: list[bytes]) -> None:
        """Letters and the spaces between them, as they are written in the content."""
        state = self.state
        face = state.face
        if face is None or state.spacing or state.words or is_type3(face.font):
            self.show_each(read_parts(parts))
            return
        advances = face.advances
        try:
            advance = sum(map(advances.__getitem__, parts))
        except ValueError:
            self.show_each(read_parts(parts))
            return
        letters = len(parts) > 0 and parts[0][0] == OPEN and len(parts[0]) > 2
        if not letters:
            letters = any(part[0] == OPEN and len(part) > 2 for part in parts)
        missing = advances.missing
        self.put_text(advance / 1000 * state.size * state.stretch, bool(missing) and not missing.isdisjoint(parts), letters)

    def show(self, operator: str, operands: Any) -> None:
        if operator in ("'", '"'):
            if operator == '"':
                self.state.words, self.state.spacing = float(operands[0]), float(operands[1])
            self.text_next(operator, operands)
        held = operands[-1]
        parts = list(held) if isinstance(held, pikepdf.Array) else [held]
        self.show_each([bytes(part) if isinstance(part, pikepdf.String) else float(part) for part in parts])

    def show_each(self, parts: list[bytes | float]) -> None:
        """Strings, and by how much of a thousandth of the size the next one is moved back."""
        state = self.state
        advance, notdef, letters = 0.0, False, 0
        drawn = state.face is not None and is_type3(state.face.font)
        for part in parts:
            if isinstance(part, bytes):
                if drawn:
                    self.glyphs(part, advance)
                wide, missing, count = self.measure(part)
                advance += wide
                notdef = notdef or missing
                letters += count
            else:
                advance -= part / 1000 * state.size * state.stretch
        self.put_text(advance, notdef, letters > 0)

    def put_text(self, advance: float, notdef: bool, letters: bool) -> None:
        """A line of letters, ``advance`` in text space, and where the next one stands."""
        state, text = self.state, self.text
        if letters and state.render not in (3, 7):
            whole = multiply(text, state.matrix)
            size = abs(state.size) * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
            low, high = (-0.2 * state.size + state.rise, 0.8 * state.size + state.rise)
            if low > high:
                low, high = high, low
            x0, y0, x1, y1 = box = placed((0.0, low, advance if advance > 0.01 else 0.01, high), whole)
            left, foot, right, top = state.clip
            stroked = state.render in (1, 5)
            if x0 < right and left < x1 and y0 < top and foot < y1 and x0 < x1 and y0 < y1 and left < right and foot < top:
                colour, font = state.stroke if stroked else state.fill, state.face and state.face.font
                self.put("text", box, colour, size, stroke=stroked, font=font, notdef=notdef)
        a, b, c, d, e, f = text
        self.text = (a, b, c, d, advance * a + e, advance * b + f)

    def measure(self, text: bytes) -> tuple[float, bool, int]:
        """The advance in text space of a string, whether it holds a missing glyph, and how many marks it leaves."""
        state = self.state
        if state.face is None:
            return len(text) * 0.5 * state.size, False, len(text)
        widths = state.face.advances
        codes = widths.codes(text)
        total = 0.0
        for code in codes:
            total += widths.of(code) / 1000 * state.size + state.spacing
            if code == 32 and not widths.double:
                total += state.words
        return total * state.stretch, widths.double and widths.identity and 0 in codes, len(codes)

    def glyphs(self, text: bytes, advance: float) -> None:
        """What glyphs of a Type 3 font paint in colours of their own: each once a page, where it stands first."""
        state, font = self.state, self.state.face.font
        for place, code in enumerate(text):
            key = (key_of(font), code)
            if key in self.book.glyphs or state.render in (3, 7):
                continue
            self.book.glyphs.add(key)
            glyph = glyph_of(font, code)
            if glyph is None or not has_colours(self.content_of(glyph)):
                continue
            inner = state.copy()
            x = advance + self.measure(text[:place])[0]
            set_in = (state.size * state.stretch, 0, 0, state.size, x, state.rise)
            inner.matrix = multiply(font_matrix(font), multiply(set_in, multiply(self.text, state.matrix)))
            self.into(glyph, inner, font.get("/Resources", self.resources))

    # objects

    def do(self, _: str, operands: Any) -> None:
        found = self.resource("XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            return
        self.book.objects.setdefault(key_of(found), found)
        if str(found.get("/Subtype")) == "/Form":
            state = self.form_state(found)
            if isinstance(found.get("/Group"), pikepdf.Dictionary):
                self.book.groups.append((self.book.page, group_space(found["/Group"])))
            self.into(found, state)
        elif str(found.get("/Subtype")) == "/Image":
            self.book.images.setdefault(key_of(found), found)
            is_mask = bool(found.get("/ImageMask", False))
            size = int(found.get("/Width", 0)), int(found.get("/Height", 0))
            self.picture(size, self.state.fill if is_mask else self.image_colour(found.get("/ColorSpace")), found, is_mask)

    def into(self, form: Any, state: State, resources: Any = None) -> None:
        """Walk a form, unless it is inside itself or too deep; ``resources`` where it has none of its own."""
        book = self.book
        book.left -= ENTERING
        if self.depth >= DEPTH:
            book.fault(say("damage/nested"))
            return
        held = form.get("/Resources", resources if resources is not None else self.resources)
        Examiner(book, held, state, self.depth + 1).run(self.content_of(form)[1])

    def content_of(self, form: Any) -> Content:
        """The content of a form or glyph, taken apart once; that of one that cannot be unpacked is empty, and told."""
        book, key = self.book, key_of(form)
        if key not in book.parsed:
            data = unpack(form)
            if data is None or operators_in(data, PAGE_OPERATORS) > PAGE_OPERATORS:
                book.fault(say("damage/drawing"))
                data = None
            book.parsed[key] = book.known.taken_apart(data or b"")
        return book.parsed[key]

    def picture(self, size: tuple[int, int], colour: Colour, image: Any = None, is_mask: bool = False) -> None:
        """A picture of ``size`` pixels in the unit square."""
        m = self.state.matrix
        across, down = (m[0] ** 2 + m[1] ** 2) ** 0.5, (m[2] ** 2 + m[3] ** 2) ** 0.5
        ppi = (size[0] * 72 / across if across else 0.0, size[1] * 72 / down if down else 0.0)
        box = cross(placed((0, 0, 1, 1), m), self.state.clip)
        self.put("mask" if is_mask else "image", box, colour, image=image, ppi=ppi)

    def image_colour(self, space: Any) -> Colour:
        if space is None:
            return Colour("unknown", (), None)
        found = space_of(self.resources, space)
        if kind_of(found) in ("Indexed", "I") and not isinstance(found, str):
            return self.image_colour(found[1])
        return Colour(self.note_spots(found), (), None)

    def inline(self, _: str, instruction: ContentStreamInlineImage) -> None:
        try:
            image = instruction.iimage
            is_mask = image.image_mask
            space = image.obj.get("/CS", image.obj.get("/ColorSpace"))
            colour = self.state.fill if is_mask else self.image_colour(SHORT.get(str(space), space))
            self.picture((image.width, image.height), colour, is_mask=is_mask)
        except (ValueError, TypeError, KeyError, AttributeError, NotImplementedError, pikepdf.PdfError):
            self.book.fault(say("damage/inline-picture"))
