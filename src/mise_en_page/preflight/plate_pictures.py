"""Pictures as plates see them: how much of each ink every pixel takes."""

from __future__ import annotations

import io
from typing import Any, Final

import pikepdf
from PIL import Image, ImageChops

from mise_en_page.model.message import say
from mise_en_page.model.press_profile import Profile
from mise_en_page.pdf import colour
from mise_en_page.pdf.resources import key_of
from mise_en_page.pdf.soundness import filters_of
from mise_en_page.pdf.spaces import PROCESS, kind_of, space_of
from mise_en_page.preflight.page_ink import Unmeasured

PICTURE: Final = 2_000_000
"""Pictures are brought down to so many pixels: plates are measured, not printed."""

INVERTED: Final = [255 - value for value in range(256)]


class Pictures:
    """The pictures of a page as inks: read once for all of them."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.read: dict[str, dict[str, Image.Image]] = {}

    def inks(self, held: Any, resources: Any) -> dict[str, Image.Image]:
        """How much of each ink every pixel takes; of large pictures, of several pixels together."""
        key = key_of(held)
        if key not in self.read:
            self.read[key] = {ink: _brought_down(plane) for ink, plane in self.picture_inks(held, resources).items()}
        return self.read[key]

    def picture_inks(self, held: Any, resources: Any) -> dict[str, Image.Image]:
        size = (int(held.Width), int(held.Height))
        space = space_of(resources, held.get("/ColorSpace"))
        name = kind_of(space)
        count = {"DeviceCMYK": 4, "DeviceRGB": 3, "CalRGB": 3, "DeviceGray": 1, "CalGray": 1, "Separation": 1}.get(name, 0)
        if name == "ICCBased":
            count = int(space[1].get("/N", 0))
        pixels = self.samples(held, size, count)
        if name == "Separation":
            ink = str(space[1])[1:]
            return dict.fromkeys((*PROCESS, *self.profile.spots), pixels) if ink == "All" else {ink: pixels}
        if count == 1:
            return {"Black": pixels.point(INVERTED)}
        if count == 3:
            converted = Image.new("CMYK", size)
            done = colour.transform(None, "RGB", self.profile.icc).apply(pixels, converted)
            pixels = done if done is not None else converted
        return dict(zip(PROCESS, pixels.split(), strict=True))

    @staticmethod
    def samples(held: Any, size: tuple[int, int], count: int) -> Image.Image:
        """The values as they are stored, after /Decode; 8 bits."""
        mode = {1: "L", 3: "RGB", 4: "CMYK"}.get(count)
        if mode is None or size[0] * size[1] > 120_000_000:
            raise Unmeasured(say("unmeasured/picture"))
        decode = [float(value) for value in held.get("/Decode", [])]
        inverted = bool(decode) and decode[0] > decode[1]
        try:
            if filters_of(held) == ["/DCTDecode"]:
                found = _jpeg_samples(held.read_raw_bytes(), mode)
            elif int(held.get("/BitsPerComponent", 8)) == 1 and mode == "L":
                found = Image.frombytes("1", size, held.read_bytes()).convert("L")
            elif int(held.get("/BitsPerComponent", 8)) == 8:
                found = Image.frombytes(mode, size, held.read_bytes())
            else:
                raise Unmeasured(say("unmeasured/depth"))
        except (OSError, ValueError, SyntaxError, pikepdf.PdfError) as fault:
            raise Unmeasured(say("unmeasured/unread", reason=str(fault))) from None
        return ImageChops.invert(found) if inverted else found


def _brought_down(plane: Image.Image) -> Image.Image:
    if plane.width * plane.height <= PICTURE:
        return plane
    factor = (PICTURE / (plane.width * plane.height)) ** 0.5
    size = (max(1, int(plane.width * factor)), max(1, int(plane.height * factor)))
    return plane.resize(size, Image.Resampling.BOX)


def _jpeg_samples(data: bytes, mode: str) -> Image.Image:
    """A JPEG's values as they are stored. Pillow turns every CMYK JPEG round: turned back."""
    found = Image.open(io.BytesIO(data), formats=("JPEG",))
    found.load()
    if found.mode != mode:
        raise Unmeasured(say("unmeasured/short"))
    return ImageChops.invert(found) if mode == "CMYK" else found
