"""The build of a QR code symbol (ISO/IEC 18004): what each module is for, and which codeword it belongs to.

The expected matrix is not drawn by an encoder: the writer's own library would repeat its own mistakes. It is derived from
the modules that were found. Their codewords are corrected by Reed–Solomon, and what is right is laid out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, zip_longest

from msgspec import Struct

from generator.preflight.galois import correct

Matrix = tuple[tuple[bool, ...], ...]  # rows from the top, True is dark
Module = tuple[int, int]  # row, column

_LEVELS = "MLHQ"  # in the order of the two bits that say it
_FORMAT_MASK = 0b101010000010010
_FORMAT_ERRORS = 3  # wrong bits that this field survives

# Check words a block, and blocks, for versions 1 to 40 (table 9).
_CHECK_WORDS = {
    "L": bytes((7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28))
    + bytes((28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30)),
    "M": bytes((10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26))
    + bytes((26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28)),
    "Q": bytes((13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30))
    + bytes((28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30)),
    "H": bytes((17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28))
    + bytes((30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30)),
}
_BLOCKS = {
    "L": bytes((1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8))
    + bytes((8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25)),
    "M": bytes((1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16))
    + bytes((17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49)),
    "Q": bytes((1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20))
    + bytes((23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68)),
    "H": bytes((1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25))
    + bytes((25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81)),
}
_FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


class Block(Struct, frozen=True):
    """One Reed–Solomon block: how many of its codewords were wrong (None: more than can be told), and of how many check words."""

    errors: int | None
    check: int

    @property
    def unused(self) -> float:
        """The share of the error correction that is still there: 1 where nothing is wrong, 0 where nothing more may be."""
        return 0.0 if self.errors is None else max(0.0, 1 - 2 * self.errors / self.check)


class Reading(Struct, frozen=True):
    """What the modules of a symbol say. `expected` is the undamaged symbol, None where a block could not be corrected."""

    version: int
    level: str
    mask: int
    blocks: tuple[Block, ...]
    expected: Matrix | None
    damaged: tuple[Module, ...]  # modules of function patterns, format and version that are not as they must be
    functions: int  # how many such modules there are

    @property
    def unused(self) -> float:
        """Of the weakest block: one that fails is enough for the code to fail."""
        return min(block.unused for block in self.blocks)


def read_symbol(found: Matrix) -> Reading | None:
    """Read sampled modules; None where the format information, without which nothing can be read, is beyond repair."""
    side = len(found)
    version = (side - 17) // 4
    told = _read_format(found)
    if told is None or side != 17 + 4 * version or not 1 <= version <= 40:
        return None
    level, mask = told
    functions = {**function_modules(version), **_format_modules(side, level, mask)}
    damaged = tuple(sorted(place for place, dark in functions.items() if found[place[0]][place[1]] != dark))
    words = _codewords(found, version, mask)
    counts, check = block_sizes(version, level)
    repaired = [correct(block, check) for block in _deinterleave(words, counts, check)]
    blocks = tuple(Block(None if one is None else one[1], check) for one in repaired)
    right = [one[0] for one in repaired if one is not None]
    expected = _laid_out(side, version, mask, _interleave(right, check), functions) if len(right) == len(blocks) else None
    return Reading(version, level, mask, blocks, expected, damaged, len(functions))


def block_sizes(version: int, level: str) -> tuple[tuple[int, ...], int]:
    """How many codewords each block has, check words included, and how many check words each."""
    blocks = _BLOCKS[level][version - 1]
    short, longer = divmod(len(_data_places(version)) // 8, blocks)
    return (short,) * (blocks - longer) + (short + 1,) * longer, _CHECK_WORDS[level][version - 1]


def _deinterleave(words: bytes, counts: tuple[int, ...], check: int) -> list[bytes]:
    """The blocks, whose codewords stand in turn: first all data, of which the first blocks may have one less."""
    blocks = [bytearray() for _ in counts]
    stream = iter(words)
    for place in range(max(counts) - check):
        for block, count in zip(blocks, counts, strict=True):
            if place < count - check:
                block.append(next(stream))
    for _ in range(check):
        for block in blocks:
            block.append(next(stream))
    return [bytes(block) for block in blocks]


def _interleave(blocks: list[bytes], check: int) -> bytes:
    data = chain.from_iterable(zip_longest(*(block[:-check] for block in blocks)))
    ends = chain.from_iterable(zip(*(block[-check:] for block in blocks), strict=True))
    return bytes(word for word in chain(data, ends) if word is not None)


def _codewords(found: Matrix, version: int, mask: int) -> bytes:
    bits = [found[row][column] ^ _masked(mask, row, column) for row, column in _data_places(version)]
    return bytes(sum(bit << 7 - i for i, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits) - 7, 8))


def _laid_out(side: int, version: int, mask: int, words: bytes, functions: dict[Module, bool]) -> Matrix:
    """The undamaged symbol; the few modules that are left over hold zeros."""
    grid = [[False] * side for _ in range(side)]
    for (row, column), dark in functions.items():
        grid[row][column] = dark
    padded = words + b"\0"
    for index, (row, column) in enumerate(_data_places(version)):
        grid[row][column] = bool(padded[index // 8] >> 7 - index % 8 & 1) ^ _masked(mask, row, column)
    return tuple(map(tuple, grid))


def _masked(mask: int, i: int, j: int) -> bool:
    """Whether the mask turns the module over (table 10)."""
    return (
        (i + j) % 2,
        i % 2,
        j % 3,
        (i + j) % 3,
        (i // 2 + j // 3) % 2,
        i * j % 2 + i * j % 3,
        (i * j % 2 + i * j % 3) % 2,
        ((i + j) % 2 + i * j % 3) % 2,
    )[mask] == 0


@cache
def _data_places(version: int) -> tuple[Module, ...]:
    """Modules in the order in which codewords fill them: two columns at a time, up and down, from the right."""
    side = 17 + 4 * version
    taken = function_modules(version).keys() | _format_modules(side, "M", 0).keys()
    places: list[Module] = []
    upwards = True
    for right in chain(range(side - 1, 6, -2), range(5, 0, -2)):  # column 6 is the timing pattern
        rows = range(side - 1, -1, -1) if upwards else range(side)
        places += [(row, column) for row in rows for column in (right, right - 1) if (row, column) not in taken]
        upwards = not upwards
    return tuple(places)


@cache
def function_modules(version: int) -> dict[Module, bool]:
    """Every module whose colour the version alone decides: finders, separators, timing, alignment, version, the dark module."""
    side = 17 + 4 * version
    modules: dict[Module, bool] = {}
    for i in range(side):
        modules[6, i] = modules[i, 6] = i % 2 == 0
    centres = alignment_centres(version)
    for row, column in ((r, c) for r in centres for c in centres):
        if (row, column) not in ((6, 6), (6, side - 7), (side - 7, 6)):
            modules |= {(row + i, column + j): max(abs(i), abs(j)) != 1 for i in range(-2, 3) for j in range(-2, 3)}
    modules |= finders(side)
    if version >= 7:
        bits = _version_bits(version)
        for i in range(18):
            modules[i // 3, side - 11 + i % 3] = modules[side - 11 + i % 3, i // 3] = bool(bits >> i & 1)
    modules[side - 8, 8] = True
    return modules


def finders(side: int) -> dict[Module, bool]:
    """The modules of the three finder patterns and of the light separators around them."""
    corners = ((0, 0), (0, side - 7), (side - 7, 0))
    return {module: dark for top, left in corners for module, dark in _finder(top, left, side)}


def _finder(top: int, left: int, side: int) -> Iterator[tuple[Module, bool]]:
    """A finder pattern with its light separator."""
    for row in range(max(0, top - 1), min(side, top + 8)):
        for column in range(max(0, left - 1), min(side, left + 8)):
            within = 0 <= row - top < 7 and 0 <= column - left < 7
            yield (row, column), within and _FINDER[row - top][column - left] == "1"


def alignment_centres(version: int) -> tuple[int, ...]:
    """Rows, which are the columns too, of the alignment patterns' centres (annex E)."""
    if version == 1:
        return ()
    count = version // 7 + 2
    step = 26 if version == 32 else -(-(version * 4 + 4) // (count * 2 - 2)) * 2
    return (6, *(version * 4 + 10 - i * step for i in range(count - 2, -1, -1)))


def _format_places(side: int) -> tuple[tuple[Module, ...], tuple[Module, ...]]:
    """Both copies of the 15 bits, the lowest bit first."""
    first = [(i, 8) for i in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, i) for i in (7, 5, 4, 3, 2, 1, 0)]
    second = [(8, side - 1 - i) for i in range(8)] + [(side - 7 + i, 8) for i in range(7)]
    return tuple(first), tuple(second)


def _format_modules(side: int, level: str, mask: int) -> dict[Module, bool]:
    bits = _format_bits(_LEVELS.index(level) << 3 | mask)
    return {place: bool(bits >> i & 1) for copy in _format_places(side) for i, place in enumerate(copy)}


def _read_format(found: Matrix) -> tuple[str, int] | None:
    """Level and mask: the word of all 32 that is nearest to either copy, if it is near enough."""
    words = [sum(found[row][column] << i for i, (row, column) in enumerate(copy)) for copy in _format_places(len(found))]
    distance, data = min(((word ^ _format_bits(data)).bit_count(), data) for word in words for data in range(32))
    return (_LEVELS[data >> 3], data & 7) if distance <= _FORMAT_ERRORS else None


@cache
def _format_bits(data: int) -> int:
    """Five bits with the ten of their BCH code, masked (annex C)."""
    rest = data
    for _ in range(10):
        rest = rest << 1 ^ (rest >> 9) * 0x537
    return (data << 10 | rest) ^ _FORMAT_MASK


def _version_bits(version: int) -> int:
    """Six bits with the twelve of their Golay code (annex D)."""
    rest = version
    for _ in range(12):
        rest = rest << 1 ^ (rest >> 11) * 0x1F25
    return version << 12 | rest
