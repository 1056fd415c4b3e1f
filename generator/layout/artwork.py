"""Drawings of the design: icons, number discs, device frames, the end marks. All in points, all decoration."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from generator import resources
from generator.errors import InvalidInput, did_you_mean
from generator.geometry import Path, Rect
from generator.surface import Ink, Surface

_GRID = 24.0
_DIRECTED = frozenset({"arrow", "turn"})  # they point along the way that one reads


@functools.cache
def _icons() -> dict[str, list[list[Any]]]:
    icons: dict[str, list[list[Any]]] = json.loads(resources.find("assets", "icons/icons.json").read_text("utf-8"))["icons"]
    return icons


@functools.cache
def icon_shapes(name: str) -> tuple[tuple[str, Path], ...]:
    """An icon's shapes on the 24 grid, y down: (mode, path); mode s stroke, f fill, c cut. Raises InvalidInput."""
    known = list(_icons())
    if name not in known:
        raise InvalidInput(f'there is no icon "{name}"', help=f"The icons are: {', '.join(known)}.{did_you_mean(name, known)}")
    return tuple(shape for item in _icons()[name] for shape in _shapes(item))


def _shapes(item: list[Any]) -> list[tuple[str, Path]]:
    operation, mode = item[0], item[-1]
    path = _DRAW[operation](*item[1:-1])
    return [("c", path), (mode, path)] if operation == "cut" else [(mode, path)]


def _poly(points: list[list[float]]) -> Path:
    return Path().polygon([(x, y) for x, y in points], close=False)


def svg_path(data: str) -> Path:
    """A path of SVG's M, L, C and Z with absolute coordinates."""
    path = Path()
    for command, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", data):
        values = [float(v) for v in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
        if command == "M":
            path.move(values[0], values[1])
        elif command == "L":
            for i in range(0, len(values), 2):
                path.line(values[i], values[i + 1])
        elif command == "C":
            for i in range(0, len(values), 6):
                x1, y1, x2, y2, x, y = values[i : i + 6]
                path.curve(x1, y1, x2, y2, x, y)
        else:
            path.close()
    return path


_DRAW: dict[str, Callable[..., Path]] = {
    "rr": lambda x, y, w, h, r: Path().rounded(Rect(x, y, w, h), r),
    "line": lambda x1, y1, x2, y2: Path().move(x1, y1).line(x2, y2),
    "cut": lambda x1, y1, x2, y2: Path().move(x1, y1).line(x2, y2),
    "circle": lambda x, y, r: Path().circle(x, y, r),
    "poly": _poly,
    "path": svg_path,
}


def icon(surface: Surface, name: str, x: float, y: float, size: float, ink: Ink, background: Ink, weight: float = 2.0) -> None:
    """An icon whose box has its lower left corner at (x, y); `weight` is the stroke on the 24 grid."""
    scale = size / _GRID
    if name not in _DIRECTED:
        surface = surface.upright(x, size)
    for mode, shape in icon_shapes(name):
        path = shape.transformed(scale, x, y + size, flip=True)
        if mode == "f":
            surface.fill(path, ink)
        elif mode == "c":
            surface.stroke(path, background, weight * 2.6 * scale)
        else:
            surface.stroke(path, ink, weight * scale, ends="round")


def disc(surface: Surface, x: float, y: float, diameter: float, ink: Ink, paper: Ink, *, square: bool = False) -> None:
    """A step's number disc around (x, y): solid and round for the phone, open and square for the PC."""
    if not square:
        surface.fill(Path().circle(x, y, diameter / 2), ink)
        return
    stroke, side = diameter * 0.107, diameter * 0.952
    box = Rect(x - side / 2, y - side / 2, side, side).inset(stroke / 2)
    outline = Path().rounded(box, diameter * 0.19)
    surface.fill(outline, paper)
    surface.stroke(outline, ink, stroke)


def framed(
    surface: Surface,
    rect: Rect,
    radius: float | tuple[float, float, float, float],
    ink: Ink,
    width: float,
    fill: Ink | None = None,
) -> None:
    """A rounded box whose stroke lies inside its edge."""
    inner = rect.inset(width / 2)
    cut = tuple(max(0.0, r - width / 2) for r in ((radius,) * 4 if isinstance(radius, int | float) else radius))
    path = Path().rounded(inner, (cut[0], cut[1], cut[2], cut[3]))
    if fill is not None:
        surface.fill(path, fill)
    if width:
        surface.stroke(path, ink, width)


def head(surface: Surface, rect: Rect, radius: float, ink: Ink) -> None:
    """The ink head of a panel, door or lane: round at the top, straight at the foot."""
    surface.fill(Path().rounded(rect, (radius, radius, 0, 0)), ink)


def key_bit(x: float, top: float, shaft: float, width: float, height: float, *, left: bool) -> Path:
    """The bit of the key beside a shaft centred on x: a flag with two notches; `width` beyond the shaft's edge."""
    unit, sign = height / 7, -1 if left else 1
    edge = x + sign * (shaft / 2 - 0.1)
    path = Path().move(edge, top)
    at = [edge, top]

    def by(dx: float, dy: float) -> None:
        at[0] += sign * dx
        at[1] -= dy
        path.line(at[0], at[1])

    moves = [(width, 0), (0, 2.4), (-0.36, 0), (0, 1.5), (0.36, 0), (0, 3.1), (-0.3, 0), (0, -1.3), (-0.3, 0), (0, 1.3)]
    by(*moves[0])
    for dx, dy in moves[1:]:
        by(dx * width, dy * unit)
    return path.line(edge, at[1]).close()


def shaft_tip(x: float, y: float, shaft: float) -> Path:
    """The pointed foot of a shaft whose straight part ends at y."""
    half, shoulder, point = shaft / 2, shaft * 0.15, shaft * 0.26
    low = y - shoulder
    outline = [(x - half, y + 1), (x + half, y + 1), (x + half, low), (x + half - shaft * 0.22, low - point)]
    return Path().polygon([*outline, (x - half + shaft * 0.22, low - point), (x - half, low)])


def check_disc(surface: Surface, x: float, y: float, diameter: float, ink: Ink, paper: Ink) -> None:
    """The usual end of a line: a disc with a check."""
    surface.fill(Path().circle(x, y, diameter / 2), ink)
    size = diameter * 0.62
    icon(surface, "check", x - size / 2, y - size / 2, size, paper, ink, 3.2)


def arrow_head(x: float, y: float, size: float, direction: str) -> Path:
    """A triangle at (x, y), its middle, that points up, down, left or right."""
    a, b = size, size * 0.8
    corners = {
        "up": [(-a, -b), (0, a), (a, -b)],
        "down": [(-a, b), (0, -a), (a, b)],
        "right": [(-b, a), (a, 0), (-b, -a)],
        "left": [(b, a), (-a, 0), (b, -a)],
    }[direction]
    return Path().polygon([(x + dx, y + dy) for dx, dy in corners])
