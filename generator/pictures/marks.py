"""Where marks land: fractions of the whole picture → points in the box in which its crop is placed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.errors import Diagnostic, InvalidInput
from generator.geometry import Rect
from generator.guide.model import Arrow, Blur, Mark, Number, Ring

Fractions = tuple[float, float, float, float]
Point = tuple[float, float]


class PlacedRing(Struct, frozen=True):
    """A rectangle to draw a ring around, in points."""

    rect: Rect


class PlacedArrow(Struct, frozen=True):
    """An arrow from `tail` to `tip`, in points."""

    tail: Point
    tip: Point


class PlacedNumber(Struct, frozen=True):
    """A number whose disc has its centre at (x, y), in points."""

    x: float
    y: float
    number: int


PlacedMark = PlacedRing | PlacedArrow | PlacedNumber


def place_marks(marks: Iterable[Mark], crop: Fractions, box: Rect, screen: str = "") -> tuple[PlacedMark, ...]:
    """The marks that are drawn, in the order of the guide, for the crop that fills `box` (points, origin bottom left).

    What reaches out of the crop is cut at its edge; blurs are not drawn, `prepare` burns them in. Raises InvalidInput with
    every mark of which the crop shows nothing.
    """
    drawn = [mark for mark in marks if not isinstance(mark, Blur)]
    if problems := marks_outside(drawn, crop, screen):
        raise InvalidInput(problems)
    return tuple(_placed(mark, crop, box) for mark in drawn)


def marks_outside(marks: Iterable[Mark], crop: Fractions, screen: str = "") -> list[Diagnostic]:
    """The marks of which the crop shows nothing, as errors: rings beside it, arrows whose tip and numbers whose centre is."""
    where = f' of the screen "{screen}"' if screen else ""
    way_out = "Move the mark, or widen the crop: both are shares of the whole picture."
    return [
        Diagnostic(f"the {_KINDS[type(mark)]}{where} is outside the part that is shown", mark.place, way_out, rule="mark-outside")
        for mark in marks
        if not isinstance(mark, Blur) and not _is_shown(mark, crop)
    ]


_KINDS = {Ring: "ring", Arrow: "arrow", Number: "number"}


def _is_shown(mark: Ring | Arrow | Number, crop: Fractions) -> bool:
    if isinstance(mark, Ring):
        _, _, width, height = _within(mark, crop)
        return width > 0 and height > 0
    x, y = (mark.x2, mark.y2) if isinstance(mark, Arrow) else (mark.x, mark.y)
    return crop[0] <= x <= crop[0] + crop[2] and crop[1] <= y <= crop[1] + crop[3]


def _within(ring: Ring, crop: Fractions) -> Fractions:
    """The part of a ring that the crop shows."""
    left, top = max(ring.x, crop[0]), max(ring.y, crop[1])
    right, bottom = min(ring.x + ring.width, crop[0] + crop[2]), min(ring.y + ring.height, crop[1] + crop[3])
    return left, top, right - left, bottom - top


def _placed(mark: Ring | Arrow | Number, crop: Fractions, box: Rect) -> PlacedMark:
    if isinstance(mark, Number):
        return PlacedNumber(*_point(mark.x, mark.y, crop, box), mark.number)
    if isinstance(mark, Arrow):
        return PlacedArrow(_point(*_tail(mark, crop), crop, box), _point(mark.x2, mark.y2, crop, box))
    x, y, width, height = _within(mark, crop)
    left, bottom = _point(x, y + height, crop, box)
    return PlacedRing(Rect(left, bottom, width / crop[2] * box.width, height / crop[3] * box.height))


def _point(x: float, y: float, crop: Fractions, box: Rect) -> Point:
    return box.x + (x - crop[0]) / crop[2] * box.width, box.top - (y - crop[1]) / crop[3] * box.height


def _tail(arrow: Arrow, crop: Fractions) -> Point:
    """Where the arrow begins, or enters the crop; its tip is within."""
    dx, dy = arrow.x1 - arrow.x2, arrow.y1 - arrow.y2
    share = 1.0
    for start, step, low, extent in ((arrow.x2, dx, crop[0], crop[2]), (arrow.y2, dy, crop[1], crop[3])):
        if step:
            edge = low + extent if step > 0 else low
            share = min(share, (edge - start) / step)
    return arrow.x2 + dx * share, arrow.y2 + dy * share
