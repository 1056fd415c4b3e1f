"""The grid of a code is found to a small part of a module, wherever its edges fall between the pixels."""

from __future__ import annotations

import pytest
from PIL import Image

from designs import LINK, code_matrix
from generator.preflight.pages import Raster
from generator.preflight.sampling import grid_of, refined

FINE = 10  # parts of a pixel
MATRIX = code_matrix(LINK)
SIDE = len(MATRIX)


def drawn(x: float, y: float, module: float) -> Raster:
    """The code at this place, with edges as soft as a renderer makes them; all in pixels."""
    pixels = round(SIDE * module + 2 * x)
    picture = Image.new("L", (pixels * FINE, pixels * FINE), 255)
    for row, modules in enumerate(MATRIX):
        for column, dark in enumerate(modules):
            if dark:
                left, top = (x + column * module) * FINE, (y + row * module) * FINE
                box = (round(left), round(top), round(left + module * FINE), round(top + module * FINE))
                picture.paste(0, box)
    small = picture.reduce(FINE).convert("RGB")
    return Raster(small.tobytes(), pixels, pixels, 3, 1.0, 0.0, 0.0)


@pytest.mark.parametrize("shift", [0.0, 0.2, 0.4, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("module", [11.6, 12.0, 12.3])
def test_the_grid_is_found_to_a_part_of_a_module(shift: float, module: float) -> None:
    x, y = 50 + shift, 50.3
    raster = drawn(x, y, module)
    end = SIDE * module
    guess = grid_of([(x + 0.8, y - 0.6), (x + end - 0.9, y + 0.7), (x + 0.5, y + end + 0.9)], SIDE)
    found = refined(raster, guess)
    for column, row in ((0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE)):
        at = found.spot(column, row)
        assert at == pytest.approx((x + column * module, y + row * module), abs=0.04 * module)
