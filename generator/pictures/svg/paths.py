"""What becomes of a shape's path: moved by its matrix, without parts that have no area, and the dots of its ends."""

from __future__ import annotations

import math
from collections.abc import Iterable

from generator.geometry import Path
from generator.pictures.svg.outlines import outline
from generator.pictures.svg.refusal import Unsupported
from generator.pictures.svg.values import Matrix
from generator.surface import Ends

FAR = 1_000_000.0  # further than any page
Operation = tuple[str, tuple[float, ...]]


def moved(path: Path, matrix: Matrix) -> Path:
    """The path with its matrix applied."""
    a, b, c, d, e, f = matrix
    placed = Path()
    for letter, values in path.operations:
        pairs = zip(values[::2], values[1::2], strict=True)
        found = tuple(value for x, y in pairs for value in (a * x + c * y + e, b * x + d * y + f))
        if not all(math.isfinite(value) and abs(value) < FAR for value in found):
            raise Unsupported("has coordinates that are far out of any page", "Save it again.")
        placed.operations.append((letter, found))
    return placed


def _parts(path: Path) -> list[list[Operation]]:
    """The parts of a path that a move begins."""
    parts: list[list[Operation]] = []
    for operation in path.operations:
        if operation[0] == "m":
            parts.append([])
        parts[-1].append(operation)
    return parts


def _points(part: Iterable[Operation]) -> list[tuple[float, float]]:
    return [pair for _, values in part for pair in zip(values[::2], values[1::2], strict=True)]


def dots(path: Path, ends: Ends, width: float) -> Path:
    """What the ends of parts without length make: PDF readers disagree on those, and draw no squares."""
    found = Path()
    for part in _parts(path):
        points = set(_points(part))
        if ends == "butt" or len(part) == 1 or len(points) > 1:
            continue
        x, y = points.pop()
        half = str(width / 2)
        if ends == "round":
            dot = outline("circle", {"cx": str(x), "cy": str(y), "r": half}, (0.0, 0.0))
        else:
            corner = {"x": str(x - width / 2), "y": str(y - width / 2)}
            dot = outline("rect", {**corner, "width": str(width), "height": str(width)}, (0.0, 0.0))
        found.operations += dot.operations
    return found


def solid(path: Path) -> Path:
    """The parts that enclose an area: PDF would fill a line with a hair's breadth."""
    return Path(operation for part in _parts(path) if _has_area(_points(part)) for operation in part)


def _has_area(points: list[tuple[float, float]]) -> bool:
    """Whether some points do not lie on one line."""
    (x, y), *rest = points
    far = max(rest, key=lambda point: abs(point[0] - x) + abs(point[1] - y), default=(x, y))
    dx, dy = far[0] - x, far[1] - y
    size = abs(dx) + abs(dy)
    return any(abs((px - x) * dy - (py - y) * dx) > 1e-9 * size * size for px, py in rest)
