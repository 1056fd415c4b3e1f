"""An SVG's elements in the order of drawing → flat shapes: all transforms, references and styles applied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

import msgspec
from msgspec import Struct

from generator.geometry import Path
from generator.pictures.svg.document import MOST_NODES, Document, children, name_of, read_document
from generator.pictures.svg.outlines import SHAPES, outline
from generator.pictures.svg.painting import (
    URL,
    Stroke,
    is_visible,
    one_of,
    paint_of,
    refuse_markers,
    stroke_of,
    strokes_first,
)
from generator.pictures.svg.paths import dots, moved, solid
from generator.pictures.svg.refusal import FLAT, WAY_OUT, Problem, Refused, TooMuch, Unsupported
from generator.pictures.svg.style import INITIAL, Cascade, Style, computed
from generator.pictures.svg.values import (
    IDENTITY,
    RGB,
    Matrix,
    Size,
    diagonal,
    fitted,
    length,
    origin,
    share,
    times,
    transform,
    viewbox,
)
from generator.pictures.svg.viewports import corner, given_size, page_of

_POINTS = 0.75  # of an SVG's pixel
_MOST_SEGMENTS = 200_000  # lines and curves of all paths, clones included
_MOST_NESTED = 100  # elements within each other, clones included
_MOST_PROBLEMS = 20
_GROUPS = frozenset(("g", "a"))
_NEVER_DRAWN = frozenset(
    (
        *("defs", "title", "desc", "metadata", "style", "symbol", "view", "clipPath", "mask", "marker"),
        *("pattern", "linearGradient", "radialGradient", "filter", "font", "font-face", "solidColor"),
    )
)
_WAYS_OUT = {
    "text": "In the drawing program, convert text to paths.",
    "image": "Give the logo as a PNG instead.",
    "script": "Delete it.",
}


class Clip(Struct, frozen=True):
    """What is drawn shows within this path alone."""

    path: Path
    even_odd: bool = False


class Shape(Struct, frozen=True):
    """A path with what to draw, in this order: its fill (RGB, 0 to 1), and its stroke."""

    path: Path
    fill: RGB | None = None
    stroke: Stroke | None = None
    even_odd: bool = False
    clips: tuple[Clip, ...] = ()


class Drawing(Struct, frozen=True):
    """Width, height, and the shapes in the order of drawing; points, origin bottom left.

    What lies outside the box does not show.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]


class _Scene(Struct, frozen=True):
    """What surrounds an element."""

    matrix: Matrix
    viewport: Size
    style: Style
    clips: tuple[Clip, ...] = ()
    clones: tuple[Element, ...] = ()  # what is being cloned
    depth: int = 0


def read_svg(data: bytes) -> Drawing:
    """The drawing of an SVG file. Raises Refused with everything that cannot be drawn faithfully."""
    problems: list[Problem] = []
    try:
        document = read_document(data)
        artist = _Artist(document, problems)
        drawing = artist.draw()
    except Unsupported as error:
        problems.append(Problem(str(error), error.help, error.line))
    if problems:
        raise Refused(_folded(problems))
    return drawing


def _folded(problems: list[Problem]) -> list[Problem]:
    """Each thing once, where it is first."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.words, problem)
    return list(found.values())[:_MOST_PROBLEMS]


class _Artist:
    """Goes through a document once."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document, self.problems = document, problems
        self.cascade = Cascade(document)
        self.drawn = self.segments = 0

    def draw(self) -> Drawing:
        root = self.document.root
        shapes: list[Shape] = []
        size, matrix, viewport = (0.0, 0.0), IDENTITY, (0.0, 0.0)
        with self._noted(root):
            self._refuse_css_size(root, unless="viewBox" in root.attrib)
            size, matrix, viewport = page_of(root)
        page = (_POINTS, 0.0, 0.0, -_POINTS, 0.0, size[1] * _POINTS)
        with self._noted(root):
            scene = _Scene(times(page, matrix), viewport, INITIAL)
            inner = self._styled(root, scene, is_root=True)
            if inner is not None:
                shapes = list(self._children(root, inner))
        if not shapes and not self.problems:
            raise Unsupported("draws nothing", "Is it the right file?")
        return Drawing(size[0] * _POINTS, size[1] * _POINTS, tuple(shapes))

    @contextmanager
    def _noted(self, element: Element) -> Iterator[None]:
        """What cannot be drawn of an element is noted with its line, and the rest goes on."""
        try:
            yield
        except TooMuch:
            raise
        except Unsupported as error:
            line = error.line or self.document.lines[element]
            words = f"{error} in <{name_of(element)}>" if not error.line else str(error)
            self.problems.append(Problem(words, error.help, line))

    def _children(self, element: Element, scene: _Scene) -> Iterator[Shape]:
        for name, child in children(element):
            yield from self._element(name, child, scene)

    def _element(self, name: str, element: Element, scene: _Scene) -> Iterator[Shape]:
        """The shapes of one element and of what is in it."""
        if name in _NEVER_DRAWN:
            return
        self.drawn += 1
        if self.drawn > MOST_NODES or scene.depth > _MOST_NESTED:
            raise TooMuch(f"clones more than {MOST_NODES:,} elements", "Expand fewer clones.")
        with self._noted(element):
            if any(key.lower().startswith("on") for key in element.attrib):
                raise Unsupported("has a script", "Delete its on… attributes.")
            inner = self._styled(element, scene)
            if inner is None or not _applies(element):
                return
            if name in SHAPES:
                yield from self._shape(name, element, inner)
            elif name in _GROUPS:
                yield from self._children(element, inner)
            elif name == "svg":
                yield from self._nested(element, element.attrib, inner)
            elif name == "use":
                yield from self._clone(element, inner)
            elif name == "switch":
                chosen = next(((name, one) for name, one in children(element) if _applies(one)), None)
                if chosen:
                    yield from self._element(*chosen, inner)
            else:
                help = _WAYS_OUT.get(name, WAY_OUT)
                raise Unsupported(f"has <{name}>, which cannot be drawn here", help)

    def _styled(self, element: Element, scene: _Scene, *, is_root: bool = False) -> _Scene | None:
        """The scene within an element; None where it does not show."""
        declared = self.cascade.declared(element)
        style = computed(scene.style, declared)
        if style["display"].lower() == "none" or share(style["opacity"]) == 0:
            return None
        if share(style["opacity"]) < 1:
            raise Unsupported("uses opacity, which cannot be drawn here", FLAT)
        matrix, given = scene.matrix, style["transform"]
        if given.lower() not in ("", "none"):
            if is_root:
                raise Unsupported("uses transform", "Put it into a group within.")
            css = "transform-origin" in declared.css
            centre = origin(style["transform-origin"], scene.viewport, css=css)
            change = transform(given, centre, css="transform" in declared.css)
            matrix = times(matrix, change)
        inner = msgspec.structs.replace(scene, matrix=matrix, style=style, depth=scene.depth + 1)
        if style["clip-path"].lower() == "none":
            return inner
        if name_of(element) == "svg":  # browsers do not agree on whose units it is in
            raise Unsupported("has a clip-path", "Put it on a group within.")
        clip = self._clip(style["clip-path"], inner)
        return None if clip is None else msgspec.structs.replace(inner, clips=(*inner.clips, clip))

    def _shape(self, name: str, element: Element, scene: _Scene) -> Iterator[Shape]:
        style = scene.style
        for child, _ in children(element):
            if child not in _NEVER_DRAWN:
                raise Unsupported(f"has <{child}> in a shape, which cannot be drawn here")
        path = self._outline(name, element, scene)
        if not path.operations or not is_visible(style):
            return
        refuse_markers(name, style)
        fill = None if name == "line" else paint_of("fill", style, self.document)
        stroke = stroke_of(element, style, scene.viewport, scene.matrix, self.document)
        placed = moved(path, scene.matrix)
        even_odd = one_of(style, "fill-rule", "nonzero", "evenodd") == "evenodd"
        filled = Shape(solid(placed), fill, None, even_odd, scene.clips)
        parts = [filled] if fill and filled.path.operations else []
        if stroke:
            parts.append(Shape(placed, None, stroke, False, scene.clips))
            ends = moved(dots(path, stroke.ends, length(style["stroke-width"], diagonal(scene.viewport))), scene.matrix)
            parts += [Shape(ends, stroke.colour, None, False, scene.clips)] if ends.operations else []
        if strokes_first(style["paint-order"]):
            parts = [*parts[1:], parts[0]] if parts[0] is filled else parts
        yield from parts

    def _outline(self, name: str, element: Element, scene: _Scene) -> Path:
        path = outline(name, element.attrib, scene.viewport)
        self.segments += len(path.operations)
        if self.segments > _MOST_SEGMENTS:
            raise TooMuch(f"draws more than {_MOST_SEGMENTS:,} lines and curves", "Simplify its paths.")
        return path

    def _refuse_css_size(self, element: Element, *, unless: bool = False) -> None:
        if not unless and self.cascade.declared(element).css & {"x", "y", "width", "height"}:
            raise Unsupported("sets a size in CSS", "Write it as attributes: width and height.")

    def _nested(self, element: Element, sized: dict[str, str], scene: _Scene) -> Iterator[Shape]:
        """An svg or symbol with a viewport of its own, of the size that `sized` gives it."""
        self._refuse_css_size(element)
        across, down = scene.viewport
        x, y = corner(element, scene.viewport)
        width = length(given_size(sized, element, "width"), across)
        height = length(given_size(sized, element, "height"), down)
        if width < 0 or height < 0:
            raise Unsupported("has a negative size", "Save it again.")
        if not width or not height:
            return
        matrix = times(scene.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        clips = scene.clips
        if scene.style["overflow"].lower() not in ("visible", "auto"):
            box = Path().polygon([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
            clips = (*clips, Clip(moved(box, matrix)))
        viewport = (width, height)
        if "viewBox" in element.attrib:
            box_ = viewbox(element.attrib["viewBox"])
            if box_ is None:
                return
            how = element.attrib.get("preserveAspectRatio", "")
            matrix, viewport = times(matrix, fitted(box_, viewport, how)), (box_[2], box_[3])
        inner = msgspec.structs.replace(scene, matrix=matrix, viewport=viewport, clips=clips)
        yield from self._children(element, inner)

    def _clone(self, element: Element, scene: _Scene) -> Iterator[Shape]:
        """What `use` refers to, in its place."""
        target = self._referred(element)
        if target is None or target is element or target in scene.clones:
            raise Unsupported("has <use> of something that is not there", "Expand symbols and clones.")
        x, y = corner(element, scene.viewport)
        matrix = times(scene.matrix, (1.0, 0.0, 0.0, 1.0, x, y))
        clones = (*scene.clones, target)
        inner = msgspec.structs.replace(scene, matrix=matrix, clones=clones)
        name = name_of(target)
        if name not in ("symbol", "svg"):
            yield from self._element(name, target, inner)
            return
        with self._noted(target):
            styled = self._styled(target, inner)
            if styled is not None and _applies(target):
                yield from self._nested(target, element.attrib, styled)

    def _referred(self, element: Element) -> Element | None:
        """The element of this file that an href names."""
        href = element.get("href", element.get(_XLINK, "")).strip()
        if not href.startswith("#"):
            raise Unsupported("refers to something else by href", "Expand symbols and clones.")
        return self.document.by_id.get(href[1:])

    def _clip(self, value: str, scene: _Scene) -> Clip | None:
        """The path of a clip-path with one shape; None where nothing shows within it."""
        found = URL.fullmatch(value)
        target = self.document.by_id.get(found[1]) if found else None
        if target is None or name_of(target) != "clipPath":
            raise Unsupported("uses clip-path, which cannot be drawn here")
        if target.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            raise Unsupported("has a clipPath in units of its object's box")
        if computed(INITIAL, self.cascade.declared(target))["clip-path"] != "none":
            raise Unsupported("has a clipPath that is clipped itself")
        base = msgspec.structs.replace(scene, style=INITIAL, clips=())
        around = self._styled(target, base)
        clips = [clip for name, one in children(target) for clip in self._clip_shapes(name, one, around)]
        if len(clips) > 1:
            raise Unsupported("has a clipPath of several shapes", "Unite them to one path.")
        return clips[0] if clips else None

    def _clip_shapes(self, name: str, element: Element, around: _Scene | None) -> Iterator[Clip]:
        if name in _NEVER_DRAWN:
            return
        if computed(INITIAL, self.cascade.declared(element))["clip-path"] != "none":
            raise Unsupported("has a clipPath whose shapes are clipped")
        scene = None if around is None else self._styled(element, around)
        if name == "use" and scene is not None:
            target = self._referred(element)
            if target is None or name_of(target) not in SHAPES:
                raise Unsupported("has a clipPath of something else than shapes")
            x, y = corner(element, scene.viewport)
            scene = msgspec.structs.replace(scene, matrix=times(scene.matrix, (1, 0, 0, 1, x, y)))
            yield from self._clip_shapes(name_of(target), target, scene)
            return
        if name not in SHAPES:
            raise Unsupported("has a clipPath of something else than shapes")
        if scene is not None and is_visible(scene.style):
            path = self._outline(name, element, scene)
            even_odd = one_of(scene.style, "clip-rule", "nonzero", "evenodd") == "evenodd"
            if path.operations:
                yield Clip(moved(path, scene.matrix), even_odd)


_XLINK = "{http://www.w3.org/1999/xlink}href"


def _applies(element: Element) -> bool:
    """Whether an element is for readers like this one."""
    if element.get("systemLanguage") is not None:
        raise Unsupported("depends on the reader's language", "Keep one of its languages.")
    return element.get("requiredExtensions") is None
