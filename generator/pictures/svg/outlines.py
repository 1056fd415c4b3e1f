"""SVG's shapes as paths, in the units of their element, y down."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from generator.geometry import Path
from generator.pictures.svg.refusal import Unsupported
from generator.pictures.svg.values import NUMBER, SPACE, Size, diagonal, length, numbers

SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}
_COMMAND = re.compile(rf"[{SPACE}]*([a-zA-Z])[{SPACE}]*")
_NUMBER = re.compile(rf"({NUMBER})[{SPACE}]*,?[{SPACE}]*")
_FLAG = re.compile(rf"([01])[{SPACE}]*,?[{SPACE}]*")
_FLAGS = (3, 4)  # of the seven numbers of an arc, those that are one digit each

Point = tuple[float, float]


def outline(name: str, attributes: dict[str, str], viewport: Size) -> Path:
    """The path of one of SHAPES; empty for one without extent. Raises Unsupported."""
    if name == "path":
        return path_of(attributes.get("d", ""))
    if name in ("polyline", "polygon"):
        return _polygon(attributes.get("points", ""), close=name == "polygon")

    def number(key: str, whole: float, default: float = 0.0) -> float:
        text = attributes.get(key, "").strip(SPACE)
        return default if not text else length(text, whole)

    def radii() -> tuple[float, float]:
        rx, ry = number("rx", width, -1.0), number("ry", height, -1.0)
        return max(ry if rx < 0 else rx, 0.0), max(rx if ry < 0 else ry, 0.0)

    width, height = viewport
    if name == "line":
        start = number("x1", width), number("y1", height)
        return Path().move(*start).line(number("x2", width), number("y2", height))
    if name == "rect":
        x, y = number("x", width), number("y", height)
        across, down = number("width", width), number("height", height)
        return _rect(x, y, _extent(across), _extent(down), *radii())
    centre = number("cx", width), number("cy", height)
    if name == "circle":
        radius = _extent(number("r", diagonal(viewport)))
        return _ellipse(*centre, radius, radius)
    return _ellipse(*centre, *radii())


def _extent(value: float) -> float:
    if value < 0:
        raise Unsupported("has a negative size", "Save it again as a plain SVG.")
    return value


def _polygon(text: str, *, close: bool) -> Path:
    """Straight lines through the points; a lone last coordinate is none."""
    values = numbers(text)
    points = list(zip(values[::2], values[1::2], strict=False))
    return Path().polygon(points, close=close) if points else Path()


def _rect(x: float, y: float, width: float, height: float, rx: float, ry: float) -> Path:
    """Clockwise from the end of the upper left corner, which is where dashes begin."""
    if not width or not height:
        return Path()
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, foot = x + width, y + height
    if not rx or not ry:
        return Path().polygon([(x, y), (right, y), (right, foot), (x, foot)])
    path = Path().move(x + rx, y).line(right - rx, y)
    _arc(path, (right - rx, y), rx, ry, 0, False, True, (right, y + ry))
    path.line(right, foot - ry)
    _arc(path, (right, foot - ry), rx, ry, 0, False, True, (right - rx, foot))
    path.line(x + rx, foot)
    _arc(path, (x + rx, foot), rx, ry, 0, False, True, (x, foot - ry))
    path.line(x, y + ry)
    _arc(path, (x, y + ry), rx, ry, 0, False, True, (x + rx, y))
    return path.close()


def _ellipse(x: float, y: float, rx: float, ry: float) -> Path:
    """Clockwise from three o'clock, which is where dashes begin."""
    if not rx or not ry:
        return Path()
    path = Path().move(x + rx, y)
    corners = [(x + rx, y), (x, y + ry), (x - rx, y), (x, y - ry), (x + rx, y)]
    for start, end in pairwise(corners):
        _arc(path, start, rx, ry, 0, False, True, end)
    return path.close()


def path_of(text: str) -> Path:
    """The path of path data."""
    text = text.strip(SPACE)
    if text in ("", "none"):
        return Path()
    pen, position = _Pen(), 0
    while position < len(text):
        found = _COMMAND.match(text, position)
        if found is None or found[1].lower() not in _COUNTS or (not position and found[1] not in "mM"):
            raise _odd(text, position)
        position, letter = found.end(), found[1]
        while True:
            values, position = _values(text, position, letter)
            pen.draw(letter, values)
            letter = {"m": "l", "M": "L"}.get(letter, letter)
            if letter in "zZ" or position >= len(text) or _COMMAND.match(text, position):
                break
    return pen.path


def _odd(text: str, position: int) -> Unsupported:
    words = f"has a path that is not understood ({text[max(0, position - 10) : position + 20]})"
    return Unsupported(words, "Save it again as a plain SVG.")


def _values(text: str, position: int, letter: str) -> tuple[list[float], int]:
    """The numbers that a command takes once, and where they end."""
    arc, values = letter in "aA", []
    for index in range(_COUNTS[letter.lower()]):
        found = (_FLAG if arc and index in _FLAGS else _NUMBER).match(text, position)
        if found is None:
            raise _odd(text, position)
        values.append(float(found[1]))
        position = found.end()
    return values, position


class _Pen:
    """Draws the commands of path data."""

    def __init__(self) -> None:
        self.path = Path()
        self.here = self.start = (0.0, 0.0)
        self.control: tuple[str, Point] = ("", (0.0, 0.0))  # the last curve's, for s and t
        self.closed = False

    def draw(self, letter: str, values: list[float]) -> None:
        """One command with its numbers; a small letter's are relative to where the pen is."""
        name = letter.lower()
        dx, dy = self.here if letter.islower() else (0.0, 0.0)
        if name == "z":
            self.path.close()
            self.here, self.closed, self.control = self.start, True, ("", self.start)
            return
        if name == "h":
            values = [values[0] + dx, self.here[1]]
        elif name == "v":
            values = [self.here[0], values[0] + dy]
        elif name == "a":
            values = [*values[:5], values[5] + dx, values[6] + dy]
        else:
            values = [value + (dy if index % 2 else dx) for index, value in enumerate(values)]
        end = values[-2], values[-1]
        if name == "m":
            self.start = end
            self.path.move(*end)
        elif self.closed:  # what follows a closed part begins where that began
            self.path.move(*self.here)
        self.closed = False
        self.control = self._segment(name, values, end)
        self.here = end

    def _segment(self, name: str, values: list[float], end: Point) -> tuple[str, Point]:
        """Draw to the end; which kind of curve that was, and its last control point."""
        match name:
            case "l" | "h" | "v":
                self.path.line(*end)
            case "c":
                self.path.curve(*values)
                return "c", (values[2], values[3])
            case "s":
                self.path.curve(*self._reflected("c"), *values)
                return "c", (values[0], values[1])
            case "q" | "t":
                middle = (values[0], values[1]) if name == "q" else self._reflected("q")
                self._quadratic(middle, end)
                return "q", middle
            case "a":
                rx, ry, turn, large, sweep = values[:5]
                _arc(self.path, self.here, rx, ry, turn, bool(large), bool(sweep), end)
        return "", end

    def _reflected(self, kind: str) -> Point:
        """The last control point of a curve of that kind, mirrored at the pen."""
        if self.control[0] != kind:
            return self.here
        return 2 * self.here[0] - self.control[1][0], 2 * self.here[1] - self.control[1][1]

    def _quadratic(self, middle: Point, end: Point) -> None:
        (x, y), (mx, my), (ex, ey) = self.here, middle, end
        first = x + (mx - x) * 2 / 3, y + (my - y) * 2 / 3
        self.path.curve(*first, ex + (mx - ex) * 2 / 3, ey + (my - ey) * 2 / 3, ex, ey)


def _arc(
    path: Path, start: Point, rx: float, ry: float, turn: float, large: bool, sweep: bool, end: Point
) -> None:
    """An elliptical arc as Bézier curves (SVG 2, B.2.4 and B.2.5: too small radii are enlarged)."""
    rx, ry = abs(rx), abs(ry)
    if start == end:
        return
    if not rx or not ry:
        path.line(*end)
        return
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = (cosine * dx + sine * dy) / rx, (cosine * dy - sine * dx) / ry  # on the unit circle
    far = max(x * x + y * y, 1e-24)
    if far > 1:
        rx, ry, x, y = rx * math.sqrt(far), ry * math.sqrt(far), x / math.sqrt(far), y / math.sqrt(far)
    out = math.sqrt(max(0.0, 1 / min(far, 1.0) - 1)) * (-1 if large == sweep else 1)
    cx, cy = out * y, -out * x
    begin, until = math.atan2(y - cy, x - cx), math.atan2(-y - cy, -x - cx)
    sweeping = (until - begin) % (2 * math.pi) if sweep else -((begin - until) % (2 * math.pi))
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2

    def place(u: float, v: float) -> Point:
        u, v = (u + cx) * rx, (v + cy) * ry
        return middle[0] + cosine * u - sine * v, middle[1] + sine * u + cosine * v

    count = max(1, math.ceil(abs(sweeping) / (math.pi / 2) - 1e-9))
    step = sweeping / count
    reach = 4 / 3 * math.tan(step / 4)
    for index in range(count):
        a, b = begin + step * index, begin + step * (index + 1)
        first = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
        second = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
        last = end if index == count - 1 else place(math.cos(b), math.sin(b))
        path.curve(*first, *second, *last)
