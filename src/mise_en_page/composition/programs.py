"""Font programs: whatever a font file is, one plain face of it, which is all that the later rooms see.

WOFF and WOFF2 are unpacked (fontTools), a collection gives its n-th face, a variable font the instance that is asked for,
and CFF2 becomes the CFF that PDF knows (HarfBuzz). A plain file of one face stays as it is, byte for byte. What took work
is kept by its content in a folder that may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from types import ModuleType
from typing import Final

import uharfbuzz as hb

from mise_en_page.composition import trial
from mise_en_page.composition.tables import Unsound
from mise_en_page.composition.trial import demand_charstrings, try_out
from mise_en_page.files.atomic import cache_folder, kept
from mise_en_page.files.regular import plain_bytes
from mise_en_page.model import limits
from mise_en_page.model.message import say

#: Axes of a variable font, each pinned: by their tags, in order.
At = tuple[tuple[str, float], ...]

KEPT: Final = ".font"
STEP: Final = 1 << 20  # bytes that are decompressed at once
WOFF, WOFF2, COLLECTION, BARE_CFF = b"wOFF", b"wOF2", b"ttcf", b"OTTO"

WHOLE: Final = (
    hb.SubsetFlags.RETAIN_GIDS
    | hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.DOWNGRADE_CFF2
    | hb.SubsetFlags.NO_HINTING
)


@lru_cache(maxsize=48)
def program(path: Path, digest: str, number: int, at: At) -> bytes:
    """The face ``number`` of a file whose bytes have this digest, at these places of its axes, as OpenType of one face."""
    bare = unpacked(plain_bytes(path, limit=limits.FONT_BYTES), digest)
    face = hb.Face(bare, number)
    if bare[:4] != COLLECTION and not face.has_var_data and "CFF2" not in face.table_tags:
        return bare
    return _kept(f"{digest} {number} {at}", lambda: single(face, dict(at)))


def single(face: hb.Face, at: Mapping[str, float]) -> bytes:
    """A face alone, with all its glyphs under their own numbers; axes that are not pinned stand at their default."""
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.flags = WHOLE
    if face.has_var_data:
        wanted.pin_all_axes_to_default(face)
        for tag, value in at.items():
            wanted.pin_axis_location(face, tag, value)
    cut = wanted.subset(face)
    trial.demand_tables(cut)
    alone = bytes(cut.blob.data)
    return _older(alone) if "CFF2" in cut.table_tags else alone


def _older(data: bytes) -> bytes:
    """CFF2 as CFF, where HarfBuzz left it: it does what varies."""
    from fontTools.cffLib.CFF2ToCFF import convertCFF2ToCFF  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    made = BytesIO()
    with TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False) as font:
        convertCFF2ToCFF(font)
        font.save(made, reorderTables=None)
    return made.getvalue()


def unpacked(data: bytes, digest: str) -> bytes:
    """A font file's bytes as OpenType: WOFF and WOFF2 unpacked. Raises Unsound, or whatever fontTools does."""
    if data[:4] == WOFF:
        _demand_woff(data)
    elif data[:4] == WOFF2:
        _demand_woff2(data)
    else:
        return data
    return _kept(f"{digest} unpacked", lambda: _unpack(data))


def _unpack(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont, woff2  # noqa: PLC0415 - a heavy import, for packed fonts

    bare = BytesIO()
    if data[:4] == WOFF2:
        woff2.decompress(BytesIO(data), bare)
        return bare.getvalue()
    with TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False) as packed:
        packed.flavor = None
        packed.save(bare, reorderTables=None)
    return bare.getvalue()


def _demand_woff(data: bytes) -> None:
    """That a WOFF unpacks to what its directory says (W3C WOFF 1.0 §4): little data may stand for gigabytes."""
    tables = [unpack_from(">4sLLL", data, 44 + 20 * n) for n in range(unpack_from(">H", data, 12)[0])]
    if sum(length for _, _, _, length in tables) > limits.FONT_BYTES:
        raise Unsound(say("unsound/heavy"))
    for _, offset, packed, length in tables:
        if packed < length:
            done = zlib.decompressobj()
            if len(done.decompress(data[offset : offset + packed], length + 1)) != length:
                raise Unsound(say("unsound/length"))


def _demand_woff2(data: bytes) -> None:
    """The same for WOFF2 (W3C WOFF 2.0 §4): its one stream of data, decompressed in steps."""
    import brotli  # noqa: PLC0415

    stream, whole, start = brotli.Decompressor(), 0, _woff2_stream(data)
    made = stream.process(data[start : start + unpack_from(">L", data, 20)[0]], output_buffer_limit=STEP)
    while made and not stream.is_finished():
        whole += len(made)
        if whole > limits.FONT_BYTES:
            raise Unsound(say("unsound/heavy"))
        made = stream.process(b"", output_buffer_limit=STEP)


def _woff2_stream(data: bytes) -> int:
    """Where the stream begins: after the header and a directory whose entries are of several lengths (§5.1)."""
    count, at = unpack_from(">H", data, 12)[0], 48
    for _ in range(count):
        flags, at = data[at], at + 1
        tag, transform = flags & 0x3F, flags >> 6
        at += 4 if tag == 0x3F else 0
        plainly = 3 if tag in (10, 11) else 0  # glyf, loca: transformed unless said otherwise
        for _ in range(1 if transform == plainly else 2):
            while data[at] & 0x80:
                at += 1
            at += 1
    return at


@cache
def _maker(module: ModuleType | None = None) -> str:
    """What makes programs, and tries them: it is part of what is kept."""
    import fontTools  # noqa: PLC0415

    own = hashlib.sha256(Path(str(module.__file__ if module else __file__)).read_bytes()).hexdigest()
    return f"{own} HarfBuzz {hb.version_string()} fontTools {fontTools.version}"


def sound(data: bytes, digest: str, number: int) -> hb.Face:
    """The face ``number`` of an OpenType file, tried out: once for a content. Raises Unsound, or whatever HarfBuzz does."""

    def verdict() -> bytes:
        try_out(data, number)
        face = hb.Face(data, number)
        if "CFF2" in face.table_tags:
            try:
                older = hb.Face(single(face, {}))
                demand_charstrings(older, list(range(older.glyph_count)))
            except Exception as fault:  # fontTools raises whatever it meets on damaged outlines
                raise Unsound(say("unsound/outlines", fault=type(fault).__name__, table="CFF2")) from None
        return b"sound"

    _kept(f"{digest} {number} {_maker(trial)}", verdict)
    return hb.Face(data, number)


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
    entry = hashlib.sha256(f"{_maker()} {name}".encode()).hexdigest()
    return kept(cache_folder() / "fonts" / f"{entry}{KEPT}", make)
