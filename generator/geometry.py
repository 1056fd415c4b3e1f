"""Lengths, sizes, rectangles and paths. Points, origin bottom left; millimetres only through `mm()`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

POINTS_PER_MM = 72 / 25.4
SAFE_MM = 5.0  # nothing that matters stands nearer to the trim than this
KAPPA = 0.5522847498  # control point of a quarter circle drawn as a Bézier curve


def mm(length: float) -> float:
    """Millimetres in points."""
    return length * POINTS_PER_MM


def to_mm(points: float) -> float:
    """Points in millimetres, for messages."""
    return points / POINTS_PER_MM


class Size(Struct, frozen=True):
    """A page size in points; `name` as the user writes it ("A4", "JB5")."""

    width: float
    height: float
    name: str = ""


def _paper() -> dict[str, tuple[float, float]]:
    """Millimetres of every size that the program knows, portrait."""
    iso = {"A2": (420, 594), "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "A6": (105, 148)}
    jis = {"JB3": (364, 515), "JB4": (257, 364), "JB5": (182, 257), "JB6": (128, 182)}
    inch = {"Letter": (215.9, 279.4), "Legal": (215.9, 355.6), "Tabloid": (279.4, 431.8), "Half-Letter": (139.7, 215.9)}
    return {**iso, **jis, **inch}


SIZES: dict[str, Size] = {name: Size(mm(w), mm(h), name) for name, (w, h) in _paper().items()}


def find_size(name: str) -> Size | None:
    """The size of that name in any case ("a4", "jb5", "letter"), or None."""
    return next((size for known, size in SIZES.items() if known.lower() == name.lower()), None)


class Rect(Struct, frozen=True):
    """A rectangle in points: (x, y) is its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, by: float) -> Rect:
        """Smaller by `by` on each side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def mirrored(self, width: float) -> Rect:
        """At its place on the mirrored page of that width."""
        return Rect(width - self.x - self.width, self.y, self.width, self.height)

    def contains(self, other: Rect, slack: float = 0.01) -> bool:
        """Whether `other` lies within, give or take `slack` points."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )


class Placement(Struct, frozen=True):
    """Where something landed: the line is drawn through these, and later stages may set single records into them.

    `element` is the markup's name ("step", "door", "qr"), `source` the id in the guide, `data` what else the drawing needs.
    """

    page_index: int
    rect: Rect
    element: str
    source: str = ""
    data: dict[str, Any] = field(default_factory=dict)


_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt)")


@lru_cache(maxsize=1024)
def parse_length(text: str) -> float | None:
    """`12mm` or `9pt` in points; None where it is not a length (a unit is required)."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    value = float(match[1])
    return mm(value) if match[2] == "mm" else value


class Path:
    """A vector path: straight lines and Bézier curves, in points. Methods return the path, so that calls chain."""

    __slots__ = ("operations",)

    def __init__(self, operations: Iterable[tuple[str, tuple[float, ...]]] = ()) -> None:
        self.operations: list[tuple[str, tuple[float, ...]]] = list(operations)

    def move(self, x: float, y: float) -> Path:
        self.operations.append(("m", (x, y)))
        return self

    def line(self, x: float, y: float) -> Path:
        self.operations.append(("l", (x, y)))
        return self

    def curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Path:
        self.operations.append(("c", (x1, y1, x2, y2, x, y)))
        return self

    def close(self) -> Path:
        self.operations.append(("h", ()))
        return self

    def polygon(self, points: Iterable[tuple[float, float]], *, close: bool = True) -> Path:
        """Straight lines through all points."""
        for index, point in enumerate(points):
            (self.line if index else self.move)(*point)
        return self.close() if close else self

    def rect(self, rect: Rect) -> Path:
        return self.rounded(rect, 0)

    def rounded(self, rect: Rect, radius: float | tuple[float, float, float, float]) -> Path:
        """A rectangle with round corners: one radius, or (top left, top right, bottom right, bottom left)."""
        radii = (radius,) * 4 if isinstance(radius, int | float) else radius
        most = min(rect.width, rect.height) / 2
        tl, tr, br, bl = (min(r, most) for r in radii)
        x, y, right, top = rect.x, rect.y, rect.right, rect.top
        self.move(x + tl, top).line(right - tr, top)
        if tr:
            self.curve(right - tr + tr * KAPPA, top, right, top - tr + tr * KAPPA, right, top - tr)
        self.line(right, y + br)
        if br:
            self.curve(right, y + br - br * KAPPA, right - br + br * KAPPA, y, right - br, y)
        self.line(x + bl, y)
        if bl:
            self.curve(x + bl - bl * KAPPA, y, x, y + bl - bl * KAPPA, x, y + bl)
        self.line(x, top - tl)
        if tl:
            self.curve(x, top - tl + tl * KAPPA, x + tl - tl * KAPPA, top, x + tl, top)
        return self.close()

    def circle(self, x: float, y: float, radius: float) -> Path:
        return self.rounded(Rect(x - radius, y - radius, 2 * radius, 2 * radius), radius)

    def route(self, points: list[tuple[float, float]], radius: float) -> Path:
        """A polyline whose corners are rounded: how a line runs over the page."""
        self.move(*points[0])
        for before, corner, after in zip(points, points[1:], points[2:], strict=False):
            entry, exit_ = _towards(corner, before, radius), _towards(corner, after, radius)
            self.line(*entry)
            c1 = tuple(e + (c - e) * KAPPA for e, c in zip(entry, corner, strict=True))
            c2 = tuple(e + (c - e) * KAPPA for e, c in zip(exit_, corner, strict=True))
            self.curve(c1[0], c1[1], c2[0], c2[1], *exit_)
        return self.line(*points[-1])

    def mirrored(self, width: float) -> Path:
        """At its place on the mirrored page of that width."""
        return Path((op, tuple(v if i % 2 else width - v for i, v in enumerate(args))) for op, args in self.operations)

    def transformed(self, scale: float, dx: float, dy: float, *, flip: bool = False) -> Path:
        """Scaled, then moved; `flip` turns a y axis that points down into one that points up."""
        sign = -1 if flip else 1
        return Path(
            (op, tuple(v * scale + dx if i % 2 == 0 else v * scale * sign + dy for i, v in enumerate(args)))
            for op, args in self.operations
        )


def _towards(corner: tuple[float, float], other: tuple[float, float], radius: float) -> tuple[float, float]:
    """The point on the way from `corner` to `other` at which the rounding begins: at most half way."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return corner
    share = min(radius, length / 2) / length
    return corner[0] + dx * share, corner[1] + dy * share
