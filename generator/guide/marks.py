"""What a guide says about places on a picture: rectangles and marks in fractions of it, and lengths in its pixels."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from generator.errors import quoted
from generator.guide.model import Arrow, Blur, Mark, Number, Ring
from generator.guide.nodes import ListNode, MapNode, Node
from generator.guide.reader import Field, Report, converted, listing, record, some_text


def _fraction(node: Node, report: Report) -> float | None:
    value = some_text(node, report)
    if value is None:
        return None
    number = float(value) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", value, re.ASCII) else math.nan
    if 0 <= number <= 1:
        return number
    way_out = "Write a number from 0 to 1: the share of the width or height."
    report.error(f"{quoted(value)} is not a fraction", value.place, way_out, "bad-fraction")
    return None


_fractions = listing(_fraction, "fractions")


def _four_fractions(node: Node, report: Report, form: str) -> tuple[float, ...] | None:
    """Exactly four fractions; `form` says what they stand for."""
    known = len(report.problems)
    values = _fractions(node, report)
    if values is None or len(report.problems) > known:
        return None
    if len(values) != 4:
        report.error(f"expected 4 fractions, found {len(values)}", node.place, f"Write {form}.", "bad-rectangle")
        return None
    return values


def rectangle(node: Node, report: Report) -> Ring | None:
    """x, y, width, height as fractions; within the picture, and not empty."""
    values = _four_fractions(node, report, "[x, y, width, height]")
    if values is None:
        return None
    x, y, width, height = values
    if not width or not height or x + width > 1.0005 or y + height > 1.0005:
        way_out = "Write [x, y, width, height] from the top left: x + width and y + height are at most 1."
        report.error("the rectangle is empty or reaches out of the picture", node.place, way_out, "bad-rectangle")
        return None
    return Ring(x, y, width, height, place=node.place)


def _blurred(ring: Ring) -> Blur:
    return Blur(ring.x, ring.y, ring.width, ring.height, place=ring.place)


def _arrow(node: Node, report: Report) -> Arrow | None:
    """Two different points: where the arrow begins, and its tip."""
    values = _four_fractions(node, report, "[x1, y1, x2, y2]: from the first point to the second")
    if values is None:
        return None
    x1, y1, x2, y2 = values
    if (x1, y1) == (x2, y2):
        report.error("the arrow has no length", node.place, "Write [x1, y1, x2, y2]: its tip is at x2, y2.", "bad-mark")
        return None
    return Arrow(x1, y1, x2, y2, place=node.place)


def _number(node: Node, report: Report) -> Number | None:
    """Where (x, y as fractions), and a whole number from 1 to 99."""
    form = "Write [x, y, number]: two fractions, and a whole number from 1 to 99."
    if isinstance(node, MapNode) or not isinstance(node, ListNode) or len(node.items) != 3:
        report.error("expected x, y and a number", node.place, form, "bad-mark")
        return None
    x, y = (_fraction(one, report) for one in node.items[:2])
    counted = some_text(node.items[2], report)
    if counted is not None and not re.fullmatch(r"[1-9]\d?", counted, re.ASCII):
        report.error(f"{quoted(counted)} is not a number from 1 to 99", counted.place, form, "bad-mark")
        return None
    if x is None or y is None or counted is None:
        return None
    return Number(x, y, int(counted), place=node.place)


_MARK: Mapping[str, Field[Any]] = {
    "ring": Field(rectangle),
    "arrow": Field(_arrow),
    "number": Field(_number),
    "blur": Field(converted(rectangle, _blurred)),
}
_any_mark = record(lambda **marks: tuple(marks.values()), _MARK, "a mark")


def mark(node: Node, report: Report) -> Mark | None:
    """One mark: a mapping with one key, its kind."""
    known = len(report.problems)
    marks = _any_mark(node, report)
    if marks is None or len(report.problems) > known:
        return None
    if len(marks) != 1:
        message = "a mark without a kind" if not marks else "several marks in one"
        way_out = f"Write one of {', '.join(_MARK)} in each: {{ring: [x, y, width, height]}}."
        report.error(message, node.place, way_out, "bad-mark")
        return None
    one: Mark = marks[0]
    return one


def pixels(node: Node, report: Report) -> float | None:
    """A count of pixels, greater than 0."""
    value = some_text(node, report)
    if value is None:
        return None
    if re.fullmatch(r"\d{1,4}(\.\d+)?", value, re.ASCII) and float(value):
        return float(value)
    way_out = "Write how many pixels of the file the smallest words that matter are high, such as 42."
    report.error(f"{quoted(value)} is not a number of pixels", value.place, way_out, "bad-pixels")
    return None
