"""SVG on a subset: what a logo is made of, as paths. What cannot be drawn faithfully is refused, never left out.

The file is judged first and built anew from what is allowed; svglib sees only that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.geometry import Path

MOST_BYTES = 1_000_000
MOST_NODES = 20_000
MOST_DEPTH = 40
_NAMESPACE = "{http://www.w3.org/2000/svg}"

RGB = tuple[float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_SHAPES = {
    "path": ("d",),
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
    "g": (),
    "svg": ("viewBox", "width", "height", "preserveAspectRatio"),
    "defs": (),
}
_SILENT = ("title", "desc", "metadata")
_STYLE = ("fill", "fill-rule", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "color", "transform", "display")
_PLAIN: dict[str, tuple[str, ...]] = {  # properties that may only say that nothing happens
    "opacity": ("1", "1.0", "100%"),
    "fill-opacity": ("1", "1.0", "100%"),
    "stroke-opacity": ("1", "1.0", "100%"),
    "mask": ("none",),
    "filter": ("none",),
    "clip-path": ("none",),
    "stroke-dasharray": ("none", "0"),
    "mix-blend-mode": ("normal",),
    "visibility": ("visible",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "paint-order": ("normal",),
    "vector-effect": ("none",),
}
_WAYS_OUT = {
    "text": "In the drawing program, convert text to paths.",
    "image": "Give the logo as a PNG instead.",
    "use": "In the drawing program, expand symbols and clones.",
    "linearGradient": "Use flat colours, or give the logo as a PNG.",
    "radialGradient": "Use flat colours, or give the logo as a PNG.",
}
_WAY_OUT = "Save it as a plain SVG of paths with flat colours, or give the logo as a PNG."


_PATH = re.compile(r"[MmZzLlHhVvCcSsQqTtAa0-9eE+\-.,\s]*")


class Unsupported(Exception):
    """An SVG that is outside the subset; the message goes on after its name, `help` is the way out."""

    def __init__(self, words: str, help: str = _WAY_OUT) -> None:
        super().__init__(words)
        self.help = help


class Shape(Struct, frozen=True):
    """One path with what to draw: its fill and its stroke (RGB, 0 to 1, or None), and the stroke's width in points."""

    path: Path
    fill: RGB | None
    stroke: RGB | None
    stroke_width: float
    even_odd: bool = False
    round_ends: bool = False
    round_joins: bool = False


def read_svg(data: bytes) -> tuple[float, float, tuple[Shape, ...]]:
    """Width, height, and the shapes in the order of drawing; points, origin bottom left. Raises Unsupported."""
    clean = ElementTree.tostring(_judged(data))
    drawing = _drawing(clean)
    width, height = float(drawing.width), float(drawing.height)
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise Unsupported("has no size", "Give its svg element a viewBox.")
    shapes = tuple(_shapes(drawing, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)))
    if not shapes:
        raise Unsupported("draws nothing")
    return width, height, shapes


def _judged(data: bytes) -> Element:
    """The document built anew from what is allowed. Raises Unsupported for everything else that would show."""
    if len(data) > MOST_BYTES:
        raise Unsupported(f"is larger than {MOST_BYTES // 1_000_000} MB", "Simplify its paths.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unsupported("has a DOCTYPE, which may name other files", "Delete it, from <!DOCTYPE to its >.")
    if b"<?xml-stylesheet" in data:
        raise Unsupported("has a style sheet in another file")
    try:
        root = ElementTree.fromstring(data.decode("utf-8-sig"))  # as text, so that no declaration changes the encoding
    except (ElementTree.ParseError, ValueError) as error:
        raise Unsupported(f"is no valid XML in UTF-8 ({str(error)[:60]})", "Save it again.") from None
    if root.tag not in (f"{_NAMESPACE}svg", "svg"):
        raise Unsupported("is no SVG")
    if sum(1 for _ in root.iter()) > MOST_NODES:
        raise Unsupported(f"has more than {MOST_NODES:,} elements", "Simplify it.")
    copy = _copied(root, _rules(root), colour="#000000", depth=0)
    copy.set("xmlns", _NAMESPACE.strip("{}"))
    return copy


def _rules(root: Element) -> dict[str, dict[str, str]]:
    """What the style sheets in the file say of classes: `.name {property: value}`, and nothing more."""
    found: dict[str, dict[str, str]] = {}
    for sheet in root.iter(f"{_NAMESPACE}style"):
        text = re.sub(r"/\*.*?\*/", "", "".join(sheet.itertext()), flags=re.DOTALL)
        for selectors, _, declarations in (rule.partition("{") for rule in text.split("}") if rule.strip()):
            for selector in selectors.split(","):
                name = re.fullmatch(r"\s*\.([\w-]+)\s*", selector)
                if name is None:
                    raise Unsupported(f"has a style rule that is not understood ({selector.strip()[:40]})")
                found.setdefault(name[1], {}).update(_declarations(declarations))
    return found


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if part.strip())
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}


def _copied(node: Element, rules: dict[str, dict[str, str]], colour: str, depth: int) -> Element:
    """The element with its allowed attributes, and its children; `colour` is what currentColor means around it."""
    name = _local(node)
    if depth > MOST_DEPTH:
        raise Unsupported(f"has groups nested deeper than {MOST_DEPTH}")
    if name not in _SHAPES or (name == "svg" and depth):
        raise Unsupported(f"has <{name}>, which cannot be drawn here", _WAYS_OUT.get(name, _WAY_OUT))
    style = _style(node, rules, colour)
    copy = Element(name, _geometry(node, name) | style)
    colour = copy.attrib.pop("color", colour)
    for child in node:
        if style.get("display") != "none" and isinstance(child.tag, str) and _is_drawn(child):
            copy.append(_copied(child, rules, colour, depth + 1))
    return copy


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_drawn(node: Element) -> bool:
    """Whether an element is SVG and shows; editors leave notes of their own in other namespaces."""
    ours = node.tag.startswith(_NAMESPACE) or "}" not in node.tag
    return ours and _local(node) not in (*_SILENT, "style")


def _geometry(node: Element, name: str) -> dict[str, str]:
    """Where and how large an element is; nothing else of it is kept that is not style."""
    if any("}" not in key and key.lower().startswith("on") for key in node.attrib):
        raise Unsupported("has a script")
    if any(key.rpartition("}")[2] == "href" for key in node.attrib):
        raise Unsupported("refers to something else by href")
    kept = {key: node.attrib[key] for key in _SHAPES[name] if key in node.attrib}
    if name == "svg" and "viewBox" in kept:  # its box is its size: nothing is stretched into another one
        return {"viewBox": kept["viewBox"]}
    if name == "svg" and any("%" in value for value in kept.values()):
        raise Unsupported("has no size of its own", "Give its svg element a viewBox.")
    if not _PATH.fullmatch(kept.get("d", "")):
        raise Unsupported("has a path that is not understood", "Save it again.")
    return kept


def _style(node: Element, rules: dict[str, dict[str, str]], colour: str) -> dict[str, str]:
    """Attributes, then classes, then the style attribute, each going before those named earlier; colours as #rrggbb."""
    style = {key: value.strip() for key, value in node.attrib.items()}
    for one in style.get("class", "").split():
        style.update(rules.get(one, {}))
    style.update(_declarations(style.get("style", "")))
    for key, value in style.items():
        if key in _PLAIN and value.lower() not in _PLAIN[key]:
            raise Unsupported(f"uses {key}, which cannot be drawn here")
        if key in _STYLE and re.search(r"url\s*\(|[\\@]", value, re.IGNORECASE):
            raise Unsupported(f"has a gradient, pattern or reference for its {key}", _WAYS_OUT["linearGradient"])
    kept = {key: value for key, value in style.items() if key in _STYLE and value and value != "inherit"}
    colour = _hex(kept["color"], colour) if "color" in kept else colour
    return kept | {key: _hex(kept[key], colour) for key in ("fill", "stroke", "color") if key in kept}


def _hex(value: str, current: str) -> str:
    """A colour as #rrggbb, or none. Pillow knows CSS's names."""
    from PIL import ImageColor

    if value.lower() == "currentcolor":
        return current
    if value.lower() in ("none", "transparent"):
        return "none"
    try:
        parts = ImageColor.getrgb(value)
    except ValueError:
        raise Unsupported(f"has a colour that is not understood ({value[:30]})", "Write colours as #rrggbb.") from None
    if len(parts) > 3 and parts[3] < 255:
        raise Unsupported("has a translucent colour", "Use flat colours without transparency.")
    return "#" + bytes(parts[:3]).hex()


def _drawing(clean: bytes) -> Any:
    """What svglib makes of the clean document: groups and shapes in points, y up."""
    import io

    from svglib import svglib  # 0.2 s: only a logo in SVG costs that

    with _complaints(svglib.__name__) as said:
        try:
            drawing = svglib.svg2rlg(io.BytesIO(clean))
        except Exception as error:  # svglib and ReportLab raise many things for odd numbers
            raise Unsupported(f"cannot be read ({str(error)[:60]})") from None
    if drawing is None or said:
        raise Unsupported(f"cannot be read ({said[0][:60]})" if said else "cannot be read")
    return drawing


@contextmanager
def _complaints(name: str) -> Iterator[list[str]]:
    """What a library logs as it gives something up: kept from the terminal, and told."""
    import logging

    said: list[str] = []
    handler, logger = logging.Handler(logging.WARNING), logging.getLogger(name)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    passed_on, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = passed_on


def _shapes(node: Any, outer: Matrix) -> Iterator[Shape]:
    """The paths below a node, flat, with all transforms applied."""
    for child in node.contents:
        kind = type(child).__name__
        if kind == "Group":
            yield from _shapes(child, _times(outer, tuple(child.transform)))
        elif kind == "PolyLine":
            yield _shape(child, _polyline(child.points), outer)
        elif kind == "Line":
            yield _shape(child, Path().move(child.x1, child.y1).line(child.x2, child.y2), outer)
        else:
            yield from _solid(child, outer)


def _solid(child: Any, outer: Matrix) -> Iterator[Shape]:
    from svglib.svglib import Svg2RlgAttributeConverter, Svg2RlgShapeConverter

    converter = Svg2RlgShapeConverter("", Svg2RlgAttributeConverter())
    outline = converter.shapeToPath(child)
    if outline is None or type(child).__name__ == "ClippingPath":
        raise Unsupported("has a shape that cannot be drawn here")
    yield _shape(child, _path(outline), outer)


def _polyline(points: list[float]) -> Path:
    return Path().polygon(zip(points[::2], points[1::2], strict=True), close=False)


def _path(outline: Any) -> Path:
    """ReportLab's path: operators 0 move, 1 line, 2 curve, 3 close, and one list of coordinates."""
    path, points, position = Path(), outline.points, 0
    for operator in outline.operators:
        letter, count = (("m", 2), ("l", 2), ("c", 6), ("h", 0))[operator]
        path.operations.append((letter, tuple(map(float, points[position : position + count]))))
        position += count
    return path


def _shape(drawn: Any, path: Path, matrix: Matrix) -> Shape:
    moved = Path((letter, _moved(numbers, matrix)) for letter, numbers in path.operations)
    if not all(math.isfinite(number) and abs(number) < 1e6 for _, numbers in moved.operations for number in numbers):
        raise Unsupported("has coordinates that are far out of any page")
    scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    return Shape(
        moved,
        _rgb(getattr(drawn, "fillColor", None)),  # lines have none
        _rgb(drawn.strokeColor) if type(drawn).__name__ != "NoStrokePath" else None,
        float(drawn.strokeWidth or 0) * scale,
        even_odd=getattr(drawn, "fillMode", None) == 0,
        round_ends=drawn.strokeLineCap == 1,
        round_joins=drawn.strokeLineJoin == 1,
    )


def _rgb(colour: Any) -> RGB | None:
    if colour is None or not hasattr(colour, "red"):
        return None
    return float(colour.red), float(colour.green), float(colour.blue)


def _times(outer: Matrix, inner: tuple[float, ...]) -> Matrix:
    """`inner` first, then `outer`; six numbers each, as PDF and SVG write them."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _moved(numbers: tuple[float, ...], matrix: Matrix) -> tuple[float, ...]:
    a, b, c, d, e, f = matrix
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple(value for x, y in pairs for value in (a * x + c * y + e, b * x + d * y + f))
