"""Matrices and rectangles of a PDF page: six numbers, four numbers, in pt."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def apply(m: Matrix, point: Point) -> Point:
    x, y = point
    return (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])


def scale(m: Matrix) -> float:
    """By how much lengths grow, on average."""
    return float(abs(m[0] * m[3] - m[1] * m[2]) ** 0.5)


def bounds(points: list[Point]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(down), max(across), max(down))


def placed(box: Box, m: Matrix) -> Box:
    """The bounds of a rectangle after ``m``."""
    x0, y0, x1, y1 = box
    a, b, c, d, e, f = m
    if b == 0 and c == 0:  # nearly always: nothing is turned
        x0, x1, y0, y1 = x0 * a + e, x1 * a + e, y0 * d + f, y1 * d + f
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)
    return bounds([apply(m, corner) for corner in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))])


def cross(a: Box, b: Box) -> Box:
    """What two rectangles share; empty (x1 < x0 or y1 < y0) when they share nothing."""
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def is_empty(box: Box) -> bool:
    return box[2] <= box[0] or box[3] <= box[1]


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def area(box: Box) -> float:
    """0 for an empty one."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def thickness(box: Box) -> float:
    return min(box[2] - box[0], box[3] - box[1])


def is_frame(rectangles: list[Box], thin: float) -> bool:
    """Two rectangles, one in the other, nowhere further apart than ``thin``: the border of a box."""
    if len(rectangles) != 2:
        return False
    outer, inner = sorted(rectangles, key=lambda box: -(box[2] - box[0]) * (box[3] - box[1]))
    gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-1e-6 <= gap < thin for gap in gaps)
