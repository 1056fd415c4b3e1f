"""Draws a logo's shapes in their own colours."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from generator.geometry import Path, Rect
from generator.surface import Ink, Surface

if TYPE_CHECKING:
    from generator.pictures.svg.drawing import Shape


def paint_shapes(surface: Surface, shapes: Iterable[Shape], box: Rect, scale: float) -> None:
    """Draw within the box, and nowhere else; `scale` is points of the page to those of the logo."""
    with surface.clip(Path().rect(box)):
        for shape in shapes:
            _draw(surface, shape, box, scale)


def _draw(surface: Surface, shape: Shape, box: Rect, scale: float) -> None:
    """One shape, within all of its clips."""

    def placed(path: Path) -> Path:
        return path.transformed(scale, box.x, box.y)

    with ExitStack() as clips:
        for clip in shape.clips:
            clips.enter_context(surface.clip(placed(clip.path), even_odd=clip.even_odd))
        if shape.fill:
            surface.fill(placed(shape.path), _ink(shape.fill), even_odd=shape.even_odd)
        if stroke := shape.stroke:
            surface.stroke(
                placed(shape.path),
                _ink(stroke.colour),
                stroke.width * scale,
                dash=tuple(part * scale for part in stroke.dash),
                ends=stroke.ends,
                joins=stroke.joins,
                miter_limit=stroke.miter_limit,
            )


def _ink(rgb: tuple[float, float, float]) -> Ink:
    """A logo's own colour: it is not the theme's to change."""
    black = 1 - max(rgb)
    cmyk = tuple((1 - part - black) / (1 - black) if black < 1 else 0.0 for part in rgb)
    grey = rgb[0] if max(rgb) - min(rgb) < 0.01 else None
    return Ink("logo", rgb, (cmyk[0], cmyk[1], cmyk[2], black), grey)
