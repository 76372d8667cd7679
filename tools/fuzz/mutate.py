"""Bytes changed as damage and malice change them; the same generator gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random  # noqa: TID251 (seeded: the same input for the same number)

NASTY = (
    "\x00", "\x7f", "\x1b[2J", "\ud7ff", "\ufeff", "\ufffd", "\u202e", "\u2028", "\u2029", "\u0301" * 40, "\u200d",
    "\xad", "\xa0", "\u202f", "\xe9", "e\u0301", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627",
    "\u4e2d\u6587", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0010ffff", "\ufb00", "\u0130", "\xdf", "\x0d",
    "\x0d\x0a", "\x09", "\x0a\x0a", " ", "'", "\"", "\\", "<", ">", "&", "{", "}", "[", "]", "(", ")", "*", "_", "#",
    "|", ":", "- ", "---\x0a", "%", "@", "!", "?", "-1", "0", "999999999999999999999999999999", "1e999", "nan", "0x10",
    "\u0661\u0662", "1.5", "\xb2", "../", "/", "http://127.0.0.1:9/", "file:///etc/passwd",
)  # fmt: skip


def mutated(random: Random, seeds: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of ``seeds``, changed in up to a dozen places; ``words`` belong to the format."""
    data = bytearray(random.choice(seeds))
    for _ in range(1 << random.randrange(4)):
        _change(random, data, seeds, words)
        if len(data) > 100_000:
            del data[random.randrange(100_000) :]
    return bytes(data)


def _change(random: Random, data: bytearray, seeds: Sequence[bytes], words: Sequence[bytes]) -> None:
    at = random.randrange(len(data) + 1)
    length = min(len(data) - at, 1 << random.randrange(10))
    match random.randrange(10):
        case 0 if data:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        case 1 if data:
            data[random.randrange(len(data))] = random.randrange(256)
        case 2:
            del data[at : at + length]
        case 3:
            data[at:at] = data[at : at + length] * random.choice((1, 1, 2, 5, 40))
        case 4:
            data[at:at] = random.choice(NASTY).encode("utf-8", "surrogatepass")
        case 5 | 6 if words:
            data[at:at] = random.choice(words) * random.choice((1, 1, 1, 2, 30))
        case 7:
            other = random.choice(seeds)
            start = random.randrange(len(other) + 1)
            data[at : at + length] = other[start : start + (1 << random.randrange(10))]
        case 8:
            lines = bytes(data).split(b"\n")
            here, there = random.randrange(len(lines)), random.randrange(len(lines))
            lines[here], lines[there] = lines[there], lines[here]
            data[:] = b"\n".join(lines)
        case _:
            digits = [n for n, byte in enumerate(data) if 48 <= byte <= 57]
            if digits:
                place = random.choice(digits)
                data[place : place + 1] = random.choice((b"0", b"9" * 20, b"-1", b"1e9", b"65536", b"4294967296", b".5"))
