"""Pictures for the press: colours right in three renderers, crops, bounds, and a clear word for each bad one."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from mise_en_page import reading
from mise_en_page.pdf import colour
from mise_en_page.press.finishing import finish
from mise_en_page.press.images import Prepared, crop_box, prepare_image
from mise_en_page.reading.press_profile import shipped
from tests.press.press_pages import BLEED, MM, data_url, encoded, font_file, inside, job, plain, plates, profile, run, tool

BOX = (20 * MM, 20 * MM)
SIDE = round(20 / 25.4 * 300)
PATCHES = ((200, 30, 40), (30, 140, 60), (40, 60, 170), (230, 200, 60), (250, 250, 250), (25, 20, 30))


def prepared(data: bytes, box: tuple[float, float] = BOX, focus: tuple[float, float] = (0.5, 0.5)) -> Prepared:
    return prepare_image(data, "photo.jpg", profile(), box, focus)


def pixels(ready: Prepared) -> np.ndarray:
    with Image.open(io.BytesIO(ready.data)) as picture:
        return np.asarray(picture).astype(int)


def codes(ready: Prepared) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in ready.problems]


def patches(mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (240, 240))
    for index, value in enumerate(PATCHES):
        picture.paste(value, (index % 3 * 80, index // 3 * 120, index % 3 * 80 + 80, index // 3 * 120 + 120))
    return picture.convert(mode)


def on_page(ready: Prepared) -> bytes:
    body = f'<img src="{data_url(ready.data, "image/jpeg")}" style="display: block; width: 20mm; height: 20mm">'
    return finish(plain(body), profile(), job())


def expected_inks() -> list[tuple[int, ...]]:
    """The patches through lcms2, without our code."""
    icc = ImageCms.ImageCmsProfile(io.BytesIO(profile().icc))
    picture = ImageCms.profileToProfile(
        patches(), ImageCms.createProfile("sRGB"), icc, ImageCms.Intent.RELATIVE_COLORIMETRIC, "CMYK", flags=0x2000
    )
    assert picture is not None
    return [picture.getpixel((index % 3 * 80 + 40, index // 3 * 120 + 60)) for index in range(6)]  # type: ignore[misc]


def test_colours_are_right_on_ghostscripts_plates(tmp_path: Path) -> None:
    found = plates(on_page(prepared(encoded(patches()))), tmp_path)
    for number, ink in enumerate(("Cyan", "Magenta", "Yellow", "Black")):
        part = inside(found[ink], (10, 10, 30, 30))
        for index, inks in enumerate(expected_inks()):
            x, y = round((index % 3 + 0.5) / 3 * part.shape[1]), round((index // 3 + 0.5) / 2 * part.shape[0])
            assert int(part[y, x]) == pytest.approx(min(inks[number], 255), abs=4), (ink, index)


@pytest.mark.parametrize("renderer", ["pdfium", "poppler"])
def test_colours_are_not_inverted_on_a_screen(renderer: str, tmp_path: Path) -> None:
    pdf = on_page(prepared(encoded(patches())))
    if renderer == "pdfium":
        document = pypdfium2.PdfDocument(pdf)
        picture = document[0].render(scale=100 / 72).to_pil().convert("RGB")
        document.close()
    else:
        (tmp_path / "x.pdf").write_bytes(pdf)
        run(tool("pdftoppm"), "-r", "100", "-png", tmp_path / "x.pdf", tmp_path / "page")
        picture = Image.open(next(tmp_path.glob("page*.png"))).convert("RGB")
    part = inside(np.asarray(picture), (10, 10, 30, 30))
    for index, value in enumerate(PATCHES):
        seen = part[round((index // 3 + 0.5) / 2 * part.shape[0]), round((index % 3 + 0.5) / 3 * part.shape[1])]
        # these renderers guess at inks: near enough to tell a colour from its negative
        assert np.abs(seen.astype(int) - value).max() < 60, (index, seen, value)


def test_grey_prints_in_black_alone_and_keeps_its_tones(tmp_path: Path) -> None:
    ready = prepared(encoded(Image.linear_gradient("L").resize((240, 240))))
    assert Image.open(io.BytesIO(ready.data)).mode == "L"
    found = plates(on_page(ready), tmp_path)
    assert inside(found["Black"], (10, 10, 30, 30)).max() > 250
    assert max(inside(found[ink], (10, 10, 30, 30)).max() for ink in ("Cyan", "Magenta", "Yellow")) == 0
    ramp = colour.black_ramp(None, profile().icc)
    assert (ramp[0], ramp[255]) == (255, 0)
    assert all(a >= b for a, b in pairwise(ramp))
    # middle grey of sRGB, L* 53.6: FOGRA39 black reaches it at about 62 %
    assert ramp[128] / 255 == pytest.approx(0.62, abs=0.03)


def test_a_colourless_rgb_picture_is_grey() -> None:
    assert pixels(prepared(encoded(patches("L").convert("RGB")))).ndim == 2


def test_ink_stays_under_the_limit() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (300, 300, 4), dtype=np.uint8)
    noise[:100] = (240, 230, 225, 250)
    noise[200:] = (0, 0, 0, 0)
    ready = prepared(encoded(Image.fromarray(noise, "CMYK"), "TIFF"))
    solid = pixels(ready)[5:95]
    assert solid.sum(axis=2).max() <= 3.0 * 255
    assert solid[..., 3].min() >= 245  # black gives way last


def test_an_embedded_profile_is_used() -> None:
    plain_red = prepared(encoded(Image.new("RGB", (300, 300), (200, 80, 80))))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tagged = prepared(encoded(Image.new("RGB", (300, 300), (200, 80, 80)), icc_profile=srgb))
    assert np.abs(pixels(plain_red) - pixels(tagged)).max() <= 2
    cmyk = Image.new("CMYK", (300, 300), (10, 200, 150, 0))
    kept = prepared(encoded(cmyk, "TIFF", icc_profile=profile().icc))
    assert np.abs(pixels(kept)[150, 150] - (10, 200, 150, 0)).max() <= 2


def test_the_jpeg_carries_no_profile_and_no_exif() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret"
    ready = prepared(
        encoded(
            patches(), "JPEG", exif=exif, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        )
    )
    assert b"secret" not in ready.data
    assert b"ICC_PROFILE" not in ready.data
    with Image.open(io.BytesIO(ready.data)) as picture:
        assert picture.layer[0][1:3] == picture.layer[1][1:3] == (1, 1)  # type: ignore[attr-defined]  # 4:4:4


def test_what_is_clear_stays_clear_where_the_standard_knows_it() -> None:
    half = prepared(encoded(Image.new("RGBA", (300, 300), (255, 0, 0, 128))))
    solid = prepared(encoded(Image.new("RGB", (300, 300), (255, 0, 0))))
    assert np.abs(pixels(half)[9, 9] - pixels(solid)[9, 9]).max() <= 2
    with Image.open(io.BytesIO(half.mask)) as mask:
        assert (mask.mode, mask.size, mask.getextrema()) == ("L", (half.width, half.height), (128, 128))
    assert codes(half) == [("image-alpha", "info")]


def test_alpha_is_flattened_on_paper_where_it_is_not_known_and_told() -> None:
    def flat(colour: tuple[int, ...], mode: str) -> Prepared:
        return prepare_image(encoded(Image.new(mode, (300, 300), colour)), "a.png", shipped("fogra39-x1a"), BOX)

    assert pixels(flat((200, 0, 0, 0), "RGBA")).max() in (0, 255)  # all white: no ink, or grey 255
    half = flat((255, 0, 0, 128), "RGBA")
    assert np.abs(pixels(half)[9, 9] - pixels(flat((255, 127, 127), "RGB"))[9, 9]).max() <= 2
    assert codes(half) == [("image-alpha", "warning")]
    assert half.mask == b""


def test_an_alpha_channel_that_hides_nothing_is_nothing() -> None:
    ready = prepared(encoded(patches().convert("RGBA")))
    assert (codes(ready), ready.mask) == ([], b"")


def line_art(size: tuple[int, int], **options: object) -> bytes:
    """A black wedge in the top left corner, one bit a pixel."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    return encoded(Image.fromarray(x / size[0] + y / size[1] >= 0.5), "TIFF", compression="group4", **options)


def test_line_art_stays_one_bit_at_its_own_resolution() -> None:
    ready = prepared(line_art((1000, 1000)))
    with Image.open(io.BytesIO(ready.data)) as picture:
        assert (picture.mode, picture.size) == ("1", (1000, 1000))
        assert not picture.getpixel((10, 10))
        assert picture.getpixel((990, 10))
    assert codes(ready) == []


def test_line_art_is_cropped_and_turned_without_a_grey() -> None:
    turned = prepare_image(line_art((1600, 800), tiffinfo={0x0112: 6}), "a.tif", profile(), (20 * MM, 10 * MM))
    with Image.open(io.BytesIO(turned.data)) as picture:
        assert (picture.mode, picture.size) == ("1", (800, 400))
        assert picture.getpixel((10, 200))
        assert not picture.getpixel((790, 10))  # what stood at the left foot is at the top left; the wedge goes right


def test_coarse_line_art_is_written_with_every_pixel_repeated_and_told() -> None:
    ready = prepared(line_art((300, 300)))
    with Image.open(io.BytesIO(ready.data)) as picture:
        made = np.asarray(picture)
    with Image.open(io.BytesIO(line_art((300, 300)))) as picture:
        assert np.array_equal(made[::2, ::2], np.asarray(picture))
    assert np.array_equal(made[::2, ::2], made[1::2, 1::2])
    assert codes(ready) == [("image-resolution", "warning")]
    assert codes(prepared(line_art((90, 90)))) == [("image-resolution", "error")]


def test_more_ink_than_the_paper_takes_is_taken_back_and_told() -> None:
    heavy = Image.new("CMYK", (300, 300), (250, 240, 240, 245))
    ready = prepared(encoded(heavy, "TIFF"))
    assert codes(ready) == [("image-ink", "warning")]
    assert "382 %" in ready.problems[0].message
    assert pixels(ready).sum(axis=2).max() <= profile().ink_limit * 2.55


def test_an_icc_profile_that_cannot_be_used_is_told_and_left_aside() -> None:
    for icc in (b"broken" * 40, profile().icc):
        ready = prepared(encoded(patches(), "TIFF", icc_profile=icc))
        assert codes(ready) == [("image-profile", "warning")]
        assert np.array_equal(pixels(ready), pixels(prepared(encoded(patches()))))


@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_orientation_is_applied(turn: int) -> None:
    """A picture stored turned, with the tag that says so, prints upright."""
    upright = Image.new("RGB", (480, 480), "white")
    upright.paste((200, 30, 40), (0, 0, 240, 240))  # red, top left
    upright.paste((40, 60, 170), (240, 0, 480, 240))  # blue, top right
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(back[turn]) if turn in back else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    ready = prepared(encoded(stored, "JPEG", quality=95, subsampling=0, exif=exif))
    made = pixels(ready)
    size = made.shape[0]
    red, blue, white = made[size // 4, size // 4], made[size // 4, size * 3 // 4], made[size * 3 // 4, size // 2]
    assert red[1] > 180 > red[0] + 100
    assert blue[0] > 180
    assert white.max() < 8


def test_focus_decides_what_is_cropped() -> None:
    wide = Image.new("RGB", (900, 300), (200, 30, 40))
    wide.paste((40, 60, 170), (600, 0, 900, 300))
    left, right = (pixels(prepared(encoded(wide), focus=(x, 0.5)))[100, 100] for x in (0.0, 1.0))
    assert left[0] < 60
    assert left[1] > 180
    assert right[0] > 180


@given(
    st.tuples(st.integers(1, 9000), st.integers(1, 9000)),
    st.tuples(st.floats(1, 2000), st.floats(1, 2000)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@example((2400, 1500), (102.0, 63.75000000000001), (0.5, 0.5))  # the same proportions, but for the last bit
def test_a_crop_has_the_boxs_proportions_and_stays_inside(
    size: tuple[int, int], box: tuple[float, float], focus: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_box(size, box, focus)
    assert left >= 0
    assert top >= 0
    assert right <= size[0] + 1e-6
    assert bottom <= size[1] + 1e-6
    assert (right - left) * box[1] == pytest.approx((bottom - top) * box[0], rel=1e-6)
    assert right - left == pytest.approx(size[0]) or bottom - top == pytest.approx(size[1])


def test_large_pictures_come_down_to_what_paper_needs() -> None:
    ready = prepared(encoded(patches().resize((1200, 1200)), "JPEG"))
    assert (ready.width, ready.height) == (SIDE, SIDE)
    assert ready.resolution == pytest.approx(1200 / (20 / 25.4))
    assert ready.problems == ()


def test_a_little_too_many_pixels_are_left() -> None:
    assert prepared(encoded(patches().resize((340, 340)))).width == 340


@pytest.mark.parametrize(
    ("side", "found"),
    [(236, []), (170, [("image-resolution", "warning")]), (100, [("image-resolution", "error")])],
)
def test_low_resolution_is_told(side: int, found: list[tuple[str, str]]) -> None:
    ready = prepared(encoded(patches().resize((side, side))))
    assert codes(ready) == found
    assert ready.data  # there is still a picture, for the proof


def test_same_picture_same_bytes() -> None:
    data = encoded(patches().resize((900, 700)))
    digests = {hashlib.sha256(prepared(data).data).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def png(width: int, height: int, depth: int = 8, kind: int = 2, data: bytes = b"") -> bytes:
    """A PNG by its chunks."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def animated() -> bytes:
    frames = [Image.new("P", (300, 300), index) for index in range(3)]
    out = io.BytesIO()
    frames[0].putpalette(bytes(range(256)) * 3)
    frames[0].save(out, "GIF", save_all=True, append_images=[patches("P").resize((300, 300))], loop=0)
    return out.getvalue()


def cut_jpeg() -> bytes:
    data = encoded(patches().resize((600, 600)), "JPEG")
    return data[: len(data) * 2 // 3]


def negative() -> bytes:
    """A CMYK JPEG whose marker says that its inks are inverted, and they are not."""
    inks = np.zeros((300, 300, 4), np.uint8)
    inks[100:200, 100:200] = (20, 200, 180, 0)
    return encoded(Image.fromarray(255 - inks, "CMYK"), "JPEG")


BAD = {
    "image-empty": b"",
    "image-unreadable": b"%PDF-1.4 not a picture at all",
    "image-truncated": cut_jpeg(),
    "image-too-large": png(50_000, 50_000),
    "image-animated": animated(),
    "image-inverted": negative(),
    "image-deep": encoded(Image.new("F", (300, 300), 0.5), "TIFF"),
}


@pytest.mark.parametrize("code", BAD)
def test_bad_pictures_get_one_clear_word(code: str) -> None:
    ready = prepared(BAD[code])
    assert codes(ready) == [(code, "error")]
    assert ready.data == b""
    assert ready.problems[0].message.startswith("photo.jpg")
    assert ready.problems[0].hint


def test_a_picture_of_a_few_pixels_keeps_some_or_is_told() -> None:
    """Found by fuzzing: of one that was a pixel wide nothing was left in a wide place, and Pillow cannot write that."""
    for size in ((1, 1), (1, 5000), (5000, 1), (3, 20_000), (2, 100), (3, 5)):
        for box in ((60.0, 40.0), (595.0, 842.0), (5.0, 800.0), (800.0, 5.0)):
            ready = prepare_image(encoded(Image.new("RGB", size, (1, 2, 3))), "thin.png", profile(), box)
            found = {problem.code for problem in ready.problems if problem.severity == "error"}
            assert found & {"image-thin", "image-resolution"}, (size, box, found)
    ready = prepare_image(encoded(Image.new("RGB", (1, 5000))), "thin.png", profile(), (60.0, 40.0))
    assert ready.problems[0].message == "thin.png, 1 × 5000 pixels, has none left when it is cropped to its place"
    assert ready.data == b""


def test_a_cut_picture_is_told_after_weasyprint_was_imported() -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # what importing WeasyPrint does
    assert codes(prepared(cut_jpeg())) == [("image-truncated", "error")]
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_sixteen_bits_are_brought_down_not_cut_off() -> None:
    rows = b"".join(b"\0" + struct.pack(">300H", *range(0, 65536, 219)) for _ in range(300))
    ready = prepared(png(300, 300, 16, 0, rows))
    assert codes(ready) == [("image-16-bit", "info")]
    made = pixels(ready)
    ramp = colour.black_ramp(None, profile().icc)
    assert made[150, 150] == pytest.approx(255 - ramp[128], abs=4)


def test_a_cmyk_jpeg_without_adobes_marker_is_taken_as_it_stands() -> None:
    inks = np.zeros((300, 300, 4), np.uint8)
    inks[:, :] = (20, 200, 180, 0)
    data = encoded(Image.fromarray(255 - inks, "CMYK"), "JPEG", quality=95, subsampling=0)
    start = data.index(b"\xff\xee")
    length = struct.unpack(">H", data[start + 2 : start + 4])[0]
    ready = prepared(data[:start] + data[start + 2 + length :])
    assert codes(ready) == [("image-cmyk-unmarked", "warning")]
    assert np.abs(pixels(ready)[100, 100] - (20, 200, 180, 0)).max() <= 4


def test_a_cmyk_jpeg_without_a_marker_is_read_so_that_it_is_no_negative() -> None:
    inks = np.zeros((300, 300, 4), np.uint8)
    inks[100:200, 100:200] = (20, 200, 180, 40)
    data = encoded(Image.fromarray(inks, "CMYK"), "JPEG", quality=95, subsampling=0)
    start = data.index(b"\xff\xee")
    length = struct.unpack(">H", data[start + 2 : start + 4])[0]
    ready = prepared(data[:start] + data[start + 2 + length :])
    assert codes(ready) == [("image-cmyk-unmarked", "warning")]
    assert "inverted: otherwise it would be a negative" in ready.problems[0].message
    assert np.abs(pixels(ready)[150, 150] - (20, 200, 180, 40)).max() <= 4


def test_the_shipped_profiles_are_the_files_whose_provenance_is_told() -> None:
    folder = Path(reading.__file__).parent / "profiles"
    told = (folder / "PROVENANCE.md").read_text("utf-8")
    for path in [*folder.glob("*.icc"), *folder.glob("*.txt")]:
        assert f"| `{path.name}` |" in told
        assert hashlib.sha256(path.read_bytes()).hexdigest() in told
    assert profile().bleed == pytest.approx(BLEED)
    assert font_file() == font_file.__wrapped__()


def test_a_duotone_is_black_and_one_ink() -> None:
    """The other ink carries the whole scale, black the shadows; paper stays paper, and cyan is never used."""
    ramp = Image.linear_gradient("L").resize((300, 300))
    ink = (0.0, 0.82, 0.88, 0.0)
    inks = pixels(prepare_image(encoded(ramp, "PNG"), "a.png", profile(), BOX, (0.5, 0.5), ink)).astype(int)
    column = inks[:, 150]
    dark, middle, light = column[5], column[150], column[-5]
    assert inks[..., 0].max() <= 4  # a JPEG rounds
    assert light.max() <= 14
    assert dark[3] >= 245
    assert middle[1] > 90 > middle[3]
    assert middle[2] >= middle[1]


def test_a_duotone_keeps_under_the_ink_limit() -> None:
    black = Image.new("RGB", (40, 40), "black")
    inks = pixels(prepare_image(encoded(black, "PNG"), "a.png", profile(), BOX, (0.5, 0.5), (1.0, 1.0, 1.0, 0.0)))
    assert inks.astype(int).sum(axis=2).max() <= profile().ink_limit * 2.55


def test_a_picture_whose_place_is_not_known_stays_whole_and_bounded() -> None:
    small = prepare_image(encoded(patches()), "a.png", profile(), None)
    assert (small.width, small.height, small.problems) == (240, 240, ())
    large = prepare_image(encoded(Image.new("L", (8000, 7000), 90), "JPEG"), "a.jpg", profile(), None)
    assert (large.width, large.height) == (4000, 3500)
