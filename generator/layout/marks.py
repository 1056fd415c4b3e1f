"""Marks on screens: rings, arrows and numbers, as vectors with a white keyline, so that a copier keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from generator.geometry import Path, Rect
from generator.layout.inline import label
from generator.layout.setting import Setting
from generator.pictures.marks import PlacedArrow, PlacedMark, PlacedNumber, PlacedRing
from generator.surface import Surface

_BAND = (0.6, 1.7)  # mm: the thinnest and the thickest ring


def paint_marks(surface: Surface, marks: Iterable[PlacedMark], setting: Setting) -> None:
    """Paint marks in the theme's accent; rings are as thick as their targets are high, within reason."""
    for mark in marks:
        match mark:
            case PlacedRing():
                paint_ring(surface, mark.rect, setting, _band(mark.rect, setting))
            case PlacedArrow():
                _paint_arrow(surface, mark, setting)
            case PlacedNumber():
                _paint_number(surface, mark, setting)


def _band(target: Rect, setting: Setting) -> float:
    height = target.height / setting.mm(1)
    return max(_BAND[0], min(_BAND[1], 0.35 + height * 0.13))


def paint_ring(surface: Surface, target: Rect, setting: Setting, band: float) -> None:
    """The callout ring, `band` millimetres thick: one rounded rectangle stroked three times, in paper, ink and accent. Where
    the accent is the paper's colour, as for copiers, the band is of ink: two thin lines would look like one more frame.
    """
    mm, edge, pad = setting.mm, 0.12 + 0.14 * band, 0.1 + 0.45 * band
    box = target.inset(-mm(pad))
    outline = Path().rounded(box, min(box.height / 2, mm(2.4)))
    paper, ink, signal = (setting.ink(name) for name in ("paper", "ink", "signal"))
    surface.stroke(outline, paper, mm(band + 2 * edge + 0.7))
    if signal.rgb == paper.rgb:
        surface.stroke(outline, ink, mm(band))
        return
    surface.stroke(outline, ink, mm(band + 2 * edge))
    surface.stroke(outline, signal, mm(band))


def _paint_arrow(surface: Surface, arrow: PlacedArrow, setting: Setting) -> None:
    (x1, y1), (x2, y2) = arrow.tail, arrow.tip
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 0.01)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    width, head = setting.mm(0.9), min(setting.mm(2.6), length * 0.6)
    shaft = Path().move(x1, y1).line(x2 - ux * head * 0.8, y2 - uy * head * 0.8)
    wings = [(x2 - ux * head - uy * head * 0.6, y2 - uy * head + ux * head * 0.6)]
    wings.append((x2 - ux * head + uy * head * 0.6, y2 - uy * head - ux * head * 0.6))
    tip = Path().polygon([wings[0], (x2, y2), wings[1]])
    surface.stroke(shaft, setting.ink("paper"), width + setting.mm(0.9))
    surface.stroke(tip, setting.ink("paper"), setting.mm(0.9))
    surface.stroke(shaft, setting.ink("ink"), width)
    surface.fill(tip, setting.ink("ink"))


def _paint_number(surface: Surface, mark: PlacedNumber, setting: Setting) -> None:
    radius = setting.mm(2)
    surface.fill(Path().circle(mark.x, mark.y, radius + setting.mm(0.5)), setting.ink("paper"))
    surface.fill(Path().circle(mark.x, mark.y, radius), setting.ink("ink"))
    inner = Path().circle(mark.x, mark.y, radius - setting.mm(0.3))
    surface.fill(inner, setting.ink("signal"))
    style = replace(setting.style("number"), size=radius * 1.1, leading=radius * 1.1)
    label(str(mark.number), style, setting).draw(surface, mark.x, mark.y)
