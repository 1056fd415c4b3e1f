"""Reed–Solomon as QR codes use it: the field of 256 elements, and where a block's errors are (ISO/IEC 18004, 7.5 and annex B)."""

from __future__ import annotations

from collections.abc import Sequence

_PRIMITIVE = 0x11D  # x⁸ + x⁴ + x³ + x² + 1
_ORDER = 255


def _powers() -> tuple[int, ...]:
    """The powers of 2, written twice, so that the sum of two logarithms needs no remainder."""
    value, powers = 1, []
    for _ in range(_ORDER):
        powers.append(value)
        value <<= 1
        if value > _ORDER:
            value ^= _PRIMITIVE
    return tuple(powers * 2)


EXP = _powers()
LOG = tuple(EXP.index(value) if value else 0 for value in range(_ORDER + 1))


def multiply(a: int, b: int) -> int:
    """The product in the field."""
    return EXP[LOG[a] + LOG[b]] if a and b else 0


def divide(a: int, b: int) -> int:
    """The quotient in the field; `b` is not 0."""
    return EXP[LOG[a] - LOG[b] + _ORDER] if a else 0


def evaluate(polynomial: Sequence[int], x: int) -> int:
    """The value at `x` of a polynomial whose highest coefficient comes first."""
    value, log = 0, LOG[x]
    for coefficient in polynomial:
        value = (EXP[LOG[value] + log] if value and x else 0) ^ coefficient
    return value


def correct(block: bytes, check: int) -> tuple[bytes, int] | None:
    """The block without its errors, and how many codewords were wrong.

    `check` is how many of the codewords are check words; up to half of them can be wrong. None where there are more errors.
    """
    syndromes = [evaluate(block, EXP[i]) for i in range(check)]
    if not any(syndromes):
        return block, 0
    locator = _locator(syndromes)
    errors = len(locator) - 1
    places = [place for place in range(len(block)) if not evaluate(locator[::-1], EXP[_ORDER - place])]
    if errors > check // 2 or len(places) != errors:
        return None
    repaired = bytearray(block)
    for place in places:
        repaired[len(block) - 1 - place] ^= _magnitude(syndromes, locator, place)
    if any(evaluate(repaired, EXP[i]) for i in range(check)):
        return None
    return bytes(repaired), errors


def _locator(syndromes: Sequence[int]) -> list[int]:
    """The polynomial whose roots tell the places of the errors, lowest coefficient first (Berlekamp and Massey)."""
    current, previous = [1], [1]
    length, since, last = 0, 1, 1
    for step, syndrome in enumerate(syndromes):
        discrepancy = syndrome
        for i in range(1, length + 1):
            if i < len(current):
                discrepancy ^= multiply(current[i], syndromes[step - i])
        if not discrepancy:
            since += 1
            continue
        shifted = [0] * since + [multiply(divide(discrepancy, last), c) for c in previous]
        updated = [a ^ b for a, b in zip(_padded(current, len(shifted)), _padded(shifted, len(current)), strict=True)]
        if 2 * length <= step:
            previous, last, length, since = current, discrepancy, step + 1 - length, 1
        else:
            since += 1
        current = updated
    return _padded(current, length + 1)[: length + 1]


def _padded(polynomial: list[int], length: int) -> list[int]:
    return polynomial + [0] * (length - len(polynomial))


def _magnitude(syndromes: Sequence[int], locator: Sequence[int], place: int) -> int:
    """By what the codeword at `place`, counted from the end, differs from the right one (Forney)."""
    inverse = EXP[_ORDER - place]
    product = [0] * (len(locator) - 1)  # error evaluator, lowest first, modulo the number of errors: higher terms vanish
    for i in range(len(product)):
        for j in range(i + 1):
            product[i] ^= multiply(syndromes[i - j], locator[j])
    # In this field a derivative keeps the odd coefficients alone, each one place lower.
    slope = [locator[i] if i % 2 else 0 for i in range(1, len(locator))]
    numerator, denominator = evaluate(product[::-1], inverse), evaluate(slope[::-1], inverse)
    return multiply(EXP[place], divide(numerator, denominator)) if denominator else 0
