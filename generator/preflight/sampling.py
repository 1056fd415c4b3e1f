"""Finds a code's exact grid on a picture of the page, and what stands at each module's centre.

A decoder tells corners to a pixel or two, and PDFium moves what it draws by up to one: the grid is therefore measured anew,
between the edges of the finder patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import floor, hypot

from msgspec import Struct

from generator.preflight.pages import Raster
from generator.preflight.symbol import Matrix

Pixel = tuple[float, float]
_SPOTS = ((0.0, 0.0), (-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2), (0.2, 0.2))  # of a module, from its centre
_EDGE_STEPS = 48  # samples over the two modules in which an edge is looked for
_STEP = 0.25  # modules, between two rings of the quiet zone
_SPOT = 0.1  # where each ring is looked at, from its inner side: an edge at its outer side is soft, and not yet meant
_SOFT = 2.0  # pixels from the code's edge, which PDFium may draw one off the grid
_FARTHEST = 6.0  # modules that are looked at around a code
_DISTURBED = 0.3  # of the contrast: what is darker than this is no longer white to a decoder


class Grid(Struct, frozen=True):
    """Where the modules are: `origin` is the outer corner of the first one, `right` and `down` the way to the next (pixels)."""

    side: int  # modules
    origin: Pixel
    right: Pixel
    down: Pixel

    def spot(self, column: float, row: float) -> Pixel:
        """The pixel at a place that is counted in modules from the outer corner."""
        return (
            self.origin[0] + column * self.right[0] + row * self.down[0],
            self.origin[1] + column * self.right[1] + row * self.down[1],
        )

    @property
    def widths(self) -> tuple[float, float]:
        """A module's width and height in pixels."""
        return hypot(*self.right), hypot(*self.down)

    @property
    def skew(self) -> float:
        """The cosine of the angle between rows and columns: 0 where it is a right one."""
        (a, b), (c, d) = self.right, self.down
        return abs(a * c + b * d) / (hypot(a, b) * hypot(c, d))


class Sample(Struct, frozen=True):
    """What was sampled of a code: luma and linear luminance, 0 to 1; rows from the top."""

    luma: tuple[tuple[float, ...], ...]
    linear: tuple[tuple[float, ...], ...]


def _linear_light(value: float) -> float:
    """The light that an sRGB value of 0 to 255 stands for, 0 to 1."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


_LINEAR = tuple(_linear_light(value) for value in range(256))


def luma(pixel: tuple[int, int, int]) -> float:
    """The luma of blue, green and red, 0 to 1: what a camera's grey picture holds (Rec. 601)."""
    return (0.114 * pixel[0] + 0.587 * pixel[1] + 0.299 * pixel[2]) / 255


def luminance(pixel: tuple[int, int, int]) -> float:
    """The relative luminance of blue, green and red, 0 to 1."""
    return 0.0722 * _LINEAR[pixel[0]] + 0.7152 * _LINEAR[pixel[1]] + 0.2126 * _LINEAR[pixel[2]]


def grid_of(corners: Sequence[Pixel], side: int) -> Grid:
    """The grid between a decoder's corners: upper left, upper right and lower left, as the code itself counts them."""
    (x, y), (right_x, right_y), (down_x, down_y) = corners
    return Grid(side, (x, y), ((right_x - x) / side, (right_y - y) / side), ((down_x - x) / side, (down_y - y) / side))


def refined(raster: Raster, grid: Grid) -> Grid:
    """The grid moved to the outer edges of the finder patterns; where one cannot be seen, it stays as it was."""
    n = float(grid.side)
    across = [_edge(raster, grid, lambda t, v=v: (t, v), at) for at, v in ((0.0, 3.5), (0.0, n - 3.5), (n, 3.5))]  # type: ignore[misc]
    along = [_edge(raster, grid, lambda t, u=u: (u, t), at) for at, u in ((0.0, 3.5), (0.0, n - 3.5), (n, 3.5))]  # type: ignore[misc]
    if None in across or None in along:
        return grid
    u0, u_down, u_right = _plane([edge for edge in across if edge is not None], n)
    v0, v_right, v_down = _plane([edge for edge in along if edge is not None], n)
    origin = grid.spot(u0, v0)
    right, down = grid.spot(u0 + u_right, v0 + v_right), grid.spot(u0 + u_down, v0 + v_down)
    return Grid(grid.side, origin, (right[0] - origin[0], right[1] - origin[1]), (down[0] - origin[0], down[1] - origin[1]))


def _plane(edges: list[float], n: float) -> tuple[float, float, float]:
    """Where 0 is, the slope from one finder pattern to the next at the same end, and the slope from this end to the other."""
    near, near_too, far = edges
    slope = (near_too - near) / (n - 7)
    return near - 3.5 * slope, slope, (far - near) / n


def _edge(raster: Raster, grid: Grid, spot: Callable[[float], Pixel], at: float) -> float | None:
    """Where a finder pattern ends near `at`, in modules: half way between its dark and the light around it."""
    outwards = -1.0 if at == 0 else 1.0
    # From the middle of the dark ring to the middle of the module outside of it.
    steps = [at + outwards * (2 * i / _EDGE_STEPS - 1) * 0.75 for i in range(_EDGE_STEPS + 1)]
    lumas = [_between(raster, *grid.spot(*spot(step))) for step in steps]
    middle = (lumas[0] + lumas[-1]) / 2
    if abs(lumas[-1] - lumas[0]) < 0.05:
        return None
    for (here, level), (onward, then) in pairwise(zip(steps, lumas, strict=True)):
        if (level - middle) * (then - middle) <= 0 and level != then:
            return here + (onward - here) * (middle - level) / (then - level)
    return None


def _between(raster: Raster, x: float, y: float) -> float:
    """The luma at a spot, weighed between the four pixels around it: an edge is then told to a part of a pixel."""
    left, top = floor(x - 0.5), floor(y - 0.5)
    across, along = x - 0.5 - left, y - 0.5 - top
    upper, lower = ((1 - across) * luma(raster.at(left, row)) + across * luma(raster.at(left + 1, row)) for row in (top, top + 1))
    return (1 - along) * upper + along * lower


def sample(raster: Raster, grid: Grid) -> Sample:
    """The brightness of every module, each the mean of five spots around its centre."""
    light, bright = [], []
    for row in range(grid.side):
        pixels = [[raster.at(*grid.spot(column + 0.5 + dx, row + 0.5 + dy)) for dx, dy in _SPOTS] for column in range(grid.side)]
        light.append(tuple(sum(map(luma, spots)) / len(spots) for spots in pixels))
        bright.append(tuple(sum(map(luminance, spots)) / len(spots) for spots in pixels))
    return Sample(tuple(light), tuple(bright))


def contrast(values: Sequence[Sequence[float]], expected: Matrix) -> tuple[float, float]:
    """How light the light modules and how light the dark ones are: the quartile on the worse side of each.

    A stain on less than a quarter of the code is another rule's; a code that fades towards one end is this one's.
    """
    pairs = [pair for row in zip(values, expected, strict=True) for pair in zip(*row, strict=True)]
    light = sorted(value for value, dark in pairs if not dark)
    dark = sorted(value for value, is_dark in pairs if is_dark)
    return light[len(light) // 4], dark[-1 - len(dark) // 4]


def binary(values: Sequence[Sequence[float]], *, inverted: bool) -> Matrix:
    """Which modules are dark: those beyond the middle between the finder patterns' dark and light."""
    middle = sum(_finder_levels(values)) / 2
    return tuple(tuple((value < middle) != inverted for value in row) for row in values)


def is_inverted(values: Sequence[Sequence[float]]) -> bool:
    """Whether the finder patterns are lighter than the separators around them."""
    dark, light = _finder_levels(values)
    return dark > light


def _finder_levels(values: Sequence[Sequence[float]]) -> tuple[float, float]:
    """The level of what should be dark and of what should be light, over all three finder patterns."""
    n = len(values)
    starts = ((0, 0), (0, n - 7), (n - 7, 0))
    ring = [values[row + i][column + j] for row, column in starts for i, j in ((0, 3), (3, 0), (6, 3), (3, 6), (3, 3))]
    gap = [values[row + i][column + j] for row, column in starts for i, j in ((1, 3), (3, 1), (5, 3), (3, 5))]
    return sorted(ring)[len(ring) // 2], sorted(gap)[len(gap) // 2]


def quiet_zone(raster: Raster, grid: Grid, light: float, dark: float) -> float:
    """How many modules around the code stay as light as its light modules; at most 6 are looked at.

    It reaches round the corners by up to three modules: a white tile may have round corners.
    """
    least = light - _DISTURBED * (light - dark)
    brighter = light > dark
    n, distance, nearest = grid.side, 0.0, _SOFT / min(grid.widths)
    while distance < _FARTHEST:
        at = max(distance + _SPOT, nearest)
        reach = min(at, 3.0)
        count = int((n + 2 * reach) / 0.5)
        for i in range(count + 1):
            along = -reach + (n + 2 * reach) * i / count
            for column, row in ((along, -at), (along, n + at), (-at, along), (n + at, along)):
                x, y = grid.spot(column, row)
                outside = not (0 <= x < raster.width and 0 <= y < raster.height)
                if outside or (luma(raster.at(x, y)) < least) == brighter:
                    return distance
        distance += _STEP
    return distance
