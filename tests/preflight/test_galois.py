from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.preflight.galois import EXP, LOG, correct, divide, evaluate, multiply

element = st.integers(0, 255)
nonzero = st.integers(1, 255)


def encoded(data: bytes, check: int) -> bytes:
    """Data with its check words, by plain polynomial division: written apart from what is tested."""
    generator = [1]
    for i in range(check):
        generator = [a ^ slow_product(b, power_of_two(i)) for a, b in zip([*generator, 0], [0, *generator], strict=True)]
    rest = [*data, *[0] * check]
    for at in range(len(data)):
        factor = rest[at]
        for offset, coefficient in enumerate(generator):
            rest[at + offset] ^= slow_product(coefficient, factor)
    return data + bytes(rest[len(data) :])


def slow_product(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a * (b & 1)
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def power_of_two(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = slow_product(value, 2)
    return value


@given(element, element)
def test_products_are_those_of_the_field(a: int, b: int) -> None:
    assert multiply(a, b) == slow_product(a, b) == multiply(b, a)


@given(element, nonzero)
def test_division_takes_a_product_back(a: int, b: int) -> None:
    assert divide(multiply(a, b), b) == a


@given(element, element, element)
def test_products_distribute(a: int, b: int, c: int) -> None:
    assert multiply(a, b ^ c) == multiply(a, b) ^ multiply(a, c)


@given(nonzero)
def test_logarithms_take_powers_back(a: int) -> None:
    assert EXP[LOG[a]] == a


@given(st.lists(element, max_size=12), element)
def test_polynomials(coefficients: list[int], x: int) -> None:
    value = 0
    for coefficient in coefficients:
        value = slow_product(value, x) ^ coefficient
    assert evaluate(coefficients, x) == value


@st.composite
def damaged_blocks(draw: st.DrawFn, beyond: int = 0) -> tuple[bytes, bytes, int, int]:
    """A block, the block with errors in it, how many check words it has and how many errors."""
    check = draw(st.sampled_from([7, 10, 13, 16, 17, 18, 20, 22, 24, 26, 28, 30]))
    block = encoded(draw(st.binary(min_size=beyond + 1, max_size=120)), check)
    errors = draw(st.integers(0, check // 2)) if not beyond else check // 2 + beyond
    places = draw(st.lists(st.integers(0, len(block) - 1), min_size=errors, max_size=errors, unique=True))
    damaged = bytearray(block)
    for place in places:
        damaged[place] ^= draw(nonzero)
    return block, bytes(damaged), check, errors


@given(damaged_blocks())
def test_errors_are_found_counted_and_put_right(case: tuple[bytes, bytes, int, int]) -> None:
    block, damaged, check, errors = case
    assert correct(damaged, check) == (block, errors)


@given(damaged_blocks(beyond=1))
def test_too_many_errors_are_never_called_few(case: tuple[bytes, bytes, int, int]) -> None:
    block, damaged, check, _ = case
    found = correct(damaged, check)
    # Beyond its power a code may take damage for another block; it must be one that is really near.
    if found is not None:
        other, errors = found
        assert other != block
        assert errors == sum(a != b for a, b in zip(other, damaged, strict=True)) <= check // 2
