"""Makes QR codes and their outline.

The `qrcode` library does the encoding. A code's version is the smallest that holds the payload at level M; its level is the
highest that this version still has room for, which costs nothing.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from generator.errors import InvalidInput
from generator.geometry import Path

Level = Literal["M", "Q", "H"]
Point = tuple[int, int]
QUIET_ZONE = 4  # modules of white on each side (ISO/IEC 18004)
_LEVELS: dict[Level, int] = {"M": 0, "Q": 3, "H": 2}  # the standard's numbers


class Code(Struct, frozen=True):
    """A QR code: `matrix` holds rows from the top, True is dark; without a quiet zone."""

    payload: str
    matrix: tuple[tuple[bool, ...], ...]
    version: int
    level: Level

    @property
    def modules(self) -> int:
        """How many modules a side has."""
        return len(self.matrix)

    def side(self, module: float, quiet: int = QUIET_ZONE) -> float:
        """The side in the unit of `module`, with `quiet` modules of white on either side."""
        return (self.modules + 2 * quiet) * module


@lru_cache(maxsize=64)  # a document shows one address many times, and fitting sets each of them again and again
def make_code(payload: str) -> Code:
    """The code of a text. Raises InvalidInput for none, an empty one, or one that is too long for any code."""
    if not isinstance(payload, str) or not payload.strip():
        raise InvalidInput("there is nothing to make a QR code of", help="give the address that the code should lead to")
    try:
        data = payload.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"the text of the QR code has half a character at position {error.start + 1}") from None
    version = _version(data, "M")
    if version is None:
        raise InvalidInput(
            f"{len(data)} bytes are too many for a QR code", help="at most 2331 bytes fit at level M; use a shorter address"
        )
    stronger: tuple[Level, ...] = ("H", "Q")
    level: Level = next((level for level in stronger if _version(data, level) == version), "M")
    encoder = _encoder(data, level, version)
    encoder.make(fit=False)
    matrix = tuple(tuple(bool(module) for module in row) for row in encoder.modules)
    return Code(payload, matrix, version, level)


def path(code: Code, x: float, y: float, module: float) -> Path:
    """The dark modules as one path of outlines, to be filled once: no seams, so no hairlines.

    (x, y) is the lower left corner without the quiet zone, `module` a module's side; points, y upwards. Holes wind the
    other way round than what they are holes in, so both fill rules give the code.
    """
    shape = Path()
    for outline in _outlines(code.matrix):
        shape.polygon((x + column * module, y + row * module) for column, row in outline)
    return shape


def _version(data: bytes, level: Level) -> int | None:
    """The smallest version that holds `data` at that level."""
    try:
        version: int = _encoder(data, level, None).best_fit()
    except (_library().exceptions.DataOverflowError, ValueError):  # the library raises either
        return None
    return version


def _encoder(data: bytes, level: Level, version: int | None) -> Any:
    """The library's encoder with the data in it."""
    encoder = _library().QRCode(version=version, error_correction=_LEVELS[level])
    encoder.add_data(data)
    return encoder


def _library() -> Any:
    """`qrcode`, imported without what it draws pictures with: that would cost more than the encoding."""
    drawers = "qrcode.image.styles.moduledrawers.pil"
    if "qrcode.main" not in sys.modules and drawers not in sys.modules:
        sys.modules[drawers] = None  # type: ignore[assignment]  # to Python this is a module that cannot be imported
        try:
            import qrcode.main  # type: ignore[import-untyped]
        finally:
            del sys.modules[drawers]
    import qrcode.main

    return qrcode.main


@lru_cache(maxsize=64)
def _outlines(matrix: tuple[tuple[bool, ...], ...]) -> list[list[Point]]:
    """Closed outlines of the dark regions as corners, counted in modules from the lower left, dark always on the left.

    Where two dark modules touch at a point there are two ways on; the left one stays with the module and keeps them apart.
    """
    ways, outlines = _ways(matrix), list[list[Point]]()
    for start in sorted(ways):
        corners, at, heading = [], start, (0, 0)
        while at in ways:  # an outline is closed where the way on has been taken
            onward = ways[at]
            if len(onward) == 1:
                (way,) = ways.pop(at)
            else:
                way = (-heading[1], heading[0])
                onward.remove(way)
            if way != heading:
                corners.append(at)
                heading = way
            at = (at[0] + way[0], at[1] + way[1])
        if corners:
            outlines.append(corners)
    return outlines


def _ways(matrix: tuple[tuple[bool, ...], ...]) -> dict[Point, list[Point]]:
    """The sides between dark and light: from each corner the directions to go, with the dark module on the left."""
    dark = {(x, y) for y, row in enumerate(reversed(matrix)) for x, module in enumerate(row) if module}
    ways: dict[Point, list[Point]] = {}
    for x, y in dark:
        if (x, y - 1) not in dark:
            ways.setdefault((x, y), []).append((1, 0))
        if (x + 1, y) not in dark:
            ways.setdefault((x + 1, y), []).append((0, 1))
        if (x, y + 1) not in dark:
            ways.setdefault((x + 1, y + 1), []).append((-1, 0))
        if (x - 1, y) not in dark:
            ways.setdefault((x, y + 1), []).append((0, -1))
    return ways
