"""The values of SVG's attributes: numbers, lengths, colours, transforms. A pixel is a unit."""

from __future__ import annotations

import math
import re

from tinycss2 import color4  # type: ignore[import-untyped]

from generator.pictures.svg.refusal import FLAT, Unsupported

RGB = tuple[float, float, float]  # 0 to 1
Matrix = tuple[float, float, float, float, float, float]  # as PDF and SVG write it
Size = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SPACE = " \t\r\n\f"
NUMBER = r"[+-]?(?:[0-9]*\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?"
_COMMA = rf"[{SPACE}]*+,?+[{SPACE}]*+"  # all of these take what they can, and give nothing back
_NUMBERS = re.compile(rf"[{SPACE}]*+(?:(?>{NUMBER})(?:{_COMMA}(?>{NUMBER}))*+)?+[{SPACE}]*+")
_LENGTH = re.compile(rf"({NUMBER})([a-zA-Z]*|%)")
_ARGUMENT = rf"({NUMBER})([a-zA-Z%]*)"
_ARGUMENTS = re.compile(rf"[{SPACE}]*+(?>{_ARGUMENT})(?:{_COMMA}(?>{_ARGUMENT}))*+[{SPACE}]*+")
_FUNCTION = re.compile(rf"{_COMMA}([a-zA-Z]+)[{SPACE}]*\(([^()]*)\)")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0}
_UNITS |= {"mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6}
_ANGLES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_EDGES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_PLAIN_HELP = "Save it again as a plain SVG."


def numbers(text: str) -> list[float]:
    """A list of numbers with spaces or commas between, or nothing (`10-5` is two)."""
    if not _NUMBERS.fullmatch(text):
        raise Unsupported(f"has numbers that are not understood ({text.strip()[:30]})", _PLAIN_HELP)
    return [float(found) for found in re.findall(NUMBER, text)]


def length(text: str, whole: float) -> float:
    """A length in pixels; `whole` is what 100% is."""
    found = _LENGTH.fullmatch(text.strip(SPACE))
    if found and found[2] == "%":
        return float(found[1]) * whole / 100
    if found and found[2].lower() in _UNITS:
        return float(found[1]) * _UNITS[found[2].lower()]
    raise Unsupported(f"has a length that is not understood ({text.strip()[:30]})", _PLAIN_HELP)


def share(text: str) -> float:
    """A number or percentage, within 0 and 1."""
    return min(1.0, max(0.0, length(text.strip(SPACE), 1.0)))


def diagonal(size: Size) -> float:
    """What 100% is of a length that goes neither across nor down."""
    return math.hypot(*size) / math.sqrt(2)


def colour(text: str, current: str) -> RGB | None:
    """A CSS colour as RGB; None for what is fully transparent. `current` is what currentColor is."""
    if len(text) > 100 or len(current) > 100:
        raise Unsupported(f"has a colour that is not understood ({text[:30]})")
    found = color4.parse_color(text)
    if found == "currentcolor":
        found = color4.parse_color(current)
    if found is None or isinstance(found, str) or found.space not in ("srgb", "hsl", "hwb"):
        words = f"has a colour that is not understood ({text[:30]})"
        raise Unsupported(words, "Write colours as #rrggbb.")
    if None in found.coordinates or found.alpha is None:
        raise Unsupported(f"has a colour that is not understood ({text[:30]})", FLAT)
    if 0 < found.alpha < 1:
        raise Unsupported(f"has the translucent colour {text[:30]}", FLAT)
    red, green, blue = (min(1.0, max(0.0, part)) for part in found.to("srgb").coordinates)
    return None if found.alpha <= 0 else (red, green, blue)


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """`inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )


def scale_of(matrix: Matrix) -> float | None:
    """By how much a matrix enlarges every length; None where it stretches or skews."""
    a, b, c, d, _, _ = matrix
    across, down = math.hypot(a, b), math.hypot(c, d)
    even = abs(across - down) <= 1e-3 * max(across, down)
    return across if even and abs(a * c + b * d) <= 1e-3 * across * down else None


def transform(text: str, origin: tuple[float, float], *, css: bool) -> Matrix:
    """The matrix of a list of transforms around a point; `css`: units must be written."""
    matrix, position = (1.0, 0.0, 0.0, 1.0, *origin), 0
    text = text.strip(SPACE)
    while position < len(text):
        found = _FUNCTION.match(text, position)
        if found is None:
            raise _odd_transform(text)
        matrix = times(matrix, _function(found[1], found[2], css, text))
        position = found.end()
    return times(matrix, (1.0, 0.0, 0.0, 1.0, -origin[0], -origin[1]))


def _odd_transform(text: str) -> Unsupported:
    return Unsupported(f"has a transform that is not understood ({text[:40]})", _PLAIN_HELP)


def _function(name: str, arguments: str, css: bool, text: str) -> Matrix:
    """One transform: `rotate(45 10 10)`."""
    if not _ARGUMENTS.fullmatch(arguments):
        raise _odd_transform(text)
    parts = re.findall(_ARGUMENT, arguments)
    values = [_argument(name, float(number), unit.lower(), css, text) for number, unit in parts]
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest] if len(rest) < 2:
            return 1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0
        case "translateX", [x]:
            return 1.0, 0.0, 0.0, 1.0, x, 0.0
        case "translateY", [y]:
            return 1.0, 0.0, 0.0, 1.0, 0.0, y
        case "scale", [x, *rest] if len(rest) < 2:
            return x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0
        case "rotate", [degrees, *rest] if len(rest) in ((0,) if css else (0, 2)):
            x, y = rest or (0.0, 0.0)
            return times((1.0, 0.0, 0.0, 1.0, x, y), times(_turn(degrees), (1, 0, 0, 1, -x, -y)))
        case "skewX", [degrees]:
            return 1.0, 0.0, math.tan(math.radians(degrees)), 1.0, 0.0, 0.0
        case "skewY", [degrees]:
            return 1.0, math.tan(math.radians(degrees)), 0.0, 1.0, 0.0, 0.0
    raise _odd_transform(text)


def _argument(name: str, value: float, unit: str, css: bool, text: str) -> float:
    """A number of a transform in degrees or pixels; CSS wants units, SVG's attribute has none."""
    turns = name.startswith(("rotate", "skew"))
    units = _ANGLES if turns else _UNITS if name.startswith("translate") else {"": 1.0}
    if unit not in units or (css and not unit and value and len(units) > 1) or (unit and not css):
        raise _odd_transform(text)
    return value * units[unit]


def _turn(degrees: float) -> Matrix:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return cosine, sine, -sine, cosine, 0.0, 0.0


def origin(text: str, size: Size, *, css: bool) -> tuple[float, float]:
    """The point of a transform-origin; keywords and percentages are of the viewport's size."""
    words = text.lower().split()
    if len(words) == 3 and float(length(words[2], 0)) == 0:
        words = words[:2]
    if len(words) == 2 and (words[0] in ("top", "bottom") or words[1] in ("left", "right")):
        words.reverse()
    if not 1 <= len(words) <= 2:
        raise Unsupported(f"has a transform-origin that is not understood ({text[:30]})")
    if len(words) == 1:
        words = ["center", *words] if words[0] in ("top", "bottom") else [*words, "center"]
    if css and any(re.fullmatch(NUMBER, word) and float(word) for word in words):
        raise Unsupported(f"has a transform-origin without units in CSS ({text[:30]})")
    x, y = (
        _EDGES[word] * whole if word in _EDGES else length(word, whole)
        for word, whole in zip(words, size, strict=True)
    )
    return x, y


def viewbox(text: str) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; None where nothing would be drawn in it."""
    found = numbers(text)
    if len(found) != 4 or found[2] < 0 or found[3] < 0:
        raise Unsupported(f"has a viewBox that is not understood ({text[:30]})", _PLAIN_HELP)
    return None if 0 in found[2:] else (found[0], found[1], found[2], found[3])


def fitted(box: tuple[float, float, float, float], size: Size, how: str) -> Matrix:
    """What brings a viewBox into a viewport of that size, by preserveAspectRatio's words."""
    x, y = size[0] / box[2], size[1] / box[3]
    align, _, way = (how.strip(SPACE).removeprefix("defer ") or "xMidYMid").partition(" ")
    if align == "none":
        return x, 0.0, 0.0, y, -box[0] * x, -box[1] * y
    found = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", align)
    if found is None or way.strip(SPACE) not in ("", "meet", "slice"):
        raise Unsupported(f"has a preserveAspectRatio that is not understood ({how[:30]})")
    scale = max(x, y) if way.strip(SPACE) == "slice" else min(x, y)
    spare = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    left = (size[0] - box[2] * scale) * spare[found[1]] - box[0] * scale
    top = (size[1] - box[3] * scale) * spare[found[2]] - box[1] * scale
    return scale, 0.0, 0.0, scale, left, top
