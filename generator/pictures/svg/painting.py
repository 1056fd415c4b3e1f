"""How a shape of an SVG is filled and stroked, from its computed style."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.pictures.svg.document import Document, name_of
from generator.pictures.svg.refusal import FLAT, Unsupported
from generator.pictures.svg.style import Style
from generator.pictures.svg.values import RGB, Matrix, Size, colour, diagonal, length, scale_of, share
from generator.surface import Ends, Joins

URL = re.compile(r"""url\(\s*["']?#([^"')]+)["']?\s*\)""", re.IGNORECASE)


class Stroke(Struct, frozen=True):
    """How a path is stroked; widths and dashes in points."""

    colour: RGB
    width: float
    ends: Ends = "butt"
    joins: Joins = "miter"
    miter_limit: float = 4.0
    dash: tuple[float, ...] = ()


def paint_of(key: str, style: Style, document: Document) -> RGB | None:
    """The colour of a fill or stroke; None for none."""
    value = style[key]
    if value.lower() == "none":
        return None
    if value.lower().startswith(("url(", "context-")):
        found = URL.match(value)
        target = document.by_id.get(found[1]) if found else None
        what = f"<{name_of(target)}>" if target is not None else "reference"
        words = f"has a gradient, pattern or reference for its {key} ({what})"
        raise Unsupported(words, "Use flat colours, or give the logo as a PNG.")
    opacity = share(style[f"{key}-opacity"])
    paint = colour(value, style["color"])
    if paint is not None and 0 < opacity < 1:
        raise Unsupported(f"uses {key}-opacity, which cannot be drawn here", FLAT)
    return paint if opacity else None


def stroke_of(
    element: Element, style: Style, viewport: Size, matrix: Matrix, document: Document
) -> Stroke | None:
    """How an element is stroked; None where it is not."""
    whole = diagonal(viewport)
    paint, width = paint_of("stroke", style, document), length(style["stroke-width"], whole)
    if paint is None or width == 0:
        return None
    scale = scale_of(matrix)
    if scale is None:
        raise Unsupported("has a stroke that is stretched by a transform", "Convert strokes to paths.")
    if width < 0:
        raise Unsupported("has a negative stroke-width", "Save it again.")
    if scale == 0:
        return None
    ends = one_of(style, "stroke-linecap", "butt", "round", "square")
    joins = one_of(style, "stroke-linejoin", "miter", "round", "bevel")
    limit = length(style["stroke-miterlimit"], 1.0)
    if limit < 1:
        raise Unsupported("has a stroke-miterlimit below 1", "Save it again.")
    dash = tuple(part * scale for part in _dashes(style, whole))
    if dash and "pathLength" in element.attrib:
        raise Unsupported("uses pathLength for dashes", "Convert strokes to paths.")
    return Stroke(paint, width * scale, ends, joins, limit, dash)  # type: ignore[arg-type]


def refuse_markers(name: str, style: Style) -> None:
    """Raise Unsupported where a shape has arrow heads or the like."""
    markers = (style[f"marker-{where}"] for where in ("start", "mid", "end"))
    if name in ("path", "line", "polyline", "polygon") and any(m != "none" for m in markers):
        raise Unsupported("uses markers, which cannot be drawn here")


def one_of(style: Style, key: str, *words: str) -> str:
    """A property that has one of these words. Raises Unsupported."""
    value = style[key].lower()
    if value not in words:
        raise Unsupported(f"has a {key} that is not understood ({value[:30]})", "Save it again.")
    return value


def is_visible(style: Style) -> bool:
    """Whether what has this style shows."""
    return one_of(style, "visibility", "visible", "hidden", "collapse") == "visible"


def _dashes(style: Style, whole: float) -> list[float]:
    """The lengths of dashes and gaps; nothing for a solid line."""
    value = style["stroke-dasharray"].lower()
    if value == "none":
        return []
    dashes = [length(part, whole) for part in re.split(r"[\s,]+", value) if part]
    if any(part < 0 for part in dashes):
        raise Unsupported("has negative dashes", "Save it again.")
    if not sum(dashes):
        return []
    if length(style["stroke-dashoffset"], whole):
        raise Unsupported("uses stroke-dashoffset, which cannot be drawn here", "Convert strokes to paths.")
    return dashes * (2 if len(dashes) % 2 else 1)


def strokes_first(order: str) -> bool:
    """Whether the fill covers the stroke."""
    words = order.lower().split()
    if not words or not set(words) <= {"normal", "fill", "stroke", "markers"}:
        raise Unsupported(f"has a paint-order that is not understood ({order[:30]})")
    return "stroke" in words and ("fill" not in words or words.index("stroke") < words.index("fill"))
