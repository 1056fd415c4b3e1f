from __future__ import annotations

import random

import pytest
import qrcode
from qrcode import base, util

from generator.preflight.symbol import Matrix, alignment_centres, block_sizes, function_modules, read_symbol

LEVELS = {"L": 1, "M": 0, "Q": 3, "H": 2}


def matrix_of(text: str, version: int | None, level: str, mask: int | None = None) -> Matrix:
    code = qrcode.QRCode(version=version, error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(text)
    code.make(fit=version is None)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def flipped(matrix: Matrix, places: list[tuple[int, int]]) -> Matrix:
    rows = [list(row) for row in matrix]
    for row, column in places:
        rows[row][column] = not rows[row][column]
    return tuple(map(tuple, rows))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("version", range(1, 41))
def test_blocks_are_those_of_the_standard(version: int, level: str) -> None:
    blocks = base.rs_blocks(version, LEVELS[level])
    sizes, check = block_sizes(version, level)
    assert list(sizes) == [block.total_count for block in blocks]
    assert {block.total_count - block.data_count for block in blocks} == {check}


@pytest.mark.parametrize("version", range(1, 41))
def test_alignment_patterns_are_those_of_the_standard(version: int) -> None:
    assert list(alignment_centres(version)) == util.pattern_position(version)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("version", [1, 2, 6, 7, 10, 14, 27, 32, 40])
def test_an_undamaged_code_reads_as_itself(version: int, level: str) -> None:
    matrix = matrix_of("ab:/c", version, level)
    reading = read_symbol(matrix)
    assert reading is not None
    assert (reading.version, reading.level) == (version, level)
    assert reading.expected == matrix
    assert reading.unused == 1
    assert reading.damaged == ()


@pytest.mark.parametrize("mask", range(8))
def test_every_mask(mask: int) -> None:
    matrix = matrix_of("https://example.org/", None, "M", mask)
    reading = read_symbol(matrix)
    assert reading is not None
    assert (reading.mask, reading.expected) == (mask, matrix)


@pytest.mark.parametrize("seed", range(10))
def test_damage_is_put_right_and_counted(seed: int) -> None:
    matrix = matrix_of("https://example.org/some/long/path?of=words", None, "Q")
    data = [
        (row, column)
        for row in range(len(matrix))
        for column in range(len(matrix))
        if (row, column) not in function_modules((len(matrix) - 17) // 4) and row > 8 and column > 8
    ]
    damage = random.Random(seed).sample(data, 6)
    reading = read_symbol(flipped(matrix, damage))
    assert reading is not None
    assert reading.expected == matrix
    assert 1 <= sum(block.errors or 0 for block in reading.blocks) <= 6
    assert 0 < reading.unused < 1


def test_damaged_function_patterns_are_named() -> None:
    matrix = matrix_of("x", 2, "M")
    places = [(0, 0), (6, 10), (18, 18)]
    reading = read_symbol(flipped(matrix, places))
    assert reading is not None
    assert reading.damaged == tuple(places)
    assert reading.expected == matrix


def test_too_much_damage_leaves_nothing() -> None:
    matrix = matrix_of("https://example.org/", None, "L")
    side = len(matrix)
    reading = read_symbol(flipped(matrix, [(row, column) for row in range(9, side) for column in range(9, side)]))
    assert reading is not None
    assert reading.unused == 0
    assert reading.expected is None


def test_without_its_format_nothing_can_be_read() -> None:
    matrix = matrix_of("x", 1, "M")
    assert read_symbol(tuple(tuple(False for _ in row) for row in matrix)) is None
    assert read_symbol(matrix[:-1]) is None
