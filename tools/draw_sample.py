"""Draw the sample issue's two illustrations: flat shapes in four inks, the same bytes every time.

usage: python tools/draw_sample.py    (writes issues/2018-05/images/*.svg)

The page crops a picture to the height that is left, so the subject stands in the middle band and the rest may go.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

IMAGES = Path(__file__).resolve().parent.parent / "issues" / "2018-05" / "images"
WIDTH, HEIGHT = 1300, 1150
DOT = '<path fill="none" stroke-linecap="round"'

VERMILION = "device-cmyk(0 .82 .88 0)"
DARK_RED = "device-cmyk(.1 .95 .9 .25)"
TUFFEAU = "device-cmyk(0 .03 .1 .04)"
BLACK = "device-cmyk(0 0 0 1)"

#: Steps of the additive recurrence by the plastic number (M. Roberts): even, without rows or clumps.
PLASTIC = 1.32471795724474602596


def scattered(count: int) -> Iterator[tuple[float, float, float]]:
    """Points of the unit square, and a third number for their size."""
    for n in range(1, count + 1):
        yield (0.5 + n / PLASTIC) % 1, (0.5 + n / PLASTIC**2) % 1, (0.5 + n * 0.6180339887) % 1


def circle(x: float, y: float, radius: float, fill: str) -> str:
    """A dot: the round cap of a line without length. Sizes go by steps, so that many dots share one stroke."""
    width = max(1, round(radius / 0.4)) * 0.8
    return f'{DOT} stroke="{fill}" stroke-width="{width:.1f}" d="M{x:.1f} {y:.1f}h.01"/>'


def merged(drawn: list[str]) -> Iterator[str]:
    """Dots that follow one another, of one ink and size, as one path: to the engine one shape, not a thousand."""
    for dots, group in groupby(drawn, key=lambda shape: shape.startswith(DOT)):
        if not dots:
            yield from group
            continue
        for head, same in groupby(
            sorted(group, key=lambda dot: dot.partition(" d=")[0]), key=lambda dot: dot.partition(" d=")[0]
        ):
            yield f'{head} d="{"".join(dot.split(chr(34))[-2] for dot in same)}"/>'


def path(data: str, fill: str) -> str:
    return f'<path d="{data}" fill="{fill}"/>'


def stroke(data: str, colour: str, width: float) -> str:
    return f'<path fill="none" d="{data}" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round"/>'


def band(top: float, height: float, length: float, phase: float, fill: str) -> str:
    """A wave from edge to edge, filled down to the foot."""
    points = [(x, top + height * math.sin(2 * math.pi * (x / length + phase))) for x in range(0, WIDTH + 26, 26)]
    line = " ".join(f"L{x} {y:.1f}" for x, y in points)
    return path(f"M0 {HEIGHT} {line} L{WIDTH} {HEIGHT} Z", fill)


def fish(x: float, y: float, size: float, fill: str, eye: str, flip: int = 1) -> list[str]:
    """A fish whose nose is at (x, y); it swims to the left, or to the right when ``flip`` is -1."""
    s = size * flip
    body = (
        f"M{x:.1f} {y:.1f} C{x + s * 0.25:.1f} {y - size * 0.24:.1f} {x + s * 0.62:.1f} {y - size * 0.2:.1f} "
        f"{x + s * 0.86:.1f} {y - size * 0.02:.1f} L{x + s * 1.12:.1f} {y - size * 0.2:.1f} "
        f"L{x + s * 1.04:.1f} {y:.1f} L{x + s * 1.12:.1f} {y + size * 0.2:.1f} L{x + s * 0.86:.1f} {y + size * 0.02:.1f} "
        f"C{x + s * 0.62:.1f} {y + size * 0.2:.1f} {x + s * 0.25:.1f} {y + size * 0.2:.1f} {x:.1f} {y:.1f} Z"
    )
    gill = f"M{x + s * 0.27:.1f} {y - size * 0.11:.1f} Q{x + s * 0.34:.1f} {y:.1f} {x + s * 0.27:.1f} {y + size * 0.1:.1f}"
    return [path(body, fill), circle(x + s * 0.15, y - size * 0.035, size * 0.024, eye), stroke(gill, eye, size * 0.016)]


def river() -> list[str]:
    """A hydrophone let down from a flat-bottomed boat, heard by the fish."""
    water = 470.0
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{VERMILION}"/>']
    for row in range(34):  # a screen of dots that thins out upwards
        y = water - row * 14
        radius = 5.4 * (1 - row / 34) ** 0.8
        drawn += [circle(x + (row % 2) * 8, y, radius, DARK_RED) for x in range(0, WIDTH + 16, 16)]
    drawn.append(circle(1010, 372, 128, TUFFEAU))
    drawn += [
        circle(1010 + dx * 96, 372 + dy * 96, 4 + size * 15, VERMILION)
        for dx, dy, size in ((-0.45, -0.3, 0.9), (0.25, -0.5, 0.4), (0.45, 0.1, 0.7), (-0.1, 0.25, 0.3), (-0.62, 0.3, 0.35))
    ]
    hills = " ".join(
        f"L{x} {water - 34 - 22 * math.sin(x / 119) - 16 * math.sin(x / 47 + 1):.1f}" for x in range(0, WIDTH + 20, 20)
    )
    drawn.append(path(f"M0 {water + 20} {hills} L{WIDTH} {water + 20} Z", BLACK))
    drawn.append(band(water, 5, 260, 0.1, DARK_RED))
    # boat: hull, mast, sail, pilot
    drawn.append(path("M360 440 L392 496 L640 496 L704 428 L640 446 L420 446 Z", BLACK))
    drawn.append(path("M512 446 L512 196 L522 196 L522 446 Z", BLACK))
    drawn.append(path("M404 226 Q470 246 506 226 L506 412 Q450 428 396 404 Q420 310 404 226 Z", TUFFEAU))
    drawn.append(path("M530 226 Q590 246 634 222 Q646 310 640 404 Q590 424 530 412 Z", TUFFEAU))
    drawn += [circle(664, 388, 13, BLACK), path("M648 440 Q652 400 666 400 Q684 404 682 432 Z", BLACK)]
    drawn.append(stroke("M676 412 Q716 420 730 440 L730 690", BLACK, 4))
    # under the surface: depths, then the sound
    for depth, fill, phase in ((524, BLACK, 0.3),):
        drawn.append(band(depth, 9, 430, phase, fill))
    for n, radius in enumerate(range(70, 760, 46)):
        angle = math.asin(min(1.0, (720 - 548) / radius)) if radius > 172 else math.pi / 2
        width = max(1.6, 7.5 - n * 0.42)
        if radius <= 172:
            drawn.append(
                f'<circle cx="730" cy="720" r="{radius}" fill="none" stroke="{VERMILION}" stroke-width="{width:.1f}"/>'
            )
            continue
        x1, y1 = 730 - radius * math.cos(angle), 720 - radius * math.sin(angle)
        x2 = 730 + radius * math.cos(angle)
        drawn.append(stroke(f"M{x1:.1f} {y1:.1f} A{radius} {radius} 0 1 0 {x2:.1f} {y1:.1f}", VERMILION, width))
    drawn.append('<rect x="710" y="676" width="40" height="92" rx="18" ' + f'fill="{TUFFEAU}"/>')
    drawn.append(f'<rect x="710" y="708" width="40" height="8" fill="{VERMILION}"/>')
    drawn.append(f'<rect x="710" y="724" width="40" height="8" fill="{VERMILION}"/>')
    for x, y, size, fill, flip in (
        (820, 640, 190, TUFFEAU, 1),
        (905, 742, 250, TUFFEAU, 1),
        (850, 838, 150, VERMILION, 1),
        (640, 652, 160, VERMILION, -1),
        (600, 742, 230, TUFFEAU, -1),
        (632, 850, 170, TUFFEAU, -1),
        (310, 640, 170, TUFFEAU, -1),
        (270, 800, 210, VERMILION, -1),
        (1130, 622, 130, VERMILION, 1),
        (1150, 860, 140, TUFFEAU, 1),
        (980, 935, 180, TUFFEAU, 1),
        (480, 950, 190, VERMILION, -1),
    ):
        drawn += fish(x, y, size, fill, BLACK, flip)
    drawn.append(band(1050, 12, 390, 0.55, DARK_RED))
    drawn += [
        circle(u * WIDTH, 1062 + v * 100, 5 + size * 17, (BLACK, TUFFEAU, VERMILION)[n % 3])
        for n, (u, v, size) in enumerate(scattered(150))
    ]
    return drawn


def house(x: float, base: float, width: float, height: float, roof: float) -> str:
    return path(
        f"M{x} {base} L{x} {base - height} L{x + width / 2} {base - height - roof} L{x + width} {base - height} "
        f"L{x + width} {base} Z",
        BLACK,
    )


def stars() -> list[str]:
    """A village without a lamp under the Milky Way, and its pond."""
    shore = 740.0
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BLACK}"/>']
    for row in range(27):  # the last of the dusk: dots that grow towards the horizon
        y = shore - row * 17
        radius = 11.2 * (1 - row / 27) ** 0.72
        drawn += [circle(x + (row % 2) * 9.5, y, radius, VERMILION) for x in range(0, WIDTH + 19, 19)]
    # the Milky Way: a slanting cloud, denser along its middle
    for u, v, size in scattered(1300):
        along = u * 1700 - 200
        spread = (v - 0.5) * 2
        across = math.copysign(abs(spread) ** 1.7, spread) * 170
        x = along * 0.92 - across * 0.39
        y = 640 - along * 0.39 + across * 0.92
        if -10 < x < WIDTH + 10 and -10 < y < shore - 90:
            drawn.append(circle(x, y, 1.3 + 6.5 * size**3 * (1.15 - abs(spread)), TUFFEAU))
    for u, v, size in scattered(330):
        if v < 0.94:
            drawn.append(circle(u * WIDTH, v * (shore - 20), 0.9 + 3.4 * size**7, TUFFEAU))
    for x, y, radius in ((212, 236, 15), (1010, 182, 12), (742, 332, 10), (440, 420, 9), (1168, 430, 13), (610, 130, 11)):
        points = []
        for n in range(8):
            reach = radius * (2.1 if n % 2 == 0 else 0.42)
            points.append(f"{x + reach * math.sin(n * math.pi / 4):.1f} {y - reach * math.cos(n * math.pi / 4):.1f}")
        drawn.append(path("M" + " L".join(points) + " Z", TUFFEAU))
    # the far wood, the village, the pond
    wood = " ".join(
        f"L{x} {shore - 26 - 15 * abs(math.sin(x / 31)) - 11 * abs(math.sin(x / 13 + 0.7)):.1f}"
        for x in range(0, WIDTH + 8, 8)
    )
    drawn.append(path(f"M0 {shore + 10} {wood} L{WIDTH} {shore + 10} Z", DARK_RED))
    drawn += [
        house(x, shore + 6, width, height, roof)
        for x, width, height, roof in (
            (250, 92, 46, 40),
            (330, 70, 62, 34),
            (392, 104, 40, 46),
            (486, 66, 58, 36),
            (700, 98, 44, 42),
            (786, 76, 60, 38),
            (852, 110, 38, 48),
            (150, 84, 34, 36),
            (950, 74, 48, 34),
            (70, 70, 30, 30),
            (1018, 92, 34, 40),
        )
    ]
    drawn.append(path(f"M560 {shore + 6} L560 630 L622 594 L684 630 L684 {shore + 6} Z", BLACK))
    drawn.append(path(f"M556 {shore + 6} L556 566 L583 428 L610 566 L610 {shore + 6} Z", BLACK))
    drawn.append(stroke("M583 428 L583 402 M573 411 L593 411", BLACK, 4))
    for x in (1130, 1172, 1228):  # poplars
        drawn.append(path(f"M{x} {shore + 6} Q{x - 26} 640 {x} 520 Q{x + 26} 640 {x} {shore + 6} Z", BLACK))
    drawn.append(f'<rect y="{shore + 4}" width="{WIDTH}" height="{HEIGHT - shore}" fill="{DARK_RED}"/>')
    for n in range(9):  # glints on the pond
        y = shore + 18 + n * 12
        for k in range(6):
            start = (n * 397 + k * 223) % 1300
            length = 40 + (n * 53 + k * 91) % 190
            colour = (BLACK, TUFFEAU, VERMILION, BLACK, BLACK)[(n + k) % 5]
            drawn.append(stroke(f"M{start} {y} L{min(WIDTH, start + length)} {y}", colour, 2.4 + n * 0.4))
    # the bank: two deck chairs, and glow-worms in the grass
    drawn.append(path(f"M0 {HEIGHT} L0 822 Q330 786 690 826 Q1010 862 {WIDTH} 816 L{WIDTH} {HEIGHT} Z", BLACK))
    for x in (186, 330):
        drawn.append(path(f"M{x} 722 L{x + 24} 714 L{x + 92} 796 L{x + 68} 806 Z", VERMILION))
        drawn.append(path(f"M{x + 68} 806 L{x + 92} 796 L{x + 146} 800 L{x + 142} 816 Z", VERMILION))
        drawn.append(stroke(f"M{x + 2} 726 L{x + 112} 852 M{x + 144} 804 L{x + 44} 852", TUFFEAU, 6))
    drawn += [
        circle(u * WIDTH, 862 + v * 280, 2 + 5 * size**2, (VERMILION, TUFFEAU)[n % 2])
        for n, (u, v, size) in enumerate(scattered(110))
    ]
    return drawn


def write(name: str, drawn: list[str]) -> None:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice">'
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / name).write_text("\n".join([head, *merged(drawn), "</svg>"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("fleuve.svg", river())
    write("etoiles.svg", stars())
