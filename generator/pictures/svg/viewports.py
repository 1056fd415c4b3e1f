"""The sizes of an SVG: of its page, and of the viewports in it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from generator.pictures.svg.paths import FAR
from generator.pictures.svg.refusal import Unsupported
from generator.pictures.svg.values import IDENTITY, Matrix, Size, fitted, length, viewbox


def page_of(root: Element) -> tuple[Size, Matrix, Size]:
    """The logo's size in pixels, what brings its contents there, and its viewport.

    Its viewBox is its size: nothing is stretched into another one, unless the file itself wants that.
    """
    given = [root.get(key, "").strip() for key in ("width", "height")]
    absolute = all(one and "%" not in one and not re.search(r"(em|ex|ch|vw|vh)$", one) for one in given)
    if "viewBox" in root.attrib:
        box = viewbox(root.attrib["viewBox"])
        if box is None:
            raise Unsupported("has no size", "Give its svg element a viewBox.")
        how = root.get("preserveAspectRatio", "")
        size = (box[2], box[3])
        if absolute and (how.strip().startswith("none") or "slice" in how):
            size = (length(given[0], 0), length(given[1], 0))
        matrix, viewport = fitted(box, size, how), (box[2], box[3])
    else:
        if any("%" in one for one in given):
            raise Unsupported("has no size of its own", "Give its svg element a viewBox.")
        if not absolute:
            raise Unsupported("has no size", "Give its svg element a viewBox.")
        size = viewport = (length(given[0], 0), length(given[1], 0))
        matrix = IDENTITY
    if not all(0 < side < FAR for side in size):
        raise Unsupported("has no size", "Give its svg element a viewBox.")
    return size, matrix, viewport


def corner(element: Element, viewport: Size) -> tuple[float, float]:
    """Where an element with x and y begins."""
    return length(element.get("x", "0"), viewport[0]), length(element.get("y", "0"), viewport[1])


def given_size(sized: dict[str, str], element: Element, key: str) -> str:
    """A size from `use`, or the element's own; all of the viewport where neither says."""
    return sized.get(key, element.get(key, "100%"))
