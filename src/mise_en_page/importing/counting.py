"""Numbers as lists write them, and the sign of those that are not numbered."""

from __future__ import annotations

#: A bullet may be any sign of any font; what it is for is the same.
BULLET = "•"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(number: int) -> str:
    made = ""
    for value_, sign in _ROMAN:
        made += sign * (number // value_)
        number %= value_
    return made


def counted(number: int, form: str) -> str:
    """A number as a list writes it."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        made = roman(number) if 0 < number < 4000 else str(number)
        return made.upper() if form == "upperRoman" else made
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        return "1er" if number == 1 else f"{number}e"
    return str(number)
