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


class Chance:
    """Numbers from 0 to 1 that look drawn by lot and are the same everywhere: D. Knuth's 64-bit linear congruence."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def draw(self) -> float:
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 11) / 2**53


def swell(top: float, height: float, length: float, phase: float) -> str:
    """A wave's line from the left edge to the right, as the middle of a path."""
    return " ".join(
        f"L{x} {top + height * math.sin(2 * math.pi * (x / length + phase)):.1f}" for x in range(0, WIDTH + 26, 26)
    )


def band(line: str, fill: str, *, down_to: float = HEIGHT) -> str:
    """What lies under a line, down to a level (or above the line, up to it)."""
    return path(f"M0 {down_to:g} {line} L{WIDTH} {down_to:g} Z", fill)


def lattice(step: float, rise: float, top: float, foot: float) -> Iterator[tuple[float, float]]:
    """The points of a halftone screen, its rows staggered, from the foot up."""
    for row in range(int((foot - top) / rise) + 1):
        for column in range(int(WIDTH / step) + 2):
            yield column * step + (row % 2) * step / 2 - step / 2, foot - row * rise


def fish(x: float, y: float, size: float, fill: str, mark: str, flip: int = 1) -> list[str]:
    """A shad, spotted behind the gill, its nose at (x, y); it swims to the left, or to the right when ``flip`` is -1."""

    def at(u: float, v: float) -> str:
        return f"{x + u * size * flip:.1f} {y + v * size:.1f}"

    body = (
        f"M{at(0, 0)} C{at(0.14, -0.2)} {at(0.54, -0.24)} {at(0.86, -0.035)} L{at(1.1, -0.19)} "
        f"Q{at(1.0, 0)} {at(1.1, 0.19)} L{at(0.86, 0.035)} C{at(0.54, 0.22)} {at(0.14, 0.19)} {at(0, 0)} Z"
    )
    back = f"M{at(0.4, -0.14)} Q{at(0.48, -0.25)} {at(0.62, -0.22)} L{at(0.6, -0.1)} Z"
    belly = f"M{at(0.48, 0.12)} Q{at(0.54, 0.21)} {at(0.62, 0.2)} L{at(0.6, 0.1)} Z"
    gill = f"M{at(0.27, -0.125)} Q{at(0.35, 0)} {at(0.27, 0.12)}"
    spots = [
        circle(x + (0.42 + 0.09 * n) * size * flip, y - 0.035 * size, size * (0.022 - 0.003 * n), mark) for n in range(5)
    ]
    eye = circle(x + 0.15 * size * flip, y - 0.03 * size, size * 0.026, mark)
    return [path(back, fill), path(belly, fill), path(body, fill), stroke(gill, mark, size * 0.018), eye, *spots]


def sound(x: float, y: float) -> Iterator[str]:
    """Rings around a point, one of line and one of dots by turns; the dots swell and shrink as a voice does."""
    for n in range(19):
        radius = 94 + n * 38.0
        if n % 2 == 0:
            width = 6.4 - n * 0.24
            yield f'<circle cx="{x}" cy="{y}" r="{radius:g}" fill="none" stroke="{VERMILION}" stroke-width="{width:.1f}"/>'
            continue
        dots = int(2 * math.pi * radius / 15)
        for k in range(dots):
            angle = 2 * math.pi * k / dots
            size = (6.4 - n * 0.16) * (0.3 + 0.7 * math.sin(3.5 * angle + n) ** 2)
            yield circle(x + radius * math.cos(angle), y + radius * math.sin(angle), size, VERMILION)


def pebbles(chance: Chance, count: int, top: float, foot: float) -> Iterator[str]:
    """Stones side by side, none upon another: a place already taken is drawn again elsewhere."""
    laid: list[tuple[float, float, float]] = []
    for _ in range(count):
        x, y, radius = chance.draw() * WIDTH, top + chance.draw() * (foot - top), 6 + 22 * chance.draw() ** 2
        if all(math.hypot(x - a, (y - b) * 1.5) > radius + r + 5 for a, b, r in laid):
            laid.append((x, y, radius))
            ink = (TUFFEAU, VERMILION, BLACK, BLACK)[len(laid) % 4]
            yield f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{radius:.1f}" ry="{radius * 0.62:.1f}" fill="{ink}"/>'


def weed(x: float, foot: float, height: float, sway: float, ink: str) -> str:
    """A ribbon of water weed, bent by the stream, widest at a third of its height."""
    third = height / 3
    return path(
        f"M{x - 5} {foot} C{x - 16 + sway} {foot - third} {x + 4 - sway} {foot - 2 * third} {x + sway} {foot - height} "
        f"C{x + 22 - sway} {foot - 2 * third} {x + 14 + sway} {foot - third} {x + 5} {foot} Z",
        ink,
    )


def sun(x: float, y: float, radius: float) -> Iterator[str]:
    """A disc cut by ever wider bars towards its foot."""
    yield f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{TUFFEAU}"/>'
    for n in range(4):
        level = radius * (-0.28 + 0.2 * n)
        reach = math.sqrt(radius**2 - level**2) + 3
        yield path(f"M{x - reach:.1f} {y + level:.1f} H{x + reach:.1f} v{4 + 3 * n} H{x - reach:.1f} Z", VERMILION)


def boat() -> Iterator[str]:
    """A flat-bottomed boat under a square sail; at its stern, somebody listens."""
    yield path("M300 424 Q322 482 366 492 L588 492 Q628 486 656 416 Q622 440 560 444 L392 446 Q336 444 300 424 Z", BLACK)
    yield stroke("M318 456 Q338 464 392 466 L560 464 Q614 460 640 444", VERMILION, 4)
    yield stroke("M446 300 L446 446 M372 318 L520 318", BLACK, 8)
    yield path("M378 324 L514 324 Q530 372 508 424 Q446 438 384 424 Q398 372 378 324 Z", TUFFEAU)
    yield stroke("M412 326 Q424 372 416 428 M480 326 Q490 372 476 428", VERMILION, 3)
    yield path("M446 296 L446 312 L404 302 Z", BLACK)
    yield path("M556 444 Q556 392 582 384 Q606 390 606 446 Z", BLACK)
    yield stroke("M590 404 L630 414", BLACK, 12)
    yield f'<circle cx="583" cy="362" r="19" fill="{BLACK}"/>'
    yield stroke("M562 362 A21 23 0 0 1 604 362", TUFFEAU, 4)
    yield stroke("M562 359 V370 M604 359 V370", TUFFEAU, 8)


def river() -> list[str]:
    """A hydrophone let down from a flat-bottomed boat, heard by the fish."""
    chance = Chance(15)
    horizon, microphone = 452.0, (640, 690)
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BLACK}"/>', *sound(*microphone)]
    # the bed: gravel, weeds that frame the scene, a catfish
    drawn.append(band(swell(1010, 14, 610, 0.55), DARK_RED))
    drawn += pebbles(chance, 420, 1036, 1150)
    for x, height, sway, ink in (
        (36, 330, 26, DARK_RED), (74, 230, 18, VERMILION), (118, 280, 30, DARK_RED), (158, 150, 14, VERMILION),
        (1150, 170, -16, VERMILION), (1192, 300, -28, DARK_RED), (1236, 220, -20, VERMILION), (1276, 350, -30, DARK_RED),
    ):  # fmt: skip
        drawn.append(weed(x, 1024, height, sway, ink))
    drawn.append(
        path(
            "M700 946 Q742 892 838 898 Q1010 916 1150 962 Q1170 1000 1140 984 Q980 986 850 984 Q736 986 700 946 Z", DARK_RED
        )
    )
    drawn.append(stroke("M712 938 Q660 910 636 868 M708 950 Q650 950 606 918 M716 958 Q690 990 656 994", DARK_RED, 5))
    drawn.append(circle(756, 928, 8, TUFFEAU))
    for x, y, size, fill, flip in (
        (772, 694, 256, TUFFEAU, 1), (748, 580, 150, VERMILION, 1), (766, 816, 176, VERMILION, 1),
        (984, 590, 162, TUFFEAU, 1), (1022, 796, 150, TUFFEAU, 1), (1120, 690, 118, VERMILION, 1),
        (508, 700, 256, TUFFEAU, -1), (520, 584, 142, VERMILION, -1), (530, 824, 170, TUFFEAU, -1),
        (296, 598, 168, TUFFEAU, -1), (280, 800, 158, VERMILION, -1), (146, 690, 104, VERMILION, -1),
    ):  # fmt: skip
        drawn += fish(x, y, size, fill, BLACK, flip)
    drawn.append(stroke(f"M{microphone[0]} 520 L{microphone[0]} 640", TUFFEAU, 4))
    drawn.append(f'<rect x="612" y="632" width="56" height="122" rx="28" fill="{TUFFEAU}"/>')
    drawn += [
        circle(624 + (row % 2) * 8 + 16 * k, 704 + 12 * row, 4, BLACK) for row in range(3) for k in range(3 - row % 2)
    ]
    drawn += [f'<rect x="612" y="{y}" width="56" height="8" fill="{VERMILION}"/>' for y in (664, 680)]
    # the sky, whose screen thins out upwards, over the water's skin
    drawn.append(band(swell(524, 7, 430, 0.3), VERMILION, down_to=0))
    drawn += [
        circle(x, y, 5.6 * (1 - (horizon - y) / 460) ** 0.8, DARK_RED)
        for x, y in lattice(16, 14, 0, horizon - 4)
        if y < horizon
    ]
    drawn += sun(980, 404, 108)
    for x, y, reach in (
        (742, 330, 26),
        (806, 372, 18),
        (690, 382, 15),
        (226, 322, 20),
        (1180, 226, 24),
        (160, 180, 30),
        (520, 150, 22),
    ):
        wings = f"M{x - reach} {y - reach * 0.3:.1f} Q{x - reach * 0.4:.1f} {y - reach * 0.5:.1f} {x} {y} "
        wings += f"Q{x + reach * 0.4:.1f} {y - reach * 0.5:.1f} {x + reach} {y - reach * 0.3:.1f}"
        drawn.append(stroke(wings, TUFFEAU, reach * 0.2))
    for left, right in ((-20, 262), (1064, 1320)):  # willows on the banks
        drawn.append(f'<rect x="{left}" y="430" width="{right - left}" height="30" rx="12" fill="{BLACK}"/>')
        for k in range(left, right - 30, 17):
            x, radius = k + 18, 16 + 17 * abs(math.sin(k * 0.023)) * chance.draw()
            drawn.append(circle(x, 434 - radius * 0.5, radius, BLACK))
    drawn.append(path(f"M690 {horizon} Q850 436 1080 {horizon + 2} Q860 468 690 {horizon} Z", TUFFEAU))
    drawn.append(band(swell(524, 7, 430, 0.3), DARK_RED, down_to=horizon + 6))
    for n in range(5):  # what the water gives back of the sun, and of the sky
        y = 472 + n * 10
        for k in range(3):
            start = 872 + 30 * n + 84 * k - 12 * (n % 2)
            drawn.append(stroke(f"M{start} {y} L{start + 58 - 5 * n} {y}", TUFFEAU, 4))
        for k in range(9):
            start, length = (n * 397 + k * 167) % 820 - 40, 24 + (n * 53 + k * 31) % 74
            drawn.append(stroke(f"M{start} {y} L{start + length} {y}", (VERMILION, BLACK)[(n + k) % 2], 2.8))
    drawn += boat()
    drawn.append(stroke("M630 414 Q640 418 640 440 L640 524", BLACK, 4))
    return drawn


def roof(x: float, base: float, width: float, height: float, gable: float) -> str:
    """A house with a hipped end and a chimney."""
    eaves, ridge = base - height, base - height - gable
    return path(
        f"M{x} {base} V{eaves} L{x + gable * 0.7:.1f} {ridge} H{x + width - 26} V{ridge - 10} h10 v10 H{x + width - 6} "
        f"L{x + width} {eaves} V{base} Z",
        BLACK,
    )


def lamp(x: float, base: float, height: float) -> str:
    """A street lamp, out."""
    return stroke(f"M{x} {base} V{base - height + 12} Q{x} {base - height} {x + 14} {base - height} H{x + 26}", BLACK, 4)


def onlookers() -> Iterator[str]:
    """A child who points, a telescope, and somebody in a deck chair."""
    yield path("M176 634 Q200 618 222 634 L240 724 Q200 736 160 724 Z", BLACK)
    yield stroke("M184 724 V790 M214 724 V790", BLACK, 15)
    yield stroke("M216 650 L276 580", BLACK, 14)
    yield f'<circle cx="202" cy="600" r="25" fill="{BLACK}"/>'
    yield path("M174 600 Q178 566 206 568 Q230 572 229 598 Z", TUFFEAU)
    yield circle(200, 562, 9, VERMILION)
    yield stroke("M182 632 Q202 640 220 630", TUFFEAU, 9)
    yield stroke("M428 642 L390 792 M428 642 L430 796 M428 642 L472 792", BLACK, 8)
    yield path("M359 676 L377 697 L496 586 L478 566 Z", BLACK)
    yield path("M462 560 L501 602 L533 573 L494 531 Z", BLACK)
    yield stroke("M498 528 L536 569", TUFFEAU, 7)
    yield stroke("M404 634 L424 656", VERMILION, 6)
    yield stroke("M360 690 L346 682", BLACK, 9)
    yield stroke("M546 636 L676 796 M684 722 L562 796", TUFFEAU, 7)
    yield path("M534 640 L558 630 Q590 734 696 716 L700 736 Q568 766 534 640 Z", TUFFEAU)
    yield stroke("M586 664 Q600 704 630 706", BLACK, 32)
    yield stroke("M630 704 L690 672 L716 790", BLACK, 18)
    yield stroke("M716 792 L732 792", BLACK, 12)
    yield stroke("M590 668 L636 652 L652 612", BLACK, 11)
    yield f'<circle cx="566" cy="620" r="23" fill="{BLACK}"/>'
    yield stroke("M572 646 Q584 650 592 640", VERMILION, 8)


def milky_way(x: float, y: float) -> float:
    """How bright the galaxy is at a point, 0 to 1: a slanting cloud that a dark lane divides."""
    along, across = (x * 0.9563 - (y - 610) * 0.2924), (x * 0.2924 + (y - 610) * 0.9563)
    breadth = 62 + 34 * math.sin(along / 260) + along * 0.03
    lane = math.exp(-(((across - 16 * math.sin(along / 90)) / (9 + 11 * abs(math.sin(along / 170)))) ** 2))
    return math.exp(-((across / breadth) ** 2)) * (1 - 0.85 * lane)


def village(shore: float) -> Iterator[str]:
    """The far wood, the village and its lamps, which are out."""
    wood = " ".join(
        f"L{x} {shore - 12 - 9 * abs(math.sin(x / 31)) - 8 * abs(math.sin(x / 13 + 0.7)):.1f}"
        for x in range(0, WIDTH + 8, 8)
    )
    yield path(f"M0 {shore + 10} {wood} L{WIDTH} {shore + 10} Z", DARK_RED)
    for x, width, height, gable in (
        (744, 92, 22, 26), (828, 56, 34, 22), (1040, 70, 26, 24), (1104, 84, 20, 28), (1196, 64, 28, 22),
    ):  # fmt: skip
        yield roof(x, shore + 4, width, height, gable)
    yield path(f"M930 {shore + 4} V632 L948 598 H1012 L1030 632 V{shore + 4} Z", BLACK)
    yield path(f"M890 {shore + 4} V566 H882 L911 420 L940 566 H932 V{shore + 4} Z", BLACK)
    yield stroke("M911 424 V394 M901 404 H921", BLACK, 4)
    yield f'<circle cx="911" cy="592" r="10" fill="{DARK_RED}"/>'
    for x, height in ((716, 84), (1184, 78)):
        yield lamp(x, shore + 4, height)


def meadow(chance: Chance) -> Iterator[str]:
    """The bank: its grass, those who watch, its bulrushes and its glow-worms."""
    bank = [
        (float(x), 786 - 14 * math.sin(x / 210 + 0.4) + 26 * max(0.0, (x - 720) / 580)) for x in range(0, WIDTH + 10, 10)
    ]
    yield band(" ".join(f"L{x} {y:.1f}" for x, y in bank), BLACK)
    for x, y in bank:
        for _ in range(3):
            lean, height, foot = (chance.draw() - 0.5) * 18, 8 + 20 * chance.draw() ** 2, x + 10 * chance.draw()
            yield path(
                f"M{foot - 2.5:.1f} {y + 4:.1f} L{foot + lean:.1f} {y - height:.1f} L{foot + 2.5:.1f} {y + 4:.1f} Z",
                BLACK,
            )
    yield from onlookers()
    for x, height, lean in ((1222.0, 178.0, -10.0), (1256.0, 250.0, 8.0), (1286.0, 204.0, 6.0)):  # bulrushes
        top = 850 - height
        yield stroke(f"M{x:g} 850 Q{x:g} {top + 60:g} {x + lean:g} {top:g}", BLACK, 5)
        yield stroke(f"M{x + lean * 0.9:.1f} {top + 14} L{x + lean * 0.6:.1f} {top + 62}", BLACK, 15)
        for tip, rise in ((-46, 0.72), (38, 0.6)):
            yield stroke(
                f"M{x:g} 852 Q{x + tip * 0.1:.1f} {850 - height * 0.5:.1f} {x + tip:g} {850 - height * rise:.1f}", BLACK, 4
            )
    for _ in range(46):  # tufts, which the taller croppings show
        x, y = chance.draw() * WIDTH, 880 + chance.draw() * 300
        for _ in range(5):
            lean, height = (chance.draw() - 0.5) * 70, (20 + 34 * chance.draw()) * (y - 600) / 300
            foot = x + lean * 0.12
            blade = f"M{foot - 3:.1f} {y:.1f} Q{foot:.1f} {y - height * 0.6:.1f} {x + lean:.1f} {y - height:.1f} "
            yield path(blade + f"Q{foot + 5:.1f} {y - height * 0.5:.1f} {foot + 3:.1f} {y:.1f} Z", DARK_RED)
    glow: list[tuple[float, float]] = []
    while len(glow) < 90:
        x, y = chance.draw() * WIDTH, 824 + chance.draw() * 320
        if all(math.hypot(x - a, y - b) > 34 for a, b in glow):
            glow.append((x, y))
            yield circle(
                x, y, 1.8 + 5 * chance.draw() ** 2 * (y - 700) / 300, (VERMILION, VERMILION, TUFFEAU)[len(glow) % 3]
            )


def stars() -> list[str]:
    """A village without a lamp under the Milky Way, and those who came to see it."""
    chance = Chance(14)
    shore = 706.0
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BLACK}"/>']
    # One screen for the last of the dusk and for the galaxy: each dot goes to the brighter of the two.
    dusk, galaxy = list[str](), list[str]()
    for x, y in lattice(15, 13, 0, shore):
        glow = 8.8 * max(0.0, 1 - (shore - y) / 400) ** 0.85
        cloud = 7.6 * milky_way(x, y) * (0.55 + 0.6 * chance.draw())
        if cloud > max(0.9, 0.62 * glow):
            galaxy.append(circle(x, y, cloud, TUFFEAU))
        elif glow > 0.4:
            dusk.append(circle(x, y, glow, VERMILION))
    drawn += dusk + galaxy
    for _ in range(420):
        x, y, size = chance.draw() * WIDTH, chance.draw() * 560, 0.9 + 3.2 * chance.draw() ** 8
        drawn.append(circle(x, y, size, TUFFEAU))
    for x, y, reach in (
        (96, 340, 30),
        (1214, 430, 34),
        (806, 330, 18),
        (430, 196, 30),
        (1010, 90, 28),
        (180, 110, 22),
        (330, 330, 20),
    ):
        arms = [(reach if n % 2 == 0 else reach * 0.16, n * math.pi / 4) for n in range(8)]
        drawn.append(
            path("M" + " L".join(f"{x + r * math.sin(a):.1f} {y - r * math.cos(a):.1f}" for r, a in arms) + " Z", TUFFEAU)
        )
    drawn.append(path("M1236 300 L1052 421 L1046 416 Z", TUFFEAU))
    drawn.append(path("M730 100 L612 176 L607 172 Z", TUFFEAU))
    drawn += village(shore)
    # the pond, where the steeple stands upside down
    drawn.append(stroke(f"M0 {shore + 3} H{WIDTH}", BLACK, 7))
    drawn.append(f'<rect y="{shore + 5}" width="{WIDTH}" height="{HEIGHT - shore:g}" fill="{DARK_RED}"/>')
    for n in range(8):
        level = shore + 14 + n * 11
        half = 30 - n * 2.6 + 6 * (n % 2)
        drawn.append(stroke(f"M{911 - half:.1f} {level:g} H{911 + half:.1f}", BLACK, 6))
        for k in range(7):
            start, length = (n * 397 + k * 223) % 1300, 34 + (n * 53 + k * 91) % 150
            if abs(start + length / 2 - 911) > 60 + length / 2:
                drawn.append(
                    stroke(
                        f"M{start} {level:g} H{start + length}",
                        (BLACK, VERMILION, TUFFEAU, BLACK, VERMILION)[(n + k) % 5],
                        3,
                    )
                )
    drawn += meadow(chance)
    return drawn


def write(name: str, drawn: list[str]) -> None:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice">'
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / name).write_text("\n".join([head, *merged(drawn), "</svg>"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("fleuve.svg", river())
    write("etoiles.svg", stars())
